"""Who sees which issue, in lists as by its number; sharing, following, finding."""

import asyncio
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
import sqlalchemy as sa

from actions import people
from actions.issues import reading, reporting, sending, supporting
from domain.issues.issue import Sight, sight
from domain.issues.report import Order, Shelf, Wanted
from domain.issues.states import IssueState, Privacy
from domain.people import Actor
from domain.refusals import Refused
from domain.roles import Area, Position, Role
from storage.database import Connection
from storage.issues import reading as stored
from storage.tables.issues import issue_supports, issues
from tests.actions.conftest import EAST, IZENDI, NOW, NURA, ZHARASPAI, Council
from tests.actions.issue_kit import a_day_later, began, photo, seen, shape, stored_issue, told


def refused(reason: str) -> Any:
    return pytest.raises(Refused, match=f"^{reason}$")


async def cast(council: Council) -> dict[str, Actor]:
    """One of each who may come across an issue of Zharaspai that Aigul told."""
    committee = {"area": Area.SOCIAL, "position": Position.MEMBER}
    return {
        "aigul": await council.person(),
        "berik": await council.person(),
        "elena": await council.person(IZENDI),
        "akim": await council.with_role(Role.AKIM, ZHARASPAI),
        "assistant": await council.with_role(Role.ASSISTANT, ZHARASPAI, home=IZENDI),
        "akim elsewhere": await council.with_role(Role.AKIM, IZENDI, home=IZENDI),
        "rayon": await council.with_role(Role.RAYON_OFFICIAL, NURA, home=IZENDI),
        "committee": await council.with_role(Role.COMMITTEE, ZHARASPAI, home=IZENDI, **committee),
        "staff": await council.with_role(Role.STAFF, home=IZENDI),
        "staff elsewhere": await council.with_role(Role.STAFF, EAST, home=IZENDI),
    }


# Written by hand: who sees it as whom. A dot is nobody.
SEEN = """
                 open  fresh held  hidden private staffonly draft
aigul            auth  auth  auth  auth   auth    auth      auth
berik            neig  .     .     .      .       .         .
elena            .     .     .     .      .       .         .
akim             akim  akim  akim  akim   akim    .         .
assistant        akim  akim  akim  akim   akim    .         .
akim_elsewhere   .     .     .     .      .       .         .
rayon            rayo  rayo  rayo  .      .       .         .
committee        neig  .     .     .      .       .         .
staff            staf  staf  staf  staf   staf    staf      .
staff_elsewhere  .     .     .     .      .       .         .
"""


def finds(connection: Connection, query: sa.Select[Any]) -> bool:
    return connection.execute(query).first() is not None


async def the_seven(council: Council, aigul: Actor) -> dict[str, int]:
    numbers = {name: (await told(council, aigul, name, "other_social")).issue.id for name in ("open", "fresh")}
    tomorrow = council.later(timedelta(days=1))
    for name in ("held", "hidden", "private", "staffonly"):
        numbers[name] = (await told(tomorrow, aigul, name, "other_social")).issue.id
    numbers["draft"] = (await began(tomorrow, aigul)).issue.id
    past, ahead = NOW + timedelta(hours=1), NOW + timedelta(days=9)
    await shape(council, numbers["open"], seen_from=past)
    await shape(council, numbers["fresh"], seen_from=ahead)
    await shape(council, numbers["held"], seen_from=None)
    await shape(council, numbers["hidden"], seen_from=past, hidden_at=past)
    await shape(council, numbers["private"], seen_from=past, privacy=Privacy.AKIM.value)
    await shape(council, numbers["staffonly"], seen_from=past, privacy=Privacy.STAFF.value)
    return numbers


async def test_who_sees_an_issue_as_whom_and_lists_show_the_same(council: Council) -> None:
    heading, *lines = (line.split() for line in SEEN.strip().splitlines())
    expected = {(line[0], name): cell for line in lines for name, cell in zip(heading, line[1:], strict=True)}
    everybody = await cast(council)
    numbers = await the_seven(council, everybody["aigul"])
    later = council.later(timedelta(days=2))
    for (name, who), (called, number) in product(everybody.items(), numbers.items()):
        cell = expected[name.replace(" ", "_"), called]
        found = sight(who, await stored_issue(council, number), later.now)
        assert (found.value[:4] if found else ".") == cell, f"{name} sees {called} as {found}"
        query = stored.SELECT.where(issues.c.id == number, stored.visible_to(who, later.now))
        listed = await council.db.read(finds, query)
        assert listed is (cell != "." and called != "draft"), f"{name} finds {called} in a list"
        if cell == "." or called == "draft":
            with refused("no_such_issue"):
                await seen(later, who, number)
        else:
            assert (await seen(later, who, number)).sight is found


