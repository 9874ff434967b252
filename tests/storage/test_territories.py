"""Territories in a database: what a file changes, what menus and the search read."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.editions import BadFile, Edition
from domain.languages import Localized
from domain.search import TerritoryIndex
from domain.territories import Kind, Level, Territory
from storage import facts, territories, territory_files
from storage.database import Database
from storage.tables.people import people
from storage.tables.territories import territories as table
from storage.tables.territories import territory_spellings
from tests.country import HEADER, kato_csv

NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
SEED = Path(__file__).parents[2] / "seed" / "territories.csv"
OWN_HEADER = ",".join(territory_files.OWN_COLUMNS)

KATO = f"""{HEADER}
350000000,NK RK 11-2025,oblast,0,Карагандинская область,Қарағанды облысы
355200000,NK RK 11-2025,district,2,Нуринский район,Нұра ауданы
355220100,NK RK 11-2025,settlement,1,г.Дала,Дала қ.
355230000,NK RK 11-2025,sub_district,1,п.а.Нура,Нұра к.ә.
355230100,NK RK 11-2025,settlement,1,п.Нура,Нұра к.
355243000,NK RK 11-2025,sub_district,2,Жараспайский с.о.,Жараспай а.о.
355243100,NK RK 11-2025,settlement,2,с.Жараспай,Жараспай а.
355253000,NK RK 11-2025,sub_district,2,Кенжарыкский с.о.,Кеңжарық а.о.
355253100,NK RK 11-2025,settlement,2,с.Изенды,Ізенді а.
"""
OWN = f"""{OWN_HEADER}
350000000,,oblast,oblast,Қарағанды облысы,Карагандинская область,Karagandy,,,,
355200000,350000000,rayon,rayon,Нұра ауданы,Нуринский район,Nura rayon,,,,
355253000,355200000,okrug,rural_okrug,Ізенді,Изенди,Izendi,Izendy|Изенде,1 200,"50,1",71.5
"""


def kato(text: str = KATO) -> Edition:
    return territory_files.read(text.encode())


def own(text: str = OWN) -> Edition:
    return territory_files.read(text.encode())


def rows_of(connection: Connection) -> tuple[list[object], list[object]]:
    return (
        [*connection.execute(sa.select(table).order_by(table.c.code)).mappings()],
        [*connection.execute(sa.select(territory_spellings).order_by(*territory_spellings.c)).all()],
    )


def settle(connection: Connection, code: str) -> None:
    connection.execute(people.insert(), {"okrug_code": code, "created_at": NOW})


def homes_of_people(connection: Connection) -> list[str]:
    return list(connection.scalars(sa.select(people.c.okrug_code)))


async def load(database: Database, *editions: Edition, now: datetime = NOW) -> territories.Loaded:
    for edition in editions:
        loaded = await database.write(territories.load, edition, now)
    return loaded


async def get(database: Database, code: str) -> Territory:
    found = await database.read(territories.territory, code)
    assert found is not None
    return found


async def test_the_pilots_of_a_fresh_installation(database: Database) -> None:
    await load(database, territory_files.read_file(SEED))
    count = await database.read(territories.count)
    assert count == {Level.OBLAST: 2, Level.RAYON: 3, Level.OKRUG: 10, Level.SETTLEMENT: 10}
    index = TerritoryIndex(await database.read(territories.homes))
    for typed, code in {
        **{"Glubokoye": "634030000", "Белоусовка": "634037000", "Kozhokhovskiy": "634051000"},
        **{"Pervomayskiy": "636857000", "Volchanskiy": "636837000", "Kiyevka": "355230000", "Акмешит": "355249000"},
        **{"Изенди": "355253000", "Кенжарыкский с.о.": "355253000", "Zharaspai": "355243000"},
        **{"Mynbayeva": "355261000", "Қорғанжар а.о.": "355261000", "Кәрім Мыңбаев": "355261000"},
    }.items():
        assert index.search(typed) == (code,), typed


async def test_the_pilots_have_names_in_three_languages_and_a_settlement_each(database: Database) -> None:
    await load(database, territory_files.read_file(SEED))
    for oblast in await database.read(territories.oblasts_with_okrugs):
        for rayon in await database.read(territories.children, oblast.code):
            for okrug in await database.read(territories.children, rayon.code):
                assert not okrug.names.missing()
                assert okrug.level is Level.OKRUG
                assert okrug.path == f"/{oblast.code}/{rayon.code}/{okrug.code}/"
                assert len(await database.read(territories.villages, okrug.code)) == 1


async def test_a_kato_file(database: Database) -> None:
    loaded = await load(database, kato())
    assert (loaded.rows, loaded.added, loaded.changed, loaded.retired) == (9, 9, 0, 0)
    assert await get(database, "355253000") == Territory(
        "355253000",
        "355200000",
        Level.OKRUG,
        Kind.RURAL_OKRUG,
        Localized("Кеңжарық а.о.", "Кенжарыкский с.о.", "Kenzharyk rural okrug"),
        "/350000000/355200000/355253000/",
    )
    assert (await get(database, "355230000")).kind is Kind.TOWNSHIP
    assert (await get(database, "355230100")).parent == "355230000"


async def test_a_town_that_no_okrug_holds_is_a_home_of_its_own(database: Database) -> None:
    await load(database, kato())
    town = await get(database, "355220100")
    assert (town.parent, town.level, town.kind) == ("355200000", Level.OKRUG, Kind.CITY)
    assert TerritoryIndex(await database.read(territories.homes)).search("дала") == ("355220100",)
    okrug = "355220000,NK RK 12-2026,sub_district,1,Далинская г.а.,Дала қ.ә.\n"
    await load(database, kato(KATO + okrug))
    town = await get(database, "355220100")
    assert (town.parent, town.level) == ("355220000", Level.SETTLEMENT)


async def test_a_file_twice_gives_the_same_rows(database: Database) -> None:
    await load(database, own(), kato())
    before = await database.read(rows_of)
    loaded = await load(database, own(), kato(), now=NOW + timedelta(days=1))
    assert (loaded.added, loaded.changed, loaded.retired, loaded.spellings) == (0, 0, 0, 0)
    assert await database.read(rows_of) == before


async def test_searches_in_memory_learn_of_a_change_and_only_of_one(database: Database) -> None:
    await load(database, kato())
    assert await database.read(facts.fact, facts.TERRITORIES_LOADED) == NOW.isoformat()
    later = NOW + timedelta(days=1)
    await load(database, kato(), now=later)
    assert await database.read(facts.fact, facts.TERRITORIES_LOADED) == NOW.isoformat()
    await load(database, own(), now=later)
    assert await database.read(facts.fact, facts.TERRITORIES_LOADED) == later.isoformat()


async def test_a_renamed_okrug_keeps_its_residents_and_its_old_name_finds_it(database: Database) -> None:
    await load(database, kato())
    await database.write(settle, "355243000")
    loaded = await load(database, kato(KATO.replace("Жараспай", "Бейбарыс")))
    assert (loaded.added, loaded.changed, loaded.retired) == (0, 2, 0)
    assert (await get(database, "355243000")).names.kk == "Бейбарыс а.о."
    assert await database.read(homes_of_people) == ["355243000"]
    index = TerritoryIndex(await database.read(territories.homes))
    assert index.search("Жараспай") == index.search("Бейбарыс") == ("355243000",)


async def test_what_a_new_edition_lacks_is_retired_and_returns(database: Database) -> None:
    await load(database, kato())
    await database.write(settle, "355243000")
    smaller = kato("\n".join(line for line in KATO.splitlines() if "Жараспай" not in line))
    assert (await load(database, smaller)).retired == 2
    assert (await get(database, "355243000")).retired
    assert await database.read(homes_of_people) == ["355243000"]
    assert TerritoryIndex(await database.read(territories.homes)).search("Жараспай") == ()
    assert "355243000" not in {one.code for one in await database.read(territories.children, "355200000")}
    later = await load(database, smaller, now=NOW + timedelta(days=9))
    assert (later.retired, later.changed) == (0, 0)
    assert await database.read(retired_since) == [NOW, NOW]
    assert (await load(database, kato())).changed == 2
    assert not (await get(database, "355243000")).retired


async def test_a_village_of_a_retired_okrug_becomes_a_home_under_the_rayon(database: Database) -> None:
    await load(database, kato(), kato("\n".join(line for line in KATO.splitlines() if "355253000" not in line)))
    village = await get(database, "355253100")
    assert (village.parent, village.level) == ("355200000", Level.OKRUG)


def retired_since(connection: Connection) -> list[datetime | None]:
    return list(connection.scalars(sa.select(table.c.retired_at).where(table.c.retired_at.is_not(None))))


@pytest.mark.parametrize("own_first", [True, False])
async def test_our_own_kind_and_names_win_and_katos_names_still_find(database: Database, own_first: bool) -> None:
    await load(database, *((own(), kato()) if own_first else (kato(), own())))
    okrug = await get(database, "355253000")
    assert okrug.names == Localized("Ізенді", "Изенди", "Izendi")
    assert (okrug.population, okrug.latitude, okrug.longitude) == (1200, 50.1, 71.5)
    index = TerritoryIndex(await database.read(territories.homes))
    assert all(index.search(typed) == ("355253000",) for typed in ("Izendy", "Изенди", "Кеңжарық а.о.", "с.Изенды"))


async def test_katos_next_edition_does_not_retire_our_own(database: Database) -> None:
    await load(database, own(), kato("\n".join(line for line in KATO.splitlines() if "35525" not in line)))
    assert not (await get(database, "355253000")).retired


async def test_a_moved_okrug_takes_its_villages_along(database: Database) -> None:
    await load(database, kato())
    moved = OWN + "X1,350000000,rayon,rayon,Жаңа ауданы,Новый район,,,,,\n"
    await load(database, own(moved.replace("355253000,355200000", "355253000,X1")))
    assert (await get(database, "355253100")).path == "/350000000/X1/355253000/355253100/"


async def test_a_semicolon_and_a_byte_order_mark_are_fine(database: Database) -> None:
    loaded = await load(database, territory_files.read(b"\xef\xbb\xbf" + KATO.replace(",", ";").encode()))
    assert loaded.added == 9


WRONG_OWN = {
    "1,350000000,okrug,rural_okrug,Ж,Ж,,,,,,": "12 columns instead of 11",
    "ж,350000000,okrug,rural_okrug,Ж,Ж,,,,,": "the code “ж” is not 1 to 16 Latin letters",
    "1,350000000,village,rural_okrug,Ж,Ж,,,,,": "the level “village” is none of oblast, rayon, okrug, settlement",
    "1,350000000,okrug,aul,Ж,Ж,,,,,": "the kind “aul” is none of oblast, city",
    "1,350000000,okrug,rural_okrug,,,Zh,,,,": "neither a Kazakh nor a Russian name",
    "1,350000000,okrug,rural_okrug,!,.,,,,,": "no name has a letter",
    f"1,350000000,okrug,rural_okrug,Ж,{'ж' * 121},,,,,": "longer than 120 letters",
    "1,350000000,okrug,rural_okrug,Ж,Ж,,,many,,": "the population “many” is not a whole number",
    "1,350000000,okrug,rural_okrug,Ж,Ж,,,,91,70": "the latitude “91” is not a number of degrees",
    "1,350000000,okrug,rural_okrug,Ж,Ж,,,,51,nan": "the longitude “nan” is not a number of degrees",
    "1,350000000,okrug,rural_okrug,Ж,Ж,,,,51,": "latitude and longitude go together",
    "355200000,350000000,rayon,rayon,Ж,Ж,,,,,": "the code 355200000 is already in line 3",
}
WRONG_KATO = {
    "35524300,NK,sub_district,2,Ж,Ж": "the code “35524300” is not nine digits",
    "355244000,NK,okrug,2,Ж,Ж": "the level “okrug” is none of oblast, district, sub_district, settlement",
    "355244000,NK,sub_district,2,,": "neither a Kazakh nor a Russian name",
    "355243100,NK,settlement,2,Ж,Ж": "the code 355243100 is already in line 8",
}


@pytest.mark.parametrize(
    ("text", "why"),
    [(OWN + row, why) for row, why in WRONG_OWN.items()] + [(KATO + row, why) for row, why in WRONG_KATO.items()],
)
def test_a_wrong_row_is_named(text: str, why: str) -> None:
    with pytest.raises(BadFile) as raised:
        territory_files.read(text.encode())
    ((line, reason),) = raised.value.errors
    assert line == len(text.splitlines())
    assert why in reason


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (OWN + "1,999,okrug,rural_okrug,Ж,Ж,,,,,", "1: its parent 999 is unknown"),
        (OWN + "1,,okrug,rural_okrug,Ж,Ж,,,,,", "1: no territory above it is known"),
        (OWN + "1,355253000,okrug,rural_okrug,Ж,Ж,,,,,", "does not stand above a territory of level okrug"),
        (OWN + "1,1,settlement,village,Ж,Ж,,,,,", "does not stand above a territory of level settlement"),
        (KATO + "995243100,NK,settlement,2,Ж,Ж", "995243100: no territory above it is known"),
    ],
)
async def test_a_row_without_a_place_in_the_tree_is_named_and_nothing_is_loaded(
    database: Database, text: str, why: str
) -> None:
    with pytest.raises(BadFile) as raised:
        await load(database, territory_files.read(text.encode()))
    ((line, reason),) = raised.value.errors
    assert line == len(text.splitlines())
    assert why in reason
    assert await database.read(rows_of) == ([], [])


def test_every_wrong_row_is_named_and_twenty_are_shown() -> None:
    with pytest.raises(BadFile) as raised:
        kato(KATO + "\n".join(f"{number},NK,settlement,2,Ж,Ж" for number in range(30)))
    assert [line for line, _ in raised.value.errors] == list(range(11, 41))
    shown = str(raised.value).splitlines()
    assert shown[0] == "line 11: the code “0” is not nine digits"
    assert shown[20:] == ["and 10 more"]


@pytest.mark.parametrize(
    ("data", "line", "why"),
    [
        (b"", 1, "no territories"),
        (HEADER.encode(), 1, "no territories"),
        (b"a,b\n1,2\n", 1, "the columns code, parent"),
        (KATO.encode().replace("Дала".encode(), b"\xc4\xe0\xeb\xe0", 1), 4, "not UTF-8"),
        (KATO.encode() + b'"355243000', 11, "not CSV"),
    ],
)
def test_what_is_no_such_file(data: bytes, line: int, why: str) -> None:
    with pytest.raises(BadFile) as raised:
        territory_files.read(data)
    ((at, reason),) = raised.value.errors
    assert (at, why in reason) == (line, True), raised.value.errors


def test_a_name_over_two_lines_does_not_shift_the_count() -> None:
    with pytest.raises(BadFile) as raised:
        own(OWN + '5,350000000,rayon,rayon,"Жаңа\nаудан",,,,,,\n?,,oblast,oblast,Ж,,,,,,')
    assert [line for line, _ in raised.value.errors] == [5, 7]


@pytest.mark.parametrize("character", ["\0", "\x07", "\t", "\x1b", "\x7f", "\x9b"])
def test_a_control_character_in_a_name_is_shown_with_its_line(character: str) -> None:
    name = f"Ж{character}А"
    files = [
        *(
            OWN + f"1,350000000,rayon,rayon,{columns},,,\n"
            for columns in (f"{name},Ж,Ж,", f"Ж,{name},,", f"Ж,Ж,{name},")
        ),
        OWN + f"1,350000000,rayon,rayon,Ж,Ж,Ж,З|{name},,,\n",
        KATO + f"355244000,NK,sub_district,2,{name},Ж\n",
        KATO + f"355244000,NK,sub_district,2,Ж,{name}\n",
    ]
    for text in files:
        with pytest.raises(BadFile) as raised:
            territory_files.read(text.encode())
        ((line, reason),) = raised.value.errors
        assert line == text.count("\n")
        assert reason.endswith("has a control character in it")
        assert character not in reason


async def test_the_way_down(database: Database) -> None:
    await load(database, kato())
    ways = await database.read(territories.chains, ["355253100", "355200000", "nowhere"])
    assert {code: [one.code for one in way] for code, way in ways.items()} == {
        "355253100": ["350000000", "355200000", "355253000", "355253100"],
        "355200000": ["350000000", "355200000"],
    }
    assert [one.code for one in await database.read(territories.chain, "355243000")][-1] == "355243000"
    assert await database.read(territories.chain, "nowhere") == []
    assert await database.read(territories.territory, "nowhere") is None


async def test_only_oblasts_with_homes_are_offered(database: Database) -> None:
    empty = "390000000,NK RK 11-2025,oblast,0,Костанайская область,Қостанай облысы\n"
    city = (
        "710000000,NK RK 11-2025,oblast,1,г.Астана,Астана қ.\n"
        "711110000,NK RK 11-2025,sub_district,1,район Алматы,Алматы ауданы\n"
    )
    await load(database, kato(KATO + empty + city))
    assert {one.code for one in await database.read(territories.children, None)} == {
        *("350000000", "390000000", "710000000")
    }
    assert {one.code for one in await database.read(territories.oblasts_with_okrugs)} == {"350000000", "710000000"}
    (district,) = await database.read(territories.children, "710000000")
    assert (district.level, district.kind) == (Level.OKRUG, Kind.RAYON)


async def test_the_nearest_okrugs(database: Database) -> None:
    await load(database, territory_files.read_file(SEED))
    near = await database.read(territories.nearest, 50.15, 82.4)
    assert [one.names.en for one, _ in near] == ["Glubokoe", "Belousovka"]
    assert [kilometres for _, kilometres in near] == pytest.approx([6.5, 8.8], abs=1)
    too_far_by_the_diagonal = (50.14 - 0.85, 82.31 - 1.2)
    assert await database.read(territories.nearest, *too_far_by_the_diagonal) == []
    assert await database.read(territories.nearest, 43.25, 76.95) == []


async def test_a_whole_country(database: Database) -> None:
    country = territory_files.read(kato_csv(oblasts=10, rayons=10, okrugs=20, villages=3000))
    assert (await load(database, country)).added == 10 + 100 + 2000 + 3000
    homes = await database.read(territories.homes)
    assert len(homes) == 2000
    assert sum(len(one.villages) > 0 for one in homes) == 2000
    assert len(await database.read(territories.children, "103000000")) == 20
    assert (await load(database, country)).changed == 0
