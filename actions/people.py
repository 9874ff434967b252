"""What people do about themselves: register, change what is kept about them, take it away, leave."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from actions.context import Context, action
from actions.meetings.planning import give_places
from domain.languages import Language
from domain.links import Link, LinkKind, read_payload
from domain.people import Actor, AgeBand, Arrival, Awaited, Home, Profile, Sex, age_is_due
from domain.permissions import Act
from domain.refusals import Refused
from domain.roles import Area
from domain.surveys.keying import read_code
from domain.territories import Territory
from domain.topics import Mode, Notifications, Quiet, Topic
from storage import files, interests, territories
from storage import people as store
from storage.database import Connection
from storage.issues import reading
from storage.meetings import answers
from storage.meetings import planning as meetings
from storage.surveys import own, paper, surveys


@action(Act.BEGIN)
async def begin(ctx: Context, payload: str | None) -> Arrival:
    """Start, or start again: the link is remembered until it can be opened; a stranger without one stays a stranger."""
    link = read_payload(payload)
    if link is None:
        return await ctx.read(_stand, ctx)

    def remember(connection: Connection) -> Arrival:
        actor = _known(connection, ctx)
        store.set_arrival(connection, actor.id, link.payload)
        return _arrival(connection, replace(actor, arrived_by=link.payload), ctx.now)

    return await ctx.write(remember)


def _stand(connection: Connection, ctx: Context) -> Arrival:
    return _arrival(connection, ctx.actor, ctx.now)


def _known(connection: Connection, ctx: Context) -> Actor:
    if ctx.actor.id:
        return ctx.actor
    person_id = store.create(connection, ctx.actor.telegram_id or 0, ctx.now)
    return replace(ctx.actor, id=person_id)


def _arrival(connection: Connection, actor: Actor, now: datetime) -> Arrival:
    link = read_payload(actor.arrived_by)
    code = None if link is None else _okrug_of(connection, link, now)
    if code is None:
        return Arrival(actor, None, link)
    named = territories.territory(connection, code)
    return Arrival(actor, named if named is not None and named.can_be_home else None, link)


def _okrug_of(connection: Connection, link: Link, now: datetime) -> str | None:
    """The okrug that a link names; that of an issue only when its neighbours see it, of a survey while it is open."""
    if link.kind is LinkKind.TERRITORY:
        return link.key
    if link.kind is LinkKind.SURVEY:
        return surveys.territory_of(connection, link.key)
    if link.kind is LinkKind.PAPER:
        code = read_code(link.key)
        return None if code is None else paper.territory_of(connection, code)
    if link.kind is not LinkKind.ISSUE or not link.key.isdigit():
        return None
    found = reading.issue(connection, int(link.key[:15]))
    return found.okrug.code if found is not None and found.is_public(now) else None


@action(Act.BEGIN)
async def choose_language(ctx: Context, language: Language) -> Arrival:
    """Read and be written to in this language from now on; a stranger becomes a person here."""

    def choose(connection: Connection) -> Arrival:
        actor = _known(connection, ctx)
        store.set_language(connection, actor.id, language)
        return _arrival(connection, replace(actor, language=language), ctx.now)

    return await ctx.write(choose)


@action(Act.REGISTER)
async def agree(ctx: Context, okrug_code: str | None = None) -> Arrival:
    """Agree to what is kept; with `okrug_code`, the one a link named, live there from the same tap on."""
    if ctx.actor.language is None:
        raise Refused("not_registered")

    def agreed(connection: Connection) -> Arrival:
        store.agree(connection, ctx.actor.id, ctx.now)
        actor = replace(ctx.actor, agreed_at=ctx.actor.agreed_at or ctx.now)
        if okrug_code is None or actor.home is not None:
            return _arrival(connection, actor, ctx.now)
        return _settle(connection, ctx, actor, okrug_code)

    return await ctx.write(agreed)


@action(Act.REGISTER)
async def choose_first_home(ctx: Context, okrug_code: str) -> Arrival:
    """Say where one lives while registering; refused once registered, so that an old button moves nobody."""
    if ctx.actor.agreed_at is None or ctx.actor.language is None:
        raise Refused("not_registered")
    if ctx.actor.home is not None:
        raise Refused("registered_already")
    return await ctx.write(_settle, ctx, ctx.actor, okrug_code)


def _settle(connection: Connection, ctx: Context, actor: Actor, okrug_code: str) -> Arrival:
    home = store.settle(connection, actor.id, okrug_code, ctx.now)
    if home is None:
        raise Refused("no_such_okrug")
    return Arrival(
        replace(actor, home=home, registered_at=actor.registered_at or ctx.now), None, read_payload(actor.arrived_by)
    )


@action(Act.BEGIN)
async def forget_arrival(ctx: Context) -> None:
    """The link a person came by was opened."""
    if ctx.actor.arrived_by is not None:
        await ctx.write(store.set_arrival, ctx.actor.id, None)


@action(Act.SETTINGS)
async def my_home(ctx: Context) -> Home:
    """Where the person lives."""
    return await ctx.read(_home, ctx.actor)


def _home(connection: Connection, actor: Actor) -> Home:
    if actor.home is None:
        raise Refused("not_registered")
    chain = tuple(territories.chain(connection, actor.home.code))
    villages = territories.villages(connection, actor.home.code)
    village = next((village for village in villages if village.code == actor.village_code), None)
    return Home(chain, village, len(villages))


@action(Act.SETTINGS)
async def move(ctx: Context, okrug_code: str) -> Home:
    """Live in another okrug from now on."""
    ctx.require(Act.SETTINGS, owner=ctx.actor.id)

    def moved(connection: Connection) -> Home:
        home = store.settle(connection, ctx.actor.id, okrug_code, ctx.now)
        if home is None:
            raise Refused("no_such_okrug")
        return _home(connection, replace(ctx.actor, home=home, village_code=None))

    return await ctx.write(moved)


@action(Act.SETTINGS)
async def my_villages(ctx: Context) -> list[Territory]:
    """The villages of the person's okrug."""
    if ctx.actor.home is None:
        raise Refused("not_registered")
    return await ctx.read(territories.villages, ctx.actor.home.code)


