"""Telling of an issue: a draft from its first tap until it has a number, or joins another."""

from dataclasses import replace
from typing import TypeAlias

from actions.context import Context, action
from domain.contents import Content, units
from domain.distance import Point, kilometres
from domain.issues.issue import (
    FAR_KILOMETRES,
    MOST_DRAFTS,
    MOST_LETTERS,
    MOST_PHOTOS,
    MOST_VOICES,
    VOICE_SECONDS,
    Category,
    Issue,
    Thread,
)
from domain.issues.report import Alike, Part, Report
from domain.issues.states import Privacy
from domain.permissions import Act
from domain.refusals import Refused
from domain.roles import Area
from domain.territories import Place, Territory
from storage import people, territories
from storage.database import Connection
from storage.issues import bans, categories, reading
from storage.issues import reporting as store

Outcome: TypeAlias = Thread | Alike | Report
LONGEST_NAME = 128


@action(Act.REPORT_ISSUE)
async def begun(ctx: Context) -> tuple[Report, ...]:
    """What the person began and did not send."""

    def look(connection: Connection) -> tuple[Report, ...]:
        return tuple(report_of(connection, ctx, one) for one in store.drafts(connection, ctx.actor.id))

    return await ctx.read(look)


@action(Act.REPORT_ISSUE)
async def choices(ctx: Context, area: Area) -> tuple[Category, ...]:
    """The categories of an area that can be chosen."""
    return await ctx.read(categories.categories, area)


@action(Act.REPORT_ISSUE)
async def begin(ctx: Context, category_id: int) -> Report:
    """Begin a report about this."""

    def start(connection: Connection) -> Report:
        category = _living(connection, category_id)
        number = _begin(connection, ctx)
        found = draft(connection, ctx, number)
        if found.category is None:
            store.change(connection, found, category_id=category.id)
        return report_of(connection, ctx, draft(connection, ctx, number))

    return await ctx.write(start)


@action(Act.REPORT_ISSUE)
async def begin_with(ctx: Context, words: str) -> Report:
    """Begin a report with words that were written before anything was asked; what it is about is still to be chosen."""

    def start(connection: Connection) -> Report:
        number = _begin(connection, ctx)
        found = draft(connection, ctx, number)
        if not found.text:
            store.change(connection, found, text=_fitting("", words))
        return report_of(connection, ctx, draft(connection, ctx, number))

    return await ctx.write(start)


def _begin(connection: Connection, ctx: Context) -> int:
    home = home_of(ctx)
    ctx.require(Act.REPORT_ISSUE, place=home)
    check_ban(connection, ctx, home)
    number = store.begin(connection, source=ctx.source, author_id=ctx.actor.id, okrug_code=home.code, now=ctx.now)
    if len(store.drafts(connection, ctx.actor.id)) > MOST_DRAFTS:
        raise Refused("too_many_reports_begun", limit=MOST_DRAFTS)
    return number


@action(Act.REPORT_ISSUE)
async def show(ctx: Context, number: int) -> Report:
    """One's own draft as it stands."""
    return await ctx.read(lambda connection: report_of(connection, ctx, draft(connection, ctx, number)))


@action(Act.REPORT_ISSUE)
async def choose_category(ctx: Context, number: int, category_id: int) -> Report:
    """Say what it is about."""

    def choose(connection: Connection) -> Report:
        found = draft(connection, ctx, number, lock=True)
        category = _living(connection, category_id)
        store.change(connection, found, category_id=category.id)
        return report_of(connection, ctx, draft(connection, ctx, number))

    return await ctx.write(choose)


@action(Act.REPORT_ISSUE)
async def take(ctx: Context, number: int, content: Content) -> Report:
    """Add a message to the report: words, a photo, a voice; one that comes again adds nothing.

    A photo or a voice is kept also when the words under it do not fit; these are refused.
    """

    def add(connection: Connection) -> tuple[Report, Refused | None]:
        found = draft(connection, ctx, number, lock=True)
        unfit = None if content.message_id in found.taken else _add(connection, ctx, found, content)
        return report_of(connection, ctx, draft(connection, ctx, number)), unfit

    report, unfit = await ctx.write(add)
    if unfit is not None:
        raise unfit
    return report


def _add(connection: Connection, ctx: Context, found: Issue, content: Content) -> Refused | None:
    text, unfit = found.text, None
    try:
        text = _fitting(found.text, content.text)
    except Refused as refused:
        if content.attached is None:
            raise
        unfit = Refused("caption_too_long", **refused.facts)
    if content.attached is not None:
        _check_file(report_of(connection, ctx, found), content)
        store.add_file(connection, found.id, content.attached, ctx.actor.id, ctx.now)
    store.change(connection, found, text=text, taken=[*found.taken, content.message_id])
    return unfit


def _fitting(before: str, added: str) -> str:
    text = "\n\n".join(part for part in (before, added.strip()) if part)
    if units(text) > MOST_LETTERS:
        raise Refused("report_too_long", limit=MOST_LETTERS, length=units(text))
    return text


