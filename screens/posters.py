"""The words on and under an okrug's poster."""

from domain.territories import PosterText, Territory
from texts import Html, Words, words


def on_paper() -> PosterText:
    """What hangs on the wall: Kazakh first, Russian under it."""
    return PosterText(kk=_lines(words("kk")), ru=_lines(words("ru")))


def _lines(_: Words) -> str:
    return _.plain(
        "Point your phone's camera at the code: your okrug's council opens in Telegram. "
        "Join in three taps, and your okrug is planned with you."
    )


def caption(_: Words, okrug: Territory) -> Html:
    """What stands under the file in the chat."""
    return _("The poster of {okrug}. Print it and hang it where people pass.", okrug=okrug.names.in_(_.language))
