"""What is wrong with an expression before anybody is asked anything."""

from collections.abc import Collection, Iterator

from domain.surveys.expressions.evaluating import FUNCTIONS, pattern
from domain.surveys.expressions.nodes import Call, Column, Here, Name, Negative, Node, Operation, Text
from domain.surveys.expressions.parsing import WrongExpression, parsed


def used_names(source: str) -> frozenset[str]:
    """The questions whose answers an expression looks at; raises `WrongExpression` when it is none."""
    found = {node.name for node in _all(parsed(source)) if isinstance(node, Name)}
    named = (node for node in _all(parsed(source)) if isinstance(node, Call) and node.function == "jr:choice-name")
    for call in named:
        if len(call.arguments) == 2 and isinstance(call.arguments[1], Text):
            found.add(call.arguments[1].value.strip().removeprefix("${").removesuffix("}").strip())
    return frozenset(found)


def compared_texts(source: str, here: str) -> frozenset[tuple[str, str]]:
    """The questions with the texts that their answers are compared with; the full stop is the question `here`."""
    pairs: list[tuple[Node, Node]] = []
    for node in _all(parsed(source)):
        if isinstance(node, Call) and node.function == "selected" and len(node.arguments) == 2:
            pairs.append((node.arguments[0], node.arguments[1]))
        if isinstance(node, Operation) and node.operator in ("=", "!="):
            pairs += [(node.left, node.right), (node.right, node.left)]
    found = set()
    for of, text in pairs:
        if isinstance(of, Name | Here) and isinstance(text, Text):
            found.add((of.name if isinstance(of, Name) else here, text.value.strip()))
    return frozenset(found)


def problem(
    source: str, names: Collection[str], *, here: bool = False, columns: Collection[str] = ()
) -> WrongExpression | None:
    """What is wrong with an expression, None when nothing is.

    `names` are the questions it may look at; `here` says whether there is an answer for the full stop, `columns` which
    columns of a list of choices there are.
    """
    try:
        node = parsed(source)
        for part in _all(node):
            _check(part, names, here=here, columns=columns)
        unknown = sorted(used_names(source) - set(names))
        if unknown:
            raise WrongExpression("unknown_name", text=unknown[0])
    except WrongExpression as wrong:
        return wrong
    return None


def _check(node: Node, names: Collection[str], *, here: bool, columns: Collection[str]) -> None:
    if isinstance(node, Name) and node.name not in names:
        raise WrongExpression("unknown_name", text=node.name)
    if isinstance(node, Here) and not here:
        raise WrongExpression("no_answer_here")
    if isinstance(node, Column) and node.name not in columns:
        raise WrongExpression("unknown_word", text=node.name)
    if isinstance(node, Call):
        _check_call(node)


def _check_call(call: Call) -> None:
    function = FUNCTIONS.get(call.function)
    if function is None:
        raise WrongExpression("unknown_function", text=call.function)
    if not function.least <= len(call.arguments) <= function.most:
        raise WrongExpression("arguments", text=call.function, least=function.least, most=function.most)
    if call.function == "regex" and isinstance(call.arguments[1], Text):
        pattern(call.arguments[1].value)
    if call.function == "jr:choice-name" and not isinstance(call.arguments[1], Text):
        raise WrongExpression("choice_name")


def _all(node: Node) -> Iterator[Node]:
    yield node
    match node:
        case Call(_, arguments):
            for argument in arguments:
                yield from _all(argument)
        case Negative(of):
            yield from _all(of)
        case Operation(_, left, right):
            yield from _all(left)
            yield from _all(right)
