// Questions to the figures, as an analyst asks them: what stands behind a number, what it was, what if the rules were
// others, whether it adds up; and taking the answers along.
import { readFileSync } from 'node:fs';
import { violations } from './support/axe.mjs';
import { open, value } from './support/open.mjs';
import { expect, test } from './support/test.mjs';

const dialog = (page) => page.locator('dialog.sa-behind');

/** The rows that the open dialog says there are. */
const total = async (page) => Number(await dialog(page).locator('[data-total]').getAttribute('data-total'));

async function download(page, press) {
  const [file] = await Promise.all([page.waitForEvent('download'), press()]);
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
}

test('a figure opens exactly the rows behind it, by keyboard too', async ({ page }) => {
  await open(page, '#page=overview', 'overview.active_sessions');
  for (const metric of ['overview.active_sessions', 'overview.contacts', 'overview.messages_received_7d']) {
    const figure = page.locator(`button[data-metric="${metric}"]`).first();
    const count = Number(await figure.getAttribute('data-value'));
    await figure.focus();
    await page.keyboard.press('Enter');
    await expect(dialog(page).locator('[data-total]')).toBeVisible();
    expect(await total(page)).toBe(count);
    await expect(dialog(page).locator('tbody tr')).toHaveCount(Math.min(25, count));
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(dialog(page)).toBeHidden();
  }
});

test('rows behind a figure are sorted and searched, and taken along as they stand', async ({ page, isMobile }) => {
  await open(page, '#page=overview', 'overview.active_sessions');
  const figure = page.locator('button[data-metric="overview.active_sessions"]').first();
  const take = (what) => page.evaluate(async (what) => {
    const file = await document.querySelector('session-analytics').export('json', { metric: 'overview.active_sessions', ...what });
    return JSON.parse(await file.text()).rows;
  }, what);
  const all = await take({});
  const ids = (rows) => rows.map((row) => row.id);
  const longest = ids(all.toSorted((a, b) => (a.duration_s === null) - (b.duration_s === null) || b.duration_s - a.duration_s));
  const { customer_name: name } = all.at(-1);
  const named = ids(all.filter((row) => row.customer_name === name));
  expect(all.length).toBeGreaterThan(50);
  expect(named.length).toBeLessThan(10);

  await figure.click();
  const rows = dialog(page).locator('tbody tr');
  const shown = () => rows.evaluateAll((rows) => rows.map((row) => row.dataset.session));
  await expect.poll(shown).toEqual(ids(all).slice(0, 25));
  if (isMobile) {
    await dialog(page).getByLabel('Sort by').selectOption('-duration_s');
  } else {
    await dialog(page).getByRole('button', { name: 'Whole session' }).focus();
    await page.keyboard.press('Enter');
    await expect(dialog(page).getByRole('columnheader', { name: 'Whole session' })).toHaveAttribute('aria-sort', 'descending');
  }
  await expect.poll(shown).toEqual(longest.slice(0, 25));
  // What was pressed keeps the focus, so that it can be pressed again.
  await expect(isMobile ? dialog(page).getByLabel('Sort by') : dialog(page).getByRole('button', { name: 'Whole session' })).toBeFocused();
  await dialog(page).getByRole('button', { name: 'Next' }).click();
  await expect.poll(shown).toEqual(longest.slice(25, 50));

  await dialog(page).getByRole('searchbox').pressSequentially(name.toLowerCase());
  const found = longest.filter((id) => named.includes(id));
  await expect.poll(shown).toEqual(found);
  expect(await total(page)).toBe(found.length);
  await expect(dialog(page).getByRole('searchbox')).toBeFocused();
  const file = await download(page, () => dialog(page).getByRole('button', { name: 'JSON' }).click());
  expect(ids(JSON.parse(file.bytes).rows)).toEqual(found);
  expect(await violations(page)).toEqual([]);

  // The next figure begins anew.
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toBeHidden();
  await figure.click();
  await expect.poll(shown).toEqual(ids(all).slice(0, 25));
  await expect(dialog(page).getByRole('searchbox')).toHaveValue('');
});

test('what stands outside any session opens its events, and rejected records are led to', async ({ page }) => {
  await open(page);
  await page.evaluate(() => document.querySelector('session-analytics').append([{ type: 'message', id: '' }]));
  await page.getByRole('button', { name: /^Data quality/ }).click();
  const panel = page.locator('.sa-quality');
  for (const figure of (await panel.locator('button[data-metric="outside.by_type"]').all()).slice(0, 3)) {
    const count = Number(await figure.getAttribute('data-value'));
    await figure.click();
    await expect(dialog(page).locator('[data-total]')).toBeVisible();
    expect(await total(page)).toBe(count);
    await page.keyboard.press('Escape');
    await expect(dialog(page)).toBeHidden();
  }
  await panel.locator('button[data-metric="diagnostics.rejected"]').click();
  await expect(panel.locator('.sa-quality__rejects')).toBeFocused();
});

