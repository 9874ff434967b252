"""An issue as those who answer it see it, and what they are asked on the way."""

from datetime import date, datetime, tzinfo

from domain.audiences import RuleKind
from domain.issues.cases import Case, Twins
from domain.issues.duties import BANNING, DECLINING, HIDING, LONGEST_ANSWER, Deed, other_language
from domain.issues.issue import Step
from domain.issues.moderation import BAN_DAYS
from domain.issues.states import IssueState, Privacy, StepKind
from screens.buttons import GoTo, NewAnnouncementFor
from screens.home import to_menu
from screens.issues import buttons, duties, names
from screens.issues.buttons import More
from screens.issues.notices import words_of
from screens.issues.queue import entry
from screens.issues.thread import step as history_line
from screens.screen import Button, Rows, Screen, in_columns, one_a_row
from texts import Html, Words

WORDS_SHOWN, STEPS_SHOWN, WHY_SHOWN = 700, 4, 200
PROMISES = (1, 3, 6, 12)
_PARAGRAPH = "\n\n"
# In the order in which they are needed, two a row.
_DEEDS = (
    (Deed.LET_IN,),
    (Deed.RESTORE,),
    (Deed.REVIEW, Deed.ANSWER),
    (Deed.PLAN, Deed.BEGIN),
    (Deed.SOLVE, Deed.DECLINE),
    (Deed.PROMISE, Deed.SEND_ON),
    (Deed.MERGE, Deed.UNMERGE),
    (Deed.HIDE, Deed.BAN),
)


def case(_: Words, its: Case, zone: tzinfo) -> Screen:
    """The issue, what happened last, and all that can be done with it now."""
    parts = (_head(_, its), _held(_, its), _words(_, its), _last(_, its, zone), _undo_text(_, its, zone))
    rows = (*_undo(_, its), *_deeds(_, its), *_ways(_, its))
    return Screen(Html(_PARAGRAPH.join(part for part in parts if part)), rows)


def _number(_: Words, its: Case) -> str:
    return names.number(_, its.thread.okrug, its.issue.serial)


def _head(_: Words, its: Case) -> Html:
    issue = its.issue
    lines = [
        _("<b>{number}</b> · {about}", number=_number(_, its), about=names.category(_, issue.category)),
        _("<b>{state}</b>. {meaning}", state=names.state(_, issue.state), meaning=names.meaning(_, issue.state)),
        _.many("👥 It concerns {number} person.", "👥 It concerns {number} people.", its.thread.supporters),
        _("🏛 To answer: {desk}", desk=names.desk(_, issue.desk)),
    ]
    if issue.promised_by is not None and issue.is_open:
        lines.append(_("📅 Promised by: {day}", day=_.day(issue.promised_by)))
    if issue.state is IssueState.SOLVED and issue.done_on is not None:
        lines.append(_("📅 Done on {day}", day=_.day(issue.done_on)))
    if issue.state is IssueState.SOLVED and issue.reached:
        lines.append(_.many("👪 It reached {number} person.", "👪 It reached {number} people.", issue.reached))
    return Html("\n".join(lines))


def _held(_: Words, its: Case) -> Html:
    issue = its.issue
    if issue.hidden_at is not None:
        return _("🙈 It is hidden: neighbours do not see it.")
    if issue.privacy is Privacy.AKIM:
        return _("🔒 Only the akim and project staff see it.")
    if issue.privacy is Privacy.STAFF:
        return _("🔐 Only project staff see it.")
    if issue.let_in_at is None and issue.seen_from is None:
        return _("⏳ A word to watch holds it: neighbours see it once somebody has looked at it.")
    return Html("")


def _words(_: Words, its: Case) -> Html:
    if not its.issue.text:
        return _("Told without words.")
    return Html(f"<blockquote>{names.begins(its.issue, WORDS_SHOWN)}</blockquote>")


def _last(_: Words, its: Case, zone: tzinfo) -> Html:
    newest = its.thread.steps[-STEPS_SHOWN:]
    return Html("\n".join(history_line(_, one, its.thread, zone, WHY_SHOWN) for one in newest))


def _undo_text(_: Words, its: Case, zone: tzinfo) -> Html:
    if its.undo is None:
        return Html("")
    until = _.moment(its.undo.until, zone)
    if not its.undo.step.public or its.undo.step.kind in (StepKind.LET_IN, StepKind.HIDDEN):
        return _("↩️ You can take the last step back until {until}.", until=until)
    return _("↩️ Nobody was told of the last step yet: you can take it back until {until}.", until=until)


