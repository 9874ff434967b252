"""Who holds which role: giving by invites, taking, listing, ending, handing over."""

from dataclasses import replace
from datetime import datetime, timedelta

from actions.context import Context, Shared, action, with_settings
from domain.announcements import SUBJECT
from domain.keys import code_hash
from domain.people import Actor
from domain.permissions import Act, reach, scope
from domain.refusals import Refused
from domain.roles import (
    Ended,
    Grant,
    HeldRole,
    Holder,
    Invite,
    Offer,
    Offered,
    Role,
    RolePage,
    Taken,
    givable,
    makes_sense,
    may_give,
)
from domain.territories import Place, Territory
from storage import announcements, audit, facts, people, territories
from storage import roles as store
from storage.database import Connection
from storage.outbox import notices

PAGE = 8


@action(Act.GIVE_ROLE)
async def givable_roles(ctx: Context) -> tuple[Role, ...]:
    """The roles that the person may give to others, in the order of `Role`."""
    allowed = {role for grant in scope(ctx.actor, Act.GIVE_ROLE) for role in givable(grant.role)}
    return tuple(role for role in Role if role in allowed)


@action(Act.GIVE_ROLE)
async def invite(ctx: Context, offer: Offer) -> Offered:
    """Make a link that gives a role once; the same press gives the same link."""
    code = ctx.shared.key.invite_code(ctx.source)
    expires_at = ctx.now + ctx.shared.invite_days

    def make(connection: Connection) -> Offered:
        placed, territory = _placed(connection, offer)
        grant = _giver(ctx.actor, placed)
        made = store.create_invite(
            connection,
            code_hash=code_hash(code),
            offer=placed,
            source=ctx.source,
            given_by=ctx.actor.id,
            now=ctx.now,
            expires_at=expires_at,
        )
        _note(connection, ctx, grant, Act.GIVE_ROLE, placed, f"invite {made.id}")
        username = facts.fact(connection, facts.BOT_USERNAME)
        return Offered(placed, territory, code, made.expires_at, username)

    return await ctx.write(make)


def _placed(connection: Connection, offer: Offer) -> tuple[Offer, Territory | None]:
    if offer.place is None:
        return offer, None
    territory = territories.territory(connection, offer.place.code)
    if territory is None:
        raise Refused("no_such_okrug")
    return replace(offer, place=territory.place), territory


def _giver(actor: Actor, offer: Offer) -> Grant:
    if not makes_sense(offer):
        raise Refused("not_allowed")
    for grant in scope(actor, Act.GIVE_ROLE):
        if may_give(grant, offer):
            return grant
    raise Refused("not_allowed")


def _note(
    connection: Connection, ctx: Context, grant: Grant | None, act: Act, offer: Offer | Grant, subject: str
) -> None:
    audit.record(
        connection,
        at=ctx.now,
        person_id=ctx.actor.id,
        grant=grant,
        place=offer.place,
        act=act.value,
        subject_id=subject,
        details={"role": offer.role.value, "area": offer.area, "position": offer.position},
        source=ctx.source,
    )


async def invite_from_command_line(
    shared: Shared, offer: Offer, source: str, now: datetime, good_for: timedelta
) -> Offered:
    """Make an invite for whoever has the machine in hand; the log says that it was the command line."""
    code = shared.key.invite_code(source)

    def make(connection: Connection) -> Offered:
        placed, territory = _placed(connection, offer)
        made = store.create_invite(
            connection,
            code_hash=code_hash(code),
            offer=placed,
            source=source,
            given_by=None,
            now=now,
            expires_at=now + good_for,
        )
        audit.record(
            connection,
            at=now,
            person_id=None,
            grant=None,
            place=placed.place,
            act=Act.GIVE_ROLE.value,
            subject_id=f"invite {made.id}",
            details={"role": placed.role.value, "by": audit.COMMAND_LINE},
            source=source,
        )
        username = facts.fact(connection, facts.BOT_USERNAME)
        return Offered(placed, territory, code, made.expires_at, username)

    return await shared.db.write(make)


@action(Act.TAKE_ROLE)
async def offered(ctx: Context, code: str) -> tuple[Offer, Territory | None]:
    """What an invite offers, before it is taken; refused when it is used, ended or unknown."""
    ctx.require(Act.TAKE_ROLE, owner=ctx.actor.id)

    def look(connection: Connection) -> tuple[Offer, Territory | None]:
        found = _known_invite(connection, code)
        offer, territory = _placed(connection, found.offer)
        if found.used_by == ctx.actor.id and _held_already(ctx.actor, offer):
            raise Refused("invite_used_by_you")
        _must_be_open(connection, ctx, found)
        return offer, territory

    return await ctx.read(look)


def _known_invite(connection: Connection, code: str) -> Invite:
    found = store.invite_by_hash(connection, code_hash(code))
    if found is None or found.revoked_at is not None:
        raise Refused("no_such_invite")
    return found


