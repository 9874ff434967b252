"""Finding issues: one, those that somebody sees, who is concerned, what happened."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.contents import Attached
from domain.issues.issue import Category, Issue, Step
from domain.issues.states import SUBJECT, Desk, IssueState, Privacy, StepKind
from domain.people import Actor
from domain.permissions import Act, reach
from domain.roles import Area, Role
from domain.territories import Place
from storage.tables.files import files
from storage.tables.issues import issue_categories, issue_follows, issue_steps, issue_supports, issues
from storage.tables.territories import lies_in, territories

Condition = sa.ColumnElement[bool]

# An issue with its category and the way to its okrug, as `issue_of` reads it.
SELECT = (
    sa.select(
        issues,
        territories.c.path.label("okrug_path"),
        issue_categories.c.key.label("category_key"),
        issue_categories.c.area.label("category_area"),
        issue_categories.c.names.label("category_names"),
        issue_categories.c.position.label("category_position"),
        issue_categories.c.retired_at.label("category_retired_at"),
    )
    .join(territories, territories.c.code == issues.c.okrug_code)
    .outerjoin(issue_categories, issue_categories.c.id == issues.c.category_id)
)


def issue(connection: Connection, number: int, *, lock: bool = False) -> Issue | None:
    """The issue with this number of ours, a draft too; `lock` keeps others from changing it until we are done."""
    query = SELECT.where(issues.c.id == number)
    row = connection.execute(query.with_for_update(of=issues) if lock else query).one_or_none()
    return None if row is None else issue_of(row)


def by_serial(connection: Connection, okrug_code: str, serial: int) -> Issue | None:
    """The issue that people call by this number of an okrug."""
    row = connection.execute(SELECT.where(issues.c.okrug_code == okrug_code, issues.c.serial == serial)).one_or_none()
    return None if row is None else issue_of(row)


def issue_of(row: Any) -> Issue:
    """The issue that a row of `SELECT` tells of."""
    return Issue(
        id=row.id,
        state=IssueState(row.state),
        okrug=Place(row.okrug_code, row.okrug_path),
        serial=row.serial,
        category=_category(row),
        privacy=Privacy(row.privacy),
        name_shown=row.name_shown,
        author_id=row.author_id,
        text=row.text,
        language=row.language,
        latitude=row.latitude,
        longitude=row.longitude,
        version=row.version,
        created_at=row.created_at,
        sent_at=row.sent_at,
        seen_from=row.seen_from,
        let_in_at=row.let_in_at,
        hidden_at=row.hidden_at,
        root_id=row.root_id,
        desk=Desk(row.desk),
        answered_at=row.answered_at,
        escalated_at=row.escalated_at,
        solved_at=row.solved_at,
        done_on=row.done_on,
        reached=row.reached,
        promised_by=row.promised_by,
        rounds=row.rounds,
        history=row.history,
        taken=tuple(row.taken),
        signed_as=row.signed_as,
    )


def _category(row: Any) -> Category | None:
    if row.category_id is None:
        return None
    return Category(
        row.category_id,
        row.category_key,
        Area(row.category_area),
        row.category_names,
        row.category_position,
        row.category_retired_at is not None,
    )


# Who sees what


def visible_to(actor: Actor, now: datetime) -> Condition:
    """The condition that a row of `SELECT` is seen by this person: `domain.issues.issue.sight` as SQL."""
    sent = issues.c.state != IssueState.DRAFT.value
    held = reach(actor, Act.READ_ISSUES)
    seen: list[Condition] = [sa.and_(sent, issues.c.author_id == actor.id)]
    if held is None or held:
        seen.extend(_by_role(actor, now))
    if actor.home is not None:
        seen.append(sa.and_(issues.c.okrug_code == actor.home.code, public(now)))
    return sa.and_(sent, sa.or_(*seen))


def public(now: datetime) -> Condition:
    """The condition that its neighbours see an issue."""
    return sa.and_(
        issues.c.state != IssueState.DRAFT.value,
        issues.c.privacy == Privacy.OPEN.value,
        issues.c.hidden_at.is_(None),
        issues.c.seen_from <= now,
    )


def _by_role(actor: Actor, now: datetime) -> list[Condition]:
    opened = issues.c.privacy == Privacy.OPEN.value
    seen_as: Mapping[Role, Condition] = {
        Role.STAFF: sa.true(),
        Role.ADMINISTRATOR: sa.true(),
        Role.AKIM: issues.c.privacy != Privacy.STAFF.value,
        Role.ASSISTANT: issues.c.privacy != Privacy.STAFF.value,
        Role.RAYON_OFFICIAL: sa.and_(opened, issues.c.hidden_at.is_(None)),
        Role.COMMITTEE: public(now),
    }
    return [
        sa.and_(lies_in(None if grant.place is None else [grant.place]), seen_as[grant.role])
        for grant in actor.grants
        if grant.role in seen_as
    ]


# Who is concerned


def supporters(connection: Connection, numbers: Sequence[int]) -> dict[int, int]:
    """How many different people share each of these root issues, or one that was merged with it."""
    found = connection.execute(
        sa.select(issues.c.root_id, sa.func.count(sa.distinct(issue_supports.c.person_id)).label("people"))
        .join(issue_supports, issue_supports.c.issue_id == issues.c.id)
        .where(issues.c.root_id.in_(numbers))
        .group_by(issues.c.root_id)
    )
    return dict.fromkeys(numbers, 0) | {row.root_id: row.people for row in found}


def supporters_by_category(connection: Connection, numbers: Sequence[int]) -> dict[int, int]:
    """How many different people share these root issues, or one that was merged with them, by the roots' categories."""
    root = issues.alias("root")
    found = connection.execute(
        sa.select(root.c.category_id, sa.func.count(sa.distinct(issue_supports.c.person_id)).label("people"))
        .select_from(issue_supports)
        .join(issues, issues.c.id == issue_supports.c.issue_id)
        .join(root, root.c.id == issues.c.root_id)
        .where(root.c.id.in_(numbers))
        .group_by(root.c.category_id)
    )
    return {row.category_id: row.people for row in found}


