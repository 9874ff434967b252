"""What was before the bot: staff fill the table of past events in and send it back."""

import io
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import openpyxl

from sandbox.history.cast import FARIDA, Chapter
from sandbox.play import Person, Stage

PILOTS = (
    *("634030000", "634037000", "634051000", "636857000", "636837000"),
    *("355230000", "355249000", "355253000", "355243000", "355261000"),
)
# The committee sat with its three groups, in three rounds.
ROUNDS = (
    (date(2017, 9, 4), "Қажеттілік, SWOT және болашақ", "Потребности, SWOT и видение"),
    (date(2017, 10, 9), "Стратегиялық мақсаттар", "Стратегические цели"),
    (date(2017, 12, 4), "Іс-шаралар жоспары", "План действий"),
)
AREAS = ("economy", "social", "engineering")
# kind, day, place, people, at least, women in a hundred, Kazakh, Russian
OTHERS = (
    ("training", date(2017, 6, 22), "Астана", 70, "yes", 40, "Инклюзивті жоспарлауға үйрету", "Обучение планированию"),
    ("training", date(2018, 4, 10), "Қарағанды", 23, None, None, "Әкімдерге арналған тренинг", "Тренинг для акимов"),
    ("master_class", date(2018, 1, 23), "Қарағанды", 20, None, None, "Шеберлік сабағы", "Мастер-класс"),
    ("master_class", date(2018, 1, 24), "Қарағанды", 40, None, None, "Шеберлік сабағы", "Мастер-класс"),
    ("round_table", date(2018, 6, 20), "Өскемен", 30, "yes", None, "Дөңгелек үстел", "Круглый стол"),
    ("steering", date(2018, 9, 25), "Астана", None, None, None, "Үшінші отырыс", "Третье заседание"),
    ("study_tour", date(2018, 1, 21), "Болгария", 8, None, None, "Танысу сапары", "Ознакомительная поездка"),
    ("awards", date(2018, 12, 6), "Өскемен", None, None, None, "Марапаттау", "Награждение"),
    ("awards", date(2018, 12, 11), "Нұра", None, None, None, "Марапаттау", "Награждение"),
)
Cells = Sequence[object]


async def farida_takes_past_events_over(stage: Stage) -> None:
    """Farida fills in the table of past events, ninety planning meetings among them, and sends it back."""
    farida = await stage.meet(FARIDA)
    await farida.says("/meetings")
    await farida.chooses("go1:import_meetings")
    people = (None, None, 300, "yes", None, date(2017, 8, 1), date(2018, 1, 31), "жоба жаңалықтары")
    table = filled(await template(farida), [*planning(), *others()], [people])
    await farida.sends_document(table, name="events.xlsx")


def planning() -> Iterator[Cells]:
    """The planning meetings: nine in each territory; nobody wrote down how many came to each."""
    for code in PILOTS:
        for first, kazakh, russian in ROUNDS:
            for number, area in enumerate(AREAS):
                yield "group", area, code, kazakh, russian, None, first + timedelta(days=number)


def others() -> Iterator[Cells]:
    """The events besides."""
    for kind, day, place, people, at_least, percent, kazakh, russian in OTHERS:
        yield kind, None, None, kazakh, russian, None, day, None, place, people, at_least, None, percent


async def template(person: Person) -> bytes:
    """The empty table that has just come."""
    if person.last is None:
        raise AssertionError("No table has come.")
    return await person.file(person.last)


def filled(table: bytes, *sheets: Sequence[Cells]) -> bytes:
    """The table with these rows in its sheets."""
    book = openpyxl.load_workbook(io.BytesIO(table))
    for sheet, rows in zip(book.worksheets, sheets, strict=False):
        for row in rows:
            sheet.append(list(row))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


CHAPTERS: tuple[Chapter, ...] = (farida_takes_past_events_over,)