test('each figure of a chart opens its rows from the table of its data', async ({ page }) => {
  await open(page);
  const card = page.locator('.sa-card', { has: page.locator('#sa-title-source') });
  await card.getByRole('button', { name: /^Data and download/ }).click();
  const cell = card.locator('td[data-metric="sessions.by_source"]').first();
  const count = Number(await cell.getAttribute('data-value'));
  await cell.getByRole('button').click();
  await expect(dialog(page).locator('[data-total]')).toBeVisible();
  expect(await total(page)).toBe(count);
  const row = dialog(page).locator('tr[data-session]').first();
  const id = await row.getAttribute('data-session');
  await row.getByRole('button').click();
  await expect(page.locator(`.sa-detail__head[data-session="${id}"]`)).toBeVisible();
});

test('comparing sets every figure beside that of the period before, and the address keeps it', async ({ page }) => {
  await open(page, '#period=2026-01-17..2026-01-24');
  await expect(page.locator('.sa-delta')).toHaveCount(0);
  await page.getByRole('button', { name: 'Compare' }).click();
  const delta = page.locator('[data-difference-of="sessions.total"]').first();
  await expect(delta).toBeVisible();
  const { previous } = await page.evaluate(() => document.querySelector('session-analytics').report({ compare: true }));
  const now = await value(page, 'sessions.total');
  expect(Number(await delta.getAttribute('data-was'))).toBe(previous.sessions.total);
  expect(Number(await delta.getAttribute('data-difference'))).toBe(now - previous.sessions.total);
  await expect(page.locator('.sa-chart .sa-previous, .sa-chart [class*="previous"]').first()).toBeAttached();
  expect(page.url()).toContain('compare=1');
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
  expect(await violations(page)).toEqual([]);
  await page.reload();
  await expect(delta).toBeVisible({ timeout: 20_000 });
});

test('another policy shows the difference to the one before, until it is dismissed', async ({ page }) => {
  await open(page);
  const before = await value(page, 'sessions.total');
  await page.getByRole('button', { name: /^Session policy/ }).click();
  await page.locator('#sa-panel-policy .sa-option').nth(2).click();
  const delta = page.locator('[data-difference-of="sessions.total"]').first();
  await expect(delta).toBeVisible();
  expect(Number(await delta.getAttribute('data-was'))).toBe(before);
  expect((await value(page, 'sessions.total')) - before).toBe(Number(await delta.getAttribute('data-difference')));
  await page.getByRole('button', { name: 'Done' }).click();
  await expect(delta).toHaveCount(0);
  await page.getByRole('button', { name: /^Session policy/ }).click();
  await page.locator('#sa-panel-policy .sa-option').nth(1).click();
  await expect(delta).toBeVisible();
  await page.goBack();
  await expect(delta).toHaveCount(0);
});

test('rules of one’s own say why they make no sense; what-if changes the SLA', async ({ page }) => {
  await open(page);
  const inside = await value(page, 'sessions.performance.sla.in_rate');
  await page.getByRole('button', { name: /^Session policy/ }).click();
  const panel = page.locator('#sa-panel-policy');
  await panel.getByText('Rules of your own').click();
  await panel.getByLabel('Resolving ends a session').uncheck();
  await expect(panel.getByRole('alert').first()).toContainText('Nothing ends a session');
  await panel.getByLabel('Resolving ends a session').check();
  await panel.getByText('What if …').click();
  await panel.getByLabel(/^SLA/).focus();
  for (let i = 0; i < 6; i++) await page.keyboard.press('ArrowLeft');
  expect(page.url()).toContain('sla_resolution_s');
  await expect.poll(() => value(page, 'sessions.performance.sla.in_rate')).not.toBe(inside);
  await panel.getByLabel('Lengths of time count').selectOption('business');
  await expect(page.locator('[data-difference-of="sessions.performance.duration.mean_s"]').first()).toBeVisible();
  await expect(page.locator('.sa-notice--warn')).toHaveCount(0);
  expect(await violations(page)).toEqual([]);
});

test('the figures check themselves', async ({ page }) => {
  await open(page);
  await page.getByRole('button', { name: 'Check the figures' }).click();
  const panel = page.locator('.sa-checks');
  await expect(panel.locator('[data-wrong="0"]')).toBeVisible({ timeout: 20_000 });
  for (const kind of ['parts', 'list', 'export']) {
    expect(await panel.locator(`[data-check="${kind}"][data-holds="true"]`).count()).toBeGreaterThan(20);
  }
  expect(await violations(page)).toEqual([]);
});

