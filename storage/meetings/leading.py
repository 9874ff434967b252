"""Who leads a meeting now: whoever planned it, or who stands in for them when they left or lost the role."""

from collections.abc import Sequence

import sqlalchemy as sa

from domain.meetings import MeetingKind
from domain.roles import Area, Position, Role
from storage.tables.meetings import meetings
from storage.tables.people import people
from storage.tables.roles import grants
from storage.tables.territories import territories

_AKIMAT = (Role.AKIM.value, Role.ASSISTANT.value)
_OFFICE = (Role.STAFF.value, Role.ADMINISTRATOR.value)
_here, _over, _heard = territories.alias("meeting_here"), territories.alias("led_over"), people.alias("leaders")
_committee = sa.case(
    (meetings.c.kind == MeetingKind.GROUP.value, meetings.c.area),
    (meetings.c.kind.in_([MeetingKind.COMMITTEE.value, MeetingKind.AGREEMENT.value]), Area.PLANNING.value),
)
_leads = sa.and_(
    grants.c.role == Role.COMMITTEE.value, grants.c.position == Position.LEADER.value, grants.c.area == _committee
)
_may_lead = sa.or_(
    _leads,
    sa.and_(grants.c.role.in_(_AKIMAT), meetings.c.kind != MeetingKind.STEERING.value),
    grants.c.role.in_(_OFFICE),
)
# Who planned it, else the leader of the committee whose it is, else the akimat of the place, else the project's office.
_turn = sa.case(
    (grants.c.person_id == meetings.c.created_by, 1),
    (_leads, 2),
    (sa.and_(grants.c.role.in_(_AKIMAT), grants.c.territory_code == meetings.c.territory_code), 3),
    (grants.c.role.in_(_OFFICE), 4),
    else_=5,
)
_IN_FORCE = sa.and_(
    grants.c.revoked_at.is_(None), sa.or_(grants.c.until.is_(None), grants.c.until > sa.func.current_timestamp())
)


def leading(numbers: Sequence[str]) -> sa.ColumnElement[bool]:
    """The condition that a person leads one of these meetings now; there is always the one who comes first."""
    covers = sa.or_(grants.c.territory_code.is_(None), _here.c.path.startswith(_over.c.path))
    may = (
        sa.select(
            grants.c.person_id,
            sa.func.rank().over(partition_by=meetings.c.id, order_by=_turn).label("turn"),
        )
        .select_from(
            meetings.outerjoin(_here, _here.c.code == meetings.c.territory_code)
            .join(grants, sa.true())
            .join(_heard, _heard.c.id == grants.c.person_id)
            .outerjoin(_over, _over.c.code == grants.c.territory_code)
        )
        .where(
            meetings.c.id.in_([int(number) for number in numbers]),
            _heard.c.registered_at.is_not(None),
            _heard.c.erased_at.is_(None),
            _IN_FORCE,
            _may_lead,
            covers,
        )
        .subquery()
    )
    return people.c.id.in_(sa.select(may.c.person_id).where(may.c.turn == 1))
