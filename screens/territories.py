"""Choosing a territory: down the tree, by a typed name, by a location."""

from dataclasses import replace

from domain.languages import LANGUAGES
from domain.territories import Branch, Candidate, Level, Territory
from screens import buttons
from screens.home import to_menu
from screens.names import way
from screens.screen import Button, Keyboard, Rows, Screen, one_a_row
from texts import Html, Words, words

PAGE = 8
REGISTER, MOVE, POSTER, GIVE = "reg", "set", "poster", "g"
MEETING = "meet"
ISSUE_RULES = "isrul"


def browse(_: Words, branch: Branch, purpose: str, page: int = 0) -> Screen:
    """A part of the tree, a page at a time; an okrug is chosen, what is above it is opened."""
    here = branch.chain[-1] if branch.chain else None
    children = sorted(branch.children, key=lambda child: _.order(child.names.in_(_.language)))
    shown = children[page * PAGE : (page + 1) * PAGE]
    rows: list[tuple[Button, ...]] = [(_open(_, child, purpose),) for child in shown]
    if here is not None and _may_stop_at(here, purpose):
        name = here.names.in_(_.language)
        rows.insert(0, (Button(_.plain("✔️ All of {name}").format(name=name), _choose(purpose, here.code)),))
    rows.extend(_turn(_, here, purpose, page, len(children)))
    if branch.above is not None:
        rows.append((Button(_.plain("‹ Back"), buttons.Browse(purpose=purpose, code=branch.above, page=0)),))
    if purpose in (REGISTER, MOVE):
        rows.append((Button(_.plain("📍 Find by my location"), buttons.ShareLocation(purpose=purpose)),))
    if purpose != REGISTER:
        rows.extend(to_menu(_))
    return Screen(_question(_, branch, purpose), tuple(rows))


def _question(_: Words, branch: Branch, purpose: str) -> Html:
    if purpose in (REGISTER, MOVE):
        asked = _("Where do you live? Choose, or simply write the name of your okrug or village.")
    else:
        asked = _("Which territory? Choose, or simply write its name.")
    if not branch.chain:
        return asked
    here = _("Here: {way}", way=way(_, branch.chain))
    return Html(f"{asked}\n\n{here}")


def _open(_: Words, child: Territory, purpose: str) -> Button:
    name = child.names.in_(_.language)
    if child.level is Level.OKRUG:
        return Button(name, _choose(purpose, child.code))
    return Button(f"{name} ›", buttons.Browse(purpose=purpose, code=child.code, page=0))


def _choose(purpose: str, code: str) -> buttons.Choose:
    return buttons.Choose(purpose=purpose, code=code)


def _may_stop_at(here: Territory, purpose: str) -> bool:
    return purpose.startswith((f"{GIVE}.", f"{MEETING}.", ISSUE_RULES)) and here.level in (Level.OBLAST, Level.RAYON)


def _turn(_: Words, here: Territory | None, purpose: str, page: int, count: int) -> list[tuple[Button, ...]]:
    last = (count - 1) // PAGE
    if last <= 0:
        return []
    code = "" if here is None else here.code
    turns = []
    if page > 0:
        turns.append(Button("«", buttons.Browse(purpose=purpose, code=code, page=page - 1)))
    place = _.plain("{page} of {pages}").format(page=page + 1, pages=last + 1)
    turns.append(Button(place, buttons.Browse(purpose=purpose, code=code, page=page)))
    if page < last:
        turns.append(Button("»", buttons.Browse(purpose=purpose, code=code, page=page + 1)))
    return [tuple(turns)]


def candidates(_: Words, found: tuple[Candidate, ...], purpose: str) -> Screen:
    """What a typed name may mean; it is never taken without a tap, since a slip would move a person elsewhere."""
    if len(found) == 1:
        text = _("Is this your okrug?") if purpose in (REGISTER, MOVE) else _("Is this the one?")
    else:
        text = _("There are several that look alike. Which one is it?")
    rows = one_a_row(*(Button(_label(_, one, found), _choose(purpose, one.okrug.code)) for one in found[:PAGE]))
    return Screen(text, (*rows, *_none_of_these(_, purpose)))


def _label(_: Words, one: Candidate, found: tuple[Candidate, ...]) -> str:
    name = one.okrug.names.in_(_.language)
    rayon = f" ({one.chain[-2].names.in_(_.language)})" if len(one.chain) > 1 else ""
    if one.kilometres is not None:
        unit = _.plain("km")
        return f"{name}{rayon}, {_.number(round(one.kilometres))} {unit}"
    return f"{name}{rayon}"


def _none_of_these(_: Words, purpose: str) -> Rows:
    return one_a_row(Button(_.plain("None of these: choose from the list"), _top(purpose)))


def _top(purpose: str) -> buttons.Browse:
    return buttons.Browse(purpose=purpose, code="", page=0)


def nothing_alike(_: Words, typed: str, purpose: str) -> Screen:
    """No okrug has a name like this."""
    text = _(
        "I know no okrug or village like “{typed}”. Please write it in another way, or choose from the list.",
        typed=typed[:60],
    )
    return Screen(text, one_a_row(Button(_.plain("Choose from the list"), _top(purpose))))


def ask_location(_: Words) -> Screen:
    """How to send a location, with a keyboard that does it."""
    return Screen(
        _("Press the button below to send your location. It is used once, to find your okrug, and is not kept."),
        keyboard=Keyboard(location=_.plain("📍 Send my location"), cancel=_.plain("Cancel")),
    )


def near(_: Words, found: tuple[Candidate, ...], purpose: str) -> Screen:
    """The okrugs nearest to a location."""
    thanks = _("Thank you, I have the location.")
    if not found:
        text = _("I know no okrug near this place. Please choose from the list or write its name.")
        return Screen(text, one_a_row(Button(_.plain("Choose from the list"), _top(purpose))), first=thanks)
    text = _("These are the nearest ones that I know. Which one is it?")
    rows = one_a_row(*(Button(_label(_, one, found), _choose(purpose, one.okrug.code)) for one in found))
    return Screen(text, (*rows, *_none_of_these(_, purpose)), first=thanks)


def without_location(_: Words, screen: Screen) -> Screen:
    """No location after all: the phone's own keyboard comes back, and the screen from before."""
    return replace(screen, first=_("All right, without a location."))


def cancels_location(text: str) -> bool:
    """Whether a text is that of the button which calls the location off, in any language."""
    return text in {words(language).plain("Cancel") for language in LANGUAGES}
