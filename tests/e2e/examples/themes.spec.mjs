// Three themes of tokens alone, on one page: each looks like itself, and all can be read.
import { violations } from '../support/axe.mjs';
import { EXAMPLES, EXAMPLES_URL, sameFigures } from '../support/consumer.mjs';
import { found } from '../support/docs.mjs';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '../support/test.mjs';

const THEMES = ['warm', 'contrast', 'compact'];

test('each theme holds its own against the others', async ({ page }) => {
  await page.goto(`${EXAMPLES_URL}/themes/`);
  const grounds = [];
  for (const theme of THEMES) {
    await page.locator(`#${theme}`).scrollIntoViewIfNeeded();
    await sameFigures(page, `#${theme}`);
    grounds.push(await page.locator(`#${theme} .sa-root`).evaluate((root) => getComputedStyle(root).backgroundColor));
  }
  expect(new Set(grounds).size).toBe(THEMES.length);
});

for (const colorScheme of ['light', 'dark']) {
  test(`all can be read on a ${colorScheme} page`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.goto(`${EXAMPLES_URL}/themes/`);
    for (const theme of THEMES) {
      await page.locator(`#${theme}`).scrollIntoViewIfNeeded();
      await expect(page.locator(`#${theme} [data-session]`).first()).toBeVisible({ timeout: 20_000 });
    }
    expect(await violations(page)).toEqual([]);
  });
}

test('a theme sets tokens, and what every host may set', () => {
  for (const theme of THEMES) {
    const set = found(readFileSync(join(EXAMPLES, 'themes', `${theme}.css`), 'utf8'), /^ {2}([\w-]+):/gm);
    expect(set.filter((name) => !name.startsWith('--sa-') && name !== 'border-radius')).toEqual([]);
  }
});
