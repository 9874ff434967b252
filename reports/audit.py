"""The log of officials' acts as a table."""

import csv
import io
from collections.abc import Sequence
from datetime import tzinfo

from domain.audit import LoggedAct
from reports.cells import harmless

FILE_NAME = "kenes-audit.csv"
COLUMNS = ("time", "person", "role", "territory", "act", "subject", "details")


def audit_csv(acts: Sequence[LoggedAct], zone: tzinfo) -> bytes:
    """CSV as spreadsheets here open it: UTF-8 with its mark, `;` between cells, local times."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for logged in acts:
        entry = logged.entry
        details = ", ".join(f"{key}={value}" for key, value in entry.details.items() if value is not None)
        cells = (
            entry.at.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S"),
            entry.person_id or "",
            entry.role or "",
            entry.territory_code or "",
            entry.act,
            entry.subject_id,
            details,
        )
        writer.writerow([harmless(str(cell)) for cell in cells])
    return "\N{ZERO WIDTH NO-BREAK SPACE}".encode() + text.getvalue().encode()
