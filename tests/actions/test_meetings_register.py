"""The register prints the figures of the field; past events come in all or not at all, and tell nobody."""

from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa

from actions.meetings import register as actions
from domain.event_imports import Column, Imported, Known
from domain.meetings import MeetingKind
from domain.refusals import Refused
from domain.registers import Count, Selection
from domain.roles import Area, Role
from domain.spreadsheets import Fault, Sheet, Wrong
from storage import territories
from storage.tables.dates import dates
from storage.tables.meetings import meetings
from storage.tables.outbox import notices
from tests.actions.conftest import IZENDI, KARAGANDY, NOW, PERVOMAISKIY, ZHARASPAI, Council
from tests.actions.meeting_kit import akim

Cells = tuple[object, ...]


def event(kind: str, code: object, day: object, *, people: object = None, area: str = "", **more: object) -> Cells:
    return (
        kind,
        area,
        code,
        None,
        more.get("title", "Событие"),
        None,
        day,
        more.get("clock"),
        None,
        people,
        more.get("at_least"),
        more.get("women"),
        more.get("percent"),
    )


def figure(people: object, source: str, *, at_least: str = "", code: str = "") -> Cells:
    return (code, None, people, at_least, None, date(2017, 8, 1), date(2018, 1, 31), source)


def sheet(*rows: Cells) -> Sheet:
    return Sheet(tuple(enumerate(rows, 2)))


def known(codes: frozenset[str]) -> Known:
    return Known(
        {kind.value: kind for kind in MeetingKind},
        {area.value: area for area in Area},
        frozenset({"да"}),
        codes,
        date(2026, 11, 24),
    )


async def pilots(council: Council) -> list[str]:
    found = await council.db.read(territories.homes)
    return sorted(home.code for home in found)


async def number_of(council: Council, table: sa.Table) -> int:
    query = sa.select(sa.func.count()).select_from(table)
    return int(await council.db.read(lambda connection: connection.execute(query).scalar_one()))


async def field(council: Council) -> tuple[Sheet, Sheet]:
    """What the news tell: nine meetings in each of ten territories, and the events besides."""
    rounds = (date(2017, 9, 4), date(2017, 10, 9), date(2017, 12, 4))
    planning = [
        event("group", code, day + timedelta(days=number), area=area)
        for code in await pilots(council)
        for day in rounds
        for number, area in enumerate(("economy", "social", "engineering"))
    ]
    others = [
        event("training", "", date(2017, 6, 22), people=70, at_least="да", percent=40),
        event("training", "", date(2018, 4, 10), people=23),
        event("master_class", "", date(2018, 5, 15), people=20),
        event("master_class", "", date(2018, 5, 16), people=40),
        event("round_table", "", date(2018, 6, 20), people=30, at_least="да"),
        event("steering", "", "25.09.2018"),
        event("study_tour", "", date(2018, 7, 2), people=8),
        event("awards", "", date(2018, 12, 6)),
        event("awards", "", date(2018, 12, 11)),
    ]
    return sheet(*planning, *others), sheet(figure(300, "новости проекта, январь 2018", at_least="да"))


async def test_the_register_prints_the_figures_of_the_field(council: Council) -> None:
    farida = await council.with_role(Role.STAFF)
    events, figures = await field(council)
    taken = await actions.take_over(council.ctx(farida), "a" * 64, events, figures, known)
    assert isinstance(taken, Imported)
    found = await actions.register(council.ctx(farida), Selection())
    kinds = {line.key: line for line in found.by_kind}
    assert kinds["group"].meetings == 90
    assert [line.meetings for line in found.by_territory if line.key] == [9] * 10
    assert kinds["master_class"].attendances == Count(60)
    assert kinds["round_table"].attendances == Count(30, at_least=True)
    assert (kinds["study_tour"].attendances, kinds["awards"].meetings) == (Count(8), 2)

    first = await actions.register(council.ctx(farida), Selection(MeetingKind.TRAINING, until=date(2017, 12, 31)))
    assert first.total.attendances == Count(70, at_least=True)
    assert (first.total.women.percent, first.total.women.base) == (40, Count(70, at_least=True))
    both = await actions.register(council.ctx(farida), Selection(MeetingKind.TRAINING))
    assert both.total.attendances == Count(93, at_least=True)
    assert both.total.women.base == Count(70, at_least=True)

    # People are another figure than attendances: it is entered with its source, and no sum.
    assert found.named_people == 0
    assert [(one.people, one.source) for one in found.entered_people] == [
        (Count(300, at_least=True), "новости проекта, январь 2018")
    ]
    planning = await actions.register(council.ctx(farida), Selection(since=date(2017, 8, 1), until=date(2018, 1, 31)))
    assert planning.total.meetings == 90
    assert len(planning.entered_people) == 1
    assert (await actions.register(council.ctx(farida), Selection(since=date(2018, 1, 1)))).entered_people == ()


