"""Opening and closing: who may, what it lacks, what people hear of it, and that the clock does it once."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from actions import clock
from actions.surveys import beginning, closing, drafting, finding, opening
from domain.audiences import Rule, RuleKind
from domain.people import Actor, AgeBand, Sex
from domain.refusals import Refused
from domain.roles import Area, Position, Role
from domain.surveys.forms import QuestionKind
from domain.surveys.sessions import Stage
from domain.surveys.survey import (
    CALLED_OFF,
    ENDED,
    GRACE,
    MOVED,
    OPENED,
    REMINDER,
    SETTLING,
    SLEPT,
    UNFINISHED,
    Part,
    SurveyState,
)
from domain.surveys.targets import Target
from storage import inbox
from storage.database import Connection
from storage.outbox import fanout
from storage.surveys import keys
from storage.tables.outbox import deliveries, notices
from storage.tables.roles import audit
from storage.tables.surveys import answers, participations, responses
from tests.actions.conftest import IZENDI, NURA, ZHARASPAI, Council
from tests.actions.survey_kit import (
    WHY,
    after,
    akim,
    answers_all,
    draft,
    form,
    open_it,
    opened,
    question,
    resident,
    survey,
    text,
    version,
    write_form,
)

END = GRACE + SETTLING


async def kinds(council: Council) -> list[str]:
    return await council.db.read(lambda c: [row.kind for row in c.execute(sa.select(notices).order_by(notices.c.id))])


async def told(council: Council, kind: str) -> set[int]:
    """Who has a delivery of a kind of notice."""

    def work(connection: Connection) -> set[int]:
        fanout.begin_due(connection, council.now)
        while fanout.next_chunk(connection):
            pass
        query = sa.select(deliveries.c.person_id).join(notices, notices.c.id == deliveries.c.notice_id)
        return set(connection.execute(query.where(notices.c.kind == kind)).scalars())

    return await council.db.write(work)


async def closes_at(council: Council, number: int) -> object:
    return (await survey(council, number)).closes_at


async def test_opening_tells_whom_it_asks_and_nobody_else(council: Council) -> None:
    author = await akim(council)
    aigul, elena = await resident(council), await resident(council, IZENDI)
    number = await opened(council, author)
    assert (await survey(council, number)).state is SurveyState.OPEN
    heard = await told(council, OPENED)
    assert aigul.id in heard
    assert elena.id not in heard


async def test_the_same_press_opens_it_once(council: Council) -> None:
    author = await akim(council)
    number = await draft(council, author)
    seen = await version(council, author, number)
    for _ in range(2):
        await opening.open_survey(council.ctx(author, "p:1"), number, seen)
    assert (await kinds(council)).count(OPENED) == 1
    noted = await council.db.read(lambda c: c.execute(sa.select(audit).where(audit.c.act == "make_survey")).all())
    assert [row.details["did"] for row in noted] == ["opened"]


async def test_what_is_missing_is_said_and_it_does_not_open(council: Council) -> None:
    author = await akim(council)
    view = await drafting.begin(council.ctx(author), author.grants[0].id)
    assert set(view.missing) == {Part.TITLE, Part.QUESTIONS, Part.CLOSES}
    with pytest.raises(Refused, match="survey_not_ready"):
        await open_it(council, author, view.survey.id)


async def test_a_text_missing_in_russian_needs_the_authors_sign_for_one_language(council: Council) -> None:
    author = await akim(council)
    number = await draft(council, author)
    only = question("q", QuestionKind.TEXT)
    await write_form(council, number, form(only, question("p", QuestionKind.TEXT)))
    from dataclasses import replace

    from domain.languages import Localized

    await write_form(council, number, form(replace(only, label=Localized(kk="Тек қазақша"))))
    view = await finding.show(council.ctx(author), number)
    assert Part.TRANSLATIONS in view.missing
    assert view.untranslated == ("q",)
    await drafting.choose(council.ctx(author), number, view.survey.version, {"one_language": "kk"})
    assert (await open_it(council, author, number)).survey.state is SurveyState.OPEN


async def test_voices_are_not_asked_anonymously(council: Council) -> None:
    author = await akim(council)
    number = await draft(council, author, question("v", QuestionKind.AUDIO))
    with pytest.raises(Refused, match="survey_not_ready"):
        await open_it(council, author, number)
    await drafting.name_people(council.ctx(author), number, await version(council, author, number), anonymous=False)
    assert (await open_it(council, author, number)).survey.state is SurveyState.OPEN


async def test_an_akim_asks_in_their_own_okrug_only(council: Council) -> None:
    author = await akim(council)
    number = await draft(council, author)
    for code in (IZENDI, NURA):
        rule = Rule(RuleKind.TERRITORY, code)
        with pytest.raises(Refused, match="not_allowed"):
            await drafting.ask_whom(council.ctx(author), number, await version(council, author, number), rule, on=True)
    with pytest.raises(Refused, match="old_button"):
        await drafting.ask_whom(
            council.ctx(author),
            number,
            await version(council, author, number),
            Rule(RuleKind.PERSON, "1"),
            on=True,
        )


async def others(council: Council) -> list[Actor]:
    return [
        await resident(council),
        await akim(council, IZENDI),
        await council.with_role(Role.COMMITTEE, ZHARASPAI, area=Area.SOCIAL, position=Position.LEADER),
        await council.with_role(Role.RAYON_OFFICIAL, NURA),
    ]


async def test_who_does_not_look_after_a_survey_learns_nothing_of_it(council: Council) -> None:
    author = await akim(council)
    number = await opened(council, author)
    for other in await others(council):
        for ask in (
            finding.show(council.ctx(other), number),
            closing.move_closing(council.ctx(other), number, 1, council.now + timedelta(days=1)),
            closing.call_off(council.ctx(other), number, 1),
            drafting.name_people(council.ctx(other), number, 1, anonymous=False),
        ):
            with pytest.raises(Refused, match=r"no_such_survey|not_allowed"):
                await ask


async def test_a_draft_is_its_authors_alone(council: Council) -> None:
    author, staff = await akim(council), await council.with_role(Role.STAFF)
    number = await draft(council, author)
    with pytest.raises(Refused, match="no_such_survey"):
        await finding.show(council.ctx(staff), number)
    await open_it(council, author, number)
    assert (await finding.show(council.ctx(staff), number)).survey.id == number


async def test_a_committees_leader_asks_their_own_people_and_sees_only_own_surveys(council: Council) -> None:
    leader = await council.with_role(Role.COMMITTEE, ZHARASPAI, area=Area.SOCIAL, position=Position.LEADER)
    member = await council.with_role(Role.COMMITTEE, ZHARASPAI, area=Area.SOCIAL, position=Position.MEMBER)
    number = await draft(council, leader)
    view = await drafting.ask_members(council.ctx(leader), number, await version(council, leader, number))
    assert [rule.key for rule in view.survey.audience.rules] == [f"social.{ZHARASPAI}"]
    await open_it(council, leader, number)
    assert member.id in await told(council, OPENED)
    _drafts, mine, _more = await finding.mine(council.ctx(leader), 0)
    await opened(council, await akim(council))
    _drafts, still, _more = await finding.mine(council.ctx(leader), 0)
    assert [one.survey.id for one in mine] == [one.survey.id for one in still] == [number]


async def test_it_opens_by_the_clock_and_only_once(council: Council) -> None:
    author, aigul = await akim(council), await resident(council)
    number = await draft(council, author)
    at = council.now + timedelta(days=1)
    await drafting.opens(council.ctx(author), number, None, at)
    await open_it(council, author, number)
    assert (await survey(council, number)).state is SurveyState.PLANNED
    assert await closing.keep_time(council.shared, at - timedelta(seconds=1)) is False
    assert await closing.keep_time(council.shared, at) is True
    assert await closing.keep_time(council.shared, at) is False
    assert (await survey(council, number)).state is SurveyState.OPEN
    assert aigul.id in await told(after(council, at), OPENED)


async def test_what_has_not_opened_can_be_taken_back(council: Council) -> None:
    author = await akim(council)
    number = await draft(council, author)
    await drafting.opens(council.ctx(author), number, None, council.now + timedelta(days=1))
    view = await open_it(council, author, number)
    view = await opening.take_back(council.ctx(author), number, view.survey.version)
    assert view.survey.state is SurveyState.DRAFT
    assert await closing.keep_time(council.shared, council.now + timedelta(days=2)) is False


async def test_only_who_has_not_finished_is_reminded(council: Council) -> None:
    author = await akim(council)
    number = await opened(council, author)
    aigul, berik = await resident(council), await resident(council)
    await answers_all(council, aigul, number)
    at = (await survey(council, number)).closes_at
    assert at is not None
    late = after(council, at - timedelta(days=1))
    await council.db.write(lambda c: clock.fire_due(c, late.now, council.shared.zone))
    heard = await told(late, REMINDER)
    assert berik.id in heard
    assert aigul.id not in heard


async def test_targets_of_a_group_are_counted_beside_those_of_the_okrug(council: Council) -> None:
    author = await akim(council)
    number = await draft(council, author, reminders=())
    await drafting.want(council.ctx(author), number, None, 60)
    await drafting.want_from(council.ctx(author), number, None, Target(5, sex=Sex.WOMAN))
    await drafting.want_from(council.ctx(author), number, None, Target(7, sex=Sex.WOMAN, age=AgeBand.FROM_65))
    with pytest.raises(Refused, match="not_a_number"):
        await drafting.want_from(council.ctx(author), number, None, Target(-1, sex=Sex.WOMAN))
    with pytest.raises(Refused, match="old_button"):
        await drafting.want_from(council.ctx(author), number, None, Target(5, okrug=IZENDI))
    with pytest.raises(Refused, match="survey_wants_more"):
        await drafting.want_from(council.ctx(author), number, None, Target(4, sex=Sex.MAN))
    await open_it(council, author, number)
    for _person in range(5):
        await answers_all(council, await resident(council, sex=Sex.WOMAN), number)
    seat = await beginning.begin(council.ctx(await resident(council, sex=Sex.WOMAN)), number)
    assert seat.stage is Stage.FULL
    assert (await beginning.begin(council.ctx(await resident(council, sex=Sex.MAN)), number)).stage is Stage.QUESTION
    live = (await finding.show(council.ctx(author), number)).live
    assert [(one.territory is not None, one.sex, one.age, one.finished, one.target) for one in live] == [
        (True, None, None, 5, 60),
        (False, Sex.WOMAN, None, 5, 5),
        (False, Sex.WOMAN, AgeBand.FROM_65, 0, 7),
    ]


async def test_who_began_or_finished_hears_once_that_it_was_called_off(council: Council) -> None:
    author = await akim(council)
    number = await opened(council, author)
    done, begun, asked, declined = [await resident(council) for _person in range(4)]
    await answers_all(council, done, number)
    await beginning.begin(council.ctx(begun), number)
    await beginning.decline(council.ctx(declined), number)
    seen = await version(council, author, number)
    press = council.ctx(author, "the press")
    await closing.call_off(press, number, seen)
    await closing.call_off(press, number, seen)
    with pytest.raises(Refused, match="survey_closed"):
        await closing.call_off(council.ctx(author), number, await version(council, author, number))
    assert (await kinds(council)).count(CALLED_OFF) == 1
    assert await told(council, CALLED_OFF) == {done.id, begun.id}
    assert asked.id not in await told(council, OPENED)
    for person in (done, begun):
        assert (await beginning.look(council.ctx(person), number)).stage is Stage.OVER


async def test_nobody_hears_of_what_was_called_off_before_it_opened(council: Council) -> None:
    author = await akim(council)
    number = await draft(council, author)
    await drafting.opens(council.ctx(author), number, None, council.now + timedelta(days=1))
    planned = await open_it(council, author, number)
    await closing.call_off(council.ctx(author), number, planned.survey.version)
    assert CALLED_OFF not in await kinds(council)


async def test_it_closes_at_its_minute_with_a_grace_and_only_once(council: Council) -> None:
    author = await akim(council)
    number = await opened(council, author)
    await answers_all(council, await resident(council), number)
    at = (await survey(council, number)).closes_at
    assert at is not None
    assert await closing.keep_time(council.shared, at + END - timedelta(seconds=1)) is False
    assert await closing.keep_time(council.shared, at + END) is True
    assert await closing.keep_time(council.shared, at + END) is False
    closed = await survey(council, number)
    assert closed.state is SurveyState.CLOSED
    assert await council.db.read(keys.key, number) is None
    assert (await kinds(council)).count(ENDED) == 1
    assert await closing.keep_time(council.shared, at + timedelta(days=3)) is False


async def test_what_was_not_finished_is_thrown_away_at_the_end(council: Council) -> None:
    from actions.surveys import beginning

    number = await opened(council, await akim(council))
    await answers_all(council, await resident(council), number)
    await beginning.begin(council.ctx(await resident(council)), number)
    at = (await survey(council, number)).closes_at
    assert at is not None
    await closing.keep_time(council.shared, at + END)
    states = await council.db.read(lambda c: [row.state for row in c.execute(sa.select(responses))])
    assert states == ["finished"]
    took = await council.db.read(lambda c: sorted(row.state for row in c.execute(sa.select(participations))))
    assert took == ["begun", "finished"]


async def test_an_end_that_was_slept_through_is_moved_and_its_author_told(council: Council) -> None:
    number = await opened(council, await akim(council))
    at = (await survey(council, number)).closes_at
    assert at is not None
    awake = at + END + SLEPT + timedelta(seconds=1)
    await closing.keep_time(council.shared, awake)
    still = await survey(council, number)
    assert still.state is SurveyState.OPEN
    assert still.closes_at == awake
    assert (await kinds(council)).count(MOVED) == 1
    await closing.keep_time(council.shared, awake + END)
    assert (await survey(council, number)).state is SurveyState.CLOSED


async def test_nothing_closes_while_telegram_cannot_be_heard(council: Council) -> None:
    number = await opened(council, await akim(council))
    at = (await survey(council, number)).closes_at
    assert at is not None
    await closing.keep_time(council.shared, at + END, deaf=True)
    assert (await survey(council, number)).state is SurveyState.OPEN


async def test_what_came_in_time_and_is_not_handled_yet_is_waited_for(council: Council) -> None:
    number = await opened(council, await akim(council))
    at = (await survey(council, number)).closes_at
    assert at is not None
    arrived = inbox.Arrived(1, 1, "{}")
    stored = await council.db.write(inbox.store, [arrived], at + timedelta(minutes=9), "me", at + timedelta(hours=1))
    await closing.keep_time(council.shared, at + END)
    assert (await survey(council, number)).state is SurveyState.OPEN
    await council.db.write(inbox.finish, [one.seq for one in stored])
    await closing.keep_time(council.shared, at + END)
    assert (await survey(council, number)).state is SurveyState.CLOSED


@pytest.mark.parametrize("anonymous", [True, False])
async def test_who_was_in_the_midst_is_told_once_that_it_is_not_counted(council: Council, anonymous: bool) -> None:
    number = await opened(council, await akim(council), anonymous=anonymous)
    half, whole, _untouched = [await resident(council) for _ in range(3)]
    await beginning.begin(council.ctx(half), number)
    await answers_all(council, whole, number)
    at = (await survey(council, number)).closes_at
    assert at is not None
    await closing.keep_time(council.shared, at + END)
    await closing.keep_time(council.shared, at + END)

    def told(connection: Connection) -> list[int]:
        fanout.begin_due(connection, at + END)
        while fanout.next_chunk(connection):
            pass
        query = sa.select(deliveries.c.person_id).join(notices, notices.c.id == deliveries.c.notice_id)
        return list(connection.execute(query.where(notices.c.kind == UNFINISHED)).scalars())

    assert await council.db.write(told) == [half.id]


async def test_the_end_can_be_moved_while_it_is_open(council: Council) -> None:
    author = await akim(council)
    number = await opened(council, author)
    seen = await version(council, author, number)
    later = council.now + timedelta(days=20)
    view = await closing.move_closing(council.ctx(author), number, seen, later)
    assert view.survey.closes_at == later
    with pytest.raises(Refused, match="survey_closes_when"):
        await closing.move_closing(council.ctx(author), number, view.survey.version, council.now - timedelta(days=1))


async def test_once_it_is_closed_for_good_its_end_is_neither_moved_nor_called_off(council: Council) -> None:
    author, resident_ = await akim(council), await resident(council)
    number = await opened(council, author)
    await answers_all(council, resident_, number)
    seen = await version(council, author, number)
    closed = await closing.move_closing(council.ctx(author), number, seen, council.now)
    for minutes in (0, 5, 10):
        later = after(council, council.now + timedelta(minutes=minutes))
        to = later.now + timedelta(days=3)
        with pytest.raises(Refused, match="survey_closing"):
            await closing.move_closing(later.ctx(author), number, closed.survey.version, to)
        with pytest.raises(Refused, match="survey_closing"):
            await closing.call_off(later.ctx(author), number, closed.survey.version)
    await closing.keep_time(council.shared, council.now + END)
    assert (await survey(council, number)).state is SurveyState.CLOSED


async def test_calling_it_off_erases_what_was_answered(council: Council) -> None:
    author = await akim(council)
    number = await opened(council, author)
    await answers_all(council, await resident(council), number)
    await closing.call_off(council.ctx(author), number, await version(council, author, number))
    assert (await survey(council, number)).state is SurveyState.CANCELLED
    left = await council.db.read(lambda c: len(c.execute(sa.select(answers)).all()))
    assert left == 0
    assert await council.db.read(keys.key, number) is None


async def test_a_draft_is_thrown_away_as_a_whole(council: Council) -> None:
    author = await akim(council)
    number = await draft(council, author)
    assert await closing.call_off(council.ctx(author), number, 1) is None
    with pytest.raises(Refused, match="no_such_survey"):
        await finding.show(council.ctx(author), number)


async def test_live_figures_grow_in_steps_of_five(council: Council) -> None:
    author = await akim(council)
    number = await opened(council, author, WHY.__class__("q", QuestionKind.TEXT, text("Сұрақ")))
    for _ in range(6):
        await answers_all(council, await resident(council), number, ("сөз",))
    view = await finding.show(council.ctx(author), number)
    assert [one.finished for one in view.live] == [5]


async def test_targets_show_how_far_each_okrug_is(council: Council) -> None:
    author = await akim(council)
    number = await draft(council, author)
    view = await drafting.want(council.ctx(author), number, None, 60)
    assert view.survey.options.targets == (Target(60, okrug=ZHARASPAI),)
    await open_it(council, author, number)
    (line,) = (await finding.show(council.ctx(author), number)).live
    assert (line.finished, line.target) == (0, 60)


async def test_who_begins_with_an_earlier_wording_goes_on_with_it(council: Council) -> None:
    from actions.surveys import beginning
    from storage.tables.surveys import surveys

    number = await opened(council, await akim(council))
    aigul, berik = await resident(council), await resident(council)
    first = await beginning.begin(council.ctx(aigul), number)
    await write_form(council, number, form(question("other", QuestionKind.TEXT)), 2)
    await council.db.write(lambda c: c.execute(surveys.update().values(form_version=2)))
    again = await beginning.begin(council.ctx(aigul), number)
    assert again.asked is not None
    assert first.asked is not None
    assert again.asked.question.name == first.asked.question.name == "water"
    fresh = await beginning.begin(council.ctx(berik), number)
    assert fresh.asked is not None
    assert fresh.asked.question.name == "other"
