"""The words that answers in words use most, without those that say nothing; small counts are hidden."""

import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from domain.statistics.stop_words import KAZAKH, RUSSIAN

SHORTEST = 3
MOST_WORDS = 30
_LINK = re.compile(r"\b(?:https?://|www\.|t\.me/)\S+")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
STOP_WORDS = KAZAKH | RUSSIAN


@dataclass(frozen=True, slots=True)
class Word:
    """A word and how many answers use it, each counted once."""

    word: str
    answers: int


def most_used(answers: Iterable[str], least: int, stops: Collection[str] = STOP_WORDS) -> tuple[Word, ...]:
    """The words that at least `least` answers use, the most used first and equals by the alphabet."""
    leave_out = frozenset(stops)
    counted: Counter[str] = Counter()
    for answer in answers:
        counted.update(words(answer) - leave_out)
    found = [Word(word, count) for word, count in counted.items() if count >= least]
    return tuple(sorted(found, key=lambda one: (-one.answers, one.word))[:MOST_WORDS])


def words(text: str) -> set[str]:
    """The different words of a text, in small letters, «ё» as «е», short ones and links left out."""
    plain = _LINK.sub(" ", text.casefold().replace("ё", "е"))
    return {word for word in _WORD.findall(plain) if len(word) >= SHORTEST}
