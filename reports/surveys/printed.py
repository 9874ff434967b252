"""Putting a summary into the words of a language, once for every screen and file."""

from collections.abc import Mapping
from dataclasses import replace

from domain.statistics.raking import Empty, Unweighted
from domain.statistics.rates import Outcome, Rate, Share
from domain.statistics.suppression.values import Group
from domain.summaries.conditions import NONE
from domain.summaries.crossing import ANSWERED
from domain.summaries.figures import Reader
from domain.summaries.printed import Block, Grid, Line, Printed
from domain.summaries.summary import Answered, Cross, Figure, Note, Row, Summary
from domain.summaries.tabulating import TRAITS
from domain.surveys.forms import NUMBERS, QuestionKind
from domain.surveys.survey import Mode
from texts import Words

# Stands between both ends of a bin.
BETWEEN = ".."
# More of these say nothing to a reader.
MOST_WORDS_SHOWN = 15
MOST_SENTENCES = 2
MOST_EMPTY = 12
_FREE = frozenset({QuestionKind.TEXT, QuestionKind.IMAGE, QuestionKind.AUDIO, QuestionKind.GEOPOINT})


def printed(_: Words, its: Summary, called: Mapping[str, str]) -> Printed:
    """The summary in the reader's language; `called` are the names of territories, sexes, ages and languages."""
    title = "—" if its.facts.title is None else its.facts.title.in_(_.language)
    if its.respondents is None:
        few = _.plain("So few answered that nothing can be shown without pointing at somebody.")
        return Printed(_.language, title, _facts(_, its), (few,), notes=(_note(_, Note.SELF_SELECTED, its),))
    print_one = _Printing(_, its, called)
    blocks = tuple(print_one.block(question) for question in its.questions if _is_shown(question))
    return Printed(
        _.language,
        title,
        _facts(_, its),
        _sentences(_, its, blocks),
        _rates(_, its),
        tuple((_outcome(_, one), _share(_, share)) for one, share in its.outcomes.items()),
        tuple(print_one.trait(name, rows) for name, rows in its.traits.items()),
        blocks,
        tuple(_note(_, note, its) for note in its.notes),
        _method(_, its, print_one),
        _.plain("hidden"),
        _heads(_),
    )


def _is_shown(question: Answered) -> bool:
    return question.kind is not QuestionKind.CALCULATE or bool(question.rows)


def _heads(_: Words) -> dict[str, str]:
    return {
        "answer": _.plain("Answer"),
        "count": _.plain("People"),
        "percent": _.plain("Percent"),
        "weighted": _.plain("Weighted, percent"),
        "low": _.plain("From, percent"),
        "high": _.plain("To, percent"),
        "base": _.plain("Answered"),
        "summary": _.plain("Summary"),
        "crosses": _.plain("Crosses"),
        "method": _.plain("Method"),
        "question": _.plain("Question"),
        "rates": _.plain("Who was reached"),
        "rest": _.plain("There are more; they are in the workbook."),
        "outcomes": _.plain("What became of those invited"),
        "notes": _.plain("How to read this"),
        "who": _.plain("Who answered"),
        "interval": _.plain("If the answers were a random sample"),
    }


def _whole(number: float) -> float | int:
    return int(number) if number.is_integer() else number


def _facts(_: Words, its: Summary) -> tuple[str, ...]:
    facts = its.facts
    lines: list[str] = []
    if its.respondents is not None:
        lines.append(_.many("{number} person answered", "{number} people answered", its.respondents))
    if facts.opened_on is not None and facts.opened_on == facts.closed_on:
        lines.append(_.day(facts.opened_on))
    elif facts.opened_on is not None and facts.closed_on is not None:
        lines.append(_.plain("{opened} – {closed}", opened=_.day(facts.opened_on), closed=_.day(facts.closed_on)))
    lines.append(_.plain("anonymous") if facts.anonymous else _.plain("with names"))
    lines.append(_.plain("counted on {day}, number {number}", day=_.day(facts.made_on), number=facts.number))
    return tuple(lines)


