"""Forms on paper at one look, printing them, and tables of keyed ones."""

from collections.abc import Sequence
from datetime import tzinfo

from domain.surveys.keying import (
    LATE,
    MOST_AT_ONCE,
    OF_PERSON,
    PRINTED_AT_ONCE,
    Compared,
    PaperDesk,
    PaperForm,
    Twice,
)
from domain.surveys.paper import TemplateTrouble
from domain.surveys.survey import Survey
from domain.surveys.targets import Segment
from screens import names
from screens.screen import Button, Rows, Screen, in_columns, one_a_row
from screens.surveys import buttons as surveys
from screens.surveys import names as speech
from screens.surveys import paper_buttons as own
from screens.surveys import result_buttons as results
from screens.surveys.paper_buttons import PaperSide
from screens.surveys.paper_troubles import trouble_line
from screens.surveys.question import with_trouble
from texts import Html, Words, escaped

TROUBLES_FIT, DIFFERENCES_SHOWN = 3_000, 8
LONGEST_LABEL, LONGEST_VALUE = 90, 120


def desk(_: Words, found: PaperDesk, zone: tzinfo, taken: int = 0) -> Screen:
    """A survey's forms; `taken` is how many were just taken over from a table."""
    survey = found.survey
    lines = [speech.heading(_, survey), _("📄 <b>Paper, telephone, meetings</b>")]
    if taken:
        lines.insert(0, _("✅ Taken over: {number} forms.", number=_.number(taken)))
    lines.append(
        _(
            "Forms made: {made}\nKeyed: {keyed}\nAnswered in the chat with their code: {chat}",
            made=_.number(found.printed),
            keyed=_.number(found.keyed),
            chat=_.number(found.in_chat),
        )
    )
    if found.late:
        return _late(_, found, lines, zone)
    lines.append(
        _("Each form has a number and a code, for one person. Its first use counts, keyed or in the chat; no second.")
    )
    if found.half:
        lines.append(_("Half keyed, press to go on:"))
    half = [_form(_, "▶️", form, 0) for form in found.half]
    again = _.plain("🔍 Key a tenth twice")
    rows = one_a_row(
        _side(_.plain("🖨 Print forms"), survey, PaperSide.PRINT),
        _side(_.plain("⌨️ Key answers"), survey, PaperSide.KEY),
        _side(_.plain("📥 Take a table over"), survey, PaperSide.TABLE),
        _side(f"{again}: {_.number(found.again)}" if found.again else again, survey, PaperSide.TWICE),
    )
    return Screen(_joined(lines), (*in_columns(half, 4), *rows, *_to_card(_, survey)))


def _late(_: Words, found: PaperDesk, lines: list[Html], zone: tzinfo) -> Screen:
    survey = found.survey
    until = "" if survey.closed_at is None else _.day((survey.closed_at + LATE).astimezone(zone).date())
    lines.append(
        _(
            "The survey is closed. Forms that come late are taken until {day}, in a table only. "
            "Then have the results counted again: small groups stay hidden as they were.",
            day=until,
        )
    )
    rows = one_a_row(
        _side(_.plain("📥 Take a table over"), survey, PaperSide.TABLE),
        Button(_.plain("📊 Results"), results.ShowResults(survey=survey.id)),
    )
    return Screen(_joined(lines), (*rows, *_to_card(_, survey)))


def how_many(_: Words, survey: Survey, trouble: str | None = None) -> Screen:
    """Ask how many forms shall be printed."""
    text = _(
        "How many forms? Press, or write a number up to {most}.\n\n"
        "Each has a number, a code and a QR code of its own: give each to one person only. "
        "Who likes can answer in the chat by the QR code instead.",
        most=_.number(MOST_AT_ONCE),
    )
    numbers = [Button(str(one), own.PrintForms(survey=survey.id, number=one)) for one in PRINTED_AT_ONCE]
    return Screen(
        with_trouble(_joined([speech.heading(_, survey), text]), trouble), (tuple(numbers), *to_desk(_, survey))
    )


def sure(_: Words, survey: Survey, number: int) -> Screen:
    """Ask once before many forms are made."""
    does = own.PrintForms(survey=survey.id, number=number)
    text = _("Print {number} forms in one file?", number=_.number(number))
    rows = one_a_row(Button(_.plain("🖨 Yes: {number}", number=_.number(number)), does))
    return Screen(_joined([speech.heading(_, survey), text]), (*rows, *to_desk(_, survey)))


def making(_: Words, survey: Survey, number: int) -> Screen:
    """Many forms are being made."""
    text = _("⏳ I am making {number} forms. It takes a minute or two, then the file comes.", number=_.number(number))
    return Screen(text, to_desk(_, survey))


def made(_: Words, survey: Survey) -> Screen:
    """Many forms were sent."""
    return Screen(_("✅ The forms are here."), to_desk(_, survey))


def not_made(_: Words, survey: Survey) -> Screen:
    """The file with many forms could not be made or sent."""
    return Screen(_("The file could not be made. Please print fewer forms at once."), to_desk(_, survey))


def printed(_: Words, survey: Survey, forms: Sequence[PaperForm]) -> Html:
    """What stands under the file with forms."""
    first, last = (_.number(one.serial) for one in (forms[0], forms[-1]))
    return _(
        "🖨 {title}: forms {first} to {last}, each for one person. Print them on one side.",
        title=speech.title(_, survey),
        first=first,
        last=last,
    )


