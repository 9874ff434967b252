"""One person answering one survey: how their response is found without being named, and where it stands."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from domain.languages import Language
from domain.surveys.flow import Asking, bounds
from domain.surveys.forms import Choice, Question, QuestionKind, names
from domain.surveys.survey import Progress, Survey
from domain.surveys.targets import Segment
from domain.territories import Territory

KEY_BYTES, ID_LETTERS = 32, 32
# What a text is waited for; its turn stands behind a colon.
ANSWER_FIELD = "answer"
# What is waited for from who was in the midst of a survey that has ended: whatever comes, they hear that it has.
OVER_FIELD = "survey_over"
# More numbers than this are typed, not pressed.
MOST_STEPS = 11
# So many of one's own answers are looked at together.
ANSWERS_PAGE = 8
# Seconds: more is a speech, not an answer.
LONGEST_VOICE = 300
# Among the files beside a question: Telegram's ids of its words read aloud, and of its picture, by language.
ALOUD, PICTURE = "voice", "photo"
SENT = frozenset({ALOUD, PICTURE})
# Open words that were spoken: this stands before the number of the file.
SPOKEN = "voice:"


def response_id(key: bytes, person_id: int, *, trial: bool = False) -> str:
    """The number of a person's response: found again as long as the survey's key is there, and by nothing else."""
    return _digest(key, f"{'trial' if trial else 'person'}:{person_id}")


def paper_response_id(key: bytes, serial: int, keying: int = 0) -> str:
    """The number of the response on a paper form; `keying` tells the first typing from the second."""
    return _digest(key, f"paper:{serial}:{keying}")


def _digest(key: bytes, text: str) -> str:
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:ID_LETTERS]


def segment_number(segment: Segment) -> int:
    """What stands for a segment in every answer; made of what it says, so it tells nothing of who came first."""
    return int.from_bytes(hashlib.sha256(segment.key().encode()).digest()[:6])


@dataclass(frozen=True, slots=True)
class Standing:
    """A survey as one person stands to it: the key while there is one, how far they are if they took part."""

    survey: Survey
    key: bytes | None
    progress: Progress | None


@dataclass(frozen=True, slots=True)
class Response:
    """All answers of one person; `position` is the question that is being asked, empty when none is.

    `turn` is raised by every step: a button of an earlier one is old. `person_id` is there in a named survey only.
    """

    survey_id: int
    id: str
    form_version: int
    state: Progress
    position: str
    turn: int
    segment: int
    person_id: int | None = None
    trial: bool = False
    answers: Mapping[str, str] = field(default_factory=dict)

    @property
    def seed(self) -> int:
        """What shuffles the choices of this response: always the same."""
        return int(self.id[:8], 16)


class Stage(StrEnum):
    """What a person sees of a survey: what is said before it, a question of it, or how it ended for them."""

    ABOUT = "about"
    SEX = "sex"
    AGE = "age"
    QUESTION = "question"
    THANKS = "thanks"
    FULL = "full"
    MINOR = "minor"
    DECLINED = "declined"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is asked now: its words with what was put in, its choices with their place in the form.

    `value` is what was answered so far, `number` of `of` where it stands, `turn` what its buttons carry. `steps` are
    the numbers of a range that is short enough. `trouble` is a word for what is wrong with what was just said,
    `message` what the form says of that; `voice` and `picture` are Telegram's ids of the question read aloud and of
    what is shown with it.
    """

    question: Question
    label: str
    hint: str | None
    choices: tuple[tuple[int, Choice, str], ...]
    value: str | None
    number: int
    of: int
    turn: int
    may_back: bool
    may_skip: bool
    steps: tuple[str, ...] = ()
    trouble: str | None = None
    message: str | None = None
    voice: str | None = None
    picture: str | None = None

    @property
    def chosen(self) -> tuple[str, ...]:
        """The names of the choices that were taken so far."""
        return names(self.value or "")


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a person stands in a survey.

    `code` is that of the link they came by; `trial` when it is the author's own; `questions` how many there are.
    `echo` is the question that was just answered in words, with the answer; `missed` that what was said came to a
    question that was left already; `keyed` that somebody keys what another says.
    """

    stage: Stage
    survey: Survey
    territory: Territory | None = None
    questions: int = 0
    asked: Asked | None = None
    code: str = ""
    trial: bool = False
    echo: tuple[Question, str] | None = None
    missed: bool = False
    keyed: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """One line of one's answers: the question with its place in the form and its words; choices are in words."""

    question: Question
    place: int
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Answers:
    """A page of one's answers; `more` when there is another, `turn` is what its buttons carry."""

    survey: Survey
    lines: tuple[Said, ...]
    page: int
    more: bool
    turn: int
    finished: bool
    open: bool


