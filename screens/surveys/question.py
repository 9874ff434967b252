"""One question of a survey that is being made: all that belongs to it, and what can be changed."""

import re

from domain.languages import Language, Localized
from domain.surveys.conditions import Condition, condition_of
from domain.surveys.editing import Edited
from domain.surveys.forms import WITH_CHOICES, Form, Question, QuestionKind
from domain.surveys.survey import SurveyState
from domain.surveys.translations import BOTH
from screens import names
from screens.screen import Button, Rows, Screen, one_a_row
from screens.surveys import editing_buttons as own
from screens.surveys.editing_buttons import QuestionDeed, QuestionPart
from texts import Html, Words, escaped

PAGE, IN_BUTTON = 8, 40
# In an open survey words can be corrected.
CHANGING = (SurveyState.DRAFT, SurveyState.OPEN)
_NAME = re.compile(r"\$\{\s*([^}]*?)\s*\}")
NAMED_FILES = frozenset({"image", "audio"})
LONGEST_SHOWN, CHOICES_SHOWN, CHOICE_SHOWN = 300, 15, 50


def label(_: Words, question: Question) -> str:
    """What a question asks, in the reader's language or the nearest; the name of one that nobody sees."""
    return question.name if question.label is None else " ".join(question.label.in_(_.language).split())


def kind(_: Words, which: QuestionKind) -> str:
    """How a question is answered."""
    return {
        QuestionKind.TEXT: _.plain("in words"),
        QuestionKind.INTEGER: _.plain("a whole number"),
        QuestionKind.DECIMAL: _.plain("a number"),
        QuestionKind.DATE: _.plain("a date"),
        QuestionKind.TIME: _.plain("a time"),
        QuestionKind.SELECT_ONE: _.plain("one of the choices"),
        QuestionKind.SELECT_MULTIPLE: _.plain("several of the choices"),
        QuestionKind.RANK: _.plain("the choices in order"),
        QuestionKind.RANGE: _.plain("a mark"),
        QuestionKind.NOTE: _.plain("not at all: it is only read"),
        QuestionKind.ACKNOWLEDGE: _.plain("“I have read it”"),
        QuestionKind.IMAGE: _.plain("by a photo"),
        QuestionKind.AUDIO: _.plain("a voice message"),
        QuestionKind.GEOPOINT: _.plain("a place on the map"),
        QuestionKind.CALCULATE: _.plain("worked out, nobody sees it"),
    }[which]


def question(_: Words, edited: Edited, trouble: str | None = None) -> Screen:
    """One question with all that belongs to it, and what can be changed."""
    one = edited.question
    if one is None:
        return Screen(_("There is no such question any more."), (_to_all(_, edited),))
    lines = [] if trouble is None else [escaped(f"⚠️ {trouble}")]
    lines.append(Html(f"<b>{edited.place + 1}. {escaped(cut(label(_, one)))}</b>"))
    lines += _in_languages(_, edited, one)
    lines.append(_("Answered: {how}", how=kind(_, one.kind)))
    if one.kind in WITH_CHOICES:
        lines.append(choices(_, one))
    if one.asks:
        may_skip = _.plain("may be skipped") if one.required is None else _.plain("must be answered")
        lines.append(escaped(f"{'☐' if one.required is None else '☑️'} {may_skip}"))
    lines += _files_named(_, one)
    lines += _worked_out(_, edited.form, one)
    rows = _question_rows(_, edited, one)
    return Screen(Html("\n\n".join(lines)), rows)


def _in_languages(_: Words, edited: Edited, one: Question) -> list[Html]:
    found = []
    for code in BOTH:
        own_label = None if one.label is None else one.label.as_dict().get(code)
        own_hint = None if one.hint is None else one.hint.as_dict().get(code)
        said = cut(own_label) if own_label else "—"
        if own_hint:
            said = f"{said}\n{cut(own_hint)}"
        if edited.survey.options.one_language in (None, code):
            found.append(escaped(f"{names.LANGUAGE_NAMES[code]}: {said}"))
    return found


