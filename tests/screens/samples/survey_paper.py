"""Forms on paper and interviews: every stage of keying with the longest questions, tables with faults, differences."""

from dataclasses import replace
from typing import Any

from domain.people import AgeBand, Sex
from domain.surveys.flow import Asking
from domain.surveys.forms import Form, Question, QuestionKind
from domain.surveys.keying import (
    Compared,
    Difference,
    KeySeat,
    KeyStage,
    PaperDesk,
    PaperForm,
    Twice,
)
from domain.surveys.paper import KEYED_MODES, TemplateTrouble, Trait, TroubleKind
from domain.surveys.sessions import Seat, Stage, asked_of
from domain.surveys.survey import Kept, Mode, Options
from domain.surveys.targets import Segment
from domain.territories import Level
from screens.surveys import keying, paper, paper_names
from screens.surveys.paper_troubles import ask_again, formula_without_value, trouble_line
from tests.screens.samples import BIG, NOW, OKRUG, UNTIL, ZONE, Sample, many, sample
from tests.screens.samples.surveys import CLOSED, LABEL, LONG, NAMED, OPEN, SHORT, TITLE, K, choices, question

FORM = PaperForm(BIG, 5_000, "483920177571", 999_999)
FORMS = tuple(replace(FORM, serial=4_000 + at) for at in range(20))
SEAT = KeySeat(KeyStage.MODE, OPEN, FORM, turn=999_999, keyed=5_000)
MINORS = replace(OPEN, options=Options(minors=True, keeps=tuple(Kept)))
LATE = PaperDesk(replace(CLOSED, closed_at=UNTIL), 5_000, 4_000, 1_000, late=True)
WOMAN = Segment(OKRUG.code, Sex.WOMAN, AgeBand.FROM_65)
TROUBLES = [
    TemplateTrouble(2_000, "CV", kind, value="Жоқ " * 30, message=LONG, facts={"most": 2_000, "row": 7})
    for kind in TroubleKind
]


def asked(kind: QuestionKind, value: str | None = None, **more: Any) -> Sample:
    """How a question of this kind is keyed: its own words must be in it."""
    page, trouble = more.pop("page", 0), more.pop("trouble", None)
    one = question(kind, **more)
    form = Form("f", TITLE, questions=(replace(one, name="a", choices=()), one, replace(one, name="z", choices=())))

    def render(_: Any) -> Any:
        asking = Asking(form, {} if value is None else {"q": value}, NOW.replace(tzinfo=None), _.language, 7)
        found = Seat(Stage.QUESTION, NAMED, asked=asked_of(asking, one, 999_999, trouble=trouble))
        seat = replace(SEAT, stage=KeyStage.QUESTION, survey=NAMED, seat=found)
        return keying.question(_, seat, page)

    return Sample(keying.question, render, wrote=True)


def differences(number: int) -> tuple[Difference, ...]:
    return tuple(
        Difference(Question("q", K.TEXT, LABEL), at, LABEL.in_("kk"), "Жоқ " * 1000, "") for at in range(number)
    )


COMPARED = Compared(OPEN, FORM, differences(12), 999_999, (WOMAN, Segment()), {OKRUG.code: OKRUG})
SAMPLES = [
    sample(paper.desk, PaperDesk(OPEN, 5_000, 4_000, 1_000, FORMS[:8], 400), ZONE, 2_000, wrote=True),
    sample(paper.desk, PaperDesk(OPEN, 0, 0, 0), ZONE, wrote=True),
    sample(paper.desk, LATE, ZONE, wrote=True),
    Sample(
        paper.how_many,
        lambda _: paper.how_many(_, OPEN, _.plain("Please write a whole number from 1 to {limit}.").format(limit=500)),
        wrote=True,
    ),
    sample(paper.how_many, OPEN, wrote=True),
    sample(paper.sure, OPEN, 500, wrote=True),
    sample(paper.making, OPEN, 500),
    sample(paper.made, OPEN),
    sample(paper.not_made, OPEN),
    sample(paper.printed, OPEN, FORMS, wrote=True, caption=True),
    sample(paper.table, OPEN, wrote=True, caption=True),
    Sample(paper.wrong, lambda _: paper.wrong(_, OPEN, TROUBLES), english=True),
    Sample(paper.wrong, lambda _: paper.wrong(_, OPEN, TROUBLES[:1]), english=True),
    sample(paper.twice, Twice(OPEN, FORMS, 400, 5_000, 100_000, tuple((form, 150) for form in FORMS)), wrote=True),
    sample(paper.twice, Twice(OPEN, (), 0, 0, 0, ()), wrote=True),
    sample(paper.compared, COMPARED, wrote=True),
    sample(paper.compared, replace(COMPARED, differences=(), person=None)),
    sample(paper.number_of, FORM, alike=True),
    Sample(paper.to_desk, lambda _: paper.to_desk(_, OPEN)),
    sample(keying.wanted, OPEN, wrote=True),
    Sample(
        keying.wanted,
        lambda _: keying.wanted(_, OPEN, trouble=_.plain("This form is keyed already. It is counted once.")),
        wrote=True,
    ),
    *(
        sample(keying.wanted, OPEN, replace(SEAT, stage=KeyStage.DONE, mode=mode, twice=True), wrote=True)
        for mode in KEYED_MODES
    ),
    sample(keying.compare, replace(SEAT, stage=KeyStage.DONE, keying=1, mode=Mode.PAPER), wrote=True),
    sample(keying.mode, SEAT),
    sample(keying.mode, replace(SEAT, keying=1, mode=Mode.MEETING)),
    Sample(
        keying.trait,
        lambda _: keying.trait(_, replace(SEAT, stage=KeyStage.OKRUG, okrugs=many(Level.OKRUG, 45)), 1),
        wrote=True,
    ),
    sample(keying.trait, replace(SEAT, stage=KeyStage.SEX)),
    sample(keying.trait, replace(SEAT, stage=KeyStage.AGE)),
    sample(keying.trait, replace(SEAT, stage=KeyStage.AGE, survey=MINORS)),
    asked(K.TEXT, "Жоқ " * 1000),
    asked(K.DECIMAL, "3.5", trouble="range"),
    asked(K.RANGE, "3", parameters={"start": "1", "end": "10", "step": "1"}),
    asked(K.SELECT_ONE, "c1", choices=choices(SHORT, 12)),
    asked(K.SELECT_MULTIPLE, "c1 c2", choices=choices(LONG, 45), page=1),
    asked(K.RANK, "c1 c0", choices=choices(LONG, 8), trouble="incomplete"),
    asked(K.NOTE),
    asked(K.ACKNOWLEDGE, media={"voice": SHORT}),
    sample(keying.stopped, SEAT),
    *(sample(paper_names.head, one, alike=one is Trait.OKRUG) for one in Trait),
    *(sample(paper_names.mode, one) for one in KEYED_MODES),
    *(sample(trouble_line, one, english=True) for one in TROUBLES),
    sample(formula_without_value),
    Sample(ask_again, lambda _: ask_again(_, may_skip=True)),
    Sample(ask_again, lambda _: ask_again(_, may_skip=False)),
]