def _must_be_open(connection: Connection, ctx: Context, found: Invite) -> None:
    if found.used_at is not None:
        raise Refused("invite_used")
    if found.expires_at <= ctx.now:
        raise Refused("invite_expired")
    if not _could_be_given_today(connection, ctx, found):
        raise Refused("no_such_invite")


def _could_be_given_today(connection: Connection, ctx: Context, found: Invite) -> bool:
    # Who lost the role must not come back by a link made before; the command line loses none.
    if found.given_by is None:
        return True
    giver = people.actor(connection, found.given_by, ctx.now)
    if giver is None:
        return False
    if found.hands_over is not None:
        return any(own.id == found.hands_over for own in giver.grants)
    return any(may_give(own, found.offer) for own in scope(with_settings(ctx.shared, giver), Act.GIVE_ROLE))


@action(Act.TAKE_ROLE)
async def take(ctx: Context, code: str, name: str) -> Taken:
    """Take the role that an invite offers, under the name that others will see; a repeat changes nothing."""
    ctx.require(Act.TAKE_ROLE, owner=ctx.actor.id)

    def taken(connection: Connection) -> Taken:
        found = _known_invite(connection, code)
        offer, territory = _placed(connection, found.offer)
        mine = _held_already(ctx.actor, offer)
        if found.used_by == ctx.actor.id and mine is not None:
            return Taken(mine, territory, again=True)
        _must_be_open(connection, ctx, found)
        if not store.use_invite(connection, found.id, ctx.actor.id, ctx.now):
            raise Refused("invite_used")
        if mine is not None and found.hands_over is None:
            return Taken(mine, territory)
        before = _holder_before(connection, ctx, found)
        return Taken(_given(connection, ctx, found, offer, name), territory, was_held_by=before)

    return await ctx.write(taken)


def _holder_before(connection: Connection, ctx: Context, found: Invite) -> int | None:
    holder = None if found.hands_over is None else store.holder(connection, found.hands_over, ctx.now)
    person = None if holder is None else people.actor(connection, holder.person_id, ctx.now)
    return None if person is None else person.telegram_id


def _given(connection: Connection, ctx: Context, found: Invite, offer: Offer, name: str) -> Grant:
    if found.hands_over is not None and not store.revoke(connection, found.hands_over, ctx.now):
        raise Refused("no_such_invite")
    grant_id = store.give(connection, ctx.actor.id, offer, found.given_by, ctx.now)
    people.set_name(connection, ctx.actor.id, name)
    grant = Grant(grant_id, offer.role, offer.place, offer.area, offer.position, offer.rights)
    _note(connection, ctx, grant, Act.TAKE_ROLE, offer, f"grant {grant_id}")
    return grant


def _held_already(actor: Actor, offer: Offer) -> Grant | None:
    return next((grant for grant in actor.grants if _same(grant, offer)), None)


def _same(grant: Grant, offer: Offer) -> bool:
    return (grant.role, grant.place, grant.area, grant.position) == (
        offer.role,
        offer.place,
        offer.area,
        offer.position,
    )


@action(Act.LIST_ROLES)
async def roles(ctx: Context, page: int) -> RolePage:
    """Who holds which role where the person may see it, a page at a time, and the invites still open."""
    where = reach(ctx.actor, Act.LIST_ROLES)

    def look(connection: Connection) -> RolePage:
        found = store.holders(connection, where, ctx.now, limit=PAGE + 1, offset=page * PAGE)
        open_ones = store.open_invites(connection, where, ctx.now) if page == 0 else []
        mine = [made for made in open_ones if _canceller(ctx.actor, made) is not None]
        held = tuple(_held(connection, ctx, holder) for holder in found[:PAGE])
        return RolePage(
            held,
            page,
            len(found) > PAGE,
            tuple((made, _territory(connection, made.offer.place)) for made in mine[:PAGE]),
        )

    return await ctx.read(look)


def _territory(connection: Connection, place: Place | None) -> Territory | None:
    return None if place is None else territories.territory(connection, place.code)


def _held(connection: Connection, ctx: Context, holder: Holder) -> HeldRole:
    mine = holder.person_id == ctx.actor.id
    return HeldRole(
        holder, _territory(connection, holder.grant.place), mine, _ender(ctx.actor, holder.grant) is not None
    )


def _ender(actor: Actor, grant: Grant) -> Grant | None:
    """The grant under which `actor` may end `grant`: nobody takes away what they could not give."""
    offer = Offer(grant.role, grant.place, grant.area, grant.position, grant.rights)
    return next((own for own in scope(actor, Act.REVOKE_ROLE) if may_give(own, offer)), None)


