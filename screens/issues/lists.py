"""Lists of issues: of an okrug, one's own, and what a number or words led to."""

from dataclasses import replace

from domain.issues.issue import AREAS
from domain.issues.report import Found, Listing, Mine, Order, Row, Shelf, Wanted
from domain.territories import Territory
from screens.buttons import GoTo
from screens.home import to_menu
from screens.issues import buttons, names
from screens.issues.buttons import Narrowed, ReportStep
from screens.issues.report import draft_name, entry
from screens.screen import Button, Rows, Screen, in_columns, one_a_row
from texts import Html, Words

_PARAGRAPH = "\n\n"


def of_okrug(_: Words, page: Listing) -> Screen:
    """A page of the problems of an okrug, with ways to choose and order them."""
    wanted = page.wanted
    lines = [_("<b>Problems: {okrug}</b>", okrug=page.okrug.names.in_(_.language))]
    if page.rows:
        lines.extend(entry(_, row) for row in page.rows)
    else:
        lines.append(_nothing(_, page))
    if page.pages > 1:
        lines.append(_("Page {page} of {pages}", page=wanted.page + 1, pages=page.pages))
    rows = (*_opens(_, page.rows), *_turn(page), *_choose(_, page), *_below(_, page))
    return Screen(Html(_PARAGRAPH.join(lines)), rows)


def _nothing(_: Words, page: Listing) -> Html:
    if page.wanted.area is None and page.wanted.shelf is Shelf.ALL:
        return _("Nobody has told of anything yet. What is wrong in your okrug?")
    return _("Nothing here. Choose another area or state.")


def _opens(_: Words, rows: tuple[Row, ...]) -> Rows:
    opens = [Button(f"№{row.issue.serial}", buttons.ShowIssue(issue=row.issue.id)) for row in rows]
    return in_columns(opens, 4)


def _turn(page: Listing) -> Rows:
    now = page.wanted.page
    turn = tuple(
        Button(text, _list(page, replace(page.wanted, page=to)))
        for text, to in (("«", now - 1), ("»", now + 1))
        if 0 <= to < page.pages
    )
    return (turn,) if turn else ()


def _choose(_: Words, page: Listing) -> Rows:
    wanted = replace(page.wanted, page=0)
    area = _.plain("All areas") if wanted.area is None else names.area(_, wanted.area)
    other = Order.DATE if wanted.order is Order.SUPPORT else Order.SUPPORT
    order = {
        Order.DATE: _.plain("⇅ Newest first"),
        Order.SUPPORT: _.plain("⇅ Most supported first"),
    }[other]
    return (
        (
            Button(f"{area} ▾", _narrow(page, Narrowed.AREA)),
            Button(f"{shelf_name(_, wanted.shelf)} ▾", _narrow(page, Narrowed.SHELF)),
        ),
        (Button(order, _list(page, replace(wanted, order=other))),),
    )


def _narrow(page: Listing, by: Narrowed) -> buttons.NarrowIssues:
    its = page.wanted
    return buttons.NarrowIssues(code=_code(page), area=its.area, shelf=its.shelf, order=its.order, by=by)


def narrow(_: Words, page: Listing, by: Narrowed) -> Screen:
    """The areas, or the states, to show only those."""
    wanted = replace(page.wanted, page=0)
    if by is Narrowed.AREA:
        text = _("Problems of which area?")
        chosen = [(_.plain("All areas"), replace(wanted, area=None))]
        chosen += [(names.area(_, area), replace(wanted, area=area)) for area in AREAS]
    else:
        text = _("Problems in which state?")
        chosen = [(shelf_name(_, shelf), replace(wanted, shelf=shelf)) for shelf in Shelf]
    rows = one_a_row(*(Button(_ticked(name, on=one == wanted), _list(page, one)) for name, one in chosen))
    return Screen(text, (*rows, *one_a_row(Button(_.plain("‹ Back"), _list(page, wanted)))))


def _ticked(text: str, *, on: bool) -> str:
    return f"✔️ {text}" if on else text