def _sentences(_: Words, its: Summary, blocks: tuple[Block, ...]) -> tuple[str, ...]:
    said: list[str] = []
    chosen = [question.name for question in its.questions if question.kind not in NUMBERS]
    # What people chose says more than how many said how much.
    for block in sorted(blocks, key=lambda block: block.name not in chosen):
        known = [line for line in block.lines if line.count]
        if known and len(said) < MOST_SENTENCES:
            top = max(known, key=lambda line: line.count or 0)
            # "Most often: yes or no" says nothing.
            if top.together:
                continue
            said.append(
                _.plain(
                    "{question} Most often: {answer} ({shown}).",
                    question=block.title,
                    answer=top.label,
                    shown=top.shown,
                )
            )
    return tuple(said)


def _rates(_: Words, its: Summary) -> tuple[tuple[str, str], ...]:
    found = [(_rate(_, rate), _share(_, share)) for rate, share in its.rates.items() if _is_part(share)]
    for mode, rates in its.by_mode.items():
        if len(its.by_mode) > 1:
            name = _mode(_, mode)
            found += [
                (f"{name}: {_rate(_, rate)}", _share(_, share)) for rate, share in rates.items() if _is_part(share)
            ]
    return tuple(found)


def _is_part(share: Share) -> bool:
    # Who found the survey in the list before the invitation came began without it: then it is no share.
    return share.count <= share.base


def _rate(_: Words, which: Rate) -> str:
    return {
        Rate.COVERAGE: _.plain("Registered adults of all adults"),
        Rate.DELIVERY: _.plain("Got the invitation, of those invited"),
        Rate.PARTICIPATION: _.plain("Began, of those who got it"),
        Rate.COMPLETION: _.plain("Finished, of those who began"),
    }[which]


def _outcome(_: Words, which: Outcome) -> str:
    return {
        Outcome.QUEUED: _.plain("The invitation was still waiting"),
        Outcome.FAILED: _.plain("The invitation could not be delivered"),
        Outcome.UNRESPONSIVE: _.plain("Got the invitation and did not begin"),
        Outcome.REFUSED: _.plain("Said that they do not want to answer"),
        Outcome.BREAK_OFF: _.plain("Stopped before the first answer"),
        Outcome.PARTIAL: _.plain("Answered a part and did not finish"),
        Outcome.COMPLETED: _.plain("Finished"),
        Outcome.INELIGIBLE: _.plain("Not to be asked: under 18, or enough had answered"),
    }[which]


def _mode(_: Words, which: Mode) -> str:
    return {
        Mode.CHAT: _.plain("in the chat"),
        Mode.LINK: _.plain("by the open link"),
        Mode.PAPER: _.plain("on paper"),
        Mode.PHONE: _.plain("by telephone"),
        Mode.MEETING: _.plain("at a meeting"),
    }[which]


def trait_name(_: Words, name: str) -> str:
    """What a trait of those who answered is called."""
    return {
        "@okrug": _.plain("Territory"),
        "@sex": _.plain("Sex"),
        "@age": _.plain("Age"),
        "@language": _.plain("Language"),
        "@mode": _.plain("How they answered"),
    }.get(name, name)


def raw_names(_: Words, called: Mapping[str, str]) -> dict[str, str]:
    """What the traits beside raw answers and their values are called."""
    return {
        **called,
        **{mode.value: _mode(_, mode) for mode in Mode},
        **{name: trait_name(_, name) for name in TRAITS},
    }


def _share(_: Words, share: Share) -> str:
    count, base = _.number(share.count), _.number(share.base)
    if share.percent is None:
        return _.plain("{count} of {base}", count=count, base=base)
    return _.plain("{percent} % ({count} of {base})", percent=share.percent, count=count, base=base)


def _note(_: Words, which: Note, its: Summary) -> str:
    return {
        Note.SELF_SELECTED: _.plain(
            "Those who answered chose to answer. They may think differently from those who did not."
        ),
        Note.FEW: _.plain("Fewer than 30 answered, so there are counts and no percentages."),
        Note.HIDDEN: _.plain(
            "Groups smaller than {number} are hidden or shown together with others, so that nobody can be pointed at.",
            number=its.threshold,
        ),
        Note.UNWEIGHTED: _.plain("Every answer counts the same: nothing is weighted."),
        Note.TERRITORIES_UNWEIGHTED: _.plain("Where fewer than 100 answered, sex and age are not weighted."),
        Note.EMPTY_CELL: _.plain("Some groups live there and nobody of them answered: no weight can stand for them."),
        Note.PAPER_TWICE: _.plain(
            "On paper, by telephone and at meetings a form is counted once by its code. Whoever answered once more "
            "without it cannot be recognised and counts twice."
        ),
        Note.LATER_ANSWERS: _.plain("Answers that came later were added; what was hidden before stays hidden."),
    }[which]


