"""What parts of surveys are called."""

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo

from domain.audiences import Audience, RuleKind
from domain.languages import Language, Localized
from domain.people import AgeBand, Sex
from domain.roles import Area, Role
from domain.surveys.survey import GRACE, Kept, Part, Survey, SurveyState
from domain.surveys.targets import Target
from domain.territories import Territory
from screens import names
from texts import Html, Words, escaped

NAMED_MOST = 6


def title(_: Words, survey: Survey) -> str:
    """What a survey is called, in the reader's language or the nearest that is there."""
    return _.plain("without a title yet") if survey.title is None else said(_, survey, survey.title)


def said(_: Words, survey: Survey, text: Localized) -> str:
    """What the author wrote, in the one language of the survey or the reader's."""
    return text.in_(_language_of(_, survey))


def _language_of(_: Words, survey: Survey) -> Language:
    """The language in which a survey is read."""
    return survey.options.one_language or _.language


def heading(_: Words, survey: Survey) -> Html:
    """The title as a heading."""
    return Html(f"<b>{escaped(title(_, survey))}</b>")


def state(_: Words, survey: Survey, now: datetime, zone: tzinfo) -> Html:
    """Where a survey stands."""
    if survey.closing(now) and survey.closes_at is not None:
        until = moment(_, survey.closes_at + GRACE, zone)
        return _("⏳ Closing: what was answered in time is still taken until {when}", when=until)
    if survey.state is SurveyState.PLANNED:
        return _("🕗 Opens: {when}", when=moment(_, survey.opens_at, zone))
    if survey.state is SurveyState.OPEN:
        return _("🟢 Open until: {when}", when=moment(_, survey.closes_at, zone))
    if survey.state is SurveyState.CLOSED:
        return _("🏁 Closed: {when}", when=moment(_, survey.closed_at, zone))
    if survey.state is SurveyState.CANCELLED:
        return _("✖️ Called off: {when}", when=moment(_, survey.closed_at, zone))
    return _("✏️ Not opened yet")


def moment(_: Words, at: datetime | None, zone: tzinfo) -> str:
    """A moment, a dash when there is none."""
    return "—" if at is None else _.moment(at, zone)


def asks_by_name(_: Words, survey: Survey) -> str:
    """Whether it is known who said what."""
    return _.plain("anonymous") if survey.anonymous else _.plain("with names")


def part(_: Words, which: Part) -> str:
    """What is still missing before a survey can open."""
    return {
        Part.TITLE: _.plain("the title"),
        Part.QUESTIONS: _.plain("questions"),
        Part.AUDIENCE: _.plain("whom it asks"),
        Part.CLOSES: _.plain("until when it is open"),
        Part.CHOICES: _.plain("choices to choose from"),
        Part.TRANSLATIONS: _.plain("texts in Kazakh or Russian"),
        Part.NAMED_ONLY: _.plain("questions for voice, photo or place: these cannot be anonymous"),
    }[which]


def kept(_: Words, which: Kept) -> str:
    """What is copied from a profile."""
    return {
        Kept.OKRUG: _.plain("okrug"),
        Kept.SEX: _.plain("sex"),
        Kept.AGE: _.plain("age group"),
        Kept.LANGUAGE: _.plain("language"),
    }[which]


def kept_all(_: Words, survey: Survey) -> str:
    """All that is copied from a profile, in one line."""
    return ", ".join(kept(_, one) for one in survey.options.keeps)


def people(_: Words, territory: Territory | None, sex: Sex | None, age: AgeBand | None) -> str:
    """Whose answers are counted together; everybody where nothing is said."""
    parts = [] if territory is None else [territory.names.in_(_.language)]
    parts += [] if sex is None else [names.sex(_, sex)]
    parts += [] if age is None else [names.age(_, age)]
    return ", ".join(parts) or _.plain("all together")


def wanted(_: Words, targets: Sequence[Target], territories: Mapping[str, Territory]) -> str:
    """How many answers are wanted of whom, in one line."""
    listed = [
        f"{people(_, territories.get(one.okrug or ''), one.sex, one.age)}: {_.number(one.number)}"
        for one in targets[:NAMED_MOST]
    ]
    more = len(targets) - NAMED_MOST
    if not listed:
        return _.plain("as many as come")
    said = "; ".join(listed)
    return said if more <= 0 else _.plain("{listed} and {number} more", listed=said, number=more)


def who_asks(_: Words, role: Role, territory: Territory | None) -> str:
    """Who asks: an office and its territory, never a name."""
    office = {
        Role.AKIM: _.plain("the akimat"),
        Role.ASSISTANT: _.plain("the akimat"),
        Role.COMMITTEE: _.plain("the planning committee"),
    }.get(role, _.plain("the project"))
    return office if territory is None else f"{office}, {territory.names.in_(_.language)}"


def audience(_: Words, asked: Audience, territories: Mapping[str, Territory]) -> str:
    """Whom a survey asks, in one line."""
    including = asked.including()
    if not including:
        return _.plain("nobody yet")
    found: list[str] = []
    if areas := including.get(RuleKind.MEMBERS):
        found.extend(names.area(_, Area(key.partition(".")[0])) for key in areas)
    codes = [*including.get(RuleKind.TERRITORY, ()), *including.get(RuleKind.VILLAGE, ())]
    if RuleKind.VILLAGE in including:
        codes = list(including[RuleKind.VILLAGE])
    found.extend(territories[code].names.in_(_.language) for code in codes if code in territories)
    found.extend(
        names.LANGUAGE_NAMES[code] for code in names.LANGUAGE_NAMES if code in including.get(RuleKind.LANGUAGE, ())
    )
    found.extend(names.area(_, Area(key)) for key in including.get(RuleKind.INTEREST, ()))
    more = len(found) - NAMED_MOST
    listed = ", ".join(found[:NAMED_MOST])
    return listed if more <= 0 else _.plain("{listed} and {number} more", listed=listed, number=more)
