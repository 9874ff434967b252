"""A summary from what was counted: bases, what is apart, what is hidden, and that keeping changes nothing."""

import json
import random
from dataclasses import replace
from datetime import date

import pytest

from domain.languages import Localized
from domain.people import AgeBand, Sex
from domain.statistics.population import together
from domain.statistics.rates import Outcome, Rate, Reached, Share
from domain.statistics.suppression.values import Condition, TooFew
from domain.summaries.conditions import condition
from domain.summaries.counted import Counted
from domain.summaries.figures import Figures, Reader, make
from domain.summaries.keeping import as_dict, read_figures
from domain.summaries.reading import summarise
from domain.summaries.summary import Facts, Note, Summary
from domain.summaries.tabulating import MOST_TERRITORIES, shown_places
from domain.surveys.forms import Choice, Form, Question, QuestionKind
from domain.surveys.survey import Kept, Mode, Options
from domain.surveys.targets import Segment

TEXT = Localized(kk="Сұрақ", ru="Вопрос")


def choices(*names: str) -> tuple[Choice, ...]:
    return tuple(Choice(name, TEXT) for name in names)


FORM = Form(
    "needs",
    TEXT,
    questions=(
        Question("hello", QuestionKind.NOTE, TEXT),
        Question("water", QuestionKind.SELECT_ONE, TEXT, choices=choices("yes", "no", "dk"), required="true()"),
        Question("hours", QuestionKind.INTEGER, TEXT, relevant="${water} = 'no'"),
        Question("needs", QuestionKind.SELECT_MULTIPLE, TEXT, choices=choices("road", "school", "light")),
        Question("first", QuestionKind.RANK, TEXT, choices=choices("a", "b", "c")),
        Question("why", QuestionKind.TEXT, TEXT),
    ),
)
FACTS = Facts(5, TEXT, anonymous=True, number=1, made_on=date(2026, 11, 27))
OKRUGS = ("nura", "izendi", "zharaspai")


def counted(people: int, seed: int = 1, odd: int = 0) -> Counted:
    """Answers of so many people; `odd` of them speak another language than all others."""
    chance = random.Random(seed)  # noqa: S311 - invented people
    segments: dict[int, Segment] = {}
    finished: dict[int, int] = {}
    answers: dict[str, dict[str, dict[int, int]]] = {}
    texts = []
    for index in range(people):
        who = Segment(
            chance.choice(OKRUGS),
            chance.choice([Sex.WOMAN, Sex.MAN]),
            chance.choice([AgeBand.FROM_18, AgeBand.FROM_35, AgeBand.FROM_65]),
            "en" if index < odd else "kk",
            "chat",
        )
        number = hash(who.key()) % 10**9
        segments[number] = who
        finished[number] = finished.get(number, 0) + 1
        said = {"water": chance.choices(["yes", "no", "dk"], (6, 3, 1))[0], "first": chance.choice(["a b c", "b a c"])}
        if said["water"] == "no":
            said["hours"] = str(chance.randint(1, 20))
        if chance.random() < 0.9:
            said["needs"] = " ".join(chance.sample(["road", "school", "light"], chance.randint(1, 3)))
        if chance.random() < 0.5:
            said["why"] = ""
            texts.append("Құбыр ескі" if chance.random() < 0.9 else "Асылбек")
        for question, value in said.items():
            by = answers.setdefault(question, {}).setdefault(value, {})
            by[number] = by.get(number, 0) + 1
    reached = {Mode.CHAT: Reached(people * 3, people * 2, people + 20, people)}
    return Counted(segments, finished, answers, {"why": texts}, reached, 500, 1000)


def figures(what: Counted, before: Figures | None = None, **options: object) -> Figures:
    return make(what, FORM, Options(**options), {}, {}, before)  # type: ignore[arg-type]


def summary(people: int = 400, reader: Reader = Reader.OFFICIALS, **more: object) -> Summary:
    return summarise(figures(counted(people, **more)), FORM, FACTS, reader)  # type: ignore[arg-type]


