"""Linear equations with a symmetric positive matrix, small enough to be solved in plain Python."""

from collections.abc import Sequence
from math import sqrt
from operator import mul

Matrix = Sequence[Sequence[float]]


def cholesky(matrix: Matrix) -> list[list[float]]:
    """The lower triangle L with L·Lᵀ = matrix, rows without their zeros; ValueError where it is not positive."""
    lower: list[list[float]] = []
    for number, row in enumerate(matrix):
        found: list[float] = []
        for column in range(number):
            above = lower[column]
            found.append((row[column] - sum(map(mul, found, above))) / above[column])
        rest = row[number] - sum(value * value for value in found)
        if rest <= 0:
            raise ValueError("the matrix is not positive definite")
        found.append(sqrt(rest))
        lower.append(found)
    return lower


def solve(lower: list[list[float]], right: Sequence[float]) -> list[float]:
    """The x with L·Lᵀ·x = right."""
    forward: list[float] = []
    for row, value in zip(lower, right, strict=True):
        forward.append((value - sum(map(mul, forward, row))) / row[-1])
    found = list(forward)
    for number in reversed(range(len(lower))):
        row = lower[number]
        found[number] /= row[-1]
        solved = found[number]
        for column in range(number):
            found[column] -= row[column] * solved
    return found


def inverse_diagonal(lower: list[list[float]]) -> list[float]:
    """The diagonal of the inverse of L·Lᵀ."""
    size = len(lower)
    sums = [0.0] * size
    for start in range(size):
        column = [1 / lower[start][start]]
        for row in lower[start + 1 :]:
            column.append(-sum(map(mul, row[start:-1], column)) / row[-1])
        # (L·Lᵀ)⁻¹ = L⁻ᵀ·L⁻¹: its diagonal holds the squared lengths of the columns of L⁻¹.
        sums[start] = sum(value * value for value in column)
    return sums
