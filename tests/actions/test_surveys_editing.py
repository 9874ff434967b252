"""Making questions: every press once, only one's own, and words that were answered stay as they were answered."""

from collections.abc import Awaitable

import pytest

from actions.surveys import answering, beginning, drafting, editing, finding, opening
from domain.languages import Localized
from domain.people import AgeBand
from domain.refusals import Refused
from domain.roles import Role
from domain.surveys.editing import Way
from domain.surveys.forms import QuestionKind
from domain.surveys.importing import Imported
from domain.surveys.sessions import Stage
from domain.surveys.survey import Kept, Part, SurveyState
from domain.surveys.translations import Said, Spot
from reports.surveys import templates
from tests.actions.conftest import IZENDI, Council
from tests.actions.survey_kit import akim, answers_all, draft, form, open_it, opened, resident, survey, version

YES_NO = (Localized(kk="Иә", ru="Да", en="Yes"), Localized(kk="Жоқ", ru="Нет", en="No"))


async def refusal(work: Awaitable[object]) -> str:
    with pytest.raises(Refused) as caught:
        await work
    return caught.value.reason


async def test_a_quick_question_keeps_okrug_and_language_and_asks_nothing_first(council: Council) -> None:
    author = await akim(council)
    [grant] = author.grants
    edited = await editing.begin_poll(council.ctx(author), grant.id, "kk", "Ауылда су бар ма?")
    number = edited.survey.id
    assert edited.survey.options.keeps == (Kept.OKRUG, Kept.LANGUAGE)
    edited = await editing.answer_by(council.ctx(author), number, edited.survey.version, 0, Way.YES_NO, YES_NO)
    await opening.open_survey(council.ctx(author), number, edited.survey.version, "kk")
    newcomer = await resident(council, sex=None, age=None)
    assert (await beginning.begin(council.ctx(newcomer), number)).stage is Stage.QUESTION
    young = await resident(council, age=AgeBand.UNDER_18)
    assert (await beginning.begin(council.ctx(young), number)).stage is Stage.MINOR


async def test_a_question_is_made_step_by_step_and_a_repeated_press_makes_no_second(council: Council) -> None:
    author = await akim(council)
    number = await draft(council, author)
    once = council.ctx(author, "update:1")
    before = (await editing.show(once, number)).form
    added = await editing.add(once, number, "kk", "Қай ауылдансыз?")
    again = await editing.add(once, number, "kk", "Қай ауылдансыз?")
    assert added.place == again.place == len(before.questions)
    assert len(again.form.questions) == len(before.questions) + 1
    seen = again.survey.version
    asked = await editing.answer_by(council.ctx(author), number, seen, again.place, Way.ONE)
    assert asked.view.missing == (Part.CHOICES, Part.TRANSLATIONS)
    done = await editing.write_choices(
        council.ctx(author), number, asked.survey.version, asked.place, "kk", "Киевка\nЖараспай"
    )
    assert done.question is not None
    assert [choice.label.kk for choice in done.question.choices] == ["Киевка", "Жараспай"]
    assert done.view.missing == (Part.TRANSLATIONS,)


async def test_who_looks_at_an_old_version_changes_nothing(council: Council) -> None:
    author = await akim(council)
    number = await draft(council, author)
    seen = await version(council, author, number)
    await editing.add(council.ctx(author), number, "kk", "Тағы?")
    assert await refusal(editing.remove(council.ctx(author), number, seen, 0)) == "changed"


async def test_to_everybody_else_it_is_not_there(council: Council) -> None:
    author = await akim(council)
    number = await draft(council, author)
    elsewhere = await akim(council, IZENDI)
    staff = await council.with_role(Role.STAFF)
    mine = await draft(council, elsewhere)
    for other in (elsewhere, staff):
        for attempt in (
            editing.show(council.ctx(other), number),
            editing.add(council.ctx(other), number, "kk", "x"),
            editing.remove(council.ctx(other), number, 1, 0),
            editing.take_over(council.ctx(other), number, Imported(form())),
            editing.copy_template(council.ctx(other), number, form()),
            editing.copy(council.ctx(other), mine, 1, number, None),
        ):
            assert await refusal(attempt) == "no_such_survey"
    resident_ = await resident(council)
    assert await refusal(editing.show(council.ctx(resident_), number)) == "not_allowed"
    assert await refusal(editing.begin_poll(council.ctx(author), 10**9, "kk", "x")) == "not_allowed"


