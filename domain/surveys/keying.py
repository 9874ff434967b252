"""Forms on paper and interviews: their codes, who keys what, what is keyed a second time, and what differs then."""

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from domain.people import AgeBand, Sex
from domain.surveys.flow import Asking
from domain.surveys.forms import IDENTIFYING, Form, Question, QuestionKind
from domain.surveys.sessions import ANSWER_FIELD, ID_LETTERS, Seat
from domain.surveys.survey import Kept, Mode, Survey, SurveyState
from domain.surveys.targets import Segment
from domain.territories import Territory

# How many forms are printed at once, how many a survey may have, and what is offered.
MOST_AT_ONCE, MOST_FORMS = 500, 5_000
PRINTED_AT_ONCE = (10, 30, 60)
# What somebody says, and who keys it writes no paper: its form is only a number.
INTERVIEWS = (Mode.PHONE, Mode.MEETING)
# Paper that comes later than this after the closing is not taken any more.
LATE = timedelta(days=14)
# One form of so many is keyed a second time.
TWICE = 10
# What a keyed answer, and a form's code, is waited for; both begin as an answer's does, and go with it at the closing.
KEY_FIELD, CODE_FIELD = f"{ANSWER_FIELD}_form", f"{ANSWER_FIELD}_code"
# Digits alone: they stand on every keyboard, and are read out on the telephone in every language. The last two check
# the others, so that one wrong digit, or two that changed places, never make a right code.
CODE_DIGITS, _CHECKED, _GROUP = 12, 97, 4
# What is typed and is shorter than a code is a form's number.
LONGEST_SERIAL = len(str(MOST_FORMS))
# Two numbers beside each other are no third one.
_LIKE_CODE = re.compile(rf"[№#\s]*[0-9](?:[\s.\-‐‑‒–—−]*[0-9]){{{CODE_DIGITS - 1}}}\s*")
_LIKE_SERIAL = re.compile(rf"[№#\s]*([0-9]{{1,{LONGEST_SERIAL}}})\s*")
# In place of a question's place: who filled the form in.
OF_PERSON = 999


class Use(StrEnum):
    """How a form was used: in a chat, or keyed by somebody."""

    CHAT = "chat"
    KEYED = "keyed"


@dataclass(frozen=True, slots=True)
class PaperForm:
    """A form with a serial number of its own; `keyed_by` stands for who keyed it, and names nobody without the key."""

    survey_id: int
    serial: int
    code: str
    form_version: int
    used: Use | None = None
    keyed_by: str | None = None


@dataclass(frozen=True, slots=True)
class FormAt:
    """Which form of which survey is keyed; `keying` is 1 when it is keyed a second time."""

    survey: int
    serial: int
    keying: int = 0


class KeyStage(StrEnum):
    """What is asked of who keys a form."""

    MODE = "mode"
    OKRUG = "okrug"
    SEX = "sex"
    AGE = "age"
    QUESTION = "question"
    DONE = "done"


# Where a response stands before its first question: no question can be called so.
TRAITS = {KeyStage.OKRUG: "@okrug", KeyStage.SEX: "@sex", KeyStage.AGE: "@age"}
_KEPT = {KeyStage.OKRUG: Kept.OKRUG, KeyStage.SEX: Kept.SEX, KeyStage.AGE: Kept.AGE}


class KeyDeed(StrEnum):
    """What is pressed under a question that is keyed."""

    PICK = "p"
    TICK = "t"
    UNTICK = "u"
    RANK = "r"
    DONE = "d"
    SKIP = "s"
    BACK = "b"
    CLEAR = "c"
    PAGE = "g"
    STOP = "x"
    ANEW = "a"


@dataclass(frozen=True, slots=True)
class KeySeat:
    """Where the keying of a form stands.

    `seat` is the question as a chat would ask it, `okrugs` those that can be named, `mode` None before it is told.
    `keyed` is how many forms of the survey were keyed so far, `twice` whether this one is to be keyed a second time.
    """

    stage: KeyStage
    survey: Survey
    form: PaperForm
    keying: int = 0
    turn: int = 0
    mode: Mode | None = None
    seat: Seat | None = None
    okrugs: tuple[Territory, ...] = ()
    keyed: int = 0
    twice: bool = False


