"""Choosing and taking the sheet of a committee."""

from domain.committees import CommitteeSheet
from domain.languages import LANGUAGES
from domain.roles import Area
from domain.territories import Territory
from screens import buttons, names
from screens.home import to_menu
from screens.screen import Button, Screen, one_a_row
from texts import Html, Words

# The purpose for which an okrug is chosen on the tree.
PURPOSE = "csheet"
MOST = 12


def offered(_: Words, found: tuple[tuple[Territory, Area], ...]) -> Screen:
    """Whose sheet: of one's own committees first, of any okrug within reach by the tree."""
    several = len({okrug.code for okrug, _area in found}) > 1
    rows = [
        Button(
            _name(_, okrug, area, several=several),
            buttons.CommitteeSheet(code=okrug.code, area=area, language=_.language),
        )
        for okrug, area in found[:MOST]
    ]
    if not found:
        rows.append(Button(_.plain("🗺 Choose the okrug"), buttons.Browse(purpose=PURPOSE, code="", page=0)))
    text = _(
        "<b>The committee's sheet</b>\n\nTwo pages to take into the room: problems by rank and support, what changed "
        "since the last meeting, overdue promises, and what surveys say."
    )
    return Screen(text, (*one_a_row(*rows), *to_menu(_)))


def _name(_: Words, okrug: Territory, area: Area, *, several: bool) -> str:
    name = names.area(_, area)
    return f"{okrug.names.in_(_.language)}: {name}" if several else name[:1].upper() + name[1:]


def ready(_: Words, its: CommitteeSheet) -> Screen:
    """The sheet is sent; the same in the other languages."""
    rows = [
        Button(
            f"📄 {names.LANGUAGE_NAMES[language]}",
            buttons.CommitteeSheet(code=its.okrug.code, area=its.area, language=language),
        )
        for language in LANGUAGES
    ]
    return Screen(_("Here is the sheet. In which other language do you want it?"), (tuple(rows), *to_menu(_)))


def caption(_: Words, its: CommitteeSheet) -> Html:
    """What stands under the file."""
    okrug = its.okrug.names.in_(_.language)
    return _("<b>{okrug}</b>: {area}, {day}", okrug=okrug, area=names.area(_, its.area), day=_.day(its.made_on))
