// Where an element stands: what it is called in the page's address, and which language is spoken around it.

/** Elements without an id, in the order of their numbers. */
const unnamed = [];

/**
 * What an element's keys in the address begin with, so that those of several do not meet: its id, else its number among
 * those on the page that have none. The first needs no number.
 */
export function keys(element) {
  if (element.id) return `${element.id}.`;
  let place = unnamed.indexOf(element);
  if (place < 0) place = unnamed.findIndex((other) => !other?.isConnected);
  if (place < 0) place = unnamed.length;
  unnamed[place] = element;
  return place === 0 ? "" : `${place + 1}.`;
}

/** Another one may have the element's number. */
export function leave(element) {
  const place = unnamed.indexOf(element);
  if (place >= 0) delete unnamed[place];
}

/** Takes a key out of the address, without an entry in the history. */
export function forget(key) {
  const pieces = location.hash.slice(1).split("&");
  const rest = pieces.filter((piece) => !piece.startsWith(`${key}=`));
  if (rest.length === pieces.length) return;
  const fragment = rest.length > 0 ? `#${rest.join("&")}` : "";
  try {
    history.replaceState(history.state, "", location.href.split("#")[0] + fragment);
  } catch {
    // Refused in a sandboxed frame, where the views could not have written it either.
  }
}

/** The language that the page says the element is in, out of the shadow trees that it may be in. */
export function around(element) {
  for (let node = element; node; node = node.parentNode ?? node.host) {
    if (node.hasAttribute?.("lang")) return node.getAttribute("lang");
  }
  return "";
}
