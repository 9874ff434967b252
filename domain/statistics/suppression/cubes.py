"""Hides cells of a table of three variables so that none can be told, all sums over one variable being known.

Adding k to four corners of a cube and taking k from the other four, by turns, changes no sum: a hidden cell is safe as
far as such cubes of hidden cells move it.
"""

from collections.abc import Iterable, Mapping
from itertools import product

Group = tuple[str, ...]
Key = tuple[Group, ...]


def protect(
    counts: Mapping[Key, int], floors: Mapping[Key, int], needs: Mapping[Key, int], movable: set[Key]
) -> set[Key] | None:
    """The cells to hide so that each of `needs` has so many further possible values; None where cubes cannot do it."""
    hidden = set(needs)
    if not hidden <= movable:
        return None
    axes = [sorted({key[axis] for key in counts}) for axis in range(3)]
    for cell in sorted(needs, key=lambda key: (-needs[key], key)):
        if needs[cell] and not _protect(cell, needs[cell], counts, floors, hidden, movable, axes):
            return None
    return hidden


def _protect(
    cell: Key,
    need: int,
    counts: Mapping[Key, int],
    floors: Mapping[Key, int],
    hidden: set[Key],
    movable: set[Key],
    axes: list[list[Group]],
) -> bool:
    """Hide the corners of the cheapest cube that moves the cell up and down far enough together."""
    best: tuple[int, int, set[Key]] | None = None
    for opposite in product(*([one for one in axis if one != cell[at]] for at, axis in enumerate(axes))):
        same, other = _corners(cell, opposite)
        if not movable.issuperset(same) or not movable.issuperset(other):
            continue
        up = min(counts[key] - floors[key] for key in other)
        down = min(counts[key] - floors[key] for key in same)
        if up + down < need:
            continue
        fresh = {*same, *other} - hidden
        cost = (len(fresh), sum(abs(counts[key]) for key in fresh))
        if best is None or cost < best[:2]:
            best = (*cost, fresh)
    if best is None:
        return False
    hidden |= best[2]
    return True


def _corners(cell: Key, opposite: Iterable[Group]) -> tuple[list[Key], list[Key]]:
    """The corners that move with the cell, and those that move against it."""
    far = tuple(opposite)
    same: list[Key] = []
    other: list[Key] = []
    for turned in product((False, True), repeat=3):
        key = tuple(away if turn else near for near, away, turn in zip(cell, far, turned, strict=True))
        (other if sum(turned) % 2 else same).append(key)
    return same, other
