// New records flow in while somebody works: figures move, and nothing else does.
import { randomUUID } from 'node:crypto';
import { errors, mount, report, visit, write } from './support/backend.mjs';
import { expect, test } from './support/test.mjs';

// In February nothing happens but what these tests write: the other ones look at January.
const FEBRUARY = { from: '2026-01-25', now: '2026-02-10T00:00:00Z' };
let minute = 0;

/** Somebody new writes on a channel. */
const message = (channel) => {
  const id = randomUUID();
  minute++;
  const at = new Date(Date.UTC(2026, 1, 5, 3, minute)).toISOString();
  return { type: 'message', id, at, conversation_id: id, customer_id: id, channel, from: 'customer', text: 'Halo' };
};

const total = async (page) => Number(await page.locator('[data-metric="sessions.total"]').first().getAttribute('data-value'));

/** What has the focus inside of the element. */
const focused = (page, name) => page.evaluate((name) => document.querySelector('session-analytics').shadowRoot.activeElement?.getAttribute(name), name);

test.skip(({ viewport }) => viewport.width < 600);

test('polling asks for what is new, and a mark under the keys stays under them', async ({ page, request }) => {
  const seen = await visit(page);
  await mount(page, { ...FEBRUARY, source: { poll_s: 1 } });
  await report(page);
  const before = await total(page);
  const first = seen.findIndex(({ since }) => since !== null);
  expect(first === -1 || first > 0).toBe(true);

  // A donut's mark by keys.
  const donut = page.locator('[data-kind="donut"] .sa-hit[tabindex]');
  await donut.first().focus();
  await page.keyboard.press('ArrowRight');
  const [key, node] = [await focused(page, 'data-key'), await page.evaluateHandle(() => document.querySelector('session-analytics').shadowRoot.activeElement)];
  const keys = () => donut.evaluateAll((marks) => marks.map((mark) => mark.getAttribute('data-key')));
  const known = await keys();
  expect(key).toBeTruthy();
  await page.evaluate(() => {
    const root = document.querySelector('session-analytics').shadowRoot;
    window.gaps = 0;
    const look = () => {
      const figure = root.querySelector('[data-metric="sessions.total"]');
      if (!figure || root.querySelector('.sa-progress') || root.querySelectorAll('[data-kind="donut"] .sa-hit').length === 0) window.gaps++;
      requestAnimationFrame(look);
    };
    look();
  });
  await write(request, ...['whatsapp', 'email', 'live_chat'].map(message));
  await expect.poll(() => total(page), { timeout: 15_000 }).toBeGreaterThanOrEqual(before + 3);
  expect(await focused(page, 'data-key')).toBe(key);
  // Another test may have written on a channel that was not there: then the marks are new ones, and the focus is on its own.
  if (String(await keys()) === String(known)) expect(await node.evaluate((mark) => mark.isConnected)).toBe(true);
  expect(await page.evaluate(() => window.gaps)).toBe(0);
  // The key that follows does what it would have done.
  await page.keyboard.press('Enter');
  await expect(page.locator('.sa-chip')).toHaveCount(1);
  await write(request, message('whatsapp'));
  const since = seen.length;
  await expect.poll(() => seen.length, { timeout: 15_000 }).toBeGreaterThan(since + 1);
  await expect(page.locator('.sa-chip')).toHaveCount(1);
  expect(seen.at(-1).since).toMatch(/^2026-02-0\d/);
  expect(await errors(page)).toEqual([]);
});

