// A source whose address names the days: what is looked at has been asked for, whichever way one comes to it, and nothing twice.
import { withoutWorker } from './support/backend.mjs';
import { settled, value } from './support/open.mjs';
import { html, serve } from './support/serve.mjs';
import { expect, test } from './support/test.mjs';

test.skip(({ viewport }) => viewport.width < 600, 'the same on every screen');

const HOUR = 3_600_000;
/** Somebody new writes every eight hours, in December and January, and a bot answers. */
const RECORDS = Array.from({ length: 62 * 3 }, (_, i) => {
  const at = (hours) => new Date(Date.UTC(2025, 11, 1) + (8 * i + hours) * HOUR).toISOString();
  const who = { conversation_id: `v${i}`, customer_id: `c${i}`, channel: 'email' };
  return [
    { type: 'message', id: `m${i}`, at: at(0), from: 'customer', text: 'Halo', ...who },
    { type: 'message', id: `b${i}`, at: at(0.1), from: 'bot', bot_id: 'b1', text: 'Hai', ...who },
  ];
}).flat();

let server;
let asked;
/** What answers the next request instead of the records. */
let instead;

test.beforeEach(async () => {
  [asked, instead] = [[], null];
  server = await serve({ routes: { '/host': html('<main></main>') } });
  server.routes['/days'] = (request, response) => {
    const { searchParams } = new URL(request.url, 'http://x');
    const [from, to, since] = ['from', 'to', 'since'].map((name) => searchParams.get(name));
    asked.push([from, to, since].filter((instant) => instant !== null).map((instant) => instant.replace(':00:00.000Z', '')).join(' '));
    if (instead) return [instead(response), (instead = null)];
    const isWanted = ({ at }) => (from === null || at >= from) && (to === null || at < to) && (since === null || at >= since);
    return response.writeHead(200, { 'content-type': 'application/x-ndjson' }).end(RECORDS.filter(isWanted).map((record) => JSON.stringify(record)).join('\n'));
  };
});
test.afterEach(async () => server?.close());

const CONFIG = { source: { url: '/days?from={from}&to={to}' }, tz: 'Asia/Jakarta', now: '2026-01-31T12:00:00Z' };

async function mount(page, config = {}, fragment = '') {
  // Another fragment alone would be the same page.
  await page.goto('about:blank');
  await page.goto(`${server.url}/host#${fragment}`);
  await page.evaluate((config) => {
    globalThis.errors = [];
    document.addEventListener('sa-error', ({ detail }) => globalThis.errors.push(detail));
    const element = Object.assign(document.createElement('session-analytics'), { config });
    element.setAttribute('eager', '');
    document.querySelector('main').append(element);
  }, { ...CONFIG, ...config });
  await expect(page.locator('[data-metric]').first()).toBeVisible({ timeout: 20_000 });
  await settled(page);
}

const turn = (page, fragment) => page.evaluate((fragment) => { location.hash = fragment; }, fragment);
const report = (page, query) => page.evaluate((query) => document.querySelector('session-analytics').report(query), query);

/** The same figures of everything there is. */
async function whole(page, query) {
  return page.evaluate(async ([config, query]) => {
    const { createEngine } = await import('/session-analytics.js');
    const engine = createEngine({ ...config, source: { url: '/days' } });
    await engine.load();
    const report = await engine.report(query);
    await engine.dispose();
    return report;
  }, [CONFIG, query]);
}

const WEEK = '2026-01-24T17 2026-01-31T17';
const BEFORE = '2026-01-01T17 2026-01-24T17';

test('a longer period asks for the days before, and a shorter one for nothing', async ({ page }) => {
  await mount(page);
  expect(asked).toEqual([WEEK]);
  const week = await value(page, 'sessions.total');
  await turn(page, 'period=30d');
  await expect.poll(() => asked).toEqual([WEEK, BEFORE]);
  await settled(page);
  const { sessions, diagnostics } = await report(page);
  expect(sessions).toEqual((await whole(page, { from: '2026-01-02', to: '2026-02-01' })).sessions);
  expect(sessions.total).toBe(89);
  expect(diagnostics.duplicate).toBe(0);
  asked.length = 0;
  await turn(page, 'period=7d');
  await expect.poll(() => value(page, 'sessions.total')).toBe(week);
  await turn(page, 'period=15d');
  await expect.poll(() => value(page, 'sessions.total')).toBe(44);
  await settled(page);
  expect(asked).toEqual([]);
  // Months ago: what lies between is asked for too, so that there is never a gap.
  await page.evaluate(() => { document.querySelector('session-analytics').period = { from: '2025-12-03', to: '2025-12-05' }; });
  await expect.poll(() => asked).toEqual(['2025-12-02T17 2026-01-01T17']);
  await expect.poll(() => value(page, 'sessions.total')).toBe(6);
  asked.length = 0;
  await page.evaluate(() => document.querySelector('session-analytics').refresh());
  expect(asked, 'all of it again').toEqual(['2025-12-02T17 2026-01-31T17']);
});

