"""Answering, moderating and arranging issues: every deed, every reason, the longest of everything."""

from dataclasses import replace
from typing import Any

from domain.issues.cases import (
    Bans,
    Case,
    Categories,
    Judged,
    Queue,
    Settings,
    Told,
    Twins,
    Undo,
    WatchList,
)
from domain.issues.duties import Deed, Why
from domain.issues.escalation import SETTINGS
from domain.issues.imports import STATES, Column
from domain.issues.issue import Setting, Step
from domain.issues.moderation import BAN_DAYS, BanLine, Look, Pile, Reason, Watched
from domain.issues.states import Desk, IssueState, Privacy, StepKind
from domain.permissions import Act
from domain.roles import Area
from domain.spreadsheets import Fault, Wrong
from domain.topics import Topic
from screens.issues import answer, duties, importing, notices, queue, settings, verdicts
from tests.screens.samples import BIG, EVIL, NOW, OKRUG, UNTIL, ZONE, Sample, sample
from tests.screens.samples.issues import CATEGORY, ISSUE, PLAIN, ROW, SILENT, THREAD, shaped, step
from texts import Words

LONG = f"{EVIL} " + "Мұнара қойылады. " * 90
SOLVED = step(
    StepKind.STATE,
    state=IssueState.SOLVED,
    text=LONG[:1500],
    facts={
        "before": {"state": "new"},
        "done_on": "2018-01-25",
        "reached": 560,
        "other": LONG[:1500],
        "other_language": "ru",
    },
)
DECLINED = step(StepKind.STATE, state=IssueState.DECLINED, text=None, facts={"reason": "money", "before": {}})
PROMISED = step(
    StepKind.STATE,
    state=IssueState.PLANNED,
    text=None,
    facts={"promised_by": "2027-01-01", "before": {"promised_by": None}},
)
NO_DAY = replace(PROMISED, facts={"promised_by": None, "before": {"promised_by": "2027-01-01"}})
ANSWERED = step(StepKind.ANSWER, text=LONG[:1500], facts={"before": {}})
MERGED = step(StepKind.MERGED, text=None, facts={"serial": 17})
APART = step(StepKind.UNMERGED, text=None, facts={"serial": 17})
PASSED = step(StepKind.PASSED_ON, text=None, facts={"desk": "rayon"})
OPENED = step(StepKind.REOPENED, "resident", text=None, facts={"not_yet": 3, "answers": 5}, state=IssueState.REOPENED)
SHOWN = step(StepKind.RESTORED, text=None)
EVERY_STEP = (SOLVED, DECLINED, PROMISED, NO_DAY, ANSWERED, MERGED, APART, PASSED, OPENED, SHOWN)

EVERYTHING = frozenset(Deed)
FULL = Case(THREAD, EVERYTHING, tuple(Desk), Undo(SOLVED, UNTIL), 1_000_000)
BARE = Case(PLAIN, frozenset())


def case_of(**values: Any) -> Case:
    return replace(FULL, thread=shaped(THREAD, **values))


CASES = (
    FULL,
    BARE,
    replace(FULL, undo=Undo(ANSWERED, UNTIL)),
    replace(FULL, undo=Undo(step(StepKind.HIDDEN, facts={"before": {}}), UNTIL)),
    case_of(hidden_at=NOW),
    case_of(privacy=Privacy.AKIM, promised_by=NOW.date()),
    case_of(privacy=Privacy.STAFF, desk=Desk.STAFF),
    case_of(seen_from=None),
    case_of(state=IssueState.SOLVED, done_on=NOW.date(), reached=560),
    *(case_of(state=state) for state in IssueState),
)
TWINS = Twins(FULL, (ROW, SILENT) * 3)
QUEUE = Queue(dict.fromkeys(Pile, 1_000_000), dict.fromkeys(Look, 1_000_000))
PAGE = Queue({}, pile=Pile.NEW, look=Look.HELD, rows=(ROW,) * 8, total=100, page=3)
EMPTY = Queue(dict.fromkeys(Pile, 0))
REASON = Reason(Why.INSULT, f"{EVIL} " + "себебі осындай " * 19)
TOLD = Told(ISSUE, OKRUG, EVERY_STEP, supporters=5, days=14)
BAN = BanLine(BIG, BIG, OKRUG.code, REASON.as_text(), NOW, UNTIL, None)
RULES = Settings(OKRUG, {which: there.default for which, there in SETTINGS.items()}, may_change=True)


def told(*steps: Step, **values: Any) -> Told:
    return replace(TOLD, steps=steps, issue=replace(ISSUE, **values))


def not_taken(_: Words) -> Any:
    return answer.not_taken(_, FULL, _("Taken."))


