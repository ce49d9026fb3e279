// Each example under examples/ comes up from the packed package, with the figures of the command line.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { EXAMPLES, EXAMPLES_URL, installed, sameFigures, serve } from '../support/consumer.mjs';
import { expect, test } from '../support/test.mjs';

// Each below a path of its own, under the strictest policy.
for (const [name, path] of [
  ['a script tag', 'plain/'], ['webpack', 'webpack/'], ['Vite', 'vite/dist/'], ['React', 'react/dist/'], ['React 18', 'react-18/dist/'],
  ['Vue', 'vue/dist/'],
]) {
  test(`C35 built with ${name}`, async ({ page }) => {
    await page.goto(`${EXAMPLES_URL}/${path}`);
    await sameFigures(page);
  });
}

for (const name of ['vite', 'react', 'react-18', 'vue']) {
  test(`C35 in development with Vite: ${name}`, async ({ page }) => {
    const server = await serve([join(installed('vite/package.json'), '../bin/vite.js'), '--port', '0', '--host', '127.0.0.1'], name);
    try {
      await page.goto(server.address);
      await sameFigures(page);
    } finally {
      server.stop();
    }
  });
}

test('Vite shows what the page hears', async ({ page }) => {
  await page.goto(`${EXAMPLES_URL}/vite/dist/`);
  await expect(page.locator('#records')).toHaveText('579 records');
});

test('C35 React sets filters as a property and hears of changes', async ({ page }) => {
  await page.goto(`${EXAMPLES_URL}/react/dist/`);
  await expect(page.getByText('579 records')).toBeVisible();
  await page.getByLabel('Channel', { exact: false }).first().selectOption('whatsapp');
  await expect.poll(() => page.locator('session-analytics').evaluate((element) => element.filters)).toEqual({ channel: ['whatsapp'] });
  const total = page.locator('[data-metric="sessions.total"]').first();
  await expect(total).not.toHaveAttribute('data-value', '40');
  const report = await page.locator('session-analytics').evaluate((element) => element.report());
  await expect(total).toHaveAttribute('data-value', String(report.sessions.total));
});

test('C35 React 18 does it through a reference', async ({ page }) => {
  await page.goto(`${EXAMPLES_URL}/react-18/dist/`);
  await expect(page.getByText('579 records')).toBeVisible();
  await page.getByRole('button', { name: 'WhatsApp', exact: true }).first().click();
  await expect.poll(() => page.locator('session-analytics').evaluate((element) => element.filters)).toEqual({ channel: ['whatsapp'] });
});

test('C35 Vue sets filters as a property and hears of changes', async ({ page }) => {
  await page.goto(`${EXAMPLES_URL}/vue/dist/`);
  await expect(page.getByText('579 records')).toBeVisible();
  await page.getByRole('button', { name: 'Resolved by AI' }).click();
  await expect.poll(() => page.locator('session-analytics').evaluate((element) => element.filters)).toEqual({ resolved_by: ['ai'] });
  await expect(page.locator('[data-metric="sessions.total"]').first()).not.toHaveAttribute('data-value', '40');
});

test('C35 a server makes the page, and the browser the widget', async ({ page, request }) => {
  const server = await serve(['server.js'], 'node', { PORT: '0' });
  try {
    const page_ = await request.get(server.address);
    expect(await page_.text()).toContain('<session-analytics src-config="/report.json" lang="fr"></session-analytics>');
    await page.goto(server.address);
    await sameFigures(page);
    await expect(page.locator('.sa-root')).toHaveAttribute('lang', 'fr');
  } finally {
    server.stop();
  }
});

test('C35 the import does nothing on a server, and does not fail', () => {
  const code = `import * as all from 'session-analytics'; console.log(Object.keys(all).sort().join());`;
  const said = execFileSync(process.execPath, ['--input-type=module', '--eval', code], { cwd: join(EXAMPLES, 'node'), encoding: 'utf8' });
  expect(said.trim()).toBe('createEngine,mount');
});
