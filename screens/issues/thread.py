"""The thread of an issue: all of it on one screen."""

from datetime import tzinfo

from domain.issues.issue import OFFICIAL, Sight, Step, Thread
from domain.issues.report import Part, Wanted
from domain.issues.states import Desk, IssueState, Privacy, StepKind
from screens.home import to_menu
from screens.issues import buttons, names
from screens.issues.buttons import IssuePart
from screens.issues.lists import listing
from screens.issues.notices import judging, words_of
from screens.screen import Button, Rows, Screen, one_a_row
from texts import Html, Words, escaped

WORDS_SHOWN = 800
# Of the newest step, and of those before it; all of it stands in the history.
NEWEST_SHOWN, WHY_SHOWN = 500, 100
STEPS_SHOWN = 7
MESSAGE = 3900
_PARAGRAPH = "\n\n"


def thread(_: Words, its: Thread, zone: tzinfo) -> Screen:
    """Number, state with its meaning, words, how many share it, what happened, and what this reader can do."""
    parts = (_head(_, its), _held(_, its, zone), _words(_, its), _people(_, its), _history(_, its, zone))
    rows = (*_deeds(_, its), *_shown(_, its), *_official(_, its), *_ways(_, its))
    return Screen(Html(_PARAGRAPH.join(part for part in parts if part)), rows)


def _head(_: Words, its: Thread) -> Html:
    issue = its.issue
    lines = [
        _(
            "<b>{number}</b> · {about}",
            number=names.number(_, its.okrug, issue.serial),
            about=names.category(_, issue.category),
        ),
        _("<b>{state}</b>. {meaning}", state=names.state(_, issue.state), meaning=names.meaning(_, issue.state)),
    ]
    if its.root is not None:
        lines.append(_("It goes on as {number}.", number=names.number(_, its.okrug, its.root.serial)))
    if issue.promised_by is not None and issue.is_open:
        lines.append(_("📅 Promised by: {day}", day=_.day(issue.promised_by)))
    if issue.state is IssueState.SOLVED and issue.reached is not None:
        lines.append(_.many("👪 It reached {number} person.", "👪 It reached {number} people.", issue.reached))
    if issue.desk is not Desk.OKRUG and issue.is_open:
        lines.append(_("🏛 To answer: {desk}", desk=names.desk(_, issue.desk)))
    return Html("\n".join(lines))


def _held(_: Words, its: Thread, zone: tzinfo) -> Html:
    issue = its.issue
    if issue.hidden_at is not None:
        return _("🙈 It is hidden: neighbours do not see it. The reason stands below; project staff can be asked.")
    if issue.privacy is Privacy.AKIM:
        return _("🔒 Only the akim and project staff see it.")
    if issue.privacy is Privacy.STAFF:
        return _("🔐 Only project staff see it.")
    if its.sight is Sight.NEIGHBOUR or issue.is_merged:
        return Html("")
    if issue.seen_from is None:
        return _("⏳ Neighbours see it once somebody has looked at it.")
    if not its.public:
        return _("⏳ Neighbours see it from {moment}, or sooner.", moment=_.moment(issue.seen_from, zone))
    if issue.let_in_at is None and (its.attached or issue.latitude is not None):
        return _("⏳ Neighbours see its words, but not its photos, voice and place: nobody has looked at them yet.")
    return Html("")


def _words(_: Words, its: Thread) -> Html:
    if its.issue.text:
        words = Html(f"<blockquote>{names.begins(its.issue, WORDS_SHOWN)}</blockquote>")
    else:
        words = _("Told without words.")
    signed = Html("") if its.author_name is None else _("👤 {name}", name=its.author_name)
    return Html("\n".join(part for part in (words, signed) if part))


def _people(_: Words, its: Thread) -> Html:
    lines = [
        _.many("👥 It concerns {number} person.", "👥 It concerns {number} people.", its.supporters),
    ]
    if its.mine:
        lines.append(_("You told of it; you hear of every step."))
    elif its.supported:
        lines.append(_("You too; you hear of every step."))
    elif its.followed:
        lines.append(_("You follow it and hear of every step."))
    if its.merged:
        others = ", ".join(f"№{one.serial}" for one in its.merged[:10])
        lines.append(_("🔗 Told here too: {numbers}", numbers=others))
    return Html("\n".join(lines))


