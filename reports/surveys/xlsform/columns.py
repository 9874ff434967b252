"""What stands above the columns of a form: languages that nobody here reads, and words that are misspelt."""

import difflib
from collections.abc import Iterator, Sequence

from domain.languages import LANGUAGES, Language, Localized
from domain.surveys.importing import FormProblem
from reports.surveys.xlsform.sheets import TRANSLATED, Row, Sheets, language_of

# Every column of the sheet `survey` that means something here, or means something elsewhere and is left alone.
_KNOWN = (
    *("type", "name", "required", "relevant", "constraint", "calculation", "choice_filter", "appearance"),
    *("parameters", "default", "trigger", "read_only", "repeat_count", "autoplay", "rows", "save_to", "comments"),
    *TRANSLATED,
)
# So alike are a word and its misspelling.
_ALIKE = 0.8
_SETTINGS = frozenset({"form_title", "title", "set_form_title", "form_id", "id_string", "set_form_id", "version"})


def column_problems(sheets: Sheets) -> Iterator[FormProblem]:
    """Columns in a language that is none of the three, and those that would be left alone by mistake."""
    seen: set[tuple[str, str]] = set()
    for row in (*sheets.survey, *sheets.choices):
        for column in row.columns.values():
            if (row.sheet, column.heading) in seen:
                continue
            seen.add((row.sheet, column.heading))
            name, _, language = column.name.partition("::")
            if language and name in TRANSLATED:
                yield FormProblem(row.sheet, 1, column.heading, "language", {"language": language})
            elif row.sheet == "survey" and name not in _KNOWN:
                yield from _misspelt(row, column.heading, name)


def _misspelt(row: Row, heading: str, name: str) -> Iterator[FormProblem]:
    # A skip that nobody sees would be lost, and everybody asked.
    meant = difflib.get_close_matches(name, _KNOWN, n=1, cutoff=_ALIKE)
    if meant:
        yield FormProblem(row.sheet, 1, heading, "misspelt", {"meant": meant[0]})


def languages_of(sheets: Sheets) -> tuple[Language, ...]:
    """The languages that some column says it is in."""
    found = {column.language for column in sheets.columns}
    return tuple(language for language in LANGUAGES if language in found)


def default_language(sheets: Sheets, reader: Language) -> Language:
    """The language of what no column says a language of: as the settings say, else the reader's if it is written."""
    said = language_of(sheets.settings.get("default_language", ""))
    if said is not None:
        return said
    written = languages_of(sheets)
    return reader if not written or reader in written or _is_plain(sheets.survey) else written[0]


def _is_plain(rows: Sequence[Row]) -> bool:
    return any(column.name == "label" and column.language is None for row in rows for column in row.columns.values())


def title_of(sheets: Sheets, default: Language) -> Localized:
    """What the form is called: `form_title`, and beside it what we write, `form_title (ru)`."""
    titles = {language: title for language in LANGUAGES if (title := sheets.settings.get(f"form_title_({language})"))}
    plain = next((said for key in ("form_title", "title", "set_form_title") if (said := sheets.settings.get(key))), "")
    titles[default] = plain or titles.get(default) or form_id_of(sheets)
    return Localized(**titles)


def form_id_of(sheets: Sheets) -> str:
    """The form's number or short name; `form` when it has none."""
    said = (sheets.settings.get(key) for key in ("form_id", "id_string", "set_form_id"))
    return next((one for one in said if one), "form")


def settings_left_out(sheets: Sheets) -> list[str]:
    """The settings that a chat has no use for."""
    return [
        name
        for name, value in sheets.settings.items()
        if value and name not in _SETTINGS and name != "default_language" and not name.startswith("form_title_(")
    ]
