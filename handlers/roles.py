"""Giving roles, taking them, seeing who holds which, ending and handing over."""

from actions import roles as actions
from actions import territories
from domain.links import LinkKind
from domain.permissions import Act
from domain.refusals import Refused
from domain.roles import Area, Offer, Position, Role
from domain.territories import Place
from handlers.home import menu
from handlers.visit import Reply, Routes, Shown, Visit, awaiting_territory
from screens import buttons
from screens import roles as screens
from screens import territories as tree
from screens.refusals import as_text


async def give(visit: Visit) -> Shown:
    """Which role to give."""
    return screens.which_role(visit.words, await actions.givable_roles(visit.ctx))


async def offer(visit: Visit, button: buttons.OfferRole) -> Shown:
    """Go on in giving a role: what is not chosen yet is asked next."""
    role, area, position = button.role, button.area, button.position
    if role not in await actions.givable_roles(visit.ctx):
        raise Refused("not_allowed")
    if role is Role.COMMITTEE and area is None:
        return screens.which_area(visit.words, role)
    if role is Role.COMMITTEE and area is not None and position is None:
        return screens.which_position(visit.words, role, area)
    if not screens.needs_territory(role):
        return screens.everywhere_or_where(visit.words, role)
    where = await territories.within_reach(visit.ctx, Act.GIVE_ROLE)
    if where.only is not None:
        return await _invite(visit, role, area, position, where.only.code)
    purpose = screens.purpose_of(role, area, position)
    return Reply(tree.browse(visit.words, where, purpose), awaits=awaiting_territory(purpose))


async def placed(visit: Visit, purpose: str, code: str) -> Shown:
    """The territory of a role was chosen: make its link."""
    return await _invite(visit, *purpose_of_role(purpose), code)


def purpose_of_role(purpose: str) -> tuple[Role, Area | None, Position | None]:
    """The role for which a territory is chosen; an unknown purpose is that of an old button."""
    try:
        return screens.read_purpose(purpose)
    except ValueError as error:
        raise Refused("old_button") from error


async def make(visit: Visit, button: buttons.MakeInvite) -> Shown:
    """Make the link of a role."""
    return await _invite(visit, button.role, button.area, button.position, button.code)


async def _invite(visit: Visit, role: Role, area: Area | None, position: Position | None, code: str) -> Shown:
    place = Place(code, "") if code else None
    made = await actions.invite(visit.ctx, Offer(role, place, area, position))
    return screens.made(visit.words, made, visit.ctx.shared.zone)


async def offered(visit: Visit, code: str) -> Shown:
    """The role that an invite offers."""
    try:
        offer, territory = await actions.offered(visit.ctx, code)
    except Refused as refused:
        return await menu(visit, as_text(visit.words, refused))
    return screens.offered(visit.words, offer, territory, code, visit.user.full_name)


async def take(visit: Visit, button: buttons.TakeRole) -> Shown:
    """Take the role that an invite offers."""
    taken = await actions.take(visit.ctx, button.code, visit.user.full_name)
    actor = visit.ctx.actor
    now = visit.by(actor if taken.grant in actor.grants else actor.with_grant(taken.grant))
    screen = await menu(now, screens.taken(visit.words, taken))
    return Reply(screen, role_changed=tuple(filter(None, (visit.user.id, taken.was_held_by))))


async def listing(visit: Visit) -> Shown:
    """Who holds which role."""
    return screens.listing(visit.words, await actions.roles(visit.ctx, 0))


async def turn(visit: Visit, button: buttons.ListRoles) -> Shown:
    """Another page of who holds which role."""
    return screens.listing(visit.words, await actions.roles(visit.ctx, max(button.page, 0)))


async def show(visit: Visit, button: buttons.ShowRole) -> Shown:
    """One role that is held."""
    return screens.one(visit.words, await actions.role(visit.ctx, button.grant), visit.ctx.shared.zone)


async def revoke(visit: Visit, button: buttons.RevokeRole) -> Shown:
    """End a role: asked once, then done."""
    if not button.sure:
        return screens.end_sure(visit.words, await actions.role(visit.ctx, button.grant))
    ended = await actions.revoke(visit.ctx, button.grant)
    changed = () if ended.telegram_id is None else (ended.telegram_id,)
    return Reply(screens.ended(visit.words, ended.grant, ended.territory), role_changed=changed)


async def revoke_invite(visit: Visit, button: buttons.RevokeInvite) -> Shown:
    """Make an invite worthless: asked once, then done."""
    if not button.sure:
        invite, territory = await actions.open_invite(visit.ctx, button.invite)
        return screens.cancel_sure(visit.words, invite, territory, visit.ctx.shared.zone)
    await actions.revoke_invite(visit.ctx, button.invite)
    return await listing(visit)


async def mine(visit: Visit) -> Shown:
    """One's own roles."""
    return screens.mine(visit.words, await actions.my_roles(visit.ctx))


async def hand_over(visit: Visit, button: buttons.HandOver) -> Shown:
    """Make the link by which a successor takes one's role over."""
    made = await actions.hand_over(visit.ctx, button.grant)
    return screens.made_for_successor(visit.words, made, visit.ctx.shared.zone)


ROUTES = Routes(
    presses={
        buttons.OfferRole: offer,
        buttons.MakeInvite: make,
        buttons.TakeRole: take,
        buttons.ListRoles: turn,
        buttons.ShowRole: show,
        buttons.RevokeRole: revoke,
        buttons.RevokeInvite: revoke_invite,
        buttons.HandOver: hand_over,
    },
    screens={"give_role": give, "roles": listing, "my_roles": mine},
    commands={"invite": give, "roles": listing},
    links={LinkKind.INVITE: offered},
    places={tree.GIVE: placed},
)
