// Figures in tables and charts: each opens its own rows, and stands beside what its own row was.
import { readFileSync } from 'node:fs';
import { violations } from './support/axe.mjs';
import { settled, value } from './support/open.mjs';
import { text, told } from './support/report.mjs';
import { expect, test } from './support/test.mjs';

const PERIOD = 'period=2026-01-17..2026-01-24';

async function open(page, fragment) {
  await page.goto(`/#${fragment}`);
  await expect(page.locator('[data-metric]').first()).toBeAttached({ timeout: 20_000 });
  await expect(page.locator('.sa-plot__stage--waiting')).toHaveCount(0);
  await settled(page);
}

const report = (page, query) => page.evaluate((query) => document.querySelector('session-analytics').report(query), query);

const dialog = (page) => page.locator('dialog.sa-behind');
const total = async (page) => Number(await dialog(page).locator('[data-total]').getAttribute('data-total'));

async function download(page, press) {
  const [file] = await Promise.all([page.waitForEvent('download'), press()]);
  return readFileSync(await file.path()).toString();
}

/** The lines of the table below what a CSV says it is of. */
const lines = (csv) => csv.split('\r\n\r\n')[1].trim().split('\r\n').slice(2);

/** A key of the period as the previous one has it: days and months by their place. */
function before(whole, metric, key) {
  const path = metric.split('.');
  for (let length = path.length; length > 0; length--) {
    const [now, was] = [whole, whole.previous].map((at) => path.slice(0, length).reduce((value, name) => value?.[name], at));
    if (!Array.isArray(now) || now.length === 0) continue;
    const name = ['day', 'month'].find((one) => one in now[0]);
    return name ? was[now.findIndex((row) => row[name] === key)]?.[name] : key;
  }
  return key;
}

for (const name of ['overview', 'automation', 'bots', 'interactions', 'conversations']) {
  test(`${name}: each figure of a table stands beside what its own row was`, async ({ page }) => {
    await open(page, `page=${name}&compare=1&${PERIOD}${name === 'interactions' ? '&policy=interaction' : ''}`);
    for (const more of await page.getByRole('button', { name: /^Data and download/ }).all()) await more.click();
    await settled(page);
    const whole = await report(page, { compare: true });
    const cells = await page.locator('td[data-metric][data-key]').evaluateAll((all) => all.map((cell) => ({
      metric: cell.dataset.metric, key: cell.dataset.key, was: cell.querySelector('.sa-delta')?.dataset.was ?? null,
    })));
    let compared = 0;
    for (const { metric, key, was } of cells.filter((cell) => cell.was !== null)) {
      const expected = told(whole.previous, metric, before(whole, metric, key));
      // What was not there counted nothing.
      expect(Number(was), `${metric} ${key}`).toBe(Number(text(expected ?? 0)));
      compared += 1;
    }
    expect(compared).toBeGreaterThan(name === 'interactions' ? 5 : 10);
  });
}

test('a cell of the heat map and a day of a series tell what they were', async ({ page }) => {
  await open(page, `page=conversations&compare=1&${PERIOD}`);
  const whole = await report(page, { compare: true });
  const heat = page.locator('.sa-plot', { has: page.locator('[data-kind="heatmap"]') }).first();
  for (const [weekday, hour] of [[2, 9], [4, 14]]) {
    await heat.locator('.sa-hit').nth((weekday - 1) * 24 + hour).focus();
    const was = whole.previous.engagement.heatmap[weekday - 1][hour].engaged;
    await expect(heat.locator('.sa-tip .sa-delta')).toHaveAttribute('data-was', String(was));
  }
  const card = page.locator('[aria-labelledby="sa-title-transfers"]');
  await card.locator('.sa-brush').focus();
  const [day] = whole.previous.engagement.transfers.by_day;
  for (const outcome of ['succeeded', 'cancelled', 'disabled', 'incomplete']) {
    await expect(card.locator(`.sa-tip [data-difference-of="engagement.transfers.by_day.${outcome}"]`)).toHaveAttribute('data-was', String(day[outcome]));
  }
  await expect(card.locator('.sa-plot__previous')).toHaveText('Previous period');
});

