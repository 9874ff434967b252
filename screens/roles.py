"""Giving roles, taking them, seeing who holds which, ending and handing over."""

from datetime import tzinfo

from domain.links import Link, LinkKind, link_url
from domain.roles import (
    TERRITORIAL,
    Area,
    Grant,
    HeldRole,
    Invite,
    Offer,
    Offered,
    Position,
    Role,
    RolePage,
    Taken,
)
from domain.territories import Territory
from screens import buttons, names
from screens.home import back, to_menu
from screens.screen import Button, Screen, one_a_row
from screens.territories import GIVE
from texts import Html, Words, escaped


def which_role(_: Words, roles: tuple[Role, ...]) -> Screen:
    """Which role to give."""
    rows = one_a_row(
        *(Button(names.role(_, role), buttons.OfferRole(role=role, area=None, position=None)) for role in roles)
    )
    text = _("Which role would you like to give? You will get a link that works once.")
    return Screen(text, (*rows, *to_menu(_)))


def which_area(_: Words, role: Role) -> Screen:
    """Which committee or working group."""
    rows = one_a_row(
        *(Button(names.area(_, area), buttons.OfferRole(role=role, area=area, position=None)) for area in Area)
    )
    return Screen(_("In which committee or working group?"), (*rows, *back(_, "give_role")))


def which_position(_: Words, role: Role, area: Area) -> Screen:
    """Which part in it."""
    rows = one_a_row(
        *(
            Button(names.position(_, position), buttons.OfferRole(role=role, area=area, position=position))
            for position in Position
        )
    )
    return Screen(_("As what?"), (*rows, *back(_, "give_role")))


def everywhere_or_where(_: Words, role: Role) -> Screen:
    """Whether a role holds everywhere or in one part."""
    rows = one_a_row(
        Button(_.plain("All territories"), buttons.MakeInvite(role=role, area=None, position=None, code="")),
        Button(_.plain("One oblast"), buttons.Browse(purpose=purpose_of(role, None, None), code="", page=0)),
    )
    return Screen(_("Where should it hold?"), (*rows, *back(_, "give_role")))


def purpose_of(role: Role, area: Area | None, position: Position | None) -> str:
    """The purpose for which a territory is chosen while a role is being given."""
    return ".".join((GIVE, role.value, area.value if area else "", position.value if position else ""))


def read_purpose(purpose: str) -> tuple[Role, Area | None, Position | None]:
    """The role that a purpose means; raises `ValueError` when it means none."""
    letter, role, area, position = purpose.split(".")
    if letter != GIVE:
        raise ValueError(purpose)
    return Role(role), Area(area) if area else None, Position(position) if position else None


def needs_territory(role: Role) -> bool:
    """Whether the role cannot hold everywhere."""
    return role in TERRITORIAL


def _address(offered: Offered) -> str | None:
    if offered.bot_username is None:
        return None
    return link_url(offered.bot_username, Link(LinkKind.INVITE, offered.code))


def made(_: Words, offered: Offered, zone: tzinfo) -> Screen:
    """The link, ready to be sent on."""
    what = names.held(_, offered.offer, offered.territory)
    until = _.moment(offered.expires_at, zone)
    address = _address(offered)
    if address is None:
        text = _(
            "The role: <b>{role}</b>.\n\nThe person sends this to the bot: <code>/start i{code}</code>\n"
            "It works once, until {until}.",
            role=what,
            code=offered.code,
            until=until,
        )
        return Screen(text, to_menu(_))
    text = _(
        "The role: <b>{role}</b>.\n\nSend this link to the person, and to nobody else. It works once, until {until}:\n"
        "{address}",
        role=what,
        until=until,
        address=address,
    )
    return Screen(text, (*one_a_row(Button(_.plain("Copy the link"), copies=address)), *to_menu(_)))


def made_for_successor(_: Words, offered: Offered, zone: tzinfo) -> Screen:
    """The link by which one's own role goes to a successor."""
    screen = made(_, offered, zone)
    ends = _("When it is taken, your own role ends.")
    return Screen(Html(f"{screen.text}\n\n{ends}"), screen.rows)


def offered(_: Words, offer: Offer, territory: Territory | None, code: str, name: str) -> Screen:
    """What an invite offers, and under which name the others will see who takes it."""
    text = _(
        "You are offered a role: <b>{role}</b>.\n\n"
        "If you take it, project staff and the akim see your name: {name}. What you do in this role is logged.",
        role=names.held(_, offer, territory),
        name=name,
    )
    rows = one_a_row(
        Button(_.plain("✅ Take the role"), buttons.TakeRole(code=code)),
        Button(_.plain("No, thank you"), buttons.GoTo(screen="menu")),
    )
    return Screen(text, rows)


