// What the build ships: names that change with the content, and a manifest by which hosts check it.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { join } from 'node:path';
import { DIST } from './support/serve.mjs';
import { expect, test } from './support/test.mjs';

const read = (name) => readFileSync(join(DIST, name));
const { files } = JSON.parse(read('manifest.json'));

test('the manifest lists every program with the integrity of its bytes, and nothing else is there', () => {
  const roles = ['app', 'worker', 'xlsx'].flatMap((program) => [`${program}.js`, `${program}.wasm`]);
  roles.push('app-rest.wasm', 'worker-rest.wasm', ...['en', 'fr', 'id'].flatMap((lang) => [`text-${lang}.txt`, `text-rest-${lang}.txt`]));
  expect(files.map((file) => file.role).sort()).toEqual([...roles, 'session-analytics.js'].sort());
  for (const { role, name, bytes, brotli_bytes, integrity } of files) {
    const body = read(name);
    expect(integrity, role).toBe(`sha384-${createHash('sha384').update(body).digest('base64')}`);
    expect(bytes, role).toBe(body.length);
    expect(brotli_bytes, role).toBe(read(`${name}.br`).length);
    expect(brotliDecompressSync(read(`${name}.br`)).equals(body), role).toBe(true);
    expect(gunzipSync(read(`${name}.gz`)).equals(body), role).toBe(true);
    if (role !== 'session-analytics.js') expect(name).toMatch(/^[\w-]+-[0-9a-f]{10}\.(js|wasm|txt)$/);
  }
  const programs = readdirSync(DIST).filter((name) => /\.(js|wasm|txt)$/.test(name));
  expect(programs.sort()).toEqual(files.map((file) => file.name).sort());
});

test('session-analytics.js names each file in an address that bundlers can read', () => {
  const script = read('session-analytics.js').toString();
  for (const { role, name, integrity } of files.filter((file) => file.role !== 'session-analytics.js')) {
    expect(script, role).toMatch(new RegExp(`new URL\\("\\./${name}", ?import\\.meta\\.url\\)`));
    expect(script, role).toContain(integrity);
  }
  expect(script).not.toMatch(/^import /m);
  expect(script.match(/import\((?!\/\* @vite-ignore)/)).toBeNull();
});

test('the page asks for the engine once, and not for what only an export needs', async ({ page }) => {
  const asked = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname.slice(1)));
  await page.goto('/');
  await expect(page.locator('[data-metric="sessions.total"]').first()).toBeVisible({ timeout: 20_000 });
  const count = (role) => asked.filter((name) => name === files.find((file) => file.role === role).name).length;
  expect([count('app.wasm'), count('worker.wasm'), count('xlsx.wasm'), count('xlsx.js')]).toEqual([1, 1, 0, 0]);
});