test('figures of the agents open their rows, and stand beside those by the rules before', async ({ page }) => {
  await open(page, 'page=team');
  const card = page.locator('[aria-labelledby="sa-title-agents"]');
  for (const metric of ['agents.messages_sent_7d', 'agents.times_assigned_7d', 'agents.active_sessions']) {
    const figures = await card.locator(`[data-metric="${metric}"]`).evaluateAll((all) => all.map((one) => Number(one.dataset.value)));
    const at = figures.findIndex((count) => count > 0);
    await card.locator(`[data-metric="${metric}"] button`).nth(at).click();
    await expect(dialog(page).locator('[data-total]')).toHaveAttribute('data-total', String(figures[at]));
    await page.keyboard.press('Escape');
    await expect(dialog(page)).toBeHidden();
  }
  await expect(card.locator('.sa-opened')).toHaveCount(0);
  const was = await report(page);
  await page.getByRole('button', { name: /^Session policy/ }).click();
  await page.getByRole('button', { name: /^24-hour window/ }).click();
  const delta = card.locator('[data-difference-of="agents.active_sessions"]');
  await expect(delta.first()).toBeVisible();
  const shown = await card.locator('[data-metric="agents.active_sessions"]').evaluateAll((all) =>
    all.map((one) => [one.dataset.key, Number(one.querySelector('.sa-delta').dataset.was)]));
  for (const [id, count] of shown) expect(count, id).toBe(was.agents.find((agent) => agent.id === id).active_sessions);
  const mean = await card.locator('[data-metric="agents.response_7d.mean_s"]', { has: page.locator('.sa-delta') }).evaluateAll((all) =>
    all.map((one) => [one.dataset.key, Number(one.querySelector('.sa-delta').dataset.was)]));
  expect(mean.length).toBeGreaterThan(5);
  for (const [id, seconds] of mean) expect(seconds, id).toBe(was.agents.find((agent) => agent.id === id).response_7d.mean_s);
  // The row of all teams has no id.
  const all = page.locator('[aria-labelledby="sa-title-teams"] [data-metric="teams.active_sessions"][data-key=""] .sa-delta');
  await expect(all).toHaveAttribute('data-was', String(was.teams.find(({ id }) => id === null).active_sessions));
});

test('an agent’s mean response by the rules before is drawn by the same measure', async ({ page }) => {
  await open(page, 'page=team');
  const card = page.locator('[aria-labelledby="sa-title-agents"]');
  const { agents } = await report(page);
  const isSlow = ({ response_mean_s: mean }) => mean > 300 && mean < 3600;
  // Somebody whose means are long enough to be drawn in minutes or hours, with days without any.
  const slow = agents.find(({ by_day }) => by_day.length < 30 && by_day.some(isSlow));
  await page.evaluate((id) => { location.hash = `page=team&row=agents:${id}`; }, slow.id);
  for (let i = 0; i < 2; i++) await card.getByRole('button', { name: 'Next chart' }).click();
  await page.getByRole('button', { name: /^Session policy/ }).click();
  await page.getByRole('button', { name: /^24-hour window/ }).click();
  await expect(card.locator('.sa-opened .sa-plot__previous')).toHaveText('Rules before');
  const day = slow.by_day.find(isSlow);
  const place = (new Date(day.day) - new Date('2026-01-02')) / 86_400_000;
  await card.locator('.sa-opened .sa-brush').focus();
  for (let i = 0; i < place; i++) await page.keyboard.press('ArrowRight');
  const told = card.locator('.sa-opened .sa-tip__row', { hasText: 'Rules before' });
  // As the language writes a length of time, hours first: never sixty times as much.
  const shown = await told.locator('.sa-tip__value').textContent();
  const [, hours = 0, minutes = 0] = /(?:(\d+)\s?h)?\s?(?:(\d+)\s?min)?/.exec(shown);
  expect(Number(hours) * 60 + Number(minutes)).toBe(Math.floor(day.response_mean_s / 60));
});

