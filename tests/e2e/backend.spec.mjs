// The widget on a real backend: tokens, refusals, bad days. The numbers (C11 …) are those of the project's checks.
import { BACKEND, SITE, errors, mount, report, token, visit, withoutWorker } from './support/backend.mjs';
import { expect, test } from './support/test.mjs';

// What is asked of a server does not depend on how wide the screen is.
test.skip(({ isMobile, viewport }) => isMobile || viewport.width < 600);
// What other tests write happens later than this.
const UNTIL = '?to=2026-01-31T12:00:00Z';
let PAGES;

test.beforeAll(async ({ request }) => {
  const headers = { authorization: `Bearer ${await token(request, { role: 'admin' })}` };
  const { events, entities, next } = await (await request.get(`${BACKEND}/events${UNTIL}&limit=20000`, { headers })).json();
  expect(next).toBe(null);
  // Twelve pages.
  PAGES = `${UNTIL}&limit=${Math.ceil((events.length + entities.length) / 12)}`;
});

test('the example page shows the widget with a token that the page gets for it', async ({ page, request }) => {
  await page.goto(`${SITE}/backend.html`);
  const total = page.locator('[data-metric="sessions.total"]').first();
  await expect.poll(async () => Number(await total.getAttribute('data-value')), { timeout: 20_000 }).toBeGreaterThan(10);
  await page.getByRole('button', { name: 'A new customer writes' }).click();
  await expect(page.locator('#written')).toHaveText('Stored.');
});

test('C11: a token call-back that rejects ends in one error, and nothing is asked for', async ({ page }) => {
  const seen = await visit(page);
  await page.evaluate((url) => {
    const element = document.createElement('session-analytics');
    window.errors = [];
    element.addEventListener('sa-error', ({ detail }) => window.errors.push(detail));
    element.config = { source: { url, poll_s: 1 }, token: async () => { throw new Error('secret-4711'); } };
    document.querySelector('main').append(element);
  }, `${BACKEND}/events`);
  await expect(page.getByRole('alert')).toContainText('E_TOKEN');
  await page.waitForTimeout(1500);
  expect((await errors(page)).map(({ code }) => code)).toEqual(['E_TOKEN']);
  expect(await page.locator('session-analytics').evaluate((element) => element.shadowRoot.textContent)).not.toContain('4711');
  expect(seen).toEqual([]);
});

test('C11: a token call-back that hangs is given up after 30 s, and no timer is left', async ({ page }) => {
  await withoutWorker(page);
  await page.clock.install();
  await visit(page);
  await page.evaluate((url) => {
    // What is waited for, as far as the widget waits: the page has nothing of its own.
    const [set, clear] = [window.setTimeout, window.clearTimeout];
    window.pending = new Map();
    window.setTimeout = (call, ms) => {
      const id = set(() => (window.pending.delete(id), call()), ms);
      window.pending.set(id, ms);
      return id;
    };
    window.clearTimeout = (id) => (window.pending.delete(id), clear(id));
    const element = document.createElement('session-analytics');
    window.errors = [];
    element.addEventListener('sa-error', ({ detail }) => window.errors.push(detail));
    element.config = { source: { url, poll_s: 5 }, token: () => new Promise(() => {}) };
    document.querySelector('main').append(element);
  }, `${BACKEND}/events`);
  const waits = () => page.evaluate(() => [...window.pending.values()]);
  await expect.poll(waits).toContain(30_000);
  await page.clock.fastForward(29_000);
  expect(await errors(page)).toEqual([]);
  await page.clock.fastForward(1_500);
  await expect.poll(() => errors(page)).toMatchObject([{ code: 'E_TOKEN' }]);
  await page.clock.fastForward(120_000);
  expect(await errors(page)).toHaveLength(1);
  // Asked again and removed meanwhile: the wait ends with the element.
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect.poll(waits).toContain(30_000);
  await page.evaluate(() => document.querySelector('session-analytics').remove());
  await expect.poll(waits).toEqual([]);
});

