"""The daily digest: what a person chose not to hear of at once."""

from collections.abc import Sequence

from screens import buttons
from screens.screen import Button, Screen, one_a_row
from texts import Html, Words

LIMIT = 4096
# Room for the sentence that counts what found no room.
LAST_LINE = 160


def digest(_: Words, lines: Sequence[Html]) -> Screen:
    """Everything in one message, a line each; what finds no room in it is counted."""
    text = _("<b>News since the last digest</b>")
    shown = 0
    for line in lines:
        longer = Html(f"{text}\n\n• {line}")
        if _units(longer) > LIMIT - (LAST_LINE if shown + 1 < len(lines) else 0):
            break
        text, shown = longer, shown + 1
    if shown < len(lines):
        more = _.many("… and {number} more message.", "… and {number} more messages.", len(lines) - shown)
        text = Html(f"{text}\n\n{more}")
    return Screen(text, one_a_row(Button(_.plain("⚙️ Settings"), buttons.GoTo(screen="settings"))))


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
