
// Joined to the glue of each program by the build.

let markup = (text) => text;
let exported, watch;

/**
 * Sees every call into the program. An error that comes out of one has left it half-way, whether it was a panic, a full
 * stack or an instruction that cannot be: `onfatal` hears of it, and whether memory was at its end; later calls do nothing.
 * `toMarkup` makes what the host's Trusted Types ask for.
 */
export function guard(onfatal, toMarkup = markup) {
  markup = toMarkup;
  const exports = (exported = wasm);
  let fault = null;
  wasm = { __proto__: null };
  watch = (name, value) => {
    wasm[name] = typeof value !== "function" ? value : (...args) => {
      if (fault) return onfatal(fault);
      try {
        return value(...args);
      } catch (error) {
        fault = error;
        onfatal(error, error instanceof WebAssembly.RuntimeError && isFull());
        throw error;
      }
    };
  };
  // Names with a colon are for the rest of the program.
  Object.entries(exports).filter(([name]) => !name.includes(":")).forEach((entry) => watch(...entry));
}

/**
 * Whether the program broke because it got no more memory: it says nothing then, it just stops. What it asks for is at
 * most twice what it has, because lists grow by doubling.
 */
function isFull() {
  const { memory } = exported;
  try {
    memory.grow((2 * memory.buffer.byteLength) / 65_536);
    return false;
  } catch {
    return true;
  }
}

/** Puts the rest of the program, which comes later, to the part that runs. */
export function complete(module) {
  const first = { ...exported };
  // Functions are asked for by their slots in the table.
  for (const { name } of WebAssembly.Module.imports(module)) first[name] ??= exported["t:0"].get(+name);
  const rest = new WebAssembly.Instance(module, { first });
  // Methods of what was made before are in it, too.
  Object.entries(rest.exports).forEach((entry) => watch(...entry));
}
