"""The results of a survey as one person may see them, and the files of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from domain.languages import Localized
from domain.summaries.raw import Raw
from domain.summaries.summary import Summary
from domain.surveys.survey import Survey
from domain.territories import Territory

# The kind of what those who answered are told.
RESULTS = "survey_results"


class ResultFile(StrEnum):
    """The files of results; those of `RAW` hold the answers themselves, the workbook does for who may have them."""

    PICTURE = "png"
    PAGE = "pdf"
    BOOK = "xlsx"
    CODES = "csv"
    LABELS = "csv-labels"
    SPSS = "sav"


RAW = frozenset({ResultFile.CODES, ResultFile.LABELS, ResultFile.SPSS})


@dataclass(frozen=True, slots=True)
class Results:
    """What one person may see of a closed survey.

    `official` is false for who only answered it; `raw` says that they may have the answers themselves, `moderates` that
    they look at answers in words, of which `unread` wait; `listed` are the questions with words that were let through,
    and how many; `earlier` that there is an earlier survey to compare with; `looks_after` that they may have it counted
    again, with answers that came later.
    """

    survey: Survey
    summary: Summary
    territories: Mapping[str, Territory] = field(default_factory=dict)
    official: bool = False
    raw: bool = False
    moderates: bool = False
    unread: int = 0
    listed: Mapping[str, int] = field(default_factory=dict)
    earlier: bool = False
    looks_after: bool = False


@dataclass(frozen=True, slots=True)
class Wave:
    """One of the surveys that are compared."""

    survey: Survey
    summary: Summary


@dataclass(frozen=True, slots=True)
class Followed:
    """A question that several surveys asked alike: of each answer its percent, or how many of how many, by wave."""

    name: str
    label: Localized | None
    bases: tuple[int | None, ...]
    # Label of the answer, and of each wave: count and whole percent, None where hidden or too few.
    rows: tuple[tuple[Localized, tuple[tuple[int | None, int | None], ...]], ...]


@dataclass(frozen=True, slots=True)
class Trend:
    """Several surveys side by side, the earliest first; `changed` are questions that were not asked alike."""

    survey: Survey
    waves: tuple[Wave, ...]
    questions: tuple[Followed, ...]
    changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """What a file is made of; `raw` is there when the answers themselves go into it, with the okrugs they name,
    `trend` when earlier surveys stand beside.
    """

    results: Results
    raw: Raw | None = None
    territories: Mapping[str, Territory] = field(default_factory=dict)
    trend: Trend | None = None
