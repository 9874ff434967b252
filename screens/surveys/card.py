"""A survey as who looks after it sees it, and their lists."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from domain.audiences import RuleKind
from domain.links import Link, LinkKind, link_url
from domain.roles import Grant, Role
from domain.surveys.keying import takes_late
from domain.surveys.survey import Listed, Survey, SurveyState, SurveyView
from domain.territories import Territory
from screens import buttons, names
from screens.home import to_menu
from screens.screen import Button, Rows, Screen, one_a_row
from screens.surveys import buttons as own
from screens.surveys import editing_buttons as making
from screens.surveys import names as speech
from screens.surveys import paper_buttons as paper
from screens.surveys import result_buttons as to
from screens.surveys.buttons import SurveyDeed, SurveySide
from texts import Html, Words

ROLES_SHOWN, LIVE_SHOWN = 6, 20
_OFFICE = frozenset({Role.STAFF, Role.ADMINISTRATOR})


def board(
    _: Words,
    drafts: Sequence[Listed],
    opened: Sequence[Listed],
    roles: Sequence[tuple[Grant, Territory | None]],
    page: int,
    *,
    more: bool,
) -> Screen:
    """One's drafts, what was opened, and a new one under each role."""
    lines = [_("<b>Surveys that you look after</b>")]
    if not drafts and not opened:
        lines.append(_("There is none yet. A survey asks many people the same questions and counts the answers."))
    rows = [_line(_, "✏️", one) for one in drafts] + [_line(_, _mark(one.survey), one) for one in opened]
    if page == 0:
        for grant, territory in roles[:ROLES_SHOWN]:
            rows += _new(_, grant, territory, only=len(roles) == 1)
        if any(grant.role in _OFFICE for grant, _territory in roles):
            rows.append(Button(_.plain("👪 How many people live where"), buttons.GoTo(screen="population")))
    turn = [
        Button(text, own.ListSurveys(page=to))
        for text, to, there in (("«", page - 1, page > 0), ("»", page + 1, more))
        if there
    ]
    return Screen(Html("\n\n".join(lines)), (*one_a_row(*rows), *((tuple(turn),) if turn else ()), *to_menu(_)))


def _mark(survey: Survey) -> str:
    return {SurveyState.PLANNED: "🕗", SurveyState.OPEN: "🟢", SurveyState.CLOSED: "🏁"}.get(survey.state, "✖️")


def _line(_: Words, mark: str, one: Listed) -> Button:
    return Button(f"{mark} {speech.title(_, one.survey)}"[:60], own.ShowSurvey(survey=one.survey.id))


def _new(_: Words, grant: Grant, territory: Territory | None, *, only: bool) -> list[Button]:
    survey, poll = _.plain("➕ New survey"), _.plain("⚡ One question")
    held = "" if only else f": {names.held(_, grant, territory)}"
    return [
        Button(f"{poll}{held}"[:60], making.NewPoll(grant=grant.id)),
        Button(f"{survey}{held}"[:60], own.NewSurvey(grant=grant.id)),
    ]


def card(_: Words, view: SurveyView, now: datetime, zone: tzinfo) -> Screen:
    """One survey, whatever its state."""
    survey = view.survey
    if survey.state is SurveyState.DRAFT:
        return _draft(_, view, now, zone)
    lines = [speech.heading(_, survey), speech.state(_, survey, now, zone), _summary(_, view)]
    if survey.state is SurveyState.OPEN:
        lines.append(live(_, view))
    rows: list[Button] = []
    closing = survey.closing(now)
    if survey.state is SurveyState.PLANNED:
        rows.append(_deed(_, view, _.plain("↩️ Make it a draft again"), SurveyDeed.TAKE_BACK))
    if survey.state is SurveyState.OPEN and not closing:
        rows.append(_side(_, view, _.plain("🔗 Link of the survey"), SurveySide.LINK))
        rows.append(Button(_.plain("✏️ Correct the words"), making.QuestionsOf(survey=survey.id, page=0)))
        unfinished = buttons.NewAnnouncementFor(kind=RuleKind.SURVEY_DONE, number=survey.id)
        rows.append(Button(_.plain("📣 Write to who has not answered"), unfinished))
        rows.append(_side(_, view, _.plain("🗓 Close at another time"), SurveySide.CLOSES))
        rows.append(_deed(_, view, _.plain("🏁 Close it now"), SurveyDeed.ASK_CLOSE))
    if survey.state is SurveyState.CLOSED:
        rows.append(Button(_.plain("📊 Results"), to.ShowResults(survey=survey.id)))
    if survey.state is SurveyState.OPEN or takes_late(survey, now):
        text = _.plain("📄 Paper, telephone, meetings")
        rows.append(Button(text, paper.OpenPaper(survey=survey.id, side=paper.PaperSide.DESK)))
    if not survey.over and not closing:
        rows.append(_deed(_, view, _.plain("✖️ Call it off"), SurveyDeed.ASK_CALL_OFF))
    return Screen(Html("\n\n".join(lines)), (*one_a_row(*rows), *_home(_)))


