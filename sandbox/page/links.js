// Where links lead: into the bot as the pane's person, to a group or channel, or out of the sandbox (after a question).

import { api } from "./api.js";
import { copy, el } from "./dom.js";
import { ask, showDialog } from "./dialog.js";
import { t } from "./i18n.js";
import { isMember } from "./people.js";

/** {kind: "start" | "startgroup" | "startchannel" | "share" | "outside", …} for an address. */
export function readLink(address, botUsername) {
  let url;
  try {
    url = new URL(address);
  } catch {
    return { kind: "outside", url: address };
  }
  const isTelegram = ["t.me", "telegram.me"].includes(url.hostname);
  const path = isTelegram ? url.pathname.slice(1) : "";
  if (isTelegram && path === "share/url") {
    return {
      kind: "share",
      text: [url.searchParams.get("text"), url.searchParams.get("url")].filter(Boolean).join("\n"),
    };
  }
  const toBot = url.protocol === "tg:" ? url.searchParams.get("domain") : path;
  if (toBot?.toLowerCase() !== botUsername.toLowerCase()) return { kind: "outside", url: address };
  for (const kind of ["startgroup", "startchannel"]) {
    if (url.searchParams.has(kind))
      return { kind, payload: url.searchParams.get(kind), admin: url.searchParams.get("admin") };
  }
  return { kind: "start", payload: url.searchParams.get("start") ?? "" };
}

/** Follows `address` as the person of `pane`. */
export async function followLink(address, pane) {
  const link = readLink(address, pane.app.bot.username);
  if (link.kind === "start") return pane.start(link.payload);
  if (link.kind === "share") return shareText(link.text, pane);
  if (link.kind === "outside") return openOutside(link.url);
  return addBotByLink(link, pane);
}

async function shareText(text, pane) {
  const button = el("button", { value: "copy", class: "main" }, t("copy"));
  const answer = await showDialog({
    title: t("share"),
    content: [el("pre", { class: "plain" }, text)],
    buttons: [button],
  });
  if (answer !== "copy") return;
  await copy(text);
  pane.toast(t("copied"));
}

async function openOutside(url) {
  const button = el("button", { value: "open", class: "main" }, t("open"));
  const content = [el("p", { class: "hint" }, t("openLinkHint")), el("p", { class: "address" }, url)];
  const answer = await showDialog({
    title: t("openLink"),
    content,
    buttons: [el("button", { value: "" }, t("cancel")), button],
  });
  if (answer === "open") window.open(url, "_blank", "noopener,noreferrer");
}

async function addBotByLink({ kind, payload, admin }, pane) {
  const toChannel = kind === "startchannel";
  const fit = pane.app.chats().filter((chat) => (chat.type === "channel") === toChannel && isMember(chat, pane.person));
  const answer = await ask({
    title: toChannel ? t("whichChannel") : t("whichGroup"),
    fields: [
      {
        name: "chat",
        label: t("groupTitle"),
        type: "select",
        options: [...fit.map(({ id, title }) => [String(id), title]), ["", t("newOne")]],
      },
      { name: "title", label: t("newOne"), value: pane.app.bot.first_name, maxlength: 128 },
    ],
  });
  if (!answer) return;
  const title = answer.title || pane.app.bot.first_name;
  const chat = answer.chat
    ? { id: Number(answer.chat) }
    : await api.addChat({ type: toChannel ? "channel" : "supergroup", title, creator: pane.person, members: [] });
  const rights = rightsOf(admin);
  const status = rights || toChannel ? "administrator" : "member";
  await api.setBot(chat.id, { by: pane.person, status, ...(rights && { rights }) });
  await pane.app.refresh();
  if (!toChannel && payload)
    await api.say(pane.person, { text: `/start@${pane.app.bot.username} ${payload}`, chat_id: chat.id });
  pane.app.open(pane.person, chat.id, pane);
}

function rightsOf(admin) {
  if (!admin) return null;
  return Object.fromEntries(admin.split(/[ +]/).map((name) => [`can_${name}`, true]));
}
