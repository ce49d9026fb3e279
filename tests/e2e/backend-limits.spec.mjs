// Too much, too late, or not what was promised: loading stops where it should, and says so in the reader's language.
import { randomUUID } from 'node:crypto';
import { PERIOD, SITE } from './support/backend.mjs';
import { expect, test } from './support/test.mjs';

const MB = 1 << 20;

test.skip(({ viewport }) => viewport.width < 600);

/** Loads without a face; gives the error, the status and the memory. */
async function load(page, config) {
  await page.goto(`${SITE}/fixtures/blank.html`);
  return page.evaluate(async (config) => {
    const { createEngine } = await import('/session-analytics.js');
    const engine = createEngine(config);
    const begun = performance.now();
    const { error, diagnostics } = await engine.load().catch((error) => ({ error: { code: error.code, message: error.message }, diagnostics: error.status?.diagnostics }));
    const took = performance.now() - begun;
    const memory = await engine.memory();
    await engine.dispose();
    return { error, diagnostics, memory, took };
  }, { ...PERIOD, ...config });
}

async function show(page, config) {
  await page.goto(`${SITE}/fixtures/blank.html`);
  await page.evaluate((config) => {
    const element = document.createElement('session-analytics');
    element.config = config;
    document.querySelector('main').append(element);
  }, { ...PERIOD, ...config });
}

for (const [limit, limits] of [['bytes', { bytes: 48 * MB }], ['records', { records: 150_000 }]]) {
  test(`C21: loading stops at limits.${limit}, and the request with it`, async ({ page, request }) => {
    const key = randomUUID();
    const { error, diagnostics, memory } = await load(page, { source: { url: `/bad/endless?mb=1024&key=${key}` }, limits });
    expect(error.code).toBe('E_LIMIT');
    const record = 250;
    if (limit === 'bytes') expect(Math.abs(diagnostics.seen * record - limits.bytes)).toBeLessThan(limits.bytes * 0.1);
    else expect(diagnostics.seen - limits.records).toBeLessThan(MB / record);
    expect(memory.linear_bytes).toBeLessThan(256 * MB);
    const sent = async () => Number(await (await request.get(`${SITE}/bad/sent?key=${key}`)).text());
    // What was on its way when it stopped, and no more of the gigabyte.
    const stopped = await sent();
    expect(stopped).toBeLessThan(200 * MB);
    await page.waitForTimeout(500);
    expect(await sent()).toBe(stopped);
  });
}

test('C21: a page of JSON that is over the limit says so, and records that come again do not count', async ({ page }) => {
  const events = Array.from({ length: 100 }, (_, i) => ({ type: 'opened', id: `e${i}`, at: 1769000000000 + i, conversation_id: `c${i}`, customer_id: 'u' }));
  await page.route('**/page.json', (route) => route.fulfill({ json: { events, next: null } }));
  const { error, diagnostics } = await load(page, { source: { url: '/page.json' }, limits: { records: 50 } });
  expect([error?.code, diagnostics.accepted]).toEqual(['E_LIMIT', 100]);
  const again = await page.evaluate(async (config) => {
    const { createEngine } = await import('/session-analytics.js');
    const engine = createEngine(config);
    for (let i = 0; i < 2; i += 1) await engine.load();
    const { error, diagnostics } = await engine.load();
    await engine.dispose();
    return [error, diagnostics.seen, diagnostics.duplicate];
  }, { ...PERIOD, source: { url: '/page.json' }, limits: { records: 100 } });
  expect(again, 'just as many are not too many').toEqual([null, 300, 200]);
});

test('C21: a `next` that is a number is a cursor, and one that is neither text nor number an error', async ({ page }) => {
  const record = (id) => ({ type: 'opened', id, at: 1769000000000, conversation_id: id, customer_id: 'u' });
  const pages = { null: [[record('a')], 7], 7: [[record('b')], { page: 3 }] };
  await page.route('**/numbered.json*', (route) => {
    const [events, next] = pages[new URL(route.request().url()).searchParams.get('cursor')];
    return route.fulfill({ json: { events, next } });
  });
  const { error, diagnostics } = await load(page, { source: { url: '/numbered.json' } });
  expect([error?.code, diagnostics.accepted]).toEqual(['E_PAGING', 2]);
  expect(error.message).toContain('neither a text nor a number');
});

test('C21: what is shown says that it is a part', async ({ page }) => {
  await show(page, { source: { url: '/small.ndjson' }, limits: { bytes: 200_000 } });
  await expect(page.getByRole('alert')).toContainText('Only part of the data has arrived', { timeout: 20_000 });
  await expect(page.getByRole('alert')).toContainText('limits.bytes');
  await expect.poll(async () => Number(await page.locator('[data-metric="sessions.total"]').first().getAttribute('data-value'))).toBeGreaterThanOrEqual(0);
});

test('C22: ten megabytes that become ten gigabytes are given up at the limit', async ({ page }) => {
  const { error, memory, took } = await load(page, { source: { url: '/bad/bomb?mb=10240' }, limits: { bytes: 256 * MB } });
  expect(error.code).toBe('E_LIMIT');
  expect(memory.linear_bytes).toBeLessThan(64 * MB);
  // Two seconds on a machine that does nothing else.
  expect(took).toBeLessThan(10_000);
});

test('C20: what is no file of records is an error of its own, and what was good is kept', async ({ page }) => {
  const good = '{"type":"opened","id":"e1","at":1769000000000,"conversation_id":"c","customer_id":"u"}\n';
  const files = {
    '/half.ndjson': [Buffer.from(good + good.slice(0, 40)), undefined, 1],
    '/utf16.ndjson': [Buffer.from(`\ufeff${good}`, 'utf16le'), 'E_FORMAT', 0],
    '/sign-in': [Buffer.from('<!doctype html><form></form>'), 'E_HTML', 0],
    '/table.csv': [Buffer.from('name,city\nAyu,Bandung\n'), 'E_FORMAT', 0],
  };
  for (const [path, [body, code, accepted]] of Object.entries(files)) {
    await page.route(`**${path}`, (route) => route.fulfill({ body, headers: { 'content-type': 'application/octet-stream' } }));
    const { error, diagnostics } = await load(page, { source: { url: path } });
    expect([path, error?.code, diagnostics.accepted]).toEqual([path, code, accepted]);
    expect(diagnostics.seen).toBe(diagnostics.accepted + diagnostics.rejected);
  }
});

for (const [lang, said, title] of [
  ['en', /^http:\/\/127/, 'The data could not be loaded'],
  ['id', 'Server mengalami kesalahan.', 'Data tidak dapat dimuat'],
  ['fr', 'Le serveur a rencontré une erreur.', 'Les données n’ont pas pu être chargées'],
]) {
  test(`an error is said in the reader's language: ${lang}`, async ({ page }) => {
    await show(page, { source: { url: '/bad/500' }, lang });
    const alert = page.getByRole('alert');
    await expect(alert.getByRole('heading')).toHaveText(title, { timeout: 20_000 });
    await expect(alert.locator('.sa-state__text')).toHaveText(said);
    await expect(alert).toContainText('E_SERVER');
    await expect(alert).toContainText('status 500');
  });
}
