"""Answering: every press is stored, nothing counts twice, and whoever is not asked sees nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from actions.surveys import answering, beginning, closing, reading
from domain.contents import Attached
from domain.languages import Localized
from domain.people import Actor, AgeBand, Awaited, Sex
from domain.refusals import Refused
from domain.roles import Role
from domain.surveys.forms import QuestionKind
from domain.surveys.sessions import Seat, Stage
from domain.surveys.survey import GRACE, SETTLING, Progress
from domain.surveys.targets import Target
from storage import people
from storage.database import Connection
from storage.tables.people import awaited
from storage.tables.surveys import answers, participations, responses
from tests.actions.conftest import IZENDI, ZHARASPAI, Council
from tests.actions.survey_kit import (
    NEEDS,
    WATER,
    WHY,
    YEARS,
    after,
    akim,
    answer,
    answers_all,
    draft,
    open_it,
    opened,
    question,
    resident,
    survey,
)


def asked(seat: Seat) -> str:
    assert seat.asked is not None
    return seat.asked.question.name


async def kept(council: Council) -> dict[str, tuple[str, bool]]:
    def look(connection: Connection) -> dict[str, tuple[str, bool]]:
        rows = connection.execute(sa.select(answers))
        return {row.question: (row.value, row.counted) for row in rows}

    return await council.db.read(look)


async def count(council: Council, table: sa.Table) -> int:
    query = sa.select(sa.func.count()).select_from(table)
    return await council.db.read(lambda connection: int(connection.execute(query).scalar_one()))


async def test_a_resident_answers_from_the_first_question_to_the_thanks(council: Council) -> None:
    number = await opened(council, await akim(council))
    aigul = await resident(council)
    seat = await beginning.begin(council.ctx(aigul), number)
    assert asked(seat) == "water"
    assert seat.asked is not None
    assert (seat.asked.number, seat.asked.of) == (1, 4)
    seat = await answer(council, aigul, seat, 1)
    assert asked(seat) == "why"
    seat = await answer(council, aigul, seat, "Құбыр ескі")
    assert seat.echo is not None
    assert seat.echo[1] == "Құбыр ескі"
    for given in ((0, 2), (2, 0, 1), "7"):
        seat = await answer(council, aigul, seat, given)
    assert seat.stage is Stage.THANKS
    assert await kept(council) == {
        "water": ("no", True),
        "why": ("Құбыр ескі", True),
        "needs": ("road light", True),
        "first": ("c a b", True),
        "years": ("7", True),
    }


async def test_nothing_is_counted_before_the_end(council: Council) -> None:
    number = await opened(council, await akim(council))
    aigul = await resident(council)
    seat = await beginning.begin(council.ctx(aigul), number)
    await answer(council, aigul, seat, 0)
    assert await kept(council) == {"water": ("yes", False)}


async def test_what_became_irrelevant_is_kept_and_not_counted(council: Council) -> None:
    number = await opened(council, await akim(council))
    aigul = await resident(council)
    seat = await beginning.begin(council.ctx(aigul), number)
    seat = await answer(council, aigul, seat, 1)
    seat = await answer(council, aigul, seat, "Құбыр ескі")
    assert seat.asked is not None
    seat = await answering.back(council.ctx(aigul), number, seat.asked.turn)
    assert asked(seat) == "why"
    assert seat.asked is not None
    seat = await answering.back(council.ctx(aigul), number, seat.asked.turn)
    seat = await answer(council, aigul, seat, 0)
    assert asked(seat) == "needs"
    for given in ((0,), (0, 1, 2), "7"):
        seat = await answer(council, aigul, seat, given)
    found = await kept(council)
    assert found["why"] == ("Құбыр ескі", False)
    assert found["water"] == ("yes", True)


async def test_a_double_tap_an_old_button_and_a_second_phone_change_nothing(council: Council) -> None:
    number = await opened(council, await akim(council))
    aigul = await resident(council)
    seat = await beginning.begin(council.ctx(aigul), number)
    assert seat.asked is not None
    first = seat.asked.turn
    await answering.pick(council.ctx(aigul), number, first, 0)
    again = await answering.pick(council.ctx(aigul), number, first, 1)
    assert asked(again) == "needs"
    assert not again.missed
    assert (await kept(council))["water"] == ("yes", False)
    late = await answering.write(council.ctx(aigul), number, first, "бірдеңе", council.now)
    assert late.missed
    assert await beginning.begin(council.ctx(aigul), number) == replace(again, missed=False)
    assert await count(council, responses) == 1


async def test_ticks_are_what_they_say_however_often(council: Council) -> None:
    number = await opened(council, await akim(council), NEEDS)
    aigul = await resident(council)
    seat = await beginning.begin(council.ctx(aigul), number)
    assert seat.asked is not None
    turn = seat.asked.turn
    for place, on in ((2, True), (2, True), (0, True), (1, True), (1, False), (1, False)):
        await answering.tick(council.ctx(aigul), number, turn, place, on=on)
    assert (await kept(council))["needs"][0] == "road light"
    await answering.clear(council.ctx(aigul), number, turn)
    assert await kept(council) == {}


async def test_an_answer_can_be_changed_until_the_end(council: Council) -> None:
    number = await opened(council, await akim(council))
    aigul = await resident(council)
    await answers_all(council, aigul, number)
    found = await reading.review(council.ctx(aigul), number, 0)
    assert [one.value for one in found.lines][:2] == ["Жауап yes", "Жауап road, Жауап light"]
    seat = await answering.change(council.ctx(aigul), number, found.turn, found.lines[0].place)
    assert asked(seat) == "water"
    seat = await answer(council, aigul, seat, 1)
    # Now a question concerns her that did not before.
    assert asked(seat) == "why"
    seat = await answer(council, aigul, seat, None)
    assert seat.stage is Stage.THANKS
    assert (await kept(council))["water"] == ("no", True)
    assert (await kept(council))["why"] == ("", False)


async def test_who_finished_stays_so_while_an_answer_is_changed(council: Council) -> None:
    number = await opened(council, await akim(council))
    aigul = await resident(council)
    await answers_all(council, aigul, number)
    found = await reading.review(council.ctx(aigul), number, 0)
    seat = await answering.change(council.ctx(aigul), number, found.turn, found.lines[0].place)
    await answer(council, aigul, seat, 1)
    assert (await kept(council))["water"] == ("no", True)


@pytest.mark.parametrize(
    ("given", "trouble"), [("көп", "number"), ("3,5", "whole"), ("200", "constraint"), ("-1", "constraint")]
)
async def test_a_wrong_number_is_asked_again_and_nothing_is_kept(council: Council, given: str, trouble: str) -> None:
    number = await opened(council, await akim(council), YEARS)
    aigul = await resident(council)
    seat = await answer(council, aigul, await beginning.begin(council.ctx(aigul), number), given)
    assert seat.asked is not None
    assert seat.asked.trouble == trouble
    assert await kept(council) == {}


@pytest.mark.parametrize(
    ("kind", "given", "value"),
    [
        (QuestionKind.DECIMAL, "3,5", "3.5"),
        (QuestionKind.DATE, "16.10.2026", "2026-10-16"),
        (QuestionKind.TIME, "9.30", "09:30"),
        (QuestionKind.INTEGER, "1 200", "1200"),
    ],
)
async def test_usual_forms_are_understood(council: Council, kind: QuestionKind, given: str, value: str) -> None:
    number = await opened(council, await akim(council), question("q", kind))
    aigul = await resident(council)
    seat = await answer(council, aigul, await beginning.begin(council.ctx(aigul), number), given)
    assert seat.stage is Stage.THANKS
    assert seat.echo is not None
    assert seat.echo[1] == value


async def test_a_date_of_the_next_century_and_five_thousand_letters_are_refused(council: Council) -> None:
    number = await opened(council, await akim(council), question("d", QuestionKind.DATE), WHY)
    aigul = await resident(council)
    seat = await answer(council, aigul, await beginning.begin(council.ctx(aigul), number), "16.10.2126")
    assert seat.asked is not None
    assert seat.asked.trouble == "far"
    other = await opened(council, await akim(council), question("t", QuestionKind.TEXT))
    seat = await answer(council, aigul, await beginning.begin(council.ctx(aigul), other), "а" * 5000)
    assert seat.asked is not None
    assert seat.asked.trouble == "long"
    assert await kept(council) == {}


async def test_a_required_question_cannot_be_skipped(council: Council) -> None:
    number = await opened(council, await akim(council), WATER, YEARS)
    aigul = await resident(council)
    seat = await beginning.begin(council.ctx(aigul), number)
    assert seat.asked is not None
    assert not seat.asked.may_skip
    seat = await answer(council, aigul, seat, None)
    assert seat.asked is not None
    assert seat.asked.trouble == "required"
    assert asked(seat) == "water"


async def test_who_is_not_asked_finds_nothing(council: Council) -> None:
    number = await opened(council, await akim(council))
    elena = await resident(council, IZENDI)
    for ask in (
        beginning.look(council.ctx(elena), number),
        beginning.begin(council.ctx(elena), number),
        beginning.decline(council.ctx(elena), number),
        answering.pick(council.ctx(elena), number, 1, 0),
        answering.write(council.ctx(elena), number, 1, "x", council.now),
        answering.change(council.ctx(elena), number, 1, 0),
        reading.review(council.ctx(elena), number, 0),
        beginning.look(council.ctx(elena), number + 1000),
    ):
        with pytest.raises(Refused, match="no_such_survey"):
            await ask
    assert await count(council, participations) == 0
    assert (await reading.mine_to_answer(council.ctx(elena))).open == ()


async def test_anothers_buttons_answer_for_nobody(council: Council) -> None:
    number = await opened(council, await akim(council))
    aigul, berik = await resident(council), await resident(council)
    seat = await beginning.begin(council.ctx(aigul), number)
    assert seat.asked is not None
    # Berik got a copy of her message: its buttons lead to the beginning of his own.
    assert (await answering.pick(council.ctx(berik), number, seat.asked.turn, 1)).stage is Stage.ABOUT
    await beginning.begin(council.ctx(berik), number)
    await answering.pick(council.ctx(berik), number, seat.asked.turn, 1)
    found = await council.db.read(lambda c: [row.value for row in c.execute(sa.select(answers))])
    assert found == ["no"]
    assert asked(await beginning.look(council.ctx(aigul), number)) == "water"


async def test_a_link_lets_outsiders_in_only_when_it_is_open(council: Council) -> None:
    author = await akim(council)
    closed_link, open_link = await opened(council, author), await opened(council, author, open_link=True)
    elena = await resident(council, IZENDI)
    code = (await survey(council, closed_link)).code
    with pytest.raises(Refused, match="survey_not_yours"):
        await beginning.by_link(council.ctx(elena), code)
    with pytest.raises(Refused, match="no_such_survey"):
        await beginning.by_link(council.ctx(elena), "aaaaaaaaaaaaaaaa")
    with pytest.raises(Refused, match="no_such_survey"):
        await beginning.begin(council.ctx(elena), open_link)
    code = (await survey(council, open_link)).code
    seat = await beginning.by_link(council.ctx(elena), code)
    assert seat.stage is Stage.ABOUT
    assert seat.code == code
    seat = await answers_link(council, elena, open_link, code)
    assert seat.stage is Stage.THANKS
    modes = await council.db.read(lambda c: [row.mode for row in c.execute(sa.select(participations))])
    assert modes == ["link"]


async def answers_link(council: Council, person: Actor, number: int, code: str) -> Seat:
    seat = await beginning.begin(council.ctx(person), number, code)
    for one in (0, (0, 2), (2, 0, 1), "7"):
        seat = await answer(council, person, seat, one)
    return seat


async def test_sex_and_age_are_asked_once_and_a_skip_is_an_answer(council: Council) -> None:
    number = await opened(council, await akim(council))
    aigul = await resident(council, sex=None, age=None)
    assert (await beginning.begin(council.ctx(aigul), number)).stage is Stage.SEX
    assert (await beginning.tell_sex(council.ctx(aigul), number, Sex.SKIPPED)).stage is Stage.AGE
    seat = await beginning.tell_age(council.ctx(aigul), number, AgeBand.SKIPPED)
    assert asked(seat) == "water"
    other = await opened(council, await akim(council))
    assert (await beginning.begin(council.ctx(aigul), other)).stage is Stage.QUESTION


async def test_under_18_are_not_asked_unless_the_survey_says_so(council: Council) -> None:
    author = await akim(council)
    young = await resident(council, age=AgeBand.UNDER_18)
    number = await opened(council, author)
    assert (await beginning.begin(council.ctx(young), number)).stage is Stage.MINOR
    assert await count(council, responses) == 0
    for_all = await opened(council, author, minors=True)
    assert (await beginning.begin(council.ctx(young), for_all)).stage is Stage.QUESTION


async def test_a_full_target_thanks_and_asks_no_further(council: Council) -> None:
    targets = (Target(1, okrug=ZHARASPAI),)
    number = await opened(council, await akim(council), targets=targets)
    await answers_all(council, await resident(council), number)
    late = await resident(council, sex=None)
    assert (await beginning.begin(council.ctx(late), number)).stage is Stage.SEX
    assert (await beginning.tell_sex(council.ctx(late), number, Sex.MAN)).stage is Stage.FULL
    states = await council.db.read(lambda c: sorted(row.state for row in c.execute(sa.select(responses))))
    assert states == [Progress.FINISHED.value, Progress.FULL.value]


async def test_a_trial_is_the_authors_alone_and_goes_when_it_opens(council: Council) -> None:
    author, aigul = await akim(council), await resident(council)
    number = await draft(council, author)
    with pytest.raises(Refused, match="no_such_survey"):
        await beginning.begin(council.ctx(aigul), number)
    daniyar = await told(council, author)
    seat = await answers_all(council, daniyar, number)
    assert seat.stage is Stage.THANKS
    assert seat.trial
    assert await count(council, participations) == 0
    assert await count(council, responses) == 1
    await open_it(council, author, number)
    assert await count(council, responses) == 0
    assert await count(council, answers) == 0


async def told(council: Council, person: Actor) -> Actor:
    await council.db.write(people.set_sex, person.id, Sex.MAN)
    await council.db.write(people.set_age, person.id, AgeBand.FROM_45, council.now.date())
    return person


async def test_what_is_said_in_time_is_taken_and_what_is_late_is_not(council: Council) -> None:
    number = await opened(council, await akim(council), YEARS, WHY)
    aigul, berik = await resident(council), await resident(council)
    seat = await beginning.begin(council.ctx(aigul), number)
    his = await beginning.begin(council.ctx(berik), number)
    closes_at = (await survey(council, number)).closes_at
    assert closes_at is not None
    assert seat.asked is not None
    assert his.asked is not None
    in_grace = after(council, closes_at + GRACE + SETTLING - timedelta(seconds=1))
    # A message counts by when Telegram got it.
    late = await answering.write(in_grace.ctx(berik), number, his.asked.turn, "7", in_grace.now)
    assert late.stage is Stage.OVER
    taken = await answering.write(in_grace.ctx(aigul), number, seat.asked.turn, "7", closes_at + timedelta(minutes=9))
    assert taken.stage is Stage.THANKS
    over = after(council, closes_at + GRACE + SETTLING)
    assert (await answering.pick(over.ctx(berik), number, 1, 0)).stage is Stage.OVER


async def test_an_answer_to_a_survey_that_was_called_off_is_told_so(council: Council) -> None:
    author = await akim(council)
    number = await opened(council, author)
    aigul = await resident(council)
    seat = await beginning.begin(council.ctx(aigul), number)
    await closing.call_off(council.ctx(author), number, (await survey(council, number)).version)
    assert (await answer(council, aigul, seat, 0)).stage is Stage.OVER
    assert await count(council, responses) == 0
    assert await count(council, answers) == 0


async def test_voices_and_photos_come_in_named_surveys_only(council: Council) -> None:
    author = await akim(council)
    voice = Attached("voice", "F1", "U1", duration=20)
    aigul = await resident(council)
    anonymous = await opened(council, author, question("t", QuestionKind.TEXT))
    seat = await beginning.begin(council.ctx(aigul), anonymous)
    assert seat.asked is not None
    seat = await answering.send(council.ctx(aigul), anonymous, seat.asked.turn, voice, council.now)
    assert seat.asked is not None
    assert seat.asked.trouble == "words_only"
    named = await opened(council, author, question("t", QuestionKind.TEXT), anonymous=False)
    seat = await beginning.begin(council.ctx(aigul), named)
    assert seat.asked is not None
    hour = replace(voice, duration=3600)
    seat = await answering.send(council.ctx(aigul), named, seat.asked.turn, hour, council.now)
    assert seat.asked is not None
    assert seat.asked.trouble == "voice_long"
    seat = await answering.send(council.ctx(aigul), named, seat.asked.turn, voice, council.now)
    assert seat.stage is Stage.THANKS
    assert (await kept(council))["t"][0].startswith("voice:")


async def test_who_declined_is_reminded_no_more_and_may_change_their_mind(council: Council) -> None:
    number = await opened(council, await akim(council))
    aigul = await resident(council)
    assert (await beginning.decline(council.ctx(aigul), number)).stage is Stage.DECLINED
    assert (await answers_all(council, aigul, number)).stage is Stage.THANKS
    assert (await beginning.decline(council.ctx(aigul), number)).stage is Stage.THANKS


async def test_staff_everywhere_ask_somebody_when_they_chose_territories(council: Council) -> None:
    staff = await council.with_role(Role.STAFF)
    with pytest.raises(Refused, match="survey_not_ready"):
        await opened(council, staff)


async def test_ready_answers_to_a_question_in_one_language_are_read_in_ones_own(council: Council) -> None:
    author = await akim(council)
    asked = replace(WATER, label=Localized(kk="Су бар ма?"), required=None)
    number = await opened(council, author, asked, one_language="kk")
    for language, said in (("ru", "Жауап yes по-русски"), ("kk", "Жауап yes")):
        seat = await beginning.begin(council.ctx(await resident(council, language=language)), number)
        assert seat.asked is not None
        assert (seat.asked.label, seat.asked.choices[0][2]) == ("Су бар ма?", said)
        assert not seat.asked.may_skip


async def test_a_form_that_its_author_signed_for_one_language_stays_in_it(council: Council) -> None:
    number = await opened(council, await akim(council), WATER, one_language="kk")
    seat = await beginning.begin(council.ctx(await resident(council, language="ru")), number)
    assert seat.asked is not None
    assert seat.asked.choices[0][2] == "Жауап yes"


async def test_who_writes_to_a_question_of_a_survey_that_ended_hears_that_it_has(council: Council) -> None:
    number = await opened(council, await akim(council))
    half, whole = await resident(council), await resident(council)
    await beginning.begin(council.ctx(half), number)
    await answers_all(council, whole, number)
    for person in (half, whole):
        await council.db.write(people.await_text, person.id, Awaited("answer:1", number), council.now)
    at = (await survey(council, number)).closes_at
    assert at is not None
    await closing.keep_time(council.shared, at + GRACE + SETTLING)
    waiting = await council.db.read(lambda c: c.execute(sa.select(awaited)).all())
    assert [(row.person_id, row.field, row.row_id) for row in waiting] == [(half.id, "survey_over", number)]
    later = after(council, at + GRACE + SETTLING)
    assert (await beginning.look(later.ctx(half), number)).stage is Stage.OVER


async def test_a_button_of_a_survey_that_was_never_begun_shows_how_to_begin(council: Council) -> None:
    number = await opened(council, await akim(council))
    aigul = await resident(council)
    assert (await answering.pick(council.ctx(aigul), number, 1, 0)).stage is Stage.ABOUT
    with pytest.raises(Refused, match="no_such_survey"):
        await answering.pick(council.ctx(await resident(council, IZENDI)), number, 1, 0)
