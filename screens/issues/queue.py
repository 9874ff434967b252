"""What waits for those who answer and moderate: piles, and pages of them."""

from collections.abc import Callable
from datetime import datetime

from aiogram.filters.callback_data import CallbackData

from domain.issues.cases import Queue
from domain.issues.moderation import Look, Pile
from domain.issues.report import Row
from domain.permissions import Act
from screens.buttons import GoTo
from screens.home import to_menu
from screens.issues import buttons, duties, names
from screens.screen import Button, Rows, Screen, in_columns, one_a_row
from texts import Html, Words

PAGE = 8
Turn = Callable[[int], CallbackData]
_PARAGRAPH = "\n\n"
# What staff and others arrange, by the act that it needs.
_MORE = (
    (Act.ANSWER_ISSUE, "issue_rules"),
    (Act.RULE_CATEGORIES, "issue_categories"),
    (Act.RULE_CATEGORIES, "issue_words"),
    (Act.LIFT_BAN, "issue_bans"),
    (Act.IMPORT_ISSUES, "import_issues"),
)


def piles(_: Words, found: Queue, may: frozenset[Act]) -> Screen:
    """How much waits, by pile, and what else can be arranged."""
    waiting = sum(found.sizes.get(pile, 0) for pile in (Pile.NEW, Pile.REVIEW, Pile.REOPENED))
    if waiting:
        text = _.many("{number} problem waits for your answer.", "{number} problems wait for your answer.", waiting)
    else:
        text = _("Nothing waits for your answer now.")
    parts = [_("<b>Problems to answer</b>"), text]
    buttons_of = [
        Button(f"{duties.pile(_, pile)} · {_.number(number)}", buttons.OpenPile(pile=pile, page=0))
        for pile, number in found.sizes.items()
    ]
    rows = [*in_columns(buttons_of, 2)]
    if found.looks is not None:
        rows.extend(_looks(_, found))
    more = [Button(_more(_, screen), GoTo(screen=screen)) for act, screen in _MORE if act in may]
    return Screen(Html(_PARAGRAPH.join(parts)), (*rows, *in_columns(more, 2), *to_menu(_)))


def _looks(_: Words, found: Queue) -> Rows:
    opens = [
        Button(f"{duties.look(_, look)} · {_.number(number)}", buttons.OpenLook(look=look, page=0))
        for look, number in (found.looks or {}).items()
    ]
    return in_columns(opens, 2)


def _more(_: Words, screen: str) -> str:
    return {
        "issue_rules": _.plain("⚙️ Days and limits"),
        "issue_categories": _.plain("🗂 Categories"),
        "issue_words": _.plain("🔤 Words to watch"),
        "issue_bans": _.plain("⛔️ Who may not report"),
        "import_issues": _.plain("📥 Enter past problems"),
    }[screen]


def pile(_: Words, found: Queue, now: datetime) -> Screen:
    """A page of a pile, what has waited longest first."""
    which = found.pile or Pile.NEW
    return _page(_, found, duties.pile(_, which), now, lambda page: buttons.OpenPile(pile=which, page=page))


def look(_: Words, found: Queue, now: datetime) -> Screen:
    """A page of what waits for a look of staff."""
    which = found.look or Look.HELD
    return _page(_, found, duties.look(_, which), now, lambda page: buttons.OpenLook(look=which, page=page))


def _page(_: Words, found: Queue, title: str, now: datetime, turn: Turn) -> Screen:
    lines = [_("<b>{title}</b>: {number}", title=title, number=_.number(found.total))]
    lines.extend(entry(_, row, now) for row in found.rows)
    if not found.rows:
        lines.append(_("Nothing here."))
    opens = [
        Button(names.number(_, row.okrug, row.issue.serial), buttons.DeskIssue(issue=row.issue.id))
        for row in found.rows
    ]
    last = max(0, (found.total - 1) // PAGE)
    turns = tuple(
        Button(sign, turn(page)) for sign, page in (("«", found.page - 1), ("»", found.page + 1)) if 0 <= page <= last
    )
    back = one_a_row(Button(_.plain("‹ Back"), GoTo(screen="issue_desk")))
    rows = (*in_columns(opens, 2), *((turns,) if turns else ()), *back, *to_menu(_))
    return Screen(Html(_PARAGRAPH.join(lines)), rows)


def entry(_: Words, row: Row, now: datetime) -> Html:
    """An issue of a pile in three short lines: number and state, since when and how many, its words."""
    issue = row.issue
    head = _(
        "<b>{number}</b> · {about} · {state}",
        number=names.number(_, row.okrug, issue.serial),
        about=names.category(_, issue.category),
        state=names.state(_, issue.state),
    )
    days = 0 if issue.sent_at is None else max(0, (now - issue.sent_at).days)
    facts = _("{days} · 👥 {people}", days=_days(_, days), people=_.number(row.supporters))
    words = names.begins(issue, 90) or _("Told without words.")
    return Html("\n".join((head, facts, words)))


def _days(_: Words, days: int) -> Html:
    return _("today") if days == 0 else _.many("{number} day ago", "{number} days ago", days)
