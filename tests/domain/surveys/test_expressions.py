"""Expressions of XLSForm: read, written again, worked out, and refused with a reason."""

import math
import operator
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.surveys.expressions import Scope, WrongExpression, is_true, parsed, problem, used_names, value_of, written
from domain.surveys.expressions.nodes import Call, Column, Here, Name, Negative, Node, Number, Operation, Text

NOW = datetime(2026, 11, 27, 10, 30, tzinfo=UTC)
SCOPE = Scope(
    {"age": "17", "chosen": "water roads", "born": "2026-11-20", "empty": "", "name": "Айгүл"},
    NOW,
    here="5",
    columns={"rayon": "nura"},
    label=lambda question, choice: f"{question}:{choice}",
)


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("1 + 2 * 3", "7"),
        ("(1 + 2) * 3", "9"),
        ("10 - 2 - 3", "5"),
        ("7 div 2", "3.5"),
        ("-7 mod 3", "-1"),
        ("1 div 0", "Infinity"),
        ("0 div 0", ""),
        ("1 - -1", "2"),
        ("${age} >= 18", "false"),
        ("${age} = 17", "true"),
        ("${age} = '17'", "true"),
        ("${age} = '17.0'", "false"),
        ("${age} = 17.0", "true"),
        ("${empty} = ''", "true"),
        ("${empty} > 3 or ${empty} < 3", "false"),
        ("not(${empty})", "true"),
        ("true() = 'x'", "true"),
        ("'0' and 'x'", "true"),
        ("0 or ''", "false"),
        ("selected(${chosen}, 'roads')", "true"),
        ("selected(${chosen}, 'road')", "false"),
        ("count-selected(${chosen})", "2"),
        ("count-selected(${empty})", "0"),
        ("selected-at(${chosen}, 1)", "roads"),
        ("selected-at(${chosen}, 7)", ""),
        ("if(${age} < 18, 'child', 'adult')", "child"),
        ("coalesce(${empty}, ${age}, 'x')", "17"),
        ("regex(${name}, '[А-Яа-яӘәҮүҒғ]+')", "true"),
        ("regex('12a', '[0-9]+')", "false"),
        ("string-length(${name})", "5"),
        ("string-length()", "1"),
        ("today()", "2026-11-27"),
        ("now()", "2026-11-27T10:30:00"),
        ("${born} < today()", "true"),
        ("today() - ${born}", "7"),
        ("int(7.9)", "7"),
        ("int(-7.9)", "-7"),
        ("number('3.5') + 1", "4.5"),
        ("number('x')", ""),
        ("round(2.5)", "3"),
        ("round(3.14159, 2)", "3.14"),
        ("concat(${name}, '-', 1 + 1)", "Айгүл-2"),
        ("jr:choice-name(${age}, '${age}')", "age:17"),
        (". > 3 and . < 6", "true"),
        ("rayon = 'nura'", "true"),
    ],
)
def test_an_expression_comes_to_what_odk_says(source: str, value: str) -> None:
    assert value_of(source, SCOPE) == value


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("", "empty"),
        ("1 +", "ends_early"),
        ("(1", "ends_early"),
        ("1 2", "unexpected"),
        ("'open", "unreadable"),
        ("${age", "unreadable"),
        ("${nobody} = 1", "unknown_name"),
        ("pulldata('a', 'b')", "unknown_function"),
        ("selected(${age})", "arguments"),
        ("if(1, 2)", "arguments"),
        ("../age", "path"),
        ("/data/age", "path"),
        ("age > 3", "unknown_word"),
        (". > 3", "no_answer_here"),
        ("regex('a', '(?=a)')", "pattern"),
        ("regex('a', '(a')", "pattern"),
        ("jr:choice-name(${age}, ${age})", "choice_name"),
        ("1" + " + 1" * 700, "too_long"),
        ("(" * 60 + "1" + ")" * 60, "too_deep"),
        ("and", "unexpected"),
    ],
)
def test_what_is_no_expression_is_refused_with_the_reason(source: str, reason: str) -> None:
    wrong = problem(source, {"age"})
    assert wrong is not None
    assert wrong.reason == reason


def test_a_pattern_that_would_take_for_ever_takes_no_time() -> None:
    # With a backtracking matcher this would not end within the life of the machine.
    assert not is_true("regex(., '(a+)+b')", Scope({}, NOW, here="a" * 3_000))


def test_the_names_that_are_looked_at_are_known() -> None:
    assert used_names("if(${a} = 1, ${b}, jr:choice-name(${c}, '${d}'))") == {"a", "b", "c", "d"}


