"""Sending a report: it gets a number, or joins an issue that is there."""

from datetime import timedelta
from typing import TypeAlias

from actions.context import Context, action
from actions.issues import finding, telling
from actions.issues.reporting import check_ban, draft, home_of, report_of
from domain.issues.issue import HOURS_UNSEEN, REPORTS_A_DAY, Issue, Setting, Thread
from domain.issues.report import Alike, Report, Row
from domain.issues.similar import Told, most_alike
from domain.issues.states import IssueState, Privacy, StepKind, first_desk
from domain.permissions import Act
from domain.refusals import Refused
from domain.spelling import fold
from storage import territory_settings
from storage.database import Connection
from storage.issues import lists, reading, steps, supporting
from storage.issues import reporting as store

Outcome: TypeAlias = Thread | Alike | Report


@action(Act.REPORT_ISSUE)
async def join(ctx: Context, number: int, other: int) -> Thread:
    """Share an issue that is there instead of sending one's own, which goes; a merged one leads to its root."""

    def together(connection: Connection) -> Thread:
        root = finding.root_of(connection, ctx, finding.seen(connection, ctx, other))
        ctx.require(Act.SUPPORT_ISSUE, place=root.okrug)
        own = reading.issue(connection, number, lock=True)
        supporting.support(connection, root.id, ctx.actor.id, ctx.now)
        if own is not None and own.is_draft and own.author_id == ctx.actor.id:
            store.discard(connection, own.id)
        return finding.thread(connection, ctx, root)

    return await ctx.write(together)


@action(Act.REPORT_ISSUE)
async def send(ctx: Context, number: int, seen: int, *, sure: bool) -> Outcome:
    """Send a report and give it its number.

    Unless `sure`, alike issues of the okrug are shown first. When the person moved meanwhile, the report is shown again
    as one of the new okrug. What was sent already is its thread.
    """

    def go(connection: Connection) -> Outcome:
        found = reading.issue(connection, number, lock=True)
        if found is not None and not found.is_draft and found.author_id == ctx.actor.id:
            return finding.thread(connection, ctx, found)
        found = draft(connection, ctx, number)
        home = home_of(ctx)
        if found.okrug.code != home.code:
            store.change(connection, found, okrug_code=home.code)
            return report_of(connection, ctx, draft(connection, ctx, number))
        report = _checked(connection, ctx, found, seen)
        alike = () if sure or found.privacy is not Privacy.OPEN else _alike(connection, ctx, found)
        return Alike(report, alike) if alike else _send(connection, ctx, found)

    return await ctx.write(go)


@action(Act.REPORT_ISSUE)
async def alike(ctx: Context, number: int) -> Alike:
    """The issues of the okrug that one's draft may be the same as."""

    def look(connection: Connection) -> Alike:
        found = draft(connection, ctx, number)
        return Alike(report_of(connection, ctx, found), _alike(connection, ctx, found))

    return await ctx.read(look)


def _checked(connection: Connection, ctx: Context, found: Issue, seen: int) -> Report:
    if found.version != seen:
        raise Refused("changed")
    ctx.require(Act.REPORT_ISSUE, place=found.okrug)
    check_ban(connection, ctx, found.okrug)
    if found.category is None:
        raise Refused("category_missing")
    if found.category.retired:
        raise Refused("category_retired")
    report = report_of(connection, ctx, found)
    if not report.says_something:
        raise Refused("nothing_reported")
    chosen = territory_settings.setting(connection, found.okrug, Setting.REPORTS_A_DAY)
    limit = int(chosen) if chosen else REPORTS_A_DAY
    midnight = ctx.now.astimezone(ctx.shared.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    if store.sent_since(connection, ctx.actor.id, midnight) >= limit:
        raise Refused("reports_used_up", limit=limit)
    return report


def _alike(connection: Connection, ctx: Context, found: Issue) -> tuple[Row, ...]:
    others = {one.id: one for one in lists.to_compare(connection, found.okrug.code, ctx.now)}
    told = (Told(one.id, one.category, one.text) for one in others.values())
    likely = most_alike(Told(found.id, found.category, found.text), told)
    return finding.rows(connection, [others[number] for number in likely])


def _send(connection: Connection, ctx: Context, found: Issue) -> Thread:
    held = store.is_watched(connection, fold(found.text).split())
    chosen = territory_settings.setting(connection, found.okrug, Setting.HOURS_UNSEEN)
    wait = timedelta(hours=float(chosen) if chosen else HOURS_UNSEEN)
    store.change(
        connection,
        found,
        state=IssueState.NEW.value,
        serial=store.next_serial(connection, found.okrug.code),
        sent_at=ctx.now,
        seen_from=None if held or found.privacy is not Privacy.OPEN else ctx.now + wait,
        root_id=found.id,
        desk=first_desk(found.privacy).value,
        language=ctx.actor.language,
        taken=[],
    )
    supporting.support(connection, found.id, ctx.actor.id, ctx.now)
    sent = finding.known(connection, found.id)
    steps.add(
        connection, sent, StepKind.REPORTED, source=f"reported:{sent.id}", role="resident", at=ctx.now,
        by_id=ctx.actor.id,
    )  # fmt: skip
    telling.reported(connection, sent, ctx.now, held=held)
    return finding.thread(connection, ctx, sent)
