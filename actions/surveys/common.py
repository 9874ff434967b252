"""What every act on a survey begins with: which survey, who may, and what the log is told."""

from collections.abc import Mapping
from typing import Any

from actions.context import Context
from domain.audiences import RuleKind
from domain.permissions import Act, scope
from domain.refusals import Refused
from domain.roles import Grant, Role
from domain.surveys.survey import Survey, SurveyState
from domain.territories import Place
from storage import audit, territories
from storage.database import Connection
from storage.surveys import surveys as store

_OFFICE = (Role.STAFF, Role.ADMINISTRATOR)


def known(connection: Connection, survey_id: int, *, hold: bool = False) -> Survey:
    """The survey with this number; refused when there is none."""
    found = store.survey(connection, survey_id, hold=hold)
    if found is None:
        raise Refused("no_such_survey")
    return found


def in_hand(connection: Connection, ctx: Context, survey_id: int, *, hold: bool = False) -> tuple[Survey, Grant]:
    """A survey that the person looks after, and the role they do it under; who may not learns nothing of it.

    A draft is its author's alone; a committee's leader looks after their own surveys only.
    """
    found = store.survey(connection, survey_id, hold=hold)
    grant = None if found is None else grant_for(ctx, found)
    if found is None or grant is None:
        raise Refused("no_such_survey")
    return found, grant


def grant_for(ctx: Context, found: Survey) -> Grant | None:
    """The role under which the person looks after a survey, None when they do not."""
    mine = found.author_id == ctx.actor.id
    if found.state is SurveyState.DRAFT and not mine:
        return None
    for grant in scope(ctx.actor, Act.MAKE_SURVEY):
        if grant.covers(found.place) and (mine or grant.role is not Role.COMMITTEE):
            return grant
    return None


def draft(connection: Connection, ctx: Context, survey_id: int, seen: int | None = None) -> tuple[Survey, Grant]:
    """One's own draft, to be changed; refused when it is not the version that was seen."""
    found, grant = in_hand(connection, ctx, survey_id, hold=True)
    if found.state is not SurveyState.DRAFT:
        raise Refused("survey_left")
    if seen is not None and found.version != seen:
        raise Refused("changed")
    return found, grant


def change(connection: Connection, ctx: Context, found: Survey, **values: Any) -> None:
    """Write a change of the version that was found."""
    if not store.change(connection, found, ctx.source, **values):
        raise Refused("changed")


def is_repeat(connection: Connection, ctx: Context, survey_id: int) -> bool:
    """Whether this very press or message made the last change: it has come twice."""
    return store.was_last_changed_by(connection, survey_id, ctx.source)


def check_audience(connection: Connection, grant: Grant, found: Survey) -> None:
    """Refuse an audience that reaches beyond the role's territory."""
    including = found.audience.including()
    if not including:
        return
    codes = [*including.get(RuleKind.TERRITORY, ()), *including.get(RuleKind.VILLAGE, ())]
    codes += [key.rpartition(".")[2] for key in including.get(RuleKind.MEMBERS, ())]
    if not codes and grant.place is not None:
        raise Refused("not_allowed")
    for code in codes:
        if not grant.covers(_place(connection, code)):
            raise Refused("not_allowed")


def _place(connection: Connection, code: str) -> Place | None:
    named = territories.territory(connection, code)
    return None if named is None else named.place


def is_exact(ctx: Context, place: Place | None) -> bool:
    """Whether small counts may be shown as they are: to the project's staff, not to an okrug's officials."""
    return any(grant.role in _OFFICE and grant.covers(place) for grant in ctx.actor.grants)


def note(
    connection: Connection, ctx: Context, grant: Grant, found: Survey, did: str, also: Mapping[str, Any] | None = None
) -> None:
    """Tell the log what an official did with a survey."""
    audit.record(
        connection,
        at=ctx.now,
        person_id=ctx.actor.id,
        grant=grant,
        place=found.place,
        act=Act.MAKE_SURVEY.value,
        subject_id=f"survey {found.id}",
        details={"did": did, **(also or {})},
        source=ctx.source,
    )
