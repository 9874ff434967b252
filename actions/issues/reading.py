"""Looking at issues: those of an okrug, one's own, one of them, by a number or by words."""

import asyncio

from actions.context import Context, action
from actions.issues import finding
from domain.contents import Attached
from domain.issues.issue import Issue, Thread
from domain.issues.report import Found, Listing, Mine, Report, Typed, Wanted, read_number
from domain.issues.similar import Told, most_alike
from domain.issues.states import SUBJECT
from domain.permissions import Act
from domain.refusals import Refused
from storage import audit
from storage import files as kept
from storage.database import Connection
from storage.issues import lists, reading
from storage.issues import reporting as drafts

# Words are few when people look for something, so less has to be alike than for two whole reports.
ENOUGH_TO_FIND = 40.0


@action(Act.READ_ISSUES)
async def of_okrug(ctx: Context, code: str, wanted: Wanted) -> Listing:
    """A page of the issues of an okrug (empty: one's own) that the person sees."""

    def look(connection: Connection) -> Listing:
        here = finding.okrug(connection, code or (ctx.actor.home.code if ctx.actor.home else ""))
        ctx.require(Act.READ_ISSUES, place=here.place)
        found, total = lists.of_okrug(connection, here.code, ctx.actor, ctx.now, wanted)
        at_home = ctx.actor.home is not None and ctx.actor.home.code == here.code
        return Listing(here, wanted, finding.rows(connection, found), total, at_home)

    return await ctx.read(look)


@action(Act.MY_ISSUES)
async def mine(ctx: Context) -> Mine:
    """What the person began, reported, shares and follows."""

    def look(connection: Connection) -> Mine:
        me = ctx.actor.id
        begun = tuple(
            Report(one, finding.okrug(connection, one.okrug.code), reading.attached(connection, one.id))
            for one in drafts.drafts(connection, me)
        )
        return Mine(
            drafts=begun,
            reported=finding.rows(connection, lists.reported_by(connection, me)),
            shared=finding.rows(connection, lists.shared_by(connection, me, ctx.now)),
            followed=finding.rows(connection, lists.followed_by(connection, me, ctx.now)),
        )

    return await ctx.read(look)


@action(Act.READ_ISSUES)
async def thread(ctx: Context, number: int) -> Thread:
    """One issue with all that its screen shows."""
    return await ctx.read(lambda connection: finding.thread(connection, ctx, finding.known(connection, number)))


@action(Act.READ_ISSUES)
async def files(ctx: Context, number: int) -> tuple[Attached, ...]:
    """The photos and voice of an issue; refused until they were looked at."""

    def look(connection: Connection) -> tuple[Attached, ...]:
        found = finding.thread(connection, ctx, finding.known(connection, number))
        if not found.attached:
            raise Refused("files_not_seen")
        return found.attached

    return await ctx.read(look)


@action(Act.ARCHIVE_ISSUE)
async def archive(ctx: Context, number: int) -> tuple[Thread, tuple[tuple[Attached, bytes | None], ...]]:
    """An issue with its files for the archive, each with its bytes when they are kept here; that is noted."""

    def look(connection: Connection) -> tuple[Thread, dict[str, str]]:
        found = finding.thread(connection, ctx, finding.known(connection, number))
        allowed = ctx.require(Act.ARCHIVE_ISSUE, place=found.issue.okrug)
        if not found.attached:
            raise Refused("files_not_seen")
        audit.record(
            connection,
            at=ctx.now,
            person_id=ctx.actor.id,
            grant=allowed.grant,
            place=found.issue.okrug,
            act=Act.ARCHIVE_ISSUE.value,
            subject_id=f"issue {number}",
            details={},
            source=ctx.source,
        )
        return found, kept.names_of_subject(connection, SUBJECT, number)

    found, names = await ctx.write(look)
    files = []
    for one in found.attached:
        name = names.get(one.file_id)
        content = None if name is None else await asyncio.to_thread(kept.read, ctx.shared.files, name)
        files.append((one, content))
    return found, tuple(files)


@action(Act.READ_ISSUES)
async def find(ctx: Context, text: str) -> Found:
    """What a number or words lead to: a number is looked up in one's own okrug first, words in it alone."""
    typed = read_number(text)
    if typed is not None:
        found = await _by_number(ctx, text, typed)
        if found.thread is not None or found.rows or not typed.name:
            return found
    return await ctx.read(_by_words, ctx, text)


async def _by_number(ctx: Context, text: str, typed: Typed) -> Found:
    codes: tuple[str, ...] | None = None
    if typed.name:
        index = await ctx.shared.search.index(ctx.db, ctx.now)
        codes = index.search(typed.name)

    def look(connection: Connection) -> Found:
        seen = lists.with_serial(connection, typed.serial, ctx.actor, ctx.now, codes)
        own = [one for one in seen if ctx.actor.home is not None and one.okrug.code == ctx.actor.home.code]
        the_one: list[Issue] = own if own and not typed.name else seen
        if len(the_one) == 1:
            return Found(text, finding.thread(connection, ctx, the_one[0]), by_number=True)
        return Found(text, rows=finding.rows(connection, seen), by_number=True)

    return await ctx.read(look)


def _by_words(connection: Connection, ctx: Context, text: str) -> Found:
    if ctx.actor.home is None:
        raise Refused("not_registered")
    others = {one.id: one for one in lists.to_compare(connection, ctx.actor.home.code, ctx.now, also_done=True)}
    told = (Told(one.id, one.category, one.text) for one in others.values())
    likely = most_alike(Told(0, None, text), told, enough=ENOUGH_TO_FIND, most=lists.MOST_FOUND)
    return Found(text, rows=finding.rows(connection, [others[number] for number in likely]))
