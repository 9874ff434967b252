"""Giving roles, taking them, seeing who holds which."""

from dataclasses import replace

from domain.roles import Area, Grant, HeldRole, Holder, Invite, Offer, Offered, Position, Right, Role, RolePage, Taken
from screens import roles as screens
from tests.screens.samples import BIG, NAME, NOW, OKRUG, UNTIL, ZONE, sample

CODE = "abcdefghijklmnopqrstuvwx"
GRANT = Grant(BIG, Role.COMMITTEE, OKRUG.place, Area.ENGINEERING, Position.SECRETARY, frozenset(Right))
OFFER = Offer(GRANT.role, GRANT.place, GRANT.area, GRANT.position, GRANT.rights)
OFFERED = Offered(OFFER, OKRUG, CODE, UNTIL, "kenes_bot_with_a_name_of_32_char")
INVITE = Invite(BIG, OFFER, UNTIL, BIG, BIG, None, None, None)
HELD = HeldRole(Holder(GRANT, BIG, NAME, NOW), OKRUG, mine=True, may_end=True)
NAMELESS = HeldRole(Holder(Grant(1, Role.STAFF), BIG, None, NOW), None, mine=False, may_end=False)

SAMPLES = (
    sample(screens.which_role, tuple(Role)),
    sample(screens.which_area, Role.COMMITTEE),
    *(sample(screens.which_position, Role.COMMITTEE, area) for area in Area),
    *(sample(screens.everywhere_or_where, role) for role in (Role.JURY, Role.STAFF, Role.ADMINISTRATOR)),
    sample(screens.made, OFFERED, ZONE, wrote=True),
    sample(screens.made, replace(OFFERED, bot_username=None), ZONE, wrote=True),
    sample(screens.made, replace(OFFERED, offer=Offer(Role.JURY), territory=None), ZONE),
    sample(screens.made_for_successor, OFFERED, ZONE, wrote=True),
    sample(screens.offered, OFFER, OKRUG, CODE, NAME, wrote=True),
    sample(screens.taken, Taken(GRANT, OKRUG), wrote=True),
    sample(screens.listing, RolePage((HELD,) * 8, 250, True, ((INVITE, OKRUG),) * 8), wrote=True),
    sample(screens.listing, RolePage((NAMELESS,), 0, False, ())),
    sample(screens.listing, RolePage((), 0, False, ())),
    sample(screens.cancel_sure, INVITE, OKRUG, ZONE, wrote=True),
    sample(screens.one, HELD, ZONE, wrote=True),
    sample(screens.one, NAMELESS, ZONE),
    sample(screens.end_sure, HELD, wrote=True),
    sample(screens.end_sure, NAMELESS),
    sample(screens.ended, GRANT, OKRUG, wrote=True),
    sample(screens.mine, ()),
    sample(screens.mine, ((GRANT, OKRUG),) * 20, wrote=True),
    sample(screens.mine, ((Grant(0, Role.ADMINISTRATOR), None),)),
)
