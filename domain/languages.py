"""The three languages and texts that people write in them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

Language = Literal["kk", "ru", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

# Who reads Kazakh here usually reads Russian too, and the other way round; English comes last.
_FALLBACK: Mapping[Language, tuple[Language, ...]] = {
    "kk": ("kk", "ru", "en"),
    "ru": ("ru", "kk", "en"),
    "en": ("en", "ru", "kk"),
}


def language_of(code: str | None) -> Language | None:
    """Our language for a Telegram language code such as `ru` or `kk-KZ`, None when it is none of ours."""
    short = (code or "").split("-")[0].lower()
    return next((language for language in LANGUAGES if language == short), None)


def in_order(first: Language | None) -> tuple[Language, ...]:
    """The three languages with `first` in front, else Kazakh first."""
    if first is None:
        return LANGUAGES
    return (first, *(language for language in LANGUAGES if language != first))


def nearest(language: Language, there: Collection[Language]) -> Language:
    """The language of those that are there which a reader of `language` reads best; `LookupError` when none is."""
    for code in _FALLBACK[language]:
        if code in there:
            return code
    raise LookupError(language)


@dataclass(frozen=True, slots=True)
class Localized:
    """What people wrote for others, a value per language; at least one is there."""

    kk: str | None = None
    ru: str | None = None
    en: str | None = None

    def __post_init__(self) -> None:
        if len(self.missing()) == len(LANGUAGES):
            raise ValueError("a text needs at least one language")

    def in_(self, language: Language) -> str:
        """The text in `language`, else in the nearest language that has it: never blank."""
        return next(value for code in _FALLBACK[language] if (value := self._value(code)))

    def missing(self) -> tuple[Language, ...]:
        """The languages without a text."""
        return tuple(code for code in LANGUAGES if not self._value(code))

    def as_dict(self) -> dict[str, str]:
        """The languages that are there, for storage."""
        return {code: value for code in LANGUAGES if (value := self._value(code))}

    def _value(self, code: Language) -> str | None:
        # Nothing but white space is nothing to read.
        value: str | None = getattr(self, code)
        return value if value and not value.isspace() else None
