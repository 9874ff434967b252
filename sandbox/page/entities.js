// Text with Telegram's entities as DOM nodes. Offsets count UTF-16 units, which is how JavaScript counts too.

import { copy, el } from "./dom.js";
import { t } from "./i18n.js";

const SAFE_LINK = /^(https?|tg|mailto|tel):/i;

/** Nodes for a message's text; `on` has `link(url)`, `command(text)` and `notice(text)`. */
export function textNodes(text, entities, on) {
  const sorted = [...(entities ?? [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return build(text, 0, text.length, sorted, on);
}

const BLOCKS = ["pre", "blockquote", "expandable_blockquote"];

function build(text, from, to, entities, on) {
  const nodes = [];
  let at = from;
  for (let i = 0; i < entities.length;) {
    const entity = entities[i];
    const start = Math.max(entity.offset, at);
    const end = Math.min(entity.offset + entity.length, to);
    let next = i + 1;
    while (next < entities.length && entities[next].offset < end) next += 1;
    if (end > start) {
      if (start > at) nodes.push(text.slice(at, start));
      const inside = build(text, start, end, entities.slice(i + 1, next), on);
      nodes.push(wrap(entity, text.slice(start, end), inside, on));
      // A block ends its line by itself.
      at = BLOCKS.includes(entity.type) && text[end] === "\n" && end < to ? end + 1 : end;
    }
    i = next;
  }
  if (at < to) nodes.push(text.slice(at, to));
  return nodes;
}

const TAGS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", blockquote: "blockquote" };

const WRAPPERS = {
  spoiler: (_entity, _text, inside) => spoiler(inside),
  expandable_blockquote: (_entity, _text, inside) => expandable(inside),
  code: (_entity, text, inside, on) => copied("code", text, inside, on),
  pre: (_entity, text, inside, on) => el("pre", {}, copied("code", text, inside, on)),
  url: (_entity, text, inside, on) => link(/^[a-z]+:/i.test(text) ? text : `https://${text}`, inside, on),
  text_link: (entity, _text, inside, on) => link(entity.url, inside, on),
  email: (_entity, text, inside, on) => link(`mailto:${text}`, inside, on),
  phone_number: (_entity, text, inside, on) => link(`tel:${text.replace(/[^+\d]/g, "")}`, inside, on),
  bot_command: (_entity, text, inside, on) => action(inside, () => on.command(text)),
};

function wrap(entity, text, inside, on) {
  const tag = TAGS[entity.type];
  if (tag) return el(tag, {}, inside);
  const wrapper = WRAPPERS[entity.type];
  return wrapper ? wrapper(entity, text, inside, on) : el("span", { class: `e-${entity.type}` }, inside);
}

function link(url, inside, on) {
  if (!SAFE_LINK.test(url ?? "")) return el("span", {}, inside);
  const follow = (event) => {
    event.preventDefault();
    on.link(url);
  };
  return el("a", { href: url, rel: "noreferrer noopener", title: url, onclick: follow }, inside);
}

function action(inside, onclick) {
  return el("button", { type: "button", class: "inline-link", onclick }, inside);
}

function copied(tag, text, inside, on) {
  const onclick = async () => {
    await copy(text);
    on.notice(t("copied"));
  };
  return el(tag, { class: "copied", title: t("copy"), onclick }, inside);
}

function spoiler(inside) {
  const node = el("span", { class: "spoiler", role: "button", tabindex: "0", label: t("spoiler") }, inside);
  const show = () => {
    node.classList.add("shown");
    node.removeAttribute("role");
    node.removeAttribute("aria-label");
  };
  node.addEventListener("click", show);
  node.addEventListener("keydown", (event) => event.key === "Enter" && show());
  return node;
}

function expandable(inside) {
  const node = el("blockquote", { class: "expandable" }, inside);
  node.addEventListener("click", () => node.classList.toggle("open"));
  return node;
}
