// C23: records that need more memory than the engine may have, by a program whose memory cannot grow beyond 64 MiB.
// What breaks on the page's own thread is an uncaught error there, as it should be.
import { expect, test } from './support/noted.mjs';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { CONFIG, DIST, built, html, serve, unchecked } from './support/serve.mjs';
import { settled, value } from './support/open.mjs';
import { withoutWorker } from './support/backend.mjs';

const PAGE_BYTES = 65_536;
const CAP = 64 * 2 ** 20;
const MEMORY = 5;

/** The number at `at` in LEB128, and where it ends. */
function number(bytes, at) {
  let [read, shift] = [0, 0];
  for (;;) {
    const byte = bytes[at++];
    read += (byte & 127) * 2 ** shift;
    if (byte < 128) return [read, at];
    shift += 7;
  }
}

const written = (value) => (value < 128 ? [value] : [(value & 127) | 128, ...written(value >> 7)]);

/** The same program, whose memory has a most. */
function capped(program, most) {
  for (let at = 8; at < program.length; ) {
    const [length, start] = number(program, at + 1);
    if (program[at] === MEMORY) {
      const [least] = number(program, start + 2);
      const section = [1, 1, ...written(least), ...written(most / PAGE_BYTES)];
      const head = [MEMORY, ...written(section.length)];
      return Buffer.concat([program.subarray(0, at), Buffer.from([...head, ...section]), program.subarray(start + length)]);
    }
    at = start + length;
  }
  throw new Error('the program has no memory of its own');
}

/** 200 MiB of what customers have written. */
function* long() {
  const text = 'x'.repeat(2 ** 21);
  for (let i = 0; i < 100; i += 1) {
    yield `{"type":"message","id":"e${i}","at":"2026-01-05T08:00:00Z","conversation_id":"v${i}","customer_id":"c${i}","from":"customer","text":"${text}"}\n`;
  }
}

const LISTEN = `globalThis.heard = []; document.addEventListener('sa-error', ({ detail }) => heard.push(detail.code));`;
const HOST = html('<session-analytics src-config="/demo.json"></session-analytics><button onclick="this.textContent = \'alive\'">Host</button>', { head: `<script>${LISTEN}</script>` });

test.describe('C23 memory that cannot grow', () => {
  test.skip(({ viewport }) => viewport.width < 600, 'the same on every screen');
  let server;

  const cap = (most) => {
    const program = capped(readFileSync(join(DIST, built('worker.wasm'))), most);
    server.routes[`/${built('worker.wasm')}`] = (_, response) => response.writeHead(200, { 'content-type': 'application/wasm' }).end(program);
  };
  const heavy = (_, response) => Readable.from(long()).pipe(response.writeHead(200, { 'content-type': 'application/x-ndjson' }));
  const heard = (page) => page.evaluate(() => globalThis.heard);

  /** The element says what is wrong, once and without trying the same again; then a smaller load shows its figures. */
  async function survives(page) {
    await page.goto(`${server.url}/host`);
    await page.evaluate(() => { globalThis.isSamePage = true; });
    const alert = page.locator('session-analytics [role="alert"]').first();
    await expect(alert).toContainText('E_MEMORY', { timeout: 20_000 });
    await expect(alert).toContainText('more memory');
    await page.getByRole('button', { name: 'Host' }).click();
    await expect(page.getByRole('button', { name: 'alive' })).toBeVisible();
    await page.waitForTimeout(1500);
    expect(await heard(page)).toEqual(['E_MEMORY']);
    expect(server.asked.filter((path) => path === '/events.ndjson')).toHaveLength(1);
    delete server.routes['/events.ndjson'];
    await alert.getByRole('button', { name: /^(Retry|Try again)$/ }).click();
    await expect.poll(() => value(page, 'sessions.total'), { timeout: 20_000 }).toBeGreaterThan(0);
    await settled(page);
    await expect(page.locator('session-analytics [role="alert"]')).toHaveCount(0);
    expect(await heard(page)).toEqual(['E_MEMORY']);
    expect(await page.evaluate(() => globalThis.isSamePage)).toBe(true);
  }

  test.beforeEach(async () => {
    server = await serve({ routes: { '/host': HOST, '/session-analytics.js': unchecked(), '/events.ndjson': heavy } });
    cap(CAP);
  });
  test.afterEach(() => server?.close());

  test('200 MiB in a worker of 64 MiB: E_MEMORY in the element, and the next smaller load works', async ({ page }) => {
    await survives(page);
  });

  test('the same on the page’s own thread', async ({ page }) => {
    await withoutWorker(page);
    await survives(page);
  });

  test('without a face the promise is rejected with E_MEMORY, and the next one is kept', async ({ page }) => {
    await page.goto(`${server.url}/fixtures/blank.html`);
    const codes = await page.evaluate(async (config) => {
      const { createEngine } = await import('/session-analytics.js');
      globalThis.engine = createEngine(config);
      const codes = [await globalThis.engine.load().catch((error) => error.code)];
      // What a host adds by itself counts as well.
      const text = 'x'.repeat(2 ** 21);
      const record = (i) => ({ type: 'message', id: `e${i}`, at: 0, conversation_id: `v${i}`, customer_id: `c${i}`, from: 'customer', text });
      for (let i = 0; i < 100 && codes.length < 2; i += 1) await globalThis.engine.append([record(i)]).catch((error) => codes.push(error.code));
      return codes;
    }, CONFIG);
    expect(codes).toEqual(['E_MEMORY', 'E_MEMORY']);
    delete server.routes['/events.ndjson'];
    const { sessions } = await page.evaluate(async () => {
      await globalThis.engine.load();
      return globalThis.engine.report({ sections: ['sessions'] });
    });
    expect(sessions.total).toBeGreaterThan(100);
  });

  test('what breaks for another reason is started again, however little memory it has', async ({ page }) => {
    await page.goto(`${server.url}/fixtures/blank.html`);
    server.routes[`/${built('worker.js')}`] = `${readFileSync(join(DIST, built('worker.js')))}
      addEventListener("message", ({ data }) => data.trap && wasm.__wbindgen_free(4294967280, 64, 8));`;
    delete server.routes['/events.ndjson'];
    const result = await page.evaluate(async (config) => {
      const workers = [];
      const Real = Worker;
      globalThis.Worker = class extends Real { constructor(...of) { super(...of); workers.push(this); } };
      const { createEngine } = await import('/session-analytics.js');
      const engine = createEngine(config);
      await engine.load();
      const before = (await engine.report({ sections: ['sessions'] })).sessions.total;
      workers[0].postMessage({ trap: true });
      const deadline = Date.now() + 10_000;
      while (workers.length < 2 && Date.now() < deadline) await new Promise((next) => setTimeout(next, 50));
      let after = 0;
      while (after < before && Date.now() < deadline) after = (await engine.report({ sections: ['sessions'] })).sessions.total;
      return [workers.length, before, after];
    }, CONFIG);
    expect(result[0]).toBe(2);
    expect(result[2]).toBe(result[1]);
  });
});
