"""Issues in figures as a picture and as a table: both are made of the value that the screen shows."""

from collections.abc import Callable
from dataclasses import dataclass

from domain.issues.states import IssueState
from domain.roles import Area


@dataclass(frozen=True, slots=True)
class Names:
    """How things are called where the file is read; `about` says which issues these are."""

    about: str
    area: Callable[[Area], str]
    state: Callable[[IssueState], str]
    people: Callable[[int], str]
