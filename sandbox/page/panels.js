// What is tucked away in menus: the pane's own menu, faults, pace, the transcript, what the bot called.

import { api } from "./api.js";
import { summary } from "./bubble.js";
import { el } from "./dom.js";
import { ask, openMenu, showDialog } from "./dialog.js";
import { LANGUAGES, language, t, timeOf } from "./i18n.js";
import { followLink } from "./links.js";
import { addGroup, addPerson } from "./people.js";

export function openPaneMenu(anchor, pane) {
  const { app } = pane;
  const blocked = app.person(pane.person)?.blocked;
  openMenu(anchor, [
    { key: "deepLink", run: () => openDeepLink(pane) },
    ...(pane.isGroup
      ? botInGroup(pane)
      : [{ key: blocked ? "unblock" : "block", run: () => pane.setBlocked(!blocked) }]),
    { key: "transcript", run: () => showTranscript(pane) },
    { key: "addGroup", run: () => addGroup(app, pane) },
    ...(app.panes.length > 1 ? [{ key: "closePane", run: () => app.close(pane) }] : []),
  ]);
}

function botInGroup(pane) {
  const status = pane.app.chat(pane.chat)?.bot?.status ?? "left";
  const set = (wanted) => async () => {
    await pane.attempt(() => api.setBot(pane.chat, { by: pane.person, status: wanted }));
    await pane.app.refresh();
  };
  const inside = !["left", "kicked"].includes(status);
  if (!inside) return [{ key: "addBot", run: set("member") }];
  const admin = { key: "makeAdmin", run: set("administrator") };
  return [...(status === "administrator" ? [] : [admin]), { key: "removeBot", run: set("kicked") }];
}

async function openDeepLink(pane) {
  const answer = await ask({
    title: t("deepLink"),
    ok: t("open"),
    fields: [{ name: "link", label: t("payload"), placeholder: "t…" }],
  });
  if (!answer) return;
  if (answer.link.includes(":")) await followLink(answer.link, pane);
  else await pane.start(answer.link.replace(/^.*\?start=/, ""));
}

export function openMainMenu(anchor, app) {
  const tools = [
    { key: "addPerson", run: () => addPerson(app) },
    { key: "faults", hint: faultsInForce(app.faults) && "●", run: () => editFaults(app) },
    { key: "pace", hint: app.pace.on && "●", run: () => editPace(app) },
    { key: "calls", run: () => showCalls(app) },
    { key: "about", run: () => showDialog({ title: t("about"), content: [el("p", {}, t("aboutText"))] }) },
  ];
  const tongues = Object.entries(LANGUAGES).map(([code, name]) => ({
    key: code,
    label: name,
    checked: code === language,
    run: () => app.speak(code),
  }));
  const looks = ["auto", "light", "dark"].map((name) => ({
    key: `theme_${name}`,
    checked: name === app.theme,
    run: () => app.dress(name),
  }));
  openMenu(anchor, tools, tongues, looks);
}

const RATES = ["rate_429", "rate_500", "rate_502", "rate_cut_before", "rate_cut_after", "rate_late_duplicate"];

function faultsInForce(faults) {
  return Boolean(faults) && (RATES.some((name) => faults[name] > 0) || faults.delay?.[1] > 0);
}

