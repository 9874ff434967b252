"""Which questions of several waves may be compared."""

from domain.statistics.trends import Change, Question, compare


def test_the_same_name_kind_and_choices_are_comparable_whatever_their_order() -> None:
    first = [Question("water", "select_one", ("yes", "no")), Question("age", "integer")]
    second = [Question("age", "integer"), Question("water", "select_one", ("no", "yes"))]
    assert all(one.comparable for one in compare([first, second, first]))


def test_each_difference_is_said_with_its_wave() -> None:
    first = [Question("a", "select_one", ("yes", "no")), Question("b", "integer"), Question("c", "text")]
    second = [Question("a", "select_one", ("yes", "no", "unsure")), Question("b", "decimal")]
    third = [*first]
    found = {one.name: one.changes for one in compare([first, second, third])}
    assert found == {"a": ((1, Change.CHOICES),), "b": ((1, Change.KIND),), "c": ((1, Change.MISSING),)}


def test_no_waves_have_no_questions() -> None:
    assert compare([]) == ()
