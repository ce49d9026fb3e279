// The Sessions page as a support lead uses it: figures add up, every chart is a control, the address keeps the view.
import { violations } from './support/axe.mjs';
import { open, value } from './support/open.mjs';
import { expect, test } from './support/test.mjs';

test('parts sum to wholes and the list is as long as the card', async ({ page }) => {
  await open(page);
  const total = await value(page, 'sessions.total');
  expect(total).toBeGreaterThan(0);
  expect(await value(page, 'sessions.first_customer') + await value(page, 'sessions.returning_customer')).toBe(total);
  const parts = ['ai', 'agent', 'other', 'unresolved'];
  const sums = await Promise.all(parts.map((part) => value(page, `sessions.resolution.${part}`)));
  expect(sums.reduce((a, b) => a + b)).toBe(total);
  const answer = await page.evaluate(() => document.querySelector('session-analytics').sessions({ page: 1, per_page: 25 }));
  expect(answer.total).toBe(total);
  const report = await page.evaluate(() => document.querySelector('session-analytics').report());
  expect(report.sessions.total).toBe(total);
});

test('a slice filters everything, a chip takes it back, and a reload keeps it', async ({ page }) => {
  await open(page);
  const total = await value(page, 'sessions.total');
  const slice = page.locator('.sa-hit[data-key="whatsapp"]').first();
  await slice.focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => value(page, 'sessions.total')).toBeLessThan(total);
  const filtered = await value(page, 'sessions.total');
  await expect(page.locator('button.sa-chip').first()).toBeVisible();
  expect(new URL(page.url()).hash).toContain('whatsapp');
  await page.reload();
  await expect.poll(() => value(page, 'sessions.total'), { timeout: 20_000 }).toBe(filtered);
  await page.locator('button.sa-chip').first().click();
  await expect.poll(() => value(page, 'sessions.total')).toBe(total);
});

test('an address that sorts by no column shows the list in its own order', async ({ page }) => {
  await open(page, '#sort=-nothing&f.channel=whatsapp');
  await expect(page.locator('.sa-list tbody tr[data-session]')).toHaveCount(25);
  const { rows } = await page.evaluate(() => document.querySelector('session-analytics').sessions());
  await expect(page.locator('.sa-list tbody tr').first()).toHaveAttribute('data-session', rows[0].id);
  expect(page.url()).not.toContain('sort=');
  expect(page.url()).toContain('f.channel=whatsapp');
});

test('a name is searched for as it is typed, blank and all', async ({ page }) => {
  await open(page);
  const listed = (options) => page.evaluate((options) => document.querySelector('session-analytics').sessions(options), options);
  const { rows } = await listed({ per_page: 100 });
  const { customer_name: name } = rows.find((row) => row.customer_name.includes(' '));
  const search = page.locator('.sa-list').getByRole('searchbox');
  await search.pressSequentially(name, { delay: 30 });
  await expect(search).toHaveValue(name);
  const found = await listed({ search: name });
  expect(found.total).toBeGreaterThan(0);
  await expect(page.locator('.sa-list .sa-pager__range')).toContainText(`of ${found.total}`);
  await expect(page.locator('.sa-list tbody tr').first()).toHaveAttribute('data-session', found.rows[0].id);
});

test('a row opens the session, and back closes it', async ({ page }) => {
  await open(page);
  const row = page.locator('tr[data-session]').first();
  const id = await row.getAttribute('data-session');
  await row.click();
  await expect(page.locator(`.sa-detail__head[data-session="${id}"]`)).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.goBack();
  await expect(page.locator('.sa-detail__head')).toHaveCount(0);
});

for (const scheme of ['light', 'dark']) {
  for (const view of ['sessions', 'overview']) {
    test(`${view} passes axe in ${scheme} and does not scroll sideways`, async ({ page }) => {
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
      await page.goto(`/#page=${view}`);
      const metric = view === 'sessions' ? 'sessions.total' : 'overview.active_sessions';
      await expect(page.locator(`[data-metric="${metric}"]`).first()).toBeVisible({ timeout: 20_000 });
      expect(await violations(page)).toEqual([]);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect(overflow).toBe(0);
    });
  }
}

/** An element of its own on the page, with this configuration. */
async function mount(page, config) {
  await page.goto('/');
  await page.evaluate((config) => {
    document.querySelector('session-analytics').remove();
    const element = document.createElement('session-analytics');
    element.config = config;
    document.querySelector('main').append(element);
  }, config);
}

const NOW = '2026-01-31T12:00:00Z';

for (const [name, url, what] of [
  ['a missing file', '/bad/missing', /404|not found/i],
  ['a server error', '/bad/500', /500|server/i],
  ['a web page instead of records', '/bad/html', /html|web page/i],
]) {
  test(`${name} is an error that says what to do`, async ({ page }) => {
    await mount(page, { now: NOW, source: { url } });
    await expect(page.locator('session-analytics [role="alert"]').first()).toContainText(what, { timeout: 30_000 });
  });
}

test('what had arrived before a broken gzip stays usable', async ({ page }) => {
  await mount(page, { now: NOW, from: '2026-01-01', to: '2026-02-01', source: { url: '/bad/truncated.ndjson.gz' } });
  await expect(page.locator('[data-metric="sessions.total"]').first()).toBeVisible({ timeout: 30_000 });
  await expect(page.locator('session-analytics [role="alert"]').first()).toBeVisible();
});

test('the engine without a face gives the figures of the page', async ({ page }) => {
  await open(page);
  const total = await value(page, 'sessions.total');
  const [plain, list] = await page.evaluate(async () => {
    const { createEngine } = await import(new URL('session-analytics.js', document.baseURI).href);
    const config = await (await fetch('demo.json')).json();
    const engine = await createEngine(config);
    await engine.load();
    const answers = [await engine.report(), await engine.sessions({ page: 1, per_page: 10 })];
    await engine.dispose();
    return answers;
  });
  expect(plain.sessions.total).toBe(total);
  expect(list.total).toBe(total);
  expect(list.rows).toHaveLength(Math.min(10, total));
});

for (const lang of ['id', 'fr']) {
  test(`the page speaks ${lang}`, async ({ page }) => {
    await page.goto('/');
    await page.evaluate((lang) => document.querySelector('session-analytics').setAttribute('lang', lang), lang);
    const word = lang === 'id' ? /sesi/i : /sessions|clients/i;
    await expect(page.locator('session-analytics')).toContainText(word, { timeout: 20_000 });
    expect(await violations(page)).toEqual([]);
  });
}
