"""The clock as staff see it, full and empty."""

from dataclasses import replace

from domain.audiences import Audience
from domain.clock import ClockState, Going, Planned
from domain.languages import Localized
from domain.outbox import Notice, NoticeState, Policy, Urgency
from domain.topics import Topic
from screens import clock as screens
from tests.screens.samples import BIG, NAME, NOW, ZONE, sample

TITLE = Localized(kk=NAME)
NOTICE = Notice(
    BIG,
    "call_moved",
    "call",
    BIG,
    "v1",
    Topic.COMPETITION,
    Urgency.NORMAL,
    Policy.RESEND,
    NoticeState.SENDING,
    Audience(),
    NOW,
    None,
    1,
    NOW,
    BIG,
    total=10**9,
    sent=10**9,
)
KINDS = ("call_announced", "call_deadline", "call_moved", "call_cancelled")
PLANNED = tuple(Planned(NOW, kind, TITLE) for kind in KINDS * 2)
GOING = tuple(
    Going(replace(NOTICE, state=state), TITLE)
    for state in (NoticeState.SENDING, NoticeState.PAUSED, NoticeState.FANNING)
)

SAMPLES = (
    *(sample(screens.kind_name, kind) for kind in KINDS),
    sample(screens.state, ClockState(GOING * 3, PLANNED, PLANNED), ZONE, wrote=True),
    sample(screens.state, ClockState((Going(NOTICE, None),), (Planned(NOW, KINDS[0], None),), ()), ZONE),
    sample(screens.state, ClockState((), (), ()), ZONE),
)
