"""What storage counts of a survey: respondents and answers by who they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from domain.statistics.rates import Outcome, Reached
from domain.summaries.crossing import Pair, Together
from domain.surveys.survey import Mode
from domain.surveys.targets import Segment

# question -> value -> number of a segment -> how many answers
Answers = Mapping[str, Mapping[str, Mapping[int, int]]]


@dataclass(frozen=True, slots=True)
class Counted:
    """Everything that is counted of the finished responses to a survey.

    `texts` are the answers in words, without who gave them. `reached` is how many of each mode were invited, told,
    began and finished; `registered` and `adults` those of the territory that is asked; `outcomes` what became of those
    invited by name; `together` how many gave which answers to both questions of a pair.
    """

    segments: Mapping[int, Segment]
    finished: Mapping[int, int]
    answers: Answers
    texts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    reached: Mapping[Mode, Reached] = field(default_factory=dict)
    registered: int | None = None
    adults: int | None = None
    outcomes: Mapping[Outcome, int] = field(default_factory=dict)
    together: Mapping[Pair, Together] = field(default_factory=dict)

    @property
    def respondents(self) -> int:
        """All who finished."""
        return sum(self.finished.values())
