"""What residents read of the calls of the competition, and what comes to them unasked."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from domain.competitions.calls import (
    Call,
    CallDate,
    CallSeen,
    CallState,
    reminders_ahead,
)
from domain.territories import Territory
from domain.topics import Topic
from screens import buttons
from screens.home import to_menu
from screens.screen import Button, Rows, Screen, one_a_row
from texts import Html, Words, escaped

# How many calls a list shows, and how many territories are named.
PAGE, MOST_NAMED, NAMED_IN_LIST = 8, 20, 3


# What residents read


def listing(_: Words, seen: Sequence[CallSeen], now: datetime, zone: tzinfo) -> Screen:
    """The calls of which people know now."""
    if not seen:
        return Screen(
            _("There is no competition now. When one is announced for your okrug, I will tell you."), to_menu(_)
        )
    lines = [_("<b>Business competition</b>")]
    lines.extend(_in_list(_, one, now, zone) for one in seen[:PAGE])
    rows = one_a_row(*(Button(title_of(_, one.call), buttons.ShowCall(call=one.call.id)) for one in seen[:PAGE]))
    return Screen(Html("\n\n".join(lines)), (*rows, *to_menu(_)))


def _in_list(_: Words, one: CallSeen, now: datetime, zone: tzinfo) -> Html:
    name = Html(f"<b>{escaped(title_of(_, one.call))}</b>")
    line = stands(_, one.call, now, zone) if one.eligible else _not_for_you(_, one, NAMED_IN_LIST)
    return Html(f"{name}\n{line}")


def title_of(_: Words, call: Call) -> str:
    """What a call is called, in the reader's language or the nearest that is there."""
    return _.plain("without a title yet") if call.title is None else call.title.in_(_.language)


def stands(_: Words, call: Call, now: datetime, zone: tzinfo) -> Html:
    """Whether applications are taken, and until when."""
    if call.state is CallState.CANCELLED:
        return with_reason(_, call, _("This competition was cancelled."))
    if not call.is_open(now):
        return _("Applications are closed. Decision: {when}.", when=when_of(_, call, CallDate.DECISION, zone))
    return _("Applications until: <b>{when}</b>", when=when_of(_, call, CallDate.DEADLINE, zone))


def with_reason(_: Words, call: Call, text: Html) -> Html:
    """That it is cancelled, and why where somebody wrote it."""
    if call.reason is None:
        return text
    why = _("The reason: {reason}", reason=call.reason)
    return Html(f"{text}\n{why}")


def when_of(_: Words, call: Call, kind: CallDate, zone: tzinfo) -> str:
    """A date of a call, a dash when it has none yet."""
    at = call.dates.get(kind)
    return "—" if at is None else _.moment(at, zone)


def _not_for_you(_: Words, one: CallSeen, most: int = MOST_NAMED) -> Html:
    where = named(_, one.territories, most)
    return _("This competition is not for your okrug. It is for: {territories}.", territories=where)


def named(_: Words, territories: Sequence[Territory], most: int = MOST_NAMED) -> str:
    """Territories by their names, with how many more there are than `most`."""
    listed = ", ".join(territory.names.in_(_.language) for territory in territories[:most])
    more = len(territories) - most
    return listed if more <= 0 else _.plain("{territories} and {number} more", territories=listed, number=more)


def one(_: Words, seen: CallSeen, now: datetime, zone: tzinfo) -> Screen:
    """One call: its terms and dates for whom it is for, and to others that it is not."""
    call = seen.call
    lines = [Html(f"<b>{escaped(title_of(_, call))}</b>")]
    if call.state is CallState.CANCELLED or not seen.eligible:
        lines.append(stands(_, call, now, zone) if seen.eligible else _not_for_you(_, seen))
        return Screen(Html("\n\n".join(lines)), to_menu(_))
    if call.terms is not None:
        lines.append(escaped(call.terms.in_(_.language)))
    lines.extend((figures(_, call), dates_of(_, call, zone)))
    if not call.is_open(now):
        lines.append(stands(_, call, now, zone))
        return Screen(Html("\n\n".join(lines)), to_menu(_))
    ahead = reminders_ahead(call, now)
    if not ahead:
        lines.append(_("⏳ Less than a day is left."))
        return Screen(Html("\n\n".join(lines)), to_menu(_))
    if seen.reminded:
        days = ", ".join(map(str, ahead))
        lines.append(_("🔔 I will remind you of the deadline, so many days before: {days}.", days=days))
    return Screen(Html("\n\n".join(lines)), (*one_a_row(_remind(_, call, seen.reminded)), *to_menu(_)))


