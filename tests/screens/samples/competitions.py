"""The business competition: calls with the longest texts, the most territories, and nothing at all."""

from dataclasses import replace
from datetime import timedelta

from domain.competitions.calls import (
    LONGEST_REASON,
    LONGEST_TERMS,
    LONGEST_TITLE,
    MOST_MONEY,
    Call,
    CallDate,
    CallEdited,
    CallPart,
    CallSeen,
    CallState,
    CallTree,
    Mark,
    Problem,
)
from domain.languages import LANGUAGES, Localized
from domain.spreadsheets import Fault, Wrong
from domain.territories import Branch, Level
from screens.competitions import asking, editing, importing, told
from screens.competitions import tree as branches
from tests.screens.samples import BIG, CHAIN, EVIL, NOW, OBLAST, RAYON, ZONE, Sample, many, sample
from texts import Html

TITLE = f"{EVIL} " + "Қ" * (LONGEST_TITLE - 7)
TERMS = (f"{EVIL} Шағын бизнес. " * 200)[:LONGEST_TERMS]
OKRUGS = many(Level.OKRUG, 300)
FULL = Call(
    BIG,
    version=999_999,
    state=CallState.PUBLISHED,
    title=Localized(kk=TITLE),
    terms=Localized(kk=TERMS),
    fund=MOST_MONEY - 1,
    budget_from=1,
    budget_to=MOST_MONEY - 1,
    share_from=0,
    share_to=100,
    places=tuple(okrug.place for okrug in OKRUGS),
    dates={kind: NOW + timedelta(days=days) for kind, days in zip(CallDate, (-1, 7, 14, 21), strict=True)},
)
EMPTY = Call(1)
DRAFT = replace(FULL, state=CallState.DRAFT)
SCHEDULED = replace(FULL, dates={kind: at + timedelta(days=2) for kind, at in FULL.dates.items()})
CLOSED = replace(FULL, dates={**FULL.dates, CallDate.DEADLINE: NOW})
LAST_DAY = replace(FULL, dates={**FULL.dates, CallDate.DEADLINE: NOW + timedelta(hours=20)})
CANCELLED = replace(FULL, state=CallState.CANCELLED)
REASONED = replace(FULL, reason=(f"{EVIL} Қ" * 100)[:LONGEST_REASON])
OFF_FOR_A_REASON = replace(REASONED, state=CallState.CANCELLED)
PAST = replace(FULL, history=True)
EVERY = (FULL, DRAFT, SCHEDULED, CLOSED, CANCELLED, PAST, OFF_FOR_A_REASON)
PARTS = tuple(CallPart)
MARKS = {one.code: mark for one, mark in zip((OBLAST, RAYON, *OKRUGS), 100 * list(Mark), strict=False)}
PROBLEMS = replace(EMPTY, dates={kind: NOW - timedelta(days=number) for number, kind in enumerate(CallDate)})


def seen(call: Call, *, eligible: bool = True, reminded: bool = False) -> CallSeen:
    return CallSeen(call, OKRUGS, eligible, reminded)


def tree(branch: Branch, call: Call = DRAFT) -> CallTree:
    marks = {one.code: MARKS.get(one.code, Mark.NO) for one in (*branch.chain[-1:], *branch.children)}
    return CallTree(call, branch, marks)


