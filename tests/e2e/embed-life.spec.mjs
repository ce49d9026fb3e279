// The life of the element: properties before it is defined, moves, removals, many at once; and what is left when it is gone.
import { expect, test } from './support/test.mjs';
import { CONFIG, built, html, serve } from './support/serve.mjs';
import { settled, value } from './support/open.mjs';

let server;
test.beforeAll(async () => { server = await serve({ routes: { '/host': html('<main></main>'), '/late': html('<main></main>', { script: '/none.js' }), '/none.js': '' } }); });
test.afterAll(async () => server.close());

const CHECK = { config: CONFIG };
const total = (page) => value(page, 'sessions.total');
const stands = async (page) => {
  await expect.poll(() => total(page), { timeout: 20_000 }).toBeGreaterThan(0);
  await settled(page);
};

test('C25 what is set before the element is defined is kept', async ({ page }) => {
  await page.goto(`${server.url}/late`);
  await page.evaluate(({ config }) => {
    const element = document.createElement('session-analytics');
    Object.assign(element, { config, filters: { channel: ['whatsapp'] }, period: { from: '2026-01-10', to: '2026-01-20' } });
    document.querySelector('main').append(element);
  }, CHECK);
  await page.evaluate(() => import('/session-analytics.js').then(() => {}));
  await stands(page);
  const shown = await page.evaluate(() => {
    const element = document.querySelector('session-analytics');
    return { filters: element.filters, period: element.period, own: Object.keys(element) };
  });
  expect(shown.filters).toEqual({ channel: ['whatsapp'] });
  expect(shown.period).toEqual({ from: '2026-01-10', to: '2026-01-20' });
  expect(shown.own).toEqual([]);
  await expect(page.locator('button.sa-chip')).toHaveCount(1);
});

test('C25 a move keeps everything, a removal frees it, and put back it starts again', async ({ page }) => {
  const workers = () => page.workers().length;
  await page.goto(`${server.url}/host`);
  await page.evaluate(({ config }) => {
    const element = Object.assign(document.createElement('session-analytics'), { config });
    document.querySelector('main').append(element);
  }, CHECK);
  await stands(page);
  const before = await total(page);
  expect(workers()).toBe(1);
  await page.evaluate(() => {
    globalThis.element = document.querySelector('session-analytics');
    globalThis.shown = element.shadowRoot.querySelector('.sa-root');
    document.body.append(document.createElement('section'));
    document.querySelector('section').append(element);
  });
  expect(await page.evaluate(() => element.shadowRoot.querySelector('.sa-root') === shown)).toBe(true);
  await page.evaluate(() => element.remove());
  await expect.poll(workers).toBe(0);
  expect(await page.evaluate(() => element.shadowRoot.childElementCount)).toBe(0);
  // Who asks meanwhile is answered when it is there again.
  await page.evaluate(() => { globalThis.later = element.refresh().then(() => 'answered'); });
  await page.evaluate(() => document.querySelector('main').append(element));
  await stands(page);
  expect(await total(page)).toBe(before);
  expect(await page.evaluate(() => globalThis.later)).toBe('answered');
});

test('C25 what changes during a move takes effect when it has arrived', async ({ page }) => {
  await page.goto(`${server.url}/host`);
  await page.evaluate(({ config }) => {
    globalThis.element = Object.assign(document.createElement('session-analytics'), { config });
    document.querySelector('main').append(element);
  }, CHECK);
  await stands(page);
  const range = () => page.evaluate(async () => (await element.report()).range);
  await page.evaluate(() => {
    element.remove();
    element.setAttribute('tz', 'UTC');
    document.querySelector('main').append(element);
  });
  expect((await range()).tz).toBe('UTC');
  await page.evaluate(({ config }) => {
    element.remove();
    element.config = { ...config, from: '2026-01-20' };
    document.querySelector('main').append(element);
  }, CHECK);
  expect((await range()).from).toBe('2026-01-20');
  await stands(page);
});

test('C25 while an error stands in its place, and after it was destroyed, calls are refused until it starts anew', async ({ page }) => {
  await page.goto(`${server.url}/host`);
  await page.evaluate(({ config }) => {
    globalThis.element = Object.assign(document.createElement('session-analytics'), { config });
    element.setAttribute('page', 'weather');
    document.querySelector('main').append(element);
  }, CHECK);
  const asked = () => page.evaluate(() => element.report().then(({ range }) => range.tz, ({ code, path }) => [code, path]));
  await expect(page.locator('session-analytics [role="alert"]')).toContainText('page: expected');
  expect(await asked()).toEqual(['E_CONFIG', 'page']);
  await page.evaluate(() => element.removeAttribute('page'));
  expect(await asked()).toBe(CONFIG.tz);
  await page.evaluate(() => element.destroy());
  expect(await asked()).toEqual(['E_CLOSED', null]);
  await page.evaluate(({ config }) => { element.config = config; }, CHECK);
  expect(await asked()).toBe(CONFIG.tz);
});

