"""Figures as plain values, for a snapshot's row, and back."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from domain.people import AgeBand, Sex
from domain.statistics.intervals import Bin, Numbers
from domain.statistics.raking import Empty, Fit, Unweighted
from domain.statistics.ranks import Placed
from domain.statistics.rates import Outcome, Reached
from domain.statistics.suppression.values import Condition, Hidden, Survey, Table, Variable
from domain.statistics.words import Word
from domain.summaries.figures import Figures, Method, Ranked, Reader, Weighted
from domain.surveys.survey import Mode


def as_dict(figures: Figures) -> dict[str, Any]:
    """The figures as JSON can hold them."""
    return {
        "survey": _survey(figures.survey),
        "hidden": {reader.value: _hidden(hidden) for reader, hidden in figures.hidden.items()},
        "numbers": {name: asdict(one) for name, one in figures.numbers.items()},
        "bins": {name: [asdict(one) for one in bins] for name, bins in figures.bins.items()},
        "rankings": {name: asdict(one) for name, one in figures.rankings.items()},
        "words": {name: [[one.word, one.answers] for one in words] for name, words in figures.words.items()},
        "weighted": {
            name: {value: [one.share, one.effective] for value, one in values.items()}
            for name, values in figures.weighted.items()
        },
        "method": asdict(figures.method),
        "reached": {mode.value: asdict(one) for mode, one in figures.reached.items()},
        "registered": figures.registered,
        "adults": figures.adults,
        "outcomes": {one.value: number for one, number in figures.outcomes.items()},
    }


def read_figures(kept: Mapping[str, Any]) -> Figures:
    """The figures that `as_dict` wrote."""
    return Figures(
        _read_survey(kept["survey"]),
        {Reader(reader): _read_hidden(hidden) for reader, hidden in kept["hidden"].items()},
        {name: Numbers(**one) for name, one in kept["numbers"].items()},
        {name: tuple(Bin(**one) for one in bins) for name, bins in kept["bins"].items()},
        {name: _ranked(one) for name, one in kept["rankings"].items()},
        {name: tuple(Word(*one) for one in words) for name, words in kept["words"].items()},
        {name: {value: Weighted(*one) for value, one in values.items()} for name, values in kept["weighted"].items()},
        _method(kept["method"]),
        {Mode(mode): Reached(**one) for mode, one in kept["reached"].items()},
        kept["registered"],
        kept["adults"],
        {Outcome(one): number for one, number in kept.get("outcomes", {}).items()},
    )


def _survey(survey: Survey) -> dict[str, Any]:
    return {
        "respondents": survey.respondents,
        "variables": [
            {
                "name": one.name,
                "values": list(one.values),
                "ordered": one.ordered,
                "condition": None
                if one.condition is None
                else [one.condition.variable, sorted(one.condition.values), one.condition.otherwise],
            }
            for one in survey.variables
        ],
        "totals": {name: dict(sorted(total.items())) for name, total in survey.totals.items()},
        "tables": [
            [list(table.variables), sorted([*values, count] for values, count in table.counts.items() if count)]
            for table in survey.tables
        ],
        "apart": sorted(list(names) for names in survey.apart),
    }


def _read_survey(kept: Mapping[str, Any]) -> Survey:
    variables = (
        Variable(
            one["name"],
            tuple(one["values"]),
            one["ordered"],
            one["condition"] and Condition(one["condition"][0], frozenset(one["condition"][1]), one["condition"][2]),
        )
        for one in kept["variables"]
    )
    tables = (Table(tuple(names), {tuple(cell[:-1]): cell[-1] for cell in cells}) for names, cells in kept["tables"])
    apart = frozenset(tuple(names) for names in kept.get("apart", ()))
    return Survey(kept["respondents"], tuple(variables), kept["totals"], tuple(tables), apart)


def _hidden(hidden: Hidden) -> dict[str, Any]:
    return {
        "groups": {name: [list(group) for group in groups] for name, groups in hidden.groups.items()},
        "cells": [[list(names), sorted(_lists(cells))] for names, cells in hidden.cells.items()],
        "tables": sorted(list(names) for names in hidden.tables),
    }


def _lists(cells: Iterable[tuple[tuple[str, ...], ...]]) -> list[list[list[str]]]:
    return [[list(group) for group in cell] for cell in cells]


def _read_hidden(kept: Mapping[str, Any]) -> Hidden:
    return Hidden(
        {name: tuple(tuple(group) for group in groups) for name, groups in kept["groups"].items()},
        {
            tuple(names): frozenset(tuple(tuple(group) for group in cell) for cell in cells)
            for names, cells in kept["cells"]
        },
        frozenset(tuple(names) for names in kept["tables"]),
    )


def _ranked(kept: Mapping[str, Any]) -> Ranked:
    return Ranked(kept["base"], kept["points"], _placed(kept["borda"]), _placed(kept["schulze"]))


def _placed(kept: Iterable[Mapping[str, Any]]) -> tuple[Placed, ...]:
    return tuple(Placed(one["place"], tuple(one["items"])) for one in kept)


def _method(kept: Mapping[str, Any]) -> Method:
    return Method(
        tuple(Fit(**one) for one in kept["fits"]),
        {code: Unweighted(why) for code, why in kept["unweighted"].items()},
        tuple(
            Empty(one["territory"], one["sex"] and Sex(one["sex"]), one["age"] and AgeBand(one["age"]))
            for one in kept["empty"]
        ),
        kept["territory_only"],
        kept["answers"],
        kept["effective"],
        kept["weighted"],
    )
