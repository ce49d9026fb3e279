// What the element can say without its views: that they are coming, why not, and what does not work as it should.

const WORDS = {
  en: { failed: "Session Analytics cannot be shown", retry: "Retry", close: "Close", waiting: "Waiting for the helpdesk to say which contact is open …" },
  id: { failed: "Session Analytics tidak dapat ditampilkan", retry: "Coba lagi", close: "Tutup", waiting: "Menunggu helpdesk memberi tahu kontak yang sedang dibuka …" },
  fr: { failed: "Session Analytics ne peut pas être affiché", retry: "Réessayer", close: "Fermer", waiting: "En attente du contact ouvert dans le helpdesk …" },
};

const words = (element) => WORDS[element.closest("[lang]")?.lang.split("-")[0].toLowerCase()] ?? WORDS.en;

export function coming(element, isWaiting) {
  const frame = made("div", { className: "boot boot-progress" });
  frame.setAttribute("role", "status");
  if (isWaiting) frame.append(made("p", { textContent: words(element).waiting }));
  else frame.setAttribute("aria-label", "Session Analytics …");
  only(element, frame);
}

export function failed(element, { message, code, hint }, retry) {
  const { failed, retry: again } = words(element);
  const frame = made("div", { className: "boot" });
  frame.setAttribute("role", "alert");
  frame.append(
    made("h2", { textContent: failed }),
    made("p", { textContent: `${message} (${code})` }),
    ...(hint ? [made("p", { textContent: hint })] : []),
    made("button", { type: "button", textContent: again, onclick: retry }),
  );
  only(element, frame);
}

/** Above everything else, until it is closed. */
export function notice(element, text, role) {
  const root = element.shadowRoot;
  for (const old of root.querySelectorAll(".boot-notice")) old.remove();
  const line = made("div", { className: "boot boot-notice" });
  line.setAttribute("role", role);
  const close = made("button", { type: "button", textContent: words(element).close, onclick: () => line.remove() });
  line.append(made("p", { textContent: text }), close);
  if (!root.adoptedStyleSheets.includes(sheet())) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet()];
  root.prepend(line);
}

function only(element, frame) {
  element.shadowRoot.adoptedStyleSheets = [sheet()];
  element.shadowRoot.replaceChildren(...element.shadowRoot.querySelectorAll(".boot-notice"), frame);
}

const made = (tag, properties) => Object.assign(document.createElement(tag), properties);

let style;

export function sheet() {
  if (style) return style;
  style = new CSSStyleSheet();
  style.replaceSync(`
    :host { display: block; }
    .boot { box-sizing: border-box; min-height: 12rem; padding: 1.5rem; font: 1rem/1.5 system-ui, sans-serif; color-scheme: light dark; }
    .boot-progress { background: linear-gradient(currentColor 0 0) 0 0 / 30% 2px no-repeat; opacity: 0.7; }
    .boot-notice { display: flex; gap: 1rem; align-items: baseline; justify-content: space-between; min-height: 0; padding: 0.5rem 1rem; border: 1px solid; border-radius: 0.5rem; }
    .boot h2 { margin: 0 0 0.5rem; font-size: 1.125rem; }
    .boot p { margin: 0 0 0.75rem; max-width: 60ch; overflow-wrap: anywhere; }
    .boot-notice p { margin: 0; max-width: none; }
    .boot button { font: inherit; padding: 0.375rem 1rem; }
    @media print { .boot-notice { display: none; } }`);
  return style;
}
