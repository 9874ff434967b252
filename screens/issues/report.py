"""Telling of an issue, from the first tap to its number."""

from dataclasses import replace

from domain.issues.issue import AREAS, Category, Thread
from domain.issues.report import Alike, Part, Report, Row
from domain.issues.states import Privacy
from domain.roles import Area
from domain.territories import Territory
from screens.buttons import GoTo
from screens.home import OFFICIAL_ROUTE, to_menu
from screens.issues import buttons, names
from screens.issues.buttons import ReportStep
from screens.screen import Button, Keyboard, Rows, Screen, in_columns, one_a_row
from texts import Html, Words, escaped

WORDS_SHOWN = 700
_PARAGRAPH = "\n\n"


def begin(_: Words, begun: tuple[Report, ...]) -> Screen:
    """What is not an official appeal, what was begun before, and the areas to choose from."""
    text = _(
        "<b>What is wrong in your okrug?</b>\n\nChoose what it is about. Your neighbours can join you, and you will "
        "hear what becomes of it.\n\nThis is not an official appeal under the law. For that: {route}, or on paper to "
        "the akimat.",
        route=OFFICIAL_ROUTE,
    )
    return Screen(text, (*_go_on(_, begun), *_areas(_, 0), *to_menu(_)))


def _go_on(_: Words, begun: tuple[Report, ...]) -> Rows:
    return one_a_row(
        *(
            Button(_.plain("✏️ Go on: {what}", what=draft_name(_, one)), _to(one.issue.id, ReportStep.SAY))
            for one in begun
        )
    )


def draft_name(_: Words, one: Report) -> str:
    """What a report that is not sent is called in a list: how it begins, else what it is about."""
    words = " ".join(one.issue.text.split())[:40]
    return words or names.category(_, one.issue.category)


def areas(_: Words, report: Report) -> Screen:
    """The areas, for a report that was begun already."""
    back = one_a_row(Button(_.plain("‹ Back"), _to(report.issue.id, ReportStep.SAY)))
    return Screen(_("What is it about?"), (*_areas(_, report.issue.id), *back))


def _areas(_: Words, number: int) -> Rows:
    return one_a_row(*(Button(names.area(_, area), buttons.ChooseArea(issue=number, area=area)) for area in AREAS))


def categories(_: Words, area: Area, found: tuple[Category, ...], number: int) -> Screen:
    """What it can be about in an area."""
    chosen = [Button(names.category(_, one), buttons.ChooseCategory(issue=number, category=one.id)) for one in found]
    to = GoTo(screen="report_issue") if number == 0 else _to(number, ReportStep.AREAS)
    rows = (*in_columns(chosen, 2), *one_a_row(Button(_.plain("‹ Back"), to)))
    return Screen(_("<b>{area}</b>\nWhat is it about?", area=names.area(_, area)), rows)


def say(_: Words, report: Report) -> Screen:
    """What is awaited, and what is there already."""
    its = report.issue
    about = names.category(_, its.category)
    heading = _("<b>{okrug}</b> · {about}", okrug=report.okrug.names.in_(_.language), about=about)
    ask = _(
        "Write what is wrong, in your own words. You can also send photos, a voice message or the place, in any order; "
        "one of them is enough."
    )
    parts = (heading, ask, _recognised(_), _there(_, report))
    return Screen(Html(_PARAGRAPH.join(part for part in parts if part)), _say_rows(_, report))


def _recognised(_: Words) -> Html:
    return _(
        "⚠️ A voice can be recognised, and so can people and houses in a photo. Whoever may read this report will hear "
        "and see them too; neighbours, once the akimat has looked at them."
    )


def _there(_: Words, report: Report) -> Html:
    lines = _parts(_, report)
    if not lines:
        return Html("")
    there = _("What you have sent so far:")
    return Html("\n".join((there, *lines)))


def _parts(_: Words, report: Report) -> list[Html]:
    its = report.issue
    lines = []
    if its.text:
        lines.append(_("✍️ {words}", words=names.begins(its, WORDS_SHOWN)))
    if photos := report.count(Part.PHOTO):
        lines.append(_.many("📷 {number} photo", "📷 {number} photos", photos))
    if voices := report.count(Part.VOICE):
        lines.append(_.many("🎤 {number} voice message", "🎤 {number} voice messages", voices))
    if report.count(Part.PLACE):
        lines.append(_("📍 the place on the map"))
    return lines


