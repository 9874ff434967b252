"""Meetings and events: what kinds there are, who is invited, who came, and what may be done when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from domain.audiences import Audience, Rule, RuleKind
from domain.issues.report import Row
from domain.languages import LANGUAGES, Localized
from domain.roles import Area, Grant, Position, Role
from domain.territories import Place, Territory

SUBJECT, START = "meeting", "start"
DEFAULT_MINUTES = 120
# Reminders and the look for missing minutes, in minutes before the start; negative ones come after it.
MINUTES_ARE_MISSING = (-3 * 1440, -7 * 1440)
REMINDER_CHOICES = (14 * 1440, 7 * 1440, 3 * 1440, 1440, 180, 60)
CHECK_IN_BEFORE, CHECK_IN_AFTER = timedelta(hours=1), timedelta(hours=3)
# Together they fit into one message; what is longer goes into a file.
LONGEST_TITLE, LONGEST_PLACE, LONGEST_LINE, MOST_LINES = 120, 200, 120, 12
LONGEST_MINUTES, LONGEST_OUTCOME, LONGEST_OWNER, MOST_OUTCOMES = 1500, 120, 50, 8
MOST_PEOPLE = 100_000


class MeetingKind(StrEnum):
    """What a meeting or event is; the register counts by these."""

    GROUP = "group"
    COMMITTEE = "committee"
    AGREEMENT = "agreement"
    TRAINING = "training"
    MASTER_CLASS = "master_class"
    ROUND_TABLE = "round_table"
    STEERING = "steering"
    FORUM = "forum"
    STUDY_TOUR = "study_tour"
    AWARDS = "awards"


class MeetingState(StrEnum):
    """Where a meeting stands; that it was held is seen from the clock."""

    DRAFT = "draft"
    PLANNED = "planned"
    CANCELLED = "cancelled"


class Answer(StrEnum):
    """What an invited person said."""

    COMING = "coming"
    MAYBE = "maybe"
    CANNOT = "cannot"


class Part(StrEnum):
    """What a meeting must have before people are invited."""

    TITLE = "title"
    WHEN = "when"
    WHERE = "where"
    INVITED = "invited"


class Invited(StrEnum):
    """The ready choices of who is invited; villages are chosen one by one."""

    EVERYONE = "all"
    MEMBERS = "members"
    GROUPS = "groups"
    AKIMS = "akims"


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting or event; times are UTC, `place` None means that it belongs to no one territory.

    `sequence` counts the changes of time, place and state after people were invited: calendars go by it.
    """

    id: int
    kind: MeetingKind
    area: Area | None
    place: Place | None
    state: MeetingState
    title: Localized | None
    starts_at: datetime | None
    minutes: int
    where: str | None
    point: tuple[float, float] | None
    agenda: tuple[str, ...]
    audience: Audience
    capacity: int | None
    reminders: tuple[int, ...] | None
    code: str
    uid: str
    sequence: int
    version: int
    created_by: int | None
    history: bool = False

    @property
    def ends_at(self) -> datetime | None:
        """When it ends."""
        return None if self.starts_at is None else self.starts_at + timedelta(minutes=self.minutes)

    def missing(self) -> tuple[Part, ...]:
        """What is still to be said before people can be invited."""
        there = {
            Part.TITLE: self.title is not None,
            Part.WHEN: self.starts_at is not None,
            Part.WHERE: bool(self.where),
            Part.INVITED: bool(self.audience.including()),
        }
        return tuple(part for part, is_there in there.items() if not is_there)

    def has_begun(self, now: datetime) -> bool:
        """Whether its time has come."""
        return self.starts_at is not None and self.starts_at <= now

    def takes_answers(self, now: datetime) -> bool:
        """Whether an invited person can still say whether they come."""
        return self.state is MeetingState.PLANNED and not self.has_begun(now)

    def lets_in(self, now: datetime) -> bool:
        """Whether people can check in by the code: from an hour before until three hours after the end."""
        if self.state is not MeetingState.PLANNED or self.starts_at is None or self.ends_at is None:
            return False
        return self.starts_at - CHECK_IN_BEFORE <= now <= self.ends_at + CHECK_IN_AFTER


def may_hold(grant: Grant, kind: MeetingKind, area: Area | None) -> bool:
    """Whether a meeting of this kind is the role's to hold: staff all, akims those of an okrug, a leader their own."""
    if grant.role in (Role.STAFF, Role.ADMINISTRATOR):
        return True
    if grant.role in (Role.AKIM, Role.ASSISTANT):
        return kind is not MeetingKind.STEERING
    if grant.role is not Role.COMMITTEE:
        return False
    if grant.area is Area.PLANNING:
        return kind in (MeetingKind.COMMITTEE, MeetingKind.AGREEMENT)
    return kind is MeetingKind.GROUP and grant.area is area


def kinds_for(grants: tuple[Grant, ...]) -> tuple[MeetingKind, ...]:
    """The kinds that somebody with these roles can hold."""
    areas = (None, *Area)
    return tuple(kind for kind in MeetingKind if any(may_hold(grant, kind, area) for grant in grants for area in areas))


def committee_of(kind: MeetingKind, area: Area | None) -> Area | None:
    """The committee or group whose meeting it is, None when it is nobody's own."""
    if kind is MeetingKind.GROUP:
        return area
    return Area.PLANNING if kind in (MeetingKind.COMMITTEE, MeetingKind.AGREEMENT) else None


