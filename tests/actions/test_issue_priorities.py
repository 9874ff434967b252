"""Comparing issues: one pair at a time, each once, whatever comes twice; the order is never more than what was said."""

import asyncio
from datetime import timedelta
from itertools import combinations

import pytest

from actions.issues import priorities as actions
from actions.people import erase_self
from domain.issues.priorities import MOST_COMPARED, PAIRS_A_ROUND, Compared, Priorities, Standing
from domain.issues.states import IssueState, Privacy
from domain.people import Actor
from domain.refusals import Refused
from domain.roles import Area, Position, Role
from domain.statistics.pairs import LEAST_PEOPLE, Missing
from storage import people as storage
from tests.actions.conftest import IZENDI, NURA, ZHARASPAI, Council
from tests.issue_rows import change, choices, issue, said


async def several(council: Council, number: int = 4, **details: object) -> list[int]:
    return [await issue(council, **details) for _ in range(number)]  # type: ignore[arg-type]


def pair_of(stands: Standing) -> tuple[int, int]:
    assert stands.pair is not None
    return stands.pair[0].id, stands.pair[1].id


async def answers(council: Council, actor: Actor, stands: Standing) -> Standing:
    """Chooses the first of the two, and goes on through the end of a round."""
    first, second = pair_of(stands)
    after = await actions.choose(council.ctx(actor), first, second, first)
    return after if after.pair else await actions.go_on(council.ctx(actor), stands.area)


async def test_each_pair_comes_once_and_then_there_are_no_more(council: Council) -> None:
    numbers, aigul = await several(council), await council.person()
    stands, seen = await actions.go_on(council.ctx(aigul), Area.SOCIAL), []
    while stands.pair is not None:
        seen.append(frozenset(pair_of(stands)))
        stands = await answers(council, aigul, stands)
    assert sorted(map(sorted, seen)) == sorted(map(sorted, combinations(numbers, 2)))
    assert (stands.pairs_left, stands.answered) == (0, 6)
    assert all(chosen == first for first, _, chosen, _ in await choices(council, aigul))


async def test_after_five_pairs_one_is_asked_whether_to_go_on(council: Council) -> None:
    await several(council)
    aigul = await council.person()
    stands = await actions.go_on(council.ctx(aigul), Area.SOCIAL)
    for step in range(1, PAIRS_A_ROUND + 1):
        assert stands.step == step
        first, second = pair_of(stands)
        stands = await actions.choose(council.ctx(aigul), first, second, second)
        assert stands.chosen is not None
        assert stands.chosen.id == second
    assert stands.pair is None
    assert stands.pairs_left == 1
    assert len(await choices(council, aigul)) == PAIRS_A_ROUND
    more = await actions.go_on(council.ctx(aigul), Area.SOCIAL)
    assert (more.step, more.pair is not None) == (1, True)


async def test_the_pair_before_ones_eyes_stays_until_it_is_answered(council: Council) -> None:
    await several(council)
    aigul = await council.person()
    shown = pair_of(await actions.go_on(council.ctx(aigul), Area.SOCIAL))
    for later in (council, council.later(timedelta(days=3))):
        assert pair_of(await actions.go_on(later.ctx(aigul), Area.SOCIAL)) == shown
    assert await choices(council, aigul) == [(*shown, None, False)]


async def test_a_double_tap_and_an_old_button_change_nothing(council: Council) -> None:
    await several(council)
    aigul = await council.person()
    first, second = pair_of(await actions.go_on(council.ctx(aigul), Area.SOCIAL))
    after = await actions.choose(council.ctx(aigul, "press:1"), first, second, first)
    for chosen in (first, second, None):
        again = await actions.choose(council.ctx(aigul, "press:1"), first, second, chosen)
        assert pair_of(again) == pair_of(after)
        assert again.answered == 1
    kept = await choices(council, aigul)
    assert (first, second, first, False) in kept
    assert len(kept) == 2


async def test_two_taps_on_two_phones_at_the_same_moment_count_once(council: Council) -> None:
    await several(council)
    aigul = await council.person()
    first, second = pair_of(await actions.go_on(council.ctx(aigul), Area.SOCIAL))
    await asyncio.gather(
        *(actions.choose(council.ctx(aigul), first, second, chosen) for chosen in (first, second, None, first))
    )
    kept = await choices(council, aigul)
    assert len(kept) == 2
    assert sum(chosen is not None or skipped for _, _, chosen, skipped in kept) == 1


async def test_neighbours_who_press_at_the_same_moment_are_both_heard(council: Council) -> None:
    await several(council, 2)
    people = [await council.person() for _ in range(4)]
    stands = await asyncio.gather(*(actions.go_on(council.ctx(one), Area.SOCIAL) for one in people))
    await asyncio.gather(
        *(
            actions.choose(council.ctx(one), *pair_of(stood), pair_of(stood)[0])
            for one, stood in zip(people, stands, strict=True)
        )
    )
    assert len(await choices(council)) == 4
    akim = await council.with_role(Role.AKIM, ZHARASPAI)
    found = await actions.ranking(council.ctx(akim), ZHARASPAI, Area.SOCIAL)
    assert (found.people, found.choices) == (4, 4)


