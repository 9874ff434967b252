"""What matters more: two issues, or two categories, to choose between."""

from collections.abc import Sequence

from aiogram.filters.callback_data import CallbackData

from domain.issues.issue import AREAS, Category, Issue
from domain.issues.priorities import LEAST_ISSUES, PAIRS_A_ROUND, Compared, ItemKind, OfferedArea, Standing
from domain.roles import Area
from domain.territories import Territory
from screens import names as common
from screens.home import back, to_menu
from screens.issues import names
from screens.issues.buttons import (
    ChooseCompared,
    ChooseOfCategories,
    ChooseOfPair,
    CompareCategories,
    ComparePairs,
    ShowCategoryPriorities,
    ShowIssue,
    ShowPriorities,
)
from screens.meetings.names import capital
from screens.screen import Button, Rows, Screen, one_a_row
from texts import Html, Words

SCREEN = "priorities"
LONGEST_WORDS, LONGEST_BUTTON = 350, 40


def areas(_: Words, offered: Sequence[OfferedArea]) -> Screen:
    """What comparing is for, and the areas in which it can be done."""
    lines = [
        _("<b>Which matters more?</b>"),
        _(
            "I show you two problems of your okrug or, where few were told yet, two things that problems are about, "
            "such as roads and water. You press the one that matters more. From everybody's choices comes the order "
            "in which they stand. Nobody is shown what you chose."
        ),
    ]
    possible = [one for one in offered if one.kinds]
    done = [one for one in offered if one.is_done]
    if not possible and not done:
        lines.append(_("There is nothing to compare here yet."))
    lines.extend(_("You have answered all pairs: {area}.", area=common.area(_, one.area)) for one in done)
    rows = [Button(names.area(_, one.area), _begins(one)) for one in possible]
    with_issues = next((one.area for one in offered if one.issues >= LEAST_ISSUES), None)
    kind = ItemKind.CATEGORY if with_issues is None else ItemKind.ISSUE
    rows.append(Button(_.plain("📊 What matters here"), order_of(kind, "", with_issues or AREAS[0])))
    return Screen(Html("\n\n".join(lines)), (*one_a_row(*rows), *to_menu(_)))


def _begins(offered: OfferedArea) -> CallbackData:
    if len(offered.kinds) > 1:
        return ChooseCompared(area=offered.area)
    return pairs_of(offered.kinds[0], offered.area)


def pairs_of(kind: ItemKind, area: Area) -> CallbackData:
    """What goes on comparing in an area."""
    return ComparePairs(area=area) if kind is ItemKind.ISSUE else CompareCategories(area=area)


def order_of(kind: ItemKind, code: str, area: Area) -> CallbackData:
    """What shows the order of an area."""
    if kind is ItemKind.ISSUE:
        return ShowPriorities(code=code, area=area)
    return ShowCategoryPriorities(code=code, area=area)


def kinds(_: Words, offered: OfferedArea) -> Screen:
    """What to compare in an area where there are issues enough, too."""
    text = _(
        "<b>Which matters more?</b>\n{area}\n\nWhat would you like to compare?",
        area=capital(common.area(_, offered.area)),
    )
    rows = one_a_row(
        Button(
            _.plain("📋 Problems that people told · {number}", number=_.number(offered.issues)),
            pairs_of(ItemKind.ISSUE, offered.area),
        ),
        Button(
            _.plain("🗂 Kinds of problems · {number}", number=_.number(offered.categories)),
            pairs_of(ItemKind.CATEGORY, offered.area),
        ),
    )
    return Screen(text, (*rows, *back(_, SCREEN)))


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
        Button(f"1️⃣ {names.in_short(_, first, LONGEST_BUTTON)}", _picks(stands.pair, first.id)),
        Button(f"2️⃣ {names.in_short(_, second, LONGEST_BUTTON)}", _picks(stands.pair, second.id)),
        Button(_.plain("🤷 I cannot say"), _picks(stands.pair, 0)),
    )
    return Screen(Html("\n\n".join(lines)), (*rows, *_whole(_, stands.pair, stands.okrug), *back(_, SCREEN)))


def _picks(pair: tuple[Compared, Compared], chosen: int) -> CallbackData:
    first, second = pair
    kind = ChooseOfCategories if isinstance(first, Category) else ChooseOfPair
    return kind(first=first.id, second=second.id, chosen=chosen)


def _whole(_: Words, pair: tuple[Compared, Compared], okrug: Territory) -> Rows:
    """The way to those of the two that have more to them than stands here, such as a photo instead of words."""
    issues = (one for one in pair if isinstance(one, Issue))
    more = [one for one in issues if not one.text or len(one.text) > LONGEST_WORDS]
    opens = (Button(f"🔎 {names.number(_, okrug, one.serial)}", ShowIssue(issue=one.id)) for one in more)
    return (tuple(opens),) if more else ()


def _before(_: Words, stands: Standing) -> list[Html]:
    """What became of the press that led here."""
    found = []
    if stands.chosen is not None:
        found.append(_("✔️ Noted: {name}", name=_name(_, stands.chosen, stands.okrug)))
    if stands.skipped:
        found.append(_("✔️ Noted: you cannot say."))
    if stands.left and stands.kind is ItemKind.CATEGORY:
        found.append(_("One of the two that you saw is not compared any more: it was taken out of the list."))
    elif stands.left:
        found.append(
            _("One of the two problems that you saw is not compared any more: it was solved, merged or taken off.")
        )
    return found


def _name(_: Words, item: Compared, okrug: Territory) -> str:
    if isinstance(item, Category):
        return capital(names.category(_, item))
    return names.number(_, okrug, item.serial)


def _pause(_: Words, stands: Standing, lines: list[Html]) -> Screen:
    order = Button(_.plain("📊 What matters here"), order_of(stands.kind, "", stands.area))
    if stands.pairs_left:
        lines.append(
            _.many(
                "Thank you! You have answered {number} pair.",
                "Thank you! You have answered {number} pairs.",
                stands.answered,
            )
        )
        lines.append(_("More? Each answer makes the order clearer."))
        more = Button(_.plain("▶️ More pairs"), pairs_of(stands.kind, stands.area))
        return Screen(Html("\n\n".join(lines)), (*one_a_row(more, order), *back(_, SCREEN)))
    lines.append(_no_pairs(_, stands))
    return Screen(Html("\n\n".join(lines)), (*one_a_row(order), *back(_, SCREEN)))


def _no_pairs(_: Words, stands: Standing) -> Html:
    if stands.kind is ItemKind.CATEGORY:
        if stands.items > 1:
            return _("You have answered all pairs of this area. Thank you!")
        return _("There is nothing to compare here yet.")
    if stands.items > 1:
        return _("You have answered all pairs there are in this area. Thank you! New problems will bring new ones.")
    return _("There is nothing to compare yet: it takes two problems of one area that the akim or staff have let in.")


def _in_full(_: Words, sign: str, item: Compared, okrug: Territory) -> Html:
    about = item if isinstance(item, Category) else item.category
    category = "" if about is None else capital(about.names.in_(_.language))
    if isinstance(item, Category):
        return _("{sign} <b>{category}</b>", sign=sign, category=category)
    number = names.number(_, okrug, item.serial)
    words = names.cut(item.text, LONGEST_WORDS)
    if not words:
        return _("{sign} <b>{category}</b>\n{number}", sign=sign, category=category, number=number)
    return _(
        "{sign} <b>{category}</b>\n{words}\n<i>{number}</i>", sign=sign, category=category, words=words, number=number
    )
