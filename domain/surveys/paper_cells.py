"""The columns of the table into which forms are keyed, and what one cell of it means."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from domain.languages import Localized
from domain.spreadsheets import Unreckoned
from domain.surveys.forms import ACKNOWLEDGED, Choice, Form, Question, QuestionKind, together
from domain.surveys.keying import read_code
from domain.surveys.paper import PaperNames, Trait, TroubleKind
from domain.surveys.typed import NotUnderstood, read_answer

# Between a question and one of its choices, in the heading of a column.
OF = "/"
# What people write for a tick and for none.
_TICKED = frozenset({"1", "x", "х", "+", "v", "✓", "✔", "☒", "yes", "да", "иә", "ok"})
_NOT_TICKED = frozenset({"0", "-", "no", "нет", "жоқ"})
# What stands between the choices of a ranking: rather a line or a semicolon, since labels have commas and spaces.
_BETWEEN = tuple(re.compile(pattern) for pattern in (r"[;>\n]", r"[,;>\n]", r"[,;>\s]"))
_OF_TRAIT = {
    Trait.MODE: TroubleKind.UNKNOWN_MODE,
    Trait.OKRUG: TroubleKind.UNKNOWN_OKRUG,
    Trait.SEX: TroubleKind.UNKNOWN_SEX,
    Trait.AGE: TroubleKind.UNKNOWN_AGE,
}


class WrongCell(Exception):
    """What stands in a cell cannot be what is asked there."""

    def __init__(self, kind: TroubleKind) -> None:
        super().__init__(kind.value)
        self.kind = kind


class Known:
    """What may be written for something: its code, or what it is called in any language."""

    def __init__(self, there: Iterable[tuple[str, Localized]]) -> None:
        self.labels = dict(there)
        self._codes = {_folded(code): code for code in self.labels}
        called: dict[str, set[str]] = {}
        for code, label in self.labels.items():
            for text in label.as_dict().values():
                called.setdefault(_folded(text), set()).add(code)
        # What two are called says nothing.
        self._called = {text: min(codes) for text, codes in called.items() if len(codes) == 1}

    def code(self, text: str) -> str | None:
        """The code that a text means, None when it means none."""
        if text in self.labels:
            return text
        folded = _folded(text)
        return self._codes.get(folded) or self._called.get(folded)

    def tells_apart(self, texts: Sequence[str]) -> bool:
        """Whether each of these texts, in the order of the codes, means its own code."""
        return all(self.code(text) == code for text, code in zip(texts, self.labels, strict=True))


@dataclass(frozen=True)
class Column:
    """A column: what is read again above it, what it asks (a trait, a question, a choice of one), what it may say."""

    head: str
    trait: Trait | None = None
    question: Question | None = None
    choice: Choice | None = None
    known: Known | None = None

    def read(self, cell: object, today: date) -> str:
        """What stands there in its text form, empty for nothing; raises `WrongCell`."""
        if isinstance(cell, Unreckoned):
            raise WrongCell(TroubleKind.FORMULA)
        text = as_text(cell)
        if self.choice is not None:
            return _ticked(text)
        if text == "":
            return ""
        if self.trait is not None:
            return self._trait(text)
        if self.question is None:
            raise LookupError(self.head)
        return self._answer(self.question, cell, text, today)

    def _trait(self, text: str) -> str:
        if self.trait is Trait.CODE:
            code = read_code(text)
            if code is None:
                raise WrongCell(TroubleKind.UNKNOWN_CODE)
            return code
        code = None if self.known is None else self.known.code(text)
        if code is None:
            raise WrongCell(_OF_TRAIT[self.trait] if self.trait else TroubleKind.CHOICE)
        return code

    def _answer(self, question: Question, cell: object, text: str, today: date) -> str:
        if question.kind is QuestionKind.ACKNOWLEDGE:
            return ACKNOWLEDGED if _ticked(text) else ""
        if self.known is not None:
            return self._chosen(question, text)
        if question.kind is QuestionKind.DATE and isinstance(cell, date):
            text = cell.isoformat()[:10]
        if question.kind is QuestionKind.TIME and isinstance(cell, datetime | time):
            text = cell.strftime("%H:%M")
        try:
            # Dates in words are understood in all three languages.
            return read_answer(question, text, "kk", today)
        except NotUnderstood as wrong:
            raise WrongCell(TroubleKind(wrong.reason)) from wrong

    def _chosen(self, question: Question, text: str) -> str:
        known = self.known or Known(())
        code = known.code(text)
        if code is not None:
            return code
        for between in _BETWEEN if question.kind is QuestionKind.RANK else ():
            codes = [known.code(part) for part in between.split(text) if part.strip()]
            if None not in codes and len(set(codes)) < len(codes):
                raise WrongCell(TroubleKind.TWICE)
            if None not in codes:
                return together(code for code in codes if code is not None)
        raise WrongCell(TroubleKind.CHOICE)


def columns(form: Form, names: PaperNames) -> tuple[Column, ...]:
    """The columns of the table of a form as paper asks it, in their order."""
    return (*_traits(names), *(column for question in form.asked for column in _of(question)))


def _traits(names: PaperNames) -> Iterator[Column]:
    yield Column(Trait.CODE, Trait.CODE)
    for trait, known in (
        (Trait.MODE, names.modes),
        (Trait.OKRUG, names.okrugs),
        (Trait.SEX, names.sexes),
        (Trait.AGE, names.ages),
    ):
        if known:
            yield Column(trait, trait, known=Known((str(code), label) for code, label in known.items()))


def _of(question: Question) -> Iterator[Column]:
    if question.kind is QuestionKind.SELECT_MULTIPLE:
        for choice in question.choices:
            yield Column(f"{question.name}{OF}{choice.name}", question=question, choice=choice)
    elif question.kind in (QuestionKind.SELECT_ONE, QuestionKind.RANK):
        known = Known((choice.name, choice.label) for choice in question.choices)
        yield Column(question.name, question=question, known=known)
    else:
        yield Column(question.name, question=question)


def as_text(cell: object) -> str:
    """A cell as it is read in a sentence; a whole number has no point."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(int(cell))
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, float):
        # As many digits as a spreadsheet keeps.
        return format(cell, ".15g")
    if isinstance(cell, datetime):
        return cell.strftime("%d.%m.%Y") if cell.time() == time() else cell.strftime("%d.%m.%Y %H:%M")
    if isinstance(cell, date):
        return cell.strftime("%d.%m.%Y")
    if isinstance(cell, time):
        return cell.strftime("%H:%M")
    return str(cell).strip()


def _ticked(text: str) -> str:
    folded = _folded(text)
    if folded in _TICKED:
        return "1"
    if folded and folded not in _NOT_TICKED:
        raise WrongCell(TroubleKind.TICK)
    return ""


def _folded(text: str) -> str:
    # A spreadsheet and a hasty hand write other dashes and spaces.
    return " ".join(re.sub("[‐‑‒–—−]", "-", text.casefold()).replace("ё", "е").split())
