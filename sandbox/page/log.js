// The messages of a pane: days, albums, what is drawn of a long chat, and where it is scrolled to.

import { bubble } from "./bubble.js";
import { el, iconButton } from "./dom.js";
import { dayOf, t } from "./i18n.js";

const DRAWN_AT_FIRST = 80;
const DRAWN_AT_MOST = 300;
const ALBUM_REACH = 20;
const SAME_BREATH_SECONDS = 300;

export class Log {
  constructor(pane, name) {
    this.pane = pane;
    this.units = [];
    this.unitOf = new Map();
    this.from = 0;
    this.atBottom = true;
    this.missed = 0;
    this.list = el("div", { class: "list" });
    this.scroller = el("div", { class: "log", role: "log", tabindex: "0", label: t("messages", { name }) }, this.list);
    this.scroller.addEventListener("scroll", () => this.scrolled(), { passive: true });
    this.count = el("span", { class: "count", hidden: true });
    this.down = iconButton("down", t("toBottom"), () => this.toBottom(), { hidden: true });
    this.down.classList.add("down");
    this.down.append(this.count);
    this.root = el("div", { class: "log-frame" }, this.scroller, this.down);
    const sizes = new ResizeObserver(() => this.atBottom && this.toBottom());
    for (const node of [this.scroller, this.list]) sizes.observe(node);
  }

  get size() {
    return this.unitOf.size;
  }

  messages() {
    return this.units.flatMap(({ messages }) => messages);
  }

  find(id) {
    return this.unitOf.get(id)?.messages.find((message) => message.message_id === id);
  }

  /** Shows these messages and no others. */
  reset(messages) {
    this.units = [];
    this.unitOf.clear();
    messages.filter(({ deleted }) => !deleted).forEach((message) => this.keep(message));
    this.from = Math.max(0, this.units.length - DRAWN_AT_FIRST);
    this.draw();
    this.toBottom();
  }

  /** Adds a message, or puts its new version in the place of the old. */
  put(message) {
    if (message.deleted) return this.remove(message.message_id);
    const known = this.unitOf.get(message.message_id);
    if (known) {
      known.messages = known.messages.map((old) => (old.message_id === message.message_id ? message : old));
      return this.redraw(known);
    }
    const before = this.units.length;
    const unit = this.keep(message);
    if (this.units.length === before) this.redraw(unit);
    else this.list.append(...this.drawn(unit, this.units.at(-2)));
    return this.arrived(message);
  }

  remove(id) {
    const unit = this.unitOf.get(id);
    if (!unit) return;
    this.unitOf.delete(id);
    unit.messages = unit.messages.filter(({ message_id: other }) => other !== id);
    if (unit.messages.length > 0) return this.redraw(unit);
    this.units.splice(this.units.indexOf(unit), 1);
    this.draw();
  }

  react(id, reaction) {
    const message = this.find(id);
    if (message) this.put({ ...message, reaction });
  }

  keep(message) {
    const album = message.media_group_id;
    // Somebody may have spoken between two photos of an album.
    const joins = album && this.units.slice(-ALBUM_REACH).find(({ messages }) => messages[0].media_group_id === album);
    const unit = joins || { messages: [], node: null };
    unit.messages.push(message);
    this.unitOf.set(message.message_id, unit);
    if (!joins) this.units.push(unit);
    return unit;
  }

  draw() {
    const nodes = this.units.slice(this.from).flatMap((unit, i) => this.drawn(unit, this.units[this.from + i - 1]));
    this.list.replaceChildren(...nodes);
  }

  drawn(unit, previous) {
    unit.node = bubble(unit.messages, this.pane);
    const [message] = unit.messages;
    const before = previous?.messages[0];
    if (before && dayOf(before.date) === dayOf(message.date)) {
      unit.joined = before.from?.id === message.from?.id && message.date - before.date < SAME_BREATH_SECONDS;
      unit.node.classList.toggle("joined", unit.joined);
      return [unit.node];
    }
    return [el("div", { class: "day", role: "separator" }, dayOf(message.date)), unit.node];
  }

  redraw(unit) {
    if (!unit.node?.isConnected) return;
    const hadFocus = unit.node.contains(document.activeElement);
    const pressed = document.activeElement?.dataset.press;
    const node = bubble(unit.messages, this.pane);
    node.classList.toggle("joined", Boolean(unit.joined));
    unit.node.replaceWith(node);
    unit.node = node;
    if (hadFocus) focusAgain(node, pressed);
    if (this.atBottom) this.settle();
  }

  arrived(message) {
    const own = !message.from_bot && message.from?.id === this.pane.person;
    if (this.atBottom || own) {
      if (this.units.length - this.from > DRAWN_AT_MOST) {
        this.from = this.units.length - DRAWN_AT_FIRST;
        this.draw();
      }
      this.settle();
    } else {
      this.missed += 1;
      this.count.textContent = String(this.missed);
      this.count.hidden = false;
    }
  }

  settle() {
    this.settling ??= requestAnimationFrame(() => {
      this.settling = null;
      this.toBottom();
    });
  }

  toBottom() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.scrolled();
  }

  scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    this.atBottom = scrollHeight - scrollTop - clientHeight < 60;
    this.down.hidden = this.atBottom;
    if (this.atBottom) {
      this.missed = 0;
      this.count.hidden = true;
    }
    if (scrollTop < 200 && this.from > 0 && scrollHeight > clientHeight) this.drawEarlier();
  }

  drawEarlier() {
    const fromEnd = this.scroller.scrollHeight - this.scroller.scrollTop;
    this.from = Math.max(0, this.from - DRAWN_AT_FIRST);
    this.draw();
    this.scroller.scrollTop = this.scroller.scrollHeight - fromEnd;
  }

  /** Scrolls to a message that is quoted, and lets it flash. */
  show(id) {
    const unit = this.unitOf.get(id);
    if (!unit) return;
    const at = this.units.indexOf(unit);
    if (at < this.from) {
      this.from = at;
      this.draw();
    }
    unit.node.scrollIntoView({ block: "center" });
    unit.node.classList.remove("flash");
    requestAnimationFrame(() => unit.node.classList.add("flash"));
  }
}

// An edit replaces the pressed button: the keyboard's user stays at the same message.
function focusAgain(node, pressed) {
  const buttons = [...node.querySelectorAll(".inline-keyboard button:not(:disabled)")];
  const same = buttons.find((button) => button.dataset.press === pressed);
  (same ?? buttons[0])?.focus({ preventScroll: true });
}
