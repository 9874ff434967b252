"""Every way to say no, as a sentence."""

from datetime import datetime

from domain.issues.moderation import read_reason
from domain.refusals import Refused
from screens.issues import duties
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
        "words_forgotten": _.plain("I have forgotten what you wrote. Please write it once more."),
        "changed": _.plain(
            "Somebody has changed this meanwhile. Here it is as it stands now; please look and try again."
        ),
        "no_such_call": _.plain("There is no such competition any more."),
        "call_over": _.plain("This competition is over or cancelled: it stays as it is."),
        "import_empty": _.plain("There is no line in this table. Please fill it in and send it again."),
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
        "agenda_full": _.plain("That is enough for one meeting. Please take another problem off the agenda first."),
        "meeting_over": _.plain("This meeting has begun already. If you are there, use the code on the wall."),
        "more_women_than_people": _.plain("There would be more women than people. Count all who came first."),
        "meeting_not_yet": _.plain("It is too early for this: the meeting has not begun."),
        "check_in_closed": _.plain("The code works from an hour before the meeting until three hours after it."),
        "too_many_people": _.plain("These numbers are too large."),
        "minutes_full": _.plain("Eight lines are the most here. Please put the rest into the text or the file."),
        "minutes_empty": _.plain("There is nothing to send yet. Please write a few lines first."),
        "imported_already": _.plain("This very table was taken over before. Nothing was done twice."),
        "too_long": _.plain("This is too long. Please write it shorter."),
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
        "edit_changes_parts": _.plain(
            "Under a picture or a file there is room for {limit} letters, and what is sent already cannot become two "
            "messages or one. Please keep the words as short, or as long, as they were.",
            limit=refused.facts.get("limit", 1024),
        ),
        "only_text_changes": _.plain("Only the words can be changed now. Please send them as a text."),
        "urgent_used_up": _.plain(
            "Urgent ones are used up: {limit} a week at most. Please send it as an ordinary one."
        ).format(limit=refused.facts.get("limit", 2)),
        "no_approver": _.plain("There is nobody who could approve it. Please ask project staff."),
        "no_such_issue": _.plain("There is no such problem, or it is not of your okrug."),
        "report_sent": _.plain("This report is sent already. You find it in “My reports”."),
        "too_many_reports_begun": _.plain(
            "You have begun {limit} reports and not sent them. Please go on with one or throw one away."
        ).format(limit=refused.facts.get("limit", 5)),
        "report_too_long": _.plain(
            "This is too long: a report holds {limit} letters, this would make {length}. Please write it shorter. "
            "What you sent before is kept."
        ).format(limit=refused.facts.get("limit", 4096), length=refused.facts.get("length", 4097)),
        "caption_too_long": _.plain(
            "I keep the photo or the voice, but not the words under it: a report holds {limit} letters, with them it "
            "would have {length}. Please send the words again, shorter."
        ).format(limit=refused.facts.get("limit", 4096), length=refused.facts.get("length", 4097)),
        "report_takes_photo_and_voice": _.plain(
            "A report takes words, photos, voice messages and a place. Please send it as one of these."
        ),
        "report_full": _.plain("{photos} photos and {voices} voice messages are the most a report holds.").format(
            photos=refused.facts.get("photos", 5), voices=refused.facts.get("voices", 2)
        ),
        "voice_too_long": _.plain(
            "This voice message is too long: {minutes} minutes is the most. Please say it shorter, or in two parts."
        ).format(minutes=refused.facts.get("minutes", 5)),
        "category_retired": _.plain("This can be chosen no more. Please choose again; what you sent is kept."),
        "category_missing": _.plain("Please choose what it is about; what you sent is kept."),
        "nothing_reported": _.plain("Nothing is told yet. Please write a few words, or send a photo or a voice."),
        "reports_used_up": _.plain(
            "{limit} reports a day is the most. This one is kept: please send it tomorrow, or join others now."
        ).format(limit=refused.facts.get("limit", 5)),
        "banned": _banned(_, refused),
        "state_not_possible": _.plain("This cannot be done now: the problem stands otherwise. Please look again."),
        "other_desk": _.plain("It lies on another desk now: only those there can do this."),
        "desk_does_not_see": _.plain("It is private: that desk does not see it, so it cannot answer it."),
        "nothing_answered": _.plain("Nothing is written yet. Please write a few words."),
        "answer_too_long": _.plain(
            "This is too long: {limit} letters is the most, this has {length}. Please write it shorter."
        ).format(limit=refused.facts.get("limit", 1500), length=refused.facts.get("length", 1501)),
        "not_people": _.plain("Please write the number in digits, for example: 560"),
        "too_many_reached": _.plain("So many people do not live here: {limit} is the most. Please check it.").format(
            limit=_.number(int(str(refused.facts.get("limit", 1000000))))
        ),
        "not_a_day": _.plain("I did not understand which day is meant. For example: 25.01.2018"),
        "done_in_future": _.plain("This day is still to come. When was it done? Please write a day that is past."),
        "promise_past": _.plain("This day is past. Please write one that is still to come."),
        "promise_far": _.plain("This is too far away: five years is the most."),
        "undo_late": _.plain("People have been told of it already, so it stays. You can take another step."),
        "no_such_number": _.plain("I know no problem with this number in this okrug. Please look again."),
        "merge_with_itself": _.plain("This is the very same problem. Please write the number of another."),
        "merged_meanwhile": _.plain("That one was put together with another meanwhile. Please choose that one."),
        "merge_into_private": _.plain("That one is private or hidden, so others cannot go on there."),
        "merge_staff_only": _.plain(
            "Only project staff see this one, so it goes on by itself: beside an open one, others would notice it."
        ),
        "let_in_first": _.plain("Neighbours do not see that one yet. Let it in first, then put them together."),
        "author_gone": _.plain("Its author is not here any more, so nobody can be barred."),
        "nothing_to_ask": _.plain("Nothing is hidden here, and you may tell of problems. There is nothing to ask."),
        "asked_enough": _.plain("You have asked three times already. Project staff have read it."),
        "own_work": _.plain("You answer for this problem yourself, so others are asked whether it is solved."),
        "question_over": _.plain("This is not asked any more. Open the problem to see how it stands."),
        "too_many_words": _.plain("{limit} words at once is the most. Please send them in parts.").format(
            limit=refused.facts.get("limit", 50)
        ),
        "not_a_word": _.plain("“{word}” cannot be watched: one word of 3 to 40 letters a line.").format(
            word=refused.facts.get("word", "")
        ),
        "three_lines": _.plain("Please write three lines: its name in Kazakh, in Russian and in English."),
        "name_too_long": _.plain("This name is too long: {limit} letters is the most.").format(
            limit=refused.facts.get("limit", 40)
        ),
        "other_stays": _.plain("“Other” stays: people need it when nothing else fits."),
        "escalates_before_reminder": _.plain(
            "The desk is reminded after {days} days, so it cannot be told further up before that."
        ).format(days=refused.facts.get("days", 7)),
        "no_such_pair": _.plain("These two are not compared here any more. Please go on with the next pair."),
        "files_not_seen": _.plain("Photos, voice and the place are shown once the akimat has looked at them."),
        "no_such_group": _.plain("This group is not bound any more."),
        "no_such_survey": _.plain("There is no such survey for you."),
        "survey_not_yours": _.plain("This survey is for other people: for another okrug, or for a committee."),
        "survey_voice": _.plain("Please send a voice message of at most 5 minutes, or a picture."),
        "survey_left": _.plain("This survey is no draft any more, so this cannot be changed."),
        "survey_closed": _.plain("This survey is closed: nothing more is taken."),
        "no_earlier_survey": _.plain("No earlier survey here asked the same."),
        "nothing_to_draw": _.plain("There is nothing to draw: too few answered, or they answered in words."),
        "no_spss": _.plain("Files for SPSS cannot be made here: the library for them is not installed."),
        "file_in_the_making": _.plain("I am making a file for you already. Please wait for it, or stop it."),
        "survey_not_counted": _.plain("The answers are not counted yet. Please look again in a minute."),
        "survey_few_new": _.plain("Too few answers were added since: the difference would show who gave them."),
        "survey_named_only": _.plain(
            "An anonymous survey asks for no voice, photo or place. Choose “With names” first."
        ),
        "form_full": _.plain("That is enough: a chat can ask {most} questions at most.").format(
            most=refused.facts.get("most", 150)
        ),
        "choice_twice": _.plain("Two of these choices are the same. Please write each once."),
        "choices_as_many": _.plain(
            "There are {number} choices in the other language. Please write as many lines."
        ).format(number=refused.facts.get("number", 0)),
        "choices_how_many": _.plain("Please write at least two choices, each on a line of its own."),
        "question_needed": _.plain("Other questions depend on it, so it stays where and how it is: {names}").format(
            names=str(refused.facts.get("names", ""))[:60]
        ),
        "survey_not_ready": _.plain("Something is still missing before it can open. Please look it over."),
        "survey_closing": _.plain(
            "This survey is closing: its end cannot be moved any more, and it cannot be called off."
        ),
        "survey_closes_when": _.plain("It must close after it opens, and within a year."),
        "survey_wants_more": _.plain("From so small a group ask for at least {least} answers.").format(
            least=refused.facts.get("least", 5)
        ),
        "survey_targets": _.plain("So many different numbers cannot be wanted. Please take one away first."),
        "survey_wants_okrugs": _.plain("Please choose okrugs, not whole rayons: the number is for each okrug."),
        "survey_not_open": _.plain("This survey is not open yet. Forms are printed and keyed while it is open."),
        "no_such_form": _.plain("I know no form with this number or code. Please look at the form again."),
        "not_a_form": _.plain("Write one form at a time: its number, for example 12, or all 12 digits of its code."),
        "form_of_another": _.plain("This form belongs to another survey. Please open that one first."),
        "form_not_asked": _.plain(
            "This question depends on another one, by which it is not asked. Please choose there first."
        ),
        "form_keyed": _.plain("This form is keyed already. It is counted once."),
        "form_used_in_chat": _.plain("With this form's code somebody answers in the chat already. It is counted once."),
        "form_used": _.plain("Somebody used this form already, on paper or in the chat. It is counted once."),
        "form_keyed_by_you": _.plain("You keyed this form the first time. The second time a colleague does."),
        "form_not_wanted": _.plain("There are enough answers from people like this one. This form is not needed."),
        "row_not_wanted": _.plain(
            "Row {row}: there are enough answers from people like this one. Take it out; nothing was taken over."
        ).format(row=refused.facts.get("row", 2)),
        "forms_used_up": _.plain("One survey has {limit} forms at most.").format(
            limit=refused.facts.get("limit", 5000)
        ),
        "forms_how_many": _.plain("Please write a whole number from 1 to {limit}.").format(
            limit=refused.facts.get("limit", 500)
        ),
        "not_a_number": _.plain("Please write a whole number in digits, for example: 60"),
    }
    return sentences[refused.reason]


def _banned(_: Words, refused: Refused) -> str:
    kept, until = str(refused.facts.get("why", "")), refused.facts.get("until")
    day = _.day(until.date()) if isinstance(until, datetime) else ""
    return _.plain("You cannot tell of problems here until {day}: {reason}. You can ask project staff.").format(
        day=day, reason=duties.reason(_, read_reason(kept))[:90]
    )


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