test('a view is saved by name, recalled, shared as a link and deleted', async ({ page }) => {
  await open(page, '#f.channel=whatsapp');
  const filtered = await value(page, 'sessions.total');
  const views = page.getByRole('button', { name: /Saved views/ });
  await views.click();
  await page.getByLabel('Name of the view').fill('WhatsApp = <b>only</b>');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  expect(await page.getByLabel('Link to the present view').inputValue()).toContain('f.channel=whatsapp');
  expect(await violations(page)).toEqual([]);
  await page.goto('about:blank');
  await open(page);
  await expect.poll(() => value(page, 'sessions.total'), { timeout: 20_000 }).toBeGreaterThan(filtered);
  await views.click();
  await page.getByRole('button', { name: 'WhatsApp = <b>only</b>', exact: true }).click();
  await expect.poll(() => value(page, 'sessions.total')).toBe(filtered);
  await views.click();
  await page.getByRole('button', { name: /^Delete WhatsApp/ }).click();
  await expect(page.getByText('No views yet', { exact: false })).toBeVisible();
});

test('where nothing may be kept, saving says so', async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('blocked', 'SecurityError'); } });
  });
  await open(page);
  await page.getByRole('button', { name: /Saved views/ }).click();
  await expect(page.getByText('keep nothing', { exact: false })).toBeVisible();
});

test('page and list are taken along with the filters in force', async ({ page }) => {
  await open(page, '#f.channel=whatsapp');
  const count = await value(page, 'sessions.total');
  const menu = () => page.getByRole('button', { name: /Export$/ }).click();
  await menu();
  const csv = await download(page, () => page.getByRole('button', { name: 'Session list: CSV' }).click());
  expect(csv.name).toMatch(/^session-analytics_session-list_2026-01-02_2026-01-31_Asia-Jakarta\.csv$/);
  const [about, list] = csv.bytes.toString().split('\r\n\r\n');
  expect(about).toContain('tz,Asia/Jakarta');
  expect(about).toContain('whatsapp');
  expect(list.trim().split('\r\n').length - 2).toBe(count);
  const json = await download(page, () => page.getByRole('button', { name: 'This page: JSON' }).click());
  expect(JSON.parse(json.bytes).report.sessions.total).toBe(count);
  const xlsx = await download(page, () => page.getByRole('button', { name: 'This page: XLSX' }).click());
  expect(xlsx.name).toMatch(/_Asia-Jakarta\.xlsx$/);
  expect(xlsx.bytes.subarray(0, 2).toString()).toBe('PK');
  const text = await page.evaluate(async () => (await document.querySelector('session-analytics').export('csv')).text());
  expect(text).toContain(`\r\nsessions.total,${count}\r\n`);
  const refused = await page.evaluate(() => document.querySelector('session-analytics').export('pdf').catch(({ code, path }) => [code, path]));
  expect(refused).toEqual(['E_CONFIG', 'format']);
});

test('a chart is taken along as a picture', async ({ page }) => {
  await open(page);
  const card = page.locator('.sa-card', { has: page.locator('#sa-title-source') });
  await card.getByRole('button', { name: /^Data and download/ }).click();
  const svg = await download(page, () => card.getByRole('button', { name: 'SVG' }).click());
  expect(svg.name).toMatch(/2026-01-02_2026-01-31_Asia-Jakarta\.svg$/);
  expect(svg.bytes.toString()).toMatch(/^<svg[^]*fill="rgb/);
  expect(svg.bytes.toString()).not.toContain('var(');
  const png = await download(page, () => card.getByRole('button', { name: 'PNG' }).click());
  expect(png.bytes.subarray(1, 4).toString()).toBe('PNG');
});

test('print gives the report alone, with what it is of', async ({ page }) => {
  await open(page);
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('.sa-print')).toContainText('Asia/Jakarta');
  await expect(page.locator('.sa-toolbar')).toBeHidden();
  await expect(page.locator('[data-metric="sessions.total"]').first()).toBeVisible();
});

for (const [lang, word] of [['id', 'Bandingkan'], ['fr', 'Comparer']]) {
  test(`questions are asked in ${lang}`, async ({ page }) => {
    await open(page);
    await page.evaluate((lang) => document.querySelector('session-analytics').setAttribute('lang', lang), lang);
    await expect(page.getByRole('button', { name: word })).toBeVisible();
    await expect(page.locator('session-analytics')).not.toContainText('Saved views');
    await expect(page.locator('session-analytics')).not.toContainText('Export:');
  });
}
