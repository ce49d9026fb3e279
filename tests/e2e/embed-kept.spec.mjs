// What the browser keeps, and for whom: two tabs with two accounts, and pages without a network.
import { readFileSync } from 'node:fs';
import { CONFIG, STREAM, html, serve } from './support/serve.mjs';
import { settled, value } from './support/open.mjs';
import { expect, test } from './support/test.mjs';

const LISTEN = `globalThis.heard = []; for (const name of ['sa-ready', 'sa-error'])
  document.addEventListener(name, ({ detail }) => heard.push([name, detail.code ?? detail.records]));`;
/** A page whose element is configured by what stands behind `?`. */
const HOST = html('<main></main><script type="module" src="/host.js"></script>', { head: `<script>${LISTEN}</script>` });
const HOST_SCRIPT = `import { mount } from '/session-analytics.js';
  globalThis.show = (config) => { document.querySelector('session-analytics')?.remove(); return mount('main', config); };
  if (location.search) show(JSON.parse(decodeURIComponent(location.search.slice(1))));`;
const total = (page) => value(page, 'sessions.total');

let server;
test.beforeEach(async () => {
  // As the documentation says: what has a hash in its name may be kept.
  const headers = (path) => (/-[0-9a-f]{10}\.\w+$/.test(path) ? { 'cache-control': 'public, max-age=31536000, immutable' } : {});
  server = await serve({ routes: { '/host': HOST, '/host.js': HOST_SCRIPT }, headers });
  server.routes['/other.ndjson'] = readFileSync(STREAM, 'utf8');
});
test.afterEach(() => server.close());

async function stands(page) {
  await expect.poll(() => total(page), { timeout: 20_000 }).toBeGreaterThan(0);
  await settled(page);
}

async function tab(context, config) {
  const page = await context.newPage();
  await page.goto(`${server.url}/host?${encodeURIComponent(JSON.stringify({ ...CONFIG, ...config }))}`);
  await stands(page);
  return page;
}

const opened = async (page) => {
  const panel = page.getByLabel('Name of the view');
  if (!(await panel.isVisible())) await page.getByRole('button', { name: /Saved views/ }).click();
  await expect(panel).toBeVisible();
  return panel;
};

async function save(page, name) {
  await (await opened(page)).fill(name);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('button', { name, exact: true })).toBeVisible();
}

/** What the panel offers. */
async function offered(page) {
  await opened(page);
  return (await page.locator('.sa-saved .sa-option').allTextContents()).sort();
}

test.describe('C32 two tabs, two accounts', () => {
  const ONE = { account: 'tenant-7/ayu', scope: { channel: ['whatsapp', 'email', 'live_chat'] }, role: 'owner' };
  const NAME = 'Budi Santoso, overdue';
  const others = {
    'another account': [ONE, { ...ONE, account: 'tenant-8/ayu' }],
    'another source': [{ ...ONE, account: undefined }, { ...ONE, account: undefined, source: { url: '/other.ndjson' } }],
    'another scope': [{ ...ONE, account: undefined }, { ...ONE, account: undefined, scope: { channel: ['whatsapp'] } }],
    'another role': [{ ...ONE, account: undefined }, { ...ONE, account: undefined, role: 'admin' }],
    'an account and none': [ONE, { ...ONE, account: undefined }],
  };
  for (const [name, [mine, theirs]] of Object.entries(others)) {
    test(`${name}: the views that one has saved are not offered to the other`, async ({ context }) => {
      const [first, second] = [await tab(context, mine), await tab(context, theirs)];
      await save(first, NAME);
      expect(await offered(second)).toEqual([]);
      await save(second, 'Theirs');
      expect(await offered(await tab(context, mine))).toEqual([NAME]);
      const third = await tab(context, theirs);
      expect(await offered(third)).toEqual(['Theirs']);
      await expect(third.locator('session-analytics')).not.toContainText('Budi Santoso');
    });
  }

  test('two tabs of one account have the same views, and neither undoes what the other saves', async ({ context }) => {
    const [first, second] = [await tab(context, ONE), await tab(context, { ...ONE, lang: 'en', theme: 'dark' })];
    await offered(second);
    await save(first, NAME);
    await save(second, 'Mine too');
    expect(await offered(second)).toEqual([NAME, 'Mine too'].sort());
    expect(await offered(await tab(context, ONE))).toEqual([NAME, 'Mine too'].sort());
  });

  test('nothing else is kept, sent to other tabs, or told by the name under which views lie', async ({ context }) => {
    await context.addInitScript(() => {
      globalThis.channels = 0;
      globalThis.BroadcastChannel = class extends BroadcastChannel { constructor(...of) { super(...of); globalThis.channels += 1; } };
    });
    const page = await tab(context, ONE);
    const kept = () => page.evaluate(async () => ({
      local: { ...localStorage }, session: { ...sessionStorage }, cookie: document.cookie, channels: globalThis.channels,
      databases: (await indexedDB.databases()).length, caches: (await caches.keys()).length,
      workers: (await navigator.serviceWorker.getRegistrations()).length, name: globalThis.name,
    }));
    const nothing = { session: {}, cookie: '', channels: 0, databases: 0, caches: 0, workers: 0, name: '' };
    expect(await kept()).toEqual({ ...nothing, local: {} });
    await save(page, NAME);
    const { local, ...rest } = await kept();
    expect(rest).toEqual(nothing);
    const [[key, views], ...more] = Object.entries(local);
    expect(more).toEqual([]);
    expect(key).toMatch(/^session-analytics\.views\.[0-9a-f]{16}$/);
    expect(Object.keys(JSON.parse(views))).toEqual([NAME]);
  });
});

