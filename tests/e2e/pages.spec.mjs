// Team, Automation, Bots, Interactions and Conversations as a manager uses them: every figure of their families is there
// and equals the report's, charts filter, tables sort and open, and no page speaks a language it was not asked for.
import { readFileSync } from 'node:fs';
import { violations } from './support/axe.mjs';
import { settled } from './support/open.mjs';
import { FIGURES, KEYS, keyOf, text, told } from './support/report.mjs';
import { expect, test } from './support/test.mjs';

/** Page → the sections of the report that it shows whole. */
const PAGES = {
  overview: ['overview', 'messages', 'conversations', 'contacts'],
  team: ['agents', 'teams'],
  automation: ['flows', 'credits', 'ai_tools'],
  bots: ['bots'],
  interactions: ['interactions'],
  conversations: ['engagement'],
};

/** Calls are sessions under this policy. */
const VIEW = { interactions: '&policy=interaction' };

async function open(page, name) {
  await page.goto(`/#page=${name}${VIEW[name] ?? ''}`);
  await expect(page.locator('[data-metric]').first()).toBeAttached({ timeout: 20_000 });
  await expect(page.locator('.sa-plot__stage--waiting')).toHaveCount(0);
  await settled(page);
}

const report = (page) => page.evaluate(() => document.querySelector('session-analytics').report());

/** Every figure on the page: `[metric, key or null, value]`. */
const shown = (page) => page.locator('[data-metric]').evaluateAll((all) =>
  all.map((one) => [one.dataset.metric, one.dataset.key ?? null, one.dataset.value]));

/** Every figure of a section as `metric` or `metric key`, as pages name them. */
function figures(metric, value, into) {
  if (Array.isArray(value)) {
    for (const [i, row] of value.entries()) {
      if (Array.isArray(row)) {
        row.forEach((cell, hour) => Object.keys(cell).forEach((name) => into.add(`${metric}.${name} ${i + 1}/${hour}`)));
        continue;
      }
      const names = Object.keys(row).filter((name) => !KEYS.includes(name) && !['to_s', 'bot_id', 'bot_version', 'first', 'transfer', 'taken_over', 'end', 'by_day'].includes(name));
      for (const name of names) {
        const path = FIGURES.includes(name) ? metric : `${metric}.${name}`;
        if (row[name] !== null && typeof row[name] === 'object') Object.keys(row[name]).forEach((leaf) => into.add(`${path}.${leaf} ${keyOf(row)}`));
        else into.add(`${path} ${keyOf(row)}`);
      }
    }
  } else if (value !== null && typeof value === 'object') {
    for (const [name, inner] of Object.entries(value)) figures(`${metric}.${name}`, inner, into);
  } else {
    into.add(metric);
  }
}

for (const [name, sections] of Object.entries(PAGES)) {
  test(`${name} shows every figure of its families, as the report has them`, async ({ page }) => {
    await open(page, name);
    const found = new Map();
    let whole;
    const collect = () => expect(async () => {
      whole = await report(page);
      for (const [metric, key, value] of await shown(page)) {
        expect(value, `${metric} ${key ?? ''}`).toBe(text(told(whole, metric, key) ?? null));
        found.set(key === null ? metric : `${metric} ${key}`, value);
      }
    }).toPass({ timeout: 10_000 });
    await collect();
    // Views of which one is on screen at a time.
    for (const tab of await page.locator('.sa-turn .sa-tab').all()) {
      await tab.click();
      await expect(tab).toHaveAttribute('aria-pressed', 'true');
      await expect(page.locator('.sa-plot__stage--waiting')).toHaveCount(0);
      await collect();
    }
    // Lists of which one page is on screen at a time.
    for (const next of await page.locator('.sa-page .sa-pager .sa-icon-button:last-child').all()) {
      while (name === 'team' && (await next.isEnabled())) {
        await next.click();
        await collect();
      }
    }
    const wanted = new Set();
    for (const section of sections) figures(section, whole[section], wanted);
    expect([...wanted].filter((figure) => !found.has(figure))).toEqual([]);
  });

  for (const scheme of ['light', 'dark']) {
    test(`${name} passes axe in ${scheme} and does not scroll sideways`, async ({ page }) => {
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
      await open(page, name);
      expect(await violations(page)).toEqual([]);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect(overflow).toBe(0);
    });
  }

  test(`${name} leaves no English in Indonesian and French`, async ({ page }) => {
    await page.goto('/');
    for (const lang of ['id', 'fr']) {
      await page.evaluate(([lang, name]) => {
        document.querySelector('session-analytics').setAttribute('lang', lang);
        location.hash = `page=${name}`;
      }, [lang, name]);
      await expect(page.locator(`.sa-root[lang="${lang}"] .sa-board [data-metric]`).first()).toBeAttached({ timeout: 20_000 });
      await expect(page.locator('.sa-root[aria-busy="false"]')).toHaveCount(1);
      const explained = page.locator('.sa-page .sa-explain__button');
      await explained.evaluateAll((all) => all.forEach((button) => button.click()));
      await expect(page.locator('.sa-explain__body')).toHaveCount(await explained.count());
      const own = new Set(literals(lang));
      const foreign = new Set(literals('en').filter((one) => !own.has(one)));
      const texts = await page.evaluate(() => {
        const root = document.querySelector('session-analytics').shadowRoot;
        const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
        const found = [...root.querySelectorAll('[aria-label]')].map((one) => one.getAttribute('aria-label'));
        while (walker.nextNode()) found.push(walker.currentNode.data.trim());
        return found;
      });
      expect(texts.filter((one) => foreign.has(one))).toEqual([]);
    }
  });
}

