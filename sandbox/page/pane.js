// One chat of one person: the header, the messages, the composer, and what presses and events do to them.

import { api } from "./api.js";
import { isOwn, nameOf } from "./bubble.js";
import { Composer } from "./composer.js";
import { avatar, copy, el, iconButton } from "./dom.js";
import { textNodes } from "./entities.js";
import { t } from "./i18n.js";
import { pressKey } from "./keyboard.js";
import { followLink } from "./links.js";
import { Log } from "./log.js";
import { openPaneMenu } from "./panels.js";
import { fillPicker, pick } from "./people.js";

const TOAST_MS = 4500;
const TYPING_MS = 5000;
const PATIENCE_MS = 30_000;

export class Pane {
  constructor(app, person, chat, draft = "") {
    this.app = app;
    this.person = person;
    this.chat = chat;
    this.isGroup = person !== chat;
    this.pressed = new Map();
    this.answers = new Map();
    this.early = [];
    this.seen = null;
    this.textActions = {
      link: (url) => this.attempt(() => followLink(url, this)),
      command: (text) => this.command(text),
      notice: (text) => this.toast(text),
    };
    const name = this.name();
    this.root = el("section", { class: "pane", label: name, "data-person": person, "data-chat": chat });
    this.log = new Log(this, name);
    this.composer = new Composer(this, draft);
    this.notices = el("div", { class: "notices", role: "status", "aria-live": "polite" });
    this.subtitle = el("small");
    this.log.root.append(this.notices);
    this.root.append(this.header(name), this.log.root, this.composer.root);
    this.load();
  }

  name() {
    const name = nameOf(this.app.person(this.person));
    return this.isGroup ? `${name} · ${this.app.chat(this.chat)?.title ?? ""}` : name;
  }

  header(name) {
    const picker = el("select", { class: "picker", label: t("choosePerson") });
    fillPicker(picker, this);
    for (const moment of ["pointerdown", "focus"]) picker.addEventListener(moment, () => fillPicker(picker, this));
    picker.addEventListener("change", () => pick(picker, this));
    const title = this.isGroup ? this.app.chat(this.chat)?.title : name;
    const who = el(
      "label",
      { class: "who" },
      avatar(this.person, name),
      el("span", {}, el("strong", {}, title ?? ""), this.subtitle),
      picker,
    );
    const more = iconButton("more", t("more"), () => openPaneMenu(more, this), { "aria-haspopup": "menu" });
    return el("header", { class: "pane-head" }, who, more);
  }

  showState() {
    const { blocked } = this.app.person(this.person);
    this.subtitle.textContent = this.typing ? `${this.app.bot.first_name} ${t("typing")}` : this.standing();
    this.subtitle.classList.toggle("typing", Boolean(this.typing));
    const unopened = !this.isGroup && this.log.size === 0;
    if (blocked && !this.isGroup) this.composer.only(t("restart"), () => this.start());
    else if (unopened && this.seen !== null) this.composer.only(t("start"), () => this.start());
    else this.composer.only(null);
    this.showIntroduction(unopened && this.seen !== null);
  }

  standing() {
    const person = this.app.person(this.person);
    if (this.isGroup) return [nameOf(person), person.note].filter(Boolean).join(" — ");
    if (person.blocked) return t("blockedNote");
    return person.note || t("chatWith", { bot: this.app.bot.first_name });
  }

  showIntroduction(yes) {
    const known = this.log.root.querySelector(".introduction");
    if (!yes || known) {
      if (!yes) known?.remove();
      return;
    }
    const lines = this.app.bot.description ?? {};
    const text = lines[this.app.person(this.person).language_code] ?? lines[""] ?? Object.values(lines)[0] ?? "";
    this.log.scroller.append(
      el(
        "div",
        { class: "introduction" },
        el("strong", {}, t("whatCan")),
        el("p", {}, textNodes(text, [], this.textActions)),
      ),
    );
  }

  async load() {
    const answer = await this.attempt(() => api.conversation(this.person, this.chat));
    if (!answer) return;
    this.log.reset(answer.messages);
    this.composer.setCommands(answer.commands);
    this.seen = answer.last_event;
    this.obeyLast(answer.messages);
    this.early.splice(0).forEach((event) => this.hear(event));
    this.showState();
    this.root.dataset.ready = "true";
  }

  obeyLast(messages) {
    const at = messages.findLastIndex((message) => this.commandsKeyboard(message));
    if (at < 0) return;
    const used = messages.slice(at + 1).some((message) => isOwn(message, this.person));
    const { one_time_keyboard: once, force_reply: forced } = messages[at].reply_markup;
    this.composer.obey(messages[at], used && Boolean(once || forced));
  }

  commandsKeyboard({ from_bot: fromBot, deleted, reply_markup: markup, reply_to_message: to }) {
    if (!fromBot || deleted || !markup || markup.inline_keyboard) return false;
    return !(this.isGroup && markup.selective && to?.from?.id !== this.person);
  }

  /** An event of the stream: it is this pane's business if it happened in its chat. */
  hear(event) {
    if (event.chat !== this.chat && event.chat !== null) return;
    if (this.seen === null) this.early.push(event);
    else if (event.event > this.seen) {
      this.seen = event.event;
      this.on[event.kind]?.(event);
    }
  }

