// The lower edge of a pane: the field to write in, its buttons, the bot's commands and reply keyboard.

import { attachMenu, record, sendFiles, sendLocation, sendOwnContact } from "./attach.js";
import { nameOf, summary } from "./bubble.js";
import { el, iconButton } from "./dom.js";
import { t } from "./i18n.js";
import { replyKeyboard } from "./keyboard.js";

export class Composer {
  constructor(pane, draft) {
    this.pane = pane;
    this.commands = [];
    this.keys = null;
    this.target = null;
    this.context = el("div", { class: "context", hidden: true });
    this.suggestions = el("div", { class: "suggestions", hidden: true, label: t("commands") });
    this.field = el("textarea", {
      rows: "1",
      label: t("message"),
      placeholder: t("message"),
      autocomplete: "off",
      enterkeyhint: "send",
    });
    this.field.value = draft;
    this.menu = iconButton("menu", t("commands"), () => this.toggleCommands(), { hidden: true });
    this.toggle = iconButton("keys", t("keyboard"), () => this.showKeys(this.keyboard.hidden), {
      hidden: true,
      "aria-expanded": "false",
    });
    this.attach = iconButton("clip", t("attach"), () => attachMenu(this.attach, pane), { "aria-haspopup": "menu" });
    this.send = el("button", { type: "submit", class: "icon-button send" });
    this.row = el("div", { class: "composer-row" }, this.menu, this.field, this.toggle, this.attach, this.send);
    this.keyboard = el("div", { class: "reply-keyboard", hidden: true });
    this.big = el("button", { type: "button", class: "big", hidden: true });
    this.form = el("form", { class: "composer" }, this.context, this.suggestions, this.row, this.keyboard);
    this.root = el("footer", {}, this.form, this.big);
    this.listen();
    this.changed();
  }

  listen() {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    this.form.addEventListener("focusout", ({ relatedTarget }) => {
      if (!this.form.contains(relatedTarget)) this.suggestions.hidden = true;
    });
    this.suggestions.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      this.suggestions.hidden = true;
      this.field.focus();
    });
    this.field.addEventListener("input", () => this.changed());
    this.field.addEventListener("keydown", (event) => this.key(event));
    this.field.addEventListener("paste", ({ clipboardData }) => this.drop(clipboardData));
    this.pane.root.addEventListener("dragover", (event) => event.preventDefault());
    this.pane.root.addEventListener("drop", (event) => {
      event.preventDefault();
      this.drop(event.dataTransfer);
    });
  }

  key(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      if (this.field.value.trim()) this.submit();
    } else if (event.key === "ArrowUp" && this.field.value === "") {
      this.pane.editLast();
    } else if (event.key === "Escape") {
      this.forget();
      this.suggestions.hidden = true;
    }
  }

  drop({ files }) {
    if (files?.length)
      sendFiles(
        this.pane,
        [...files],
        [...files].every(({ type }) => type.startsWith("image/")) ? "photo" : "document",
      );
  }

  changed() {
    const text = this.field.value;
    this.field.style.height = "auto";
    if (this.field.isConnected) this.field.style.height = `${this.field.scrollHeight}px`;
    this.suggest(/^\/\w*$/.test(text) ? text.slice(1) : null);
    const name = text.trim() || this.target ? "send" : "mic";
    if (this.send.dataset.does === name) return;
    this.send.dataset.does = name;
    const label = t(name === "send" ? "send" : "record");
    this.send.replaceChildren(...iconButton(name, label).childNodes);
    this.send.setAttribute("aria-label", label);
    this.send.title = label;
  }

  async submit() {
    const text = this.field.value.trim();
    if (!text) {
      if (!this.target) await record(this.pane, this.row);
      return;
    }
    const { target } = this;
    this.takeText();
    this.forget();
    const done = target?.edits
      ? await this.pane.change(target.message, text)
      : await this.pane.say(text, target?.message);
    if (done) return;
    this.field.value = text;
    this.changed();
  }

  /** Empties the field and returns what stood there. */
  takeText() {
    const text = this.field.value.trim();
    this.field.value = "";
    this.changed();
    return text;
  }

  /** The next text answers `message`, or replaces it. */
  aim(message, edits = false, focus = true) {
    this.target = { message, edits };
    if (edits) this.field.value = message.text;
    const words = el(
      "div",
      {},
      el("strong", {}, edits ? t("editing") : nameOf(message.from)),
      el("span", {}, summary(message)),
    );
    this.context.replaceChildren(
      words,
      iconButton("close", t("cancel"), () => this.forget()),
    );
    this.context.hidden = false;
    this.changed();
    if (focus) this.field.focus();
  }

  forget() {
    if (this.target?.edits) this.field.value = "";
    this.target = null;
    this.context.hidden = true;
    this.field.placeholder = this.hint ?? t("message");
    this.changed();
  }

  setCommands(commands) {
    this.commands = commands;
    this.menu.hidden = commands.length === 0;
  }

  toggleCommands() {
    if (!this.suggestions.hidden) {
      this.suggestions.hidden = true;
      return;
    }
    this.suggest("");
    this.suggestions.firstChild?.focus();
  }

  suggest(beginning) {
    const fit =
      beginning === null ? [] : this.commands.filter(({ command }) => command.startsWith(beginning.toLowerCase()));
    this.suggestions.hidden = fit.length === 0;
    this.suggestions.replaceChildren(
      ...fit.map(({ command, description }) =>
        el(
          "button",
          { type: "button", onclick: () => this.runCommand(command) },
          el("strong", {}, `/${command}`),
          el("span", {}, description),
        ),
      ),
    );
  }

  runCommand(command) {
    this.takeText();
    this.suggestions.hidden = true;
    this.pane.command(`/${command}`);
    this.field.focus();
  }

  /** The reply keyboard, force-reply or removal that a message of the bot brought; `used`: a one-time one was pressed. */
  obey(message, used) {
    const markup = message.reply_markup;
    this.hint = markup.input_field_placeholder;
    this.field.placeholder = this.hint ?? t("message");
    this.keys = markup.keyboard ? markup : null;
    if (markup.force_reply && !used) this.aim(message, false, this.pane.root.contains(document.activeElement));
    if (this.keys) this.keyboard.replaceChildren(replyKeyboard(markup, (button) => this.pressed(button)));
    this.toggle.hidden = !this.keys;
    this.showKeys(Boolean(this.keys) && !used);
  }

  showKeys(yes) {
    this.keyboard.hidden = !yes;
    this.toggle.setAttribute("aria-expanded", String(yes));
    if (this.pane.log.atBottom) this.pane.log.settle();
  }

  async pressed(button) {
    if (button.request_location) await sendLocation(this.pane);
    else if (button.request_contact) await sendOwnContact(this.pane);
    else await this.pane.say(button.text, this.target?.edits ? null : this.target?.message);
    if (this.target && !this.target.edits) this.forget();
  }

  /** A one-time keyboard folds away after anything was sent. */
  sent() {
    if (this.keys?.one_time_keyboard) this.showKeys(false);
  }

  /** Shows one big button in place of the composer, or the composer when `label` is null. */
  only(label, run) {
    this.form.hidden = label !== null;
    this.big.hidden = label === null;
    this.big.textContent = label ?? "";
    this.big.onclick = run;
  }
}
