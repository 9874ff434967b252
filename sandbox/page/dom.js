// Small helpers that build the page's nodes. Strings always become text nodes, so nothing that people write is ever markup.

const SVG = "http://www.w3.org/2000/svg";

export function el(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "class") node.className = value;
    else if (name === "label") node.setAttribute("aria-label", value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== undefined && child !== null && child !== false));
  return node;
}

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

export function iconButton(name, label, onclick, extra = {}) {
  return el("button", { type: "button", class: "icon-button", label, title: label, onclick, ...extra }, icon(name));
}

export function avatar(id, name) {
  const letters = [...name.trim()];
  const node = el("span", { class: "avatar", "aria-hidden": "true" }, (letters[0] ?? "?").toUpperCase());
  node.style.setProperty("--hue", hue(id));
  return node;
}

export function hue(id) {
  return String((Math.abs(Number(id)) * 137) % 360);
}

export async function copy(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = el("textarea", { class: "out-of-sight" });
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}

export const remembered = {
  get(name) {
    try {
      return localStorage.getItem(`kenes.${name}`);
    } catch {
      return null;
    }
  },
  set(name, value) {
    try {
      localStorage.setItem(`kenes.${name}`, value);
    } catch {
      // A browser that keeps nothing still shows the page.
    }
  },
};