test('C11: the same expired token again ends in one error', async ({ page, request }) => {
  const seen = await visit(page);
  const old = await token(request, { role: 'admin', lives_s: 0 });
  await mount(page, { tokens: [old], source: { poll_s: 1 } });
  await expect(page.getByRole('alert')).toContainText('E_TOKEN');
  await page.waitForTimeout(1500);
  expect((await errors(page)).map(({ code }) => code)).toEqual(['E_TOKEN']);
  expect(await page.evaluate(() => window.asked)).toEqual(['start', 'expired']);
  expect(seen.map(({ status }) => status)).toEqual([401]);
});

test('C11: a token that comes after the element has gone is not used', async ({ page }) => {
  const seen = await visit(page);
  await page.evaluate((url) => {
    const element = document.createElement('session-analytics');
    const asked = new Promise((resolve) => (window.isAsked = resolve));
    element.config = { source: { url }, token: () => (window.isAsked(), new Promise((give) => (window.give = give))) };
    document.querySelector('main').append(element);
    return asked;
  }, `${BACKEND}/events`);
  await page.evaluate(() => document.querySelector('session-analytics').remove());
  await page.evaluate(() => window.give('late'));
  await expect.poll(() => page.workers().length).toBe(0);
  await page.waitForTimeout(300);
  expect(seen).toEqual([]);
});

for (const minutes of [-10, 10]) {
  test(`C12: a clock that is ${minutes} min off does not matter to a token`, async ({ page }) => {
    await withoutWorker(page);
    await page.addInitScript((ms) => {
      const Real = Date;
      window.Date = class extends Real {
        constructor(...given) {
          super(...(given.length ? given : [Real.now() + ms]));
        }
        static now() {
          return Real.now() + ms;
        }
      };
    }, minutes * 60_000);
    const seen = await visit(page);
    await mount(page, { login: { role: 'admin', lives_s: 2 }, source: { poll_s: 1 } });
    await report(page);
    await expect.poll(() => seen.filter(({ status }) => status === 401).length, { timeout: 15_000 }).toBeGreaterThan(1);
    await expect.poll(() => seen.at(-1).status).not.toBe(401);
    const statuses = seen.map(({ status }) => status).join(' ');
    expect(statuses, 'one failed request before each refresh').not.toContain('401 401');
    expect(await errors(page)).toEqual([]);
  });
}

test('C13: the token is in memory alone', async ({ page, request }) => {
  const logs = [];
  const urls = [];
  page.on('console', (message) => logs.push(message.text()));
  page.on('request', (sent) => urls.push(sent.url()));
  await visit(page);
  const [good, bad] = [await token(request, { role: 'admin', lives_s: 3 }), await token(request, { role: 'agent' })];
  await mount(page, { tokens: [good, bad], source: { poll_s: 1 } });
  await report(page);
  const files = await page.evaluate(async () => {
    const element = document.querySelector('session-analytics');
    const files = await Promise.all([['csv', 'page'], ['json', 'page'], ['json', 'list'], ['csv', 'mapping']].map(([format, what]) => element.export(format, what)));
    return Promise.all(files.map((file) => file.text()));
  });
  // The first one expires, and who has the second may not read.
  await expect.poll(() => errors(page), { timeout: 15_000 }).toMatchObject([{ code: 'E_FORBIDDEN' }]);
  const kept = await page.evaluate(async () => {
    const element = document.querySelector('session-analytics');
    const databases = await indexedDB.databases();
    return JSON.stringify([
      { ...localStorage }, { ...sessionStorage }, databases, document.cookie, location.href, history.state, window.errors,
      document.documentElement.outerHTML, element.shadowRoot.innerHTML, element.config,
    ]);
  });
  for (const secret of [good, bad].flatMap((token) => token.split('.'))) {
    for (const text of [kept, ...files, ...logs, ...urls]) expect(text.includes(secret), text.slice(0, 200)).toBe(false);
  }
});

test('C14: 401 is answered with one new token, then loading goes on', async ({ page }) => {
  const seen = await visit(page);
  await mount(page, { path: PAGES });
  const clean = await report(page);
  seen.length = 0;
  await mount(page, { path: `/401@3${PAGES}` });
  expect(await report(page)).toEqual(clean);
  expect(await page.evaluate(() => window.asked)).toEqual(['start', 'expired']);
  const statuses = seen.map(({ status }) => status);
  expect(statuses.filter((status) => status === 401)).toHaveLength(1);
  seen.length = 0;
  await mount(page, { path: '/401', source: { poll_s: 1 } });
  await expect(page.getByRole('alert')).toContainText('E_TOKEN');
  await page.waitForTimeout(1500);
  expect(seen.map(({ status }) => status)).toEqual([401, 401]);
});