test('C25 nothing is fetched before the element is near the viewport, unless it is eager', async ({ page }) => {
  const asked = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname.slice(1)));
  const programs = () => asked.filter((name) => /\.wasm$|^(app|worker)-|ndjson/.test(name));
  await page.goto(`${server.url}/host`);
  await page.evaluate(({ config }) => {
    document.body.style.paddingTop = '5000px';
    document.querySelector('main').append(Object.assign(document.createElement('session-analytics'), { config }));
  }, CHECK);
  await page.waitForTimeout(700);
  expect(programs()).toEqual([]);
  await page.evaluate(() => scrollTo(0, 4500));
  await stands(page);
  const parts = ['app.js', 'app.wasm', 'app-rest.wasm', 'worker.js', 'worker.wasm', 'worker-rest.wasm'];
  await expect.poll(() => [...new Set(programs())].sort()).toEqual(parts.map(built).concat('events.ndjson').sort());

  await page.goto(`${server.url}/host`);
  asked.length = 0;
  await page.evaluate(({ config }) => {
    document.body.style.paddingTop = '5000px';
    const element = Object.assign(document.createElement('session-analytics'), { config });
    element.setAttribute('eager', '');
    document.querySelector('main').append(element);
  }, CHECK);
  await expect.poll(() => programs().includes('events.ndjson')).toBe(true);
});

test('C25 every attribute takes effect when it is changed', async ({ page }) => {
  await page.goto(`${server.url}/host`);
  await page.evaluate(({ config }) => {
    document.querySelector('main').append(Object.assign(document.createElement('session-analytics'), { config }));
  }, CHECK);
  await stands(page);
  const set = (name, text) => page.evaluate(([name, text]) => {
    const element = document.querySelector('session-analytics');
    if (text === null) element.removeAttribute(name);
    else element.setAttribute(name, text);
  }, [name, text]);
  const root = page.locator('session-analytics .sa-root');
  const report = () => page.evaluate(() => document.querySelector('session-analytics').report());
  const first = await report();

  await set('theme', 'dark');
  await expect(root).toHaveAttribute('data-theme', 'dark');
  await set('theme', null);
  await expect(root).toHaveAttribute('data-theme', 'auto');
  await set('lang', 'fr-CA');
  await expect(root).toHaveAttribute('lang', 'fr');
  await set('lang', null);
  await expect(root).toHaveAttribute('lang', 'en');
  const policy = async () => (await report()).policy;
  await set('policy', 'window_24h');
  await expect.poll(async () => (await report()).sessions.total).not.toBe(first.sessions.total);
  await set('policy', '{"preset":"resolution","grace_s":7200}');
  await expect.poll(policy).toEqual({ ...first.policy, grace_s: 7200 });
  await set('policy', 'window_24h');
  await expect.poll(async () => (await policy()).preset).toBe('window_24h');
  await set('policy', null);
  await expect.poll(policy).toEqual(first.policy);
  await expect.poll(async () => (await report()).sessions.total).toBe(first.sessions.total);
  const zone = async () => (await report()).range.tz;
  await set('tz', 'America/New_York');
  await expect.poll(zone).toBe('America/New_York');
  await expect(page.getByRole('button', { name: /^Time zone: America\/New.York/ })).toBeVisible();
  await set('tz', null);
  await expect.poll(zone).toBe(CONFIG.tz);
  await set('page', 'team');
  // What starts anew has the page of the attribute as its first one, until the attribute is gone.
  await set('role', 'owner');
  await expect(page.locator('.sa-tab[aria-current="page"]')).toHaveText('Team');
  await set('page', null);
  await expect(page.locator('[data-metric="sessions.total"]').first()).toBeVisible();
  await set('page', 'overview');
  await expect(page.locator('[data-metric="overview.active_sessions"]').first()).toBeVisible();
  await set('role', 'agent');
  await expect(page.locator('session-analytics [role="alert"]')).toBeVisible();
  await expect(page.locator('[data-metric]')).toHaveCount(0);
  await set('role', 'owner');
  await expect(page.locator('[data-metric="overview.active_sessions"]').first()).toBeVisible();
  await set('role', null);
  await set('src', '/none-such.ndjson');
  await expect(page.locator('session-analytics [role="alert"]').first()).toContainText('E_NOT_FOUND', { timeout: 20_000 });
  await set('src', null);
  await expect(page.locator('[data-metric="overview.active_sessions"]').first()).toBeVisible({ timeout: 20_000 });
});

test('C25 the page gets no global, no style and nothing in its head', async ({ page }) => {
  await page.goto(`${server.url}/late`);
  const before = await page.evaluate(() => ({ globals: Object.getOwnPropertyNames(globalThis), head: document.head.innerHTML, sheets: document.adoptedStyleSheets.length }));
  await page.evaluate(({ config }) => import('/session-analytics.js').then(({ mount }) => { mount('main', config); }), CHECK);
  await stands(page);
  const after = await page.evaluate(() => ({ globals: Object.getOwnPropertyNames(globalThis), head: document.head.innerHTML, sheets: document.adoptedStyleSheets.length }));
  expect(after.globals.filter((name) => !before.globals.includes(name))).toEqual([]);
  expect(after.head).toBe(before.head);
  expect(after.sheets).toBe(before.sheets);
});

