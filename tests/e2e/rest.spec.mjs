// The programs come in two parts: the first figures need the first one alone, charts and lists come with the second, and
// what a person does before that happens once it is there. What the first part has to have is measured here and in all other
// tests (`cargo xtask profile`).
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { open, value } from './support/open.mjs';
import { REST } from './support/noted.mjs';
import { expect, test } from './support/test.mjs';

const stands = (page) => expect(page.locator('.sa-root[aria-busy="false"]')).toHaveCount(1, { timeout: 20_000 });
const figures = async (page) => {
  await expect(page.locator('[data-metric="sessions.total"]').first()).toBeVisible({ timeout: 20_000 });
  await expect.poll(() => value(page, 'sessions.total'), { timeout: 20_000 }).toBeGreaterThan(0);
  await stands(page);
};

/** What went wrong or was started again. */
async function listen(page) {
  await page.addInitScript(() => {
    globalThis.told = [];
    for (const name of ['sa-error', 'sa-recovered']) addEventListener(name, ({ type, detail }) => globalThis.told.push([type, detail.code ?? detail.part]), true);
  });
  return () => page.evaluate(() => globalThis.told);
}

test('nothing of the rest is asked for before the records', async ({ page }) => {
  const asked = [];
  page.on('request', (request) => asked.push(request.url()));
  await open(page);
  await expect.poll(() => asked.filter((url) => REST.test(url)).length).toBe(2);
  const records = asked.findIndex((url) => url.endsWith('/events.ndjson'));
  expect(records).toBeGreaterThan(-1);
  expect(asked.findIndex((url) => REST.test(url))).toBeGreaterThan(records);
});

