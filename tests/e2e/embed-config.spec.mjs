// The configuration through the element: what is wrong is an error that names its path, what is gated is not asked for,
// what is locked stays locked.
import { expect, test } from './support/test.mjs';
import { CONFIG, html, serve } from './support/serve.mjs';
import { settled, value } from './support/open.mjs';

let server;
test.beforeAll(async () => { server = await serve({ routes: { '/host': html('<main></main>') } }); });
test.afterAll(async () => server.close());

const total = (page) => value(page, 'sessions.total');
const element = (page) => page.locator('session-analytics');
const alert = (page) => element(page).locator('[role="alert"]').first();

/** An element with this configuration; `config` may be JSON text, for what only a text can say. */
async function mount(page, config, attributes = {}) {
  await page.goto(`${server.url}/host`);
  await page.evaluate(({ config, attributes }) => {
    globalThis.errors = [];
    document.addEventListener('sa-error', ({ detail }) => globalThis.errors.push(detail));
    const element = document.createElement('session-analytics');
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.config = typeof config === 'string' ? JSON.parse(config) : config;
    document.querySelector('main').append(element);
  }, { config, attributes });
}

async function stands(page) {
  await expect.poll(() => total(page), { timeout: 20_000 }).toBeGreaterThan(0);
  await settled(page);
}

const text = (more) => JSON.stringify(CONFIG).replace(/\}$/, `,${more}}`);

/** What is wrong, and the path that has to be named. */
const WRONG = {
  ['__proto__']: [text('"__proto__":{"polluted":1}'), '__proto__'],
  'constructor.prototype': [text('"constructor":{"prototype":{"polluted":1}}'), 'constructor'],
  'a key that nobody knows': [{ ...CONFIG, colour: 'red' }, 'colour'],
  'a key that nobody knows, inside': [{ ...CONFIG, source: { ...CONFIG.source, method: 'POST' } }, 'source.method'],
  '__proto__ inside': [text('"limits":{"__proto__":{"polluted":1}}'), 'limits.__proto__'],
  'a wrong type': [{ ...CONFIG, sla_resolution_s: '24h' }, 'sla_resolution_s'],
  'a zone that does not exist': [{ ...CONFIG, tz: 'Mars/Olympus' }, 'tz'],
  'a language that is not spoken': [{ ...CONFIG, lang: 'xx' }, 'lang'],
  'a theme that does not exist': [{ ...CONFIG, theme: 'pink' }, 'theme'],
  'a page that does not exist': [{ ...CONFIG, pages: ['overview', 'weather'] }, 'pages.1'],
  'a policy that does not exist': [{ ...CONFIG, policy: { preset: 'resolution', idle: 1 } }, 'policy.idle'],
  'a filter that does not exist': [{ ...CONFIG, filters: { mood: ['good'] } }, 'filters.mood'],
  'no source': [{ tz: 'UTC' }, 'source.url'],
  'a token that nobody can be asked for': [{ ...CONFIG, token: 'secret' }, 'token'],
  'limits of words': [{ ...CONFIG, limits: { records: 'many' } }, 'limits.records'],
  'roles that are no list': [{ ...CONFIG, role: 'agent', allowed_roles: 'agent' }, 'allowed_roles'],
  'no page': [{ ...CONFIG, pages: [] }, 'pages'],
  'an empty address': [{ ...CONFIG, source: { url: [''] } }, 'source.url'],
  'no address': [{ ...CONFIG, source: { url: [] } }, 'source.url'],
  'a filter for null': [{ ...CONFIG, filters: { channel: [null] } }, 'filters.channel.0'],
  'a filter for true': [{ ...CONFIG, scope: { channel: ['email', true] } }, 'scope.channel.1'],
  'a page that is not listed': [{ ...CONFIG, pages: ['sessions'] }, 'page', { page: 'team' }],
};

for (const [name, [config, path, attributes]] of Object.entries(WRONG)) {
  test(`C8 ${name} is an error that names ${path}`, async ({ page }) => {
    await mount(page, config, attributes);
    await expect(alert(page)).toContainText(path, { timeout: 10_000 });
    const errors = await page.evaluate(() => globalThis.errors);
    expect(errors.map((error) => [error.code, error.path])).toEqual([['E_CONFIG', path]]);
    expect(await page.evaluate(() => ({}).polluted)).toBeUndefined();
    const asked = await page.evaluate(() => performance.getEntriesByType('resource').filter(({ name }) => name.includes('ndjson')).length);
    expect(asked).toBe(0);
  });
}

