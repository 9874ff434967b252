"""Putting a survey beside earlier ones into the words of a language."""

from domain.summaries.printed import Grid, Waves
from domain.summaries.results import Followed, Trend, Wave
from domain.summaries.trending import label_of
from texts import Words


def waves(_: Words, found: Trend) -> Waves:
    """The questions that all of them asked alike: a column for each survey, the earliest first."""
    heads = tuple(_head(_, wave) for wave in found.waves)
    notes = [
        _.plain(
            "Different people may have answered each time, and those who answered chose to: small changes say nothing."
        )
    ]
    if found.changed:
        number = _.number(len(found.changed))
        notes.append(_.plain("Not asked alike each time, so not compared: {number}.", number=number))
    return Waves(
        _.plain("Beside earlier surveys"), tuple(_grid(_, heads, one) for one in found.questions), tuple(notes)
    )


def _head(_: Words, wave: Wave) -> str:
    facts = wave.summary.facts
    title = "—" if facts.title is None else facts.title.in_(_.language)
    return _.plain("{day}: {title}", day=_.day(facts.closed_on or facts.made_on), title=title)


def _grid(_: Words, heads: tuple[str, ...], one: Followed) -> Grid:
    rows = tuple(
        (label.in_(_.language), tuple(count for count, _percent in cells), tuple(percent for _count, percent in cells))
        for label, cells in one.rows
    )
    return Grid(label_of(one).in_(_.language), heads, one.bases, rows)
