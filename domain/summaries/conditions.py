"""When a question is asked only of those who answered one other question in a certain way."""

from domain.statistics.suppression.values import Condition
from domain.surveys.expressions.nodes import Call, Name, Node, Operation, Text
from domain.surveys.expressions.parsing import parsed
from domain.surveys.forms import Form, Question, QuestionKind

# Stands for everyone without an answer: not asked, or asked and silent. No choice can have this name.
NONE = "?"
CHOSEN, NOT_CHOSEN = "1", "0"


def option(question: str, choice: str) -> str:
    """The name of the variable that says whether one of several choices was ticked."""
    return f"{question}/{choice}"


def condition(form: Form, question: Question) -> Condition | None:
    """The condition, None where there is none or it leans on more than one answer."""
    if not question.relevant:
        return None
    found = _choices(parsed(question.relevant))
    if found is None:
        return None
    name, values = found
    asked = form.question(name)
    if asked is None or not values <= {choice.name for choice in asked.choices}:
        return None
    if asked.kind is QuestionKind.SELECT_ONE:
        return Condition(name, frozenset(values), NONE)
    if asked.kind is QuestionKind.SELECT_MULTIPLE and len(values) == 1:
        return Condition(option(name, *values), frozenset({CHOSEN}), NONE)
    return None


def _choices(node: Node) -> tuple[str, set[str]] | None:
    """The question and the answers to it, any of which is enough."""
    if isinstance(node, Operation) and node.operator == "or":
        left, right = _choices(node.left), _choices(node.right)
        return (left[0], left[1] | right[1]) if left and right and left[0] == right[0] else None
    if isinstance(node, Operation) and node.operator == "=":
        return _named(node.left, node.right) or _named(node.right, node.left)
    if isinstance(node, Call) and node.function == "selected" and len(node.arguments) == 2:
        return _named(node.arguments[0], node.arguments[1])
    return None


def _named(name: Node, value: Node) -> tuple[str, set[str]] | None:
    return (name.name, {value.value}) if isinstance(name, Name) and isinstance(value, Text) else None
