"""Making the files of a survey of up to 100,000 people: raw answers beside the bare library, the page, the picture.

Each figure comes from a process of its own, so that its peak memory is its own.
"""

import asyncio
import contextlib
import io
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import xlsxwriter

from benchmarks.summaries import DAY, SURVEY, form
from domain.summaries.figures import Reader, make
from domain.summaries.printed import Printed
from domain.summaries.raw import Raw, traits_of
from domain.summaries.reading import summarise
from domain.summaries.summary import Facts
from domain.surveys.survey import Kept, Options
from reports.surveys.printed import printed
from reports.surveys.results import book, page, pictures
from reports.surveys.results.raw import cells, fields, in_words
from storage.database import Connection, open_database
from storage.surveys import counting, raw, surveys
from texts import words

SIZES = (1_000, 10_000, 100_000)
Cell = str | int | float | None


def run() -> list[str]:
    """The lines of each size."""
    lines = []
    with tempfile.TemporaryDirectory(prefix="kenes-bench-") as folder:
        for size in SIZES:
            url = f"sqlite:///{Path(folder) / f'{size}.db'}"
            subprocess.run([sys.executable, "-m", "benchmarks.summaries", "fill", str(size), url], check=True)  # noqa: S603
            ours, bare = (_said("ours", url), _said("bare", url))
            lines.append(
                f"{size:,} people × 10 questions, workbook with codes and labels: {ours[0]:.2f} s, the same cells by "
                f"the bare library {bare[0]:.2f} s: {ours[0] / bare[0]:.2f} times (CPU {ours[1] / bare[1]:.2f} times); "
                f"memory added {ours[2]:.0f} MB, by the bare library {bare[2]:.0f} MB; "
                f"counting them and reading them before {ours[3]:.2f} s, {ours[4]:.0f} MB"
            )
            pdf, png = _said("pdf", url), _said("png", url)
            lines.append(
                f"{size:,} people: page as PDF {pdf[0]:.2f} s, {pdf[2]:.0f} MB added; picture {png[0]:.2f} s, "
                f"{png[2]:.0f} MB added"
            )
    return lines


def _said(which: str, url: str) -> list[float]:
    command = [sys.executable, "-m", "benchmarks.survey_files", which, url]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - ourselves
    return [float(word) for word in done.stdout.split()]


def _read(connection: Connection) -> tuple[Printed, Raw]:
    found = surveys.survey(connection, SURVEY)
    if found is None:
        raise LookupError(SURVEY)
    lines = form()
    counted = counting.count(connection, found, lines)
    okrugs = {one.okrug: one.okrug for one in counted.segments.values() if one.okrug}
    figures = make(counted, lines, Options(crosses=((Kept.OKRUG, Kept.SEX),)), okrugs, {})
    its = printed(words("kk"), summarise(figures, lines, Facts(SURVEY, None, False, 1, DAY), Reader.STAFF), {})
    return its, Raw(lines, traits_of(tuple(Kept)), ())


def _bare(rows: list[list[list[Cell]]]) -> bytes:
    """The same cells by the library alone, as its manual tells for large files."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"constant_memory": True, "strings_to_formulas": False}) as workbook:
        for at, sheet in enumerate([workbook.add_worksheet() for _ in rows[0]]):
            for number, row in enumerate(rows):
                for column, cell in enumerate(row[at]):
                    if cell is not None:
                        sheet.write(number, column, cell)
    return content.getvalue()


def _cells_of(all_of_it: Raw) -> Iterator[list[list[Cell]]]:
    columns = fields(all_of_it, "kk")
    meanings = [one.labels("kk") for one in columns]
    for row in cells(all_of_it, columns):
        yield [row, [in_words(cell, one, known) for cell, one, known in zip(row, columns, meanings, strict=True)]]


async def _one(which: str, url: str) -> str:
    with contextlib.closing(_Timed()) as reading:
        database = open_database(url)
        its, described = await database.read(_read)
        rows = await database.read(raw.rows, SURVEY, described.form) if which in ("ours", "bare") else []
        await database.close()
    answers = Raw(described.form, described.traits, rows)
    plain = list(_cells_of(answers)) if which == "bare" else []
    with contextlib.closing(_Timed()) as making:
        if which == "ours":
            book.book(words("kk"), its, answers)
        elif which == "bare":
            _bare(plain)
        elif which == "pdf":
            page.page(its)
        else:
            pictures.picture(its, pictures.drawn(its))
    return f"{making.clock} {making.cpu} {making.memory} {reading.clock} {reading.memory}"


class _Timed:
    """Seconds, seconds of CPU and MB of peak memory since it was made, once it is closed."""

    def __init__(self) -> None:
        self._began = time.perf_counter(), time.process_time(), _peak()
        self.clock = self.cpu = self.memory = 0.0

    def close(self) -> None:
        clock, cpu, memory = self._began
        self.clock, self.cpu = time.perf_counter() - clock, time.process_time() - cpu
        self.memory = _peak() - memory


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _main(arguments: list[str]) -> None:
    print(asyncio.run(_one(*arguments)) if arguments else "\n".join(run()))


if __name__ == "__main__":
    _main(sys.argv[1:])
