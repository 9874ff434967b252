"""Every screen, in every language, with the worst values: it fits Telegram, reads well, and leads somewhere."""

import inspect
import pkgutil
import re
from collections.abc import Iterator
from importlib import import_module
from types import FunctionType

import pytest

import screens
from domain.languages import LANGUAGES, Language
from domain.people import Actor
from domain.roles import Grant, Role
from domain.territories import PosterText
from handlers import commands
from sandbox.entities import formatted, utf16
from screens.screen import Button, Screen
from tests.screens.samples import EVIL, NOW, OKRUG, Sample, all_samples
from texts import Html, words

TEXT, CAPTION, ALERT = 4096, 1024, 200
SAMPLES = all_samples()
# What is written so in every language; a command may have its payload behind it.
ALLOWED_LATIN = re.compile(
    r"https?://\S+|/[a-z]+(?: i[a-z0-9]+)?|eotinish\.kz|"
    r"\bQR\b|\bTelegram\b|\bXLSX\b|\bPDF\b|\bCSV\b|\bSPSS\b|\bExcel\b|" + re.escape(EVIL)
)


def every(sample: Sample, language: Language) -> Iterator[tuple[str, bool, int]]:
    """Each text of a sample, whether it is HTML, and how long it may be."""
    shown = sample.render(words(language))
    limit = CAPTION if sample.caption else ALERT if sample.alert else TEXT
    if isinstance(shown, Screen):
        yield shown.text, True, limit
        if shown.first is not None:
            yield shown.first, True, TEXT
        if shown.keyboard is not None:
            yield from ((label, False, 64) for label in (shown.keyboard.location, shown.keyboard.cancel))
        yield from ((button.text, False, 300) for row in shown.rows for button in row)
    elif isinstance(shown, PosterText):
        yield from ((shown.kk, False, TEXT), (shown.ru, False, TEXT))
    elif isinstance(shown, tuple):
        yield from ((button.text, False, 300) for row in shown for button in row)
    else:
        assert isinstance(shown, str)
        yield shown, isinstance(shown, Html), limit


def visible(sample: Sample, language: Language) -> list[str]:
    """What a person reads of it, each text checked as Telegram checks it."""
    read = []
    for text, is_html, limit in every(sample, language):
        plain, _ = formatted(text, "HTML" if is_html else None, None, limit=limit, too_long=f"too long: {text[:200]}")
        assert plain.strip(), "blank"
        assert not re.search(r"\{\w*\}", plain), f"a gap was not filled: {plain}"
        read.append(plain)
    return read


def buttons_of(sample: Sample, language: Language) -> tuple[tuple[Button, ...], ...]:
    shown = sample.render(words(language))
    if isinstance(shown, Screen):
        return shown.rows
    return shown if isinstance(shown, tuple) else ()


def name_of(sample: Sample) -> str:
    return f"{sample.shows.__module__.removeprefix('screens.')}.{sample.shows.__qualname__}"


def all_named(flag: str) -> list[Sample]:
    return [sample for sample in SAMPLES if getattr(sample, flag)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_fits_telegram_and_is_not_blank(language: Language) -> None:
    for sample in SAMPLES:
        try:
            visible(sample, language)
        except Exception as error:
            raise AssertionError(f"{name_of(sample)} in {language}: {error}") from error


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_keyboard_fits_telegram(language: Language) -> None:
    for sample in SAMPLES:
        rows = buttons_of(sample, language)
        assert sum(map(len, rows)) <= 100, name_of(sample)
        for row in rows:
            assert 1 <= len(row) <= 8, name_of(sample)
            for button in row:
                assert (button.does, button.opens, button.copies).count(None) == 2, name_of(sample)
                if button.does is not None:
                    packed = button.does.pack()
                    assert 1 <= len(packed.encode()) <= 64, packed
                    assert type(button.does).unpack(packed) == button.does
                assert button.copies is None or 1 <= utf16(button.copies) <= 256
                assert button.opens is None or button.opens.startswith("https://")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_people_wrote_is_read_as_they_wrote_it(language: Language) -> None:
    written = all_named("wrote")
    assert len(written) > 30
    for sample in written:
        assert any(EVIL in text for text in visible(sample, language)), f"{name_of(sample)} in {language}"


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_no_english_is_left_in_kazakh_and_russian(language: Language) -> None:
    for sample in SAMPLES:
        if sample.english:
            continue
        for text in visible(sample, language):
            left = re.findall(r"[A-Za-z]{2,}", ALLOWED_LATIN.sub(" ", text))
            assert not left, f"{name_of(sample)} in {language}: {left} in {text!r}"


def test_kazakh_is_not_russian_and_neither_is_english() -> None:
    for sample in SAMPLES:
        kk, ru, en = (visible(sample, language) for language in LANGUAGES)
        assert sample.alike or (kk != ru and ru != en and kk != en), f"{name_of(sample)}: {kk}"


def test_what_is_called_alike_is_few() -> None:
    # The question after the language, in all three; ages in digits; the posters, which have two languages on them.
    assert {name_of(sample) for sample in all_named("alike")} == {
        "people.registration.languages",
        "names.age",
        "posters.on_paper",
        "meetings.attendance.on_wall",
        # The bot's own name, and what a person wrote.
        "issues.names.who",
        "issues.report.draft_name",
        "issues.thread.whole",
        # Numbers.
        "announcements.sent.figure",
        "competitions.editing.people",
        "surveys.paper.number_of",
        # One word in both.
        "surveys.paper_names.head",
    }


def public_screens() -> set[FunctionType]:
    """Every function that makes something for people to read: given the words, or giving a screen."""
    found = set()
    for module in pkgutil.walk_packages(screens.__path__, "screens."):
        for name, function in vars(import_module(module.name)).items():
            if name.startswith("_") or not inspect.isfunction(function) or function.__module__ != module.name:
                continue
            signature = inspect.signature(function)
            if "_" in signature.parameters or signature.return_annotation in (Screen, PosterText):
                found.add(function)
    return found


def unseen(seen: set[object]) -> list[str]:
    return sorted(f"{one.__module__}.{one.__qualname__}" for one in public_screens() - seen)


def test_no_screen_is_forgotten_here() -> None:
    seen: set[object] = {sample.shows for sample in SAMPLES}
    assert len(public_screens()) > 60
    assert unseen(seen) == []
    # A screen without a sample is named.
    from screens.home import about

    assert unseen(seen - {about}) == ["screens.home.about"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_commands_and_descriptions_fit_telegram(language: Language) -> None:
    _ = words(language)
    everyone = Actor(1, 1001, language, NOW, OKRUG.place, registered_at=NOW)
    official = everyone.with_grant(Grant(1, Role.ADMINISTRATOR))
    listed = commands.for_actor(_, official)
    assert len(listed) == len({one.command for one in listed}) <= 100
    for one in listed:
        assert re.fullmatch(r"[a-z0-9_]{1,32}", one.command)
        assert 1 <= utf16(one.description) <= 256
    assert commands.for_actor(_, everyone) == commands.for_everyone(_)
    assert 1 <= utf16(commands.description(_)) <= 512
    assert 1 <= utf16(commands.short_description(_)) <= 120
    if language != "en":
        texts = [one.description for one in listed] + [commands.description(_), commands.short_description(_)]
        assert not re.findall(r"[A-Za-z]{2,}", ALLOWED_LATIN.sub(" ", " ".join(texts)))
