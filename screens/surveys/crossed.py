"""Choosing which questions are shown by which others in the results."""

from collections.abc import Sequence

from aiogram.filters.callback_data import CallbackData

from domain.summaries import crossing
from domain.surveys.forms import Form, Question
from domain.surveys.survey import SurveyState, SurveyView
from screens.screen import Button, Rows, Screen, one_a_row
from screens.surveys import crossed_buttons as to
from screens.surveys import names as speech
from screens.surveys.buttons import OpenSide, SurveySide
from texts import Html, Words

PAGE, SHORT, LABEL = 8, 50, 120


def pairs(_: Words, view: SurveyView, form: Form) -> Screen:
    """The pairs that were named, and a way to name one more."""
    number, found = view.survey.id, crossing.usable(form, view.survey.options.crossed)
    lines = [
        _(
            "<b>A question by another one</b>\n\nResults can also show who said what among those who gave one answer "
            "to another question. You can name {number} pairs, before the survey opens.",
            number=crossing.MOST_CROSSED,
        )
    ]
    places = {one.name: place for place, one in enumerate(form.questions)}
    rows = []
    for at, (row, column) in enumerate(found, 1):
        first, second = (form.questions[places[name]] for name in (row, column))
        lines.append(
            _(
                "{number}. {row}\nby: {column}",
                number=at,
                row=_label(_, view, first, LABEL),
                column=_label(_, view, second, LABEL),
            )
        )
        if view.survey.state is SurveyState.DRAFT:
            does = to.SetCrossed(
                survey=number, version=view.survey.version, row=places[row], column=places[column], on=False
            )
            rows.append(Button(_.plain("🗑 Without pair {number}", number=at), does))
    if view.survey.state is SurveyState.DRAFT and _rows(view, form):
        rows.append(Button(_.plain("➕ Add a pair"), to.ChooseCrossed(survey=number, row=None, page=0)))
    back = Button(_.plain("‹ Back"), OpenSide(survey=number, side=SurveySide.CROSSES))
    return Screen(Html("\n\n".join(lines)), one_a_row(*rows, back))


def _label(_: Words, view: SurveyView, question: Question, most: int) -> str:
    text = question.name if question.label is None else speech.said(_, view.survey, question.label)
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _rows(view: SurveyView, form: Form) -> list[int]:
    """The places of the questions that can still stand in rows."""
    in_rows = {one.name for one in crossing.rows(form)}
    return [place for place, one in enumerate(form.questions) if one.name in in_rows and _over(view, form, one)]


def _over(view: SurveyView, form: Form, row: Question) -> list[int]:
    """The places of the questions by which this one can still be shown."""
    named = crossing.usable(form, view.survey.options.crossed)
    over = {one.name for one in crossing.columns(form) if crossing.goes_with(named, row.name, one.name)}
    return [place for place, one in enumerate(form.questions) if one.name in over]


def row(_: Words, view: SurveyView, form: Form, page: int) -> Screen:
    """Choose the question that will stand in the rows."""
    text = _("Which question shall be shown by another one?")
    places = _rows(view, form)
    buttons: list[tuple[int, CallbackData]] = [
        (place, to.ChooseCrossed(survey=view.survey.id, row=place, page=0)) for place in places
    ]
    return _listed(_, view, form, text, buttons, page, None)


def column(_: Words, view: SurveyView, form: Form, chosen: int, page: int) -> Screen:
    """Choose the question by which it will be shown."""
    question = form.questions[chosen]
    text = _(
        "<b>{question}</b>\n\nBy which question shall it be shown? That one will not be shown by territory, sex and "
        "age to those from whom small groups are hidden: together both would tell too much.",
        question=_label(_, view, question, LABEL),
    )
    survey = view.survey
    buttons: list[tuple[int, CallbackData]] = [
        (place, to.SetCrossed(survey=survey.id, version=survey.version, row=chosen, column=place, on=True))
        for place in _over(view, form, question)
    ]
    return _listed(_, view, form, text, buttons, page, chosen)


def _listed(
    _: Words,
    view: SurveyView,
    form: Form,
    text: Html,
    found: Sequence[tuple[int, CallbackData]],
    page: int,
    chosen: int | None,
) -> Screen:
    number = view.survey.id
    start = page * PAGE
    rows = [Button(_label(_, view, form.questions[place], SHORT), does) for place, does in found[start : start + PAGE]]
    turn = tuple(
        Button(sign, to.ChooseCrossed(survey=number, row=chosen, page=at))
        for sign, at in (("«", page - 1), ("»", page + 1))
        if at >= 0 and at * PAGE < len(found)
    )
    back: Rows = one_a_row(Button(_.plain("‹ Back"), to.ShowCrossed(survey=number)))
    return Screen(text, (*one_a_row(*rows), *((turn,) if turn else ()), *back))
