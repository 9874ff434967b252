"""Meetings and events, with the longest names and everything filled in."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import partial
from typing import Any

from domain.agendas import AFTER_MEETING, AgendaPage, Linked
from domain.audiences import Audience, Rule, RuleKind
from domain.event_imports import Column, Imported
from domain.languages import Localized
from domain.meetings import (
    Answer,
    Answers,
    Card,
    Decision,
    Invited,
    KeptFile,
    Meeting,
    MeetingKind,
    MeetingList,
    MeetingState,
    Minutes,
    MyAnswer,
    Reinviting,
    Task,
    Wanted,
    audience_of,
)
from domain.registers import (
    AttendancePage,
    Attendee,
    Count,
    Entered,
    Line,
    PeopleFigure,
    Record,
    Selection,
    Share,
    Turnout,
    register,
)
from domain.roles import Area
from domain.spreadsheets import Fault, Wrong
from domain.territories import Branch, Level
from screens import spreadsheets
from screens.meetings import agenda, attendance, cards, drafts, minutes, names, notices, times
from screens.meetings import register as registers
from screens.screen import Screen
from tests.screens.samples import BIG, CHAIN, NAME, NOW, OKRUG, ZONE, Sample, many, sample
from tests.screens.samples.issues import ROW, SILENT
from texts import Html, Words

TITLE = Localized(kk=f"Ж {NAME}"[:120], ru=f"С {NAME}"[:120], en=f"M {NAME}"[:120])
TODAY = date(2026, 11, 24)


def meeting(**changes: Any) -> Meeting:
    values: Mapping[str, Any] = {
        "id": BIG,
        "kind": MeetingKind.GROUP,
        "area": Area.SOCIAL,
        "place": OKRUG.place,
        "state": MeetingState.PLANNED,
        "title": TITLE,
        "starts_at": NOW,
        "minutes": 120,
        "where": NAME,
        "point": (50.31, 71.52),
        "agenda": (NAME[:120],) * 12,
        "audience": Audience((Rule(RuleKind.TERRITORY, OKRUG.code),)),
        "capacity": 100_000,
        "reminders": None,
        "code": "23456723",
        "uid": "u",
        "sequence": 1,
        "version": BIG,
        "created_by": 1,
    }
    return Meeting(**{**values, **changes})


LONG_MINUTES = Minutes(
    text=(NAME * 30)[:1500],
    file=KeptFile("document", "x", "y"),
    decisions=tuple(Decision(number, NAME[:120]) for number in range(4)),
    tasks=tuple(Task(number, NAME[:120], NAME[:50], TODAY) for number in range(4)),
    sent_at=NOW,
)
CARD = Card(
    meeting(),
    OKRUG,
    MyAnswer(Answer.COMING, waiting=True),
    may_lead=True,
    may_write=True,
    answers=Answers(BIG, 3, 4, 5),
    committee=Area.SOCIAL,
    invited=BIG,
)
EMPTY = Card(
    meeting(
        state=MeetingState.DRAFT,
        title=None,
        starts_at=None,
        where=None,
        point=None,
        agenda=(),
        audience=Audience(),
        capacity=None,
    ),
    OKRUG,
    may_lead=True,
    may_write=True,
    invited=0,
)
DRAFT = replace(CARD, meeting=meeting(state=MeetingState.DRAFT), mine=None, invited=3)
EVERYWHERE = Card(meeting(place=None, kind=MeetingKind.FORUM, area=None), None, MyAnswer(Answer.MAYBE))
OFF = replace(CARD, meeting=meeting(state=MeetingState.CANCELLED))
UNNAMED = replace(EVERYWHERE, meeting=replace(EVERYWHERE.meeting, title=None))
WRITTEN = replace(CARD, minutes=LONG_MINUTES, came=True)
WITH_ISSUES = replace(CARD, issues=(ROW,) * 5 + (SILENT,))
LINKED = tuple(Linked(row, AFTER_MEETING, answers=True) for row in WITH_ISSUES.issues)
ONLY_READ = tuple(Linked(row) for row in WITH_ISSUES.issues)
AGENDAS = (AgendaPage(WITH_ISSUES, (ROW,) * 6, 1, True), AgendaPage(CARD, (), 0, False))
VILLAGES = many(Level.SETTLEMENT, 90)


def whom(choice: Invited, **changes: Any) -> Card:
    one = meeting(**changes)
    return replace(DRAFT, meeting=replace(one, audience=audience_of(one, choice)))


IN_VILLAGES = replace(
    DRAFT, meeting=meeting(audience=Audience((Rule(RuleKind.VILLAGE, VILLAGES[0].code),))), villages=VILLAGES[:2]
)
COUNTED = Turnout(BIG, 5, 7, BIG, BIG, women_in_all=Count(BIG, at_least=True))
PAGE = AttendancePage(
    meeting(), tuple(Attendee(number, NAME, came=number % 2 == 0) for number in range(8)), 1, True, COUNTED, 3
)
NOBODY_YET = AttendancePage(meeting(), (), 0, False, Turnout(), 0)
TURNOUT = Turnout(entered=Entered(Count(70, at_least=True), women_percent=40))
RECORDS = [
    Record(n, kind, None, OKRUG.code, OKRUG.names, TODAY, TITLE, NAME, TURNOUT) for n, kind in enumerate(MeetingKind)
]
FIGURE = PeopleFigure(Count(300, at_least=True), NAME, women_percent=40)
FULL = register(Selection(), RECORDS, BIG, [FIGURE] * 12, OKRUG.names)
UNCOUNTED = register(Selection(MeetingKind.FORUM), [replace(RECORDS[0], turnout=None)], 0)
HALF = register(Selection(), [RECORDS[0], replace(RECORDS[1], turnout=None)], 0, [replace(FIGURE, women_percent=None)])
WRONG = tuple(Wrong(1, number, column, fault) for number, column in enumerate(Column, 2) for fault in list(Fault)[:3])


def shown(_: Words, *, card: Card, began: bool) -> Screen:
    return cards.one(_, card, ZONE, began=began)


SAMPLES = (
    *(sample(names.kind, kind) for kind in MeetingKind),
    sample(names.what, MeetingKind.GROUP, Area.ECONOMY),
    sample(names.title, CARD, wrote=True),
    sample(names.title, EMPTY),
    sample(names.where, CARD, wrote=True),
    sample(names.where, EVERYWHERE),
    *(sample(names.answer, MyAnswer(answer)) for answer in Answer),
    sample(names.answer, MyAnswer(Answer.COMING, waiting=True)),
    sample(names.few, 3),
    sample(names.people, Count(70, at_least=True)),
    sample(names.women, Share(Fraction(28), Count(70))),
    sample(names.women, Share(Fraction(28), Count(70), at_least=True)),
    *(sample(names.duration, minutes_long) for minutes_long in (90, 120, 1500, 7261)),
    *(sample(names.before, minutes_before) for minutes_before in (30, 60, 180, 1440, 10080)),
    sample(cards.listing, MeetingList((), (), False, False), ZONE),
    Sample(
        cards.listing,
        lambda _: cards.listing(_, MeetingList((EMPTY,) * 8, (CARD,) * 8, True, True), ZONE, may_import=True),
        wrote=True,
    ),
    sample(cards.past, (), 0, False, ZONE),
    sample(cards.past, (WRITTEN,) * 8, 1, True, ZONE, wrote=True),
    sample(cards.about, CARD, ZONE, wrote=True),
    *(
        Sample(cards.one, partial(shown, card=card, began=began), wrote=True)
        for card in (CARD, EVERYWHERE, OFF, WRITTEN)
        for began in (False, True)
    ),
    sample(cards.about, UNNAMED, ZONE, wrote=True),
    Sample(cards.one, lambda _: cards.one(_, CARD, ZONE, began=True, over=True), wrote=True),
    sample(cards.answers, BIG),
    sample(cards.minutes_text, LONG_MINUTES, wrote=True),
    sample(cards.answered, CARD, alert=True),
    sample(cards.answered, EVERYWHERE, alert=True),
    sample(cards.ask_code),
    Sample(cards.checked_in, lambda _: cards.checked_in(_, CARD, ask_sex=True), wrote=True),
    Sample(cards.checked_in, lambda _: cards.checked_in(_, CARD, ask_sex=False), wrote=True),
    *(sample(cards.calendar_file, card, wrote=True, caption=True) for card in (CARD, OFF)),
    *(
        sample(notice, CARD, ZONE, wrote=True)
        for notice in (notices.invitation, notices.reminder, notices.changed, notices.cancelled, notices.place_free)
    ),
    sample(notices.minutes, WRITTEN, ZONE, wrote=True),
    sample(notices.minutes_missing, CARD, ZONE, wrote=True),
    sample(notices.uninvited, CARD, ZONE, wrote=True),
    sample(notices.uninvited_line, CARD, ZONE, wrote=True),
    sample(notices.in_digest, OFF, ZONE, wrote=True),
    sample(notices.in_digest, CARD, ZONE, wrote=True),
    sample(drafts.which_kind, tuple(MeetingKind)),
    sample(drafts.changes, CARD, wrote=True),
    sample(drafts.and_told, CARD, Html("<b>?</b>")),
    sample(drafts.to_meeting, CARD.meeting),
    *(sample(times.ask_duration, card) for card in (CARD, DRAFT)),
    sample(times.not_a_duration, CARD),
    *(
        sample(drafts.reinvite_sure, Reinviting(card, wanted, added, added + 3), wrote=True)
        for card, wanted, added in ((DRAFT, Wanted(Invited.GROUPS), 3), (IN_VILLAGES, Wanted(village="1"), 0))
    ),
    sample(drafts.which_group, MeetingKind.GROUP, (Area.ECONOMY, Area.SOCIAL, Area.ENGINEERING)),
    sample(drafts.everywhere_or_where, MeetingKind.FORUM, None),
    sample(drafts.draft, EMPTY, ZONE),
    sample(drafts.draft, DRAFT, ZONE, wrote=True),
    *(
        sample(drafts.whom, whom(choice, area=area))
        for choice in (Invited.MEMBERS, Invited.GROUPS, Invited.AKIMS)
        for area in (Area.SOCIAL,)
    ),
    sample(drafts.whom, whom(Invited.MEMBERS, kind=MeetingKind.COMMITTEE, area=None)),
    sample(drafts.whom, whom(Invited.EVERYONE), wrote=True),
    sample(drafts.whom, IN_VILLAGES, wrote=True),
    sample(drafts.ask_title, EMPTY, english=True),
    sample(drafts.ask_title, CARD, wrote=True, english=True),
    sample(drafts.ask_title_in, CARD, "ru", english=True),
    sample(drafts.ask_where, CARD),
    sample(drafts.ask_agenda, CARD),
    sample(drafts.ask_capacity, CARD),
    sample(drafts.reminders, CARD, (10080, 45)),
    sample(drafts.invited, IN_VILLAGES, VILLAGES, tuple(Invited), wrote=True),
    sample(drafts.invited, EMPTY, (), (Invited.MEMBERS,)),
    *(sample(times.month, CARD, 2026 * 12 + month, TODAY) for month in (10, 11, 13)),
    sample(times.hours, CARD, TODAY, NOW, ZONE),
    sample(times.move_sure, CARD, 202611241500, NOW, ZONE),
    sample(drafts.publish_sure, DRAFT, ZONE, wrote=True),
    sample(drafts.cancel_sure, CARD, wrote=True),
    sample(drafts.cancel_sure, DRAFT, wrote=True),
    sample(drafts.thrown_away),
    sample(times.not_a_moment, CARD, TODAY),
    sample(times.no_day, EMPTY, TODAY),
    *(sample(drafts.try_again, number, Html("—")) for number in (0, BIG)),
    sample(drafts.not_a_number, CARD),
    sample(drafts.too_long, CARD, 120),
    sample(attendance.page, PAGE, wrote=True),
    sample(attendance.page, NOBODY_YET),
    sample(attendance.ask_women, PAGE),
    sample(attendance.ask_women, NOBODY_YET),
    sample(attendance.not_women, BIG),
    sample(attendance.paper_list, BIG),
    sample(attendance.ask_count, BIG),
    sample(attendance.not_two_numbers, BIG),
    sample(attendance.ask_photo, BIG),
    Sample(attendance.on_wall, lambda _: attendance.on_wall("АБВГ2345"), alike=True),
    sample(attendance.wall, NAME[:120], "23456723", wrote=True, caption=True),
    sample(attendance.wall_without_link, CARD, wrote=True),
    sample(agenda.choices, AGENDAS[0], wrote=True),
    sample(agenda.choices, AGENDAS[1]),
    *(sample(agenda.moves, WITH_ISSUES, linked, wrote=True) for linked in (LINKED, ONLY_READ)),
    sample(agenda.opens, WITH_ISSUES.issues, wrote=True),
    sample(agenda.listed, WITH_ISSUES.issues, wrote=True),
    sample(agenda.said, CARD, wrote=True),
    sample(agenda.moved, LINKED[0], alert=True),
    sample(cards.about, WITH_ISSUES, ZONE, wrote=True),
    *(
        Sample(cards.one, partial(shown, card=card, began=began), wrote=True)
        for card in (WITH_ISSUES, replace(WITH_ISSUES, minutes=LONG_MINUTES))
        for began in (False, True)
    ),
    sample(notices.minutes, replace(WITH_ISSUES, minutes=LONG_MINUTES), ZONE, wrote=True),
    sample(minutes.page, replace(WITH_ISSUES, minutes=LONG_MINUTES), wrote=True),
    sample(minutes.page, CARD, wrote=True),
    sample(minutes.page, WRITTEN, wrote=True),
    sample(minutes.page, replace(WRITTEN, minutes=replace(LONG_MINUTES, sent_at=None)), wrote=True),
    sample(minutes.ask_text, BIG),
    sample(minutes.ask_decision, BIG),
    sample(minutes.ask_action, BIG),
    sample(minutes.not_an_action, BIG),
    sample(minutes.too_long, BIG, 3500),
    sample(minutes.send_sure, CARD, wrote=True),
    sample(minutes.sent, CARD, wrote=True),
    sample(registers.register, FULL, "y0", wrote=True),
    sample(registers.register, UNCOUNTED, "2017"),
    sample(registers.register, HALF, "", wrote=True),
    *(sample(registers.period_name, period) for period in registers.PERIODS),
    Sample(registers.total, lambda _: registers.register(_, HALF, "d90"), wrote=True),
    sample(registers.line_of, Line("x", 3, 2, Count(60), Share(Fraction(1), Count(2))), NAME, wrote=True),
    sample(registers.figure, FIGURE, wrote=True),
    sample(registers.which_kind, OKRUG.code, "2017"),
    sample(registers.which_period, None, "", (2017, 2018, 2026)),
    sample(registers.which_territory, Branch(CHAIN, many(Level.OKRUG, 90)), None, "", wrote=True),
    sample(registers.which_territory, Branch((), many(Level.OBLAST, 3)), MeetingKind.FORUM, "y1", wrote=True),
    *(sample(registers.which_territory, Branch((), many(Level.OBLAST, 3)), None, "", n, wrote=True) for n in (1, 2)),
    sample(registers.file_ready, caption=True),
    sample(registers.ask_file, caption=True),
    *(sample(registers.column, column) for column in Column),
    *(sample(spreadsheets.fault, fault) for fault in Fault),
    sample(registers.wrong, WRONG),
    sample(registers.not_a_table),
    sample(registers.taken_over, Imported((), ())),
    sample(registers.yes),
)
