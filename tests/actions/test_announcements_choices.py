"""What an author chooses besides the words: whom it leaves out, what a stop of the machine does, who is concerned."""

from datetime import date, timedelta

import pytest

from actions import drafts as all_drafts
from actions.announcements import drafts, due, sending
from actions.issues import supporting
from domain.announcements import Mask, masked
from domain.audiences import Rule, RuleKind
from domain.contents import Attached, Content
from domain.drafts import DraftKind
from domain.outbox import Policy
from domain.refusals import Refused
from domain.repeats import Every
from domain.roles import Role
from storage import announcements as store
from storage.outbox import notices
from tests.actions.conftest import IZENDI, ZHARASPAI, Council
from tests.actions.issue_kit import a_day_later, told
from tests.actions.test_announcements import akim, begun, bound, chosen, confirmed, refused, written

PHOTO = Content(502, attached=Attached("photo", "AgAC", "u1", 1000, "image/jpeg"))


async def test_better_never_than_twice_reaches_the_notice(council: Council) -> None:
    daniyar = await akim(council)
    view = await written(council, daniyar)
    assert view.announcement.policy is Policy.RESEND
    view = await drafts.choose_policy(
        council.ctx(daniyar), view.announcement.id, view.announcement.version, Policy.SKIP
    )
    view = await confirmed(council, daniyar, view)
    assert view.notice is not None
    assert view.notice.policy is Policy.SKIP


async def test_an_akim_leaves_readers_of_a_language_out(council: Council) -> None:
    daniyar = await akim(council)
    await council.person(ZHARASPAI, language="ru")
    await council.person(ZHARASPAI, language="kk")
    view = await written(council, daniyar)
    everybody = view.people
    view = await chosen(council, daniyar, view, Rule(RuleKind.LANGUAGE, "ru"))
    view = await chosen(council, daniyar, view, Rule(RuleKind.LANGUAGE, "ru", excludes=True))
    assert view.announcement.audience.rules == (
        Rule(RuleKind.TERRITORY, ZHARASPAI),
        Rule(RuleKind.LANGUAGE, "ru", excludes=True),
    )
    assert view.people == everybody - 1


async def test_groups_come_back_when_it_is_for_everybody_again(council: Council) -> None:
    daniyar = await akim(council)
    group = await bound(council, daniyar, -100)
    view = await written(council, daniyar)
    committee = Rule(RuleKind.ROLE, Role.COMMITTEE.value)
    view = await chosen(council, daniyar, view, committee)
    assert view.announcement.audience.groups() == ()
    view = await chosen(council, daniyar, view, committee, on=False)
    assert group in view.announcement.audience.rules


async def test_an_edit_may_not_turn_one_message_into_two(council: Council) -> None:
    daniyar = await akim(council)
    view = await written(council, daniyar, Role.AKIM, Content(501, "Ертең су болмайды"), PHOTO)
    await confirmed(council, daniyar, view)
    number = view.announcement.id
    with pytest.raises(Refused, match="edit_changes_parts") as told:
        await sending.rewrite(council.ctx(daniyar), number, "kk", Content(900, "ж" * 1024))
    room = int(str(told.value.facts["limit"]))
    assert 850 < room < 1000
    longer = Content(901, "ж" * (room + 1))
    await refused("edit_changes_parts", sending.rewrite(council.ctx(daniyar), number, "kk", longer))
    edit = await sending.rewrite(council.ctx(daniyar), number, "kk", Content(902, "ж" * room))
    assert edit.announcement.edited_version is not None


async def test_long_words_apart_from_the_file_stay_apart(council: Council) -> None:
    daniyar = await akim(council)
    view = await written(council, daniyar, Role.AKIM, Content(501, "ж" * 1500), PHOTO)
    await confirmed(council, daniyar, view)
    short = sending.rewrite(council.ctx(daniyar), view.announcement.id, "kk", Content(900, "Су бар"))
    await refused("edit_changes_parts", short)
    await sending.rewrite(council.ctx(daniyar), view.announcement.id, "kk", Content(901, "ж" * 2000))


