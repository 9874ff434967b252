"""What comes of a file with a form: the form, or all that is wrong with it by sheet, row and column."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from domain.surveys.forms import Form

# More than this nobody answers in a chat, nor reads in one message.
MOST_QUESTIONS, MOST_CHOICES, MOST_PROBLEMS = 150, 200, 50
LONGEST_LABEL, LONGEST_HINT, LONGEST_CHOICE, LONGEST_NAME = 2_000, 1_000, 300, 60


@dataclass(frozen=True, slots=True)
class FormProblem:
    """One thing that is wrong: where it stands (row 0: the sheet or file as a whole), a word for it, its facts."""

    sheet: str
    row: int
    column: str
    reason: str
    facts: Mapping[str, Any] = field(default_factory=dict)


class WrongForm(Exception):
    """The file is no form that can be asked; nothing of it is kept."""

    def __init__(self, problems: tuple[FormProblem, ...]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Imported:
    """A form that was read, and the names of what it had and nobody is asked: the telephone's number and the like."""

    form: Form
    left_out: tuple[str, ...] = ()
