// How the element looks and is reached in a host page: right to left, by its tokens and parts, on narrow screens, in print,
// and without a mouse.
import { violations } from './support/axe.mjs';
import { CONFIG, html, serve } from './support/serve.mjs';
import { settled, value } from './support/open.mjs';
import { expect, test } from './support/test.mjs';

let server;
const PAGE = (attributes) => html('<session-analytics src-config="/demo.json"></session-analytics>', { attributes });
test.beforeAll(async () => {
  server = await serve({ routes: { '/ltr': PAGE(''), '/rtl': PAGE('dir="rtl"') } });
});
test.afterAll(async () => server.close());

const PAGES = ['sessions', 'overview', 'team', 'automation', 'bots', 'interactions', 'conversations'];

async function open(page, where, fragment = '') {
  await page.goto(`${server.url}/${where}#${fragment}`);
  await expect(page.locator('[data-metric]').first()).toBeAttached({ timeout: 20_000 });
  await settled(page);
}

const sideways = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

for (const name of PAGES) {
  for (const scheme of ['light', 'dark']) {
    test(`C28 ${name} read from right to left passes axe in ${scheme}, mirrored and not wider than the screen`, async ({ page }) => {
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
      await open(page, 'rtl', `page=${name}${name === 'interactions' ? '&policy=interaction' : ''}`);
      expect(await violations(page)).toEqual([]);
      expect(await sideways(page)).toBe(0);
      const title = await page.locator('.sa-head__title').boundingBox();
      expect(title.x + title.width / 2).toBeGreaterThan(page.viewportSize().width / 2);
    });
  }
}

test('C30 charts, popovers and the session are mirrored too', async ({ page }) => {
  await open(page, 'rtl');
  test.skip(test.info().project.name === 'mobile', 'a phone has one column');
  const middle = async (locator) => { const { x, width } = await locator.boundingBox(); return x + width / 2; };
  // No text of a drawing hangs out of its card.
  const outside = await page.evaluate(() => [...document.querySelector('session-analytics').shadowRoot.querySelectorAll('.sa-card svg text')].filter((text) => {
    const [inner, outer] = [text.getBoundingClientRect(), text.closest('.sa-card').getBoundingClientRect()];
    return inner.left < outer.left - 1 || inner.right > outer.right + 1;
  }).map((text) => text.textContent));
  expect(outside).toEqual([]);
  const cards = page.locator('.sa-card');
  expect(await middle(cards.nth(0))).toBeGreaterThan(await middle(cards.nth(1)));
  await page.getByRole('button', { name: /^Period/ }).click();
  const open_ = page.locator('.sa-popover:visible').first();
  const box = await open_.boundingBox();
  expect(box.x).toBeGreaterThanOrEqual(0);
  expect(box.x + box.width).toBeLessThanOrEqual(page.viewportSize().width);
  await page.keyboard.press('Escape');
  await page.locator('tr[data-session]').first().click();
  await expect(page.locator('.sa-detail__head')).toBeVisible();
  expect(await violations(page)).toEqual([]);
  expect(await sideways(page)).toBe(0);
});

/** Texts that are cut off: wider than their box, where no one can scroll. */
const clipped = (page) => page.evaluate(() => {
  const cut = [];
  const walk = (node) => {
    for (const element of node.querySelectorAll('*')) {
      const style = getComputedStyle(element);
      const isText = [...element.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim());
      const isCut = element.scrollWidth > element.clientWidth + 1 && style.overflowX === 'hidden' && style.textOverflow !== 'ellipsis';
      if (isText && isCut && element.clientWidth > 1) cut.push(`${element.className}: ${element.textContent.trim().slice(0, 40)}`);
    }
  };
  walk(document.querySelector('session-analytics').shadowRoot);
  return cut;
});

for (const lang of ['en', 'id', 'fr']) {
  for (const where of ['ltr', 'rtl']) {
    test(`C30 at 320 px nothing is cut off or wider than the screen in ${lang}, ${where}`, async ({ page }) => {
      test.setTimeout(60_000);
      await page.setViewportSize({ width: 320, height: 700 });
      await open(page, where);
      await page.evaluate((lang) => document.querySelector('session-analytics').setAttribute('lang', lang), lang);
      for (const name of PAGES) {
        await page.evaluate((name) => { location.hash = `page=${name}`; }, name);
        await settled(page);
        expect(await sideways(page), name).toBe(0);
        expect(await clipped(page), name).toEqual([]);
      }
    });
  }
}

