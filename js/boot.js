// What the element can say without its views: that they are coming, why not, and what does not work as it should.

const WORDS = {
  en: { failed: "Session Analytics cannot be shown", retry: "Retry", close: "Close", waiting: "Waiting for the helpdesk to say which contact is open …" },
  id: {
    failed: "Session Analytics tidak dapat ditampilkan", retry: "Coba lagi", close: "Tutup", waiting: "Menunggu helpdesk memberi tahu kontak yang sedang dibuka …",
    slow: "Angka dihitung oleh halaman ini sendiri dan mungkin lambat: worker tidak dapat dijalankan.",
    lost: "Catatan yang ditambahkan halaman ini hilang dan harus ditambahkan lagi.",
    E_CONFIG: "Konfigurasi tidak benar.", E_CRASHED: "Program berhenti karena kesalahan. Muat ulang halaman.",
    E_CSP: "Content-Security-Policy halaman ini tidak mengizinkannya.", E_EXPORT: "Berkas tidak dapat dibuat.",
    E_INTEGRITY: "Berkas program bukan yang seharusnya.", E_LOAD: "Program tidak dapat dimuat.",
  },
  fr: {
    failed: "Session Analytics ne peut pas être affiché", retry: "Réessayer", close: "Fermer", waiting: "En attente du contact ouvert dans le helpdesk …",
    slow: "Les chiffres sont calculés par la page elle-même, ce qui peut la ralentir : aucun worker n’a pu démarrer.",
    lost: "Les enregistrements ajoutés par la page sont perdus : il faut les ajouter de nouveau.",
    E_CONFIG: "La configuration est incorrecte.", E_CRASHED: "Le programme s’est arrêté sur une erreur. Rechargez la page.",
    E_CSP: "La Content-Security-Policy de la page ne le permet pas.", E_EXPORT: "Le fichier n’a pas pu être créé.",
    E_INTEGRITY: "Un fichier du programme n’est pas celui attendu.", E_LOAD: "Le programme n’a pas pu être chargé.",
  },
};

/** By the tag of a language. */
const words = (tag) => WORDS[`${tag}`.split("-")[0].toLowerCase()] ?? WORDS.en;

/** What happened, in the reader's language; details are in English, and all there is to say to who reads that. */
function said(tag, kind, details) {
  const known = words(tag)[kind];
  const own = made("p", { textContent: details, lang: "en" });
  return known ? [made("p", { textContent: known }), own] : [own];
}

export function coming(element, tag, isWaiting) {
  const frame = made("div", { className: "boot boot-progress" });
  frame.setAttribute("role", "status");
  if (isWaiting) frame.append(made("p", { textContent: words(tag).waiting }));
  else frame.append(made("h2", { textContent: "Session Analytics" }), made("p", { textContent: "…" }));
  only(element, frame);
}

export function failed(element, tag, { message, code, hint }, retry) {
  const { failed, retry: again } = words(tag);
  const frame = made("div", { className: "boot" });
  frame.setAttribute("role", "alert");
  frame.append(
    made("h2", { textContent: failed }),
    ...said(tag, code, `${message} (${code})`),
    ...(hint ? [made("p", { textContent: hint, lang: "en" })] : []),
    made("button", { type: "button", textContent: again, onclick: retry }),
  );
  only(element, frame);
}

let isLookedUp = false;

/**
 * Has the fonts of the first figures looked up before these come, each in a task of its own: some systems ask another process for
 * every size and weight, and the page waits for it. What is measured is gone before anything is painted; once is enough for a page.
 */
export async function letters(root) {
  if (isLookedUp) return;
  isLookedUp = true;
  for (const className of ["sa-strong", "sa-card__title", "sa-explain__button", "sa-card__figure"]) {
    await new Promise((next) => setTimeout(next));
    const sample = made("span", { className, textContent: "0" });
    root.querySelector(".sa-root")?.append(sample);
    sample.getBoundingClientRect();
    sample.remove();
  }
}

/** Above everything else, until it is closed. */
export function notice(element, tag, kind, details, role) {
  const root = element.shadowRoot;
  for (const old of root.querySelectorAll(".boot-notice")) old.remove();
  const line = made("div", { className: "boot boot-notice" });
  line.setAttribute("role", role);
  const close = made("button", { type: "button", textContent: words(tag).close, onclick: () => line.remove() });
  const text = made("div", {});
  text.append(...said(tag, kind, details));
  line.append(text, close);
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
    .boot { box-sizing: border-box; min-height: 12rem; padding: 1.5rem; font: 0.8125rem/1.5 system-ui, sans-serif; color-scheme: light dark; }
    .boot-progress { background: linear-gradient(currentColor 0 0) 0 0 / 30% 2px no-repeat; opacity: 0.7; }
    .boot-notice { display: flex; gap: 1rem; align-items: baseline; justify-content: space-between; min-height: 0; padding: 0.5rem 1rem; border: 1px solid; border-radius: 0.5rem; }
    .boot h2 { margin: 0 0 0.5rem; font-size: 1rem; font-weight: 600; }
    .boot p { margin: 0 0 0.75rem; max-width: 60ch; overflow-wrap: anywhere; }
    .boot-notice p { margin: 0; max-width: none; }
    .boot button { font: inherit; padding: 0.375rem 1rem; }
    @media print { .boot-notice { display: none; } }`);
  return style;
}
