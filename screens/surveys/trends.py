"""A survey beside earlier ones of its territory."""

from domain.summaries.results import Followed, Trend, Wave
from domain.summaries.trending import label_of
from screens.screen import Button, Screen, one_a_row
from screens.surveys import names as speech
from screens.surveys import result_buttons as to
from texts import Html, Words, escaped

MOST_TITLE, MOST_LABEL, MOST_LIST = 200, 80, 1800


def trend(_: Words, found: Trend, place: int) -> Screen:
    """One question that all of them asked alike, wave by wave."""
    number = found.survey.id
    back = one_a_row(Button(_.plain("‹ Back"), to.ShowResults(survey=number)))
    waves = [_("{number}. {day}: {title}", **_wave(_, at, wave)) for at, wave in enumerate(found.waves, 1)]
    lines = [Html("\n".join((_("<b>Beside earlier surveys</b>"), *waves)))]
    if place < len(found.questions):
        lines.append(_question(_, found.questions[place]))
    lines.append(
        _("ℹ️ Different people may have answered each time, and those who answered chose to: small changes say nothing.")
    )
    if found.changed:
        text = _("Not asked alike each time, so not compared: {number}.", number=_.number(len(found.changed)))
        lines.append(text)
    turn = tuple(
        Button(text, to.CompareSurveys(survey=number, place=at))
        for text, at in (("«", place - 1), ("»", place + 1))
        if 0 <= at < len(found.questions)
    )
    return Screen(Html("\n\n".join(lines)), (*((turn,) if turn else ()), *back))


def _wave(_: Words, at: int, wave: Wave) -> dict[str, object]:
    closed = wave.summary.facts.closed_on or wave.summary.facts.made_on
    return {"number": at, "day": _.day(closed), "title": speech.title(_, wave.survey)}


def _question(_: Words, one: Followed) -> Html:
    lines = [Html(f"<b>{escaped(_short(label_of(one).in_(_.language), MOST_TITLE))}</b>")]
    bases = [_.plain("hidden") if base is None else _.number(base) for base in one.bases]
    lines.append(_("Answered: {numbers}.", numbers=" → ".join(bases)))
    for label, cells in one.rows:
        shown = " → ".join(_cell(_, count, percent) for count, percent in cells)
        line = _("• {answer} — {shown}", answer=_short(label.in_(_.language), MOST_LABEL), shown=shown)
        if sum(map(len, lines)) + len(line) > MOST_LIST:
            break
        lines.append(line)
    return Html("\n".join(lines))


def _cell(_: Words, count: int | None, percent: int | None) -> str:
    if count is None:
        return _.plain("hidden")
    return _.number(count) if percent is None else _.plain("{percent} %", percent=percent)


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