test('C14: 403 is a view of its own, and what was on screen goes when access is lost', async ({ page, request }) => {
  const seen = await visit(page);
  await mount(page, { login: { role: 'agent' } });
  await expect(page.getByRole('heading', { name: 'You don’t have access to these analytics' })).toBeVisible();
  // Access that is lost while the figures stand.
  const tokens = [await token(request, { role: 'admin', lives_s: 3 }), await token(request, { role: 'agent' })];
  await mount(page, { tokens, source: { poll_s: 1 } });
  await report(page);
  await expect(page.locator('[data-metric="sessions.total"]').first()).toBeVisible();
  await expect(page.getByRole('heading', { name: 'You don’t have access to these analytics' })).toBeVisible({ timeout: 15_000 });
  await expect(page.locator('[data-metric], [data-session]')).toHaveCount(0);
  const left = await page.evaluate(() => document.querySelector('session-analytics').report());
  expect(left.sessions.total).toBe(0);
  const asked = seen.length;
  await page.waitForTimeout(1500);
  expect(seen.length, 'nothing is asked for any more').toBe(asked);
});

test('C15: a role that may not look sends no request, and the server enforces it', async ({ page, request }) => {
  const seen = await visit(page);
  await mount(page, { role: 'agent', login: { role: 'agent' }, source: { poll_s: 1 } });
  await expect(page.getByRole('heading', { name: 'You don’t have access to these analytics' })).toBeVisible();
  await page.waitForTimeout(1500);
  expect([seen.length, await page.evaluate(() => window.asked.length)]).toEqual([0, 0]);
  const bearer = { authorization: `Bearer ${await token(request, { role: 'agent' })}` };
  expect((await request.get(`${BACKEND}/events`, { headers: bearer })).status()).toBe(403);
});

for (const [fault, least] of [['429', 2000], ['429-date', 2000], ['503', 0], ['cut', 0]]) {
  test(`C16: after ${fault} on page 7 of 12 loading goes on there, and the figures are those of a good day`, async ({ page }) => {
    const seen = await visit(page);
    await mount(page, { path: PAGES });
    const clean = await report(page);
    const cursors = seen.map(({ cursor }) => cursor);
    expect(cursors.length).toBe(12);
    seen.length = 0;
    await mount(page, { path: `/${fault}@7${PAGES}` });
    expect(await report(page)).toEqual(clean);
    expect(seen.map(({ cursor }) => cursor)).toEqual([...cursors.slice(0, 7), ...cursors.slice(6)]);
    expect(seen[7].at - seen[6].at).toBeGreaterThanOrEqual(least);
    expect(await errors(page)).toEqual([]);
  });
}

test('C17: pages that overlap, records twice and newer versions of them change no figure', async ({ page }) => {
  await visit(page);
  await mount(page, { path: PAGES });
  const clean = await report(page);
  await mount(page, { path: `/overlap${PAGES}` });
  const { diagnostics, ...figures } = await report(page);
  const { diagnostics: few, ...expected } = clean;
  expect(figures).toEqual(expected);
  expect(diagnostics.duplicate).toBeGreaterThan(few.duplicate + 500);
});

test('what a customer may see is theirs alone', async ({ page, request }) => {
  const headers = { authorization: `Bearer ${await token(request, { role: 'admin' })}` };
  const { events } = await (await request.get(`${BACKEND}/events?limit=500`, { headers })).json();
  const customer = events.find(({ type }) => type === 'message').customer_id;
  await visit(page);
  await mount(page, { login: { role: 'customer', customer }, from: '2025-11-01', max_range_days: 100 });
  await report(page);
  const { rows } = await page.evaluate(() => document.querySelector('session-analytics').sessions({ per_page: 100 }));
  expect(new Set(rows.map((row) => row.customer_id))).toEqual(new Set([customer]));
});
