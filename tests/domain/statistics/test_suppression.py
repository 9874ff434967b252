"""What is hidden stays hidden from an attacker who has all tables and totals of all snapshots (scipy's linprog)."""

import random
from dataclasses import replace

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from domain.statistics.suppression import deciding
from domain.statistics.suppression.deciding import audit, decide
from domain.statistics.suppression.flows import Grid, reach
from domain.statistics.suppression.safety import hide, unsafe
from domain.statistics.suppression.values import (
    OFFICIALS,
    PUBLIC,
    Before,
    Condition,
    Hidden,
    Survey,
    Table,
    TooFew,
    Variable,
)
from tests.domain.statistics.attacker import Attacker

OKRUGS = ("akmeshit", "izendi", "nura", "zharaspai")
BANDS = ("18-24", "25-34", "35-44", "45-54", "65+")
VARIABLES = (
    Variable("water", ("yes", "no", "unsure")),
    Variable("hours", ("1", "2", "3", "-"), True, Condition("water", frozenset({"no"}), "-")),
    Variable("okrug", OKRUGS),
    Variable("sex", ("f", "m", "?")),
    Variable("age", BANDS, ordered=True),
)
DECLARED = (
    ("water", "okrug"),
    ("water", "sex"),
    ("water", "age"),
    ("hours", "okrug"),
    ("hours", "sex"),
    ("okrug", "sex"),
    ("water", "okrug", "sex"),
    ("hours", "okrug", "sex"),
)
Person = dict[str, str]
# Variables and their values: whose count it is.
Known = tuple[tuple[str, ...], tuple[str, ...]]


def survey(people: list[Person], variables: tuple[Variable, ...] = VARIABLES, declared=DECLARED) -> Survey:  # type: ignore[no-untyped-def]
    """The figures of some people."""

    def count(names: tuple[str, ...]) -> dict[tuple[str, ...], int]:
        found: dict[tuple[str, ...], int] = {}
        for person in people:
            key = tuple(person[name] for name in names)
            found[key] = found.get(key, 0) + 1
        return found

    totals = {one.name: {key[0]: number for key, number in count((one.name,)).items()} for one in variables}
    return Survey(len(people), variables, totals, tuple(Table(names, count(names)) for names in declared))


def crowd(size: int, seed: int, spread: float = 1.0) -> list[Person]:
    """So many invented people; the greater the spread, the more of them are alike."""
    chance = random.Random(seed)  # noqa: S311 - invented people

    def one(values: tuple[str, ...]) -> str:
        return values[min(int(len(values) * chance.random() ** spread), len(values) - 1)]

    found = []
    for _ in range(size):
        water = one(("yes", "no", "unsure"))
        hours = one(("1", "2", "3")) if water == "no" else "-"
        found.append(
            {"water": water, "hours": hours, "okrug": one(OKRUGS), "sex": one(("f", "m", "?")), "age": one(BANDS)}
        )
    return found


def small_counts(one: Survey, hidden: Hidden, threshold: int) -> list[Known]:
    """All small counts of a survey, of totals and of cells.

    But for "not asked" in a table that is not shown: that is a sum of several cells of the question that decided it.
    """
    conditions = {variable.name: variable.condition for variable in one.variables if variable.condition}
    found: list[Known] = [((name,), (value,)) for name, total in one.totals.items() for value in total]
    for table in one.tables:
        for values in table.counts:
            asked = all(
                value != condition.otherwise
                for name, value in zip(table.variables, values, strict=True)
                if (condition := conditions.get(name))
            )
            if asked or table.variables not in hidden.tables:
                found.append((table.variables, values))
    return [known for known in found if 0 < count_of(one, known) < threshold]


def count_of(one: Survey, known: Known) -> int:
    names, values = known
    if len(names) == 1:
        return one.totals[names[0]].get(values[0], 0)
    return next(table.counts.get(values, 0) for table in one.tables if table.variables == names)


def other_hidden(hidden: Hidden) -> list[Known]:
    return [
        (names, tuple(group[0] for group in cell))
        for names, cells in hidden.cells.items()
        for cell in cells
        if all(len(group) == 1 for group in cell)
    ]


