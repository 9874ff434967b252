"""A file of population: read whole, or what is wrong by row and column."""

import pytest

from domain.people import AgeBand, Sex
from domain.statistics.population import Column, Fault, Wrong, parse

KNOWN = {"355243000", "355253000"}
HEADING = "territory,sex,age,population\n"


def read(rows: str, heading: str = HEADING) -> list[Wrong]:
    return list(parse((heading + rows).encode(), KNOWN).wrong)


def test_margins_and_joint_tables_are_read() -> None:
    found = parse(
        (
            "\ufeffTerritory;Sex;Age;Population\n355243000;f;;520\n355243000;M;;480\n355243000;;18-24;400\n"
            "355243000;;65+;600\n\n355253000;woman;18_24;1 200\n355253000;м;65–over;7\n"
        )
        .replace("65–over", "65+")
        .encode(),
        KNOWN,
    )
    assert found.wrong == ()
    margins, joint = found.territories["355243000"], found.territories["355253000"]
    assert margins.sexes == {Sex.WOMAN: 520, Sex.MAN: 480}
    assert margins.bands == {AgeBand.FROM_18: 400, AgeBand.FROM_65: 600}
    assert (margins.total, margins.joint) == (1000, {})
    assert joint.joint == {(Sex.WOMAN, AgeBand.FROM_18): 1200, (Sex.MAN, AgeBand.FROM_65): 7}
    assert joint.sexes == {Sex.WOMAN: 1200, Sex.MAN: 7}


@pytest.mark.parametrize(
    ("rows", "wrong"),
    [
        ("999,f,,5\n", Wrong(2, Column.TERRITORY, Fault.UNKNOWN)),
        ("355243000,x,,5\n", Wrong(2, Column.SEX, Fault.UNKNOWN)),
        ("355243000,f,18-30,5\n", Wrong(2, Column.AGE, Fault.UNKNOWN)),
        ("355243000,f,,-5\n", Wrong(2, Column.POPULATION, Fault.NOT_A_NUMBER)),
        ("355243000,f,,5.5\n", Wrong(2, Column.POPULATION, Fault.NOT_A_NUMBER)),
        ("355243000,f,,\n", Wrong(2, Column.POPULATION, Fault.NOT_A_NUMBER)),
        ("355243000,f,,1" + "0" * 400 + "\n", Wrong(2, Column.POPULATION, Fault.NOT_A_NUMBER)),
        ("355243000,f,,²\n", Wrong(2, Column.POPULATION, Fault.NOT_A_NUMBER)),
        ("355243000,f,,5\n355243000,ж,,6\n", Wrong(3, None, Fault.TWICE)),
        ("355243000,,,5\n", Wrong(2, None, Fault.MIXED)),
        ("355243000,f,18-24,5\n355243000,f,,5\n", Wrong(2, None, Fault.MIXED)),
        ("\n355243000,f,,5\n", Wrong(3, None, Fault.HALF)),
        ("355243000,f,,5\n355243000,,65+,6\n", Wrong(2, None, Fault.UNEQUAL)),
        ("", Wrong(None, None, Fault.EMPTY)),
    ],
)
def test_what_is_wrong_is_said_by_row_and_column(rows: str, wrong: Wrong) -> None:
    assert read(rows) == [wrong]


def test_every_wrong_cell_is_said_at_once_and_nothing_is_half_read() -> None:
    found = parse((HEADING + "355243000,f,18-24,5\n1,x,9,z\n").encode(), KNOWN)
    assert [one.column for one in found.wrong] == list(Column)
    assert found.territories == {}


def test_a_missing_column_and_another_file_are_said() -> None:
    assert read("", "territory,sex,population\n") == [Wrong(1, Column.AGE, Fault.NO_COLUMN)]
    assert parse(b"PK\x03\x04\xff\xfe", KNOWN).wrong == (Wrong(None, None, Fault.NOT_TEXT),)
    assert len(parse(b"", KNOWN).wrong) == 4


def test_adults_alone_are_known_only_from_a_joint_table() -> None:
    adults = [AgeBand.FROM_18]
    joint = parse((HEADING + "355243000,f,18-24,5\n355243000,m,0-17,6\n").encode(), KNOWN).territories["355243000"]
    assert (people := joint.of(adults)) is not None
    assert people.total == 5
    rows = "355243000,f,,11\n355243000,,18-24,5\n355243000,,0-17,6\n"
    margins = parse((HEADING + rows).encode(), KNOWN).territories["355243000"]
    assert margins.of(adults) is None
