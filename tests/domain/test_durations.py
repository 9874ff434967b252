"""How long a meeting takes, as people type it in three languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.durations import LONGEST_MINUTES, SHORTEST_MINUTES, read_duration


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("2", 120),
        ("1,5", 90),
        ("90", 90),
        ("1:30", 90),
        ("2 часа", 120),
        ("2ч", 120),
        ("1,5 ч.", 90),
        ("полтора часа", 90),
        ("полчаса", 30),
        ("час", 60),
        ("1 ч 30 мин", 90),
        ("45 минут", 45),
        ("3 дня", 4320),
        ("1 день 4 часа", 1680),
        ("2 сағат", 120),
        ("бір жарым сағат", 90),
        ("жарты сағат", 30),
        ("1 сағат 30 минут", 90),
        ("2 күн", 2880),
        ("2 hours", 120),
        ("half an hour", 30),
        ("1h 15m", 75),
    ],
)
def test_usual_ways_to_say_how_long_are_understood(text: str, minutes: int) -> None:
    assert read_duration(text) == minutes


@pytest.mark.parametrize("text", ["", "долго", "0", "5 мин", "20 күн", "2 часа 3 часа", "30 мин 1 ч", "-2", "2 кг"])
def test_what_is_not_clear_or_not_possible_is_none(text: str) -> None:
    assert read_duration(text) is None


@given(st.text(max_size=30))
def test_no_text_breaks_the_reading(text: str) -> None:
    minutes = read_duration(text)
    assert minutes is None or SHORTEST_MINUTES <= minutes <= LONGEST_MINUTES
