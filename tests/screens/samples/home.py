"""The menu, help and what is said to the unexpected."""

from domain.people import Actor
from domain.roles import Grant, Role
from screens import home
from tests.screens.samples import NAME, NOW, OKRUG, Sample, sample
from texts import escaped

EVERYTHING = Actor(
    1,
    1001,
    language="kk",
    agreed_at=NOW,
    home=OKRUG.place,
    registered_at=NOW,
    grants=tuple(Grant(number, role) for number, role in enumerate(Role, 1)),
)
TWENTY_ROLES = (f"әкім, {NAME}",) * 20

SAMPLES = (
    sample(home.menu, Actor(0, 1001)),
    sample(home.menu, EVERYTHING),
    Sample(home.menu, lambda _: home.menu(_, EVERYTHING, greeting=escaped(NAME), roles=TWENTY_ROLES), wrote=True),
    Sample(home.menu, lambda _: home.menu(_, EVERYTHING, begun=3)),
    sample(home.to_menu),
    sample(home.back, "settings"),
    sample(home.about),
    Sample(home.offered, lambda _: home.offered(_, EVERYTHING, NAME * 10), wrote=True),
    sample(home.question_stands),
    sample(home.not_awaited),
    sample(home.not_understood),
    sample(home.edited),
    sample(home.not_your_contact),
    sample(home.in_group),
    sample(home.slow_down),
)
