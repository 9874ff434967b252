"""Charts as PNG: bars with their intervals, columns, histograms, one above another in one picture.

Drawn with matplotlib's objects and never its global state, so that it may be done in a thread; a chart that was given
the same values has the same bytes.
"""

import io
import textwrap
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# A phone shows 1080 points from side to side.
WIDTH_INCHES, DPI = 7.2, 150
# The most bars of one chart: more are unreadable, and Telegram takes no photo that is too tall.
MOST_BARS = 30
MOST_HEIGHT_INCHES = 40.0
LABEL_LETTERS, AXIS_LETTERS, LABEL_LINES, AXIS_LINES = 30, 48, 2, 3
COLOURS = ("#1f6f8b", "#e0a030", "#7a9e4f", "#b5533c", "#6b5b95", "#8c8c8c")
_INK, _FAINT = "#222222", "#d9d9d9"
_TITLE, _SMALL = 13, 10
_EMOJI = 0x1F000

# The library is large and only one chart is drawn at a time.
_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its length, both ends of its interval when it has one, what stands behind it."""

    label: str
    value: float
    low: float | None = None
    high: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Bars:
    """Lying bars, the first on top; `points` draws a point with its interval in place of each bar."""

    title: str
    bars: tuple[Bar, ...]
    axis: str = ""
    limits: tuple[float, float] | None = None
    points: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """What one colour stands for, and its value in each column."""

    name: str
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Columns:
    """Standing columns, a label under each; several series stand on each other."""

    title: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    axis: str = ""


@dataclass(frozen=True, slots=True)
class Histogram:
    """How often values lie between two neighbours of `edges`, of which there is one more than of counts."""

    title: str
    edges: tuple[float, ...]
    counts: tuple[float, ...]
    axis: str = ""


Chart = Bars | Columns | Histogram


def png(charts: Sequence[Chart], note: str = "") -> bytes:
    """The charts one above another with a line of small print below; raises `ValueError` without a chart."""
    if not charts:
        raise ValueError("there is nothing to draw")
    with _ONE_AT_A_TIME:
        return _drawn(charts, note)


def _drawn(charts: Sequence[Chart], note: str) -> bytes:
    figure = _figure(charts, note)
    content = io.BytesIO()
    # The library would write its own version into the file.
    figure.savefig(content, format="png", dpi=DPI, metadata={"Software": None})
    return content.getvalue()


def _figure(charts: Sequence[Chart], note: str) -> "Figure":
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    heights = [_height(chart) for chart in charts]
    small_print = textwrap.wrap(_readable(note), 92)
    below = 0.2 * len(small_print) + 0.1
    figure = Figure(figsize=(WIDTH_INCHES, min(sum(heights) + below, MOST_HEIGHT_INCHES)))
    FigureCanvasAgg(figure)
    foot = below / (sum(heights) + below)
    figure.set_layout_engine("constrained", rect=(0, foot, 1, 1 - foot), w_pad=0.1)
    # A part of the picture for each, so that the labels of one take no room from another.
    parts = figure.subfigures(len(charts), 1, squeeze=False, height_ratios=heights)
    for part, chart in zip(parts[:, 0], charts, strict=True):
        title = part.suptitle(_wrapped(chart.title, 58), x=0.02, ha="left", fontsize=_TITLE, fontweight="bold")
        title.set_color(_INK)
        _said(title)
        _draw(part.subplots(), chart)
    if small_print:
        _said(figure.text(0.02, 0.01, "\n".join(small_print), fontsize=_SMALL - 1, color="#666666", va="bottom"))
    return figure


def _height(chart: Chart) -> float:
    if isinstance(chart, Bars):
        return 1.1 + 0.42 * max(1, min(len(chart.bars), MOST_BARS))
    return 3.2


def _draw(axes: "Axes", chart: Chart) -> None:
    if isinstance(chart, Bars):
        _draw_bars(axes, chart)
    elif isinstance(chart, Columns):
        _draw_columns(axes, chart)
    else:
        _draw_histogram(axes, chart)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set_color(_FAINT)
    axes.set_axisbelow(True)
    axes.tick_params(colors=_INK, labelsize=_SMALL, length=0)
    for label in (*axes.get_xticklabels(), *axes.get_yticklabels()):
        _said(label)


def _draw_bars(axes: "Axes", chart: Bars) -> None:
    shown = chart.bars[:MOST_BARS]
    places = range(len(shown))
    values = [bar.value for bar in shown]
    if chart.points:
        axes.scatter(values, places, s=42, color=COLOURS[0], zorder=3)
    else:
        axes.barh(places, values, height=0.62, color=COLOURS[0])
    for place, bar in zip(places, shown, strict=True):
        if bar.low is not None and bar.high is not None:
            axes.hlines(place, bar.low, bar.high, color=_INK if not chart.points else COLOURS[0], linewidth=2)
            axes.vlines((bar.low, bar.high), place - 0.13, place + 0.13, color=_INK, linewidth=1.5)
    axes.set_yticks(list(places), [_wrapped(bar.label) for bar in shown])
    axes.invert_yaxis()
    axes.grid(axis="x", color=_FAINT, linewidth=0.8)
    ends = [bar.value if bar.high is None else max(bar.value, bar.high) for bar in shown]
    low, high = chart.limits or (0.0, max([*ends, 1.0]) * 1.02)
    axes.set_xlim(low, low + (high - low) * (1.0 if not any(bar.note for bar in shown) else 1.16))
    if chart.limits is not None:
        axes.set_xticks([low + (high - low) * part / 4 for part in range(5)])
    else:
        _whole_numbers(axes.xaxis)
    for place, bar, end in zip(places, shown, ends, strict=True):
        if bar.note:
            beside = end + (high - low) * 0.015
            _said(axes.text(beside, place, _readable(bar.note), va="center", fontsize=_SMALL, color=_INK))
    if chart.axis:
        _said(axes.set_xlabel(_wrapped(chart.axis, AXIS_LETTERS, AXIS_LINES), fontsize=_SMALL, color=_INK))


def _draw_columns(axes: "Axes", chart: Columns) -> None:
    places = range(len(chart.labels))
    floor = [0.0] * len(chart.labels)
    for number, series in enumerate(chart.series):
        colour = COLOURS[number % len(COLOURS)]
        axes.bar(places, series.values, width=0.7, bottom=floor, color=colour, label=_readable(series.name))
        floor = [below + value for below, value in zip(floor, series.values, strict=True)]
    axes.set_xticks(list(places), [_readable(label) for label in chart.labels])
    axes.grid(axis="y", color=_FAINT, linewidth=0.8)
    axes.set_ylim(0, max([*floor, 1.0]) * (1.15 if len(chart.series) == 1 else 1.35))
    _whole_numbers(axes.yaxis)
    for place, height in zip(places, floor, strict=True):
        if height:
            _said(axes.text(place, height, f"{height:g}", ha="center", va="bottom", fontsize=_SMALL, color=_INK))
    if len(chart.series) > 1:
        legend = axes.legend(loc="upper left", fontsize=_SMALL, frameon=False, ncols=len(chart.series))
        for text in legend.get_texts():
            _said(text)
    if chart.axis:
        _said(axes.set_ylabel(_readable(chart.axis), fontsize=_SMALL, color=_INK))


def _draw_histogram(axes: "Axes", chart: Histogram) -> None:
    axes.stairs(chart.counts, chart.edges, fill=True, color=COLOURS[0])
    axes.grid(axis="y", color=_FAINT, linewidth=0.8)
    axes.set_xlim(chart.edges[0], chart.edges[-1])
    axes.set_ylim(0, max([*chart.counts, 1.0]) * 1.1)
    _whole_numbers(axes.yaxis)
    if chart.axis:
        _said(axes.set_xlabel(_wrapped(chart.axis, AXIS_LETTERS, AXIS_LINES), fontsize=_SMALL, color=_INK))


def _whole_numbers(axis: Any) -> None:
    from matplotlib.ticker import MaxNLocator

    axis.set_major_locator(MaxNLocator(nbins=6, integer=True))


def _said(text: Any) -> None:
    """Write a text in the font that has every Kazakh letter; a dollar in it begins no formula."""
    text.set_fontfamily("DejaVu Sans")
    text.set_parse_math(False)


def _wrapped(text: str, letters: int = LABEL_LETTERS, most: int = LABEL_LINES) -> str:
    """The text on so many lines at most, cut where it is longer."""
    lines = textwrap.wrap(_readable(text), letters, break_long_words=True)
    if len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1][: letters - 1] + "…"]
    return "\n".join(lines)


def _readable(text: str) -> str:
    """The text without emoji and what else the font has no sign for: an empty box says nothing."""
    known = _letters()
    return " ".join("".join(letter for letter in text if letter.isspace() or ord(letter) in known).split())


@cache
def _letters() -> frozenset[int]:
    from matplotlib import font_manager, ft2font

    font = ft2font.FT2Font(font_manager.findfont("DejaVu Sans", fallback_to_default=False))
    return frozenset(code for code in font.get_charmap() if code < _EMOJI)
