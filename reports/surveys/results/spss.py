"""Raw answers as a file of SPSS, with labels of columns and of values; needs the optional library."""

import importlib.util
import tempfile
from pathlib import Path
from typing import Any

from domain.languages import Language
from domain.summaries.raw import Raw
from domain.surveys.forms import QuestionKind
from reports.surveys.results.raw import Field, cells, fields

# SPSS knows no point, slash or at-sign in a name.
_PLAIN = str.maketrans({"/": "_", "@": "t_", "-": "_", ".": "_"})
LONGEST_NAME, LONGEST_LABEL = 64, 255


def there() -> bool:
    """Whether the library is installed: `pip install kenes[spss]`."""
    return importlib.util.find_spec("pyreadstat") is not None


def file(raw: Raw, language: Language) -> bytes:
    """The answers as `.sav`: choices are numbers with their labels, as SPSS counts them."""
    import pandas
    import pyreadstat

    columns = fields(raw, language)
    names = _names(columns)
    codes = [_numbers(one, language) for one in columns]
    rows = [
        [_value(cell, one, known) for cell, one, known in zip(row, columns, codes, strict=True)]
        for row in cells(raw, columns)
    ]
    frame = pandas.DataFrame(rows, columns=names)
    labels = {name: dict(known.values()) for name, known in zip(names, codes, strict=True) if known}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "answers.sav"
        pyreadstat.write_sav(
            frame,
            str(path),
            column_labels=[one.label[:LONGEST_LABEL] for one in columns],
            variable_value_labels=labels,
        )
        return path.read_bytes()


def _names(columns: tuple[Field, ...]) -> list[str]:
    found: list[str] = []
    for one in columns:
        name = one.code.translate(_PLAIN)[:LONGEST_NAME]
        while name in found:
            name = f"{name[: LONGEST_NAME - 2]}_2"
        found.append(name)
    return found


def _numbers(one: Field, language: Language) -> dict[str, tuple[float, str]]:
    """The number and the label of each choice of a question with one choice."""
    if one.question is None or one.question.kind is not QuestionKind.SELECT_ONE:
        return {}
    return {name: (float(at), label[:120]) for at, (name, label) in enumerate(one.labels(language).items(), 1)}


def _value(cell: str | int | float | None, one: Field, known: dict[str, tuple[float, str]]) -> Any:
    if known:
        return known[cell][0] if isinstance(cell, str) and cell in known else None
    if one.numeric:
        return None if cell is None else float(cell)
    return "" if cell is None else str(cell)
