// What the element survives: programs that come late, wrong, cut or not at all, and programs that break while they run.
import { REST, expect, test } from './support/noted.mjs';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CONFIG, DIST, built, html, serve, unchecked } from './support/serve.mjs';
import { settled, value } from './support/open.mjs';

const PAGE = html('<session-analytics src-config="/demo.json"></session-analytics><script type="module" src="/listen.js"></script>');
const LISTEN = `globalThis.heard = []; for (const name of ['sa-ready', 'sa-error', 'sa-recovered'])
  document.addEventListener(name, ({ detail, target }) => heard.push({ name, id: target.id, ...detail, at: performance.now() }));`;

const told = (page, name) => page.evaluate((name) => globalThis.heard.filter((event) => event.name === name), name);
const heard = async (page, name) => (await told(page, name)).map(({ at, ...event }) => event);
const read = (role) => readFileSync(join(DIST, built(role)));
/** The element's own word, and that of the views. */
const AGAIN = /^(Retry|Try again)$/;
const total = (page) => value(page, 'sessions.total');

async function visit(page, server) {
  await page.goto(`${server.url}/host`);
  return page.locator('session-analytics');
}

async function stands(page) {
  await expect.poll(() => total(page), { timeout: 20_000 }).toBeGreaterThan(0);
  await settled(page);
}

test.describe('C4 a byte is flipped on the way', () => {
  for (const role of ['app.wasm', 'worker.wasm', 'app.js', 'worker.js']) {
    test(`${role}: E_INTEGRITY, told once, not asked for again`, async ({ page }) => {
      const spoiled = Buffer.from(read(role));
      spoiled[spoiled.length >> 1] ^= 1;
      const server = await serve({ routes: { '/host': PAGE, '/listen.js': LISTEN } });
      const type = role.endsWith('js') ? 'text/javascript' : 'application/wasm';
      server.routes[`/${built(role)}`] = (_, response) => response.writeHead(200, { 'content-type': type }).end(spoiled);
      try {
        const element = await visit(page, server);
        await expect(element.locator('[role="alert"]').first()).toContainText('E_INTEGRITY', { timeout: 10_000 });
        await page.waitForTimeout(1500);
        expect((await heard(page, 'sa-error')).map(({ code }) => code)).toEqual(['E_INTEGRITY']);
        expect(server.asked.filter((path) => path === `/${built(role)}`)).toHaveLength(2);
        delete server.routes[`/${built(role)}`];
        await element.getByRole('button', { name: AGAIN }).click();
        await stands(page);
      } finally {
        await server.close();
      }
    });
  }
});

