"""Past issues from a table: all or none, history, and nobody is told."""

import io
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest

from actions.issues import answering, counting, importing, reading
from domain.issues.counts import Selection
from domain.issues.imports import COLUMNS, STATES, Column, Known
from domain.issues.issue import Category
from domain.issues.moderation import Pile
from domain.issues.report import Wanted
from domain.issues.states import SUBJECT, IssueState, StepKind
from domain.refusals import Refused
from domain.roles import Role
from domain.spreadsheets import Fault, Sheet, Wrong
from reports.issues import template
from screens.issues import importing as screens
from screens.issues import names
from storage import dates
from tests.actions.conftest import IZENDI, KARAGANDY, NURA, PERVOMAISKIY, ZHARASPAI, Council
from tests.actions.desk_kit import audited, said, tick
from tests.actions.issue_kit import seen, told
from texts import words

ROWS = (
    (
        ZHARASPAI,
        "Ұялы байланыс",
        "Ауылда байланыс жоқ",
        "05.09.2017",
        "шешілді",
        "Beeline қосылды",
        None,
        "15.01.2018",
        560,
    ),
    (
        ZHARASPAI,
        "Врачи и медсёстры",
        "Клиника без врачей",
        "06.09.2017",
        "решено",
        "Приехали врач и медсестра",
        None,
        "01.12.2017",
    ),
    (IZENDI, "mobile", "No signal", "07.09.2017", "in the plan", "653 people will have it", "20.01.2018"),
)


def sheet(*rows: tuple[Any, ...]) -> Sheet:
    filled = (row + (None,) * (len(COLUMNS) - len(row)) for row in rows)
    return Sheet(tuple((number, row) for number, row in enumerate(filled, 2)))


async def takes(council: Council, actor: Any, rows: Sheet, digest: str = "abc") -> int | tuple[Wrong, ...]:
    def known(codes: frozenset[str], categories: Mapping[str, int]) -> Known:
        return Known(categories, screens.states_by_name(), codes, council.ctx(actor).today)

    return await importing.take_over(council.ctx(actor), digest, rows, known)


async def test_past_issues_are_there_with_numbers_days_and_people_and_nobody_is_told(council: Council) -> None:
    staff, akim = await council.with_role(Role.STAFF), await council.with_role(Role.AKIM, ZHARASPAI)
    first = await told(council, await council.person())
    assert await takes(council, staff, sheet(*ROWS)) == 3
    listing = await reading.of_okrug(council.ctx(akim), ZHARASPAI, Wanted())
    by_serial = {row.issue.serial: row.issue for row in listing.rows}
    assert set(by_serial) == {first.issue.serial, 2, 3}
    mobile = by_serial[2]
    assert (mobile.state, mobile.done_on, mobile.reached, mobile.history) == (
        IssueState.SOLVED,
        date(2018, 1, 15),
        560,
        True,
    )
    steps = (await seen(council, akim, mobile.id)).steps
    assert [(one.kind, one.role, one.text) for one in steps] == [
        (StepKind.REPORTED, "resident", None),
        (StepKind.STATE, "akim", "Beeline қосылды"),
    ]
    await tick(council.later(timedelta(days=60)))
    assert await said(council, mobile.id) == []
    for kind in ("answer", "question"):
        assert await council.db.read(dates.moment, SUBJECT, mobile.id, kind) is None
    assert (await answering.piles(council.later(timedelta(days=60)).ctx(staff))).sizes[Pile.OVERDUE] == 1
    assert await audited(council, "import_issues") == [{"issues": 3}]
    counts = await counting.counts(council.ctx(staff), Selection(None, None, None, None))
    assert counts.reached.value == 560


async def test_one_wrong_cell_keeps_all_out_and_the_same_file_comes_once(council: Council) -> None:
    staff = await council.with_role(Role.STAFF)
    broken = (
        *ROWS,
        (ZHARASPAI, "Ұялы байланыс", "Мәтін", "05.09.2017", "шешілді", "Болды", None, "15.01.2018", "пятьсот"),
    )
    assert await takes(council, staff, sheet(*broken)) == (Wrong(1, 5, Column.REACHED, Fault.NOT_A_NUMBER),)
    assert (await reading.of_okrug(council.ctx(await council.person()), ZHARASPAI, Wanted())).total == 0
    assert await takes(council, staff, sheet(*ROWS)) == 3
    with pytest.raises(Refused, match=r"^imported_already$"):
        await takes(council, staff, sheet(*ROWS))
    with pytest.raises(Refused, match=r"^import_empty$"):
        await takes(council, staff, Sheet(), "other")


async def test_staff_of_an_oblast_take_over_what_is_theirs_and_others_nothing(council: Council) -> None:
    staff = await council.with_role(Role.STAFF, KARAGANDY)
    elsewhere = (PERVOMAISKIY, *ROWS[0][1:])
    assert await takes(council, staff, sheet(elsewhere)) == (Wrong(1, 2, Column.TERRITORY, Fault.UNKNOWN),)
    # A rayon is no okrug.
    assert await takes(council, staff, sheet((NURA, *ROWS[0][1:]))) == (Wrong(1, 2, Column.TERRITORY, Fault.UNKNOWN),)
    akim = await council.with_role(Role.AKIM, ZHARASPAI)
    with pytest.raises(Refused, match=r"^not_allowed$"):
        await takes(council, akim, sheet(*ROWS))


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
async def test_the_empty_table_names_everything_in_its_language_and_is_read_back(
    council: Council, language: str
) -> None:
    staff = await council.with_role(Role.STAFF)
    okrugs, categories = await importing.lists(council.ctx(staff))
    spoken = words(language)

    def called(one: Category) -> str:
        return names.category(spoken, one)

    content = template.template(
        spoken,
        template.Names(
            {column: screens.column(spoken, column) for column in Column},
            [called(one) for one in categories],
            [screens.state(spoken, state) for state in STATES],
        ),
        okrugs,
    )
    assert template.read_table(content) == Sheet()
    book = openpyxl.load_workbook(io.BytesIO(content))
    lists = list(book.worksheets[1].values)
    page = book.worksheets[0]
    for column, value in enumerate((ZHARASPAI, lists[1][1], "Сөз", date(2017, 9, 5), lists[1][2]), 1):
        page.cell(2, column, value)
    filled = io.BytesIO()
    book.save(filled)
    assert await takes(council, staff, template.read_table(filled.getvalue())) == 1
    assert len(okrugs) == 10
