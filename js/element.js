// The element <session-analytics>: its life in the host page, its attributes, properties and methods.
import { coming, failed, letters, notice, sheet } from "./boot.js";
import { origins, written } from "./config.js";
import { Connection } from "./connection.js";
import { file, portions } from "./engine.js";
import { HINT, code, language, once, problem, program } from "./files.js";
import { attend } from "./helpdesk.js";
import { picture, save } from "./picture.js";
import { around, forget, keys, leave } from "./place.js";
import { advice, listen } from "./refusals.js";

/** What each element on the page does when the program of the views is broken, and whether that was once too often. */
const shown = new Set();
let crashes = [];

/** The views' program: once per page, when the first element is about to be seen; another one when it breaks. */
const app = once(() => {
  let isBroken = false;
  return program("app", () => {
    if (isBroken) return;
    // It may have been the last bit of stack: this is tried again with the next call, before anything else.
    queueMicrotask(() => {
      const now = Date.now();
      crashes = [...crashes.filter((at) => now - at < 60_000), now];
      const isOver = crashes.length > 2;
      if (isOver) crashes = [];
      shown.forEach((revive) => revive(isOver));
    });
    isBroken = true;
    isWhole = false;
    spoken.clear();
    whole.forget();
    app.forget();
  });
});

/** The rest of it: other pages than the first, and all that is seen only after something was pressed. */
const whole = once(async () => {
  const asked = [...spoken].map((tag) => language(tag, "text-rest"));
  const [{ complete, learn_later }, rest] = await Promise.all([app(), code("app-rest"), ...asked]);
  const texts = [];
  // A set is gone through with what is added to it meanwhile.
  for (const tag of spoken) texts.push(await language(tag, "text-rest"));
  complete(rest);
  texts.forEach((lines) => learn_later(lines));
  isWhole = true;
  releaseInTurn();
});
let isWhole = false;
/** What ends the holding back of events, by element. */
const holding = new Set();

/** One element a frame, for each has much to draw then; who asks one of them for something does not wait for the others. */
async function releaseInTurn() {
  for (const release of holding) {
    release();
    await new Promise((next) => setTimeout(next, 16));
  }
}

/** The tags of the languages that the views have learnt. */
const spoken = new Set();

/** Teaches the views the language of a tag such as `fr-CA`; English where there is no other. Its rest comes with theirs. */
async function speak(tag) {
  const [{ learn, learn_later }, lines] = await Promise.all([app(), language(tag)]);
  learn(lines);
  spoken.add(tag);
  if (isWhole) learn_later(await language(tag, "text-rest"));
}

/** What a person does before the rest is there happens once it is; pointers that only pass do not count. */
const HELD = ["click", "keydown", "input", "change", "submit"];
const PASSING = ["down", "up", "move", "over", "enter", "leave"].map((way) => `pointer${way}`)
  .concat("mouseenter", "mouseleave", "focus", "focusin", "blur", "focusout");

/** One widget is made at a time, and the page has its turn in between. */
let turns = Promise.resolve();
const turn = () => (turns = turns.then(() => new Promise((next) => setTimeout(next))));

const ATTRIBUTES = ["src", "src-config", "policy", "tz", "lang", "theme", "page", "role", "host", "eager"];
/** Those that stand for a field of the configuration. */
const FIELDS = ["tz", "lang", "theme", "role", "policy"];
/** Those that the address keeps when they are changed, and that go before the configuration then. */
const KEPT = ["tz", "page", "policy"];

/** What may be set before the element is defined, and is set again once it is. */
const PROPERTIES = ["config", "filters", "period"];

const detailed = ({ code, message, path = null, hint = null }) => ({ code, message, path, hint });

// On a server there are no elements: importing this file there must not fail.
const Base = globalThis.HTMLElement ?? class {};