/** Ways in which a server spoils a program: what it answers, and what a person reads. */
const SPOILED = {
  'is not there and a web page says so': [(_, response) => response.writeHead(404, { 'content-type': 'text/html' }).end('<!doctype html>Nothing here'), /status 404/],
  'is a web page': [(_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html>Welcome'), /a web page came/],
  'ends at its half': [(_, response, body) => response.writeHead(200, { 'content-type': 'application/wasm' }).end(body.subarray(0, body.length / 2)), /whole \(\d+ of \d+ bytes\)/],
  'breaks off at its half': [(_, response, body) => {
    response.writeHead(200, { 'content-type': 'application/wasm', 'content-length': body.length });
    response.write(body.subarray(0, body.length / 2), () => setTimeout(() => response.destroy(), 50));
  }, /could not be (loaded whole|reached)/],
};

test.describe('C5 the wasm', () => {
  for (const role of ['app.wasm', 'worker.wasm']) {
    test(`${role} served as text works`, async ({ page }) => {
      const server = await serve({ routes: { '/host': PAGE, '/listen.js': LISTEN }, headers: { 'x-content-type-options': 'nosniff' } });
      server.routes[`/${built(role)}`] = (_, response) => response.writeHead(200, { 'content-type': 'text/plain' }).end(read(role));
      try {
        await visit(page, server);
        await stands(page);
      } finally {
        await server.close();
      }
    });

    for (const [name, [answer, text]] of Object.entries(SPOILED)) {
      test(`${role} ${name}: E_LOAD within a second, and Retry works`, async ({ page }) => {
        const server = await serve({ routes: { '/host': PAGE, '/listen.js': LISTEN } });
        server.routes[`/${built(role)}`] = (request, response) => answer(request, response, read(role));
        try {
          const element = await visit(page, server);
          const alert = element.locator('[role="alert"]').first();
          await expect(alert).toContainText('E_LOAD', { timeout: 10_000 });
          // By the page's own clock: what the test waits for beside it does not count.
          const answered = await page.evaluate((name) => performance.getEntriesByType('resource').find((entry) => entry.name.endsWith(name)).responseEnd, built(role));
          const [{ at }] = await told(page, 'sa-error');
          test.info().annotations.push({ type: 'waited', description: `${Math.round(at - answered)} ms` });
          // A second, and as much again for machines that are busy with other tests.
          expect(at - answered).toBeLessThan(2000);
          await expect(alert).toContainText(text);
          delete server.routes[`/${built(role)}`];
          await element.getByRole('button', { name: AGAIN }).click();
          await stands(page);
          expect((await heard(page, 'sa-error')).map(({ code }) => code)).toEqual(['E_LOAD']);
        } finally {
          await server.close();
        }
      });
    }
  }
});

/** Scripts of the programs with ways to break them: only a test's server has these. */
function breakable() {
  const glue = (role, more, change = (text) => text) => change(read(role).toString()) + more;
  const DEEP = `const deep = (call) => { try { deep(call); } catch {} call(); };`;
  const views = `${DEEP}
    globalThis.breakViews = {
      trap: () => wasm.__wbg_handle_free(4294967280, 0),
      overflow: () => deep(() => wasm.__wbindgen_malloc(1 << 20, 8)),
      // The program is called while it is at work: a panic of Rust.
      panic: () => {
        const [handle] = handles.slice(-1);
        document.addEventListener("sa-change", () => handle.destroy(), { once: true });
        handle.set("filters", { channel: ["email"] });
      },
    };`;
  const engine = `
    const ask = (request) => self.onmessage({ data: { seq: 1e9, request } });
    const broken = { trap: () => wasm.__wbindgen_free(4294967280, 64, 8),
      // The stack is full in the middle of an answer.
      overflow: () => {
        const { now } = Date;
        Date.now = () => { Date.now = now; const deeper = () => 1 + deeper(); return deeper(); };
        ask('{"op":"append","records":""}');
      },
      // Asked while it answers: a panic of Rust.
      panic: () => {
        const { now } = Date;
        Date.now = () => { Date.now = now; ask('{"op":"status"}'); return now(); };
        ask('{"op":"append","records":""}');
      } };
    addEventListener("message", ({ data }) => broken[data.break]?.());`;
  const kept = (text) => text.replace(/const (\w+) ?= ?Object\.create\(Handle\.prototype\);/, '$& (globalThis.handles ??= []).push($1);');
  return {
    '/host': html('<session-analytics id="a" src-config="/demo.json"></session-analytics><script type="module" src="/listen.js"></script>', { head: '<script src="/workers.js"></script>' }),
    '/workers.js': `globalThis.workers = []; const Real = Worker; globalThis.Worker = class extends Real { constructor(...of) { super(...of); workers.push(this); } };`,
    '/listen.js': LISTEN,
    '/session-analytics.js': unchecked(),
    [`/${built('app.js')}`]: glue('app.js', views, kept),
    [`/${built('worker.js')}`]: glue('worker.js', engine),
  };
}

/** Gives how long it takes, by the page's own clock, until the views stand again: with that total, if one is given. */
const breakViews = (page, how, total = null) => page.evaluate(async ({ how, total }) => {
  const before = globalThis.heard.length;
  const started = performance.now();
  try { globalThis.breakViews[how](); } catch { /* It is meant to. */ }
  const { shadowRoot } = document.querySelector('session-analytics');
  const stands = () => {
    const shown = shadowRoot.querySelector('[data-metric="sessions.total"]')?.dataset.value;
    return globalThis.heard.length > before && (total === null || shown === String(total));
  };
  while (!stands() && performance.now() - started < 5000) await new Promise((next) => setTimeout(next, 5));
  return performance.now() - started;
}, { how, total });
const breakEngine = (page, how) => page.evaluate((how) => globalThis.workers.at(-1).postMessage({ break: how }), how);

/** What breaks before the whole program is there is replaced in silence, for it may have been for want of the rest. */
const isWhole = (page) => expect(page.locator('tr[data-session]').first()).toBeVisible({ timeout: 20_000 });

test.describe('C24 a program breaks', () => {
  let server;
  test.beforeEach(async () => { server = await serve({ routes: breakable() }); });
  test.afterEach(async () => server.close());

  for (const how of ['trap', 'overflow', 'panic']) {
    test(`the views, by ${how}: the element shows the same again within a second`, async ({ page }) => {
      await visit(page, server);
      await stands(page);
      await page.evaluate(() => { location.hash = 'a.f.channel=whatsapp&a.sort=started_at'; });
      await expect(page.locator('button.sa-chip')).toHaveCount(1);
      await settled(page);
      const before = await total(page);
      const asked = server.asked.filter((path) => path === '/events.ndjson').length;
      const back = await breakViews(page, how, how === 'panic' ? null : before);
      await expect.poll(() => heard(page, 'sa-recovered')).toEqual([{ name: 'sa-recovered', id: 'a', part: 'views' }]);
      // What it was broken with was a choice of its own.
      if (how === 'panic') await page.evaluate(() => { location.hash = 'a.f.channel=whatsapp&a.sort=started_at'; });
      await expect.poll(() => total(page)).toBe(before);
      test.info().annotations.push({ type: 'back', description: `${Math.round(back)} ms` });
      expect(back).toBeLessThan(2000);
      // The engine was never gone: nothing is fetched again.
      expect(server.asked.filter((path) => path === '/events.ndjson')).toHaveLength(asked);
      await expect(page.locator('session-analytics .sa-root')).toHaveCount(1);
      await page.locator('button.sa-chip').first().click();
      await expect.poll(() => total(page)).toBeGreaterThan(before);
    });
  }

  for (const how of ['trap', 'overflow', 'panic']) {
    test(`the engine, by ${how}: a new one stands where the old one did`, async ({ page }) => {
      await visit(page, server);
      await stands(page);
      await isWhole(page);
      const before = await total(page);
      await breakEngine(page, how);
      await expect.poll(() => heard(page, 'sa-recovered')).toEqual([{ name: 'sa-recovered', id: 'a', part: 'engine' }]);
      const report = await page.evaluate(() => document.querySelector('session-analytics').report());
      expect(report.sessions.total).toBe(before);
      expect(await page.evaluate(() => globalThis.workers.length)).toBe(2);
    });
  }

  test('the engine, once all is loaded and before it is whole: what was asked is answered of all records', async ({ page }) => {
    await page.route(REST, (route) => route.abort());
    await visit(page, server);
    await stands(page);
    const before = await total(page);
    await page.unroute(REST);
    await page.evaluate(() => {
      globalThis.workers.at(-1).postMessage({ break: 'trap' });
      location.hash = 'a.f.channel=whatsapp';
    });
    await isWhole(page);
    await settled(page);
    const report = await page.evaluate(() => document.querySelector('session-analytics').report());
    expect(report.sessions.total).toBeGreaterThan(0);
    expect(report.sessions.total).toBeLessThan(before);
    expect(await total(page)).toBe(report.sessions.total);
    expect(await page.evaluate(() => globalThis.workers.length)).toBe(2);
    expect(await heard(page, 'sa-recovered')).toEqual([]);
  });

  test('records that were added are gone with the engine: it is told once, and they can be added again', async ({ page }) => {
    const element = await visit(page, server);
    await stands(page);
    await isWhole(page);
    const append = (records) => page.evaluate(async (records) => (await document.querySelector('session-analytics').append(records)).diagnostics.seen, records);
    const added = [{ type: 'agent', id: 'a-new', name: 'Ayu' }];
    const before = await append([]);
    expect(await append(added)).toBe(before + 1);
    await breakEngine(page, 'trap');
    await expect.poll(() => heard(page, 'sa-recovered')).toHaveLength(1);
    const [error, ...more] = await heard(page, 'sa-error');
    expect([error.code, more]).toEqual(['E_CRASHED', []]);
    expect(error.message).toContain('added again');
    await expect(element.locator('.boot-notice[role="alert"]')).toContainText('added again');
    expect(await append([])).toBe(before);
    expect(await append(added)).toBe(before + 1);
  });

  test('records that were added to an engine without a face: the next call says that they are gone', async ({ page }) => {
    await visit(page, server);
    await stands(page);
    await page.evaluate(async (config) => {
      const { createEngine } = await import('/session-analytics.js');
      globalThis.engine = createEngine(config);
      await globalThis.engine.load();
      await globalThis.engine.append([{ type: 'agent', id: 'a-new', name: 'Ayu' }]);
    }, CONFIG);
    const asked = () => page.evaluate(() => globalThis.engine.status().then(() => 'answered', ({ code, message }) => `${code} ${message}`));
    for (const answer of [/^E_CRASHED .* added by append .* added again$/, /^answered$/]) {
      const workers = await page.evaluate(() => globalThis.workers.length);
      await breakEngine(page, 'trap');
      await expect.poll(() => page.evaluate(() => globalThis.workers.length)).toBe(workers + 1);
      expect(await asked()).toMatch(answer);
      expect(await asked()).toBe('answered');
    }
  });

  test('the views three times in a minute: an error, and Retry starts anew', async ({ page }) => {
    const element = await visit(page, server);
    for (let time = 1; time <= 2; time += 1) {
      await stands(page);
      await breakViews(page, 'trap');
      await expect.poll(() => heard(page, 'sa-recovered')).toHaveLength(time);
    }
    await stands(page);
    await breakViews(page, 'trap');
    await expect(element.locator('[role="alert"]').first()).toContainText('E_CRASHED');
    expect((await heard(page, 'sa-error')).map(({ code }) => code)).toEqual(['E_CRASHED']);
    await element.getByRole('button', { name: AGAIN }).click();
    await stands(page);
  });

  test('the engine three times in a minute: an error, and Retry starts anew', async ({ page }) => {
    const element = await visit(page, server);
    for (let time = 1; time <= 2; time += 1) {
      await stands(page);
      await isWhole(page);
      await breakEngine(page, 'trap');
      await expect.poll(() => heard(page, 'sa-recovered')).toHaveLength(time);
    }
    await breakEngine(page, 'trap');
    await expect(element.locator('[role="alert"]').first()).toContainText(/crash/i);
    expect((await heard(page, 'sa-error')).map(({ code }) => code)).toEqual(['E_CRASHED']);
    await element.locator('[role="alert"]').first().getByRole('button', { name: AGAIN }).click();
    await expect(element.locator('[role="alert"]')).toHaveCount(0, { timeout: 10_000 });
    await stands(page);
  });

  test('several elements come back, each with its own view, and calls that were under way are refused', async ({ page }) => {
    await visit(page, server);
    await page.evaluate((config) => {
      const other = Object.assign(document.createElement('session-analytics'), { id: 'b', config });
      other.setAttribute('page', 'overview');
      other.setAttribute('eager', '');
      document.body.append(other);
    }, CONFIG);
    await expect(page.locator('#b [data-metric="overview.active_sessions"]').first()).toBeVisible({ timeout: 20_000 });
    await expect(page.locator('#a [data-metric="sessions.total"]').first()).toBeVisible({ timeout: 20_000 });
    const code = await page.evaluate(async () => {
      const call = document.querySelector('#a').report().catch((error) => error.code);
      try { globalThis.breakViews.trap(); } catch { /* It is meant to. */ }
      return call;
    });
    expect(code).toBe('E_CRASHED');
    await expect.poll(async () => (await heard(page, 'sa-recovered')).map(({ id }) => id).sort()).toEqual(['a', 'b']);
    await expect(page.locator('#b [data-metric="overview.active_sessions"]').first()).toBeVisible();
    await expect(page.locator('#a [data-metric="sessions.total"]').first()).toBeVisible();
  });
});
