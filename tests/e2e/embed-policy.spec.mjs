// The host's Content-Security-Policy and Trusted Types: the whole flow under the strictest policy, from the page's own
// server and from another origin; and what a person reads when a word of the policy is missing.
import { expect, test } from './support/noted.mjs';
import { readFileSync } from 'node:fs';
import { CONFIG, html, serve } from './support/serve.mjs';
import { settled, value } from './support/open.mjs';

const csp = (directives) => Object.entries(directives).map(([name, sources]) => [name, ...sources].join(' ')).join('; ');
const OWN = {
  'default-src': ["'none'"], 'script-src': ["'self'", "'wasm-unsafe-eval'"], 'style-src': ["'self'"], 'connect-src': ["'self'"],
  'img-src': ["'self'", 'data:', 'blob:'], 'worker-src': ["'self'"],
};

/** Counts what the browser refuses on the page, and what it says of workers. */
async function watch(page) {
  const troubles = [];
  page.on('console', (message) => /Content Security Policy|Trusted|panicked/.test(message.text()) && troubles.push(message.text()));
  page.on('pageerror', (error) => troubles.push(`uncaught: ${error.message}`));
  await page.addInitScript(() => {
    globalThis.refused = [];
    document.addEventListener('securitypolicyviolation', (event) => globalThis.refused.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));
  });
  return async () => [...troubles, ...(await page.evaluate(() => globalThis.refused))];
}

/** Looks at everything there is: pages, a filter, a session, and takes along every kind of file. */
async function wholeFlow(page) {
  await expect.poll(() => value(page, 'sessions.total'), { timeout: 20_000 }).toBeGreaterThan(0);
  await settled(page);
  for (const name of ['overview', 'team', 'automation', 'bots', 'interactions', 'conversations', 'sessions']) {
    await page.evaluate((name) => { location.hash = `page=${name}`; }, name);
    await settled(page);
  }
  const total = await value(page, 'sessions.total');
  await page.locator('.sa-hit[data-key="whatsapp"]').first().focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => value(page, 'sessions.total')).toBeLessThan(total);
  await page.locator('tr[data-session]').first().click();
  await expect(page.locator('.sa-detail__head')).toBeVisible();
  await page.goBack();
  const files = await page.evaluate(async () => {
    const element = document.querySelector('session-analytics');
    const sizes = {};
    for (const format of ['csv', 'xlsx', 'json']) sizes[format] = (await element.export(format)).size;
    return sizes;
  });
  for (const [format, size] of Object.entries(files)) expect(size, format).toBeGreaterThan(500);
  for (const kind of ['svg', 'png']) expect((await picture(page, kind)).length, kind).toBeGreaterThan(500);
}

/** Takes the source chart along. */
async function press(page, kind) {
  const card = page.locator('.sa-card', { has: page.locator('#sa-title-source') });
  const button = card.getByRole('button', { name: kind.toUpperCase() });
  if (!(await button.isVisible())) await card.getByRole('button', { name: /^Data and download/ }).click();
  await button.click();
}

/** The same, and the file's bytes. */
async function picture(page, kind) {
  const [file] = await Promise.all([page.waitForEvent('download'), press(page, kind)]);
  return readFileSync(await file.path());
}

const PAGE = html('<session-analytics src-config="/demo.json"></session-analytics>');

for (const [name, more] of [
  ['C1 the strict policy of the documentation', {}],
  ['C3 Trusted Types enforced', { 'require-trusted-types-for': ["'script'"] }],
  ['C3 Trusted Types enforced, with our policy named alone', { 'require-trusted-types-for': ["'script'"], 'trusted-types': ['session-analytics'] }],
]) {
  test(`${name}: the whole flow runs and nothing is refused`, async ({ page }) => {
    test.setTimeout(60_000);
    const server = await serve({ routes: { '/host': PAGE }, headers: { 'content-security-policy': csp({ ...OWN, ...more }) } });
    try {
      const refused = await watch(page);
      await page.goto(`${server.url}/host`);
      await wholeFlow(page);
      expect(await refused()).toEqual([]);
    } finally {
      await server.close();
    }
  });
}