async def test_every_repeat_is_watched_in_the_message_of_the_first(council: Council) -> None:
    daniyar = await akim(council)
    its = (await written(council, daniyar)).announcement
    await drafts.choose_time(council.ctx(daniyar), its.id, None, council.now + timedelta(hours=1))
    view = await drafts.choose_repeat(council.ctx(daniyar), its.id, None, Every.WEEK, date(2027, 1, 5))
    await confirmed(council, daniyar, view, message_id=77)
    for weeks in range(2):
        at = council.now + timedelta(days=7 * weeks, hours=2)
        await council.db.write(due, at, council.shared.zone)
        if weeks == 0:
            newest = (await council.db.read(notices.of_subject, "announcement", its.id))[0]
            await council.db.write(store.show_progress_in, newest.id, daniyar.id, 77)
    said = await council.db.read(notices.of_subject, "announcement", its.id)
    assert len(said) == 2
    assert await council.db.read(store.progress_shown_in, said[0].id, daniyar.id) == 77


async def test_who_may_not_write_there_begins_nothing_for_an_unknown_issue_or_survey(council: Council) -> None:
    daniyar = await akim(council)
    await refused("no_such_issue", drafts.begin_for(council.ctx(daniyar), RuleKind.CONCERNED, 2**40))
    await refused("no_such_survey", drafts.begin_for(council.ctx(daniyar), RuleKind.SURVEY_DONE, 2**40))
    await refused("no_such_survey", drafts.begin_for(council.ctx(daniyar), RuleKind.PERSON, daniyar.id))


@pytest.mark.parametrize(
    ("numbers", "hidden"),
    [
        ({"a": 10, "b": 20}, {}),
        ({"a": 3, "b": 20, "c": 9}, {"a": Mask.SMALL, "c": Mask.BESIDE}),
        ({"a": 3, "b": 4, "c": 9}, {"a": Mask.SMALL, "b": Mask.SMALL}),
        ({"a": 1, "b": 1, "c": 9, "d": 30}, {"a": Mask.SMALL, "b": Mask.SMALL, "c": Mask.BESIDE}),
        ({"a": 3}, {"a": Mask.SMALL}),
        ({}, {}),
    ],
)
def test_a_small_number_is_never_the_only_one_that_is_not_shown(
    numbers: dict[str, int], hidden: dict[str, Mask]
) -> None:
    assert masked(numbers) == hidden


async def test_what_was_begun_is_listed_for_its_author_alone(council: Council) -> None:
    daniyar, other = await akim(council), await akim(council, IZENDI)
    number = (await begun(council, daniyar)).announcement.id
    await drafts.write(council.ctx(daniyar), number, "kk", Content(501, "Ертең су болмайды"))
    found = await all_drafts.begun(council.ctx(daniyar))
    assert [(one.kind, one.id, one.words) for one in found] == [(DraftKind.ANNOUNCEMENT, number, "Ертең су болмайды")]
    assert await all_drafts.count(council.ctx(daniyar)) == 1
    assert await all_drafts.begun(council.ctx(other)) == ()
    view = await drafts.show(council.ctx(daniyar), number)
    await confirmed(council, daniyar, view)
    assert await all_drafts.count(council.ctx(daniyar)) == 0


async def test_an_akim_writes_to_those_whom_an_issue_concerns(council: Council) -> None:
    daniyar = await akim(council)
    aigul, berik, _other = [await council.person(ZHARASPAI) for _ in range(3)]
    number = (await told(council, aigul)).issue.id
    later = a_day_later(council)
    await supporting.support(later.ctx(berik), number, on=True)
    view = await drafts.begin_for(later.ctx(daniyar), RuleKind.CONCERNED, number)
    assert view.people == 2
    assert view.titles[Rule(RuleKind.CONCERNED, str(number))].kk == "Жараспай-1"
    await drafts.write(later.ctx(daniyar), view.announcement.id, "kk", Content(501, "Шеберлер келді"))
    sent = await confirmed(later, daniyar, await drafts.show(later.ctx(daniyar), view.announcement.id))
    assert sent.notice is not None
    elsewhere = await akim(council, IZENDI)
    await refused("not_allowed", drafts.begin_for(later.ctx(elsewhere), RuleKind.CONCERNED, number))


async def test_nothing_is_said_aloud_of_an_issue_that_neighbours_do_not_see(council: Council) -> None:
    daniyar = await akim(council)
    number = (await told(council, await council.person(ZHARASPAI))).issue.id
    await refused("no_such_issue", drafts.begin_for(council.ctx(daniyar), RuleKind.CONCERNED, number))
