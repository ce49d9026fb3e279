// Started by `cargo xtask bench`: drives Chromium through the job given as JSON, writes the samples as JSON. Rounds are
// interleaved (read, parse, engine, widget; again), so that a slow minute of the machine meets all of them. Every run gets a new page.
import { createRequire } from 'node:module';

const job = JSON.parse(process.argv[2]);
const { chromium } = createRequire(job.packages)('playwright-core');

const launch = () => chromium.launch({
  executablePath: job.chromium,
  args: ['--enable-blink-features=ForceEagerMeasureMemory', ...(job.no_sandbox ? ['--no-sandbox', '--disable-dev-shm-usage'] : [])],
});
const browser = await launch();

/** A window that opens takes the processors for itself: somebody who enters an address has seen it open. */
const OPENING_MS = 1000;

async function once(what, argument, inside = browser) {
  const page = await inside.newPage();
  page.setDefaultTimeout(0);
  page.on('pageerror', (error) => process.stderr.write(`    ${error.message}\n`));
  try {
    await page.goto(`${job.base}/bench/page.html`);
    await page.waitForFunction(() => globalThis.bench, null, { timeout: 30_000 });
    await page.waitForTimeout(OPENING_MS);
    return await page.evaluate(([name, given]) => globalThis.bench[name](given), [what, argument]);
  } finally {
    await page.close();
  }
}

// The widget as somebody meets it for the first time: in a window that has nothing cached, up to the figures. In
// milliseconds since the address was entered, as the page itself sees it.
async function visit(browser) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  try {
    await page.waitForTimeout(OPENING_MS);
    await page.addInitScript(() => {
      const seen = (globalThis.seen = { longest_task_ms: 0 });
      new PerformanceObserver((list) => list.getEntries().forEach((task) => {
        seen.longest_task_ms = Math.max(seen.longest_task_ms, task.duration);
      })).observe({ type: 'longtask', buffered: true });
      addEventListener('sa-ready', () => { seen.loaded_ms = performance.now(); });
      const look = () => {
        const root = document.querySelector('session-analytics')?.shadowRoot;
        // What is there when a frame begins is on screen when it ends.
        if (!seen.shell_ms && root?.querySelector('.sa-head')) seen.shell_ms = performance.now();
        if (!seen.figure_ms && Number(root?.querySelector('[data-metric="sessions.total"]')?.dataset.value) > 0) {
          seen.figure_ms = performance.now();
          const files = performance.getEntriesByType('resource').filter(({ name }) => /\.(js|wasm|css|txt)$/.test(name));
          seen.download_bytes = files.reduce((sum, { transferSize }) => sum + transferSize, 0);
        }
        const busy = root?.querySelector('.sa-root')?.getAttribute('aria-busy') !== 'false';
        if (seen.loaded_ms && seen.figure_ms && !busy) seen.figures_ms = performance.now();
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });
    await page.goto(`${job.base}/`);
    await page.waitForFunction(() => globalThis.seen.figures_ms, null, { timeout: 60_000 });
    return await page.evaluate(() => globalThis.seen);
  } finally {
    await page.context().close();
  }
}

// Ten of them in a browser that has never been there, and the yardstick.
async function first() {
  const fresh = await launch();
  try {
    const visits = [];
    while (visits.length < 10) visits.push(await visit(fresh));
    visits[0].parse_ms = (await once('parse', job.first.url, fresh)).ms;
    return visits;
  } finally {
    await fresh.close();
  }
}

const told = (ms) => (ms ? ` ${Math.round(ms)} ms` : '');

const results = [];
for (const stream of job.streams) {
  const samples = { read: [], parse: [], engine: [], widget: [] };
  for (let round = 1; round <= job.rounds; round += 1) {
    process.stderr.write(`  ${stream.name}, round ${round} of ${job.rounds}:`);
    for (const what of Object.keys(samples)) {
      const argument = ['engine', 'widget'].includes(what) ? { ...job.engine, url: stream.url } : stream.url;
      const sample = await once(what, argument);
      samples[what].push(sample);
      process.stderr.write(` ${what}${told(sample.ms ?? sample.load_ms)}`);
    }
    process.stderr.write('\n');
  }
  results.push({ ...stream, samples });
}
const visits = [];
for (let round = 1; round <= job.rounds; round += 1) {
  visits.push(...(await first()));
  process.stderr.write(`  first visits, round ${round} of ${job.rounds}: figures ${Math.round(visits.at(-1).figures_ms)} ms\n`);
}
process.stdout.write(JSON.stringify({ browser: browser.version(), results, first: { ...job.first, visits } }));
await browser.close();