def assert_unknown(attacker: Attacker, number: int, hidden: Hidden, threshold: int, most_checked: int = 25) -> None:
    """No small count has fewer than threshold - 1 possible values, no other hidden one fewer than two."""
    one = attacker.surveys[number]
    chance = random.Random(one.respondents)  # noqa: S311 - which cells are looked at
    wanted = [(known, threshold - 2) for known in small_counts(one, hidden, threshold)]
    wanted += [(known, 1) for known in other_hidden(hidden)]
    for (names, values), width in chance.sample(wanted, min(most_checked, len(wanted))):
        least, most = attacker.interval((number, names, values))
        assert most - least >= width - 1e-6, (number, names, values, least, most)


def near(people: list[Person], seed: int, how: float) -> list[Person]:
    """The same people, but so many of 1 have the sex of their okrug, as an okrug may speak one language."""
    chance = random.Random(seed)  # noqa: S311 - invented people
    of = dict(zip(OKRUGS, ("f", "f", "m", "m"), strict=True))
    return [{**person, "sex": of[person["okrug"]]} if chance.random() < how else person for person in people]


def crowd_near(size: int, seed: int, spread: float, how: float) -> list[Person]:
    return near(crowd(size, seed, spread), seed, how)


crowds = st.builds(
    crowd_near,
    st.integers(10, 400),
    st.integers(0, 10**6),
    st.sampled_from([0.7, 1.0, 2.0, 3.0]),
    st.sampled_from([0.0, 0.0, 0.97, 1.0]),
)


# A failing example is small enough as it is; making it smaller would take minutes of linear programming.
thorough = settings(max_examples=10, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])


@thorough
@given(crowds)
def test_an_official_with_every_table_and_total_recovers_no_hidden_cell(people: list[Person]) -> None:
    one = survey(people)
    hidden = decide(one, OFFICIALS)
    assert audit(one, hidden, OFFICIALS) == []
    attacker = Attacker([one])
    attacker.sees(0, hidden)
    assert_unknown(attacker, 0, hidden, OFFICIALS)


@thorough
@given(crowds)
def test_what_is_shown_to_the_public_tells_an_official_nothing_new(people: list[Person]) -> None:
    one = survey(people)
    officials = decide(one, OFFICIALS)
    public = decide(one, PUBLIC, wider=officials)
    attacker = Attacker([one])
    attacker.sees(0, public)
    assert_unknown(attacker, 0, public, PUBLIC)
    attacker.sees(0, officials)
    assert_unknown(attacker, 0, officials, OFFICIALS)


@thorough
@given(crowds, st.integers(5, 300), st.integers(0, 10**6))
def test_all_snapshots_together_give_no_hidden_cell_of_any(people: list[Person], late: int, seed: int) -> None:
    first, second = survey(people), survey(people + crowd(late, seed))
    old = decide(first, OFFICIALS)
    new = decide(second, OFFICIALS, Before(first, old))
    attacker = Attacker([first, second])
    attacker.sees(0, old)
    attacker.sees(1, new)
    assert_unknown(attacker, 0, old, OFFICIALS)
    for names, cells in new.cells.items():
        for cell in cells:
            if all(len(group) == 1 for group in cell):
                least, most = attacker.interval((1, names, tuple(group[0] for group in cell)))
                assert most - least >= 1 - 1e-6, (names, cell)


BUS = Variable("bus", ("daily", "weekly", "never"))
BY_BUS = (("water", "okrug"), ("water", "sex"), ("hours", "okrug"), ("water", "bus"), ("hours", "bus"))
BUS_BY_TRAITS = (("bus", "okrug"), ("bus", "sex"))
# Nobody counts these; the attacker knows that they are there, and that no cell of them is below zero.
JOINED = (("water", "bus", "okrug"), ("water", "bus", "sex"))


