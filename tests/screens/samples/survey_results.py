"""Results of surveys: the longest words, hidden figures, every file, words to look through, waves, the population."""

from dataclasses import replace
from typing import Any

from domain.languages import Language, Localized
from domain.statistics.population import Column, Fault, Wrong
from domain.summaries.figures import Reader
from domain.summaries.printed import Block, Grid, Line, Printed
from domain.summaries.results import Followed, Results, Trend, Wave
from domain.summaries.reviews import Reviewing, Unread, WordsPage
from domain.summaries.summary import Facts, Summary
from domain.surveys.forms import Question, QuestionKind
from domain.surveys.survey import Listed
from domain.territories import Level
from screens.surveys import populations, results, trends
from tests.screens.samples import BIG, EVIL, NOW, OKRUG, Sample, many, sample
from tests.screens.samples.surveys import CLOSED, EMPTY, LABEL, LONG, TITLE
from texts import Words

SURVEY = replace(CLOSED, id=BIG)
FACTS = Facts(BIG, TITLE, True, 1, NOW.date())
SUMMARY = Summary(FACTS, Reader.STAFF, 5, 100_000)
LONG_WORDS = f"{EVIL} Ауылымызда су жоқ, жол нашар. " * 99
HEADS: dict[Language, str] = {"kk": "Тұрғындар саны", "ru": "Сколько людей", "en": "How many"}


def results_of(**more: Any) -> Results:
    """What stands around a summary that is in words already."""
    return Results(SURVEY, SUMMARY, **more)


def long(_: Words, hidden: bool = False) -> Printed:
    """A summary in which everything is as long as it can be."""
    title = f"{EVIL} {HEADS[_.language]} {LABEL.in_(_.language)}"
    label = LONG.in_(_.language)
    line = Line(label, None if hidden else 100_000, 200_000, None if hidden else 50, f"50 %, {_.number(100_000)}", 49)
    heads = tuple(f"{label} · {number}" for number in range(60))
    row = (label, (100_000,) * 60, (50,) * 60)
    grid = Grid(label, heads, (None, *([100_000] * 59)), (row,) * 100)
    block = Block("q", title, label, (line,) * 100, (title,) * 20, (grid,) * 8)
    note = {"kk": "Жауап бергендер өздері шешті. ", "ru": "Ответили те, кто захотел. ", "en": "They chose to. "}
    return Printed(
        _.language,
        title,
        (label[:60],) * 4,
        (title,) * 3,
        ((label[:80], f"50 % ({_.number(100_000)})"),) * 20,
        ((label[:80], f"50 % ({_.number(100_000)})"),) * 8,
        (block,),
        (block, replace(block, name="other")),
        (note[_.language] * 3,) * 6,
        (note[_.language] * 5,) * 6,
        "—",
    )


def few(_: Words) -> Printed:
    """Too few answered."""
    said = {"kk": "Тым аз адам жауап берді.", "ru": "Ответило слишком мало людей.", "en": "Too few answered."}
    return Printed(
        _.language, TITLE.in_(_.language), (said[_.language],), (said[_.language],), notes=(said[_.language],)
    )


ALL = results_of(
    official=True,
    raw=True,
    moderates=True,
    unread=1_000,
    listed={"q": 1_000, "other": 1, "gone": 2},
    earlier=True,
    looks_after=True,
)
ANSWERED = results_of()
QUESTION = Question("q", QuestionKind.TEXT, LABEL)
UNREAD = Unread("0123456789ab", "q", LONG_WORDS, "r")
WAVE = Wave(SURVEY, SUMMARY)
FOLLOWED = Followed(
    "q", LABEL, (None, 100_000, 99_999, 7), ((LONG, ((None, None), (7, None), (50_000, 50), (1, 1))),) * 60
)
TREND = Trend(SURVEY, (WAVE,) * 4, (FOLLOWED,) * 3, ("a", "b"))
WRONG = [Wrong(1_000_000, column, fault) for column in Column for fault in Fault]
PLAIN = Localized(kk="Сұрақ", ru="Вопрос", en="Question")


def drawn(shows: Any, *more: Any, of: Any = long, its: Results = ALL, **flags: bool) -> Sample:
    """A screen of a summary in the reader's language."""
    return Sample(shows, lambda _: shows(_, its, of(_), *more), **flags)


SAMPLES = [
    Sample(results.listing, lambda _: results.listing(_, (), 0, more=False)),
    Sample(
        results.listing,
        lambda _: results.listing(
            _, [*(Listed(SURVEY, place) for place in many(Level.OKRUG, 7)), Listed(EMPTY, None)], 1, more=True
        ),
        wrote=True,
    ),
    drawn(results.overview, wrote=True),
    drawn(results.overview, its=ANSWERED, wrote=True),
    drawn(results.overview, of=few),
    drawn(results.question, 0, wrote=True),
    drawn(results.question, 1, of=lambda _: long(_, hidden=True), wrote=True),
    drawn(results.cross, 0, 0, 0, wrote=True),
    drawn(results.cross, 1, 7, 14, wrote=True),
    drawn(results.method),
    Sample(results.files, lambda _: results.files(_, ALL, spss=True)),
    Sample(results.files, lambda _: results.files(_, ANSWERED, spss=False)),
    Sample(results.called, lambda _: " ".join(results.called(_, {OKRUG.code: OKRUG}).values()), english=True),
    Sample(results.ready, lambda _: results.ready(_, long(_)), wrote=True, caption=True),
    sample(results.making, BIG, 99_999, 100_000),
    sample(results.made, BIG),
    sample(results.stopped, BIG),
    sample(results.failed, BIG),
    sample(results.too_big, BIG),
    Sample(results.forwarded, lambda _: results.forwarded(_, long(_)), wrote=True),
    sample(results.words, WordsPage(SURVEY, QUESTION, (LONG_WORDS,) * 8, 1, True), 999, wrote=True),
    sample(results.words, WordsPage(SURVEY, replace(QUESTION, label=PLAIN), (), 0, False), 0),
    sample(results.review, Reviewing(SURVEY, 100_000, UNREAD, QUESTION), wrote=True),
    sample(results.review, Reviewing(SURVEY, 0)),
    Sample(results.told, lambda _: results.told(_, SURVEY, long(_)), wrote=True),
    Sample(results.told, lambda _: results.told(_, SURVEY, few(_))),
    sample(results.told_line, SURVEY, wrote=True),
    sample(trends.trend, TREND, 1, wrote=True),
    sample(trends.trend, replace(TREND, questions=(), changed=()), 0),
    # The columns and codes of the file are the same in every language.
    sample(populations.ask, english=True),
    sample(populations.wrong, WRONG, english=True),
    sample(populations.wrong, [Wrong(None, None, Fault.EMPTY), Wrong(7, None, Fault.HALF)], english=True),
    *(sample(populations.fault, fault, english=fault is Fault.NOT_TEXT) for fault in Fault),
    sample(populations.loaded, 10, 31_000),
]