def test_each_question_has_its_base_and_what_nobody_asked_stands_apart() -> None:
    found = summary()
    what = counted(400)
    no = sum(what.answers["water"]["no"].values())
    water, hours, needs = (found.question(name) for name in ("water", "hours", "needs"))
    assert water is not None
    assert hours is not None
    assert needs is not None
    assert (water.base, hours.base) == (400, no)
    assert hours.conditional
    assert hours.silent is not None
    assert hours.silent.count == 400 - no
    assert [row.values for row in water.rows] == [("yes",), ("no",), ("dk",)]
    assert [row.apart for row in water.rows] == [False, False, True]
    assert needs.base == sum(sum(by.values()) for by in what.answers["needs"].values())
    assert needs.several
    assert sum(row.figure.percent or 0 for row in needs.rows) > 100
    assert found.question("hello") is None


def test_every_figure_of_a_cross_is_in_its_column_and_adds_up() -> None:
    found = summary()
    water = found.question("water")
    assert water is not None
    cross = next(one for one in water.crosses if one.by == ("@sex",))
    assert cross.columns == ((("woman",),), (("man",),))
    for place in range(2):
        column = [figures[place].count for _, figures in cross.rows]
        if None not in column:
            assert sum(count or 0 for count in column) == cross.bases[place]


def test_rates_have_their_own_bases() -> None:
    found = summary()
    assert found.rates == {
        Rate.COVERAGE: Share(500, 1000),
        Rate.DELIVERY: Share(800, 1200),
        Rate.PARTICIPATION: Share(420, 800),
        Rate.COMPLETION: Share(400, 420),
    }
    assert found.by_mode[Mode.CHAT][Rate.COMPLETION] == Share(400, 420)


def test_a_mode_in_which_a_few_broke_off_has_no_rates_of_its_own() -> None:
    what = replace(counted(400), reached={Mode.CHAT: Reached(500, 450, 403, 400)})
    assert summarise(figures(what), FORM, FACTS, Reader.OFFICIALS).by_mode == {}


@pytest.mark.parametrize(
    ("reached", "seen"),
    [
        # Thirteen began, one of them stopped.
        (Reached(None, None, 13, 12), {Rate.COMPLETION: False}),
        (Reached(None, None, 17, 12), {Rate.COMPLETION: True}),
        # Two of those who were told did not finish, however they are taken apart.
        (Reached(14, 14, 12, 12), {Rate.DELIVERY: False, Rate.PARTICIPATION: False, Rate.COMPLETION: True}),
        (Reached(40, 38, 20, 12), {Rate.DELIVERY: False, Rate.PARTICIPATION: True, Rate.COMPLETION: True}),
        # One was invited, and nobody of them began.
        (Reached(1, 1, 12, 12, 0), {Rate.DELIVERY: False, Rate.PARTICIPATION: False, Rate.COMPLETION: True}),
    ],
)
def test_rates_tell_of_no_few(reached: Reached, seen: dict[Rate, bool]) -> None:
    facts = replace(FACTS, anonymous=True)
    what = replace(counted(12), reached={Mode.CHAT: reached}, registered=3, adults=None)
    for reader in (Reader.OFFICIALS, Reader.STAFF, Reader.PUBLIC):
        found = summarise(figures(what), FORM, facts, reader)
        shown = {rate for rate, share in found.rates.items() if share.base}
        expected = {rate for rate, is_seen in seen.items() if is_seen}
        if reader is Reader.PUBLIC:
            assert shown <= expected
        else:
            assert shown == expected
    # Staff see a survey with names whole.
    assert set(summarise(figures(what), FORM, replace(FACTS, anonymous=False), Reader.STAFF).rates) == set(seen)


def test_outcomes_of_an_anonymous_survey_tell_of_no_few() -> None:
    few = {Outcome.REFUSED: 1, Outcome.PARTIAL: 6, Outcome.COMPLETED: 12}
    many = {Outcome.REFUSED: 5, Outcome.PARTIAL: 6, Outcome.COMPLETED: 12}
    # One of those who finished was not invited.
    without = {Outcome.REFUSED: 5, Outcome.COMPLETED: 11}
    seen = {}
    for anonymous in (True, False):
        facts = replace(FACTS, anonymous=anonymous)
        seen[anonymous] = [
            bool(summarise(figures(replace(counted(12), outcomes=one)), FORM, facts, Reader.STAFF).outcomes)
            for one in (few, many, without)
        ]
    assert seen == {True: [False, True, False], False: [True, True, True]}