def table(_: Words, survey: Survey) -> Html:
    """What stands under the empty table."""
    return _(
        "📥 {title}: fill the table in and send it back here. A row is a form, and its code stands first.\n\n"
        "I check everything before I take anything: if a cell is wrong I say which, and nothing is taken.",
        title=speech.title(_, survey),
    )


def wrong(_: Words, survey: Survey, found: Sequence[TemplateTrouble]) -> Screen:
    """What is wrong with a table, by row and column."""
    lines: list[str] = []
    for one in found:
        line = trouble_line(_, one)
        if sum(map(len, lines)) + len(line) > TROUBLES_FIT:
            break
        lines.append(f"• {line}")
    text = _("⚠️ Nothing was taken. Please mend this and send the file again:")
    shown = [text, escaped("\n".join(lines))]
    if len(lines) < len(found):
        shown.append(_("and {number} more", number=_.number(len(found) - len(lines))))
    return Screen(_joined(shown), to_desk(_, survey))


# A tenth twice


def twice(_: Words, found: Twice) -> Screen:
    """What is to be keyed a second time, and where the two keyings differ."""
    survey = found.survey
    differences = sum(number for _form, number in found.differing)
    lines = [
        speech.heading(_, survey),
        _("🔍 <b>A tenth twice</b>"),
        _("About every tenth form, chosen by chance, is keyed by a second person, so that mistakes are seen."),
        _(
            "Compared: {forms} forms, {answers} answers\nDifferent now: {differences}",
            forms=_.number(found.compared),
            answers=_.number(found.answers),
            differences=_.number(differences),
        ),
    ]
    if found.due:
        lines.append(_("⌨️ To be keyed by you:"))
    if found.left:
        lines.append(_("Keyed by you, waiting for a colleague: {number}", number=_.number(found.left)))
    if not found.due and not found.left and not found.differing:
        lines.append(_("There is nothing to do here now."))
    due = [_form(_, "⌨️", form, 1) for form in found.due]
    differing = [
        Button(
            _.plain("⚠️ No. {serial}: {number} different", serial=_.number(form.serial), number=_.number(number)),
            own.CompareForm(survey=survey.id, serial=form.serial),
        )
        for form, number in found.differing
    ]
    return Screen(_joined(lines), (*in_columns(due, 4), *one_a_row(*differing), *to_desk(_, survey)))


def compared(_: Words, found: Compared) -> Screen:
    """What differs between both keyings of a form, and which is right."""
    survey, form = found.survey, found.form
    lines = [_("🔍 <b>Form No. {serial}</b>", serial=_.number(form.serial))]
    rows: list[tuple[Button, ...]] = []
    if found.person is not None:
        first, second = (_person(_, found, whose) for whose in found.person)
        lines.append(_difference(_, 1, _.plain("Who filled it in"), first, second))
        rows.append(_choose(_, found, 1, OF_PERSON))
    for number, one in enumerate(found.differences[:DIFFERENCES_SHOWN], start=1 + len(rows)):
        lines.append(_difference(_, number, one.label, one.first, one.second))
        rows.append(_choose(_, found, number, one.place))
    if len(rows) == 0:
        lines.append(_("✅ Both keyings say the same."))
    else:
        lines.append(_("Look at the paper: which is right? The counted answers are corrected by it."))
    more = len(found.differences) - DIFFERENCES_SHOWN
    if more > 0:
        lines.append(_("and {number} more", number=_.number(more)))
    back = Button(_.plain("‹ Back"), own.OpenPaper(survey=survey.id, side=PaperSide.TWICE))
    return Screen(_joined(lines), (*rows, (back,)))


def _difference(_: Words, number: int, label: str, first: str, second: str) -> Html:
    return _(
        "{number}. {label}\n1️⃣ {first}\n2️⃣ {second}",
        number=number,
        label=_cut(label, LONGEST_LABEL),
        first=_cut(first, LONGEST_VALUE) or "—",
        second=_cut(second, LONGEST_VALUE) or "—",
    )


def _choose(_: Words, found: Compared, number: int, place: int) -> tuple[Button, ...]:
    return tuple(
        Button(
            f"{number}. {mark}",
            own.SettleForm(survey=found.survey.id, serial=found.form.serial, turn=found.turn, place=place, right=right),
        )
        for right, mark in enumerate(("1️⃣", "2️⃣"))
    )


def _person(_: Words, found: Compared, whose: Segment) -> str:
    okrug = found.okrugs.get(whose.okrug or "")
    parts = [] if okrug is None else [okrug.names.in_(_.language)]
    return ", ".join([*parts, names.sex(_, whose.sex), names.age(_, whose.age)])


# Common parts


def number_of(_: Words, form: PaperForm) -> str:
    """A form's number as it is read."""
    return _.plain("No. {serial}", serial=_.number(form.serial))


def _form(_: Words, mark: str, form: PaperForm, keying: int) -> Button:
    does = own.OpenForm(survey=form.survey_id, serial=form.serial, keying=keying)
    return Button(f"{mark} {number_of(_, form)}", does)


def to_desk(_: Words, survey: Survey) -> Rows:
    """The way back to a survey's forms."""
    return one_a_row(_side(_.plain("‹ Back"), survey, PaperSide.DESK))


def _to_card(_: Words, survey: Survey) -> Rows:
    return one_a_row(Button(_.plain("‹ Back"), surveys.ShowSurvey(survey=survey.id)))


def _side(text: str, survey: Survey, side: PaperSide) -> Button:
    return Button(text, own.OpenPaper(survey=survey.id, side=side))


def _joined(lines: Sequence[Html]) -> Html:
    return Html("\n\n".join(line for line in lines if line))


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
