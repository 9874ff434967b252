"""Forms on paper, interviews: numbers and codes, keying step by step, who may, and that nobody is counted twice."""

import pytest

from actions.surveys import answering, beginning, finding, keying, paper
from domain.people import Actor, AgeBand, Sex
from domain.refusals import Refused
from domain.roles import Role
from domain.surveys.keying import MOST_AT_ONCE, FormAt, KeyDeed, KeyStage, PaperForm, Use, read_code, shown_code
from domain.surveys.sessions import Seat, Stage
from domain.surveys.survey import Kept, Mode
from domain.surveys.targets import Target
from storage.tables.roles import audit
from storage.tables.surveys import answers, paper_forms, participations, responses, survey_segments
from tests.actions.conftest import IZENDI, ZHARASPAI, Council
from tests.actions.paper_kit import SAID, begun, counted, key, keyed, made, rows, used
from tests.actions.survey_kit import akim, answer, answers_all, draft, opened, resident

NEEDS = {"water": "yes", "needs": "road light", "first": "c a b", "years": "7"}


async def no(work: object) -> str:
    with pytest.raises(Refused) as refused:
        await work  # type: ignore[misc]
    return refused.value.reason


async def test_forms_have_numbers_and_codes_and_a_press_that_comes_twice_makes_them_once(council: Council) -> None:
    author = await akim(council)
    number = await opened(council, author)
    ctx = council.ctx(author, "press")
    first = await paper.print_forms(ctx, number, 10)
    assert [form.serial for form in first.forms] == list(range(1, 11))
    assert len({form.code for form in first.forms}) == 10
    assert all(read_code(shown_code(form.code)) == form.code for form in first.forms)
    assert await paper.print_forms(ctx, number, 10) == first
    more = await paper.print_forms(council.ctx(author), number, 3)
    assert [form.serial for form in more.forms] == [11, 12, 13]
    printed = [row.details for row in await rows(council, audit) if row.details["did"] == "printed"]
    assert printed == [
        {"did": "printed", "forms": 10, "first": 1, "last": 10},
        {"did": "printed", "forms": 3, "first": 11, "last": 13},
    ]
    for wrong in (0, MOST_AT_ONCE + 1):
        assert await no(paper.print_forms(council.ctx(author), number, wrong)) == "forms_how_many"


async def test_a_survey_has_only_so_many_forms(council: Council, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper, "MOST_FORMS", 10)
    monkeypatch.setattr(keying, "MOST_FORMS", 10)
    author = await akim(council)
    number = await opened(council, author)
    assert await no(paper.print_forms(council.ctx(author), number, 11)) == "forms_used_up"
    await made(council, author, number, 10)
    assert await no(keying.interview(council.ctx(author), number, Mode.PHONE)) == "forms_used_up"


async def test_a_form_is_keyed_as_a_chat_asks_and_counted_with_its_mode(council: Council) -> None:
    author = await akim(council)
    number = await opened(council, author, anonymous=False)
    form, *_others = await made(council, author, number, 2)
    seat = await keying.find(council.ctx(author), number, shown_code(form.code))
    assert (seat.stage, seat.form) == (KeyStage.MODE, form)
    at = FormAt(number, form.serial)
    seat = await keying.begin(council.ctx(author), at, Mode.MEETING)
    assert seat.stage is KeyStage.SEX
    seat = await keying.tell(council.ctx(author), at, seat.turn, KeyStage.SEX, "")
    assert seat.stage is KeyStage.AGE
    seat = await keying.tell(council.ctx(author), at, seat.turn, KeyStage.AGE, "65_over")
    for one in SAID:
        assert seat.stage is KeyStage.QUESTION
        seat = await key(council, author, seat, one)
    assert (seat.stage, seat.keyed) == (KeyStage.DONE, 1)
    assert await counted(council) == [NEEDS]
    (response,) = await rows(council, responses)
    assert (response.person_id, response.state, response.day) == (None, "finished", council.now.date())
    whose = {row.segment: row for row in await rows(council, survey_segments)}[response.segment]
    assert (whose.okrug_code, whose.sex, whose.age_band, whose.mode) == (ZHARASPAI, None, "65_over", "meeting")
    assert {row.segment for row in await rows(council, answers)} == {response.segment}
    assert await rows(council, participations) == []
    assert await used(council, form.serial) == "keyed"
    assert await no(keying.find(council.ctx(author), number, form.code)) == "form_keyed"