async def test_cannot_say_is_an_answer_and_no_choice(council: Council) -> None:
    await several(council, 2)
    aigul = await council.person()
    first, second = pair_of(await actions.go_on(council.ctx(aigul), Area.SOCIAL))
    after = await actions.choose(council.ctx(aigul), first, second, None)
    assert (after.skipped, after.chosen, after.pair, after.pairs_left) == (True, None, None, 0)
    assert await choices(council, aigul) == [(first, second, None, True)]
    found = await actions.ranking(council.ctx(aigul), None, Area.SOCIAL)
    assert (found.people, found.choices) == (0, 0)


@pytest.mark.parametrize(
    "fate",
    [
        {"state": IssueState.SOLVED.value},
        {"state": IssueState.DECLINED.value},
        {"hidden_at": "now"},
        {"let_in_at": None},
        {"privacy": Privacy.AKIM.value},
        {"seen_from": None},
        {"okrug_code": IZENDI, "serial": 900},
    ],
)
async def test_an_issue_that_leaves_while_it_is_shown_is_said_and_another_pair_comes(
    council: Council, fate: dict[str, object]
) -> None:
    await several(council)
    aigul = await council.person()
    first, second = pair_of(await actions.go_on(council.ctx(aigul), Area.SOCIAL))
    await change(council, first, **{name: council.now if value == "now" else value for name, value in fate.items()})
    after = await actions.choose(council.ctx(aigul), first, second, first)
    assert after.left
    assert after.answered == 0
    assert first not in pair_of(after)
    assert (first, second, None, False) not in await choices(council, aigul)


async def test_an_issue_that_was_merged_while_it_was_shown_goes_on_as_the_other(council: Council) -> None:
    numbers = await several(council, 3)
    aigul = await council.person()
    first, second = pair_of(await actions.go_on(council.ctx(aigul), Area.SOCIAL))
    (third,) = set(numbers) - {first, second}
    await change(council, first, state=IssueState.MERGED.value, root_id=third)
    after = await actions.choose(council.ctx(aigul), first, second, first)
    assert after.left
    assert set(pair_of(after)) == {second, third}


async def test_what_was_said_of_a_merged_issue_counts_for_the_one_it_goes_on_as_and_comes_back(
    council: Council,
) -> None:
    a, b, c = await several(council, 3)
    aigul = await council.person()
    await said(council, aigul, a, b)
    await said(council, aigul, a, c)
    await change(council, a, state=IssueState.MERGED.value, root_id=c)
    found = await actions.ranking(council.ctx(aigul), None, Area.SOCIAL)
    # a over b is c over b now; a over c is said of one and the same.
    assert (found.people, found.choices) == (1, 1)
    stands = await actions.go_on(council.ctx(aigul), Area.SOCIAL)
    assert (stands.pair, stands.pairs_left) == (None, 0), "that pair was asked of her already"
    await change(council, a, state=IssueState.NEW.value, root_id=a)
    assert (await actions.ranking(council.ctx(aigul), None, Area.SOCIAL)).choices == 2
    assert (await actions.go_on(council.ctx(aigul), Area.SOCIAL)).pairs_left == 1


async def test_only_issues_that_were_let_in_and_are_open_to_the_okrug_are_compared(council: Council) -> None:
    good = await several(council, 2)
    await issue(council, let_in_at=None)
    await issue(council, privacy=Privacy.AKIM.value)
    await issue(council, hidden_at=council.now)
    await issue(council, seen_from=council.now + timedelta(hours=1))
    await issue(council, state=IssueState.SOLVED.value)
    await issue(council, state=IssueState.MERGED.value, root_id=good[0])
    await issue(council, okrug=IZENDI)
    await issue(council, area=Area.ECONOMY)
    aigul = await council.person()
    stands = await actions.go_on(council.ctx(aigul), Area.SOCIAL)
    assert set(pair_of(stands)) == set(good)
    offered = {one.area: one for one in await actions.areas(council.ctx(aigul))}
    assert [(one.issues, one.pairs_left) for one in offered.values()] == [(2, 1), (0, 0), (1, 0)]


async def test_of_very_many_only_the_most_supported_are_compared(council: Council) -> None:
    berik = await council.person()
    few = await several(council, 3)
    liked = await several(council, MOST_COMPARED, supported_by=(berik,))
    found = await actions.ranking(council.ctx(berik), None, Area.SOCIAL)
    assert {line.item.id for line in found.lines} == set(liked)
    assert found.beside == len(few)


