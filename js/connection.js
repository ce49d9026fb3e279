// Requests to an engine and its answers; and what happens when it does not start, or breaks.
import { HINT, code, once, problem, program, script, trusted } from "./files.js";
import { advice, listen, refusal } from "./refusals.js";

/**
 * One engine in a worker of its own; on this thread where no worker can be started. Requests and answers are JSON texts.
 * `ask` never rejects: failures are answers with `"op": "error"`.
 */
export class Connection {
  /** Called with the JSON text of news: progress, polled, restarted. */
  onevent = null;
  /** Called with a sentence when it works, but not as it should. */
  onnotice = null;
  /** Called when a new engine has taken the place of one that crashed. */
  onrecovered = null;
  /** Called with an error when records that `append` had added are gone with an engine. */
  onlost = null;
  #token;
  /** Where requests go: nowhere yet while the engine is on its way. */
  #port = null;
  #worker = null;
  /** The address that it was started from. */
  #script = "";
  /** Where there is no worker: hears no more of the program on this thread. */
  #leave = null;
  /** Ends the listening to what the page's policy refuses. */
  #deaf = null;
  /** Grows with each start and end: what was begun for an older one is not wanted any more. */
  #life = 0;
  #seq = 0;
  #pending = new Map();
  /** The answer to everything, once there is no engine any more. */
  #over = null;
  /** Whether somebody has heard of it. */
  #isTold = false;
  #isClosed = false;
  #crashes = [];
  /** Whether the engine has the rest of its program; requests that need it, and those behind them, wait in the queue. */
  #isWhole = false;
  #queue = [];
  /** Called when the first figures are on screen. */
  onfigures = null;
  #isFigured = false;
  /** What a new engine has to be told to be where the old one was. */
  #configured = null;
  #loaded = null;
  /** What the last load ended with, once it has. */
  #ended;
  #isKept = false;
  /** Whether it has records that no load brings back. */
  #isAdded = false;

  constructor(token) {
    this.#token = typeof token === "function" ? token : null;
    this.#boot();
  }

