"""What the verbs on issues share: finding one as this person sees it, and what its screens need."""

from collections.abc import Sequence

from actions.context import Context
from domain.issues.issue import Issue, Sight, Step, Thread, sees_files, sees_step, sight
from domain.issues.report import Row
from domain.links import Link, LinkKind, link_url
from domain.refusals import Refused
from domain.territories import Territory
from storage import facts, territories
from storage.database import Connection
from storage.issues import reading


def known(connection: Connection, number: int, *, lock: bool = False) -> Issue:
    """The issue with this number of ours; refused when there is none."""
    found = reading.issue(connection, number, lock=lock)
    if found is None:
        raise Refused("no_such_issue")
    return found


def sight_of(connection: Connection, ctx: Context, found: Issue) -> Sight | None:
    """As whom this person sees an issue, None when they do not."""
    seen_as = sight(ctx.actor, found, ctx.now)
    if seen_as is None and found.root_id is not None:
        concerned = reading.supports(connection, found.root_id, ctx.actor.id) or reading.follows(
            connection, found.root_id, ctx.actor.id
        )
        seen_as = sight(ctx.actor, found, ctx.now, concerned=concerned)
    return seen_as


def seen(connection: Connection, ctx: Context, number: int, *, lock: bool = False) -> Issue:
    """An issue that was sent and that this person sees; one they do not see is refused as one that is not there."""
    found = known(connection, number, lock=lock)
    if found.is_draft or sight_of(connection, ctx, found) is None:
        raise Refused("no_such_issue")
    return found


def root_of(connection: Connection, ctx: Context, found: Issue) -> Issue:
    """The issue as which one goes on: itself unless it was merged."""
    return seen(connection, ctx, found.root_id) if found.is_merged and found.root_id is not None else found


def rows(connection: Connection, found: Sequence[Issue]) -> tuple[Row, ...]:
    """Issues for a list, each with its okrug and with how many share it."""
    counted = reading.supporters(connection, [one.root_id for one in found if one.root_id is not None])
    okrugs = {code: okrug(connection, code) for code in {one.okrug.code for one in found}}
    return tuple(Row(one, okrugs[one.okrug.code], counted.get(one.root_id or 0, 0)) for one in found)


def okrug(connection: Connection, code: str) -> Territory:
    """The okrug with this code; refused when there is none."""
    found = territories.territory(connection, code)
    if found is None:
        raise Refused("no_such_okrug")
    return found


def thread(connection: Connection, ctx: Context, found: Issue, seen_as: Sight | None = None) -> Thread:
    """An issue with all that its screen shows to this person; refused when they do not see it.

    `seen_as` is as whom they saw it before they took something back that let them see it.
    """
    seen_as = sight_of(connection, ctx, found) or seen_as
    if seen_as is None or found.is_draft or found.root_id is None:
        raise Refused("no_such_issue")
    username = facts.fact(connection, facts.BOT_USERNAME)
    root = reading.issue(connection, found.root_id) if found.is_merged else None
    if root is not None and sight_of(connection, ctx, root) is None:
        root = None
    shown = sees_files(found, seen_as)
    return Thread(
        issue=found,
        okrug=okrug(connection, found.okrug.code),
        sight=seen_as,
        mine=found.author_id == ctx.actor.id,
        supporters=reading.supporters(connection, [found.root_id])[found.root_id],
        supported=reading.supports(connection, found.root_id, ctx.actor.id),
        followed=reading.follows(connection, found.root_id, ctx.actor.id),
        author_name=found.signed_as if found.name_shown else None,
        steps=_history(connection, ctx, found, seen_as),
        attached=reading.attached(connection, found.id) if shown else (),
        merged=_merged(connection, ctx, found),
        root=root,
        at_home=ctx.actor.home is not None and ctx.actor.home.covers(found.okrug),
        public=found.is_public(ctx.now),
        link=None if username is None else link_url(username, Link(LinkKind.ISSUE, str(found.id))),
    )


def _history(connection: Connection, ctx: Context, found: Issue, seen_as: Sight) -> tuple[Step, ...]:
    mine = found.author_id == ctx.actor.id
    every = reading.steps(connection, found.id, public_only=False)
    return tuple(one for one in every if sees_step(one, seen_as, mine=mine) and _sees_other(connection, ctx, one))


def _sees_other(connection: Connection, ctx: Context, one: Step) -> bool:
    """Whether this person sees the private issue that a line names; what neighbours read names none."""
    other = None if one.public else reading.issue(connection, one.facts.get("from", 0))
    return other is None or sight_of(connection, ctx, other) is not None


def _merged(connection: Connection, ctx: Context, found: Issue) -> tuple[Issue, ...]:
    if found.is_merged:
        return ()
    every = reading.merged_into(connection, found.id)
    return tuple(one for one in every if sight_of(connection, ctx, one) is not None)
