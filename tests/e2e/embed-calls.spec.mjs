// Methods and events of the element: what fails rejects and says why, what is refused is told once, what is opened is told.
import { expect, test } from './support/test.mjs';
import { CONFIG, STREAM, html, serve } from './support/serve.mjs';
import { settled, value } from './support/open.mjs';
import { readFileSync } from 'node:fs';

test.skip(({ viewport }) => viewport.width < 600, 'the same on every screen');

let server;
test.beforeEach(async () => { server = await serve({ routes: { '/host': html('<main></main>') } }); });
test.afterEach(async () => server?.close());

async function mount(page, config, attributes = {}, fragment = '') {
  await page.goto(`${server.url}/host#${fragment}`);
  await page.evaluate(({ config, attributes }) => {
    globalThis.heard = [];
    for (const name of ['sa-ready', 'sa-error', 'sa-session', 'sa-change']) {
      document.addEventListener(name, ({ detail }) => globalThis.heard.push([name, detail.code ?? detail.id ?? detail.records ?? '', detail.path]));
    }
    const element = Object.assign(document.createElement('session-analytics'), { config });
    for (const [name, value] of Object.entries({ eager: '', ...attributes })) element.setAttribute(name, value);
    document.querySelector('main').append(element);
  }, { config: { ...CONFIG, ...config }, attributes });
}

async function stands(page) {
  await expect.poll(() => value(page, 'sessions.total'), { timeout: 20_000 }).toBeGreaterThan(0);
  await settled(page);
}

const heard = (page, name) => page.evaluate((name) => globalThis.heard.filter(([heard]) => heard === name).map((event) => event[1]), name);

/** What a method rejects with. */
const refused = (page, method, ...args) => page.evaluate(([method, args]) => document.querySelector('session-analytics')[method](...args)
  .then(() => 'resolved', ({ name, code, path, hint }) => ({ name, code, path, hint: typeof hint })), [method, args]);

test('`refresh` during a load waits for it, and asks for nothing', async ({ page }) => {
  let release;
  let asked = 0;
  const lines = readFileSync(STREAM, 'utf8').split('\n');
  server.routes['/slow'] = (_, response) => {
    asked += 1;
    response.writeHead(200, { 'content-type': 'application/x-ndjson' });
    response.write(`${lines.slice(0, 2000).join('\n')}\n`);
    release = () => response.end(lines.slice(2000).join('\n'));
  };
  await mount(page, { source: { url: '/slow' } });
  await expect(page.locator('[data-metric]').first()).toBeVisible({ timeout: 20_000 });
  await page.evaluate(() => {
    globalThis.calls = [0, 1].map(() => document.querySelector('session-analytics').refresh().then(() => 'done', ({ code }) => code));
  });
  // Both are on their way when this is answered.
  await page.evaluate(() => document.querySelector('session-analytics').report());
  expect(asked).toBe(1);
  expect(await heard(page, 'sa-ready')).toEqual([]);
  release();
  expect(await page.evaluate(() => Promise.all(globalThis.calls))).toEqual(['done', 'done']);
  await stands(page);
  expect(asked).toBe(1);
  expect(await heard(page, 'sa-ready')).toHaveLength(1);
});

test('`refresh` rejects with what failed, and resolves when it is over', async ({ page }) => {
  await mount(page, {});
  await stands(page);
  server.routes['/events.ndjson'] = (_, response) => response.writeHead(500).end();
  expect(await refused(page, 'refresh')).toEqual({ name: 'SessionAnalyticsError', code: 'E_SERVER', path: null, hint: 'string' });
  await expect(page.getByRole('alert')).toContainText('Only part of the data has arrived');
  delete server.routes['/events.ndjson'];
  expect(await refused(page, 'refresh')).toBe('resolved');
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('a load that was stopped can be retried, and `refresh` says that it was stopped', async ({ page }) => {
  server.routes['/stuck'] = (_, response) => response.writeHead(200, { 'content-type': 'application/x-ndjson' }).write('\n');
  await mount(page, { source: { url: '/stuck' } });
  const cancel = page.getByRole('button', { name: 'Cancel' });
  await expect(cancel).toBeVisible({ timeout: 20_000 });
  const call = refused(page, 'refresh');
  await cancel.click();
  expect(await call).toMatchObject({ code: 'E_CANCELLED' });
  server.routes['/stuck'] = (_, response) => response.writeHead(200, { 'content-type': 'application/x-ndjson' }).end(readFileSync(STREAM));
  await page.getByRole('button', { name: 'Try again' }).click();
  await stands(page);
  await expect(page.getByRole('alert')).toHaveCount(0);
});

for (const [name, config, code, path] of [
  ['a configuration that is wrong', { limits: { records: 'many' } }, 'E_CONFIG', 'limits.records'],
  ['a role that may not look', { role: 'agent' }, 'E_ROLE', null],
]) {
  test(`with ${name} every method rejects with ${code}, and it is told once`, async ({ page }) => {
    await mount(page, config);
    const answers = [await refused(page, 'report'), await refused(page, 'sessions', {}), await refused(page, 'export', 'csv')];
    for (const answer of answers) expect(answer).toMatchObject({ code, path });
    expect(await heard(page, 'sa-error')).toEqual([code]);
    expect(server.asked).not.toContain('/events.ndjson');
  });
}

for (const [name, source, path] of [
  ['another scheme', { url: 'ftp://x.test/events' }, 'source.url'],
  ['a user name in the address', { url: 'http://user:secret@127.0.0.1/events' }, 'source.url'],
  ['a header that is none', { ...CONFIG.source, headers: { 'bad name': 'x' } }, 'source.headers.bad name'],
]) {
  test(`what is found wrong when loading has its path, too: ${name}`, async ({ page }) => {
    await mount(page, { source });
    await expect.poll(() => page.evaluate(() => globalThis.heard), { timeout: 20_000 }).toEqual([['sa-error', 'E_CONFIG', path]]);
  });
}

test('records that come after a load has failed are shown, and the same trouble is told once', async ({ page }) => {
  let isUp = false;
  let asked = 0;
  server.routes['/down'] = (_, response) => {
    asked += 1;
    if (isUp) response.writeHead(200, { 'content-type': 'application/x-ndjson' }).end(readFileSync(STREAM));
    else response.writeHead(500).end();
  };
  await mount(page, { source: { url: '/down', poll_s: 1 } });
  await expect.poll(() => asked, { timeout: 20_000 }).toBeGreaterThan(2);
  await expect(page.getByRole('heading', { name: 'The data could not be loaded' })).toBeVisible();
  expect(await heard(page, 'sa-error')).toEqual(['E_SERVER']);
  isUp = true;
  await stands(page);
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('a session is told whichever way it is opened, once', async ({ page }) => {
  await mount(page, {});
  await stands(page);
  const session = await page.locator('tr[data-session]').first().getAttribute('data-session');
  await page.locator('tr[data-session]').first().click();
  await expect(page.locator('.sa-detail__head')).toBeVisible();
  const shared = await page.evaluate(() => location.hash);
  await page.goBack();
  await expect(page.locator('.sa-detail__head')).toHaveCount(0);
  await page.goForward();
  await expect(page.locator('.sa-detail__head')).toBeVisible();
  expect(await heard(page, 'sa-session')).toEqual([session, session]);
  // A link that somebody has sent.
  await page.goto('about:blank');
  await mount(page, {}, {}, shared.slice(1));
  await expect(page.locator('.sa-detail__head')).toBeVisible({ timeout: 20_000 });
  expect(await heard(page, 'sa-session')).toEqual([session]);
});
