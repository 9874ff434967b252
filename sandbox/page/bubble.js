// One message, or one album, as a bubble.

import { el, hue, iconButton } from "./dom.js";
import { textNodes } from "./entities.js";
import { t, timeOf } from "./i18n.js";
import { inlineKeyboard } from "./keyboard.js";
import { media, mediaKind } from "./media.js";

const SERVICE = {
  new_chat_members: (message) => t("joined", { who: message.new_chat_members.map(nameOf).join(", ") }),
  left_chat_member: (message) => t("left", { who: nameOf(message.left_chat_member) }),
  group_chat_created: (message) => t("created", { title: message.chat.title }),
  supergroup_chat_created: (message) => t("created", { title: message.chat.title }),
  channel_chat_created: (message) => t("created", { title: message.chat.title }),
  new_chat_title: (message) => t("renamed", { title: message.new_chat_title }),
  pinned_message: () => t("pinned"),
};

export function nameOf(someone) {
  return [someone?.first_name ?? someone?.title, someone?.last_name].filter(Boolean).join(" ");
}

/** What a message says in a few words, for quotes of replies. */
export function summary(message) {
  const kind = mediaKind(message);
  return (
    serviceText(message) ||
    message.text ||
    message.caption ||
    message.sticker?.emoji ||
    message.document?.file_name ||
    (kind ? t(kind) : "…")
  );
}

export function isOwn(message, person) {
  return !message.from_bot && message.from?.id === person;
}

export function serviceText(message) {
  const kind = Object.keys(SERVICE).find((name) => message[name]);
  return kind && SERVICE[kind](message);
}

/** A node for `messages` (one, or the photos of an album); `pane` answers to what people press in it. */
export function bubble(messages, pane) {
  const [message] = messages;
  const service = serviceText(message);
  if (service) return el("div", { class: "service", "data-message-id": message.message_id }, service);
  const own = isOwn(message, pane.person);
  const said = messages.find(({ caption }) => caption) ?? message;
  const keyboard = inlineKeyboard(messages.at(-1), pane);
  const content = [
    !own && pane.isGroup && sender(message),
    message.reply_to_message && quote(message.reply_to_message, pane),
    messages.length > 1 ? el("div", { class: "album" }, messages.map(media)) : media(message),
    words(said, pane),
  ];
  const node = el(
    "article",
    {
      class: `message ${own ? "out" : "in"}`,
      "data-message-id": message.message_id,
      label: `${own ? t("you") : nameOf(message.from)}, ${timeOf(message.date)}`,
    },
    el(
      "div",
      { class: "body" },
      el("div", { class: bubbleClass(message, said) }, content),
      message.reaction && el("span", { class: "reaction" }, message.reaction),
      keyboard,
    ),
    actions(message, own, pane),
  );
  node.addEventListener("dblclick", () => pane.reply(message));
  return node;
}

function bubbleClass(message, said) {
  const kind = mediaKind(message);
  const bare = kind === "sticker" ? " bare" : "";
  const seen = ["photo", "video", "animation"].includes(kind);
  const wordless = !said.text && !said.caption;
  return `bubble${bare}${seen || kind === "location" ? " pictured" : ""}${wordless ? " wordless" : ""}${seen && wordless ? " overlaid" : ""}`;
}

function sender(message) {
  const node = el("div", { class: "sender" }, nameOf(message.from ?? message.sender_chat));
  node.style.setProperty("--hue", hue((message.from ?? message.sender_chat)?.id ?? 0));
  return node;
}

function quote(message, pane) {
  const show = () => pane.log.show(message.message_id);
  return el(
    "button",
    { type: "button", class: "quote", onclick: show },
    el("strong", {}, message.from?.id === pane.person ? t("you") : nameOf(message.from)),
    el("span", {}, summary(message)),
  );
}

function words(message, pane) {
  const text = message.text ?? message.caption ?? "";
  const unknown = !text && !mediaKind(message);
  const nodes = unknown
    ? [el("em", {}, t("unsupported", { kind: unknownKind(message) }))]
    : textNodes(text, message.entities ?? message.caption_entities, pane.textActions);
  return el(
    "div",
    { class: "text" },
    nodes,
    el("span", { class: "meta" }, showsEdited(message) && `${t("edited")} `, timeOf(message.date)),
  );
}

const ENVELOPE = [
  "message_id",
  "from",
  "chat",
  "date",
  "edit_date",
  "reply_markup",
  "from_bot",
  "deleted",
  "reply_to_message",
  "sender_chat",
  "reaction",
];

function unknownKind(message) {
  return (
    Object.keys(message)
      .filter((key) => !ENVELOPE.includes(key))
      .join(", ") || "?"
  );
}

// Telegram hides the mark on screens with buttons: walking through a menu edits them all the time.
function showsEdited(message) {
  return Boolean(message.edit_date) && !(message.from_bot && message.reply_markup?.inline_keyboard);
}

function actions(message, own, pane) {
  return el(
    "div",
    { class: "actions" },
    iconButton("reply", t("reply"), () => pane.reply(message)),
    own && message.text !== undefined && iconButton("edit", t("edit"), () => pane.edit(message)),
  );
}