def _say_rows(_: Words, report: Report) -> Rows:
    its = report.issue
    rows: list[tuple[Button, ...]] = []
    if its.category is None or its.category.retired:
        rows.append((Button(_.plain("❗ Choose what it is about"), _to(its.id, ReportStep.AREAS)),))
    elif report.says_something:
        rows.append((Button(_.plain("Next ›"), _to(its.id, ReportStep.PRIVACY)),))
    rows.extend(_take_out(_, report))
    if not report.count(Part.PLACE):
        rows.append((Button(_.plain("📍 Send the place"), _to(its.id, ReportStep.PLACE)),))
    rows.append((Button(_.plain("🗑 Throw it away"), _to(its.id, ReportStep.ASK_DISCARD)),))
    return (*rows, *to_menu(_))


def _take_out(_: Words, report: Report) -> Rows:
    called = {
        Part.WORDS: _.plain("✖️ Write it anew"),
        Part.PHOTO: _.plain("✖️ Without photos"),
        Part.VOICE: _.plain("✖️ Without voice"),
        Part.PLACE: _.plain("✖️ Without the place"),
    }
    there = [
        Button(text, buttons.ClearPart(issue=report.issue.id, part=part))
        for part, text in called.items()
        if report.count(part)
    ]
    return in_columns(there, 2)


def taken(_: Words, report: Report) -> Screen:
    """Something was added."""
    lines = [_("Taken."), _there(_, report), _("Send more, or press “Next”.")]
    if report.issue.category is None:
        lines[-1] = _("Send more, or choose what it is about.")
    return Screen(Html(_PARAGRAPH.join(line for line in lines if line)), _say_rows(_, report))


def not_taken(_: Words, report: Report, why: Html) -> Screen:
    """Something was not added, and why; what was sent before is kept."""
    lines = (why, _there(_, report))
    return Screen(Html(_PARAGRAPH.join(line for line in lines if line)), _say_rows(_, report))


def ask_place(_: Words) -> Screen:
    """How to send a place, with a keyboard that sends where one stands."""
    text = _(
        "Stand there and press the button below, or send any place on the map with 📎. Your neighbours will see it "
        "once the akimat has looked at it."
    )
    return Screen(text, keyboard=Keyboard(location=_.plain("📍 Send where I am"), cancel=_.plain("Cancel")))


def without_place(_: Words, report: Report) -> Screen:
    """No place after all."""
    return replace(say(_, report), first=_("All right, without the place."))


def place_taken(_: Words, report: Report) -> Screen:
    """The place was kept; one far from the okrug is asked about."""
    thanks = _("Thank you, I have the place.")
    if report.far is None:
        return replace(taken(_, report), first=thanks)
    text = _(
        "This place is {kilometres} km from {okrug}. Is it right?",
        kilometres=_.number(round(report.far)),
        okrug=report.okrug.names.in_(_.language),
    )
    number = report.issue.id
    rows = one_a_row(
        Button(_.plain("Yes, it is there"), _to(number, ReportStep.SAY)),
        Button(_.plain("No, take it out"), buttons.ClearPart(issue=number, part=Part.PLACE)),
    )
    return Screen(text, rows, first=thanks)


def choose_privacy(_: Words, report: Report) -> Screen:
    """Who shall see it."""
    text = _(
        "<b>Who may see it?</b>\n\n👥 Everybody in the okrug: neighbours can join you. They see it after a day, or "
        "sooner when the akimat has looked at it.\n🔒 Only the akim, the akim's assistants and project staff.\n🔐 Only "
        "project staff: for what concerns the akim.\n\nYour name stands nowhere unless you say so on the next page."
    )
    number = report.issue.id
    rows = one_a_row(
        *(Button(names.privacy(_, one), buttons.ChoosePrivacy(issue=number, privacy=one)) for one in Privacy),
        Button(_.plain("‹ Back"), _to(number, ReportStep.SAY)),
    )
    return Screen(text, rows)


def preview(_: Words, report: Report, name: str) -> Screen:
    """The report as others will see it; `name` is what would stand under it."""
    its = report.issue
    about = _("<b>{about}</b>", about=names.category(_, its.category))
    signed = _("👤 {name}", name=name) if its.name_shown else _("👤 Without a name: nobody sees who wrote it.")
    seen = _("Who sees it: {who}", who=names.privacy(_, its.privacy))
    official = _("Not an official appeal: that goes through {route}.", route=OFFICIAL_ROUTE)
    lines = [
        _("Please look once more:"),
        about,
        Html("\n".join(_parts(_, report))),
        Html(f"{signed}\n{seen}"),
        official,
    ]
    sign = _.plain("Take my name out") if its.name_shown else _.plain("Show my name: {name}", name=name)
    number = its.id
    rows = one_a_row(
        Button(_.plain("✅ Send"), buttons.SendReport(issue=number, version=its.version, sure=False)),
        Button(sign, buttons.SignReport(issue=number, on=not its.name_shown)),
        Button(_.plain("🔒 Who may see it"), _to(number, ReportStep.PRIVACY)),
        Button(_.plain("‹ Back to the words"), _to(number, ReportStep.SAY)),
    )
    return Screen(Html(_PARAGRAPH.join(line for line in lines if line)), rows)