def cut(text: str, most: int = LONGEST_SHOWN) -> str:
    """A text as long as fits, with dots where it goes on."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def choices(_: Words, one: Question) -> Html:
    """The choices of a question, each in both languages."""
    if not one.choices:
        return _("⚠️ There are no choices yet.")
    lines = [
        f"{number}. {' / '.join(cut(said, CHOICE_SHOWN) for said in _both(choice.label))}"
        for number, choice in enumerate(one.choices[:CHOICES_SHOWN], 1)
    ]
    if len(one.choices) > CHOICES_SHOWN:
        lines.append(_.plain("and {number} more", number=_.number(len(one.choices) - CHOICES_SHOWN)))
    return escaped("\n".join(lines))


def _both(text: Localized) -> list[str]:
    said = text.as_dict()
    return [said.get(code, "—") for code in BOTH]


def condition_in_words(_: Words, form: Form, condition: Condition) -> Html:
    """When a question is asked, as people say it."""
    number = next((at for at, one in enumerate(form.questions, 1) if one.name == condition.name), 0)
    decides = form.question(condition.name)
    chosen = () if decides is None else tuple(one for one in decides.choices if one.name in condition.choices)
    answers = " / ".join(cut(one.label.in_(_.language), CHOICE_SHOWN) for one in chosen[:CHOICES_SHOWN])
    return _("Asked only if the answer to question {number} is: {answers}", number=_.number(number), answers=answers)


def _files_named(_: Words, one: Question) -> list[Html]:
    # A form names its files and does not hold them.
    named = [said for kind, texts in one.media.items() if kind in NAMED_FILES for said in texts.as_dict().values()]
    if not named:
        return []
    listed = ", ".join(dict.fromkeys(cut(said, CHOICE_SHOWN) for said in named[:5]))
    return [_("📎 The form names files that I do not have: {names}. Send them under ⚙️ More, 🎤.", names=listed)]


def _worked_out(_: Words, form: Form, one: Question) -> list[Html]:
    found = []
    condition = condition_of(one)
    if condition is not None and form.question(condition.name) is not None:
        found.append(condition_in_words(_, form, condition))
    elif one.relevant:
        found.append(_("Asked only if: {expression}", expression=plainly(one.relevant)))
    if one.constraint:
        found.append(_("Taken only if: {expression}", expression=plainly(one.constraint)))
    if one.calculation:
        found.append(_("Comes to: {expression}", expression=plainly(one.calculation)))
    return found


def plainly(expression: str) -> str:
    """What a form works out: a name in quotes reads easier than one in braces."""
    return cut(_NAME.sub(r"«\1»", expression))


def _question_rows(_: Words, edited: Edited, one: Question) -> Rows:
    survey, place = edited.survey, edited.place
    rows: list[tuple[Button, ...]] = []
    is_draft = survey.state is SurveyState.DRAFT
    if is_draft:
        rows.append((Button(_.plain("➕ Next question"), own.AddQuestion(survey=survey.id)),))
    codes = BOTH if survey.options.one_language is None else (survey.options.one_language,)
    if one.shown and survey.state in CHANGING:
        parts = [QuestionPart.LABEL] + ([QuestionPart.HINT] if is_draft or one.hint is not None else [])
        rows += [tuple(_write(_, edited, part, code) for code in codes) for part in parts]
    if one.kind in WITH_CHOICES and survey.state in CHANGING:
        rows.append(tuple(_write(_, edited, QuestionPart.CHOICES, code) for code in codes))
    if is_draft:
        deeds = [_deed(edited, _.plain("How it is answered"), QuestionDeed.WAYS)] if one.shown else []
        if one.asks and one.required is None:
            deeds.append(_deed(edited, _.plain("☐ Must be answered"), QuestionDeed.REQUIRE))
        elif one.asks:
            deeds.append(_deed(edited, _.plain("☑️ Must be answered"), QuestionDeed.RELEASE))
        rows += [tuple(deeds)] if deeds else []
        if one.shown and (place > 0 or one.relevant):
            rows.append((_deed(edited, _.plain("↪️ Ask it only if…"), QuestionDeed.CONDITION),))
        moves = [("⬆️", QuestionDeed.UP)] if place > 0 else []
        moves += [("⬇️", QuestionDeed.DOWN)] if place + 1 < len(edited.form.questions) else []
        rows.append(tuple(_deed(edited, text, deed) for text, deed in [*moves, ("🗑", QuestionDeed.ASK_REMOVE)]))
    return (*rows, _to_all(_, edited))


def _to_all(_: Words, edited: Edited) -> tuple[Button, ...]:
    page = edited.place // PAGE
    return (Button(_.plain("‹ All questions"), own.QuestionsOf(survey=edited.survey.id, page=page)),)


def _write(_: Words, edited: Edited, part: QuestionPart, language: Language) -> Button:
    does = own.WriteQuestion(survey=edited.survey.id, place=edited.place, part=part, language=language)
    of = names.LANGUAGE_NAMES[language]
    text = {
        QuestionPart.LABEL: _.plain("✏️ Words: {language}", language=of),
        QuestionPart.HINT: _.plain("💡 Hint: {language}", language=of),
        QuestionPart.CHOICES: _.plain("☰ Choices: {language}", language=of),
    }[part]
    return Button(text, does)


def _deed(edited: Edited, text: str, deed: QuestionDeed) -> Button:
    survey = edited.survey
    return Button(text, own.DoQuestion(survey=survey.id, version=survey.version, place=edited.place, deed=deed))


def sure(_: Words, edited: Edited) -> Screen:
    """Ask once before a question is taken out."""
    one = edited.question
    said = "" if one is None else cut(label(_, one))
    rows = one_a_row(_deed(edited, _.plain("🗑 Take out for good"), QuestionDeed.REMOVE))
    text = _("Take this question out?\n\n<b>{question}</b>", question=said)
    return Screen(text, (*rows, *to_question(_, edited)))


def to_question(_: Words, edited: Edited) -> Rows:
    """The way back to the question."""
    return one_a_row(Button(_.plain("‹ Back"), own.ShowQuestion(survey=edited.survey.id, place=edited.place)))


def with_trouble(text: Html, trouble: str | None) -> Html:
    """A text under what was wrong with the last answer."""
    return text if trouble is None else Html(f"⚠️ {escaped(trouble)}\n\n{text}")
