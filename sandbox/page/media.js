// What a message carries besides text: pictures, sounds, files, places, people.

import { api } from "./api.js";
import { avatar, el, icon, iconButton } from "./dom.js";
import { showPicture } from "./dialog.js";
import { clock, sizeOf, t } from "./i18n.js";

const MAKERS = { photo, video, animation, voice, audio, document: file, sticker, location, contact };

/** The kind of a message's media, or undefined. An animation also has a `document`: the richer one wins. */
export function mediaKind(message) {
  return Object.keys(MAKERS).find((kind) => message[kind]);
}

export function media(message) {
  const kind = mediaKind(message);
  return kind ? MAKERS[kind](message[kind], message) : null;
}

function photo(sizes, message) {
  const bySize = [...sizes].sort((a, b) => a.width - b.width);
  const largest = bySize.at(-1);
  const shown = bySize.find(({ width }) => width >= 480) ?? largest;
  const label = message.caption || t("photo");
  const image = el("img", {
    src: api.file(shown.file_id),
    alt: label,
    loading: "lazy",
    width: shown.width,
    height: shown.height,
  });
  const open = () => showPicture(api.file(largest.file_id));
  const button = el(
    "button",
    { type: "button", class: "picture", label: `${t("open")}: ${label}`, onclick: open },
    image,
  );
  button.style.aspectRatio = `${shown.width || 4} / ${shown.height || 3}`;
  button.dataset.messageId = message.message_id;
  return button;
}

function video({ file_id: id, width, height }) {
  return el("video", { src: api.file(id), controls: true, preload: "metadata", width, height, class: "picture" });
}

function animation({ file_id: id, width, height }) {
  const node = el("video", { src: api.file(id), loop: true, controls: true, width, height, class: "picture" });
  node.muted = true;
  return node;
}

function voice({ file_id: id, duration, file_size: size, title }) {
  const sound = new Audio();
  sound.preload = "none";
  const bar = el("input", { type: "range", min: "0", max: "1000", value: "0", label: t("position") });
  const time = el("small", {}, [title, clock(duration), size && sizeOf(size)].filter(Boolean).join(" · "));
  const button = iconButton("play", t("play"), () => {
    if (!sound.src) sound.src = api.file(id);
    if (sound.paused) sound.play().catch(() => {});
    else sound.pause();
  });
  const show = () => {
    const name = sound.paused ? "play" : "pause";
    button.replaceChildren(icon(name));
    button.setAttribute("aria-label", t(name));
  };
  const length = () => (Number.isFinite(sound.duration) ? sound.duration : duration) || 1;
  for (const change of ["play", "pause", "ended"]) sound.addEventListener(change, show);
  sound.addEventListener("timeupdate", () => {
    bar.value = String((1000 * sound.currentTime) / length());
    time.textContent = `${clock(sound.currentTime)} / ${clock(length())}`;
  });
  bar.addEventListener("input", () => {
    sound.currentTime = (Number(bar.value) / 1000) * length();
  });
  button.classList.add("round");
  return el("div", { class: "sound" }, button, el("div", {}, bar, time));
}

function audio(facts) {
  return voice({ ...facts, title: facts.title ?? facts.file_name });
}

function file({ file_id: id, file_name: name, file_size: size }) {
  const url = api.file(id);
  const title = name || t("document");
  return el(
    "div",
    { class: "file" },
    el("span", { class: "round", "aria-hidden": "true" }, icon("file")),
    el(
      "div",
      {},
      el("a", { href: url, target: "_blank", rel: "noopener", title: t("open") }, title),
      el("small", {}, size === undefined ? "" : sizeOf(size)),
    ),
    el(
      "a",
      { href: url, download: title, class: "icon-button", label: `${t("download")}: ${title}`, title: t("download") },
      icon("save"),
    ),
  );
}

function sticker({ file_id: id, emoji = "🙂" }) {
  const image = el("img", { src: api.file(id), alt: `${t("sticker")} ${emoji}`, width: 150, height: 150 });
  image.addEventListener("error", () => image.replaceWith(emoji));
  return el("div", { class: "sticker" }, image);
}

function location({ latitude, longitude }, { venue }) {
  const where = `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
  const names = venue && [el("strong", {}, venue.title), el("small", {}, venue.address)];
  return el(
    "div",
    { class: "place" },
    el("div", { class: "map", "aria-hidden": "true" }, icon("pin")),
    names,
    el("small", {}, where),
  );
}

function contact({ first_name: first, last_name: last, phone_number: phone, user_id: id }) {
  const name = [first, last].filter(Boolean).join(" ");
  return el(
    "div",
    { class: "card" },
    avatar(id ?? 0, name),
    el("div", {}, el("strong", {}, name), el("small", {}, phone)),
  );
}