def supports(connection: Connection, root_id: int, person_id: int) -> bool:
    """Whether a person shares an issue or one merged with it."""
    return _stands(connection, issue_supports, root_id, person_id)


def follows(connection: Connection, root_id: int, person_id: int) -> bool:
    """Whether a person follows an issue or one merged with it."""
    return _stands(connection, issue_follows, root_id, person_id)


def _stands(connection: Connection, table: sa.Table, root_id: int, person_id: int) -> bool:
    query = (
        sa.select(table.c.issue_id)
        .join(issues, issues.c.id == table.c.issue_id)
        .where(table.c.person_id == person_id, issues.c.root_id == root_id)
    )
    return connection.execute(query.limit(1)).first() is not None


def merged_into(connection: Connection, root_id: int) -> list[Issue]:
    """The issues that go on as this one, in the order in which they were sent."""
    query = SELECT.where(issues.c.root_id == root_id, issues.c.id != root_id).order_by(issues.c.sent_at, issues.c.id)
    return [issue_of(row) for row in connection.execute(query)]


# What happened, what was sent with it


def steps(connection: Connection, number: int, *, public_only: bool) -> tuple[Step, ...]:
    """What happened to an issue, the earliest first."""
    query = sa.select(issue_steps).where(issue_steps.c.issue_id == number)
    if public_only:
        query = query.where(issue_steps.c.public)
    return tuple(step_of(row) for row in connection.execute(query.order_by(issue_steps.c.at, issue_steps.c.id)))


def step_of(row: Any) -> Step:
    """The step that a row of `issue_steps` tells of."""
    return Step(
        id=row.id,
        issue_id=row.issue_id,
        kind=StepKind(row.kind),
        state=IssueState(row.state),
        role=row.role,
        by_id=row.by_id,
        text=row.text,
        language=row.language,
        facts=row.facts,
        public=row.public,
        at=row.at,
    )


def attached(connection: Connection, number: int) -> tuple[Attached, ...]:
    """The photos and voice of an issue, in the order in which they came."""
    query = sa.select(files).where(files.c.subject == SUBJECT, files.c.subject_id == number).order_by(files.c.id)
    return tuple(
        Attached(row.kind, row.telegram_file_id, row.telegram_unique_id, row.size, row.media_type)
        for row in connection.execute(query)
    )
