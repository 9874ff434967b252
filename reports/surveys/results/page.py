"""Results of a survey as two pages for the table of the committee."""

import json
from collections.abc import Mapping
from pathlib import Path

import typst

from domain.summaries.printed import Block, Grid, Line, Printed
from reports.fonts import font_folder

TEMPLATE = Path(__file__).with_name("page.typ")
# What fits on two pages beside the notes: the first questions with charts, the others in words.
MOST_BLOCKS, MOST_LINES = 14, 12
# Of the tables, those that the author named first, then the others by territory: more would need a third page.
MOST_TABLES, MOST_COLUMNS, MOST_HIDDEN = 4, 12, 0.4
LONG_WORD = 9


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
        "outcomes": [list(one) for one in its.outcomes],
        "traits": [_block(block, its.words) for block in its.traits],
        "blocks": [_block(block, its.words) for block in its.blocks[:MOST_BLOCKS]],
        "more": its.words["rest"] if len(its.blocks) > MOST_BLOCKS else "",
        "notes": list(its.notes),
        "method": list(its.method),
        "tables": _tables(its),
        "words": its.words,
    }
    return typst.compile(
        TEMPLATE,
        format="pdf",
        ignore_system_fonts=True,
        font_paths=[font_folder()],
        sys_inputs={"data": json.dumps(given, ensure_ascii=False)},
    )


def _block(block: Block, words: Mapping[str, str]) -> dict[str, object]:
    lines = [
        {"label": line.label, "shown": _shown(line), "part": _part(line.count, line.base)}
        for line in block.lines[:MOST_LINES]
    ]
    weighted = any(line.weighted is not None for line in block.lines)
    said = [*([words["rest"]] if len(block.lines) > MOST_LINES else []), *block.said]
    return {"title": block.title, "weighted": weighted, "base": block.base, "lines": lines, "said": said}


def _shown(line: Line) -> str:
    # The weighted percent in brackets, as the method says.
    return line.shown if line.weighted is None else f"{line.shown} ({line.weighted})"


def _tables(its: Printed) -> list[dict[str, object]]:
    """Questions by questions and the first questions by territory, where that fits."""
    where = next((trait.title for trait in its.traits if trait.name == "@okrug"), "")
    asked = {block.title for block in its.blocks}
    every = [(block, grid) for block in its.blocks for grid in block.grids]
    found = [one for one in every if one[1].title in asked] + [one for one in every if one[1].title == where]
    found = [
        (block, grid) for block, grid in found if len(grid.rows) <= MOST_LINES and 1 < len(grid.heads) <= MOST_COLUMNS
    ]
    # A table of which most is hidden tells nothing.
    found = [(block, grid) for block, grid in found if _hidden(grid) <= MOST_HIDDEN]
    return [_table(block, grid, its.hidden) for block, grid in found[:MOST_TABLES]]


def _hidden(grid: Grid) -> float:
    cells = [count for _, counts, _ in grid.rows for count in counts]
    return cells.count(None) / len(cells) if cells else 1.0


def _breakable(head: str) -> str:
    # Kazakh has no rules of hyphenation there: a long name may be broken where it is long.
    return " ".join(f"{word[:7]}\u00ad{word[7:]}" if len(word) > LONG_WORD else word for word in head.split(" "))


def _table(block: Block, grid: Grid, hidden: str) -> dict[str, object]:
    rows = [
        [label, *(_cell(count, percent, hidden) for count, percent in zip(counts, percents, strict=True))]
        for label, counts, percents in grid.rows
    ]
    bases = [hidden if base is None else str(base) for base in grid.bases]
    return {
        "title": f"{block.title} × {grid.title}",
        "heads": [_breakable(head) for head in grid.heads],
        "bases": bases,
        "rows": rows,
    }


def _cell(count: int | None, percent: int | None, hidden: str) -> str:
    if count is None:
        return hidden
    return str(count) if percent is None else f"{percent} %, {count}"


def _part(count: int | None, base: int | None) -> float:
    return round(100 * count / base, 1) if count and base else 0.0
