"""What is said before the first question and after the last, and the lists of who answers."""

from datetime import tzinfo

from domain.people import AgeBand, Sex
from domain.surveys.sessions import Seat, Stage
from domain.surveys.survey import Offer, OfferList, Progress, Survey, SurveyState, Told
from domain.topics import Topic
from screens import buttons, names
from screens.home import to_menu
from screens.screen import Button, Rows, Screen, one_a_row
from screens.surveys import buttons as own
from screens.surveys import names as speech
from screens.surveys import result_buttons as to
from texts import Html, Words, escaped


def listing(_: Words, offers: OfferList, zone: tzinfo) -> Screen:
    """The surveys that concern the person: begun, to be answered, answered."""
    lines = [_("<b>Surveys for you</b>")]
    rows: list[Button] = []
    for heading, mark, found in (
        (_("Begun:"), "▶️", offers.begun),
        (_("To be answered:"), "📝", offers.open),
        (_("Answered, thank you:"), "✔️", offers.done),
    ):
        if found:
            lines.append(Html("\n".join((heading, *(_in_list(_, one.survey, zone) for one in found)))))
            rows += [_offer(_, mark, one) for one in found]
    if not rows:
        lines.append(_("There is none for you now. When there is one, I will tell you."))
    if offers.may_read:
        rows.append(Button(_.plain("📊 Results of surveys"), buttons.GoTo(screen="survey_results")))
    if offers.may_make:
        rows.append(Button(_.plain("🗂 Surveys that I look after"), buttons.GoTo(screen="make_survey")))
    return Screen(Html("\n\n".join(lines)), (*one_a_row(*rows), *to_menu(_)))


def _offer(_: Words, mark: str, one: Offer) -> Button:
    survey = one.survey
    if survey.state is SurveyState.CLOSED and survey.options.results and one.progress is Progress.FINISHED:
        return Button(f"📊 {speech.title(_, survey)}"[:60], to.ShowResults(survey=survey.id))
    return Button(f"{mark} {speech.title(_, survey)}"[:60], own.AboutSurvey(survey=survey.id, code=""))


def _in_list(_: Words, survey: Survey, zone: tzinfo) -> Html:
    if survey.over:
        return _("• {title}", title=speech.title(_, survey))
    until = speech.moment(_, survey.closes_at, zone)
    return _("• {title}\nUntil: {until}", title=speech.title(_, survey), until=until)


def before(_: Words, seat: Seat, zone: tzinfo) -> Screen:
    """What is said before the first question."""
    survey = seat.survey
    lines = [_trial(_, seat), speech.heading(_, survey)]
    if survey.about is not None:
        lines.append(escaped(speech.said(_, survey, survey.about)))
    lines.append(
        _(
            "Asks: {who}\nQuestions: {questions}\nOpen until: {until}",
            who=speech.who_asks(_, survey.author_role, seat.territory),
            questions=_.number(seat.questions),
            until=speech.moment(_, survey.closes_at, zone),
        )
    )
    lines.append(_secrecy(_, survey))
    if survey.options.keeps:
        lines.append(_("Kept beside your answers: {kept}.", kept=speech.kept_all(_, survey)))
    lines.append(
        _(
            "You can stop at any time and go on later, and change your answers until it closes. "
            "What is not finished by then is not counted."
        )
    )
    begin = Button(_.plain("▶️ Begin"), own.BeginSurvey(survey=survey.id, code=seat.code))
    decline = Button(_.plain("Not for me"), own.DeclineSurvey(survey=survey.id, code=seat.code))
    rows = one_a_row(begin) if seat.trial else one_a_row(begin, decline)
    return Screen(_joined(lines), (*rows, *_home(_, seat)))


def _secrecy(_: Words, survey: Survey) -> Html:
    if not survey.anonymous:
        return _(
            "👤 <b>With names.</b> The project's staff can see who said what. The akim and the committee see "
            "numbers, and answers in words without names that the staff let through."
        )
    return _(
        "🙈 <b>Anonymous.</b> It is known that you took part, not what you said. Until the survey closes, whoever "
        "holds the server and its key could join the two, in old backups too. Then the key is destroyed, and nobody "
        "can. Who is the only one of their kind who answers could still be guessed. "
        "What stands in this chat is yours to delete."
    )


def sex(_: Words, seat: Seat) -> Screen:
    """Ask for the sex, once."""
    rows = [Button(names.sex(_, one), own.SurveySex(survey=seat.survey.id, sex=one, code=seat.code)) for one in Sex]
    return Screen(_joined([speech.heading(_, seat.survey), _once(_), _("Are you a woman or a man?")]), one_a_row(*rows))


def age(_: Words, seat: Seat) -> Screen:
    """Ask for the age band, once."""
    bands = [
        Button(names.age(_, one), own.SurveyAge(survey=seat.survey.id, age=one, code=seat.code)) for one in AgeBand
    ]
    *told, skipped = bands
    rows = (*(tuple(told[at : at + 2]) for at in range(0, len(told), 2)), (skipped,))
    return Screen(_joined([speech.heading(_, seat.survey), _once(_), _("How old are you?")]), rows)


def _once(_: Words) -> Html:
    return _("Before the first question. I ask this only once; it helps to see whether everybody was heard.")