async def test_only_what_the_survey_keeps_is_asked_of_the_person(council: Council) -> None:
    author = await akim(council)
    number = await opened(council, author, keeps=(Kept.OKRUG,))
    (form,) = await made(council, author, number, 1)
    seat = await keying.begin(council.ctx(author), FormAt(number, form.serial), Mode.PAPER)
    assert seat.stage is KeyStage.QUESTION


async def test_where_a_survey_asks_several_okrugs_the_one_is_asked_and_no_other_taken(council: Council) -> None:
    staff = await council.with_role(Role.STAFF, "355200000")
    number = await opened(council, staff)
    (form,) = await made(council, staff, number, 1)
    at = FormAt(number, form.serial)
    seat = await keying.begin(council.ctx(staff), at, Mode.PAPER)
    assert seat.stage is KeyStage.OKRUG
    assert {ZHARASPAI, IZENDI} <= {one.code for one in seat.okrugs}
    for wrong in ("350000000", "nowhere", ""):
        assert await no(keying.tell(council.ctx(staff), at, seat.turn, KeyStage.OKRUG, wrong)) == "old_button"
    seat = await keying.tell(council.ctx(staff), at, seat.turn, KeyStage.OKRUG, IZENDI)
    assert seat.stage is KeyStage.SEX


async def test_people_under_18_are_keyed_only_where_they_are_asked(council: Council) -> None:
    author = await akim(council)
    number = await opened(council, author)
    (form,) = await made(council, author, number, 1)
    at = FormAt(number, form.serial)
    seat = await keying.begin(council.ctx(author), at, Mode.PAPER)
    assert await no(keying.tell(council.ctx(author), at, seat.turn, KeyStage.SEX, "other")) == "old_button"
    seat = await keying.tell(council.ctx(author), at, seat.turn, KeyStage.SEX, "man")
    assert await no(keying.tell(council.ctx(author), at, seat.turn, KeyStage.AGE, "under_18")) == "old_button"
    assert await no(keying.tell(council.ctx(author), at, seat.turn, KeyStage.SEX, "man")) == "old_button"


async def test_a_double_tap_an_old_button_and_a_wrong_answer_change_nothing(council: Council) -> None:
    author = await akim(council)
    number = await opened(council, author)
    (form,) = await made(council, author, number, 1)
    at = FormAt(number, form.serial)
    first = await begun(council, author, form)
    second = await key(council, author, first, 0)
    again = await key(council, author, first, 1)
    assert again.turn == second.turn
    assert [row.value for row in await rows(council, answers)] == ["yes"]
    late = await keying.write(council.ctx(author), at, first.turn, "9")
    assert late.seat is not None
    assert late.seat.missed
    assert await no(keying.press(council.ctx(author), at, second.turn, KeyDeed.PICK, 99, 0)) == "old_button"
    assert await no(keying.press(council.ctx(author), at, second.turn, KeyDeed.STOP, 0, 0)) == "old_button"
    back = await keying.press(council.ctx(author), at, second.turn, KeyDeed.BACK, 0, 0)
    assert back.seat is not None
    assert back.seat.asked is not None
    assert back.seat.asked.question.name == "water"


async def test_a_half_keyed_form_is_found_again_by_a_colleague_and_not_counted(council: Council) -> None:
    author = await akim(council)
    helper = await council.with_role(Role.ASSISTANT, ZHARASPAI, home=ZHARASPAI)
    number = await opened(council, author)
    forms = await made(council, author, number, 2)
    seat = await key(council, author, await begun(council, author, forms[1]), 0)
    desk = await paper.desk(council.ctx(helper), number)
    assert (desk.printed, desk.keyed, desk.half) == (2, 0, (forms[1],))
    assert await counted(council) == []
    assert await used(council, 2) is None
    found = await keying.find(council.ctx(helper), number, "№ 2")
    assert (found.stage, found.turn) == (KeyStage.QUESTION, seat.turn)
    for one in SAID[1:]:
        found = await key(council, helper, found, one)
    assert found.stage is KeyStage.DONE
    assert await counted(council) == [NEEDS]


