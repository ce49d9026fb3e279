// Shared by server and browser, as a component of any framework is: on the server the import defines nothing and fails nothing.
import "session-analytics";

const escape = (text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");

/** The element as text; the browser makes a widget of it as soon as the module has arrived. */
export function widget(attributes) {
  const list = Object.entries(attributes).map(([name, value]) => ` ${name}="${escape(value)}"`);
  return `<session-analytics${list.join("")}></session-analytics>`;
}