@action(Act.LIST_ROLES)
async def role(ctx: Context, grant_id: int) -> HeldRole:
    """One role that is held, where the person may see it."""

    def look(connection: Connection) -> HeldRole:
        holder = store.holder(connection, grant_id, ctx.now)
        if holder is None:
            raise Refused("role_ended")
        ctx.require(Act.LIST_ROLES, place=holder.grant.place)
        return _held(connection, ctx, holder)

    return await ctx.read(look)


@action(Act.REVOKE_ROLE)
async def revoke(ctx: Context, grant_id: int) -> Ended:
    """End a role that somebody holds."""

    def end(connection: Connection) -> Ended:
        holder = store.holder(connection, grant_id, ctx.now)
        if holder is None:
            raise Refused("role_ended")
        under = _ender(ctx.actor, holder.grant)
        if under is None:
            raise Refused("not_allowed")
        store.revoke(connection, grant_id, ctx.now)
        _hold_back(connection, holder)
        _note(connection, ctx, under, Act.REVOKE_ROLE, holder.grant, f"grant {grant_id}")
        person = people.actor(connection, holder.person_id, ctx.now)
        telegram_id = None if person is None else person.telegram_id
        return Ended(holder.grant, _territory(connection, holder.grant.place), holder.person_id, telegram_id)

    return await ctx.write(end)


def _hold_back(connection: Connection, holder: Holder) -> None:
    """What they planned to say in that role waits for somebody who holds one there: they may let it go."""
    planned = announcements.of_author(connection, holder.person_id, holder.grant.place)
    if planned:
        notices.hold_back(connection, SUBJECT, planned)
        announcements.repeat_no_more(connection, planned)


def _canceller(actor: Actor, made: Invite) -> Grant | None:
    """The grant under which `actor` may cancel an invite: one that could give it, or the one it hands over."""
    own = next((grant for grant in actor.grants if grant.id and grant.id == made.hands_over), None)
    return own or next((own for own in scope(actor, Act.GIVE_ROLE) if may_give(own, made.offer)), None)


@action(Act.LIST_ROLES)
async def open_invite(ctx: Context, invite_id: int) -> tuple[Invite, Territory | None]:
    """An invite that nobody has taken and that the person may cancel."""

    def look(connection: Connection) -> tuple[Invite, Territory | None]:
        found = store.invite(connection, invite_id)
        if found is None or found.used_at is not None or found.revoked_at is not None:
            raise Refused("no_such_invite")
        if _canceller(ctx.actor, found) is None:
            raise Refused("not_allowed")
        return found, _territory(connection, found.offer.place)

    return await ctx.read(look)


@action(Act.REVOKE_ROLE)
async def revoke_invite(ctx: Context, invite_id: int) -> None:
    """Make an invite that nobody has taken worthless: for who could give it, and who offered their own role by it."""

    def end(connection: Connection) -> None:
        found = store.invite(connection, invite_id)
        if found is None:
            raise Refused("no_such_invite")
        under = _canceller(ctx.actor, found)
        if under is None:
            raise Refused("not_allowed")
        if not store.revoke_invite(connection, invite_id, ctx.now):
            raise Refused("no_such_invite")
        _note(connection, ctx, under, Act.REVOKE_ROLE, found.offer, f"invite {invite_id}")

    await ctx.write(end)


@action(Act.HAND_OVER_ROLE)
async def my_roles(ctx: Context) -> tuple[tuple[Grant, Territory | None], ...]:
    """The roles that the person holds; that of the settings' administrator has the number 0."""

    def look(connection: Connection) -> tuple[tuple[Grant, Territory | None], ...]:
        return tuple((grant, _territory(connection, grant.place)) for grant in ctx.actor.grants)

    return await ctx.read(look)


@action(Act.HAND_OVER_ROLE)
async def hand_over(ctx: Context, grant_id: int) -> Offered:
    """Make a link by which a successor takes one's own role over; one's own ends when they do."""
    code = ctx.shared.key.invite_code(ctx.source)

    def make(connection: Connection) -> Offered:
        grant = next((own for own in ctx.actor.grants if own.id == grant_id and own.id != 0), None)
        if grant is None:
            raise Refused("role_ended")
        ctx.require(Act.HAND_OVER_ROLE, owner=ctx.actor.id)
        offer = Offer(grant.role, grant.place, grant.area, grant.position, grant.rights)
        made = store.create_invite(
            connection,
            code_hash=code_hash(code),
            offer=offer,
            source=ctx.source,
            given_by=ctx.actor.id,
            now=ctx.now,
            expires_at=ctx.now + ctx.shared.invite_days,
            hands_over=grant.id,
        )
        _note(connection, ctx, grant, Act.HAND_OVER_ROLE, offer, f"invite {made.id}")
        username = facts.fact(connection, facts.BOT_USERNAME)
        return Offered(offer, _territory(connection, offer.place), code, made.expires_at, username)

    return await ctx.write(make)
