"""Looking after what neighbours read: what waits for a look, words to watch, who may not report for a while."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zlib import crc32

from domain.issues.duties import Why, written_in
from domain.languages import Language
from domain.refusals import Refused
from domain.spelling import fold

BAN_DAYS = (7, 30, 90)
LONGEST_REASON = 300
# A shorter beginning would hold half of what people write.
SHORTEST_WORD, LONGEST_WORD = 3, 40
MOST_WORDS_AT_ONCE = 50
MOST_APPEALS = 3


class Pile(StrEnum):
    """What waits for those who answer."""

    NEW = "new"
    REVIEW = "rev"
    OVERDUE = "late"
    REOPENED = "again"
    WORK = "work"
    PASSED_ON = "pass"


class Look(StrEnum):
    """What waits for a look of staff."""

    HELD = "held"
    FRESH = "fresh"
    FILES = "files"
    APPEALS = "asked"
    HIDDEN = "hid"


@dataclass(frozen=True, slots=True)
class BanLine:
    """A ban in a list: for which issue, where, why, from and until when (UTC); whom it bars nobody reads."""

    id: int
    issue_id: int | None
    territory_code: str | None
    reason: str
    from_at: datetime
    until: datetime
    lifted_at: datetime | None


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason as it is kept: a ready one, words of one's own, or both."""

    ready: Why | None
    words: str = ""

    def as_text(self) -> str:
        """For storage in one column."""
        return f"{'' if self.ready is None else self.ready.value}|{self.words}"


def read_reason(kept: str) -> Reason:
    """What `as_text` wrote."""
    ready, bar, words = kept.partition("|")
    if not bar:
        return Reason(None, kept)
    return Reason(Why(ready) if ready in set(Why) else None, words)


def reason_words(text: str) -> str:
    """A reason in one's own words; raises `Refused` when there is none, or too much."""
    said = " ".join(text.split())
    if not said:
        raise Refused("nothing_answered")
    if len(said) > LONGEST_REASON:
        raise Refused("answer_too_long", limit=LONGEST_REASON, length=len(said))
    return said


@dataclass(frozen=True, slots=True)
class Watched:
    """A beginning of a word that holds a report until somebody looked."""

    folded: str
    language: Language

    @property
    def mark(self) -> int:
        """A number that stands for it in a button, where the word itself may find no room."""
        return crc32(self.folded.encode())


def words_typed(text: str, reader: Language | None) -> tuple[Watched, ...]:
    """The beginnings to watch that were typed: one a line or with commas; raises `Refused` for others."""
    typed = [part.strip() for part in text.replace(",", "\n").replace(";", "\n").splitlines()]
    found = {fold(part): written_in(part, reader) for part in typed if fold(part)}
    if not found:
        raise Refused("nothing_answered")
    if len(found) > MOST_WORDS_AT_ONCE:
        raise Refused("too_many_words", limit=MOST_WORDS_AT_ONCE)
    for word in found:
        if " " in word or not SHORTEST_WORD <= len(word) <= LONGEST_WORD:
            raise Refused("not_a_word", word=word[:30])
    return tuple(Watched(word, language) for word, language in found.items())
