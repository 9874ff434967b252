"""Settings: what a person can change, take away or delete about themselves."""

import asyncio
from functools import partial

from actions import people as actions
from domain.people import AgeBand, Sex
from domain.refusals import Refused
from domain.topics import Quiet, Topic
from handlers.visit import Document, Reply, Routes, Shown, Visit
from reports import own_data
from screens import buttons
from screens.people import own_data as spoken_data
from screens.people import settings as screens
from screens.territories import MOVE


async def settings(visit: Visit) -> Shown:
    """The ways into the settings."""
    if visit.ctx.actor.registered_at is None:
        raise Refused("not_registered")
    return screens.settings(visit.words)


async def language(visit: Visit) -> Shown:
    """Which language to read."""
    return screens.language(visit.words, visit.words.language)


async def moved(visit: Visit, _purpose: str, code: str) -> Shown:
    """Live in another okrug from now on."""
    return screens.home(visit.words, await actions.move(visit.ctx, code), changed=True)


async def village(visit: Visit) -> Shown:
    """The villages of one's okrug."""
    return screens.villages(visit.words, await actions.my_villages(visit.ctx))


async def choose_village(visit: Visit, button: buttons.ChooseVillage) -> Shown:
    """Name one's village, or leave it open."""
    return screens.home(visit.words, await actions.choose_village(visit.ctx, button.code or None), changed=True)


async def profile(visit: Visit) -> Shown:
    """What the person said of themselves."""
    return screens.profile(visit.words, await actions.my_profile(visit.ctx))


async def ask_sex(visit: Visit) -> Shown:
    """The question about sex."""
    return screens.ask_sex(visit.words)


async def ask_age(visit: Visit) -> Shown:
    """The question about age."""
    return screens.ask_age(visit.words)


async def tell_sex(visit: Visit, button: buttons.TellSex) -> Shown:
    """Say one's sex, or skip it."""
    return screens.profile(visit.words, await actions.tell_sex(visit.ctx, Sex(button.sex)))


async def tell_age(visit: Visit, button: buttons.TellAge) -> Shown:
    """Say one's age band, or skip it."""
    return screens.profile(visit.words, await actions.tell_age(visit.ctx, AgeBand(button.age)))


def _topics(visit: Visit) -> tuple[Topic, ...]:
    return tuple(topic for topic in Topic if topic is not Topic.DUTIES or visit.ctx.actor.grants)


async def notifications(visit: Visit) -> Shown:
    """How the person hears of each topic."""
    return screens.notifications(visit.words, await actions.my_notifications(visit.ctx), _topics(visit))


async def show_topic(visit: Visit, button: buttons.ShowTopic) -> Shown:
    """How to hear of one topic."""
    chosen = await actions.my_notifications(visit.ctx)
    return screens.topic(visit.words, button.topic, chosen.mode(button.topic))


async def choose_topic(visit: Visit, button: buttons.ChooseTopic) -> Shown:
    """Hear of a topic in this way from now on."""
    chosen = await actions.choose_topic(visit.ctx, button.topic, button.mode)
    return screens.notifications(visit.words, chosen, _topics(visit))


async def quiet(visit: Visit) -> Shown:
    """When nothing unasked comes."""
    return screens.quiet(visit.words, (await actions.my_notifications(visit.ctx)).quiet)


async def choose_quiet(visit: Visit, button: buttons.ChooseQuiet) -> Shown:
    """Hear nothing unasked in these hours from now on."""
    try:
        hours = Quiet(button.from_hour, button.until_hour)
    except ValueError as error:
        raise Refused("not_allowed") from error
    return screens.notifications(visit.words, await actions.choose_quiet(visit.ctx, hours), _topics(visit))


async def my_data(visit: Visit) -> Shown:
    """Taking away or deleting everything that is kept."""
    return screens.my_data(visit.words, visit.ctx.shared.backup_keep_days)


async def download(visit: Visit) -> Shown:
    """Everything kept about the person as a file."""
    kept = await actions.own_data(visit.ctx)
    spoken = own_data.Spoken(partial(spoken_data.label, visit.words), partial(spoken_data.value, visit.words))
    content = await asyncio.to_thread(
        own_data.own_data, visit.words, kept, visit.ctx.now, visit.ctx.shared.zone, spoken
    )
    return Reply(document=Document(own_data.FILE_NAME, content, screens.download_ready(visit.words)))


async def erase(visit: Visit, button: buttons.EraseMe) -> Shown:
    """Delete oneself: asked once, then done."""
    if not button.sure:
        return screens.erase_sure(visit.words)
    await actions.erase_self(visit.ctx)
    return Reply(screens.erased(visit.words), role_changed=(visit.user.id,))


ROUTES = Routes(
    presses={
        buttons.ChooseVillage: choose_village,
        buttons.TellSex: tell_sex,
        buttons.TellAge: tell_age,
        buttons.ShowTopic: show_topic,
        buttons.ChooseTopic: choose_topic,
        buttons.ChooseQuiet: choose_quiet,
        buttons.EraseMe: erase,
    },
    screens={
        "settings": settings,
        "language": language,
        "village": village,
        "profile": profile,
        "sex": ask_sex,
        "age": ask_age,
        "notifications": notifications,
        "quiet": quiet,
        "my_data": my_data,
        "download": download,
    },
    commands={"settings": settings},
    places={MOVE: moved},
)
