"""The sides of a survey that is being made: whom it asks, named or not, when, and what else can be chosen."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta, tzinfo
from itertools import combinations

from domain.audiences import Rule, RuleKind
from domain.languages import LANGUAGES, Language
from domain.surveys.forms import Form, Question
from domain.surveys.sessions import ALOUD, PICTURE
from domain.surveys.survey import (
    LONGEST_ABOUT,
    LONGEST_TITLE,
    REMINDER_CHOICES,
    Kept,
    SurveyState,
    SurveyView,
)
from domain.surveys.translations import BOTH
from domain.territories import Branch, Level, Territory
from screens import names
from screens.screen import Button, Rows, Screen, in_columns, one_a_row
from screens.surveys import buttons as own
from screens.surveys import names as speech
from screens.surveys.buttons import SurveyDeed, SurveyOption, SurveySide
from screens.surveys.crossed_buttons import ShowCrossed
from texts import Html, Words, escaped

PAGE, MOST_VILLAGES = 20, 80
MOST_ALOUD, SHORT_LABEL, LONGEST_READ = 40, 80, 1500
EVENING, MORNING = time(20), time(9)
_CLOSING_DAYS, _OPENING_DAYS = (3, 7, 14, 30), (1, 2, 3, 7)


def named(_: Words, view: SurveyView) -> Screen:
    """Whether it is known who said what."""
    text = _(
        "<b>Anonymous</b>: it is known who took part, not what they said. Until it closes, who holds the server and "
        "its key could join the two; then the key is destroyed. Voice, photos and places cannot be asked.\n\n"
        "<b>With names</b>: the project's staff can see who said what. Voice, photos and places can be asked.\n\n"
        "This cannot be changed once the survey is open."
    )
    rows = [
        _switch(view, SurveyOption.ANONYMOUS, "", _.plain("🙈 Anonymous"), chosen=view.survey.anonymous, on=True),
        _switch(view, SurveyOption.ANONYMOUS, "", _.plain("👤 With names"), chosen=not view.survey.anonymous, on=False),
    ]
    return Screen(_under(_, view, text), (*one_a_row(*rows), *_back(_, view)))


def who(_: Words, view: SurveyView) -> Screen:
    """Whom it asks."""
    survey = view.survey
    whom = speech.audience(_, survey.audience, view.named)
    people = _.number(view.people) if view.exact or view.people >= 5 else _.plain("fewer than 5")
    text = _("Asks now: {whom}\nPeople: {people}", whom=whom, people=people)
    rows: list[Button] = []
    if survey.place is not None:
        rows.append(_deed(view, _.plain("🏘 Everybody here"), SurveyDeed.EVERYBODY))
        rows.append(_deed(view, _.plain("🧑‍🤝‍🧑 Committee and groups only"), SurveyDeed.MEMBERS))
    if view.territory is not None and view.territory.level is Level.OKRUG:
        rows.append(_side(view, _.plain("Some villages only"), SurveySide.VILLAGES))
    else:
        code = "" if survey.place is None else survey.place.code
        rows.append(Button(_.plain("🗺 Choose territories"), own.SurveyTree(survey=survey.id, code=code, page=0)))
    rows.append(_side(view, _.plain("Some languages only"), SurveySide.LANGUAGES))
    link = survey.options.open_link
    rows.append(_switch(view, SurveyOption.LINK, "", _.plain("Everybody with the link too"), chosen=link, on=not link))
    return Screen(_under(_, view, text), (*one_a_row(*rows), *_back(_, view)))


def villages(_: Words, view: SurveyView, found: Sequence[Territory]) -> Screen:
    """Only who named one of some villages as theirs."""
    in_order = sorted(found, key=lambda village: _.order(village.names.in_(_.language)))[:MOST_VILLAGES]
    chosen = [_rule(view, RuleKind.VILLAGE, one.code, one.names.in_(_.language)) for one in in_order]
    text = _("Asks only who named one of these villages as theirs. None chosen: the whole okrug.")
    return Screen(_under(_, view, text), (*in_columns(chosen, 2), *_back(_, view, SurveySide.WHO)))


def languages(_: Words, view: SurveyView) -> Screen:
    """Only who reads some languages."""
    chosen = [_rule(view, RuleKind.LANGUAGE, code, names.LANGUAGE_NAMES[code]) for code in LANGUAGES]
    text = _("Asks only who reads these languages. None chosen: everybody.")
    return Screen(_under(_, view, text), (*one_a_row(*chosen), *_back(_, view, SurveySide.WHO)))


def tree(_: Words, view: SurveyView, branch: Branch, page: int) -> Screen:
    """A part of the tree in which its territories are chosen."""
    survey = view.survey
    here = branch.chain[-1] if branch.chain else None
    children = sorted(branch.children, key=lambda child: _.order(child.names.in_(_.language)))
    rows: list[tuple[Button, ...]] = []
    if here is not None:
        whole = _.plain("All of {name}", name=here.names.in_(_.language))
        rows.append((_rule(view, RuleKind.TERRITORY, here.code, whole),))
    for child in children[page * PAGE : (page + 1) * PAGE]:
        row = [_rule(view, RuleKind.TERRITORY, child.code, child.names.in_(_.language))]
        if child.level is not Level.OKRUG:
            row.append(Button("›", own.SurveyTree(survey=survey.id, code=child.code, page=0)))
        rows.append(tuple(row))
    code = "" if here is None else here.code
    last = max(len(children) - 1, 0) // PAGE
    turn = [
        Button(text, own.SurveyTree(survey=survey.id, code=code, page=to))
        for text, to in (("«", page - 1), ("»", page + 1))
        if 0 <= to <= last
    ]
    if turn:
        rows.append(tuple(turn))
    if branch.above is not None:
        rows.append((Button(_.plain("‹ Up"), own.SurveyTree(survey=survey.id, code=branch.above, page=0)),))
    text = _("Press the territories that it asks.")
    ready = (Button(_.plain("✅ Ready"), own.OpenSide(survey=survey.id, side=SurveySide.WHO)),)
    return Screen(_under(_, view, text), (*rows, ready))


def closes(_: Words, view: SurveyView, now: datetime, zone: tzinfo, trouble: str | None = None) -> Screen:
    """Until when it is open."""
    survey = view.survey
    told = survey.state is SurveyState.OPEN
    text = _(
        "Closes now: {when}\n\nChoose below, or write a day and an hour, for example: {example}",
        when=speech.moment(_, survey.closes_at, zone),
        example=_example(now, EVENING, zone),
    )
    if told:
        more = _("Who has not finished is reminded before the new time.")
        text = Html(f"{text}\n\n{more}")
    begin = max(now, survey.opens_at or now)
    moments = [_at(begin, days, EVENING, zone) for days in _CLOSING_DAYS]
    rows = [
        Button(_.moment(at, zone), own.SurveyCloses(survey=survey.id, version=survey.version, at=_minutes(at)))
        for at in moments
    ]
    return Screen(_with_trouble(_under(_, view, text), trouble), (*one_a_row(*rows), *_back(_, view)))


def opens(_: Words, view: SurveyView, now: datetime, zone: tzinfo, trouble: str | None = None) -> Screen:
    """From when it is open."""
    survey = view.survey
    opens_at = _.plain("as soon as you confirm") if survey.opens_at is None else _.moment(survey.opens_at, zone)
    text = _(
        "Opens now: {when}\n\nChoose below, or write a day and an hour, for example: {example}",
        when=opens_at,
        example=_example(now, MORNING, zone),
    )
    rows = [Button(_.plain("As soon as I confirm"), own.SurveyOpens(survey=survey.id, version=survey.version, at=0))]
    for days in _OPENING_DAYS:
        at = _at(now, days, MORNING, zone)
        does = own.SurveyOpens(survey=survey.id, version=survey.version, at=_minutes(at))
        rows.append(Button(_.moment(at, zone), does))
    return Screen(_with_trouble(_under(_, view, text), trouble), (*one_a_row(*rows), *_back(_, view)))


def _example(now: datetime, clock: time, zone: tzinfo) -> str:
    return f"{_at(now, 7, clock, zone):%d.%m %H:%M}"


def _at(now: datetime, days: int, clock: time, zone: tzinfo) -> datetime:
    return datetime.combine(now.astimezone(zone).date() + timedelta(days=days), clock, zone)


def _minutes(at: datetime) -> int:
    return int(at.timestamp()) // 60


def more(_: Words, view: SurveyView) -> Screen:
    """What else can be chosen."""
    options = view.survey.options
    text = _(
        "Kept with each answer: {kept}\nAnswers wanted: {wanted}",
        kept=speech.kept_all(_, view.survey) or "—",
        wanted=speech.wanted(_, options.targets, view.named),
    )
    rows = [
        _switch(
            view,
            SurveyOption.RESULTS,
            "",
            _.plain("Results go to who answered"),
            chosen=options.results,
            on=not options.results,
        ),
        _switch(
            view,
            SurveyOption.MINORS,
            "",
            _.plain("Asks under 18 too"),
            chosen=options.minors,
            on=not options.minors,
        ),
        *(
            _switch(
                view,
                SurveyOption.ONE_LANGUAGE,
                code,
                _.plain("Only in one language: {language}", language=names.LANGUAGE_NAMES[code]),
                chosen=options.one_language == code,
                on=options.one_language != code,
            )
            for code in ("kk", "ru")
        ),
        _side(view, _.plain("🎤 Read the questions aloud"), SurveySide.ALOUD),
        _side(view, _.plain("What is kept of who answers"), SurveySide.KEEPS),
        _side(view, _.plain("🔀 Pairs in the results"), SurveySide.CROSSES),
        _side(view, _.plain("🔔 Reminders"), SurveySide.REMIND),
        _side(view, _.plain("🎯 How many answers are wanted"), SurveySide.TARGET),
    ]
    return Screen(_under(_, view, text), (*one_a_row(*rows), *_back(_, view)))


def keeps(_: Words, view: SurveyView) -> Screen:
    """What is copied from the profile of who answers."""
    chosen = view.survey.options.keeps
    rows = [
        _switch(view, SurveyOption.KEEPS, one.value, speech.kept(_, one), chosen=one in chosen, on=one not in chosen)
        for one in Kept
    ]
    text = _(
        "What is kept of a person beside their answers, so that results can be shown by it. "
        "The less you keep, the harder it is to guess who somebody is."
    )
    return Screen(_under(_, view, text), (*one_a_row(*rows), *_back(_, view, SurveySide.MORE)))


def crosses(_: Words, view: SurveyView) -> Screen:
    """By which pairs results are shown besides the single ones: declared before it opens."""
    options = view.survey.options
    rows = [
        _switch(
            view,
            SurveyOption.CROSS,
            f"{one.value}.{other.value}",
            f"{speech.kept(_, one)} × {speech.kept(_, other)}",
            chosen=(one, other) in options.crosses,
            on=(one, other) not in options.crosses,
        )
        for one, other in combinations(options.keeps, 2)
    ]
    text = _(
        "Results are shown by each of what is kept. Choose the pairs by which they are shown too: "
        "this can be said only before the survey opens. The more pairs, the more small groups must be hidden."
    )
    rows.append(Button(_.plain("❓ A question by another one"), ShowCrossed(survey=view.survey.id)))
    return Screen(_under(_, view, text), (*one_a_row(*rows), *_back(_, view, SurveySide.MORE)))


def reminders(_: Words, view: SurveyView) -> Screen:
    """When who has not finished is reminded."""
    chosen = view.survey.options.reminders
    rows = [
        _switch(
            view,
            SurveyOption.REMINDER,
            str(minutes),
            _before(_, minutes),
            chosen=minutes in chosen,
            on=minutes not in chosen,
        )
        for minutes in REMINDER_CHOICES
    ]
    text = _("Only who has not finished is reminded, so long before it closes:")
    return Screen(_under(_, view, text), (*one_a_row(*rows), *_back(_, view, SurveySide.MORE)))


def _before(_: Words, minutes: int) -> str:
    if minutes < 1440:
        return _.many("{number} hour", "{number} hours", minutes // 60)
    return _.many("{number} day", "{number} days", minutes // 1440)


def ask_words(_: Words, view: SurveyView, part: str, language: Language, trouble: str | None = None) -> Screen:
    """What it is called, or why it is asked, in a language."""
    of = names.LANGUAGE_NAMES[language]
    if part == "title":
        text = _("What is the survey called? {language}, at most {limit} letters.", language=of, limit=LONGEST_TITLE)
    else:
        text = _(
            "Why do you ask, and what will become of the answers? {language}, at most {limit} letters. "
            "People read it before the first question.",
            language=of,
            limit=LONGEST_ABOUT,
        )
    found = view.survey.title if part == "title" else view.survey.about
    there = None if found is None else found.as_dict().get(language)
    if there:
        now = _("Now: {text}", text=there)
        text = Html(f"{text}\n\n{now}")
    return Screen(_with_trouble(text, trouble), _back(_, view))


def aloud(_: Words, view: SurveyView, form: Form | None) -> Screen:
    """Which questions are read aloud, in which languages."""
    lines = [
        _(
            "Who reads with difficulty can listen. Press a question and say its words and choices in a voice message. "
            "A picture that you send there is shown with the question."
        )
    ]
    rows: list[tuple[Button, ...]] = []
    shown = () if form is None else [(place, one) for place, one in enumerate(form.questions) if one.shown][:MOST_ALOUD]
    for number, (place, one) in enumerate(shown, start=1):
        label = one.name if one.label is None else speech.said(_, view.survey, one.label)
        lines.append(Html(f"{number}. {escaped(label[:SHORT_LABEL])}"))
        voices, pictures = _languages_of(one, ALOUD), _languages_of(one, PICTURE)
        rows.append(
            tuple(
                Button(
                    f"{'✔️' if code in voices else '🎤'}{'🖼' if code in pictures else ''} {number} "
                    f"{names.LANGUAGE_NAMES[code]}",
                    own.RecordQuestion(survey=view.survey.id, place=place, language=code),
                )
                for code in BOTH
            )
        )
    return Screen(_under(_, view, Html("\n".join(lines))), (*rows, *_back(_, view, SurveySide.MORE)))


def _languages_of(one: Question, kind: str) -> frozenset[str]:
    found = one.media.get(kind)
    return frozenset() if found is None else frozenset(found.as_dict())


def ask_voice(_: Words, view: SurveyView, label: str, language: Language, trouble: str | None = None) -> Screen:
    """Ask for a question read aloud."""
    text = _(
        "🎤 Send a voice message with this question and its choices, or a picture that belongs to it. "
        "Language: {language}\n\n<i>{label}</i>",
        language=names.LANGUAGE_NAMES[language],
        label=label[:LONGEST_READ],
    )
    return Screen(_with_trouble(text, trouble), _back(_, view, SurveySide.ALOUD))


def _with_trouble(text: Html, trouble: str | None) -> Html:
    return text if trouble is None else Html(f"⚠️ {escaped(trouble)}\n\n{text}")


def _rule(view: SurveyView, kind: RuleKind, key: str, text: str) -> Button:
    on = Rule(kind, key) in view.survey.audience.rules
    does = own.SurveyRule(survey=view.survey.id, version=view.survey.version, kind=kind, key=key, on=not on)
    return Button(f"{'✔️ ' if on else ''}{text}", does)


def _switch(view: SurveyView, option: SurveyOption, key: str, text: str, *, chosen: bool, on: bool) -> Button:
    does = own.SwitchOption(survey=view.survey.id, version=view.survey.version, option=option, key=key, on=on)
    return Button(f"{'✔️ ' if chosen else ''}{text}", does)


def _side(view: SurveyView, text: str, side: SurveySide) -> Button:
    return Button(text, own.OpenSide(survey=view.survey.id, side=side))


def _deed(view: SurveyView, text: str, deed: SurveyDeed) -> Button:
    return Button(text, own.DoSurvey(survey=view.survey.id, version=view.survey.version, deed=deed))


def _under(_: Words, view: SurveyView, text: Html) -> Html:
    return Html(f"{speech.heading(_, view.survey)}\n\n{text}")


def _back(_: Words, view: SurveyView, side: SurveySide | None = None) -> Rows:
    does = own.ShowSurvey(survey=view.survey.id) if side is None else own.OpenSide(survey=view.survey.id, side=side)
    return one_a_row(Button(_.plain("‹ Back"), does))
