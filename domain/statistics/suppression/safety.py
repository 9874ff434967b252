"""Hides cells of a two-way table until each hidden one has enough possible values."""

from collections.abc import Iterable, Mapping

from domain.statistics.suppression.flows import Cell, Grid, reach
from domain.statistics.suppression.values import is_small


def _price(grid: Grid) -> dict[Cell, float]:
    """What hiding a cell costs: few cells first, then small ones; zeros protect poorly and cost more."""
    return {
        (row, column): 1.5 if not value else 1 + min(abs(value), 100) / 100
        for row, line in enumerate(grid.values)
        for column, value in enumerate(line)
    }


def hide(grid: Grid, threshold: int, kept: Iterable[Cell] = ()) -> bool:
    """Hide more cells until each hidden one is safe; whether that succeeded.

    Small cells get t - 1 possible values, the others two; those in `kept` were hidden, and safe, before.
    """
    prices = _price(grid)
    small = {cell for cell in grid.hidden if is_small(grid.values[cell[0]][cell[1]], threshold)}
    for cell in sorted(small, key=lambda one: (-grid.values[one[0]][one[1]], one)):
        if not _widen(grid, cell, threshold, prices):
            return False
    others = grid.hidden - small - set(kept)
    return all(_loosen(grid, cell, prices) for cell in sorted(others))


def _widen(grid: Grid, cell: Cell, threshold: int, prices: Mapping[Cell, float]) -> bool:
    value = grid.values[cell[0]][cell[1]]
    low, high = (1, threshold - 1) if value > 0 else (1 - threshold, -1)
    up = reach(grid, cell, up=True, need=high - value, price=prices.__getitem__)
    down = reach(grid, cell, up=False, need=value - low, price=prices.__getitem__)
    wanted = threshold - 2
    if up + down < wanted:
        up = reach(grid, cell, up=True, need=wanted - down, price=prices.__getitem__)
    if up + down < wanted:
        down = reach(grid, cell, up=False, need=wanted - up, price=prices.__getitem__)
    return up + down >= wanted


def _loosen(grid: Grid, cell: Cell, prices: Mapping[Cell, float]) -> bool:
    return bool(
        reach(grid, cell, up=False, need=1)
        or reach(grid, cell, up=True, need=1)
        or reach(grid, cell, up=False, need=1, price=prices.__getitem__)
        or reach(grid, cell, up=True, need=1, price=prices.__getitem__)
    )


def unsafe(grid: Grid, threshold: int, kept: Iterable[Cell] = ()) -> list[Cell]:
    """The hidden cells that have too few possible values, nothing more being hidden."""
    safe = set(kept)
    found = []
    for cell in sorted(grid.hidden):
        small = is_small(grid.values[cell[0]][cell[1]], threshold)
        wanted = threshold - 2 if small else int(cell not in safe)
        down = reach(grid, cell, up=False, need=wanted)
        if down + reach(grid, cell, up=True, need=wanted - down) < wanted:
            found.append(cell)
    return found