def _draft(_: Words, view: SurveyView, now: datetime, zone: tzinfo) -> Screen:
    survey = view.survey
    lines = [speech.heading(_, survey), speech.state(_, survey, now, zone), _summary(_, view), _dates(_, survey, zone)]
    if view.missing:
        lines.append(_("Still missing: {parts}.", parts="; ".join(speech.part(_, part) for part in view.missing)))
    languages = [
        Button(f"🏷 {names.LANGUAGE_NAMES[code]}", own.SayOfSurvey(survey=survey.id, part="title", language=code))
        for code in ("kk", "ru")
    ]
    about = [
        Button(
            _.plain("Why: {language}", language=names.LANGUAGE_NAMES[code]),
            own.SayOfSurvey(survey=survey.id, part="about", language=code),
        )
        for code in ("kk", "ru")
    ]
    questions = Button(_.plain("❓ Questions"), making.QuestionsOf(survey=survey.id, page=0))
    rows: list[tuple[Button, ...]] = [
        (questions,),
        tuple(languages),
        tuple(about),
        (
            _side(_, view, _.plain("👥 Whom it asks"), SurveySide.WHO),
            _side(_, view, _.plain("🙈 Named or not"), SurveySide.NAMED),
        ),
        (
            _side(_, view, _.plain("▶️ Opens"), SurveySide.OPENS),
            _side(_, view, _.plain("🏁 Closes"), SurveySide.CLOSES),
        ),
        (_side(_, view, _.plain("⚙️ More"), SurveySide.MORE),),
    ]
    if view.questions:
        rows.append((Button(_.plain("🧪 Try it yourself"), own.BeginSurvey(survey=survey.id, code="")),))
    rows.append((_side(_, view, _.plain("✅ Look over and open"), SurveySide.CHECK),))
    rows.append((_deed(_, view, _.plain("🗑 Throw it away"), SurveyDeed.ASK_CALL_OFF),))
    return Screen(Html("\n\n".join(lines)), (*rows, *_home(_)))


def _summary(_: Words, view: SurveyView) -> Html:
    survey = view.survey
    people = _.number(view.people) if view.exact or view.people >= _SMALL else _.plain("fewer than 5")
    return _(
        "Questions: {questions}\nAsks: {whom}\nPeople: {people}\nHow: {how}",
        questions=_.number(view.questions),
        whom=speech.audience(_, survey.audience, view.named),
        people=people,
        how=speech.asks_by_name(_, survey),
    )


_SMALL = 5


def _dates(_: Words, survey: Survey, zone: tzinfo) -> Html:
    opens = _.plain("as soon as you confirm") if survey.opens_at is None else _.moment(survey.opens_at, zone)
    return _("Opens: {opens}\nCloses: {closes}", opens=opens, closes=speech.moment(_, survey.closes_at, zone))


def live(_: Words, view: SurveyView) -> Html:
    """How many finished so far, in steps, so that no step tells of one person."""
    if not any(one.finished for one in view.live):
        return _("Fewer than 5 have finished so far.")
    lines = [_("Finished so far, in steps of 5:")]
    for one in view.live[:LIVE_SHOWN]:
        where = speech.people(_, one.territory, one.sex, one.age)
        if one.target is None:
            lines.append(_("{where}: {number}", where=where, number=_.number(one.finished)))
        else:
            reached, target = _.number(one.finished), _.number(one.target)
            lines.append(_("{where}: {number} of {target}", where=where, number=reached, target=target))
    return Html("\n".join(lines))


def link(_: Words, view: SurveyView) -> Screen:
    """The survey's link, to be put where people read it."""
    survey = view.survey
    if view.bot_username is None:
        return Screen(_("The bot does not know its own address yet. Please try again in a minute."), _to(_, view))
    address = link_url(view.bot_username, Link(LinkKind.SURVEY, survey.code))
    text = _("The link of this survey:\n\n{address}\n\n", address=address)
    whom = (
        _("Everybody who opens it may answer, whether they are asked or not.")
        if survey.options.open_link
        else _("Only those whom the survey asks may answer it.")
    )
    rows = (*one_a_row(Button(_.plain("📋 Copy the link"), copies=address)), *_to(_, view))
    return Screen(Html(f"{speech.heading(_, survey)}\n\n{text}{whom}"), rows)


