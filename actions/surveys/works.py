"""What can be done at a question, whoever does it: a resident in their own response, or who keys a form."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from actions.surveys.steps import Step
from domain.refusals import Refused
from domain.surveys.flow import Asking
from domain.surveys.forms import ACKNOWLEDGED, SEVERAL, WITH_CHOICES, Question, QuestionKind, together
from domain.surveys.sessions import MOST_STEPS, Seat, steps_of
from domain.surveys.typed import NotUnderstood, choice_typed, read_answer

Work = Callable[[Step, Question], Seat]


def pick(place: int) -> Work:
    """Answer with one choice, a number of a range, or that one has read it."""
    return lambda step, question: step.answer(question, _picked(step.asking, question, place))


def _picked(asking: Asking, question: Question, place: int) -> str:
    if question.kind is QuestionKind.ACKNOWLEDGE:
        return ACKNOWLEDGED
    if question.kind is QuestionKind.RANGE:
        there = steps_of(question, MOST_STEPS)
    elif question.kind is QuestionKind.SELECT_ONE:
        there = tuple(choice.name for choice in question.choices)
    else:
        there = ()
    if place >= len(there):
        raise Refused("old_button")
    return there[place]


def tick(place: int, *, on: bool) -> Work:
    """Tick one of several choices, or take its tick away."""

    def work(step: Step, question: Question) -> Seat:
        if question.kind is not QuestionKind.SELECT_MULTIPLE or place >= len(question.choices):
            raise Refused("old_button")
        name = question.choices[place].name
        chosen = set((step.response.answers.get(question.name) or "").split()) - {name}
        chosen |= {name} if on else set()
        value = together(choice.name for choice in question.choices if choice.name in chosen)
        if value:
            step.keep(question, value)
        else:
            step.clear(question)
        return step.stands()

    return work


def rank(position: int, place: int) -> Work:
    """Put a choice on the next place of the order."""

    def work(step: Step, question: Question) -> Seat:
        if question.kind is not QuestionKind.RANK or place >= len(question.choices):
            raise Refused("old_button")
        name = question.choices[place].name
        placed = (step.response.answers.get(question.name) or "").split()
        if len(placed) == position and name not in placed:
            step.keep(question, together([*placed, name]))
        return step.stands()

    return work


def clear(step: Step, question: Question) -> Seat:
    """Begin the order or the ticks of this question anew."""
    if question.kind not in SEVERAL:
        raise Refused("old_button")
    step.clear(question)
    return step.stands()


def done(step: Step, question: Question) -> Seat:
    """Go on from what is ready: ticks, an order, a note that was read, an answer that is there."""
    if not question.asks:
        return step.go_on(question)
    return step.answer(question, step.response.answers.get(question.name, ""))


def skip(step: Step, question: Question) -> Seat:
    """Skip a question that may be: that is an answer too."""
    return step.answer(question, "")


def back(step: Step, question: Question) -> Seat:
    """Go back to the question before, whose answer stays until another is given."""
    before = step.asking.before(question.name)
    if before is not None:
        step.move(before.name)
    return step.stands()


def write(text: str, today: date) -> Work:
    """Answer in words, a number, a date or a time; what it was understood as is shown with the next question."""

    def work(step: Step, question: Question) -> Seat:
        if question.kind in WITH_CHOICES:
            return _name(step, question, text)
        try:
            value = read_answer(question, text, step.asking.language, today)
        except NotUnderstood as wrong:
            return step.wrong(question, wrong.reason)
        return echoed(step, question, value)

    return work


def _name(step: Step, question: Question, text: str) -> Seat:
    labels = [(choice.name, step.asking.choice_said(question, choice)) for choice in step.asking.choices(question)]
    name = choice_typed(labels, text)
    if name is None:
        return step.wrong(question, "kind")
    place = next(at for at, choice in enumerate(question.choices) if choice.name == name)
    if question.kind is QuestionKind.SELECT_MULTIPLE:
        return tick(place, on=True)(step, question)
    if question.kind is QuestionKind.RANK:
        placed = (step.response.answers.get(question.name) or "").split()
        return rank(len(placed), place)(step, question)
    return replace(echoed(step, question, name), echo=(question, dict(labels)[name]))


def echoed(step: Step, question: Question, value: str) -> Seat:
    """Answer, and say with the next question what was understood."""
    found = step.answer(question, value)
    is_wrong = found.asked is not None and found.asked.trouble is not None
    return found if is_wrong else replace(found, echo=(question, value))
