"""Any file of a survey's results, by its kind."""

from collections.abc import Mapping
from dataclasses import replace

from domain.languages import Language
from domain.summaries.printed import Printed
from domain.summaries.raw import Raw
from domain.summaries.results import ResultFile
from reports.surveys.printed import raw_names
from reports.surveys.results import book, page, pictures, spss, tables
from texts import Words

_ENDINGS = {ResultFile.CODES: "-codes.csv", ResultFile.LABELS: "-labels.csv"}


def name(survey_id: int, which: ResultFile, language: Language) -> str:
    """What a file is called."""
    return f"kenes-survey-{survey_id}-{language}{_ENDINGS.get(which, f'.{which.value}')}"


def made(_: Words, its: Printed, raw: Raw | None, called: Mapping[str, str], which: ResultFile) -> bytes:
    """The bytes of a file; `called` names what stands in the raw answers. `ValueError` when there is nothing to draw.

    The same data makes the same bytes.
    """
    named = None if raw is None else replace(raw, called=raw_names(_, called))
    if which is ResultFile.PICTURE:
        return pictures.picture(its, pictures.drawn(its))
    if which is ResultFile.PAGE:
        return page.page(its)
    if which is ResultFile.BOOK:
        return book.book(_, its, named)
    if named is None:
        raise ValueError("the answers themselves are needed")
    if which is ResultFile.SPSS:
        return spss.file(named, _.language)
    return tables.table(named, _.language, labels=which is ResultFile.LABELS)
