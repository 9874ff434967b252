"""Who may do what, where: the whole matrix, written by hand, so that a changed rule is a changed line here."""

from datetime import UTC, datetime
from itertools import product

import pytest

from domain import permissions
from domain.people import Actor
from domain.permissions import RULES, Act, Allowed, Reach, Rule, may, may_somewhere, reach, scope
from domain.roles import Area, Grant, Position, Right, Role
from domain.territories import Place

NOW = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
ME, SOMEBODY_ELSE = 7, 8

KARAGANDY = Place("350000000", "/350000000/")
NURA = Place("355200000", "/350000000/355200000/")
ZHARASPAI = Place("355243000", "/350000000/355200000/355243000/")
VILLAGE = Place("355243100", "/350000000/355200000/355243000/355243100/")
IZENDI = Place("355253000", "/350000000/355200000/355253000/")
PERVOMAISKIY = Place("636857000", "/630000000/636800000/636857000/")

# in: in the role's territory and what lies in it; home: in one's home okrug; both: in either; own: to what is one's;
# any: to anything; -: never.
MATRIX = """
                     resident akim assistant rayon member leader secretary jury staff admin unregistered
begin                own      own  own       own   own    own    own       own  own   own   own
register             own      own  own       own   own    own    own       own  own   own   own
settings             own      own  own       own   own    own    own       own  own   own   -
own_data             own      own  own       own   own    own    own       own  own   own   own
erase_self           own      own  own       own   own    own    own       own  own   own   own
find_territory       any      any  any       any   any    any    any       any  any   any   any
take_role            own      own  own       own   own    own    own       own  own   own   -
list_roles           -        in   -         -     -      -      -         -    in    in    -
give_role            -        in   -         -     -      -      -         -    in    in    -
revoke_role          -        in   -         -     -      -      -         -    in    in    -
hand_over_role       own      own  own       own   own    own    own       own  own   own   -
read_audit           -        -    -         -     -      -      -         -    in    in    -
make_poster          -        in   in        -     -      -      -         -    in    in    -
write_announcement   -        in   in        -     -      -      -         -    in    in    -
send_urgent          -        in   -         -     -      -      -         -    -     in    -
approve_announcement -        in   -         -     -      -      -         -    in    in    -
rule_announcements   -        in   -         -     -      -      -         -    in    in    -
read_announcement    own      own  own       own   own    own    own       own  own   own   -
bind_group           -        in   in        -     -      -      -         -    in    in    -
hold_meeting         -        in   in        -     -      in     -         -    in    in    -
see_meetings         own      own  own       own   own    own    own       own  own   own   -
answer_invitation    own      own  own       own   own    own    own       own  own   own   -
check_in             own      own  own       own   own    own    own       own  own   own   -
take_attendance      -        in   in        -     -      in     in        -    in    in    -
write_minutes        -        in   in        -     -      in     in        -    in    in    -
read_register        -        in   in        in    -      -      -         -    in    in    -
import_meetings      -        -    -         -     -      -      -         -    in    in    -
enter_call           -        -    -         -     -      -      -         -    in    in    -
publish_call         -        -    -         -     -      -      -         -    in    in    -
change_call          -        -    -         -     -      -      -         -    in    in    -
cancel_call          -        -    -         -     -      -      -         -    in    in    -
import_calls         -        -    -         -     -      -      -         -    in    in    -
read_call            any      any  any       any   any    any    any       any  any   any   -
remind_call          own      own  own       own   own    own    own       own  own   own   -
see_clock            -        -    -         -     -      -      -         -    in    in    -
read_committee_sheet -        in   in        in    in     in     in        -    in    in    -
make_survey          -        in   in        -     -      in     -         -    in    in    -
see_surveys          own      own  own       own   own    own    own       own  own   own   -
answer_survey        own      own  own       own   own    own    own       own  own   own   -
read_results         -        in   in        in    in     in     in        -    in    in    -
take_raw_answers     -        -    -         -     -      -      -         -    -     in    -
review_words         -        -    -         -     -      -      -         -    in    in    -
load_population      -        -    -         -     -      -      -         -    in    in    -
go_on                own      own  own       own   own    own    own       own  own   own   -
write_loosely        own      own  own       own   own    own    own       own  own   own   -
report_issue         home     home home      home  home   home   home      home home  home  -
read_issues          home     both both      both  both   both   both      home both  both  -
my_issues            own      own  own       own   own    own    own       own  own   own   -
support_issue        home     home home      home  home   home   home      home home  home  -
archive_issue        -        -    -         -     -      -      -         -    in    in    -
compare_issues       home     home home      home  home   home   home      home home  home  -
read_priorities      home     both both      both  both   both   both      home both  both  -
count_issues         -        in   in        in    in     in     in        -    in    in    -
answer_issue         -        in   in        in    -      -      -         -    in    in    -
hide_issue           -        in   in        -     -      -      -         -    in    in    -
restore_issue        -        -    -         -     -      -      -         -    in    in    -
ban_reporter         -        in   in        -     -      -      -         -    in    in    -
lift_ban             -        -    -         -     -      -      -         -    in    in    -
rule_issues          -        -    -         in    -      -      -         -    in    in    -
rule_categories      -        -    -         -     -      -      -         -    in    in    -
import_issues        -        -    -         -     -      -      -         -    in    in    -
judge_issue          own      own  own       own   own    own    own       own  own   own   -
appeal_issue         own      own  own       own   own    own    own       own  own   own   -
"""
# What a person of each column holds besides the registration.
HOLDS: dict[str, tuple[Role, Position | None]] = {
    "akim": (Role.AKIM, None),
    "assistant": (Role.ASSISTANT, None),
    "rayon": (Role.RAYON_OFFICIAL, None),
    "member": (Role.COMMITTEE, Position.MEMBER),
    "leader": (Role.COMMITTEE, Position.LEADER),
    "secretary": (Role.COMMITTEE, Position.SECRETARY),
    "jury": (Role.JURY, None),
    "staff": (Role.STAFF, None),
    "admin": (Role.ADMINISTRATOR, None),
}

