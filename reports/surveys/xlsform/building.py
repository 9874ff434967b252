"""A form made of the sheets of an XLSForm: whole, or refused with everything that is wrong with it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert

from domain.languages import Language, Localized
from domain.surveys.forms import IDENTIFYING, WITH_CHOICES, Choice, Form, Group, Question, QuestionKind
from domain.surveys.importing import (
    LONGEST_CHOICE,
    LONGEST_HINT,
    LONGEST_LABEL,
    LONGEST_NAME,
    MOST_CHOICES,
    MOST_PROBLEMS,
    MOST_QUESTIONS,
    FormProblem,
    Imported,
    WrongForm,
)
from reports.surveys.xlsform.checking import expression_problems
from reports.surveys.xlsform.columns import (
    column_problems,
    default_language,
    form_id_of,
    languages_of,
    settings_left_out,
    title_of,
)
from reports.surveys.xlsform.sheets import TRANSLATED, Row, Sheets, read_sheets
from reports.surveys.xlsform.types import Type, read_type

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_YES = {"yes": "true()", "true": "true()", "no": None, "false": None, "false()": None}
# Columns of the sheet `survey` that would change what is asked, and that a chat cannot follow.
_REFUSED_COLUMNS = {"default": "default", "trigger": "trigger", "read_only": "read_only", "repeat_count": "repeat"}
_MEDIA = ("image", "audio")
_OWN_CHOICE_COLUMNS = frozenset({"list_name", "name", *TRANSLATED})


@dataclass(slots=True)
class _Work:
    """What is being built, and what was found wrong."""

    default: Language
    anonymous: bool
    problems: list[FormProblem] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    rows: dict[str, Row] = field(default_factory=dict)
    groups: list[Group] = field(default_factory=list)
    # The groups that are open: name, what they ask for to be asked, and the row that began them.
    open: list[tuple[str, str, Row]] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def form_of_file(content: bytes, language: Language = "kk", *, anonymous: bool = False) -> Imported:
    """The form in an `.xlsx` or in Markdown tables; raises `WrongForm` with all that is wrong.

    `language` is what texts are in that no column says a language of. An `anonymous` survey asks for no voice, picture
    or place. Expressions are checked here; what else XLSForm asks for is checked by pyxform.
    """
    sheets = read_sheets(content)
    work = _Work(default_language(sheets, language), anonymous)
    _whole_file(work, sheets)
    choices = _choices(work, sheets)
    for row in sheets.survey:
        _row(work, row, choices)
    work.problems += [row.problem("type", "group_open", name=name) for name, _relevant, row in work.open]
    work.problems += expression_problems(work.questions, work.rows)
    _counts(work)
    if not work.problems:
        work.problems += _by_pyxform(content)
    if work.problems:
        raise WrongForm(tuple(sorted(work.problems, key=lambda one: (one.sheet, one.row))[:MOST_PROBLEMS]))
    return Imported(_form(work, sheets), tuple(work.left_out))


def _whole_file(work: _Work, sheets: Sheets) -> None:
    if sheets.entities:
        work.problems.append(FormProblem("entities", 0, "", "entities", {}))
    if sheets.external:
        work.problems.append(FormProblem("external_choices", 0, "", "outside", {}))
    work.problems += column_problems(sheets)
    work.left_out += settings_left_out(sheets)


def _counts(work: _Work) -> None:
    asked = [question for question in work.questions if question.asks]
    if len(asked) > MOST_QUESTIONS:
        work.problems.append(FormProblem("survey", 0, "", "too_many_questions", {"most": MOST_QUESTIONS}))
    if not asked and not work.problems:
        work.problems.append(FormProblem("survey", 0, "", "no_questions", {}))


def _choices(work: _Work, sheets: Sheets) -> dict[str, tuple[Choice, ...]]:
    found: dict[str, list[Choice]] = {}
    for row in sheets.choices:
        listed, name = row.text("list_name").strip(), row.text("name").strip()
        label = _localized(work, row, "label", LONGEST_CHOICE)
        wrong = _wrong_choice(listed, name, label, found.get(listed, []))
        if wrong is not None:
            work.problems.append(row.problem(*wrong, name=name))
        elif label is not None:
            filters = {
                column.name: row.cells[key].strip()
                for key, column in row.columns.items()
                if column.name not in _OWN_CHOICE_COLUMNS
            }
            found.setdefault(listed, []).append(Choice(name, label, filters, _media(work, row)))
    for listed, choices in found.items():
        if len(choices) > MOST_CHOICES:
            work.problems.append(
                FormProblem("choices", 0, "list_name", "too_many_choices", {"name": listed, "most": MOST_CHOICES})
            )
    return {listed: tuple(choices) for listed, choices in found.items()}


def _wrong_choice(listed: str, name: str, label: Localized | None, before: list[Choice]) -> tuple[str, str] | None:
    if not listed:
        return "list_name", "missing"
    if not name:
        return "name", "missing"
    if re.search(r"\s", name) or len(name) > LONGEST_NAME:
        return "name", "choice_name"
    if label is None:
        return "label", "missing"
    return ("name", "choice_twice") if any(choice.name == name for choice in before) else None


def _row(work: _Work, row: Row, choices: Mapping[str, tuple[Choice, ...]]) -> None:
    said = row.text("type").strip()
    kind = read_type(said)
    for column, why in _REFUSED_COLUMNS.items():
        if _says(row.text(column)):
            work.problems.append(row.problem(column, why))
    if not said:
        work.problems.append(row.problem("type", "missing"))
    elif kind.why_not is not None:
        work.problems.append(row.problem("type", kind.why_not, text=said))
    elif kind.telephone:
        work.left_out.append(row.text("name").strip() or said)
    elif kind.begins:
        _open_group(work, row)
    elif kind.ends:
        _close_group(work, row)
    else:
        _add_question(work, row, kind, choices)


def _says(text: str) -> bool:
    return text.strip().lower() not in ("", "no", "false", "false()")


def _open_group(work: _Work, row: Row) -> None:
    name = row.text("name").strip()
    _check_name(work, row, name)
    label = _localized(work, row, "label", LONGEST_LABEL)
    work.groups.append(Group(name, label))
    work.open.append((name, row.expression("relevant"), row))
    work.rows.setdefault(name, row)


def _close_group(work: _Work, row: Row) -> None:
    if not work.open:
        work.problems.append(row.problem("type", "group_closed"))
    else:
        work.open.pop()


def _check_name(work: _Work, row: Row, name: str) -> None:
    if not name:
        work.problems.append(row.problem("name", "missing"))
    elif not _NAME.fullmatch(name) or len(name) > LONGEST_NAME:
        work.problems.append(row.problem("name", "name", name=name[:LONGEST_NAME], most=LONGEST_NAME))
    elif name in work.rows:
        work.problems.append(row.problem("name", "name_twice", name=name, row=work.rows[name].number))


def _add_question(work: _Work, row: Row, kind: Type, choices: Mapping[str, tuple[Choice, ...]]) -> None:
    name = row.text("name").strip()
    _check_name(work, row, name)
    question = _question(work, row, kind, choices)
    work.rows.setdefault(name, row)
    work.questions.append(question)
    if question.kind in WITH_CHOICES and not question.choices:
        work.problems.append(row.problem("type", "no_choices", name=kind.list_name))
    if question.kind is QuestionKind.CALCULATE and not question.calculation:
        work.problems.append(row.problem("calculation", "missing"))
    if question.kind is not QuestionKind.CALCULATE and question.label is None:
        work.problems.append(row.problem("label", "missing"))
    if work.anonymous and question.kind in IDENTIFYING:
        work.problems.append(row.problem("type", "identifying"))
    if question.kind is not QuestionKind.CALCULATE and question.calculation:
        work.problems.append(row.problem("calculation", "calculated"))
    if question.kind is QuestionKind.RANK and question.choice_filter:
        work.problems.append(row.problem("choice_filter", "rank_filter"))


def _question(work: _Work, row: Row, kind: Type, choices: Mapping[str, tuple[Choice, ...]]) -> Question:
    asked = kind.kind or QuestionKind.TEXT
    parameters = _parameters(work, row, asked)
    required = row.expression("required")
    return Question(
        name=row.text("name").strip(),
        kind=asked,
        label=_localized(work, row, "label", LONGEST_LABEL),
        hint=_localized(work, row, "hint", LONGEST_HINT),
        required=_YES.get(required.lower(), required) if required else None,
        required_message=_localized(work, row, "required_message", LONGEST_HINT),
        relevant=_relevant(work, row),
        constraint=row.expression("constraint") or None,
        constraint_message=_localized(work, row, "constraint_message", LONGEST_HINT),
        list_name=kind.list_name,
        choices=choices.get(kind.list_name or "", ()),
        choice_filter=row.expression("choice_filter") or None,
        randomize=parameters.get("randomize", "").lower() in ("true", "true()", "yes"),
        seed=parameters.get("seed"),
        appearance=tuple(row.text("appearance").split()),
        parameters={key: parameters[key] for key in ("start", "end", "step") if key in parameters},
        calculation=row.expression("calculation") or None,
        groups=tuple(name for name, _relevant_of, _begun in work.open),
        media=_media(work, row),
    )


def _relevant(work: _Work, row: Row) -> str | None:
    said = [relevant for _name, relevant, _begun in work.open if relevant]
    own = row.expression("relevant")
    said += [own] if own else []
    if len(said) < 2:
        return said[0] if said else None
    return " and ".join(f"({one})" for one in said)


def _parameters(work: _Work, row: Row, kind: QuestionKind) -> dict[str, str]:
    found = dict(re.findall(r"([\w-]+)\s*=\s*([^\s;,]+)", row.expression("parameters")))
    if kind is QuestionKind.RANGE and not _is_range(found):
        work.problems.append(row.problem("parameters", "range", text=row.text("parameters")[:40]))
    return found


def _is_range(parameters: Mapping[str, str]) -> bool:
    try:
        start, end, step = (float(parameters.get(name, given)) for name, given in _RANGE.items())
    except ValueError:
        return False
    return start < end and step > 0 and (end - start) / step <= MOST_CHOICES


_RANGE = {"start": "0", "end": "10", "step": "1"}


def _media(work: _Work, row: Row) -> dict[str, Localized]:
    for kind in ("video", "big-image"):
        if row.texts(kind, work.default):
            work.problems.append(row.problem(kind, "video"))
    return {kind: Localized(**texts) for kind in _MEDIA if (texts := row.texts(kind, work.default))}


def _localized(work: _Work, row: Row, column: str, longest: int) -> Localized | None:
    texts = row.texts(column, work.default)
    for text in texts.values():
        if len(text) > longest:
            work.problems.append(row.problem(column, "too_long", most=longest))
    return Localized(**texts) if texts else None


def _by_pyxform(content: bytes) -> list[FormProblem]:
    try:
        convert(content, validate=False, file_type=".xlsx" if content[:2] == b"PK" else ".md")
    except Exception as error:
        # Over some forms it falls with whatever its XML library says.
        if not isinstance(error, PyXFormError):
            return [FormProblem("", 0, "", "unreadable", {})]
        said = str(error)
        row = re.search(r"\[row : (\d+)\]", said)
        return [FormProblem("survey", int(row[1]) if row else 0, "", "pyxform", {"text": said[:300]})]
    return []


def _form(work: _Work, sheets: Sheets) -> Form:
    return Form(
        form_id=form_id_of(sheets),
        title=title_of(sheets, work.default),
        version=sheets.settings.get("version") or "1",
        default_language=work.default,
        languages=languages_of(sheets) or (work.default,),
        questions=tuple(work.questions),
        groups=tuple(work.groups),
    )
