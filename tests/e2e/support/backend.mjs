// The widget on the example backend, over real HTTP and from another origin: a page of a helpdesk that mounts it with a
// token call-back, and what the network saw of it.
import { randomUUID } from 'node:crypto';

export const { BACKEND_URL: BACKEND, BACKEND_SITE: SITE } = process.env;

export const PERIOD = { tz: 'Asia/Jakarta', now: '2026-01-31T12:00:00Z', from: '2026-01-02' };

/** A token as the backend gives it, in Node. */
export async function token(request, login) {
  const answer = await request.post(`${BACKEND}/demo/token`, { data: { sub: randomUUID(), ...login } });
  return (await answer.json()).token;
}

/** An empty page on the origin that may ask the backend; what it asks of /events is written down. */
export async function visit(page) {
  const seen = [];
  page.on('response', async (response) => {
    const request = response.request();
    const url = new URL(request.url());
    if (!url.pathname.startsWith('/events') || request.method() !== 'GET') return;
    const { startTime } = request.timing();
    seen.push({ url, status: response.status(), cursor: url.searchParams.get('cursor'), since: url.searchParams.get('since'), at: startTime });
  });
  await page.goto(`${SITE}/fixtures/blank.html`);
  await page.waitForFunction(() => customElements.get('session-analytics'));
  return seen;
}

/**
 * Mounts an element. `path` follows /events; `login` is whom the call-back gets tokens for, `tokens` are given one after
 * the other in its place. Its sa-error details are in `window.errors`, why tokens were asked for in `window.asked`.
 */
export async function mount(page, { path = '', login = { role: 'admin' }, tokens, source = {}, ...config } = {}) {
  const url = `${BACKEND}/events${path}`;
  const who = { sub: randomUUID(), ...login };
  await page.evaluate(({ backend, who, tokens, config }) => {
    document.querySelector('session-analytics')?.remove();
    Object.assign(window, { errors: [], asked: [], loads: 0 });
    const element = document.createElement('session-analytics');
    element.addEventListener('sa-error', ({ detail }) => window.errors.push(detail));
    element.addEventListener('sa-ready', () => window.loads++);
    const login = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(who) };
    const token = async (reason) => {
      window.asked.push(reason);
      if (tokens) return tokens[Math.min(window.asked.length, tokens.length) - 1];
      return (await (await fetch(`${backend}/demo/token`, login)).json()).token;
    };
    element.config = { ...config, token };
    document.querySelector('main').append(element);
  }, { backend: BACKEND, who, tokens, config: { ...PERIOD, ...config, source: { url, ...source } } });
  return who.sub;
}

/** Waits until the element has loaded and gives its whole report. */
export async function report(page) {
  await page.waitForFunction(() => window.loads > 0, null, { timeout: 25_000 });
  return page.evaluate(() => document.querySelector('session-analytics').report());
}

export const errors = (page) => page.evaluate(() => window.errors);

/** Stores records as the product does. */
export async function write(request, ...records) {
  const answer = await request.post(`${BACKEND}/events`, {
    headers: { authorization: `Bearer ${await token(request, { role: 'writer' })}` },
    data: records.map((record) => JSON.stringify(record)).join('\n'),
  });
  if (!answer.ok()) throw new Error(`not stored: ${await answer.text()}`);
}

/** No worker can be started: the engine runs on the page's thread, whose clock and timers a test can reach. */
export async function withoutWorker(page) {
  await page.addInitScript(() => {
    window.Worker = class {
      constructor() {
        throw new Error('no workers here');
      }
    };
  });
}
