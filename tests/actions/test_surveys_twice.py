"""A tenth keyed twice: who keys it the second time, what differs, and that only one of the two is ever counted."""

from datetime import timedelta
from typing import Any

import pytest

from actions.surveys import keying, paper, summary, twice
from actions.surveys.closing import keep_time
from domain.people import Actor
from domain.refusals import Refused
from domain.roles import Role
from domain.summaries.figures import Reader
from domain.surveys.keying import OF_PERSON, FormAt, KeyStage, PaperForm
from domain.surveys.survey import GRACE, SETTLING, Mode
from domain.surveys.targets import Target
from storage.surveys import counting, raw, responses
from storage.tables.surveys import responses as response_rows
from tests.actions.conftest import IZENDI, ZHARASPAI, Council
from tests.actions.paper_kit import SAID, begun, counted, due, keyed, made, rows
from tests.actions.survey_kit import NEEDS_ASSESSMENT, akim, form, opened, resident, survey

FIRST = {"water": "yes", "needs": "road light", "first": "c a b", "years": "7"}
# No, why, the same needs, another order, another number.
OTHER: tuple[Any, ...] = (1, "құбыр ескі", (0, 2), (0, 1, 2), "8")


async def no(work: object) -> str:
    with pytest.raises(Refused) as refused:
        await work  # type: ignore[misc]
    return refused.value.reason


async def helper(council: Council) -> Actor:
    return await council.with_role(Role.ASSISTANT, ZHARASPAI, home=ZHARASPAI)


async def keyed_twice(
    council: Council, said: tuple[Any, ...] = OTHER, **options: Any
) -> tuple[int, PaperForm, Actor, Actor]:
    author, other = await akim(council), await helper(council)
    number = await opened(council, author, **options)
    one = await due(council, number, await made(council, author, number))
    assert (await keyed(council, author, one)).twice
    assert (await keyed(council, other, one, said, keying_=1)).stage is KeyStage.DONE
    return number, one, author, other


async def test_a_stable_tenth_is_keyed_a_second_time_by_somebody_else(council: Council) -> None:
    author, other = await akim(council), await helper(council)
    number = await opened(council, author)
    forms = await made(council, author, number, 300)
    one, plain = await due(council, number, forms), await due(council, number, forms, is_so=False)
    for form_ in (one, plain):
        await keyed(council, author, form_)
    assert (await paper.desk(council.ctx(author), number)).again == 1
    board = await twice.board(council.ctx(author), number)
    assert (board.due, board.left) == ((), 1)
    board = await twice.board(council.ctx(other), number)
    assert ([form_.serial for form_ in board.due], board.left) == ([one.serial], 0)
    at = FormAt(number, one.serial, 1)
    assert await no(keying.begin(council.ctx(author), at, Mode.PAPER)) == "form_keyed_by_you"
    assert await no(keying.find(council.ctx(author), number, one.code)) == "form_keyed"
    assert await no(keying.begin(council.ctx(other), FormAt(number, plain.serial, 1), Mode.PAPER)) == "old_button"
    # Its code is enough: the second keying is due.
    found = await keying.find(council.ctx(other), number, one.code)
    assert (found.stage, found.keying, found.mode) == (KeyStage.MODE, 1, Mode.PAPER)
    await keyed(council, other, one, keying_=1)
    board = await twice.board(council.ctx(other), number)
    assert (board.due, board.compared, board.answers, board.differing) == ((), 1, 4, ())
    assert await no(keying.find(council.ctx(other), number, one.code)) == "form_keyed"


async def test_what_was_said_and_not_written_is_not_keyed_a_second_time(council: Council) -> None:
    author, other = await akim(council), await helper(council)
    number = await opened(council, author)
    one = await due(council, number, await made(council, author, number))
    seat = await keyed(council, author, one, mode=Mode.PHONE)
    assert not seat.twice
    assert (await paper.desk(council.ctx(author), number)).again == 0
    assert (await twice.board(council.ctx(other), number)).due == ()
    assert await no(keying.find(council.ctx(other), number, one.code)) == "form_keyed"
    assert await no(keying.begin(council.ctx(other), FormAt(number, one.serial, 1), Mode.PAPER)) == "old_button"


async def test_differences_are_shown_question_by_question(council: Council) -> None:
    number, one, author, _other = await keyed_twice(council)
    found = await twice.compare(council.ctx(author), number, one.serial)
    assert [(line.question.name, line.first, line.second) for line in found.differences] == [
        ("water", "Жауап yes", "Жауап no"),
        ("why", "", "құбыр ескі"),
        ("first", "Жауап c, Жауап a, Жауап b", "Жауап a, Жауап b, Жауап c"),
        ("years", "7", "8"),
    ]
    assert found.person is None
    board = await twice.board(council.ctx(author), number)
    assert [(form_.serial, differ) for form_, differ in board.differing] == [(one.serial, 4)]


async def test_the_second_keying_is_counted_nowhere(council: Council) -> None:
    number, _one, author, _other = await keyed_twice(council, targets=(Target(5, ZHARASPAI),))
    assert await counted(council) == [FIRST]
    finished = await council.db.read(responses.finished_by_segment, number)
    assert list(finished.values()) == [1]
    assert len(await council.db.read(raw.rows, number, form())) == 1
    assert (await council.db.read(raw.unread, number, ["why"]))[0] == 0
    one_survey = await survey(council, number)
    whole = await council.db.read(counting.count, one_survey, form())
    assert whole.respondents == 1
    assert whole.answers["water"] == {"yes": whole.answers["water"]["yes"]}
    assert (await paper.desk(council.ctx(author), number)).keyed == 1


