"""What the verbs of those who answer share: taking an issue up at its desk, writing a step down, looking at a case."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from actions.context import Context
from actions.issues import finding, telling
from domain.issues.cases import Case, Undo
from domain.issues.duties import ACT_OF, UNDO, Deed, all_deeds, hat_for, hats, passes
from domain.issues.escalation import ANSWER
from domain.issues.issue import Issue, Step
from domain.issues.states import SUBJECT, IssueState, StepKind
from domain.languages import Language
from domain.outbox import NoticeState
from domain.refusals import Refused
from domain.roles import Grant
from storage import audit, dates
from storage.database import Connection
from storage.issues import reading, steps, verdicts
from storage.issues import reporting as store

_MOMENTS = frozenset({"seen_from", "let_in_at", "hidden_at", "answered_at", "escalated_at", "solved_at"})
_DAYS = frozenset({"done_on", "promised_by"})


@dataclass(frozen=True, slots=True)
class Taken:
    """An issue that somebody took up: as it stands, under which role, for which deed."""

    issue: Issue
    grant: Grant
    deed: Deed


def seen(connection: Connection, ctx: Context, number: int, *, lock: bool = False) -> Issue:
    """An issue that the actor sees as an official; another is refused as one that is not there."""
    found = finding.known(connection, number, lock=lock)
    if found.is_draft or not hats(ctx.actor, found, ctx.now):
        raise Refused("no_such_issue")
    return found


def take_up(connection: Connection, ctx: Context, number: int, version: int, deed: Deed) -> Taken | None:
    """Take an issue up for a deed; None when this very press or message has done it already.

    Refused: as one that is not there when the actor does not see it; as changed when it is not the version that they
    saw, with what happened last; when it lies on another desk or stands where this cannot be done.
    """
    found = seen(connection, ctx, number, lock=True)
    if steps.by_source(connection, ctx.source) is not None:
        return None
    check_version(connection, found, version)
    _who, grant = hat_for(ctx.actor, found, ctx.now, deed)
    return Taken(found, grant, deed)


def check_version(connection: Connection, found: Issue, version: int) -> None:
    """Refuse what was decided on an issue as it is no more."""
    if found.version != version:
        raise Refused("changed", step=steps.last(connection, found.id, public_only=True))


def write(
    connection: Connection,
    ctx: Context,
    taken: Taken,
    kind: StepKind,
    changes: Mapping[str, Any],
    *,
    text: str | None = None,
    language: Language | None = None,
    facts: Mapping[str, Any] | None = None,
    public: bool = True,
) -> Step:
    """Change an issue and write down the step, with what it was before, so that it can be taken back; audited."""
    found = taken.issue
    answer_at = dates.moment(connection, SUBJECT, found.id, ANSWER)
    before = plain(found, changes)
    state = IssueState(changes.get("state", found.state.value))
    said = {**(facts or {}), "before": before, "answer_at": None if answer_at is None else answer_at.isoformat()}
    number = steps.add(
        connection,
        found,
        kind,
        source=ctx.source,
        role=taken.grant.role.value,
        at=ctx.now,
        state=state,
        by_id=ctx.actor.id,
        text=text,
        language=language,
        facts=said,
        public=public,
    )
    store.change(connection, found, **changes)
    note(connection, ctx, taken.grant, found, taken.deed.value, state)
    written = None if number is None else steps.step(connection, number)
    if written is None:
        raise Refused("changed", step=None)
    return written


def plain(found: Issue, names: Iterable[str]) -> dict[str, Any]:
    """What these columns of an issue hold, as JSON keeps it."""
    return written({name: getattr(found, name) for name in names})


def written(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values of columns as JSON keeps them."""
    return {name: one.isoformat() if isinstance(one, date | datetime) else one for name, one in values.items()}


def moment(text: str) -> datetime:
    """A moment that JSON kept."""
    return datetime.fromisoformat(text)


def was(facts: Mapping[str, Any]) -> dict[str, Any]:
    """What `write` kept of an issue, as its columns take it."""
    found: dict[str, Any] = {}
    for name, value in facts.get("before", {}).items():
        if value is not None and name in _MOMENTS:
            value = datetime.fromisoformat(value)
        elif value is not None and name in _DAYS:
            value = date.fromisoformat(value)
        found[name] = value
    return found


def note(connection: Connection, ctx: Context, grant: Grant | None, found: Issue, deed: str, state: IssueState) -> None:
    """Leave a line in the log of officials' acts."""
    act = ACT_OF[Deed(deed)] if deed in set(Deed) else ACT_OF[Deed.ANSWER]
    audit.record(
        connection,
        at=ctx.now,
        person_id=ctx.actor.id,
        grant=grant,
        place=found.okrug,
        act=act.value,
        subject_id=found.id,
        details={"deed": deed, "state": state.value},
        source=ctx.source,
    )


def case(connection: Connection, ctx: Context, number: int, *, step: Step | None = None) -> Case:
    """An issue as its desk sees it now; `step` is the one just taken, whose hearers are counted."""
    found = seen(connection, ctx, number)
    mine = hats(ctx.actor, found, ctx.now)
    ways = dict.fromkeys(desk for who in mine for desk in passes(found, who))
    told = None
    if step is not None and step.public and found.root_id is not None:
        told = verdicts.concerned_people(connection, found.root_id)
    return Case(
        thread=finding.thread(connection, ctx, found),
        deeds=all_deeds(ctx.actor, found, ctx.now),
        passes=tuple(ways),
        undo=undoable(connection, ctx, found),
        told=told,
    )


def undoable(connection: Connection, ctx: Context, found: Issue) -> Undo | None:
    """The last step of an issue when it was taken under a role like the actor's and nobody heard of it yet."""
    step = steps.last(connection, found.id)
    if step is None or "before" not in step.facts or not _same_desk(ctx, found, step):
        return None
    waiting = telling.of_step(connection, step)
    if not waiting:
        until = step.at + UNDO
        return Undo(step, until) if ctx.now < until else None
    if any(one.state is not NoticeState.WAITING for one in waiting):
        return None
    return Undo(step, min(one.send_from for one in waiting))


def _same_desk(ctx: Context, found: Issue, step: Step) -> bool:
    roles = {grant.role.value for grant in ctx.actor.grants if grant.covers(found.okrug)}
    return step.by_id == ctx.actor.id or step.role in roles


def again(connection: Connection, number: int) -> Issue:
    """The issue as it stands after a change."""
    found = reading.issue(connection, number)
    if found is None:
        raise Refused("no_such_issue")
    return found
