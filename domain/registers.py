"""The register of meetings and events: counting attendances and people, which are two figures and never mixed."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from domain.languages import Localized
from domain.meetings import Meeting, MeetingKind
from domain.roles import Area


@dataclass(frozen=True, slots=True)
class Count:
    """A number of people or attendances: exact, or at least so many."""

    value: int
    at_least: bool = False

    def __add__(self, other: "Count") -> "Count":
        return Count(self.value + other.value, self.at_least or other.at_least)


@dataclass(frozen=True, slots=True)
class Share:
    """So many women among `base`: those of whom it is known; a percentage told by others makes fractions of people.

    `at_least` when there may be more women than were counted.
    """

    women: Fraction
    base: Count
    at_least: bool = False

    def __add__(self, other: "Share") -> "Share":
        return Share(self.women + other.women, self.base + other.base, self.at_least or other.at_least)

    @property
    def percent(self) -> int | None:
        """Women in a hundred, None when nothing is known."""
        if not self.base.value:
            return None
        return int(self.women * 100 / self.base.value + Fraction(1, 2))


NOBODY = Share(Fraction(0), Count(0))


@dataclass(frozen=True, slots=True)
class Entered:
    """A turnout that was taken over from a report: people, and women as a number or in a hundred."""

    people: Count
    women: int | None = None
    women_percent: int | None = None


@dataclass(frozen=True, slots=True)
class Turnout:
    """Who came: named ones with their sex where told, those counted without Telegram, or what a report says.

    `women_in_all` is how many of all of them were women, as somebody counted them.
    """

    named: int = 0
    named_women: int = 0
    named_men: int = 0
    counted_women: int = 0
    counted_men: int = 0
    women_in_all: Count | None = None
    entered: Entered | None = None

    @property
    def not_told(self) -> int:
        """How many of the named ones did not say whether they are a woman or a man."""
        return self.named - self.named_women - self.named_men

    @property
    def people(self) -> Count:
        """How many came."""
        if self.entered is not None:
            return self.entered.people
        return Count(self.named + self.counted_women + self.counted_men)

    @property
    def women(self) -> Share:
        """The women among those of whom it is known."""
        if self.women_in_all is not None:
            return Share(Fraction(self.women_in_all.value), self.people, self.women_in_all.at_least)
        if self.entered is None:
            women = self.named_women + self.counted_women
            return Share(Fraction(women), Count(women + self.named_men + self.counted_men))
        if self.entered.women is not None:
            return Share(Fraction(self.entered.women), self.entered.people)
        if self.entered.women_percent is not None:
            return Share(Fraction(self.entered.people.value * self.entered.women_percent, 100), self.entered.people)
        return NOBODY


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody with a name on the list that the leader ticks."""

    person_id: int
    name: str
    came: bool


@dataclass(frozen=True, slots=True)
class AttendancePage:
    """A page of that list, and what was counted beside it."""

    meeting: Meeting
    people: tuple[Attendee, ...]
    page: int
    more: bool
    turnout: Turnout
    photos: int


@dataclass(frozen=True, slots=True)
class Record:
    """A held meeting in the register; `turnout` None means that nobody counted."""

    id: int
    kind: MeetingKind
    area: Area | None
    territory_code: str | None
    territory: Localized | None
    day: date
    title: Localized
    where: str | None
    turnout: Turnout | None
    history: bool = False


@dataclass(frozen=True, slots=True)
class PeopleFigure:
    """How many different people took part, as somebody counted it: where nobody is named it can only be entered."""

    people: Count
    source: str
    territory_code: str | None = None
    territory: Localized | None = None
    kind: MeetingKind | None = None
    women_percent: int | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """Several meetings counted together; `counted` of them have a number of people."""

    key: str
    meetings: int
    counted: int
    attendances: Count
    women: Share


@dataclass(frozen=True, slots=True)
class Selection:
    """What a register is about: a kind, a territory, local days from and until, each None for all."""

    kind: MeetingKind | None = None
    territory_code: str | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Register:
    """The register of a selection: the one value behind the screen and the file."""

    selection: Selection
    territory: Localized | None
    total: Line
    by_kind: tuple[Line, ...]
    by_territory: tuple[Line, ...]
    records: tuple[Record, ...]
    named_people: int
    entered_people: tuple[PeopleFigure, ...]


def count(key: str, records: Iterable[Record]) -> Line:
    """These meetings together."""
    chosen = list(records)
    turnouts = [record.turnout for record in chosen if record.turnout is not None]
    attendances = sum((turnout.people for turnout in turnouts), Count(0))
    women = sum((turnout.women for turnout in turnouts), NOBODY)
    return Line(key, len(chosen), len(turnouts), attendances, women)


def _grouped(records: Sequence[Record], key_of: Callable[[Record], str]) -> tuple[Line, ...]:
    groups: dict[str, list[Record]] = {}
    for record in records:
        groups.setdefault(key_of(record), []).append(record)
    return tuple(count(key, group) for key, group in groups.items())


def register(
    selection: Selection,
    records: Sequence[Record],
    named_people: int,
    entered: Sequence[PeopleFigure] = (),
    territory: Localized | None = None,
) -> Register:
    """The register of what was selected; kinds stand in their order, territories as they come."""
    order = list(MeetingKind)
    by_kind = sorted(_grouped(records, lambda r: r.kind.value), key=lambda line: order.index(MeetingKind(line.key)))
    return Register(
        selection=selection,
        territory=territory,
        total=count("", records),
        by_kind=tuple(by_kind),
        by_territory=_grouped(records, lambda r: r.territory_code or ""),
        records=tuple(records),
        named_people=named_people,
        entered_people=tuple(entered),
    )
