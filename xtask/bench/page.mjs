// What is measured, in the page, through the same createEngine that a host uses. All times are the page's own wall
// clock around a promise, so the way to the worker and back is in them.
import { createEngine } from '/session-analytics.js';

const CHANNELS = ['whatsapp', 'instagram', 'live_chat', 'messenger', 'email', 'voice', 'telegram', 'sms'];
const LABELS = ['order-status', 'shipping', 'product-question', 'billing', 'account', 'refund', 'technical', 'cancellation'];
const POLICIES = ['inactivity_10m', 'resolution_24h', 'window_24h', 'resolution'];

globalThis.bench = { read: (url) => yardstick(url, 'read'), parse: (url) => yardstick(url, 'parse'), engine, widget };

// The same bytes, in a worker: only read, or read and JSON.parse of every line.
async function yardstick(url, mode) {
  const started = performance.now();
  const worker = new Worker('yardstick.mjs', { type: 'module' });
  const counted = await new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = reject;
    worker.postMessage({ url: new URL(url, location.href).href, mode });
  });
  const ms = performance.now() - started;
  worker.terminate();
  return { ms, ...counted };
}

async function engine({ url, tz, now, from, to, page }) {
  const empty = await agentBytes();
  const started = performance.now();
  const engine = await createEngine({ source: { url }, tz, now, from, to });
  await engine.load();
  const load_ms = performance.now() - started;
  const sections = ['sessions'];
  const [first_report_ms] = await timed(() => engine.report({ sections }));
  const memory_loaded = await engine.memory();

  // A day further back each time: an answer that was kept cannot be given again.
  const report_ms = [];
  const whole_report_ms = [];
  for (let back = 0; back < 12; back += 1) {
    const query = { from: shift(from, -back), to: shift(to, -back) };
    report_ms.push((await timed(() => engine.report({ ...query, sections })))[0]);
    if (back < 4) whole_report_ms.push((await timed(() => engine.report(query)))[0]);
  }

  const filter_ms = [];
  for (const filters of filterChanges()) filter_ms.push((await timed(() => engine.report({ filters, sections })))[0]);

  const [page_1_ms, list] = await timed(() => engine.sessions({ page: 1, per_page: 25 }));
  const last = Math.max(1, Math.min(page, Math.ceil(list.total / 25)));
  const [page_n_ms] = await timed(() => engine.sessions({ page: last, per_page: 25 }));

  const policy_ms = [];
  for (const policy of POLICIES) {
    policy_ms.push((await timed(async () => {
      await engine.setPolicy(policy);
      return engine.report({ sections });
    }))[0]);
  }

  const [, report] = await timed(() => engine.report({ sections }));
  const memory = await engine.memory();
  const agent_bytes = (await agentBytes()) - empty;
  await engine.dispose();
  return {
    load_ms, first_report_ms, report_ms, whole_report_ms, filter_ms, page_1_ms, page_n_ms, page_n: last, policy_ms, agent_bytes,
    linear_bytes_loaded: memory_loaded.linear_bytes, live_bytes_loaded: memory_loaded.live_bytes,
    linear_bytes: memory.linear_bytes, live_bytes: memory.live_bytes,
    sessions: report.sessions?.total, seen: report.diagnostics?.seen,
  };
}