def _undo(_: Words, its: Case) -> Rows:
    if its.undo is None:
        return ()
    number, step = its.issue.id, its.undo.step
    rows = [Button(_.plain("↩️ Take the last step back"), buttons.TakeBackStep(issue=number, step=step.id))]
    if step.text and not step.facts.get("other"):
        text = duties.in_language(_, other_language(step.language or "kk"))
        rows.append(Button(text, buttons.SayMore(issue=number, step=step.id, what=More.LANGUAGE)))
    if step.kind is StepKind.STATE and step.state is IssueState.SOLVED:
        rows.append(
            Button(_.plain("📅 When, 👪 how many people"), buttons.SayMore(issue=number, step=step.id, what=More.DONE))
        )
    return one_a_row(*rows)


def _deeds(_: Words, its: Case) -> Rows:
    version = its.issue.version
    rows = []
    for row in _DEEDS:
        there = tuple(
            Button(duties.deed(_, deed), buttons.DoDeed(issue=its.issue.id, version=version, deed=deed))
            for deed in row
            if deed in its.deeds
        )
        if there:
            rows.append(there)
    return tuple(rows)


def _ways(_: Words, its: Case) -> Rows:
    thread = Button(_.plain("📋 As residents see it"), buttons.ShowIssue(issue=its.issue.id))
    queue = Button(_.plain("‹ Problems to answer"), GoTo(screen="issue_desk"))
    concerned = NewAnnouncementFor(kind=RuleKind.CONCERNED, number=its.issue.id)
    write = Button(_.plain("📣 Write to whom it concerns"), concerned)
    told = ((write,),) if its.issue.privacy is Privacy.OPEN and its.issue.hidden_at is None else ()
    return ((thread,), *told, (queue, *to_menu(_)[0]))


def done(_: Words, its: Case, zone: tzinfo) -> Screen:
    """The same after a step was taken: what was done stands first, and who hears of it."""
    shown = case(_, its, zone)
    if its.told is None or its.undo is None:
        return shown
    told = _.many("✔️ Done. {number} person will hear of it.", "✔️ Done. {number} people will hear of it.", its.told)
    return Screen(Html(f"{told}\n\n{shown.text}"), shown.rows)


def changed(_: Words, step: Step | None) -> str:
    """Somebody was faster: what they did, in an alert."""
    if step is None:
        return _.plain("Somebody has changed this meanwhile. Here it is as it stands now; please look and try again.")
    return _.plain(
        "Meanwhile: {who}, {state}. Here it is as it stands now; please look and try again.",
        who=names.who(_, step.role),
        state=names.state(_, step.state),
    )


# What is asked on the way


def _back(_: Words, its: Case) -> Rows:
    return one_a_row(Button(_.plain("‹ Back"), buttons.DeskIssue(issue=its.issue.id)))


def ask_words(_: Words, its: Case, deed: Deed) -> Screen:
    """What shall be said: an answer, what was done, or why not."""
    number = _number(_, its)
    asked = {
        Deed.ANSWER: _("What do you answer to {number}? Write it in the language you like.", number=number),
        Deed.SOLVE: _("{number} is solved: what was done? Write a few words.", number=number),
        Deed.DECLINE: _("Why will {number} not be done? Choose, or write it in your own words.", number=number),
        Deed.HIDE: _("Why hide {number}? Its author reads the reason. Choose, or write it.", number=number),
    }[deed]
    limit = _("At most {limit} letters. Everyone concerned reads it.", limit=_.number(LONGEST_ANSWER))
    ready = {Deed.DECLINE: DECLINING, Deed.HIDE: HIDING}.get(deed, ())
    rows = one_a_row(
        *(
            Button(
                duties.why(_, why),
                buttons.GiveReason(issue=its.issue.id, version=its.issue.version, deed=deed, why=why),
            )
            for why in ready
        )
    )
    text = asked if deed is Deed.HIDE else Html(f"{asked}\n\n{limit}")
    return Screen(text, (*rows, *_back(_, its)))


def not_taken(_: Words, its: Case, why: Html) -> Screen:
    """What was written cannot be taken so; it is still waited for."""
    return Screen(why, _back(_, its))


def ask_desk(_: Words, its: Case) -> Screen:
    """To which desk."""
    rows = one_a_row(
        *(
            Button(duties.to_desk(_, desk), buttons.SendOn(issue=its.issue.id, version=its.issue.version, desk=desk))
            for desk in its.passes
        )
    )
    text = _("Who shall answer {number}? They are told of it; its history says so.", number=_number(_, its))
    return Screen(text, (*rows, *_back(_, its)))


