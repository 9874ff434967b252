"""Which issue matters more: two to choose between, and the order that comes of everybody's choices."""

from collections.abc import Sequence

from domain.issues.issue import AREAS, Issue
from domain.issues.priorities import PAIRS_A_ROUND, OfferedArea, Priorities, Prioritized, Standing
from domain.statistics.pairs import LEAST_PEOPLE, Missing, Strength
from domain.territories import Territory
from screens import names as common
from screens.home import back, to_menu
from screens.issues import names
from screens.issues.buttons import ChooseOfPair, ComparePairs, ShowIssue, ShowPriorities
from screens.meetings.names import capital, few
from screens.screen import Button, Rows, Screen, one_a_row
from texts import Html, Words

SCREEN = "priorities"
MOST_LINES = 12
LONGEST_WORDS, LONGEST_LINE, LONGEST_BUTTON = 350, 60, 40


def areas(_: Words, offered: Sequence[OfferedArea]) -> Screen:
    """What comparing is for, and the areas in which it can be done."""
    lines = [
        _("<b>Which matters more?</b>"),
        _(
            "I show you two problems of your okrug, you press the one that matters more. From everybody's choices "
            "comes the order in which they stand. Nobody is shown what you chose."
        ),
    ]
    possible = [one for one in offered if one.pairs_left > 0]
    done = [one for one in offered if one.issues > 1 and not one.pairs_left]
    if not possible and not done:
        lines.append(
            _("There is nothing to compare yet: it takes two problems of one area that the akim or staff have let in.")
        )
    lines.extend(_("You have answered all pairs: {area}.", area=common.area(_, one.area)) for one in done)
    rows = [Button(names.area(_, one.area), ComparePairs(area=one.area)) for one in possible]
    shown = next((one.area for one in offered if one.issues), AREAS[0])
    rows.append(Button(_.plain("📊 What matters here"), ShowPriorities(code="", area=shown)))
    return Screen(Html("\n\n".join(lines)), (*one_a_row(*rows), *to_menu(_)))


def standing(_: Words, stands: Standing) -> Screen:
    """The next pair, or the end of a round, or of all pairs."""
    lines = _before(_, stands)
    if stands.pair is None:
        return _pause(_, stands, lines)
    first, second = stands.pair
    lines += [
        _(
            "<b>Which matters more for your okrug?</b>\n{area}, {step} of {all}",
            area=capital(common.area(_, stands.area)),
            step=stands.step,
            all=PAIRS_A_ROUND,
        ),
        _in_full(_, "1️⃣", first, stands.okrug),
        _in_full(_, "2️⃣", second, stands.okrug),
    ]
    rows = one_a_row(
        _choice(_, "1️⃣", first, stands.pair),
        _choice(_, "2️⃣", second, stands.pair),
        Button(_.plain("🤷 I cannot say"), ChooseOfPair(first=first.id, second=second.id, chosen=0)),
    )
    return Screen(Html("\n\n".join(lines)), (*rows, *_whole(_, stands.pair, stands.okrug), *back(_, SCREEN)))


def _whole(_: Words, pair: tuple[Issue, Issue], okrug: Territory) -> Rows:
    """The way to those of the two that have more to them than stands here, such as a photo instead of words."""
    more = [one for one in pair if not one.text or len(one.text) > LONGEST_WORDS]
    opens = (Button(f"🔎 {names.number(_, okrug, one.serial)}", ShowIssue(issue=one.id)) for one in more)
    return (tuple(opens),) if more else ()


def _before(_: Words, stands: Standing) -> list[Html]:
    """What became of the press that led here."""
    found = []
    if stands.chosen is not None:
        found.append(_("✔️ Noted: {name}", name=names.number(_, stands.okrug, stands.chosen.serial)))
    if stands.skipped:
        found.append(_("✔️ Noted: you cannot say."))
    if stands.left:
        found.append(
            _("One of the two problems that you saw is not compared any more: it was solved, merged or taken off.")
        )
    return found


def _pause(_: Words, stands: Standing, lines: list[Html]) -> Screen:
    order = Button(_.plain("📊 What matters here"), ShowPriorities(code="", area=stands.area))
    if stands.pairs_left:
        lines.append(
            _.many(
                "Thank you! You have answered {number} pair.",
                "Thank you! You have answered {number} pairs.",
                stands.answered,
            )
        )
        lines.append(_("More? Each answer makes the order clearer."))
        more = Button(_.plain("▶️ More pairs"), ComparePairs(area=stands.area))
        return Screen(Html("\n\n".join(lines)), (*one_a_row(more, order), *back(_, SCREEN)))
    if stands.issues > 1:
        lines.append(
            _("You have answered all pairs there are in this area. Thank you! New problems will bring new ones.")
        )
    else:
        lines.append(
            _("There is nothing to compare yet: it takes two problems of one area that the akim or staff have let in.")
        )
    return Screen(Html("\n\n".join(lines)), (*one_a_row(order), *back(_, SCREEN)))


