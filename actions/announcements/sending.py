"""Sending an announcement: confirming, a second person's word, repeats; changing and taking back what went."""

from dataclasses import replace
from datetime import datetime, tzinfo

from actions.announcements import finding
from actions.announcements.finding import changed, draft, in_hand
from actions.context import Context, action
from domain.announcements import SUBJECT, URGENT_A_WEEK, Announcement, AnnouncementView, State
from domain.audiences import Audience, Rule, RuleKind
from domain.contents import CAPTION_LIMIT, TEXT_LIMIT, Content, Said, kept, units
from domain.languages import LANGUAGES, Language
from domain.outbox import NewNotice, NoticeState, Receiver, Task, Urgency
from domain.permissions import Act, Allowed, may
from domain.refusals import Refused
from domain.roles import Grant
from domain.territories import Territory
from domain.topics import Notifications, Topic
from screens.announcements import said as speech
from screens.outgoing import Outgoing
from storage import announcements as store
from storage import audit, people, roles, territories, territory_settings
from storage.database import Connection
from storage.outbox import notices
from texts import words

APPROVAL, DECISION = "announcement_approval", "announcement_decision"
# Repeats that come due at once are made a few at a time, so that presses need not wait for them.
AT_ONCE = 100
WHY_LIMIT = 500
_ENDED = (NoticeState.DONE, NoticeState.STOPPED, NoticeState.CANCELLED, NoticeState.WITHDRAWN)


@action(Act.WRITE_ANNOUNCEMENT)
async def confirm(ctx: Context, number: int, seen: int, message_id: int | None = None) -> AnnouncementView:
    """Let it go, or ask a second person where the territory wants that; the same press again changes nothing.

    `message_id` is the author's message in which they will see how it goes.
    """

    def decide(connection: Connection) -> AnnouncementView:
        found = in_hand(connection, ctx, number, lock=True)
        if found.state is not State.DRAFT and found.version == seen + 1:
            return finding.view(connection, ctx, number)
        found = draft(connection, ctx, number, seen)
        grant = _check(connection, ctx, found)
        if finding.needs_approval(connection, found.place):
            _ask_approval(connection, ctx, found)
        else:
            _publish(connection, ctx, found, grant)
            _watch(connection, ctx, number, message_id)
        return finding.view(connection, ctx, number)

    return await ctx.write(decide)


def _check(connection: Connection, ctx: Context, found: Announcement) -> Grant | None:
    if not found.said:
        raise Refused("nothing_said")
    if found.send_at is not None and found.send_at <= ctx.now:
        raise Refused("past_time")
    including = found.audience.including()
    seats = [key.rpartition(".")[2] for key in including.get(RuleKind.MEMBERS, ())]
    reached = [*including.get(RuleKind.TERRITORY, ()), *seats]
    if not reached:
        raise Refused("no_audience")
    for code in reached:
        named = territories.territory(connection, code)
        if named is None or may(ctx.actor, Act.WRITE_ANNOUNCEMENT, place=named.place) is None:
            raise Refused("not_allowed")
    if found.urgent:
        ctx.require(Act.SEND_URGENT, place=found.place)
        _check_urgent(connection, ctx, found)
    return ctx.require(Act.WRITE_ANNOUNCEMENT, place=found.place).grant


def _check_urgent(connection: Connection, ctx: Context, found: Announcement) -> None:
    chosen = found.place and territory_settings.setting(connection, found.place, finding.URGENT_A_WEEK)
    limit = int(chosen) if chosen else URGENT_A_WEEK
    if store.urgent_since(connection, found.place, ctx.now - finding.WEEK) >= limit:
        raise Refused("urgent_used_up", limit=limit)


def _publish(connection: Connection, ctx: Context, found: Announcement, grant: Grant | None, **also: object) -> None:
    values: dict[str, object] = {
        "state": State.CONFIRMED.value,
        "drafted_by": None,
        "confirmed_at": ctx.now,
        "returned_because": None,
    }
    if found.repeat is not None:
        following = found.repeat.next_after(None, ctx.now, ctx.shared.zone)
        if following is None:
            raise Refused("past_until")
        values |= {"next_day": following[0], "next_at": following[1]}
    changed(connection, found, **values, **also)
    store.give_files_to(connection, found.id, None)
    if found.repeat is None:
        occurrence = str(len(_notices(connection, found.id)) + 1)
        _notice(connection, found, occurrence, found.send_at or ctx.now, ctx.now)
    _note(connection, ctx, grant, Act.WRITE_ANNOUNCEMENT, found, what="confirmed")
    if found.urgent:
        _note(connection, ctx, grant, Act.SEND_URGENT, found)


