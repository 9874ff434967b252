"""The list of erasures, kept beside the database so that no old backup brings an erased person back."""

import os
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.keys import Key
from storage import people as stored_people
from storage.tables.people import accounts, people

_LINE = re.compile(r"(\S+) ([0-9a-f]{64})")
_ACCOUNTS = (
    sa.select(accounts.c.person_id, accounts.c.telegram_id, people.c.created_at)
    .join(people, people.c.id == accounts.c.person_id)
    .execution_options(yield_per=1000)
)


class Erasures:
    """The file `erasures.txt`: a line per erasure, its time and the HMAC of the Telegram id."""

    def __init__(self, folder: Path, key: Key) -> None:
        self.path = folder / "erasures.txt"
        self._key = key

    def remember(self, telegram_id: int, at: datetime) -> None:
        """Add an erasure; it is on the disk when this returns. Call it before the rows are erased."""
        self.path.parent.mkdir(0o700, parents=True, exist_ok=True)
        line = f"{at.astimezone(UTC).isoformat()} {self._key.who(telegram_id)}\n"
        with os.fdopen(os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600), "r+b") as file:
            # A crash may have left half a line: it must not spoil this one.
            if file.seek(0, os.SEEK_END) and not self._ends_a_line(file.fileno()):
                line = f"\n{line}"
            file.write(line.encode())
            file.flush()
            os.fsync(file.fileno())

    @staticmethod
    def _ends_a_line(descriptor: int) -> bool:
        return os.pread(descriptor, 1, os.fstat(descriptor).st_size - 1) == b"\n"

    def times(self) -> dict[str, datetime]:
        """The last erasure of each account, by HMAC."""
        found: dict[str, datetime] = {}
        if self.path.exists():
            for match in filter(None, map(_LINE.fullmatch, self.path.read_text().splitlines())):
                at = datetime.fromisoformat(match[1])
                found[match[2]] = max(at, found.get(match[2], at))
        return found

    def repeat(self, connection: Connection, now: datetime) -> int:
        """Erase each person of the database who was erased after they came; how many."""
        times = self.times()
        if not times:
            return 0
        again = [
            row.person_id
            for row in connection.execute(_ACCOUNTS)
            if _erased_since(times, self._key.who(row.telegram_id), row.created_at)
        ]
        for person_id in again:
            stored_people.erase(connection, person_id, now)
        return len(again)


def _erased_since(times: Mapping[str, datetime], mark: str, moment: datetime) -> bool:
    return mark in times and times[mark] >= moment
