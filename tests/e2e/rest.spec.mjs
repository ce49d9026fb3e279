// The programs come in two parts: the first figures need the first one alone, and what a person does before the second
// has come happens once it is there.
import { open, value } from './support/open.mjs';
import { expect, test } from './support/test.mjs';

const REST = /-rest-[0-9a-f]+\.wasm/;
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

for (const [name, config] of Object.entries({
  'the stream': {},
  Indonesian: { lang: 'id' },
  'French with a policy and a comparison': { lang: 'fr', policy: 'inactivity_10m', compare: true },
  'a scope and filters': { scope: { channel: ['email'] }, filters: { label: ['billing'] } },
  'a period without anything': { from: '2020-01-01', to: '2020-02-01' },
  'a truncated gzip': { source: { url: '/bad/truncated.ndjson.gz' } },
  'a web page instead of records': { source: { url: '/' } },
  'a file that is not there': { source: { url: '/bad/missing' } },
  'a connection that drops': { source: { url: '/bad/drop' } },
  'a config that is wrong': { polcy: 'resolution' },
  'a role that may not look': { role: 'agent' },
})) {
  test(`the first page needs the first part alone: ${name}`, async ({ page }) => {
    const told = await listen(page);
    await page.route(REST, (route) => route.abort());
    await page.route('**/demo.json', async (route) => {
      const given = await (await route.fetch()).json();
      await route.fulfill({ json: { ...given, ...config } });
    });
    await page.goto('/');
    await stands(page);
    await page.waitForTimeout(1500);
    await expect(page.locator('.boot[role="alert"]')).toHaveCount(0);
    expect((await told()).filter(([type, code]) => type === 'sa-recovered' || ['E_CRASHED', 'E_LOAD'].includes(code))).toEqual([]);
  });
}

test('a press that comes before the rest happens once it is there', async ({ page }) => {
  let go;
  const gate = new Promise((resolve) => (go = resolve));
  await page.route(REST, async (route) => {
    await gate;
    await route.continue();
  });
  await page.goto('/');
  await figures(page);
  const total = await value(page, 'sessions.total');
  await page.locator('tr[data-session]').first().click();
  await expect(page.locator('.sa-detail__head')).toHaveCount(0);
  const report = page.evaluate(() => document.querySelector('session-analytics').report());
  go();
  await expect(page.locator('.sa-detail__head')).toBeVisible({ timeout: 20_000 });
  expect((await report).sessions.total).toBe(total);
});

test('a rest that does not come is said, and is asked for again', async ({ page }) => {
  const told = await listen(page);
  await page.route(REST, (route) => route.abort());
  await page.goto('/');
  await figures(page);
  await page.locator('tr[data-session]').first().click();
  await expect.poll(async () => (await told()).map(([, code]) => code)).toContain('E_LOAD');
  await page.unroute(REST);
  await page.locator('tr[data-session]').first().click();
  await expect(page.locator('.sa-detail__head')).toBeVisible({ timeout: 20_000 });
});