def test_from_all_modes_together_the_one_that_is_small_cannot_be_taken_away() -> None:
    what = counted(400)
    segments = {
        number: replace(one, mode="chat" if at % 2 else "paper")
        for at, (number, one) in enumerate(what.segments.items())
    }
    paper = sum(what.finished[number] for number, one in segments.items() if one.mode == "paper")
    both = {
        Mode.CHAT: Reached(None, None, 400 - paper + 50, 400 - paper),
        Mode.PAPER: Reached(None, None, paper + 1, paper),
    }
    found = summarise(figures(replace(what, segments=segments, reached=both)), FORM, FACTS, Reader.OFFICIALS)
    assert (found.rates[Rate.COMPLETION], found.by_mode) == (Share(400, 451), {})


def test_a_trait_that_only_a_few_have_is_no_column() -> None:
    found = summary(odd=3)
    assert [row.values for row in found.traits["@language"]] == [("en", "kk")]
    water = found.question("water")
    assert water is not None
    assert not next(one for one in water.crosses if one.by == ("@language",)).shown
    assert Note.HIDDEN in found.notes


def test_self_selection_is_always_said() -> None:
    for people in (3, 8, 25, 400):
        assert summary(people).notes[0] is Note.SELF_SELECTED
        assert summary(people, Reader.PUBLIC).notes[0] is Note.SELF_SELECTED


def test_too_few_are_shown_to_nobody_and_few_only_as_counts() -> None:
    assert summary(4).respondents is None
    assert summary(8, Reader.PUBLIC).respondents is None
    few = summary(25)
    assert few.respondents == 25
    assert Note.FEW in few.notes
    assert all(row.figure.percent is None for one in few.questions for row in one.rows)


def test_the_public_sees_no_figure_that_officials_do_not() -> None:
    what = figures(counted(150))
    officials, public = (summarise(what, FORM, FACTS, reader) for reader in (Reader.OFFICIALS, Reader.PUBLIC))
    for mine, theirs in zip(officials.questions, public.questions, strict=True):
        for less, more in zip(theirs.crosses, mine.crosses, strict=True):
            assert more.shown or not less.shown
            for column, values in ((c, v) for c in less.columns for v, _ in less.rows):
                if column in more.columns and values in [v for v, _ in more.rows]:
                    shown = dict(less.rows)[values][less.columns.index(column)]
                    assert shown.hidden or not dict(more.rows)[values][more.columns.index(column)].hidden


def test_staff_see_small_groups_of_named_surveys_only_and_intervals() -> None:
    what = figures(counted(400, odd=3))
    named = summarise(what, FORM, replace(FACTS, anonymous=False), Reader.STAFF)
    assert [(row.values, row.figure.count) for row in named.traits["@language"]] == [(("en",), 3), (("kk",), 397)]
    anonymous = summarise(what, FORM, FACTS, Reader.STAFF)
    assert [row.values for row in anonymous.traits["@language"]] == [("en", "kk")]
    water = named.question("water")
    assert water is not None
    assert water.rows[0].figure.interval is not None
    for reader in (Reader.OFFICIALS, Reader.PUBLIC):
        found = summarise(what, FORM, FACTS, reader)
        assert all(row.figure.interval is None for one in found.questions for row in one.rows)


def test_words_of_a_few_are_not_listed() -> None:
    what = replace(counted(400), texts={"why": ["құбыр ескі"] * 12 + ["асылбек"] * 4 + ["мектеп"] * 7})
    made = figures(what)
    officials, public = (summarise(made, FORM, FACTS, one).question("why") for one in (Reader.OFFICIALS, Reader.PUBLIC))
    assert officials is not None
    assert public is not None
    assert {word.word for word in officials.words} == {"құбыр", "ескі", "мектеп"}
    assert {word.word for word in public.words} == {"құбыр", "ескі"}