DESK = (
    *(sample(answer.case, one, ZONE, wrote=True) for one in CASES),
    *(sample(answer.done, one, ZONE, wrote=True) for one in (FULL, BARE, replace(FULL, told=1), replace(FULL, told=2))),
    sample(answer.changed, None, alert=True),
    *(sample(answer.changed, one, alert=True) for one in EVERY_STEP),
    *(sample(answer.ask_words, FULL, deed, wrote=True) for deed in (Deed.ANSWER, Deed.SOLVE, Deed.DECLINE, Deed.HIDE)),
    Sample(answer.not_taken, not_taken),
    sample(answer.ask_desk, FULL, wrote=True),
    sample(answer.ask_promise, FULL, wrote=True),
    sample(answer.ask_done, FULL, BIG, wrote=True),
    sample(answer.ask_reached, FULL, BIG, wrote=True),
    *(
        sample(answer.ask_language, FULL, replace(ANSWERED, language=language), wrote=True)
        for language in ("kk", "ru", "en")
    ),
    sample(answer.twins, TWINS, NOW, wrote=True),
    sample(answer.twins, Twins(FULL, ()), NOW, wrote=True),
    sample(answer.confirm_merge, replace(TWINS, rows=(ROW,)), NOW, wrote=True),
    sample(answer.ask_ban_days, FULL, wrote=True),
    sample(answer.ask_ban_reason, FULL, 30),
    *(sample(answer.barred, FULL, days, ZONE, wrote=True) for days in BAN_DAYS),
    *(
        sample(verdicts.judged, Judged(THREAD, solved, 3, 1_000, reopened), wrote=True)
        for solved in (False, True)
        for reopened in (False, True)
    ),
    sample(verdicts.ask_staff, THREAD, wrote=True),
    sample(verdicts.staff_asked, THREAD),
)
QUEUES = (
    sample(queue.piles, QUEUE, frozenset(Act)),
    sample(queue.piles, EMPTY, frozenset()),
    sample(queue.piles, replace(EMPTY, sizes={Pile.NEW: 1}), frozenset({Act.ANSWER_ISSUE})),
    *(sample(queue.pile, replace(PAGE, pile=pile), NOW, wrote=True) for pile in Pile),
    sample(queue.pile, Queue({}, pile=Pile.NEW), NOW),
    *(sample(queue.look, replace(PAGE, look=look), UNTIL, wrote=True) for look in Look),
    sample(queue.entry, ROW, NOW, wrote=True),
    sample(queue.entry, SILENT, UNTIL, wrote=True),
)
NAMES = (
    *(sample(duties.deed, deed) for deed in Deed),
    *(sample(duties.why, why) for why in Why),
    sample(duties.reason, REASON, wrote=True),
    sample(duties.reason, Reason(None)),
    *(sample(duties.pile, pile) for pile in Pile),
    *(sample(duties.look, look) for look in Look),
    *(sample(duties.to_desk, desk) for desk in Desk),
    *(sample(duties.setting, which) for which in Setting),
    *(sample(duties.value, which, number) for which in Setting for number in (1, 2, 5, 21)),
    *(sample(duties.in_language, language) for language in ("kk", "ru", "en")),
)
NOTICES = (
    *(sample(notices.step, TOLD, topic, wrote=True) for topic in (Topic.MINE, Topic.FOLLOWED)),
    *(sample(notices.step, told(one), Topic.MINE, wrote=True) for one in EVERY_STEP),
    sample(notices.step, replace(told(MERGED), root=ISSUE), Topic.MINE, wrote=True),
    *(sample(notices.step_line, told(one), wrote=True) for one in EVERY_STEP),
    *(sample(notices.happened, one, TOLD, 500) for one in EVERY_STEP),
    Sample(notices.words_of, lambda _: notices.words_of(_, DECLINED)),
    sample(notices.question, told(SOLVED, rounds=1), Topic.MINE, wrote=True),
    sample(notices.question, told(rounds=1, text=""), Topic.FOLLOWED, wrote=True),
    sample(notices.judging, BIG, 1),
    sample(notices.question_line, TOLD, wrote=True),
    *(
        sample(shows, replace(TOLD, reason=REASON, until=UNTIL), *more, wrote=True)
        for shows, more in (
            (notices.hidden, ()),
            (notices.hidden_line, ()),
            (notices.banned, (ZONE,)),
        )
    ),
    sample(notices.banned_line, replace(TOLD, until=UNTIL), ZONE),
    *(sample(notices.new, told(privacy=privacy), wrote=True) for privacy in Privacy),
    sample(notices.new, told(PASSED, seen_from=None, text=""), wrote=True),
    *(sample(notices.new_line, one, wrote=True) for one in (TOLD, told())),
    sample(notices.unanswered, TOLD, wrote=True),
    *(sample(notices.unanswered_line, replace(TOLD, days=days), wrote=True) for days in (1, 2, 5)),
    sample(notices.escalated, TOLD, wrote=True),
    sample(notices.reopened, told(OPENED), wrote=True),
    sample(notices.reopened_line, TOLD, wrote=True),
    sample(notices.appeal, told(ANSWERED), wrote=True),
    sample(notices.appeal_line, TOLD, wrote=True),
)
ARRANGING = (
    sample(settings.rules, RULES, wrote=True),
    sample(settings.rules, replace(RULES, may_change=False), wrote=True),
    *(sample(settings.choose_rule, RULES, which, wrote=True) for which in Setting),
    sample(settings.areas),
    sample(settings.categories, Area.SOCIAL, Categories((CATEGORY, replace(CATEGORY, retired=True)) * 15), wrote=True),
    *(
        sample(settings.category, replace(CATEGORY, retired=retired), wrote=True, english=True)
        for retired in (False, True)
    ),
    sample(settings.ask_names, Area.SOCIAL),
    *(sample(settings.words, WatchList((Watched("ж" * 40, "kk"),) * 24, 100, 2, added)) for added in (None, 1, 2, 5)),
    sample(settings.bans, Bans(((BAN, OKRUG), (replace(BAN, issue_id=None), None)) * 4, 100, 1), ZONE, wrote=True),
    sample(settings.bans, Bans((), 0, 0), ZONE),
    *(sample(importing.column, column) for column in Column),
    *(sample(importing.state, state) for state in STATES),
    sample(importing.ask_file, caption=True),
    sample(importing.wrong, tuple(Wrong(1, 5000, column, Fault.DOES_NOT_FIT) for column in Column) * 5),
    sample(importing.not_a_table),
    *(sample(importing.taken_over, number) for number in (1, 2, 5)),
)
SAMPLES = (*DESK, *QUEUES, *NAMES, *NOTICES, *ARRANGING)
