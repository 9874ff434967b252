// What people send besides text.

import { api } from "./api.js";
import { el, iconButton } from "./dom.js";
import { ask, openMenu, showDialog } from "./dialog.js";
import { clock, t } from "./i18n.js";

const STICKERS = ["👍", "🙏", "😊", "😂", "❤️", "🎉", "🤔", "😢", "🐎", "🌾", "🏠", "🚰"];

// Middles of the places, to two decimals; anything finer is typed by hand.
const PLACES = {
  "Нұра / Нура (Киевка)": [50.26, 71.54],
  Глубокое: [50.14, 82.31],
  Белоусовка: [50.13, 82.52],
  Шемонаиха: [50.63, 81.91],
  "Қарағанды / Караганда": [49.8, 73.1],
  "Өскемен / Усть-Каменогорск": [49.95, 82.61],
  Астана: [51.13, 71.43],
};

export function attachMenu(anchor, pane) {
  const pick = (kind, accept, multiple) => chooseFiles(accept, multiple, (files) => sendFiles(pane, files, kind));
  openMenu(anchor, [
    { key: "photo", run: () => pick("photo", "image/*", true) },
    { key: "testPhoto", run: async () => sendFiles(pane, [await drawnPhoto()], "photo") },
    { key: "document", run: () => pick("document", "", true) },
    { key: "testVoice", run: () => sendFiles(pane, [madeVoice()], "voice", { duration: 2 }) },
    { key: "voiceFile", run: () => pick("voice", "audio/*", false) },
    { key: "audio", run: () => pick("audio", "audio/*", false) },
    { key: "video", run: () => pick("video", "video/*", false) },
    { key: "sticker", run: () => sendSticker(pane) },
    { key: "location", run: () => sendLocation(pane) },
    { key: "ownContact", run: () => sendOwnContact(pane) },
    { key: "otherContact", run: () => sendOtherContact(pane) },
  ]);
}

function chooseFiles(accept, multiple, chosen) {
  const input = el("input", { type: "file", accept, multiple, hidden: true });
  input.addEventListener("change", () => {
    chosen([...input.files]);
    input.remove();
  });
  input.addEventListener("cancel", () => input.remove());
  document.body.append(input);
  input.click();
}

/** Sends files one after another, several photos as an album; the written text becomes the caption of the first. */
export async function sendFiles(pane, files, kind, details = {}) {
  if (files.length === 0) return;
  const caption = pane.composer.takeText();
  const album = files.length > 1 && kind !== "voice" ? { media_group_id: String(Date.now()) } : {};
  for (const [i, file] of files.entries()) {
    const form = new FormData();
    const facts = { kind, ...details, ...album, ...(i === 0 && caption && { caption }), ...pane.inChat() };
    for (const [name, value] of Object.entries(facts)) form.append(name, value);
    form.append("file", file, file.name);
    if (!(await pane.attempt(() => api.say(pane.person, form)))) return;
  }
}

async function sendSticker(pane) {
  const buttons = STICKERS.map((emoji) =>
    el("button", { value: emoji, class: "emoji", label: `${t("sticker")} ${emoji}` }, emoji),
  );
  const emoji = await showDialog({ title: t("sticker"), content: [el("div", { class: "stickers" }, buttons)] });
  if (!emoji) return;
  const canvas = el("canvas", { width: 512, height: 512 });
  const pen = canvas.getContext("2d");
  pen.font = "400px sans-serif";
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillText(emoji, 256, 280);
  await sendFiles(pane, [await canvasFile(canvas, "sticker.webp", "image/webp")], "sticker", { emoji });
}

export async function sendLocation(pane) {
  const fields = [
    {
      name: "place",
      label: t("place"),
      type: "select",
      options: [["", t("placeOwn")], ...Object.keys(PLACES).map((name) => [name, name])],
      value: Object.keys(PLACES)[0],
    },
    { name: "latitude", label: t("latitude"), type: "number", min: -90, max: 90, step: "any", placeholder: "50.26" },
    {
      name: "longitude",
      label: t("longitude"),
      type: "number",
      min: -180,
      max: 180,
      step: "any",
      placeholder: "71.54",
    },
  ];
  const answer = await ask({ title: t("location"), fields, ok: t("send") });
  if (!answer) return;
  const [latitude, longitude] =
    answer.latitude !== null && answer.longitude !== null
      ? [answer.latitude, answer.longitude]
      : (PLACES[answer.place] ?? []);
  if (latitude === undefined) return;
  await pane.attempt(() => api.location(pane.person, { latitude, longitude, ...pane.inChat() }));
}

export async function sendOwnContact(pane) {
  const me = pane.app.person(pane.person);
  const fields = [{ name: "phone_number", label: t("contact"), type: "tel", required: true, value: phoneOf(me.id) }];
  const answer = await ask({ title: t("ownContact"), hint: t("shareOwn"), fields, ok: t("send") });
  if (!answer) return;
  await pane.attempt(() => api.contact(pane.person, { ...answer, first_name: me.first_name, ...pane.inChat() }));
}

