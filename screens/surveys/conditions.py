"""When a question is asked at all: which earlier one decides, and by which of its answers."""

from domain.surveys.conditions import askable_by, condition_of
from domain.surveys.editing import Edited
from domain.surveys.forms import Question
from screens.screen import Button, Rows, Screen, one_a_row
from screens.surveys import editing_buttons as own
from screens.surveys.editing_buttons import QuestionDeed
from screens.surveys.question import IN_BUTTON, condition_in_words, cut, label, plainly
from texts import Html, Words, escaped

DECIDING_SHOWN, ANSWERS_SHOWN = 20, 40


def deciding(_: Words, edited: Edited) -> Screen:
    """Which earlier question decides whether this one is asked."""
    one, survey = edited.question, edited.survey
    if one is None:
        return Screen(_("There is no such question any more."), _to_question(_, edited))
    lines = _head(_, edited, one)
    found = askable_by(edited.form, edited.place)
    rows = [
        Button(_numbered(_, place, other), own.DecidedBy(survey=survey.id, place=edited.place, other=place))
        for place, other in found[-DECIDING_SHOWN:]
    ]
    if found:
        lines.append(_("Which earlier question decides whether this one is asked?"))
    else:
        lines.append(_("There is no earlier question with choices: only such a one can decide."))
    return Screen(Html("\n\n".join(lines)), (*one_a_row(*rows), *_always(_, edited, one), *_to_question(_, edited)))


def answers(_: Words, edited: Edited, other: int) -> Screen:
    """By which answers of an earlier question this one is asked; several may be ticked."""
    one, survey = edited.question, edited.survey
    decides = edited.form.questions[other] if other < edited.place < len(edited.form.questions) else None
    if one is None or decides is None:
        return Screen(_("There is no such question any more."), _to_question(_, edited))
    before = condition_of(one)
    chosen = before.choices if before is not None and before.name == decides.name else ()
    lines = _head(_, edited, one)
    lines.append(
        _(
            "Tick the answers to this question: then it is asked.\n<b>{question}</b>",
            question=_numbered(_, other, decides),
        )
    )
    rows = [
        Button(
            f"{'☑️' if choice.name in chosen else '⬜'} {cut(choice.label.in_(_.language), IN_BUTTON)}",
            own.AskIf(
                survey=survey.id,
                version=survey.version,
                place=edited.place,
                other=other,
                choice=number,
                on=choice.name not in chosen,
            ),
        )
        for number, choice in enumerate(decides.choices[:ANSWERS_SHOWN])
    ]
    return Screen(Html("\n\n".join(lines)), (*one_a_row(*rows), *_always(_, edited, one), *_to_question(_, edited)))


def _head(_: Words, edited: Edited, one: Question) -> list[Html]:
    lines = [Html(f"<b>{escaped(_numbered(_, edited.place, one))}</b>")]
    condition = condition_of(one)
    if condition is not None:
        lines.append(condition_in_words(_, edited.form, condition))
    elif one.relevant:
        lines.append(_("Asked only if: {expression}", expression=plainly(one.relevant)))
    else:
        lines.append(_("It is always asked."))
    return lines


def _numbered(_: Words, place: int, one: Question) -> str:
    return cut(f"{place + 1}. {label(_, one)}", IN_BUTTON * 2)


def _always(_: Words, edited: Edited, one: Question) -> Rows:
    if not one.relevant:
        return ()
    survey = edited.survey
    does = own.DoQuestion(survey=survey.id, version=survey.version, place=edited.place, deed=QuestionDeed.ALWAYS)
    return one_a_row(Button(_.plain("Ask it always"), does))


def _to_question(_: Words, edited: Edited) -> Rows:
    return one_a_row(Button(_.plain("✅ Ready"), own.ShowQuestion(survey=edited.survey.id, place=edited.place)))