def _check_file(report: Report, content: Content) -> None:
    attached = content.attached
    if attached is None or attached.kind not in (Part.PHOTO, Part.VOICE):
        raise Refused("report_takes_photo_and_voice")
    most = MOST_PHOTOS if attached.kind == Part.PHOTO else MOST_VOICES
    if report.count(Part(attached.kind)) >= most:
        raise Refused("report_full", photos=MOST_PHOTOS, voices=MOST_VOICES)
    if (attached.duration or 0) > VOICE_SECONDS:
        raise Refused("voice_too_long", minutes=VOICE_SECONDS // 60)


@action(Act.REPORT_ISSUE)
async def place(ctx: Context, number: int, latitude: float, longitude: float) -> Report:
    """Say where it is on the map; one far away is kept and asked about."""

    def put(connection: Connection) -> Report:
        found = draft(connection, ctx, number, lock=True)
        store.change(connection, found, latitude=latitude, longitude=longitude)
        return report_of(connection, ctx, draft(connection, ctx, number))

    return await ctx.write(put)


@action(Act.REPORT_ISSUE)
async def clear(ctx: Context, number: int, part: Part) -> Report:
    """Take a part of the report out."""

    def out(connection: Connection) -> Report:
        found = draft(connection, ctx, number, lock=True)
        if part is Part.WORDS:
            store.change(connection, found, text="")
        elif part is Part.PLACE:
            store.change(connection, found, latitude=None, longitude=None)
        else:
            store.drop_files(connection, found.id, part.value)
            store.change(connection, found)
        return report_of(connection, ctx, draft(connection, ctx, number))

    return await ctx.write(out)


@action(Act.REPORT_ISSUE)
async def choose_privacy(ctx: Context, number: int, privacy: Privacy) -> Report:
    """Say who shall see it."""

    def choose(connection: Connection) -> Report:
        found = draft(connection, ctx, number, lock=True)
        store.change(connection, found, privacy=privacy.value)
        return report_of(connection, ctx, draft(connection, ctx, number))

    return await ctx.write(choose)


@action(Act.REPORT_ISSUE)
async def sign(ctx: Context, number: int, name: str | None) -> Report:
    """Let one's name stand under this report, or (None) not; `name` is the one of who has told us none.

    It is kept for this report alone: nobody is known by name elsewhere since they signed once.
    """

    def choose(connection: Connection) -> Report:
        found = draft(connection, ctx, number, lock=True)
        known = people.profile(connection, ctx.actor.id).name
        signed = None if name is None else (known or name)[:LONGEST_NAME]
        store.change(connection, found, name_shown=signed is not None, signed_as=signed)
        return report_of(connection, ctx, draft(connection, ctx, number))

    return await ctx.write(choose)


@action(Act.REPORT_ISSUE)
async def discard(ctx: Context, number: int) -> None:
    """Throw a draft away, with its photos and voice."""

    def away(connection: Connection) -> None:
        try:
            found = draft(connection, ctx, number, lock=True)
        except Refused as refused:
            if refused.reason == "no_such_issue":
                return
            raise
        store.discard(connection, found.id)

    await ctx.write(away)


# What the verbs share


def home_of(ctx: Context) -> Place:
    """The okrug in which the person reports: their own."""
    if ctx.actor.home is None:
        raise Refused("not_registered")
    return ctx.actor.home


def draft(connection: Connection, ctx: Context, number: int, *, lock: bool = False) -> Issue:
    """One's own draft; another's is refused as one that is not there, one that was sent as such."""
    found = reading.issue(connection, number, lock=lock)
    if found is None or found.author_id != ctx.actor.id:
        raise Refused("no_such_issue")
    if not found.is_draft:
        raise Refused("report_sent", issue=found.id)
    return found


def _living(connection: Connection, category_id: int) -> Category:
    found = categories.category(connection, category_id)
    if found is None:
        raise Refused("old_button")
    if found.retired:
        raise Refused("category_retired", area=found.area)
    return found


def check_ban(connection: Connection, ctx: Context, where: Place) -> None:
    """Refuse who may not report there for a while."""
    whom = ctx.shared.key.who(ctx.actor.telegram_id or 0)
    ban = bans.in_force(connection, whom, where, ctx.now)
    if ban is not None:
        raise Refused("banned", until=ban.until, why=ban.reason)


def report_of(connection: Connection, ctx: Context, found: Issue) -> Report:
    """A draft with what its screens need, as one of the okrug where the person lives now."""
    home = home_of(ctx)
    okrug = territories.territory(connection, home.code)
    if okrug is None:
        raise Refused("no_such_okrug")
    return Report(
        issue=replace(found, okrug=home),
        okrug=okrug,
        attached=reading.attached(connection, found.id),
        name=found.signed_as or people.profile(connection, ctx.actor.id).name,
        far=_far(found, okrug),
    )


def _far(found: Issue, okrug: Territory) -> float | None:
    north, east, its_north, its_east = found.latitude, found.longitude, okrug.latitude, okrug.longitude
    if north is None or east is None or its_north is None or its_east is None:
        return None
    away = kilometres(Point(north, east), Point(its_north, its_east))
    return away if away > FAR_KILOMETRES else None
