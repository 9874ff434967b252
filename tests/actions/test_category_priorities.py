"""Comparing categories: by the same rules as issues, of one's own okrug, whatever was retired meanwhile."""

import asyncio
from itertools import combinations

import pytest

from actions.issues import counting
from actions.issues import priorities as actions
from actions.people import erase_self, own_data
from domain.issues.counts import Selection
from domain.issues.priorities import LEAST_ISSUES, PAIRS_A_ROUND, ItemKind, Standing
from domain.issues.states import Privacy
from domain.people import Actor
from domain.refusals import Refused
from domain.roles import Area, Position, Role
from domain.statistics.pairs import LEAST_PEOPLE, Missing
from storage import people as storage
from storage.issues import categories
from tests.actions.conftest import IZENDI, NURA, ZHARASPAI, Council
from tests.issue_rows import choices, issue, said

CATEGORY = ItemKind.CATEGORY


async def there(council: Council, area: Area = Area.SOCIAL) -> list[int]:
    """The categories of the area that can be compared."""
    found = await council.db.read(lambda c: categories.categories(c, area))
    return [one.id for one in found if not one.is_other]


async def retire(council: Council, number: int) -> None:
    assert await council.db.write(categories.retire, number, council.now)


async def begun(council: Council, actor: Actor, area: Area = Area.SOCIAL) -> Standing:
    return await actions.go_on(council.ctx(actor), area, CATEGORY)


async def chosen(council: Council, actor: Actor, stands: Standing, which: int | None) -> Standing:
    return await actions.choose(council.ctx(actor), *pair_of(stands), which, CATEGORY)


def pair_of(stands: Standing) -> tuple[int, int]:
    assert stands.pair is not None
    return stands.pair[0].id, stands.pair[1].id


async def crowd(council: Council, numbers: list[int], people: int = LEAST_PEOPLE) -> list[Actor]:
    """People who all say that the earlier of two matters more."""
    found = [await council.person() for _ in range(people)]
    for actor in found:
        for winner, loser in combinations(numbers, 2):
            await said(council, actor, winner, loser, kind=CATEGORY)
    return found