async def test_saying_which_is_right_corrects_what_is_counted(council: Council) -> None:
    number, one, author, _other = await keyed_twice(council)
    found = await twice.compare(council.ctx(author), number, one.serial)
    places = {line.question.name: line.place for line in found.differences}

    async def settle(name: str, right: int) -> None:
        nonlocal found
        found = await twice.settle(council.ctx(author), number, one.serial, found.turn, places[name], right)

    await settle("years", 0)
    assert await counted(council) == [FIRST]
    await settle("water", 1)
    # What depends on it is asked now, and the second keying has it.
    assert [line.question.name for line in found.differences] == ["why", "first"]
    await settle("why", 1)
    await settle("first", 1)
    assert found.differences == ()
    assert await counted(council) == [{**FIRST, "water": "no", "why": "құбыр ескі", "first": "a b c"}]
    assert len([row for row in await rows(council, response_rows) if row.keying == 1]) == 1


async def test_an_answer_that_the_form_does_not_ask_by_another_one_says_so(council: Council) -> None:
    number, one, author, _other = await keyed_twice(council)
    found = await twice.compare(council.ctx(author), number, one.serial)
    places = {line.question.name: line.place for line in found.differences}
    settle = twice.settle(council.ctx(author), number, one.serial, found.turn, places["why"], 1)
    assert await no(settle) == "form_not_asked"
    assert await counted(council) == [FIRST]


async def test_an_answer_that_the_second_keying_lacks_can_be_taken_out(council: Council) -> None:
    number, one, author, _other = await keyed_twice(council, (0, None, (2, 0, 1), "7"))
    found = await twice.compare(council.ctx(author), number, one.serial)
    (line,) = found.differences
    assert (line.first, line.second) == ("Жауап road, Жауап light", "")
    await twice.settle(council.ctx(author), number, one.serial, found.turn, line.place, 1)
    assert await counted(council) == [{name: value for name, value in FIRST.items() if name != "needs"}]


async def test_the_order_of_ticks_is_no_difference_and_a_button_that_comes_twice_does_it_once(
    council: Council,
) -> None:
    number, one, author, _other = await keyed_twice(council, (0, (2, 0), (2, 0, 1), "8"))
    found = await twice.compare(council.ctx(author), number, one.serial)
    (line,) = found.differences
    assert line.question.name == "years"
    after = await twice.settle(council.ctx(author), number, one.serial, found.turn, line.place, 1)
    assert after.differences == ()
    again = await twice.settle(council.ctx(author), number, one.serial, found.turn, line.place, 0)
    assert again.turn == after.turn
    assert (await counted(council))[0]["years"] == "8"


async def test_who_filled_it_in_is_compared_too(council: Council) -> None:
    author, other = await akim(council), await helper(council)
    number = await opened(council, author)
    one = await due(council, number, await made(council, author, number))
    await keyed(council, author, one)
    at = FormAt(number, one.serial, 1)
    seat = await keying.begin(council.ctx(other), at, Mode.PAPER)
    seat = await keying.tell(council.ctx(other), at, seat.turn, KeyStage.SEX, "man")
    seat = await keying.tell(council.ctx(other), at, seat.turn, KeyStage.AGE, "35_44")
    from tests.actions.paper_kit import key

    for said in SAID:
        seat = await key(council, other, seat, said)
    found = await twice.compare(council.ctx(author), number, one.serial)
    assert found.person is not None
    assert [whose.sex for whose in found.person] == ["woman", "man"]
    found = await twice.settle(council.ctx(author), number, one.serial, found.turn, OF_PERSON, 1)
    assert found.person is None
    finished = await council.db.read(responses.finished_by_segment, number)
    ((whose, count),) = finished.items()
    assert (whose.sex, whose.mode, count) == ("man", "paper", 1)


async def test_a_half_second_keying_is_no_pair_yet(council: Council) -> None:
    author, other = await akim(council), await helper(council)
    number = await opened(council, author)
    one = await due(council, number, await made(council, author, number))
    await keyed(council, author, one)
    await begun(council, other, one, 1)
    assert await no(twice.compare(council.ctx(author), number, one.serial)) == "old_button"
    assert (await twice.board(council.ctx(other), number)).due[0].serial == one.serial


async def test_strangers_see_and_settle_nothing(council: Council) -> None:
    number, one, author, _other = await keyed_twice(council)
    found = await twice.compare(council.ctx(author), number, one.serial)
    for stranger in (await resident(council), await akim(council, IZENDI)):
        ctx = council.ctx(stranger)
        refusals = {
            await no(twice.board(ctx, number)),
            await no(twice.compare(ctx, number, one.serial)),
            await no(twice.settle(ctx, number, one.serial, found.turn, 0, 1)),
        }
        assert refusals <= {"no_such_survey", "not_allowed"}
    assert await counted(council) == [FIRST]


async def test_after_the_closing_the_second_keyings_are_gone_and_one_form_is_one_answer(council: Council) -> None:
    number, one, author, _other = await keyed_twice(council, anonymous=False)
    ended = (await survey(council, number)).closes_at
    assert ended is not None
    await keep_time(council.shared, ended + GRACE + SETTLING + timedelta(seconds=1))
    assert [row.keying for row in await rows(council, response_rows)] == [0]
    assert await summary.make_due(council.shared, ended + timedelta(hours=1))
    found = await council.db.read(
        lambda connection: summary.summary_of(connection, _known(connection, number), Reader.STAFF)
    )
    assert found.respondents == 1
    assert await no(twice.board(council.ctx(author), number)) == "survey_closed"
    assert len(NEEDS_ASSESSMENT) == 5
    assert one.serial


def _known(connection: Any, number: int) -> Any:
    from storage.surveys import surveys

    return surveys.survey(connection, number)
