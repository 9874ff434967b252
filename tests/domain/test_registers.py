"""The figures of the field: meetings, attendances and people are counted apart, and a share has its base."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from domain.languages import Localized
from domain.meetings import MeetingKind
from domain.registers import NOBODY, Count, Entered, Record, Selection, Turnout, count, register
from domain.roles import Area

TRAINING = Turnout(entered=Entered(Count(70, at_least=True), women_percent=40))


def record(turnout: Turnout | None, kind: MeetingKind = MeetingKind.TRAINING, code: str | None = None) -> Record:
    return Record(1, kind, None, code, None, date(2017, 6, 22), Localized(ru="Тренинг"), None, turnout)


def test_at_least_seventy_and_forty_percent_women() -> None:
    line = count("", [record(TRAINING)])
    assert line.attendances == Count(70, at_least=True)
    assert (line.women.percent, line.women.base) == (40, Count(70, at_least=True))


def test_master_classes_of_twenty_and_forty_are_sixty_exactly() -> None:
    both = [record(Turnout(entered=Entered(Count(number))), MeetingKind.MASTER_CLASS) for number in (20, 40)]
    line = count("", both)
    assert line.attendances == Count(60)
    assert line.women.percent is None


def test_a_meeting_nobody_counted_is_a_meeting_without_people() -> None:
    line = count("", [record(None), record(TRAINING)])
    assert (line.meetings, line.counted) == (2, 1)
    assert line.attendances == Count(70, at_least=True)


def test_named_and_counted_people_of_one_meeting_are_added_and_unknown_sex_is_no_man() -> None:
    turnout = Turnout(named=10, named_women=4, named_men=3, counted_women=6, counted_men=2)
    assert turnout.people == Count(18)
    assert turnout.women.base == Count(15)
    assert turnout.women.percent == 67


def test_a_share_is_of_those_of_whom_it_is_known() -> None:
    known = record(Turnout(counted_women=1, counted_men=3))
    unknown = record(Turnout(named=96))
    line = count("", [known, unknown])
    assert line.attendances == Count(100)
    assert (line.women.percent, line.women.base) == (25, Count(4))


def test_a_register_stands_in_the_order_of_kinds_and_of_the_tree() -> None:
    records = [
        record(TRAINING),
        *(record(None, MeetingKind.GROUP, f"{number}") for number in range(10) for _ in range(9)),
    ]
    found = register(Selection(), records, 0)
    assert [line.key for line in found.by_kind] == ["group", "training"]
    assert found.by_kind[0].meetings == 90
    assert [line.meetings for line in found.by_territory] == [1, *[9] * 10]
    assert found.total.meetings == 91


turnouts = st.builds(
    Turnout, named_women=st.integers(0, 50), named_men=st.integers(0, 50), counted_women=st.integers(0, 50)
)


@given(st.lists(turnouts))
def test_the_whole_is_the_sum_of_its_parts(many: list[Turnout]) -> None:
    records = [record(turnout, MeetingKind.GROUP, str(number % 3)) for number, turnout in enumerate(many)]
    found = register(Selection(), records, 0)
    parts = [line.attendances for line in found.by_territory]
    assert found.total.attendances == sum(parts, Count(0))
    assert found.total.women == sum((line.women for line in found.by_territory), NOBODY)
    assert found.total.women.percent is None or 0 <= found.total.women.percent <= 100


def test_an_area_is_kept() -> None:
    one = Record(1, MeetingKind.GROUP, Area.SOCIAL, "1", None, date(2017, 9, 1), Localized(ru="x"), "клуб", None)
    assert register(Selection(), [one], 0).records[0].area is Area.SOCIAL
