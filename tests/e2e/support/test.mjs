// Playwright's test, on a page on which nothing may go wrong unseen: an uncaught error or a refused resource
// (Content-Security-Policy) fails the test, whatever else it looks at.
import { test as base, expect } from '@playwright/test';
import { appendFileSync } from 'node:fs';

const { RAN } = process.env;

/** For `cargo xtask profile`: which functions of the programs, on this page and in its workers, have run. */
async function note(page) {
  const ran = () => (globalThis.ran ?? []).map(([program, exports]) => {
    const functions = Object.keys(exports).filter((name) => name.startsWith('ran:') && exports[name].value);
    return [program, functions.map((name) => Number(name.slice('ran:'.length)))];
  });
  const threads = await Promise.all([page, ...page.workers()].map((thread) => thread.evaluate(ran)));
  for (const program of threads.flat()) appendFileSync(RAN, `${JSON.stringify(program)}\n`);
}

export const test = base.extend({
  /** To be called before a worker ends. */
  ran: [
    async ({ page }, use) => {
      const ran = async () => RAN && note(page);
      await use(ran);
      await ran();
    },
    { auto: true },
  ],
  troubles: [
    async ({ page }, use) => {
      const troubles = [];
      page.on('pageerror', (error) => troubles.push(`uncaught: ${error.message}`));
      page.on('console', (message) => {
        const text = message.text();
        if (/Content Security Policy|panicked at/.test(text)) troubles.push(text);
      });
      await use(troubles);
      expect(troubles, 'errors nobody caught').toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