test('a host styles it with tokens and parts alone, and its own rules do not get in', async ({ page }) => {
  const css = `body { text-transform: uppercase; letter-spacing: 3px; word-spacing: 9px; white-space: pre; text-indent: 40px; cursor: wait; font-style: italic;
    font-variant: small-caps; } * { color: rgb(255, 0, 0) !important; font-size: 30px; } button { display: none !important; } table { border: 9px solid; }
    session-analytics { --sa-accent: rgb(1, 2, 3); --sa-radius: 3px; --sa-font: monospace; --sa-space-5: 7px; }
    session-analytics::part(header) { background: rgb(4, 5, 6); } session-analytics::part(card) { outline: 1px solid rgb(7, 8, 9); }
    session-analytics::part(chart) { background: rgb(10, 11, 12); } session-analytics::part(table) { background: rgb(13, 14, 15); }
    session-analytics::part(detail) { background: rgb(16, 17, 18); }`;
  server.routes['/host.css'] = css;
  server.routes['/styled'] = html('<session-analytics src-config="/demo.json"></session-analytics><p>Host</p>', { head: '<link rel="stylesheet" href="/host.css">' });
  await open(page, 'styled');
  const style = (selector, name) => page.locator(selector).first().evaluate((element, name) => getComputedStyle(element)[name], name);
  expect(await style('.sa-card', 'borderRadius')).toBe('3px');
  expect(await style('.sa-root', 'fontFamily')).toBe('monospace');
  expect(await style('[part~="header"]', 'backgroundColor')).toBe('rgb(4, 5, 6)');
  expect(await style('[part~="card"]', 'outlineColor')).toBe('rgb(7, 8, 9)');
  expect(await style('[part~="chart"]', 'backgroundColor')).toBe('rgb(10, 11, 12)');
  expect(await style('.sa-tab', 'display')).not.toBe('none');
  const inherited = ['textTransform', 'letterSpacing', 'wordSpacing', 'whiteSpace', 'textIndent', 'cursor', 'fontStyle', 'fontVariantCaps'];
  expect(await Promise.all(inherited.map((name) => style('.sa-root', name)))).toEqual(['none', 'normal', '0px', 'normal', '0px', 'auto', 'normal', 'normal']);
  expect(await style('.sa-card table', 'borderTopWidth')).not.toBe('9px');
  expect(await style('.sa-head__title', 'color')).not.toBe('rgb(255, 0, 0)');
  expect(await style('p:has-text("Host")', 'fontSize')).toBe('30px');
  for (const [name, tables] of [['team', 2], ['bots', 1], ['sessions', 1]]) {
    await page.evaluate((name) => { location.hash = `page=${name}`; }, name);
    await expect(page.locator('[part~="table"]'), name).toHaveCount(tables);
    expect(await style('[part~="table"]', 'backgroundColor')).toBe('rgb(13, 14, 15)');
  }
  await page.locator('tr[data-session]').first().click();
  await expect(page.locator('[part~="detail"]')).toBeVisible();
  expect(await style('[part~="detail"]', 'backgroundColor')).toBe('rgb(16, 17, 18)');
});

test('the sizes of type are those of charts too, and pointing still finds the right day', async ({ page }) => {
  server.routes['/large.css'] = 'session-analytics { --sa-size-small: 1.25rem; }';
  server.routes['/large'] = html('<session-analytics src-config="/demo.json"></session-analytics>', { head: '<link rel="stylesheet" href="/large.css">' });
  const label = page.locator('[aria-labelledby="sa-title-source"] .sa-label').first();
  const height = async () => (await label.boundingBox()).height;
  await open(page, 'ltr');
  const plain = await height();
  await open(page, 'large');
  expect(await height() / plain).toBeCloseTo(20 / 12, 1);
  const [svg, stage] = [await page.locator('.sa-plot__stage svg').first().boundingBox(), await page.locator('.sa-plot__stage').first().boundingBox()];
  expect(Math.abs(svg.width - stage.width)).toBeLessThan(2);
  const brush = page.locator('[aria-labelledby="sa-title-first"] .sa-brush');
  await brush.scrollIntoViewIfNeeded();
  const area = await brush.boundingBox();
  await page.mouse.move(area.x + area.width - 2, area.y + area.height / 2);
  const tip = page.locator('[aria-labelledby="sa-title-first"] .sa-tip');
  await expect(tip).toContainText('31 Jan');
  expect(Math.abs((await tip.boundingBox()).x + (await tip.boundingBox()).width - (area.x + area.width))).toBeLessThan(40);
});

test('figures with units and differences keep their order on a page that is read from right to left', async ({ page }) => {
  await open(page, 'rtl', 'compare=1');
  const turned = await page.evaluate(() => [...document.querySelector('session-analytics').shadowRoot.querySelectorAll('.sa-delta')].filter((delta) => {
    // A range of each character: the sign stands left of what it belongs to.
    const text = delta.firstChild;
    const at = (i) => { const range = document.createRange(); range.setStart(text, i); range.setEnd(text, i + 1); return range.getBoundingClientRect(); };
    const [first, last] = [at(0), at(text.length - 1)];
    return first.top === last.top && first.left > last.left;
  }).map((delta) => delta.textContent));
  expect(turned).toEqual([]);
});

