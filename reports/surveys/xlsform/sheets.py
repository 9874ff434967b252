"""The sheets of an XLSForm as rows of cells, and what its columns are called."""

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pyxform.xls2json_backends import get_xlsform

from domain.languages import Language
from domain.spreadsheets import letter
from domain.surveys.importing import MOST_PROBLEMS, FormProblem, WrongForm
from reports.spreadsheets import unreckoned

# A form of 150 questions in three languages unpacks to less than a megabyte.
MOST_BYTES, MOST_UNPACKED = 2_000_000, 12_000_000
MOST_ROWS, MOST_CELLS = 5_000, 100_000
# The sheets in which a formula would be missed, and how wide they are looked at.
_READ, _WIDEST = ("survey", "choices", "settings"), 200
# Word processors put these in place of the quotes that an expression needs.
_QUOTES = str.maketrans({"‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "\u00a0": " "})
# What a column may also be called, by XLSForm's own tables.
_ALSO = {
    "relevance": "relevant",
    "caption": "label",
    "command": "type",
    "tag": "name",
    "value": "name",
    "calculate": "calculation",
    "constraining_message": "constraint_message",
    "requiredmsg": "required_message",
    "readonly": "read_only",
    "list name": "list_name",
    "media::image": "image",
    "media::audio": "audio",
    "media::video": "video",
    "media::big-image": "big-image",
    "bind::relevant": "relevant",
    "bind::required": "required",
    "bind::constraint": "constraint",
    "bind::calculate": "calculation",
    "bind::jr:constraintmsg": "constraint_message",
    "bind::jr:requiredmsg": "required_message",
    "jr:constraintmsg": "constraint_message",
    "jr:requiredmsg": "required_message",
    "control::appearance": "appearance",
    "body::appearance": "appearance",
}
TRANSLATED = frozenset(
    {"label", "hint", "guidance_hint", "constraint_message", "required_message", "image", "big-image", "audio", "video"}
)
_LANGUAGES: Mapping[Language, tuple[str, ...]] = {
    "kk": ("kk", "kaz", "қазақша", "қазақ", "казахский", "kazakh"),
    "ru": ("ru", "rus", "русский", "орысша", "russian"),
    "en": ("en", "eng", "english", "ағылшынша", "английский"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its plain name, the language it is in (None: none said), and what stands above it."""

    name: str
    language: Language | None
    heading: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as a spreadsheet counts, its cells by what stands above them."""

    sheet: str
    number: int
    cells: Mapping[str, str]
    columns: Mapping[str, Column]

    def text(self, name: str) -> str:
        """What stands in a column that is in no language."""
        return next((self.cells[key] for key, column in self.columns.items() if column.name == name), "")

    def expression(self, name: str) -> str:
        """What stands there to be worked out."""
        return self.text(name).translate(_QUOTES).strip()

    def texts(self, name: str, default: Language) -> dict[str, str]:
        """What stands in a column, by language; without one it is in the default language."""
        found: dict[str, str] = {}
        for key, column in self.columns.items():
            if column.name == name and self.cells[key].strip():
                found.setdefault(column.language or default, self.cells[key].strip())
        return found

    def problem(self, column: str, reason: str, **facts: object) -> FormProblem:
        """That something is wrong in this row."""
        heading = next((known.heading for known in self.columns.values() if known.name == column), column)
        return FormProblem(self.sheet, self.number, heading, reason, facts)


@dataclass(frozen=True, slots=True)
class Sheets:
    """The filled rows of the sheets that XLSForm knows, and the names of all sheets that are there."""

    survey: tuple[Row, ...]
    choices: tuple[Row, ...]
    settings: Mapping[str, str]
    names: tuple[str, ...]
    # Every column of the sheets `survey` and `choices`, filled or not.
    columns: tuple[Column, ...]
    entities: bool = False
    external: bool = False


def read_sheets(content: bytes) -> Sheets:
    """The sheets of an `.xlsx`, or of Markdown tables; raises `WrongForm` when it is neither."""
    _check_size(content)
    try:
        _check_formulas(content)
        read = get_xlsform(content, file_type=".xlsx" if content[:2] == b"PK" else ".md")
    except WrongForm:
        raise
    except Exception as error:
        # Whatever a file that is none makes its readers fall with.
        raise WrongForm((FormProblem("", 0, "", "unreadable", {}),)) from error
    if not read.survey:
        if "survey" in (read.sheet_names or ()):
            raise WrongForm((FormProblem("survey", 0, "", "no_questions", {}),))
        there = ", ".join(read.sheet_names or ()) or "-"
        raise WrongForm((FormProblem("survey", 0, "", "no_survey", {"sheets": there}),))
    settings = (read.settings or [{}])[0]
    return Sheets(
        survey=_rows("survey", read.survey),
        choices=_rows("choices", read.choices or ()),
        settings={name.strip().lower().replace(" ", "_"): str(value).strip() for name, value in settings.items()},
        names=tuple(read.sheet_names or ()),
        columns=tuple(
            _plain(heading)
            for head in (read.survey_header, read.choices_header)
            for heading in (head or [{}])[0]
            if heading
        ),
        entities=bool(read.entities),
        external=bool(read.external_choices),
    )


def _check_size(content: bytes) -> None:
    # A small file that unpacks to gigabytes would take the machine down.
    unpacked = len(content)
    if content[:2] == b"PK":
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as packed:
                unpacked = sum(info.file_size for info in packed.infolist())
                if unpacked <= MOST_UNPACKED and _cells(packed) > MOST_CELLS:
                    raise WrongForm((FormProblem("", 0, "", "too_many_rows", {"most": MOST_ROWS}),))
        except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, ValueError) as error:
            raise WrongForm((FormProblem("", 0, "", "unreadable", {}),)) from error
    if len(content) > MOST_BYTES or unpacked > MOST_UNPACKED:
        raise WrongForm((FormProblem("", 0, "", "too_big", {"most": MOST_BYTES // 1_000_000}),))


def _check_formulas(content: bytes) -> None:
    if content[:2] != b"PK":
        return
    found = [
        FormProblem(sheet, row, letter(column), "formula", {})
        for sheet, row, column in unreckoned(content, _WIDEST)
        if sheet in _READ
    ]
    if found:
        raise WrongForm(tuple(found[:MOST_PROBLEMS]))


def _cells(packed: zipfile.ZipFile) -> int:
    # Looked at before anything reads them: a sheet of a million cells would take minutes.
    sheets = [name for name in packed.namelist() if name.startswith("xl/worksheets/") and name.endswith(".xml")]
    return sum(packed.read(name).count(b"<c ") + packed.read(name).count(b"<row") for name in sheets)


def _rows(sheet: str, rows: Sequence[Mapping[str, str]]) -> tuple[Row, ...]:
    if len(rows) > MOST_ROWS:
        raise WrongForm((FormProblem(sheet, 0, "", "too_many_rows", {"most": MOST_ROWS}),))
    known: dict[str, Column] = {}
    found = []
    for number, cells in enumerate(rows, 2):
        filled = {key: str(value) for key, value in cells.items() if key and str(value).strip()}
        if filled:
            known.update((key, _plain(key)) for key in filled if key not in known)
            found.append(Row(sheet, number, filled, {key: known[key] for key in filled}))
    return tuple(found)


def _plain(heading: str) -> Column:
    name = heading.strip()
    if name.lower() in _ALSO:
        return Column(_ALSO[name.lower()], None, heading)
    parts = re.split(r"\s*::?\s*", name)
    if parts[0].lower() == "media" and len(parts) > 1:
        parts = parts[1:]
    first = _ALSO.get(parts[0].lower(), parts[0].lower().replace(" ", "_"))
    if len(parts) == 2 and first in TRANSLATED:
        language = language_of(parts[1])
        return Column(first if language else f"{first}::{parts[1]}", language, heading)
    return Column(first if len(parts) == 1 else name.lower(), None, heading)


def language_of(name: str) -> Language | None:
    """Our language for what a column calls one: `Қазақша (kk)`, `ru`, `English`."""
    said = name.strip().casefold()
    code = re.search(r"\(([a-z]{2,3})(?:[-_][a-z]+)?\)\s*$", said)
    wanted = code[1] if code else said
    return next((language for language, known in _LANGUAGES.items() if wanted in known), None)
