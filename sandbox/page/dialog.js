// Questions, notices and small menus that open over the page.

import { el, iconButton } from "./dom.js";
import { t } from "./i18n.js";

/** Shows `content` in a modal dialog; resolves when it is closed, with what the pressed button returns. */
export function showDialog({ title, content, buttons = [], wide = false }) {
  return new Promise((resolve) => {
    const close = iconButton("close", t("close"), () => dialog.close());
    const form = el("form", { method: "dialog", novalidate: true }, content, el("footer", {}, buttons));
    const dialog = el(
      "dialog",
      { class: wide ? "wide" : undefined, label: title },
      el("header", {}, el("h2", {}, title), close),
      form,
    );
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

/**
 * Asks for the values of `fields` ({name, label, type, value, options, required, hint, …}).
 * Resolves to {name: value}, or to null when the person thought better of it.
 */
export async function ask({ title, hint, fields, ok = t("ok"), extra = [], danger = false }) {
  const inputs = new Map(fields.map((field) => [field.name, input(field)]));
  const rows = fields.map((field) => row(field, inputs.get(field.name)));
  const submit = el("button", { class: danger ? "main danger" : "main", value: "ok" }, ok);
  submit.addEventListener("click", (event) => {
    const wrong = [...inputs.values()].find((node) => node.checkValidity && !node.checkValidity());
    if (!wrong) return;
    event.preventDefault();
    wrong.reportValidity();
  });
  const presets = extra.map(({ label, values }) =>
    el("button", { type: "button", onclick: () => fill(inputs, values) }, label),
  );
  const content = [
    hint && el("p", { class: "hint" }, hint),
    presets.length > 0 && el("p", { class: "presets" }, presets),
    rows,
  ];
  const cancel = el("button", { value: "" }, t("cancel"));
  const answer = await showDialog({ title, content: content.flat(), buttons: [cancel, submit] });
  if (answer !== "ok") return null;
  return Object.fromEntries(fields.map((field) => [field.name, valueOf(field, inputs.get(field.name))]));
}

function input({ type = "text", name, value, options = [], ...rest }) {
  delete rest.label;
  if (type === "checks")
    return el(
      "div",
      { class: "checks" },
      options.map(([id, label]) => check(id, label, value)),
    );
  if (type === "select") {
    const node = el(
      "select",
      { name, ...rest },
      options.map(([id, label]) => el("option", { value: id }, label)),
    );
    if (value !== undefined) node.value = value;
    return node;
  }
  const node = el("input", { type, name, autocomplete: "off", ...rest });
  if (type === "checkbox") node.checked = Boolean(value);
  else if (value !== undefined) node.value = value;
  return node;
}

function check(id, label, chosen) {
  const box = el("input", { type: "checkbox", value: id });
  box.checked = Boolean(chosen?.includes(id));
  return el("label", {}, box, label);
}

function row({ label, type }, node) {
  if (type === "checkbox") return el("label", { class: "row check" }, node, label);
  if (type === "checks") return el("fieldset", { class: "row" }, el("legend", {}, label), node);
  return el("label", { class: type === "number" ? "row beside" : "row" }, el("span", {}, label), node);
}

function valueOf({ type }, node) {
  if (type === "checkbox") return node.checked;
  if (type === "checks") return [...node.querySelectorAll("input:checked")].map((box) => Number(box.value));
  if (type === "number") return node.value === "" ? null : Number(node.value);
  return node.value.trim();
}

function fill(inputs, values) {
  for (const [name, value] of Object.entries(values)) {
    const node = inputs.get(name);
    if (node.type === "checkbox") node.checked = value;
    else node.value = value;
  }
}

/** Opens a menu at `anchor`, of groups of {key, label?, hint?, checked?, run} with a line between the groups. */
export function openMenu(anchor, ...groups) {
  const items = groups.flat();
  const buttons = items.map((item) =>
    el(
      "button",
      {
        type: "button",
        "data-item": item.key,
        role: item.checked === undefined ? "menuitem" : "menuitemradio",
        "aria-checked": item.checked?.toString(),
      },
      el("span", {}, item.label ?? t(item.key)),
      item.hint && el("small", {}, item.hint),
    ),
  );
  const menu = el("div", { class: "menu", role: "menu", tabindex: "-1" }, buttons);
  const starts = groups.slice(0, -1).map((_, i) => groups.slice(0, i + 1).flat().length);
  starts.forEach((at) => buttons[at]?.before(el("hr")));
  const close = (giveBack) => {
    document.removeEventListener("pointerdown", outside, true);
    menu.remove();
    anchor.setAttribute("aria-expanded", "false");
    if (giveBack) anchor.focus();
  };
  const outside = (event) => !menu.contains(event.target) && close(false);
  buttons.forEach((button, i) =>
    button.addEventListener("click", () => {
      close(true);
      items[i].run();
    }),
  );
  menu.addEventListener("keydown", (event) => menuKey(event, buttons, close));
  document.body.append(menu);
  anchor.setAttribute("aria-expanded", "true");
  place(menu, anchor);
  document.addEventListener("pointerdown", outside, true);
  buttons[0]?.focus();
}

function menuKey(event, buttons, close) {
  if (event.key === "Escape" || event.key === "Tab") {
    event.preventDefault();
    close(true);
    return;
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const at = buttons.indexOf(document.activeElement);
  buttons[(at + step + buttons.length) % buttons.length].focus();
}

function place(menu, anchor) {
  const from = anchor.getBoundingClientRect();
  const left = Math.min(Math.max(8, from.right - menu.offsetWidth), window.innerWidth - menu.offsetWidth - 8);
  const below = from.bottom + menu.offsetHeight + 8 < window.innerHeight;
  menu.style.left = `${Math.max(8, left)}px`;
  menu.style.top = `${below ? from.bottom + 4 : Math.max(8, from.top - menu.offsetHeight - 4)}px`;
}

/** A picture as large as the window allows. */
export function showPicture(url) {
  const save = el("a", { href: url, download: "photo.jpg", class: "button" }, t("download"));
  return showDialog({
    title: t("photo"),
    wide: true,
    content: [el("img", { src: url, alt: t("photo"), class: "large" })],
    buttons: [save],
  });
}
