"""What storage counts of a survey: respondents and answers by who they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from domain.statistics.rates import Reached
from domain.surveys.survey import Mode
from domain.surveys.targets import Segment

# question -> value -> number of a segment -> how many answers
Answers = Mapping[str, Mapping[str, Mapping[int, int]]]


@dataclass(frozen=True, slots=True)
class Counted:
    """Everything that is counted of the finished responses to a survey.

    `texts` are the answers in words, without who gave them. `reached` is how many of each mode were invited, told,
    began and finished; `registered` and `adults` those of the territory that is asked.
    """

    segments: Mapping[int, Segment]
    finished: Mapping[int, int]
    answers: Answers
    texts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    reached: Mapping[Mode, Reached] = field(default_factory=dict)
    registered: int | None = None
    adults: int | None = None

    @property
    def respondents(self) -> int:
        """All who finished."""
        return sum(self.finished.values())