@dataclass(frozen=True, slots=True)
class PaperDesk:
    """A survey's forms at one look: how many there are, how they were used, which are half keyed; `late` after its end.

    `again` is how many are to be keyed a second time.
    """

    survey: Survey
    printed: int
    keyed: int
    in_chat: int
    half: tuple[PaperForm, ...] = ()
    again: int = 0
    late: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """One question to which both keyings of a form gave another answer, in words; `place` is where it stands."""

    question: Question
    place: int
    label: str
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Compared:
    """A form that was keyed twice; `turn` is what its buttons carry.

    `person` is there when the two say something else of who filled it in, `okrugs` their okrugs.
    """

    survey: Survey
    form: PaperForm
    differences: tuple[Difference, ...]
    turn: int
    person: tuple[Segment, Segment] | None = None
    okrugs: Mapping[str, Territory] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Twice:
    """The tenth that is keyed twice: what this person can key, what is left to others since they keyed it first.

    `compared` forms hold `answers` that both keyings gave; `differing` are those in which something differs, with how
    many things do.
    """

    survey: Survey
    due: tuple[PaperForm, ...]
    left: int
    compared: int
    answers: int
    differing: tuple[tuple[PaperForm, int], ...]


def code_of(key: bytes, source: str, place: int) -> str:
    """The code of a form: the same for the same press, and not to be guessed."""
    number = int.from_bytes(_digest(key, f"form:{source}:{place}")) % 10 ** (CODE_DIGITS - 2)
    return f"{number * 100 + (1 - number * 100) % _CHECKED:0{CODE_DIGITS}}"


def read_code(typed: str) -> str | None:
    """The code that was typed or opened, however its digits are grouped; None when it is none."""
    digits = _digits(typed) if is_like_code(typed) else ""
    return digits if digits and int(digits) % _CHECKED == 1 else None


def is_like_code(typed: str) -> bool:
    """Whether what was typed has the digits of a code, with nothing between them but what codes are written with."""
    return _LIKE_CODE.fullmatch(typed) is not None


def read_serial(typed: str) -> int | None:
    """The number of a form that was typed in place of its code, None when it is none."""
    found = _LIKE_SERIAL.fullmatch(typed)
    return None if found is None else int(found[1])


def _digits(typed: str) -> str:
    return "".join(one for one in typed if one.isascii() and one.isdigit())


def shown_code(code: str) -> str:
    """A code as it is read out: in groups of four."""
    return " ".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))


def is_due(key: bytes, serial: int) -> bool:
    """Whether a form belongs to the tenth that is keyed twice: always the same, and known to nobody beforehand."""
    return int.from_bytes(_digest(key, f"twice:{serial}")[:8]) % TWICE == 0


def keyer(key: bytes, person_id: int) -> str:
    """What stands for who keyed a form: found again as long as the survey's key is there, and by nothing else."""
    return _digest(key, f"keyer:{person_id}").hex()[:ID_LETTERS]


def _digest(key: bytes, text: str) -> bytes:
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def on_paper(form: Form) -> Form:
    """A form as paper can ask it: without photo, voice and place, its choices in the order in which they stand."""
    return replace(
        form,
        questions=tuple(replace(one, randomize=False) for one in form.questions if one.kind not in IDENTIFYING),
    )


def takes_late(survey: Survey, now: datetime) -> bool:
    """Whether paper that comes after the closing is still taken."""
    ended = survey.closed_at
    return survey.state is SurveyState.CLOSED and ended is not None and now <= ended + LATE


def asked_of_person(survey: Survey, okrugs: int) -> tuple[KeyStage, ...]:
    """What must be told of the person, of all that the survey keeps; there is no choice of one okrug."""
    return tuple(
        stage
        for stage in TRAITS
        if _KEPT[stage] in survey.options.keeps and (stage is not KeyStage.OKRUG or okrugs > 1)
    )


def stage_at(position: str) -> KeyStage:
    """What is asked where a response stands that is not finished."""
    return next((stage for stage, name in TRAITS.items() if name == position), KeyStage.QUESTION)


def with_trait(segment: Segment, stage: KeyStage, value: str) -> Segment:
    """The person with one thing told (empty: not told); raises `ValueError` when it is none."""
    if stage is KeyStage.OKRUG:
        return replace(segment, okrug=value)
    if stage is KeyStage.SEX:
        return replace(segment, sex=Sex(value) if value else None)
    return replace(segment, age=AgeBand(value) if value else None)


def differing(first: Asking, second: Asking) -> tuple[tuple[int, Question], ...]:
    """The questions to which two keyings of one form gave another answer, with their places."""
    one, other = first.counted(), second.counted()
    return tuple(
        (place, question)
        for place, question in enumerate(first.form.questions)
        if question.asks and _same_order(question, one) != _same_order(question, other)
    )


def _same_order(question: Question, counted: Mapping[str, str]) -> object:
    value = counted.get(question.name, "")
    return frozenset(value.split()) if question.kind is QuestionKind.SELECT_MULTIPLE else value


def answered(first: Asking, second: Asking) -> int:
    """How many answers two keyings of a form can be compared by."""
    there = {*first.counted(), *second.counted()}
    return sum(question.asks and question.name in there for question in first.form.questions)