async def test_an_anonymous_survey_asks_for_no_voice(council: Council) -> None:
    author = await akim(council)
    number = await draft(council, author)
    seen = await version(council, author, number)
    assert await refusal(editing.answer_by(council.ctx(author), number, seen, 0, Way.WORDS)) == "question_needed"
    assert await refusal(editing.answer_by(council.ctx(author), number, seen, 4, Way.VOICE)) == "survey_named_only"
    named = await draft(council, author, anonymous=False)
    seen = await version(council, author, named)
    edited = await editing.answer_by(council.ctx(author), named, seen, 4, Way.VOICE)
    assert edited.question is not None
    assert edited.question.kind is QuestionKind.AUDIO


async def test_a_file_takes_the_place_of_what_was_there_and_gives_its_title(council: Council) -> None:
    author = await akim(council)
    grant = next(iter(author.grants))
    edited = await editing.begin_poll(council.ctx(author), grant.id, "kk", "Бір сұрақ?")
    number = edited.survey.id
    read = Imported(templates.template("needs"), ("start", "deviceid"))
    once = council.ctx(author, "update:7")
    taken = await editing.take_over(once, number, read)
    assert (taken.left_out, taken.form) == (("start", "deviceid"), read.form)
    assert (await editing.take_over(once, number, read)).survey.version == taken.survey.version
    # It had a title already.
    assert taken.survey.title == Localized(kk="Бір сұрақ?")


async def test_a_template_is_openable_in_both_languages(council: Council) -> None:
    author = await akim(council)
    for name in templates.NAMES:
        number = await draft(council, author)
        copied = await editing.copy_template(council.ctx(author), number, templates.template(name))
        assert copied.view.missing == (), name


async def test_questions_of_another_survey_come_with_what_they_depend_on(council: Council) -> None:
    author = await akim(council)
    source, number = await draft(council, author), await draft(council, author)
    before = await editing.show(council.ctx(author), number)
    seen = before.survey.version
    once = council.ctx(author, "update:9")
    copied = await editing.copy(once, number, seen, source, 1)
    assert len(copied.form.questions) == len(before.form.questions) + 2
    assert copied.place == len(before.form.questions)
    new = copied.form.questions[-1]
    assert new.relevant == f"${{{copied.form.questions[-2].name}}} = 'no'"
    again = await editing.copy(once, number, seen, source, 1)
    assert again.form == copied.form
    assert await refusal(editing.copy(council.ctx(author), number, copied.survey.version, source, 99)) == "old_button"


async def test_one_question_is_open_in_three_acts(council: Council) -> None:
    author = await akim(council)
    grant = next(iter(author.grants))
    once = council.ctx(author, "update:3")
    edited = await editing.begin_poll(once, grant.id, "kk", "Су бар ма?")
    assert (await editing.begin_poll(once, grant.id, "kk", "Су бар ма?")).survey == edited.survey
    number = edited.survey.id
    edited = await editing.answer_by(council.ctx(author), number, edited.survey.version, 0, Way.YES_NO, YES_NO)
    seen = edited.survey.version
    assert await refusal(opening.open_survey(council.ctx(author), number, seen)) == "survey_not_ready"
    signing = council.ctx(author, "update:4")
    view = await opening.open_survey(signing, number, seen, "kk")
    assert (view.survey.state, view.survey.options.one_language) == (SurveyState.OPEN, "kk")
    assert (await opening.open_survey(signing, number, seen, "kk")).survey == view.survey
    seat = await beginning.begin(council.ctx(await resident(council)), number)
    assert seat.asked is not None
    assert seat.asked.label == "Су бар ма?"


async def test_its_title_says_the_same_in_every_language_the_question_does(council: Council) -> None:
    author = await akim(council)
    edited = await editing.begin_poll(council.ctx(author), next(iter(author.grants)).id, "kk", "Су бар ма?")
    spot = Spot(0, Said.LABEL)
    number, seen = edited.survey.id, edited.survey.version
    edited = await editing.say(council.ctx(author), number, seen, spot, "ru", "Вода есть?")
    assert edited.survey.title == Localized(kk="Су бар ма?", ru="Вода есть?")


