"""Nobody gives more than they hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.permissions import RULES
from domain.roles import TERRITORIAL, Area, Grant, Offer, Position, Right, Role, givable, may_give
from domain.territories import Place

PATHS = (
    "/35/",
    "/35/3552/",
    "/35/3552/355243/",
    "/35/3552/355243/355243100/",
    "/35/3552/355253/",
    "/63/",
    "/63/6368/636857/",
)
PLACES = [Place(path.strip("/").rpartition("/")[2], path) for path in PATHS]
ZHARASPAI, IZENDI, KARAGANDY = PLACES[2], PLACES[4], PLACES[0]

places = st.none() | st.sampled_from(PLACES)
rights = st.frozensets(st.sampled_from(Right))
areas = st.none() | st.sampled_from(Area)
positions = st.none() | st.sampled_from(Position)
grants = st.builds(Grant, st.just(1), st.sampled_from(Role), places, areas, positions, rights)
offers = st.builds(Offer, st.sampled_from(Role), places, areas, positions, rights)

# Who may give which role, as the project office settled it.
GIVES = {
    Role.AKIM: {Role.ASSISTANT, Role.COMMITTEE},
    Role.ASSISTANT: set(),
    Role.RAYON_OFFICIAL: set(),
    Role.COMMITTEE: set(),
    Role.JURY: set(),
    Role.STAFF: {Role.AKIM, Role.ASSISTANT, Role.RAYON_OFFICIAL, Role.COMMITTEE, Role.JURY},
    Role.ADMINISTRATOR: set(Role),
}


@pytest.mark.parametrize("role", list(Role))
def test_each_role_gives_the_roles_that_were_settled(role: Role) -> None:
    assert givable(role) == GIVES[role]


@given(grants, offers)
def test_nobody_gives_more_than_they_hold(grant: Grant, offer: Offer) -> None:
    if not may_give(grant, offer):
        return
    assert offer.role in GIVES[grant.role]
    if grant.place is not None:
        assert offer.place is not None
        assert offer.place.path.startswith(grant.place.path)
    if grant.role is not Role.ADMINISTRATOR:
        assert offer.rights <= grant.rights
    acts = {act for act, rule in RULES.items() if offer.role in rule.roles}
    assert acts <= {act for act, rule in RULES.items() if grant.role in rule.roles}
    assert GIVES[offer.role] <= GIVES[grant.role]


@given(offers)
def test_an_administrator_of_everything_gives_every_role_that_has_its_place(offer: Offer) -> None:
    placed = offer.role not in TERRITORIAL or offer.place is not None
    assert may_give(Grant(1, Role.ADMINISTRATOR), offer) is placed


def test_an_akim_of_everywhere_does_not_exist() -> None:
    for role in (Role.AKIM, Role.ASSISTANT, Role.RAYON_OFFICIAL, Role.COMMITTEE):
        assert not may_give(Grant(1, Role.ADMINISTRATOR), Offer(role))


def test_an_akim_gives_seats_in_the_own_okrug_only() -> None:
    daniyar = Grant(1, Role.AKIM, ZHARASPAI)
    assert may_give(daniyar, Offer(Role.COMMITTEE, ZHARASPAI, Area.SOCIAL, Position.LEADER))
    assert not may_give(daniyar, Offer(Role.COMMITTEE, IZENDI, Area.SOCIAL, Position.LEADER))
    assert not may_give(daniyar, Offer(Role.AKIM, ZHARASPAI))
    assert not may_give(daniyar, Offer(Role.STAFF))


def test_staff_of_an_oblast_names_no_jury_of_the_whole_country() -> None:
    assert may_give(Grant(1, Role.STAFF), Offer(Role.JURY))
    assert not may_give(Grant(1, Role.STAFF, KARAGANDY), Offer(Role.JURY))


def test_a_right_that_the_giver_lacks_is_not_given() -> None:
    urgent = frozenset({Right.URGENT})
    offer = Offer(Role.AKIM, ZHARASPAI, rights=urgent)
    assert not may_give(Grant(1, Role.STAFF), offer)
    assert may_give(Grant(1, Role.STAFF, rights=urgent), offer)
    assert may_give(Grant(1, Role.ADMINISTRATOR), offer)