# What a role over the first place covers.
COVERED = """
             zharaspai  village  izendi  nura  pervomaiskiy  everywhere
zharaspai    yes        yes      -       -     -             -
nura         yes        yes      yes     yes   -             -
karagandy    yes        yes      yes     yes   -             -
everywhere   yes        yes      yes     yes   yes           yes
"""
PLACES: dict[str, Place | None] = {
    "zharaspai": ZHARASPAI,
    "village": VILLAGE,
    "izendi": IZENDI,
    "nura": NURA,
    "karagandy": KARAGANDY,
    "pervomaiskiy": PERVOMAISKIY,
    "everywhere": None,
}


def table(text: str) -> dict[tuple[str, str], str]:
    heading, *lines = (line.split() for line in text.strip().splitlines())
    return {(line[0], column): cell for line in lines for column, cell in zip(heading, line[1:], strict=True)}


CELLS = table(MATRIX)
COVERS = table(COVERED)
WHO = sorted({who for _, who in CELLS})
ACTS = [act for act in Act if (act.value, "resident") in CELLS]
HELD_OVER = sorted({held for held, _ in COVERS})
ASKED_IN = sorted({asked for _, asked in COVERS})


def person(*grants: Grant, registered: bool = True, home: Place = ZHARASPAI) -> Actor:
    if not registered:
        return Actor(ME, 1001, language="kk", grants=grants)
    return Actor(ME, 1001, language="kk", agreed_at=NOW, home=home, registered_at=NOW, grants=grants)