test('C8 ten thousand levels are an error, for the element and without it', async ({ page }) => {
  await mount(page, CONFIG);
  await stands(page);
  const [shown, thrown] = await page.evaluate(async (config) => {
    let deep = {};
    for (let i = 0; i < 10_000; i += 1) deep = { a: deep };
    const element = document.querySelector('session-analytics');
    const heard = new Promise((done) => element.addEventListener('sa-error', ({ detail }) => done(detail), { once: true }));
    element.config = { ...config, filters: deep };
    const { createEngine } = await import('/session-analytics.js');
    const thrown = await createEngine({ ...config, filters: deep }).load().catch(({ code, path }) => ({ code, path }));
    return [await heard, thrown];
  }, CONFIG);
  for (const error of [shown, thrown]) {
    expect(error.code).toBe('E_CONFIG');
    expect(error.path).toMatch(/^filters(\.a)+$/);
  }
  await expect(alert(page)).toContainText('levels');
});

test('C8 a page that does not exist is the same error when it is set later, and a page that does ends it', async ({ page }) => {
  await mount(page, CONFIG);
  await stands(page);
  const set = (name) => page.evaluate((name) => document.querySelector('session-analytics').setAttribute('page', name), name);
  await set('weather');
  await expect(alert(page)).toContainText('page: expected one of sessions, overview');
  await expect(page.locator('[data-metric]')).toHaveCount(0);
  await set('overview');
  await expect(page.locator('[data-metric="overview.active_sessions"]').first()).toBeVisible({ timeout: 20_000 });
  const errors = await page.evaluate(() => globalThis.errors);
  expect(errors.map(({ code, path }) => [code, path])).toEqual([['E_CONFIG', 'page']]);
});

for (const [name, wrong, right, inForce] of [['policy', 'forever', 'window_24h', ({ policy }) => policy.preset], ['tz', 'Mars/Olympus', 'UTC', ({ range }) => range.tz]]) {
  test(`C8 a ${name} that does not exist is an error in the place of the widget when it is set later, too, until it is right or gone`, async ({ page }) => {
    await mount(page, CONFIG);
    await stands(page);
    const set = (value) => element(page).evaluate((element, [name, value]) => {
      if (value === null) element.removeAttribute(name);
      else element.setAttribute(name, value);
    }, [name, value]);
    const shown = async () => inForce(await element(page).evaluate((element) => element.report()));
    const before = await shown();
    for (const next of [null, right]) {
      await set(right);
      await expect.poll(shown).toBe(right);
      await set(wrong);
      await expect(alert(page)).toContainText(`${name}: `);
      await expect(page.locator('[data-metric]')).toHaveCount(0);
      await set(next);
      await stands(page);
      await expect(element(page).locator('[role="alert"]')).toHaveCount(0);
      expect(await shown()).toBe(next ?? before);
    }
    const errors = await page.evaluate(() => globalThis.errors);
    expect(errors.map(({ code, path }) => [code, path])).toEqual([['E_CONFIG', name], ['E_CONFIG', name]]);
  });
}

test('C8 a token that is no function is an error in a file and without a face, and is not told', async ({ page }) => {
  server.routes['/token.json'] = JSON.stringify({ ...CONFIG, token: 'secret-1' });
  await page.goto(`${server.url}/host`);
  await page.evaluate(() => { document.querySelector('main').innerHTML = '<session-analytics src-config="/token.json"></session-analytics>'; });
  await expect(alert(page)).toContainText('token: expected a function');
  await expect(alert(page)).not.toContainText('secret-1');
  const thrown = await page.evaluate(async (config) => {
    const { createEngine } = await import('/session-analytics.js');
    return createEngine({ ...config, token: 'secret-1' }).load().catch(({ code, path, message }) => ({ code, path, message }));
  }, CONFIG);
  expect(thrown).toEqual({ code: 'E_CONFIG', path: 'token', message: 'token: expected a function that gives one' });
});

