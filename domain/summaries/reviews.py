"""Answers in words, looked at one by one before anybody else reads them."""

from dataclasses import dataclass

from domain.surveys.forms import Question
from domain.surveys.survey import Survey


@dataclass(frozen=True, slots=True)
class Unread:
    """An answer that nobody has looked at; `mark` stands for it in a button and tells nothing of its response."""

    mark: str
    question: str
    words: str
    response_id: str


@dataclass(frozen=True, slots=True)
class Reviewing:
    """What a moderator has before them: how many are left, and the first, None when all are done."""

    survey: Survey
    left: int
    one: Unread | None = None
    question: Question | None = None


@dataclass(frozen=True, slots=True)
class WordsPage:
    """A page of answers that were let through."""

    survey: Survey
    question: Question
    answers: tuple[str, ...]
    page: int
    more: bool
