"""A text without its translation, a gap that does not fit, a doubtful or a stale one: each is red."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from tools import texts

MESSAGE = "Your okrug: <b>{okrug}</b>"


@pytest.fixture(scope="module")
def spoken() -> Catalog:
    """All that the code speaks: no test here changes the code, and looking through it takes seconds."""
    return texts.extract()


@pytest.fixture
def copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoken: Catalog) -> Path:
    monkeypatch.setattr(texts, "extract", lambda: spoken)
    monkeypatch.setattr(texts, "unseen", lambda: ())
    shutil.copytree(texts.LOCALES, tmp_path / "locales")
    monkeypatch.setattr(texts, "LOCALES", tmp_path / "locales")
    return tmp_path / "locales"


def change(locales: Path, language: str, edit: Callable[[Catalog], object]) -> list[str]:
    """The troubles that `edit` of a copy of one catalogue makes."""
    before = set(texts.troubles())
    path = locales / language / "LC_MESSAGES" / "kenes.po"
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    edit(catalogue)
    with path.open("wb") as file:
        write_po(file, catalogue)
    return [trouble for trouble in texts.troubles() if trouble not in before]


def test_every_text_is_translated_whole() -> None:
    assert list(texts.troubles()) == []
    assert len(texts.extract()) > 100


def set_to(text: str) -> Callable[[Catalog], None]:
    def edit(catalogue: Catalog) -> None:
        message = catalogue.get(MESSAGE)
        assert message is not None
        message.string = text

    return edit


def doubtful(catalogue: Catalog) -> None:
    message = catalogue.get(MESSAGE)
    assert message is not None
    message.flags.add("fuzzy")


def counted(catalogue: Catalog) -> tuple[Message, tuple[str, ...]]:
    """A message that has a form for one and a form for more, and its forms."""
    message = next(one for one in catalogue if isinstance(one.id, tuple) and one.id[0].startswith("<b>My data</b>"))
    assert isinstance(message.string, tuple)
    return message, message.string


def one_form_missing(catalogue: Catalog) -> None:
    message, forms = counted(catalogue)
    message.string = (*forms[:-1], "")


def one_form_without_its_number(catalogue: Catalog) -> None:
    message, forms = counted(catalogue)
    message.string = (*forms[:-1], forms[-1].replace("{number}", ""))


@pytest.mark.parametrize(
    ("edit", "trouble"),
    [
        (lambda catalogue: catalogue.delete(MESSAGE), "no entry"),
        (set_to(""), "not translated"),
        (set_to("Округ: <b>{village}</b>"), "placeholders"),
        (set_to("Округ: <b>округ</b>"), "placeholders"),
        (set_to("Округ: {okrug}"), "tags"),
        (set_to("Округ: <b>{okrug}<b>"), "tags"),
        (doubtful, "fuzzy"),
        (one_form_missing, "not translated"),
        (one_form_without_its_number, "placeholders"),
        (lambda catalogue: catalogue.add("Nobody says this", "Мұны ешкім айтпайды"), "nothing speaks"),
    ],
)
@pytest.mark.parametrize("language", texts.TRANSLATED)
def test_a_spoilt_translation_is_named(
    copies: Path, language: str, edit: Callable[[Catalog], object], trouble: str
) -> None:
    found = change(copies, language, edit)
    assert len(found) == 1, found
    assert found[0].startswith(f"{language}: ")
    assert trouble in found[0]


def test_kazakh_in_the_russian_catalogue_is_named(copies: Path) -> None:
    assert change(copies, "kk", set_to("Округіңіз: <b>{okrug}</b>")) == []
    assert change(copies, "ru", set_to("Округіңіз: <b>{okrug}</b>")) == [f"ru: Kazakh letters: {MESSAGE!r}"]


def test_the_check_says_so_with_its_exit_code(copies: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert texts.main(["check"]) == bool(list(texts.troubles()))
    change(copies, "kk", set_to(""))
    assert texts.main(["check"]) == 1
    assert "not translated" in capsys.readouterr().out


def test_what_is_compiled_is_what_is_read(copies: Path) -> None:
    path = copies / "kk" / "LC_MESSAGES" / "kenes.po"
    path.with_suffix(".mo").unlink(missing_ok=True)
    assert texts.main(["compile", str(path)]) == 0
    assert path.with_suffix(".mo").stat().st_size > 1000
    assert texts.main([]) == 2


def test_a_text_inside_an_f_string_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "ROOT", tmp_path)
    (tmp_path / "screens").mkdir()
    (tmp_path / "screens" / "home.py").write_text("def greet(_):\n    return _('Seen') + f\"{_('Not seen')}!\"\n")
    assert list(texts.unseen()) == ["home.py:2: a text inside an f-string"]
