"""Residents' issues on the agenda of a meeting."""

from collections.abc import Sequence

from domain.agendas import MOST_ISSUES, AgendaPage, Linked
from domain.issues.report import Row
from domain.meetings import Card
from screens import buttons
from screens.issues import names as issues
from screens.issues.buttons import DeskIssue, ShowIssue
from screens.meetings import names
from screens.screen import Button, Rows, Screen, in_columns, one_a_row
from texts import Html, Words, escaped

LETTERS = 60


def listed(_: Words, rows: Sequence[Row], *, short: bool = False) -> Html:
    """The issues of an agenda under their heading, empty without any; `short` without what they are about."""
    if not rows:
        return Html("")
    show = _head if short else _line
    return Html("\n".join(("", _("Problems of the okrug on the agenda:"), *(show(_, row) for row in rows))))


def _head(_: Words, row: Row) -> Html:
    return _(
        "📌 {number} · 👥 {people} · {state}",
        number=issues.number(_, row.okrug, row.issue.serial),
        people=_.number(row.supporters),
        state=issues.state(_, row.issue.state),
    )


def _line(_: Words, row: Row) -> Html:
    head = _head(_, row)
    about = escaped(issues.category(_, row.issue.category))
    words = issues.begins(row.issue, LETTERS)
    return Html(f"{head}\n{about}: {words}" if words else f"{head}\n{about}")


def opens(_: Words, rows: Sequence[Row]) -> Rows:
    """A button for each issue, to read all of it."""
    return in_columns(
        [
            Button(f"🔎 {issues.number(_, row.okrug, row.issue.serial)}", ShowIssue(issue=row.issue.id))
            for row in rows[:MOST_ISSUES]
        ],
        2,
    )


def choices(_: Words, found: AgendaPage) -> Screen:
    """The open issues of the okrug, to be put on the agenda or taken off."""
    meeting = found.card.meeting.id
    on = {row.issue.id for row in found.card.issues}
    elsewhere = [row for row in found.card.issues if row.issue.id not in {one.issue.id for one in found.rows}]
    text = _(
        "Which problems of the okrug will be talked about? What most people share stands first. "
        "Everyone who is invited sees those you choose; at most {most}.",
        most=MOST_ISSUES,
    )
    parts = [text, *(_line(_, row) for row in (*elsewhere, *found.rows))]
    if not found.rows and not elsewhere:
        parts.append(_("There is no open problem here that everybody sees."))
    rows: list[tuple[Button, ...]] = [(_toggle(_, row, found, on),) for row in (*elsewhere, *found.rows)]
    turn = [] if found.page == 0 else [Button("«", buttons.AgendaIssues(meeting=meeting, page=found.page - 1))]
    if found.more:
        turn.append(Button("»", buttons.AgendaIssues(meeting=meeting, page=found.page + 1)))
    if turn:
        rows.append(tuple(turn))
    done = Button(_.plain("✅ Ready"), buttons.ShowMeeting(meeting=meeting))
    return Screen(Html("\n\n".join(parts)), (*rows, (done,)))


def _toggle(_: Words, row: Row, found: AgendaPage, on: set[int]) -> Button:
    there = row.issue.id in on
    label = f"{'✔️' if there else '▫️'} {issues.number(_, row.okrug, row.issue.serial)}"
    return Button(
        label,
        buttons.PutOnAgenda(meeting=found.card.meeting.id, issue=row.issue.id, on=not there, page=found.page),
    )


def moves(_: Words, card: Card, linked: Sequence[Linked]) -> Screen:
    """What comes of each issue after the meeting."""
    parts = [_("What becomes of the problems of <b>{title}</b>?", title=names.title(_, card))]
    rows: list[tuple[Button, ...]] = []
    for one in linked:
        parts.append(_line(_, one.row))
        rows.extend(_moves(_, card.meeting.id, one))
    if any(one.states for one in linked):
        parts.append(_("Who is concerned hears of it in some minutes. Solved or not to be done: answer with words."))
    else:
        parts.append(_("The akim and those who answer problems bring them on; they read your minutes."))
    back = Button(_.plain("‹ Back"), buttons.MeetingMinutes(meeting=card.meeting.id, part=""))
    return Screen(Html("\n\n".join(parts)), (*rows, *one_a_row(back)))


def _moves(_: Words, meeting_id: int, one: Linked) -> Rows:
    its = one.row.issue
    number = issues.number(_, one.row.okrug, its.serial)
    rows = [
        Button(
            f"{number}: {issues.state(_, state)}",
            buttons.MoveIssue(meeting=meeting_id, issue=its.id, version=its.version, state=state),
        )
        for state in one.states
    ]
    if one.answers:
        rows.append(Button(_.plain("✍️ {number}: answer with words", number=number), DeskIssue(issue=its.id)))
    return one_a_row(*rows)


def said(_: Words, card: Card) -> str:
    """What goes with a new state: at which meeting that was decided."""
    return _.plain("Decided at the meeting: {title}", title=names.title(_, card))


def moved(_: Words, one: Linked) -> str:
    """What an alert says when an issue has moved on."""
    number = issues.number(_, one.row.okrug, one.row.issue.serial)
    return _.plain("{number}: {state}", number=number, state=issues.state(_, one.row.issue.state))
