// The examples, installed and built by `cargo xtask test`, and the native program beside them.
import { execFileSync, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect } from './test.mjs';

export const { EXAMPLES, EXAMPLES_URL, CDN_URL, COMMAND_LINE } = process.env;
export const EVENTS = join(EXAMPLES ?? '', 'data', 'events.ndjson');
/** What all examples ask, but for the address. */
export const QUESTION = { tz: 'Asia/Jakarta', now: '2026-01-31T12:00:00Z', from: '2026-01-02' };

/** Output of the command line: `commandLine('report', QUESTION)`. */
export function commandLine(command, config, file = EVENTS) {
  const path = join(EXAMPLES, `config-${command}-${process.pid}.json`);
  writeFileSync(path, JSON.stringify(config));
  return execFileSync(COMMAND_LINE, [command, '--config', path, file], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}

/** What a package of the examples' own resolves to. */
export const installed = (name) => createRequire(join(EXAMPLES, 'package.json')).resolve(name);

/** Runs a program of an example until the test ends; gives the address that it prints. */
export async function serve(args, folder, env = {}) {
  // Colours would stand in the middle of the address; some programs take any FORCE_COLOR for a yes.
  const child = spawn(process.execPath, args, { cwd: join(EXAMPLES, folder), env: { ...process.env, FORCE_COLOR: '', NO_COLOR: '1', ...env } });
  let said = '';
  const address = await new Promise((resolve, reject) => {
    const hear = (text) => {
      said += text;
      const found = /http:\/\/[\w.]+:\d+\//.exec(said);
      if (found) resolve(found[0]);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.on('exit', () => reject(new Error(`${folder} did not start: ${said}`)));
  });
  return { address, stop: () => child.kill(), said: () => said };
}

/** The widget's report and the figures on screen are the command line's. */
export async function sameFigures(page, selector = 'session-analytics', config = QUESTION) {
  const widget = page.locator(selector);
  await expect(widget.locator('.sa-head__updated')).toHaveText(/\d/, { timeout: 20_000 });
  const expected = JSON.parse(commandLine('report', config));
  expect(await widget.evaluate((element) => element.report())).toEqual(expected);
  await expect(widget.locator('.sa-root[aria-busy="false"]')).toHaveCount(1);
  const figures = await widget.locator('[data-metric][data-value]:not([data-key])').evaluateAll((nodes) =>
    nodes.map((node) => [node.dataset.metric, node.dataset.value]));
  let compared = 0;
  for (const [metric, value] of figures) {
    const figure = metric.split('.').reduce((tree, key) => tree?.[key], expected);
    if (typeof figure !== 'number') continue;
    expect([metric, Number(value)]).toEqual([metric, figure]);
    compared += 1;
  }
  expect(compared).toBeGreaterThan(5);
}
