"""A survey of 300 simulated people in the ten pilot territories, in the chat and on paper: figures and raw answers.

One okrug is small (three people), one cell of the population is empty (nobody of 65 and over answered), one answer is
so rare that it is hidden.
"""

import csv
import random
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from domain.languages import Language, Localized
from domain.people import AgeBand, Sex
from domain.statistics.population import People
from domain.statistics.rates import Reached
from domain.statistics.words import most_used
from domain.summaries.counted import Counted
from domain.summaries.figures import Figures, Reader, make
from domain.summaries.printed import Printed
from domain.summaries.raw import Raw, RawRow, coarsened, traits_of
from domain.summaries.reading import summarise
from domain.summaries.summary import Facts, Summary
from domain.surveys.flow import Asking
from domain.surveys.forms import Form, Question, QuestionKind
from domain.surveys.sessions import segment_number
from domain.surveys.survey import Kept, Mode, Options
from domain.surveys.targets import Segment
from domain.territories import Kind, Level, Territory
from reports.surveys.printed import printed as put_into_words
from reports.surveys.templates import template
from screens.surveys.results import called
from texts import words

SEED = Path(__file__).parents[3] / "seed" / "territories.csv"
PEOPLE, SMALL = 300, "355261000"
TITLE = Localized(kk="Қажеттіліктерді бағалау", ru="Оценка потребностей", en="Needs assessment")
EVIL = '=HYPERLINK("https://evil.example","Ғ")'
_SAID = ("су жоқ ауылда", "дорога плохая", "байланыс жоқ", EVIL)
_BANDS = (AgeBand.FROM_18, AgeBand.FROM_25, AgeBand.FROM_35, AgeBand.FROM_45, AgeBand.FROM_55)


@cache
def okrugs() -> dict[str, Territory]:
    """The ten okrugs."""
    with SEED.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["level"] == "okrug"]
    return {
        row["code"]: Territory(
            row["code"],
            row["parent"],
            Level.OKRUG,
            Kind(row["kind"]),
            Localized(kk=row["name_kk"], ru=row["name_ru"], en=row["name_en"]),
            f"/{row['parent']}/{row['code']}/",
        )
        for row in rows
    }


@dataclass(frozen=True, slots=True)
class Simulated:
    """The survey as it was counted, and its rows."""

    form: Form
    options: Options
    counted: Counted
    rows: tuple[RawRow, ...]
    said: tuple[tuple[Segment, dict[str, str]], ...]


@cache
def simulated() -> Simulated:
    """Three hundred people, always the same."""
    dice = random.Random(5)  # noqa: S311
    form, options = template("needs"), Options(crosses=((Kept.SEX, Kept.AGE),))
    codes = [code for code in okrugs() if code != SMALL]
    segments: dict[int, Segment] = {}
    finished: Counter[int] = Counter()
    answers: dict[str, dict[str, Counter[int]]] = {}
    texts: list[str] = []
    rows, each = [], []
    for number in range(PEOPLE):
        segment = Segment(
            SMALL if number < 3 else dice.choice(codes),
            dice.choice((Sex.WOMAN, Sex.WOMAN, Sex.MAN)),
            dice.choice(_BANDS),
            dice.choice(("kk", "kk", "ru")),
            dice.choice((Mode.CHAT.value, Mode.CHAT.value, Mode.PAPER.value)),
        )
        key = segment_number(segment)
        segments[key] = segment
        finished[key] += 1
        said = _answers(form, dice, number)
        for name, value in said.items():
            answers.setdefault(name, {}).setdefault(value if name != "words" else "", Counter())[key] += 1
        texts += [said["words"]] if "words" in said else []
        rows.append(RawRow(_traits(segment), said))
        each.append((segment, said))
    reached = {Mode.CHAT: Reached(900, 850, 240, 200), Mode.PAPER: Reached(None, None, 100, 100)}
    counted = Counted(segments, dict(finished), answers, {"words": texts}, reached, 2_100, 31_000)
    return Simulated(form, options, counted, tuple(sorted(rows, key=repr)), tuple(each))


def _answers(form: Form, dice: random.Random, number: int) -> dict[str, str]:
    said: dict[str, str] = {}
    for question in form.questions:
        asked = question.asks and question.name in Asking(form, said, datetime(2026, 11, 27)).concerned  # noqa: DTZ001
        if asked and (value := _answer(question, dice, number)) is not None:
            said[question.name] = value
    return said


def _answer(question: Question, dice: random.Random, number: int) -> str | None:
    names = [choice.name for choice in question.choices]
    if question.name == "mobile":
        # Two only say that it never works.
        return "none" if number in (10, 20) else dice.choice(("good", "poor"))
    if question.kind is QuestionKind.INTEGER:
        return str(dice.randint(0, 60))
    if question.kind is QuestionKind.SELECT_ONE:
        return dice.choice(names)
    if question.kind is QuestionKind.SELECT_MULTIPLE:
        return " ".join(dice.sample(names, dice.randint(1, 3)))
    if question.kind is QuestionKind.RANK:
        return " ".join(dice.sample(names, len(names)))
    return dice.choice(_SAID) if dice.random() < 0.4 else None


def _traits(segment: Segment) -> dict[str, str]:
    return {
        "@okrug": segment.okrug or "",
        "@sex": segment.sex or "",
        "@age": segment.age or "",
        "@language": segment.language or "",
        "@mode": segment.mode,
    }


def people(*, with_old: bool) -> dict[str, People]:
    """A population of more men than women, and more young than old; with the oldest, of whom nobody answered."""
    bands = {band: 100 * number for number, band in enumerate(reversed(_BANDS), 1)}
    bands |= {AgeBand.FROM_65: 100} if with_old else {}
    women = sum(bands.values()) // 4
    sexes = {Sex.WOMAN: women, Sex.MAN: sum(bands.values()) - women}
    return {code: People(sexes, bands) for code in okrugs()}


@cache
def figures(*, population: str = "none") -> Figures:
    """The snapshot; the population is `none`, `whole`, or has an `empty` cell."""
    its = simulated()
    known: dict[str, People] = {} if population == "none" else people(with_old=population == "empty")
    counted = its.counted
    if population != "none":
        # So many in one okrug that sex and age are weighted there.
        counted = replace(counted, **_moved(counted))
    return make(counted, its.form, its.options, {code: code for code in okrugs()}, known)


def _moved(counted: Counted) -> dict[str, Any]:
    first = next(iter(okrugs()))
    return {"segments": {key: replace(one, okrug=first) for key, one in counted.segments.items()}}


def summary(reader: Reader, *, anonymous: bool = False, population: str = "none") -> Summary:
    """The summary for a reader."""
    about = Facts(7, TITLE, anonymous, 1, date(2026, 11, 27), date(2026, 11, 1), date(2026, 11, 20))
    found = summarise(figures(population=population), simulated().form, about, reader)
    listed = most_used(simulated().counted.texts["words"], found.threshold)
    shown = tuple(replace(one, words=listed) if one.name == "words" else one for one in found.questions)
    return replace(found, questions=shown)


def in_words(language: Language, reader: Reader, **more: Any) -> Printed:
    """The summary in words."""
    spoken = words(language)
    return put_into_words(spoken, summary(reader, **more), called(spoken, okrugs()))


def raw(*, anonymous: bool = False) -> Raw:
    """The answers themselves."""
    its = simulated()
    traits = traits_of(its.options.keeps)
    return Raw(its.form, traits, coarsened(its.rows, traits) if anonymous else list(its.rows))