def _notices(connection: Connection, number: int) -> list[int]:
    return [one.id for one in notices.of_subject(connection, SUBJECT, number) if one.kind == SUBJECT]


def _notice(connection: Connection, found: Announcement, occurrence: str, send_from: datetime, now: datetime) -> None:
    new = NewNotice(
        kind=SUBJECT,
        subject=SUBJECT,
        subject_id=found.id,
        occurrence=occurrence,
        topic=Topic.ANNOUNCEMENTS,
        audience=found.audience,
        send_from=send_from,
        urgency=Urgency.URGENT if found.urgent else Urgency.NORMAL,
        policy=found.policy,
        place=found.place,
        created_by=found.author_id,
        content_version=found.content_version,
    )
    notices.add(connection, new, now)


def _watch(connection: Connection, ctx: Context, number: int, message_id: int | None) -> None:
    newest = next(iter(_notices(connection, number)), None)
    if message_id is not None and newest is not None:
        store.show_progress_in(connection, newest, ctx.actor.id, message_id)


def _watch_on(connection: Connection, found: Announcement) -> None:
    """Let the message in which an author saw how the last repeat went show the next."""
    said = _notices(connection, found.id)
    if len(said) > 1 and found.author_id is not None:
        message_id = store.progress_shown_in(connection, said[1], found.author_id)
        if message_id is not None:
            store.show_progress_in(connection, said[0], found.author_id, message_id)


def _note(
    connection: Connection, ctx: Context, grant: Grant | None, act: Act, found: Announcement, **details: object
) -> None:
    audit.record(
        connection,
        at=ctx.now,
        person_id=ctx.actor.id,
        grant=grant,
        place=found.place,
        act=act.value,
        subject_id=f"announcement {found.id}",
        details=details,
        source=ctx.source,
    )


# A second person's word


def _ask_approval(connection: Connection, ctx: Context, found: Announcement) -> None:
    asked = _approvers(connection, ctx, found)
    if not asked:
        raise Refused("no_approver")
    changed(connection, found, state=State.APPROVING.value, returned_because=None)
    _tell(connection, ctx, found, APPROVAL, asked)


def _approvers(connection: Connection, ctx: Context, found: Announcement) -> list[int]:
    if found.place is None:
        return []
    able = []
    for person_id in roles.who_cover(connection, found.place, ctx.now):
        who = people.actor(connection, person_id, ctx.now)
        if who is not None and may(who, Act.APPROVE_ANNOUNCEMENT, place=found.place) and who.id != found.author_id:
            able.append(person_id)
    return able


def _tell(connection: Connection, ctx: Context, found: Announcement, kind: str, who: list[int]) -> None:
    notices.add(
        connection,
        NewNotice(
            kind=kind,
            subject=SUBJECT,
            subject_id=found.id,
            occurrence=f"v{found.version}",
            topic=Topic.DUTIES,
            audience=Audience(tuple(Rule(RuleKind.PERSON, str(person)) for person in who)),
            send_from=ctx.now,
            place=found.place,
            created_by=ctx.actor.id,
        ),
        ctx.now,
    )


@action(Act.APPROVE_ANNOUNCEMENT)
async def approve(ctx: Context, number: int, seen: int) -> AnnouncementView:
    """Let another's announcement go."""

    def agree(connection: Connection) -> AnnouncementView:
        found, allowed = _to_decide(connection, ctx, number, seen)
        if found is not None:
            if found.urgent:
                _check_urgent(connection, ctx, found)
            _publish(connection, ctx, found, allowed.grant, approved_by=ctx.actor.id)
            _note(connection, ctx, allowed.grant, Act.APPROVE_ANNOUNCEMENT, found, what="approved")
            _tell(connection, ctx, found, DECISION, [] if found.author_id is None else [found.author_id])
        return finding.view(connection, ctx, number)

    return await ctx.write(agree)


@action(Act.APPROVE_ANNOUNCEMENT)
async def give_back(ctx: Context, number: int, why: str) -> None:
    """Return another's announcement to its author, with the reason."""

    def back(connection: Connection) -> None:
        found = store.announcement(connection, number, lock=True)
        if found is None or found.state is not State.APPROVING:
            raise Refused("announcement_left")
        allowed = finding.may_approve(ctx, found)
        if allowed is None:
            raise Refused("not_allowed")
        changed(connection, found, state=State.DRAFT.value, returned_because=why.strip()[:WHY_LIMIT])
        _note(connection, ctx, allowed.grant, Act.APPROVE_ANNOUNCEMENT, found, what="returned")
        _tell(connection, ctx, found, DECISION, [] if found.author_id is None else [found.author_id])

    await ctx.write(back)


