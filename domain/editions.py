"""Editions of the territories: what a file says, and what stands after it is laid over what stood before."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from domain.languages import Localized
from domain.territories import Kind, Level, Territory

SHOWN = 20
_DEPTH = {level: depth for depth, level in enumerate(Level)}
_CODE_LENGTH = 9
_PREFIXES = (6, 4, 2)


class Source(StrEnum):
    """Which file a territory is from: our own wins over the state classifier (KATO) in kind and names."""

    OWN = "own"
    KATO = "kato"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a file; `parent` None means: find it by the code; `spellings` are as `domain.spelling` leaves them."""

    line: int
    code: str
    parent: str | None
    level: Level
    kind: Kind
    names: Localized
    spellings: frozenset[str] = frozenset()
    population: int | None = None
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class Edition:
    """A whole file, every row of it well formed."""

    source: Source
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Standing:
    """A territory and the file it is from."""

    territory: Territory
    source: Source


class BadFile(Exception):
    """Nothing of the file was loaded; `errors` are its wrong lines and why, in the order of the file."""

    def __init__(self, errors: Iterable[tuple[int, str]]) -> None:
        self.errors = sorted(errors)
        super().__init__(self.errors)

    def __str__(self) -> str:
        lines = [f"line {line}: {why}" for line, why in self.errors[:SHOWN]]
        hidden = len(self.errors) - SHOWN
        return "\n".join([*lines, f"and {hidden} more"] if hidden > 0 else lines)


def parent_by_code(code: str, known: Container[str]) -> str | None:
    """The nearest of `known` that the digits of `code` lie in: its okrug, rayon or oblast; None when there is none."""
    if len(code) != _CODE_LENGTH:
        return None
    above = (code[:digits].ljust(_CODE_LENGTH, "0") for digits in _PREFIXES)
    return next((candidate for candidate in above if candidate != code and candidate in known), None)


def merge(standing: Mapping[str, Standing], edition: Edition) -> dict[str, Standing]:
    """All territories after `edition`, parents before children; raises `BadFile` when a row has no place in the tree.

    Nobody is lost: what a new edition of KATO lacks is retired, what it has again returns.
    """
    lines = {row.code: row.line for row in edition.rows}
    after = _retired(standing, lines) if edition.source is Source.KATO else dict(standing)
    living = {code for code, its in after.items() if not its.territory.retired} | lines.keys()
    for row in edition.rows:
        old = after.get(row.code)
        if old is None or old.source is Source.KATO or edition.source is Source.OWN:
            parent = row.parent or (None if row.level is Level.OBLAST else parent_by_code(row.code, living))
            after[row.code] = Standing(_territory(row, parent), edition.source)
    return _planted(after, lines)


def _retired(standing: Mapping[str, Standing], lines: Mapping[str, int]) -> dict[str, Standing]:
    return {
        code: replace(its, territory=replace(its.territory, retired=True))
        if its.source is Source.KATO and code not in lines
        else its
        for code, its in standing.items()
    }


def _territory(row: Row, parent: str | None) -> Territory:
    return Territory(
        row.code,
        parent,
        row.level,
        row.kind,
        row.names,
        path="",
        latitude=row.latitude,
        longitude=row.longitude,
        population=row.population,
    )


def _planted(after: Mapping[str, Standing], lines: Mapping[str, int]) -> dict[str, Standing]:
    tree: dict[str, Standing] = {}
    errors: list[tuple[int, str]] = []
    for its in sorted(after.values(), key=lambda its: _DEPTH[its.territory.level]):
        code, parent = its.territory.code, its.territory.parent
        above = None if parent is None else tree.get(parent)
        wrong = _misplaced(its.territory, above, known=parent in after)
        if wrong:
            errors.append((lines.get(code) or lines.get(parent or "", 0), wrong))
        else:
            tree[code] = replace(its, territory=_below(its.territory, above))
    if errors:
        raise BadFile(errors)
    return tree


def _misplaced(territory: Territory, above: Standing | None, *, known: bool) -> str | None:
    code, parent, level = territory.code, territory.parent, territory.level
    if parent is None:
        return None if level is Level.OBLAST else f"{code}: no territory above it is known"
    if not known:
        return f"{code}: its parent {parent} is unknown"
    if above is None or _DEPTH[above.territory.level] >= _DEPTH[level]:
        return f"{code}: its parent {parent} does not stand above a territory of level {level}"
    return None


def _below(territory: Territory, above: Standing | None) -> Territory:
    path = f"{above.territory.path if above else '/'}{territory.code}/"
    orphan = territory.level is Level.SETTLEMENT and above is not None and above.territory.level is not Level.OKRUG
    # A town or village that no okrug holds is an okrug to us, or its people would have no home to choose.
    return replace(territory, path=path, level=Level.OKRUG if orphan else territory.level)
