"""Weights against ipfn (an independent implementation), numpy and a published worked example."""

import random
from typing import Any

import numpy as np
import pytest
from ipfn import ipfn

from domain.people import AgeBand, Sex
from domain.statistics.population import People, together
from domain.statistics.raking import (
    LEAST_ANSWERS,
    MOST,
    MOST_ROUNDS,
    Empty,
    Unweighted,
    Who,
    rake,
    weigh,
)

SEXES = (Sex.WOMAN, Sex.MAN)
BANDS = (AgeBand.FROM_18, AgeBand.FROM_25, AgeBand.FROM_35, AgeBand.FROM_65)
NURA = People(
    {Sex.WOMAN: 520, Sex.MAN: 480},
    {AgeBand.FROM_18: 250, AgeBand.FROM_25: 300, AgeBand.FROM_35: 250, AgeBand.FROM_65: 200},
)


def answers(territory: str, seed: int, size: int = 300) -> dict[Who, int]:
    """Answers of which women and the old gave too many."""
    chance = random.Random(seed)  # noqa: S311 - invented people
    found: dict[Who, int] = {}
    for _ in range(size):
        who = Who(territory, chance.choices(SEXES, (7, 3))[0], chance.choices(BANDS, (2, 3, 3, 4))[0])
        found[who] = found.get(who, 0) + 1
    return found


def test_the_published_example_of_iterative_fitting_is_found_again() -> None:
    """The worked example of Wikipedia's "Iterative proportional fitting", printed there after three rounds."""
    seed = ((40, 30, 20, 10), (35, 50, 100, 75), (30, 80, 70, 120), (20, 30, 40, 50))
    printed = (
        (64.61, 46.28, 35.42, 3.83), (49.95, 68.15, 156.49, 25.37), (56.70, 144.40, 145.06, 53.76),
        (28.74, 41.18, 63.03, 17.03),
    )  # fmt: skip
    counts = {(f"r{i}", f"c{j}"): seed[i][j] for i in range(4) for j in range(4)}
    rows = {(f"r{i}", None): total * 0.8 for i, total in enumerate((150, 300, 400, 150))}
    columns = {(None, f"c{j}"): total * 0.8 for j, total in enumerate((200, 300, 400, 100))}
    weights, _, off = rake(counts, [rows, columns])  # type: ignore[arg-type, list-item]
    assert off < 1e-6
    for i in range(4):
        for j in range(4):
            cell = (f"r{i}", f"c{j}")
            assert weights[cell] * counts[cell] / 0.8 == pytest.approx(printed[i][j], abs=0.2)


@pytest.mark.parametrize("seed", range(5))
def test_weights_are_those_of_ipfn(seed: int) -> None:
    counted = answers("nura", seed)
    weighting = weigh(counted, {"nura": NURA})
    table = np.array([[counted.get(Who("nura", sex, band), 0) for band in BANDS] for sex in SEXES], float)
    margins: list[Any] = [
        np.array([NURA.sexes[sex] * 0.3 for sex in SEXES]),
        np.array([NURA.bands[band] * 0.3 for band in BANDS]),
    ]
    theirs = ipfn.ipfn(
        table.copy(), margins, [[0], [1]], convergence_rate=1e-10, max_iteration=1000, rate_tolerance=0.0
    ).iteration()
    for i, sex in enumerate(SEXES):
        for j, band in enumerate(BANDS):
            if table[i][j]:
                weight = weighting.weights[Who("nura", sex, band)]
                assert weight == pytest.approx(theirs[i][j] / table[i][j], rel=1e-4)
    assert weighting.fits[0].converged
    assert weighting.fits[0].discrepancy < 1e-6
    assert weighting.fits[0].trimmed == 0


def test_a_joint_table_is_post_stratified() -> None:
    joint = {(sex, band): 100 + 10 * i + 50 * j for i, sex in enumerate(SEXES) for j, band in enumerate(BANDS)}
    counted = answers("nura", 7, 400)
    weighting = weigh(counted, {"nura": together(joint)})
    for (sex, band), people in joint.items():
        who = Who("nura", sex, band)
        assert weighting.weights[who] == pytest.approx(people / sum(joint.values()) * 400 / counted[who])


