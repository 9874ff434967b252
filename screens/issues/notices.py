"""What notices about issues say."""

from datetime import date, tzinfo

from domain.issues.cases import Told
from domain.issues.duties import Deed, Why
from domain.issues.issue import Step
from domain.issues.states import Desk, IssueState, Privacy, StepKind
from domain.topics import Topic
from screens.buttons import FewerOfThese
from screens.issues import buttons, duties, names
from screens.screen import Button, Rows, Screen, one_a_row
from texts import Html, Words, escaped

# All steps of a notice together, so that they fit into one message with what stands around them.
MOST_LETTERS = 2800
LINE = 160
_PARAGRAPH = "\n\n"


def _title(_: Words, told: Told) -> Html:
    return _(
        "<b>{number}</b> · {about}",
        number=names.number(_, told.okrug, told.issue.serial),
        about=names.category(_, told.issue.category),
    )


def _words(_: Words, told: Told, letters: int = 500) -> Html:
    if not told.issue.text:
        return _("Told without words.")
    return Html(f"<blockquote>{names.begins(told.issue, letters)}</blockquote>")


def _open(_: Words, told: Told) -> Button:
    return Button(_.plain("📋 Open it"), buttons.ShowIssue(issue=told.issue.id))


def _fewer(_: Words, topic: Topic) -> Button:
    return Button(_.plain("🔕 Fewer of these"), FewerOfThese(topic=topic))


def _page(heading: Html, *parts: Html, rows: Rows) -> Screen:
    return Screen(Html(_PARAGRAPH.join(part for part in (heading, *parts) if part)), rows)


# To those concerned