def _history(_: Words, its: Thread, zone: tzinfo) -> Html:
    newest = its.steps[-STEPS_SHOWN:]
    if not newest:
        return Html("")
    lines = [step(_, one, its, zone, NEWEST_SHOWN if one is newest[-1] else WHY_SHOWN) for one in newest]
    if len(its.steps) > len(newest):
        lines.insert(0, Html("…"))
    return Html("\n".join((_("<b>What happened</b>"), *lines)))


def step(_: Words, one: Step, its: Thread, zone: tzinfo, letters: int) -> Html:
    """A line of the history: when, under which role, what, and why when something was said, cut to so many letters."""
    head = _(
        "{day} · {who}: {what}",
        day=_.day(one.at.astimezone(zone).date()),
        who=names.who(_, one.role),
        what=_what(_, one, its),
    )
    if one.facts.get("undone"):
        head = _("{line} (taken back)", line=head)
    why = " ".join(words_of(_, one).split())
    if not why:
        return head
    return Html(f"{head}\n<i>{escaped(why if len(why) <= letters else why[: letters - 1] + '…')}</i>")


def history(_: Words, its: Thread, zone: tzinfo) -> Screen:
    """All that happened, the newest when it is more than a message holds."""
    lines: list[Html] = []
    room = MESSAGE
    for one in reversed(its.steps):
        line = step(_, one, its, zone, 1000)
        if len(line) > room:
            break
        lines.insert(0, line)
        room -= len(line) + 2
    heading = _("<b>What happened</b>: {number}", number=names.number(_, its.okrug, its.issue.serial))
    back = Button(_.plain("‹ Back"), buttons.ShowIssue(issue=its.issue.id))
    return Screen(Html(_PARAGRAPH.join((heading, *lines))), one_a_row(back))


def _what(_: Words, one: Step, its: Thread) -> Html:
    if one.kind is StepKind.STATE:
        return escaped(names.state(_, one.state))
    if one.kind in (StepKind.MERGED, StepKind.UNMERGED):
        return _merging(_, one, its)
    if one.kind is StepKind.PASSED_ON:
        return _("passed on: {desk}", desk=_desk(_, one))
    return {
        StepKind.REPORTED: _("told of it"),
        StepKind.LET_IN: _("looked at it"),
        StepKind.ANSWER: _("answered"),
        StepKind.HIDDEN: _("hid it"),
        StepKind.RESTORED: _("showed it again"),
        StepKind.REOPENED: _("it is open again: people say that it is not solved"),
        StepKind.ESCALATED: _("reminded: nobody had answered"),
        StepKind.ASKED: _("asked those concerned whether it is solved"),
        StepKind.APPEAL: _("asks project staff to look again"),
    }[one.kind]


def _merging(_: Words, one: Step, its: Thread) -> Html:
    serial = one.facts.get("serial")
    number = names.number(_, its.okrug, serial) if isinstance(serial, int) else "…"
    if one.kind is StepKind.MERGED:
        return _("put together with {number}", number=number)
    return _("taken apart from {number}", number=number)


def _desk(_: Words, one: Step) -> str:
    desk = one.facts.get("desk")
    return names.desk(_, Desk(desk)) if desk in set(Desk) else "…"


def _deeds(_: Words, its: Thread) -> Rows:
    number = its.issue.id
    if its.root is not None:
        return one_a_row(
            Button(
                _.plain("➡️ Go on to {number}", number=names.number(_, its.okrug, its.root.serial)),
                buttons.ShowIssue(issue=its.root.id),
            )
        )
    rows = []
    if its.mine and its.issue.hidden_at is not None:
        rows.append(Button(_.plain("✉️ Ask project staff"), buttons.AskStaff(issue=number)))
    if its.supported and not its.mine:
        rows.append(Button(_.plain("✔️ Me too (take it back)"), buttons.SupportIssue(issue=number, on=False)))
    elif not its.mine and its.at_home:
        rows.append(Button(_.plain("🙋 Me too"), buttons.SupportIssue(issue=number, on=True)))
    if its.followed:
        rows.append(Button(_.plain("🔕 Follow it no more"), buttons.FollowIssue(issue=number, on=False)))
    elif not its.mine and not its.supported and its.at_home:
        rows.append(Button(_.plain("🔔 Only follow"), buttons.FollowIssue(issue=number, on=True)))
    return (*_judging(_, its), *one_a_row(*rows))


