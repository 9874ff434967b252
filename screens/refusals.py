"""Every way to say no, as a sentence."""

from domain.refusals import Refused
from texts import Html, Words, escaped


def sentence(_: Words, refused: Refused) -> str:
    """Why it was not done, in at most 200 characters: Telegram's limit for an alert."""
    sentences = {
        "old_button": old_button(_),
        "not_allowed": _.plain("You may not do this: it belongs to another role or another territory."),
        "not_registered": _.plain("Please register first: it takes a minute. Send /start."),
        "registered_already": _.plain("You are registered already. You can change your okrug in the settings."),
        "no_such_okrug": _.plain("There is no such okrug any more. Please choose another one."),
        "no_such_invite": _.plain("This link is not valid. Please ask for a new one."),
        "invite_used": _.plain("Somebody has used this link already: it works once. Please ask for a new one."),
        "invite_used_by_you": _.plain("You have used this link already: the role is yours."),
        "invite_expired": _.plain("This link is too old. Please ask for a new one."),
        "role_ended": _.plain("Nobody holds this role any more."),
        "bot_unknown": _.plain("The bot does not know its own address yet. Please try again in a minute."),
    }
    return sentences[refused.reason]


def as_text(_: Words, refused: Refused) -> Html:
    """The same as a piece of a message."""
    return escaped(sentence(_, refused))


def old_button(_: Words) -> str:
    """A button of a screen that is no longer there."""
    return _.plain("This button is old. Here is the menu.")


def trouble(_: Words, number: str) -> str:
    """Something unforeseen happened; the number finds it in the log."""
    return _.plain(
        "Something went wrong on our side. Please try again. If it stays so, tell us number {number}."
    ).format(number=number)