async def test_a_form_begun_anew_forgets_what_was_keyed(council: Council) -> None:
    author = await akim(council)
    number = await opened(council, author)
    (form,) = await made(council, author, number, 1)
    seat = await key(council, author, await begun(council, author, form), 0)
    seat = await keying.press(council.ctx(author), FormAt(number, 1), seat.turn, KeyDeed.ANEW, 0, 0)
    assert seat.stage is KeyStage.MODE
    assert await rows(council, responses) == []
    assert await rows(council, answers) == []


async def test_an_interview_has_a_number_that_can_be_told_and_a_repeated_press_has_the_same(council: Council) -> None:
    author = await akim(council)
    number = await opened(council, author)
    ctx = council.ctx(author, "press")
    seat = await keying.interview(ctx, number, Mode.PHONE)
    again = await keying.interview(ctx, number, Mode.PHONE)
    assert (seat.form, seat.turn) == (again.form, again.turn)
    assert seat.mode is Mode.PHONE
    other = await keying.interview(council.ctx(author), number, Mode.MEETING)
    assert other.form.serial == seat.form.serial + 1
    assert await no(keying.interview(council.ctx(author), number, Mode.PAPER)) == "old_button"
    # Whoever was told the code and opens it is not asked once more, once it is keyed.
    while seat.stage is not KeyStage.QUESTION:
        seat = await keying.tell(council.ctx(author), FormAt(number, 1), seat.turn, seat.stage, "")
    for one in SAID:
        seat = await key(council, author, seat, one)
    assert seat.stage is KeyStage.DONE
    assert await no(keying.open_code(council.ctx(await resident(council)), seat.form.code)) == "form_used"


async def answers_by(council: Council, person: Actor, form: PaperForm) -> Seat:
    seat = await beginning.begin(council.ctx(person), form.survey_id, form.code)
    for one in SAID:
        seat = await answer(council, person, seat, one)
    return seat


async def test_a_resident_answers_by_the_code_and_the_paper_is_refused(council: Council) -> None:
    author = await akim(council)
    number = await opened(council, author)
    (form,) = await made(council, author, number, 1)
    aigul = await resident(council)
    found = await keying.open_code(council.ctx(aigul), form.code.lower())
    assert isinstance(found, Seat)
    assert (found.stage, found.code) == (Stage.ABOUT, form.code)
    assert await used(council, 1) is None
    assert (await answers_by(council, aigul, form)).stage is Stage.THANKS
    assert await used(council, 1) == "chat"
    # The day would join the number to whoever took part on it.
    assert {row.used_on for row in await rows(council, paper_forms)} == {None}
    assert await no(keying.find(council.ctx(author), number, "1")) == "form_used_in_chat"
    assert await no(keying.begin(council.ctx(author), FormAt(number, 1), Mode.PAPER)) == "form_used_in_chat"
    assert await no(keying.open_code(council.ctx(await resident(council)), form.code)) == "form_used"
    again = await keying.open_code(council.ctx(aigul), form.code)
    assert isinstance(again, Seat)
    assert again.stage is Stage.THANKS
    assert len(await counted(council)) == 1


async def test_a_form_in_hand_asks_whoever_has_it_and_only_in_its_own_survey(council: Council) -> None:
    author = await akim(council)
    number, other = await opened(council, author), await opened(council, author)
    first, second = await made(council, author, number, 2)
    guest = await resident(council, home=IZENDI)
    assert await no(beginning.begin(council.ctx(guest), number)) == "no_such_survey"
    assert await no(beginning.begin(council.ctx(guest), other, first.code)) == "no_such_survey"
    assert (await answers_by(council, guest, first)).stage is Stage.THANKS
    (took,) = await rows(council, participations)
    assert took.mode == "link"
    assert await no(keying.open_code(council.ctx(guest), "483920177570")) == "no_such_form"
    assert await no(keying.find(council.ctx(author), other, second.code)) == "form_of_another"
    assert await used(council, second.serial) is None


async def test_a_form_that_is_begun_in_the_chat_while_it_is_half_keyed_is_not_keyed_to_its_end(
    council: Council,
) -> None:
    author = await akim(council)
    number = await opened(council, author)
    (form,) = await made(council, author, number, 1)
    seat = await begun(council, author, form)
    aigul = await resident(council)
    await beginning.begin(council.ctx(aigul), number, form.code)
    assert await no(key(council, author, seat, 0)) == "form_used_in_chat"


