"""How staff enter a call, publish it, change it and cancel it."""

from collections.abc import Iterable, Sequence
from datetime import datetime, tzinfo

from domain.competitions.calls import (
    LONGEST_TERMS,
    LONGEST_TITLE,
    MONEY,
    SHARES,
    Call,
    CallDate,
    CallEdited,
    CallPart,
    CallState,
    Problem,
    Value,
)
from domain.languages import Language
from screens import buttons
from screens.competitions import told
from screens.home import back, to_menu
from screens.screen import Button, Rows, Screen, one_a_row
from texts import Html, Words, escaped

MOST_LISTED = 40
# Fewer people than this are never counted out: a number could point at somebody.
FEWEST_COUNTED = 5
_ROWS = (
    (CallPart.TITLE_KK, CallPart.TITLE_RU, CallPart.TITLE_EN),
    (CallPart.TERMS_KK, CallPart.TERMS_RU, CallPart.TERMS_EN),
    (CallPart.FUND,),
    (CallPart.BUDGET_FROM, CallPart.BUDGET_TO),
    (CallPart.SHARE_FROM, CallPart.SHARE_TO),
    (CallPart.TERRITORIES,),
    (CallPart.ANNOUNCE, CallPart.DEADLINE),
    (CallPart.DECISION, CallPart.AWARD),
)


def entered(_: Words, calls: Sequence[Call], now: datetime, *, may_import: bool = False) -> Screen:
    """The calls that one looks after, drafts first."""
    in_order = sorted(calls, key=lambda call: call.state is not CallState.DRAFT)
    rows = [Button(_.plain("➕ New call"), buttons.GoTo(screen="new_call"))]
    if may_import:
        rows.append(Button(_.plain("📥 Take past calls over"), buttons.GoTo(screen="import_calls")))
    rows.extend(Button(_entry(_, call, now), buttons.EditCall(call=call.id)) for call in in_order[:MOST_LISTED])
    text = _(
        "<b>Calls of the business competition</b>\n\nChoose one, or enter a new one. A draft stays until you go on."
    )
    return Screen(text, (*one_a_row(*rows), *to_menu(_)))


def _entry(_: Words, call: Call, now: datetime) -> str:
    title = told.title_of(_, call)
    if call.state is CallState.DRAFT:
        return _.plain("✏️ Go on: {title}", title=title)
    if call.history:
        return f"🗄 {title}"
    if call.state is CallState.CANCELLED:
        return f"✖️ {title}"
    return f"📣 {title}" if call.is_announced(now) else f"🕓 {title}"


def part_name(_: Words, part: CallPart) -> str:
    """What is filled in."""
    return {
        CallPart.TITLE_KK: _.plain("Title in Kazakh"),
        CallPart.TITLE_RU: _.plain("Title in Russian"),
        CallPart.TITLE_EN: _.plain("Title in English"),
        CallPart.TERMS_KK: _.plain("Terms in Kazakh"),
        CallPart.TERMS_RU: _.plain("Terms in Russian"),
        CallPart.TERMS_EN: _.plain("Terms in English"),
        CallPart.FUND: _.plain("Fund of the competition"),
        CallPart.BUDGET_FROM: _.plain("Smallest budget"),
        CallPart.BUDGET_TO: _.plain("Largest budget"),
        CallPart.SHARE_FROM: _.plain("Smallest own share"),
        CallPart.SHARE_TO: _.plain("Largest own share"),
        CallPart.TERRITORIES: _.plain("Territories"),
        CallPart.ANNOUNCE: _.plain("Announcement"),
        CallPart.DEADLINE: _.plain("Deadline"),
        CallPart.DECISION: _.plain("Decision"),
        CallPart.AWARD: _.plain("Awards"),
    }[part]


def _short_name(_: Words, part: CallPart) -> str:
    # Three texts share a row: what tells them apart stands first.
    return {
        CallPart.TITLE_KK: _.plain("Kaz: title"),
        CallPart.TITLE_RU: _.plain("Rus: title"),
        CallPart.TITLE_EN: _.plain("Eng: title"),
        CallPart.TERMS_KK: _.plain("Kaz: terms"),
        CallPart.TERMS_RU: _.plain("Rus: terms"),
        CallPart.TERMS_EN: _.plain("Eng: terms"),
    }.get(part) or part_name(_, part)


