// The page as a person waits for it: everything is loaded and its figures stand.
import { expect } from './test.mjs';

/** The unformatted value of a figure; of several, of the one that `key` names. */
export async function value(page, metric, key) {
  const at = key === undefined ? '' : `[data-key="${key}"]`;
  return Number(await page.locator(`[data-metric="${metric}"]${at}`).first().getAttribute('data-value'));
}

/** Opens the page; `metric` is a figure of it that is not zero. */
export async function open(page, fragment = '', metric = 'sessions.total') {
  await page.goto(`/${fragment}`);
  await expect(page.locator(`[data-metric="${metric}"]`).first()).toBeVisible({ timeout: 20_000 });
  await expect.poll(() => value(page, metric), { timeout: 20_000 }).toBeGreaterThan(0);
  await settled(page);
}

/** Waits until all has arrived, and is on the page. */
export async function settled(page) {
  await expect(page.locator('.sa-head__updated')).toHaveText(/\d/, { timeout: 20_000 });
  await expect(page.locator('.sa-progress')).toHaveCount(0, { timeout: 20_000 });
  await expect(page.locator('.sa-root[aria-busy="false"]')).toHaveCount(1);
}
