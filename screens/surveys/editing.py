"""Making the questions of a survey: the list, one question, how it is answered, its words in two languages."""

from domain.languages import LANGUAGES, Language, Localized
from domain.surveys.editing import NAMED, READY, Edited, Way
from domain.surveys.forms import Question
from domain.surveys.survey import SurveyState
from domain.surveys.translations import BOTH, Spot, lacking, text_at
from screens import names
from screens.screen import Button, Rows, Screen, in_columns, one_a_row
from screens.surveys import buttons as survey_buttons
from screens.surveys import editing_buttons as own
from screens.surveys import names as speech
from screens.surveys.editing_buttons import MakingSide, QuestionPart
from screens.surveys.question import (
    CHANGING,
    CHOICE_SHOWN,
    CHOICES_SHOWN,
    IN_BUTTON,
    PAGE,
    cut,
    label,
    to_question,
    with_trouble,
)
from texts import Html, Words, escaped, words


def questions(_: Words, edited: Edited, page: int) -> Screen:
    """The questions of a survey, and where more come from."""
    form, survey = edited.form, edited.survey
    last = max(len(form.questions) - 1, 0) // PAGE
    page = min(page, last)
    lines = [speech.heading(_, survey)]
    if edited.left_out:
        lines.append(_("Left out, because a chat has no use for it: {names}", names=", ".join(edited.left_out[:10])))
    lines.append(_("Questions: {number}", number=_.number(len(form.asked))) if form.questions else _none(_))
    missing = [(code, len(list(lacking(form, code)))) for code in BOTH if survey.options.one_language in (None, code)]
    lines += [
        _("{language}: {number} texts are missing.", language=names.LANGUAGE_NAMES[code], number=_.number(number))
        for code, number in missing
        if number
    ]
    shown = list(enumerate(form.questions))[page * PAGE : (page + 1) * PAGE]
    rows: list[tuple[Button, ...]] = [
        (Button(_in_button(_, edited, place, one), own.ShowQuestion(survey=survey.id, place=place)),)
        for place, one in shown
    ]
    rows += _turn(own.QuestionsOf, edited, page, last)
    if survey.state is SurveyState.DRAFT:
        rows += _sources_of_more(_, edited)
    rows += [
        (
            Button(
                _.plain("🌐 Write in {language}", language=names.LANGUAGE_NAMES[code]),
                own.TranslateNext(survey=survey.id, language=code, skip=0),
            ),
        )
        for code, number in missing
        if number and survey.state in CHANGING
    ]
    if form.questions:
        rows.append((_side(_, edited, _.plain("⬇️ As an XLSX file"), MakingSide.EXPORT),))
    return Screen(Html("\n\n".join(lines)), (*rows, *_to_card(_, edited)))


def _none(_: Words) -> Html:
    return _(
        "There is no question yet. Write one, take a ready questionnaire, or send an XLSX file made as an XLSForm: "
        "in Excel, KoboToolbox or ODK."
    )


def _sources_of_more(_: Words, edited: Edited) -> list[tuple[Button, ...]]:
    return [
        (Button(_.plain("➕ Add a question"), own.AddQuestion(survey=edited.survey.id)),),
        (
            _side(_, edited, _.plain("📚 Ready ones"), MakingSide.READY),
            _side(_, edited, _.plain("📄 From a file"), MakingSide.FILE),
        ),
    ]


def _turn(kind: type[own.QuestionsOf], edited: Edited, page: int, last: int) -> list[tuple[Button, ...]]:
    turn = tuple(
        Button(text, kind(survey=edited.survey.id, page=to))
        for text, to in (("«", page - 1), ("»", page + 1))
        if 0 <= to <= last
    )
    return [turn] if turn else []


def _in_button(_: Words, edited: Edited, place: int, question: Question) -> str:
    text = f"{place + 1}. {label(_, question)}"
    return text if len(text) <= IN_BUTTON else f"{text[: IN_BUTTON - 1]}…"


def _side(_: Words, edited: Edited, text: str, side: MakingSide) -> Button:
    return Button(text, own.OpenMaking(survey=edited.survey.id, side=side))


def _to_card(_: Words, edited: Edited) -> Rows:
    return one_a_row(Button(_.plain("‹ Back"), survey_buttons.ShowSurvey(survey=edited.survey.id)))


def ask_question(_: Words, edited: Edited, language: Language, trouble: str | None = None) -> Screen:
    """Wait for the words of one more question."""
    text = _("Write the question, in this language: {language}.", language=names.LANGUAGE_NAMES[language])
    back = Button(_.plain("‹ Back"), own.QuestionsOf(survey=edited.survey.id, page=0))
    return Screen(with_trouble(text, trouble), one_a_row(back))