async def test_a_correction_of_an_open_survey_is_a_new_version_for_those_who_begin_after_it(council: Council) -> None:
    author = await akim(council)
    number = await opened(council, author)
    aigul, berik = await resident(council), await resident(council)
    before = await beginning.begin(council.ctx(aigul), number)
    seen = await version(council, author, number)
    spot = Spot(0, Said.LABEL)
    once = council.ctx(author, "update:5")
    corrected = await editing.say(once, number, seen, spot, "kk", "Ауыз су бар ма?")
    assert (await editing.say(once, number, seen, spot, "kk", "Ауыз су бар ма?")).survey == corrected.survey
    assert corrected.survey.form_version == 2
    old = await beginning.look(council.ctx(aigul), number)
    new = await beginning.begin(council.ctx(berik), number)
    assert [one.asked.label for one in (before, old, new) if one.asked is not None] == [
        "Сұрақ water",
        "Сұрақ water",
        "Ауыз су бар ма?",
    ]
    await answers_all(council, aigul, number)


async def test_nothing_but_words_changes_once_it_is_open(council: Council) -> None:
    author = await akim(council)
    number = await opened(council, author)
    seen, ctx = await version(council, author, number), council.ctx
    for attempt in (
        editing.add(ctx(author), number, "kk", "x"),
        editing.remove(ctx(author), number, seen, 4),
        editing.move(ctx(author), number, seen, 4, -1),
        editing.require(ctx(author), number, seen, 4, on=False),
        editing.answer_by(ctx(author), number, seen, 4, Way.WORDS),
        editing.say(ctx(author), number, seen, Spot(0, Said.HINT), "kk", "Кеңес"),
        editing.take_over(ctx(author), number, Imported(form())),
        editing.copy_template(ctx(author), number, form()),
    ):
        assert await refusal(attempt) == "survey_left"
    two = editing.write_choices(ctx(author), number, seen, 2, "kk", "а\nб")
    assert await refusal(two) == "choices_as_many"
    assert (await survey(council, number)).form_version == 1
    worded = await editing.write_choices(ctx(author), number, seen, 2, "kk", "Жол\nМектеп\nЖарық")
    assert [one.name for one in worded.form.questions[2].choices] == ["road", "school", "light"]
    assert worded.survey.form_version == 2


async def test_a_trial_begins_anew_when_the_questions_change(council: Council) -> None:
    author = await akim(council)
    number = await draft(council, author, keeps=(), minors=True)
    seat = await beginning.begin(council.ctx(author), number)
    assert seat.asked is not None
    await editing.remove(council.ctx(author), number, await version(council, author, number), 4)
    gone = await answering.pick(council.ctx(author), number, seat.asked.turn, 0)
    assert gone.asked is None
    again = await beginning.begin(council.ctx(author), number)
    assert again.asked is not None


async def test_pairs_are_declared_before_it_opens(council: Council) -> None:
    author = await akim(council)
    number = await draft(council, author)
    seen = await version(council, author, number)
    pair = (Kept.SEX, Kept.AGE)
    await drafting.choose(council.ctx(author), number, seen, {"crosses": (pair,)})
    view = await open_it(council, author, number)
    assert view.survey.options.crosses == (pair,)
    late = drafting.choose(council.ctx(author), number, view.survey.version, {"crosses": ()})
    assert await refusal(late) == "survey_left"


async def test_what_may_be_seen_elsewhere_may_be_copied_by_who_looks_after_it(council: Council) -> None:
    author = await akim(council)
    number = await opened(council, author)
    staff = await council.with_role(Role.STAFF)
    mine = await draft(council, staff)
    seen = await version(council, staff, mine)
    copied = await editing.copy(council.ctx(staff), mine, seen, number, None)
    assert len(copied.form.asked) == 10
    assert (await finding.show(council.ctx(staff), mine)).questions == 10


def test_templates_are_forms_and_nothing_else_is_read() -> None:
    with pytest.raises(LookupError):
        templates.template("../../etc/passwd")
    assert templates.template("needs").languages == ("kk", "ru", "en")
