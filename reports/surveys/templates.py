"""Questionnaires that are ready to be asked, in three languages."""

from functools import cache
from pathlib import Path

from domain.surveys.forms import Form
from reports.surveys.xlsform import form_of_file

FOLDER = Path(__file__).parents[2] / "seed" / "surveys"
# In the order in which they are offered.
NAMES = ("needs", "swot", "meeting", "solved")


@cache
def template(name: str) -> Form:
    """The questionnaire of this name; raises `LookupError` when there is none."""
    if name not in NAMES:
        raise LookupError(name)
    return form_of_file((FOLDER / f"{name}.md").read_bytes()).form
