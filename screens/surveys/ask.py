"""A question as it is asked: its words, how to answer, and a button for each thing one can do."""

import re
from collections.abc import Callable
from datetime import date

from domain.surveys.flow import bounds
from domain.surveys.forms import Question, QuestionKind
from domain.surveys.sessions import ANSWERS_PAGE, Answers, Asked, Seat, attachment_of
from domain.surveys.survey import Survey
from domain.surveys.typed import WIDEST
from screens.home import to_menu
from screens.screen import Button, Rows, Screen, in_columns, one_a_row
from screens.surveys import buttons as own
from screens.surveys import names as speech
from screens.surveys.buttons import StepKind
from texts import Html, Words, escaped

WIDE_PAIR = 14
PAGE, BAR = 20, 10
# How many letters a button has when so many stand in a row, on a phone 360 pixels wide.
_ROOM = {2: WIDE_PAIR, 3: 8, 4: 6, 5: 4}
# What XLSForm calls them; `columns-3` says how many.
_SIDE_BY_SIDE = frozenset({"columns", "columns-pack", "horizontal", "horizontal-compact", "compact", "quickcompact"})
_COLUMNS = re.compile(r"(?:w\d+-)?(?:columns|compact|horizontal|quickcompact)-(\d{1,2})")
LONGEST_LABEL, LONGEST_HINT, LONGEST_LINE, LONGEST_ECHO = 1200, 500, 90, 200


def question(_: Words, seat: Seat, page: int = 0) -> Screen:
    """The question where the person stands."""
    asked = seat.asked
    if asked is None:
        raise ValueError("there is no question")
    lines = [
        _("🧪 Your trial") if seat.trial else Html(""),
        _echo(_, seat),
        _trouble(_, asked),
        _progress(_, asked),
        Html(f"<b>{escaped(_cut(asked.label, LONGEST_LABEL))}</b>"),
        Html(f"<i>{escaped(_cut(asked.hint, LONGEST_HINT))}</i>") if asked.hint else Html(""),
    ]
    survey = seat.survey
    buttons, listed = _answers(_, survey, asked, page)
    lines.extend((listed, _how(_, seat, asked)))
    text = Html("\n\n".join(line for line in lines if line))
    return Screen(text, (*buttons, *_steps(_, survey, asked)))


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _progress(_: Words, asked: Asked) -> Html:
    if asked.of <= 1:
        return Html("")
    done = round(BAR * (asked.number - 1) / asked.of)
    bar = "▰" * done + "▱" * (BAR - done)
    return _("{number} of {of}  {bar}", number=_.number(asked.number), of=_.number(asked.of), bar=bar)


def _echo(_: Words, seat: Seat) -> Html:
    if seat.missed:
        return _("✋ That came too late for its question, and was not kept. Here is the question where you are.")
    if seat.echo is None:
        return Html("")
    of, value = seat.echo
    return _("✔️ Written down: {value}", value=_cut(answer_in_words(_, of, value), LONGEST_ECHO))


def answer_in_words(_: Words, of: Question, value: str) -> str:
    """An answer as people read it; choices are in words already."""
    if value == "":
        return _.plain("skipped")
    if attachment_of(of, value) is not None:
        return _.plain("a photo") if of.kind is QuestionKind.IMAGE else _.plain("a voice message")
    if of.kind is QuestionKind.DATE:
        return _.day(date.fromisoformat(value))
    if of.kind is QuestionKind.GEOPOINT:
        return _.plain("a place on the map")
    if of.kind is QuestionKind.ACKNOWLEDGE:
        return _.plain("I have read it")
    if of.kind in (QuestionKind.DECIMAL, QuestionKind.RANGE) and _.language != "en":
        return value.replace(".", ",")
    return value


def _answers(_: Words, survey: Survey, asked: Asked, page: int) -> tuple[Rows, Html]:
    kind = asked.question.kind
    if kind is QuestionKind.ACKNOWLEDGE:
        does = own.PickChoice(survey=survey.id, turn=asked.turn, choice=0)
        return one_a_row(Button(_.plain("✅ I have read it"), does)), Html("")
    if kind is QuestionKind.RANGE and asked.steps:
        return _range(survey, asked), Html("")
    if asked.choices:
        return _choices(_, survey, asked, page)
    return (), Html("")


def _range(survey: Survey, asked: Asked) -> Rows:
    buttons = [
        Button(
            f"✔️ {step}" if step == asked.value else step,
            own.PickChoice(survey=survey.id, turn=asked.turn, choice=at),
        )
        for at, step in enumerate(asked.steps)
    ]
    return in_columns(buttons, 5 if len(buttons) % 5 in (0, 1) or len(buttons) > 6 else len(buttons))


