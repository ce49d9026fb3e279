// What lies beside this file: where, and whether it is what the build made.
import { advice } from "./refusals.js";

/** Address, integrity and bytes. Bundlers copy a file for each of these `new URL`, so every one is written out. */
const FILES = {
  "app.js": [new URL("./app.js", import.meta.url), "integrity:app.js", "bytes:app.js"],
  "app.wasm": [new URL("./app.wasm", import.meta.url), "integrity:app.wasm", "bytes:app.wasm"],
  "app-rest.wasm": [new URL("./app-rest.wasm", import.meta.url), "integrity:app-rest.wasm", "bytes:app-rest.wasm"],
  "text-en.txt": [new URL("./text-en.txt", import.meta.url), "integrity:text-en.txt", "bytes:text-en.txt"],
  "text-rest-en.txt": [new URL("./text-rest-en.txt", import.meta.url), "integrity:text-rest-en.txt", "bytes:text-rest-en.txt"],
  "text-fr.txt": [new URL("./text-fr.txt", import.meta.url), "integrity:text-fr.txt", "bytes:text-fr.txt"],
  "text-rest-fr.txt": [new URL("./text-rest-fr.txt", import.meta.url), "integrity:text-rest-fr.txt", "bytes:text-rest-fr.txt"],
  "text-id.txt": [new URL("./text-id.txt", import.meta.url), "integrity:text-id.txt", "bytes:text-id.txt"],
  "text-rest-id.txt": [new URL("./text-rest-id.txt", import.meta.url), "integrity:text-rest-id.txt", "bytes:text-rest-id.txt"],
  "worker.js": [new URL("./worker.js", import.meta.url), "integrity:worker.js", "bytes:worker.js"],
  "worker.wasm": [new URL("./worker.wasm", import.meta.url), "integrity:worker.wasm", "bytes:worker.wasm"],
  "worker-rest.wasm": [new URL("./worker-rest.wasm", import.meta.url), "integrity:worker-rest.wasm", "bytes:worker-rest.wasm"],
  "xlsx.js": [new URL("./xlsx.js", import.meta.url), "integrity:xlsx.js", "bytes:xlsx.js"],
  "xlsx.wasm": [new URL("./xlsx.wasm", import.meta.url), "integrity:xlsx.wasm", "bytes:xlsx.wasm"],
};

export const HINT =
  "Check that the files that came with session-analytics.js lie where it expects them, and that the page's " +
  "Content-Security-Policy allows them: script-src with 'wasm-unsafe-eval', connect-src and worker-src.";

const CSP_HINT = "What each directive is for stands in the documentation on embedding.";

export function problem({ code, message, path, hint }) {
  const error = new Error(message);
  error.name = "SessionAnalyticsError";
  return Object.assign(error, { code, path: path ?? null, hint: hint ?? null });
}

/** Calls `start` until it has succeeded, and not again before `forget`. */
export function once(start) {
  let begun;
  const call = () => {
    if (!begun) {
      const mine = (begun = start());
      mine.catch(() => begun === mine && (begun = undefined));
    }
    return begun;
  };
  call.forget = () => (begun = undefined);
  return call;
}

/** What failed before is asked for past the browser's cache, which may hold the very bytes that were wrong. */
const suspect = new Set();

async function fetched(name) {
  const [url, integrity] = FILES[name];
  const response = await fetch(url, { integrity, cache: suspect.has(name) ? "reload" : "default" }).catch(() => null);
  if (response?.ok) return response;
  throw await reason(name);
}

/** What the page's policy has to do with a failure: an error that says so, else the failure itself. */
async function explained(error, address) {
  const what = await advice(address);
  return what ? problem({ code: "E_CSP", message: what, hint: CSP_HINT }) : error;
}