export class SessionAnalytics extends Base {
  static observedAttributes = ATTRIBUTES;
  #config = null;
  #view = { filters: undefined, period: undefined };
  /** What of it the views have taken: what is wrong goes back to that. */
  #taken = {};
  /** What a host has set before there was anything to set it on. */
  #early = {};
  /** What the views' keys in the address begin with, once there have been views. */
  #keys = null;
  #handle = null;
  /** What is shown: the configuration and the connection, which outlive the views. */
  #widget = null;
  /** Grows with each start and end: what was begun for an older one is not wanted any more. */
  #life = 0;
  #alive = false;
  /** Whether something has changed while the element was in no page. */
  #isStale = false;
  /** Why nobody answers any more, until it starts anew. */
  #over = null;
  #shows = 0;
  /** What has to be ended with this life. */
  #ends = [];
  #waiting = [];
  /** Ends the holding back of events. */
  #release = () => {};
  /** Methods whose answers have not come. */
  #calls = new Set();
  #contact = null;
  #ignored = 0;
  /** The language that the configuration asks for. */
  #lang;

  constructor() {
    super();
    this.attachShadow({ mode: "open" });
    this.addEventListener("sa-change", ({ target, detail }) => target === this && (Object.assign(this.#view, detail), Object.assign(this.#taken, detail)));
    this.shadowRoot.addEventListener("click", ({ target }) => this.#take(target.closest?.("[data-take]")));
  }

  connectedCallback() {
    for (const name of PROPERTIES) {
      if (!Object.hasOwn(this, name)) continue;
      const value = this[name];
      delete this[name];
      this[name] = value;
    }
    if (!this.#alive || this.#isStale) this.#restart();
  }

  /** The whole program, told to this element's views. */
  #whole() {
    return whole().then(() => this.#release());
  }

  /** Holds back what a person does until the rest of the program is there. */
  #hold() {
    const over = new AbortController();
    const release = (this.#release = () => {
      if (!holding.delete(release)) return;
      over.abort();
      this.#handle?.complete();
    });
    holding.add(release);
    this.#ends.push(() => (over.abort(), holding.delete(release)));
    const hold = (event) => {
      event.stopImmediatePropagation();
      if (PASSING.includes(event.type)) return;
      // What follows a click by itself follows the one that is made up for it.
      if (event.type === "click" || event.type === "submit") event.preventDefault();
      const { target } = event;
      const again = () => target.dispatchEvent(new event.constructor(event.type, event));
      this.#whole().then(again, (error) => this.#tell("sa-error", detailed(error)));
    };
    for (const type of [...HELD, ...PASSING]) this.shadowRoot.addEventListener(type, hold, { capture: true, signal: over.signal });
  }

  disconnectedCallback() {
    queueMicrotask(() => {
      // A move is a removal and an insertion in one go.
      if (this.isConnected) return;
      leave(this);
      this.#keys = null;
      if (!this.#alive) return;
      this.destroy();
      // It may be put back: who asks waits for that.
      this.#over = null;
    });
  }

  attributeChangedCallback(name, before, value) {
    if (before === value || (name === "eager" && this.#handle)) return;
    // An attribute that is gone, or wrong, leaves the field to the configuration or to its error; another role starts anew.
    const isGood = { lang: /^(en|id|fr)\b/, theme: /^(auto|light|dark)$/, policy: /^(?!\s*\{)/ }[name]?.test(value) ?? true;
    const canSet = this.#handle && this.isConnected && (name === "page" || (FIELDS.includes(name) && name !== "role" && value !== null && isGood));
    if (!canSet) return this.#renew(name);
    this.#widget.config = { ...this.#widget.config, ...(name !== "page" && { [name]: read(name, value) }) };
    this.#pass(name, read(name, value));
  }

  get config() {
    return this.#config;
  }
  set config(config) {
    this.#config = config;
    this.#renew("config");
  }
  get filters() {
    return this.#inForce("filters");
  }
  set filters(filters) {
    this.#set("filters", filters);
  }
  get period() {
    return this.#inForce("period");
  }
  set period(period) {
    this.#set("period", period);
  }
  /** Until the whole program is there nothing but what was given can be in force. */
  #inForce(name) {
    const known = this.#view[name] ?? (isWhole && this.#handle?.view()?.[name]);
    if (known) return known;
    const { filters, from, to } = this.#widget?.config ?? this.#config ?? {};
    if (name === "filters") return filters ?? {};
    return from && to ? { from, to } : undefined;
  }
  /** How many messages of other windows were none of a listed helpdesk. */
  get ignoredMessages() {
    return this.#ignored;
  }

  report(query) {
    return this.#call("report", query);
  }
  sessions(query) {
    return this.#call("sessions", query);
  }
  /** Every element has an `append`, for nodes; this one is for records too. */
  append(...given) {
    const isNodes = given.length === 0 || given[0] instanceof Node;
    return isNodes ? super.append(...given) : this.#append(given[0]);
  }
  refresh() {
    return this.#call("refresh");
  }
  /** What is on screen as a File: "page", "list", "mapping", or the rows behind a figure. */
  async export(format, what = "page") {
    return file(await this.#call("export", format, what));
  }

  /** Ends the worker and frees its memory. Setting `config`, or inserting the element again, starts anew. */
  destroy() {
    this.#end();
    this.shadowRoot.replaceChildren();
    this.#refuse(problem({ code: "E_CLOSED", message: "the element was destroyed" }));
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
    } catch (error) {
      // Of the browser's own errors, the code is a number.
      const known = typeof error.code === "string" ? error : {};
      const { code = "E_EXPORT", path = null, hint = null } = known;
      const why = !known.code && (await advice("blob:"));
      this.#warn({ code, message: why ? `the picture could not be made: ${why}` : error.message || "the file could not be made", path, hint });
    }
  }

  async #append(records) {
    let status;
    for (const text of portions(records)) status = await this.#call("append", text);
    return status;
  }

  /** The language to speak in, wherever it is said. */
  get #tag() {
    return this.getAttribute("lang") ?? this.#lang ?? this.#config?.lang ?? around(this);
  }

  #set(name, value) {
    this.#view[name] = value;
    if (this.#handle) this.#pass(name, value);
    else this.#early[name] = value;
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  /** Says above the views, and to the host, what went wrong. */
  #warn(error, kind = error.code) {
    notice(this, this.#tag, kind, `${error.message} (${error.code})`, "alert");
    this.#tell("sa-error", detailed(error));
  }

  /** Attributes and properties may ask for what is in the rest of the program, or for another language. */
  #pass(name, value) {
    const life = this.#life;
    const set = () => {
      // A new start has read the attributes anew.
      if (life !== this.#life && !PROPERTIES.includes(name)) return;
      try {
        if (this.#handle?.set(name, value) === false) return this.#renew(name);
        if (name in this.#view) this.#taken[name] = value;
      } catch (error) {
        // A number, or none, is the browser's: the program has crashed.
        if (typeof error.code !== "string") throw error;
        // What is wrong in a property changes nothing.
        this.#view[name] = this.#taken[name];
        this.#tell("sa-error", detailed(error));
      }
    };
    if (isWhole && name !== "lang") return this.#release(), set();
    Promise.all([this.#whole(), name === "lang" && speak(value)]).then(set, (error) => this.#tell("sa-error", detailed(error)));
  }

  async #call(method, ...args) {
    if (this.#over) throw this.#over;
    const handle = this.#handle ?? (await new Promise((resolve, reject) => this.#waiting.push({ resolve, reject })));
    return new Promise((resolve, reject) => {
      // A program that breaks answers nobody any more.
      this.#calls.add(reject);
      const answer = isWhole ? (this.#release(), handle[method](...args)) : this.#whole().then(() => handle[method](...args));
      answer.then(resolve, reject).finally(() => this.#calls.delete(reject));
    });
  }

  #refuse(error) {
    this.#over = error;
    for (const { reject } of this.#waiting.splice(0)) reject(error);
    for (const reject of this.#calls) reject(error);
    this.#calls.clear();
  }

  /** Starts anew because this has changed; while the element is moved, once it has arrived. */
  #renew(name) {
    if (this.#keys !== null && KEPT.includes(name)) forget(this.#keys + name);
    if (this.isConnected) this.#restart();
    else this.#isStale = true;
  }

  #restart() {
    this.#end();
    this.#start();
  }

  #end() {
    this.#life++;
    this.#alive = false;
    for (const end of this.#ends.splice(0)) end();
    const { connection } = this.#widget ?? {};
    const handle = this.#handle;
    this.#handle = this.#widget = null;
    this.#view = { filters: undefined, period: undefined, ...this.#early };
    this.#taken = {};
    // Not while it is at work: this may have been called by a listener of one of its events.
    queueMicrotask(() => {
      handle?.destroy();
      connection?.close();
    });
  }

  #start() {
    this.#isStale = false;
    this.#over = null;
    // Frameworks insert first and set properties afterwards: without a source there is nothing to show yet.
    if (!this.#config && !this.hasAttribute("src") && !this.hasAttribute("src-config")) return;
    const life = ++this.#life;
    this.#alive = true;
    this.#contact = null;
    // In the order in which they stand on the page, and when those that left in this task have left.
    queueMicrotask(() => this.isConnected && keys(this));
    const show = () => this.#mount(life).catch((error) => life === this.#life && this.#fail(error));
    if (this.hasAttribute("eager")) return show();
    const seen = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      seen.disconnect();
      show();
    }, { rootMargin: "300px" });
    seen.observe(this);
    this.#ends.push(() => seen.disconnect());
  }

  async #mount(life) {
    this.#ends.push(listen());
    coming(this, this.#tag);
    const views = app();
    views.catch(() => {}); // Its turn comes.
    const { config, token } = await this.#document();
    if (life !== this.#life) return;
    this.#lang = config.lang;
    language(this.#tag).catch(() => {}); // Who needs it asks again.
    if (!globalThis.Temporal) setTimeout(() => ready(config.tz));
    await this.#helpdesk(life, config);
    if (life !== this.#life) return;
    // The engine starts while the views are still on their way.
    const connection = new Connection(token);
    connection.onfigures = () => this.#complete(life, connection);
    connection.onnotice = (text) => notice(this, this.#tag, "slow", text, "status");
    connection.onlost = (error) => this.#warn(error, "lost");
    connection.onrecovered = () => this.#tell("sa-recovered", { part: "engine" });
    this.#widget = { config, connection };
    await views;
    await this.#show(life);
    if (life !== this.#life) return;
    const revive = (isOver) => this.#revive(life, isOver).catch((error) => life === this.#life && this.#fail(error));
    shown.add(revive);
    this.#ends.push(() => shown.delete(revive));
  }

  /** Charts and lists come with the rest of both programs, which is asked for until it has come. */
  async #complete(life, connection, wait = 1000) {
    const results = await Promise.allSettled([whole(), connection.complete()]);
    if (life !== this.#life) return;
    const error = results.find(({ status }) => status === "rejected")?.reason;
    if (!error) return wait > 1000 && this.shadowRoot.querySelector(".boot-notice")?.remove();
    if (wait === 1000) this.#warn(error);
    setTimeout(() => life === this.#life && this.#complete(life, connection, 2 * wait), wait);
  }

  /** Puts the views of what is shown into the place of what is there. */
  async #show(life) {
    const show = (this.#shows += 1);
    const isPlain = this.#isPlain(this.#widget.config.pages);
    const [{ mount }] = await Promise.all([app(), speak(this.#tag), isPlain || whole()]);
    await turn();
    if (life !== this.#life || show !== this.#shows) return;
    const { config, connection } = this.#widget;
    const before = [...this.shadowRoot.children].filter((child) => !child.classList.contains("boot-notice"));
    this.#keys = keys(this);
    const place = { prefix: this.#keys, lang: `${this.#tag}`, contact: this.#contact };
    this.#handle = mount(this.shadowRoot, this, config, connection, isWhole, place);
    if (!isWhole) this.#hold();
    if (isPlain) letters(this.shadowRoot);
    this.shadowRoot.adoptedStyleSheets = [sheet(), ...this.shadowRoot.adoptedStyleSheets];
    for (const child of before) child.remove();
    for (const [name, value] of Object.entries(this.#early)) this.#pass(name, value);
    this.#early = {};
    for (const { resolve } of this.#waiting.splice(0)) resolve(this.#handle);
  }

  /** The views' program broke. Another one shows the same: the address has the view, and the engine the records. */
  async #revive(life, isOver) {
    this.#handle = null;
    const error = problem({ code: "E_CRASHED", message: "the views crashed on this call and were started again" });
    for (const reject of this.#calls) reject(error);
    this.#calls.clear();
    if (isOver) throw problem({ code: "E_CRASHED", message: "the views crashed three times within a minute and were not started again" });
    this.#widget.connection.keep();
    await this.#show(life);
    if (life === this.#life) this.#tell("sa-recovered", { part: "views" });
  }

  /** Whether it opens as it does for everybody: with the first page, and nothing chosen. */
  #isPlain(pages) {
    const isFirst = !this.hasAttribute("page") && (pages?.[0] ?? "sessions") === "sessions";
    const isChosen = location.hash.length > 1 || Object.keys(this.#early).length > 0;
    return isFirst && !isChosen && crashes.length === 0;
  }

  /** The configuration: the property, else the file; the attributes override it. */
  async #document() {
    const given = this.#config ?? (this.hasAttribute("src-config") ? await this.#file() : {});
    const config = written(given);
    for (const name of FIELDS) if (this.hasAttribute(name)) config[name] = read(name, this.getAttribute(name));
    if (this.hasAttribute("src")) config.source = { ...config.source, url: this.getAttribute("src") };
    if (!config.source?.url) throw problem({ code: "E_CONFIG", message: "source.url: expected a URL to load from", path: "source.url" });
    return { config, token: given.token };
  }

  async #file() {
    const name = this.getAttribute("src-config");
    const wrong = (what, code = "E_CONFIG") => problem({ code, message: `${name} ${what}`, path: "src-config", hint: "Check the element's src-config." });
    const url = new URL(name, document.baseURI).href;
    const response = await fetch(url).catch(() => null);
    const why = !response && (await advice(url));
    if (why) throw wrong(`could not be loaded: ${why}`, "E_CSP");
    if (!response?.ok) throw wrong(response ? `could not be loaded (status ${response.status})` : "could not be reached");
    return response.json().catch(() => {
      throw wrong("is not JSON");
    });
  }

  /** Inside a helpdesk: waits for the contact that is open there, and follows it. */
  async #helpdesk(life, config) {
    const framed = window.parent !== window && new URLSearchParams(location.search).get("host");
    const host = this.getAttribute("host") ?? (framed === "chatwoot" ? framed : null);
    if (host === null) return;
    if (host !== "chatwoot") throw problem({ code: "E_CONFIG", message: "host: expected chatwoot", path: "host" });
    const listed = origins(config.host_origins);
    coming(this, this.#tag, true);
    await new Promise((known) => {
      const show = (id) => {
        if (id === this.#contact) return;
        this.#contact = id;
        if (this.#handle) this.#pass("contact", id);
        known();
      };
      this.#ends.push(attend(listed, show, () => this.#ignored++), known);
    });
  }

  #fail(error) {
    this.#end();
    const isCrash = error instanceof WebAssembly.RuntimeError || error instanceof RangeError;
    const { code = isCrash ? "E_CRASHED" : "E_LOAD", message, path = null } = error;
    const detail = { code, message, path, hint: error.hint ?? (code === "E_LOAD" ? HINT : null) };
    failed(this, this.#tag, detail, () => this.#restart());
    this.#refuse(problem(detail));
    this.#tell("sa-error", detail);
  }
}

/**
 * Without Temporal it is Intl that tells the time in a zone. The first clock that a browser makes takes it tens of
 * milliseconds: it is made while the views are on their way.
 */
function ready(timeZone) {
  try {
    new Intl.DateTimeFormat("en-US", { timeZone, hourCycle: "h23", year: "numeric", hour: "2-digit" }).format();
  } catch {
    // The engine says what is wrong with the zone.
  }
}

/** An attribute's text as the configuration has it. */
function read(name, text) {
  if (name === "lang") return text.split("-")[0].toLowerCase();
  // A policy may be written out.
  if (name !== "policy" || !/^\s*\{/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    throw problem({ code: "E_CONFIG", message: "policy: expected a preset's name, or a JSON object", path: "policy" });
  }
}