def by_bus(people: list[Person], seed: int) -> list[Person]:
    """The same people, nearly all of whom take the bus as their answer on water says."""
    chance = random.Random(seed)  # noqa: S311 - invented people
    found = []
    for person in people:
        likely = chance.choice(("daily", "weekly")) if person["water"] == "yes" else "never"
        found.append({**person, "bus": likely if chance.random() < 0.97 else chance.choice(BUS.values)})
    return found


def who_joins(people: list[Person], *, apart: bool) -> tuple[Attacker, Hidden]:
    """An attacker with all tables of a survey in which the bus stands over columns, and what is hidden from them."""
    variables = (*VARIABLES, BUS)
    one = survey(people, variables, (*BY_BUS, *BUS_BY_TRAITS))
    hidden = decide(replace(one, apart=frozenset(BUS_BY_TRAITS if apart else ())), OFFICIALS)
    attacker = Attacker([survey(people, variables, (*BY_BUS, *BUS_BY_TRAITS, *JOINED))])
    seen = replace(hidden, tables=hidden.tables | set(JOINED))
    attacker.sees(0, seen)
    return attacker, hidden


@thorough
@given(crowds, st.integers(0, 10**6))
def test_a_question_over_columns_gives_no_hidden_cell_away(people: list[Person], seed: int) -> None:
    try:
        attacker, hidden = who_joins(by_bus(people, seed), apart=True)
    except TooFew:
        return
    one = replace(attacker.surveys[0], tables=attacker.surveys[0].tables[: -len(JOINED)])
    asked = [(known, OFFICIALS - 2) for known in small_counts(one, hidden, OFFICIALS)]
    asked += [(known, 1) for known in other_hidden(hidden)]
    for known, width in random.Random(seed).sample(asked, min(25, len(asked))):  # noqa: S311
        least, most = attacker.interval((0, *known))
        assert most - least >= width - 1e-6, (known, least, most)
    assert not hidden.shows(("bus", "okrug"), (("never",), ("nura",)))
    assert hidden.tables >= set(BUS_BY_TRAITS)


