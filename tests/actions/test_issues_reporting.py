"""Telling of an issue: what a draft takes and refuses, who gives the number, what is alike."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from actions import people
from actions.issues import reading, reporting, sending, supporting
from domain.contents import Attached, Content
from domain.issues.issue import MOST_DRAFTS, MOST_LETTERS, MOST_PHOTOS, REPORTS_A_DAY, Setting, Thread
from domain.issues.report import Alike, Part, Report
from domain.issues.states import IssueState, Privacy, StepKind
from domain.languages import Localized
from domain.refusals import Refused
from domain.roles import Area, Role
from storage import people as stored_people
from storage import territory_settings
from storage.issues import categories
from storage.tables.files import files
from storage.tables.issues import bans, issue_follows, issue_supports, issues, watched_words
from tests.actions.conftest import IZENDI, NOW, ZHARASPAI, Council
from tests.actions.issue_kit import a_day_later, began, category, photo, seen, shape, stored_issue, told, voice


def refused(reason: str) -> Any:
    return pytest.raises(Refused, match=f"^{reason}$")


async def count(council: Council, table: sa.Table) -> int:
    return int(await council.db.read(lambda c: c.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()))


async def send(council: Council, who: Any, draft: Report, *, sure: bool = True) -> Any:
    return await sending.send(council.ctx(who), draft.issue.id, draft.issue.version, sure=sure)


# A draft


async def test_a_report_takes_words_photos_voice_and_place_in_any_order(council: Council) -> None:
    aigul = await council.person()
    begun = await reporting.begin(council.ctx(aigul), await category(council, "mobile"))
    number = begun.issue.id
    assert not begun.says_something
    await reporting.take(council.ctx(aigul), number, voice(1))
    await reporting.place(council.ctx(aigul), number, 50.9, 71.3)
    await reporting.take(council.ctx(aigul), number, photo(2, "Міне, төбе"))
    draft = await reporting.take(council.ctx(aigul), number, Content(3, "Байланыс жоқ"))
    assert {part: draft.count(part) for part in Part} == {Part.WORDS: 1, Part.PHOTO: 1, Part.VOICE: 1, Part.PLACE: 1}
    assert draft.issue.text == "Міне, төбе\n\nБайланыс жоқ"
    for part in Part:
        draft = await reporting.clear(council.ctx(aigul), number, part)
        assert draft.count(part) == 0
    assert await count(council, files) == 0


async def test_a_message_that_comes_twice_is_taken_once(council: Council) -> None:
    aigul = await council.person()
    draft = await began(council, aigul, "Су жоқ", "water")
    for _ in range(2):
        draft = await reporting.take(council.ctx(aigul), draft.issue.id, photo(5, "Кран"))
    assert (draft.issue.text, draft.count(Part.PHOTO)) == ("Су жоқ\n\nКран", 1)


async def test_a_press_that_comes_twice_begins_one_report(council: Council) -> None:
    aigul = await council.person()
    about = await category(council, "water")
    first = await reporting.begin(council.ctx(aigul, "press"), about)
    again = await reporting.begin(council.ctx(aigul, "press"), about)
    assert first.issue.id == again.issue.id
    assert await count(council, issues) == 1


async def test_ten_thousand_letters_are_refused_and_what_was_there_is_kept(council: Council) -> None:
    aigul = await council.person()
    draft = await began(council, aigul, "Су жоқ", "water")
    with refused("report_too_long"):
        await reporting.take(council.ctx(aigul), draft.issue.id, Content(7, "с" * 10_000))
    assert (await reporting.show(council.ctx(aigul), draft.issue.id)).issue.text == "Су жоқ"
    fits = await reporting.take(council.ctx(aigul), draft.issue.id, Content(8, "с" * (MOST_LETTERS - 8)))
    assert len(fits.issue.text) == MOST_LETTERS


async def test_a_photo_is_kept_also_when_the_words_under_it_do_not_fit(council: Council) -> None:
    aigul = await council.person()
    draft = await began(council, aigul, "с" * (MOST_LETTERS - 10), "water")
    with refused("caption_too_long"):
        await reporting.take(council.ctx(aigul), draft.issue.id, photo(7, "бұл сыймайды"))
    kept = await reporting.show(council.ctx(aigul), draft.issue.id)
    assert (kept.count(Part.PHOTO), kept.issue.text) == (1, draft.issue.text)


async def test_the_voice_of_an_hour_a_video_and_a_sixth_photo_are_refused(council: Council) -> None:
    aigul = await council.person()
    number = (await began(council, aigul)).issue.id
    with refused("voice_too_long"):
        await reporting.take(council.ctx(aigul), number, voice(1, seconds=3600))
    with refused("report_takes_photo_and_voice"):
        await reporting.take(council.ctx(aigul), number, Content(2, "", (), Attached("video", "v")))
    for at in range(MOST_PHOTOS):
        await reporting.take(council.ctx(aigul), number, photo(10 + at))
    with refused("report_full"):
        await reporting.take(council.ctx(aigul), number, photo(99))
    assert (await reporting.show(council.ctx(aigul), number)).count(Part.PHOTO) == MOST_PHOTOS


async def test_a_place_far_from_the_okrug_is_kept_and_asked_about(council: Council) -> None:
    aigul = await council.person()
    number = (await began(council, aigul)).issue.id
    near = await reporting.place(council.ctx(aigul), number, 50.4, 71.7)
    if near.okrug.latitude is not None:
        far = await reporting.place(council.ctx(aigul), number, 43.24, 76.91)
        assert far.far is not None
        assert far.far > 500
        assert far.issue.latitude == 43.24


async def test_another_persons_draft_is_as_if_it_were_not_there(council: Council) -> None:
    aigul, berik = await council.person(), await council.person()
    draft = await began(council, aigul)
    number, ctx = draft.issue.id, council.ctx(berik)
    for verb in (
        reporting.show(ctx, number),
        reporting.show(ctx, number + 1000),
        reporting.take(ctx, number, Content(1, "мен")),
        reporting.place(ctx, number, 50.0, 70.0),
        reporting.clear(ctx, number, Part.WORDS),
        reporting.choose_privacy(ctx, number, Privacy.STAFF),
        reporting.sign(ctx, number, "Берік"),
        sending.send(ctx, number, draft.issue.version, sure=True),
        sending.alike(ctx, number),
        reading.thread(ctx, number),
        supporting.support(ctx, number, on=True),
    ):
        with refused("no_such_issue"):
            await verb
    await reporting.discard(ctx, number)
    assert (await reporting.show(council.ctx(aigul), number)).issue.text == draft.issue.text


async def test_only_so_many_reports_are_begun_and_not_sent(council: Council) -> None:
    aigul = await council.person()
    for _ in range(MOST_DRAFTS):
        draft = await began(council, aigul)
    with refused("too_many_reports_begun"):
        await began(council, aigul)
    assert len(await reporting.begun(council.ctx(aigul))) == MOST_DRAFTS
    await reporting.discard(council.ctx(aigul), draft.issue.id)
    await began(council, aigul)


async def test_a_draft_thrown_away_takes_its_photos_along(council: Council) -> None:
    aigul = await council.person()
    draft = await began(council, aigul)
    await reporting.take(council.ctx(aigul), draft.issue.id, photo(9))
    await reporting.discard(council.ctx(aigul), draft.issue.id)
    assert (await count(council, issues), await count(council, files)) == (0, 0)


async def test_a_category_retired_meanwhile_is_chosen_anew_and_nothing_is_lost(council: Council) -> None:
    aigul = await council.person()
    pharmacy = await category(council, "pharmacy")
    draft = await began(council, aigul, "Дәріхана жоқ", "pharmacy")
    await council.db.write(categories.retire, pharmacy, NOW)
    with refused("category_retired"):
        await reporting.begin(council.ctx(aigul), pharmacy)
    with refused("category_retired"):
        await reporting.choose_category(council.ctx(aigul), draft.issue.id, pharmacy)
    with refused("category_retired"):
        await send(council, aigul, draft)
    assert pharmacy not in {one.id for one in await reporting.choices(council.ctx(aigul), Area.SOCIAL)}
    other = await reporting.choose_category(council.ctx(aigul), draft.issue.id, await category(council, "clinic"))
    sent = await send(council, aigul, other)
    assert sent.issue.text == "Дәріхана жоқ"


# Sending


async def test_what_is_sent_has_a_number_its_author_supports_it_and_the_first_step_is_written(council: Council) -> None:
    aigul = await council.person()
    thread = await told(council, aigul)
    its = thread.issue
    assert (its.serial, its.state, its.root_id, its.language) == (1, IssueState.NEW, its.id, "kk")
    assert its.seen_from == NOW + timedelta(hours=24)
    assert (thread.mine, thread.supporters) == (True, 1)
    (step,) = thread.steps
    assert (step.kind, step.role, step.state) == (StepKind.REPORTED, "resident", IssueState.NEW)
    assert (await told(council, aigul, "Су жоқ", "water")).issue.serial == 2
    elsewhere = await council.person(IZENDI)
    assert (await told(council, elsewhere)).issue.serial == 1


async def test_a_repeated_send_gives_the_same_issue(council: Council) -> None:
    aigul = await council.person()
    draft = await began(council, aigul)
    first = await send(council, aigul, draft)
    again = await send(council, aigul, draft)
    assert first.issue == again.issue
    with refused("report_sent"):
        await reporting.take(council.ctx(aigul), draft.issue.id, Content(1, "тағы"))


async def test_neighbours_who_send_at_the_same_moment_get_different_numbers(council: Council) -> None:
    people_there = [await council.person() for _ in range(6)]
    drafts = [await began(council, who, f"Мәселе {at}", "other_social") for at, who in enumerate(people_there)]
    sent = await asyncio.gather(*(send(council, who, one) for who, one in zip(people_there, drafts, strict=True)))
    assert sorted(thread.issue.serial for thread in sent) == [1, 2, 3, 4, 5, 6]


async def test_what_says_nothing_or_was_changed_meanwhile_is_not_sent(council: Council) -> None:
    aigul = await council.person()
    empty = await reporting.begin(council.ctx(aigul), await category(council, "water"))
    with refused("nothing_reported"):
        await send(council, aigul, empty)
    placed = await reporting.place(council.ctx(aigul), empty.issue.id, 50.0, 70.0)
    with refused("nothing_reported"):
        await send(council, aigul, placed)
    shown = await reporting.take(council.ctx(aigul), empty.issue.id, photo(3))
    await reporting.take(council.ctx(aigul), empty.issue.id, photo(4))
    with refused("changed"):
        await send(council, aigul, shown)
    loose = await reporting.begin_with(council.ctx(aigul), "Су жоқ")
    with refused("category_missing"):
        await send(council, aigul, loose)


async def test_reports_a_day_are_limited_and_the_last_is_kept(council: Council) -> None:
    aigul = await council.person()
    for at in range(REPORTS_A_DAY):
        await told(council, aigul, f"Мәселе {at}", "other_social")
    draft = await began(council, aigul)
    with refused("reports_used_up"):
        await send(council, aigul, draft)
    tomorrow = council.later(timedelta(days=1))
    assert isinstance(await send(tomorrow, aigul, draft), Thread)
    await council.db.write(territory_settings.set_setting, ZHARASPAI, Setting.REPORTS_A_DAY, "1")
    again = await began(tomorrow, aigul)
    with refused("reports_used_up"):
        await send(tomorrow, aigul, again)


async def test_who_is_banned_in_an_okrug_reports_nothing_there_until_it_ends(council: Council) -> None:
    aigul = await council.person()
    draft = await began(council, aigul)
    whom = council.shared.key.who(aigul.telegram_id or 0)
    ban = {"source": "s", "whom": whom, "reason": "балағат", "from_at": NOW, "until": NOW + timedelta(days=3)}
    await council.db.write(lambda c: c.execute(bans.insert().values(territory_code=ZHARASPAI, **ban)))
    with refused("banned"):
        await send(council, aigul, draft)
    with refused("banned"):
        await began(council, aigul)
    assert isinstance(await send(council.later(timedelta(days=4)), aigul, draft), Thread)


async def test_a_word_to_watch_holds_a_report_until_somebody_looked(council: Council) -> None:
    aigul, berik = await council.person(), await council.person()
    await council.db.write(lambda c: c.execute(watched_words.insert().values(folded="акимак", language="kk")))
    held = await told(council, aigul, "Әкімақтар су бермейді", "water")
    plain = await told(council, aigul, "Мектеп суық, ақымақтық емес", "school")
    assert held.issue.seen_from is None
    assert plain.issue.seen_from is not None
    with refused("no_such_issue"):
        await seen(a_day_later(council), berik, held.issue.id)
    assert (await seen(a_day_later(council), aigul, held.issue.id)).issue == held.issue


async def test_the_hours_unseen_are_a_setting_of_the_territory(council: Council) -> None:
    aigul = await council.person()
    await council.db.write(territory_settings.set_setting, ZHARASPAI, Setting.HOURS_UNSEEN, "2")
    assert (await told(council, aigul)).issue.seen_from == NOW + timedelta(hours=2)


async def test_who_moved_meanwhile_sees_the_report_again_as_one_of_the_new_okrug(council: Council) -> None:
    aigul = await council.person()
    draft = await began(council, aigul)
    await people.move(council.ctx(aigul), IZENDI)
    moved = await council.again(aigul)
    shown = await send(council, moved, draft)
    assert isinstance(shown, Report)
    assert shown.okrug.code == IZENDI
    assert (await send(council, moved, shown)).issue.okrug.code == IZENDI


# Is it one of these?


async def test_alike_issues_are_shown_and_joined_with_a_tap(council: Council) -> None:
    aigul, berik = await council.person(), await council.person(language="ru")
    first = await told(council, aigul, "Ауылда ұялы байланыс жоқ")
    await told(council, aigul, "Дәріхана жоқ", "pharmacy")
    later = a_day_later(council)
    draft = await began(later, berik, "нет мабильной связи в селе")
    shown = await send(later, berik, draft, sure=False)
    assert isinstance(shown, Alike)
    assert [row.issue.id for row in shown.issues] == [first.issue.id]
    joined = await sending.join(later.ctx(berik), draft.issue.id, first.issue.id)
    assert (joined.supporters, joined.supported, joined.mine) == (2, True, False)
    with refused("no_such_issue"):
        await reporting.show(later.ctx(berik), draft.issue.id)


async def test_private_drafts_and_what_neighbours_do_not_see_are_not_compared(council: Council) -> None:
    aigul, berik = await council.person(), await council.person()
    hidden, private = await told(council, aigul), await told(council, aigul)
    await shape(council, hidden.issue.id, hidden_at=NOW)
    await shape(council, private.issue.id, privacy=Privacy.AKIM.value)
    later = a_day_later(council)
    assert isinstance(await send(later, berik, await began(later, berik), sure=False), Thread)
    # What was told within the last day is not seen either.
    assert isinstance(await send(later, berik, await began(later, berik), sure=False), Thread)


async def test_an_issue_merged_while_somebody_joins_leads_to_its_root(council: Council) -> None:
    aigul, berik, saule = await council.person(), await council.person(), await council.person()
    root, other = await told(council, aigul), await told(council, saule)
    later = a_day_later(council)
    draft = await began(later, berik)
    await shape(council, other.issue.id, state=IssueState.MERGED.value, root_id=root.issue.id)
    joined = await sending.join(later.ctx(berik), draft.issue.id, other.issue.id)
    assert (joined.issue.id, joined.supporters) == (root.issue.id, 3)


async def test_an_issue_hidden_while_somebody_joins_takes_nothing_of_theirs(council: Council) -> None:
    aigul, berik = await council.person(), await council.person()
    its = await told(council, aigul)
    later = a_day_later(council)
    draft = await began(later, berik)
    await shape(council, its.issue.id, hidden_at=NOW)
    with refused("no_such_issue"):
        await sending.join(later.ctx(berik), draft.issue.id, its.issue.id)
    assert (await reporting.show(later.ctx(berik), draft.issue.id)).issue.text == draft.issue.text


# Erasure, the download


async def test_erasure_leaves_the_report_without_its_author_and_takes_the_rest(council: Council) -> None:
    aigul, berik = await council.person(), await council.person()
    draft = await began(council, aigul)
    await reporting.sign(council.ctx(aigul), draft.issue.id, "Айгүл")
    await reporting.take(council.ctx(aigul), draft.issue.id, photo(4))
    sent = await send(council, aigul, await reporting.show(council.ctx(aigul), draft.issue.id))
    open_draft = await began(council, aigul, "Әлі жіберілмеген")
    others = await told(council, berik, "Су жоқ", "water")
    later = a_day_later(council)
    await supporting.support(later.ctx(aigul), others.issue.id, on=True)
    await supporting.follow(later.ctx(aigul), others.issue.id, on=True)
    kept = await people.own_data(later.ctx(aigul))
    assert {row["issues.text"] for row in kept["issues"] if "issues.text" in row} >= {
        sent.issue.text,
        "Әлі жіберілмеген",
    }
    await people.erase_self(later.ctx(aigul))
    left = await stored_issue(council, sent.issue.id)
    assert (left.author_id, left.signed_as, left.text, left.serial) == (None, None, sent.issue.text, 1)
    thread = await seen(later, berik, sent.issue.id)
    assert (thread.author_name, thread.supporters, thread.attached) == (None, 0, ())
    assert await count(council, issue_follows) == 0
    assert await count(council, issue_supports) == 1
    assert await council.db.read(lambda c: c.execute(sa.select(issues.c.id).order_by(issues.c.id)).scalars().all()) == [
        sent.issue.id,
        others.issue.id,
    ]
    assert open_draft.issue.id not in {sent.issue.id, others.issue.id}


async def test_a_name_is_shown_only_where_its_author_said_so(council: Council) -> None:
    aigul = await council.person()
    farida, daniyar = await council.with_role(Role.STAFF), await council.with_role(Role.AKIM, ZHARASPAI)
    signed = await began(council, aigul)
    await reporting.sign(council.ctx(aigul), signed.issue.id, "Айгүл Серікова")
    signed = await reporting.show(council.ctx(aigul), signed.issue.id)
    named = await send(council, aigul, signed)
    silent = await told(council, aigul, "Су жоқ", "water")
    for who in (farida, daniyar):
        assert (await seen(council, who, named.issue.id)).author_name == "Айгүл Серікова"
        assert (await seen(council, who, silent.issue.id)).author_name is None
    # It is kept for this report alone: no list of a meeting has it, and it goes when it is taken back.
    assert (await council.db.read(stored_people.profile, aigul.id)).name is None
    taken_back = await began(council, aigul, "Жол жаман", "roads")
    await reporting.sign(council.ctx(aigul), taken_back.issue.id, "Айгүл Серікова")
    await reporting.sign(council.ctx(aigul), taken_back.issue.id, None)
    assert (await stored_issue(council, taken_back.issue.id)).signed_as is None


async def test_who_has_told_a_name_for_a_role_signs_with_it(council: Council) -> None:
    aigul = await council.person()
    await council.db.write(stored_people.set_name, aigul.id, "А. Серікова")
    draft = await began(council, aigul)
    assert (await reporting.sign(council.ctx(aigul), draft.issue.id, "Айка")).issue.signed_as == "А. Серікова"


# Categories


async def test_the_seed_adds_what_is_missing_and_leaves_what_staff_changed(council: Council) -> None:
    water = await category(council, "water")
    await council.db.write(categories.rename, water, Localized("Су", "Вода", "Water"))
    await council.db.write(categories.retire, water, NOW)
    seed = await council.db.read(categories.categories, None, retired=True)
    assert not await council.db.read(categories.missing, seed)
    assert await council.db.write(categories.load, seed) == 0
    stays = await council.db.read(categories.category, water)
    assert stays is not None
    assert (stays.names.kk, stays.retired) == ("Су", True)
    number = await council.db.write(
        lambda c: categories.add(c, area=Area.SOCIAL, names=Localized("Ардагерлер", "Ветераны"), source="press")
    )
    again = await council.db.write(
        lambda c: categories.add(c, area=Area.SOCIAL, names=Localized("Ардагерлер", "Ветераны"), source="press")
    )
    assert number == again
    there = await council.db.read(categories.categories, Area.SOCIAL)
    assert [one.is_other for one in there][-2:] == [False, True]
    assert there[-2].id == number