def step(_: Words, told: Told, topic: Topic) -> Screen:
    """What was done about an issue that concerns the reader."""
    said = [happened(_, one, told, MOST_LETTERS // len(told.steps)) for one in told.steps]
    go = Button(_.plain("📋 Open it"), buttons.ShowIssue(issue=(told.root or told.issue).id))
    its = names.begins(told.issue, 100)
    about = Html(f"<i>{its}</i>") if its else its
    return _page(_("📣 News of {title}", title=_title(_, told)), about, *said, rows=one_a_row(go, _fewer(_, topic)))


def step_line(_: Words, told: Told) -> Html:
    """The same in one line of a digest: the last of it."""
    last = told.steps[-1]
    text = " ".join(words_of(_, last).split())
    cut = text if len(text) <= LINE else f"{text[:LINE].rstrip()}…"
    line = _("{title}: {what}", title=_title(_, told), what=_what(_, last, told))
    return Html(f"{line}. {escaped(cut)}") if cut else line


def happened(_: Words, one: Step, told: Told, letters: int) -> Html:
    """A step in full: under which role, what, why, and the figures that belong to it."""
    lines = [_("{who}: <b>{what}</b>", who=names.who(_, one.role).capitalize(), what=_what(_, one, told))]
    lines.extend(_figures(_, one))
    text = words_of(_, one)
    if text:
        lines.append(
            Html(f"<blockquote>{escaped(text if len(text) <= letters else text[:letters] + '…')}</blockquote>")
        )
    return Html("\n".join(lines))


def words_of(_: Words, one: Step) -> str:
    """What was said with a step, in the reader's language when it was said in that too: never blank."""
    other = one.facts.get("other")
    text = str(other) if other and one.facts.get("other_language") == _.language else one.text or ""
    ready = one.facts.get("reason")
    reason = duties.why(_, Why(ready)) if ready in set(Why) else ""
    return ". ".join(part for part in (reason, text) if part)


def _figures(_: Words, one: Step) -> list[Html]:
    found = []
    if one.facts.get("promised_by"):
        found.append(_("📅 By {day}", day=_.day(date.fromisoformat(one.facts["promised_by"]))))
    if one.state is IssueState.SOLVED and one.facts.get("done_on"):
        found.append(_("📅 Done on {day}", day=_.day(date.fromisoformat(one.facts["done_on"]))))
    if one.state is IssueState.SOLVED and one.facts.get("reached"):
        reached = one.facts["reached"]
        found.append(_.many("👪 It reached {number} person.", "👪 It reached {number} people.", reached))
    return found


def _what(_: Words, one: Step, told: Told) -> Html:
    if one.kind is StepKind.STATE:
        if "promised_by" in one.facts and one.facts.get("before", {}).keys() == {"promised_by"}:
            return _("another day") if one.facts["promised_by"] else _("there is no day for it any more")
        return escaped(names.state(_, one.state))
    if one.kind in (StepKind.MERGED, StepKind.UNMERGED):
        number = names.number(_, told.okrug, one.facts.get("serial"))
        if one.kind is StepKind.MERGED:
            return _("🔗 it tells the same as {number} and goes on there; your voice counts there", number=number)
        return _("it stands by itself again, apart from {number}", number=number)
    if one.kind is StepKind.PASSED_ON:
        return _("📤 passed on: {desk}", desk=names.desk(_, Desk(one.facts["desk"])))
    return {
        StepKind.ANSWER: _("💬 answered"),
        StepKind.RESTORED: _("showed it again"),
        StepKind.REOPENED: _("🔁 it is open again: people say that it is not solved"),
    }.get(one.kind, escaped(names.state(_, one.state)))


def question(_: Words, told: Told, topic: Topic) -> Screen:
    """Is it solved?"""
    done = [happened(_, one, told, 800) for one in told.steps]
    asked = _("Some weeks have gone by. <b>Is it solved?</b> You can change your answer later.")
    rows = (*judging(_, told.issue.id, told.issue.rounds), *one_a_row(_open(_, told), _fewer(_, topic)))
    return _page(_("❓ {title}", title=_title(_, told)), _words(_, told), *done, asked, rows=rows)


def judging(_: Words, number: int, asked: int) -> Rows:
    """Yes, or not yet."""
    yes = Button(_.plain("✅ Yes, it is"), buttons.JudgeSolved(issue=number, round=asked, solved=True))
    not_yet = Button(_.plain("❌ Not yet"), buttons.JudgeSolved(issue=number, round=asked, solved=False))
    return ((yes, not_yet),)


def question_line(_: Words, told: Told) -> Html:
    """The same in one line of a digest."""
    return _("❓ Is it solved? {title}. Please open it in “My reports” and say.", title=_title(_, told))


def hidden(_: Words, told: Told) -> Screen:
    """Your report is hidden."""
    reason = "" if told.reason is None else duties.reason(_, told.reason)
    text = _(
        "It is hidden: neighbours do not see it. The reason: <b>{reason}</b>\n\n"
        "If you do not agree, ask project staff: they see it and can show it again.",
        reason=reason,
    )
    ask = Button(_.plain("✉️ Ask project staff"), buttons.AskStaff(issue=told.issue.id))
    return _page(_("🙈 Your report {title}", title=_title(_, told)), text, rows=one_a_row(ask, _open(_, told)))


def hidden_line(_: Words, told: Told) -> Html:
    """The same in one line of a digest."""
    reason = "" if told.reason is None else duties.reason(_, told.reason)
    return _("🙈 Your report {title} is hidden. The reason: {reason}", title=_title(_, told), reason=reason[:LINE])


def banned(_: Words, told: Told, zone: tzinfo) -> Screen:
    """You may not report for a while."""
    text = _(
        "⛔️ You cannot tell of problems here until {until}. The reason: <b>{reason}</b>\n\n"
        "It is about your report {number}. You can still read, answer and support. If you do not agree, ask project "
        "staff.",
        until="" if told.until is None else _.moment(told.until, zone),
        reason="" if told.reason is None else duties.reason(_, told.reason),
        number=names.number(_, told.okrug, told.issue.serial),
    )
    ask = Button(_.plain("✉️ Ask project staff"), buttons.AskStaff(issue=told.issue.id))
    return Screen(text, one_a_row(ask))


def banned_line(_: Words, told: Told, zone: tzinfo) -> Html:
    """The same in one line of a digest."""
    until = "" if told.until is None else _.moment(told.until, zone)
    return _("⛔️ You cannot tell of problems here until {until}.", until=until)


# To the desk


def new(_: Words, told: Told) -> Screen:
    """A new issue for the desk, or one that was passed on to it."""
    heading = _("📥 Passed on to you: {title}", title=_title(_, told))
    if not told.steps:
        heading = _("📥 A new problem: {title}", title=_title(_, told))
    take = buttons.DoDeed(issue=told.issue.id, version=told.issue.version, deed=Deed.REVIEW)
    # What a word holds is told to staff too, who let it in but do not answer it.
    held = told.issue.privacy is Privacy.OPEN and told.issue.seen_from is None
    takes = told.issue.state is IssueState.NEW and not held
    rows = [Button(duties.deed(_, Deed.REVIEW), take)] if takes else []
    okrug = _("Okrug: {okrug}", okrug=told.okrug.names.in_(_.language))
    parts = (_words(_, told), _private(_, told), okrug)
    return _page(heading, *parts, rows=one_a_row(*rows, _desk(_, told), _fewer(_, Topic.DUTIES)))


def _private(_: Words, told: Told) -> Html:
    issue = told.issue
    if issue.privacy is Privacy.AKIM:
        return _("🔒 Only the akim and project staff see it.")
    if issue.privacy is Privacy.STAFF:
        return _("🔐 Only project staff see it.")
    if issue.seen_from is None:
        return _("⏳ A word to watch holds it: neighbours see it once somebody has looked at it.")
    return Html("")


def _desk(_: Words, told: Told) -> Button:
    return Button(_.plain("💬 Answer it"), buttons.DeskIssue(issue=told.issue.id))


def new_line(_: Words, told: Told) -> Html:
    """The same in one line of a digest."""
    words = names.begins(told.issue, LINE)
    if told.steps:
        return _("📥 Passed on to you: {title}. {words}", title=_title(_, told), words=words)
    return _("📥 A new problem: {title}. {words}", title=_title(_, told), words=words)


def unanswered(_: Words, told: Told) -> Screen:
    """A reminder to the desk."""
    ask = _("A few words are enough, even “we will look at it next week”. People see that they were heard.")
    rows = one_a_row(_desk(_, told), _fewer(_, Topic.DUTIES))
    return _page(unanswered_line(_, told), _words(_, told), ask, rows=rows)


def unanswered_line(_: Words, told: Told) -> Html:
    """The same in one line of a digest."""
    title = _title(_, told)
    return _.many(
        "⏰ For {number} day nobody has answered: {title}",
        "⏰ For {number} days nobody has answered: {title}",
        told.days,
        title=title,
    )


def escalated(_: Words, told: Told) -> Screen:
    """Told further up."""
    heading = unanswered_line(_, told)
    okrug = _("Okrug: {okrug}", okrug=told.okrug.names.in_(_.language))
    desk = _("🏛 To answer: {desk}", desk=names.desk(_, told.issue.desk))
    people = _.many("👥 It concerns {number} person.", "👥 It concerns {number} people.", told.supporters)
    facts = Html("\n".join((okrug, desk, people)))
    ask = _("Please ask there what became of it.")
    look = Button(_.plain("📋 Look at it"), buttons.DeskIssue(issue=told.issue.id))
    return _page(heading, _words(_, told), facts, ask, rows=one_a_row(look, _fewer(_, Topic.DUTIES)))


def reopened(_: Words, told: Told) -> Screen:
    """Tell the desk that people say it is not solved."""
    facts = told.steps[-1].facts
    said = _(
        "{not_yet} of {answers} who answered say that it is not solved.",
        not_yet=facts.get("not_yet", 0),
        answers=facts.get("answers", 0),
    )
    rows = one_a_row(_desk(_, told), _fewer(_, Topic.DUTIES))
    return _page(_("🔁 Open again: {title}", title=_title(_, told)), _words(_, told), said, rows=rows)


def reopened_line(_: Words, told: Told) -> Html:
    """The same in one line of a digest."""
    return _("🔁 Open again, people say that it is not solved: {title}", title=_title(_, told))


def appeal(_: Words, told: Told) -> Screen:
    """An author asks staff to look again."""
    said = Html(f"<blockquote>{escaped(told.steps[-1].text or '')}</blockquote>")
    rows = one_a_row(_desk(_, told), _fewer(_, Topic.DUTIES))
    return _page(_("✉️ The author of {title} asks you:", title=_title(_, told)), said, rows=rows)


def appeal_line(_: Words, told: Told) -> Html:
    """The same in one line of a digest."""
    return _("✉️ The author of {title} asks you to look again.", title=_title(_, told))
