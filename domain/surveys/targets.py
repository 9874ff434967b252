"""How many answers a survey wants of whom, and how far it is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from domain.people import AgeBand, Sex


@dataclass(frozen=True, slots=True)
class Segment:
    """Who a respondent was when they began, as far as the survey keeps it."""

    okrug: str | None = None
    sex: Sex | None = None
    age: AgeBand | None = None
    language: str | None = None
    mode: str = "chat"

    def key(self) -> str:
        """The same in one line: what its number is made of."""
        parts = (self.okrug, self.sex, self.age, self.language, self.mode)
        return "|".join("" if part is None else str(part) for part in parts)


@dataclass(frozen=True, slots=True)
class Target:
    """So many answers are wanted from an okrug, or from women or an age band in it; None means whichever."""

    number: int
    okrug: str | None = None
    sex: Sex | None = None
    age: AgeBand | None = None

    def fits(self, segment: Segment) -> bool:
        """Whether an answer of this segment counts for the target."""
        wanted = ((self.okrug, segment.okrug), (self.sex, segment.sex), (self.age, segment.age))
        return all(mine is None or mine == theirs for mine, theirs in wanted)

    def is_for(self, other: "Target") -> bool:
        """Whether it wants answers of the same people as another one."""
        return (self.okrug, self.sex, self.age) == (other.okrug, other.sex, other.age)

    def as_dict(self) -> dict[str, Any]:
        """For storage."""
        return {"number": self.number, "okrug": self.okrug, "sex": self.sex, "age": self.age}

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> "Target":
        """The target that `as_dict` wrote."""
        sex, age = kept.get("sex"), kept.get("age")
        return cls(kept["number"], kept.get("okrug"), Sex(sex) if sex else None, AgeBand(age) if age else None)


@dataclass(frozen=True, slots=True)
class Reached:
    """A target and how many finished answers count for it."""

    target: Target
    finished: int

    @property
    def full(self) -> bool:
        """Whether no more are wanted."""
        return self.finished >= self.target.number


def reached(targets: Iterable[Target], finished: Mapping[Segment, int]) -> tuple[Reached, ...]:
    """How far each target is, from the numbers of finished answers by segment."""
    return tuple(
        Reached(target, sum(number for segment, number in finished.items() if target.fits(segment)))
        for target in targets
    )


def wanted(targets: Iterable[Target], finished: Mapping[Segment, int], segment: Segment) -> bool:
    """Whether one more answer of this segment is wanted: every target that it fits has room, if it fits any."""
    return not any(one.full for one in reached(targets, finished) if one.target.fits(segment))
