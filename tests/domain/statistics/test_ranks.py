"""Borda and Schulze against published worked examples."""

from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.statistics.ranks import Placed, borda, borda_places, schulze

# Schulze, Social Choice and Welfare 36 (2011), example 1; also of Wikipedia's article: 45 voters.
FORTY_FIVE = {
    "ACBED": 5, "ADECB": 5, "BEDAC": 8, "CABED": 3, "CAEBD": 7, "CBADE": 2, "DCEBA": 7, "EBADC": 8
}  # fmt: skip
# The capitals of Tennessee, of Wikipedia's article on the Borda count: Memphis, Nashville, Chattanooga, Knoxville.
TENNESSEE = {"MNCK": 42, "NCKM": 26, "CKNM": 15, "KCNM": 17}


def ballots(votes: dict[str, int]) -> dict[tuple[str, ...], int]:
    return {tuple(vote): count for vote, count in votes.items()}


def test_the_45_voters_of_schulzes_paper_say_e_a_c_b_d() -> None:
    found = schulze("ABCDE", ballots(FORTY_FIVE))
    assert [(one.place, one.items) for one in found] == [(n, (item,)) for n, item in enumerate("EACBD", 1)]


def test_tennessee_has_the_published_points_and_nashville_wins_both_ways() -> None:
    votes = ballots(TENNESSEE)
    assert borda("MNCK", votes) == {"M": 126, "N": 194, "C": 173, "K": 107}
    assert [one.items for one in borda_places("MNCK", votes)] == [("N",), ("C",), ("M",), ("K",)]
    assert [one.items for one in schulze("MNCK", votes)] == [("N",), ("C",), ("K",), ("M",)]


def test_a_circle_of_equals_is_said_as_a_tie() -> None:
    circle = ballots({"ABC": 4, "BCA": 4, "CAB": 4})
    assert schulze("ABC", circle) == (Placed(1, ("A", "B", "C")),)
    assert borda_places("ABC", circle) == (Placed(1, ("A", "B", "C")),)
    assert schulze("ABC", circle)[0].tied


def test_places_after_a_tie_are_left_out() -> None:
    votes = ballots({"ABCD": 1, "ACBD": 1})
    expected = (Placed(1, ("A",)), Placed(2, ("B", "C")), Placed(4, ("D",)))
    assert schulze("ABCD", votes) == expected
    assert borda_places("ABCD", votes) == expected


def test_what_is_not_ranked_stands_tied_behind_what_is() -> None:
    votes = ballots({"A": 2, "BA": 1})
    assert borda("ABCD", votes) == {"A": 8, "B": 3 + 2, "C": 2.5, "D": 2.5}
    assert [one.items for one in schulze("ABCD", votes)] == [("A",), ("B",), ("C", "D")]


def test_nobody_ranked_anything() -> None:
    assert schulze("AB", {}) == (Placed(1, ("A", "B")),)
    assert borda_places((), {}) == ()


@settings(max_examples=80)
@given(st.dictionaries(st.sampled_from([*permutations("ABCD")]), st.integers(1, 20), max_size=8))
def test_who_beats_each_other_one_is_first(votes: dict[tuple[str, ...], int]) -> None:
    def beats(one: str, other: str) -> bool:
        ahead = sum(n if vote.index(one) < vote.index(other) else -n for vote, n in votes.items())
        return ahead > 0

    for item in "ABCD":
        if all(beats(item, other) for other in "ABCD" if other != item):
            assert schulze("ABCD", votes)[0] == Placed(1, (item,))
