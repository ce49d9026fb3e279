// What the host's Content-Security-Policy refuses: a fetch or a worker only says that it failed.

const refused = [];
let ears = 0;
const hear = ({ effectiveDirective, blockedURI }) => refusal(effectiveDirective, blockedURI);

/** Hears refusals until the function that it gives is called. */
export function listen() {
  if (ears++ === 0) document.addEventListener("securitypolicyviolation", hear);
  let isOver = false;
  return () => {
    if (isOver) return;
    isOver = true;
    if (--ears > 0) return;
    document.removeEventListener("securitypolicyviolation", hear);
    refused.length = 0;
  };
}

export function refusal(directive, what) {
  refused.push({ directive, what });
  if (refused.length > 50) refused.shift();
}

/** How the page's policy has to change, if it was that: a sentence. `address` is what was refused, or a pattern of it. */
export async function advice(address, fits = () => true) {
  await new Promise((later) => setTimeout(later)); // The browser tells of it after the failure.
  const found = refused.findLast(({ directive, what }) => fits(directive) && isOf(what, address));
  if (!found) return null;
  const [source, directive] =
    found.what === "wasm-eval" ? ["'wasm-unsafe-eval'", "script-src"] : [origin(found.what), found.directive.replace(/-(elem|attr)$/, "")];
  return `the page's Content-Security-Policy does not allow it: add ${source} to ${directive}`;
}

/** Of some addresses browsers tell the scheme or the origin alone. */
const isOf = (what, address) => (address instanceof RegExp ? address.test(what) : address === what || address.startsWith(`${what}/`) || address.startsWith(`${what}:`));

function origin(address) {
  if (/^(blob|data)\b/.test(address)) return address.slice(0, 4) + ":";
  const { origin } = new URL(address, location.href);
  return origin === location.origin ? "'self'" : origin;
}
