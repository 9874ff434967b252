"""An okrug's own groups and channels: the akim binds them, and they get what everybody may hear."""

from dataclasses import dataclass

from actions.context import Context, action
from domain.announcements import Group
from domain.audiences import Audience, Rule, RuleKind
from domain.languages import LANGUAGES, Language
from domain.outbox import NewNotice, Urgency
from domain.permissions import Act, reach, scope
from domain.refusals import Refused
from domain.territories import Place, Territory
from domain.topics import Topic
from storage import audit, facts, territories
from storage import groups as store
from storage.database import Connection
from storage.outbox import notices

LOST = "group_lost"
SUBJECT = "group"


@dataclass(frozen=True, slots=True)
class GroupView:
    """A group with its territory."""

    group: Group
    territory: Territory | None


@dataclass(frozen=True, slots=True)
class GroupList:
    """The groups that are bound where a person may bind them, and the bot's username for binding another."""

    groups: tuple[GroupView, ...]
    bot_username: str | None


@action(Act.BIND_GROUP)
async def bound(ctx: Context) -> GroupList:
    """The groups that are bound where the person may bind them."""
    where = reach(ctx.actor, Act.BIND_GROUP)

    def look(connection: Connection) -> GroupList:
        found = tuple(_view(connection, group) for group in store.bound(connection, where))
        return GroupList(found, facts.fact(connection, facts.BOT_USERNAME))

    return await ctx.read(look)


def _view(connection: Connection, group: Group) -> GroupView:
    return GroupView(group, territories.territory(connection, group.place.code))


@action(Act.BIND_GROUP)
async def show(ctx: Context, number: int) -> GroupView:
    """One group, bound or waiting for the person's word."""
    return await ctx.read(lambda connection: _view(connection, _mine(connection, ctx, number)))


def _mine(connection: Connection, ctx: Context, number: int) -> Group:
    group = store.group(connection, number)
    if group is None:
        raise Refused("no_such_group")
    if group.confirmed:
        ctx.require(Act.BIND_GROUP, place=group.place)
    elif store.bound_by(connection, number) != ctx.actor.id:
        raise Refused("not_allowed")
    return group


@action(Act.BIND_GROUP)
async def come_in(ctx: Context, chat_id: int, kind: str, title: str) -> GroupView | None:
    """The person let the bot into a group: it waits for their word in private; None when it is bound already."""
    place = _first_place(ctx)
    language: Language = ctx.actor.language or ctx.shared.default_language

    def keep(connection: Connection) -> GroupView | None:
        number, waits = store.come_in(
            connection,
            chat_id=chat_id,
            kind=kind,
            title=title,
            place_code=place.code,
            language=language,
            bound_by=ctx.actor.id,
            now=ctx.now,
        )
        group = store.group(connection, number)
        return _view(connection, group) if waits and group is not None else None

    return await ctx.write(keep)


def _first_place(ctx: Context) -> Place:
    """Where the group may belong until it is said: the narrowest territory of the person's roles, else their home."""
    places = [grant.place for grant in scope(ctx.actor, Act.BIND_GROUP) if grant.place is not None]
    place = places[-1] if places else ctx.actor.home
    if place is None:
        raise Refused("not_registered")
    return place


@action(Act.BIND_GROUP)
async def confirm(ctx: Context, number: int, code: str, language: Language) -> GroupView:
    """Bind a group that one let the bot into to a territory, to be spoken to in a language."""
    if language not in LANGUAGES:
        raise Refused("old_button")

    def bind(connection: Connection) -> GroupView:
        group = store.group(connection, number)
        if group is None:
            raise Refused("no_such_group")
        if store.bound_by(connection, number) != ctx.actor.id and not group.confirmed:
            raise Refused("not_allowed")
        named = territories.territory(connection, code)
        if named is None or not named.can_be_home:
            raise Refused("no_such_okrug")
        if group.confirmed:
            ctx.require(Act.BIND_GROUP, place=group.place)
        ctx.require(Act.BIND_GROUP, place=named.place)
        store.confirm(connection, number, code, language, ctx.now)
        _note(connection, ctx, number, named.place, what="bound", language=language)
        bound_now = store.group(connection, number)
        return _view(connection, bound_now or group)

    return await ctx.write(bind)


@action(Act.BIND_GROUP)
async def placed(ctx: Context, number: int, code: str) -> GroupView:
    """A group with the okrug to which it would be bound."""

    def look(connection: Connection) -> GroupView:
        group = _mine(connection, ctx, number)
        named = territories.territory(connection, code)
        if named is None or not named.can_be_home:
            raise Refused("no_such_okrug")
        ctx.require(Act.BIND_GROUP, place=named.place)
        return GroupView(group, named)

    return await ctx.read(look)


def _note(connection: Connection, ctx: Context, number: int, place: Place, **details: object) -> None:
    allowed = ctx.require(Act.BIND_GROUP, place=place)
    audit.record(
        connection,
        at=ctx.now,
        person_id=ctx.actor.id,
        grant=allowed.grant,
        place=place,
        act=Act.BIND_GROUP.value,
        subject_id=f"group {number}",
        details=details,
        source=ctx.source,
    )


@action(Act.BIND_GROUP)
async def unbind(ctx: Context, number: int) -> None:
    """Say nothing more in a group; the bot stays there until somebody takes it out."""

    def end(connection: Connection) -> None:
        group = store.group(connection, number)
        if group is None:
            return
        _mine(connection, ctx, number)
        store.unbind(connection, number, ctx.now)
        if group.confirmed:
            _note(connection, ctx, number, group.place, what="unbound")

    await ctx.write(end)


@action(Act.BEGIN)
async def lose(ctx: Context, chat_id: int) -> None:
    """The bot was taken out of a group or lost what it needs there: the group is unbound, and its akim is told."""

    def end(connection: Connection) -> None:
        group = store.of_chat(connection, chat_id)
        if group is None:
            return
        store.unbind(connection, group.id, ctx.now)
        who = store.bound_by(connection, group.id)
        if group.confirmed and who is not None:
            _tell(connection, ctx, group, who)

    await ctx.write(end)


def _tell(connection: Connection, ctx: Context, group: Group, who: int) -> None:
    notices.add(
        connection,
        NewNotice(
            kind=LOST,
            subject=SUBJECT,
            subject_id=group.id,
            occurrence=f"{ctx.now:%Y-%m-%dT%H:%M:%S}",
            topic=Topic.DUTIES,
            audience=Audience((Rule(RuleKind.PERSON, str(who)),)),
            send_from=ctx.now,
            urgency=Urgency.NORMAL,
            place=group.place,
        ),
        ctx.now,
    )
