"""Where a person is in registering, and when they are asked again."""

from datetime import UTC, date, datetime

import pytest

from domain.people import Actor, Step, age_is_due
from domain.roles import Grant, Role
from domain.territories import Place

NOW = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
HOME = Place("355243000", "/35/3552/355243000/")


@pytest.mark.parametrize(
    ("told_on", "due"),
    [
        (None, True),
        (date(2026, 11, 24), False),
        (date(2022, 1, 1), False),
        (date(2021, 12, 31), True),
        (date(1999, 1, 1), True),
    ],
)
def test_the_age_is_asked_once_and_again_in_the_fifth_year(told_on: date | None, due: bool) -> None:
    assert age_is_due(told_on, date(2026, 11, 24)) is due


def test_a_person_registers_step_by_step() -> None:
    assert Actor(0, 1001).step is Step.LANGUAGE
    assert Actor(1, 1001, language="kk").step is Step.CONSENT
    assert Actor(1, 1001, language="kk", agreed_at=NOW).step is Step.OKRUG
    assert Actor(1, 1001, language="kk", agreed_at=NOW, home=HOME).step is Step.DONE
    # An okrug alone is no registration: the language and the agreement come first.
    assert Actor(1, 1001, agreed_at=NOW, home=HOME).step is Step.LANGUAGE
    assert Actor(1, 1001, language="kk", home=HOME).step is Step.CONSENT


def test_a_role_more_leaves_the_others() -> None:
    akim, staff = Grant(1, Role.AKIM, HOME), Grant(0, Role.STAFF)
    assert Actor(1, 1001, grants=(akim,)).with_grant(staff).grants == (staff, akim)
