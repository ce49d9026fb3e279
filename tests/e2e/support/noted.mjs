// Playwright's test. For `cargo xtask profile`, it keeps what the programs tell of their functions that have run before the rest
// of them has come, and lets the rest come late.
import { test as base, expect } from '@playwright/test';
import { appendFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';

const { RAN } = process.env;
export const REST = /-rest-[0-9a-f]+\.wasm/;

export const test = !RAN ? base : base.extend({
  context: async ({ context }, use) => {
    context.on('console', (message) => /^\["(app|worker)",\[[\d,]+\]\]$/.test(message.text()) && appendFileSync(RAN, `${message.text()}\n`));
    await context.route(REST, async (route) => {
      await setTimeout(1000);
      await route.continue().catch(() => {}); // The page may be gone.
    });
    await use(context);
    await setTimeout(200);
  },
});

export { expect };
