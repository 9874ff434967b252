"""What those who answer may do, by role, desk, state and privacy; and what they type."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.issues import duties
from domain.issues.duties import Deed
from domain.issues.escalation import SETTINGS, answer_ladder, desk_above, step_of, value_of
from domain.issues.imports import COLUMNS, Column, IssueRow, Known, read
from domain.issues.issue import Issue, Setting, Sight
from domain.issues.moderation import Reason, read_reason, words_typed
from domain.issues.states import OPEN_STATES, Desk, IssueState, Privacy
from domain.people import Actor
from domain.refusals import Refused
from domain.roles import Grant, Role
from domain.spreadsheets import Fault, Sheet, Wrong
from domain.territories import Place

NOW = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
ZHARASPAI = Place("355243000", "/350000000/355200000/355243000/")
IZENDI = Place("355253000", "/350000000/355200000/355253000/")
NURA = Place("355200000", "/350000000/355200000/")
ISSUE = Issue(
    id=1,
    state=IssueState.NEW,
    okrug=ZHARASPAI,
    serial=1,
    category=None,
    privacy=Privacy.OPEN,
    name_shown=False,
    author_id=5,
    text="Байланыс жоқ",
    language="kk",
    latitude=None,
    longitude=None,
    version=2,
    created_at=NOW,
    sent_at=NOW,
    seen_from=NOW,
    root_id=1,
)
MOVES = frozenset(duties.STATE_OF)


def actor(*grants: Grant) -> Actor:
    return Actor(9, 1001, language="kk", agreed_at=NOW, home=ZHARASPAI, registered_at=NOW, grants=grants)


@pytest.mark.parametrize("desk", Desk)
@pytest.mark.parametrize("who", duties.DESK_OF)
@pytest.mark.parametrize("state", IssueState)
def test_states_and_answers_are_of_the_desk_alone(desk: Desk, who: Sight, state: IssueState) -> None:
    found = duties.deeds(replace(ISSUE, desk=desk, state=state), who)
    if desk is not duties.DESK_OF[who]:
        assert not found & (MOVES | {Deed.ANSWER, Deed.PROMISE})
    elif state in OPEN_STATES:
        assert {Deed.ANSWER, Deed.SOLVE, Deed.DECLINE} <= found


@pytest.mark.parametrize("state", IssueState)
def test_what_is_hidden_can_only_be_shown_again_by_staff(state: IssueState) -> None:
    if state is IssueState.DRAFT:
        return
    hidden = replace(ISSUE, state=state, hidden_at=NOW)
    assert duties.deeds(hidden, Sight.STAFF) == {Deed.RESTORE, Deed.BAN}
    assert duties.deeds(hidden, Sight.AKIMAT) == {Deed.BAN}
    assert duties.deeds(hidden, Sight.RAYON) == set()


def test_neighbours_and_authors_do_nothing_here() -> None:
    for who in (Sight.AUTHOR, Sight.NEIGHBOUR):
        assert duties.deeds(ISSUE, who) == set()
        assert duties.passes(ISSUE, who) == ()


def test_nobody_is_barred_for_what_nobody_wrote() -> None:
    assert Deed.BAN not in duties.deeds(replace(ISSUE, author_id=None), Sight.STAFF)


@pytest.mark.parametrize(
    ("privacy", "desk", "who", "ways"),
    [
        (Privacy.OPEN, Desk.OKRUG, Sight.AKIMAT, (Desk.RAYON, Desk.STAFF)),
        (Privacy.OPEN, Desk.RAYON, Sight.AKIMAT, (Desk.OKRUG,)),
        (Privacy.OPEN, Desk.RAYON, Sight.RAYON, (Desk.OKRUG, Desk.STAFF)),
        (Privacy.OPEN, Desk.OKRUG, Sight.RAYON, ()),
        (Privacy.OPEN, Desk.OKRUG, Sight.STAFF, (Desk.RAYON, Desk.STAFF)),
        (Privacy.AKIM, Desk.OKRUG, Sight.AKIMAT, (Desk.STAFF,)),
        (Privacy.AKIM, Desk.STAFF, Sight.STAFF, (Desk.OKRUG,)),
        (Privacy.STAFF, Desk.STAFF, Sight.STAFF, ()),
    ],
)
def test_where_an_issue_can_be_brought(privacy: Privacy, desk: Desk, who: Sight, ways: tuple[Desk, ...]) -> None:
    assert duties.passes(replace(ISSUE, privacy=privacy, desk=desk), who) == ways


def test_who_has_two_roles_acts_under_the_one_of_the_desk() -> None:
    akim, staff = Grant(1, Role.AKIM, ZHARASPAI), Grant(2, Role.STAFF)
    both = actor(staff, akim)
    assert duties.hat_for(both, ISSUE, NOW, Deed.REVIEW) == (Sight.AKIMAT, akim)
    assert duties.hat_for(both, replace(ISSUE, desk=Desk.STAFF), NOW, Deed.REVIEW) == (Sight.STAFF, staff)
    assert duties.hat_for(both, replace(ISSUE, hidden_at=NOW), NOW, Deed.RESTORE) == (Sight.STAFF, staff)


@pytest.mark.parametrize(
    ("grant", "issue", "reason"),
    [
        (Grant(1, Role.AKIM, IZENDI), ISSUE, "no_such_issue"),
        (Grant(1, Role.AKIM, ZHARASPAI), replace(ISSUE, privacy=Privacy.STAFF), "no_such_issue"),
        (Grant(1, Role.RAYON_OFFICIAL, NURA), replace(ISSUE, privacy=Privacy.AKIM), "no_such_issue"),
        (Grant(1, Role.RAYON_OFFICIAL, NURA), ISSUE, "other_desk"),
        (Grant(1, Role.AKIM, ZHARASPAI), replace(ISSUE, state=IssueState.SOLVED), "state_not_possible"),
        (Grant(1, Role.AKIM, ZHARASPAI), replace(ISSUE, state=IssueState.MERGED), "state_not_possible"),
    ],
)
def test_why_something_cannot_be_done(grant: Grant, issue: Issue, reason: str) -> None:
    with pytest.raises(Refused, match=rf"^{reason}$"):
        duties.hat_for(actor(grant), issue, NOW, Deed.REVIEW)


# What is typed


@pytest.mark.parametrize(
    ("text", "reader", "language"),
    [
        ("Мұнара қойылады", "ru", "kk"),
        ("Вышку поставят в мае", "kk", "ru"),
        ("Жол салынады", "kk", "kk"),
        ("We shall look", "ru", "en"),
        ("560", "ru", "ru"),
        ("👍", None, "kk"),
    ],
)
def test_the_language_of_an_answer_is_seen_by_its_letters(text: str, reader: str | None, language: str) -> None:
    assert duties.written_in(text, reader) == language  # type: ignore[arg-type]


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 60))
def test_so_many_months_on_is_the_same_day_or_the_last_of_a_shorter_month(day: date, months: int) -> None:
    found = duties.months_on(day, months)
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    assert found.day == day.day or (found + timedelta(days=1)).day == 1


@given(st.text(max_size=300))
def test_whatever_is_typed_as_people_is_a_number_or_refused(text: str) -> None:
    try:
        assert 0 <= duties.read_people(text) <= duties.MOST_REACHED
    except Refused as refused:
        assert refused.reason in {"not_people", "too_many_reached"}  # noqa: PT017 (either outcome is right)


@given(st.sampled_from([None, *duties.Why]), st.text(max_size=50))
def test_a_reason_comes_back_as_it_was_kept(ready: duties.Why | None, words: str) -> None:
    assert read_reason(Reason(ready, words).as_text()) == Reason(ready, words)


def test_words_to_watch_are_folded_once() -> None:
    assert [one.folded for one in words_typed("Дурак, ДУРАК;\nақымақ", "ru")] == ["дурак", "акымак"]


# By itself


def test_who_is_told_when_a_desk_is_silent() -> None:
    assert desk_above(ISSUE) is Desk.RAYON
    assert desk_above(replace(ISSUE, privacy=Privacy.AKIM)) is Desk.STAFF
    assert desk_above(replace(ISSUE, desk=Desk.RAYON)) is Desk.STAFF
    assert desk_above(replace(ISSUE, desk=Desk.STAFF)) is None
    assert [rung.minutes_before for rung in answer_ladder(ISSUE, 7, 14)] == [-7 * 1440, -14 * 1440]
    assert len(answer_ladder(replace(ISSUE, desk=Desk.STAFF), 7, 14)) == 1


@pytest.mark.parametrize("kept", [None, "", "-3", "1000", "seven", "3.5"])
def test_a_setting_that_cannot_be_is_as_at_first(kept: str | None) -> None:
    assert value_of(Setting.REMIND_DAYS, kept) == SETTINGS[Setting.REMIND_DAYS].default


def test_every_setting_has_its_values_and_one_of_them_is_the_first() -> None:
    assert set(SETTINGS) == set(Setting)
    for there in SETTINGS.values():
        assert there.default in there.choices


@pytest.mark.parametrize(
    ("occurrence", "step"), [("s17", 17), ("f17", 17), ("s17:21", 17), ("sent", None), ("b3", None)]
)
def test_of_which_step_a_notice_tells(occurrence: str, step: int | None) -> None:
    assert step_of(occurrence) == step


# Past issues

KNOWN = Known(
    {"ұялы байланыс": 3, "mobile": 3},
    {"solved": IssueState.SOLVED, "жоспарда": IssueState.PLANNED, "new": IssueState.NEW, "в плане": IssueState.PLANNED},
    frozenset({"355243000"}),
    TODAY,
)


def row(**cells: object) -> Sheet:
    return Sheet(((2, tuple(cells.get(column.value) for column in COLUMNS)),))


SOLVED = {
    "territory": "355243000",
    "category": "Ұялы байланыс",
    "text": "Байланыс жоқ",
    "sent": "05.09.2017",
    "state": "Solved",
    "answer": "Beeline қосылды",
    "done": datetime(2018, 1, 15),  # noqa: DTZ001 (as a spreadsheet gives a day)
    "reached": 560.0,
}


def test_a_past_issue_is_read_with_all_its_days() -> None:
    found = read(row(**SOLVED), KNOWN)
    expected = IssueRow(
        2, "355243000", 3, "Байланыс жоқ", date(2017, 9, 5), IssueState.SOLVED, "Beeline қосылды",
        date(2018, 1, 15), date(2018, 1, 15), 560, None,
    )  # fmt: skip
    assert found == (expected,)


def test_a_promise_may_be_still_to_come() -> None:
    cells = {**SOLVED, "state": "Жоспарда", "done": None, "reached": None, "promised": "01.06.2027"}
    (found,) = read(row(**cells), KNOWN)
    assert isinstance(found, IssueRow)
    assert found.promised == date(2027, 6, 1)


@pytest.mark.parametrize(
    ("changes", "column", "fault"),
    [
        ({"territory": "999"}, Column.TERRITORY, Fault.UNKNOWN),
        ({"territory": None}, Column.TERRITORY, Fault.MISSING),
        ({"category": "Космос"}, Column.CATEGORY, Fault.UNKNOWN),
        ({"text": "ж" * 5000}, Column.TEXT, Fault.TOO_LONG),
        ({"sent": "01.01.2030"}, Column.SENT, Fault.NOT_YET),
        ({"sent": "кеше"}, Column.SENT, Fault.NOT_A_DATE),
        ({"state": "закрыто"}, Column.STATE, Fault.UNKNOWN),
        ({"answer": None}, Column.ANSWER, Fault.MISSING),
        ({"done": None}, Column.DONE, Fault.MISSING),
        ({"reached": "пятьсот"}, Column.REACHED, Fault.NOT_A_NUMBER),
        ({"reached": 5_000_000}, Column.REACHED, Fault.TOO_LARGE),
        ({"answered": "01.01.2017"}, Column.ANSWERED, Fault.DOES_NOT_FIT),
        ({"promised": "01.01.2027"}, Column.PROMISED, Fault.DOES_NOT_FIT),
        ({"state": "Жоспарда", "reached": None}, Column.DONE, Fault.DOES_NOT_FIT),
        ({"state": "New", "done": None, "reached": None}, Column.ANSWER, Fault.DOES_NOT_FIT),
    ],
)
def test_what_is_wrong_is_named_by_row_and_column(changes: dict[str, object], column: Column, fault: Fault) -> None:
    found = read(row(**{**SOLVED, **changes}), KNOWN)
    assert Wrong(1, 2, column, fault) in found