test('a part of a chart that filters nothing opens its rows', async ({ page }) => {
  await open(page, 'page=automation');
  const card = page.locator('[aria-labelledby="sa-title-flows"]');
  const bar = card.locator('.sa-hit[role="button"]').first();
  const flow = await bar.getAttribute('data-key');
  const count = (await report(page)).flows.popular.find(({ flow_id: id }) => id === flow).count;
  await bar.focus();
  await page.keyboard.press('Enter');
  await expect(dialog(page).locator('[data-total]')).toHaveAttribute('data-total', String(count));
  expect(await violations(page)).toEqual([]);
});

test('rows behind a figure come in pages of the size that was chosen', async ({ page }) => {
  await open(page, 'page=overview');
  await page.locator('button[data-metric="overview.contacts"]').click();
  await expect(dialog(page).locator('tbody tr')).toHaveCount(25);
  await dialog(page).getByRole('combobox', { name: 'Rows' }).selectOption('50');
  await expect(dialog(page).locator('tbody tr')).toHaveCount(Math.min(50, await total(page)));
  await dialog(page).getByRole('button', { name: 'Next', exact: true }).click();
  await expect(dialog(page).locator('.sa-pager__range')).toContainText('51–');
});

test('a figure that leads to the list leaves nothing searched for', async ({ page }) => {
  await open(page, 'search=nobody+of+that+name');
  await expect(page.locator('tr[data-session]')).toHaveCount(0);
  await page.locator('button[data-metric="sessions.total"]').first().click();
  const count = (await value(page, 'sessions.total')).toLocaleString('en');
  await expect(page.locator('.sa-list .sa-pager__range')).toContainText(`of ${count}`);
});

for (const filters of ['', 'number=first', 'number=returning', 'number=first,returning', 'status=open,resolved']) {
  test(`the list of a figure is as long as the figure with ${filters || 'no filter'} in force`, async ({ page }) => {
    for (const metric of ['sessions.first_customer', 'sessions.returning_customer']) {
      await open(page, `${PERIOD}&${filters}`);
      const figure = await value(page, metric);
      await page.locator(`button[data-metric="${metric}"]`).click();
      const range = page.locator('.sa-list .sa-pager__range');
      if (figure > 0) await expect(range).toHaveText(new RegExp(`of ${figure.toLocaleString('en')}$`));
      else await expect.poll(() => total(page)).toBe(0);
    }
  });
}

test('on Team the Session List is taken along whole, on Bots the mapping as it is searched and sorted', async ({ page }) => {
  await open(page, 'page=team&sort=id&search=a');
  const { sessions } = await report(page, { sections: ['sessions'] });
  await page.getByRole('button', { name: /Export$/ }).click();
  expect(lines(await download(page, () => page.getByRole('button', { name: 'Session list: CSV' }).click()))).toHaveLength(sessions.total);
  await page.goto('about:blank');
  await open(page, 'page=bots');
  const card = page.locator('[aria-labelledby="sa-title-mapping"]');
  const id = await card.locator('tr[data-session]').first().getAttribute('data-session');
  await page.evaluate((id) => { location.hash = `page=bots&sort=conversation_id&search=${encodeURIComponent(id)}`; }, id);
  await expect.poll(() => card.locator('tr[data-session]').evaluateAll((all) => [...new Set(all.map((row) => row.dataset.session))])).toEqual([id]);
  const rows = await card.locator('tr[data-session]').count();
  await page.getByRole('button', { name: /Export$/ }).click();
  const csv = await download(page, () => page.getByRole('button', { name: 'Sessions and their conversations: CSV' }).click());
  expect(lines(csv)).toHaveLength(rows);
  for (const line of lines(csv)) expect(line).toContain(id);
});

