"""What a spreadsheet calls its columns, so that a wrong cell is found."""

import pytest

from domain.spreadsheets import letter


@pytest.mark.parametrize(("column", "name"), [(0, "A"), (15, "P"), (25, "Z"), (26, "AA"), (52, "BA")])
def test_a_column_is_called_as_spreadsheets_call_it(column: int, name: str) -> None:
    assert letter(column) == name