async def test_neighbours_see_photos_voice_and_place_only_after_a_look(council: Council) -> None:
    everybody = await cast(council)
    draft = await began(council, everybody["aigul"])
    number = draft.issue.id
    await reporting.take(council.ctx(everybody["aigul"]), number, photo(2))
    await reporting.place(council.ctx(everybody["aigul"]), number, 50.0, 70.0)
    ready = await reporting.show(council.ctx(everybody["aigul"]), number)
    await sending.send(council.ctx(everybody["aigul"]), number, ready.issue.version, sure=True)
    later = a_day_later(council)
    for name in ("aigul", "akim", "rayon", "staff"):
        thread = await seen(later, everybody[name], number)
        assert (len(thread.attached), thread.shows_files) == (1, True), name
    before = await seen(later, everybody["berik"], number)
    assert (before.attached, before.shows_files) == ((), False)
    with refused("files_not_seen"):
        await reading.files(later.ctx(everybody["berik"]), number)
    await shape(council, number, let_in_at=NOW)
    assert len(await reading.files(later.ctx(everybody["berik"]), number)) == 1


async def test_me_too_counts_a_person_once_and_is_taken_back(council: Council) -> None:
    aigul, berik = await council.person(), await council.person()
    number = (await told(council, aigul)).issue.id
    later = a_day_later(council)
    for _ in range(2):
        assert (await supporting.support(later.ctx(berik), number, on=True)).supporters == 2
    for _ in range(2):
        after = await supporting.support(later.ctx(berik), number, on=False)
        assert (after.supporters, after.supported) == (1, False)


async def test_two_neighbours_who_press_at_the_same_moment_are_both_counted(council: Council) -> None:
    aigul = await council.person()
    number = (await told(council, aigul)).issue.id
    later = a_day_later(council)
    neighbours = [await council.person() for _ in range(5)]
    await asyncio.gather(*(supporting.support(later.ctx(who), number, on=True) for who in neighbours * 2))
    assert (await seen(later, aigul, number)).supporters == 6


async def test_following_is_no_support(council: Council) -> None:
    aigul, berik = await council.person(), await council.person()
    number = (await told(council, aigul)).issue.id
    later = a_day_later(council)
    thread = await supporting.follow(later.ctx(berik), number, on=True)
    assert (thread.supporters, thread.followed, thread.supported) == (1, True, False)
    assert not (await supporting.follow(later.ctx(berik), number, on=False)).followed


async def test_who_lives_elsewhere_cannot_support_even_when_they_see_it(council: Council) -> None:
    everybody = await cast(council)
    number = (await told(council, everybody["aigul"])).issue.id
    later = a_day_later(council)
    for name in ("rayon", "committee", "staff"):
        with refused("not_allowed"):
            await supporting.support(later.ctx(everybody[name]), number, on=True)
    for name in ("elena", "akim elsewhere"):
        with refused("no_such_issue"):
            await supporting.support(later.ctx(everybody[name]), number, on=True)


async def test_who_moved_away_still_sees_what_they_share_and_can_take_it_back(council: Council) -> None:
    aigul, berik = await council.person(), await council.person()
    number = (await told(council, aigul)).issue.id
    later = a_day_later(council)
    await supporting.support(later.ctx(berik), number, on=True)
    await people.move(later.ctx(berik), IZENDI)
    away = await later.again(berik)
    assert (await seen(later, away, number)).sight is Sight.NEIGHBOUR
    assert (await supporting.support(later.ctx(away), number, on=False)).supporters == 1
    with refused("no_such_issue"):
        await seen(later, away, number)
    assert (
        await council.db.read(lambda c: c.execute(sa.select(sa.func.count()).select_from(issue_supports)).scalar()) == 1
    )


async def test_merged_issues_count_different_people_and_lead_to_their_root(council: Council) -> None:
    aigul, berik, saule = await council.person(), await council.person(), await council.person()
    root, other = (await told(council, aigul)).issue.id, (await told(council, berik)).issue.id
    later = a_day_later(council)
    await supporting.support(later.ctx(saule), root, on=True)
    await supporting.support(later.ctx(saule), other, on=True)
    await shape(council, other, state=IssueState.MERGED.value, root_id=root)
    assert (await seen(later, aigul, root)).supporters == 3
    merged = await seen(later, berik, other)
    assert merged.root is not None
    assert (merged.root.id, merged.supporters) == (root, 3)
    assert [one.id for one in (await seen(later, aigul, root)).merged] == [other]
    # Support of the merged one is that of its root, and taking it back takes back both.
    assert (await supporting.support(later.ctx(saule), other, on=False)).supporters == 2
    await shape(council, other, state=IssueState.NEW.value, root_id=other)
    assert (await seen(later, aigul, root)).supporters == 1


# Lists


