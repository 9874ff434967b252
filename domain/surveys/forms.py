"""The questions of a survey, as XLSForm means them.

An answer has one text form, which is what is stored, what expressions compare and what files carry: a whole number
`12`, a decimal `3.5`, a date `2026-11-27`, a time `09:30`, the name of a choice, names of choices with spaces between
(of a ranking in their order), `OK` for what was acknowledged, the number of a file, a place `latitude longitude`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from domain.languages import LANGUAGES, Language, Localized

ACKNOWLEDGED = "OK"


class QuestionKind(StrEnum):
    """What is asked for, by XLSForm's names; a note asks nothing, and what is calculated is not shown."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    TIME = "time"
    SELECT_ONE = "select_one"
    SELECT_MULTIPLE = "select_multiple"
    RANK = "rank"
    RANGE = "range"
    NOTE = "note"
    ACKNOWLEDGE = "acknowledge"
    IMAGE = "image"
    AUDIO = "audio"
    GEOPOINT = "geopoint"
    CALCULATE = "calculate"


CLOSED = frozenset({QuestionKind.SELECT_ONE, QuestionKind.SELECT_MULTIPLE, QuestionKind.RANK, QuestionKind.ACKNOWLEDGE})
NUMBERS = frozenset({QuestionKind.INTEGER, QuestionKind.DECIMAL, QuestionKind.RANGE})
WITH_CHOICES = frozenset({QuestionKind.SELECT_ONE, QuestionKind.SELECT_MULTIPLE, QuestionKind.RANK})
# What names of choices an answer holds, rather than one value.
SEVERAL = frozenset({QuestionKind.SELECT_MULTIPLE, QuestionKind.RANK})
# A voice, a face or a place tells who somebody is.
IDENTIFYING = frozenset({QuestionKind.IMAGE, QuestionKind.AUDIO, QuestionKind.GEOPOINT})


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice; `filters` are its further columns, by which `choice_filter` picks, `media` the files beside it."""

    name: str
    label: Localized
    filters: Mapping[str, str] = field(default_factory=dict)
    media: Mapping[str, Localized] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """For storage."""
        return _plain(
            {
                "name": self.name,
                "label": self.label.as_dict(),
                "filters": dict(self.filters),
                "media": _texts(self.media),
            }
        )


@dataclass(frozen=True, slots=True)
class Question:
    """One question; expressions are kept as they were written.

    `relevant` holds those of the groups it lies in too, `groups` the names of these, the outermost first. `parameters`
    are those of a range (`start`, `end`, `step`). `list_name` is what its list of choices was called in the file.
    """

    name: str
    kind: QuestionKind
    label: Localized | None = None
    hint: Localized | None = None
    required: str | None = None
    required_message: Localized | None = None
    relevant: str | None = None
    constraint: str | None = None
    constraint_message: Localized | None = None
    list_name: str | None = None
    choices: tuple[Choice, ...] = ()
    choice_filter: str | None = None
    randomize: bool = False
    seed: str | None = None
    appearance: tuple[str, ...] = ()
    parameters: Mapping[str, str] = field(default_factory=dict)
    calculation: str | None = None
    default: str | None = None
    groups: tuple[str, ...] = ()
    media: Mapping[str, Localized] = field(default_factory=dict)

    @property
    def asks(self) -> bool:
        """Whether a person is to answer it."""
        return self.kind not in (QuestionKind.NOTE, QuestionKind.CALCULATE)

    @property
    def shown(self) -> bool:
        """Whether a person sees it."""
        return self.kind is not QuestionKind.CALCULATE

    def choice(self, name: str) -> Choice | None:
        """The choice of that name."""
        return next((choice for choice in self.choices if choice.name == name), None)

    def as_dict(self) -> dict[str, Any]:
        """For storage."""
        return _plain(
            {
                "name": self.name,
                "kind": self.kind.value,
                "label": _text(self.label),
                "hint": _text(self.hint),
                "required": self.required,
                "required_message": _text(self.required_message),
                "relevant": self.relevant,
                "constraint": self.constraint,
                "constraint_message": _text(self.constraint_message),
                "list_name": self.list_name,
                "choices": [choice.as_dict() for choice in self.choices],
                "choice_filter": self.choice_filter,
                "randomize": self.randomize,
                "seed": self.seed,
                "appearance": list(self.appearance),
                "parameters": dict(self.parameters),
                "calculation": self.calculation,
                "default": self.default,
                "groups": list(self.groups),
                "media": _texts(self.media),
            }
        )


@dataclass(frozen=True, slots=True)
class Group:
    """A group of questions and its heading; when it is asked at all stands with each of its questions."""

    name: str
    label: Localized | None = None

    def as_dict(self) -> dict[str, Any]:
        """For storage."""
        return _plain({"name": self.name, "label": _text(self.label)})


@dataclass(frozen=True, slots=True)
class Form:
    """A survey's questions in their order; `languages` are those it is written in, as its columns say."""

    form_id: str
    title: Localized
    version: str = "1"
    default_language: Language = "kk"
    languages: tuple[Language, ...] = LANGUAGES
    questions: tuple[Question, ...] = ()
    groups: tuple[Group, ...] = ()

    def question(self, name: str) -> Question | None:
        """The question of that name."""
        return next((question for question in self.questions if question.name == name), None)

    @property
    def asked(self) -> tuple[Question, ...]:
        """What people are asked, notes left out."""
        return tuple(question for question in self.questions if question.asks)

    def as_dict(self) -> dict[str, Any]:
        """For storage: one version of it."""
        return {
            "form_id": self.form_id,
            "title": self.title.as_dict(),
            "version": self.version,
            "default_language": self.default_language,
            "languages": list(self.languages),
            "questions": [question.as_dict() for question in self.questions],
            "groups": [group.as_dict() for group in self.groups],
        }