async function editFaults(app) {
  const { faults } = app;
  const percent = (name) => Math.round(1000 * (faults[name] ?? 0)) / 10;
  const fields = [
    ...RATES.map((name) => ({
      name,
      label: t(name),
      type: "number",
      min: 0,
      max: 100,
      step: "any",
      value: percent(name),
    })),
    {
      name: "delayMin",
      label: t("delayMin"),
      type: "number",
      min: 0,
      max: 60,
      step: "any",
      value: faults.delay?.[0] ?? 0,
    },
    {
      name: "delayMax",
      label: t("delayMax"),
      type: "number",
      min: 0,
      max: 60,
      step: "any",
      value: faults.delay?.[1] ?? 0,
    },
    {
      name: "methods",
      label: t("onlyMethods"),
      placeholder: "sendMessage, …",
      value: (faults.methods ?? []).join(", "),
    },
    { name: "seed", label: t("seed"), type: "number", step: 1, value: faults.seed ?? 1 },
  ];
  const none = Object.fromEntries([...RATES, "delayMin", "delayMax"].map((name) => [name, "0"]));
  const extra = [
    { label: t("allWell"), values: none },
    {
      label: t("badLink"),
      values: {
        ...none,
        rate_502: "5",
        rate_cut_before: "5",
        rate_cut_after: "5",
        rate_late_duplicate: "5",
        delayMin: "0.5",
        delayMax: "3",
      },
    },
  ];
  const answer = await ask({ title: t("faults"), hint: t("faultsHint"), fields, extra, ok: t("save") });
  if (!answer) return;
  const { delayMin, delayMax, methods, seed, ...percents } = answer;
  const rates = Object.fromEntries(Object.entries(percents).map(([name, value]) => [name, (value ?? 0) / 100]));
  const named = methods.split(/[\s,]+/).filter(Boolean);
  const delay = [delayMin ?? 0, Math.max(delayMin ?? 0, delayMax ?? 0)];
  await app.attempt(() =>
    api.setFaults({ seed: seed ?? 1, ...rates, delay, ...(named.length > 0 && { methods: named }) }),
  );
  await app.refresh();
}

async function editPace(app) {
  const { pace } = app;
  const number = (name) => ({
    name,
    label: t(name),
    type: "number",
    min: 1,
    step: 1,
    required: true,
    value: pace[name],
  });
  const fields = [
    { name: "on", label: t("paceOn"), type: "checkbox", value: pace.on },
    ...["global_per_second", "chat_per_second", "group_per_minute"].map(number),
    {
      name: "window",
      label: t("window"),
      type: "select",
      options: ["bucket", "rolling"].map((name) => [name, t(name)]),
      value: pace.window,
    },
  ];
  const answer = await ask({ title: t("pace"), fields, ok: t("save") });
  if (!answer) return;
  await app.attempt(() => api.setPace(answer));
  await app.refresh();
}

async function showTranscript(pane) {
  const answer = await pane.attempt(() => api.transcript(pane.chat));
  if (!answer) return;
  const rows = answer.events
    .filter(({ kind }) => kind !== "action")
    .map((event) =>
      el(
        "li",
        {},
        el("time", {}, timeOf(event.date)),
        el("b", {}, t(`event_${event.kind}`)),
        el("span", {}, inWords(event, pane.app)),
      ),
    );
  const content = rows.length > 0 ? el("ol", { class: "transcript" }, rows) : el("p", {}, t("empty"));
  await showDialog({
    title: `${t("transcript")}: ${pane.name()}`,
    wide: true,
    content: [content],
    buttons: [jsonLink(answer, "transcript.json")],
  });
}

function inWords({ message, text, status, person, show_alert: alert }, app) {
  if (!message) return [app.person(person)?.first_name, text, status, alert && "(alert)"].filter(Boolean).join(" · ");
  const who = message.from?.first_name ?? message.chat.title;
  return `${who}: ${[summary(message), buttonsOf(message)].filter(Boolean).join("\n")}`;
}

function buttonsOf({ reply_markup: markup }) {
  const rows = markup?.inline_keyboard ?? markup?.keyboard ?? [];
  return rows.map((row) => row.map((button) => `[${button.text}]`).join(" ")).join("\n");
}

async function showCalls(app) {
  const answer = await app.attempt(() => api.calls());
  if (!answer) return;
  const { methods, errors } = answer;
  const names = Object.entries(methods).sort((a, b) => b[1] - a[1]);
  const content = [
    names.length === 0 && el("p", {}, t("callsNone")),
    el(
      "table",
      {},
      names.map(([name, count]) => el("tr", {}, el("td", {}, el("code", {}, name)), el("td", {}, String(count)))),
    ),
    errors.length > 0 && el("h3", {}, t("callsErrors")),
    el(
      "ol",
      { class: "transcript" },
      errors
        .slice(-200)
        .map(({ method, code, description }) =>
          el("li", {}, el("b", {}, String(code)), el("span", {}, `${method}: ${description}`)),
        ),
    ),
  ];
  await showDialog({ title: t("calls"), wide: true, content, buttons: [jsonLink(answer, "calls.json")] });
}

function jsonLink(value, name) {
  const blob = new Blob([JSON.stringify(value, null, 1)], { type: "application/json" });
  return el("a", { class: "button", href: URL.createObjectURL(blob), download: name }, t("saveJson"));
}