def _remind(_: Words, call: Call, reminded: bool) -> Button:
    text = _.plain("🔕 Do not remind me") if reminded else _.plain("🔔 Remind me of the deadline")
    return Button(text, buttons.RemindOfCall(call=call.id, wanted=not reminded))


def figures(_: Words, call: Call) -> Html:
    """The money of a call."""
    return _(
        "Fund: {fund}\nBudget of one project: {least} – {most}\n"
        "Own contribution: {share_from}–{share_to} % of the budget",
        fund=_money(_, call.fund),
        least=_money(_, call.budget_from),
        most=_money(_, call.budget_to),
        share_from=_number(_, call.share_from),
        share_to=_number(_, call.share_to),
    )


def _money(_: Words, tenge: int | None) -> str:
    return "—" if tenge is None else _.money(tenge)


def _number(_: Words, value: int | None) -> str:
    return "—" if value is None else _.number(value)


def dates_of(_: Words, call: Call, zone: tzinfo) -> Html:
    """The dates that an applicant needs."""
    return _(
        "Applications until: <b>{deadline}</b>\nDecision: {decision}\nAwards: {award}",
        deadline=when_of(_, call, CallDate.DEADLINE, zone),
        decision=when_of(_, call, CallDate.DECISION, zone),
        award=when_of(_, call, CallDate.AWARD, zone),
    )


# What comes unasked


def announced(_: Words, call: Call, zone: tzinfo) -> Screen:
    """A call is announced."""
    head = _("📣 A competition of business projects is announced: <b>{title}</b>", title=title_of(_, call))
    lines = (head, figures(_, call), dates_of(_, call, zone))
    return Screen(Html("\n\n".join(lines)), _unasked(_, call, _remind(_, call, False)))


def deadline_near(_: Words, call: Call, zone: tzinfo) -> Screen:
    """The deadline comes near, for who asked to be reminded."""
    text = _(
        "⏳ You asked me to remind you: <b>{title}</b>\n\nApplications are taken until: <b>{when}</b>",
        title=title_of(_, call),
        when=when_of(_, call, CallDate.DEADLINE, zone),
    )
    return Screen(text, _unasked(_, call, _remind(_, call, True)))


def moved(_: Words, call: Call, zone: tzinfo) -> Screen:
    """The dates of a call are others now."""
    head = _("🗓 This competition has new dates: <b>{title}</b>", title=title_of(_, call))
    return Screen(Html(f"{head}\n\n{dates_of(_, call, zone)}"), _unasked(_, call, _remind(_, call, False)))


def cancelled(_: Words, call: Call, zone: tzinfo) -> Screen:
    """A call that people know of will not be."""
    head = with_reason(_, call, _("✖️ This competition was cancelled: <b>{title}</b>", title=title_of(_, call)))
    rest = _("Nothing needs to be done.")
    return Screen(Html(f"{head}\n\n{rest}"), one_a_row(_fewer(_)))


def in_digest(_: Words, call: Call, zone: tzinfo) -> Html:
    """The same in one line."""
    if call.state is CallState.CANCELLED:
        return _("✖️ This competition was cancelled: {title}", title=title_of(_, call))
    when = when_of(_, call, CallDate.DEADLINE, zone)
    return _("💼 {title}. Applications until: {when}", title=title_of(_, call), when=when)


def _unasked(_: Words, call: Call, remind: Button) -> Rows:
    return one_a_row(Button(_.plain("📄 Read the terms"), buttons.ShowCall(call=call.id)), remind, _fewer(_))


def _fewer(_: Words) -> Button:
    return Button(_.plain("Fewer of these"), buttons.ShowTopic(topic=Topic.COMPETITION))
