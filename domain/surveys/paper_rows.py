"""The rows of a table into which forms were keyed: what they hold, or all that is wrong with them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from domain.people import AgeBand, Sex
from domain.spreadsheets import letter
from domain.surveys.expressions import WrongExpression, used_names
from domain.surveys.flow import Asking, bounds
from domain.surveys.forms import Form, Question, together
from domain.surveys.keying import on_paper
from domain.surveys.paper import (
    MOST_KEYED,
    MOST_TROUBLES,
    Keyed,
    KeyedForm,
    PaperNames,
    TemplateTrouble,
    Trait,
    TroubleKind,
    Troubles,
)
from domain.surveys.paper_cells import Column, WrongCell, as_text, columns
from domain.surveys.survey import Mode

Cells = Sequence[object]
# How far answers may have slipped to one side, how many cells tell of it, and how far before these it may have begun.
_SLIPS, _SIGNS, _BEFORE = (1, -1, 2, -2), 2, 30


@dataclass(frozen=True)
class Codes:
    """The codes of forms that nobody answered yet, and of those that somebody did."""

    free: Collection[str]
    used: Collection[str] = ()


def read_rows(
    form: Form, names: PaperNames, rows: Sequence[tuple[int, Cells]], now: datetime, codes: Codes
) -> Keyed | Troubles:
    """What the filled rows of a sheet hold, the first being its heading; each comes with its number."""
    form = on_paper(form)
    known = columns(form, names)
    if not rows:
        return Troubles((TemplateTrouble(0, "", TroubleKind.ANOTHER_TABLE),))
    heading, *below = rows
    places, wrong = _places(known, *heading)
    if wrong:
        return Troubles(wrong[:MOST_TROUBLES])
    if below and _is_in_words(names, below[0][1], places[Trait.CODE]):
        below = below[1:]
    if len(below) > MOST_KEYED:
        return Troubles((TemplateTrouble(0, "", TroubleKind.TOO_MANY_ROWS, facts={"most": MOST_KEYED}),))
    reader = _Reader(form, known, places, now, codes)
    forms = []
    for number, cells in below:
        found = reader.read(number, cells)
        if found is not None:
            forms.append(found)
        if len(reader.wrong) >= MOST_TROUBLES:
            break
    if not forms and not reader.wrong:
        return Troubles((TemplateTrouble(0, "", TroubleKind.EMPTY),))
    return Troubles(tuple(reader.wrong[:MOST_TROUBLES])) if reader.wrong else Keyed(tuple(forms))


def _places(
    known: Sequence[Column], number: int, heading: Cells
) -> tuple[Mapping[str, int], tuple[TemplateTrouble, ...]]:
    """Where each column stands, and what is wrong with the heading."""
    places: dict[str, int] = {}
    wrong = []
    heads = {column.head for column in known}
    for place, cell in enumerate(heading):
        head = as_text(cell)
        if head == "":
            continue
        if head not in heads or head in places:
            kind = TroubleKind.COLUMN_TWICE if head in places else TroubleKind.UNKNOWN_COLUMN
            wrong.append(TemplateTrouble(number, letter(place), kind, head))
        else:
            places[head] = place
    if len(places) * 2 < len(known):
        return places, (TemplateTrouble(0, "", TroubleKind.ANOTHER_TABLE),)
    missing = [one.head for one in known if one.head not in places]
    return places, (*wrong, *(TemplateTrouble(number, "", TroubleKind.MISSING_COLUMN, head) for head in missing))


def _is_in_words(names: PaperNames, cells: Cells, place: int) -> bool:
    # The second row says the same for people; somebody may have taken it out.
    text = as_text(cells[place]) if place < len(cells) else ""
    return text in names.heads[Trait.CODE].as_dict().values()


@dataclass
class _Row:
    """A row as far as it could be read: texts by column, what is wrong in which."""

    number: int
    cells: Cells
    texts: dict[str, str] = field(default_factory=dict)
    wrong: dict[str, TroubleKind] = field(default_factory=dict)


@dataclass
class _Reader:
    """Reads row after row, and keeps all that is wrong."""

    form: Form
    columns: Sequence[Column]
    places: Mapping[str, int]
    now: datetime
    codes: Codes
    wrong: list[TemplateTrouble] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)
    nameless: set[int] = field(default_factory=set)

    def read(self, number: int, cells: Cells) -> KeyedForm | None:
        """The form in a row, None when something is wrong with it."""
        before = len(self.wrong)
        row = self._texts(number, cells)
        if self._is_untouched(row):
            return None
        if not self._slipped(row):
            for column in self.columns:
                if kind := row.wrong.get(column.head):
                    self._say(row, column, kind)
            self._check_nameless(row)
            self._check_code(row)
            self._check_okrug(row)
            self._check_answers(row)
            self.wrong[before:] = sorted(self.wrong[before:], key=lambda one: (len(one.column), one.column))
        return None if len(self.wrong) > before else self._form(row)

    def _is_untouched(self, row: _Row) -> bool:
        # Who drags "on paper" down the whole column has keyed no forms by that.
        asked = (column for column in self.columns if column.trait is None or column.trait is Trait.CODE)
        return not any(column.head in row.wrong or row.texts[column.head] for column in asked)

    def _texts(self, number: int, cells: Cells) -> _Row:
        row = _Row(number, cells)
        for column in self.columns:
            try:
                row.texts[column.head] = column.read(self._cell(row, column), self.now.date())
            except WrongCell as wrong:
                row.wrong[column.head] = wrong.kind
        code = row.texts.get(Trait.CODE)
        if code and code not in self.codes.free:
            row.wrong[Trait.CODE] = TroubleKind.USED_CODE if code in self.codes.used else TroubleKind.UNKNOWN_CODE
        return row

    def _cell(self, row: _Row, column: Column) -> object:
        place = self.places[column.head]
        return row.cells[place] if place < len(row.cells) else None

    def _say(self, row: _Row, column: Column, kind: TroubleKind, facts: Mapping[str, Any] | None = None) -> None:
        message = None
        if column.question is not None:
            message = {
                TroubleKind.REQUIRED: column.question.required_message,
                TroubleKind.CONSTRAINT: column.question.constraint_message,
            }.get(kind)
        value = as_text(self._cell(row, column))
        place = letter(self.places[column.head])
        self.wrong.append(TemplateTrouble(row.number, place, kind, value, facts or {}, message))

    def _slipped(self, row: _Row) -> bool:
        """Whether all that is wrong in a row is that its answers stand further to the left or right; said once."""
        if self._signs(row) < _SIGNS:
            return False
        first = next(column for column in self.columns if self._tells(row, column))
        place = self.places[first.head]
        for slip in _SLIPS:
            for since in range(place, max(-1, place - _BEFORE), -1):
                moved = _moved(row.cells, since, slip)
                if moved is not None and self._signs(self._texts(row.number, moved)) == 0:
                    self._say(row, first, TroubleKind.SHIFTED, {"by": slip})
                    return True
        return False

    def _signs(self, row: _Row) -> int:
        return sum(self._tells(row, column) for column in self.columns)

    def _tells(self, row: _Row, column: Column) -> bool:
        missing = column.trait is Trait.CODE and not row.texts.get(Trait.CODE)
        return missing or column.head in row.wrong

    def _check_nameless(self, row: _Row) -> None:
        # Answers that stand under no heading; each such column is said once.
        for place, cell in enumerate(row.cells):
            if place not in self.places.values() and place not in self.nameless and as_text(cell):
                self.nameless.add(place)
                self.wrong.append(TemplateTrouble(row.number, letter(place), TroubleKind.UNKNOWN_COLUMN, as_text(cell)))

    def _check_code(self, row: _Row) -> None:
        if Trait.CODE in row.wrong:
            return
        column, code = self.columns[0], row.texts[Trait.CODE]
        if not code:
            self._say(row, column, TroubleKind.NO_CODE)
        elif code in self.seen:
            self._say(row, column, TroubleKind.CODE_TWICE, {"row": self.seen[code]})
        self.seen.setdefault(code, row.number)

    def _check_okrug(self, row: _Row) -> None:
        for column in self.columns:
            if column.trait is Trait.OKRUG and row.texts.get(column.head) == "":
                self._say(row, column, TroubleKind.NO_OKRUG)

    def _check_answers(self, row: _Row) -> None:
        unread = {column.question.name for column in self.columns if column.question and column.head in row.wrong}
        answers = self._answers(row)
        if not answers and not unread:
            self.wrong.append(TemplateTrouble(row.number, "", TroubleKind.NO_ANSWERS))
            return
        asking = Asking(self.form, answers, self.now)
        for question in self.form.questions:
            if question.name in unread:
                continue
            if _waits_for(question, unread):
                unread.add(question.name)
            elif question.asks:
                self._check_answer(row, asking, question)

    def _check_answer(self, row: _Row, asking: Asking, question: Question) -> None:
        column = next(one for one in self.columns if one.question is question)
        value = asking.answers.get(question.name, "")
        if not asking.concerns(question):
            if value:
                self._say(row, column, TroubleKind.NOT_ASKED)
            return
        trouble = asking.trouble(question, value)
        if trouble is None:
            return
        least, most, step = bounds(question)
        kind = TroubleKind.LONG if trouble == "words" else TroubleKind(trouble)
        facts: dict[str, Any] = {}
        if kind in (TroubleKind.RANGE, TroubleKind.STEP):
            facts = {"least": least, "most": most, "step": step}
        if kind is TroubleKind.CONSTRAINT:
            facts = {"may_skip": not asking.is_required(question)}
        self._say(row, column, kind, facts)

    def _answers(self, row: _Row) -> dict[str, str]:
        found: dict[str, str] = {}
        for column in self.columns:
            text = row.texts.get(column.head, "")
            if column.question is None or not text:
                continue
            name = column.question.name
            found[name] = (
                text if column.choice is None else together((*found.get(name, "").split(), column.choice.name))
            )
        return found

    def _form(self, row: _Row) -> KeyedForm:
        texts = row.texts
        sex, age = texts.get(Trait.SEX), texts.get(Trait.AGE)
        return KeyedForm(
            row=row.number,
            code=texts[Trait.CODE],
            mode=Mode(texts.get(Trait.MODE) or Mode.PAPER),
            okrug=texts.get(Trait.OKRUG) or None,
            sex=Sex(sex) if sex else None,
            age=AgeBand(age) if age else None,
            answers=self._answers(row),
        )


def _moved(cells: Cells, since: int, slip: int) -> Cells | None:
    """The row with its cells from a place on where they would stand had they not slipped; None when they did not."""
    if slip > 0:
        taken = cells[since : since + slip]
        return None if any(as_text(cell) for cell in taken) else (*cells[:since], *cells[since + slip :])
    if any(as_text(cell) for cell in cells[slip:]):
        return None
    return (*cells[:since], *(None,) * -slip, *cells[since:slip])


def _waits_for(question: Question, unread: Collection[str]) -> bool:
    """Whether what could not be read decides about a question, so that nothing can be said of it either."""
    sources = (
        question.relevant,
        question.required,
        question.constraint,
        question.choice_filter,
        question.calculation,
    )
    return any(not _names_in(source).isdisjoint(unread) for source in sources if source)


def _names_in(source: str) -> frozenset[str]:
    try:
        return used_names(source)
    except WrongExpression:
        return frozenset()
