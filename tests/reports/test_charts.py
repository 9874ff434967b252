"""Charts: the letters of Kazakh are there, what people wrote is drawn as it was written, the same gives the same."""

import io
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from PIL import Image

from reports import charts
from reports.charts import DPI, MOST_BARS, MOST_HEIGHT_INCHES, Bar, Bars, Chart, Columns, Histogram, Series, png

KAZAKH = "ӘәҒғҚқҢңӨөҰұҮүҺһІі"
BARS = Bars("Не маңызды", (Bar("Ауыз су", 72, 58, 83, "1–2"), Bar("Жол", 40, 20, 63, "1–3")), "100-ден", (0, 100), True)
EVERY: tuple[Chart, ...] = (
    BARS,
    Bars("Түрі бойынша", (Bar("Ауыз су", 5), Bar("Жол", 0))),
    Columns("Айлар", ("01.26", "02.26"), (Series("ашық", (1, 2)), Series("шешілді", (0, 4)))),
    Histogram("Күндер", (0, 1, 2, 3), (1, 5, 2), "күн"),
)


def picture(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def texts(chart: Chart) -> list[str]:
    """Every text of a chart as it is drawn."""
    figure = charts._figure([chart], "")
    figure.draw_without_rendering()
    return [str(text.get_text()) for text in _parts(figure, "get_text") if text.get_text()]


def _parts(figure: Any, having: str) -> list[Any]:
    found: list[Any] = figure.findobj(lambda one: hasattr(one, having))
    return found


@pytest.mark.parametrize("chart", EVERY)
def test_a_chart_is_as_wide_as_a_phone_and_its_bytes_are_the_same_twice(chart: Chart) -> None:
    first, second = png([chart], "Ескерту"), png([chart], "Ескерту")
    assert first == second
    assert picture(first).width == 1080


def test_charts_drawn_in_threads_at_the_same_time_are_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    alone = [png([chart]) for chart in EVERY]
    with ThreadPoolExecutor(4) as lanes:
        assert list(lanes.map(lambda chart: png([chart]), EVERY)) == alone
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("letter", KAZAKH + "₸–№«»ёЁ")
def test_the_font_has_every_letter(letter: str) -> None:
    assert charts._readable(letter) == letter


def test_no_warning_and_no_box_comes_of_what_the_font_does_not_have() -> None:
    # Warnings are errors here: the library warns of a glyph that is missing.
    png([Bars("😀 Су 🚰", (Bar("🧑‍🌾 Мал 漢", 1, note="👍 3"),))], "👥")
    assert charts._readable("  😀 Су\n🚰 бар ") == "Су бар"


def test_a_dollar_begins_no_formula() -> None:
    png([Bars("$x^2$", (Bar("$\\frac$", 1, note="$"),), axis="5 $ _ ^")], "$\\alpha")
    assert "$x^2$" in texts(Bars("$x^2$", (Bar("a", 1),)))


def test_what_is_drawn_is_what_was_given() -> None:
    drawn = texts(BARS)
    assert {"Не маңызды", "Ауыз су", "Жол", "1–2", "1–3"} <= set(drawn)
    figure = charts._figure([BARS], "")
    (axes,) = _parts(figure, "get_xlim")
    lines = [segment.tolist() for found in axes.collections for segment in getattr(found, "get_segments", list)()]
    assert [[58, 0], [83, 0]] in lines
    assert [[20, 1], [63, 1]] in lines


def test_a_long_label_takes_two_lines_and_long_charts_are_cut() -> None:
    label = charts._wrapped("Ауылда ұялы байланыс жоқ, жедел жәрдем шақыра алмаймыз, полиция да келмейді")
    assert label.count("\n") == 1
    assert label.endswith("…")
    many = Bars("x", tuple(Bar(str(number), number) for number in range(500)))
    tall = picture(png([many] * 6))
    assert tall.height <= MOST_HEIGHT_INCHES * DPI
    # Telegram takes no photo whose sides together are longer than ten thousand.
    assert tall.height + tall.width <= 10_000
    assert str(MOST_BARS - 1) in texts(many)
    assert str(MOST_BARS) not in [text for text in texts(many) if text not in ("0", "30")]


def test_empty_charts_are_drawn_and_no_chart_at_all_is_an_error() -> None:
    png([Bars("x", ()), Columns("y", (), (Series("", ()),))])
    with pytest.raises(ValueError, match="nothing to draw"):
        png([])


def test_nothing_of_the_library_is_loaded_before_something_is_drawn() -> None:
    import subprocess
    import sys

    code = "import sys, reports.charts, reports.issues.chart; sys.exit('matplotlib' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603 - our own words
