"""A survey of every kind of question that paper can ask, and who asks it."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

from domain.audiences import Audience
from domain.languages import Localized
from domain.roles import Role
from domain.surveys.forms import Form
from domain.surveys.keying import code_of
from domain.surveys.paper import PaperNames, PaperSheet
from domain.surveys.survey import Options, Survey, SurveyState
from domain.territories import Kind, Level, Territory
from reports.surveys.xlsform import form_of_file
from screens.surveys.paper_names import paper_names

ZONE = timezone(timedelta(hours=5))
NOW = datetime(2026, 11, 27, 10, 0)  # noqa: DTZ001 (the local moment, as expressions see it)
CODES = [code_of(b"key", "press", place) for place in range(40)]


def water() -> Form:
    """Two groups, skips that can be said in a sentence and one that cannot, every kind of question."""
    return form_of_file(Path(__file__).with_name("water.md").read_bytes()).form


def okrug(code: str, kk: str, ru: str) -> Territory:
    """One of the okrugs in which it is asked."""
    return Territory(code, None, Level.OKRUG, Kind.RURAL_OKRUG, Localized(kk=kk, ru=ru), f"/{code}/")


OKRUGS = (okrug("355243000", "Жараспай", "Жараспай"), okrug("355247000", "Қорғантас", "Корганташ"))


def asked(form: Form, options: Options | None = None, *, anonymous: bool = True) -> Survey:
    """The survey of a form."""
    return Survey(
        id=7,
        state=SurveyState.OPEN,
        author_id=1,
        author_role=Role.AKIM,
        place=None,
        title=form.title,
        about=None,
        anonymous=anonymous,
        audience=Audience(()),
        options=options or Options(),
        form_version=1,
        version=1,
        code="ABCDEFGH",
        created_at=datetime(2026, 11, 20, tzinfo=UTC),
        closes_at=datetime(2026, 12, 5, 20, 30, tzinfo=UTC),
    )


def named(survey: Survey, okrugs: tuple[Territory, ...] = OKRUGS) -> PaperNames:
    """How it names who asks and who answers."""
    return paper_names(survey, OKRUGS[0], okrugs)


def sheets(number: int) -> list[PaperSheet]:
    """So many forms."""
    return [PaperSheet(one, CODES[one], f"https://t.me/kenes_bot?start=p{CODES[one]}") for one in range(1, number + 1)]