def test_three_tables_in_a_ring_would_give_a_hidden_cell_away(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(49)  # noqa: S311 - invented people
    one = survey(near(crowd(chance.randint(30, 400), 49, 1.0), 49, 0.97))
    hidden = decide(one, OFFICIALS)
    attacker = Attacker([one])
    attacker.sees(0, hidden)
    assert_unknown(attacker, 0, hidden, OFFICIALS, 200)
    monkeypatch.setattr(deciding._Deciding, "break_rings", lambda _self, _tables: None)
    monkeypatch.setattr(deciding._Deciding, "close_pairs", lambda _self: None)
    with_rings = decide(one, OFFICIALS)
    attacker = Attacker([one])
    attacker.sees(0, with_rings)
    with pytest.raises(AssertionError):
        assert_unknown(attacker, 0, with_rings, OFFICIALS, 200)


def test_a_rare_answer_is_not_put_together_with_those_who_were_not_asked() -> None:
    people = [{"water": "no", "hours": "1", "okrug": "nura", "sex": "f", "age": "65+"}] * 10
    people += [{"water": "no", "hours": "3", "okrug": "nura", "sex": "f", "age": "65+"}]
    people += [{"water": "yes", "hours": "-", "okrug": "nura", "sex": "f", "age": "65+"}] * 30
    one = survey(people, declared=(("water", "okrug"), ("hours", "okrug")))
    hidden = decide(one, OFFICIALS)
    # How many were asked is eleven, as the question before it shows: ten of "1" would leave one.
    assert hidden.group("hours", "-") == ("-",)
    attacker = Attacker([one])
    attacker.sees(0, hidden)
    least, most = attacker.interval((0, ("hours",), ("3",)))
    assert most - least >= OFFICIALS - 2


def test_how_many_were_asked_is_not_told_by_what_they_answered() -> None:
    people = [{"water": "no", "hours": hours, "okrug": "nura", "sex": "f", "age": "65+"} for hours in "1" * 9 + "2" * 5]
    people += [{"water": "unsure", "hours": "-", "okrug": "nura", "sex": "f", "age": "65+"}] * 2
    people += [{"water": "yes", "hours": "-", "okrug": "nura", "sex": "f", "age": "65+"}] * 30
    one = survey(people, declared=(("water", "okrug"), ("hours", "okrug")))
    hidden = decide(one, OFFICIALS)
    # Fourteen hours beside sixteen who said no or were unsure would be two who were unsure.
    assert hidden.group("water", "unsure") == ("no", "unsure")
    attacker = Attacker([one])
    attacker.sees(0, hidden)
    least, most = attacker.interval((0, ("water",), ("unsure",)))
    assert most - least >= OFFICIALS - 2


def two_way(counts: list[list[int]], ordered: bool = False) -> Survey:
    """A survey of one question and one trait."""
    answers, okrugs = tuple("abcdefg"[: len(counts)]), tuple("uvwxyz"[: len(counts[0])])
    people = [
        {"q": answer, "okrug": okrug}
        for answer, row in zip(answers, counts, strict=True)
        for okrug, count in zip(okrugs, row, strict=True)
        for _ in range(count)
    ]
    return survey(people, (Variable("q", answers, ordered), Variable("okrug", okrugs)), (("q", "okrug"),))


def test_where_nothing_is_small_nothing_is_hidden() -> None:
    hidden = decide(two_way([[20, 0, 5], [30, 9, 0]]), OFFICIALS)
    assert (hidden.cells, hidden.tables) == ({}, frozenset())
    assert hidden.shows_total("q", "a")
    assert hidden.shows(("q", "okrug"), (("a",), ("v",)))


def test_a_small_cell_takes_others_with_it_so_that_no_sum_gives_it_away() -> None:
    hidden = decide(two_way([[3, 40, 30], [50, 60, 70], [20, 9, 40]]), OFFICIALS)
    cells = hidden.cells["q", "okrug"]
    assert (("a",), ("u",)) in cells
    assert len(cells) == 4
    # Each row and each column that hides one hides another.
    for axis in (0, 1):
        assert all(sum(cell[axis] == other[axis] for other in cells) == 2 for cell in cells)


def test_a_total_that_is_small_is_shown_only_with_a_neighbour() -> None:
    one = two_way([[30, 30], [10, 12], [1, 2], [9, 8]])
    assert decide(one, OFFICIALS).groups["q"] == (("a",), ("b",), ("c", "d"))
    assert decide(two_way([[30, 30], [9, 8], [1, 2], [10, 12]], ordered=True), OFFICIALS).group("q", "c") == ("b", "c")
    alone = decide(two_way([[30, 30], [2, 1]]), OFFICIALS)
    assert alone.groups["q"] == (("a", "b"),)
    assert alone.tables == {("q", "okrug")}
    assert not alone.shows_total("q", "b")


def test_too_few_show_nothing_at_all() -> None:
    with pytest.raises(TooFew):
        decide(two_way([[2, 2]]), OFFICIALS)
    first = two_way([[30, 30], [20, 12]])
    hidden = decide(first, OFFICIALS)
    with pytest.raises(TooFew):
        decide(two_way([[31, 30], [20, 14]]), OFFICIALS, Before(first, hidden))


def test_a_later_snapshot_hides_what_was_hidden_and_what_only_a_few_late_ones_said() -> None:
    first = two_way([[3, 40, 30], [50, 60, 70], [20, 9, 40]])
    old = decide(first, OFFICIALS)
    late = two_way([[20, 60, 50], [70, 62, 90], [40, 40, 60]])
    new = decide(late, OFFICIALS, Before(first, old))
    # By itself nothing of it were small.
    assert decide(late, OFFICIALS).cells == {}
    assert new.cells["q", "okrug"] > old.cells["q", "okrug"]
    assert (("b",), ("v",)) in new.cells["q", "okrug"]


def test_an_answer_corrected_afterwards_is_not_seen_in_the_difference() -> None:
    first = two_way([[30, 40], [50, 60], [20, 39]])
    new = decide(two_way([[29, 40], [51, 60], [20, 39]]), OFFICIALS, Before(first, decide(first, OFFICIALS)))
    assert new.group("q", "a") == ("a", "b")


def test_the_public_sees_nothing_that_officials_do_not() -> None:
    one = two_way([[3, 40, 30], [50, 60, 70], [20, 9, 40]])
    officials = decide(one, OFFICIALS)
    public = decide(one, PUBLIC, wider=officials)
    assert public.cells["q", "okrug"] >= officials.cells["q", "okrug"]
    assert (("c",), ("v",)) in public.cells["q", "okrug"]


def test_what_officials_do_not_see_the_public_does_not_see_though_nothing_of_it_is_small() -> None:
    one = two_way([[30, 40, 50], [50, 60, 70], [20, 90, 40]])
    assert decide(one, PUBLIC).cells == {}
    square = {((answer,), (okrug,)) for answer in "ab" for okrug in "uv"}
    officials = Hidden(decide(one, OFFICIALS).groups, {("q", "okrug"): frozenset(square)})
    assert decide(one, PUBLIC, wider=officials).cells["q", "okrug"] == square
    closed = Hidden(officials.groups, {}, frozenset({("q", "okrug")}))
    assert decide(one, PUBLIC, wider=closed).tables == {("q", "okrug")}


def test_a_question_asked_of_some_is_not_crossed_where_who_was_asked_is_hidden() -> None:
    people = [{"water": "no", "hours": "1", "okrug": okrug, "sex": "f", "age": "65+"} for okrug in OKRUGS[:2]] * 20
    people += [{"water": "yes", "hours": "-", "okrug": "nura", "sex": "f", "age": "65+"}] * 30
    people += [{"water": "no", "hours": "2", "okrug": "nura", "sex": "f", "age": "65+"}] * 30
    tables = (("water", "okrug"), ("hours", "okrug"))
    assert decide(survey(people, declared=tables), OFFICIALS).tables == frozenset()
    people += [{"water": "yes", "hours": "-", "okrug": "izendi", "sex": "f", "age": "65+"}] * 7
    people += [{"water": "unsure", "hours": "-", "okrug": okrug, "sex": "f", "age": "65+"} for okrug in OKRUGS[1:3]] * 3
    hidden = decide(survey(people, declared=tables), OFFICIALS)
    assert hidden.cells["water", "okrug"]
    assert hidden.tables == {("hours", "okrug")}


def test_tables_that_contradict_each_other_are_refused() -> None:
    good = two_way([[20, 10], [30, 9]])
    wrong = Survey(good.respondents, good.variables, good.totals, (Table(("q", "okrug"), {("a", "u"): 69}),))
    with pytest.raises(ValueError, match="disagrees"):
        decide(wrong, OFFICIALS)
    with pytest.raises(ValueError, match="do not make up"):
        decide(Survey(70, good.variables, good.totals, ()), OFFICIALS)


def test_the_audit_finds_a_cell_that_stands_hidden_alone() -> None:
    one = two_way([[3, 40, 30], [50, 60, 70]])
    alone = Hidden(decide(one, OFFICIALS).groups, {("q", "okrug"): frozenset({(("a",), ("u",))})})
    assert audit(one, alone, OFFICIALS) == [(("q", "okrug"), (("a",), ("u",)))]


def test_how_far_a_cell_moves_is_what_its_rows_and_columns_leave() -> None:
    grid = Grid([[1, 9], [9, 2]], [[0, 0], [0, 0]], {(0, 0), (0, 1), (1, 0), (1, 1)})
    assert reach(grid, (0, 0), up=True, need=100) == 9
    assert reach(grid, (0, 0), up=False, need=100) == 1
    grid.hidden.discard((1, 1))
    assert reach(grid, (0, 0), up=True, need=100) == 0
    assert hide(Grid([[2, 9, 1], [9, 8, 9]], [[0] * 3] * 2, {(0, 0), (0, 2)}), OFFICIALS)
    assert unsafe(Grid([[2, 9], [9, 8]], [[0] * 2] * 2, {(0, 0)}), OFFICIALS) == [(0, 0)]