def check(_: Words, view: SurveyView, zone: tzinfo) -> Screen:
    """Everything at one look before it opens."""
    survey = view.survey
    lines = [speech.heading(_, survey), _summary(_, view), _dates(_, survey, zone)]
    if view.missing:
        lines.append(_("Still missing: {parts}.", parts="; ".join(speech.part(_, part) for part in view.missing)))
        lines.extend(_where(_, view))
        return Screen(Html("\n\n".join(lines)), _to(_, view))
    lines.append(
        _("With each answer these are kept: {kept}.", kept=speech.kept_all(_, survey))
        if survey.options.keeps
        else _("Nothing of who answers is kept with the answers.")
    )
    if survey.options.targets:
        lines.append(_("Answers wanted: {wanted}", wanted=speech.wanted(_, survey.options.targets, view.named)))
    lines.append(_("Your trial answers are erased. From the first answer on the questions stay as they are."))
    sure = _deed(_, view, _.plain("✅ Open the survey"), SurveyDeed.OPEN)
    return Screen(Html("\n\n".join(lines)), (*one_a_row(sure), *_to(_, view)))


def _where(_: Words, view: SurveyView) -> list[Html]:
    found = []
    if view.untranslated:
        found.append(_("Not in both languages: {names}", names=", ".join(view.untranslated[:20])))
    if view.named_only:
        found.append(_("Only with names: {names}", names=", ".join(view.named_only[:20])))
    return found


def sure(_: Words, view: SurveyView, deed: SurveyDeed) -> Screen:
    """Ask once before something that cannot be undone."""
    survey = view.survey
    if deed is SurveyDeed.CLOSE:
        text = _(
            "Close this survey now? It cannot be opened again. What is answered in the next ten minutes is still "
            "taken, then nothing more."
        )
        button = _deed(_, view, _.plain("🏁 Close for good"), deed)
    elif survey.state is SurveyState.DRAFT:
        text = _("Throw this draft away with all its questions?")
        button = _deed(_, view, _.plain("🗑 Throw away for good"), deed)
    else:
        text = _("Call this survey off? All answers given so far are erased. It cannot be undone.")
        button = _deed(_, view, _.plain("✖️ Call off and erase"), deed)
    return Screen(Html(f"{speech.heading(_, survey)}\n\n{text}"), (*one_a_row(button), *_to(_, view)))


def ended(_: Words, survey: Survey) -> Screen:
    """A survey is over: for its author."""
    text = _("🏁 Your survey has closed: <b>{title}</b>", title=speech.title(_, survey))
    rows = one_a_row(Button(_.plain("📊 Look at it"), own.ShowSurvey(survey=survey.id)))
    return Screen(text, rows)


def moved(_: Words, survey: Survey) -> Screen:
    """The end of a survey was slept through: for its author."""
    text = _(
        "⏳ I could receive nothing when your survey was to close: <b>{title}</b>\n\n"
        "So that nobody loses their answer, it stays open a little longer and then closes by itself.",
        title=speech.title(_, survey),
    )
    return Screen(text, one_a_row(Button(_.plain("📊 Look at it"), own.ShowSurvey(survey=survey.id))))


def ended_line(_: Words, survey: Survey) -> Html:
    """The same in one line."""
    return _("🏁 Your survey has closed: {title}", title=speech.title(_, survey))


def moved_line(_: Words, survey: Survey) -> Html:
    """That the end was moved, in one line."""
    return _("⏳ Your survey closes a little later: {title}", title=speech.title(_, survey))


def _side(_: Words, view: SurveyView, text: str, side: SurveySide) -> Button:
    return Button(text, own.OpenSide(survey=view.survey.id, side=side))


def _deed(_: Words, view: SurveyView, text: str, deed: SurveyDeed) -> Button:
    return Button(text, own.DoSurvey(survey=view.survey.id, version=view.survey.version, deed=deed))


def _to(_: Words, view: SurveyView) -> Rows:
    return one_a_row(Button(_.plain("‹ Back"), own.ShowSurvey(survey=view.survey.id)))


def _home(_: Words) -> Rows:
    return (
        (
            Button(_.plain("‹ Back"), own.ListSurveys(page=0)),
            Button(_.plain("🏠 Menu"), buttons.GoTo(screen="menu")),
        ),
    )
