// Where an element stands: several in one address, and the language around it.
import { expect, test } from './support/test.mjs';
import { CONFIG, html, serve } from './support/serve.mjs';

const ONE = '<session-analytics eager src-config="/demo.json"></session-analytics>';
let server;
test.beforeAll(async () => { server = await serve({ routes: { '/two': html(ONE + ONE), '/host': html('<main></main>') } }); });
test.afterAll(async () => server.close());

test.describe('C25 elements without an id keep their views apart', () => {
  /** By element; none before its figures stand. */
  const filters = (page) => page.evaluate(() => [...document.querySelectorAll('session-analytics')]
    .map((element) => (element.shadowRoot.querySelector('[data-metric="sessions.total"]') ? element.filters : null)));
  const filter = (page, i, value) => page.evaluate(([i, value]) => { document.querySelectorAll('session-analytics')[i].filters = value; }, [i, value]);
  const hash = (page) => new URL(page.url()).hash;
  const WHATSAPP = { channel: ['whatsapp'] };
  const EMAIL = { channel: ['email'] };

  async function open(page) {
    await page.goto(`${server.url}/two`);
    await expect.poll(() => filters(page), { timeout: 20_000 }).toEqual([{}, {}]);
    await filter(page, 1, EMAIL);
    await expect.poll(() => filters(page)).toEqual([{}, EMAIL]);
    await filter(page, 0, WHATSAPP);
    await expect.poll(() => hash(page)).toBe('#2.f.channel=email&f.channel=whatsapp');
    expect(await filters(page)).toEqual([WHATSAPP, EMAIL]);
  }

  test('through Back, Forward and a reload', async ({ page }) => {
    await open(page);
    const totals = () => page.evaluate(() => Promise.all([...document.querySelectorAll('session-analytics')].map(async (element) => (await element.report()).sessions.total)));
    const before = await totals();
    expect(before[0]).not.toBe(before[1]);
    for (const there of [[{}, EMAIL], [{}, {}]]) {
      await page.goBack();
      await expect.poll(() => filters(page)).toEqual(there);
    }
    for (const there of [[{}, EMAIL], [WHATSAPP, EMAIL]]) {
      await page.goForward();
      await expect.poll(() => filters(page)).toEqual(there);
    }
    await page.reload();
    await expect.poll(() => filters(page), { timeout: 20_000 }).toEqual([WHATSAPP, EMAIL]);
    await expect.poll(totals).toEqual(before);
  });

  test('when one starts anew, or another takes its place', async ({ page }) => {
    await open(page);
    await page.evaluate(() => document.querySelectorAll('session-analytics')[1].setAttribute('role', 'owner'));
    await expect.poll(() => filters(page), { timeout: 20_000 }).toEqual([WHATSAPP, EMAIL]);
    // The new one is put in before the old one goes, as frameworks do.
    await page.evaluate((config) => {
      const old = document.querySelector('session-analytics');
      old.before(Object.assign(document.createElement('session-analytics'), { config }));
      old.remove();
    }, CONFIG);
    await expect.poll(() => filters(page), { timeout: 20_000 }).toEqual([WHATSAPP, EMAIL]);
    // An attribute that goes takes its own element's piece of the address along.
    await page.evaluate(() => { for (const element of document.querySelectorAll('session-analytics')) element.setAttribute('tz', 'UTC'); });
    await expect.poll(() => hash(page).split(/[#&]/).filter((piece) => piece.includes('tz=')).sort()).toEqual(['2.tz=UTC', 'tz=UTC']);
    await page.evaluate(() => document.querySelectorAll('session-analytics')[1].removeAttribute('tz'));
    expect(hash(page).split(/[#&]/).filter((piece) => piece.includes('tz='))).toEqual(['tz=UTC']);
    await expect.poll(() => filters(page), { timeout: 20_000 }).toEqual([WHATSAPP, EMAIL]);
  });
});

test('the language is that around the element, out of the shadow trees that it is in', async ({ page }) => {
  await page.goto(`${server.url}/host`);
  await page.evaluate((config) => {
    document.documentElement.lang = 'fr-CA';
    const inside = (parent) => parent.appendChild(document.createElement('div')).attachShadow({ mode: 'open' });
    inside(inside(document.querySelector('main'))).append(Object.assign(document.createElement('session-analytics'), { config }));
  }, CONFIG);
  const root = page.locator('session-analytics .sa-root');
  await expect(root).toHaveAttribute('lang', 'fr', { timeout: 20_000 });
  await expect(root.locator('.sa-tab').nth(1)).toHaveText('Vue d’ensemble');
});