async function sendOtherContact(pane) {
  const others = pane.app.people().filter(({ id }) => id !== pane.person);
  const fields = [
    {
      name: "person",
      label: t("whose"),
      type: "select",
      options: [...others.map(({ id, first_name: name }) => [String(id), name]), ["", t("someoneElse")]],
    },
    { name: "first_name", label: t("firstName"), placeholder: others[0]?.first_name },
    { name: "phone_number", label: t("contact"), type: "tel", value: phoneOf(others[0]?.id ?? 5), required: true },
  ];
  const answer = await ask({ title: t("otherContact"), fields, ok: t("send") });
  if (!answer) return;
  const person = answer.person ? pane.app.person(Number(answer.person)) : null;
  const first_name = answer.first_name || person?.first_name || t("someoneElse");
  const body = { phone_number: answer.phone_number, first_name, person: person?.id ?? 0, ...pane.inChat() };
  await pane.attempt(() => api.contact(pane.person, body));
}

function phoneOf(id) {
  return `+7701${String(Math.abs(id) % 10_000_000).padStart(7, "0")}`;
}

/** Records the microphone until the person sends or throws it away; the bar stands in place of the composer. */
export async function record(pane, place) {
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  } catch {
    pane.toast(t("noMicrophone"));
    return;
  }
  const type = ["audio/ogg;codecs=opus", "audio/webm;codecs=opus", "audio/mp4"].find((one) =>
    MediaRecorder.isTypeSupported(one),
  );
  const recorder = new MediaRecorder(stream, { mimeType: type });
  const parts = [];
  const began = Date.now();
  const seconds = () => (Date.now() - began) / 1000;
  const time = el("span", { class: "recording" }, t("recording", { time: clock(0) }));
  const ticking = setInterval(() => {
    time.textContent = t("recording", { time: clock(seconds()) });
  }, 500);
  let wanted = false;
  const end = (send) => () => {
    wanted = send;
    recorder.stop();
  };
  const bar = el(
    "div",
    { class: "composer-row" },
    iconButton("close", t("cancel"), end(false)),
    time,
    iconButton("send", t("send"), end(true)),
  );
  recorder.ondataavailable = ({ data }) => parts.push(data);
  recorder.onstop = () => {
    clearInterval(ticking);
    stream.getTracks().forEach((track) => track.stop());
    bar.replaceWith(place);
    const name = type.includes("ogg") ? "voice.ogg" : type.includes("webm") ? "voice.webm" : "voice.m4a";
    if (wanted)
      sendFiles(pane, [new File(parts, name, { type })], "voice", { duration: Math.max(1, Math.round(seconds())) });
  };
  recorder.start();
  place.replaceWith(bar);
  bar.lastChild.focus();
}

// Three notes of a dombra-like pluck: a voice for machines without a microphone.
function madeVoice() {
  const rate = 8000;
  const samples = new Int16Array(rate * 2);
  [196, 262, 294].forEach((tone, note) => {
    const start = note * rate * 0.55;
    for (let i = 0; i < rate * 0.8 && start + i < samples.length; i += 1) {
      const wave = Math.sin((2 * Math.PI * tone * i) / rate) + 0.4 * Math.sin((4 * Math.PI * tone * i) / rate);
      samples[Math.floor(start + i)] += wave * 9000 * Math.exp((-4 * i) / rate);
    }
  });
  const header = new DataView(new ArrayBuffer(44));
  const text = (at, letters) => [...letters].forEach((letter, i) => header.setUint8(at + i, letter.charCodeAt(0)));
  text(0, "RIFF");
  header.setUint32(4, 36 + samples.byteLength, true);
  text(8, "WAVEfmt ");
  header.setUint32(16, 16, true);
  header.setUint16(20, 1, true);
  header.setUint16(22, 1, true);
  header.setUint32(24, rate, true);
  header.setUint32(28, rate * 2, true);
  header.setUint16(32, 2, true);
  header.setUint16(34, 16, true);
  text(36, "data");
  header.setUint32(40, samples.byteLength, true);
  return new File([header, samples], "voice.wav", { type: "audio/wav" });
}

// A village street with a pothole, the commonest photo of all.
function drawnPhoto() {
  const canvas = el("canvas", { width: 960, height: 640 });
  const pen = canvas.getContext("2d");
  const shape = (color, ...points) => {
    pen.fillStyle = color;
    pen.beginPath();
    points.forEach(([x, y]) => pen.lineTo(x, y));
    pen.fill();
  };
  shape("#a9d6ea", [0, 0], [960, 0], [960, 340], [0, 340]);
  shape("#8fb0b8", [0, 330], [180, 210], [330, 320], [520, 190], [720, 310], [860, 240], [960, 330]);
  shape("#c9b56e", [0, 325], [960, 325], [960, 640], [0, 640]);
  shape("#7d7f84", [430, 325], [530, 325], [820, 640], [140, 640]);
  shape("#f3ead8", [90, 250], [250, 250], [250, 400], [90, 400]);
  shape("#a34a3c", [70, 255], [170, 180], [270, 255]);
  shape("#5c7f97", [140, 290], [195, 290], [195, 340], [140, 340]);
  const oval = (color, ...where) => {
    pen.fillStyle = color;
    pen.beginPath();
    pen.ellipse(...where, 0, 0, 7);
    pen.fill();
  };
  oval("#f7c948", 790, 110, 52, 52);
  oval("#33363c", 470, 500, 130, 44);
  return canvasFile(canvas, "photo.jpg", "image/jpeg");
}

function canvasFile(canvas, name, type) {
  return new Promise((resolve) => canvas.toBlob((blob) => resolve(new File([blob], name, { type })), type, 0.85));
}
