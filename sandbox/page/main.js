// The page as a whole: who is here, which panes are open, the top bar, the stream of events.

import { api, follow } from "./api.js";
import { avatar, el, iconButton, remembered } from "./dom.js";
import { showDialog } from "./dialog.js";
import { LANGUAGES, language, setLanguage, t } from "./i18n.js";
import { Pane } from "./pane.js";
import { openMainMenu } from "./panels.js";
import { addCast, addPerson } from "./people.js";

const NARROWEST_PANE = 340;
const MOST_PANES_AT_ONCE = 4;
const PANES_AT_FIRST = 6;
const darkness = matchMedia("(prefers-color-scheme: dark)");

class App {
  constructor(root) {
    this.root = root;
    this.panes = [];
    this.active = 0;
    this.waiting = new Map();
    this.theme = remembered.get("theme") ?? "auto";
    this.main = el("main");
    this.switcher = el("nav", { class: "switcher", label: t("people") });
    this.offline = el("div", { class: "offline", role: "alert", hidden: true });
  }

  async begin() {
    this.dress(this.theme);
    darkness.addEventListener("change", () => this.dress(this.theme));
    window.addEventListener("resize", () => this.layout());
    const state = await this.refresh();
    this.build();
    this.openFromHash();
    follow(state, {
      event: (event) => this.hear(event),
      connected: (yes) => {
        this.offline.hidden = yes;
      },
      restarted: () => location.reload(),
    });
  }

  /** Draws everything anew in the page's language. */
  build() {
    document.documentElement.lang = language;
    document.title = `${this.bot.first_name} · ${t("noticeShort")}`;
    this.offline.textContent = t("noConnection");
    this.root.replaceChildren(this.topBar(), this.offline, this.switcher, this.main);
  }

  topBar() {
    const menu = iconButton("menu", t("menu"), () => openMainMenu(menu, this), { "aria-haspopup": "menu" });
    const speech = el(
      "select",
      { class: "speech wide-only", label: t("language"), onchange: () => this.speak(speech.value) },
      Object.entries(LANGUAGES).map(([code, name]) => el("option", { value: code, lang: code }, name)),
    );
    speech.value = language;
    this.lamp = iconButton(this.isDark() ? "sun" : "moon", t("theme"), () =>
      this.dress(this.isDark() ? "light" : "dark"),
    );
    this.lamp.classList.add("wide-only");
    return el(
      "header",
      { class: "top" },
      el("img", { src: "/page/icon.svg", alt: "", width: 26, height: 26 }),
      el("strong", { class: "wide-only" }, this.bot.first_name),
      el(
        "p",
        { class: "notice", title: t("notice") },
        el("span", { class: "long" }, t("notice")),
        el("span", { class: "short", "aria-hidden": "true" }, t("noticeShort")),
      ),
      iconButton("plus", t("addPane"), () => this.openNext()),
      speech,
      this.lamp,
      menu,
    );
  }

  async refresh() {
    const state = await this.attempt(() => api.state());
    if (!state) return null;
    Object.assign(this, { bot: state.bot, pace: state.pace, faults: state.faults });
    this.known = new Map(state.people.map((person) => [person.id, person]));
    this.groups = new Map(state.chats.map((chat) => [chat.id, chat]));
    this.panes.forEach((pane) => pane.showState());
    return state;
  }

  people() {
    return [...this.known.values()];
  }

  chats() {
    return [...this.groups.values()];
  }

  person(id) {
    return this.known.get(id);
  }

  chat(id) {
    return this.groups.get(id);
  }

  async attempt(deed) {
    try {
      return (await deed()) ?? true;
    } catch (error) {
      const [pane] = this.visible();
      if (pane) pane.toast(t("failed", { why: error.message }), "wrong");
      else await showDialog({ title: t("failed", { why: error.message }), content: [] });
      return null;
    }
  }

  openFromHash() {
    const wanted = decodeURIComponent(location.hash.slice(1)).split(",").filter(Boolean);
    const pairs = wanted.map((one) => one.split("@").map(Number)).filter(([person]) => this.known.has(person));
    const first = this.people()
      .slice(0, PANES_AT_FIRST)
      .map(({ id }) => [id]);
    for (const [person, chat = person] of pairs.length > 0 ? pairs : first)
      this.panes.push(new Pane(this, person, chat));
    this.layout();
  }