def test_numbers_and_rankings_are_there() -> None:
    found = summary()
    hours, first = found.question("hours"), found.question("first")
    assert hours is not None
    assert hours.numbers is not None
    assert 8 <= hours.numbers.median <= 13
    assert sum(row.figure.count or 0 for row in hours.rows) == hours.base
    assert first is not None
    assert first.ranking is not None
    assert first.ranking.borda[-1].items == ("c",)


def test_weights_stand_beside_the_counts_as_whole_percents() -> None:
    people = together(
        {(sex, age): 100 for sex in (Sex.WOMAN, Sex.MAN) for age in (AgeBand.FROM_18, AgeBand.FROM_35, AgeBand.FROM_65)}
    )
    made = make(counted(600), FORM, Options(), {}, dict.fromkeys(OKRUGS, people))
    found = summarise(made, FORM, FACTS, Reader.OFFICIALS)
    water = found.question("water")
    assert water is not None
    assert sum(row.figure.weighted or 0 for row in water.rows) in (99, 100, 101)
    assert Note.UNWEIGHTED not in found.notes
    assert found.method is None
    assert Note.UNWEIGHTED in summary().notes


def test_keeping_and_reading_a_snapshot_changes_nothing() -> None:
    made = figures(counted(300), crosses=((Kept.SEX, Kept.OKRUG),))
    kept = read_figures(json.loads(json.dumps(as_dict(made))))
    for reader in Reader:
        assert summarise(kept, FORM, FACTS, reader) == summarise(made, FORM, FACTS, reader)
    assert as_dict(kept) == as_dict(made)


def test_so_few_late_answers_make_no_new_snapshot() -> None:
    first = figures(counted(400))
    more = counted(400)
    number = next(iter(more.finished))
    late = replace(more, finished={**more.finished, number: more.finished[number] + 7})
    with pytest.raises(TooFew):
        figures(late, first)


def test_a_condition_on_one_answer_is_understood_and_any_other_is_not() -> None:
    def of(relevant: str) -> Condition | None:
        return condition(FORM, Question("x", QuestionKind.TEXT, relevant=relevant))

    assert of("${water} = 'no'") == Condition("water", frozenset({"no"}), "?")
    assert of("${water} = 'no' or 'dk' = ${water}") == Condition("water", frozenset({"no", "dk"}), "?")
    assert of("selected(${needs}, 'road')") == Condition("needs/road", frozenset({"1"}), "?")
    for other in (
        "${water} != 'no'",
        "${hours} > 3",
        "${water} = 'no' and ${hours} > 3",
        "${water} = 'no' or ${hours} = '1'",
    ):
        assert of(other) is None


def test_many_okrugs_are_shown_by_rayon_or_oblast() -> None:
    few = {f"o{n}": ("oblast", "rayon") for n in range(5)}
    assert shown_places(few, few) == {code: code for code in few}
    many = {f"o{n:03}": ("oblast", f"r{n % 7}") for n in range(MOST_TERRITORIES + 1)}
    assert set(shown_places(many, many).values()) == {f"r{n}" for n in range(7)}
    country = {f"o{n:04}": (f"oblast{n % 17}", f"r{n % 200}") for n in range(2000)}
    assert len(set(shown_places(country, country).values())) == 17
    assert shown_places([], {}) == {}


def test_where_a_few_are_silent_nobody_is_told_how_many_and_percentages_are_of_all() -> None:
    what = counted(400)
    answers = {name: {value: dict(by) for value, by in values.items()} for name, values in what.answers.items()}
    first = next(number for number, count in answers["water"]["yes"].items() if count > 2)
    answers["water"]["yes"][first] -= 2
    found = summarise(figures(replace(what, answers=answers)), FORM, FACTS, Reader.OFFICIALS)
    water = found.question("water")
    assert water is not None
    assert water.base is None
    assert [row.values for row in water.rows][-1] == ("dk", "?")
    cross = next(one for one in water.crosses if one.by == ("@sex",))
    assert cross.bases == (None, None)
    sexes = [row.figure.count for row in found.traits["@sex"]]
    assert [{figures[at].base for _, figures in cross.rows} for at in range(2)] == [{sexes[0]}, {sexes[1]}]
