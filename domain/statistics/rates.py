"""The four rates of a survey, each with its base, and shares that say of how many they are."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

# A share of fewer than these is not said: only how many of how many.
LEAST_BASE = 30


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    count: int
    base: int

    @property
    def value(self) -> float | None:
        """The share of 1, None of too few."""
        return self.count / self.base if self.base >= LEAST_BASE else None

    @property
    def percent(self) -> int | None:
        """The whole percent, halves away from zero: finer ones would say more than was counted."""
        return (200 * self.count + self.base) // (2 * self.base) if self.base >= LEAST_BASE else None


class Outcome(StrEnum):
    """What became of one invited person, after the final disposition codes of AAPOR."""

    # Not told yet.
    QUEUED = "queued"
    # Could not be told: Telegram refused, or the person is gone.
    FAILED = "failed"
    # Was told and never began.
    UNRESPONSIVE = "unresponsive"
    # Said that they do not want to.
    REFUSED = "refused"
    # Began and stopped before the first answer that counts.
    BREAK_OFF = "break_off"
    # Answered some questions and did not finish.
    PARTIAL = "partial"
    COMPLETED = "completed"
    # Was told and may not answer: too young, or not of those asked.
    INELIGIBLE = "ineligible"


_TOLD = frozenset(Outcome) - {Outcome.QUEUED, Outcome.FAILED}
_STARTED = frozenset({Outcome.BREAK_OFF, Outcome.PARTIAL, Outcome.COMPLETED})


def outcome(
    *, told: bool | None, refused: bool, ineligible: bool, started: bool, answers: int, finished: bool
) -> Outcome:
    """The one outcome of a person; `told` is None while the invitation waits. What a person did outweighs all else."""
    if finished:
        return Outcome.COMPLETED
    if ineligible:
        return Outcome.INELIGIBLE
    if refused:
        return Outcome.REFUSED
    if started:
        return Outcome.PARTIAL if answers else Outcome.BREAK_OFF
    return {None: Outcome.QUEUED, False: Outcome.FAILED, True: Outcome.UNRESPONSIVE}[told]


class Rate(StrEnum):
    """Which rate; none of them is "the response rate"."""

    # Registered adults of the adults who live there.
    COVERAGE = "coverage"
    # Delivered of invited.
    DELIVERY = "delivery"
    # Started of delivered.
    PARTICIPATION = "participation"
    # Finished of started.
    COMPLETION = "completion"


@dataclass(frozen=True, slots=True)
class Reached:
    """How many people of one mode were invited, told, began and finished; an open link invites nobody.

    `followed` are those of the invited who began, None where all who began were invited: somebody may have found the
    survey by themselves.
    """

    invited: int | None
    delivered: int | None
    started: int
    finished: int
    followed: int | None = None

    @property
    def began_of_told(self) -> int:
        """How many of those who were told began."""
        return self.started if self.followed is None else self.followed


def reached(outcomes: Mapping[Outcome, int]) -> Reached:
    """The figures of those who were invited by name."""
    count = Counter(outcomes)
    told = sum(count[one] for one in _TOLD)
    return Reached(sum(count.values()), told, sum(count[one] for one in _STARTED), count[Outcome.COMPLETED])


def together(parts: Iterable[Reached]) -> Reached:
    """Several modes as one; of invited and delivered only where each knows them."""
    listed = list(parts)
    invited = [part.invited for part in listed if part.invited is not None]
    delivered = [part.delivered for part in listed if part.delivered is not None]
    return Reached(
        sum(invited) if len(invited) == len(listed) else None,
        sum(delivered) if len(delivered) == len(listed) else None,
        sum(part.started for part in listed),
        sum(part.finished for part in listed),
        sum(part.began_of_told for part in listed) if any(part.followed is not None for part in listed) else None,
    )


def rates(one: Reached) -> dict[Rate, Share]:
    """Delivery, participation and completion; of an open link, or of paper handed out, completion only."""
    found = {Rate.COMPLETION: Share(one.finished, one.started)}
    if one.invited is not None and one.delivered is not None:
        found = {
            Rate.DELIVERY: Share(one.delivered, one.invited),
            Rate.PARTICIPATION: Share(one.began_of_told, one.delivered),
            **found,
        }
    return found


def coverage(registered: int, adults: int | None) -> Share | None:
    """Registered adults of the adult population, None where that is not known."""
    return None if adults is None else Share(registered, adults)
