"""Before a meeting: beginning one, filling it in, inviting, moving, calling off."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from actions import territories
from actions.meetings import inviting
from actions.meetings import planning as actions
from domain.durations import LONGEST_MINUTES, SHORTEST_MINUTES
from domain.meetings import (
    Card,
    MeetingKind,
    MeetingState,
    Wanted,
)
from domain.permissions import Act, reach
from domain.refusals import Refused
from domain.roles import Area
from handlers.meetings import agenda
from handlers.meetings.common import awaiting, shown
from handlers.visit import Reply, Routes, Shown, Visit
from screens import buttons
from screens import territories as tree
from screens.meetings import drafts as screens
from screens.meetings import times
from screens.screen import Screen

MONTHS_AHEAD = 36


async def new(visit: Visit) -> Shown:
    """What kind of meeting or event."""
    return screens.which_kind(visit.words, await actions.kinds(visit.ctx))


async def begin(visit: Visit, button: buttons.BeginMeeting) -> Shown:
    """Go on in beginning a meeting: what is not chosen yet is asked next."""
    kind, area = button.kind, button.area
    if kind is MeetingKind.GROUP and area is None:
        areas = await actions.areas(visit.ctx)
        if len(areas) != 1:
            return screens.which_group(visit.words, kind, areas)
        area = areas[0]
    if button.code:
        return await _begun(visit, kind, area, None if button.code == screens.NOWHERE else button.code)
    if reach(visit.ctx.actor, Act.HOLD_MEETING) is None:
        return screens.everywhere_or_where(visit.words, kind, area)
    where = await territories.within_reach(visit.ctx, Act.HOLD_MEETING)
    if where.only is not None:
        return await _begun(visit, kind, area, where.only.code)
    return tree.browse(visit.words, where, screens.purpose_of(kind, area))


async def placed(visit: Visit, purpose: str, code: str) -> Shown:
    """The territory of a meeting was chosen: its draft begins."""
    try:
        kind, area = screens.read_purpose(purpose)
    except ValueError as error:
        raise Refused("old_button") from error
    return await _begun(visit, kind, area, code)


async def _begun(visit: Visit, kind: MeetingKind, area: Area | None, code: str | None) -> Shown:
    return shown(visit, await actions.begin(visit.ctx, kind, area, code))


async def part(visit: Visit, button: buttons.MeetingPart) -> Shown:
    """Ask for a part of a meeting."""
    card = await actions.one(visit.ctx, button.meeting)
    if not card.may_lead:
        raise Refused("not_allowed")
    ask = _ASK.get(button.part)
    if ask is None:
        raise Refused("old_button")
    return await ask(visit, card)


def _waits(card: Card, what: str, screen: Screen) -> Reply:
    return Reply(screen, awaits=awaiting(what, card.meeting.id, card.meeting.version))


async def _ask_title(visit: Visit, card: Card) -> Shown:
    return _waits(card, f"title_{visit.words.language}", screens.ask_title(visit.words, card))


async def _ask_when(visit: Visit, card: Card) -> Shown:
    return _month(visit, card, _first_month(visit))


async def _ask_where(visit: Visit, card: Card) -> Shown:
    return _waits(card, "where", screens.ask_where(visit.words, card))


async def _ask_agenda(visit: Visit, card: Card) -> Shown:
    return _waits(card, "agenda", screens.ask_agenda(visit.words, card))


async def _ask_capacity(visit: Visit, card: Card) -> Shown:
    return _waits(card, "capacity", screens.ask_capacity(visit.words, card))


async def _ask_reminders(visit: Visit, card: Card) -> Shown:
    return screens.reminders(visit.words, card, _reminders(visit, card))


async def _ask_duration(visit: Visit, card: Card) -> Shown:
    return _waits(card, "duration", times.ask_duration(visit.words, card))


async def _ask_issues(visit: Visit, card: Card) -> Shown:
    return await agenda.page(visit, buttons.AgendaIssues(meeting=card.meeting.id, page=0))


async def _ask_change(visit: Visit, card: Card) -> Shown:
    return screens.changes(visit.words, card)


async def _ask_invited(visit: Visit, card: Card) -> Shown:
    card, villages, choices = await inviting.villages(visit.ctx, card.meeting.id)
    return screens.invited(visit.words, card, villages, choices)


_ASK: dict[str, Callable[[Visit, Card], Awaitable[Shown]]] = {
    "title": _ask_title,
    "change": _ask_change,
    "when": _ask_when,
    "duration": _ask_duration,
    "where": _ask_where,
    "agenda": _ask_agenda,
    "issues": _ask_issues,
    "capacity": _ask_capacity,
    "reminders": _ask_reminders,
    "invited": _ask_invited,
}


async def title_in(visit: Visit, button: buttons.MeetingTitle) -> Shown:
    """Ask for the title in one language."""
    card = await actions.one(visit.ctx, button.meeting)
    return _waits(card, f"title_{button.language}", screens.ask_title_in(visit.words, card, button.language))


def _first_month(visit: Visit) -> int:
    return visit.ctx.today.year * 12 + visit.ctx.today.month - 1


def _month(visit: Visit, card: Card, number: int) -> Shown:
    return _waits(card, "when", times.month(visit.words, card, number, visit.ctx.today))


async def month(visit: Visit, button: buttons.ShowMonth) -> Shown:
    """Another month of the calendar."""
    card = await actions.one(visit.ctx, button.meeting)
    first = _first_month(visit)
    return _month(visit, card, min(max(button.month, first), first + MONTHS_AHEAD))


async def day(visit: Visit, button: buttons.PickDay) -> Shown:
    """The hours of a day."""
    card = await actions.one(visit.ctx, button.meeting)
    chosen = _read(f"{button.day}0000").date()
    screen = times.hours(visit.words, card, chosen, visit.ctx.now, visit.ctx.shared.zone)
    return _waits(card, "when", screen)


def _read(digits: str) -> datetime:
    try:
        return datetime.strptime(digits, "%Y%m%d%H%M")  # noqa: DTZ007 (the zone is put on by who asks)
    except ValueError as error:
        raise Refused("old_button") from error


async def time(visit: Visit, button: buttons.PickTime) -> Shown:
    """Have it at this time; a meeting to which people are invited asks once more."""
    moment = _read(str(button.at)).replace(tzinfo=visit.ctx.shared.zone)
    return await at_moment(visit, button.meeting, button.version, moment, sure=button.sure)


async def at_moment(visit: Visit, meeting_id: int, version: int, moment: datetime, *, sure: bool) -> Shown:
    """The meeting at this moment; one to which people are invited is asked about once more."""
    card = await actions.one(visit.ctx, meeting_id)
    if moment <= visit.ctx.now:
        raise Refused("meeting_past")
    if card.meeting.state is MeetingState.PLANNED and not sure:
        if not card.may_lead:
            raise Refused("not_allowed")
        at = int(moment.strftime("%Y%m%d%H%M"))
        return _waits(card, "when", times.move_sure(visit.words, card, at, moment, visit.ctx.shared.zone))
    return shown(visit, await actions.edit(visit.ctx, meeting_id, version, {"starts_at": moment.astimezone(UTC)}))


async def duration(visit: Visit, button: buttons.ChooseDuration) -> Shown:
    """Have it take so long."""
    return await lasting(visit, button.meeting, button.version, button.minutes)


async def lasting(visit: Visit, meeting_id: int, version: int, minutes: int) -> Shown:
    """The meeting, taking so long."""
    if not SHORTEST_MINUTES <= minutes <= LONGEST_MINUTES:
        raise Refused("old_button")
    return shown(visit, await actions.edit(visit.ctx, meeting_id, version, {"minutes": minutes}))


async def whom(visit: Visit, button: buttons.InviteWhom) -> Shown:
    """Choose who will be invited; where people know of it already, it is asked once."""
    card = await actions.one(visit.ctx, button.meeting)
    if card.meeting.state is MeetingState.PLANNED:
        return await _other_invitees(visit, button.meeting, Wanted(whom=button.whom))
    return shown(visit, await inviting.invite_whom(visit.ctx, button.meeting, button.version, button.whom))


async def village(visit: Visit, button: buttons.InviteVillage) -> Shown:
    """Invite a village, or not any more."""
    card = await actions.one(visit.ctx, button.meeting)
    if card.meeting.state is MeetingState.PLANNED:
        return await _other_invitees(visit, button.meeting, Wanted(village=button.code))
    return await _ask_invited(
        visit, await inviting.invite_village(visit.ctx, button.meeting, button.version, button.code)
    )


async def _other_invitees(visit: Visit, meeting_id: int, wanted: Wanted) -> Shown:
    return screens.reinvite_sure(visit.words, await inviting.preview(visit.ctx, meeting_id, wanted))


async def reinvite(visit: Visit, button: buttons.Reinvite) -> Shown:
    """Invite others to a meeting of which people know."""
    wanted = Wanted(button.whom, button.village)
    return shown(visit, await inviting.reinvite(visit.ctx, button.meeting, button.version, wanted))


async def no_limit(visit: Visit, button: buttons.NoLimit) -> Shown:
    """Have room for everyone."""
    return shown(visit, await actions.edit(visit.ctx, button.meeting, button.version, {"capacity": None}))


def _reminders(visit: Visit, card: Card) -> tuple[int, ...]:
    own = card.meeting.reminders
    return visit.ctx.shared.meeting_reminders if own is None else own


async def reminder(visit: Visit, button: buttons.ToggleReminder) -> Shown:
    """Remind so long before, or not any more."""
    card = await actions.one(visit.ctx, button.meeting)
    chosen = set(_reminders(visit, card)) ^ {button.minutes}
    changes = {"reminders": tuple(sorted(chosen, reverse=True))}
    card = await actions.edit(visit.ctx, button.meeting, button.version, changes)
    return screens.reminders(visit.words, card, _reminders(visit, card))


async def publish(visit: Visit, button: buttons.PublishMeeting) -> Shown:
    """Invite: shown once more, then done."""
    if not button.sure:
        card = await actions.one(visit.ctx, button.meeting)
        if card.meeting.missing():
            raise Refused("meeting_unfinished")
        return screens.publish_sure(visit.words, card, visit.ctx.shared.zone)
    return shown(visit, await actions.publish(visit.ctx, button.meeting))


async def cancel(visit: Visit, button: buttons.CancelMeeting) -> Shown:
    """Call it off, or throw the draft away: asked once, then done."""
    card = await actions.one(visit.ctx, button.meeting)
    if not button.sure:
        return screens.cancel_sure(visit.words, card)
    if card.meeting.state is MeetingState.DRAFT:
        await actions.discard(visit.ctx, button.meeting)
        return screens.thrown_away(visit.words)
    return shown(visit, await actions.cancel(visit.ctx, button.meeting))


ROUTES = Routes(
    presses={
        buttons.BeginMeeting: begin,
        buttons.MeetingPart: part,
        buttons.MeetingTitle: title_in,
        buttons.ShowMonth: month,
        buttons.PickDay: day,
        buttons.PickTime: time,
        buttons.InviteWhom: whom,
        buttons.InviteVillage: village,
        buttons.Reinvite: reinvite,
        buttons.ChooseDuration: duration,
        buttons.NoLimit: no_limit,
        buttons.ToggleReminder: reminder,
        buttons.PublishMeeting: publish,
        buttons.CancelMeeting: cancel,
    },
    screens={"new_meeting": new},
    places={tree.MEETING: placed},
)
