"""Expressions of XLSForm: the subset of ODK's XPath that a chat needs."""

from domain.surveys.expressions.checking import compared_texts, problem, used_names
from domain.surveys.expressions.evaluating import Scope, is_true, value_of
from domain.surveys.expressions.parsing import WrongExpression, parsed, written

__all__ = [
    "Scope",
    "WrongExpression",
    "compared_texts",
    "is_true",
    "parsed",
    "problem",
    "used_names",
    "value_of",
    "written",
]
