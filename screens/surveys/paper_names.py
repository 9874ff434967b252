"""What stands on a form on paper besides its questions, in the three languages."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from domain.languages import LANGUAGES, Localized
from domain.people import AgeBand, Sex
from domain.surveys.paper import KEYED_MODES, PaperNames, Trait
from domain.surveys.survey import Kept, Mode, Survey
from domain.territories import Territory
from screens import names
from screens.surveys import names as speech
from texts import Words, words

T = TypeVar("T")


def paper_names(survey: Survey, territory: Territory | None, okrugs: Sequence[Territory]) -> PaperNames:
    """How a survey of a territory names who asks, and what it keeps of a person who lives in one of the okrugs."""
    keeps = survey.options.keeps
    sexes = [one for one in Sex if one is not Sex.SKIPPED]
    ages = [
        one for one in AgeBand if one is not AgeBand.SKIPPED and (survey.options.minors or one is not AgeBand.UNDER_18)
    ]
    asks = {code: speech.who_asks(words(code), survey.author_role, territory) for code in LANGUAGES}
    return PaperNames(
        asks=Localized(**asks),
        heads=_each(Trait, head),
        modes=_each(KEYED_MODES, mode),
        okrugs={one.code: one.names for one in okrugs} if Kept.OKRUG in keeps and len(okrugs) > 1 else {},
        sexes=_each(sexes, names.sex) if Kept.SEX in keeps else {},
        ages=_each(ages, names.age) if Kept.AGE in keeps else {},
    )


def _each(there: Iterable[T], called: Callable[[Words, T], str]) -> dict[T, Localized]:
    return {one: Localized(**{code: called(words(code), one) for code in LANGUAGES}) for one in there}


def head(_: Words, which: Trait) -> str:
    """What stands above a column that is no question."""
    return {
        Trait.CODE: _.plain("Code of the form"),
        Trait.MODE: _.plain("How it was answered"),
        Trait.OKRUG: _.plain("Okrug"),
        Trait.SEX: _.plain("Sex"),
        Trait.AGE: _.plain("Age"),
    }[which]


def mode(_: Words, which: Mode) -> str:
    """How answers came that somebody keyed in."""
    return {
        Mode.PAPER: _.plain("on paper"),
        Mode.PHONE: _.plain("by telephone"),
        Mode.MEETING: _.plain("at a meeting"),
    }[which]