def editor(_: Words, edited: CallEdited, now: datetime, zone: tzinfo) -> Screen:
    """A call with everything that was filled in, and the way to each part."""
    call = edited.call
    lines = [Html(f"<b>{escaped(told.title_of(_, call))}</b>\n{_state(_, call, now, zone)}")]
    lines.append(
        _(
            "Title in: {title}\nTerms in: {terms}",
            title=_languages(_, [] if call.title is None else call.title.as_dict()),
            terms=_languages(_, [] if call.terms is None else call.terms.as_dict()),
        )
    )
    lines.append(told.figures(_, call))
    lines.append(_("For: {territories}", territories=told.named(_, edited.territories) or "—"))
    announce = _("Announcement: {when}", when=told.when_of(_, call, CallDate.ANNOUNCE, zone))
    lines.append(Html(f"{announce}\n{told.dates_of(_, call, zone)}"))
    if call.is_announced(now):
        lines.append(_("Asked to be reminded: {people}", people=people(_, edited.reminded)))
    return Screen(Html("\n\n".join(lines)), _ways_on(_, call, now))


def _state(_: Words, call: Call, now: datetime, zone: tzinfo) -> Html:
    if call.state is CallState.DRAFT:
        return _("A draft: only project staff see it.")
    if call.history:
        return _("Over. It is kept for the figures, and nobody was told.")
    if call.state is CallState.CANCELLED or call.is_announced(now):
        return told.stands(_, call, now, zone)
    return _("Published. It will be announced: {when}.", when=told.when_of(_, call, CallDate.ANNOUNCE, zone))


def _languages(_: Words, codes: Iterable[str]) -> str:
    return ", ".join(language_name(_, code) for code in ("kk", "ru", "en") if code in codes) or "—"


def language_name(_: Words, code: Language) -> str:
    """A language, as one names it in a list."""
    return {"kk": _.plain("Kazakh"), "ru": _.plain("Russian"), "en": _.plain("English")}[code]


def people(_: Words, number: int) -> str:
    """A number of people; so few that one could be meant are not counted out."""
    return _.plain("fewer than {number}", number=FEWEST_COUNTED) if number < FEWEST_COUNTED else _.number(number)


def _ways_on(_: Words, call: Call, now: datetime) -> Rows:
    if call.history or call.state is CallState.CANCELLED:
        return back(_, "enter_call")
    rows = [
        tuple(Button(_short_name(_, part), buttons.FillCall(call=call.id, part=part)) for part in parts)
        for parts in _ROWS
        if not call.is_announced(now) or _may_still_change(parts[0])
    ]
    if call.is_announced(now):
        # The announcement has gone out: its own date stands.
        rows = [tuple(button for button in row if _part_of(button) is not CallPart.ANNOUNCE) for row in rows]
    if call.state is CallState.DRAFT:
        look = buttons.PublishCall(call=call.id, version=call.version, sure=False)
        rows.append((Button(_.plain("👁 Look it over and publish"), look),))
    away = _.plain("🗑 Delete the draft") if call.state is CallState.DRAFT else _.plain("✖️ Cancel the competition")
    rows.append((Button(away, buttons.CancelCall(call=call.id, version=call.version, sure=False)),))
    return (*rows, *back(_, "enter_call"))


def _may_still_change(first: CallPart) -> bool:
    return first.text is not None or first.date is not None


def _part_of(button: Button) -> CallPart | None:
    return button.does.part if isinstance(button.does, buttons.FillCall) else None


def ask(_: Words, call: Call, part: CallPart, zone: tzinfo, trouble: str | None = None) -> Screen:
    """What to write for one part; `trouble` says why the last try was not understood."""
    lines = [] if trouble is None else [escaped(trouble)]
    lines.append(Html(f"<b>{escaped(part_name(_, part))}</b>\n{_hint(_, part)}"))
    value = call.value(part)
    if value is not None:
        lines.append(_("Now: {value}", value=_value(_, part, value, zone)))
    rows = []
    following = call.next_empty(part) if call.state is CallState.DRAFT else None
    if following is not None:
        rows.append(Button(_.plain("Leave it open, go on ›"), buttons.FillCall(call=call.id, part=following)))
    rows.append(Button(_.plain("‹ To the whole call"), buttons.EditCall(call=call.id)))
    return Screen(Html("\n\n".join(lines)), one_a_row(*rows))