def _judging(_: Words, its: Thread) -> Rows:
    """Is it solved? Asked of those concerned, once some weeks have gone by."""
    concerned = its.mine or its.supported or its.followed
    if its.issue.state is not IssueState.SOLVED or not its.issue.rounds or not concerned:
        return ()
    return judging(_, its.issue.id, its.issue.rounds)


def _shown(_: Words, its: Thread) -> Rows:
    number = its.issue.id
    row = []
    if len(" ".join(its.issue.text.split())) > WORDS_SHOWN:
        row.append(Button(_.plain("📄 All the words"), buttons.OpenIssue(issue=number, part=IssuePart.WORDS)))
    if its.attached:
        photos = sum(one.kind == Part.PHOTO for one in its.attached)
        voices = len(its.attached) - photos
        counted = [
            _.plain("📷 Photos: {photos}", photos=photos) if photos else "",
            _.plain("🎤 Voice: {voices}", voices=voices) if voices else "",
        ]
        row.append(Button(" ".join(filter(None, counted)), buttons.OpenIssue(issue=number, part=IssuePart.FILES)))
    if its.issue.latitude is not None and its.shows_files:
        row.append(Button(_.plain("📍 The place"), buttons.OpenIssue(issue=number, part=IssuePart.PLACE)))
    rows = [tuple(row)] if row else []
    if _is_cut(its):
        rows.append((Button(_.plain("🕘 All that happened"), buttons.OpenIssue(issue=number, part=IssuePart.HISTORY)),))
    return tuple(rows)


def _is_cut(its: Thread) -> bool:
    older, newest = its.steps[:-1], its.steps[-1:]
    long = any(len(one.text or "") > WHY_SHOWN for one in older) or any(
        len(one.text or "") > NEWEST_SHOWN for one in newest
    )
    return long or len(its.steps) > STEPS_SHOWN


def _official(_: Words, its: Thread) -> Rows:
    if its.sight not in OFFICIAL:
        return ()
    number = its.issue.id
    rows = [Button(_.plain("💬 Answer it"), buttons.DeskIssue(issue=number))]
    if its.attached and its.sight is Sight.STAFF:
        rows.append(Button(_.plain("🗄 Files for the archive"), buttons.OpenIssue(issue=number, part=IssuePart.ARCHIVE)))
    return one_a_row(*rows)


def _ways(_: Words, its: Thread) -> Rows:
    number = names.number(_, its.okrug, its.issue.serial)
    share = [Button(_.plain("📋 Number"), copies=number)]
    if its.link is not None:
        share.append(Button(_.plain("🔗 Link"), copies=its.link))
    back = Button(_.plain("‹ Problems"), listing(its.okrug, Wanted(), at_home=its.at_home))
    return (tuple(share), (back, *to_menu(_)[0]))


def whole(_: Words, its: Thread) -> Screen:
    """All the words of an issue, as they were written."""
    return Screen(escaped(its.issue.text) or _("Told without words."))


def files_above(_: Words, its: Thread) -> Screen:
    """What stands under the photos and voice that were just shown."""
    number = names.number(_, its.okrug, its.issue.serial)
    back = Button(_.plain("‹ Back"), buttons.ShowIssue(issue=its.issue.id))
    return Screen(_("Photos and voice of {number}. Please do not pass them on.", number=number), one_a_row(back))


def map_link(_: Words, its: Thread) -> Screen:
    """Where it is, on a map."""
    issue = its.issue
    address = f"https://www.openstreetmap.org/?mlat={issue.latitude:.5f}&mlon={issue.longitude:.5f}#map=15"
    rows = one_a_row(
        Button(_.plain("🗺 Open the map"), opens=address),
        Button(_.plain("‹ Back"), buttons.ShowIssue(issue=issue.id)),
    )
    text = _(
        "The place of {number}: {latitude}, {longitude}",
        number=names.number(_, its.okrug, issue.serial),
        latitude=f"{issue.latitude:.5f}",
        longitude=f"{issue.longitude:.5f}",
    )
    return Screen(text, rows)


def archive(_: Words, its: Thread, missing: int) -> Html:
    """What stands under the file with all photos and voice; `missing` could not be had any more."""
    text = _("All files of {number}", number=names.number(_, its.okrug, its.issue.serial))
    if not missing:
        return text
    lost = _.many("{number} file cannot be had any more.", "{number} files cannot be had any more.", missing)
    return Html(f"{text}\n{lost}")
