"""Finding an announcement, and what its screens need beside it: only for who may have it in hand."""

from datetime import timedelta

from actions.context import Context
from domain.announcements import SUBJECT, Announcement, AnnouncementView, State
from domain.audiences import Audience, Rule, RuleKind
from domain.issues.states import SUBJECT as ISSUE
from domain.languages import Localized
from domain.outbox import DeliveryState, Notice
from domain.permissions import Act, Allowed, may
from domain.refusals import Refused
from domain.roles import Role
from domain.surveys.survey import SUBJECT as SURVEY
from domain.territories import Level, Place, Territory
from storage import announcements as store
from storage import audiences, groups, territories, territory_settings
from storage.database import Connection
from storage.outbox import notices
from storage.titles import titles

APPROVE = "approve_announcements"
URGENT_A_WEEK = "urgent_a_week"
WEEK = timedelta(days=7)
# Rules over things of other subjects: what these are called stands in the draft.
TITLED = {RuleKind.CONCERNED: ISSUE, RuleKind.SURVEY_DONE: SURVEY}
_OFFICE = (Role.STAFF, Role.ADMINISTRATOR)


def in_hand(connection: Connection, ctx: Context, number: int, *, lock: bool = False) -> Announcement:
    """The announcement: a draft is its author's alone, what waits for approval also who approves it may see."""
    found = store.announcement(connection, number, lock=lock)
    if found is None or (found.state is State.DRAFT and found.drafted_by != ctx.actor.id):
        raise Refused("no_such_announcement")
    if found.state is State.APPROVING and may_approve(ctx, found):
        return found
    ctx.require(Act.WRITE_ANNOUNCEMENT, place=found.place)
    return found


def draft(connection: Connection, ctx: Context, number: int, seen: int | None = None) -> Announcement:
    """One's own draft, to be changed; refused when it is not the version that was seen."""
    found = in_hand(connection, ctx, number, lock=True)
    if found.state is not State.DRAFT:
        raise Refused("announcement_left")
    if seen is not None and found.version != seen:
        raise Refused("changed")
    return found


def may_approve(ctx: Context, found: Announcement) -> Allowed | None:
    """Under what the actor may approve this; nobody approves their own."""
    if found.author_id == ctx.actor.id:
        return None
    return may(ctx.actor, Act.APPROVE_ANNOUNCEMENT, place=found.place)


def changed(connection: Connection, found: Announcement, **values: object) -> None:
    """Write a change of the version that was found."""
    if not store.change(connection, found.id, found.version, **values):
        raise Refused("changed")


def needs_approval(connection: Connection, place: Place | None) -> bool:
    """Whether a second person must agree before an announcement of this territory goes."""
    return place is not None and territory_settings.setting(connection, place, APPROVE) == "yes"


def view(connection: Connection, ctx: Context, number: int) -> AnnouncementView:
    """The announcement with what its screens need."""
    found = in_hand(connection, ctx, number)
    codes = [rule.key for rule in found.audience.rules if rule.kind in (RuleKind.TERRITORY, RuleKind.VILLAGE)]
    named = {code: place for code in codes if (place := territories.territory(connection, code)) is not None}
    said = tuple(one for one in notices.of_subject(connection, SUBJECT, number) if one.kind == SUBJECT)
    return AnnouncementView(
        announcement=found,
        okrug=okrug(connection, found),
        territories=named,
        groups=tuple(groups.bound(connection, None if found.place is None else (found.place,))),
        people=audiences.size(connection, found.audience),
        exact=is_exact(ctx, found.place),
        may_urgent=may(ctx.actor, Act.SEND_URGENT, place=found.place) is not None,
        needs_approval=needs_approval(connection, found.place),
        notices=said,
        reached=_reached(connection, said[0]) if said else 0,
        titles=_titles(connection, found.audience),
    )


def okrug(connection: Connection, found: Announcement) -> Territory | None:
    """The okrug for which it speaks, None when it is for more than one."""
    place = None if found.place is None else territories.territory(connection, found.place.code)
    return place if place is not None and place.level is Level.OKRUG else None


def _titles(connection: Connection, audience: Audience) -> dict[Rule, Localized]:
    found = {}
    for rule in audience.rules:
        subject = TITLED.get(rule.kind)
        title = None if subject is None else titles(connection, subject, [int(rule.key)]).get(int(rule.key))
        if title is not None:
            found[rule] = title
    return found


def _reached(connection: Connection, notice: Notice) -> int:
    tally = notices.tally(connection, notice.id)
    return sum(one.number for one in tally if one.state is DeliveryState.SENT)


def newest_notice(connection: Connection, number: int) -> Notice | None:
    """The newest notice that carries an announcement to its audience."""
    found = notices.of_subject(connection, SUBJECT, number)
    return next((one for one in found if one.kind == SUBJECT), None)


def is_exact(ctx: Context, place: Place | None) -> bool:
    """Whether small counts may be shown as they are: to the project's staff, not to an okrug's officials."""
    return any(grant.role in _OFFICE and grant.covers(place) for grant in ctx.actor.grants)
