"""Surveys as they are asked and looked after: the longest words, every kind of question, every state and side."""

from dataclasses import replace
from typing import Any

from domain.audiences import Audience, Rule, RuleKind
from domain.languages import Localized
from domain.people import AgeBand, Sex
from domain.roles import Area, Grant, Role
from domain.surveys.flow import Asking
from domain.surveys.forms import Choice, Form, Question, QuestionKind
from domain.surveys.sessions import Answers, Said, Seat, Stage, asked_of
from domain.surveys.survey import (
    LONGEST_ABOUT,
    LONGEST_TITLE,
    Kept,
    Listed,
    Live,
    Offer,
    OfferList,
    Options,
    Part,
    Survey,
    SurveyState,
    SurveyView,
    Told,
)
from domain.surveys.targets import Target
from domain.territories import Branch, Level
from screens import home
from screens.surveys import about, ask, card, names, sides, targets
from screens.surveys.buttons import SurveyDeed
from tests.screens.samples import BIG, CHAIN, EVIL, NOW, OKRUG, UNTIL, ZONE, Sample, many, sample


def words(kk: str, ru: str, en: str, longest: int) -> Localized:
    """A text of so many letters in each language."""
    return Localized(*(f"{EVIL} {text} "[:longest].ljust(longest, ".") for text in (kk * 99, ru * 99, en * 99)))


TITLE = words("Ауылға не керек? ", "Что нужно селу? ", "What does the village need? ", LONGEST_TITLE)
ABOUT = words("Жоспар жасау үшін. ", "Чтобы составить план. ", "For the plan. ", LONGEST_ABOUT)
ASKED = Audience((Rule(RuleKind.TERRITORY, OKRUG.code), Rule(RuleKind.LANGUAGE, "kk")))
DRAFT = Survey(
    id=BIG,
    state=SurveyState.DRAFT,
    author_id=1,
    author_role=Role.AKIM,
    place=OKRUG.place,
    title=TITLE,
    about=ABOUT,
    anonymous=True,
    audience=ASKED,
    options=Options(targets=(Target(100_000, OKRUG.code),)),
    form_version=1,
    version=999_999,
    code="a" * 16,
    created_at=NOW,
    opens_at=NOW,
    closes_at=UNTIL,
)
WANTED = replace(
    DRAFT,
    options=Options(targets=tuple(Target(100_000, OKRUG.code, Sex.WOMAN, age) for age in AgeBand) * 4, minors=True),
)
OPEN = replace(DRAFT, state=SurveyState.OPEN, opened_at=NOW)
PLANNED, CLOSED = replace(DRAFT, state=SurveyState.PLANNED), replace(OPEN, state=SurveyState.CLOSED, closed_at=UNTIL)
CANCELLED = replace(CLOSED, state=SurveyState.CANCELLED)
NAMED = replace(OPEN, anonymous=False, author_role=Role.STAFF, options=Options(results=False, keeps=(), open_link=True))
EMPTY = replace(DRAFT, title=None, about=None, audience=Audience(), opens_at=None, closes_at=None, place=None)
LIVE = tuple(Live(place, 100_000, 200_000) for place in many(Level.OKRUG, 20))


def view(survey: Survey, **more: Any) -> SurveyView:
    """A survey as its author sees it."""
    values = {
        "territory": OKRUG,
        "questions": 1000,
        "missing": (),
        "people": 1_000_000,
        "exact": False,
        "live": LIVE,
        "bot_username": "a" * 32,
        "named": {OKRUG.code: OKRUG},
    }
    return SurveyView(survey, **{**values, **more})


LACKING = view(
    EMPTY, missing=tuple(Part), untranslated=("q" * 32,) * 30, named_only=("p" * 32,) * 30, people=3, territory=None
)
LABEL = words("Ауыл мектебінің жылуына көңіліңіз тола ма? ", "Тепло ли в школе? ", "Is the school warm? ", 3000)
SHORT = Localized(kk=f"{EVIL} Иә", ru=f"{EVIL} Да", en=f"{EVIL} Yes")
LONG = words("Мектептің жылуы ", "Тепло в школе ", "A warm school ", 250)


