"""What notices of surveys say: None when there is nothing to say any more."""

from sqlalchemy.engine import Connection

from domain.outbox import Notice
from domain.surveys.forms import read_form
from domain.surveys.survey import Survey, SurveyState, Told
from storage import territories
from storage.surveys import surveys


def open_one(connection: Connection, notice: Notice) -> Told | None:
    """A survey that takes answers."""
    found = surveys.survey(connection, notice.subject_id)
    if found is None or found.state is not SurveyState.OPEN:
        return None
    said = surveys.definition(connection, found.id, found.form_version)
    place = None if found.place is None else territories.territory(connection, found.place.code)
    return Told(found, place, 0 if said is None else len(read_form(said).asked))


def called_off(connection: Connection, notice: Notice) -> Told | None:
    """A survey that was called off."""
    found = surveys.survey(connection, notice.subject_id)
    if found is None or found.state is not SurveyState.CANCELLED:
        return None
    return Told(found, None if found.place is None else territories.territory(connection, found.place.code), 0)


def closed_one(connection: Connection, notice: Notice) -> Survey | None:
    """A survey that has closed."""
    found = surveys.survey(connection, notice.subject_id)
    return found if found is not None and found.state is SurveyState.CLOSED else None


def any_one(connection: Connection, notice: Notice) -> Survey | None:
    """A survey, however it stands."""
    return surveys.survey(connection, notice.subject_id)
