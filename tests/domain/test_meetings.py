"""What kinds there are, who holds and invites whom, and what the clock allows."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.audiences import Audience, Rule, RuleKind
from domain.languages import Localized
from domain.meetings import (
    Change,
    Invited,
    Meeting,
    MeetingKind,
    MeetingState,
    Part,
    audience_of,
    invitable,
    kinds_for,
    may_hold,
    reminders_of,
    told_of,
    with_village,
)
from domain.roles import Area, Grant, Position, Role
from domain.territories import Place

NOW = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
ZHARASPAI = Place("355243000", "/350000000/355200000/355243000/")


def meeting(**changes: object) -> Meeting:
    values: dict[str, object] = {
        "id": 1,
        "kind": MeetingKind.GROUP,
        "area": Area.SOCIAL,
        "place": ZHARASPAI,
        "state": MeetingState.PLANNED,
        "title": Localized(kk="Жиналыс"),
        "starts_at": NOW,
        "minutes": 120,
        "where": "мектеп",
        "point": None,
        "agenda": (),
        "audience": Audience((Rule(RuleKind.TERRITORY, ZHARASPAI.code),)),
        "capacity": None,
        "reminders": None,
        "code": "abcdefgh",
        "uid": "x",
        "sequence": 0,
        "version": 1,
        "created_by": 1,
    }
    return Meeting(**{**values, **changes})  # type: ignore[arg-type]


def leader(area: Area) -> Grant:
    return Grant(1, Role.COMMITTEE, ZHARASPAI, area, Position.LEADER)


def test_a_leader_holds_only_what_is_their_own() -> None:
    assert may_hold(leader(Area.SOCIAL), MeetingKind.GROUP, Area.SOCIAL)
    assert not may_hold(leader(Area.SOCIAL), MeetingKind.GROUP, Area.ECONOMY)
    assert not may_hold(leader(Area.SOCIAL), MeetingKind.COMMITTEE, None)
    assert kinds_for((leader(Area.PLANNING),)) == (MeetingKind.COMMITTEE, MeetingKind.AGREEMENT)
    assert kinds_for((leader(Area.SOCIAL),)) == (MeetingKind.GROUP,)
    assert MeetingKind.STEERING not in kinds_for((Grant(1, Role.AKIM, ZHARASPAI),))
    assert kinds_for((Grant(1, Role.STAFF),)) == tuple(MeetingKind)
    assert kinds_for((Grant(1, Role.JURY),)) == ()


def test_a_group_leader_does_not_write_to_the_whole_okrug() -> None:
    assert invitable(meeting(), leader(Area.SOCIAL)) == (Invited.MEMBERS, Invited.GROUPS)
    agreement = meeting(kind=MeetingKind.AGREEMENT, area=None)
    assert Invited.EVERYONE in invitable(agreement, leader(Area.PLANNING))
    assert invitable(meeting(place=None, kind=MeetingKind.FORUM), Grant(1, Role.STAFF)) == (
        Invited.EVERYONE,
        Invited.AKIMS,
    )


def test_whom_each_choice_means() -> None:
    assert audience_of(meeting(), Invited.MEMBERS).rules == (Rule(RuleKind.MEMBERS, "social.355243000"),)
    assert len(audience_of(meeting(), Invited.GROUPS).rules) == 4
    assert audience_of(meeting(), Invited.EVERYONE) == Audience((Rule(RuleKind.TERRITORY, "355243000"),))
    everywhere = audience_of(meeting(place=None), Invited.EVERYONE)
    assert {rule.kind for rule in everywhere.rules} == {RuleKind.LANGUAGE}
    two = with_village(meeting(audience=with_village(meeting(), "355243100")), "355243200")
    assert [rule.key for rule in two.rules] == ["355243100", "355243200"]
    assert with_village(meeting(audience=two), "355243100").rules == (Rule(RuleKind.VILLAGE, "355243200"),)


def test_a_draft_says_what_it_lacks() -> None:
    empty = meeting(title=None, starts_at=None, where=None, audience=Audience())
    assert empty.missing() == tuple(Part)
    assert meeting().missing() == ()
    assert empty.ends_at is None
    assert not empty.has_begun(NOW)


@pytest.mark.parametrize(("hours", "lets_in"), [(-2, False), (-1, True), (0, True), (2, True), (5, True), (5.1, False)])
def test_the_code_works_around_the_meeting(hours: float, lets_in: bool) -> None:
    assert meeting().lets_in(NOW + timedelta(hours=hours)) is lets_in
    assert not meeting(state=MeetingState.CANCELLED).lets_in(NOW)


def test_answers_are_taken_until_it_begins() -> None:
    assert meeting().takes_answers(NOW - timedelta(seconds=1))
    assert not meeting().takes_answers(NOW)
    assert not meeting(state=MeetingState.DRAFT).takes_answers(NOW - timedelta(days=1))


def test_what_people_must_be_told_of() -> None:
    assert told_of(meeting(), meeting(agenda=("бюджет",), capacity=5)) == ()
    assert told_of(meeting(), meeting(starts_at=NOW + timedelta(1))) == (Change.WHEN,)
    assert told_of(meeting(), meeting(where="клуб", starts_at=NOW + timedelta(1))) == (Change.WHEN, Change.WHERE)
    assert told_of(meeting(), meeting(point=(50.0, 70.0))) == (Change.WHERE,)


def test_reminders_are_read_as_settings_write_them() -> None:
    assert reminders_of("7d,1d,3h") == (10080, 1440, 180)
    assert reminders_of(" 30m , 3h") == (180, 30)
    assert reminders_of("") == ()
    for wrong in ("7", "d", "0d", "7w", "-1d", "x"):
        with pytest.raises(ValueError, match="not a time"):
            reminders_of(wrong)
