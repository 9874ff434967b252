"""What a person began and can go on with, whatever its subject."""

from dataclasses import dataclass
from enum import StrEnum

from domain.languages import Localized


class DraftKind(StrEnum):
    """The kinds of drafts; a subject adds its own together with its rows in `storage/drafts.py`."""

    REPORT = "report"
    ANNOUNCEMENT = "announcement"
    MEETING = "meeting"
    SURVEY = "survey"
    CALL = "call"


@dataclass(frozen=True, slots=True)
class Begun:
    """One of them: its number, and how it begins when there is anything yet."""

    kind: DraftKind
    id: int
    title: Localized | None = None
    words: str = ""