async def test_a_neighbour_of_another_okrug_who_guesses_learns_nothing(council: Council) -> None:
    await several(council)
    aigul, elena = await council.person(), await council.person(IZENDI)
    first, second = pair_of(await actions.go_on(council.ctx(aigul), Area.SOCIAL))
    for guess in ((first, second), (second, first), (first, 10**9)):
        with pytest.raises(Refused, match="no_such_pair"):
            await actions.choose(council.ctx(elena), *guess, guess[0])
    with pytest.raises(Refused, match="no_such_pair"):
        await actions.choose(council.ctx(await council.person()), first, second, first)
    with pytest.raises(Refused, match="not_allowed"):
        await actions.ranking(council.ctx(elena), ZHARASPAI, Area.SOCIAL)
    with pytest.raises(Refused, match="not_allowed"):
        await actions.ranking(council.ctx(elena), "000000000", Area.SOCIAL)
    assert (await actions.go_on(council.ctx(elena), Area.SOCIAL)).pair is None
    assert len(await choices(council)) == 1


async def test_a_third_issue_cannot_be_chosen_of_two(council: Council) -> None:
    numbers = await several(council)
    aigul = await council.person()
    first, second = pair_of(await actions.go_on(council.ctx(aigul), Area.SOCIAL))
    other = next(number for number in numbers if number not in (first, second))
    with pytest.raises(Refused, match="old_button"):
        await actions.choose(council.ctx(aigul), first, second, other)
    assert await choices(council, aigul) == [(first, second, None, False)]


async def test_who_moved_away_answers_for_the_old_okrug_no_more(council: Council) -> None:
    await several(council)
    aigul = await council.person()
    first, second = pair_of(await actions.go_on(council.ctx(aigul), Area.SOCIAL))
    await council.db.write(storage.settle, aigul.id, IZENDI, council.now)
    moved = await council.again(aigul)
    with pytest.raises(Refused, match="no_such_pair"):
        await actions.choose(council.ctx(moved), first, second, first)


def places(found: Priorities[Compared]) -> list[tuple[int, int]]:
    return [(line.strength.best, line.strength.worst) for line in found.lines if line.strength]


async def crowd(council: Council, numbers: list[int], people: int = LEAST_PEOPLE) -> list[Actor]:
    """People who all say that the earlier of two matters more."""
    found = [await council.person() for _ in range(people)]
    for actor in found:
        for winner, loser in combinations(numbers, 2):
            await said(council, actor, winner, loser)
    return found


async def test_there_is_no_order_before_enough_people_have_compared(council: Council) -> None:
    numbers = await several(council, 3)
    people = await crowd(council, numbers, LEAST_PEOPLE - 1)
    found = await actions.ranking(council.ctx(people[0]), None, Area.SOCIAL)
    assert (found.is_ranked, found.missing, found.lacking) == (False, Missing.PEOPLE, 1)
    assert all(line.strength is None for line in found.lines)
    (one,) = await crowd(council, numbers, 1)
    found = await actions.ranking(council.ctx(one), None, Area.SOCIAL)
    assert found.is_ranked
    assert [line.item.id for line in found.lines] == numbers
    # Ten people cannot tell neighbouring places apart, even of one mind.
    assert places(found) == [(1, 2), (1, 3), (2, 3)]
    await crowd(council, numbers, 60)
    assert places(await actions.ranking(council.ctx(one), None, Area.SOCIAL)) == [(1, 1), (2, 2), (3, 3)]


async def test_what_cannot_be_told_apart_shares_its_places(council: Council) -> None:
    numbers = await several(council, 3)
    await crowd(council, numbers)
    for actor in [await council.person() for _ in range(LEAST_PEOPLE)]:
        for winner, loser in combinations(reversed(numbers), 2):
            await said(council, actor, winner, loser)
    found = await actions.ranking(council.ctx(await council.person()), None, Area.SOCIAL)
    assert places(found) == [(1, 3)] * 3


async def test_erasing_oneself_takes_ones_choices_out_of_the_order(council: Council) -> None:
    numbers = await several(council, 3)
    people = await crowd(council, numbers)
    await erase_self(council.ctx(people[0]))
    akim = await council.with_role(Role.AKIM, ZHARASPAI)
    found = await actions.ranking(council.ctx(akim), ZHARASPAI, Area.SOCIAL)
    assert (found.people, found.choices) == (LEAST_PEOPLE - 1, 3 * (LEAST_PEOPLE - 1))
    assert not found.is_ranked


async def test_the_order_of_an_okrug_is_read_by_who_looks_after_it(council: Council) -> None:
    await several(council, 2)
    for role, where in ((Role.AKIM, ZHARASPAI), (Role.RAYON_OFFICIAL, NURA), (Role.STAFF, None)):
        official = await council.with_role(role, where, home=IZENDI)
        assert len((await actions.ranking(council.ctx(official), ZHARASPAI, Area.SOCIAL)).lines) == 2
    member = await council.with_role(Role.COMMITTEE, ZHARASPAI, home=IZENDI, area=Area.SOCIAL, position=Position.MEMBER)
    assert len((await actions.ranking(council.ctx(member), ZHARASPAI, Area.SOCIAL)).lines) == 2
    elsewhere = await council.with_role(Role.AKIM, IZENDI, home=IZENDI)
    with pytest.raises(Refused, match="not_allowed"):
        await actions.ranking(council.ctx(elsewhere), ZHARASPAI, Area.SOCIAL)
