// C6: texts that want to be markup, code, addresses or formulas, in every field of every record and on every page.
import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';
import { BIDI, LONG, TEXTS, stream } from './support/hostile.mjs';
import { html, serve } from './support/serve.mjs';
import { settled } from './support/open.mjs';
import { expect, test } from './support/test.mjs';

const PAGES = ['sessions', 'overview', 'team', 'automation', 'bots', 'interactions', 'conversations'];
const CONFIG = { source: { url: '/hostile.ndjson' }, tz: 'UTC', now: '2026-01-31T12:00:00Z', from: '2026-01-02', to: '2026-02-01', policy: 'interaction' };
const HOST = html('<session-analytics></session-analytics><script type="module" src="/host.js"></script>');
const SCRIPT = `document.querySelector('session-analytics').config = ${JSON.stringify(CONFIG)};`;

test.describe.configure({ timeout: 120_000 });

let server;
test.beforeAll(async () => {
  server = await serve({ routes: { '/host': HOST, '/host.js': SCRIPT, '/hostile.ndjson': stream() } });
});
test.afterAll(() => server.close());

test.beforeEach(async ({ page }) => {
  page.on('dialog', async (dialog) => {
    await page.evaluate(() => { globalThis.hit = 1; });
    await dialog.dismiss();
  });
});

async function open(page, fragment) {
  await page.goto(`${server.url}/host#${fragment}`);
  await expect(page.locator('session-analytics .sa-root')).toHaveCount(1, { timeout: 20_000 });
  await settled(page);
  await page.evaluate(() => { globalThis.around = document.querySelectorAll('*').length; });
}

/** Nothing came to life, nothing is wider than the screen, and no text turns around what stands beside it. */
async function isTame(page, where) {
  const found = await page.evaluate(inspect, BIDI);
  expect({ where, ...found }).toEqual({ where, alive: [], hit: null, around: 0, wider: 0, turned: [] });
}

