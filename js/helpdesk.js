// A helpdesk around the page says which contact is open. Its message carries no proof of who sent it: it chooses what to
// look at, and nothing else in it is read. What may be fetched is the backend's to decide.

const ASK = "chatwoot-dashboard-app:fetch-info";
const LONGEST = 1_000_000;
/** However many contacts are told, one is shown in this time. */
const PAUSE_MS = 50;

/**
 * Hears messages of these origins and calls `show` with a contact's id, `ignore` for each message that is none. Gives the
 * function that ends it.
 */
export function attend(origins, show, ignore) {
  let latest = null;
  let timer = null;
  const tell = () => {
    timer = null;
    show(latest);
  };
  const hear = ({ data, origin, source }) => {
    const isHost = source === window.parent && origins.includes(origin);
    const id = isHost && typeof data === "string" && data.length <= LONGEST ? contact(data) : null;
    if (id === null) return ignore();
    latest = id;
    timer ??= setTimeout(tell, PAUSE_MS);
  };
  addEventListener("message", hear);
  ask(origins);
  return () => {
    removeEventListener("message", hear);
    clearTimeout(timer);
  };
}

/** The helpdesk tells by itself when the contact changes; the first time it is asked. Never anybody who is not listed. */
function ask(origins) {
  const above = window.parent === window ? location.origin : location.ancestorOrigins?.[0] ?? referrer();
  for (const origin of above ? origins.filter((known) => known === above) : origins) window.parent.postMessage(ASK, origin);
}

function referrer() {
  return document.referrer ? new URL(document.referrer).origin : null;
}

function contact(text) {
  try {
    const { event, data } = JSON.parse(text);
    const id = data.contact.id;
    const isId = (Number.isSafeInteger(id) && id >= 0) || (typeof id === "string" && id.length > 0 && id.length <= 200);
    return event === "appContext" && isId ? String(id) : null;
  } catch {
    return null;
  }
}