test('append: no records add none, and what is no list of records is an error', async ({ page }) => {
  await mount(page, CONFIG);
  await stands(page);
  const [shown, faceless] = await page.evaluate(async (config) => {
    const { createEngine } = await import('/session-analytics.js');
    const engine = createEngine(config);
    await engine.load();
    const record = { type: 'agent', id: 'a-new', name: 'Ayu' };
    const told = async (of) => {
      const answers = [];
      for (const records of [[], [record], record, undefined, 5]) {
        answers.push(await of.append(records).then(({ diagnostics, rejects }) => [diagnostics.seen, Array.isArray(rejects)], ({ code, path }) => [code, path]));
      }
      return answers;
    };
    return [await told(document.querySelector('session-analytics')), await told(engine)];
  }, CONFIG);
  const [[seen]] = faceless;
  expect(seen).toBeGreaterThan(1000);
  const wrong = ['E_CONFIG', 'records'];
  expect(faceless).toEqual([[seen, true], [seen + 1, true], wrong, wrong, wrong]);
  expect(shown).toEqual(faceless);
  // Without anything it is what every element has.
  expect(await element(page).evaluate((element) => element.append())).toBeUndefined();
});

test('C8 a filter or period that is wrong is told with its path, and leaves the view as it is', async ({ page }) => {
  await mount(page, CONFIG);
  await stands(page);
  const before = await total(page);
  const wrong = [['period', 'yesterday'], ['period', { from: '2026-01-09', to: '2026-01-02' }], ['filters', 'whatsapp'], ['filters', { channel: 'whatsapp' }],
    ['filters', { mood: ['good'] }], ['filters', { status: ['closed'] }], ['filters', { channel: [null] }]];
  for (const [name, value] of wrong) {
    await page.evaluate(([name, value]) => { document.querySelector('session-analytics')[name] = value; }, [name, value]);
  }
  await expect.poll(() => page.evaluate(() => globalThis.errors.map(({ code, path }) => [code, path])))
    .toEqual(['period', 'period', 'filters', 'filters.channel', 'filters.mood', 'filters.status.0', 'filters.channel.0'].map((path) => ['E_CONFIG', path]));
  expect(await element(page).evaluate(({ period }) => period), 'the one in force').toEqual({ from: CONFIG.from, to: CONFIG.to });
  expect(await element(page).evaluate((element) => element.report().then(({ sessions }) => sessions.total))).toBe(before);
  expect(await total(page)).toBe(before);
  expect(await page.evaluate(() => location.hash)).toBe('');
  // Null is no filter, and a weekday may be a number.
  await page.evaluate(() => { document.querySelector('session-analytics').filters = { channel: null, weekday: [1] }; });
  await expect.poll(() => total(page)).toBeLessThan(before);
  await expect(element(page).locator('button.sa-chip')).toHaveCount(1);
});

test('C8 a filter in the address that is wrong is told by the engine', async ({ page }) => {
  await mount(page, CONFIG);
  await stands(page);
  await page.evaluate(() => { location.hash = 'f.mood=good'; });
  await expect.poll(() => page.evaluate(() => globalThis.errors.at(-1)?.path)).toBe('filters.mood');
  await expect(alert(page)).toContainText('filters.mood');
});

test('C8 a file that says nonsense is an error that names it', async ({ page }) => {
  server.routes['/nonsense.json'] = '{"tz": ';
  await page.goto(`${server.url}/host`);
  await page.evaluate(() => { document.querySelector('main').innerHTML = '<session-analytics src-config="/nonsense.json"></session-analytics>'; });
  await expect(alert(page)).toContainText('nonsense.json');
});

test('C15 a role that is not allowed: the page says why, and nothing is asked for', async ({ page }) => {
  const before = server.asked.length;
  await mount(page, { ...CONFIG, role: 'agent', token: undefined });
  await expect(alert(page)).toContainText('owner, admin');
  expect(await page.evaluate(() => globalThis.errors.map(({ code }) => code))).toEqual(['E_ROLE']);
  await page.waitForTimeout(500);
  expect(server.asked.slice(before)).not.toContain('/events.ndjson');
  await page.evaluate(() => document.querySelector('session-analytics').setAttribute('role', 'admin'));
  await stands(page);
  await page.evaluate(() => document.querySelector('session-analytics').setAttribute('role', 'viewer'));
  await expect(alert(page)).toBeVisible();
  await expect(page.locator('[data-metric]')).toHaveCount(0);
});

test('C15 the host says which roles are allowed', async ({ page }) => {
  await mount(page, { ...CONFIG, role: 'supervisor', allowed_roles: ['supervisor'] });
  await stands(page);
});

test('scope is shown, applied before anything else, and cannot be taken away', async ({ page }) => {
  await mount(page, { ...CONFIG, scope: { channel: ['whatsapp'] } });
  await stands(page);
  const scoped = await total(page);
  await expect(element(page).locator('.sa-chip').filter({ hasText: /whatsapp/i })).toBeVisible();
  await expect(element(page).locator('button.sa-chip')).toHaveCount(0);
  await page.evaluate(() => { document.querySelector('session-analytics').filters = { channel: ['email'] }; });
  await expect.poll(() => total(page)).toBe(0);
  await page.evaluate(() => { document.querySelector('session-analytics').filters = {}; });
  await expect.poll(() => total(page)).toBe(scoped);
  const asked = await page.evaluate(() => document.querySelector('session-analytics').report({ scope: {} }));
  expect(asked.sessions.total).toBe(scoped);
});

