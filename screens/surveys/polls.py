"""A survey of one question: three taps from the idea to its opening."""

from collections.abc import Sequence
from datetime import tzinfo

from domain.languages import Language
from domain.surveys.editing import Edited
from domain.surveys.forms import WITH_CHOICES
from domain.surveys.survey import Part
from domain.surveys.translations import BOTH
from screens import names
from screens.screen import Button, Screen, one_a_row
from screens.surveys import buttons as survey_buttons
from screens.surveys import editing_buttons as own
from screens.surveys import names as speech
from screens.surveys.question import choices, cut, label, with_trouble
from texts import Html, Words, escaped


def poll(
    _: Words, edited: Edited, zone: tzinfo, signs: Sequence[Language | None], trouble: str | None = None
) -> Screen:
    """A survey of one question, ready to go: `signs` are the languages in which it could be opened (None: in both)."""
    one, survey = edited.question, edited.survey
    lines = [] if trouble is None else [escaped(f"⚠️ {trouble}")]
    lines.append(Html(f"<b>{escaped('' if one is None else cut(label(_, one)))}</b>"))
    if one is not None and one.kind in WITH_CHOICES:
        lines.append(choices(_, one))
    lines.append(
        _(
            "Asks: {whom}\nHow: {how}\nCloses: {closes}",
            whom=speech.audience(_, survey.audience, edited.view.named),
            how=speech.asks_by_name(_, survey),
            closes=speech.moment(_, survey.closes_at, zone),
        )
    )
    lines += [_one_language(_, sign) for sign in signs if sign is not None]
    missing = [part for part in edited.view.missing if part is not Part.TRANSLATIONS]
    if missing:
        lines.append(_("Still missing: {parts}.", parts="; ".join(speech.part(_, part) for part in missing)))
    rows = [] if missing else [_open(_, edited, sign) for sign in signs]
    if Part.AUDIENCE in missing:
        whom = survey_buttons.OpenSide(survey=survey.id, side=survey_buttons.SurveySide.WHO)
        rows.append(Button(_.plain("👥 Whom it asks"), whom))
    rows += [
        Button(
            _.plain("🌐 Write in {language}", language=names.LANGUAGE_NAMES[code]),
            own.TranslateNext(survey=survey.id, language=code, skip=0),
        )
        for code in BOTH
        if signs and None not in signs and code not in signs
    ]
    rows.append(Button(_.plain("✏️ The question"), own.ShowQuestion(survey=survey.id, place=0)))
    rows.append(Button(_.plain("⚙️ Everything else"), survey_buttons.ShowSurvey(survey=survey.id)))
    return Screen(Html("\n\n".join(lines)), one_a_row(*rows))


def _one_language(_: Words, sign: Language) -> Html:
    return _(
        "Opened now, it is asked only in this language: {language}. Who reads the other one sees this one.",
        language=names.LANGUAGE_NAMES[sign],
    )


def _open(_: Words, edited: Edited, sign: Language | None) -> Button:
    survey = edited.survey
    does = own.OpenPoll(survey=survey.id, version=survey.version, language=sign)
    if sign is None:
        return Button(_.plain("✅ Open the survey"), does)
    return Button(_.plain("✅ Open, only in: {language}", language=names.LANGUAGE_NAMES[sign]), does)


def ask_poll(_: Words, grant: int, language: Language, most: int, trouble: str | None = None) -> Screen:
    """Wait for the one question."""
    text = _(
        "Write the question: {language}, at most {most} letters. Then choose how it is answered, and open it.",
        language=names.LANGUAGE_NAMES[language],
        most=most,
    )
    back = Button(_.plain("‹ Back"), survey_buttons.ListSurveys(page=0))
    return Screen(with_trouble(text, trouble), one_a_row(back))