  /** Opens a chat in the place of the pane `instead`, in a new one, or goes to where it is open already. */
  open(person, chat, instead = null) {
    const already = this.panes.findIndex((pane) => pane.person === person && pane.chat === chat);
    if (already >= 0) return this.activate(already);
    const pane = new Pane(this, person, chat);
    const at = instead ? this.panes.indexOf(instead) : this.panes.length;
    this.panes.splice(at, 1, pane);
    return this.activate(at);
  }

  openNext() {
    const next = this.people().find(({ id }) => !this.panes.some(({ chat }) => chat === id));
    if (next) this.open(next.id, next.id);
    else addPerson(this);
  }

  close(pane) {
    this.panes.splice(this.panes.indexOf(pane), 1);
    this.activate(Math.min(this.active, this.panes.length - 1));
  }

  activate(at) {
    this.active = at;
    this.layout();
  }

  visible() {
    const room = Math.max(1, Math.min(MOST_PANES_AT_ONCE, Math.floor(window.innerWidth / NARROWEST_PANE)));
    const from = Math.max(0, Math.min(this.active, this.panes.length - room));
    return this.panes.slice(from, from + room);
  }

  layout() {
    const shown = this.visible();
    const changed =
      shown.length === 0 ||
      shown.length !== this.main.children.length ||
      shown.some(({ root }, i) => this.main.children[i] !== root);
    if (changed) {
      this.main.replaceChildren(...(shown.length > 0 ? shown.map(({ root }) => root) : [this.welcome()]));
      shown.forEach(({ log }) => log.toBottom());
    }
    shown.forEach(({ chat }) => this.waiting.delete(chat));
    this.main.style.setProperty("--panes", String(Math.max(1, shown.length)));
    this.drawSwitcher(shown);
    const hash = this.panes.map(({ person, chat, isGroup }) => (isGroup ? `${person}@${chat}` : `${person}`)).join(",");
    history.replaceState(null, "", hash ? `#${hash}` : location.pathname);
  }

  drawSwitcher(shown) {
    this.switcher.hidden = this.panes.length <= shown.length;
    if (this.switcher.hidden) return;
    const chips = this.panes.map((pane, i) => {
      const name = pane.isGroup ? (this.chat(pane.chat)?.title ?? "") : pane.name();
      const waiting = this.waiting.get(pane.chat);
      const chip = el(
        "button",
        {
          type: "button",
          class: "chip",
          "aria-pressed": String(shown.includes(pane)),
          onclick: () => this.activate(i),
        },
        avatar(pane.person, name),
        el("span", {}, name),
        waiting && el("span", { class: "count" }, String(waiting)),
      );
      return chip;
    });
    this.switcher.replaceChildren(...chips);
    chips[this.active]?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  welcome() {
    return el(
      "section",
      { class: "welcome" },
      el("img", { src: "/page/icon.svg", alt: "", width: 72, height: 72 }),
      el("h1", {}, t("nobody")),
      el("p", {}, t("nobodyHint")),
      el("button", { type: "button", class: "main", onclick: () => addCast(this) }, t("startWithCast")),
      el("button", { type: "button", onclick: () => addPerson(this) }, t("addPerson")),
    );
  }

  hear(event) {
    this.panes.forEach((pane) => pane.hear(event));
    const isNew = event.kind === "message" && event.message.from_bot;
    if (isNew && !this.panes.some(({ chat }) => chat === event.chat)) this.count(event.chat);
    if (event.kind === "member" && !this.panes.some(({ chat }) => chat === event.chat)) this.refresh();
  }

  /** A pane got a message: a badge stands at those that are out of sight. */
  unread(pane, message) {
    if (!message.from_bot || this.visible().includes(pane)) return;
    this.count(pane.chat);
    this.drawSwitcher(this.visible());
  }

  count(chat) {
    this.waiting.set(chat, (this.waiting.get(chat) ?? 0) + 1);
  }

  isDark() {
    return this.theme === "auto" ? darkness.matches : this.theme === "dark";
  }

  dress(theme) {
    this.theme = theme;
    remembered.set("theme", theme);
    document.documentElement.dataset.theme = this.isDark() ? "dark" : "light";
    this.lamp?.querySelector("use").setAttribute("href", this.isDark() ? "#i-sun" : "#i-moon");
  }

  speak(code) {
    setLanguage(code);
    this.build();
    this.panes = this.panes.map((pane) => new Pane(this, pane.person, pane.chat, pane.composer.field.value));
    this.main.replaceChildren();
    this.layout();
  }
}

new App(document.getElementById("app")).begin();