def _to_decide(connection: Connection, ctx: Context, number: int, seen: int) -> tuple[Announcement | None, Allowed]:
    found = store.announcement(connection, number, lock=True)
    if found is None:
        raise Refused("no_such_announcement")
    allowed = finding.may_approve(ctx, found)
    if allowed is None:
        raise Refused("not_allowed")
    if found.state is State.CONFIRMED and found.version == seen + 1:
        return None, allowed
    if found.state is not State.APPROVING:
        raise Refused("announcement_left")
    if found.version != seen:
        raise Refused("changed")
    return found, allowed


@action(Act.RULE_ANNOUNCEMENTS)
async def rules(ctx: Context, code: str) -> tuple[Territory, bool]:
    """A territory, and whether its announcements need a second person's word."""

    def look(connection: Connection) -> tuple[Territory, bool]:
        named = territories.territory(connection, code)
        if named is None:
            raise Refused("no_such_okrug")
        ctx.require(Act.RULE_ANNOUNCEMENTS, place=named.place)
        return named, finding.needs_approval(connection, named.place)

    return await ctx.read(look)


@action(Act.RULE_ANNOUNCEMENTS)
async def set_rule(ctx: Context, code: str, *, approved: bool) -> tuple[Territory, bool]:
    """Have announcements of a territory approved by a second person, or not."""

    def arrange(connection: Connection) -> tuple[Territory, bool]:
        named = territories.territory(connection, code)
        if named is None:
            raise Refused("no_such_okrug")
        allowed = ctx.require(Act.RULE_ANNOUNCEMENTS, place=named.place)
        territory_settings.set_setting(connection, code, finding.APPROVE, "yes" if approved else "no")
        audit.record(
            connection,
            at=ctx.now,
            person_id=ctx.actor.id,
            grant=allowed.grant,
            place=named.place,
            act=Act.RULE_ANNOUNCEMENTS.value,
            subject_id=code,
            details={"approved": approved},
            source=ctx.source,
        )
        return named, approved

    return await ctx.write(arrange)


# What went, or is about to


@action(Act.WRITE_ANNOUNCEMENT)
async def take_back(ctx: Context, number: int, seen: int) -> AnnouncementView:
    """Make a draft again of what is not gone yet: then everything can be changed."""

    def again(connection: Connection) -> AnnouncementView:
        found = _standing(connection, ctx, number, seen, State.CONFIRMED, State.APPROVING)
        held = [one for one in notices.of_subject(connection, SUBJECT, number) if one.kind == SUBJECT]
        # Of what is repeated the last time may be through, and the next be changed.
        quiet = _ENDED if found.repeat else (NoticeState.CANCELLED,)
        if any(one.state not in (NoticeState.WAITING, *quiet) for one in held):
            raise Refused("announcement_left")
        notices.cancel(connection, SUBJECT, number, (SUBJECT, APPROVAL))
        values = {"state": State.DRAFT.value, "drafted_by": ctx.actor.id, "next_day": None, "next_at": None}
        changed(connection, found, confirmed_at=None, **values)
        store.give_files_to(connection, number, ctx.actor.id)
        return finding.view(connection, ctx, number)

    return await ctx.write(again)


@action(Act.WRITE_ANNOUNCEMENT)
async def withdraw(ctx: Context, number: int, seen: int) -> AnnouncementView:
    """Say it no more, and have deleted what Telegram still allows to delete."""

    def away(connection: Connection) -> AnnouncementView:
        found = in_hand(connection, ctx, number, lock=True)
        if found.state is State.WITHDRAWN:
            return finding.view(connection, ctx, number)
        found = _standing(connection, ctx, number, seen, State.CONFIRMED)
        allowed = ctx.require(Act.WRITE_ANNOUNCEMENT, place=found.place)
        for notice_id in _notices(connection, number):
            notices.change(connection, notice_id, Task.DELETE, found.content_version)
        changed(connection, found, state=State.WITHDRAWN.value, next_day=None, next_at=None, edited_version=None)
        _note(connection, ctx, allowed.grant, Act.WRITE_ANNOUNCEMENT, found, what="withdrawn")
        return finding.view(connection, ctx, number)

    return await ctx.write(away)


