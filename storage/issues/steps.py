"""The history of an issue: each step once, whatever comes twice."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from domain.issues.issue import Issue, Step
from domain.issues.states import IssueState, StepKind
from domain.languages import Language
from storage.issues.reading import step_of
from storage.tables.issues import issue_steps

# Steps that change nothing.
_ASIDE = (StepKind.APPEAL.value, StepKind.ESCALATED.value, StepKind.ASKED.value)


def add(
    connection: Connection,
    found: Issue,
    kind: StepKind,
    *,
    source: str,
    role: str,
    at: datetime,
    state: IssueState | None = None,
    by_id: int | None = None,
    text: str | None = None,
    language: Language | None = None,
    facts: Mapping[str, Any] | None = None,
    public: bool = True,
) -> int | None:
    """Write a step down and give its number, None when `source` wrote one already.

    `role` is the value of the role under which it was done, "resident" for a person without one, "kenes" for the
    clock; `state` is the one after it, the issue's own when left out.
    """
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    insert = dialect.insert(issue_steps).values(
        issue_id=found.id,
        source=source,
        kind=kind.value,
        state=(state or found.state).value,
        role=role,
        by_id=by_id,
        text=text,
        language=language,
        facts=dict(facts or {}),
        public=public,
        at=at,
    )
    number: int | None = connection.execute(
        insert.on_conflict_do_nothing(index_elements=["source"]).returning(issue_steps.c.id)
    ).scalar()
    return number


def step(connection: Connection, number: int) -> Step | None:
    """The step with this number of ours."""
    row = connection.execute(sa.select(issue_steps).where(issue_steps.c.id == number)).one_or_none()
    return None if row is None else step_of(row)


def by_source(connection: Connection, source: str) -> Step | None:
    """The step that `source` asked for, None when it did not."""
    row = connection.execute(sa.select(issue_steps).where(issue_steps.c.source == source)).one_or_none()
    return None if row is None else step_of(row)


def last(connection: Connection, issue_id: int, *, public_only: bool = False) -> Step | None:
    """What happened to an issue last and stands."""
    query = sa.select(issue_steps).where(issue_steps.c.issue_id == issue_id, issue_steps.c.kind.not_in(_ASIDE))
    if public_only:
        query = query.where(issue_steps.c.public)
    newest = query.order_by(issue_steps.c.at.desc(), issue_steps.c.id.desc()).limit(5)
    found = (step_of(row) for row in connection.execute(newest))
    return next((one for one in found if not one.facts.get("undone")), None)


def amend(connection: Connection, number: int, facts: Mapping[str, Any], *, public: bool = True) -> None:
    """Let a step say something else beside its words, or (not public) stand for officials alone."""
    connection.execute(issue_steps.update().where(issue_steps.c.id == number).values(facts=dict(facts), public=public))