def ask_promise(_: Words, its: Case) -> Screen:
    """By which day it will be done, if that is known."""
    issue = its.issue
    months = [
        Button(
            str(_.many("In {number} month", "In {number} months", number)),
            buttons.PromiseDay(issue=issue.id, version=issue.version, months=number),
        )
        for number in PROMISES
    ]
    none = Button(_.plain("There is no day yet"), buttons.PromiseDay(issue=issue.id, version=issue.version, months=0))
    text = _(
        "By which day will {number} be done? People see the day, and see when it is past. Choose, or write a date.",
        number=_number(_, its),
    )
    return Screen(text, (*in_columns(months, 2), (none,), *_back(_, its)))


def ask_done(_: Words, its: Case, step: int) -> Screen:
    """When it was done."""
    days = (
        Button(_.plain("Today"), buttons.DoneOn(issue=its.issue.id, step=step, days_ago=0)),
        Button(_.plain("Yesterday"), buttons.DoneOn(issue=its.issue.id, step=step, days_ago=1)),
    )
    text = _(
        "✅ {number} is solved. When was it done? Choose, or write the day, for example: {day}",
        number=_number(_, its),
        day=_.day(date(2018, 1, 25)),
    )
    return Screen(text, (days, *_back(_, its)))


def ask_reached(_: Words, its: Case, step: int) -> Screen:
    """How many people it reached."""
    unknown = Button(_.plain("It is not known"), buttons.DeskIssue(issue=its.issue.id))
    text = _("How many people did {number} reach? Write the number in digits, for example: 560", number=_number(_, its))
    return Screen(text, one_a_row(unknown))


def ask_language(_: Words, its: Case, step: Step) -> Screen:
    """The same in the other language."""
    asked = {
        "kk": _("Write the same in Kazakh. Who reads Kazakh gets these words, the others yours:"),
        "ru": _("Write the same in Russian. Who reads Russian gets these words, the others yours:"),
        "en": _("Write the same in English. Who reads English gets these words, the others yours:"),
    }[other_language(step.language or "kk")]
    said = _("<blockquote>{words}</blockquote>", words=words_of(_, step)[:WORDS_SHOWN])
    return Screen(Html(f"{asked}\n\n{said}"), _back(_, its))


def twins(_: Words, found: Twins, now: datetime) -> Screen:
    """As which of these it goes on."""
    its = found.case
    heading = _("The same as which? {number} goes on as the one you choose.", number=_number(_, its))
    lines = [heading, *(entry(_, row, now) for row in found.rows)]
    if not found.rows:
        lines.append(_("I found nothing alike in this okrug."))
    lines.append(_("Not among them? Write its number, for example: 17"))
    merges = [
        Button(
            names.number(_, row.okrug, row.issue.serial),
            buttons.MergeInto(issue=its.issue.id, version=its.issue.version, into=row.issue.id),
        )
        for row in found.rows
    ]
    return Screen(Html(_PARAGRAPH.join(lines)), (*in_columns(merges, 2), *_back(_, its)))


def confirm_merge(_: Words, found: Twins, now: datetime) -> Screen:
    """Is it this one?"""
    its = found.case
    lines = [_("Is it this one?"), *(entry(_, row, now) for row in found.rows)]
    merges = (
        Button(
            _.plain("🔗 Yes, the same"),
            buttons.MergeInto(issue=its.issue.id, version=its.issue.version, into=row.issue.id),
        )
        for row in found.rows
    )
    return Screen(Html(_PARAGRAPH.join(lines)), (*one_a_row(*merges), *_back(_, its)))


def ask_ban_days(_: Words, its: Case) -> Screen:
    """For how long its author may not report."""
    rows = one_a_row(
        *(
            Button(
                str(_.many("For {number} day", "For {number} days", days)),
                buttons.BanFor(issue=its.issue.id, days=days, why=None),
            )
            for days in BAN_DAYS
        )
    )
    text = _(
        "⛔️ The author of {number} cannot tell of problems in this okrug for a while. Nobody learns who that is. They "
        "read the reason, until when it holds, and how to ask project staff. For how long?",
        number=_number(_, its),
    )
    return Screen(text, (*rows, *_back(_, its)))


def ask_ban_reason(_: Words, its: Case, days: int) -> Screen:
    """Why."""
    rows = one_a_row(
        *(Button(duties.why(_, why), buttons.BanFor(issue=its.issue.id, days=days, why=why)) for why in BANNING)
    )
    return Screen(_("What is the reason? Choose, or write it."), (*rows, *_back(_, its)))


def barred(_: Words, its: Case, days: int, zone: tzinfo) -> Screen:
    """Its author may not report for so long."""
    shown = case(_, its, zone)
    text = _.many(
        "⛔️ Done. The author cannot tell of problems here for {number} day.",
        "⛔️ Done. The author cannot tell of problems here for {number} days.",
        days,
    )
    return Screen(Html(f"{text}\n\n{shown.text}"), shown.rows)
