"""From the first word to the menu."""

from dataclasses import replace

from actions import people as actions
from actions import territories
from domain.languages import language_of
from domain.links import LinkKind
from domain.people import Arrival, Step
from handlers.home import menu
from handlers.visit import Reply, Routes, Shown, Visit
from screens import buttons
from screens import territories as tree
from screens.people import registration as screens
from screens.people.settings import settings
from screens.screen import Screen
from texts import Html


async def begin(visit: Visit, payload: str | None = None) -> Shown:
    """Answer `/start`: go on where the person stands, and open the link that they came by once they are registered."""
    return await where_they_stand(visit, await actions.begin(visit.ctx, payload))


async def where_they_stand(visit: Visit, arrival: Arrival, *, welcome: bool = False) -> Shown:
    """The screen of the next step, the menu when there is none."""
    step = arrival.actor.step
    if step is Step.LANGUAGE:
        return screens.languages(language_of(visit.user.language_code))
    here = visit.by(arrival.actor)
    if step is Step.CONSENT:
        return screens.consent(here.words, arrival.okrug)
    if step is Step.OKRUG:
        return tree.browse(here.words, await territories.branch(here.ctx, None), tree.REGISTER)
    return await _arrived(here, arrival, welcome=welcome)


async def _arrived(visit: Visit, arrival: Arrival, *, welcome: bool) -> Shown:
    link = arrival.link
    greeting = await _greeting(visit) if welcome else None
    if link is None:
        return await menu(visit, greeting)
    await actions.forget_arrival(visit.ctx)
    if opens := visit.routes.links.get(link.kind):
        return await opens(visit, link.key)
    if link.kind is LinkKind.TERRITORY:
        moved = arrival.okrug is not None and arrival.actor.home != arrival.okrug.place
        if moved and not welcome and arrival.okrug is not None:
            return screens.other_okrug(visit.words, arrival.okrug)
        return await menu(visit, greeting)
    return await menu(visit, screens.unknown_link(visit.words))


async def _greeting(visit: Visit) -> Html:
    where = await actions.my_home(visit.ctx)
    return screens.welcome(visit.words, where.chain[-1])


async def to_menu(visit: Visit) -> Shown:
    """The menu, or the next step of registering."""
    if visit.ctx.actor.step is not Step.DONE:
        return await begin(visit)
    return await menu(visit)


async def choose_language(visit: Visit, button: buttons.ChooseLanguage) -> Shown:
    """Read this language from now on."""
    arrival = await actions.choose_language(visit.ctx, button.language)
    if button.then == "settings" and arrival.actor.step is Step.DONE:
        return _with_commands(visit, arrival, settings(visit.by(arrival.actor).words))
    return _with_commands(visit, arrival, await where_they_stand(visit, arrival))


def _with_commands(visit: Visit, arrival: Arrival, shown: Shown) -> Shown:
    # An official's commands are in their language, and work once they are registered.
    if not arrival.actor.grants:
        return shown
    reply = Reply(shown) if isinstance(shown, Screen) else shown
    return replace(reply, role_changed=(visit.user.id,))


async def agree(visit: Visit, button: buttons.Agree) -> Shown:
    """Agree, and live in the okrug that the link named."""
    before = visit.ctx.actor.step
    arrival = await actions.agree(visit.ctx, button.okrug or None)
    shown = await where_they_stand(visit, arrival, welcome=before is not Step.DONE)
    return _with_commands(visit, arrival, shown)


async def choose_okrug(visit: Visit, _purpose: str, code: str) -> Shown:
    """Live in this okrug, which ends the registration."""
    arrival = await actions.choose_first_home(visit.ctx, code)
    return _with_commands(visit, arrival, await where_they_stand(visit, arrival, welcome=True))


ROUTES = Routes(
    presses={buttons.ChooseLanguage: choose_language, buttons.Agree: agree},
    screens={"menu": to_menu},
    commands={"menu": to_menu},
    places={tree.REGISTER: choose_okrug},
)
