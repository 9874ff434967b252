"""What people read: the gettext catalogues and how numbers, dates and names are put into them."""

import gettext
import html
from datetime import date, datetime, tzinfo
from functools import cache
from pathlib import Path

from babel import Locale
from babel.dates import format_date, format_time
from babel.numbers import format_decimal

from domain.languages import LANGUAGES, Language

LOCALES = Path(__file__).parent / "locales"
SOURCE: Language = "en"


class Html(str):
    """A piece of a message that is already safe: it is put into a text as it is."""

    __slots__ = ()


class MissingCatalogue(Exception):
    """A language's texts were not compiled."""


# Unicode puts the letters that Kazakh has beside Russian ones behind the whole alphabet.
_ALPHABET = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
_PLACES = {letter: chr(0x10000 + place) for place, letter in enumerate(_ALPHABET)}


class Words:
    """The texts of one language; called with an English text it gives the person's, as HTML of Telegram."""

    def __init__(self, language: Language, catalogue: gettext.NullTranslations) -> None:
        self.language = language
        self._catalogue = catalogue
        self._locale = Locale.parse(language)

    def __call__(self, text: str, /, **values: object) -> Html:
        """The text with `{name}` filled in; what people wrote is escaped."""
        return _fill(self._catalogue.gettext(text), values)

    def many(self, one: str, more: str, number: int, /, **values: object) -> Html:
        """The form of the text that fits `number`, which is `{number}` in it."""
        text = self._catalogue.ngettext(one, more, number)
        return _fill(text, {"number": self.number(number), **values})

    def plain(self, text: str, /, **values: object) -> str:
        """The text for places that know no HTML: buttons, alerts, files."""
        return self._catalogue.gettext(text).format(**values) if values else self._catalogue.gettext(text)

    def order(self, text: str) -> str:
        """A key that sorts names as a dictionary of Kazakh and Russian does."""
        return "".join(_PLACES.get(letter, letter) for letter in text.casefold())

    def number(self, value: float) -> str:
        """A number as this language writes it."""
        return format_decimal(value, locale=self._locale)

    def money(self, tenge: int) -> str:
        """An amount of tenge as this language writes it, such as 12,000,000 ₸."""
        return format_decimal(tenge, "#,##0 ₸", locale=self._locale)

    def day(self, value: date) -> str:
        """A date in words, such as 24 November 2026."""
        return format_date(value, "long", locale=self._locale)

    def moment(self, value: datetime, zone: tzinfo) -> str:
        """A local date and time; the zone is never named, since people know only their own."""
        local = value.astimezone(zone)
        return f"{self.day(local.date())}, {format_time(local.time(), 'HH:mm', locale=self._locale)}"


def escaped(text: str) -> Html:
    """What a person wrote, as a piece of a message."""
    return Html(html.escape(text, quote=False))


def _fill(text: str, values: dict[str, object]) -> Html:
    if not values:
        return Html(text)
    safe = {name: value if isinstance(value, Html) else escaped(str(value)) for name, value in values.items()}
    return Html(text.format(**safe))


@cache
def words(language: Language) -> Words:
    """The texts of `language`, read once."""
    if language == SOURCE:
        return Words(language, gettext.NullTranslations())
    try:
        return Words(language, gettext.translation("kenes", LOCALES, [language]))
    except FileNotFoundError as error:
        raise MissingCatalogue(f"the texts of {language!r} are not compiled: run `make run` or `make test`") from error


def all_words() -> dict[Language, Words]:
    """Every language's texts; raises `MissingCatalogue` at once rather than at somebody's press."""
    return {language: words(language) for language in LANGUAGES}
