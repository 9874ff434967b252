"""Results of a survey as pictures for the chat: bars with how many of how many."""

from domain.summaries.printed import Block, Printed
from reports.charts import MOST_BARS, Bar, Bars, png

# A picture with more questions than these is too tall to be read on a phone.
MOST_BLOCKS = 6


def picture(its: Printed, blocks: tuple[Block, ...]) -> bytes:
    """The questions as bars, one above another, with the first note as small print; `ValueError` with none to draw."""
    charts = [_bars(block) for block in blocks[:MOST_BLOCKS] if any(line.count for line in block.lines)]
    return png(charts, " ".join((f"{its.title}.", *its.notes[:1])))


def drawn(its: Printed) -> tuple[Block, ...]:
    """The questions that can be drawn."""
    return tuple(block for block in its.blocks if any(line.count for line in block.lines))


def _bars(block: Block) -> Bars:
    known = [line for line in block.lines if line.count is not None][:MOST_BARS]
    percents = all(line.percent is not None for line in known)
    bars = tuple(
        Bar(line.label, float((line.percent if percents else line.count) or 0), note=line.shown) for line in known
    )
    axis = f"%. {block.base}" if percents else block.base
    return Bars(block.title, bars, axis=axis)