@action(Act.SETTINGS)
async def choose_village(ctx: Context, village_code: str | None) -> Home:
    """Name one's village in one's own okrug, or (None) leave it open."""

    def choose(connection: Connection) -> Home:
        if ctx.actor.home is None:
            raise Refused("not_registered")
        known = {village.code for village in territories.villages(connection, ctx.actor.home.code)}
        if village_code is not None and village_code not in known:
            raise Refused("no_such_okrug")
        store.set_village(connection, ctx.actor.id, village_code)
        return _home(connection, replace(ctx.actor, village_code=village_code))

    return await ctx.write(choose)


@action(Act.SETTINGS)
async def my_profile(ctx: Context) -> Profile:
    """What the person said of themselves."""
    return await ctx.read(store.profile, ctx.actor.id)


@action(Act.SETTINGS)
async def profile_question(ctx: Context) -> str | None:
    """What is still to be asked, `sex` or `age`, None when both were answered: for whoever needs it first."""
    known = await ctx.read(store.profile, ctx.actor.id)
    if known.sex is None:
        return "sex"
    return "age" if age_is_due(known.age_told_on, ctx.today) else None


@action(Act.SETTINGS)
async def tell_sex(ctx: Context, sex: Sex) -> Profile:
    """Say one's sex, or that one would rather not."""

    def tell(connection: Connection) -> Profile:
        store.set_sex(connection, ctx.actor.id, sex)
        return store.profile(connection, ctx.actor.id)

    return await ctx.write(tell)


@action(Act.SETTINGS)
async def tell_age(ctx: Context, age: AgeBand) -> Profile:
    """Say one's age band, or that one would rather not."""

    def tell(connection: Connection) -> Profile:
        store.set_age(connection, ctx.actor.id, age, ctx.today)
        return store.profile(connection, ctx.actor.id)

    return await ctx.write(tell)


@action(Act.SETTINGS)
async def my_notifications(ctx: Context) -> Notifications:
    """What the person wants to hear of, and when."""
    return await ctx.read(store.notifications, ctx.actor.id)


