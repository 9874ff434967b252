// Inline keyboards under messages and reply keyboards under the composer.

import { el, icon } from "./dom.js";

/** `on` has `busy(message, button)` and `pressInline(message, button, node)`. */
export function inlineKeyboard(message, on) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows?.length) return null;
  return el(
    "div",
    { class: "inline-keyboard" },
    rows.map((row) =>
      el(
        "div",
        { class: "row" },
        row.map((button) => inlineButton(message, button, on)),
      ),
    ),
  );
}

function inlineButton(message, button, on) {
  const node = el(
    "button",
    {
      type: "button",
      class: `key ${button.style ?? ""}`,
      disabled: Boolean(button.disabled),
      "data-press": pressKey(message, button),
      "aria-busy": on.busy(message, button) ? "true" : undefined,
      title: button.url,
    },
    el("span", {}, button.text),
    button.url && icon("open"),
    button.copy_text && icon("copy"),
  );
  node.addEventListener("click", () => on.pressInline(message, button, node));
  return node;
}

export function pressKey(message, button) {
  return `${message.message_id}:${button.callback_data ?? button.text}`;
}

/** `press(button)` is called with the pressed button of the reply keyboard. */
export function replyKeyboard(markup, press) {
  const rows = markup.keyboard.map((row) =>
    el(
      "div",
      { class: "row" },
      row.map((button) => {
        const facts = typeof button === "string" ? { text: button } : button;
        return el(
          "button",
          { type: "button", class: `key ${facts.style ?? ""}`, onclick: () => press(facts) },
          el("span", {}, facts.text),
        );
      }),
    ),
  );
  return el("div", { class: markup.resize_keyboard ? "reply-keys" : "reply-keys tall" }, rows);
}