// The widget in use, its data loaded: what forty changes of filters take of the page's own thread until all that is on screen is
// painted, the longest task among them, and how long it takes from choosing a page until it is.
async function widget({ url, tz, now, from, to }) {
  const element = document.createElement('session-analytics');
  Object.assign(element, { config: { source: { url }, tz, now, from, to } });
  element.setAttribute('eager', '');
  const loaded = new Promise((resolve) => element.addEventListener('sa-ready', resolve, { once: true }));
  document.body.append(element);
  await loaded;
  const root = () => element.shadowRoot;
  const isBusy = () => root().querySelector('.sa-root').ariaBusy === 'true';
  const inView = (part) => {
    const { top, bottom, width } = part.getBoundingClientRect();
    return width > 0 && top < innerHeight && bottom > 0;
  };
  const isWaiting = () => [...root().querySelectorAll('.sa-skeleton, .sa-later, .sa-plot__stage--waiting')].some(inView);
  const isSettled = () => !isBusy() && !root().querySelector('.sa-later') && !!root().querySelector('tr[data-session]');
  const until = async (holds) => {
    for (const end = performance.now() + 10_000; !holds();) {
      if (performance.now() > end) throw new Error('the widget does not come to rest');
      await painted();
    }
  };
  await until(isSettled);

  const redraw_ms = [];
  const task_ms = [];
  const figure = () => root().querySelector('[data-metric="sessions.total"]')?.dataset.value;
  for (const filters of filterChanges()) {
    const before = figure();
    const busy = watched();
    const shown = new Promise((resolve) => {
      const look = new MutationObserver(() => figure() !== before && resolve());
      look.observe(root().querySelector('.sa-root'), { subtree: true, childList: true, attributeFilter: ['data-value'] });
      setTimeout(resolve, 1000);
    });
    element.filters = filters;
    await shown;
    await painted();
    const tasks = busy();
    // Of filters that leave the same number nobody can tell when they are shown.
    if (figure() !== before) {
      redraw_ms.push(tasks.reduce((sum, ms) => sum + ms, 0));
      task_ms.push(Math.max(0, ...tasks));
    }
    await until(() => !isBusy());
  }
  element.filters = {};
  await until(isSettled);

  const page_ms = [];
  for (let round = 0; round < 2; round += 1) {
    const tabs = [...root().querySelectorAll('nav .sa-tab')];
    for (const tab of [...tabs.slice(1), tabs[0]]) {
      const started = performance.now();
      tab.click();
      await painted();
      await until(() => !isWaiting());
      page_ms.push(performance.now() - started);
      await until(() => !isBusy());
    }
  }
  element.remove();
  return { redraw_ms, task_ms, page_ms };
}

// In the first task after the next frame: before any timer that was set in it, which a message would not be.
const painted = () => new Promise((next) => requestAnimationFrame(() => scheduler.postTask(next, { priority: 'user-blocking' })));

// Starts to watch this thread; the function that comes back ends it, and tells how long it was held up, by task. Between two
// messages to itself lies a task, if there was any.
function watched() {
  const tasks = [];
  const { port1, port2 } = new MessageChannel();
  let last = performance.now();
  port1.onmessage = () => {
    const now = performance.now();
    if (now - last > 1) tasks.push(now - last);
    last = now;
    port2.postMessage(0);
  };
  port2.postMessage(0);
  return () => {
    port1.close();
    // What asks may come before the message after the last task, which was the frame.
    if (performance.now() - last > 1) tasks.push(performance.now() - last);
    return tasks;
  };
}

// Forty clicks: a value, another one, two filters at once, all away again.
function* filterChanges() {
  for (let i = 0; i < 10; i += 1) {
    const channel = [CHANNELS[i % CHANNELS.length]];
    const label = [LABELS[(i * 3) % LABELS.length]];
    yield { channel };
    yield { channel, resolved_by: [i % 2 ? 'ai' : 'agent'] };
    yield { label, number: [i % 2 ? 'first' : 'returning'], weekday: [1 + (i % 7)] };
    yield i % 3 ? { status: ['resolved'], label: [...label, 'outage'] } : {};
  }
}

async function timed(work) {
  const started = performance.now();
  const result = await work();
  return [performance.now() - started, result];
}

function shift(date, days) {
  const moved = new Date(`${date}T00:00:00Z`);
  moved.setUTCDate(moved.getUTCDate() + days);
  return moved.toISOString().slice(0, 10);
}

// Everything the page and its workers hold, where the browser tells.
async function agentBytes() {
  if (!globalThis.crossOriginIsolated || !performance.measureUserAgentSpecificMemory) return NaN;
  return (await performance.measureUserAgentSpecificMemory()).bytes;
}