def test_weights_have_a_mean_of_one_and_territories_count_by_their_people() -> None:
    counted = answers("nura", 1, 200) | answers("izendi", 2, 400)
    small = People({sex: n // 5 for sex, n in NURA.sexes.items()}, {band: n // 5 for band, n in NURA.bands.items()})
    weighting = weigh(counted, {"nura": NURA, "izendi": small})
    total = sum(weighting.weights[who] * count for who, count in counted.items())
    assert total == pytest.approx(600)
    nura = sum(weighting.weights[who] * count for who, count in counted.items() if who.territory == "nura")
    assert nura / total == pytest.approx(1000 / 1200)


def test_who_told_no_sex_or_age_is_weighted_by_territory_only_and_counted() -> None:
    counted = answers("nura", 3) | {Who("nura", None, AgeBand.FROM_18): 7, Who("nura", Sex.MAN, None): 4}
    weighting = weigh(counted, {"nura": NURA})
    assert weighting.territory_only == 11
    assert weighting.weights[Who("nura", None, AgeBand.FROM_18)] == pytest.approx(1)
    assert weighting.weights[Who("nura", Sex.MAN, None)] == pytest.approx(1)


def test_a_territory_of_few_answers_stays_as_it_came_with_a_note() -> None:
    counted = answers("nura", 4, 200) | answers("izendi", 5, LEAST_ANSWERS - 1)
    weighting = weigh(counted, {"nura": NURA, "izendi": NURA})
    assert weighting.unweighted == {"izendi": Unweighted.FEW}
    assert len({weight for who, weight in weighting.weights.items() if who.territory == "izendi"}) == 1
    assert [fit.territory for fit in weighting.fits] == ["nura"]


def test_a_territory_of_unknown_population_counts_by_its_answers() -> None:
    counted = answers("nura", 4, 200) | answers("izendi", 5, 200)
    weighting = weigh(counted, {"nura": NURA})
    assert weighting.unweighted == {"izendi": Unweighted.UNKNOWN}
    assert all(weight == 1 for who, weight in weighting.weights.items() if who.territory == "izendi")


def test_an_empty_margin_stops_and_says_of_whom_nobody_answered() -> None:
    counted = {who: n for who, n in answers("nura", 6).items() if who.age is not AgeBand.FROM_18}
    weighting = weigh(counted, {"nura": NURA})
    assert weighting.weights == {}
    assert weighting.empty == (Empty("nura", None, AgeBand.FROM_18),)


def test_an_empty_pair_stops_only_where_the_joint_table_is_known() -> None:
    counted = {who: n for who, n in answers("nura", 6).items() if (who.sex, who.age) != (Sex.MAN, AgeBand.FROM_18)}
    assert weigh(counted, {"nura": NURA}).weights
    joint = {(sex, band): 100 for sex in SEXES for band in BANDS}
    assert weigh(counted, {"nura": together(joint)}).empty == (Empty("nura", Sex.MAN, AgeBand.FROM_18),)


def test_weights_are_trimmed_and_the_end_is_said() -> None:
    counted = {Who("nura", sex, band): 60 for sex in SEXES for band in BANDS} | {
        Who("nura", Sex.MAN, AgeBand.FROM_18): 1,
        Who("nura", Sex.WOMAN, AgeBand.FROM_18): 1,
    }
    fit = (weighting := weigh(counted, {"nura": NURA})).fits[0]
    assert max(weighting.weights.values()) <= MOST + 1e-9
    assert fit.trimmed == 2
    assert not fit.converged
    assert fit.rounds < MOST_ROUNDS
    assert 0.2 < fit.discrepancy < 0.25


def test_effect_and_base_are_kishs() -> None:
    counted = answers("nura", 8)
    weighting = weigh(counted, {"nura": NURA})
    every = np.repeat([weighting.weights[who] for who in counted], list(counted.values()))
    assert weighting.effective == pytest.approx(every.sum() ** 2 / (every**2).sum())
    assert weighting.design_effect == pytest.approx(1 + every.var() / every.mean() ** 2)
