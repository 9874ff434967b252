"""How far a hidden cell of a two-way table may move when its rows and columns keep their sums.

Moving one cell up takes an equal move down in its row and in its column, and so on along hidden cells: a flow in a
network whose nodes are rows and columns (Cox 1980; Kelly, Golden and Assad 1992). The largest flow is exactly the bound
that an attacker finds by linear programming, in whole numbers.
"""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field

Cell = tuple[int, int]


@dataclass(slots=True)
class Grid:
    """A two-way table: values, the least each may be, and which cells are hidden.

    Whole `rows` and `columns` never move.
    """

    values: list[list[int]]
    floors: list[list[int]]
    hidden: set[Cell] = field(default_factory=set)
    rows: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()

    def may_move(self, cell: Cell) -> bool:
        """Whether a cell may be hidden at all."""
        return cell[0] not in self.rows and cell[1] not in self.columns


Price = Callable[[Cell], float]


def reach(grid: Grid, cell: Cell, *, up: bool, need: int, price: Price | None = None) -> int:
    """How far the cell may move up (or down), no further than `need`.

    With a `price`, shown cells may be hidden to get there, the cheapest first: they are added to the grid's.
    """
    moved: dict[Cell, int] = {}
    total = 0
    if not up:
        need = min(need, grid.values[cell[0]][cell[1]] - grid.floors[cell[0]][cell[1]])
    while total < need:
        path = _cheapest(grid, cell, up, moved, need - total, price)
        if path is None:
            break
        total += _push(grid, path, up, moved, need - total)
    return total


def _cheapest(
    grid: Grid, cell: Cell, up: bool, moved: dict[Cell, int], wanted: int, price: Price | None
) -> list[Cell] | None:
    """A way over what is hidden already, else over cells that cost something; one that takes all at once, if any."""
    for cost in (None, price):
        for least in (wanted, 1):
            path = _path(grid, cell, up, moved, least, cost)
            if path is not None:
                return path
    return None


def _push(grid: Grid, path: list[Cell], up: bool, moved: dict[Cell, int], most: int) -> int:
    """Move along a path, whose cells go down and up by turns, the first against the cell that is looked at."""
    falling = path[0::2] if up else path[1::2]
    step = min([most, *(_room(grid, one, moved) for one in falling)])
    for index, one in enumerate(path):
        moved[one] = moved.get(one, 0) + (step if (index % 2 == 1) == up else -step)
        grid.hidden.add(one)
    return step


def _room(grid: Grid, cell: Cell, moved: dict[Cell, int]) -> int:
    row, column = cell
    return grid.values[row][column] + moved.get(cell, 0) - grid.floors[row][column]


def _path(
    grid: Grid, cell: Cell, up: bool, moved: dict[Cell, int], least: int, price: Price | None
) -> list[Cell] | None:
    """The cheapest way of cells from the row of `cell` to its column, on which `least` can be moved.

    Rows are nodes (0, row), columns (1, column); from a row one goes over a cell to a column, and back by another.
    """
    height, width = len(grid.values), len(grid.values[0])
    start, end = (0, cell[0]), (1, cell[1])
    costs: dict[Cell, float] = {start: 0.0}
    came: dict[Cell, tuple[Cell, Cell]] = {}
    queue: list[tuple[float, Cell]] = [(0.0, start)]
    while queue:
        cost, node = heapq.heappop(queue)
        if node == end:
            return _walk(came, start, end)
        if cost > costs[node]:
            continue
        side, index = node
        falls = (side == 0) == up
        for other in range(width if side == 0 else height):
            over = (index, other) if side == 0 else (other, index)
            if over == cell or not grid.may_move(over) or (over not in grid.hidden and price is None):
                continue
            if falls and _room(grid, over, moved) < least:
                continue
            further = cost + (0.0 if over in grid.hidden or price is None else price(over))
            reached = (1 - side, other)
            if further < costs.get(reached, float("inf")):
                costs[reached] = further
                came[reached] = (node, over)
                heapq.heappush(queue, (further, reached))
    return None


def _walk(came: dict[Cell, tuple[Cell, Cell]], start: Cell, end: Cell) -> list[Cell]:
    path: list[Cell] = []
    node = end
    while node != start:
        node, over = came[node]
        path.append(over)
    return path[::-1]
