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
        "changed": _.plain(
            "Somebody has changed this meanwhile. Here it is as it stands now; please look and try again."
        ),
        "no_such_call": _.plain("There is no such competition any more."),
        "call_over": _.plain("This competition is over or cancelled: it stays as it is."),
        "call_closed": _.plain("Applications for this competition are closed."),
        "call_announced": _.plain(
            "People have been told of this already, so it stays. Texts and later dates can change."
        ),
        "call_not_ready": _.plain("This does not fit with the rest of the call. Please look at its numbers and dates."),
        "not_your_call": _.plain("This competition is not for your okrug."),
        "inside_chosen": _.plain("It lies in a territory that is chosen as a whole. Take that one out first."),
        "dates_turned": _.plain(
            "The dates would be out of order. Move the later ones first: awards, decision, deadline."
        ),
        "date_is_past": _.plain("This moment is past. Please write one that is still to come."),
        "not_a_date": _.plain("I did not understand which day is meant. For example: 16.10.2018 9:00"),
        "not_money": _.plain("I did not understand the amount. Please write it in digits, for example: 1 200 000"),
        "not_percent": _.plain("Please write a whole number from 0 to 100, for example: 20"),
        "no_such_meeting": _.plain("There is no such meeting, or you are not invited to it."),
        "no_such_code": _.plain("I know no meeting with this code. Please look at the wall again."),
        "meeting_cancelled": _.plain("This meeting was called off."),
        "meeting_past": _.plain("This time is past. Please choose one that is still to come."),
        "meeting_fixed": _.plain("This meeting has begun, or people are invited already: this cannot change any more."),
        "meeting_unfinished": _.plain("Something is still missing: title, time, place or who is invited."),
        "meeting_over": _.plain("This meeting has begun already. If you are there, use the code on the wall."),
        "meeting_not_yet": _.plain("It is too early for this: the meeting has not begun."),
        "check_in_closed": _.plain("The code works from an hour before the meeting until three hours after it."),
        "too_many_people": _.plain("These numbers are too large."),
        "minutes_full": _.plain("Eight lines are the most here. Please put the rest into the text or the file."),
        "minutes_empty": _.plain("There is nothing to send yet. Please write a few lines first."),
        "imported_already": _.plain("This very table was taken over before. Nothing was done twice."),
        "too_long": _.plain("This is too long. Please write it shorter."),
        "import_row": _.plain(
            "Row {row} is not complete or not in order. Nothing was kept.", row=refused.facts.get("row", 1)
        ),
        "no_such_announcement": _.plain("There is no such announcement any more."),
        "announcement_left": _.plain("It is on its way or gone already, so this cannot be done any more."),
        "nothing_said": _.plain("Nothing is written yet. Please write it in one language at least."),
        "no_audience": _.plain("Nobody is chosen yet. Please choose whom it is for."),
        "not_public": _.plain("Only what everybody may hear goes into groups."),
        "past_time": _.plain("This time is past already. Please choose one that is still to come."),
        "past_until": _.plain("It must end after it began, and within a year."),
        "repeat_needs_time": _.plain("Please choose first when it goes for the first time."),
        "announcement_too_long": _.plain(
            "This is too long: a message holds {limit} letters. Please shorten it."
        ).format(limit=refused.facts.get("limit", 4096)),
        "too_many_files": _.plain("No more files fit in: {limit} is the most.").format(
            limit=refused.facts.get("limit", 10)
        ),
        "only_text_changes": _.plain("Only the words can be changed now. Please send them as a text."),
        "urgent_used_up": _.plain(
            "Urgent ones are used up: {limit} a week at most. Please send it as an ordinary one."
        ).format(limit=refused.facts.get("limit", 2)),
        "no_approver": _.plain("There is nobody who could approve it. Please ask project staff."),
        "no_such_group": _.plain("This group is not bound any more."),
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