test('the fonts of the first figures have been looked up one by one before they come', async ({ page }) => {
  await page.route(REST, (route) => route.abort());
  // The figures come when the page has long been there.
  await page.route('**/events.ndjson', async (route) => {
    await new Promise((end) => setTimeout(end, 1000));
    await route.continue();
  });
  await page.addInitScript(() => {
    const fonts = (globalThis.fonts = { before: new Set(), alone: [], with: new Set() });
    const font = (element) => (({ fontFamily, fontSize, fontWeight, fontStyle }) => `${fontWeight} ${fontStyle} ${fontSize} ${fontFamily.split(',')[0]}`)(getComputedStyle(element));
    const root = () => document.querySelector('session-analytics')?.shadowRoot;
    const said = () => [...(root()?.querySelectorAll('*') ?? [])]
      .filter((element) => element.checkVisibility() && [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim()));
    const note = () => said().forEach((element) => (fonts.alone.length ? fonts.with : fonts.before).add(font(element)));
    const measure = Element.prototype.getBoundingClientRect;
    Element.prototype.getBoundingClientRect = function () {
      // It alone is new, and it does not stay; with the first of them all is laid out that is there by then.
      if (this.textContent === '0' && this.tagName === 'SPAN') {
        if (!fonts.alone.length) note();
        fonts.alone.push(font(this));
      }
      return measure.call(this);
    };
    const look = () => {
      const isThere = Number(root()?.querySelector('[data-metric="sessions.total"]')?.dataset.value) > 0;
      note();
      if (!isThere) requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  await page.goto('/');
  await figures(page);
  const { alone, needless, missing } = await page.evaluate(() => {
    const { before, alone, with: shown } = globalThis.fonts;
    return { alone, needless: alone.filter((font) => !shown.has(font)), missing: [...shown].filter((font) => !before.has(font) && !alone.includes(font)) };
  });
  expect(missing).toEqual([]);
  expect(needless).toEqual([]);
  expect(alone).toHaveLength(4);
  expect(new Set(alone).size).toBe(4);
  await expect(page.locator('.sa-root > span')).toHaveCount(0);
});

const LINES = readFileSync(process.env.STREAM ?? '', 'utf8').split('\n').filter(Boolean);
// Some lines of the stream are broken.
const records = (count) => LINES.slice(-count).flatMap((line) => {
  try {
    return [JSON.parse(line)];
  } catch {
    return [];
  }
});
const table = (names) => [names, ...records(3_000).map((record) => names.map((name) => record[name] ?? ''))]
  .map((cells) => cells.map((cell) => `"${String(cell).replaceAll('"', '""')}"`).join(',')).join('\n');

const STATES = {
  'the stream': {},
  Indonesian: { lang: 'id' },
  'French with a policy and a comparison': { lang: 'fr', policy: 'inactivity_10m', compare: true },
  'business hours and an SLA': { clock: 'business', business_hours: { tz: 'Asia/Jakarta', days: { 1: ['09:00', '17:00'], 2: ['09:00', '17:00'] } }, sla_s: 3600 },
  'a policy written out': { policy: { scope: 'customer', grace_s: 0, idle_s: 3600, window_s: 86_400 } },
  'all presets of a day': { policy: 'rolling_24h', from: '2026-01-30', to: '2026-01-31' },
  'a scope and filters': { scope: { channel: ['email'] }, filters: { label: ['billing'] } },
  'filters of people and hours': { filters: { agent: ['a1'], hour: ['9'], weekday: ['1'], status: ['open'] } },
  'a period without anything': { from: '2020-01-01', to: '2020-02-01' },
  'another zone': { tz: 'America/New_York', theme: 'dark' },
  'two sources': { source: { url: ['/small.ndjson', '/events.ndjson'] } },
  'a source that is polled': { source: { url: '/small.ndjson', poll_s: 1 } },
  'a limit of records': { limits: { records: 500 } },
  'a truncated gzip': { source: { url: '/bad/truncated.ndjson.gz' } },
  'a web page instead of records': { source: { url: '/' } },
  'a file that is not there': { source: { url: '/bad/missing' } },
  'a server that breaks': { source: { url: '/bad/500' } },
  'a server that wants to know who asks': { source: { url: '/bad/401' } },
  'a connection that drops': { source: { url: '/bad/drop' } },
  'a slow connection': { source: { url: '/bad/slow' } },
  'records of which some are bad': { records: () => ['{"type":"message"}', 'not json', '{"type":"mesage","id":"x"}', ...LINES.slice(-500), '{"id":'].join('\n') },
  'records in no order': { records: () => [...LINES].sort((a, b) => (a.slice(-40) < b.slice(-40) ? -1 : 1)).join('\n') },
  'a page of JSON': { records: () => JSON.stringify({ data: records(2_000), next: null }), type: 'application/json' },
  'an array of JSON': { records: () => JSON.stringify(records(2_000), null, 1), type: 'application/json' },
  'a table': { records: () => table(['type', 'id', 'at', 'conversation_id', 'customer_id', 'from', 'text']), type: 'text/csv' },
  'packed records': { records: () => gzipSync(LINES.slice(-2_000).join('\n')), type: 'application/gzip' },
  'records that are no records': { records: () => 'good morning', type: 'text/plain' },
  'nothing at all': { records: () => '' },
  'a server that says no': { records: () => 'no', status: 403 },
  'a server that is busy': { records: () => 'later', status: 429 },
  'a role that may not look': { role: 'agent' },
  'everything that can be said of a source': {
    source: { url: ['/events.ndjson'], format: 'ndjson', headers: { 'x-account': 'a' }, credentials: 'include', poll_s: 30 },
    role: 'supervisor', allowed_roles: ['supervisor'], limits: { records: 100_000, bytes: 1e9 }, max_range_days: 30, account: 'a',
  },
  'everything that can be said of figures': {
    policy: { preset: 'resolution', idle_s: 86_400 }, clock: 'business', sla_resolution_s: 3600, active_window_s: 3600, activated_at: '2026-01-01T00:00:00Z',
    business_hours: { tz: 'Asia/Jakarta', days: { 1: ['09:00', '17:00'], 5: ['09:00', '12:00'] }, holidays: ['2026-01-01'] },
    bots_tz: 'Asia/Tokyo', filters: { channel: ['email', 'whatsapp'] }, pages: ['sessions', 'overview'],
  },
  'a token': { tokens: ['good'] },
  'no token': { tokens: [] },
  'a config that is wrong': { polcy: 'resolution' },
  'a period that cannot be': { from: '2026-02-01', to: '2026-01-01' },
  'a period that is too long': { from: '2020-02-01', to: '2026-01-01' },
};

for (const [name, { records: given, type = 'application/x-ndjson', status = 200, tokens, ...config }] of Object.entries(STATES)) {
  test(`the first page needs the first part alone: ${name}`, async ({ page }) => {
    const told = await listen(page);
    await page.route(REST, (route) => route.abort());
    if (given) await page.route('**/given', (route) => route.fulfill({ body: given(), contentType: type, status }));
    await page.route('**/demo.json', async (route) => {
      const own = await (await route.fetch()).json();
      await route.fulfill({ json: { ...own, ...(given && { source: { url: '/given' } }), ...config } });
    });
    await page.goto('/');
    if (tokens) {
      await page.evaluate(async (left) => {
        const given = await (await fetch('/demo.json')).json();
        document.querySelector('session-analytics').config = { ...given, token: async () => left.shift() };
      }, tokens);
    }
    // A page that does not exist is an error before there are any views.
    await expect(page.locator('.sa-root, .boot[role="alert"]:not(.boot-notice)')).toHaveCount(1, { timeout: 20_000 });
    await expect(page.locator('.sa-root[aria-busy="true"]')).toHaveCount(0, { timeout: 20_000 });
    await page.waitForTimeout(config.source?.poll_s === 1 ? 2500 : 1000);
    await page.setViewportSize({ width: 700, height: 600 });
    await page.emulateMedia({ colorScheme: 'dark' });
    expect((await told()).filter(([kind, code]) => kind === 'sa-recovered' || code === 'E_CRASHED')).toEqual([]);
    await page.evaluate(() => document.querySelector('session-analytics').remove());
    await page.waitForTimeout(100);
  });
}

test('an element may go at any moment before the rest has come', async ({ page }) => {
  await page.route(REST, (route) => route.abort());
  await page.goto('/');
  await figures(page);
  await page.evaluate(async () => {
    const given = await (await fetch('/demo.json')).json();
    const urls = ['/small.ndjson', '/bad/slow', '/bad/500', '/bad/drop', '/bad/truncated.ndjson.gz'];
    for (const [i, wait] of [0, 10, 20, 40, 60, 90, 120, 160, 200, 260, 340, 450, 600, 2500].entries()) {
      const element = Object.assign(document.createElement('session-analytics'), { config: { ...given, source: { url: urls[i % urls.length], poll_s: 1 } } });
      element.setAttribute('eager', '');
      document.body.append(element);
      await new Promise((go) => setTimeout(go, wait));
      element.remove();
    }
  });
  await page.waitForTimeout(300);
});

const WRONG = {
  tz: 'Mars/Olympus', sla_resolution_s: '24h', from: '2026-02-31', policy: { preset: 'resolution', idle: 1 }, filters: { mood: ['good'] },
  limits: { records: 'many' }, source: { url: '/events.ndjson', method: 'POST' }, theme: 'pink', lang: 'xx', max_range_days: -1,
  business_hours: { days: { 1: ['9', '17'] } }, compare: 'yes', activated_at: 'once', bots_tz: 'x', clock: 'sun', now: 'never', active_window_s: -5,
};

for (const [key, value] of Object.entries(WRONG)) {
  test(`what the first part has no words for is said by the whole: a wrong ${key}`, async ({ page }) => {
    await page.route('**/demo.json', async (route) => route.fulfill({ json: { ...(await (await route.fetch()).json()), [key]: value } }));
    await page.goto('/');
    await expect(page.locator('[role="alert"]').first()).toContainText(key, { timeout: 20_000 });
    await expect(page.locator('[role="alert"]').first()).not.toContainText('E_CRASHED');
  });
}

/** The first figures with the rest held back; what lets it come, and how many sessions there are. */
async function withoutRest(page) {
  let go;
  const gate = new Promise((resolve) => (go = resolve));
  await page.route(REST, async (route) => {
    await gate;
    await route.continue();
  });
  await page.goto('/');
  await figures(page);
  const total = await value(page, 'sessions.total');
  return [go, total];
}

const later = (page) => page.locator('.sa-later');
const charts = (page) => page.locator('svg.sa-chart > g');

test('figures stand before charts and lists can be shown, and stay as they are when these come', async ({ page }) => {
  const [go, total] = await withoutRest(page);
  await expect(later(page)).not.toHaveCount(0);
  await expect(charts(page)).toHaveCount(0);
  go();
  await expect(later(page)).toHaveCount(0, { timeout: 20_000 });
  await expect(page.locator('tr[data-session]').first()).toBeVisible();
  expect(await charts(page).count()).toBeGreaterThan(6);
  expect(await value(page, 'sessions.total')).toBe(total);
});

test('a press that comes before the rest happens once it is there', async ({ page }) => {
  const [go, total] = await withoutRest(page);
  await page.getByRole('button', { name: 'Overview' }).click();
  await expect(page.locator('[data-metric="overview.active_sessions"]')).toHaveCount(0);
  const report = page.evaluate(() => document.querySelector('session-analytics').report());
  go();
  await expect(page.locator('[data-metric="overview.active_sessions"]').first()).toBeVisible({ timeout: 20_000 });
  expect((await report).sessions.total).toBe(total);
});

test('a rest that does not come is said, and is asked for again', async ({ page }) => {
  const told = await listen(page);
  await page.route(REST, (route) => route.abort());
  await page.goto('/');
  await figures(page);
  await expect.poll(async () => (await told()).map(([, code]) => code)).toContain('E_LOAD');
  await expect(page.locator('.boot-notice[role="alert"]')).toBeVisible();
  await page.unroute(REST);
  await expect(page.locator('tr[data-session]').first()).toBeVisible({ timeout: 20_000 });
  await expect(later(page)).toHaveCount(0);
  await expect(page.locator('.boot-notice')).toHaveCount(0);
});