/** A page on one server, our files on another one, as on a CDN. */
async function two(change = (policy) => policy) {
  const cdn = await serve({ headers: { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' } });
  const policy = {
    'default-src': ["'none'"], 'script-src': [cdn.url, "'wasm-unsafe-eval'"], 'style-src': ["'self'"], 'connect-src': ["'self'", cdn.url],
    'img-src': ["'self'", 'data:', 'blob:'], 'worker-src': ['blob:'],
  };
  const body = html('<session-analytics src-config="/demo.json">Session Analytics needs its script.</session-analytics>', { script: `${cdn.url}/session-analytics.js` });
  const host = await serve({ routes: { '/host': body }, headers: { 'content-security-policy': csp(change(policy, cdn.url)) } });
  return { cdn, host, close: () => Promise.all([cdn.close(), host.close()]) };
}

test('C2 from another origin, under its documented policy: the whole flow runs and nothing is refused', async ({ page }) => {
  test.setTimeout(60_000);
  const { cdn, host, close } = await two();
  try {
    const refused = await watch(page);
    await page.goto(`${host.url}/host`);
    await wholeFlow(page);
    expect(await refused()).toEqual([]);
    expect(host.asked.filter((path) => /\.(js|wasm)$/.test(path))).toEqual([]);
    expect(cdn.asked.some((path) => /worker-.*\.wasm/.test(path))).toBe(true);
  } finally {
    await close();
  }
});

const without = (directive, source) => (policy) => ({ ...policy, [directive]: policy[directive].filter((kept) => kept !== source) });

/** What is taken away from the policy of another origin, and what has to be read on the page. */
const GAPS = [
  ["'wasm-unsafe-eval' of script-src", without('script-src', "'wasm-unsafe-eval'"), /E_CSP/, /'wasm-unsafe-eval' to script-src/],
  ['the CDN of connect-src', (policy, cdn) => without('connect-src', cdn)(policy), /E_CSP/, /127\.0\.0\.1:\d+ to connect-src/],
  ["'self' of connect-src, where the configuration comes from", without('connect-src', "'self'"), /E_C/, /connect-src/],
  ['blob: of worker-src', without('worker-src', 'blob:'), null, /own thread.*blob: to worker-src/],
];

for (const [name, change, code, text] of GAPS) {
  test(`C2 without ${name} the element says which directive is missing`, async ({ page }) => {
    const { host, close } = await two(change);
    try {
      await page.goto(`${host.url}/host`);
      const element = page.locator('session-analytics');
      await expect(element).toContainText(text, { timeout: 10_000 });
      if (code) await expect(element.locator('[role="alert"]').first()).toContainText(code);
      else await expect.poll(() => value(page, 'sessions.total'), { timeout: 20_000 }).toBeGreaterThan(0);
    } finally {
      await close();
    }
  });
}

test('C2 what the element says itself is in the language of its configuration', async ({ page }) => {
  const { cdn, host, close } = await two((policy, cdn) => without('worker-src', 'blob:')(policy));
  const mount = (config) => page.evaluate((config) => { document.querySelector('session-analytics').config = config; }, config);
  try {
    await page.goto(`${host.url}/host`);
    const element = page.locator('session-analytics');
    await mount({ ...CONFIG, lang: 'fr' });
    await expect(element.locator('.boot-notice')).toContainText('aucun worker n’a pu démarrer', { timeout: 20_000 });
    await expect(element.locator('.boot-notice [lang="en"]')).toContainText('blob: to worker-src');
    await mount({ ...CONFIG, lang: 'id', pages: ['weather'] });
    await expect(element.locator('.boot[role="alert"]')).toContainText('Konfigurasi tidak benar.', { timeout: 20_000 });
    await expect(element.locator('.boot[role="alert"] [lang="en"]').first()).toContainText('pages.0');
    expect(cdn.asked.length).toBeGreaterThan(0);
  } finally {
    await close();
  }
});

test('C2 a source that connect-src does not allow is named in the element', async ({ page }) => {
  const server = await serve({
    routes: { '/host': html('<session-analytics src-config="/config.json"></session-analytics>'),
      '/config.json': JSON.stringify({ ...CONFIG, source: { url: 'https://api.example/events' } }) },
    headers: { 'content-security-policy': csp(OWN) },
  });
  try {
    await page.goto(`${server.url}/host`);
    await expect(page.locator('session-analytics [role="alert"]').first()).toContainText(/https:\/\/api\.example to connect-src/, { timeout: 20_000 });
  } finally {
    await server.close();
  }
});

test('C2 without blob: of img-src a picture fails with the directive, and the rest goes on', async ({ page }) => {
  const server = await serve({ routes: { '/host': PAGE }, headers: { 'content-security-policy': csp(without('img-src', 'blob:')(OWN)) } });
  try {
    await page.goto(`${server.url}/host`);
    await expect.poll(() => value(page, 'sessions.total'), { timeout: 20_000 }).toBeGreaterThan(0);
    await settled(page);
    await press(page, 'png');
    await expect(page.locator('session-analytics [role="alert"]').first()).toContainText('blob: to img-src');
    expect((await picture(page, 'svg')).length).toBeGreaterThan(500);
  } finally {
    await server.close();
  }
});

test('C2 without our script at all, the element shows what the host put into it', async ({ page }) => {
  const { host, close } = await two((policy, cdn) => without('script-src', cdn)(policy));
  try {
    await page.goto(`${host.url}/host`);
    await expect(page.locator('session-analytics')).toHaveText('Session Analytics needs its script.');
  } finally {
    await close();
  }
});