def read_form(kept: Mapping[str, Any]) -> Form:
    """The form that `as_dict` wrote."""
    return Form(
        form_id=kept["form_id"],
        title=Localized(**kept["title"]),
        version=kept["version"],
        default_language=kept["default_language"],
        languages=tuple(kept["languages"]),
        questions=tuple(_question(one) for one in kept["questions"]),
        groups=tuple(_group(one) for one in kept.get("groups", ())),
    )


def identifying(form: Form) -> tuple[Question, ...]:
    """The questions whose answers tell who somebody is: an anonymous survey has none."""
    return tuple(question for question in form.questions if question.kind in IDENTIFYING)


def names(value: str) -> tuple[str, ...]:
    """The names of choices in an answer, in their order."""
    return tuple(value.split())


def together(chosen: Iterable[str]) -> str:
    """The answer that holds these names of choices."""
    return " ".join(chosen)


def _question(kept: Mapping[str, Any]) -> Question:
    return Question(
        name=kept["name"],
        kind=QuestionKind(kept["kind"]),
        label=_localized(kept.get("label")),
        hint=_localized(kept.get("hint")),
        required=kept.get("required"),
        required_message=_localized(kept.get("required_message")),
        relevant=kept.get("relevant"),
        constraint=kept.get("constraint"),
        constraint_message=_localized(kept.get("constraint_message")),
        list_name=kept.get("list_name"),
        choices=tuple(_choice(one) for one in kept.get("choices", ())),
        choice_filter=kept.get("choice_filter"),
        randomize=kept.get("randomize", False),
        seed=kept.get("seed"),
        appearance=tuple(kept.get("appearance", ())),
        parameters=dict(kept.get("parameters", {})),
        calculation=kept.get("calculation"),
        default=kept.get("default"),
        groups=tuple(kept.get("groups", ())),
        media=_media(kept.get("media", {})),
    )


def _choice(kept: Mapping[str, Any]) -> Choice:
    return Choice(
        kept["name"], Localized(**kept["label"]), dict(kept.get("filters", {})), _media(kept.get("media", {}))
    )


def _group(kept: Mapping[str, Any]) -> Group:
    return Group(kept["name"], _localized(kept.get("label")))


def _localized(kept: Mapping[str, str] | None) -> Localized | None:
    return None if kept is None else Localized(**kept)


def _media(kept: Mapping[str, Mapping[str, str]]) -> dict[str, Localized]:
    return {kind: Localized(**text) for kind, text in kept.items()}


def _text(text: Localized | None) -> dict[str, str] | None:
    return None if text is None else text.as_dict()


def _texts(texts: Mapping[str, Localized]) -> dict[str, dict[str, str]]:
    return {kind: text.as_dict() for kind, text in texts.items()}


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    # What is empty is left out: most questions have few of all these.
    return {key: value for key, value in values.items() if value not in (None, [], {}, False)}