def _choices(_: Words, survey: Survey, asked: Asked, page: int) -> tuple[Rows, Html]:
    last = (len(asked.choices) - 1) // PAGE
    page = min(page, last)
    shown = list(enumerate(asked.choices, start=1))[page * PAGE : (page + 1) * PAGE]
    long = any(len(label) > WIDEST for _place, _choice, label in asked.choices)
    make = _button_of(survey, asked)
    buttons = []
    for number, (place, choice, label) in shown:
        buttons.append(make(place, choice.name, str(number) if long else label))
    rows = in_columns(buttons, 5 if long else _columns(asked))
    turn = [
        Button(text, own.TurnPage(survey=survey.id, turn=asked.turn, page=to))
        for text, to in (("«", page - 1), ("»", page + 1))
        if 0 <= to <= last
    ]
    lines = [f"{number}. {_cut(label, LONGEST_LINE)}" for number, (_place, _choice, label) in shown] if long else []
    return (*rows, *((tuple(turn),) if turn else ())), escaped("\n".join(lines))


def _columns(asked: Asked) -> int:
    """How many short choices stand beside each other: as the form says, as far as a phone shows their words."""
    widest = max(len(label) for _place, _choice, label in asked.choices)
    number, looks = len(asked.choices), asked.question.appearance
    ticked = asked.question.kind in (QuestionKind.SELECT_MULTIPLE, QuestionKind.RANK)
    fits = max((most for most, letters in _ROOM.items() if widest + (3 if ticked else 0) <= letters), default=1)
    if "likert" in looks:
        # A scale is one row or one column: in two columns its steps would stand in no order.
        return number if number <= fits else 1
    if any(look in _SIDE_BY_SIDE for look in looks):
        return fits
    wanted = next((int(found[1]) for look in looks if (found := _COLUMNS.fullmatch(look))), None)
    if wanted is not None:
        return max(1, min(wanted, fits))
    return 2 if widest <= WIDE_PAIR and number > 6 else 1


def _button_of(survey: Survey, asked: Asked) -> Callable[[int, str, str], Button]:
    chosen, turn = asked.chosen, asked.turn

    def tick(place: int, name: str, text: str) -> Button:
        on = name in chosen
        does = own.TickChoice(survey=survey.id, turn=turn, choice=place, on=not on)
        return Button(f"{'☑️' if on else '⬜'} {text}", does)

    def rank(place: int, name: str, text: str) -> Button:
        at = f"[{chosen.index(name) + 1}] " if name in chosen else ""
        return Button(f"{at}{text}", own.RankChoice(survey=survey.id, turn=turn, place=len(chosen), choice=place))

    def pick(place: int, name: str, text: str) -> Button:
        mark = "✔️ " if name in chosen else ""
        return Button(f"{mark}{text}", own.PickChoice(survey=survey.id, turn=turn, choice=place))

    kinds = {QuestionKind.SELECT_MULTIPLE: tick, QuestionKind.RANK: rank}
    return kinds.get(asked.question.kind, pick)


def _how(_: Words, seat: Seat, asked: Asked) -> Html:
    asking = asked.question
    if asking.kind is QuestionKind.RANK:
        return _ranking(_, asked)
    now = Html("")
    if asked.value and not asked.choices and not asked.steps:
        value = _cut(answer_in_words(_, asking, asked.value), LONGEST_ECHO)
        now = _("Your answer now: {value}\n\n", value=value)
        if seat.keyed:
            now = _("Written down: {value}\n\n", value=value)
    return Html(f"{now}{_instruction(_, seat, asking)}")


def _instruction(_: Words, seat: Seat, asking: Question) -> Html:
    least, greatest, _step = bounds(asking)
    voice = not seat.survey.anonymous
    words = _("✍️ Write your answer, or say it in a voice message.") if voice else _("✍️ Write your answer.")
    return {
        QuestionKind.TEXT: words,
        QuestionKind.INTEGER: _("✍️ Write a whole number, for example: 12"),
        QuestionKind.DECIMAL: _("✍️ Write a number, for example: 3,5"),
        QuestionKind.RANGE: _("✍️ A number from {least} to {greatest}.", least=least, greatest=greatest),
        QuestionKind.DATE: _("✍️ Write a date, for example: 16.10.2026"),
        QuestionKind.TIME: _("✍️ Write a time, for example: 9:30"),
        QuestionKind.SELECT_MULTIPLE: _("Several may be right: tick them, then press Ready."),
        QuestionKind.IMAGE: _("📷 Send a photo."),
        QuestionKind.AUDIO: _("🎤 Send a voice message of at most 5 minutes. You can be recognised by your voice."),
        QuestionKind.GEOPOINT: _("📍 Send a place: the paper clip below, then Location."),
    }.get(asking.kind, Html(""))


def _ranking(_: Words, asked: Asked) -> Html:
    labels = {choice.name: label for _place, choice, label in asked.choices}
    lines = [_("Press them in their order: first what matters most.")]
    lines += [
        _("Place {number}: {what}", number=_.number(at), what=_cut(labels.get(name, name), LONGEST_LINE))
        for at, name in enumerate(asked.chosen, 1)
    ]
    return Html("\n".join(lines))


def _trouble(_: Words, asked: Asked) -> Html:
    if asked.trouble is None:
        return Html("")
    if asked.message:
        return Html(f"⚠️ {escaped(_cut(asked.message, LONGEST_HINT))}")
    return Html(f"⚠️ {trouble(_, asked)}")


