// Session Analytics for any page: the element <session-analytics>, the same without a face, and nothing else. Its
// programs are found beside this file, wherever that is; nothing is fetched before it is needed.

const VERSION = "?v=__SA_VERSION__";
const asset = (name) => new URL(`./${name}${VERSION}`, import.meta.url).href;

/**
 * One engine in a worker of its own; on this thread where no worker can be started. Requests and answers are JSON texts.
 * `ask` never rejects: failures are answers with `"op": "error"`.
 */
class Connection {
  /** Called with the JSON text of news: progress, polled, restarted. */
  onevent = null;
  #token;
  #port = null;
  #worker = null;
  #seq = 0;
  #pending = new Map();
  /** The answer to everything, once there is no engine any more. */
  #over = null;
  #mayRetry = true;
  #crashes = [];
  /** What a new engine has to be told to be where the old one was. */
  #configured = null;
  #loaded = false;

  constructor(token) {
    this.#token = typeof token === "function" ? token : null;
    this.#boot();
  }

  ask(request) {
    const op = /^\{"op":"(\w+)"/.exec(request)?.[1];
    if (op === "load") this.#loaded = true;
    return new Promise((resolve) => this.#send({ request, op, resolve }));
  }

  close() {
    this.#mayRetry = false;
    this.#end("E_CLOSED", "the engine was closed");
  }

  #send(entry) {
    // A person who tries again gets a new engine, unless this one was closed on purpose.
    if (this.#over && this.#mayRetry && entry.op === "configure") this.#again();
    if (this.#over) return entry.resolve(this.#over);
    const seq = ++this.#seq;
    this.#pending.set(seq, entry);
    const message = { seq, request: entry.request };
    // Only the page knows these: whether it has tokens, and what its addresses are relative to.
    if (entry.op === "load") Object.assign(message, { tokens: this.#token !== null, base: document.baseURI });
    this.#port?.postMessage(message);
  }

  #again() {
    this.#over = null;
    this.#crashes = [];
    this.#boot();
  }

  #boot() {
    const url = asset("engine-worker.js");
    try {
      // A worker's script has to be of the page's own origin: a script that imports ours is.
      const foreign = new URL(url).origin !== location.origin;
      const script = foreign ? URL.createObjectURL(new Blob([`import ${JSON.stringify(url)};`], { type: "text/javascript" })) : url;
      const worker = new Worker(trusted(script), { type: "module", name: "session-analytics" });
      let started = false;
      worker.onmessage = ({ data }) => {
        if (this.#worker !== worker) return;
        if (data.ready && foreign) URL.revokeObjectURL(script);
        started ||= Boolean(data.ready || data.failed);
        this.#heard(data);
      };
      worker.onerror = () => {
        if (this.#worker !== worker) return;
        if (started) return this.#crashed();
        worker.terminate();
        this.#bootHere();
      };
      this.#worker = worker;
      this.#port = worker;
    } catch {
      this.#bootHere();
    }
  }

  async #bootHere() {
    const { port1, port2 } = new MessageChannel();
    this.#worker = null;
    this.#port = port1;
    port1.onmessage = ({ data }) => this.#heard(data);
    // What was sent to a worker that never started is sent again.
    for (const [seq, { request, op }] of this.#pending) {
      port1.postMessage({ seq, request, ...(op === "load" && { tokens: this.#token !== null, base: document.baseURI }) });
    }
    try {
      const { start } = await import(asset("engine-worker.js"));
      start(port2);
    } catch (error) {
      this.#heard({ failed: String(error?.message ?? error) });
    }
  }

  #heard(data) {
    if (data.seq) {
      const entry = this.#pending.get(data.seq);
      this.#pending.delete(data.seq);
      if (entry?.op === "configure" && data.response.startsWith('{"op":"configured"')) this.#configured = entry.request;
      entry?.resolve(data.response);
    } else if (data.event) {
      this.onevent?.(data.event);
    } else if (data.need_token) {
      this.#answerToken(data);
    } else if (data.fatal) {
      this.#crashed();
    } else if (data.failed) {
      this.#end("E_LOAD", `the engine could not be loaded: ${data.failed}`, HINT);
    }
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
  async #crashed() {
    if (this.#over) return;
    const now = Date.now();
    this.#crashes = [...this.#crashes.filter((at) => now - at < 60_000), now];
    this.#worker?.terminate();
    // On this thread the program cannot be replaced: it is its module's only one.
    this.#mayRetry &&= this.#worker !== null;
    if (this.#crashes.length > 2 || !this.#worker) return this.#end("E_CRASHED", "the engine crashed and was not started again");
    const lost = [...this.#pending.values()];
    this.#pending.clear();
    const isLoad = ({ op }) => op === "load";
    for (const entry of lost.filter((entry) => !isLoad(entry))) {
      entry.resolve(failure("E_CRASHED", "the engine crashed on this request and was started again"));
    }
    this.#boot();
    if (this.#configured) await this.ask(this.#configured);
    const answer = this.#loaded ? JSON.parse(await this.ask('{"op":"load"}')) : {};
    for (const entry of lost.filter(isLoad)) entry.resolve(JSON.stringify(answer));
    if (this.#over) return;
    this.onevent?.(JSON.stringify({ event: "restarted", error: answer.error ?? null }));
  }

  #end(code, message, hint) {
    if (this.#over) return;
    this.#over = failure(code, message, hint);
    // An engine on this thread lives on: it is told to stop what it does and to let go of what it has.
    if (!this.#worker) this.#port?.postMessage({ closed: true });
    this.#worker?.terminate();
    this.#port?.close?.();
    this.#port = null;
    for (const { resolve } of this.#pending.values()) resolve(this.#over);
    this.#pending.clear();
  }
}

const HINT =
  "Check that app.js, worker.js and their _bg.wasm files lie beside session-analytics.js, and that the page's " +
  "Content-Security-Policy allows script-src 'wasm-unsafe-eval', and worker-src and connect-src for them.";

function failure(code, message, hint = null) {
  return JSON.stringify({ op: "error", code, message, path: null, hint });
}

let policy;

/** Lets our own scripts through where the host enforces Trusted Types; the policy is named in the documentation. */
function trusted(url) {
  try {
    policy ??= globalThis.trustedTypes?.createPolicy("session-analytics", {
      createScriptURL: (url) => (url.startsWith("blob:") || url.startsWith(new URL("./", import.meta.url).href) ? url : ""),
    });
  } catch {
    // The host does not allow the policy's name: the plain text is tried, and refused if it is enforced.
  }
  return policy?.createScriptURL(url) ?? url;
}

/** The engine without a face. All of it is promises; a wrong configuration rejects with `code` and `path`. */
export function createEngine(config, { onProgress } = {}) {
  const { token, ...settings } = config ?? {};
  const connection = new Connection(token);
  connection.onevent = (text) => {
    const { event, ...news } = JSON.parse(text);
    if (event === "progress") onProgress?.(news);
  };
  const raw = async (request) => {
    const answer = JSON.parse(await connection.ask(JSON.stringify(request)));
    if (answer.op === "error") throw problem(answer);
    return answer;
  };
  let configured = raw({ op: "configure", config: settings });
  configured.catch(() => {}); // Each call says so itself.
  const ask = async (request) => (await configured, raw(request));

  return {
    async load() {
      const { status, error } = await ask({ op: "load" });
      const { op, ...known } = status ?? {};
      if (error && error.code !== "E_LIMIT") throw Object.assign(problem(error), { status: known });
      return { ...known, error: error ?? null };
    },
    async cancel() {
      await ask({ op: "cancel" });
    },
    async append(records) {
      let status = null;
      for (const text of portions(records)) status = await ask({ op: "append", records: text });
      return known(status ?? (await ask({ op: "status" })));
    },
    async report(query = {}) {
      const { sections = null, ...rest } = query;
      return (await ask({ op: "report", query: rest, sections })).report;
    },
    async sessions({ page = 1, per_page = 25, sort = "-started_at", search = "", query = {} } = {}) {
      const { total, rows } = await ask({ op: "sessions", query, page, per_page, sort, search });
      return { total, rows };
    },
    async session(id, query = {}) {
      return (await ask({ op: "session", query, id })).detail;
    },
    /** The rows behind a figure: `rows("sessions.by_day.first", { part: ["2026-01-05"] })`. */
    async rows(metric, { part = [], page = 1, per_page = 25, query = {} } = {}) {
      return known(await ask({ op: "rows", query, metric, part, page, per_page }));
    },
    /** `{ of: "report" | "sessions" | "mapping" | "rows", format, … }` as a File. */
    async export(options) {
      return file(await ask({ op: "export", ...options }));
    },
    async setPolicy(policy) {
      await configured.catch(() => {});
      const next = raw({ op: "configure", config: { ...settings, policy } });
      await next; // A policy that is refused leaves the one before.
      settings.policy = policy;
      configured = next;
    },
    async status() {
      return known(await ask({ op: "status" }));
    },
    async memory() {
      return known(await ask({ op: "memory" }));
    },
    /** The JSON text of any request's answer, byte for byte. */
    async text(request) {
      await configured;
      return connection.ask(JSON.stringify(request));
    },
    async dispose() {
      connection.close();
    },
  };
}

const known = ({ op, ...rest }) => rest;

/** An exported answer as a File. Workbooks are made by a program of their own, which is loaded for the first one. */
async function file({ name, mime, body }) {
  return new File([name.endsWith(".xlsx") ? (await xlsx()).workbook(body) : body], name, { type: mime });
}

const xlsx = once(() => program("xlsx"));

/** The exports of a program beside this file, once it is started. */
async function program(name) {
  const wasm = fetch(asset(`${name}_bg.wasm`));
  wasm.catch(() => {});
  const glue = await import(asset(`${name}.js`));
  const response = await wasm;
  if (!response.ok) throw new Error(`${name}_bg.wasm could not be loaded (status ${response.status})`);
  await glue.default({ module_or_path: response });
  return glue;
}

/** Calls `start` until it has succeeded, and never again. */
function once(start) {
  let begun;
  return () => {
    begun ??= start();
    begun.catch(() => (begun = undefined));
    return begun;
  };
}

function save(file) {
  const url = URL.createObjectURL(file);
  Object.assign(document.createElement("a"), { href: url, download: file.name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** What style sheets say about a node of a drawing. */
const PAINT =
  "fill fill-opacity stroke stroke-width stroke-opacity stroke-dasharray stroke-linecap stroke-linejoin opacity " +
  "font-family font-size font-weight text-anchor dominant-baseline visibility";

/** A chart on its own, as "svg" or "png": every style resolved, the ground behind it, and nothing to press. */
async function picture(svg, name, kind) {
  const copy = svg.cloneNode(true);
  const nodes = [...copy.querySelectorAll("*")];
  svg.querySelectorAll("*").forEach((node, i) => {
    const style = getComputedStyle(node);
    for (const paint of PAINT.split(" ")) nodes[i].setAttribute(paint, style.getPropertyValue(paint));
    nodes[i].removeAttribute("class");
  });
  copy.querySelectorAll("[data-hit]").forEach((node) => node.remove());
  const make = (tag, attributes) => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    return node;
  };
  const ground = getComputedStyle(svg.closest(".sa-card") ?? svg).backgroundColor;
  const title = make("title", {});
  title.textContent = name;
  copy.removeAttribute("class");
  copy.prepend(title, make("rect", { width: "100%", height: "100%", fill: ground }));
  const drawing = new File([new XMLSerializer().serializeToString(copy)], `${name}.svg`, { type: "image/svg+xml" });
  if (kind === "svg") return drawing;
  const url = URL.createObjectURL(drawing);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = ["width", "height"].map((side) => svg[side].baseVal.value * 2);
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
    return new File([blob], `${name}.png`, { type: "image/png" });
  } finally {
    URL.revokeObjectURL(url);
  }
}

function problem({ code, message, path, hint }) {
  const error = new Error(message);
  error.name = "SessionAnalyticsError";
  return Object.assign(error, { code, path: path ?? null, hint: hint ?? null });
}

/** NDJSON texts of a few thousand records each, so that neither thread is busy for long. */
function* portions(records) {
  if (typeof records === "string") return yield records;
  for (let from = 0; from < records.length; from += 2000) {
    yield records.slice(from, from + 2000).map((record) => JSON.stringify(record)).join("\n");
  }
}

/** The views' program: once per page, when the first element is about to be seen. */
const app = once(() => program("app"));

const ATTRIBUTES = ["src", "src-config", "policy", "tz", "lang", "theme", "page", "role"];

/** What may be set before the element is defined, and is set again once it is. */
const PROPERTIES = ["config", "filters", "period"];

// On a server there are no elements: importing this file there must not fail.
const Base = globalThis.HTMLElement ?? class {};

class SessionAnalytics extends Base {
  static observedAttributes = ATTRIBUTES;
  #config = null;
  #view = { filters: undefined, period: undefined };
  #handle = null;
  /** Grows with each start and end: what was begun for an older one is not wanted any more. */
  #life = 0;
  #alive = false;
  #seen = null;
  #waiting = [];

  constructor() {
    super();
    this.attachShadow({ mode: "open" });
    this.addEventListener("sa-change", ({ detail }) => Object.assign(this.#view, detail));
    this.shadowRoot.addEventListener("click", ({ target }) => this.#take(target.closest?.("[data-take]")));
  }

  connectedCallback() {
    for (const name of PROPERTIES) {
      if (!Object.hasOwn(this, name)) continue;
      const value = this[name];
      delete this[name];
      this[name] = value;
    }
    if (!this.#alive) this.#start();
  }

  disconnectedCallback() {
    // A move is a removal and an insertion in one go.
    queueMicrotask(() => this.isConnected || this.destroy());
  }

  attributeChangedCallback(name, before, value) {
    if (before === value || !this.isConnected) return;
    if (name === "src" || name === "src-config" || !this.#handle) this.#restart();
    else this.#handle.set(name, value);
  }

  get config() {
    return this.#config;
  }
  set config(config) {
    this.#config = config;
    if (this.isConnected) this.#restart();
  }
  get filters() {
    return this.#view.filters;
  }
  set filters(filters) {
    this.#set("filters", filters);
  }
  get period() {
    return this.#view.period;
  }
  set period(period) {
    this.#set("period", period);
  }

  async report(query) {
    return (await this.#ready()).report(query);
  }
  async sessions(query) {
    return (await this.#ready()).sessions(query);
  }
  /** Every element has an `append`, for nodes; this one is for records too. */
  append(records, ...more) {
    return records instanceof Node ? super.append(records, ...more) : this.#append(records);
  }
  async refresh() {
    return (await this.#ready()).refresh();
  }
  /** What is on screen as a File: "page", "list", "mapping", or the rows behind a figure. */
  async export(format, what = "page") {
    return file(await (await this.#ready()).export(format, what));
  }

  /** Ends the worker and frees its memory. Setting `config`, or inserting the element again, starts anew. */
  destroy() {
    if (!this.#alive) return;
    this.#end();
    this.shadowRoot.replaceChildren();
    for (const { reject } of this.#waiting.splice(0)) reject(problem({ code: "E_CLOSED", message: "the element was destroyed" }));
  }

  /** The buttons by which something is taken along: they say what it is, and the views know no files. */
  async #take(button) {
    if (!button) return;
    const { take, format, what, name, text } = button.dataset;
    if (take === "print") return print();
    if (take === "copy") return navigator.clipboard?.writeText(text).catch(() => {});
    try {
      if (take === "file") save(await this.export(format, what.startsWith("{") ? JSON.parse(what) : what));
      else save(await picture(button.closest(".sa-plot").querySelector("svg.sa-chart"), name, take));
    } catch ({ code = "E_EXPORT", message, path = null }) {
      this.dispatchEvent(new CustomEvent("sa-error", { detail: { code, message, path, hint: null }, bubbles: true, composed: true }));
    }
  }

  async #append(records) {
    const handle = await this.#ready();
    let status = null;
    for (const text of portions(records)) status = await handle.append(text);
    return status;
  }

  #set(name, value) {
    this.#view[name] = value;
    this.#handle?.set(name, value);
  }

  #ready() {
    if (this.#handle) return this.#handle;
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  #restart() {
    this.#end();
    this.#start();
  }

  #end() {
    this.#life++;
    this.#alive = false;
    this.#seen?.disconnect();
    const handle = this.#handle;
    this.#handle = null;
    // Not while it is at work: this may have been called by a listener of one of its events.
    if (handle) queueMicrotask(() => handle.destroy());
  }

  #start() {
    // Frameworks insert first and set properties afterwards: without a source there is nothing to show yet.
    if (!this.#config && !this.hasAttribute("src") && !this.hasAttribute("src-config")) return;
    const life = ++this.#life;
    this.#alive = true;
    const mount = () => this.#mount(life).catch((error) => life === this.#life && this.#fail(error));
    if (this.hasAttribute("eager")) return mount();
    this.#seen = new IntersectionObserver((entries, observer) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      mount();
    }, { rootMargin: "300px" });
    this.#seen.observe(this);
  }

  async #mount(life) {
    this.#frame("progress");
    const views = app();
    views.catch(() => {}); // Its turn comes.
    const { token, ...config } = await this.#document();
    if (life !== this.#life) return;
    // The engine starts while the views are still on their way.
    const connection = new Connection(token);
    try {
      const { mount } = await views;
      if (life !== this.#life) return connection.close();
      this.shadowRoot.replaceChildren();
      this.#handle = mount(this.shadowRoot, this, config, connection);
    } catch (error) {
      connection.close();
      throw error;
    }
    for (const name of ["filters", "period"]) if (this.#view[name] !== undefined) this.#handle.set(name, this.#view[name]);
    for (const { resolve } of this.#waiting.splice(0)) resolve(this.#handle);
  }

  /** The configuration: the property, else the file; the attributes override it. */
  async #document() {
    const config = { ...(this.#config ?? (this.hasAttribute("src-config") ? await this.#file() : {})) };
    for (const name of ["tz", "lang", "theme", "role", "policy"]) if (this.hasAttribute(name)) config[name] = this.getAttribute(name);
    // A policy may be written out.
    if (/^\s*\{/.test(this.getAttribute("policy") ?? "")) config.policy = JSON.parse(this.getAttribute("policy"));
    if (this.hasAttribute("src")) config.source = { ...config.source, url: this.getAttribute("src") };
    return config;
  }

  async #file() {
    const name = this.getAttribute("src-config");
    const wrong = (what) => problem({ code: "E_CONFIG", message: `${name} ${what}`, path: "src-config", hint: "check the element's src-config" });
    const response = await fetch(new URL(name, document.baseURI)).catch(() => null);
    if (!response?.ok) throw wrong(response ? `could not be loaded (status ${response.status})` : "could not be reached");
    return response.json().catch(() => {
      throw wrong("is not JSON");
    });
  }

  /** What can be said without the views: that they are coming, or why not. */
  #frame(kind, ...children) {
    const frame = document.createElement("div");
    frame.className = `boot ${kind}`;
    frame.setAttribute("role", kind === "alert" ? "alert" : "status");
    if (kind === "progress") frame.setAttribute("aria-label", "Session Analytics …");
    frame.append(...children);
    this.shadowRoot.adoptedStyleSheets = [bootStyle()];
    this.shadowRoot.replaceChildren(frame);
  }

  #fail(error) {
    this.#end();
    const { code = "E_LOAD", path = null } = error;
    const hint = error.hint ?? HINT;
    const line = (tag, text) => Object.assign(document.createElement(tag), { textContent: text });
    const retry = line("button", "Retry");
    retry.type = "button";
    retry.onclick = () => this.#restart();
    this.#frame("alert", line("h2", "Session Analytics cannot be shown"), line("p", `${error.message} (${code})`), line("p", hint), retry);
    for (const { reject } of this.#waiting.splice(0)) reject(problem({ code, message: error.message, path, hint }));
    const detail = { code, message: error.message, path, hint };
    this.dispatchEvent(new CustomEvent("sa-error", { detail, bubbles: true, composed: true }));
  }
}

let sheet;

function bootStyle() {
  if (sheet) return sheet;
  sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    :host { display: block; }
    .boot { box-sizing: border-box; min-height: 12rem; padding: 1.5rem; font: 1rem/1.5 system-ui, sans-serif; color-scheme: light dark; }
    .boot.progress { background: linear-gradient(currentColor 0 0) 0 0 / 30% 2px no-repeat; opacity: 0.4; }
    .boot h2 { margin: 0 0 0.5rem; font-size: 1.125rem; }
    .boot p { margin: 0 0 0.75rem; max-width: 60ch; overflow-wrap: anywhere; }
    .boot button { font: inherit; padding: 0.375rem 1rem; }`);
  return sheet;
}

/** Puts a widget into `target` (an element or a selector) and gives it: an element with properties, methods and events. */
export function mount(target, config) {
  const place = typeof target === "string" ? document.querySelector(target) : target;
  if (!place) throw problem({ code: "E_CONFIG", message: `there is no ${target} to mount into`, path: "target" });
  const element = document.createElement("session-analytics");
  element.config = config;
  place.append(element);
  return element;
}

if (globalThis.customElements && !customElements.get("session-analytics")) customElements.define("session-analytics", SessionAnalytics);
