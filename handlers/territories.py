"""Choosing a territory for whatever needs one."""

import asyncio

from actions import people, territories
from domain.people import Step
from domain.permissions import Act
from domain.refusals import Refused
from handlers.visit import TERRITORY_FIELD, Document, PlaceHandler, Reply, Routes, Shown, Visit, awaiting_territory
from reports.poster import poster as poster_pdf
from screens import buttons, posters
from screens import territories as screens
from screens.people.settings import home as home_screen


async def browse(visit: Visit, button: buttons.Browse) -> Shown:
    """Look at a part of the tree; a name may be typed instead."""
    _taker(visit, button.purpose)
    branch = await territories.branch(visit.ctx, button.code or None)
    screen = screens.browse(visit.words, branch, button.purpose, button.page)
    # While registering every text is the name of an okrug anyway.
    return screen if button.purpose == screens.REGISTER else Reply(screen, awaits=awaiting_territory(button.purpose))


async def choose(visit: Visit, button: buttons.Choose) -> Shown:
    """A territory was chosen: what for says who takes it from here."""
    return await _taker(visit, button.purpose)(visit, button.purpose, button.code)


def _taker(visit: Visit, purpose: str) -> PlaceHandler:
    """Who takes a territory that is chosen for this purpose; a purpose that nobody has is that of an old button."""
    taker = visit.routes.places.get(purpose.partition(".")[0])
    if taker is None:
        raise Refused("old_button")
    registered = visit.ctx.actor.step is Step.DONE
    if registered is (purpose == screens.REGISTER):
        raise Refused("registered_already" if registered else "not_registered")
    return taker


async def find(visit: Visit, text: str) -> Shown:
    """Look for what a person typed."""
    purpose = _purpose(visit)
    found = await territories.find(visit.ctx, text)
    if not found:
        return Reply(screens.nothing_alike(visit.words, text, purpose), awaits=visit.ctx.actor.awaited)
    return Reply(screens.candidates(visit.words, found, purpose), awaits=visit.ctx.actor.awaited)


async def share_location(visit: Visit, button: buttons.ShareLocation) -> Shown:
    """Ask for a location."""
    _taker(visit, button.purpose)
    awaits = None if button.purpose == screens.REGISTER else awaiting_territory(button.purpose)
    return Reply(screens.ask_location(visit.words), fresh=True, awaits=awaits)


async def located(visit: Visit, latitude: float, longitude: float) -> Shown:
    """Look for the okrugs near a location."""
    found = await territories.near(visit.ctx, latitude, longitude)
    return Reply(screens.near(visit.words, found, _purpose(visit)), awaits=visit.ctx.actor.awaited)


async def without_location(visit: Visit) -> Shown:
    """No location after all: choose from the list."""
    purpose = _purpose(visit)
    branch = await territories.branch(visit.ctx, None)
    screen = screens.without_location(visit.words, screens.browse(visit.words, branch, purpose))
    return Reply(screen, awaits=visit.ctx.actor.awaited)


def wants_location(visit: Visit) -> bool:
    """Whether the place of a person is asked for where they stand."""
    return visit.ctx.actor.step is Step.OKRUG or visit.awaited_field == TERRITORY_FIELD


def _purpose(visit: Visit) -> str:
    awaited = visit.ctx.actor.awaited
    if visit.ctx.actor.step is not Step.DONE or awaited is None:
        return screens.REGISTER
    return awaited.field.partition(":")[2]


async def poster_of(visit: Visit) -> Shown:
    """Which okrug's poster; who has one okrug is not asked."""
    where = await territories.within_reach(visit.ctx, Act.MAKE_POSTER)
    if where.only is not None:
        return await poster(visit, screens.POSTER, where.only.code)
    return Reply(screens.browse(visit.words, where, screens.POSTER), awaits=awaiting_territory(screens.POSTER))


async def poster(visit: Visit, _purpose: str, code: str) -> Shown:
    """The okrug's poster as a file to print."""
    what = await territories.poster(visit.ctx, code)
    pdf = await asyncio.to_thread(poster_pdf, what.okrug.names, what.link, posters.on_paper())
    caption = posters.caption(visit.words, what.okrug)
    return Reply(document=Document(f"kenes-{code}.pdf", pdf, caption))


async def move(visit: Visit) -> Shown:
    """Choose another okrug to live in."""
    if visit.ctx.actor.step is not Step.DONE:
        raise Refused("not_registered")
    return await browse(visit, buttons.Browse(purpose=screens.MOVE, code="", page=0))


async def home(visit: Visit) -> Shown:
    """Where one lives."""
    return home_screen(visit.words, await people.my_home(visit.ctx))


ROUTES = Routes(
    presses={buttons.Browse: browse, buttons.Choose: choose, buttons.ShareLocation: share_location},
    screens={"poster": poster_of, "move": move, "home": home},
    commands={"poster": poster_of},
    texts={TERRITORY_FIELD: find},
    points={TERRITORY_FIELD: located},
    places={screens.POSTER: poster},
)
