// What is measured, in the page, through the same createEngine that a host uses. All times are the page's own wall
// clock around a promise, so the way to the worker and back is in them.
import { createEngine } from '/session-analytics.js';

const CHANNELS = ['whatsapp', 'instagram', 'live_chat', 'messenger', 'email', 'voice', 'telegram', 'sms'];
const LABELS = ['order-status', 'shipping', 'product-question', 'billing', 'account', 'refund', 'technical', 'cancellation'];
const POLICIES = ['inactivity_10m', 'resolution_24h', 'window_24h', 'resolution'];

globalThis.bench = { read: (url) => yardstick(url, 'read'), parse: (url) => yardstick(url, 'parse'), engine };

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
