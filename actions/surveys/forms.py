"""The forms of surveys, and what keeps one from being opened."""

from domain.surveys.forms import WITH_CHOICES, Form, identifying, read_form
from domain.surveys.sessions import Standing
from domain.surveys.survey import Part, Survey
from domain.surveys.translations import lacks, untranslated, wanted
from storage.database import Connection
from storage.surveys import responses
from storage.surveys import surveys as store

KEPT = 64


class Forms:
    """Forms and surveys that were read once: the form of a version never changes, nor does a version of a survey."""

    def __init__(self) -> None:
        self._read: dict[tuple[int, int], Form] = {}
        self._surveys: dict[int, Survey] = {}

    def standing(self, connection: Connection, survey_id: int, person_id: int) -> Standing | None:
        """How a person stands to a survey, which is not closed until the transaction ends; None when there is none.

        The key is asked for each time: nothing but the database keeps it.
        """
        seen = responses.glimpse(connection, survey_id, person_id)
        if seen is None:
            return None
        survey = self._surveys.get(survey_id)
        if survey is None or survey.version != seen.version:
            survey = store.survey(connection, survey_id)
            if survey is None:
                return None
            if len(self._surveys) >= KEPT:
                self._surveys.clear()
            self._surveys[survey_id] = survey
        return Standing(survey, seen.key, seen.progress)

    def answered(self, connection: Connection, survey_id: int, form_version: int) -> Form:
        """A version of a form that somebody answers; raises `LookupError` when it is not there."""
        key = (survey_id, form_version)
        found = self._read.get(key)
        if found is None:
            found = form_of(connection, survey_id, form_version)
            if found is None:
                raise LookupError(key)
            if len(self._read) >= KEPT:
                self._read.clear()
            self._read[key] = found
        return found


def form_of(connection: Connection, survey_id: int, form_version: int) -> Form | None:
    """A version of a survey's form, None when it has none yet."""
    said = store.definition(connection, survey_id, form_version)
    return None if said is None else read_form(said)


def size(form: Form | None) -> int:
    """How many questions a form asks."""
    return 0 if form is None else len(form.asked)


def hindrances(form: Form | None, survey: Survey) -> dict[Part, tuple[str, ...]]:
    """The names of questions that keep a survey from being opened, by what is wrong with them."""
    if form is None:
        return {}
    found = {
        Part.CHOICES: tuple(one.name for one in form.questions if one.kind in WITH_CHOICES and not one.choices),
        Part.TRANSLATIONS: tuple(_untranslated(form, survey)),
    }
    if survey.anonymous:
        found[Part.NAMED_ONLY] = tuple(question.name for question in identifying(form))
    return {part: names for part, names in found.items() if names}


def _untranslated(form: Form, survey: Survey) -> list[str]:
    languages = wanted(survey.options.one_language)
    found = [name for name in ("title", "about") if lacks(getattr(survey, name), languages)]
    return [*found, *untranslated(form, languages)]
