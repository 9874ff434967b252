"""An issue as it is remembered, and who sees what of it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from domain.contents import Attached
from domain.issues.states import OPEN_STATES, Desk, IssueState, Privacy, StepKind
from domain.languages import Language, Localized
from domain.people import Actor
from domain.permissions import Act, may
from domain.roles import Area, Role
from domain.territories import Place, Territory

# As Telegram counts letters: one of its messages; a report may be several of them, but no longer together.
MOST_LETTERS = 4096
MOST_PHOTOS = 5
MOST_VOICES = 2
VOICE_SECONDS = 300
# Of what somebody began and never sent; the least recent must go on or go away before another begins.
MOST_DRAFTS = 5
REPORTS_A_DAY = 5
HOURS_UNSEEN = 24
FAR_KILOMETRES = 40.0
AREAS = (Area.SOCIAL, Area.ENGINEERING, Area.ECONOMY)


class Setting(StrEnum):
    """What a territory may arrange in its own way."""

    REPORTS_A_DAY = "issue_reports_a_day"
    HOURS_UNSEEN = "issue_hours_unseen"
    REMIND_DAYS = "issue_remind_days"
    ESCALATE_DAYS = "issue_escalate_days"
    ASK_DAYS = "issue_ask_days"
    REOPEN_PEOPLE = "issue_reopen_people"


@dataclass(frozen=True, slots=True)
class Category:
    """What an issue is about; a retired one is kept by what has it and chosen no more."""

    id: int
    key: str
    area: Area
    names: Localized
    position: int
    retired: bool = False

    @property
    def is_other(self) -> bool:
        """Whether it gathers what has no category of its own: two of it need not be alike."""
        return self.key.startswith("other")


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue, whatever its state; times are UTC.

    `seen_from` is when neighbours see it (None: a word holds it, or it is private), `root_id` is itself or the issue
    with which it was merged, None in a draft. `signed_as` is the name that its author lets stand under it.
    """

    id: int
    state: IssueState
    okrug: Place
    serial: int | None
    category: Category | None
    privacy: Privacy
    name_shown: bool
    author_id: int | None
    text: str
    language: Language | None
    latitude: float | None
    longitude: float | None
    version: int
    created_at: datetime
    sent_at: datetime | None = None
    seen_from: datetime | None = None
    let_in_at: datetime | None = None
    hidden_at: datetime | None = None
    root_id: int | None = None
    desk: Desk = Desk.OKRUG
    answered_at: datetime | None = None
    escalated_at: datetime | None = None
    solved_at: datetime | None = None
    done_on: date | None = None
    reached: int | None = None
    promised_by: date | None = None
    rounds: int = 0
    history: bool = False
    taken: tuple[int, ...] = ()
    signed_as: str | None = None

    @property
    def area(self) -> Area | None:
        """Its focus area, that of its category."""
        return None if self.category is None else self.category.area

    @property
    def is_draft(self) -> bool:
        """Whether it is not sent yet."""
        return self.state is IssueState.DRAFT

    @property
    def is_merged(self) -> bool:
        """Whether it goes on as another."""
        return self.state is IssueState.MERGED

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something."""
        return self.state in OPEN_STATES

    def is_public(self, now: datetime) -> bool:
        """Whether its neighbours see it."""
        open_to_all = self.privacy is Privacy.OPEN and self.hidden_at is None and not self.is_draft
        return open_to_all and self.seen_from is not None and self.seen_from <= now


class Sight(StrEnum):
    """As whom somebody sees an issue; what they see and may do follows from it."""

    STAFF = "staff"
    AKIMAT = "akimat"
    RAYON = "rayon"
    AUTHOR = "author"
    NEIGHBOUR = "neighbour"


OFFICIAL = frozenset({Sight.STAFF, Sight.AKIMAT, Sight.RAYON})
_BY_ROLE = {
    Role.STAFF: Sight.STAFF,
    Role.ADMINISTRATOR: Sight.STAFF,
    Role.AKIM: Sight.AKIMAT,
    Role.ASSISTANT: Sight.AKIMAT,
    Role.RAYON_OFFICIAL: Sight.RAYON,
    Role.COMMITTEE: Sight.NEIGHBOUR,
}


def sight(actor: Actor, issue: Issue, now: datetime, *, concerned: bool = False) -> Sight | None:
    """As whom the actor sees this issue, None when they do not: then it is to them as if it were not there.

    Its author always sees it; staff see all that was sent; the akimat all but what is for staff alone; the rayon what
    is open, and neighbours that once it is seen in the okrug. `concerned`, who supports or follows it, is a neighbour
    wherever they live by now.
    """
    mine = issue.author_id is not None and issue.author_id == actor.id
    if issue.is_draft:
        return Sight.AUTHOR if mine else None
    seen = [one for one in _sights(actor, issue) if sees(one, issue, now)]
    if mine:
        seen.append(Sight.AUTHOR)
    if concerned and issue.is_public(now):
        seen.append(Sight.NEIGHBOUR)
    return min(seen, key=list(Sight).index) if seen else None


def _sights(actor: Actor, issue: Issue) -> Collection[Sight]:
    if may(actor, Act.READ_ISSUES, place=issue.okrug) is None:
        return ()
    held = {_BY_ROLE[grant.role] for grant in actor.grants if grant.role in _BY_ROLE and grant.covers(issue.okrug)}
    at_home = actor.home is not None and actor.home.covers(issue.okrug)
    return held | {Sight.NEIGHBOUR} if at_home else held


def sees(who: Sight, issue: Issue, now: datetime) -> bool:
    """Whether an issue is seen by who looks at it so."""
    if who is Sight.STAFF:
        return True
    if who is Sight.AKIMAT:
        return issue.privacy is not Privacy.STAFF
    if who is Sight.RAYON:
        return issue.privacy is Privacy.OPEN and issue.hidden_at is None
    return issue.is_public(now)


def sees_files(issue: Issue, who: Sight) -> bool:
    """Whether somebody sees its photos, its voice and its place: neighbours only what was looked at."""
    return who is not Sight.NEIGHBOUR or issue.let_in_at is not None


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened to an issue: under which role ("resident", "kenes" for the clock), when, why.

    `state` is the one after it; `facts` is what else it says. Who did it (`by_id`) is for notices, never for a screen.
    """

    id: int
    issue_id: int
    kind: StepKind
    state: IssueState
    role: str
    by_id: int | None
    text: str | None
    language: Language | None
    facts: Mapping[str, Any]
    public: bool
    at: datetime


def sees_step(one: Step, who: Sight, *, mine: bool) -> bool:
    """Whether somebody reads a line of the history; what an author asks staff is read by these two alone."""
    if one.kind is StepKind.APPEAL:
        return who is Sight.STAFF or mine
    return one.public or who in OFFICIAL


@dataclass(frozen=True, slots=True)
class Thread:
    """An issue with all that its one screen shows to this reader.

    `supporters` are different people over it and all merged with it; `attached` and the place are there only when the
    reader may see them; `root` is the issue as which it goes on, when it was merged; `public` tells whether neighbours
    see it by now.
    """

    issue: Issue
    okrug: Territory
    sight: Sight
    mine: bool
    supporters: int
    supported: bool
    followed: bool
    author_name: str | None
    steps: tuple[Step, ...]
    attached: tuple[Attached, ...]
    merged: tuple[Issue, ...] = ()
    root: Issue | None = None
    at_home: bool = True
    link: str | None = None
    public: bool = True

    @property
    def shows_files(self) -> bool:
        """Whether this reader sees photos, voice and place."""
        return sees_files(self.issue, self.sight)