def holder(who: str, held_over: str) -> Actor:
    if who == "unregistered":
        # Whatever role they were given meanwhile, an unfinished registration does nothing with it.
        return person(Grant(1, Role.ADMINISTRATOR, PLACES[held_over]), registered=False)
    if who == "resident":
        return person()
    role, position = HOLDS[who]
    return person(Grant(1, role, PLACES[held_over], Area.SOCIAL if position else None, position))


def test_the_matrix_knows_every_act_and_every_role() -> None:
    assert {act.value for act in Act} == {act for act, _ in CELLS}
    assert {who for _, who in CELLS} == {*HOLDS, "resident", "unregistered"}
    assert set(HOLDS.values()) >= {(role, None) for role in Role if role is not Role.COMMITTEE}
    assert {position for _, position in HOLDS.values()} == {None, *Position}


@pytest.mark.parametrize("act", ACTS)
def test_what_belongs_to_a_territory_is_done_there_and_nowhere_else(act: Act) -> None:
    for who, held_over in product(WHO, HELD_OVER):
        cell, actor = CELLS[act.value, who], holder(who, held_over)
        for asked_in in ASKED_IN:
            in_role = cell in {"in", "both"} and COVERS[held_over, asked_in] == "yes"
            at_home = cell in {"home", "both"} and asked_in in {"zharaspai", "village"}
            expected = cell == "any" or in_role or at_home
            found = may(actor, act, place=PLACES[asked_in], owner=SOMEBODY_ELSE)
            assert (found is not None) is expected, f"{who} of {held_over} in {asked_in}"


@pytest.mark.parametrize("act", ACTS)
def test_what_is_ones_own_is_nobody_elses(act: Act) -> None:
    for who in WHO:
        cell, actor = CELLS[act.value, who], holder(who, "zharaspai")
        assert (may(actor, act, owner=ME) is not None) is (cell in {"own", "any"}), who
        assert (may(actor, act, owner=SOMEBODY_ELSE) is not None) is (cell == "any"), who
        assert (may(actor, act) is not None) is (cell == "any"), who


@pytest.mark.parametrize("act", ACTS)
def test_a_menu_shows_what_can_be_done_somewhere(act: Act) -> None:
    for who in WHO:
        assert may_somewhere(holder(who, "zharaspai"), act) is (CELLS[act.value, who] != "-"), who


def test_every_act_has_a_rule() -> None:
    assert set(RULES) == set(Act)


