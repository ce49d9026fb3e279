// What hosts hand over, before anything of it is used.
import { problem } from "./files.js";

const DEEPEST = 32;

/** All of a configuration but its one function, as plain data. */
export function written({ token = null, ...given }) {
  if (token !== null && typeof token !== "function") {
    throw problem({ code: "E_CONFIG", message: "token: expected a function that gives one", path: "token" });
  }
  return plain(given);
}

/** A copy that is plain data. What is none is an error that names its path; so is what is nested without end. */
function plain(value, path = "config", depth = 0) {
  const wrong = (what) => problem({ code: "E_CONFIG", message: `${path}: expected ${what}`, path });
  if (depth > DEEPEST) throw wrong(`no more than ${DEEPEST} levels`);
  if (typeof value === "number" && !Number.isFinite(value)) throw wrong("a finite number");
  if (["function", "symbol", "bigint"].includes(typeof value)) throw wrong(`data, not a ${typeof value}`);
  if (value === null || typeof value !== "object") return value;
  if (typeof value.toJSON === "function") return plain(value.toJSON(), path, depth + 1);
  if (Array.isArray(value)) return value.map((one, i) => plain(one, `${path}.${i}`, depth + 1));
  // Without a prototype any key is only a key.
  const copy = { __proto__: null };
  for (const key of Object.keys(value)) copy[key] = plain(value[key], depth === 0 ? key : `${path}.${key}`, depth + 1);
  return copy;
}

/** The origins that may speak to the page; anything else in their list is an error. */
export function origins(list) {
  const wrong = (path) =>
    problem({ code: "E_CONFIG", message: `${path}: expected the origins of the helpdesk, such as https://chat.example`, path });
  if (!Array.isArray(list) || list.length === 0) throw wrong("host_origins");
  list.forEach((origin, i) => {
    if (!URL.canParse(origin) || new URL(origin).origin !== origin) throw wrong(`host_origins.${i}`);
  });
  return list;
}
