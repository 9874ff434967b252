"""What every act about a meeting begins with: which meeting, who may, and what the log and the outbox are told."""

from datetime import datetime

from actions.context import Context
from domain.audiences import Audience, Rule, RuleKind
from domain.ladders import Rung
from domain.meetings import (
    MINUTES_ARE_MISSING,
    START,
    SUBJECT,
    Card,
    Meeting,
    MeetingKind,
    MeetingState,
    committee_of,
    may_hold,
)
from domain.outbox import NewNotice
from domain.permissions import Act, may, scope
from domain.refusals import Refused
from domain.roles import Area, Grant, Role
from domain.territories import Place
from domain.topics import Topic
from storage import audiences, audit, dates, territories
from storage.database import Connection
from storage.meetings import agenda, answers, attendance, minutes, planning
from storage.outbox import notices

INVITATION, REMINDER, CHANGED = "meeting_invitation", "meeting_reminder", "meeting_changed"
CANCELLED, PLACE_FREE, MINUTES, MISSING = "meeting_cancelled", "meeting_place", "meeting_minutes", "minutes_missing"
UNINVITED = "meeting_uninvited"


def grant_for(ctx: Context, act: Act, kind: MeetingKind, area: Area | None, place: Place | None) -> Grant | None:
    """The role under which the person may do this to a meeting of this kind there, None when there is none."""
    for grant in scope(ctx.actor, act):
        same = committee_of(kind, area)
        in_committee = grant.role is not Role.COMMITTEE or grant.area is same
        if grant.covers(place) and in_committee and may_hold(grant, kind, area):
            return grant
    return None


def led(connection: Connection, ctx: Context, meeting_id: int, act: Act = Act.HOLD_MEETING) -> tuple[Meeting, Grant]:
    """The meeting, held until the transaction ends, and the role it is led under; who may not learns nothing of it."""
    found = planning.meeting(connection, meeting_id, hold=True)
    grant = None if found is None else grant_for(ctx, act, found.kind, found.area, found.place)
    if found is None or grant is None:
        raise Refused("no_such_meeting")
    return found, grant


def seen(connection: Connection, ctx: Context, meeting_id: int, act: Act = Act.SEE_MEETINGS) -> Meeting:
    """A meeting that concerns the person: they are invited or lead it."""
    found = planning.meeting(connection, meeting_id)
    if found is None or not concerns(connection, ctx, found):
        raise Refused("no_such_meeting")
    ctx.require(act, owner=ctx.actor.id)
    return found


def concerns(connection: Connection, ctx: Context, found: Meeting) -> bool:
    """Whether the person is invited to a meeting or leads it; a draft concerns those who lead."""
    if grant_for(ctx, Act.HOLD_MEETING, found.kind, found.area, found.place) is not None:
        return True
    if found.state is MeetingState.DRAFT or not may(ctx.actor, Act.SEE_MEETINGS, owner=ctx.actor.id):
        return False
    writes = grant_for(ctx, Act.WRITE_MINUTES, found.kind, found.area, found.place)
    return writes is not None or planning.is_invited(connection, found, ctx.actor.id)


def card(connection: Connection, ctx: Context, found: Meeting) -> Card:
    """The meeting as this person sees it; who leads sees the numbers too."""
    lead = grant_for(ctx, Act.HOLD_MEETING, found.kind, found.area, found.place)
    writes = grant_for(ctx, Act.WRITE_MINUTES, found.kind, found.area, found.place)
    place = None if found.place is None else territories.territory(connection, found.place.code)
    kept = minutes.of(connection, found.id)
    invited = Audience(found.audience.rules)
    villages = [rule.key for rule in invited.rules if rule.kind is RuleKind.VILLAGE]
    named = (territories.territory(connection, code) for code in villages)
    return Card(
        meeting=found,
        territory=place,
        mine=answers.mine(connection, found.id, ctx.actor.id),
        came=attendance.came(connection, found.id, ctx.actor.id),
        may_lead=lead is not None,
        may_write=writes is not None,
        answers=answers.totals(connection, found.id),
        minutes=kept if writes is not None or (kept is not None and kept.sent_at is not None) else None,
        committee=committee_of(found.kind, found.area),
        villages=tuple(village for village in named if village is not None),
        invited=audiences.size(connection, invited) if lead is not None else None,
        issues=agenda.of_meeting(connection, found.id),
    )


def note(connection: Connection, ctx: Context, grant: Grant, act: Act, found: Meeting, did: str) -> None:
    """Tell the log what an official did."""
    audit.record(
        connection,
        at=ctx.now,
        person_id=ctx.actor.id,
        grant=grant,
        place=found.place,
        act=act.value,
        subject_id=f"meeting {found.id}",
        details={"did": did, "kind": found.kind.value},
        source=ctx.source,
    )


def tell(
    connection: Connection,
    ctx: Context,
    found: Meeting,
    kind: str,
    occurrence: str,
    audience: Audience,
    useless_after: datetime | None,
) -> None:
    """Have something said about a meeting; a meeting taken over from reports says nothing."""
    if found.history:
        return
    notices.add(
        connection,
        NewNotice(
            kind=kind,
            subject=SUBJECT,
            subject_id=found.id,
            occurrence=occurrence,
            topic=Topic.MEETINGS,
            audience=audience,
            send_from=ctx.now,
            useless_after=useless_after,
            place=found.place,
            created_by=ctx.actor.id,
        ),
        ctx.now,
    )


def of_meeting(found: Meeting, kind: RuleKind) -> Audience:
    """Those whom a meeting concerns in this way."""
    return Audience((Rule(kind, str(found.id)),))


def only(person_id: int) -> Audience:
    """One person."""
    return Audience((Rule(RuleKind.PERSON, str(person_id)),))


def set_ladder(connection: Connection, ctx: Context, found: Meeting) -> None:
    """Put the reminders of a meeting on its ladder: who is coming hears each, who has not said no the early ones."""
    if found.starts_at is None or found.history:
        return
    before = found.reminders if found.reminders is not None else ctx.shared.meeting_reminders
    undecided = found.audience.with_rule(Rule(RuleKind.DECLINED, str(found.id), excludes=True))
    coming = of_meeting(found, RuleKind.COMING)
    ladder = [Rung(minutes, REMINDER, Topic.MEETINGS, undecided if minutes >= 1440 else coming) for minutes in before]
    leader = of_meeting(found, RuleKind.LEADS_MEETING)
    ladder += [Rung(minutes, MISSING, Topic.DUTIES, leader) for minutes in MINUTES_ARE_MISSING]
    dates.set_date(connection, SUBJECT, found.id, START, found.starts_at, ladder, ctx.now)