async def test_a_list_is_chosen_by_area_and_state_and_ordered_by_support_or_date(council: Council) -> None:
    aigul, berik = await council.person(), await council.person()
    water = (await told(council, aigul, "Су жоқ", "water")).issue.id
    clinic = (await told(council.later(timedelta(hours=1)), aigul, "Дәрігер жоқ", "medical_staff")).issue.id
    later = council.later(timedelta(hours=30))
    await supporting.support(later.ctx(berik), water, on=True)
    await shape(council, water, state=IssueState.SOLVED.value)

    async def listed(**wanted: Any) -> list[int]:
        page = await reading.of_okrug(later.ctx(berik), "", Wanted(**wanted))
        return [row.issue.id for row in page.rows]

    assert await listed() == [water, clinic]
    assert await listed(order=Order.DATE) == [clinic, water]
    assert await listed(area=Area.SOCIAL) == [clinic]
    assert await listed(shelf=Shelf.SOLVED) == [water]
    assert await listed(shelf=Shelf.DECLINED) == []
    assert await listed(page=7) == []


async def test_pages_hold_all_and_nothing_twice(council: Council) -> None:
    aigul = await council.person()
    for day in range(4):
        for at in range(5):
            await told(council.later(timedelta(days=day)), aigul, f"Мәселе {day} {at}", "other_social")
    later = council.later(timedelta(days=9))
    pages = [await reading.of_okrug(later.ctx(aigul), "", Wanted(page=page)) for page in range(3)]
    assert (pages[0].total, pages[0].pages) == (20, 3)
    numbers = [row.issue.serial for page in pages for row in page.rows]
    assert sorted(number or 0 for number in numbers) == list(range(1, 21))


async def test_the_list_of_another_okrug_is_for_who_may_read_there(council: Council) -> None:
    everybody = await cast(council)
    for name in ("staff", "rayon", "assistant"):
        page = await reading.of_okrug(council.ctx(everybody[name]), ZHARASPAI, Wanted())
        assert (page.okrug.code, page.at_home) == (ZHARASPAI, False)
    for name in ("elena", "akim elsewhere", "staff elsewhere"):
        with refused("not_allowed"):
            await reading.of_okrug(council.ctx(everybody[name]), ZHARASPAI, Wanted())
    with refused("no_such_okrug"):
        await reading.of_okrug(council.ctx(everybody["staff"]), "999999999", Wanted())


async def test_ones_own_list_holds_what_one_began_told_shares_and_follows(council: Council) -> None:
    aigul, berik = await council.person(), await council.person()
    mine = (await told(council, aigul)).issue.id
    theirs = (await told(council, berik, "Су жоқ", "water")).issue.id
    third = (await told(council, berik, "Жол нашар", "roads")).issue.id
    draft = (await began(council, aigul)).issue.id
    later = a_day_later(council)
    await supporting.support(later.ctx(aigul), theirs, on=True)
    await supporting.follow(later.ctx(aigul), third, on=True)
    found = await reading.mine(later.ctx(aigul))
    assert [one.issue.id for one in found.drafts] == [draft]
    assert [[row.issue.id for row in rows] for rows in (found.reported, found.shared, found.followed)] == [
        [mine],
        [theirs],
        [third],
    ]


# Finding


async def test_a_number_is_looked_up_in_ones_own_okrug_in_any_language(council: Council) -> None:
    aigul, elena = await council.person(), await council.person(IZENDI)
    here, there = (await told(council, aigul)).issue.id, (await told(council, elena)).issue.id
    later = a_day_later(council)
    for typed in ("1", "№1", "Жараспай-1", "Zharaspai 1", "жараспай—1", "Жараспайский 1"):
        found = await reading.find(later.ctx(aigul), typed)
        assert found.thread is not None, typed
        assert found.thread.issue.id == here
    assert (await reading.find(later.ctx(elena), "1")).thread.issue.id == there  # type: ignore[union-attr]
    # A number of another okrug is not there for a resident, whatever name stands before it.
    for typed in ("Ізенді-1", "Izendi-1", "2", "Жараспай-7"):
        found = await reading.find(later.ctx(aigul), typed)
        assert (found.thread, found.rows, found.by_number) == (None, (), True) or not found.by_number


async def test_who_sees_several_okrugs_is_asked_which(council: Council) -> None:
    aigul, elena = await council.person(), await council.person(IZENDI)
    here, there = (await told(council, aigul)).issue.id, (await told(council, elena)).issue.id
    farida = await council.with_role(Role.STAFF, home="636857000")
    found = await reading.find(council.ctx(farida), "1")
    assert {row.issue.id for row in found.rows} == {here, there}
    named = await reading.find(council.ctx(farida), "Изенды-1")
    assert named.thread is not None
    assert named.thread.issue.id == there


async def test_words_find_what_neighbours_see(council: Council) -> None:
    aigul, berik = await council.person(), await council.person()
    water = (await told(council, aigul, "Ауыз су жоқ, құбыр істемейді", "water")).issue.id
    await told(council, aigul, "Мектептің шатыры ағып тұр", "school")
    later = a_day_later(council)
    for typed in ("вода", "су", "ауыз су", "питьевой воды нет"):
        found = await reading.find(later.ctx(berik), typed)
        assert [row.issue.id for row in found.rows][:1] == [water], typed
    assert (await reading.find(council.ctx(berik), "вода")).rows == ()
