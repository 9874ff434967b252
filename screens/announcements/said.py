"""An announcement as it arrives."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.announcements import Announcement
from domain.contents import CAPTION_LIMIT, TEXT_LIMIT, Attached, Entity, moved, units
from domain.languages import Language
from domain.outbox import Receiver
from domain.roles import Role
from domain.territories import Territory
from domain.topics import Topic
from screens import buttons
from screens.names import LANGUAGE_NAMES
from screens.outgoing import Attachment, Outgoing
from screens.screen import Button, Rows, one_a_row
from texts import Html, Words, escaped

ALBUM = 10
LATE = timedelta(hours=1)
LINE = 200


@dataclass(frozen=True, slots=True)
class Told:
    """What a notice of an announcement says; the number of the notice is 0 in a preview."""

    announcement: Announcement
    okrug: Territory | None
    notice: int = 0
    planned: datetime | None = None


def heading(_: Words, told: Told) -> str:
    """Who speaks, and for which okrug."""
    speaker = {
        Role.AKIM: _.plain("📣 The akim announces"),
        Role.ASSISTANT: _.plain("📣 The akimat announces"),
    }.get(told.announcement.author_role, _.plain("📣 The project announces"))
    return speaker if told.okrug is None else f"{speaker} · {told.okrug.names.in_(_.language)}"


def messages(_: Words, told: Told, receiver: Receiver) -> tuple[Outgoing, ...]:
    """The messages that a person or a group gets: files first, the words and the buttons last."""
    said, language = told.announcement.in_(_.language)
    head = heading(_, told)
    tail = "\n".join(_notes(_, told, language, receiver))
    text, entities = _framed(head, said.text, said.entities, tail)
    rows = () if receiver.notifications is None else _rows(_, told)
    files = said.attachments
    if len(files) == 1 and units(text) <= CAPTION_LIMIT:
        return (Outgoing(text, entities, rows, (_attachment(files[0]),)),)
    before = tuple(Outgoing(attachments=tuple(map(_attachment, album))) for album in _albums(files))
    if units(text) <= TEXT_LIMIT:
        return (*before, Outgoing(text, entities, rows))
    # Too long for one message with what stands around it: the author's own words are never cut.
    first, first_entities = _framed(head, "", (), tail)
    return (*before, Outgoing(first, first_entities), Outgoing(said.text, said.entities, rows))


def spoken(language: Language) -> Outgoing:
    """The line over a preview that names its language."""
    return Outgoing(f"👁 {LANGUAGE_NAMES[language]}", ())


def _framed(head: str, text: str, entities: tuple[Entity, ...], tail: str) -> tuple[str, tuple[Entity, ...]]:
    whole = head
    found: list[Entity] = [{"type": "bold", "offset": 0, "length": units(head)}]
    if text:
        whole += "\n\n"
        found.extend(moved(entities, units(whole)))
        whole += text
    if tail:
        whole += "\n\n"
        found.append({"type": "italic", "offset": units(whole), "length": units(tail)})
        whole += tail
    return whole, tuple(found)


def _notes(_: Words, told: Told, language: Language, receiver: Receiver) -> list[str]:
    notes = []
    if language != _.language:
        notes.append(
            {
                "kk": _.plain("Written in Kazakh only; we have no translation."),
                "ru": _.plain("Written in Russian only; we have no translation."),
                "en": _.plain("Written in English only; we have no translation."),
            }[language]
            if len(told.announcement.languages) == 1
            else _.plain("We have no text in your language.")
        )
    now = receiver.now
    if now is not None and now.tzinfo is not None and told.planned is not None and now - told.planned > LATE:
        notes.append(_.plain("🕘 This was meant for {moment}.").format(moment=_.moment(told.planned, now.tzinfo)))
    return notes


def _rows(_: Words, told: Told) -> Rows:
    rows = []
    if told.announcement.read_button:
        rows.append(Button(_.plain("✅ I have read it"), buttons.HaveRead(notice=told.notice)))
    rows.append(Button(_.plain("🔕 Fewer of these"), buttons.FewerOfThese(topic=Topic.ANNOUNCEMENTS)))
    return one_a_row(*rows)


def _attachment(one: Attached) -> Attachment:
    return Attachment(one.kind, one.file_id)


def _albums(files: Sequence[Attached]) -> list[list[Attached]]:
    """The files as Telegram takes them together: pictures and videos, documents, music; each voice by itself."""
    found: list[list[Attached]] = []
    for kinds in ({"photo", "video"}, {"document"}, {"audio"}):
        alike = [one for one in files if one.kind in kinds]
        found.extend(alike[at : at + ALBUM] for at in range(0, len(alike), ALBUM))
    return found + [[one] for one in files if one.kind == "voice"]


def line(_: Words, told: Told) -> Html:
    """The announcement in one line of a digest."""
    said, _language = told.announcement.in_(_.language)
    words = " ".join(said.text.split())
    cut = words if len(words) <= LINE else f"{words[:LINE].rstrip()}…"
    head = escaped(heading(_, told))
    return Html(f"<b>{head}</b>: {escaped(cut)}") if cut else Html(f"<b>{head}</b>")


def plain(_: Words, told: Told) -> str:
    """The words alone, to be sent on anywhere; an address behind a word stands after it."""
    said, _language = told.announcement.in_(_.language)
    links = sorted((one for one in said.entities if one["type"] == "text_link"), key=lambda one: -int(one["offset"]))
    raw = said.text.encode("utf-16-le")
    for link in links:
        end = 2 * (link["offset"] + link["length"])
        raw = raw[:end] + f" ({link['url']})".encode("utf-16-le") + raw[end:]
    return f"{heading(_, told)}\n\n{raw.decode('utf-16-le')}".strip()


def to_approve(_: Words, told: Told) -> tuple[Outgoing, ...]:
    """An announcement waits for a second person's word."""
    text = _("An announcement waits for your word:\n\n{line}", line=line(_, told))
    look = Button(_.plain("👁 Read it and decide"), buttons.ShowAnnouncement(announcement=told.announcement.id))
    return (Outgoing(text, rows=one_a_row(look)),)


def to_approve_line(_: Words, told: Told) -> Html:
    """The same in one line of a digest."""
    return _("An announcement waits for your word: {line}", line=line(_, told))


def decided(_: Words, told: Told) -> tuple[Outgoing, ...]:
    """What the second person said, to the author."""
    look = Button(_.plain("Open it"), buttons.ShowAnnouncement(announcement=told.announcement.id))
    return (Outgoing(decided_line(_, told), rows=one_a_row(look)),)


def decided_line(_: Words, told: Told) -> Html:
    """The same in one line of a digest."""
    if told.announcement.returned_because is not None:
        return _("Your announcement was returned: {why}", why=told.announcement.returned_because)
    return _("Your announcement was approved: {line}", line=line(_, told))
