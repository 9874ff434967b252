"""Raw answers as the files need them: a column for each trait, question and choice; codes and labels."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from domain.languages import Language
from domain.summaries.raw import Raw, RawRow
from domain.surveys.forms import NUMBERS, SEVERAL, WITH_CHOICES, Question, QuestionKind, names


@dataclass(frozen=True, slots=True)
class Field:
    """A column of the raw answers: its code, what it is called, its question and, of several choices, the one."""

    code: str
    label: str
    question: Question | None = None
    choice: str | None = None

    @property
    def numeric(self) -> bool:
        """Whether its cells are numbers."""
        return self.choice is not None or (self.question is not None and self.question.kind in NUMBERS)

    def labels(self, language: Language) -> dict[str, str]:
        """What the codes of its cells mean."""
        if self.choice is not None or self.question is None or self.question.kind not in WITH_CHOICES:
            return {}
        return {choice.name: choice.label.in_(language) for choice in self.question.choices}


def fields(raw: Raw, language: Language) -> tuple[Field, ...]:
    """Every column: the traits, then the questions; of several choices one 0/1 column each beside the whole answer."""
    found = [Field(name, raw.called.get(name, name)) for name in raw.traits]
    for question in raw.form.questions:
        if question.kind is QuestionKind.NOTE:
            continue
        label = question.name if question.label is None else question.label.in_(language)
        found.append(Field(question.name, label, question))
        if question.kind is QuestionKind.SELECT_MULTIPLE:
            found += [
                Field(f"{question.name}/{one.name}", f"{label}: {one.label.in_(language)}", question, one.name)
                for one in question.choices
            ]
    return tuple(found)


def cells(raw: Raw, columns: Sequence[Field]) -> Iterator[list[str | int | float | None]]:
    """The codes of each response in the order of the columns; None where there is no answer."""
    for row in raw.rows:
        yield [_cell(row, column) for column in columns]


def _cell(row: RawRow, column: Field) -> str | int | float | None:
    if column.question is None:
        return row.traits.get(column.code) or None
    value = row.answers.get(column.question.name)
    if value is None or value == "":
        return None
    if column.choice is not None:
        return int(column.choice in names(value))
    if column.numeric:
        number = float(value)
        return int(number) if number.is_integer() else number
    return value


def in_words(cell: str | int | float | None, column: Field, labels: Mapping[str, str]) -> str | int | float | None:
    """A cell with labels in place of codes; of several choices with semicolons between."""
    if not isinstance(cell, str) or not labels:
        return cell
    if column.question is not None and column.question.kind in SEVERAL:
        return "; ".join(labels.get(name, name) for name in names(cell))
    return labels.get(cell, cell)