def thanks(_: Words, seat: Seat, zone: tzinfo, *, is_open: bool) -> Screen:
    """It is finished."""
    survey = seat.survey
    lines = [_trial(_, seat), speech.heading(_, survey)]
    if seat.trial:
        lines.append(_("That was the last question. Your trial is not counted, and is erased when the survey opens."))
    else:
        lines.append(_("✅ Thank you! Your answers are counted."))
    if is_open and not seat.trial:
        lines.append(_("You can change them until: {until}", until=speech.moment(_, survey.closes_at, zone)))
    is_over = survey.state is SurveyState.CLOSED
    rows: list[Button] = []
    if is_over:
        lines.append(_("The survey is over."))
    if survey.options.results and not seat.trial:
        if is_over:
            rows.append(Button(_.plain("📊 All results"), to.ShowResults(survey=survey.id)))
        else:
            lines.append(_("When it is over, I will tell you what came out."))
    if is_open:
        text = _.plain("🔍 Look at my answers")
        rows.append(Button(text, own.ReviewAnswers(survey=survey.id, page=0)))
    return Screen(_joined(lines), (*one_a_row(*rows), *_home(_, seat)))


def ended(_: Words, seat: Seat) -> Screen:
    """Nothing is asked, and why."""
    texts = {
        Stage.FULL: _("Thank you! There are enough answers from people like you already, so I ask no further."),
        Stage.MINOR: _("Thank you! This survey is only for people of 18 and over."),
        Stage.DECLINED: _("All right. I will not remind you. If you change your mind, it is in the list of surveys."),
        Stage.OVER: _("This survey is closed: no more answers are taken. What you had finished is counted."),
    }
    text = texts[seat.stage]
    if seat.survey.state is SurveyState.CANCELLED:
        text = _("This survey was called off. What was answered is erased, and nothing more is asked.")
    return Screen(_joined([_trial(_, seat), speech.heading(_, seat.survey), text]), _home(_, seat))


def stopped(_: Words, seat: Seat, zone: tzinfo) -> Screen:
    """Everything said so far is kept."""
    text = _(
        "⏸ What you answered is kept. Go on whenever you like, until: {until}",
        until=speech.moment(_, seat.survey.closes_at, zone),
    )
    go_on = Button(_.plain("▶️ Go on"), own.AboutSurvey(survey=seat.survey.id, code=""))
    return Screen(
        _joined([_trial(_, seat), speech.heading(_, seat.survey), text]), (*one_a_row(go_on), *_home(_, seat))
    )


def _trial(_: Words, seat: Seat) -> Html:
    return _("🧪 Your trial") if seat.trial else Html("")


def _joined(lines: list[Html]) -> Html:
    return Html("\n\n".join(line for line in lines if line))


def _home(_: Words, seat: Seat) -> Rows:
    if seat.trial:
        return one_a_row(Button(_.plain("‹ Back"), own.ShowSurvey(survey=seat.survey.id)))
    return to_menu(_)


# What comes unasked


def opened(_: Words, told: Told, zone: tzinfo) -> Screen:
    """A survey opened for the reader."""
    survey = told.survey
    text = _(
        "📝 You are asked: <b>{title}</b>\n\nAsks: {who}\nQuestions: {questions}, {how}\nOpen until: {until}",
        title=speech.title(_, survey),
        who=speech.who_asks(_, survey.author_role, told.territory),
        questions=_.number(told.questions),
        how=speech.asks_by_name(_, survey),
        until=speech.moment(_, survey.closes_at, zone),
    )
    return Screen(text, _unasked(_, survey))


def reminder(_: Words, told: Told, zone: tzinfo) -> Screen:
    """A survey closes soon, and the reader has not finished it."""
    text = _(
        "⏳ This survey closes soon: <b>{title}</b>\n\nYour answer is still missing. Open until: {until}",
        title=speech.title(_, told.survey),
        until=speech.moment(_, told.survey.closes_at, zone),
    )
    return Screen(text, _unasked(_, told.survey))


def called_off(_: Words, told: Told) -> Screen:
    """A survey that the reader began or finished was called off."""
    survey = told.survey
    text = _(
        "✖️ This survey was called off: <b>{title}</b>\n\nWhat you answered is erased; nobody counts it. "
        "You need do nothing more. It was asked by: {who}",
        title=speech.title(_, survey),
        who=speech.who_asks(_, survey.author_role, told.territory),
    )
    return Screen(text, one_a_row(Button(_.plain("Fewer of these"), buttons.ShowTopic(topic=Topic.SURVEYS))))


def called_off_line(_: Words, told: Told) -> Html:
    """The same in one line."""
    return _("✖️ {title}: called off, your answers are erased", title=speech.title(_, told.survey))


def unfinished(_: Words, survey: Survey) -> Screen:
    """A survey has ended in whose midst the reader was."""
    text = _(
        "🏁 This survey has ended: <b>{title}</b>\n\nYou had not finished it, so what you answered is not counted; "
        "it is erased.",
        title=speech.title(_, survey),
    )
    return Screen(text, one_a_row(Button(_.plain("Fewer of these"), buttons.ShowTopic(topic=Topic.SURVEYS))))


def unfinished_line(_: Words, survey: Survey) -> Html:
    """The same in one line."""
    return _("🏁 {title}: ended; what you had begun is not counted", title=speech.title(_, survey))


def in_digest(_: Words, told: Told, zone: tzinfo) -> Html:
    """The same in one line."""
    until = speech.moment(_, told.survey.closes_at, zone)
    return _("📝 {title}: open until {until}", title=speech.title(_, told.survey), until=until)


def _unasked(_: Words, survey: Survey) -> Rows:
    return one_a_row(
        Button(_.plain("📝 Read more and answer"), own.AboutSurvey(survey=survey.id, code="")),
        Button(_.plain("Not for me"), own.DeclineSurvey(survey=survey.id, code="")),
        Button(_.plain("Fewer of these"), buttons.ShowTopic(topic=Topic.SURVEYS)),
    )