def taken(_: Words, what: Taken) -> Html:
    """The first words over the menu of who took a role."""
    return _("From now on you are: <b>{role}</b>.", role=names.held(_, what.grant, what.territory))


def listing(_: Words, page: RolePage) -> Screen:
    """Who holds which role, and the invites still open."""
    if not page.held and not page.invites:
        return Screen(_("Nobody holds a role here yet."), to_menu(_))
    text = _("<b>Who holds which role</b>. Press a line to see more.")
    rows: list[tuple[Button, ...]] = [
        (Button(_line(_, held), buttons.ShowRole(grant=held.holder.grant.id)),) for held in page.held
    ]
    rows.extend((_open_invite(_, invite, territory),) for invite, territory in page.invites)
    turn = []
    if page.page > 0:
        turn.append(Button("«", buttons.ListRoles(page=page.page - 1)))
    if page.more:
        turn.append(Button("»", buttons.ListRoles(page=page.page + 1)))
    if turn:
        rows.append(tuple(turn))
    return Screen(text, (*rows, *to_menu(_)))


def _line(_: Words, held: HeldRole) -> str:
    name = held.holder.name or _.plain("no name")
    return f"{names.held(_, held.holder.grant, held.territory)}: {name}"


def _open_invite(_: Words, invite: Invite, territory: Territory | None) -> Button:
    text = _.plain("✉️ Not taken yet: {role}").format(role=names.held(_, invite.offer, territory))
    return Button(text, buttons.RevokeInvite(invite=invite.id, sure=False))


def cancel_sure(_: Words, invite: Invite, territory: Territory | None, zone: tzinfo) -> Screen:
    """The question before an invite becomes worthless."""
    text = _(
        "<b>{role}</b>\nNobody has taken this link yet; it works until {until}. Cancel it?",
        role=names.held(_, invite.offer, territory),
        until=_.moment(invite.expires_at, zone),
    )
    rows = one_a_row(
        Button(_.plain("Yes, cancel the link"), buttons.RevokeInvite(invite=invite.id, sure=True)),
        Button(_.plain("No"), buttons.GoTo(screen="roles")),
    )
    return Screen(text, rows)


def one(_: Words, held: HeldRole, zone: tzinfo) -> Screen:
    """One role that is held."""
    text = _(
        "<b>{role}</b>\n{name}\nSince {since}",
        role=names.held(_, held.holder.grant, held.territory),
        name=held.holder.name or _.plain("no name"),
        since=_.moment(held.holder.since, zone),
    )
    rows = []
    if held.may_end:
        rows.append(Button(_.plain("End this role"), buttons.RevokeRole(grant=held.holder.grant.id, sure=False)))
    return Screen(text, (*one_a_row(*rows), *back(_, "roles")))


def end_sure(_: Words, held: HeldRole) -> Screen:
    """The question before a role ends."""
    text = _(
        "End the role <b>{role}</b> of {name}?",
        role=names.held(_, held.holder.grant, held.territory),
        name=held.holder.name or _.plain("no name"),
    )
    rows = one_a_row(
        Button(_.plain("Yes, end it"), buttons.RevokeRole(grant=held.holder.grant.id, sure=True)),
        Button(_.plain("No"), buttons.ShowRole(grant=held.holder.grant.id)),
    )
    return Screen(text, rows)


def ended(_: Words, grant: Grant, territory: Territory | None) -> Screen:
    """A role that was ended, as who ended it sees it."""
    return Screen(_("Ended: {role}.", role=names.held(_, grant, territory)), back(_, "roles"))


def mine(_: Words, roles: tuple[tuple[Grant, Territory | None], ...]) -> Screen:
    """One's own roles, and how to hand one over."""
    if not roles:
        return Screen(_("You have no role besides that of a resident."), back(_, "settings"))
    lines = [_("<b>My roles</b>")]
    lines.extend(Html(f"• {escaped(names.held(_, grant, territory))}") for grant, territory in roles)
    rows = one_a_row(
        *(
            Button(
                _.plain("Hand over: {role}").format(role=names.held(_, grant, territory)),
                buttons.HandOver(grant=grant.id),
            )
            for grant, territory in roles
            if grant.id
        )
    )
    return Screen(Html("\n".join(lines)), (*rows, *back(_, "settings")))
