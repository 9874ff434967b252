"""What roles, areas, topics and territories are called."""

from domain.people import AgeBand, Sex
from domain.roles import Area, Grant, Position, Role
from domain.topics import Mode, Topic
from screens import names
from screens.people import own_data
from tests.screens.samples import CHAIN, OKRUG, sample

DIGITS = set(AgeBand) - {AgeBand.SKIPPED, AgeBand.UNDER_18, AgeBand.FROM_65}

SAMPLES = (
    *(sample(names.role, role) for role in Role),
    *(sample(names.area, area) for area in Area),
    *(sample(names.position, position) for position in Position),
    *(sample(names.sex, sex) for sex in (None, *Sex)),
    *(sample(names.age, age, alike=age in DIGITS) for age in (None, *AgeBand)),
    *(sample(names.topic, topic) for topic in Topic),
    *(sample(names.mode, mode) for mode in Mode),
    sample(names.held, Grant(1, Role.STAFF), None),
    sample(names.held, Grant(1, Role.COMMITTEE, OKRUG.place, Area.SOCIAL, Position.SECRETARY), OKRUG, wrote=True),
    sample(names.held, Grant(1, Role.COMMITTEE, OKRUG.place, Area.SOCIAL, Position.MEMBER), OKRUG, wrote=True),
    sample(names.way, CHAIN, wrote=True),
    *(sample(own_data.label, column) for column in ("people.village_code", "profiles.sex", "grants.role")),
    sample(own_data.value, "profiles.sex", "woman"),
    sample(own_data.value, "grants.area", "social"),
    sample(own_data.value, "notification_choices.mode", "off"),
)
