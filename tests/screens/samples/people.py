"""Registering, and settings."""

from datetime import date

from domain.languages import LANGUAGES
from domain.people import AgeBand, Home, Profile, Sex
from domain.territories import Level
from domain.topics import Mode, Notifications, Quiet, Topic
from screens.people import registration, settings
from tests.screens.samples import CHAIN, NAME, OKRUG, Sample, many, sample

VILLAGES = list(many(Level.SETTLEMENT, 90))
ALL_OFF = Notifications(dict.fromkeys(Topic, Mode.OFF), Quiet(0, 0))

SAMPLES = (
    *(
        Sample(registration.languages, lambda _, first=first: registration.languages(first), alike=True, english=True)  # type: ignore[misc]
        for first in (None, *LANGUAGES)
    ),
    sample(registration.consent, None),
    sample(registration.consent, OKRUG, wrote=True),
    sample(registration.welcome, OKRUG, wrote=True),
    sample(registration.unknown_link),
    sample(registration.other_okrug, OKRUG, wrote=True),
    sample(settings.settings),
    *(sample(settings.language, language, english=True) for language in LANGUAGES),
    sample(settings.home, Home(CHAIN, None, 0), wrote=True),
    Sample(settings.home, lambda _: settings.home(_, Home(CHAIN, VILLAGES[0], 90), changed=True), wrote=True),
    sample(settings.villages, VILLAGES, wrote=True),
    sample(settings.villages, VILLAGES[:8], wrote=True),
    sample(settings.villages, []),
    sample(settings.villages, list(many(Level.SETTLEMENT, 500)), wrote=True),
    sample(settings.profile, Profile()),
    sample(settings.profile, Profile(NAME, Sex.WOMAN, AgeBand.FROM_65, date(2026, 11, 24))),
    sample(settings.ask_sex),
    sample(settings.ask_age),
    sample(settings.notifications, Notifications(), tuple(Topic)),
    sample(settings.notifications, ALL_OFF, tuple(Topic)),
    *(sample(settings.topic, topic, mode) for topic in Topic for mode in Mode),
    sample(settings.quiet, Quiet(0, 0)),
    sample(settings.quiet, Quiet(3, 17)),
    *(sample(settings.my_data, days) for days in (1, 2, 5, 21, 3650)),
    sample(settings.download_ready, caption=True),
    sample(settings.erase_sure),
    sample(settings.erased),
)
