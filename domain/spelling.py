"""How names of places are compared: in Kazakh, Russian or Latin letters, with or without the word for the kind."""

import re
import unicodedata

from domain.territories import Kind, Level

_KAZAKH = str.maketrans("әғқңөұүһіё", "агкноуухие")
_NOT_A_WORD = re.compile(r"[\W_]+")

# Words of kind as `fold` leaves them; the state classifier shortens them in a dozen ways.
_KINDS = (
    *("с о", "со", "с а", "а о", "ао", "а а", "п а", "к а", "г а", "с", "п", "г", "а", "к", "пос", "пгт", "ст", "рзд"),
    *("село", "селосы", "аул", "аулы", "ауыл", "ауылы", "поселок", "поселковый округ", "город", "каласы", "кала"),
    *("сельский округ", "аульный округ", "ауылдык округи", "ауылдык округ", "округ", "округи", "кент", "кенти"),
    *("кент акимдиги", "кенттик акимдик", "поселковая администрация", "городская администрация", "кала акимдиги"),
    *("район", "ауданы", "аудан", "область", "облысы", "облыс", "имени", "им", "атындагы", "атын", "ат"),
    *("rural okrug", "rural district", "okrug", "township", "settlement", "village", "auyl", "aul", "city", "town"),
    *("rayon", "raion", "district", "oblast", "region", "selo", "kent", "auyldyk okrugi", "selskiy okrug", "audany"),
)
_ONE_KIND = "(?:" + "|".join(sorted(_KINDS, key=len, reverse=True)) + ")"
_KIND_BEFORE = re.compile(rf"^{_ONE_KIND} (?=.)")
_KIND_AFTER = re.compile(rf"(?<=.) {_ONE_KIND}$")

_ALIKE = dict(zip("абвгдезийклмнопрстуфыэәғқңөұүһі", "abvgdeziiklmnoprstufyeagknouuhi", strict=True))
_LATIN = {
    **_ALIKE,
    **{"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "yu", "я": "ya", "ё": "yo"},
    **{"ъ": "", "ь": ""},
}
_AFTER = {"ий": "y", "ій": "y", "ый": "", **{vowel + "е": "ye" for vowel in "аәеёиіоөуұүыэюя"}}
_ENGLISH_KINDS = {
    Kind.OBLAST: " oblast",
    Kind.RAYON: " rayon",
    Kind.RURAL_OKRUG: " rural okrug",
    Kind.TOWNSHIP: " township",
}
# Parts of the world are translated in the names of oblasts, and nowhere else.
_ENGLISH_WORDS = {"шыгыс": "East", "батыс": "West", "солтустик": "North", "казакстан": "Kazakhstan"}

# One letter a sound, so that a slip costs the same in every alphabet: ж = j, ш and щ = w, ч = x, ц = c.
_SOUNDS_OF_CYRILLIC = str.maketrans(
    {
        **dict(zip("абвгдежзийклмнопрстуфхцчшщыэ", "abvgdejziiklmnoprstufhcxwwie", strict=True)),
        **{"ъ": "", "ь": "", "ю": "iu", "я": "ia"},
    }
)
_SOUNDS_OF_LATIN = {
    **{"shch": "w", "dzh": "j", "zh": "j", "kh": "h", "gh": "g", "sh": "w", "ch": "x", "ts": "c", "ye": "e"},
    **{"q": "k", "w": "v", "y": "i", "x": "h", "ş": "w", "ı": "i"},
}
_LATIN_SOUND = re.compile("|".join(_SOUNDS_OF_LATIN))
_RUN = re.compile(r"([^\W\d])\1+")


def fold(text: str) -> str:
    """`text` in small letters, Kazakh ones as Russian ones, one space for all that is no letter or digit."""
    small = unicodedata.normalize("NFKC", text).casefold()
    composed = unicodedata.normalize("NFKC", small).translate(_KAZAKH)
    return _NOT_A_WORD.sub(" ", composed).strip()


def spelling(name: str) -> str:
    """`name` folded and without the words of its kind (с., а.о., сельский округ, township …), never cut to nothing."""
    text = fold(name)
    while (shorter := _KIND_AFTER.sub("", _KIND_BEFORE.sub("", text))) != text:
        text = shorter
    return text


def sound(folded: str) -> str:
    """What a folded spelling sounds like: one key for «Жараспай», "Zharaspay" and "Zharaspai"."""
    latin = _LATIN_SOUND.sub(lambda found: _SOUNDS_OF_LATIN[found[0]], folded)
    return _RUN.sub(r"\1", _unmarked(latin).replace("дж", "ж").translate(_SOUNDS_OF_CYRILLIC))


def transliterate(text: str) -> str:
    """Kazakh or Russian `text` in the Latin letters of English texts from Kazakhstan; case and the rest are kept."""
    return "".join(_letter(letter, text[at - 1 : at].lower()) for at, letter in enumerate(text))


def english(name: str, kind: Kind, level: Level) -> str:
    """An English name for a place that has none: its name in Latin letters and its kind as a word."""
    known = _ENGLISH_WORDS if level is Level.OBLAST else {}
    words = (known.get(word) or transliterate(word).capitalize() for word in spelling(name).split())
    return " ".join(words) + ("" if level is Level.SETTLEMENT else _ENGLISH_KINDS.get(kind, ""))


def _letter(letter: str, before: str) -> str:
    small = letter.lower()
    latin = _AFTER.get(before + small, _LATIN.get(small, letter))
    return latin.capitalize() if letter != small else latin


def _unmarked(text: str) -> str:
    # Latin letters with marks (ū, ñ) are heard as plain ones; й is a letter of its own.
    return "".join(one if "а" <= one <= "я" else unicodedata.normalize("NFD", one)[0] for one in text)