async def test_a_form_that_is_keyed_while_somebody_reads_about_it_is_not_begun_in_the_chat(council: Council) -> None:
    author = await akim(council)
    number = await opened(council, author)
    (form,) = await made(council, author, number, 1)
    aigul = await resident(council)
    assert isinstance(await keying.open_code(council.ctx(aigul), form.code), Seat)
    await keyed(council, author, form)
    assert await no(beginning.begin(council.ctx(aigul), number, form.code)) == "form_used"
    assert await rows(council, participations) == []
    # Without the code nobody can know that it was them.
    assert (await beginning.begin(council.ctx(aigul), number)).stage is Stage.QUESTION


async def test_full_targets_count_paper_and_take_no_more_of_it(council: Council) -> None:
    author = await akim(council)
    number = await opened(council, author, targets=(Target(2, ZHARASPAI),))
    forms = await made(council, author, number, 2)
    await answers_all(council, await resident(council), number)
    await keyed(council, author, forms[0])
    assert (await beginning.begin(council.ctx(await resident(council)), number)).stage is Stage.FULL
    assert await no(begun(council, author, forms[1])) == "form_not_wanted"
    assert await used(council, 2) is None


async def test_whoever_looks_after_the_survey_may_and_nobody_else(council: Council) -> None:
    author = await akim(council)
    number = await opened(council, author)
    forms = await made(council, author, number, 3)
    at = FormAt(number, 1)
    seat = await begun(council, author, forms[0])
    for other in (await resident(council), await akim(council, IZENDI), await council.with_role(Role.JURY, ZHARASPAI)):
        ctx = council.ctx(other)
        refusals = {
            await no(paper.desk(ctx, number)),
            await no(paper.print_forms(ctx, number, 10)),
            await no(paper.table(ctx, number)),
            await no(keying.find(ctx, number, "2")),
            await no(keying.look(ctx, at)),
            await no(keying.begin(ctx, FormAt(number, 2), Mode.PAPER)),
            await no(keying.interview(ctx, number, Mode.PHONE)),
            await no(keying.press(ctx, at, seat.turn, KeyDeed.PICK, 0, 0)),
            await no(keying.write(ctx, at, seat.turn, "7")),
            await no(keying.tell(ctx, at, seat.turn, KeyStage.SEX, "man")),
        }
        assert refusals <= {"no_such_survey", "not_allowed"}
    for helper in (
        await council.with_role(Role.ASSISTANT, ZHARASPAI, home=ZHARASPAI),
        await council.with_role(Role.STAFF, None),
    ):
        assert (await keying.look(council.ctx(helper), at)).stage is KeyStage.QUESTION
    assert len(await rows(council, paper_forms)) == 3
    found = await keying.open_code(council.ctx(author), forms[1].code)
    assert isinstance(found, PaperForm)


async def test_forms_are_of_open_surveys(council: Council) -> None:
    author = await akim(council)
    number = await draft(council, author)
    assert await no(paper.desk(council.ctx(author), number)) == "survey_not_open"
    assert await no(paper.print_forms(council.ctx(author), number, 10)) == "survey_not_open"
    assert (await finding.show(council.ctx(author), number)).survey.id == number


async def test_the_first_of_two_uses_at_once_takes_the_form(council: Council) -> None:
    from storage.surveys import paper as store

    author = await akim(council)
    number = await opened(council, author)
    (form,) = await made(council, author, number, 1)
    assert await council.db.write(store.take, form, Use.CHAT, day=None)
    assert not await council.db.write(store.take, form, Use.KEYED, day=None)


async def test_what_was_answered_in_the_chat_is_as_it_was(council: Council) -> None:
    number = await opened(council, await akim(council))
    aigul = await resident(council, sex=Sex.WOMAN, age=AgeBand.FROM_35)
    seat = await beginning.begin(council.ctx(aigul), number)
    assert seat.asked is not None
    await answering.pick(council.ctx(aigul), number, seat.asked.turn, 1)
    assert [row.value for row in await rows(council, answers)] == ["no"]


async def test_several_numbers_open_no_form(council: Council) -> None:
    author = await akim(council)
    number = await opened(council, author)
    await made(council, author, number, 20)
    for typed in ("1.5", "1, 2", "№ 1-2", "он екі"):
        assert await no(keying.find(council.ctx(author), number, typed)) == "not_a_form"
    assert (await keying.find(council.ctx(author), number, " № 12 ")).form.serial == 12