/** The texts of a language. */
function literals(lang) {
  const files = [`../../src/i18n/${lang}.rs`, `../../src/i18n/boards/${lang}.rs`];
  const source = files.map((file) => readFileSync(new URL(file, import.meta.url), 'utf8')).join('\n');
  return [...source.matchAll(/"((?:[^"\\]|\\.)+)"/g)].map((found) => found[1]).filter((one) => one.length > 2);
}

const value = async (page, metric) => Number(await page.locator(`[data-metric="${metric}"]`).first().getAttribute('data-value'));

test('a channel filters all of Conversations, and the same again takes it back', async ({ page }) => {
  await open(page, 'conversations');
  const total = await value(page, 'engagement.conversations');
  const slice = page.locator('[aria-labelledby="sa-title-by-channel"] .sa-hit[data-key="whatsapp"]');
  await slice.click();
  await expect.poll(() => value(page, 'engagement.conversations')).toBeLessThan(total);
  expect(await value(page, 'engagement.conversations')).toBe((await report(page)).engagement.conversations);
  await expect(slice).toHaveAttribute('aria-pressed', 'true');
  await slice.click();
  await expect.poll(() => value(page, 'engagement.conversations')).toBe(total);
});

test('a cell of weekday and hour, and an end of a path, are filters too', async ({ page }) => {
  await open(page, 'conversations');
  const before = await report(page);
  const cells = before.engagement.heatmap.flatMap((row, day) => row.map((cell, hour) => [cell.engaged, day + 1, hour]));
  const [, day, hour] = cells.sort((a, b) => b[0] - a[0])[0];
  await page.locator('[aria-labelledby="sa-title-heatmap"] .sa-hit[tabindex]').nth((day - 1) * 24 + hour).click({ force: true });
  await expect.poll(() => page.url()).toContain(`f.weekday=${day}`);
  expect(page.url()).toContain(`f.hour=${hour}`);
  await expect.poll(() => value(page, 'engagement.conversations')).toBeLessThan(before.engagement.conversations);
  await page.goBack();
  await expect.poll(() => value(page, 'engagement.conversations')).toBe(before.engagement.conversations);
  const end = page.locator('[aria-labelledby="sa-title-paths"] .sa-hit[data-key="resolved_by=agent"]');
  await end.focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => value(page, 'engagement.conversations')).toBe(before.engagement.closed_by_agent);
});

test('the agents sort, a row opens its charts, arrows step through them, and the address keeps it', async ({ page, isMobile }) => {
  await open(page, 'team');
  const sort = '-messages_sent_7d';
  const card = page.locator('[aria-labelledby="sa-title-agents"]');
  if ((page.viewportSize()?.width ?? 0) < 600) await card.locator('.sa-list__sorting select').selectOption(sort);
  else await card.getByRole('button', { name: 'Messages, 7 days' }).click();
  await expect.poll(() => page.url()).toContain(`sort=${sort}`);
  const counts = await card.locator('[data-metric="agents.messages_sent_7d"]').evaluateAll((all) => all.map((one) => Number(one.dataset.value)));
  expect(counts).toEqual([...counts].sort((a, b) => b - a));
  const agent = await card.locator('[data-metric="agents.messages_sent_7d"]').first().getAttribute('data-key');
  await card.locator('.sa-table__row .sa-icon-button').first().click();
  await expect(card.locator('.sa-opened .sa-turn__name')).toContainText('1 / 3');
  const whole = await report(page);
  const days = whole.agents.find((one) => one.id === agent).by_day;
  for (const field of ['messages_sent', 'times_assigned', 'response_mean_s']) {
    const cells = card.locator(`[data-metric="agents.by_day.${field}"]`);
    // Every day of the period, most of them with nothing.
    await expect(cells).toHaveCount(30);
    const shown = await cells.evaluateAll((all) => all.map((one) => [one.dataset.key.split('/')[1], one.dataset.value]));
    expect(shown).toEqual(shown.map(([day]) => [day, JSON.stringify(days.find((one) => one.day === day)?.[field] ?? null)]));
    expect(shown.filter(([day]) => days.some((one) => one.day === day))).toHaveLength(days.length);
    await card.getByRole('button', { name: 'Next chart' }).click();
  }
  await expect(card.locator('.sa-opened .sa-turn__name')).toContainText('1 / 3');
  expect(await violations(page)).toEqual([]);
  await page.reload();
  await expect(card.locator('.sa-opened')).toBeVisible({ timeout: 20_000 });
  await page.goBack();
  await expect(card.locator('.sa-opened')).toHaveCount(0);
});