def _hint(_: Words, part: CallPart) -> Html:
    if part.text is not None:
        longest = LONGEST_TITLE if part.text == "title" else LONGEST_TERMS
        return _("Write it as people shall read it, at most {longest} letters.", longest=_.number(longest))
    if part in MONEY:
        return _("Write the amount in tenge, for example: 12 000 000")
    if part in SHARES:
        return _("Write how many percent of a project's budget the applicant pays, for example: 10")
    return _("Write the day and the time, for example: 16.10.2018 9:00")


def _value(_: Words, part: CallPart, value: Value, zone: tzinfo) -> str:
    if isinstance(value, datetime):
        return _.moment(value, zone)
    if isinstance(value, int):
        return _.money(value) if part in MONEY else f"{_.number(value)} %"
    return value


def review(_: Words, edited: CallEdited, now: datetime, zone: tzinfo) -> Screen:
    """A call as people will read it, with what is missing; or why it cannot be published yet."""
    call = edited.call
    to_call = Button(_.plain("‹ To the whole call"), buttons.EditCall(call=call.id))
    problems = call.problems(now)
    if problems:
        lines = [_("It cannot be published yet:")]
        lines.extend(Html(f"• {escaped(problem(_, one))}") for one in problems)
        rows = [to_call]
        if problems == (Problem.DEADLINE_IS_PAST,):
            lines.append(_("Is it over long ago? Then keep it for the figures: nobody will be told."))
            keep = buttons.KeepCall(call=call.id, version=call.version)
            rows.insert(0, Button(_.plain("🗄 Keep it as a past call"), keep))
        return Screen(Html("\n".join(lines)), one_a_row(*rows))
    publish = buttons.PublishCall(call=call.id, version=call.version, sure=True)
    lines = [_("People will read this:"), told.announced(_, call, zone).text, _to_whom(_, edited, now, zone)]
    announce = call.dates[CallDate.ANNOUNCE]
    if announce <= now:
        past = _(
            "⚠️ The day of the announcement is past ({when}): people are told at once.", when=_.moment(announce, zone)
        )
        lines.append(past)
    lines.extend(_missing(_, call))
    return Screen(Html("\n\n".join(lines)), one_a_row(Button(_.plain("✅ Publish"), publish), to_call))


def _to_whom(_: Words, edited: CallEdited, now: datetime, zone: tzinfo) -> Html:
    at = edited.call.dates[CallDate.ANNOUNCE]
    when = _.plain("at once") if at <= now else _.moment(at, zone)
    text = _(
        "It goes to the registered people of: {territories}. They are: {people}. When: {when}.",
        territories=told.named(_, edited.territories),
        people=people(_, edited.people),
        when=when,
    )
    return Html(f"➡️ {text}")


def _missing(_: Words, call: Call) -> list[Html]:
    return [
        _(
            "⚠️ Title or terms are missing in this language: {language}. Who reads it will get the text in another one.",
            language=language_name(_, code),
        )
        for code in call.languages_missing()
    ]


def problem(_: Words, which: Problem) -> str:
    """Why a call cannot be published."""
    return {
        Problem.NO_TITLE: _.plain("the title is missing"),
        Problem.NO_TERMS: _.plain("the terms are missing"),
        Problem.NO_FUND: _.plain("the fund is missing"),
        Problem.NO_BUDGET: _.plain("the smallest or the largest budget is missing"),
        Problem.NO_SHARE: _.plain("the smallest or the largest own share is missing"),
        Problem.NO_TERRITORY: _.plain("no territory is chosen"),
        Problem.NO_DATES: _.plain("one of the four dates is missing"),
        Problem.BUDGET_TURNED: _.plain("the smallest budget is larger than the largest"),
        Problem.BUDGET_OVER_FUND: _.plain("the smallest budget is larger than the fund"),
        Problem.SHARE_TURNED: _.plain("the smallest own share is larger than the largest"),
        Problem.DEADLINE_TOO_EARLY: _.plain("the deadline is not after the announcement"),
        Problem.DECISION_TOO_EARLY: _.plain("the decision is before the deadline"),
        Problem.AWARD_TOO_EARLY: _.plain("the awards are before the decision"),
        Problem.DEADLINE_IS_PAST: _.plain("the deadline is past"),
    }[which]


def after_change(_: Words, screen: Screen, people_hear: bool) -> Screen:
    """The call after a change, with what comes of it."""
    said = _("Saved.")
    if people_hear:
        said = _("Saved. People will be told of the new dates in five minutes: if others move too, change them now.")
    return Screen(Html(f"{said}\n\n{screen.text}"), screen.rows)
