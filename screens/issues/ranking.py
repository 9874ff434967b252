"""What matters here: the order that comes of everybody's choices between two issues, or two categories."""

from domain.issues.issue import AREAS, Category
from domain.issues.priorities import LEAST_ISSUES, Compared, ItemKind, Priorities, Prioritized
from domain.statistics.pairs import LEAST_PEOPLE, Missing, Strength
from domain.territories import Territory
from screens import names as common
from screens.home import back
from screens.issues import names
from screens.issues.priorities import SCREEN, order_of, pairs_of
from screens.meetings.names import few
from screens.screen import Button, Rows, Screen, one_a_row
from texts import Html, Words

MOST_LINES, LONGEST_LINE = 12, 60


def ranking(_: Words, found: Priorities[Compared], *, official: bool, at_home: bool) -> Screen:
    """What matters in an area of an okrug: an order where there is one, with shared places where it is not known.

    Who is `official` also reads how sure each figure is.
    """
    lines = [_heading(_, found), *(_order(_, found, official=official) if found.is_ranked else _no_order(_, found))]
    unseen = len(found.lines) - MOST_LINES
    if unseen > 0:
        lines.append(_("And {number} more.", number=unseen))
    if found.beside:
        lines.append(_("{number} more are not compared yet: they concern few people.", number=found.beside))
    return Screen(Html("\n\n".join(lines)), _ways(_, found, official=official, at_home=at_home))


def _heading(_: Words, found: Priorities[Compared]) -> Html:
    okrug, area = found.okrug.names.in_(_.language), common.area(_, found.area)
    if found.kind is ItemKind.CATEGORY:
        return _("<b>What matters here: kinds of problems</b>\n{okrug}: {area}", okrug=okrug, area=area)
    return _("<b>What matters here</b>\n{okrug}: {area}", okrug=okrug, area=area)


def _order(_: Words, found: Priorities[Compared], *, official: bool) -> list[Html]:
    lines = [
        _ranked(_, found, one, one.strength, official=official)
        for one in found.lines[:MOST_LINES]
        if one.strength is not None
    ]
    lines.append(_explained(_, found))
    if official:
        lines.append(_("In brackets: where the figure lies with 95 % certainty."))
    return lines


def _explained(_: Words, found: Priorities[Compared]) -> Html:
    people, choices = few(_, found.people), _.number(found.choices)
    if found.kind is ItemKind.CATEGORY:
        return _(
            "People who compared: {people}; choices: {choices}. What the choices cannot tell apart shares its places, "
            "such as 2–4. “In 72 of 100” means: beside a kind of middling weight it would be chosen 72 times of 100. "
            "👥: how many people the open problems of this kind concern.",
            people=people,
            choices=choices,
        )
    return _(
        "People who compared: {people}; choices: {choices}. Problems that the choices cannot tell apart share "
        "their places, such as 2–4. “In 72 of 100” means: beside a middling problem it would be chosen 72 times "
        "of 100. 👥: how many people it concerns.",
        people=people,
        choices=choices,
    )


def _ranked(
    _: Words, found: Priorities[Compared], one: Prioritized[Compared], strength: Strength, *, official: bool
) -> Html:
    share = _("in {percent} of 100", percent=one.percent)
    if official and one.percent_range is not None:
        low, high = one.percent_range
        share = _("in {percent} of 100 ({low}–{high})", percent=one.percent, low=low, high=high)
    return _(
        "<b>{place}.</b> {words}\n{concerns} · {share}",
        place=place(strength),
        words=names.in_short(_, one.item, LONGEST_LINE),
        concerns=_concerns(_, one, found.okrug),
        share=share,
    )


def _concerns(_: Words, one: Prioritized[Compared], okrug: Territory) -> Html:
    """The number of an issue, and how many people it concerns."""
    supports = _.number(one.supports)
    if isinstance(one.item, Category):
        return _("👥 {supports}", supports=supports)
    return _("{number} · 👥 {supports}", number=names.number(_, okrug, one.item.serial), supports=supports)


def place(strength: Strength) -> str:
    """The place of an issue, or those that it may have."""
    return f"{strength.best}–{strength.worst}" if strength.tied else str(strength.best)


def _no_order(_: Words, found: Priorities[Compared]) -> list[Html]:
    lines = [not_enough(_, found)]
    if found.lines:
        lines.append(_("Until then by how many people they concern (👥):"))
    lines.extend(
        _(
            "• {words}\n{concerns}",
            words=names.in_short(_, one.item, LONGEST_LINE),
            concerns=_concerns(_, one, found.okrug),
        )
        for one in found.lines[:MOST_LINES]
    )
    return lines


def not_enough(_: Words, found: Priorities[Compared]) -> Html:
    """Why there is no order yet."""
    if found.missing is Missing.PEOPLE:
        return _(
            "There is no order yet: it takes {needed} people who compare, so far: {people}.",
            needed=LEAST_PEOPLE,
            people=few(_, found.people),
        )
    if found.missing is Missing.CHOICES:
        return _("There is no order yet: it takes {lacking} more choices.", lacking=_.number(found.lacking))
    if found.kind is ItemKind.CATEGORY:
        return _("There is nothing to compare here yet.")
    return _("There is no order yet: it takes two problems of this area that the akim or staff have let in.")


def _ways(_: Words, found: Priorities[Compared], *, official: bool, at_home: bool) -> Rows:
    code, categories = found.okrug.code, found.kind is ItemKind.CATEGORY
    rows = []
    if at_home:
        few_issues = not categories and len(found.lines) < LEAST_ISSUES
        compares = ItemKind.CATEGORY if few_issues else found.kind
        rows.append(Button(_.plain("⚖️ Compare"), pairs_of(compares, found.area)))
    if categories:
        rows.append(Button(_.plain("📋 Order of the problems told"), order_of(ItemKind.ISSUE, code, found.area)))
    else:
        rows.append(Button(_.plain("🗂 Order of the kinds"), order_of(ItemKind.CATEGORY, code, found.area)))
    rows += [Button(names.area(_, area), order_of(found.kind, code, area)) for area in AREAS if area is not found.area]
    return (*one_a_row(*rows), *back(_, "issue_counts" if official and not at_home else SCREEN))