def shelf_name(_: Words, which: Shelf) -> str:
    """What states are shown, for a button."""
    return {
        Shelf.ALL: _.plain("All states"),
        Shelf.WAITING: _.plain("🆕 Waiting"),
        Shelf.WORK: _.plain("🛠 In work"),
        Shelf.SOLVED: _.plain("✅ Solved"),
        Shelf.DECLINED: _.plain("🚫 Declined"),
    }[which]


def _below(_: Words, page: Listing) -> Rows:
    find = Button(_.plain("🔎 Find by number or words"), GoTo(screen="find_issue"))
    rows = [(find,)]
    if page.at_home:
        rows.append((Button(_.plain("➕ Tell of a problem"), GoTo(screen="report_issue")),))
    return (*rows, *to_menu(_))


def _code(page: Listing) -> str:
    return "" if page.at_home else page.okrug.code


def _list(page: Listing, wanted: Wanted) -> buttons.ListIssues:
    return listing(page.okrug, wanted, at_home=page.at_home)


def listing(okrug: Territory, wanted: Wanted, *, at_home: bool) -> buttons.ListIssues:
    """The button's data that leads to this page of an okrug's issues."""
    return buttons.ListIssues(
        code="" if at_home else okrug.code,
        area=wanted.area,
        shelf=wanted.shelf,
        order=wanted.order,
        page=wanted.page,
    )


def mine(_: Words, found: Mine) -> Screen:
    """What the person began, reported, shares and follows."""
    lines = [_("<b>My reports</b>")]
    for heading, rows in (
        (_("I told of:"), found.reported),
        (_("I said “me too”:"), found.shared),
        (_("I follow:"), found.followed),
    ):
        if rows:
            lines.append(Html("\n".join((heading, *(_short(_, row) for row in rows[:10])))))
    if len(lines) == 1:
        lines.append(_("Nothing yet."))
    drafts = one_a_row(
        *(
            Button(
                _.plain("✏️ Go on: {what}", what=draft_name(_, one)),
                buttons.OpenReport(issue=one.issue.id, step=ReportStep.SAY),
            )
            for one in found.drafts
        )
    )
    shown = {row.issue.id: row for rows in (found.reported, found.shared, found.followed) for row in rows[:10]}
    opens = [Button(_number(_, row), buttons.ShowIssue(issue=row.issue.id)) for row in shown.values()]
    more = one_a_row(Button(_.plain("➕ Tell of a problem"), GoTo(screen="report_issue")))
    return Screen(Html(_PARAGRAPH.join(lines)), (*drafts, *in_columns(opens, 2), *more, *to_menu(_)))


def _short(_: Words, row: Row) -> Html:
    return _(
        "{number} · {state} · {about}",
        number=_number(_, row),
        state=names.state(_, row.issue.state),
        about=names.category(_, row.issue.category),
    )


def _number(_: Words, row: Row) -> str:
    return names.number(_, row.okrug, row.issue.serial)


def ask_what(_: Words, okrug: Territory) -> Screen:
    """What to look for."""
    text = _(
        "Write a number, such as {number}, or a few words, such as “water”.",
        number=names.number(_, okrug, 17),
    )
    return Screen(text, one_a_row(Button(_.plain("‹ Back"), GoTo(screen="issues"))))


def found(_: Words, what: Found) -> Screen:
    """What may be meant: one to choose, or nothing."""
    again = one_a_row(Button(_.plain("🔎 Look for something else"), GoTo(screen="find_issue")))
    if not what.rows:
        if what.by_number:
            text = _("I know no problem with this number: {text}. Write it with the name of its okrug.", text=what.text)
        else:
            text = _("I found nothing like this in your okrug: {text}", text=what.text)
        return Screen(text, (*again, *to_menu(_)))
    heading = _("Which one do you mean?") if what.by_number else _("This is what I found:")
    entries = (entry(_, row) for row in what.rows)
    opens = [Button(_number(_, row), buttons.ShowIssue(issue=row.issue.id)) for row in what.rows]
    return Screen(Html(_PARAGRAPH.join((heading, *entries))), (*in_columns(opens, 2), *again, *to_menu(_)))
