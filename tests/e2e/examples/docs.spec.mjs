// Every snippet of docs/embedding.md runs, and its tables lack nothing that the sources have.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { CDN_URL, EXAMPLES, installed, serve } from '../support/consumer.mjs';
import { serve as backend } from '../support/serve.mjs';
import { SNIPPETS, found, local, source, sources, table, unique } from '../support/docs.mjs';
import { expect, test } from '../support/test.mjs';

let host;

test.beforeAll(async () => {
  host = await backend({ routes: { '/session/token': 'a token' } });
});
test.afterAll(() => host.close());

/** A host page with that markup and those headers; the events that it hears are kept. */
async function open(page, markup, headers = {}) {
  await page.addInitScript(() => {
    globalThis.heard = [];
    const keep = (event) => globalThis.heard.push([event.type, event.detail ?? event.violatedDirective]);
    for (const name of ['sa-ready', 'sa-error', 'sa-change', 'securitypolicyviolation']) addEventListener(name, keep);
  });
  const body = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A host</title></head><body>${markup}</body></html>`;
  host.routes['/host.html'] = (_request, response) => response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...headers }).end(body);
  await page.goto(`${host.url}/host.html`);
}

const heard = (page, name) => page.evaluate((name) => globalThis.heard.filter(([type]) => type === name).map(([, detail]) => detail), name);

/** The element has loaded, and nothing went wrong. */
async function ready(page) {
  const records = async () => Math.max(0, ...(await heard(page, 'sa-ready')).map((detail) => detail.records));
  await expect.poll(records, { timeout: 20_000 }).toBeGreaterThan(1000);
  expect([await heard(page, 'sa-error'), await heard(page, 'securitypolicyviolation')]).toEqual([[], []]);
}

/** A module of the host page, after the widget's own. */
async function script(page, text, element = '<session-analytics></session-analytics>') {
  const body = `${local(text)}\nglobalThis.done = true;`;
  host.routes['/snippet.js'] = body;
  await open(page, `<main id="report"></main>${element}
    <script type="module" src="${CDN_URL}/session-analytics.js"></script><script type="module" src="snippet.js"></script>`);
  await expect.poll(() => page.evaluate(() => globalThis.done === true), { timeout: 20_000 }).toBe(true);
}

const header = (text) => {
  const [name, ...value] = local(text).trim().split(': ');
  return { [name.toLowerCase()]: value.join(': ') };
};

const integrityOf = (name) => JSON.parse(readFileSync(join(dirname(installed('session-analytics/package.json')), 'manifest.json')))
  .files.find((file) => file.name === name).integrity;

/** How each language is run; a snippet without a way to run it fails. */
const RUN = {
  async html(page, { id, text }) {
    const helpdesk = SNIPPETS.find((snippet) => snippet.id === 'chatwoot').text;
    host.routes['/helpdesk.json'] = helpdesk.replace('https://app.chatwoot.com', host.url);
    await open(page, local(text, { integrity: integrityOf('session-analytics.js') }));
    if (id === 'helpdesk') {
      // Outside a frame, the page around is the page itself.
      await expect(page.locator('session-analytics').getByText('Waiting for the helpdesk')).toBeVisible();
      await page.evaluate(() => postMessage(JSON.stringify({ event: 'appContext', data: { contact: { id: 'customer-1' } } }), location.origin));
    }
    await ready(page);
    if (id === 'helpdesk') await expect(page.locator('.sa-chips').getByText('customer-1')).toBeVisible();
  },
  async js(page, { id, text }) {
    await script(page, text, id === 'methods' ? '<session-analytics src="/events.ndjson"></session-analytics>' : undefined);
    if (id !== 'engine') await ready(page);
  },
  async json(page, { text }) {
    await script(page, `import { createEngine } from "session-analytics";
      const engine = createEngine(${text});
      await engine.load();
      globalThis.total = (await engine.report()).diagnostics.accepted;`);
    expect(await page.evaluate(() => globalThis.total)).toBeGreaterThan(1000);
  },
  async ndjson(page, { text }) {
    await script(page, `import { createEngine } from "session-analytics";
      const engine = createEngine({});
      globalThis.known = (await engine.append(${JSON.stringify(text)})).diagnostics;`);
    const count = text.trim().split('\n').length;
    expect(await page.evaluate(() => globalThis.known)).toMatchObject({ seen: count, accepted: count });
  },
  async ts(_page, { text }) {
    const place = mkdtempSync(join(EXAMPLES, 'docs-'));
    writeFileSync(join(place, 'package.json'), '{"type":"module"}');
    writeFileSync(join(place, 'tsconfig.json'), source('tests/e2e/types/tsconfig.json'));
    writeFileSync(join(place, 'snippet.ts'), text);
    execFileSync(process.execPath, [join(dirname(installed('typescript/package.json')), 'bin', 'tsc'), '-p', place], { stdio: 'inherit' });
  },
  async sh(_page, { text }) {
    const place = mkdtempSync(join(tmpdir(), 'session-analytics-'));
    const packed = join(EXAMPLES, '..', 'dist', 'session-analytics.tgz');
    execFileSync('sh', ['-ec', text.replace('install session-analytics', `install --offline --silent ${packed}`)], { cwd: place, stdio: 'inherit' });
    expect(readFileSync(join(place, 'node_modules/session-analytics/package.json'), 'utf8')).toContain('"version"');
  },
  async http(page, { id, text }) {
    const said = header(text);
    if (said['content-security-policy']) {
      const at = id === 'csp-cdn' ? CDN_URL : '';
      await open(page, `<script type="module" src="${at}/session-analytics.js"></script><session-analytics src="/events.ndjson"></session-analytics>`, said);
      return ready(page);
    }
    // What the examples' server and the tests' CDN send is what the documentation asks for.
    const { address, stop } = await serve(['server.js'], 'node', { PORT: '0' });
    const hashed = /"\.\/(app-[0-9a-f]+\.wasm)"/.exec(await (await fetch(`${CDN_URL}/session-analytics.js`)).text())[1];
    const places = {
      cors: `${CDN_URL}/session-analytics.js`, immutable: `${address}session-analytics/${hashed}`,
      revalidate: `${address}session-analytics/session-analytics.js`,
    };
    const response = await fetch(places[id]);
    stop();
    expect(Object.fromEntries(Object.keys(said).map((name) => [name, response.headers.get(name)]))).toEqual(said);
  },
};

test('every snippet has a name of its own and a way to run', () => {
  expect(SNIPPETS.length).toBeGreaterThan(15);
  expect(SNIPPETS.filter(({ id, from, language }) => !id || !(from || RUN[language]))).toEqual([]);
  expect(unique(SNIPPETS.map(({ id }) => id))).toHaveLength(SNIPPETS.length);
});

for (const snippet of SNIPPETS) {
  test(`snippet ${snippet.id}`, async ({ page }) => {
    // What is taken from an example runs there.
    if (snippet.from) expect(source(snippet.from)).toContain(snippet.text);
    else await RUN[snippet.language](page, snippet);
  });
}

test('the look that a snippet sets is there', async ({ page }) => {
  await open(page, local(SNIPPETS.find(({ id }) => id === 'theme').text));
  await ready(page);
  const card = page.locator('.sa-card').first();
  expect(await card.evaluate((node) => [getComputedStyle(node).borderTopWidth, getComputedStyle(node).borderTopLeftRadius])).toEqual(['2px', '4px']);
});

test('the tables of the element are whole', async ({ page }) => {
  await page.goto('/');
  const known = await page.evaluate(async () => {
    const element = await customElements.whenDefined('session-analytics');
    const own = Object.entries(Object.getOwnPropertyDescriptors(element.prototype)).filter(([name]) => !/Callback$|^constructor$/.test(name));
    return {
      attributes: element.observedAttributes,
      properties: own.filter(([, { get }]) => get).map(([name]) => name),
      methods: own.filter(([, { value }]) => value).map(([name]) => name),
    };
  });
  const script = sources('js', '.js');
  expect(table('attribute')).toEqual(unique([...known.attributes, ...found(script, /(?:has|get)Attribute\("([\w-]+)"\)/g)]));
  const typed = (name) => new RegExp(`interface ${name}\\b[^]*?^}`, 'm').exec(source('js/session-analytics.d.ts'))[0];
  expect(found(typed('SessionAnalyticsAttributes'), /^ {2}"?([\w-]+)"?\?:/gm)).toEqual(table('attribute'));
  expect(found(typed('SessionAnalyticsElement'), /^ {2}(?:readonly )?(\w+)[:(<]/gm)).toEqual(unique([...known.properties, ...known.methods]));
  expect(table('property')).toEqual(unique(known.properties));
  expect(table('method')).toEqual(unique(known.methods));
  const events = unique([...found(script, /(?:CustomEvent|#tell)\("(sa-[a-z]+)"/g), ...found(source('src/embed/host.rs'), /\("(sa-[a-z]+)",/g)]);
  expect(table('event')).toEqual(events);
  expect(found(source('js/session-analytics.d.ts'), /^ {2}"(sa-[a-z]+)":/gm)).toEqual(events);
});

test('the tables of errors, tokens and parts are whole', () => {
  const codes = unique([...found(sources('src', '.rs'), /"(E_[A-Z_]+)"/g), ...found(sources('js', '.js'), /"(E_[A-Z_]+)"/g)]);
  expect(table('code')).toEqual(codes);
  expect(found(source('js/session-analytics.d.ts'), /"(E_[A-Z_]+)"/g)).toEqual(codes);
  expect(table('token')).toEqual(found(source('style/tokens.css'), /^ {2}(--sa-[\w-]+):/gm));
  const parts = found(sources('src/views', '.rs'), /\bpart="([\w ]+)"/g).flatMap((names) => names.split(' '));
  expect(table('part')).toEqual(unique(parts));
});

test('the table of the configuration is whole', () => {
  const text = source('src/wire/config.rs');
  const list = (pattern) => found(pattern.exec(text)[1], /"(\w+)"/g);
  const top = [...list(/QUERY_KEYS: &\[&str\] = &\[([^\]]*)\]/), ...list(/PAGE_KEYS: &\[&str\] = &\[([^\]]*)\]/)];
  const below = ['source', 'limits'].flatMap((name) => list(new RegExp(`known_keys\\("${name}\\.", \\w+, &\\[&\\[([^\\]]*)\\]`)).map((key) => `${name}.${key}`));
  const names = unique([...top.filter((name) => name !== 'source' && name !== 'limits'), ...below]);
  expect(table('field')).toEqual(names);
  const typed = found(source('js/types/config.d.ts'), /^ {2}(\w+)\??:/gm);
  expect(names.map((name) => name.split('.').at(-1)).filter((name) => !typed.includes(name))).toEqual([]);
});

test('each directive of the policy is explained', () => {
  const directives = SNIPPETS.filter(({ id }) => id?.startsWith('csp')).flatMap(({ text }) => found(text.split('Policy:')[1].replaceAll(';', '\n'), /^\s*([a-z-]+)/gm));
  expect(table('directive')).toEqual(unique(directives));
});
