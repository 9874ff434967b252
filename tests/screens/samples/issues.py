"""Reports, lists and threads of issues: the longest words and names, every state, every step."""

from dataclasses import replace
from functools import partial
from typing import Any

from domain.contents import Attached
from domain.issues.issue import Category, Issue, Sight, Step, Thread
from domain.issues.report import PAGE, Alike, Found, Listing, Mine, Order, Report, Row, Shelf, Wanted
from domain.issues.states import Desk, IssueState, Privacy, StepKind
from domain.languages import Localized
from domain.roles import Area, Role
from screens.issues import lists, names, report, thread
from screens.issues.buttons import Narrowed
from screens.screen import Screen
from tests.screens.samples import BIG, EVIL, NAME, NOW, OKRUG, UNTIL, ZONE, Sample, sample
from texts import Words

WORDS = (f"{EVIL} " + "Ауылда ұялы байланыс жоқ, жедел жәрдем шақыра алмаймыз. " * 90)[:4096]
CATEGORY = Category(
    1,
    "mobile",
    Area.ENGINEERING,
    Localized(kk=f"{EVIL} Ұялы байланыс", ru=f"{EVIL} Мобильная связь", en=f"{EVIL} Mobile coverage"),
    1,
)
ISSUE = Issue(
    id=BIG,
    state=IssueState.NEW,
    okrug=OKRUG.place,
    serial=999_999,
    category=CATEGORY,
    privacy=Privacy.OPEN,
    name_shown=True,
    author_id=1,
    text=WORDS,
    language="kk",
    latitude=50.12345,
    longitude=71.54321,
    version=999_999,
    created_at=NOW,
    sent_at=NOW,
    seen_from=UNTIL,
    root_id=BIG,
)
FILES = (*(Attached("photo", "p"),) * 5, *(Attached("voice", "v"),) * 2)
DRAFT = Report(replace(ISSUE, state=IssueState.DRAFT, serial=None), OKRUG, FILES, NAME)
EMPTY = Report(replace(DRAFT.issue, text="", category=None, latitude=None, longitude=None, name_shown=False), OKRUG)
ROW = Row(ISSUE, OKRUG, 1_000_000)
SILENT = Row(replace(ISSUE, text="", state=IssueState.SOLVED), OKRUG, 1)
PAGE_FULL = Listing(OKRUG, Wanted(Area.SOCIAL, Shelf.WAITING, Order.DATE, 1), (ROW,) * PAGE, 10 * PAGE)
MINE = Mine((DRAFT,) * 5, (ROW,) * 40, (SILENT,) * 40, (ROW,) * 40)


def step(kind: StepKind, role: str = Role.AKIM.value, **values: Any) -> Step:
    its: dict[str, Any] = {"state": IssueState.IN_REVIEW, "text": f"{EVIL} " + "Себебі мынау. " * 60, "facts": {}}
    return Step(1, BIG, kind, by_id=1, role=role, language="kk", public=True, at=NOW, **{**its, **values})


STEPS = (
    step(StepKind.REPORTED, "resident", text=None),
    step(StepKind.LET_IN, text=None),
    *(step(kind, facts={"serial": 5}) for kind in (StepKind.MERGED, StepKind.UNMERGED)),
    *(step(StepKind.PASSED_ON, facts={"desk": desk.value}) for desk in Desk),
    *(step(kind) for kind in (StepKind.HIDDEN, StepKind.RESTORED, StepKind.REOPENED, StepKind.ESCALATED)),
    *(step(StepKind.STATE, state=state) for state in IssueState),
    step(StepKind.ANSWER, Role.RAYON_OFFICIAL.value),
    step(StepKind.ASKED, "kenes", text=None),
)
THREAD = Thread(
    issue=ISSUE,
    okrug=OKRUG,
    sight=Sight.STAFF,
    mine=False,
    supporters=1_000_000,
    supported=False,
    followed=True,
    author_name=NAME,
    steps=STEPS,
    attached=FILES,
    merged=(ISSUE,) * 40,
    link="https://t.me/kenes_bot?start=q9007199254740991",
    public=False,
)
PLAIN = replace(
    THREAD,
    issue=replace(ISSUE, text="", latitude=None, longitude=None, let_in_at=NOW, seen_from=NOW),
    sight=Sight.NEIGHBOUR,
    author_name=None,
    steps=(),
    attached=(),
    merged=(),
    link=None,
    public=True,
    followed=False,
)


def shaped(base: Thread, **values: Any) -> Thread:
    return replace(base, issue=replace(base.issue, **values))


