"""The catalogues: `update` follows the code, `check` refuses gaps, `compile` makes what gettext reads.

python -m tools.texts update | check | compile FILE…
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
LOCALES = ROOT / "texts" / "locales"
TRANSLATED = ("kk", "ru")
SPOKEN_IN = ("screens", "reports", "handlers", "bot")
KEYWORDS = {"_": None, "plain": None, "many": (1, 2), "mark": None}
# Letters that Russian has not; the product and the language keep their own names.
KAZAKH = re.compile("[әғқңөұүһі]", re.IGNORECASE)
OURS = re.compile("Кеңес[а-яё]*|Қазақша")
TAG = re.compile(r"</?[a-z][^>]*>")


def extract() -> Catalog:
    """Every text that the code speaks, with where."""
    catalogue = Catalog(project="kenes", charset="utf-8")
    for floor in SPOKEN_IN:
        found = extract_from_dir(ROOT / floor, [("**.py", "python")], keywords=KEYWORDS, comment_tags=("Translators:",))
        for file, _line, text, comments, context in found:
            catalogue.add(text, locations=[(f"{floor}/{file}", 0)], auto_comments=comments, context=context)
    return catalogue


def po_file(language: str) -> Path:
    """Where the translations into `language` are written."""
    return LOCALES / language / "LC_MESSAGES" / "kenes.po"


def read(language: str) -> Catalog:
    """The translations into `language` as they are, empty when there are none yet."""
    path = po_file(language)
    if not path.exists():
        return Catalog(locale=language, project="kenes", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def update() -> None:
    """Add new texts to each catalogue and drop those that nothing speaks any more."""
    spoken = extract()
    for language in TRANSLATED:
        catalogue = read(language)
        catalogue.update(spoken, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        path = po_file(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, catalogue, width=110, sort_by_file=True, omit_header=False, include_lineno=False)


def compile_file(path: Path) -> None:
    """Write the `.mo` beside a `.po`."""
    with path.open("rb") as source:
        catalogue = read_po(source)
    with path.with_suffix(".mo").open("wb") as target:
        write_mo(target, catalogue)


def unseen() -> Iterator[str]:
    """Texts that stand inside an f-string, where the extractor does not see them, a line each."""
    for floor in SPOKEN_IN:
        for path in sorted((ROOT / floor).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.JoinedStr):
                    yield from (f"{path.name}:{call.lineno}: a text inside an f-string" for call in _spoken(node))


def _spoken(node: ast.JoinedStr) -> Iterator[ast.Call]:
    for call in ast.walk(node):
        if isinstance(call, ast.Call):
            name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            if name in KEYWORDS and call.args and isinstance(call.args[0], ast.Constant):
                yield call


def troubles() -> Iterator[str]:
    """Everything that is missing, stale or would break at a person's press, a line each."""
    yield from unseen()
    spoken = {message.id: message for message in extract() if message.id}
    for language in TRANSLATED:
        translated = {message.id: message for message in read(language) if message.id}
        for key in spoken.keys() - translated.keys():
            yield f"{language}: no entry for {key!r}: run `make texts`"
        for key in translated.keys() - spoken.keys():
            yield f"{language}: nothing speaks {key!r} any more: run `make texts`"
        for key in spoken.keys() & translated.keys():
            yield from (f"{language}: {trouble}: {key!r}" for trouble in _faults(translated[key]))
            if language == "ru" and any(KAZAKH.search(OURS.sub("", form)) for form in _forms(translated[key].string)):
                yield f"ru: Kazakh letters: {key!r}"


def _faults(message: Message) -> Iterator[str]:
    sources, texts = _forms(message.id), _forms(message.string)
    if message.fuzzy:
        yield "fuzzy"
    if not texts or not all(texts):
        yield "not translated"
        return
    wanted = _placeholders(sources[-1])
    for text in texts:
        if _placeholders(text) != wanted:
            yield f"placeholders {sorted(_placeholders(text))} instead of {sorted(wanted)}"
        if sorted(TAG.findall(text)) != sorted(TAG.findall(sources[-1])):
            yield "other tags than the source"


def _forms(text: object) -> list[str]:
    """A text and its plurals."""
    return [str(form or "") for form in text] if isinstance(text, tuple | list) else [str(text or "")]


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def main(arguments: list[str]) -> int:
    """Run one of the three; the exit code says whether the catalogues are whole."""
    match arguments:
        case ["update"]:
            update()
        case ["compile", *files]:
            for file in files:
                compile_file(Path(file))
        case ["check"]:
            found = list(troubles())
            sys.stdout.writelines(f"{line}\n" for line in found)
            return bool(found)
        case _:
            sys.stderr.write(f"{__doc__}\n")
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