def _method(_: Words, its: Summary, print_one: "_Printing") -> tuple[str, ...]:
    method = its.method
    if its.reader is not Reader.STAFF or method is None:
        return ()
    if method.empty:
        cells = "; ".join(print_one.empty(one) for one in method.empty[:MOST_EMPTY])
        return (
            _.plain("Nobody answered of: {cells}.", cells=cells),
            _.plain(
                "What to do: ask more of these people and count again, or load a population in which they stand "
                "together with others. Until then nothing is weighted."
            ),
        )
    if not method.weighted:
        return (_.plain("No population was given, so nothing is weighted."),)
    said = [
        _.plain("Weighted by raking to sex and age within each territory, weights from 0.2 to 5 times the mean."),
        _.plain(
            "Effective base by Kish: {effective} of {answers}; design effect {effect}.",
            effective=_.number(round(method.effective)),
            answers=_.number(method.answers),
            effect=_.number(round(method.design_effect, 2)),
        ),
        _.plain("On the page, weighted percentages stand in brackets."),
        _.plain("Weighted by territory alone, since sex or age is not told: {number}.", number=method.territory_only),
    ]
    for why, text in (
        (Unweighted.FEW, _.plain("Fewer than 100 answers, so sex and age are not weighted:")),
        (Unweighted.UNKNOWN, _.plain("The population is not known, so sex and age are not weighted:")),
    ):
        if where := [print_one.place(code) for code, reason in sorted(method.unweighted.items()) if reason is why]:
            said.append(f"{text} {', '.join(where)}.")
    trimmed = sum(fit.trimmed for fit in method.fits)
    if trimmed:
        said.append(_.plain("Weights held at their least or most: {number}.", number=_.number(trimmed)))
    if not all(fit.converged for fit in method.fits):
        said.append(_.plain("Not every margin could be met within these bounds."))
    return tuple(said)