async def test_each_pair_of_an_areas_categories_comes_once_in_rounds_of_five(council: Council) -> None:
    numbers, aigul = await there(council), await council.person()
    stands, seen, pauses = await begun(council, aigul), [], 0
    while stands.pair is not None:
        seen.append(frozenset(pair_of(stands)))
        stands = await chosen(council, aigul, stands, pair_of(stands)[0])
        assert stands.kind is CATEGORY
        if stands.pair is None and stands.pairs_left:
            pauses += 1
            assert stands.answered % PAIRS_A_ROUND == 0
            stands = await begun(council, aigul)
    assert sorted(map(sorted, seen)) == sorted(map(sorted, combinations(numbers, 2)))
    assert (stands.pairs_left, stands.items, pauses) == (0, len(numbers), len(seen) // PAIRS_A_ROUND)
    assert await choices(council, aigul) == [], "no pair of issues among them"


async def test_other_is_about_nothing_and_a_retired_one_is_not_compared(council: Council) -> None:
    numbers = await there(council, Area.ENGINEERING)
    for number in numbers[2:]:
        await retire(council, number)
    aigul = await council.person()
    stands = await begun(council, aigul, Area.ENGINEERING)
    assert (set(pair_of(stands)), stands.pairs_left) == (set(numbers[:2]), 1)
    await retire(council, numbers[1])
    after = await begun(council, aigul, Area.ENGINEERING)
    assert (after.pair, after.items, after.left) == (None, 1, True)


async def test_a_double_tap_and_two_phones_count_once(council: Council) -> None:
    aigul = await council.person()
    stands = await begun(council, aigul)
    first, second = pair_of(stands)
    await asyncio.gather(*(chosen(council, aigul, stands, which) for which in (first, second, None, first)))
    again = await chosen(council, aigul, stands, second)
    assert again.answered == 1
    kept = await choices(council, aigul, CATEGORY)
    assert len(kept) == 2
    assert sum(which is not None or skipped for _, _, which, skipped in kept) == 1


async def test_a_category_that_is_retired_while_it_is_shown_is_said_and_another_pair_comes(council: Council) -> None:
    aigul = await council.person()
    stands = await begun(council, aigul)
    first, second = pair_of(stands)
    await retire(council, second)
    after = await chosen(council, aigul, stands, first)
    assert (after.left, after.answered) == (True, 0)
    assert second not in pair_of(after)
    assert all(second not in row[:2] for row in await choices(council, aigul, CATEGORY))


async def test_what_was_said_of_a_retired_category_is_kept_and_not_ranked_and_comes_back(council: Council) -> None:
    numbers = (await there(council))[:3]
    people = await crowd(council, numbers)
    await retire(council, numbers[0])
    akim = await council.with_role(Role.AKIM, ZHARASPAI)
    found = await actions.ranking(council.ctx(akim), ZHARASPAI, Area.SOCIAL, CATEGORY)
    assert numbers[0] not in {line.item.id for line in found.lines}
    assert (found.people, found.choices) == (LEAST_PEOPLE, LEAST_PEOPLE)
    assert len(await choices(council, people[0], CATEGORY)) == 3
    assert await council.db.write(categories.retire, numbers[0], None)
    found = await actions.ranking(council.ctx(akim), ZHARASPAI, Area.SOCIAL, CATEGORY)
    assert found.choices == 3 * LEAST_PEOPLE


async def test_categories_are_offered_where_few_issues_are_let_in_and_both_where_there_are_enough(
    council: Council,
) -> None:
    aigul = await council.person()
    for _ in range(LEAST_ISSUES - 1):
        await issue(council)
    await issue(council, let_in_at=None)

    async def kinds() -> list[tuple[ItemKind, ...]]:
        return [one.kinds for one in await actions.areas(council.ctx(aigul))]

    assert await kinds() == [(CATEGORY,)] * 3
    await issue(council)
    assert await kinds() == [(ItemKind.ISSUE, CATEGORY), (CATEGORY,), (CATEGORY,)]
    for first, second in combinations(await there(council), 2):
        await said(council, aigul, first, second, kind=CATEGORY)
    assert (await kinds())[0] == (ItemKind.ISSUE,)


async def test_a_stranger_who_guesses_learns_nothing_and_a_third_cannot_be_chosen(council: Council) -> None:
    aigul, elena = await council.person(), await council.person(IZENDI)
    stands = await begun(council, aigul)
    first, second = pair_of(stands)
    for which in (first, second, None):
        with pytest.raises(Refused, match="no_such_pair"):
            await chosen(council, elena, stands, which)
    with pytest.raises(Refused, match="no_such_pair"):
        await actions.choose(council.ctx(aigul), first, second, first)
    other = next(number for number in await there(council) if number not in (first, second))
    with pytest.raises(Refused, match="old_button"):
        await chosen(council, aigul, stands, other)
    for who, where in ((elena, ZHARASPAI), (aigul, IZENDI), (aigul, NURA)):
        with pytest.raises(Refused, match="not_allowed"):
            await actions.ranking(council.ctx(who), where, Area.SOCIAL, CATEGORY)
    assert await choices(council, aigul, CATEGORY) == [(first, second, None, False)]


async def test_who_moves_compares_for_the_new_okrug_and_what_they_said_stays_in_the_old_one(council: Council) -> None:
    aigul = await council.person()
    stands = await begun(council, aigul)
    first, second = pair_of(stands)
    await chosen(council, aigul, stands, first)
    await council.db.write(storage.settle, aigul.id, IZENDI, council.now)
    moved = await council.again(aigul)
    with pytest.raises(Refused, match="no_such_pair"):
        await chosen(council, moved, stands, second)
    anew = await begun(council, moved)
    assert anew.answered == 0
    count = len(await there(council))
    assert anew.pairs_left == count * (count - 1) // 2
    here = await council.with_role(Role.STAFF)
    found = [await actions.ranking(council.ctx(here), okrug, Area.SOCIAL, CATEGORY) for okrug in (ZHARASPAI, IZENDI)]
    assert [one.choices for one in found] == [1, 0]


async def test_there_is_no_order_before_enough_people_have_compared_enough(council: Council) -> None:
    numbers = (await there(council))[:3]
    for number in (await there(council))[3:]:
        await retire(council, number)
    (one, *_others) = await crowd(council, numbers, LEAST_PEOPLE - 1)
    found = await actions.ranking(council.ctx(one), None, Area.SOCIAL, CATEGORY)
    assert (found.is_ranked, found.missing, found.lacking) == (False, Missing.PEOPLE, 1)
    await crowd(council, numbers, 1)
    found = await actions.ranking(council.ctx(one), None, Area.SOCIAL, CATEGORY)
    assert [line.item.id for line in found.lines] == numbers
    assert [(line.strength.best, line.strength.worst) for line in found.lines if line.strength] == [
        (1, 2),
        (1, 3),
        (2, 3),
    ]


async def test_beside_each_stands_how_many_people_its_open_issues_concern(council: Council) -> None:
    aigul, berik = await council.person(), await council.person()
    await issue(council, category="water", supported_by=(aigul,))
    await issue(council, category="water", supported_by=(aigul, berik))
    await issue(council, category="doctor", supported_by=(aigul,))
    await issue(council, category="road", privacy=Privacy.AKIM.value, supported_by=(aigul, berik))
    found = await actions.ranking(council.ctx(aigul), None, Area.SOCIAL, CATEGORY)
    assert [line.supports for line in found.lines[:3]] == [2, 1, 0]


async def test_erasing_oneself_takes_ones_choices_along_and_ones_download_has_them(council: Council) -> None:
    numbers = (await there(council))[:3]
    people = await crowd(council, numbers, 2)
    kept = await own_data(council.ctx(people[0]))
    rows = [row for row in kept["issues"] if "category_choices.first_id" in row]
    assert len(rows) == 3
    await erase_self(council.ctx(people[0]))
    assert await choices(council, people[0], CATEGORY) == []
    assert len(await choices(council, people[1], CATEGORY)) == 3


async def test_who_looks_after_an_okrug_reads_the_order_beside_that_of_its_issues(council: Council) -> None:
    await crowd(council, (await there(council))[:3])
    for role, where in ((Role.AKIM, ZHARASPAI), (Role.RAYON_OFFICIAL, NURA), (Role.STAFF, None)):
        official = await council.with_role(role, where, home=IZENDI)
        assert (await actions.ranking(council.ctx(official), ZHARASPAI, Area.SOCIAL, CATEGORY)).people == LEAST_PEOPLE
        counts = await counting.counts(council.ctx(official), Selection(ZHARASPAI))
        assert [(one.area, one.people) for one in counts.category_rankings] == [(Area.SOCIAL, LEAST_PEOPLE)]
    seat = {"area": Area.ECONOMY, "position": Position.MEMBER}
    member = await council.with_role(Role.COMMITTEE, ZHARASPAI, home=IZENDI, **seat)
    assert (await counting.counts(council.ctx(member), Selection(ZHARASPAI))).category_rankings == ()