def _in_full(_: Words, sign: str, issue: Issue, okrug: Territory) -> Html:
    number = names.number(_, okrug, issue.serial)
    category = "" if issue.category is None else capital(issue.category.names.in_(_.language))
    words = _cut(issue.text, LONGEST_WORDS)
    if not words:
        return _("{sign} <b>{category}</b>\n{number}", sign=sign, category=category, number=number)
    return _(
        "{sign} <b>{category}</b>\n{words}\n<i>{number}</i>", sign=sign, category=category, words=words, number=number
    )


def _choice(_: Words, sign: str, issue: Issue, pair: tuple[Issue, Issue]) -> Button:
    does = ChooseOfPair(first=pair[0].id, second=pair[1].id, chosen=issue.id)
    return Button(f"{sign} {_in_short(_, issue, LONGEST_BUTTON)}", does)


def _in_short(_: Words, issue: Issue, letters: int) -> str:
    """What an issue is about: its first words, or its category when it was told without any."""
    category = "" if issue.category is None else capital(issue.category.names.in_(_.language))
    return _cut(issue.text, letters) or _cut(category, letters)


def _cut(text: str, letters: int) -> str:
    """The beginning of a text on one line."""
    line = " ".join(text.split())
    return line if len(line) <= letters else line[: letters - 1].rstrip() + "…"


# The order


def ranking(_: Words, found: Priorities, *, official: bool, at_home: bool) -> Screen:
    """What matters in an area of an okrug: an order where there is one, with shared places where it is not known.

    Who is `official` also reads how sure each figure is.
    """
    heading = _(
        "<b>What matters here</b>\n{okrug}: {area}",
        okrug=found.okrug.names.in_(_.language),
        area=common.area(_, found.area),
    )
    lines = [heading, *(_order(_, found, official=official) if found.is_ranked else _no_order(_, found))]
    unseen = len(found.lines) - MOST_LINES
    if unseen > 0:
        lines.append(_("And {number} more.", number=unseen))
    if found.beside:
        lines.append(_("{number} more are not compared yet: they concern few people.", number=found.beside))
    return Screen(Html("\n\n".join(lines)), _ways(_, found, official=official, at_home=at_home))


def _order(_: Words, found: Priorities, *, official: bool) -> list[Html]:
    lines = [
        _ranked(_, found, one, one.strength, official=official)
        for one in found.lines[:MOST_LINES]
        if one.strength is not None
    ]
    lines.append(
        _(
            "People who compared: {people}; choices: {choices}. Problems that the choices cannot tell apart share "
            "their places, such as 2–4. “In 72 of 100” means: beside a middling problem it would be chosen 72 times "
            "of 100. 👥: how many people it concerns.",
            people=few(_, found.people),
            choices=_.number(found.choices),
        )
    )
    if official:
        lines.append(_("In brackets: where the figure lies with 95 % certainty."))
    return lines


def _ranked(_: Words, found: Priorities, one: Prioritized, strength: Strength, *, official: bool) -> Html:
    share = _("in {percent} of 100", percent=one.percent)
    if official and one.percent_range is not None:
        low, high = one.percent_range
        share = _("in {percent} of 100 ({low}–{high})", percent=one.percent, low=low, high=high)
    return _(
        "<b>{place}.</b> {words}\n{number} · 👥 {supports} · {share}",
        place=place(strength),
        words=_in_short(_, one.issue, LONGEST_LINE),
        number=names.number(_, found.okrug, one.issue.serial),
        share=share,
        supports=_.number(one.supports),
    )


def place(strength: Strength) -> str:
    """The place of an issue, or those that it may have."""
    return f"{strength.best}–{strength.worst}" if strength.tied else str(strength.best)


def _no_order(_: Words, found: Priorities) -> list[Html]:
    lines = [not_enough(_, found)]
    if found.lines:
        lines.append(_("Until then by how many people they concern (👥):"))
    lines.extend(
        _(
            "• {words}\n{number} · 👥 {supports}",
            words=_in_short(_, one.issue, LONGEST_LINE),
            number=names.number(_, found.okrug, one.issue.serial),
            supports=_.number(one.supports),
        )
        for one in found.lines[:MOST_LINES]
    )
    return lines


def not_enough(_: Words, found: Priorities) -> Html:
    """Why there is no order yet."""
    if found.missing is Missing.PEOPLE:
        return _(
            "There is no order yet: it takes {needed} people who compare, so far: {people}.",
            needed=LEAST_PEOPLE,
            people=few(_, found.people),
        )
    if found.missing is Missing.CHOICES:
        return _("There is no order yet: it takes {lacking} more choices.", lacking=_.number(found.lacking))
    return _("There is no order yet: it takes two problems of this area that the akim or staff have let in.")


def _ways(_: Words, found: Priorities, *, official: bool, at_home: bool) -> Rows:
    code = found.okrug.code
    rows = [
        Button(names.area(_, area), ShowPriorities(code=code, area=area)) for area in AREAS if area is not found.area
    ]
    if at_home:
        rows.insert(0, Button(_.plain("⚖️ Compare"), ComparePairs(area=found.area)))
    return (*one_a_row(*rows), *back(_, "issue_counts" if official and not at_home else SCREEN))