test('a day that a shared link opens with is taken back by choosing it again', async ({ page }) => {
  await open(page, 'period=2026-01-20..2026-01-20');
  await page.locator('[aria-labelledby="sa-title-first"] .sa-brush').focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => page.url()).not.toContain('period=');
});

test('business hours are asked about day by day, and what else is configured stays', async ({ page }) => {
  await page.goto('/');
  await page.evaluate(() => {
    document.querySelector('session-analytics').config = {
      source: { url: '/events.ndjson' }, tz: 'Asia/Jakarta', now: '2026-01-31T12:00:00Z', from: '2026-01-02', to: '2026-02-01',
      business_hours: { 1: [['08:00', '12:00'], ['13:00', '17:00']], 2: [['10:00', '24:00']], 6: [['09:00', '12:00']] },
    };
  });
  await expect.poll(() => value(page, 'sessions.total'), { timeout: 20_000 }).toBeGreaterThan(0);
  await settled(page);
  await page.getByRole('button', { name: /^Session policy/ }).click();
  const panel = page.locator('#sa-panel-policy');
  await panel.getByText('What if …').click();
  await expect(panel.getByLabel('Tuesday, To')).toHaveValue('00:00');
  await expect(panel.getByLabel('Wednesday, From')).toBeHidden();
  await panel.getByLabel('Monday, To').fill('18:30');
  await panel.getByLabel('Monday, To').blur();
  await panel.getByLabel('Saturday', { exact: true }).uncheck();
  const asked = () => JSON.parse(new URLSearchParams(new URL(page.url()).hash.slice(1)).get('rules') ?? '{}').business_hours;
  await expect.poll(asked).toEqual({ 1: [['08:00', '12:00'], ['13:00', '18:30']], 2: [['10:00', '24:00']] });
  await expect(page.locator('.sa-notice', { hasText: 'business hours before' })).toBeVisible();
  await expect(page.locator('.sa-notice--warn')).toHaveCount(0);
});

test('what is printed says by which rules, beside what, and that a part is missing', async ({ page }) => {
  await page.route('**/events.ndjson', async (route) => {
    const answer = await route.fetch();
    const body = await answer.body();
    await route.fulfill({ response: answer, headers: { 'content-type': 'application/x-ndjson' }, body: body.subarray(0, body.length / 2) });
  });
  await page.goto(`/#compare=1&rules=${encodeURIComponent('{"sla_resolution_s":3600,"clock":"wall"}')}`);
  await page.evaluate(() => { document.querySelector('session-analytics').config = {
    source: { url: '/events.ndjson' }, limits: { bytes: 100_000 }, tz: 'Asia/Jakarta', now: '2026-01-31T12:00:00Z', from: '2026-01-02', to: '2026-02-01',
  }; });
  await expect(page.locator('.sa-notice--warn').first()).toBeVisible({ timeout: 20_000 });
  await page.emulateMedia({ media: 'print' });
  const line = page.locator('.sa-print').first();
  await expect(line).toContainText('Previous period');
  await expect(line).toContainText('SLA: resolved within 1 h');
  await expect(page.locator('.sa-print.sa-strong')).toContainText('Only part of the data');
});

for (const [lang, words] of [['id', ['pemasaran', 'utilitas']], ['fr', ['marketing', 'utilitaire']]]) {
  test(`the rows behind credits are told in ${lang}`, async ({ page }) => {
    await open(page, 'page=automation');
    await page.evaluate((lang) => document.querySelector('session-analytics').setAttribute('lang', lang), lang);
    await expect(page.locator('.sa-root')).toHaveAttribute('lang', lang);
    await settled(page);
    await page.locator('button[data-metric="credits.total_used"]').click();
    await expect(dialog(page).locator('tbody tr').first()).toBeVisible();
    const said = (await dialog(page).locator('tbody td:nth-child(3)').allTextContents()).map((text) => text.toLowerCase());
    expect(new Set(said).size).toBeGreaterThan(0);
    expect(said.filter((text) => ['marketing', 'utility', 'authentication'].includes(text) && !words.includes(text))).toEqual([]);
  });
}