@pytest.mark.parametrize("act", list(Act))
def test_an_act_without_a_rule_is_refused_to_everyone(act: Act, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(permissions, "RULES", {other: rule for other, rule in RULES.items() if other is not act})
    everything = person(*(Grant(number, role) for number, role in enumerate(Role, 1)))
    assert may(everything, act, owner=ME) is None
    assert not may_somewhere(everything, act)
    assert scope(everything, act) == ()
    assert reach(everything, act) == ()


def test_a_rule_that_names_nobody_refuses_everyone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(permissions, "RULES", {Act.SETTINGS: Rule()})
    everything = person(*(Grant(number, role) for number, role in enumerate(Role, 1)))
    assert may(everything, Act.SETTINGS, owner=ME) is None


def test_a_role_without_its_added_right_is_not_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    rule = Rule(roles=frozenset({Role.AKIM, Role.ADMINISTRATOR}), right=Right.URGENT)
    monkeypatch.setattr(permissions, "RULES", {Act.MAKE_POSTER: rule})

    def allowed(grant: Grant) -> bool:
        return may(person(grant), Act.MAKE_POSTER, place=ZHARASPAI) is not None

    assert not allowed(Grant(1, Role.AKIM, ZHARASPAI))
    assert not allowed(Grant(1, Role.AKIM, ZHARASPAI, rights=frozenset({Right.APPROVE, Right.RAW_ANSWERS})))
    assert allowed(Grant(1, Role.AKIM, ZHARASPAI, rights=frozenset({Right.URGENT})))
    assert allowed(Grant(1, Role.ADMINISTRATOR))
    # The right of a role that the rule does not name is worth nothing.
    assert not allowed(Grant(1, Role.COMMITTEE, ZHARASPAI, rights=frozenset({Right.URGENT})))


def test_a_right_of_one_grant_does_not_help_another(monkeypatch: pytest.MonkeyPatch) -> None:
    rule = Rule(roles=frozenset({Role.AKIM}), right=Right.URGENT)
    monkeypatch.setattr(permissions, "RULES", {Act.MAKE_POSTER: rule})
    urgent_in_izendi = Grant(1, Role.AKIM, IZENDI, rights=frozenset({Right.URGENT}))
    actor = person(urgent_in_izendi, Grant(2, Role.AKIM, ZHARASPAI))
    assert may(actor, Act.MAKE_POSTER, place=IZENDI) == Allowed(urgent_in_izendi)
    assert may(actor, Act.MAKE_POSTER, place=ZHARASPAI) is None


def test_at_home_means_in_the_home_okrug_and_its_villages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(permissions, "RULES", {Act.MAKE_POSTER: Rule(people=Reach.HOME)})
    aigul = person(home=ZHARASPAI)
    assert may(aigul, Act.MAKE_POSTER, place=ZHARASPAI) == Allowed(None)
    assert may(aigul, Act.MAKE_POSTER, place=VILLAGE) == Allowed(None)
    for elsewhere in (IZENDI, NURA, PERVOMAISKIY, None):
        assert may(aigul, Act.MAKE_POSTER, place=elsewhere) is None


def test_who_has_several_roles_acts_under_the_first_that_covers_the_place() -> None:
    in_izendi, in_zharaspai = Grant(3, Role.AKIM, IZENDI), Grant(5, Role.ASSISTANT, ZHARASPAI)
    as_staff = Grant(9, Role.STAFF, KARAGANDY)
    actor = person(in_izendi, in_zharaspai, as_staff)
    assert may(actor, Act.MAKE_POSTER, place=IZENDI) == Allowed(in_izendi)
    assert may(actor, Act.MAKE_POSTER, place=VILLAGE) == Allowed(in_zharaspai)
    assert may(actor, Act.MAKE_POSTER, place=NURA) == Allowed(as_staff)
    # A role that may not do the act is passed over, even when it comes first.
    assert may(actor, Act.LIST_ROLES, place=VILLAGE) == Allowed(as_staff)
    assert may(actor, Act.MAKE_POSTER, place=PERVOMAISKIY) is None


def test_what_is_done_to_ones_own_is_done_as_a_resident() -> None:
    assert may(person(Grant(1, Role.ADMINISTRATOR)), Act.SETTINGS, owner=ME) == Allowed(None)


def test_the_widest_role_comes_first_in_a_scope() -> None:
    everywhere, oblast, okrug = Grant(3, Role.STAFF), Grant(2, Role.STAFF, KARAGANDY), Grant(1, Role.AKIM, ZHARASPAI)
    actor = person(okrug, oblast, everywhere)
    assert scope(actor, Act.GIVE_ROLE) == (everywhere, oblast, okrug)
    assert scope(actor, Act.READ_AUDIT) == (everywhere, oblast)
    assert reach(actor, Act.GIVE_ROLE) is None


def test_a_reach_without_a_role_is_nowhere_and_not_everywhere() -> None:
    assert reach(person(), Act.READ_AUDIT) == ()
    assert reach(person(Grant(1, Role.AKIM, ZHARASPAI)), Act.READ_AUDIT) == ()
    assert reach(person(Grant(1, Role.AKIM, ZHARASPAI)), Act.LIST_ROLES) == (ZHARASPAI,)


def test_a_place_whose_code_begins_alike_is_another_place() -> None:
    short = Place("3552", "/35/3552/")
    longer = Place("35524", "/35/35524/")
    assert not short.covers(longer)
    assert may(person(Grant(1, Role.AKIM, short)), Act.MAKE_POSTER, place=longer) is None
