"""What a reader of announcements is asked and answered."""

from domain.roles import Area
from screens import buttons, names
from screens.home import back
from screens.screen import Button, Screen, one_a_row
from texts import Words


def thanks(_: Words) -> str:
    """After "I have read it"."""
    return _.plain("Thank you: it is counted, without your name.")


def interests(_: Words, chosen: frozenset[Area]) -> Screen:
    """Which focus areas interest a person."""
    rows = one_a_row(
        *(
            Button(
                ("✔️ " if area in chosen else "") + names.area(_, area),
                buttons.ChooseInterest(area=area, on=area not in chosen),
            )
            for area in Area
            if area is not Area.PLANNING
        )
    )
    text = _("What interests you? Press to choose. Some announcements are only for those whom they concern.")
    return Screen(text, (*rows, *back(_, "settings")))