test('a comparison asks for the days before the period', async ({ page }) => {
  await mount(page);
  await turn(page, 'compare=1');
  await expect.poll(() => asked).toEqual([WEEK, '2026-01-17T17 2026-01-24T17']);
  await settled(page);
  const query = { compare: true, sections: ['sessions'] };
  expect((await report(page, query)).previous).toEqual((await whole(page, { ...query, from: '2026-01-25' })).previous);
  // From the start it is one request.
  asked.length = 0;
  await mount(page, { compare: true });
  expect(asked).toEqual(['2026-01-17T17 2026-01-31T17']);
});

test('a page that is meant for more days asks for them, in its own zone', async ({ page }) => {
  await mount(page);
  await turn(page, 'page=bots');
  await expect.poll(() => asked).toEqual([WEEK, BEFORE, '2026-01-31T17 2026-02-01T00']);
  await settled(page);
  const { bots } = await report(page, { sections: ['bots'] });
  expect(bots).toEqual((await whole(page, { from: '2026-01-02', sections: ['bots'] })).bots);
  expect(bots.sessions).toBeGreaterThan(80);
});

test('what the address says is asked for at once, and another zone’s days when it is chosen', async ({ page }) => {
  await mount(page, {}, 'period=30d');
  expect(asked).toEqual(['2026-01-01T17 2026-01-31T17']);
  await page.evaluate(() => document.querySelector('session-analytics').setAttribute('tz', 'America/New_York'));
  await expect.poll(() => asked.slice(1)).toEqual(['2026-01-31T17 2026-02-01T05']);
});

test('days that do not come are told, and asked for again by who retries', async ({ page }) => {
  await mount(page);
  instead = (response) => response.writeHead(500).end();
  await turn(page, 'period=30d');
  await expect(page.getByRole('alert')).toContainText('Only part of the data has arrived');
  expect((await page.evaluate(() => globalThis.errors)).map(({ code }) => code)).toEqual(['E_SERVER']);
  expect(asked).toEqual([WEEK, BEFORE]);
  await page.getByRole('alert').getByRole('button', { name: 'Try again' }).click();
  await expect.poll(() => value(page, 'sessions.total')).toBe(89);
  await expect(page.getByRole('alert')).toHaveCount(0);
  expect(asked.slice(2)).toEqual(['2026-01-01T17 2026-01-31T17']);
});

test('days that are chosen while others arrive are asked for after these', async ({ page }) => {
  let release;
  instead = (response) => { release = () => response.writeHead(200, { 'content-type': 'application/x-ndjson' }).end(); };
  await page.goto(`${server.url}/host`);
  await page.evaluate((config) => {
    const element = Object.assign(document.createElement('session-analytics'), { config });
    element.setAttribute('eager', '');
    document.querySelector('main').append(element);
  }, { ...CONFIG, from: '2026-01-25' });
  await expect.poll(() => asked).toEqual([WEEK]);
  await page.evaluate(() => { document.querySelector('session-analytics').period = '30d'; });
  await expect(page.getByRole('button', { name: /^Period: .*30 days/ })).toBeVisible({ timeout: 20_000 });
  release();
  await expect.poll(() => value(page, 'sessions.total'), { timeout: 20_000 }).toBe(69);
  expect(asked).toEqual([WEEK, BEFORE]);
});

test('polling asks by `since`, with the days that were added, and goes on when today is over', async ({ page }) => {
  await withoutWorker(page);
  // A minute before midnight in Jakarta.
  await page.clock.install({ time: '2026-01-31T16:59:00Z' });
  await mount(page, { source: { ...CONFIG.source, poll_s: 5 }, now: undefined });
  await turn(page, 'period=30d');
  await expect.poll(() => asked.slice(0, 2)).toEqual([WEEK, BEFORE]);
  await settled(page);
  await expect.poll(async () => (await page.clock.runFor(5_000), asked.at(-1))).toBe('2026-01-01T17 2026-01-31T17 2026-01-31T16:06:00.000Z');
  await page.clock.runFor(60_000);
  await expect.poll(async () => (await page.clock.runFor(5_000), asked.at(-1))).toMatch(/^2026-01-01T17 2026-02-01T17 2026-01-31T16/);
});

test('a source without days in its address is asked as before', async ({ page }) => {
  await mount(page, { source: { url: '/days' } });
  await turn(page, 'period=30d&compare=1');
  await expect.poll(() => value(page, 'sessions.total')).toBe(89);
  await settled(page);
  expect(asked).toEqual(['']);
});
