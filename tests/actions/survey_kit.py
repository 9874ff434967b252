"""Surveys for tests: a form of each kind of question, and one that is open."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from actions.surveys import answering, beginning, drafting, finding, opening
from domain.languages import Localized
from domain.people import Actor, AgeBand, Sex
from domain.roles import Role
from domain.surveys.forms import Choice, Form, Question, QuestionKind
from domain.surveys.sessions import Seat, Stage
from domain.surveys.survey import Survey, SurveyView
from storage import people
from storage.database import Connection
from storage.surveys import surveys as store
from tests.actions.conftest import ZHARASPAI, Council


def text(kk: str, ru: str | None = None) -> Localized:
    """A text in the two languages that a survey needs."""
    return Localized(kk=kk, ru=ru or f"{kk} по-русски")


def choices(*names: str) -> tuple[Choice, ...]:
    """Choices of these names."""
    return tuple(Choice(name, text(f"Жауап {name}")) for name in names)


def question(name: str, kind: QuestionKind, **more: Any) -> Question:
    """A question of this kind."""
    return Question(name, kind, text(f"Сұрақ {name}"), **more)


WATER = question("water", QuestionKind.SELECT_ONE, choices=choices("yes", "no"), required="true()")
WHY = question("why", QuestionKind.TEXT, relevant="${water} = 'no'")
NEEDS = question("needs", QuestionKind.SELECT_MULTIPLE, choices=choices("road", "school", "light"))
FIRST = question("first", QuestionKind.RANK, choices=choices("a", "b", "c"))
YEARS = question("years", QuestionKind.INTEGER, constraint=". >= 0 and . <= 120", required="true()")
NEEDS_ASSESSMENT = (WATER, WHY, NEEDS, FIRST, YEARS)


def form(*questions: Question) -> Form:
    """A form of these questions."""
    return Form("needs", text("Не керек?"), questions=questions or NEEDS_ASSESSMENT)


async def draft(council: Council, author: Actor, *questions: Question, anonymous: bool = True, **options: Any) -> int:
    """A draft that can be opened; the number of the survey."""
    grant = next(iter(author.grants))
    view = await drafting.begin(council.ctx(author), grant.id)
    number = view.survey.id
    for language in ("kk", "ru"):
        await drafting.say(council.ctx(author), number, "title", language, "Ауылға не керек?")
    await write_form(council, number, form(*questions))
    seen = await version(council, author, number)
    await drafting.name_people(council.ctx(author), number, seen, anonymous=anonymous)
    if options:
        await drafting.choose(council.ctx(author), number, await version(council, author, number), options)
    await drafting.closes(council.ctx(author), number, None, council.now + timedelta(days=7))
    return number


async def version(council: Council, author: Actor, number: int) -> int:
    """The version of a survey as its author sees it now."""
    return (await finding.show(council.ctx(author), number)).survey.version


async def write_form(council: Council, number: int, what: Form, form_version: int = 1) -> None:
    """Give a survey its questions."""
    await council.db.write(store.set_definition, number, form_version, what.as_dict(), council.now)


async def opened(council: Council, author: Actor, *questions: Question, **options: Any) -> int:
    """An open survey; its number."""
    number = await draft(council, author, *questions, **options)
    await open_it(council, author, number)
    return number


async def open_it(council: Council, author: Actor, number: int) -> SurveyView:
    """Open a draft."""
    return await opening.open_survey(council.ctx(author), number, await version(council, author, number))


async def akim(council: Council, where: str = ZHARASPAI) -> Actor:
    """An akim."""
    return await council.with_role(Role.AKIM, where, home=where)


async def resident(
    council: Council,
    home: str = ZHARASPAI,
    sex: Sex | None = Sex.WOMAN,
    age: AgeBand | None = AgeBand.FROM_35,
    **details: Any,
) -> Actor:
    """A resident who told their sex and age once."""
    person = await council.person(home, **details)

    def tell(connection: Connection) -> None:
        if sex is not None:
            people.set_sex(connection, person.id, sex)
        if age is not None:
            people.set_age(connection, person.id, age, council.now.date())

    await council.db.write(tell)
    return person


async def survey(council: Council, number: int) -> Survey:
    """The survey as it is remembered."""
    found = await council.db.read(store.survey, number)
    assert found is not None
    return found


async def answers_all(council: Council, person: Actor, number: int, given: Iterable[Any] = ()) -> Seat:
    """Answer the needs assessment: yes, two needs, an order, a number; or what is given instead."""
    seat = await beginning.begin(council.ctx(person), number)
    for one in given or (0, (0, 2), (2, 0, 1), "7"):
        seat = await answer(council, person, seat, one)
    return seat


async def answer(council: Council, person: Actor, seat: Seat, given: Any) -> Seat:
    """Answer the question of a seat: a place of a choice, places of several, words, or None to skip."""
    assert seat.stage is Stage.QUESTION
    assert seat.asked is not None
    number, turn, kind = seat.survey.id, seat.asked.turn, seat.asked.question.kind
    if given is None:
        return await answering.skip(council.ctx(person), number, turn)
    if isinstance(given, str):
        return await answering.write(council.ctx(person), number, turn, given, council.now)
    if isinstance(given, int):
        return await answering.pick(council.ctx(person), number, turn, given)
    for at, place in enumerate(given):
        if kind is QuestionKind.RANK:
            await answering.rank(council.ctx(person), number, turn, at, place)
        else:
            await answering.tick(council.ctx(person), number, turn, place, on=True)
    return await answering.done(council.ctx(person), number, turn)


def after(council: Council, moment: datetime) -> Council:
    """The same council at another moment."""
    return replace(council, now=moment)