  on = {
    message: ({ message }) => {
      this.log.put(message);
      if (message.from_bot) this.stopTyping();
      if (this.commandsKeyboard(message)) this.composer.obey(message, false);
      if (this.log.size === 1) this.showState();
      this.app.unread(this, message);
    },
    edit: ({ message }) => this.log.put(message),
    reaction: ({ message_id: id, text }) => this.log.react(id, text),
    delete: ({ message_id: id }) => this.log.remove(id),
    answer: (event) => this.answered(event),
    action: () => this.showTyping(),
    commands: () => this.reloadCommands(),
    member: () => this.app.refresh(),
  };

  async reloadCommands() {
    const answer = await this.attempt(() => api.conversation(this.person, this.chat));
    if (answer) this.composer.setCommands(answer.commands);
  }

  showTyping() {
    clearTimeout(this.typing);
    this.typing = setTimeout(() => this.stopTyping(), TYPING_MS);
    this.showState();
  }

  stopTyping() {
    clearTimeout(this.typing);
    this.typing = null;
    this.showState();
  }

  busy(message, button) {
    return this.pressed.has(pressKey(message, button));
  }

  async pressInline(message, button, node) {
    if (button.url) return this.textActions.link(button.url);
    if (button.copy_text) {
      await copy(button.copy_text.text);
      return this.toast(t("copied"));
    }
    if (button.callback_data === undefined || this.busy(message, button)) return null;
    const key = pressKey(message, button);
    const patience = setTimeout(() => this.release(key) && this.toast(t("noAnswer")), PATIENCE_MS);
    this.pressed.set(key, { id: null, patience });
    node.setAttribute("aria-busy", "true");
    const body = { message_id: message.message_id, data: button.callback_data, ...this.inChat() };
    const answer = await this.attempt(() => api.press(this.person, body), { 409: t("goneButton") });
    const press = this.pressed.get(key);
    if (!answer) return this.release(key);
    if (press) press.id = answer.callback_query_id;
    // The stream may be quicker than the reply to our own request.
    const early = this.answers.get(answer.callback_query_id);
    return early && this.answered(early);
  }

  /** The button `key` is free again; false when it already was. */
  release(key) {
    const press = this.pressed.get(key);
    if (!press) return false;
    clearTimeout(press.patience);
    this.pressed.delete(key);
    const node = [...this.root.querySelectorAll("[aria-busy]")].find(({ dataset }) => dataset.press === key);
    node?.removeAttribute("aria-busy");
    return true;
  }

  answered(event) {
    const id = event.callback_query_id;
    const [key] = [...this.pressed].find(([, press]) => press.id === id) ?? [];
    const waits = [...this.pressed.values()].some((press) => press.id === null);
    this.answers.delete(id);
    if (key === undefined && waits) this.answers.set(id, event);
    if (key !== undefined) this.release(key);
    else if (waits || this.isGroup) return;
    if (event.url) this.textActions.link(event.url);
    if (event.text && event.show_alert) this.alert(event.text);
    else if (event.text) this.toast(event.text);
  }

  toast(text, kind = "") {
    const node = el("div", { class: `toast ${kind}` }, text);
    this.notices.replaceChildren(node);
    setTimeout(() => node.remove(), TOAST_MS);
  }

  alert(text) {
    const before = document.activeElement;
    const close = () => {
      veil.remove();
      if (before?.isConnected) before.focus({ preventScroll: true });
    };
    const ok = el("button", { type: "button", class: "main", onclick: close }, t("ok"));
    const box = el(
      "div",
      {
        class: "alert",
        role: "alertdialog",
        "aria-modal": "true",
        label: t("alertFrom", { bot: this.app.bot.first_name }),
      },
      el("p", {}, text),
      ok,
    );
    const veil = el("div", { class: "veil" }, box);
    veil.addEventListener("keydown", ({ key }) => key === "Escape" && close());
    this.root.append(veil);
    ok.focus({ preventScroll: true });
  }

  /** Runs what a person does; says why it failed (`reasons` by status, else the server's), and then returns null. */
  async attempt(deed, reasons = {}) {
    try {
      return (await deed()) ?? true;
    } catch (error) {
      this.toast(reasons[error.status] ?? t("failed", { why: error.message }), "wrong");
      return null;
    }
  }

  inChat() {
    return this.isGroup ? { chat_id: this.chat } : {};
  }

  async say(text, replyTo) {
    const body = { text, ...(replyTo && { reply_to_message_id: replyTo.message_id }), ...this.inChat() };
    const said = await this.attempt(() => api.say(this.person, body));
    if (said) this.composer.sent();
    return said;
  }

  command(text) {
    return this.say(this.isGroup && !text.includes("@") ? `${text}@${this.app.bot.username}` : text);
  }

  change(message, text) {
    return this.attempt(() => api.edit(this.person, { message_id: message.message_id, text, ...this.inChat() }));
  }

  reply(message) {
    this.composer.aim(message);
  }

  edit(message) {
    this.composer.aim(message, true);
  }

  editLast() {
    const last = this.log.messages().findLast((message) => isOwn(message, this.person) && message.text !== undefined);
    if (last) this.edit(last);
  }

  async start(payload = "") {
    await this.attempt(() => api.start(this.person, payload));
    await this.app.refresh();
    if (this.isGroup) this.app.open(this.person, this.person, this);
  }

  async setBlocked(yes) {
    await this.attempt(() => (yes ? api.block : api.unblock)(this.person));
    await this.app.refresh();
  }
}
