// The element <session-analytics>: its life in the host page, its attributes, properties and methods.
import { Connection } from "./connection.js";
import { file, portions } from "./engine.js";
import { HINT, once, problem, program } from "./files.js";
import { picture, save } from "./picture.js";

/** The views' program: once per page, when the first element is about to be seen. */
const app = once(() => program("app", app.forget));

const ATTRIBUTES = ["src", "src-config", "policy", "tz", "lang", "theme", "page", "role"];

/** What may be set before the element is defined, and is set again once it is. */
const PROPERTIES = ["config", "filters", "period"];

// On a server there are no elements: importing this file there must not fail.
const Base = globalThis.HTMLElement ?? class {};

export class SessionAnalytics extends Base {
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