def choices(label: Localized, number: int) -> tuple[Choice, ...]:
    return tuple(Choice(f"c{at}", label) for at in range(number))


def question(kind: QuestionKind, **more: Any) -> Question:
    return Question("q", kind, LABEL, LABEL, **more)


def seat(kind: QuestionKind, value: str | None = None, survey: Survey = OPEN, **more: Any) -> Any:
    """How a question of this kind is made for a language: its own words must be in it."""
    trouble, page, others = more.pop("trouble", None), more.pop("page", 0), more.pop("seat", {})
    one = question(kind, **more)
    form = Form("f", TITLE, questions=(replace(one, name="a", choices=()), one, replace(one, name="z", choices=())))

    def render(_: Any) -> Any:
        asking = Asking(form, {} if value is None else {"q": value}, NOW.replace(tzinfo=None), _.language, 7)
        asked = asked_of(asking, one, 999_999, trouble=trouble)
        return ask.question(_, Seat(Stage.QUESTION, survey, OKRUG, 3, asked, **others), page)

    return Sample(ask.question, render, wrote=True)


K = QuestionKind
ONE_TO_TEN = {"start": "1", "end": "10", "step": "1"}
QUESTIONS = [
    seat(K.TEXT),
    seat(K.TEXT, "Жоқ " * 1000, NAMED, seat={"echo": (question(K.DATE), "2026-10-16")}),
    seat(K.TEXT, "voice:7", NAMED),
    seat(K.INTEGER, "12", trouble="whole", seat={"trial": True}),
    seat(K.DECIMAL, "3.5", trouble="constraint", constraint_message=LABEL),
    seat(K.DATE, "2026-10-16", trouble="far"),
    seat(K.TIME, "09:30", seat={"missed": True}),
    seat(K.RANGE, "3", parameters=ONE_TO_TEN),
    seat(K.RANGE, "3", parameters={"start": "0", "end": "1000", "step": "1"}, trouble="range"),
    seat(K.SELECT_ONE, "c1", choices=choices(SHORT, 2), appearance=("likert",)),
    seat(K.SELECT_ONE, "c1", choices=choices(SHORT, 12)),
    seat(K.SELECT_ONE, choices=choices(LONG, 20), trouble="required"),
    seat(K.SELECT_ONE, choices=choices(LONG, 250), page=7),
    seat(K.SELECT_MULTIPLE, "c1 c2", choices=choices(LONG, 45), page=99),
    seat(K.SELECT_MULTIPLE, choices=choices(SHORT, 5)),
    seat(K.RANK, "c1 c0", choices=choices(LONG, 8), trouble="incomplete"),
    seat(K.NOTE),
    seat(K.ACKNOWLEDGE, media={"voice": SHORT, "photo": SHORT}),
    seat(K.IMAGE, "7", NAMED, trouble="photo"),
    seat(K.AUDIO, "7", NAMED, trouble="voice_long"),
    seat(K.GEOPOINT, "50.1 71.5", NAMED, trouble="kind"),
]
TROUBLES = (
    "required",
    "choice",
    "incomplete",
    "number",
    "whole",
    "large",
    "range",
    "step",
    "date",
    "far",
    "time",
    "long",
    "rest",
    "words_only",
    "photo",
    "voice",
    "voice_long",
    "kind",
    "other",
)
_ASKING = Asking(Form("f", TITLE, questions=(question(K.RANGE),)), {}, NOW.replace(tzinfo=None))
SEAT = Seat(Stage.ABOUT, OPEN, OKRUG, 1000, code="a" * 16)
LINES = tuple(
    Said(question(kind), 999_999, LABEL.in_("kk"), value)
    for kind, value in (
        (K.TEXT, "Жоқ " * 1000),
        (K.DATE, "2026-10-16"),
        (K.DECIMAL, "3.5"),
        (K.AUDIO, "7"),
        (K.IMAGE, "7"),
        (K.GEOPOINT, "50.1 71.5"),
        (K.ACKNOWLEDGE, "OK"),
        (K.INTEGER, ""),
    )
)
OFFERS = OfferList((Offer(OPEN),) * 8, (Offer(NAMED),) * 8, (Offer(CLOSED),) * 8, may_make=True)
GRANT = Grant(BIG, Role.AKIM, OKRUG.place)
MEMBERS = Audience(tuple(Rule(RuleKind.MEMBERS, f"{area}.{OKRUG.code}") for area in Area))
VILLAGES = many(Level.SETTLEMENT, 90)