/** A fetch says "no" and nothing more. Why is asked once, of the same address without its integrity. */
async function reason(name) {
  suspect.add(name);
  const [url, , bytes] = FILES[name];
  const wrong = (what, code = "E_LOAD", hint = HINT) =>
    problem({ code, message: `${url.pathname.split("/").pop()} ${what}`, hint });
  const refused = await advice(url.href);
  if (refused) return wrong(`could not be loaded: ${refused}`, "E_CSP", CSP_HINT);
  const response = await fetch(url, { cache: "reload" }).catch(() => null);
  if (!response) return wrong("could not be reached");
  if (!response.ok) return wrong(`could not be loaded (status ${response.status})`);
  if (/^text\/html/.test(response.headers.get("content-type"))) return wrong("could not be loaded: a web page came in its place");
  const body = await response.arrayBuffer().catch(() => null);
  if (!body || body.byteLength < bytes) return wrong(`could not be loaded whole (${body?.byteLength ?? "not all"} of ${bytes} bytes)`);
  return wrong("is not the file that was built: its integrity differs", "E_INTEGRITY", "Put the files of one build beside each other, unchanged.");
}

/** A program's code, compiled once and shared by all who run it. */
const compiled = Object.fromEntries(["app", "app-rest", "worker", "worker-rest", "xlsx"].map((name) => [name, once(() => compile(`${name}.wasm`))]));

async function compile(name) {
  const response = await fetched(name);
  const isNamed = /^application\/wasm\b/.test(response.headers.get("content-type"));
  try {
    if (isNamed && WebAssembly.compileStreaming) return await WebAssembly.compileStreaming(response);
    // Some servers call it text, or nothing.
    return await WebAssembly.compile(await response.arrayBuffer());
  } catch (error) {
    throw await explained(error, "wasm-eval");
  }
}

/** `app` and `worker` are what the first figures need; `app-rest` and `worker-rest` are put to them by `complete`. */
export const code = (name) => compiled[name]();

const texts = Object.fromEntries(["text", "text-rest"].flatMap((part) => ["en", "fr", "id"].map((lang) => {
  const name = `${part}-${lang}`;
  return [name, once(async () => (await fetched(`${name}.txt`)).text())];
})));

/** The texts of a language, by a tag such as `fr-CA`; English where there is no other. `text-rest` comes with `app-rest`. */
export function language(tag, part = "text") {
  const lang = /^[a-z]+/.exec(`${tag ?? ""}`.toLowerCase())?.[0];
  return (texts[`${part}-${lang}`] ?? texts[`${part}-en`])();
}

const checked = Object.fromEntries(["app", "worker", "xlsx"].map((name) => [name, once(() => fetched(`${name}.js`))]));

/** The address of a program's script, once it has been seen to be the right one. */
export async function script(name) {
  await checked[name]();
  return FILES[`${name}.js`][0].href;
}

let runs = 0;

/**
 * A program on this thread, with memory of its own: the exports of its script. `onfatal` is called when it cannot be used
 * any more; another call gives another one.
 */
export async function program(name, onfatal) {
  const [glue, module] = await Promise.all([script(name).then(imported), code(name)]);
  await glue.default({ module_or_path: module });
  glue.guard(onfatal, policy()?.createHTML.bind(policy()));
  return glue;
}

/** A script is run once per address; what stands behind # makes another address of the same file. */
const imported = (url) => import(/* @vite-ignore */ /* webpackIgnore: true */ `${url}#${++runs}`).catch(async (error) => {
  throw await explained(error, url);
});

let named;

/**
 * Where the host enforces Trusted Types, our own scripts and the fixed markup of the views go through a policy that is
 * named in the documentation. No text of users is ever markup.
 */
function policy() {
  try {
    named ??= globalThis.trustedTypes?.createPolicy("session-analytics", {
      createHTML: (markup) => markup,
      createScriptURL: (url) => (url.startsWith("blob:") || url === FILES["worker.js"][0].href ? url : ""),
    });
  } catch {
    // The host does not allow the policy's name: plain text is tried, and refused if they are enforced.
  }
  return named;
}

export function trusted(url) {
  return policy()?.createScriptURL(url) ?? url;
}