test('while data arrives, the day under the keys, an open list and a scrolled page stay', async ({ page, request }) => {
  const seen = await visit(page);
  await mount(page, { ...FEBRUARY, source: { poll_s: 1 } });
  await report(page);
  const more = async (...channels) => {
    const before = await total(page).catch(() => 0);
    await write(request, ...channels.map(message));
    return before + channels.length;
  };
  const brush = page.locator('.sa-brush').first();
  await brush.focus();
  for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight']) await page.keyboard.press(key);
  const day = await brush.getAttribute('aria-valuenow');
  // So many on one day that the scale of the chart changes, and with it the room for its labels.
  const grown = await more(...Array.from({ length: 120 }, () => 'telegram'));
  await expect.poll(() => total(page), { timeout: 15_000 }).toBeGreaterThanOrEqual(grown);
  expect(await focused(page, 'class')).toContain('sa-brush');
  expect(await brush.getAttribute('aria-valuenow')).toBe(day);

  // A row of the list: others come above it, and the key still opens the one that it was on.
  const session = await page.locator('tr[data-session]').first().getAttribute('data-session');
  await page.locator('tr[data-session]').first().getByRole('button').focus();
  await more('sms');
  await expect(page.locator('tr[data-session]').first()).not.toHaveAttribute('data-session', session, { timeout: 15_000 });
  await page.waitForTimeout(100);
  await page.keyboard.press('Enter');
  await expect(page.locator('.sa-detail [data-session]').first()).toHaveAttribute('data-session', session);
  await page.goBack();

  // The rows behind a figure, and where they are scrolled to.
  await page.locator('button[data-metric="sessions.reopened.count"]').first().click();
  const dialog = page.locator('dialog.sa-behind');
  await expect(dialog.locator('[data-total]')).toBeVisible();
  const next = await more('sms');
  const polls = seen.length;
  await expect.poll(() => seen.length, { timeout: 15_000 }).toBeGreaterThan(polls + 2);
  await expect(dialog).toBeVisible();
  expect(await dialog.evaluate((dialog) => dialog.contains(dialog.getRootNode().activeElement))).toBe(true);
  await page.keyboard.press('Escape');
  await expect.poll(() => total(page)).toBeGreaterThanOrEqual(next);

  // An open session, scrolled.
  await page.locator('tr[data-session]').first().click();
  await expect(page.locator('.sa-detail')).toBeVisible();
  await page.evaluate(() => scrollTo(0, 200));
  const top = await page.evaluate(() => scrollY);
  await write(request, message('sms'));
  const later = seen.length;
  await expect.poll(() => seen.length, { timeout: 15_000 }).toBeGreaterThan(later + 2);
  await expect(page.locator('.sa-detail')).toBeVisible();
  expect(await page.evaluate(() => scrollY)).toBe(top);
});

test('a refresh fetches what is new: by `since` where the source is polled, else by the pages’ marks', async ({ page, request }) => {
  const seen = await visit(page);
  await mount(page, { ...FEBRUARY, path: '?limit=500', source: { poll_s: 600 } });
  await report(page);
  const pages = seen.length;
  expect(pages).toBeGreaterThan(3);
  await write(request, message('line'));
  const before = await total(page);
  await page.evaluate(() => document.querySelector('session-analytics').refresh());
  await expect.poll(() => total(page)).toBeGreaterThan(before);
  const newer = seen.slice(pages);
  expect(newer.map(({ since }) => since !== null)).toEqual([true]);
  // What the page adds by itself says nothing about what the source has told.
  const own = { ...message('line'), at: '2026-02-09T00:00:00Z' };
  await page.evaluate((own) => document.querySelector('session-analytics').append([own]), own);
  await page.evaluate(() => document.querySelector('session-analytics').refresh());
  expect(seen.at(-1).since).toMatch(/^2026-02-05/);

  seen.length = 0;
  await mount(page, { ...FEBRUARY, path: '?limit=500' });
  const clean = await report(page);
  seen.length = 0;
  await page.evaluate(() => document.querySelector('session-analytics').refresh());
  const statuses = seen.map(({ status }) => status);
  // What another test wrote meanwhile is on the last page.
  expect(statuses.slice(0, pages - 1)).toEqual(Array(pages - 1).fill(304));
  const again = await page.evaluate(() => document.querySelector('session-analytics').report());
  if (statuses.every((status) => status === 304)) expect(again.diagnostics).toEqual(clean.diagnostics);
});