@action(Act.WRITE_ANNOUNCEMENT)
async def rewrite(ctx: Context, number: int, language: Language, content: Content) -> AnnouncementView:
    """Write other words in a language for what went already; they come into force by `send_edit`."""
    if language not in LANGUAGES:
        raise Refused("old_button")

    def other_words(connection: Connection) -> AnnouncementView:
        found = in_hand(connection, ctx, number, lock=True)
        if found.state is not State.CONFIRMED:
            raise Refused("announcement_left")
        if not content.text.strip():
            raise Refused("only_text_changes")
        if units(content.text) > TEXT_LIMIT:
            raise Refused("announcement_too_long", limit=TEXT_LIMIT)
        okrug = finding.okrug(connection, found)
        if _parts(_saying(found, language, content.text), okrug) != _parts(found, okrug):
            raise Refused("edit_changes_parts", limit=_room(found, language, okrug))
        version = found.content_version + 1
        if store.has_part(connection, number, found.edited_version or found.content_version, content.message_id):
            return finding.view(connection, ctx, number)
        if found.edited_version is None:
            store.copy_version(connection, number, found.content_version, version)
        plain = Content(content.message_id, content.text, kept(content.entities))
        store.replace_text(connection, number, version, language, plain)
        changed(connection, found, edited_version=version)
        return finding.view(connection, ctx, number)

    return await ctx.write(other_words)


def _saying(found: Announcement, language: Language, text: str) -> Announcement:
    before = found.said.get(language, Said(""))
    return replace(found, said={**found.said, language: replace(before, text=text, entities=())})


def _arrives(found: Announcement, okrug: Territory | None) -> list[tuple[Outgoing, ...]]:
    told = speech.Told(found, okrug)
    readers = (Receiver(None, language, notifications=Notifications()) for language in LANGUAGES)
    return [speech.messages(words(reader.language), told, reader) for reader in readers]


def _parts(found: Announcement, okrug: Territory | None) -> list[int]:
    """How many messages a reader of each language gets: words too long for a caption come as one of their own."""
    return [len(messages) for messages in _arrives(found, okrug)]


def _room(found: Announcement, language: Language, okrug: Territory | None) -> int:
    """How many letters fit under a file beside what stands around them for each reader."""
    around = (units(str(messages[-1].text)) - 1 for messages in _arrives(_saying(found, language, "-"), okrug))
    return CAPTION_LIMIT - max(around)


@action(Act.WRITE_ANNOUNCEMENT)
async def edited(ctx: Context, number: int) -> Announcement:
    """The announcement with the words that are not in force yet."""

    def look(connection: Connection) -> Announcement:
        found = in_hand(connection, ctx, number)
        other = store.announcement(connection, number, content_version=found.edited_version)
        return other or found

    return await ctx.read(look)


@action(Act.WRITE_ANNOUNCEMENT)
async def send_edit(ctx: Context, number: int, seen: int) -> AnnouncementView:
    """Bring the other words into force: messages that arrived already are changed too."""

    def send(connection: Connection) -> AnnouncementView:
        found = in_hand(connection, ctx, number, lock=True)
        if found.edited_version is None and found.version == seen + 1:
            return finding.view(connection, ctx, number)
        found = _standing(connection, ctx, number, seen, State.CONFIRMED)
        if found.edited_version is None:
            raise Refused("changed")
        allowed = ctx.require(Act.WRITE_ANNOUNCEMENT, place=found.place)
        for notice_id in _notices(connection, number):
            notices.change(connection, notice_id, Task.EDIT, found.edited_version)
        changed(connection, found, content_version=found.edited_version, edited_version=None)
        _note(connection, ctx, allowed.grant, Act.WRITE_ANNOUNCEMENT, found, what="edited")
        return finding.view(connection, ctx, number)

    return await ctx.write(send)


@action(Act.WRITE_ANNOUNCEMENT)
async def drop_edit(ctx: Context, number: int, seen: int) -> AnnouncementView:
    """Leave the words as they are."""

    def drop(connection: Connection) -> AnnouncementView:
        found = _standing(connection, ctx, number, seen, State.CONFIRMED)
        if found.edited_version is not None:
            store.drop_version(connection, number, found.edited_version)
            changed(connection, found, edited_version=None)
        return finding.view(connection, ctx, number)

    return await ctx.write(drop)


def _standing(connection: Connection, ctx: Context, number: int, seen: int, *states: State) -> Announcement:
    found = in_hand(connection, ctx, number, lock=True)
    if found.state not in states:
        raise Refused("announcement_left")
    if found.version != seen:
        raise Refused("changed")
    ctx.require(Act.WRITE_ANNOUNCEMENT, place=found.place)
    return found


# The clock


def due(connection: Connection, now: datetime, zone: tzinfo) -> int:
    """Say what is to be repeated now and set when it is next; after a stop once, not once for each time missed."""
    found = store.due(connection, now, AT_ONCE)
    for one in found:
        _notice(connection, one.announcement, one.day.isoformat(), one.planned, now)
        _watch_on(connection, one.announcement)
        repeat = one.announcement.repeat
        following = None if repeat is None else repeat.next_after(one.day, now, zone)
        day, at = following or (None, None)
        store.set_next(connection, one.announcement.id, day, at)
    return len(found)