test('arrows go through cells and stages as they point, and the tooltip follows', async ({ page }) => {
  test.skip(test.info().project.name === 'mobile', 'a phone has no keyboard');
  await open(page, 'ltr', 'page=conversations');
  const card = (name) => page.locator(`[aria-labelledby="sa-title-${name}"]`);
  const at = () => page.evaluate(() => document.querySelector('session-analytics').shadowRoot.activeElement.getAttribute('aria-label'));
  await card('heatmap').locator('.sa-hit[tabindex="0"]').focus();
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight']) await page.keyboard.press(key);
  expect(await at()).toMatch(/^Wednesday, 01:00/);
  await expect(card('heatmap').locator('.sa-tip')).toContainText('Wednesday, 01:00');
  await page.keyboard.press('End');
  expect(await at()).toMatch(/^Sunday, 23:00/);
  await card('paths').locator('.sa-hit[tabindex="0"]').focus();
  await page.keyboard.press('End');
  const last = await at();
  await page.keyboard.press('ArrowLeft');
  expect(await at()).toMatch(/^(Yes|No): /);
  expect(last).toMatch(/^(AI|Agent|Other|Expired|Going on)/);
});

test('a phone shows the names of the flow picture whole', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  for (const lang of ['en', 'id', 'fr']) {
    await open(page, 'ltr', 'page=conversations');
    await page.evaluate((lang) => document.querySelector('session-analytics').setAttribute('lang', lang), lang);
    await expect(page.locator(`.sa-root[lang="${lang}"] [aria-labelledby="sa-title-paths"] svg text`).first()).toBeAttached();
    expect(await page.locator('[aria-labelledby="sa-title-paths"] svg text').allTextContents()).not.toContainEqual(expect.stringContaining('…'));
  }
});

/** Presses Tab until what has the focus is it; every stop on the way shows that it has the focus. */
async function tabTo(page, wanted, most = 60) {
  for (let i = 0; i < most; i += 1) {
    await page.keyboard.press('Tab');
    const now = await page.evaluate(() => {
      const element = document.querySelector('session-analytics').shadowRoot.activeElement;
      if (!element) return null;
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
      const { width, height } = element.getBoundingClientRect();
      return { name: element.getAttribute('aria-label') ?? element.textContent.trim(), role: element.tagName, class: element.getAttribute('class') ?? '',
        isSeen: (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none', size: width * height };
    });
    if (!now) continue;
    expect(now.isSeen || now.size === 0 || now.role === 'g' || now.role === 'rect' || now.role === 'path', `focus is seen on ${now.role} ${now.class} ${now.name}`).toBe(true);
    if (wanted(now)) return now;
  }
  throw new Error('it cannot be reached with Tab');
}

test('C29 by keyboard alone: a period, the third point of a chart, a session, an export, and back', async ({ page }) => {
  test.setTimeout(60_000);
  test.skip(test.info().project.name === 'mobile', 'a phone has no keyboard');
  await open(page, 'ltr');
  await tabTo(page, ({ name }) => /^Period/.test(name));
  await page.keyboard.press('Enter');
  await tabTo(page, ({ name }) => /7 days/.test(name));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /^Period: .*7 days/ })).toBeVisible();
  await page.evaluate(() => { location.hash = ''; });
  await settled(page);
  const total = await value(page, 'sessions.total');
  // A point of the chart of sources: one stop for the chart, arrows inside.
  await tabTo(page, ({ class: name }) => /sa-hit/.test(name));
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  const third = await page.evaluate(() => document.querySelector('session-analytics').shadowRoot.activeElement.getAttribute('data-key'));
  await page.keyboard.press('Enter');
  await expect(page.locator('button.sa-chip')).toHaveCount(1);
  await expect.poll(() => value(page, 'sessions.total')).toBeLessThan(total);
  expect(third).toBeTruthy();
  await tabTo(page, ({ name }) => /^Open the session/.test(name), 150);
  await page.keyboard.press('Enter');
  await expect(page.locator('.sa-detail__head')).toBeVisible();
  await page.goBack();
  await expect(page.locator('.sa-detail__head')).toHaveCount(0);
  await page.evaluate(() => document.querySelector('session-analytics').shadowRoot.activeElement?.blur());
  await tabTo(page, ({ name }) => /Export/.test(name), 120);
  await page.keyboard.press('Enter');
  await tabTo(page, ({ name }) => /Session list: CSV/.test(name));
  const [file] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
  expect(file.suggestedFilename()).toMatch(/\.csv$/);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Session list: CSV' })).toHaveCount(0);
});