def trouble(_: Words, asked: Asked) -> Html:
    """What is wrong with what was just said, and what to do."""
    least, greatest, step = bounds(asked.question)
    known = {
        "required": _("This question needs an answer."),
        "choice": _("Please choose one of the buttons."),
        "incomplete": _("Please put all of them in order, or begin anew."),
        "number": _("I did not understand the number. Please write it in digits, for example: 3,5"),
        "whole": _("Only a whole number fits here, for example: 12"),
        "large": _("This number is too large."),
        "range": _("Only a number from {least} to {greatest} fits here.", least=least, greatest=greatest),
        "step": _("Only numbers in steps of {step} fit here.", step=step),
        "date": _("I did not understand the date. Please write it like this: 16.10.2026"),
        "far": _("This date is too far away. Please write the year with four digits."),
        "time": _("I did not understand the time. Please write it like this: 9:30"),
        "long": _("This is too long: please say it in fewer words. Nothing of it was kept."),
        "words": _("This is too long: please say it in fewer words. Nothing of it was kept."),
        "rest": _(
            "I took this for the rest of the long message before, and did not keep it. Please send it once more."
        ),
        "words_only": _("This survey is anonymous: only words, please. I did not keep what you sent."),
        "photo": _("Please send a photo, not a file."),
        "voice": _("Please write it or say it in a voice message. I did not keep what you sent."),
        "voice_long": _("This is too long: at most 5 minutes, please. I did not keep it."),
        "kind": _("This does not fit the question. I did not keep what you sent."),
    }
    word = asked.trouble or ""
    if word == "number" and asked.question.kind is QuestionKind.INTEGER:
        word = "whole"
    return known.get(word, _("This answer does not fit. Please look at the question again."))


def beside(_: Words, offered: Screen, survey: Survey) -> Screen:
    """What is offered for words that do not answer the question where a survey waits, with the way back to it."""
    text = _("📝 “{title}” waits at its question. What you wrote is no answer to it.", title=speech.title(_, survey))
    back = Button(_.plain("📝 To the question"), own.AboutSurvey(survey=survey.id, code=""))
    return Screen(Html(f"{offered.text}\n\n{text}"), (*one_a_row(back), *offered.rows))


def _steps(_: Words, survey: Survey, asked: Asked) -> Rows:
    def step(text: str, kind: StepKind) -> Button:
        return Button(text, own.TakeStep(survey=survey.id, turn=asked.turn, step=kind))

    rows: list[tuple[Button, ...]] = []
    kind, several = asked.question.kind, asked.question.kind in (QuestionKind.SELECT_MULTIPLE, QuestionKind.RANK)
    if several and asked.value:
        rows.append((step(_.plain("✅ Ready"), StepKind.DONE), step(_.plain("↺ Anew"), StepKind.CLEAR)))
    elif kind is QuestionKind.NOTE:
        rows.append((step(_.plain("Go on ›"), StepKind.DONE),))
    elif asked.value:
        rows.append((step(_.plain("Leave it so ›"), StepKind.DONE),))
    walk = []
    if asked.may_back:
        walk.append(step(_.plain("‹ Back"), StepKind.BACK))
    if asked.may_skip and not (several and asked.value):
        walk.append(step(_.plain("Skip ›"), StepKind.SKIP))
    if walk:
        rows.append(tuple(walk))
    if asked.picture is not None:
        rows.append((Button(_.plain("🖼 See the picture"), own.SeePicture(survey=survey.id, turn=asked.turn)),))
    if asked.voice is not None:
        rows.append((Button(_.plain("🔊 Listen to the question"), own.ListenTo(survey=survey.id, turn=asked.turn)),))
    rows.append((step(_.plain("⏸ Stop, go on later"), StepKind.STOP),))
    return tuple(rows)


def review(_: Words, found: Answers) -> Screen:
    """One's own answers, a button each to change one."""
    lines = [speech.heading(_, found.survey), _("<b>Your answers</b>")]
    buttons = []
    for number, one in enumerate(found.lines, start=found.page * ANSWERS_PAGE + 1):
        said = _cut(answer_in_words(_, one.question, one.value), LONGEST_ECHO)
        lines.append(Html(f"{number}. {escaped(_cut(one.label, LONGEST_LINE))}\n— {escaped(said)}"))
        does = own.ChangeAnswer(survey=found.survey.id, turn=found.turn, question=one.place)
        buttons.append(Button(f"✏️ {number}", does))
    if not found.lines:
        lines.append(_("There is none yet."))
    rows = in_columns(buttons, 4) if found.open else ()
    turn = [
        Button(text, own.ReviewAnswers(survey=found.survey.id, page=to))
        for text, to, there in (("«", found.page - 1, found.page > 0), ("»", found.page + 1, found.more))
        if there
    ]
    if found.open and found.lines:
        lines.append(_("Press a number to change that answer."))
    back = Button(_.plain("‹ Back"), own.AboutSurvey(survey=found.survey.id, code=""))
    return Screen(Html("\n\n".join(lines)), (*rows, *((tuple(turn),) if turn else ()), (back,), *to_menu(_)))
