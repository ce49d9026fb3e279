// Started by `cargo xtask bench`: drives Chromium through the job given as JSON, writes the samples as JSON. Rounds are
// interleaved (read, parse, engine; again), so that a slow minute of the machine meets all three. Every run gets a new page.
import { createRequire } from 'node:module';

const job = JSON.parse(process.argv[2]);
const { chromium } = createRequire(job.packages)('playwright-core');

const browser = await chromium.launch({
  executablePath: job.chromium,
  args: ['--enable-blink-features=ForceEagerMeasureMemory', ...(job.no_sandbox ? ['--no-sandbox', '--disable-dev-shm-usage'] : [])],
});

async function once(what, argument) {
  const page = await browser.newPage();
  page.setDefaultTimeout(0);
  page.on('pageerror', (error) => process.stderr.write(`    ${error.message}\n`));
  try {
    await page.goto(`${job.base}/bench/page.html`);
    await page.waitForFunction(() => globalThis.bench, null, { timeout: 30_000 });
    return await page.evaluate(([name, given]) => globalThis.bench[name](given), [what, argument]);
  } finally {
    await page.close();
  }
}

const results = [];
for (const stream of job.streams) {
  const samples = { read: [], parse: [], engine: [] };
  for (let round = 1; round <= job.rounds; round += 1) {
    process.stderr.write(`  ${stream.name}, round ${round} of ${job.rounds}:`);
    for (const what of ['read', 'parse', 'engine']) {
      const argument = what === 'engine' ? { ...job.engine, url: stream.url } : stream.url;
      const sample = await once(what, argument);
      samples[what].push(sample);
      process.stderr.write(` ${what} ${Math.round(sample.ms ?? sample.load_ms)} ms`);
    }
    process.stderr.write('\n');
  }
  results.push({ ...stream, samples });
}
process.stdout.write(JSON.stringify({ browser: browser.version(), results }));
await browser.close();
