"""What many people's rankings say together: Borda and Schulze, with ties said as ties."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

# Each tuple is one ranking from the first place on; who is not in it stands, tied, behind all that are.
Ballots = Mapping[tuple[str, ...], int]


@dataclass(frozen=True, slots=True)
class Placed:
    """A place, and who holds it: several, if nothing tells them apart. Places after a tie are left out: 1, 2, 2, 4."""

    place: int
    items: tuple[str, ...]

    @property
    def tied(self) -> bool:
        """Whether several share it."""
        return len(self.items) > 1


def borda(items: Sequence[str], ballots: Ballots) -> dict[str, float]:
    """Points: each item has one for every item behind it in a ranking, and half a one for every item tied with it."""
    points = dict.fromkeys(items, 0.0)
    for ballot, count in ballots.items():
        ranked = [item for item in ballot if item in points]
        for place, item in enumerate(ranked):
            points[item] += count * (len(points) - 1 - place)
        left = len(points) - len(ranked)
        for item in points.keys() - set(ranked):
            points[item] += count * (left - 1) / 2
    return points


def borda_places(items: Sequence[str], ballots: Ballots) -> tuple[Placed, ...]:
    """The items by their points, equal points sharing a place."""
    points = borda(items, ballots)
    return _by_levels(
        [[item for item in items if points[item] == level] for level in sorted(set(points.values()))[::-1]]
    )


def schulze(items: Sequence[str], ballots: Ballots) -> tuple[Placed, ...]:
    """The items by Schulze's method (Social Choice and Welfare 36, 2011), strength of a link by winning votes.

    An item's place is one more than the number of items that beat it; the beaten relation has no circles.
    """
    strongest = _paths(items, _preferred(items, ballots))
    behind = {
        item: sum(strongest[other, item] > strongest[item, other] for other in items if other != item) for item in items
    }
    return _by_levels([[item for item in items if behind[item] == level] for level in sorted(set(behind.values()))])


def _preferred(items: Sequence[str], ballots: Ballots) -> dict[tuple[str, str], int]:
    """How many put the first before the second."""
    found = {(one, other): 0 for one in items for other in items if one != other}
    for ballot, count in ballots.items():
        ranked = [item for item in ballot if item in items]
        unranked = [item for item in items if item not in ranked]
        for place, item in enumerate(ranked):
            for other in [*ranked[place + 1 :], *unranked]:
                found[item, other] += count
    return found


def _paths(items: Sequence[str], preferred: Mapping[tuple[str, str], int]) -> dict[tuple[str, str], int]:
    """The strength of the strongest path between each two, by the algorithm of Floyd and Warshall."""
    strongest = {
        (one, other): count if count > preferred[other, one] else 0 for (one, other), count in preferred.items()
    }
    for middle in items:
        for one in items:
            for other in items:
                if len({one, middle, other}) == 3:
                    through = min(strongest[one, middle], strongest[middle, other])
                    strongest[one, other] = max(strongest[one, other], through)
    return strongest


def _by_levels(levels: Iterable[Sequence[str]]) -> tuple[Placed, ...]:
    found: list[Placed] = []
    place = 1
    for level in levels:
        found.append(Placed(place, tuple(level)))
        place += len(level)
    return tuple(found)
