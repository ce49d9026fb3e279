
// Joined to the glue of each program by the build.

let markup = (text) => text;

/**
 * Sees every call into the program. An error that comes out of one has left it half-way, whether it was a panic, a full
 * stack or an instruction that cannot be: `onfatal` hears of it, and later calls do nothing. `toMarkup` makes what the
 * host's Trusted Types ask for.
 */
export function guard(onfatal, toMarkup = markup) {
  markup = toMarkup;
  const exports = wasm;
  let fault = null;
  wasm = { __proto__: null };
  for (const [name, value] of Object.entries(exports)) {
    wasm[name] = typeof value !== "function" ? value : (...args) => {
      if (fault) return onfatal(fault);
      try {
        return value(...args);
      } catch (error) {
        fault = error;
        onfatal(error);
        throw error;
      }
    };
  }
}
