"""What people type for a meeting that is being planned."""

from collections.abc import Awaitable, Callable

from actions.meetings import planning as actions
from domain.durations import read_duration
from domain.languages import LANGUAGES
from domain.meetings import LONGEST_LINE, LONGEST_PLACE, LONGEST_TITLE, MOST_LINES, MOST_PEOPLE
from domain.moments import is_no_day, read_moment
from domain.refusals import Refused
from handlers.meetings.common import FIELD, again, asked_for, awaiting, kept, local_now, shown
from handlers.meetings.planning import at_moment, lasting
from handlers.visit import Reply, Routes, Shown, Visit
from screens.meetings import drafts as screens
from screens.meetings import times

# Awaited after the place in words: a point on the map may follow.
POINT = "point"


async def typed_title(visit: Visit, text: str) -> Shown:
    """The title in the language that was asked for."""
    what, meeting_id, version = asked_for(visit)
    language = next((code for code in LANGUAGES if what == f"title_{code}"), None)
    if language is None:
        raise Refused("old_button")
    if len(text) > LONGEST_TITLE:
        return await _too_long(visit, meeting_id, LONGEST_TITLE)
    return shown(visit, await actions.name_it(visit.ctx, meeting_id, version, language, " ".join(text.split())))


async def typed_when(visit: Visit, text: str) -> Shown:
    """The day and time."""
    _, meeting_id, version = asked_for(visit)
    moment = read_moment(text, visit.words.language, local_now(visit))
    if moment is None:
        card = await actions.one(visit.ctx, meeting_id)
        no_day = is_no_day(text, visit.words.language, visit.ctx.today)
        return again(visit, (times.no_day if no_day else times.not_a_moment)(visit.words, card, visit.ctx.today))
    return await at_moment(visit, meeting_id, version, moment, sure=False)


async def typed_duration(visit: Visit, text: str) -> Shown:
    """How long it takes."""
    _, meeting_id, version = asked_for(visit)
    minutes = read_duration(text)
    if minutes is None:
        return again(visit, times.not_a_duration(visit.words, await actions.one(visit.ctx, meeting_id)))
    return await lasting(visit, meeting_id, version, minutes)


async def typed_where(visit: Visit, text: str) -> Shown:
    """The place."""
    _, meeting_id, version = asked_for(visit)
    if len(text) > LONGEST_PLACE:
        return await _too_long(visit, meeting_id, LONGEST_PLACE)
    card = await actions.edit(visit.ctx, meeting_id, version, {"where": " ".join(text.split())})
    return Reply(shown(visit, card), awaits=awaiting(POINT, meeting_id, card.meeting.version))


async def point(visit: Visit, latitude: float, longitude: float) -> Shown:
    """A point on the map, before or after the place in words."""
    what, meeting_id, version = asked_for(visit)
    if what not in ("where", POINT):
        raise Refused("old_button")
    return await kept(visit, _pointed(visit, meeting_id, version, (latitude, longitude)))


async def _pointed(visit: Visit, meeting_id: int, version: int, where: tuple[float, float]) -> Shown:
    card = await actions.edit(visit.ctx, meeting_id, version, {"point": where})
    awaits = None if card.meeting.where else awaiting("where", meeting_id, card.meeting.version)
    return Reply(shown(visit, card), awaits=awaits)


async def typed_agenda(visit: Visit, text: str) -> Shown:
    """The points of the agenda, a line each."""
    _, meeting_id, version = asked_for(visit)
    lines = tuple(line.strip() for line in text.splitlines() if line.strip())
    if len(lines) > MOST_LINES or any(len(line) > LONGEST_LINE for line in lines):
        return await _too_long(visit, meeting_id, LONGEST_LINE)
    return shown(visit, await actions.edit(visit.ctx, meeting_id, version, {"agenda": lines}))


async def typed_capacity(visit: Visit, text: str) -> Shown:
    """The number of places."""
    _, meeting_id, version = asked_for(visit)
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= MOST_PEOPLE):
        return again(visit, screens.not_a_number(visit.words, await actions.one(visit.ctx, meeting_id)))
    return shown(visit, await actions.edit(visit.ctx, meeting_id, version, {"capacity": int(text)}))


async def _too_long(visit: Visit, meeting_id: int, most: int) -> Shown:
    return again(visit, screens.too_long(visit.words, await actions.one(visit.ctx, meeting_id), most))


TYPED: dict[str, Callable[[Visit, str], Awaitable[Shown]]] = {
    **{f"title_{language}": typed_title for language in LANGUAGES},
    "when": typed_when,
    "duration": typed_duration,
    "where": typed_where,
    "agenda": typed_agenda,
    "capacity": typed_capacity,
}

ROUTES = Routes(points={FIELD: point})
