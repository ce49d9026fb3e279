// Session Analytics for any page: the element <session-analytics>, the same without a face, and nothing else. Its
// programs are found beside this file, wherever that is; nothing is fetched before it is needed.
import { SessionAnalytics } from "./element.js";
import { createEngine } from "./engine.js";
import { problem } from "./files.js";

export { createEngine };

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