class _Printing:
    """Prints the parts of one summary."""

    def __init__(self, _: Words, its: Summary, called: Mapping[str, str]) -> None:
        self._, self._its, self._called = _, its, called

    def block(self, question: Answered) -> Block:
        """One question."""
        free = question.kind in _FREE
        # That somebody answered at all is said by the base.
        rows = () if free else [row for row in question.rows if ANSWERED not in row.values]
        chosen = question.kind not in NUMBERS
        lines = tuple(
            replace(self._line(self._answer(question, row.values), row.figure), together=chosen and row.together)
            for row in rows
        )
        said = (*self._numbers(question), *self._ranking(question), *self._words(question), *self._silent(question))
        grids = () if free else tuple(grid for cross in question.crosses if (grid := self._grid(question, cross)))
        return Block(question.name, self._title(question), self._base(question), lines, said, grids)

    def trait(self, name: str, rows: tuple[Row, ...]) -> Block:
        """How many of those who answered have which trait."""
        lines = tuple(self._line(self._values(row.values), row.figure) for row in rows)
        return Block(name, self._trait(name), "", lines)

    def _title(self, question: Answered) -> str:
        return question.name if question.label is None else question.label.in_(self._.language)

    def _base(self, question: Answered) -> str:
        if question.base is None:
            return self._.plain("How many answered is hidden.")
        if question.several:
            return self._.plain(
                "Answered: {number}. Several answers were possible, so percentages add up to more than 100.",
                number=self._.number(question.base),
            )
        return self._.plain("Answered: {number}.", number=self._.number(question.base))

    def _answer(self, question: Answered, group: Group) -> str:
        told = tuple(value for value in group if value != NONE)
        labels = {name: label.in_(self._.language) for name, label in question.labels.items()}
        if question.kind in NUMBERS and told and all(BETWEEN in value for value in told):
            said = [self._between(question, told)]
        else:
            said = [labels.get(value, value) for value in told]
        return " + ".join([*said, *([self._.plain("no answer")] if NONE in group else [])])

    def _between(self, question: Answered, group: Group) -> str:
        """Numbers of neighbouring bins; whole ones without the first of the next bin."""
        low, high = (float(group[at].split(BETWEEN)[at]) for at in (0, -1))
        last = [value for row in question.rows for value in row.values if value != NONE][-1]
        if question.kind is not QuestionKind.DECIMAL and high.is_integer() and group[-1] != last and high - 1 >= low:
            high -= 1
        if low == high:
            return self._.number(_whole(low))
        between = " … " if low < 0 else "–"
        return f"{self._.number(_whole(low))}{between}{self._.number(_whole(high))}"

    def empty(self, one: Empty) -> str:
        """Of whom nobody answered."""
        told = [self._called.get(value, value) for value in (one.sex, one.age) if value is not None]
        return ", ".join((self.place(one.territory), *told))

    def place(self, code: str) -> str:
        """What a territory is called."""
        return self._called.get(code, code) or self._.plain("not told")

    def _values(self, group: Group) -> str:
        return " + ".join(self._value(value) for value in group)

    def _head(self, cross: Cross, group: Group) -> str:
        said = {name: label.in_(self._.language) for name, label in cross.labels.items()}
        if said:
            said[NONE] = self._.plain("no answer")
        return " + ".join(said[value] if value in said else self._value(value) for value in group)

    def _value(self, value: str) -> str:
        if value in ("", NONE, "None"):
            return self._.plain("not told")
        if value in {mode.value for mode in Mode}:
            return _mode(self._, Mode(value))
        return self._called.get(value, value)

    def _trait(self, name: str) -> str:
        return trait_name(self._, name)

    def _line(self, label: str, figure: Figure) -> Line:
        low = None if figure.interval is None else round(figure.interval.low * 100, 1)
        high = None if figure.interval is None else round(figure.interval.high * 100, 1)
        shown = self._figure(figure)
        return Line(label, figure.count, figure.base, figure.percent, shown, figure.weighted, low, high)

    def _figure(self, figure: Figure) -> str:
        if figure.count is None:
            return self._.plain("hidden")
        if figure.percent is None:
            return self._.number(figure.count)
        return self._.plain("{percent} %, {count}", percent=figure.percent, count=self._.number(figure.count))

    def _numbers(self, question: Answered) -> tuple[str, ...]:
        its = question.numbers
        if question.kind not in NUMBERS or its is None:
            return ()
        return (
            self._.plain(
                "Half of them said {median} or less; the middle half lies between {low} and {high}.",
                median=self._.number(its.median),
                low=self._.number(its.lower),
                high=self._.number(its.upper),
            ),
        )

    def _ranking(self, question: Answered) -> tuple[str, ...]:
        its = question.ranking
        if its is None:
            return ()
        said = [self._.plain("Order by Schulze (Borda's points in brackets):")]
        for placed in its.schulze:
            names = ", ".join(
                f"{self._answer(question, (item,))} ({self._.number(round(its.points.get(item, 0)))})"
                for item in placed.items
            )
            tie = self._.plain("{names}: a tie", names=names) if placed.tied else names
            said.append(f"{placed.place}. {tie}")
        return tuple(said)

    def _words(self, question: Answered) -> tuple[str, ...]:
        if not question.words:
            return ()
        words = ", ".join(f"{one.word} {self._.number(one.answers)}" for one in question.words[:MOST_WORDS_SHOWN])
        return (self._.plain("Most used words: {words}.", words=words),)

    def _silent(self, question: Answered) -> tuple[str, ...]:
        if question.silent is None or not question.silent.count:
            return ()
        number = self._.number(question.silent.count)
        if question.conditional:
            return (self._.plain("Not asked, or asked and silent: {number}.", number=number),)
        return (self._.plain("Asked and silent: {number}.", number=number),)

    def _grid(self, question: Answered, cross: Cross) -> Grid | None:
        if not cross.shown:
            return None
        title = cross.question.in_(self._.language) if cross.question else " × ".join(map(self._trait, cross.by))
        heads = tuple(" · ".join(self._head(cross, group) for group in column) for column in cross.columns)
        rows = tuple(
            (
                self._answer(question, group),
                tuple(figure.count for figure in figures),
                tuple(figure.percent for figure in figures),
            )
            for group, figures in cross.rows
            if ANSWERED not in group
        )
        return Grid(title, heads, cross.bases, rows) if rows else None
