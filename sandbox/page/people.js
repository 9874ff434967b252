// Who is here: choosing whose chat a pane shows, adding people and groups.

import { api } from "./api.js";
import { nameOf } from "./bubble.js";
import { el } from "./dom.js";
import { ask } from "./dialog.js";
import { LANGUAGES, language, t } from "./i18n.js";

const CAST = [
  ["castAigul", "noteResident", "kk", "aigul"],
  ["castDaniyar", "noteAkim", "kk", "daniyar"],
  ["castElena", "noteResidentElsewhere", "ru", "elena"],
  ["castFarida", "noteStaff", "ru", "farida"],
];

/** Fills a pane's list: everybody, the groups of its person, and ways to add more. */
export function fillPicker(select, pane) {
  const { app } = pane;
  const people = app.people().map((person) => option(`${person.id}`, personLabel(person, app)));
  const groups = app
    .chats()
    .filter((chat) => isMember(chat, pane.person))
    .map((chat) => option(`${pane.person}@${chat.id}`, chat.title));
  const who = nameOf(app.person(pane.person));
  select.replaceChildren(
    el("optgroup", { label: t("people") }, people),
    groups.length > 0 ? el("optgroup", { label: t("groups", { name: who }) }, groups) : "",
    el("optgroup", { label: "＋" }, option("+person", t("addPerson")), option("+group", t("addGroup"))),
  );
  select.value = pane.isGroup ? `${pane.person}@${pane.chat}` : `${pane.person}`;
}

function option(value, label) {
  return el("option", { value }, label);
}

function personLabel(person, app) {
  const waiting = app.waiting.get(person.id);
  const name = [nameOf(person), person.note].filter(Boolean).join(" — ");
  return waiting ? `● ${name} (${waiting})` : name;
}

export function isMember(chat, person) {
  return !["left", "kicked"].includes(chat.members[person] ?? "left");
}

/** Does what was chosen in a pane's list. */
export async function pick(select, pane) {
  const { value } = select;
  fillPicker(select, pane);
  if (value === "+person") await addPerson(pane.app, pane);
  else if (value === "+group") await addGroup(pane.app, pane);
  else {
    const [person, chat] = value.split("@").map(Number);
    pane.app.open(person, chat ?? person, pane);
  }
}

export async function addPerson(app, instead = null) {
  const fields = [
    { name: "first_name", label: t("firstName"), required: true, maxlength: 64 },
    { name: "last_name", label: t("lastName"), maxlength: 64 },
    { name: "username", label: t("username"), pattern: "@?[A-Za-z][A-Za-z0-9_]{3,31}" },
    {
      name: "language_code",
      label: t("clientLanguage"),
      type: "select",
      options: Object.entries(LANGUAGES),
      value: language,
    },
    { name: "other_code", label: t("otherLanguage"), placeholder: "uz, de, …", pattern: "[a-z]{2,3}(-[A-Za-z]+)?" },
    { name: "note", label: t("note"), placeholder: t("noteAkim") },
  ];
  const answer = await ask({ title: t("addPerson"), fields, ok: t("addPerson") });
  if (!answer) return;
  const { other_code: other, ...facts } = answer;
  const given = { ...facts, username: facts.username.replace("@", ""), language_code: other || facts.language_code };
  const body = Object.fromEntries(Object.entries(given).filter(([, value]) => value));
  const person = await app.attempt(() => api.addPerson(body));
  if (!person) return;
  await app.refresh();
  app.open(person.id, person.id, instead);
}

/** Adds the four people that a first visit needs, each in a pane of their own. */
export async function addCast(app) {
  for (const [name, note, code, username] of CAST) {
    const person = await app.attempt(() =>
      api.addPerson({ first_name: t(name), note: t(note), language_code: code, username }),
    );
    if (!person) return;
    await app.refresh();
    app.open(person.id, person.id);
  }
  app.activate(0);
}

export async function addGroup(app, instead) {
  const fields = [
    { name: "title", label: t("groupTitle"), required: true, maxlength: 128 },
    {
      name: "members",
      label: t("members"),
      type: "checks",
      options: app.people().map((person) => [person.id, nameOf(person)]),
      value: [instead.person],
    },
    { name: "bot", label: t("withBot"), type: "checkbox", value: true },
  ];
  const answer = await ask({ title: t("addGroup"), fields, ok: t("addGroup") });
  if (!answer) return;
  const creator = instead.person;
  const members = answer.members.filter((id) => id !== creator);
  const chat = await app.attempt(() => api.addChat({ type: "supergroup", title: answer.title, creator, members }));
  if (!chat) return;
  if (answer.bot) await app.attempt(() => api.setBot(chat.id, { by: creator, status: "member" }));
  await app.refresh();
  app.open(creator, chat.id, instead);
}
