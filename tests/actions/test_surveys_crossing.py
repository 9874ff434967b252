"""Questions by questions: named before a survey opens, counted together, hidden as everything else."""

import pytest

from actions.surveys import crossing, drafting, editing, results, summary
from domain.languages import LANGUAGES
from domain.refusals import Refused
from domain.roles import Role
from domain.surveys.forms import QuestionKind
from reports.surveys.printed import printed
from screens.surveys.results import called
from storage.surveys import snapshots
from tests.actions.conftest import IZENDI, Council
from tests.actions.survey_kit import (
    WATER,
    akim,
    answers_all,
    choices,
    draft,
    open_it,
    question,
    resident,
    survey,
    version,
)
from tests.actions.test_surveys_outcomes import over
from texts import words

ROADS = question("roads", QuestionKind.SELECT_MULTIPLE, choices=choices("snow", "holes"))
BUS = question("bus", QuestionKind.SELECT_ONE, choices=choices("yes", "no"))
WHEN = question("when", QuestionKind.SELECT_ONE, choices=choices("day", "night"), relevant="${water} = 'no'")
FORM = (WATER, ROADS, BUS, WHEN)


async def test_pairs_are_named_by_the_author_before_it_opens_and_by_nobody_else(council: Council) -> None:
    author = await akim(council)
    number = await draft(council, author, *FORM)
    seen = await version(council, author, number)
    view, _ = await crossing.cross(council.ctx(author), number, seen, 1, 0, on=True)
    assert view.survey.options.crossed == (("roads", "water"),)
    # Nothing stands in rows and columns both, by itself, or over the columns though only some are asked it.
    for row, column in ((0, 2), (2, 1), (0, 0), (2, 3), (1, 9)):
        with pytest.raises(Refused, match="old_button"):
            await crossing.cross(council.ctx(author), number, view.survey.version, row, column, on=True)
    with pytest.raises(Refused, match="changed"):
        await crossing.cross(council.ctx(author), number, seen, 3, 0, on=True)
    with pytest.raises(Refused, match="no_such_survey"):
        await crossing.cross(council.ctx(await akim(council, IZENDI)), number, view.survey.version, 3, 0, on=True)
    view, _ = await crossing.cross(council.ctx(author), number, view.survey.version, 3, 0, on=True)
    view, _ = await crossing.cross(council.ctx(author), number, view.survey.version, 3, 2, on=True)
    with pytest.raises(Refused, match="old_button"):
        await crossing.cross(council.ctx(author), number, view.survey.version, 1, 2, on=True)
    view, _ = await crossing.cross(council.ctx(author), number, view.survey.version, 1, 0, on=False)
    assert view.survey.options.crossed == (("when", "water"), ("when", "bus"))
    # Taken out with its question.
    await editing.remove(council.ctx(author), number, view.survey.version, 2)
    await open_it(council, author, number)
    late = await version(council, author, number)
    with pytest.raises(Refused, match="survey_left"):
        await crossing.cross(council.ctx(author), number, late, 1, 0, on=True)


async def test_what_people_said_to_both_questions_is_counted(council: Council) -> None:
    author, staff = await akim(council), await council.with_role(Role.STAFF, None)
    pairs = (("roads", "water"), ("when", "water"), ("when", "bus"))
    number = await draft(council, author, *FORM, anonymous=False, crossed=pairs)
    await open_it(council, author, number)
    said = [(0, (0,), 0)] * 16 + [(0, (0, 1), 1)] * 3 + [(1, (1,), None, 0)] * 9 + [(1, (0,), 1, 1)] * 8
    for given in said:
        await answers_all(council, await resident(council), number, given)
    later = await over(council)
    found = (await results.look(later.ctx(staff), number)).summary
    roads, when = found.question("roads"), found.question("when")
    assert roads is not None
    assert when is not None
    (by_water,) = (cross for cross in roads.crosses if cross.by == ("water",))
    assert by_water.columns == ((("yes",),), (("no",),))
    assert by_water.bases == (19, 17)
    counts = {group: [figure.count for figure in figures] for group, figures in by_water.rows}
    assert counts == {("snow",): [19, 8], ("holes",): [3, 9]}
    crosses = {cross.by: cross for cross in when.crosses}
    assert {group: [one.count for one in figures] for group, figures in crosses["water",].rows} == {
        ("day",): [0, 9],
        ("night",): [0, 8],
    }
    # Who did not answer one of them is in no column of it, nor in the base.
    assert crosses["bus",].bases == (0, 8)
    # For officials the three who said yes and holes are not there, nor what gives them away.
    seen = (await results.look(later.ctx(author), number)).summary
    roads, water = seen.question("roads"), seen.question("water")
    assert roads is not None
    assert water is not None
    (by_water,) = (cross for cross in roads.crosses if cross.by == ("water",))
    assert dict(by_water.rows)["holes",][0].count is None
    # The question over the columns has no tables of its own by traits.
    assert not any(cross.shown for cross in water.crosses)
    assert WATER.label is not None
    for language in LANGUAGES:
        its = printed(words(language), found, called(words(language), {}))
        (block,) = (one for one in its.blocks if one.name == "roads")
        (grid,) = (one for one in block.grids if one.title == WATER.label.in_(language))
        assert grid.heads == tuple(one.label.in_(language) for one in WATER.choices)
        assert [counts for _, counts, _ in grid.rows] == [(19, 8), (3, 9)]
    kept = await later.db.read(snapshots.latest, number)
    await summary.count_again(later.ctx(author), number)
    again = await later.db.read(snapshots.latest, number)
    assert kept == again
    assert (await survey(later, number)).options.crossed == pairs


async def test_pairs_are_not_changed_behind_a_draft(council: Council) -> None:
    author = await akim(council)
    number = await draft(council, author, *FORM)
    view = await open_it(council, author, number)
    with pytest.raises(Refused, match="survey_left"):
        await drafting.choose(council.ctx(author), number, view.survey.version, {"crossed": (("roads", "water"),)})