/** In the page. `alive`: elements and attributes that no view makes; `turned`: texts that are not isolated. */
function inspect(bidi) {
  const TAGS = 'div span p h1 h2 h3 h4 section header nav main footer article aside ul ol li dl dt dd table caption thead tbody tfoot tr th td button a label input select option form ' +
    'fieldset legend dialog time code strong em b i small bdi svg g path rect line circle text tspan polyline polygon title desc defs clipPath output progress template';
  const known = new Set(TAGS.split(' '));
  const root = document.querySelector('session-analytics').shadowRoot;
  const alive = [];
  for (const element of root.querySelectorAll('*')) {
    const { localName } = element;
    if (!known.has(localName)) alive.push(localName);
    if (localName === 'svg' && !/^sa-/.test(element.getAttribute('class') ?? '')) alive.push('svg');
    if (['input', 'form', 'button', 'a', 'details'].includes(localName) && !element.closest('[class*="sa-"]')) alive.push(localName);
    for (const { name, value } of element.attributes) {
      if (/^on|^(src|srcdoc|srcset|action|formaction|background|poster|data|is|autofocus)$/i.test(name)) alive.push(`${localName} ${name}`);
      if (/href$/i.test(name) && !/^(https:\/\/|#)/.test(value)) alive.push(`${localName} ${name}=${value.slice(0, 80)}`);
    }
  }

  const TURNS = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\u200E\u200F\u061C\u202A-\u202E\u2066-\u2069]/;
  const turned = new Set();
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode;
    const parent = text.parentElement;
    if (!TURNS.test(text.data) || ['style', 'option', 'title'].includes(parent.localName) || parent.getClientRects().length === 0) continue;
    // Beside other words in one text, it is between marks of its own.
    for (const name of bidi) {
      const at = text.data.indexOf(name);
      const isBetween = text.data[at - 1] === '\u2068' && text.data[at + name.length] === '\u2069';
      // The id of a session ends in a number.
      const isAlone = text.data.replace(/#\d+$/, '').trim() === name.trim();
      if (at >= 0 && !isAlone && !isBetween && !bidi.some((longer) => longer !== name && longer.includes(name) && text.data.includes(longer))) {
        turned.add(`within ${parent.className?.baseVal ?? parent.className}: ${text.data.slice(0, 60)}`);
      }
    }
    // Beside other elements, the element that holds it alone keeps it together.
    let element = parent;
    let isApart = parent.textContent.trim() !== text.data.trim() && /^\s*\u2068.*\u2069\s*$/s.test(text.data);
    while (!isApart && element.textContent.trim() === text.data.trim()) {
      const { unicodeBidi, display } = getComputedStyle(element);
      isApart ||= /isolate|plaintext/.test(unicodeBidi) || !/^inline$|^contents$/.test(display) || element.localName === 'text';
      element = element.parentElement ?? document.body;
    }
    if (!isApart) turned.add(`beside ${parent.localName}.${parent.className}: ${text.data.slice(0, 60)}`);
  }
  const { scrollWidth, clientWidth } = document.documentElement;
  return { alive: [...new Set(alive)], hit: globalThis.hit ?? null, around: document.querySelectorAll('*').length - globalThis.around, wider: scrollWidth - clientWidth, turned: [...turned].slice(0, 20) };
}

/** How many of the texts can be read on the page. */
const read = (page) => page.evaluate((texts) => {
  const all = document.querySelector('session-analytics').shadowRoot.textContent;
  return texts.filter((text) => text.length > 8 && all.includes(text)).length;
}, TEXTS);

test('C6 there are texts enough, and every record with them is taken', async ({ page }) => {
  expect(TEXTS.length).toBeGreaterThanOrEqual(200);
  expect(LONG.length).toBeGreaterThan(2 ** 20);
  await open(page, 'page=sessions');
  const { diagnostics, sessions } = await page.evaluate(() => document.querySelector('session-analytics').report());
  expect([diagnostics.rejected, diagnostics.unknown_type]).toEqual([5, TEXTS.length]);
  expect(sessions.total).toBeGreaterThan(TEXTS.length * 0.9);
  await page.getByRole('button', { name: /records to look at/ }).first().click();
  await isTame(page, 'bad records');
});

for (const name of PAGES) {
  test(`C6 ${name}: texts stay texts`, async ({ page }) => {
    await open(page, `page=${name}`);
    await isTame(page, name);
    let most = await read(page);
    const look = async (where) => {
      await settled(page);
      await isTame(page, `${name}, ${where}`);
      most = Math.max(most, await read(page));
    };
    for (const tab of await page.locator('.sa-turn .sa-tab').all()) {
      await tab.click();
      await look('another view');
    }
    for (const data of await page.getByRole('button', { name: /^Data and download/ }).all()) await data.click();
    await look('the data of charts');
    // What is under the pointer: each mark of each chart.
    const tips = await page.locator('svg.sa-chart').evaluateAll(async (charts) => {
      const texts = [];
      for (const chart of charts) {
        for (const mark of [...chart.querySelectorAll('[data-hit]')].slice(0, 40)) {
          mark.dispatchEvent(new PointerEvent('pointerover', { bubbles: true, composed: true }));
          await new Promise((next) => setTimeout(next));
          texts.push(...[...chart.getRootNode().querySelectorAll('.sa-tip')].map((tip) => tip.textContent));
        }
      }
      return texts;
    });
    await look('a tip');
    if (name === 'sessions') {
      await page.locator('.sa-list .sa-pager select').first().selectOption('100').catch(() => {});
      await look('a hundred rows');
    }
    for (const next of await page.locator('.sa-page .sa-pager .sa-icon-button:last-child').all()) {
      for (let turn = 0; turn < 2 && (await next.isEnabled()); turn += 1) {
        await next.click();
        await look('the next rows');
      }
    }
    test.info().annotations.push({ type: 'seen', description: `${most} texts at once, ${tips.length} tips` });
    if (name !== 'overview') expect(most).toBeGreaterThan(5);
  });
}

test('C6 a session with every text in it, and one for each that is read from right to left', async ({ page }) => {
  await open(page, `session=${encodeURIComponent('one#1')}`);
  await expect(page.locator('.sa-detail__head')).toBeVisible({ timeout: 20_000 });
  for (let more = 0; more < 4; more += 1) {
    const button = page.getByRole('button', { name: /^Show \d+ more/ }).first();
    if (await button.isVisible()) await button.click();
  }
  await isTame(page, 'every text');
  const missing = await page.evaluate((texts) => {
    const all = document.querySelector('session-analytics').shadowRoot.textContent;
    // The parser of no markup has seen them: nothing is lost or changed.
    return texts.filter((text) => !all.includes(text));
  }, TEXTS);
  expect(missing).toEqual([]);
  const ids = await page.evaluate(async () => {
    const { rows } = await document.querySelector('session-analytics').sessions({ per_page: 1000 });
    return rows.map(({ id, customer_id }) => [id, customer_id]);
  });
  const wanted = [...BIDI, TEXTS[0], 'long', '__proto__', 'a\u0000b', '%00', LONG.slice(0, 200)];
  for (const [id, customer] of ids.filter(([, customer]) => wanted.includes(customer))) {
    await page.evaluate((id) => { location.hash = `session=${encodeURIComponent(id)}`; }, id);
    await expect(page.locator('.sa-detail__head')).toHaveAttribute('data-session', id);
    await isTame(page, JSON.stringify(customer.slice(0, 40)));
  }
});

test('C6 the lists behind figures', async ({ page }) => {
  let opened = 0;
  for (const name of PAGES) {
    await open(page, `page=${name}`);
    const metrics = await page.locator('button[data-metric]').evaluateAll((all) => [...new Set(all.map((one) => one.dataset.metric))]);
    for (const metric of metrics.slice(0, 6)) {
      await page.locator(`button[data-metric="${metric}"]`).first().click();
      const dialog = page.locator('dialog.sa-behind');
      // Some lead to the list of the sessions, which is on the page.
      if (!(await dialog.isVisible())) {
        await isTame(page, `the list for ${metric}`);
        await open(page, `page=${name}`);
        continue;
      }
      await expect(dialog.locator('[data-total]')).toBeVisible();
      await isTame(page, `behind ${metric}`);
      const next = dialog.locator('.sa-pager .sa-icon-button').last();
      if (await next.isEnabled()) {
        await next.click();
        await isTame(page, `more behind ${metric}`);
      }
      await page.keyboard.press('Escape');
      await expect(dialog).toBeHidden();
      opened += 1;
    }
  }
  expect(opened).toBeGreaterThan(10);
});

test('C6 filters and the address: written, read again, and written by strangers', async ({ page }) => {
  await open(page, 'page=sessions');
  const names = TEXTS.filter((text) => Buffer.byteLength(text) <= 256);
  for (let from = 0; from < names.length; from += 12) {
    const some = names.slice(from, from + 12);
    await page.evaluate((some) => { document.querySelector('session-analytics').filters = { channel: some, label: some.slice(0, 3) }; }, some);
    await expect.poll(() => page.locator('button.sa-chip:not(.sa-chip--zoom)').count()).toBe(some.length + Math.min(3, some.length));
    expect(await page.evaluate(() => document.querySelector('session-analytics').filters.channel)).toEqual(some);
    await isTame(page, `filters from ${from}`);
    const hash = await page.evaluate(() => location.hash);
    expect(hash).not.toMatch(/[<>"'\s]/);
    if (from % 48) continue;
    // A link to it is the same view.
    await page.goto('about:blank');
    await page.goto(`${server.url}/host${hash}`);
    await settled(page);
    await page.evaluate(() => { globalThis.around = document.querySelectorAll('*').length; });
    await expect(page.locator('button.sa-chip:not(.sa-chip--zoom)')).toHaveCount(some.length + Math.min(3, some.length));
    await isTame(page, `a link to filters from ${from}`);
  }
  for (const key of ['page', 'period', 'tz', 'policy', 'rules', 'compare', 'f', 'f.channel', 'f.<svg onload=alert(1)>', 'sort', 'list', 'rows', 'search', 'row', 'session', '<img src=x onerror=alert(1)>']) {
    for (const value of ['<svg onload="alert(1)">', '%3Csvg%20onload%3Dalert(1)%3E', '"><img src=x onerror=alert(1)>', 'javascript:alert(1)', '%E0%A4%A', '%00', '%ED%A0%80', '\u202Eabc', '__proto__', '1e999', '-1', 'x'.repeat(5000)]) {
      await page.evaluate((hash) => { location.hash = hash; }, `${key}=${value}`);
      await page.evaluate(() => new Promise((next) => setTimeout(next, 5)));
      expect(await page.evaluate(() => globalThis.hit ?? null)).toBe(null);
    }
    await isTame(page, `the address with ${key}`);
  }
  await page.evaluate(() => { location.hash = ''; });
  await settled(page);
  await isTame(page, 'the plain address again');
});

async function download(page, press) {
  const [file] = await Promise.all([page.waitForEvent('download', { timeout: 20_000 }), press()]);
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
}

/** The files in a zip, by name. */
function unzipped(bytes) {
  const files = {};
  let at = bytes.readUInt32LE(bytes.lastIndexOf(Buffer.from('PK\x05\x06')) + 16);
  while (bytes.readUInt32LE(at) === 0x02014b50) {
    const [method, packed, , named, extra, comment] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20), 0, ...[28, 30, 32].map((field) => bytes.readUInt16LE(at + field))];
    const local = bytes.readUInt32LE(at + 42);
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const body = bytes.subarray(start, start + packed);
    files[bytes.subarray(at + 46, at + 46 + named).toString()] = (method === 8 ? inflateRawSync(body) : body).toString();
    at += 46 + named + extra + comment;
  }
  return files;
}

/** What an XML parser says is wrong. */
const faults = (page, text, type) => page.evaluate(([text, type]) => {
  const parsed = new DOMParser().parseFromString(text, type);
  return parsed.querySelector('parsererror')?.textContent.slice(0, 300) ?? null;
}, [text, type]);

/** What is in a drawing and draws nothing. */
const strange = (page, text) => page.evaluate((text) => {
  const known = /^(svg|title|g|rect|path|line|circle|polyline|polygon|text|tspan)$/;
  return [...new DOMParser().parseFromString(text, 'image/svg+xml').querySelectorAll('*')].flatMap((element) => [
    ...(known.test(element.localName) ? [] : [element.localName]),
    ...[...element.attributes].filter(({ name, value }) => /^on|href|^style$/i.test(name) || /url\(/.test(value)).map(({ name, value }) => `${name}=${value}`),
  ]);
}, text);

/** RFC 4180. */
function rows(text) {
  const table = [];
  let row = [];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    table.push(row);
    row = [];
  }
  return table;
}

for (const name of ['sessions', 'bots', 'interactions']) {
  test(`C6 ${name} as CSV, XLSX, JSON and SVG`, async ({ page }) => {
    await open(page, `page=${name}`);
    const lists = { sessions: 'Session list', bots: null, interactions: null };
    const menu = async (label) => {
      const button = page.getByRole('button', { name: label });
      if (!(await button.isVisible())) await page.getByRole('button', { name: /Export$/ }).click();
      return button;
    };
    for (const what of ['This page', lists[name]].filter(Boolean)) {
      const take = async (format) => download(page, async () => (await menu(`${what}: ${format}`)).click());
      const json = await take('JSON');
      const value = JSON.parse(json.bytes);
      const said = JSON.stringify(value);
      expect(TEXTS.filter((text) => text.length > 8 && said.includes(JSON.stringify(text).slice(1, -1))).length).toBeGreaterThan(100);

      const csv = await take('CSV');
      const cells = rows(csv.bytes.toString().replace(/^\uFEFF/, '')).flat();
      expect(cells.filter((cell) => /^[=+@\t\r]/.test(cell) || /^-[^\d]/.test(cell))).toEqual([]);
      expect(TEXTS.filter((text) => text.length > 8 && /^[<a-z]/i.test(text) && cells.includes(text)).length).toBeGreaterThan(100);

      const xlsx = unzipped((await take('XLSX')).bytes);
      for (const [part, text] of Object.entries(xlsx)) expect([part, await faults(page, text, 'text/xml')]).toEqual([part, null]);
      expect(Object.values(xlsx).join('')).not.toMatch(/<(svg|script|img|f)[\s>]/);
      for (const file of [json, csv]) expect(file.name).toMatch(/^[\w.-]+$/);
    }
    await page.keyboard.press('Escape');
    const data = page.getByRole('button', { name: /^Data and download/ });
    let drawn = 0;
    for (const plot of await page.locator('.sa-plot', { has: data }).all()) {
      await plot.getByRole('button', { name: /^Data and download/ }).click();
      // What has no figures of its own is no picture either.
      if ((await plot.locator('tbody tr').count()) === 0) continue;
      const take = (kind) => download(page, () => plot.getByRole('button', { name: kind, exact: true }).click({ timeout: 10_000 }));
      const svg = await take('SVG');
      const text = svg.bytes.toString();
      expect([svg.name, await faults(page, text, 'image/svg+xml')]).toEqual([svg.name, null]);
      expect(await strange(page, text)).toEqual([]);
      expect((await take('PNG')).bytes.subarray(1, 4).toString()).toBe('PNG');
      drawn += 1;
    }
    expect(drawn).toBeGreaterThan(2);
    await isTame(page, 'after exports');
  });
}