ALOUD_FORM = Form(
    "f",
    TITLE,
    questions=tuple(Question(f"q{at}", K.TEXT, LABEL, media={"voice": SHORT, "photo": SHORT}) for at in range(60)),
)

SAMPLES = [
    *QUESTIONS,
    *(sample(ask.trouble, asked_of(_ASKING, question(K.RANGE), 1, trouble=word)) for word in TROUBLES),
    sample(ask.answer_in_words, question(K.DATE), "2026-10-16"),
    sample(ask.review, Answers(OPEN, LINES, 1, more=True, turn=999_999, finished=True, open=True), wrote=True),
    sample(ask.review, Answers(CLOSED, (), 0, more=False, turn=0, finished=True, open=False), wrote=True),
    Sample(ask.beside, lambda _: ask.beside(_, home.question_stands(_), OPEN), wrote=True),
    sample(about.listing, OFFERS, ZONE, wrote=True),
    sample(about.listing, OfferList(), ZONE),
    sample(about.before, SEAT, ZONE, wrote=True),
    sample(about.before, replace(SEAT, survey=NAMED, trial=True), ZONE, wrote=True),
    sample(about.sex, SEAT, wrote=True),
    sample(about.age, SEAT, wrote=True),
    Sample(about.thanks, lambda _: about.thanks(_, SEAT, ZONE, is_open=True), wrote=True),
    Sample(about.thanks, lambda _: about.thanks(_, replace(SEAT, survey=CLOSED), ZONE, is_open=False), wrote=True),
    Sample(about.thanks, lambda _: about.thanks(_, replace(SEAT, trial=True), ZONE, is_open=True), wrote=True),
    *(
        sample(about.ended, replace(SEAT, stage=stage), wrote=True)
        for stage in (Stage.FULL, Stage.MINOR, Stage.DECLINED, Stage.OVER)
    ),
    sample(about.stopped, SEAT, ZONE, wrote=True),
    sample(about.opened, Told(OPEN, OKRUG, 1000), ZONE, wrote=True),
    sample(about.opened, Told(NAMED, None, 1000), ZONE, wrote=True),
    sample(about.reminder, Told(OPEN, OKRUG, 1000), ZONE, wrote=True),
    sample(about.in_digest, Told(OPEN, OKRUG, 1000), ZONE, wrote=True),
    sample(about.called_off, Told(CANCELLED, OKRUG, 0), wrote=True),
    sample(about.unfinished, CLOSED, wrote=True),
    sample(about.unfinished_line, CLOSED, wrote=True),
    sample(about.called_off_line, Told(CANCELLED, OKRUG, 0), wrote=True),
    sample(about.ended, replace(SEAT, survey=CANCELLED, stage=Stage.OVER), wrote=True),
    Sample(
        card.board,
        lambda _: card.board(
            _, (Listed(DRAFT, OKRUG),) * 5, (Listed(OPEN, OKRUG),) * 8, ((GRANT, OKRUG),) * 9, 0, more=True
        ),
        wrote=True,
    ),
    Sample(card.board, lambda _: card.board(_, (), (), ((GRANT, OKRUG),), 0, more=False)),
    *(sample(card.card, view(one), NOW, ZONE, wrote=True) for one in (DRAFT, PLANNED, OPEN, CLOSED, CANCELLED, NAMED)),
    sample(card.card, LACKING, NOW, ZONE),
    sample(card.card, view(OPEN, live=()), NOW, ZONE, wrote=True),
    sample(
        card.live,
        view(
            replace(OPEN, options=Options()),
            live=(Live(None, 5), Live(OKRUG, 40, 60), Live(None, 5, 30, Sex.MAN, AgeBand.FROM_18)),
        ),
    ),
    Sample(card.link, lambda _: card.link(_, view(OPEN)), wrote=True, english=True),
    Sample(card.link, lambda _: card.link(_, view(NAMED)), wrote=True, english=True),
    sample(card.link, view(OPEN, bot_username=None)),
    sample(card.check, view(DRAFT), ZONE, wrote=True),
    sample(card.check, view(replace(DRAFT, options=Options(keeps=()))), ZONE, wrote=True),
    Sample(card.check, lambda _: card.check(_, LACKING, ZONE), english=True),
    *(
        sample(card.sure, view(one), deed, wrote=True)
        for one, deed in (
            (OPEN, SurveyDeed.CLOSE),
            (OPEN, SurveyDeed.CALL_OFF),
            (DRAFT, SurveyDeed.CALL_OFF),
        )
    ),
    sample(card.ended, OPEN, wrote=True),
    sample(card.ended_line, OPEN, wrote=True),
    sample(card.moved, OPEN, wrote=True),
    sample(card.moved_line, OPEN, wrote=True),
    sample(sides.named, view(DRAFT), wrote=True),
    sample(sides.who, view(DRAFT), wrote=True),
    sample(sides.who, view(replace(DRAFT, audience=MEMBERS)), wrote=True),
    sample(sides.who, LACKING),
    sample(sides.villages, view(DRAFT), VILLAGES, wrote=True),
    sample(sides.languages, view(DRAFT), wrote=True, english=True),
    sample(sides.tree, view(DRAFT), Branch(CHAIN[:2], many(Level.OKRUG, 90), CHAIN[0].code), 1, wrote=True),
    sample(sides.closes, view(OPEN), NOW, ZONE, EVIL, wrote=True),
    sample(sides.opens, view(DRAFT), NOW, ZONE, EVIL, wrote=True),
    sample(sides.opens, LACKING, NOW, ZONE),
    sample(sides.more, view(DRAFT), wrote=True),
    sample(sides.more, LACKING),
    sample(sides.keeps, view(DRAFT), wrote=True),
    sample(sides.reminders, view(DRAFT), wrote=True),
    sample(sides.aloud, view(DRAFT), ALOUD_FORM, wrote=True, english=True),
    sample(sides.aloud, view(EMPTY), None),
    sample(sides.ask_voice, view(DRAFT), LABEL.in_("kk"), "kk", EVIL, wrote=True),
    sample(targets.target, view(DRAFT), EVIL, wrote=True),
    sample(targets.target, view(WANTED, named={place.code: place for place in many(Level.OKRUG, 30)}), wrote=True),
    sample(targets.group, view(WANTED), Target(0), wrote=True),
    sample(targets.group, view(WANTED), Target(0, OKRUG.code, Sex.WOMAN, AgeBand.FROM_65), EVIL, wrote=True),
    sample(names.wanted, WANTED.options.targets, {OKRUG.code: OKRUG}, wrote=True),
    sample(names.people, OKRUG, Sex.MAN, AgeBand.FROM_18, wrote=True),
    sample(sides.ask_words, view(DRAFT), "title", "kk", EVIL, wrote=True),
    sample(sides.ask_words, view(EMPTY), "about", "ru"),
    sample(names.title, EMPTY),
    sample(names.said, OPEN, TITLE, wrote=True),
    sample(names.heading, OPEN, wrote=True),
    *(sample(names.state, one, NOW, ZONE) for one in (DRAFT, PLANNED, OPEN, CLOSED, CANCELLED)),
    sample(names.state, OPEN, UNTIL, ZONE),
    sample(card.card, view(OPEN), UNTIL, ZONE, wrote=True),
    sample(names.moment, UNTIL, ZONE),
    sample(names.asks_by_name, OPEN),
    *(sample(names.part, part) for part in Part),
    *(sample(names.kept, one) for one in Kept),
    sample(names.kept_all, OPEN),
    *(sample(names.who_asks, role, OKRUG, wrote=True) for role in (Role.AKIM, Role.COMMITTEE, Role.STAFF)),
    sample(names.audience, ASKED, {OKRUG.code: OKRUG}, wrote=True),
    sample(names.audience, MEMBERS, {}),
    sample(names.audience, Audience(), {}),
]
