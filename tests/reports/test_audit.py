"""The log as a table that opens in the spreadsheets people have, and runs nothing there."""

import csv
import io
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from domain.audit import Entry, LoggedAct
from reports.audit import COLUMNS, FILE_NAME, audit_csv
from reports.cells import harmless

NOW = datetime(2026, 11, 24, 19, 30, 5, tzinfo=UTC)
ALMATY = ZoneInfo("Asia/Almaty")


def read(*entries: Entry) -> list[list[str]]:
    content = audit_csv([LoggedAct(entry, None) for entry in entries], ALMATY)
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_a_spreadsheet_reads_back_what_was_logged_in_local_time() -> None:
    details = {"role": "akim", "area": None, "note": 'a;b "c"\nd'}
    heading, row, cli = read(
        Entry(2, NOW, 7, "staff", "355243000", "give_role", "invite 3", details),
        Entry(1, NOW, None, None, None, "give_role", "invite 2", {}),
    )
    assert heading == list(COLUMNS) == ["time", "person", "role", "territory", "act", "subject", "details"]
    assert row[:6] == ["2026-11-25 00:30:05", "7", "staff", "355243000", "give_role", "invite 3"]
    assert row[6] == 'role=akim, note=a;b "c"\nd'
    assert cli == ["2026-11-25 00:30:05", "", "", "", "give_role", "invite 2", ""]
    assert FILE_NAME.endswith(".csv")


def test_an_empty_log_is_its_heading() -> None:
    assert read() == [list(COLUMNS)]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_what_a_spreadsheet_would_run_is_text(start: str) -> None:
    hostile = f"{start}cmd|'/c calc'!A1"
    assert harmless(hostile) == f"'{hostile}"
    (_, row) = read(Entry(1, NOW, 7, hostile, "355243000", "give_role", hostile, {}))
    assert row[2].startswith("'")
    assert row[5].startswith("'")
    assert harmless("355243000") == "355243000"
    assert harmless("") == ""