test('while figures move, the focus stays with the agent that it was on, and the chart that is seen stays', async ({ page, isMobile }) => {
  await open(page, 'team');
  const card = page.locator('[aria-labelledby="sa-title-agents"]');
  await page.evaluate(() => { location.hash = 'page=team&sort=-messages_sent_7d'; });
  await settled(page);
  const [name, before, first] = await card.locator('tbody tr.sa-table__row').evaluateAll((rows) => [rows[1].dataset.row, rows.length, rows[0].dataset.row]);
  await card.locator('tr.sa-table__row .sa-icon-button').nth(1).focus();
  await page.keyboard.press('Enter');
  await card.getByRole('button', { name: 'Next chart' }).click();
  await expect(card.locator('.sa-turn__name')).toContainText('2 / 3');
  await card.locator('tr.sa-table__row .sa-icon-button').nth(1).focus();
  // The second agent writes so much that it becomes the first.
  await page.evaluate((agent) => document.querySelector('session-analytics').append(Array.from({ length: 500 }, (_, i) => ({
    type: 'message', id: `more-${i}`, at: '2026-01-31T11:00:00Z', from: 'agent', agent_id: agent, conversation_id: 'cv-more', customer_id: 'cu-more', text: 'x',
  }))), name);
  const place = () => card.locator('tr.sa-table__row').evaluateAll((rows, name) => rows.findIndex((row) => row.dataset.row === name), name);
  await expect.poll(place).toBe(0);
  await expect.poll(() => page.evaluate(() => document.querySelector('session-analytics').shadowRoot.activeElement?.closest('tr')?.dataset.row)).toBe(name);
  await expect(card.locator('.sa-turn__name')).toContainText('2 / 3');
  expect([before > 2, first === name]).toEqual([true, false]);
});

test('by other rules an agent’s days stand before those by the rules before', async ({ page }) => {
  await open(page, 'team');
  const card = page.locator('[aria-labelledby="sa-title-agents"]');
  await card.locator('tr.sa-table__row .sa-icon-button').first().click();
  await expect(card.locator('.sa-opened .sa-plot')).toBeVisible();
  await expect(card.locator('.sa-previous')).toHaveCount(0);
  await page.getByRole('button', { name: /^Session policy|^Session rules|Until resolved/ }).first().click();
  await page.getByRole('button', { name: /^24-hour window/ }).click();
  await expect(card.locator('.sa-opened .sa-previous')).toHaveCount(1);
});

test('nobody has chosen a period: Bots shows 30 days, other pages 7', async ({ page }) => {
  await page.goto('/');
  await page.evaluate(() => {
    document.querySelector('session-analytics').config = { source: { url: '/events.ndjson' }, tz: 'Asia/Jakarta', now: '2026-01-31T12:00:00Z' };
  });
  const days = () => page.evaluate(async () => {
    const { range } = await document.querySelector('session-analytics').report({ sections: ['bots'] });
    return (new Date(range.to) - new Date(range.from)) / 86_400_000;
  });
  await expect.poll(days, { timeout: 20_000 }).toBe(7);
  await page.evaluate(() => { location.hash = 'page=bots'; });
  await expect.poll(days).toBe(30);
  await expect(page.getByRole('button', { name: /^Period: .*30 days/ })).toBeVisible();
});

test('the mapping turns its pages, is searched, and opens sessions', async ({ page }) => {
  await open(page, 'bots');
  const card = page.locator('[aria-labelledby="sa-title-mapping"]');
  const range = card.locator('.sa-pager__range');
  await expect(card.locator('tr[data-session]')).toHaveCount(25);
  const first = await card.locator('tr[data-session]').first().getAttribute('data-session');
  await card.getByRole('button', { name: 'Next', exact: true }).click();
  await expect(range).toContainText('26–50');
  await expect.poll(() => card.locator('tr[data-session]').first().getAttribute('data-session')).not.toBe(first);
  await card.getByRole('searchbox').fill(first);
  await expect.poll(() => card.locator('tr[data-session]').evaluateAll((all) => [...new Set(all.map((one) => one.dataset.session))])).toEqual([first]);
  await expect(page.locator('.sa-page')).toContainText('UTC');
  await card.locator('tr[data-session] button').first().click();
  await expect(page.locator(`.sa-detail__head[data-session="${first}"]`)).toBeVisible();
});

test('a filter that leaves nothing says so on every page', async ({ page }) => {
  for (const name of Object.keys(PAGES)) {
    await page.goto(`/#page=${name}&f.channel=nowhere`);
    await page.reload();
    await expect(page.locator('.sa-page')).toBeVisible({ timeout: 20_000 });
    await expect(page.locator('.sa-plot__stage--waiting')).toHaveCount(0);
    if (['bots', 'interactions', 'conversations'].includes(name)) await expect(page.locator('.sa-state')).toBeVisible();
  }
});
