"""Words to watch: beginnings of words that hold a report until somebody looked."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from domain.issues.moderation import Watched
from domain.languages import language_of
from domain.spelling import fold
from storage import facts
from storage.tables.issues import watched_words as table

SEEDED = "watched_words_seeded"
PAGE = 24


def read_seed(path: Path) -> list[Watched]:
    """The words of a seed file, folded."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [(fold(row["word"]), language_of(row["language"])) for row in csv.DictReader(file)]
    return [Watched(word, language) for word, language in rows if language is not None]


def seeded(connection: Connection) -> bool:
    """Whether the seed was laid: what staff took out of it does not come back."""
    return facts.fact(connection, SEEDED) is not None


def seed(connection: Connection, words: Iterable[Watched]) -> None:
    """Lay the seed, once."""
    if not seeded(connection):
        add(connection, words)
        facts.set_fact(connection, SEEDED, "yes")


def add(connection: Connection, words: Iterable[Watched]) -> int:
    """Watch these words too; how many were not watched yet."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    added = 0
    for word in words:
        insert = dialect.insert(table).values(folded=word.folded, language=word.language)
        added += connection.execute(insert.on_conflict_do_nothing(index_elements=["folded"])).rowcount
    return added


def drop(connection: Connection, folded: str) -> bool:
    """Watch a word no more; whether it was watched."""
    return connection.execute(table.delete().where(table.c.folded == folded)).rowcount == 1


def every(connection: Connection) -> Sequence[Watched]:
    """All of them, by language and alphabet."""
    rows = connection.execute(sa.select(table).order_by(table.c.language, table.c.folded))
    return [Watched(row.folded, row.language) for row in rows]