SAMPLES = (
    sample(told.listing, (), NOW, ZONE),
    sample(
        told.listing,
        [seen(call, eligible=yes) for call in EVERY for yes in (True, False)] * 3,
        NOW,
        ZONE,
        wrote=True,
    ),
    sample(told.title_of, EMPTY),
    *(
        sample(told.one, seen(call, eligible=eligible, reminded=eligible), NOW, ZONE, wrote=True)
        for call in EVERY
        for eligible in (True, False)
    ),
    sample(told.one, seen(FULL), NOW, ZONE, wrote=True),
    *(
        sample(shows, FULL, ZONE, wrote=True)
        for shows in (told.announced, told.deadline_near, told.moved, told.cancelled, told.in_digest)
    ),
    sample(told.in_digest, CANCELLED, ZONE, wrote=True),
    sample(editing.entered, EVERY * 20, NOW, wrote=True),
    sample(editing.entered, (EMPTY,), NOW),
    sample(editing.people, 3),
    sample(editing.people, 460, alike=True),
    Sample(editing.entered, lambda _: editing.entered(_, (), NOW, may_import=True)),
    sample(told.one, seen(LAST_DAY, reminded=True), NOW, ZONE, wrote=True),
    *(sample(told.stands, call, NOW, ZONE) for call in EVERY),
    *(sample(told.when_of, FULL, kind, ZONE) for kind in CallDate),
    sample(told.named, OKRUGS, wrote=True),
    sample(told.figures, FULL),
    sample(told.dates_of, FULL, ZONE),
    *(sample(editing.part_name, part) for part in PARTS),
    *(sample(editing.editor, CallEdited(call, OKRUGS, 1000, 1000), NOW, ZONE, wrote=True) for call in EVERY),
    sample(editing.editor, CallEdited(EMPTY, ()), NOW, ZONE),
    *(sample(editing.language_name, language) for language in LANGUAGES),
    *(sample(editing.ask, EMPTY, part, ZONE) for part in PARTS),
    *(sample(editing.ask, DRAFT, part, ZONE, EVIL, wrote=True) for part in PARTS),
    sample(branches.tree, tree(Branch((), (OBLAST,))), wrote=True),
    *(sample(branches.tree, tree(Branch(CHAIN[:2], OKRUGS)), page, wrote=True) for page in (0, 5, 37, 999_999)),
    sample(branches.tree, tree(Branch((OBLAST,), (RAYON,)), FULL), wrote=True),
    sample(editing.review, CallEdited(PROBLEMS, ()), NOW, ZONE),
    sample(editing.review, CallEdited(CLOSED, OKRUGS), NOW, ZONE),
    *(sample(editing.review, CallEdited(call, OKRUGS, 4), NOW, ZONE, wrote=True) for call in (DRAFT, SCHEDULED)),
    *(sample(editing.problem, problem) for problem in Problem),
    *(sample(asking.cancel_sure, call, NOW, wrote=True) for call in (DRAFT, FULL, SCHEDULED)),
    *(
        sample(asking.move_sure, CallEdited(FULL, OKRUGS, 4), part, NOW + timedelta(days=9), ZONE)
        for part in (CallPart.DEADLINE, CallPart.DECISION, CallPart.AWARD)
    ),
    sample(asking.no_day),
    *(
        sample(asking.amount_sure, FULL, CallPart.FUND, tenge)
        for tenge in (500_000, 1_200_000, 12_000_000, MOST_MONEY - 1)
    ),
    *(sample(asking.in_words, tenge) for tenge in (1, 1_000, 2_001_000_500)),
    sample(asking.cancel_sure, REASONED, NOW, wrote=True),
    sample(asking.reason_too_long, BIG),
    sample(told.with_reason, REASONED, Html(""), wrote=True),
    *(sample(shows, OFF_FOR_A_REASON, ZONE, wrote=True) for shows in (told.cancelled, told.in_digest)),
    sample(importing.ask_file, caption=True),
    sample(importing.wrong_cells, [Wrong(1, row, part, fault) for row, part in enumerate(PARTS, 2) for fault in Fault]),
    sample(importing.wrong_cells, [Wrong(1, 2, CallPart.FUND, Fault.NOT_MONEY)]),
    sample(importing.not_a_table),
    *(sample(importing.taken_over, number) for number in (1, 12)),
    *(
        Sample(
            editing.after_change,
            lambda _, told=told: editing.after_change(  # type: ignore[misc]
                _, editing.editor(_, CallEdited(FULL, OKRUGS), NOW, ZONE), told
            ),
            wrote=True,
        )
        for told in (True, False)
    ),
)