/** The browser's tools, when the browser has cleared away what nobody holds. */
async function cleared(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.enable');
  for (let i = 0; i < 3; i += 1) await session.send('HeapProfiler.collectGarbage');
  return session;
}

/** What the page holds. */
async function held(page) {
  const session = await cleared(page);
  const { jsHeapSizeUsed } = await session.send('Runtime.getHeapUsage').then(({ usedSize }) => ({ jsHeapSizeUsed: usedSize }));
  const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
  await session.detach();
  return { heap: jsHeapSizeUsed, nodes, listeners: jsEventListeners };
}

test('C25 put in and taken out a thousand times, nothing grows', async ({ page }) => {
  test.setTimeout(240_000);
  test.skip(test.info().project.name === 'mobile', 'the same on every screen');
  await page.goto(`${server.url}/host`);
  const rounds = (count, ms) => page.evaluate(async ([config, count, ms]) => {
    const element = Object.assign(document.createElement('session-analytics'), { config });
    element.setAttribute('eager', '');
    for (let i = 0; i < count; i += 1) {
      document.querySelector('main').append(element);
      if (i % 3 === 0) document.body.append(element);
      await new Promise((later) => setTimeout(later, ms));
      element.remove();
      await new Promise((later) => setTimeout(later));
    }
  }, [CONFIG, count, ms]);
  // Some rounds get as far as figures, most are over before.
  await rounds(5, 700);
  await rounds(95, 10);
  await page.waitForTimeout(1000);
  const before = await held(page);
  await rounds(990, 5);
  await rounds(10, 700);
  await page.waitForTimeout(1000);
  const after = await held(page);
  test.info().annotations.push({ type: 'held', description: JSON.stringify({ before, after }) });
  expect(page.workers()).toHaveLength(0);
  expect(after.listeners).toBeLessThanOrEqual(before.listeners + 2);
  expect(after.nodes).toBeLessThanOrEqual(before.nodes + 50);
  expect(after.heap).toBeLessThan(before.heap * 1.05 + 100_000);
});

test('C25 taken out at any moment of its start, nothing holds it', async ({ page }) => {
  test.skip(test.info().project.name === 'mobile', 'the same on every screen');
  await page.goto(`${server.url}/host`);
  await page.evaluate(({ config }) => {
    document.querySelector('main').append(Object.assign(document.createElement('session-analytics'), { config }));
  }, CHECK);
  // From here on the programs are there, and elements are shown one after the other.
  await stands(page);
  await page.evaluate(async (config) => {
    globalThis.gone = [];
    for (let turns = 0; turns < 12; turns += 1) {
      const all = Array.from({ length: 5 }, () => Object.assign(document.createElement('session-analytics'), { config }));
      for (const element of all) element.setAttribute('eager', '');
      document.body.append(...all);
      for (let i = 0; i < turns; i += 1) await new Promise((later) => setTimeout(later));
      for (const element of all) {
        element.remove();
        globalThis.gone.push(new WeakRef(element));
      }
    }
  }, CONFIG);
  await expect.poll(async () => {
    await (await cleared(page)).detach();
    return page.evaluate(() => globalThis.gone.filter((element) => element.deref()).length);
  }).toBe(0);
});

test('C25 twenty elements on one page: each its own, and the page stays responsive', async ({ page }) => {
  test.setTimeout(120_000);
  test.skip(test.info().project.name === 'mobile', 'the same on every screen');
  await page.goto(`${server.url}/host`);
  const longest = await page.evaluate(async (config) => {
    const tasks = [];
    new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => Math.round(duration)))).observe({ type: 'longtask' });
    const all = Array.from({ length: 20 }, (_, i) => {
      const element = Object.assign(document.createElement('session-analytics'), { id: `e${i}`, config: { ...config, filters: { weekday: [String(1 + (i % 7))] } } });
      element.setAttribute('eager', '');
      return element;
    });
    document.querySelector('main').append(...all);
    const totals = await Promise.all(all.map((element) => new Promise((done) => element.addEventListener('sa-ready', done, { once: true }))
      .then(() => element.report()).then((report) => report.sessions.total)));
    await new Promise((later) => setTimeout(later, 3000));
    return { tasks: tasks.sort((a, b) => b - a).slice(0, 40), totals };
  }, CONFIG);
  test.info().annotations.push({ type: 'long tasks in ms', description: longest.tasks.join(' ') });
  expect(page.workers()).toHaveLength(20);
  for (let i = 0; i < 13; i += 1) expect(longest.totals[i + 7]).toBe(longest.totals[i]);
  await page.evaluate(() => document.querySelector('main').replaceChildren());
  await expect.poll(() => page.workers().length).toBe(0);
});
