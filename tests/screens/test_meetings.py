"""What people read of a meeting, and which ways lead on from it."""

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from domain.languages import Localized
from domain.meetings import MeetingState
from screens import buttons
from screens.meetings import cards, register
from screens.screen import Screen
from tests.screens.samples.meetings import EVERYWHERE, OFF, WRITTEN
from texts import words

ALMATY = ZoneInfo("Asia/Almaty")
_ = words("ru")


def does(screen: Screen) -> list[object]:
    return [button.does for row in screen.rows for button in row]


def test_what_was_called_off_is_taken_out_of_a_calendar_and_not_added() -> None:
    assert OFF.meeting.state is MeetingState.CANCELLED
    screen = cards.one(_, OFF, ALMATY, began=False)
    labels = [button.text for row in screen.rows for button in row]
    assert _.plain("📅 Add to my calendar") not in labels
    assert _.plain("📅 Take it out of my calendar") in labels
    assert _("Open this file: your phone will take the meeting out. {title}", title="")[:20] in cards.calendar_file(
        _, OFF
    )


@pytest.mark.parametrize("over", [True, False])
def test_what_is_over_cannot_be_called_off(over: bool) -> None:
    off = buttons.CancelMeeting(meeting=WRITTEN.meeting.id, sure=False)
    assert (off in does(cards.one(_, WRITTEN, ALMATY, began=True, over=over))) is not over


def test_a_kind_begins_with_a_capital_and_is_not_said_twice() -> None:
    titled = replace(EVERYWHERE, meeting=replace(EVERYWHERE.meeting, title=Localized(ru="О воде")))
    assert cards.about(_, titled, ALMATY).splitlines()[1] == "Форум, все территории"
    for title in (None, Localized(ru="форум")):
        same = replace(EVERYWHERE, meeting=replace(EVERYWHERE.meeting, title=title))
        first, second, *_more = cards.about(_, same, ALMATY).splitlines()
        assert (first.casefold(), second) == ("<b>форум</b>", "Все территории")


@pytest.mark.parametrize("period", ["y2", "1", "0000", "always"])
def test_a_made_up_period_is_none(period: str) -> None:
    with pytest.raises(ValueError, match=period):
        register.bounds(period, date(2026, 11, 24))


def test_the_usual_periods_are_known() -> None:
    assert register.bounds("", date(2026, 11, 24)) == (None, None)
    assert register.bounds("2017", date(2026, 11, 24)) == (date(2017, 1, 1), date(2017, 12, 31))
