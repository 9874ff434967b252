"""A form written as an XLSForm, which reads as the same form again."""

import io
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

import xlsxwriter

from domain.languages import Localized
from domain.surveys.forms import Choice, Form, Question, QuestionKind

_HEADINGS = {"kk": "Қазақша (kk)", "ru": "Русский (ru)", "en": "English (en)"}
_TEXTS = ("label", "hint", "required_message", "constraint_message")
_PLAIN = ("required", "relevant", "constraint", "choice_filter", "appearance", "parameters", "calculation")
_MEDIA = ("image", "audio")
_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)


def xlsform(form: Form) -> bytes:
    """The form as an `.xlsx`; the same form makes the same bytes."""
    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(content, options) as book:
        # Files of the same data are the same, whenever they are made.
        book.set_properties({"created": _EPOCH})
        bold = book.add_format({"bold": True})
        for name, rows in (("survey", _survey(form)), ("choices", _choices(form)), ("settings", _settings(form))):
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, len(rows[0]) - 1, 24)
            for number, cells in enumerate(rows):
                for column, text in enumerate(cells):
                    sheet.write_string(number, column, text, bold if number == 0 else None)
    return content.getvalue()


def _survey(form: Form) -> list[list[str]]:
    heads = ["type", "name"]
    heads += [f"{text}::{_HEADINGS[language]}" for text in (*_TEXTS, *_MEDIA) for language in form.languages]
    heads += _PLAIN
    rows = [heads]
    labels = {group.name: group.label for group in form.groups}
    inside: tuple[str, ...] = ()
    for question in form.questions:
        rows += _between(inside, question.groups, labels, form, len(heads))
        inside = question.groups
        rows.append(_question(question, form))
    rows += _between(inside, (), labels, form, len(heads))
    return rows


def _between(
    before: Sequence[str], after: Sequence[str], labels: dict[str, Localized | None], form: Form, width: int
) -> list[list[str]]:
    same = 0
    while same < min(len(before), len(after)) and before[same] == after[same]:
        same += 1
    closed = [["end_group"]] * (len(before) - same)
    opened = [["begin_group", name, *_texts(labels.get(name), form)] for name in after[same:]]
    return [[*row, *([""] * (width - len(row)))] for row in (*closed, *opened)]


def _question(question: Question, form: Form) -> list[str]:
    kind = question.kind.value
    cells = [f"{kind} {question.list_name}" if question.list_name else kind, question.name]
    for name in _TEXTS:
        cells += _texts(getattr(question, name), form)
    for name in _MEDIA:
        cells += _texts(question.media.get(name), form)
    return [*cells, *(_plain(question, name) for name in _PLAIN)]


def _plain(question: Question, name: str) -> str:
    if name == "appearance":
        return " ".join(question.appearance)
    if name == "parameters":
        return _parameters(question)
    said = getattr(question, name) or ""
    return "yes" if name == "required" and said == "true()" else said


def _parameters(question: Question) -> str:
    said = [f"{key}={value}" for key, value in question.parameters.items()]
    if question.kind is not QuestionKind.RANGE and question.randomize:
        said.append("randomize=true")
        said += [f"seed={question.seed}"] if question.seed else []
    return " ".join(said)


def _choices(form: Form) -> list[list[str]]:
    lists: dict[str, tuple[Choice, ...]] = {}
    for question in form.questions:
        if question.list_name:
            lists.setdefault(question.list_name, question.choices)
    all_choices = [choice for choices in lists.values() for choice in choices]
    filters = list(dict.fromkeys(name for choice in all_choices for name in choice.filters))
    heads = ["list_name", "name"]
    heads += [f"{text}::{_HEADINGS[language]}" for text in ("label", *_MEDIA) for language in form.languages]
    rows = [[*heads, *filters]]
    for name, choices in lists.items():
        rows += [_choice(name, choice, filters, form) for choice in choices]
    return rows


def _choice(listed: str, choice: Choice, filters: Iterable[str], form: Form) -> list[str]:
    cells = [listed, choice.name, *_texts(choice.label, form)]
    for kind in _MEDIA:
        cells += _texts(choice.media.get(kind), form)
    return [*cells, *(choice.filters.get(name, "") for name in filters)]


def _settings(form: Form) -> list[list[str]]:
    others = {language: text for language, text in form.title.as_dict().items() if language != form.default_language}
    return [
        ["form_title", "form_id", "version", "default_language", *(f"form_title ({language})" for language in others)],
        [
            form.title.in_(form.default_language),
            form.form_id,
            form.version,
            _HEADINGS[form.default_language],
            *others.values(),
        ],
    ]


def _texts(text: Localized | None, form: Form) -> list[str]:
    said = {} if text is None else text.as_dict()
    # Only line feeds are new lines in a cell.
    return ["\n".join(said.get(language, "").splitlines()) for language in form.languages]