def ways(_: Words, edited: Edited) -> Screen:
    """How a question is answered; what only a survey with names may ask is not offered to others."""
    one, survey = edited.question, edited.survey
    said = "" if one is None else cut(label(_, one))
    offered = [way for way in Way if way not in NAMED or not survey.anonymous]
    buttons = [
        Button(
            way_name(_, way),
            own.ChooseWay(survey=survey.id, version=survey.version, place=edited.place, way=way),
        )
        for way in offered
    ]
    text = _("<b>{question}</b>\n\nHow is it answered?", question=said)
    return Screen(text, (*in_columns(buttons, 2), *to_question(_, edited)))


def way_name(_: Words, way: Way) -> str:
    """What a way of answering is called on its button."""
    return {
        Way.YES_NO: _.plain("👍 Yes or no"),
        Way.SCALE: _.plain("📶 Agree: five steps"),
        Way.ONE: _.plain("🔘 One of several"),
        Way.SEVERAL: _.plain("☑️ Several of them"),
        Way.RANK: _.plain("🔢 In order"),
        Way.WORDS: _.plain("💬 In words"),
        Way.NUMBER: _.plain("#️⃣ A number"),
        Way.MARKS: _.plain("⭐ A mark, 1 to 5"),
        Way.DATE: _.plain("📅 A date"),
        Way.TIME: _.plain("🕗 A time"),
        Way.PHOTO: _.plain("📷 Send a photo"),
        Way.VOICE: _.plain("🎤 A voice message"),
        Way.PLACE: _.plain("📍 A place"),
        Way.READ: _.plain("📖 Only to read"),
    }[way]


def ready_choices(way: Way) -> tuple[Localized, ...]:
    """The choices that a way brings with it, in three languages; none for those whose choices are written."""
    if way not in READY:
        return ()
    every = [_ready(words(code), way) for code in LANGUAGES]
    return tuple(Localized(*said) for said in zip(*every, strict=True))


def _ready(_: Words, way: Way) -> tuple[str, ...]:
    if way is Way.YES_NO:
        return _.plain("Yes"), _.plain("No")
    return (
        _.plain("I fully agree"),
        _.plain("I rather agree"),
        _.plain("Neither yes nor no"),
        _.plain("I rather disagree"),
        _.plain("I fully disagree"),
    )


def ask_part(
    _: Words, edited: Edited, part: QuestionPart, language: Language, most: int, trouble: str | None = None
) -> Screen:
    """Wait for the words of a question, its hint or its choices, in a language."""
    one, of = edited.question, names.LANGUAGE_NAMES[language]
    if part is QuestionPart.CHOICES:
        text = _("Write the choices, each on a line of its own. {language}.", language=of)
        there = [choice.label.as_dict().get(language, "—") for choice in one.choices] if one else []
        now = "\n".join(cut(said, CHOICE_SHOWN) for said in there[:CHOICES_SHOWN])
    else:
        label_text = _("Write the question: {language}, at most {most} letters.", language=of, most=most)
        hint_text = _("Write what helps to answer: {language}, at most {most} letters.", language=of, most=most)
        text = label_text if part is QuestionPart.LABEL else hint_text
        found = None if one is None else (one.label if part is QuestionPart.LABEL else one.hint)
        now = "" if found is None else cut(found.as_dict().get(language, ""), 1000)
    said = "" if one is None else cut(label(_, one))
    lines = [Html(f"<b>{escaped(said)}</b>"), with_trouble(text, trouble)]
    if now:
        lines.append(_("Now: {text}", text=now))
    if edited.survey.state is SurveyState.OPEN:
        lines.append(_("The survey is open: who has begun keeps the old words, and results tell the two apart."))
    return Screen(Html("\n\n".join(lines)), to_question(_, edited))


def translate(
    _: Words, edited: Edited, spot: Spot, language: Language, skip: int, left: int, trouble: str | None = None
) -> Screen:
    """Wait for one text that is missing in a language, `left` of them to come."""
    there = text_at(edited.form, spot)
    said = "—" if there is None else there.in_("ru" if language == "kk" else "kk")
    of = names.LANGUAGE_NAMES[language]
    text = _(
        "<b>{text}</b>\n\nWrite it in this language: {language}. Still to write: {left}.",
        text=cut(said, 1500),
        language=of,
        left=_.number(left),
    )
    survey = edited.survey
    rows = [Button(_.plain("Later »"), own.TranslateNext(survey=survey.id, language=language, skip=skip + 1))]
    rows.append(Button(_.plain("‹ All questions"), own.QuestionsOf(survey=survey.id, page=0)))
    return Screen(with_trouble(text, trouble), one_a_row(*rows))
