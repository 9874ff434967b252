"""What officials did, as it is logged."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.territories import Territory


@dataclass(frozen=True, slots=True)
class Entry:
    """One act: who (our number, None for the command line), in which role and where, what, to what, when in UTC."""

    id: int
    at: datetime
    person_id: int | None
    role: str | None
    territory_code: str | None
    act: str
    subject_id: str
    details: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class LoggedAct:
    """An entry with the territory it happened in."""

    entry: Entry
    territory: Territory | None


@dataclass(frozen=True, slots=True)
class AuditPage:
    """A page of the log, the newest first; `older` is where the next one begins."""

    acts: tuple[LoggedAct, ...]
    older: int | None