test.describe('C31 without a network', () => {
  const NETWORK = (page) => page.locator('session-analytics [role="alert"]').first();
  const AGAIN = /^(Retry|Try again)$/;

  test('a start says E_NETWORK, shows nothing of earlier visits, and Retry works when the network is back', async ({ page, context }) => {
    await page.goto(`${server.url}/host?${encodeURIComponent(JSON.stringify(CONFIG))}`);
    await stands(page);
    const before = await total(page);
    await context.setOffline(true);
    await page.evaluate((config) => { globalThis.show(config); }, CONFIG);
    await expect(NETWORK(page)).toContainText('E_NETWORK', { timeout: 20_000 });
    await expect(page.locator('session-analytics [data-metric]')).toHaveCount(0);
    await context.setOffline(false);
    await NETWORK(page).getByRole('button', { name: AGAIN }).click();
    await stands(page);
    expect(await total(page)).toBe(before);
    await expect(page.locator('session-analytics [role="alert"]')).toHaveCount(0);
    expect(await page.evaluate(() => globalThis.heard.map(([name, code]) => (name === 'sa-error' ? code : name)))).toEqual(['sa-ready', 'E_NETWORK', 'sa-ready']);
  });

  test('what had arrived stays when the network goes, and Retry brings the rest', async ({ page }) => {
    // However much of it has come when the connection breaks, there are sessions in it.
    const config = { ...CONFIG, from: '2025-10-05' };
    const whole = readFileSync(STREAM);
    const most = whole.subarray(0, whole.lastIndexOf('\n', whole.length * 0.9) + 1);
    server.routes['/events.ndjson'] = (_, response) => {
      response.writeHead(200, { 'content-type': 'application/x-ndjson', 'content-length': whole.length });
      response.write(most, () => setTimeout(() => response.destroy(), 200));
    };
    await page.goto(`${server.url}/host?${encodeURIComponent(JSON.stringify(config))}`);
    await expect(NETWORK(page)).toBeVisible({ timeout: 20_000 });
    await expect.poll(() => page.evaluate(() => globalThis.heard.filter(([name]) => name === 'sa-error').map(([, code]) => code))).toEqual(['E_NETWORK']);
    await expect.poll(() => total(page)).toBeGreaterThan(0);
    const part = await total(page);
    delete server.routes['/events.ndjson'];
    await NETWORK(page).getByRole('button', { name: AGAIN }).click();
    await expect.poll(() => total(page), { timeout: 20_000 }).toBeGreaterThan(part);
    await settled(page);
    await expect(page.locator('session-analytics [role="alert"]')).toHaveCount(0);
    const { diagnostics, sessions } = await page.evaluate(() => document.querySelector('session-analytics').report());
    const fresh = await page.evaluate(async (config) => {
      const { createEngine } = await import('/session-analytics.js');
      const engine = createEngine(config);
      await engine.load();
      return engine.report();
    }, config);
    expect(sessions).toEqual(fresh.sessions);
    expect(diagnostics.duplicate).toBeGreaterThan(fresh.diagnostics.duplicate);
  });

  test('a refresh without a network leaves the figures where they are', async ({ page, context }) => {
    await page.goto(`${server.url}/host?${encodeURIComponent(JSON.stringify(CONFIG))}`);
    await stands(page);
    const before = await total(page);
    await context.setOffline(true);
    await page.evaluate(() => document.querySelector('session-analytics').refresh().catch(() => {}));
    await expect(NETWORK(page)).toBeVisible({ timeout: 20_000 });
    expect(await total(page)).toBe(before);
    await context.setOffline(false);
    await NETWORK(page).getByRole('button', { name: AGAIN }).click();
    await expect(page.locator('session-analytics [role="alert"]')).toHaveCount(0, { timeout: 20_000 });
    expect(await total(page)).toBe(before);
  });
});
