"""Keying a tenth of the forms twice: what differs, and which of the two is right."""

from dataclasses import dataclass, replace

from actions.context import Context, action
from actions.surveys.common import in_hand, note
from actions.surveys.reading import in_words
from actions.surveys.seats import answered_form, asking_of
from actions.surveys.sheets import Sheet, in_hands, keyed_twice
from domain.permissions import Act
from domain.refusals import Refused
from domain.surveys.flow import Asking
from domain.surveys.keying import (
    OF_PERSON,
    Compared,
    Difference,
    PaperForm,
    Twice,
    answered,
    differing,
    keyer,
    on_paper,
)
from domain.surveys.sessions import Response
from domain.surveys.survey import Progress, Survey
from domain.surveys.targets import Segment
from storage import territories
from storage.database import Connection
from storage.surveys import paper, responses

DUE_SHOWN = 20


@dataclass(frozen=True, slots=True)
class _Pair:
    """Both keyings of a form."""

    survey: Survey
    form: PaperForm
    first: Response
    second: Response
    asking: Asking
    other: Asking
    whose: Segment
    others: Segment

    @property
    def turn(self) -> int:
        return self.first.turn + self.second.turn

    @property
    def person_differs(self) -> bool:
        return replace(self.whose, mode="") != replace(self.others, mode="")


@action(Act.MAKE_SURVEY)
async def board(ctx: Context, survey_id: int) -> Twice:
    """What is to be keyed a second time by this person, and where the two keyings differ."""

    def work(connection: Connection) -> Twice:
        survey, key = in_hands(connection, ctx, survey_id)
        forms = keyed_twice(connection, survey, key, paper.forms(connection, survey_id))
        due, differ, answers, compared = [], [], 0, 0
        for form in forms:
            pair = _pair(connection, ctx, survey, key, form)
            if pair is None:
                due.append(form)
                continue
            compared += 1
            answers += answered(pair.asking, pair.other)
            number = len(differing(pair.asking, pair.other)) + pair.person_differs
            if number:
                differ.append((form, number))
        mine = keyer(key, ctx.actor.id)
        others = [form for form in due if form.keyed_by != mine]
        shown = tuple(others[:DUE_SHOWN]), tuple(differ[:DUE_SHOWN])
        return Twice(survey, shown[0], len(due) - len(others), compared, answers, shown[1])

    return await ctx.read(work)


def _pair(connection: Connection, ctx: Context, survey: Survey, key: bytes, form: PaperForm) -> _Pair | None:
    both = [responses.response(connection, survey.id, Sheet(survey, key, form, at).number) for at in (0, 1)]
    first, second = both
    if first is None or second is None or {first.state, second.state} != {Progress.FINISHED}:
        return None
    form_of = on_paper(answered_form(connection, ctx, first))
    return _Pair(
        survey,
        form,
        first,
        second,
        asking_of(ctx, survey, form_of, first),
        asking_of(ctx, survey, form_of, second),
        paper.segment(connection, survey.id, first.segment),
        paper.segment(connection, survey.id, second.segment),
    )


def _known_pair(connection: Connection, ctx: Context, survey_id: int, serial: int, *, hold: bool = False) -> _Pair:
    survey, key = in_hands(connection, ctx, survey_id, hold=hold)
    form = paper.form(connection, survey_id, serial, hold=hold)
    pair = None if form is None else _pair(connection, ctx, survey, key, form)
    if pair is None:
        raise Refused("old_button")
    return pair


@action(Act.MAKE_SURVEY)
async def compare(ctx: Context, survey_id: int, serial: int) -> Compared:
    """What differs between both keyings of a form."""
    return await ctx.read(lambda connection: _compared(connection, _known_pair(connection, ctx, survey_id, serial)))


def _compared(connection: Connection, pair: _Pair) -> Compared:
    one, other = pair.asking.counted(), pair.other.counted()
    differences = tuple(
        Difference(
            question,
            place,
            question.name if question.label is None else pair.asking.said(question.label),
            in_words(pair.asking, question, one.get(question.name, "")),
            in_words(pair.other, question, other.get(question.name, "")),
        )
        for place, question in differing(pair.asking, pair.other)
    )
    person = (pair.whose, pair.others) if pair.person_differs else None
    codes = {whose.okrug for whose in person or ()} - {None}
    okrugs = {code: place for code in codes if code and (place := territories.territory(connection, code)) is not None}
    return Compared(pair.survey, pair.form, differences, pair.turn, person, okrugs)


@action(Act.MAKE_SURVEY)
async def settle(ctx: Context, survey_id: int, serial: int, turn: int, place: int, right: int) -> Compared:
    """Say which keying is right (0 or 1) at one question: the other one is corrected, and so what is counted."""
    if right not in (0, 1):
        raise Refused("old_button")

    def work(connection: Connection) -> Compared:
        pair = _known_pair(connection, ctx, survey_id, serial, hold=True)
        if pair.turn == turn:
            _settle(connection, pair, place, right)
            if right:
                found, grant = in_hand(connection, ctx, survey_id)
                note(connection, ctx, grant, found, "corrected")
        return _compared(connection, _known_pair(connection, ctx, survey_id, serial))

    return await ctx.write(work)


def _settle(connection: Connection, pair: _Pair, place: int, right: int) -> None:
    wrong, asking = (pair.first, pair.asking) if right else (pair.second, pair.other)
    if place == OF_PERSON:
        whose, is_right = (pair.whose, pair.others) if right else (pair.others, pair.whose)
        paper.set_segment(connection, wrong, replace(is_right, mode=whose.mode))
    else:
        if place >= len(asking.form.questions):
            raise Refused("old_button")
        question = asking.form.questions[place]
        value = (pair.other if right else pair.asking).counted().get(question.name, "")
        now = replace(asking, answers={**wrong.answers, question.name: value})
        if value and not now.concerns(question):
            raise Refused("form_not_asked")
        _correct(connection, wrong, now, counts=right == 1)
    responses.step(connection, wrong, "", Progress.FINISHED)


def _correct(connection: Connection, wrong: Response, now: Asking, *, counts: bool) -> None:
    counted = now.counted()
    for name, value in {**now.answers, **counted}.items():
        if wrong.answers.get(name) != value:
            responses.put(connection, wrong, name, value)
    if counts:
        responses.count_only(connection, wrong, counted)