words = st.from_regex(r"[a-z][a-z0-9_]{0,6}", fullmatch=True).filter(
    lambda word: word not in ("or", "and", "div", "mod")
)
leaves: st.SearchStrategy[Node] = st.one_of(
    st.from_regex(r"[^\"'\x00-\x1f\ud800-\udfff]{0,8}", fullmatch=True).map(Text),
    st.from_regex(r"[0-9]{1,4}(\.[0-9]{1,3})?", fullmatch=True).map(Number),
    words.map(Name),
    words.map(Column),
    st.just(Here()),
)
OPERATORS = ("or", "and", "=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "div", "mod")


def _larger(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    return st.one_of(
        st.builds(Negative, inner),
        st.builds(Operation, st.sampled_from(OPERATORS), inner, inner),
        st.builds(Call, st.sampled_from(["concat", "coalesce"]), st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(Call, st.just("if"), st.tuples(inner, inner, inner)),
    )


nodes = st.recursive(leaves, _larger, max_leaves=12)


@given(nodes)
def test_what_is_written_is_read_as_the_same(node: Node) -> None:
    assert parsed(written(node)) == node


@given(nodes, st.dictionaries(words, st.text(max_size=5), max_size=3), st.text(max_size=5))
def test_whatever_the_answers_are_it_comes_to_something(node: Node, answers: dict[str, str], here: str) -> None:
    assert isinstance(value_of(written(node), Scope(answers, NOW, here=here)), str)


@given(st.text(max_size=60))
def test_any_text_is_an_expression_or_is_refused_by_us(source: str) -> None:
    try:
        value_of(source, SCOPE)
    except WrongExpression as wrong:
        assert wrong.reason  # noqa: PT017 (whatever it is, it has a word)


numbers = st.recursive(
    st.integers(0, 50).map(lambda number: (str(number), float(number))),
    lambda inner: st.builds(
        lambda sign, one, other: (
            f"({one[0]} {sign} {other[0]})",
            {"+": operator.add, "-": operator.sub, "*": operator.mul}[sign](one[1], other[1]),
        ),
        st.sampled_from("+-*"),
        inner,
        inner,
    ),
    max_leaves=8,
)


@given(numbers, numbers)
def test_arithmetic_and_comparing_agree_with_python(one: tuple[str, float], other: tuple[str, float]) -> None:
    assert math.isclose(float(value_of(one[0], SCOPE)), one[1])
    for sign, compare in (("<", operator.lt), (">=", operator.ge), ("=", operator.eq), ("!=", operator.ne)):
        assert is_true(f"{one[0]} {sign} {other[0]}", SCOPE) is compare(one[1], other[1])


chosen = st.lists(st.sampled_from(["a", "b", "c", "d"]), unique=True, max_size=4)
# The text of a condition, and what Python says of the answers `many` (a list) and `n` (a number, None for none).
conditions: st.SearchStrategy[tuple[str, Callable[[list[str], int | None], bool]]] = st.recursive(
    st.one_of(
        st.sampled_from("abcd").map(lambda name: (f"selected(${{many}}, '{name}')", lambda many, n: name in many)),
        st.integers(0, 4).map(lambda most: (f"count-selected(${{many}}) <= {most}", lambda many, n: len(many) <= most)),
        st.integers(-3, 3).map(lambda least: (f"${{n}} >= {least}", lambda many, n: n is not None and n >= least)),
        st.just(("${n} = ''", lambda many, n: n is None)),
        st.just(("string-length(${n}) > 0", lambda many, n: n is not None)),
        st.just(("coalesce(${n}, 7) = 7", lambda many, n: n is None or n == 7)),
    ),
    lambda inner: st.one_of(
        inner.map(lambda one: (f"not({one[0]})", lambda many, n: not one[1](many, n))),
        st.tuples(inner, inner).map(
            lambda two: (f"({two[0][0]}) and ({two[1][0]})", lambda many, n: two[0][1](many, n) and two[1][1](many, n))
        ),
        st.tuples(inner, inner).map(
            lambda two: (f"({two[0][0]}) or ({two[1][0]})", lambda many, n: two[0][1](many, n) or two[1][1](many, n))
        ),
        st.tuples(inner, inner, inner).map(
            lambda three: (
                f"if({three[0][0]}, {three[1][0]}, {three[2][0]})",
                lambda many, n: three[1][1](many, n) if three[0][1](many, n) else three[2][1](many, n),
            )
        ),
    ),
    max_leaves=8,
)


@given(conditions, chosen, st.none() | st.integers(-5, 9))
def test_conditions_agree_with_python(
    condition: tuple[str, Callable[[list[str], int | None], bool]], many: list[str], n: int | None
) -> None:
    answers = {"many": " ".join(many), "n": "" if n is None else str(n)}
    assert is_true(condition[0], Scope(answers, NOW)) is condition[1](many, n)
