"""Finding an okrug by what people type."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from math import ceil

from rapidfuzz import fuzz, process

from domain.spelling import sound, spelling

# Of WRatio: with sounds alike right names score 75 and more; the best wrong one of a few score below 60.
ENOUGH = 70
GAP = 15
# Past this ratio of lengths WRatio looks for the shorter inside the longer: «арыс» would be found in «жарыспай».
LENGTHS = 1.5
ASKED = 8
SHORTEST_BEGINNING = 2
SHORTEST_GUESS = 3
SHORTEST_WORD = 4
LONGEST = 120
_END = chr(0x10FFFF)


@dataclass(frozen=True, slots=True)
class Home:
    """An okrug that can be found: its own folded spellings and those of its settlements."""

    code: str
    own: tuple[str, ...]
    villages: tuple[str, ...] = ()


class TerritoryIndex:
    """All okrugs, searchable in milliseconds; it does not change, a new file makes a new one."""

    def __init__(self, homes: Iterable[Home]) -> None:
        self._written: dict[str, list[str]] = {}
        self._sounding: dict[str, list[str]] = {}
        for folded, code in _own_names_first(homes):
            _add(self._written, folded, code)
            _add(self._sounding, sound(folded), code)
        self._parts: dict[str, list[str]] = {}
        for whole in self._sounding:
            for part in _tails(whole):
                _add(self._parts, part, whole)
        self._sorted = sorted(self._parts)
        self._by_length: dict[int, list[str]] = {}
        for part in self._sorted:
            self._by_length.setdefault(len(part), []).append(part)

    def search(self, text: str) -> tuple[str, ...]:
        """Codes of the okrugs that `text` may mean, the likeliest first: one is found, with more ask, () is none.

        A name spelled alike wins over one that sounds alike, that over a name's beginning, that over a name among
        other words, that over a resemblance.
        """
        wanted = spelling(text[:LONGEST])
        heard = sound(wanted)
        exact = self._written.get(wanted) or self._sounding.get(heard)
        return tuple(exact or self._beginning_with(heard) or self._among(heard) or self._resembling(heard))

    def _beginning_with(self, heard: str) -> list[str]:
        if len(heard) < SHORTEST_BEGINNING:
            return []
        parts = self._sorted[bisect_left(self._sorted, heard) : bisect_left(self._sorted, heard + _END)]
        return self._codes(sorted(parts, key=len))[: 3 * ASKED]

    def _among(self, heard: str) -> list[str]:
        words = [word for word in heard.split() if len(word) >= SHORTEST_WORD]
        return [code for word in words for code in self._sounding.get(word, ())][: 3 * ASKED]

    def _resembling(self, heard: str) -> list[str]:
        if len(heard) < SHORTEST_GUESS:
            return []
        lengths = range(int(len(heard) / LENGTHS) + 1, ceil(len(heard) * LENGTHS))
        near_in_length = chain.from_iterable(self._by_length.get(length, ()) for length in lengths)
        found = process.extract(heard, list(near_in_length), scorer=fuzz.WRatio, score_cutoff=ENOUGH, limit=2 * ASKED)
        return self._codes(part for part, score, _ in found if score > found[0][1] - GAP)[:ASKED]

    def _codes(self, parts: Iterable[str]) -> list[str]:
        return list(
            dict.fromkeys(code for part in parts for whole in self._parts[part] for code in self._sounding[whole])
        )


def _own_names_first(homes: Iterable[Home]) -> Iterator[tuple[str, str]]:
    every = list(homes)
    yield from ((folded, home.code) for home in every for folded in home.own)
    yield from ((folded, home.code) for home in every for folded in home.villages)


def _add(index: dict[str, list[str]], key: str, code: str) -> None:
    codes = index.setdefault(key, [])
    if code not in codes:
        codes.append(code)


def _tails(whole: str) -> Iterator[str]:
    yield whole
    yield from (whole[at + 1 :] for at, letter in enumerate(whole) if letter == " ")