THREADS = (
    THREAD,
    PLAIN,
    replace(PLAIN, mine=True),
    replace(PLAIN, supported=True),
    replace(PLAIN, followed=True),
    replace(THREAD, public=True),
    shaped(THREAD, seen_from=None),
    shaped(THREAD, hidden_at=NOW),
    shaped(THREAD, privacy=Privacy.AKIM, desk=Desk.STAFF, promised_by=NOW.date()),
    shaped(THREAD, privacy=Privacy.STAFF, desk=Desk.RAYON),
    replace(shaped(THREAD, state=IssueState.MERGED), root=ISSUE),
    shaped(THREAD, state=IssueState.SOLVED, reached=560),
    *(shaped(THREAD, state=state) for state in IssueState),
    *(replace(THREAD, steps=(one,)) for one in STEPS),
)


def refused(draft: Report, _: Words) -> Screen:
    return report.not_taken(_, draft, _("Taken."))


def drafts() -> list[Sample]:
    found = []
    for each in (DRAFT, EMPTY, replace(EMPTY, attached=FILES), replace(EMPTY, issue=replace(EMPTY.issue, text=WORDS))):
        wrote = each is DRAFT
        found += [
            sample(report.say, each, wrote=True),
            sample(report.taken, each, wrote=wrote),
            sample(report.without_place, each, wrote=True),
            sample(report.place_taken, each, wrote=wrote),
            sample(report.preview, each, NAME, wrote=wrote),
        ]
        found.append(Sample(report.not_taken, partial(refused, each)))
    return found


SAMPLES = (
    *drafts(),
    sample(report.begin, (DRAFT,) * 5, wrote=True),
    sample(report.begin, ()),
    Sample(report.draft_name, lambda _: report.draft_name(_, DRAFT), wrote=True, alike=True),
    Sample(report.draft_name, lambda _: report.draft_name(_, EMPTY)),
    sample(report.areas, EMPTY),
    sample(report.categories, Area.SOCIAL, (CATEGORY,) * 30, 0, wrote=True),
    sample(report.categories, Area.ENGINEERING, (), BIG),
    sample(report.ask_place),
    sample(report.place_taken, replace(DRAFT, far=1234.5), wrote=True),
    sample(report.choose_privacy, DRAFT),
    sample(report.alike, Alike(DRAFT, (ROW, SILENT, ROW, ROW)), wrote=True),
    sample(report.alike, Alike(DRAFT, ())),
    sample(report.entry, ROW, wrote=True),
    *(sample(report.sent, shaped(THREAD, privacy=privacy), wrote=True) for privacy in Privacy),
    *(sample(report.joined, replace(THREAD, supporters=people), wrote=True) for people in (1, 2, 5, 1_000_000)),
    sample(report.ask_discard, DRAFT),
    sample(report.discarded),
    sample(report.moved, OKRUG, alert=True, wrote=True),
    sample(lists.of_okrug, PAGE_FULL, wrote=True),
    sample(lists.of_okrug, Listing(OKRUG, Wanted(), (), 0), wrote=True),
    sample(lists.of_okrug, Listing(OKRUG, Wanted(area=Area.ECONOMY), (), 0, at_home=False), wrote=True),
    *(sample(lists.narrow, PAGE_FULL, by) for by in Narrowed),
    *(sample(lists.shelf_name, shelf) for shelf in Shelf),
    sample(lists.mine, MINE, wrote=True),
    sample(lists.mine, Mine((), (), (), ())),
    sample(lists.ask_what, OKRUG, wrote=True),
    sample(lists.found, Found(EVIL * 30, rows=(ROW,) * 8), wrote=True),
    sample(lists.found, Found(f"{EVIL}-17", by_number=True, rows=(ROW,) * 8), wrote=True),
    *(sample(lists.found, Found(EVIL, by_number=by_number), wrote=True) for by_number in (False, True)),
    *(sample(thread.thread, one, ZONE, wrote=True) for one in THREADS),
    *(sample(thread.step, one, THREAD, ZONE, 500) for one in STEPS),
    sample(thread.history, replace(THREAD, steps=STEPS * 4), ZONE, wrote=True),
    sample(thread.whole, PLAIN),
    sample(thread.whole, THREAD, wrote=True, alike=True),
    sample(thread.files_above, THREAD, wrote=True),
    sample(thread.map_link, THREAD, wrote=True),
    *(sample(thread.archive, THREAD, missing, caption=True, wrote=True) for missing in (0, 1, 7)),
    sample(names.number, OKRUG, 17, wrote=True),
    sample(names.category, CATEGORY, wrote=True),
    sample(names.category, None),
    *(sample(names.area, area) for area in Area),
    *(sample(names.state, state) for state in IssueState),
    *(sample(names.meaning, state) for state in IssueState),
    *(sample(names.desk, desk) for desk in Desk),
    *(sample(names.privacy, privacy) for privacy in Privacy),
    *(sample(names.who, role) for role in ("resident", *Role)),
    sample(names.who, "kenes", alike=True),
)
