// docs/embedding.md as its readers use it: snippets to run, tables to look things up in.
import { readFileSync, readdirSync } from 'node:fs';
import { CDN_URL } from './consumer.mjs';

const ROOT = new URL('../../../', import.meta.url);
export const source = (path) => readFileSync(new URL(path, ROOT), 'utf8');
const DOCUMENT = source('docs/embedding.md');

/** All sources below a folder with that ending, as one text, their own tests aside. */
export function sources(folder, ending) {
  const names = readdirSync(new URL(folder, ROOT), { recursive: true });
  return names.filter((name) => name.endsWith(ending)).map((name) => source(`${folder}/${name}`).split('#[cfg(test)]')[0]).join('\n');
}

/** Fenced blocks: language, `id`, the file they are taken `from`, and text. */
export const SNIPPETS = [...DOCUMENT.matchAll(/^```(.*)\n([^]*?)^```$/gm)].map(([, info, text]) => {
  const [language, ...rest] = info.trim().split(/\s+/);
  return { language, text, id: null, from: null, ...Object.fromEntries(rest.map((pair) => pair.split('='))) };
});

/** What the first column of the tables with that head names. */
export function table(head) {
  const lines = DOCUMENT.split('\n');
  const names = [];
  for (let at = lines.findIndex((line) => line.startsWith(`| ${head} |`)); at >= 0; at = lines.findIndex((line, i) => i > at && line.startsWith(`| ${head} |`))) {
    for (let row = at + 2; lines[row]?.startsWith('|'); row += 1) {
      names.push(...[...lines[row].split('|')[1].matchAll(/`([^`]+)`/g)].map(([, name]) => name.replace(/\(.*\)$/, '')));
    }
  }
  return names.sort();
}

/** Each once, in order. */
export const unique = (names) => [...new Set(names)].sort();
export const found = (text, pattern) => unique([...text.matchAll(pattern)].map(([, name]) => name));

/** A snippet with the addresses of this test run in place of the documentation's. What an import map names stays. */
export function local(text, { integrity = '' } = {}) {
  const named = text.includes('importmap') ? text : text.replaceAll('from "session-analytics"', `from "${CDN_URL}/session-analytics.js"`);
  return named
    .replaceAll('https://cdn.example/session-analytics/', `${CDN_URL}/`)
    .replaceAll('https://cdn.example', CDN_URL)
    .replaceAll('sha384-of-session-analytics.js', integrity);
}