def alike(_: Words, found: Alike) -> Screen:
    """Issues that may be the same, to be joined with a tap."""
    its = found.report.issue
    lines = [_("<b>Is it one of these?</b>\nJoin with a tap: what many say together is heard sooner.")]
    lines.extend(entry(_, row) for row in found.issues)
    joins = (
        Button(
            _.plain("🙋 Me too: {number}", number=names.number(_, row.okrug, row.issue.serial)),
            buttons.JoinIssue(report=its.id, issue=row.issue.id),
        )
        for row in found.issues
    )
    rows = one_a_row(
        *joins,
        Button(_.plain("➕ No, send mine"), buttons.SendReport(issue=its.id, version=its.version, sure=True)),
        Button(_.plain("‹ Back"), _to(its.id, ReportStep.PREVIEW)),
    )
    return Screen(Html(_PARAGRAPH.join(lines)), rows)


def entry(_: Words, row: Row) -> Html:
    """An issue in a list: number, how many share it, state, how it begins."""
    head = _(
        "<b>{number}</b> · 👥 {people} · {state}",
        number=names.number(_, row.okrug, row.issue.serial),
        people=_.number(row.supporters),
        state=names.state(_, row.issue.state),
    )
    about = escaped(names.category(_, row.issue.category))
    words = names.begins(row.issue, 110)
    return Html(f"{head}\n{about}: {words}" if words else f"{head}\n{about}")


def sent(_: Words, thread: Thread) -> Screen:
    """It has its number now."""
    its = thread.issue
    number = names.number(_, thread.okrug, its.serial)
    if its.privacy is Privacy.STAFF:
        seen = _("Only project staff see it.")
    elif its.privacy is Privacy.AKIM:
        seen = _("Only the akim and project staff see it.")
    else:
        seen = _(
            "The akimat sees it at once, neighbours after a day, or sooner when it was looked at; photos and voice "
            "only then."
        )
    text = _(
        "Sent. Its number: <b>{number}</b>\n\n{seen}\n\nI will tell you of every step. This is not an official appeal: "
        "that goes through {route}.",
        number=number,
        seen=seen,
        route=OFFICIAL_ROUTE,
    )
    rows = one_a_row(
        Button(_.plain("📋 Copy the number"), copies=number),
        Button(_.plain("Open it"), buttons.ShowIssue(issue=its.id)),
        Button(_.plain("📋 Problems of my okrug"), GoTo(screen="issues")),
    )
    return Screen(text, (*rows, *to_menu(_)))


def joined(_: Words, thread: Thread) -> Screen:
    """The own report went into another's."""
    number = names.number(_, thread.okrug, thread.issue.serial)
    text = _.many(
        "You have joined: <b>{issue}</b>. {number} person says so now. I will tell you of every step.",
        "You have joined: <b>{issue}</b>. {number} people say so now. I will tell you of every step.",
        thread.supporters,
        issue=number,
    )
    rows = one_a_row(Button(_.plain("Open it"), buttons.ShowIssue(issue=thread.issue.id)))
    return Screen(text, (*rows, *to_menu(_)))


def ask_discard(_: Words, report: Report) -> Screen:
    """Whether to throw it away."""
    number = report.issue.id
    rows = one_a_row(
        Button(_.plain("🗑 Yes, throw it away"), _to(number, ReportStep.DISCARD)),
        Button(_.plain("‹ No, go on"), _to(number, ReportStep.SAY)),
    )
    return Screen(_("Throw away what you have written and sent for this report? It cannot be brought back."), rows)


def discarded(_: Words) -> Screen:
    """It is gone."""
    return Screen(_("It is thrown away. Nobody saw it."), to_menu(_))


def moved(_: Words, okrug: Territory) -> str:
    """The person lives elsewhere by now, and so the report would be of another okrug."""
    return _.plain("You live in another okrug now: {okrug}. Please look once more.", okrug=okrug.names.in_(_.language))


def _to(number: int, step: ReportStep) -> buttons.OpenReport:
    return buttons.OpenReport(issue=number, step=step)
