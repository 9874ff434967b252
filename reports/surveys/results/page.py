"""Results of a survey as two pages for the table of the committee."""

import json
from pathlib import Path

import typst

from domain.summaries.printed import Block, Printed
from reports.fonts import font_folder

TEMPLATE = Path(__file__).with_name("page.typ")
# What fits on two pages beside the notes: the first questions with charts, the others in words.
MOST_BLOCKS, MOST_LINES = 14, 8


def page(its: Printed) -> bytes:
    """Two A4 pages as PDF: facts, sentences, rates, each question as bars, and how to read them.

    The same data makes the same bytes; no font of the machine is used, and no words of people are run.
    """
    given = {
        "language": its.language,
        "title": its.title,
        "facts": list(its.facts),
        "sentences": list(its.sentences),
        "rates": [list(one) for one in its.rates],
        "traits": [_block(block) for block in its.traits],
        "blocks": [_block(block) for block in its.blocks[:MOST_BLOCKS]],
        "more": max(0, len(its.blocks) - MOST_BLOCKS),
        "notes": list(its.notes),
        "method": list(its.method),
        "words": its.words,
    }
    return typst.compile(
        TEMPLATE,
        format="pdf",
        ignore_system_fonts=True,
        font_paths=[font_folder()],
        sys_inputs={"data": json.dumps(given, ensure_ascii=False)},
    )


def _block(block: Block) -> dict[str, object]:
    lines = [
        {"label": line.label, "shown": line.shown, "part": _part(line.count, line.base)}
        for line in block.lines[:MOST_LINES]
    ]
    return {"title": block.title, "base": block.base, "lines": lines, "said": list(block.said)}


def _part(count: int | None, base: int | None) -> float:
    return round(100 * count / base, 1) if count and base else 0.0
