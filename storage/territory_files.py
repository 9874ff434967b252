"""The two CSV files that territories come from: our own and the state classifier's (KATO)."""

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from domain.editions import BadFile, Edition, Row, Source
from domain.languages import Localized
from domain.spelling import english, spelling
from domain.territories import Kind, Level

OWN_COLUMNS = (
    *("code", "parent", "level", "kind", "name_kk", "name_ru", "name_en"),
    *("spellings", "population", "latitude", "longitude"),
)
KATO_COLUMNS = ("kato", "kato_version", "level", "type_code", "name_ru", "name_kk")
LONGEST_NAME = 120
LONGEST_CODE = 16

_OWN_CODE = re.compile(rf"[A-Za-z0-9_-]{{1,{LONGEST_CODE}}}")
_KATO_CODE = re.compile(r"[0-9]{9}")
_KATO_LEVELS = {
    "oblast": Level.OBLAST,
    "district": Level.RAYON,
    "sub_district": Level.OKRUG,
    "settlement": Level.SETTLEMENT,
}
# The classifier tells a town's unit from a rural one by the abbreviation in either language only.
_KATO_KINDS = (
    (Kind.RAYON, re.compile(r"\bрайон\b|\bауданы\b", re.IGNORECASE)),
    (Kind.TOWNSHIP, re.compile(r"\bп\.\s*а\b|\bк\.\s*ә\b|^п\.|\bк\.$", re.IGNORECASE)),
    (Kind.CITY, re.compile(r"\bг\.\s*а\b|\bқ\.\s*ә\b|^г\.|\bқ\.$", re.IGNORECASE)),
)
_USUAL_KINDS = {
    Level.OBLAST: Kind.OBLAST,
    Level.RAYON: Kind.RAYON,
    Level.OKRUG: Kind.RURAL_OKRUG,
    Level.SETTLEMENT: Kind.VILLAGE,
}

T = TypeVar("T")
Fields = Mapping[str, str]


class _Wrong(Exception):
    """Why a row cannot be taken."""


def read_file(path: Path) -> Edition:
    """The territories of the CSV file at `path`; raises `BadFile` with every wrong line, `OSError` without a file."""
    return read(path.read_bytes())


def read(data: bytes) -> Edition:
    """The territories of a CSV file, which of the two its header tells; raises `BadFile` with every wrong line."""
    header, records = _records(_text(data))
    if set(KATO_COLUMNS) - {"kato_version"} <= set(header):
        return Edition(Source.KATO, _rows(header, records, _kato_row))
    missing = [column for column in OWN_COLUMNS if column not in header]
    if missing:
        raise BadFile([(1, f"the columns {', '.join(missing)} are missing, and it is no KATO file either")])
    return Edition(Source.OWN, _rows(header, records, _own_row))


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise BadFile([(line, "this is not UTF-8: save the file as “CSV UTF-8”")]) from None


def _records(text: str) -> tuple[list[str], list[tuple[int, list[str]]]]:
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;", key=first.count), strict=True)
    records: list[tuple[int, list[str]]] = []
    line = 1
    try:
        for fields in reader:
            if any(field.strip() for field in fields):
                records.append((line, [field.strip() for field in fields]))
            line = reader.line_num + 1
    except csv.Error as error:
        raise BadFile([(line, f"not CSV: {error}")]) from None
    if len(records) < 2:
        raise BadFile([(1, "there are no territories in the file")])
    return records[0][1], records[1:]


def _rows(
    header: Sequence[str], records: Sequence[tuple[int, list[str]]], row: Callable[[int, Fields], Row]
) -> tuple[Row, ...]:
    rows: dict[str, Row] = {}
    errors: list[tuple[int, str]] = []
    for line, fields in records:
        try:
            if len(fields) != len(header):
                raise _Wrong(f"{len(fields)} columns instead of {len(header)}")
            one = row(line, dict(zip(header, fields, strict=True)))
            if one.code in rows:
                raise _Wrong(f"the code {one.code} is already in line {rows[one.code].line}")
            rows[one.code] = one
        except _Wrong as error:
            errors.append((line, str(error)))
    if errors:
        raise BadFile(errors)
    return tuple(rows.values())