def asked_of(asking: Asking, question: Question, turn: int, *, trouble: str | None = None) -> Asked:
    """A question as it is asked now."""
    places = {choice.name: place for place, choice in enumerate(question.choices)}
    number, of = asking.progress(question.name)
    message = question.required_message if trouble == "required" else question.constraint_message
    told = message if trouble in ("required", "constraint") else None
    return Asked(
        question=question,
        label=question.name if question.label is None else asking.said(question.label),
        hint=None if question.hint is None else asking.said(question.hint),
        choices=tuple(
            (places[choice.name], choice, asking.choice_said(question, choice)) for choice in asking.choices(question)
        ),
        value=asking.answers.get(question.name),
        number=number,
        of=of,
        turn=turn,
        may_back=asking.before(question.name) is not None,
        may_skip=question.asks and not asking.is_required(question) and len(asking.form.asked) > 1,
        steps=steps_of(question, MOST_STEPS) if question.kind is QuestionKind.RANGE else (),
        trouble=trouble,
        message=None if told is None else asking.said(told),
        voice=_file(question, ALOUD, asking.language),
        picture=_file(question, PICTURE, asking.language),
    )


def _file(question: Question, kind: str, language: Language) -> str | None:
    found = question.media.get(kind)
    return None if found is None else found.in_(language)


def steps_of(question: Question, most: int) -> tuple[str, ...]:
    """The numbers of a range in their text form, none when there are more than `most`."""
    least, greatest, step = bounds(question)
    if step <= 0 or (greatest - least) / step >= most:
        return ()
    return tuple(_plain(least + step * at) for at in range(int((greatest - least) / step) + 1))


def _plain(number: Decimal) -> str:
    short = format(number.normalize(), "f")
    return "0" if short == "-0" else short


def following(asking: Asking, position: str) -> Question | None:
    """What is asked next: the first question after this one without an answer, then one before it, None at the end.

    A skipped question has an answer, which is empty. A note is shown while nothing behind it was answered.
    """
    path = asking.path()
    at = next((place for place, one in enumerate(path) if one.name == position), -1)
    last = max((place for place, one in enumerate(path) if one.name in asking.answers), default=-1)
    for place, one in enumerate(path):
        if place > at and _is_open(asking, one, place > last):
            return one
    return next((one for one in path[: max(at, 0)] if one.asks and _is_open(asking, one, True)), None)


def _is_open(asking: Asking, one: Question, behind_all: bool) -> bool:
    if not one.asks:
        return behind_all
    return one.name not in asking.answers or asking.trouble(one, asking.answers[one.name]) is not None


def spoken(file: int) -> str:
    """The answer to a question for words that was given by voice."""
    return f"{SPOKEN}{file}"


def attachment_of(question: Question, value: str) -> int | None:
    """The number of the file that an answer is, None when it is none."""
    if question.kind in (QuestionKind.IMAGE, QuestionKind.AUDIO):
        return int(value) if value.isdigit() else None
    is_spoken = question.kind is QuestionKind.TEXT and value.startswith(SPOKEN)
    number = value.removeprefix(SPOKEN)
    return int(number) if is_spoken and number.isdigit() else None
