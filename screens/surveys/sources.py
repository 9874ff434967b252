"""Where questions come from: a file, a ready questionnaire, another survey."""

from collections.abc import Sequence

from domain.surveys.editing import Edited
from domain.surveys.forms import Form
from domain.surveys.survey import Listed
from screens.screen import Button, Rows, Screen, one_a_row
from screens.surveys import editing_buttons as own
from screens.surveys import names as speech
from screens.surveys.question import IN_BUTTON, PAGE, cut, label
from texts import Html, Words

SURVEYS_SHOWN = 12


def file_wanted(_: Words, edited: Edited) -> Screen:
    """Wait for a file with questions."""
    lines = [
        speech.heading(_, edited.survey),
        _(
            "Send an XLSX file made as an XLSForm, from Excel, KoboToolbox or ODK. "
            "I check it as a whole: if something is wrong I say where, and nothing is kept."
        ),
    ]
    if edited.form.questions:
        number = _.number(len(edited.form.questions))
        lines.append(_("It takes the place of the questions that are there now: {number}.", number=number))
    return Screen(Html("\n\n".join(lines)), to_questions(_, edited))


def file_caption(_: Words, edited: Edited) -> Html:
    """What stands under the file with a survey's questions."""
    return _(
        "{title}: the questions as an XLSForm. Change them in Excel and send the file back here.",
        title=speech.title(_, edited.survey),
    )


def ready(_: Words, edited: Edited, templates: Sequence[tuple[str, Form]], others: Sequence[Listed]) -> Screen:
    """Questionnaires that are ready, and surveys whose questions can be copied."""
    survey = edited.survey
    rows = [
        Button(
            f"📚 {form.title.in_(_.language)} ({len(form.asked)})"[:60],
            own.CopyTemplate(survey=survey.id, name=name),
        )
        for name, form in templates
    ]
    rows += [
        Button(
            f"📋 {speech.title(_, one.survey)}"[:IN_BUTTON],
            own.ShowBank(survey=survey.id, source=one.survey.id, page=0),
        )
        for one in others[:SURVEYS_SHOWN]
    ]
    text = _(
        "What do you want to copy? The questions come behind those that are there, and you can change them.\n\n"
        "📚 is ready in three languages. 📋 is a survey that you look after: choose single questions of it."
    )
    return Screen(Html(f"{speech.heading(_, survey)}\n\n{text}"), (*one_a_row(*rows), *to_questions(_, edited)))


def bank(_: Words, edited: Edited, source: Edited, page: int) -> Screen:
    """The questions of another survey, each to be copied with what it depends on."""
    survey, of = edited.survey, source.survey
    every = list(enumerate(source.form.questions))
    last = max(len(every) - 1, 0) // PAGE
    page = min(page, last)
    rows: list[tuple[Button, ...]] = [
        (_copy(edited, source, place, f"➕ {cut(label(_, one), IN_BUTTON)}"),)
        for place, one in every[page * PAGE : (page + 1) * PAGE]
    ]
    turn = tuple(
        Button(text, own.ShowBank(survey=survey.id, source=of.id, page=to))
        for text, to in (("«", page - 1), ("»", page + 1))
        if 0 <= to <= last
    )
    rows += [turn] if turn else []
    if every:
        rows.append((_copy(edited, source, None, _.plain("➕ All of them: {number}", number=_.number(len(every)))),))
    text = _("Press a question to copy it. What it depends on comes along.")
    done = _("Copied so far: {number} questions here.", number=_.number(len(edited.form.asked)))
    lines = [speech.heading(_, of), text, done]
    if not every:
        lines = [speech.heading(_, of), _("There is no question in it.")]
    return Screen(Html("\n\n".join(lines)), (*rows, *to_questions(_, edited)))


def _copy(edited: Edited, source: Edited, place: int | None, text: str) -> Button:
    survey = edited.survey
    does = own.CopyQuestion(survey=survey.id, version=survey.version, source=source.survey.id, place=place)
    return Button(text, does)


def to_questions(_: Words, edited: Edited) -> Rows:
    """The way back to the questions."""
    return one_a_row(Button(_.plain("‹ All questions"), own.QuestionsOf(survey=edited.survey.id, page=0)))
