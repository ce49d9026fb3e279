// What is in the packed package: these files, whole, and types that agree with what the engine answers.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { EXAMPLES, EXAMPLES_URL, QUESTION, commandLine, installed } from '../support/consumer.mjs';
import { expect, test } from '../support/test.mjs';

const folder = () => dirname(installed('session-analytics/package.json'));
const read = (name) => readFileSync(join(folder(), name));

test('C36 the package has these files and no others', () => {
  const hashed = /-[0-9a-f]{10}(?=\.)/;
  const files = readdirSync(folder(), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const names = files.map((file) => join(file.parentPath, file.name).slice(folder().length + 1).replace(hashed, '-#'));
  expect(names.sort()).toEqual([
    'LICENSE', 'README.md', 'THIRD-PARTY.txt', 'app-#.js', 'app-#.wasm', 'app-rest-#.wasm', 'embedding.md', 'index.js', 'manifest.json', 'package.json', 'session-analytics.d.ts',
    'session-analytics.js', 'text-en-#.txt', 'text-fr-#.txt', 'text-id-#.txt', 'text-rest-en-#.txt', 'text-rest-fr-#.txt', 'text-rest-id-#.txt',
    'types/config.d.ts', 'types/react.d.ts', 'types/report.d.ts', 'types/vue.d.ts', 'worker-#.js',
    'worker-#.wasm', 'worker-rest-#.wasm', 'xlsx-#.js', 'xlsx-#.wasm',
  ].sort());
});

test('the manifest knows each file that is loaded, and what its bytes hash to', () => {
  const { version, files } = JSON.parse(read('manifest.json'));
  expect(version).toBe(JSON.parse(read('package.json')).version);
  expect(files).toHaveLength(15);
  for (const { name, integrity, bytes } of files) {
    expect([name, read(name).length]).toEqual([name, bytes]);
    expect([name, `sha384-${createHash('sha384').update(read(name)).digest('base64')}`]).toEqual([name, integrity]);
  }
});

test('no file tells on which machine it was built', () => {
  for (const name of readdirSync(folder()).filter((name) => /\.(js|wasm|json)$/.test(name))) {
    const found = /\/(?:home|root|Users|\.cargo)\/[\w.][^\0]{0,60}/.exec(read(name).toString('latin1'))?.[0] ?? null;
    expect([name, found]).toEqual([name, null]);
  }
});

test('whose work is in it stands beside it', () => {
  const text = read('THIRD-PARTY.txt').toString();
  for (const crate of ['leptos', 'plotters', 'chrono', 'zip', 'wasm-bindgen']) expect(text).toMatch(new RegExp(`^${crate} \\d[\\d.]*: (MIT|Apache-2.0)`, 'm'));
  expect(text).toContain('Permission is hereby granted');
});

/** Compiles files of tests/e2e/types and more beside the installed package; what the compiler says. */
function compile(more = {}, options = []) {
  const place = join(EXAMPLES, `types-${Object.keys(more).join() || 'host'}`);
  cpSync(new URL('../types', import.meta.url), place, { recursive: true });
  for (const [name, text] of Object.entries({ 'package.json': '{"type":"module"}', ...more })) writeFileSync(join(place, name), text);
  const tsc = join(dirname(installed('typescript/package.json')), 'bin', 'tsc');
  try {
    execFileSync(process.execPath, [tsc, '-p', place, '--pretty', 'false', ...options], { encoding: 'utf8', stdio: 'pipe' });
    return '';
  } catch ({ stdout, stderr }) {
    return stdout.slice(0, 2000) + stderr;
  }
}

test('right uses compile and wrong ones do not', () => {
  expect(compile()).toBe('');
  expect(compile({}, ['--module', 'nodenext', '--moduleResolution', 'nodenext'])).toBe('');
});

test('the types say what the engine answers, key by key', async ({ page }) => {
  await page.goto(`${EXAMPLES_URL}/plain/`);
  const answers = await page.evaluate(async (question) => {
    const { createEngine } = await import('../node_modules/session-analytics/session-analytics.js');
    const news = [];
    const engine = createEngine({ ...question, source: { url: '/data/events.ndjson' } }, { onProgress: (progress) => news.push(progress) });
    const loaded = await engine.load();
    const rejects = await engine.append('{"type":"message"}');
    const whole = await engine.report({ compare: true });
    const some = await engine.report({ sections: ['sessions', 'overview'], compare: true });
    const list = await engine.sessions({ per_page: 100 });
    const calls = await engine.sessions({ per_page: 1, query: { policy: 'interaction', filters: { channel: ['voice'] } } });
    const story = await engine.session(list.rows[0].id);
    const call = await engine.session(calls.rows[0]?.id ?? list.rows[1].id, { policy: 'interaction' });
    const figures = ['sessions.total', 'messages.received', 'credits.total_used', 'contacts.new', 'bots.conversations', 'flows.distinct'];
    const rows = [];
    for (const metric of figures) rows.push(await engine.rows(metric, { per_page: 5 }));
    const memory = await engine.memory();
    await engine.dispose();
    return { loaded, rejects, whole, some, list, story, call, rows, memory, news: news.at(-1) };
  }, QUESTION);
  // Each kind of row was there to be looked at.
  expect(answers.rows.map(({ grain }) => grain)).toEqual(['sessions', 'events', 'credits', 'customers', 'conversations', 'flows']);
  expect(answers.rows.filter(({ rows }) => rows.length === 0)).toEqual([]);
  expect(answers.rejects.rejects.length).toBeGreaterThan(0);
  const mapping = commandLine('mapping', QUESTION).trim().split('\n').slice(0, 20).map((line) => JSON.parse(line));
  const kinds = {
    loaded: 'Loaded & { error: Trouble | null }', rejects: 'Loaded', whole: 'Report', some: 'Report<"sessions" | "overview">',
    list: '{ total: number; rows: SessionRow[] }', story: 'SessionDetail', call: 'SessionDetail', rows: 'Rows[]', memory: 'Memory',
    news: 'Progress', mapping: 'MappingRow[]',
  };
  // A literal has every key that is required and none that is unknown: the compiler compares.
  const lines = Object.entries({ ...answers, mapping }).map(([name, value]) => `export const ${name}: ${kinds[name]} = ${JSON.stringify(value)};`);
  const head = 'import type { Loaded, MappingRow, Memory, Progress, Report, Rows, SessionDetail, SessionRow, Trouble } from "session-analytics";';
  expect(compile({ 'answers.ts': [head, ...lines].join('\n') })).toBe('');
  // And it does notice.
  const without = structuredClone(answers.whole);
  delete without.sessions.mau;
  expect(compile({ 'lacking.ts': `${head}\nexport const whole: Report = ${JSON.stringify(without)};` })).toContain('mau');
  without.sessions.mau = { ...answers.whole.sessions.mau, weekly: 1 };
  expect(compile({ 'unknown.ts': `${head}\nexport const whole: Report = ${JSON.stringify(without)};` })).toContain('weekly');
});
