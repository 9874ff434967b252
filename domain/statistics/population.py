"""How many people live where, by sex and age, from a CSV file: what weights are made of.

Columns `territory,sex,age,population`: the code of a territory, a sex and an age band (or empty), a whole number. A
territory has either a row for each sex and a row for each band (two margins), or a row for each pair (a joint table).
"""

import csv
import io
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from domain.people import AgeBand, Sex

MOST_PEOPLE = 100_000_000
SEXES = (Sex.WOMAN, Sex.MAN)
BANDS = tuple(band for band in AgeBand if band is not AgeBand.SKIPPED)
# As people write them besides our own names.
_SEXES = {"f": Sex.WOMAN, "female": Sex.WOMAN, "ж": Sex.WOMAN, "ә": Sex.WOMAN, "m": Sex.MAN, "male": Sex.MAN}
_SEXES |= {"м": Sex.MAN, "е": Sex.MAN, **{sex.value: sex for sex in SEXES}}
_BANDS = {band.value: band for band in BANDS} | {band.value.replace("_", "-"): band for band in BANDS}
_BANDS |= {"65+": AgeBand.FROM_65, "<18": AgeBand.UNDER_18, "0-17": AgeBand.UNDER_18}


class Column(StrEnum):
    """The columns of the file."""

    TERRITORY = "territory"
    SEX = "sex"
    AGE = "age"
    POPULATION = "population"


class Fault(StrEnum):
    """What can be wrong with the file."""

    NOT_TEXT = "not_text"
    NO_COLUMN = "no_column"
    UNKNOWN = "unknown"
    NOT_A_NUMBER = "not_a_number"
    TWICE = "twice"
    # A territory has both margins and a joint table, or a total beside them.
    MIXED = "mixed"
    # One margin of a territory is there, the other is not.
    HALF = "half"
    # The sexes of a territory do not add up to its ages.
    UNEQUAL = "unequal"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Wrong:
    """A cell that is wrong, by its row (the heading is row 1) and column; None where it is the whole row or column."""

    row: int | None
    column: Column | None
    fault: Fault

    def in_words(self) -> str:
        """One line for who runs the bot."""
        where = [f"row {self.row}" if self.row else "", f"column {self.column}" if self.column else ""]
        return ": ".join(filter(None, [", ".join(filter(None, where)), _IN_WORDS[self.fault]]))


_IN_WORDS = {
    Fault.NOT_TEXT: "the file is no text in UTF-8",
    Fault.NO_COLUMN: "the column is missing",
    Fault.UNKNOWN: "not known",
    Fault.NOT_A_NUMBER: "not a whole number of people",
    Fault.TWICE: "the same territory, sex and age stood before",
    Fault.MIXED: "give a territory either sexes and ages apart, or each pair of them, and no total",
    Fault.HALF: "sexes and ages are both needed",
    Fault.UNEQUAL: "the sexes of this territory do not add up to its ages",
    Fault.EMPTY: "the file has no rows",
}


@dataclass(frozen=True, slots=True)
class People:
    """The population of one territory: by sex and by age apart, or together."""

    sexes: Mapping[Sex, int]
    bands: Mapping[AgeBand, int]
    joint: Mapping[tuple[Sex, AgeBand], int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.sexes.values())

    def of(self, bands: Collection[AgeBand]) -> "People | None":
        """Those of some age bands only; None where the two margins do not tell how many of each sex that are."""
        if set(self.bands) <= set(bands):
            return self
        if not self.joint:
            return None
        return together({key: count for key, count in self.joint.items() if key[1] in bands})


def together(joint: Mapping[tuple[Sex, AgeBand], int]) -> People:
    """A population by sex and age with its margins."""
    sexes: dict[Sex, int] = {}
    bands: dict[AgeBand, int] = {}
    for (sex, band), count in joint.items():
        sexes[sex] = sexes.get(sex, 0) + count
        bands[band] = bands.get(band, 0) + count
    return People(sexes, bands, joint)


