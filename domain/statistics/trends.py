"""Which questions of several versions or waves ask the same, and how their answers changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Question:
    """What makes two questions the same: name, kind and choices; the order of choices is no difference."""

    name: str
    kind: str
    choices: tuple[str, ...] = ()


class Change(StrEnum):
    """Why a question of one wave cannot be compared with that of another."""

    MISSING = "missing"
    KIND = "kind"
    CHOICES = "choices"


@dataclass(frozen=True, slots=True)
class Comparison:
    """A question of the first wave, and why, by the number of the wave, it is not the same there."""

    name: str
    changes: tuple[tuple[int, Change], ...]

    @property
    def comparable(self) -> bool:
        """Whether every wave asked the same."""
        return not self.changes


def compare(waves: Sequence[Sequence[Question]]) -> tuple[Comparison, ...]:
    """Each question of the first wave beside all later ones."""
    if not waves:
        return ()
    later = [{question.name: question for question in wave} for wave in waves[1:]]
    found = []
    for question in waves[0]:
        changes = [(number, _change(question, wave.get(question.name))) for number, wave in enumerate(later, 1)]
        found.append(Comparison(question.name, tuple((number, change) for number, change in changes if change)))
    return tuple(found)


def _change(before: Question, after: Question | None) -> Change | None:
    if after is None:
        return Change.MISSING
    if before.kind != after.kind:
        return Change.KIND
    return None if set(before.choices) == set(after.choices) else Change.CHOICES