test('pages are those of the list, in its order', async ({ page }) => {
  await mount(page, { ...CONFIG, pages: ['overview', 'sessions'] });
  await expect(page.locator('[data-metric="overview.active_sessions"]').first()).toBeVisible({ timeout: 20_000 });
  await expect(element(page).locator('.sa-tab')).toHaveText(['Overview', 'Sessions']);
});

test('max_range_days limits what can be chosen', async ({ page }) => {
  await mount(page, { ...CONFIG, max_range_days: 31 });
  await stands(page);
  await page.getByRole('button', { name: /^Period/ }).click();
  await expect(page.getByRole('button', { name: /90 days/ })).toHaveCount(0);
});

test('limits stop loading, say so and show what had arrived', async ({ page }) => {
  await mount(page, { ...CONFIG, from: '2025-09-01', max_range_days: null, limits: { records: 2000 } });
  await expect(alert(page)).toContainText(/2000 records|limit/, { timeout: 20_000 });
  await expect(page.locator('[data-metric="sessions.total"]').first()).toBeVisible();
  const errors = await page.evaluate(() => globalThis.errors.map(({ code }) => code));
  expect(errors).toEqual(['E_LIMIT']);
});

test('lang and theme are those of the configuration, and of the page where it says nothing', async ({ page }) => {
  await mount(page, { ...CONFIG, lang: 'id', theme: 'dark' });
  await stands(page);
  await expect(element(page).locator('.sa-root')).toHaveAttribute('lang', 'id');
  await expect(element(page).locator('.sa-root')).toHaveAttribute('data-theme', 'dark');
  await page.evaluate((config) => {
    document.documentElement.lang = 'fr';
    document.querySelector('session-analytics').config = config;
  }, CONFIG);
  await expect(element(page).locator('.sa-root')).toHaveAttribute('lang', 'fr');
});

test('`filters` and `period` are what is given while nothing is in force, and those of a new configuration', async ({ page }) => {
  await page.goto(`${server.url}/host`);
  const [before, early] = await page.evaluate((config) => {
    const element = document.createElement('session-analytics');
    const inForce = () => ({ filters: element.filters, period: element.period });
    const before = inForce();
    element.config = config;
    document.querySelector('main').append(element);
    return [before, inForce()];
  }, CONFIG);
  expect(before).toEqual({ filters: {}, period: undefined });
  expect(early).toEqual({ filters: {}, period: { from: CONFIG.from, to: CONFIG.to } });
  await stands(page);
  const inForce = () => element(page).evaluate(({ filters, period }) => ({ filters, period }));
  expect(await inForce()).toEqual(early);
  for (const filters of [{ channel: ['whatsapp'] }, null]) {
    await element(page).evaluate((element, filters) => { element.filters = filters; }, filters);
    await expect.poll(async () => (await inForce()).filters).toEqual(filters ?? {});
  }
  const next = { filters: { channel: ['email'] }, period: { from: '2026-01-10', to: '2026-01-20' } };
  await element(page).evaluate((element, config) => { element.config = config; }, { ...CONFIG, ...next.period, filters: next.filters });
  expect(await inForce()).toEqual(next);
  await stands(page);
  expect(await inForce()).toEqual(next);
});

test('`filters` and `period` are those in force before anything has changed, too', async ({ page }) => {
  const inForce = () => element(page).evaluate(({ filters, period }) => ({ filters, period }));
  await mount(page, { ...CONFIG, filters: { channel: ['email'] } });
  await stands(page);
  await expect(page.locator('tr[data-session]').first()).toBeAttached({ timeout: 20_000 });
  const { filters, period } = await inForce();
  expect(filters).toEqual({ channel: ['email'] });
  expect(period).toEqual({ from: CONFIG.from, to: CONFIG.to });
  await element(page).evaluate((element) => { element.filters = {}; });
  await expect.poll(async () => (await inForce()).filters).toEqual({});
  await element(page).evaluate((element) => { element.filters = null; });
  await expect.poll(async () => (await inForce()).filters, 'back to what the configuration says').toEqual({ channel: ['email'] });
});
