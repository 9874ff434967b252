"""What staff are asked about a call before it is done."""

from datetime import datetime, tzinfo

from domain.competitions.calls import LONGEST_REASON, Call, CallDate, CallEdited, CallPart, CallState
from screens import buttons
from screens.competitions import told
from screens.competitions.editing import part_name, people
from screens.screen import Button, Screen, one_a_row
from texts import Html, Words


def move_sure(_: Words, edited: CallEdited, part: CallPart, to: datetime, zone: tzinfo) -> Screen:
    """The question before a date moves of which people know."""
    call = edited.call
    lines = [
        _(
            "Move this date? <b>{part}</b>\nNow: {was}\nNew: <b>{to}</b>",
            part=part_name(_, part),
            was=_.moment(call.dates[CallDate(part.value)], zone),
            to=_.moment(to, zone),
        ),
        _(
            "Everyone it is for will be told ({people}). The message leaves five minutes after you agree: "
            "until then you can move other dates too. Is the date wrong? Write another one.",
            people=people(_, edited.people),
        ),
    ]
    sure = buttons.MoveCall(call=call.id, version=call.version, part=part, to=int(to.timestamp()))
    rows = one_a_row(Button(_.plain("Yes, move it"), sure), Button(_.plain("No"), buttons.EditCall(call=call.id)))
    return Screen(Html("\n\n".join(lines)), rows)


def amount_sure(_: Words, call: Call, part: CallPart, tenge: int) -> Screen:
    """An amount as it was understood, in figures and in words, before it is kept."""
    text = _(
        "<b>{part}</b>\nI understood: <b>{money}</b> ({words}). Is it right? If not, write it again.",
        part=part_name(_, part),
        money=_.money(tenge),
        words=in_words(_, tenge),
    )
    keep = buttons.KeepAmount(call=call.id, version=call.version, part=part, tenge=tenge)
    rows = one_a_row(
        Button(_.plain("✅ Yes, it is right"), keep),
        Button(_.plain("‹ To the whole call"), buttons.EditCall(call=call.id)),
    )
    return Screen(text, rows)


def in_words(_: Words, tenge: int) -> str:
    """An amount by its thousands, millions and billions, so that a zero too many is seen."""
    billions, rest = divmod(tenge, 10**9)
    millions, rest = divmod(rest, 10**6)
    thousands, rest = divmod(rest, 1000)
    parts = [
        _.many("{number} billion", "{number} billions", billions) if billions else "",
        _.many("{number} million", "{number} millions", millions) if millions else "",
        _.many("{number} thousand", "{number} thousands", thousands) if thousands else "",
        _.number(rest) if rest else "",
    ]
    return _.plain("{amount} tenge", amount=" ".join(filter(None, parts)))


def no_day(_: Words) -> str:
    """What was typed is a date that no calendar has."""
    return _.plain("There is no such day in the calendar. For example: 16.10.2018 9:00")


def cancel_sure(_: Words, call: Call, now: datetime) -> Screen:
    """The question before a call is cancelled or a draft deleted."""
    title = told.title_of(_, call)
    if call.state is CallState.DRAFT:
        text = _("Delete this draft? It cannot be brought back.\n\n<b>{title}</b>", title=title)
        yes = _.plain("Yes, delete it")
    elif call.is_announced(now):
        text = _("Cancel this competition? Everyone it is for will be told.\n\n<b>{title}</b>", title=title)
        text = Html(f"{text}\n\n{_why(_, call)}")
        yes = _.plain("Yes, cancel and tell everyone")
    else:
        text = _("Cancel this competition? Nobody was told of it yet.\n\n<b>{title}</b>", title=title)
        yes = _.plain("Yes, cancel it")
    sure = buttons.CancelCall(call=call.id, version=call.version, sure=True)
    rows = one_a_row(Button(yes, sure), Button(_.plain("No"), buttons.EditCall(call=call.id)))
    return Screen(text, rows)


def _why(_: Words, call: Call) -> Html:
    if call.reason is None:
        return _(
            "People will ask why. Write the reason, at most {longest} letters, and they will read it. "
            "Or cancel without one.",
            longest=_.number(LONGEST_REASON),
        )
    return _("They will read this reason: {reason}\nTo have another one, write it.", reason=call.reason)


def reason_too_long(_: Words, call_id: int) -> Screen:
    """The reason does not fit."""
    text = _("That is too long: at most {most} letters. Please shorten it.", most=_.number(LONGEST_REASON))
    return Screen(text, one_a_row(Button(_.plain("‹ To the whole call"), buttons.EditCall(call=call_id))))