@action(Act.SETTINGS)
async def choose_topic(ctx: Context, topic: Topic, mode: Mode) -> Notifications:
    """Hear of a topic in this way from now on."""

    def choose(connection: Connection) -> Notifications:
        store.set_topic(connection, ctx.actor.id, topic, mode)
        return store.notifications(connection, ctx.actor.id)

    return await ctx.write(choose)


@action(Act.SETTINGS)
async def choose_quiet(ctx: Context, quiet: Quiet) -> Notifications:
    """Hear nothing unasked in these hours from now on."""

    def choose(connection: Connection) -> Notifications:
        store.set_quiet(connection, ctx.actor.id, quiet)
        return store.notifications(connection, ctx.actor.id)

    return await ctx.write(choose)


@action(Act.SETTINGS)
async def my_interests(ctx: Context) -> frozenset[Area]:
    """The focus areas that interest the person."""
    return await ctx.read(interests.of, ctx.actor.id)


@action(Act.SETTINGS)
async def choose_interest(ctx: Context, area: Area, *, wanted: bool) -> frozenset[Area]:
    """Be interested in a focus area from now on, or not."""
    if area is Area.PLANNING:
        raise Refused("old_button")
    ctx.require(Act.SETTINGS, owner=ctx.actor.id)

    def choose(connection: Connection) -> frozenset[Area]:
        interests.choose(connection, ctx.actor.id, area, wanted=wanted)
        return interests.of(connection, ctx.actor.id)

    return await ctx.write(choose)


@action(Act.OWN_DATA)
async def own_data(ctx: Context) -> dict[str, list[Mapping[str, Any]]]:
    """Everything that is kept about the person, by heading."""
    if not ctx.actor.id:
        raise Refused("not_registered")
    return await ctx.read(_kept, ctx.actor.id)


def _kept(connection: Connection, person_id: int) -> dict[str, list[Mapping[str, Any]]]:
    kept = store.kept_about(connection, person_id)
    kept[own.HEADING] = [*filter(own.is_told_otherwise, kept[own.HEADING]), *own.kept(connection, person_id)]
    named: dict[str, list[Mapping[str, Any]]] = {}
    for heading, rows in kept.items():
        named[heading] = [{name: _place_name(connection, name, value) for name, value in row.items()} for row in rows]
    return named


def _place_name(connection: Connection, column: str, value: object) -> object:
    """The names of a place where only its code is kept."""
    if not isinstance(value, str) or not column.endswith(("okrug_code", "village_code", "territory_code")):
        return value
    place = territories.territory(connection, value)
    return value if place is None else place.names


@action(Act.ERASE_SELF)
async def erase_self(ctx: Context) -> None:
    """Leave: personal data is gone with this transaction, what was given to the common cause stays without a name."""

    def erase(connection: Connection) -> set[str]:
        theirs = files.names_of_owner(connection, ctx.actor.id)
        if ctx.actor.telegram_id is not None:
            # Before the commit: a listed erasure that did not happen is mended by asking again, a forgotten one is not.
            ctx.shared.erasures.remember(ctx.actor.telegram_id, ctx.now)
        held = answers.places_held(connection, ctx.actor.id, ctx.now)
        store.erase(connection, ctx.actor.id, ctx.now)
        for number in held:
            meeting = meetings.meeting(connection, number)
            if meeting is not None:
                # Who waits for a place shall not wait for somebody who is gone.
                give_places(connection, ctx, meeting)
        return theirs

    if ctx.actor.id:
        await asyncio.to_thread(files.remove, ctx.shared.files, await ctx.write(erase))
        await ctx.db.forget()


@action(Act.BEGIN)
async def note_blocked(ctx: Context, blocked: bool) -> None:
    """The person shut the bot out, or let it in again."""
    await ctx.write(store.set_blocked, ctx.actor.telegram_id or 0, ctx.now if blocked else None)


@action(Act.BEGIN)
async def expect_text(ctx: Context, what: Awaited | None) -> None:
    """Wait for a text for a field of a row, or (None) for nothing more; of a stranger nothing is awaited."""
    if what is not None and ctx.actor.id:
        await ctx.write(store.await_text, ctx.actor.id, what, ctx.now)
    elif ctx.actor.awaited is not None:
        await ctx.write(store.await_nothing, ctx.actor.id)
