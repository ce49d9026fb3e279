// What a person takes along: a chart as a picture, and files as downloads.

/** What style sheets say about a node of a drawing. */
const PAINT =
  "fill fill-opacity stroke stroke-width stroke-opacity stroke-dasharray stroke-linecap stroke-linejoin opacity " +
  "font-family font-size font-weight text-anchor dominant-baseline visibility";

/** Names may hold what XML cannot. */
const UNWRITABLE = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g;

/** A chart on its own, as "svg" or "png": every style resolved, the ground behind it, and nothing to press. */
export async function picture(svg, name, kind) {
  const copy = svg.cloneNode(true);
  const nodes = [...copy.querySelectorAll("*")];
  svg.querySelectorAll("*").forEach((node, i) => {
    const style = getComputedStyle(node);
    for (const paint of PAINT.split(" ")) nodes[i].setAttribute(paint, style.getPropertyValue(paint));
    nodes[i].removeAttribute("class");
  });
  copy.querySelectorAll("[data-hit]").forEach((node) => node.remove());
  const make = (tag, attributes) => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    return node;
  };
  const ground = getComputedStyle(svg.closest(".sa-card") ?? svg).backgroundColor;
  const title = make("title", {});
  title.textContent = name;
  copy.removeAttribute("class");
  copy.prepend(title, make("rect", { width: "100%", height: "100%", fill: ground }));
  const text = new XMLSerializer().serializeToString(copy).replace(UNWRITABLE, "\ufffd");
  const drawing = new File([text], `${name}.svg`, { type: "image/svg+xml" });
  if (kind === "svg") return drawing;
  const url = URL.createObjectURL(drawing);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = ["width", "height"].map((side) => svg[side].baseVal.value * 2);
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
    return new File([blob], `${name}.png`, { type: "image/png" });
  } finally {
    URL.revokeObjectURL(url);
  }
}

export function save(file) {
  const url = URL.createObjectURL(file);
  Object.assign(document.createElement("a"), { href: url, download: file.name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