@dataclass(frozen=True, slots=True)
class Population:
    """What a file says, by territory; or, when anything is wrong, all of that and nothing else."""

    territories: Mapping[str, People] = field(default_factory=dict)
    wrong: tuple[Wrong, ...] = ()


Read = dict[str, dict[tuple[Sex | None, AgeBand | None], int]]


def parse(data: bytes, known: Collection[str]) -> Population:
    """The population in the file; only territories that are `known` may be in it."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return Population(wrong=(Wrong(None, None, Fault.NOT_TEXT),))
    separator = ";" if ";" in text.partition("\n")[0] else ","
    lines = list(csv.reader(io.StringIO(text), delimiter=separator))
    heading = [cell.strip().casefold() for cell in lines[0]] if lines else []
    missing = tuple(Wrong(1, column, Fault.NO_COLUMN) for column in Column if column.value not in heading)
    if missing:
        return Population(wrong=missing)
    where = {column: heading.index(column.value) for column in Column}
    read: Read = {}
    first: dict[str, int] = {}
    wrong: list[Wrong] = []
    for number, line in enumerate(lines[1:], 2):
        if any(cell.strip() for cell in line):
            cells = {column: line[at].strip() if at < len(line) else "" for column, at in where.items()}
            wrong += _take(number, cells, known, read)
            first.setdefault(cells[Column.TERRITORY], number)
    if not read and not wrong:
        wrong.append(Wrong(None, None, Fault.EMPTY))
    if wrong:
        return Population(wrong=tuple(wrong))
    return _territories(read, first)


def _take(number: int, cells: Mapping[Column, str], known: Collection[str], read: Read) -> list[Wrong]:
    wrong = []
    if cells[Column.TERRITORY] not in known:
        wrong.append(Wrong(number, Column.TERRITORY, Fault.UNKNOWN))
    sex = _SEXES.get(cells[Column.SEX].casefold())
    if cells[Column.SEX] and sex is None:
        wrong.append(Wrong(number, Column.SEX, Fault.UNKNOWN))
    band = _BANDS.get(cells[Column.AGE].casefold().replace("–", "-"))
    if cells[Column.AGE] and band is None:
        wrong.append(Wrong(number, Column.AGE, Fault.UNKNOWN))
    digits = "".join(cells[Column.POPULATION].split())
    if not (digits.isascii() and digits.isdigit()) or int(digits[:10]) > MOST_PEOPLE:
        wrong.append(Wrong(number, Column.POPULATION, Fault.NOT_A_NUMBER))
    if wrong:
        return wrong
    rows = read.setdefault(cells[Column.TERRITORY], {})
    if (sex, band) in rows:
        return [Wrong(number, None, Fault.TWICE)]
    rows[sex, band] = int(digits)
    return []


def _territories(read: Read, first: Mapping[str, int]) -> Population:
    found: dict[str, People] = {}
    wrong: list[Wrong] = []
    for code, rows in read.items():
        people = _people(rows)
        if isinstance(people, Fault):
            wrong.append(Wrong(first[code], None, people))
        else:
            found[code] = people
    return Population(wrong=tuple(wrong)) if wrong else Population(found)


def _people(rows: Mapping[tuple[Sex | None, AgeBand | None], int]) -> People | Fault:
    joint = {(sex, band): count for (sex, band), count in rows.items() if sex and band}
    sexes = {sex: count for (sex, band), count in rows.items() if sex and not band}
    bands = {band: count for (sex, band), count in rows.items() if band and not sex}
    if (None, None) in rows or (joint and (sexes or bands)):
        return Fault.MIXED
    if joint:
        return together(joint)
    if not sexes or not bands:
        return Fault.HALF
    return People(sexes, bands) if sum(sexes.values()) == sum(bands.values()) else Fault.UNEQUAL