def _own_row(line: int, fields: Fields) -> Row:
    code, parent = fields["code"], fields["parent"]
    if not _OWN_CODE.fullmatch(code):
        raise _Wrong(f"the code “{code}” is not 1 to {LONGEST_CODE} Latin letters, digits, - or _")
    level, kind = _one_of(Level, "level", fields["level"]), _one_of(Kind, "kind", fields["kind"])
    names = _names(kind, level, fields["name_kk"], fields["name_ru"], fields["name_en"])
    written = [*(fields[column] for column in ("name_kk", "name_ru", "name_en")), *fields["spellings"].split("|")]
    latitude, longitude = _degrees(fields, "latitude", 90), _degrees(fields, "longitude", 180)
    if (latitude is None) != (longitude is None):
        raise _Wrong("latitude and longitude go together")
    return Row(
        line,
        code,
        parent or None,
        level,
        kind,
        names,
        _spellings(written),
        population=_population(fields["population"]),
        latitude=latitude,
        longitude=longitude,
    )


def _kato_row(line: int, fields: Fields) -> Row:
    code = fields["kato"]
    if not _KATO_CODE.fullmatch(code):
        raise _Wrong(f"the code “{code}” is not nine digits")
    level = _KATO_LEVELS.get(fields["level"])
    if level is None:
        raise _Wrong(f"the level “{fields['level']}” is none of {', '.join(_KATO_LEVELS)}")
    kind = _kato_kind(level, fields["name_ru"], fields["name_kk"])
    names = _names(kind, level, fields["name_kk"], fields["name_ru"], "")
    return Row(line, code, None, level, kind, names, _spellings([fields["name_ru"], fields["name_kk"]]))


def _kato_kind(level: Level, *names: str) -> Kind:
    known = (kind for kind, abbreviation in _KATO_KINDS if any(abbreviation.search(name) for name in names))
    return next(known, _USUAL_KINDS[level])


def _names(kind: Kind, level: Level, kk: str, ru: str, en: str) -> Localized:
    if not (kk or ru):
        raise _Wrong("neither a Kazakh nor a Russian name")
    return Localized(kk or None, ru or None, en or english(kk or ru, kind, level))


def _spellings(written: Sequence[str]) -> frozenset[str]:
    controlled = next((text for text in written if any(unicodedata.category(letter) == "Cc" for letter in text)), None)
    if controlled is not None:
        # As an escape: a terminal would obey the character.
        raise _Wrong(f"the name “{repr(controlled)[1:-1]}” has a control character in it")
    folded = frozenset(one for text in written if (one := spelling(text)))
    if not folded:
        raise _Wrong("no name has a letter")
    too_long = next((one for one in folded if len(one) > LONGEST_NAME), None)
    if too_long:
        raise _Wrong(f"the name “{too_long[:20]}…” is longer than {LONGEST_NAME} letters")
    return folded


def _one_of(choices: type[T], column: str, value: str) -> T:
    try:
        return choices(value)  # type: ignore[call-arg]
    except ValueError:
        known: Iterator[str] = iter(choices)  # type: ignore[call-overload]
        raise _Wrong(f"the {column} “{value}” is none of {', '.join(known)}") from None


def _degrees(fields: Fields, column: str, limit: int) -> float | None:
    text = fields[column].replace(",", ".")
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not -limit <= value <= limit:
        raise _Wrong(f"the {column} “{fields[column]}” is not a number of degrees from -{limit} to {limit}")
    return value


def _population(text: str) -> int | None:
    digits = text.replace(" ", "").replace("\N{NO-BREAK SPACE}", "")
    if not digits:
        return None
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 9):
        raise _Wrong(f"the population “{text}” is not a whole number")
    return int(digits)