async def test_past_events_tell_nobody_and_have_no_ladder(council: Council) -> None:
    farida = await council.with_role(Role.STAFF)
    events, figures = await field(council)
    await actions.take_over(council.ctx(farida), "a" * 64, events, figures, known)
    assert [await number_of(council, table) for table in (notices, dates, meetings)] == [0, 0, 99]
    with pytest.raises(Refused, match="imported_already"):
        await actions.take_over(council.ctx(farida), "a" * 64, events, figures, known)
    assert (await actions.register(council.ctx(farida), Selection())).total.meetings == 99


async def test_one_wrong_cell_keeps_everything_out_and_each_is_named(council: Council) -> None:
    farida = await council.with_role(Role.STAFF)
    events = sheet(
        event("training", ZHARASPAI, date(2017, 6, 22), people=70),
        event("party", "000000000", "вчера", people="много"),
        event("group", 355243000.0, date(2027, 1, 1), people=5, women=6, percent=10, clock="25:00"),
        event("training", "", None, people=None, percent=101, title=" "),
    )
    wrong = await actions.take_over(council.ctx(farida), "b" * 64, events, sheet(figure("x", "")), known)
    assert not isinstance(wrong, Imported)
    assert set(wrong) == {
        Wrong(1, 3, Column.KIND, Fault.UNKNOWN),
        Wrong(1, 3, Column.TERRITORY, Fault.UNKNOWN),
        Wrong(1, 3, Column.DAY, Fault.NOT_A_DATE),
        Wrong(1, 3, Column.PEOPLE, Fault.NOT_A_NUMBER),
        Wrong(1, 4, Column.AREA, Fault.MISSING),
        Wrong(1, 4, Column.DAY, Fault.NOT_YET),
        Wrong(1, 4, Column.CLOCK, Fault.NOT_A_TIME),
        Wrong(1, 4, Column.WOMEN_PERCENT, Fault.TWICE_WOMEN),
        Wrong(1, 4, Column.WOMEN, Fault.TOO_LARGE),
        Wrong(1, 5, Column.TITLE_KK, Fault.MISSING),
        Wrong(1, 5, Column.DAY, Fault.MISSING),
        Wrong(1, 5, Column.WOMEN_PERCENT, Fault.TOO_LARGE),
        Wrong(1, 5, Column.PEOPLE, Fault.MISSING),
        Wrong(2, 2, Column.PEOPLE, Fault.NOT_A_NUMBER),
        Wrong(2, 2, Column.SOURCE, Fault.MISSING),
    }
    assert await number_of(council, meetings) == 0


async def test_an_akim_reads_the_okrug_and_imports_nothing(council: Council) -> None:
    farida, daniyar = await council.with_role(Role.STAFF), await akim(council)
    aigul = await council.person()
    events, figures = await field(council)
    await actions.take_over(council.ctx(farida), "a" * 64, events, figures, known)
    mine = await actions.register(council.ctx(daniyar), Selection())
    assert mine.total.meetings == 9
    assert mine.entered_people == ()
    assert {record.territory_code for record in mine.records} == {ZHARASPAI}
    assert mine.territory is not None
    assert "Жараспай" in mine.territory.in_("kk")
    assert (await actions.register(council.ctx(daniyar), Selection(territory_code=ZHARASPAI))).total.meetings == 9
    for code in (IZENDI, PERVOMAISKIY, KARAGANDY):
        with pytest.raises(Refused, match="not_allowed"):
            await actions.register(council.ctx(daniyar), Selection(territory_code=code))
    for actor in (daniyar, aigul):
        with pytest.raises(Refused, match="not_allowed"):
            await actions.take_over(council.ctx(actor), "c" * 64, events, figures, known)
    with pytest.raises(Refused, match="not_allowed"):
        await actions.register(council.ctx(aigul), Selection())


async def test_staff_of_an_oblast_import_only_there(council: Council) -> None:
    farida = await council.with_role(Role.STAFF, KARAGANDY)
    mine = sheet(event("training", ZHARASPAI, date(2017, 6, 22), people=70))
    assert isinstance(await actions.take_over(council.ctx(farida), "1" * 64, mine, Sheet(), known), Imported)
    other = sheet(event("training", PERVOMAISKIY, datetime(2017, 6, 22), people=70))  # noqa: DTZ001 (as a cell holds it)
    assert await actions.take_over(council.ctx(farida), "2" * 64, other, Sheet(), known) == (
        Wrong(1, 2, Column.TERRITORY, Fault.UNKNOWN),
    )
    everywhere = sheet(event("training", "", date(2017, 6, 22)))
    with pytest.raises(Refused, match="not_allowed"):
        await actions.take_over(council.ctx(farida), "3" * 64, everywhere, Sheet(), known)
    codes = {okrug.code for okrug in await actions.okrugs(council.ctx(farida))}
    assert ZHARASPAI in codes
    assert PERVOMAISKIY not in codes
    assert (await actions.download(council.ctx(farida), Selection())).total.meetings == 1
    assert council.now == NOW
