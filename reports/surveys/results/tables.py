"""Raw answers as CSV: codes or labels, for spreadsheets and programs alike."""

import csv
import io

from domain.languages import Language
from domain.summaries.raw import Raw
from reports.cells import harmless
from reports.surveys.results.raw import cells, fields, in_words


def table(raw: Raw, language: Language, *, labels: bool) -> bytes:
    """The answers as CSV: UTF-8 with its mark and semicolons, so that a spreadsheet in Kazakh or Russian opens it.

    Cells that a spreadsheet would run are defused.
    """
    content = io.StringIO()
    writer = csv.writer(content, delimiter=";", lineterminator="\r\n")
    columns = fields(raw, language)
    writer.writerow([harmless(one.label if labels else one.code) for one in columns])
    meanings = [one.labels(language) or (dict(raw.called) if one.question is None else {}) for one in columns]
    for row in cells(raw, columns):
        shown = [
            in_words(cell, one, known) if labels else cell
            for cell, one, known in zip(row, columns, meanings, strict=True)
        ]
        writer.writerow(["" if cell is None else harmless(cell) if isinstance(cell, str) else cell for cell in shown])
    return content.getvalue().encode("utf-8-sig")