  ask(request) {
    const op = /^\{"op":"(\w+)"/.exec(request)?.[1];
    if (op === "load" && this.#isKept) return this.#known();
    if (op === "load") [this.#loaded, this.#ended] = [request, undefined];
    return new Promise((resolve) => this.#send({ request, op, resolve }));
  }

  /** Who asked is gone, and the records are not: the next load finds them. */
  keep() {
    this.onevent = null;
    this.#isKept = this.#ended !== undefined;
  }

  async #known() {
    this.#isKept = false;
    const status = await this.ask('{"op":"status"}');
    return status.startsWith('{"op":"status"') ? JSON.stringify({ op: "loaded", status: JSON.parse(status), error: this.#ended }) : status;
  }

  close() {
    this.#isClosed = true;
    this.#end("E_CLOSED", "the engine was closed");
  }

  #send(entry) {
    // A person who tries again gets a new engine, unless this one was closed on purpose.
    const isFirst = entry.op === "configure" || (entry.op === "load" && this.#configured);
    if (this.#isTold && !this.#isClosed && isFirst) this.#again(entry.op);
    if (this.#over) {
      this.#isTold = true;
      return entry.resolve(this.#over);
    }
    const seq = ++this.#seq;
    this.#pending.set(seq, entry);
    this.#post(seq, entry);
  }

  #post(seq, entry) {
    if (!this.#isWhole && this.#port && (this.#queue.length || !isEarly(entry.request))) {
      this.#queue.push([seq, entry]);
      this.complete().catch(() => {}); // Each of them is told.
      return;
    }
    const { request, op } = entry;
    // Only the page knows these: whether it has tokens, and what its addresses are relative to.
    const known = op === "load" ? { tokens: this.#token !== null, base: document.baseURI } : null;
    this.#port?.postMessage({ seq, request, ...known });
  }

  /** Fetches the rest of the program, and sends what waited for it. */
  async complete() {
    const life = this.#life;
    const rest = await code("worker-rest").catch((error) => error);
    if (this.#life !== life || this.#isWhole) return;
    this.#isWhole = !(rest instanceof Error);
    // While another engine is on its way there is none to send it to: that one starts whole.
    if (this.#isWhole) this.#port?.postMessage({ rest });
    for (const [seq, entry] of this.#queue.splice(0)) {
      if (this.#isWhole || isEarly(entry.request)) this.#post(seq, entry);
      else if (this.#pending.delete(seq)) entry.resolve(failure(rest.code, rest.message, rest.hint));
    }
    if (!this.#isWhole) throw rest;
  }

  #again(op) {
    this.#over = null;
    this.#isTold = false;
    this.#crashes = [];
    this.#boot();
    if (op === "load") this.ask(this.#configured);
  }

  async #boot() {
    const life = ++this.#life;
    this.#deaf ??= listen();
    const module = code("worker");
    module.catch(() => {}); // Its turn comes.
    try {
      const url = await script("worker");
      if (this.#life !== life) return;
      const worker = (this.#worker = this.#spawn(url));
      // What has crashed starts whole: it may have been for want of the rest.
      this.#isWhole = this.#crashes.length > 0;
      const rest = this.#isWhole ? await code("worker-rest") : null;
      worker?.postMessage({ module: await module, rest });
      if (this.#life !== life) return;
      // It may have turned out meanwhile that it does not start.
      if (worker && this.#worker === worker) this.#serve(worker);
      else await this.#bootHere(life);
    } catch (error) {
      if (this.#life === life) this.#fail(error);
    }
  }

  /** A worker that runs our script; nothing where the page does not allow one. */
  #spawn(url) {
    // A worker's script has to be of the page's own origin: a script that imports ours is.
    const isForeign = new URL(url).origin !== location.origin;
    const own = isForeign ? URL.createObjectURL(new Blob([`import ${JSON.stringify(url)};`], { type: "text/javascript" })) : url;
    const life = this.#life;
    this.#script = own;
    let isReady = false;
    try {
      const worker = new Worker(trusted(own), { type: "module", name: "session-analytics" });
      worker.onmessage = ({ data }) => {
        if (this.#worker !== worker) return;
        if (data.ready && isForeign) URL.revokeObjectURL(own);
        isReady ||= Boolean(data.ready || data.failed);
        this.#heard(data);
      };
      worker.onerror = () => {
        if (this.#worker !== worker) return;
        if (isReady) return this.#crashed();
        worker.terminate();
        this.#worker = null;
        // Else it is still being started, and who starts it sees that it is gone.
        if (this.#port === worker) this.#bootHere(life).catch((error) => this.#life === life && this.#fail(error));
      };
      return worker;
    } catch {
      return null;
    }
  }

  async #bootHere(life) {
    this.#port = null;
    const why = await advice(this.#script, (directive) => /^(worker|script|default)-src/.test(directive));
    const { serve, users } = await here();
    if (this.#life !== life) return;
    this.onnotice?.(`The figures are computed on the page's own thread, which may make it slow: a worker could not be started${why ? `, because ${why}` : ""}.`);
    this.#isWhole = true;
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => this.#port === port1 && this.#heard(data);
    const broken = (isFull) => this.#crashed(isFull);
    users.add(broken);
    this.#leave = () => users.delete(broken);
    serve(port2);
    this.#serve(port1);
  }

  /** Requests go there from now on; those that waited go first. */
  #serve(port) {
    this.#port = port;
    this.#queue = [];
    for (const [seq, entry] of this.#pending) this.#post(seq, entry);
  }

  #heard(data) {
    if (data.seq) {
      const entry = this.#pending.get(data.seq);
      this.#pending.delete(data.seq);
      if (entry?.op === "configure" && data.response.startsWith('{"op":"configured"')) this.#configured = entry.request;
      if (entry?.op === "append" && data.response.startsWith('{"op":"status"')) this.#isAdded = true;
      if (entry?.op === "load") this.#arrived(entry, data.response);
      else entry?.resolve(data.response);
      // While records arrive, those of the period may be still to come.
      const isFigure = entry?.op === "report" && (this.#ended !== undefined || /"sessions":\{"total":[1-9]/.test(data.response));
      if (isFigure) this.#figured();
    } else if (data.refused) {
      refusal(...data.refused);
    } else if (data.event) {
      this.onevent?.(data.event);
    } else if (data.need_token) {
      this.#answerToken(data);
    } else if (data.fatal) {
      this.#crashed(data.isFull);
    } else if (data.failed) {
      this.#fail({ message: data.failed });
    }
  }

  /** Once the first figures are on screen there is time for the rest of the program. */
  #figured() {
    if (this.#isFigured) return;
    this.#isFigured = true;
    const life = this.#life;
    requestAnimationFrame(() => setTimeout(() => {
      if (this.#life !== life) return;
      if (this.onfigures) this.onfigures();
      else this.complete().catch(() => {}); // Who needs it asks again.
    }));
  }

  async #arrived(entry, response) {
    const answer = JSON.parse(response);
    if (answer.op === "loaded") this.#ended = answer.error;
    const isUnreachable = answer.error?.code === "E_NETWORK";
    const why = isUnreachable && (await advice(/./, (directive) => directive === "connect-src"));
    if (why) Object.assign(answer.error, { code: "E_CSP", message: `the source could not be reached: ${why}` });
    entry.resolve(why ? JSON.stringify(answer) : response);
  }

  async #answerToken({ need_token: reason, id }) {
    const port = this.#port;
    let token = null;
    try {
      token = await this.#token?.(reason);
    } catch {
      // Said once, by the engine: there was no token. What the call-back threw may hold secrets.
    }
    port?.postMessage({ id, token: typeof token === "string" ? token : null });
  }

  /** A program that has panicked cannot be used again: a new one takes its place and loads what the old one had. */
  async #crashed(isFull) {
    if (this.#over) return;
    const now = Date.now();
    this.#crashes = [...this.#crashes.filter((at) => now - at < 60_000), now];
    if (isFull || this.#crashes.length > 2) {
      // The same records would not fit into another engine either.
      const error = isFull ? FULL : { code: "E_CRASHED", message: "the engine crashed three times within a minute and was not started again", hint: "retry, or reload the page" };
      const isAwaited = [...this.#pending.values()].some(({ op }) => op === "load");
      this.#end(error.code, error.message, error.hint);
      this.#isTold = true;
      this.#lose();
      // Who waits for a load hears of it as its answer.
      return isAwaited || this.#restarted(error);
    }
    const wasWhole = this.#isWhole;
    this.#drop();
    const lost = [...this.#pending.values()];
    this.#pending.clear();
    const isLoad = ({ op }) => op === "load";
    if (!wasWhole) {
      // It may have been for want of the rest: who waits for an answer has it from a whole one, and of all records that were there.
      this.#boot();
      const again = (request, op) => request && !lost.some((entry) => entry.op === op) && this.ask(request);
      again(this.#configured, "configure");
      const loaded = await again(this.#loaded, "load");
      for (const entry of lost) this.#send(entry);
      if (loaded && !this.#over) this.#restarted(JSON.parse(loaded).error);
      return;
    }
    for (const entry of lost.filter((entry) => !isLoad(entry))) {
      entry.resolve(failure("E_CRASHED", "the engine crashed on this request and was started again"));
    }
    this.#boot();
    const configured = this.#configured && this.ask(this.#configured);
    // Who adds them again at once does so behind the configuration.
    this.#lose();
    await configured;
    const answer = this.#loaded ? JSON.parse(await this.ask(this.#loaded)) : {};
    for (const entry of lost.filter(isLoad)) entry.resolve(JSON.stringify(answer));
    if (this.#over) return;
    // Who waited for the load has heard of its error.
    const error = lost.some(isLoad) ? null : answer.error;
    this.#restarted(error);
    this.onrecovered?.();
  }

  /** What was answered since may have been of fewer records than there are. */
  #restarted(error = null) {
    this.onevent?.(JSON.stringify({ event: "restarted", error }));
  }

  #lose() {
    if (!this.#isAdded) return;
    this.#isAdded = false;
    const message = "the engine crashed, and records that were added by append are gone with it: they have to be added again";
    this.onlost?.(problem({ code: "E_CRASHED", message }));
  }

  #fail({ code = "E_LOAD", message, hint = HINT }) {
    this.#end(code, `the engine could not be loaded: ${message}`, hint);
  }

  #end(code, message, hint) {
    if (this.#over) return;
    this.#life++;
    this.#over = failure(code, message, hint);
    this.#isTold = this.#pending.size > 0;
    this.#drop();
    this.#deaf?.();
    this.#deaf = null;
    for (const { resolve } of this.#pending.values()) resolve(this.#over);
    this.#pending.clear();
  }

  #drop() {
    // On this thread nothing can be terminated: what goes on there is told to stop, and to let go of its records.
    if (!this.#worker) this.#port?.postMessage({ closed: true });
    this.#worker?.terminate();
    this.#port?.close?.();
    this.#leave?.();
    this.#worker = this.#port = this.#leave = null;
  }
}

const FULL = {
  code: "E_MEMORY",
  message: "the records need more memory than there is",
  hint: "ask the source for a shorter period, or set limits.records, and retry",
};

/** The engine's program on this thread, for all who may not start workers; and who has to hear when it breaks. */
const here = once(async () => {
  const users = new Set();
  const { serve, complete } = await program("worker", (_, isFull) => {
    here.forget();
    for (const crashed of users) queueMicrotask(() => crashed(isFull));
    users.clear();
  });
  complete(await code("worker-rest"));
  return { serve, users };
});

function failure(code, message, hint = null) {
  return JSON.stringify({ op: "error", code, message, path: null, hint });
}

/** What the first part of the engine's program can answer: the first page's figures. */
function isEarly(request) {
  const { op, sections, config, is_more: isMore } = JSON.parse(request);
  if (op === "report") return sections?.every((name) => name === "sessions") ?? false;
  // Foreign formats are read by the rest.
  if (op === "configure") return !/^(ccai|chatwoot)$/.test(config?.source?.format);
  return /^(load|cancel|status)$/.test(op) && !isMore;
}
