// The page comes up at all: the element is defined, has a size, and breaks no rule.
import { violations } from './support/axe.mjs';
import { expect, test } from './support/test.mjs';

test('the page has the element', async ({ page }) => {
  await page.goto('/');
  await expect(page.locator('session-analytics')).toBeVisible();
  const defined = await page.evaluate(() => Promise.race([
    customElements.whenDefined('session-analytics').then(() => true),
    new Promise((give_up) => { setTimeout(() => give_up(false), 5000); }),
  ]));
  expect(defined).toBe(true);
});

test('the page passes axe', async ({ page }) => {
  await page.goto('/');
  await expect(page.locator('session-analytics')).toBeVisible();
  expect(await violations(page)).toEqual([]);
});

test('the server has the routes that error tests need', async ({ request }) => {
  expect((await request.get('/bad/500')).status()).toBe(500);
  expect((await request.get('/bad/missing')).status()).toBe(404);
  expect((await request.get('/bad/html')).headers()['content-type']).toContain('text/html');
  expect((await request.get('/bad/truncated.ndjson.gz')).headers()['content-type']).toBe('application/gzip');
  await expect(request.get('/bad/drop')).rejects.toThrow();
  expect((await request.get('/small.ndjson')).headers()['content-type']).toBe('application/x-ndjson');
});
