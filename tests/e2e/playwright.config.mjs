// The harness of `cargo xtask test`, which serves the page and says where it is.
import { defineConfig } from '@playwright/test';

const { BASE_URL = 'http://127.0.0.1:8017', CHROME_PATH, GREP, NO_SANDBOX, OUTPUT = 'test-results' } = process.env;
const EXAMPLES = '**/examples/*.spec.mjs';

export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.mjs',
  // GREP='C16' cargo xtask test --only page
  grep: GREP ? new RegExp(GREP) : undefined,
  outputDir: OUTPUT,
  timeout: 30_000,
  expect: { timeout: 10_000 },
  fullyParallel: true,
  workers: 2,
  // What passes only the second time is listed as flaky, and has to be looked into; a busy machine is no reason to stop.
  retries: 1,
  forbidOnly: true,
  reporter: [['list']],
  use: {
    baseURL: BASE_URL,
    browserName: 'chromium',
    locale: 'en-GB',
    timezoneId: 'Asia/Jakarta',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: CHROME_PATH || undefined,
      args: NO_SANDBOX ? ['--no-sandbox', '--disable-dev-shm-usage'] : [],
    },
  },
  projects: [
    { name: 'desktop', testIgnore: EXAMPLES, use: { viewport: { width: 1280, height: 800 } } },
    { name: 'mobile', testIgnore: EXAMPLES, use: { viewport: { width: 360, height: 740 }, hasTouch: true } },
    // The packed package, where it is used: a step of its own.
    { name: 'examples', testMatch: EXAMPLES, use: { viewport: { width: 1280, height: 800 } } },
  ],
});