def invitable(meeting: Meeting, grant: Grant) -> tuple[Invited, ...]:
    """Whom the holder of `grant` may invite; to write to everyone in an okrug is not a group leader's."""
    leads = grant.role is Role.COMMITTEE
    choices = []
    if committee_of(meeting.kind, meeting.area) is not None and meeting.place is not None:
        choices.append(Invited.MEMBERS)
    if meeting.place is not None:
        choices.append(Invited.GROUPS)
    if not leads or meeting.kind is MeetingKind.AGREEMENT:
        choices.append(Invited.EVERYONE)
    # An akim's meetings are in the own okrug, whose akim that is.
    if not leads and grant.role not in (Role.AKIM, Role.ASSISTANT):
        choices.append(Invited.AKIMS)
    return tuple(choices)


def audience_of(meeting: Meeting, whom: Invited) -> Audience:
    """The audience of one of the ready choices."""
    everywhere = tuple(Rule(RuleKind.LANGUAGE, language) for language in LANGUAGES)
    here = everywhere if meeting.place is None else (Rule(RuleKind.TERRITORY, meeting.place.code),)
    if whom is Invited.EVERYONE:
        return Audience(here)
    if whom is Invited.AKIMS:
        return Audience((Rule(RuleKind.ROLE, Role.AKIM.value), *here))
    code = "" if meeting.place is None else meeting.place.code
    committee = committee_of(meeting.kind, meeting.area)
    areas = tuple(Area) if whom is Invited.GROUPS or committee is None else (committee,)
    return Audience(tuple(Rule(RuleKind.MEMBERS, f"{area.value}.{code}") for area in areas))


def with_village(meeting: Meeting, code: str) -> Audience:
    """The villages invited so far with one more, or without it when it was there."""
    villages = Audience(tuple(rule for rule in meeting.audience.rules if rule.kind is RuleKind.VILLAGE))
    rule = Rule(RuleKind.VILLAGE, code)
    return villages.without(rule) if rule in villages.rules else villages.with_rule(rule)


def leads(grant: Grant) -> bool:
    """Whether the grant is that of a committee's or group's leader."""
    return grant.role is Role.COMMITTEE and grant.position is Position.LEADER


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who shall be invited: one of the ready choices, or a village more or less."""

    whom: Invited | None = None
    village: str = ""


@dataclass(frozen=True, slots=True)
class Reinviting:
    """What other invitees would mean: the meeting with them, how many get an invitation, how many hear of it."""

    card: "Card"
    wanted: Wanted
    added: int
    removed: int


@dataclass(frozen=True, slots=True)
class Answers:
    """How many said what; `waiting` are those who would come and found no place."""

    coming: int = 0
    maybe: int = 0
    cannot: int = 0
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class MyAnswer:
    """What one person said, and whether they wait for a place."""

    answer: Answer
    waiting: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """One thing that a meeting decided."""

    id: int
    text: str


@dataclass(frozen=True, slots=True)
class Task:
    """Something to be done after a meeting: what, by whom, until which day."""

    id: int
    text: str
    owner: str
    due_on: date


@dataclass(frozen=True, slots=True)
class Minutes:
    """What is kept of a meeting; `sent_at` is when the participants got it."""

    text: str | None = None
    file: "KeptFile | None" = None
    decisions: tuple[Decision, ...] = ()
    tasks: tuple[Task, ...] = ()
    sent_at: datetime | None = None

    @property
    def empty(self) -> bool:
        """Whether there is nothing to send yet."""
        return not (self.text or self.file or self.decisions or self.tasks)


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that Telegram keeps for us."""

    kind: str
    file_id: str
    unique_id: str
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """A meeting as one person sees it."""

    meeting: Meeting
    territory: Territory | None
    mine: MyAnswer | None = None
    came: bool = False
    may_lead: bool = False
    may_write: bool = False
    answers: Answers = Answers()
    minutes: Minutes | None = None
    committee: Area | None = None
    villages: tuple[Territory, ...] = ()
    invited: int | None = None
    issues: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class MeetingList:
    """What stands on the screen of meetings: one's drafts, what comes, what was, and whether one may hold one."""

    drafts: tuple[Card, ...]
    coming: tuple[Card, ...]
    may_hold: bool
    has_past: bool


class Change(StrEnum):
    """What a notice of a change tells."""

    WHEN = "when"
    WHERE = "where"


def told_of(before: Meeting, after: Meeting) -> tuple[Change, ...]:
    """What changed that people must know."""
    found = []
    if (before.starts_at, before.minutes) != (after.starts_at, after.minutes):
        found.append(Change.WHEN)
    if (before.where, before.point) != (after.where, after.point):
        found.append(Change.WHERE)
    return tuple(found)


def reminders_of(text: str) -> tuple[int, ...]:
    """Minutes before the start from a text such as `7d,1d,3h`; raises `ValueError` when it says something else."""
    units: Mapping[str, int] = {"d": 1440, "h": 60, "m": 1}
    found = []
    for part in filter(None, (part.strip().lower() for part in text.split(","))):
        number, unit = part[:-1], part[-1]
        if unit not in units or not (number.isascii() and number.isdigit()) or int(number) == 0:
            raise ValueError(f"{part!r} is not a time such as 7d, 3h or 30m")
        found.append(int(number) * units[unit])
    return tuple(sorted(set(found), reverse=True))
