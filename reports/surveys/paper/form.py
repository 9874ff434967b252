"""A survey's form on paper."""

import io
import json
from collections.abc import Sequence
from datetime import tzinfo
from pathlib import Path

import segno
import typst

from domain.languages import Language
from domain.surveys.forms import Form
from domain.surveys.paper import PaperNames, PaperSheet
from domain.surveys.survey import Survey
from domain.surveys.translations import BOTH
from reports.fonts import font_folder
from reports.surveys.paper import words as said
from reports.surveys.paper.questions import Layout
from texts import words

TEMPLATE = Path(__file__).with_suffix(".typ")


def paper_pdf(survey: Survey, form: Form, sheets: Sequence[PaperSheet], names: PaperNames, zone: tzinfo) -> bytes:
    """A form for each of the sheets as one PDF, A4: Kazakh first, Russian under it, or the survey's one language.

    The same data makes the same bytes; no font of the machine is used, and no words of people are run. To be printed on
    one side: with an odd number of pages one person's form would begin on the back of another's.
    """
    return typst.compile(
        TEMPLATE,
        format="pdf",
        ignore_system_fonts=True,
        font_paths=[font_folder()],
        # Read on paper and by nothing else: without them five hundred forms fit into one message.
        pdf_tags=False,
        sys_inputs={"data": json.dumps(_given(survey, form, sheets, names, zone), ensure_ascii=False)},
    )


def languages_on_paper(survey: Survey) -> tuple[Language, ...]:
    """The languages in which a survey's form is printed."""
    return BOTH if survey.options.one_language is None else (survey.options.one_language,)


def _given(
    survey: Survey, form: Form, sheets: Sequence[PaperSheet], names: PaperNames, zone: tzinfo
) -> dict[str, object]:
    languages = languages_on_paper(survey)
    layout = Layout(form, names, languages)
    until = None if survey.closes_at is None else survey.closes_at.astimezone(zone).date()
    above = [said.above(words(code), survey, names.asks.in_(code)) for code in languages]
    return {
        "languages": languages,
        "title": layout.texts(form.title if survey.title is None else survey.title),
        "about": [] if survey.about is None else layout.texts(survey.about),
        "above": {key: [one[key] for one in above] for key in above[0]},
        "below": [said.below(words(code), until) for code in languages],
        "items": layout.items(),
        "sheets": [{"serial": one.serial, "code": one.code, "qr": _qr(one.link)} for one in sheets],
    }


def _qr(link: str) -> str:
    picture = io.BytesIO()
    # Copied on an old machine some of it is lost: M gets over that.
    segno.make(link, error="m", micro=False).save(picture, kind="svg", xmldecl=False, border=2, dark="#000000")
    return picture.getvalue().decode()
