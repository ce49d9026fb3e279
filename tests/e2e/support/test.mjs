// Playwright's test, on a page on which nothing may go wrong unseen: an uncaught error or a refused resource
// (Content-Security-Policy) fails the test, whatever else it looks at.
import { test as base, expect } from './noted.mjs';

export const test = base.extend({
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
