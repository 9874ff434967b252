"""The last look before a message leaves, case by case."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.audiences import Audience
from domain.outbox import (
    UNASKED_A_DAY,
    Decision,
    DeliveryState,
    Drop,
    Hold,
    IntoDigest,
    Notice,
    NoticeState,
    Policy,
    Receiver,
    Send,
    Urgency,
    decide,
)
from domain.topics import Mode, Notifications, Quiet, Topic

ZONE = ZoneInfo("Asia/Almaty")
# Local time is five hours on: noon, and nine in the evening with morning at 03:00 UTC.
NOON, EVENING, MORNING = (datetime(2026, 11, day, hour, tzinfo=UTC) for day, hour in ((24, 7), (24, 16), (25, 3)))
NOTICE = Notice(
    id=1,
    kind="announcement",
    subject="announcement",
    subject_id=1,
    occurrence="1",
    topic=Topic.ANNOUNCEMENTS,
    urgency=Urgency.NORMAL,
    policy=Policy.RESEND,
    state=NoticeState.SENDING,
    audience=Audience(),
    send_from=NOON,
    useless_after=None,
    content_version=1,
    created_at=NOON,
    created_by=None,
)
AIGUL = Receiver(chat_id=1001, language="kk", notifications=Notifications())
URGENT, ASKED, DIGEST = (replace(NOTICE, urgency=one) for one in (Urgency.URGENT, Urgency.ASKED, Urgency.DIGEST))
OFF, LATER = (replace(AIGUL, notifications=Notifications({Topic.ANNOUNCEMENTS: m})) for m in (Mode.OFF, Mode.DIGEST))
TOLD_ENOUGH = replace(AIGUL, unasked_today=UNASKED_A_DAY)
GROUP = Receiver(chat_id=-100, language="kk")


def until(moment: datetime) -> Notice:
    return replace(NOTICE, useless_after=moment)


def over(state: NoticeState) -> Notice:
    return replace(NOTICE, state=state)


@pytest.mark.parametrize(
    ("notice", "receiver", "now", "decided"),
    [
        (NOTICE, AIGUL, NOON, Send()),
        (NOTICE, replace(AIGUL, unasked_today=UNASKED_A_DAY - 1), NOON, Send()),
        # Quiet hours
        (NOTICE, AIGUL, EVENING, Hold(MORNING)),
        (NOTICE, AIGUL, EVENING - timedelta(seconds=1), Send()),
        (NOTICE, AIGUL, MORNING, Send()),
        (NOTICE, replace(AIGUL, notifications=Notifications({}, Quiet(0, 0))), EVENING, Send()),
        (NOTICE, GROUP, EVENING, Send()),
        (URGENT, AIGUL, EVENING, Send()),
        (ASKED, AIGUL, EVENING, Send()),
        (DIGEST, AIGUL, EVENING, Hold(MORNING)),
        (until(MORNING), AIGUL, EVENING, Drop(DeliveryState.SKIPPED, "quiet")),
        (until(MORNING + timedelta(seconds=1)), AIGUL, EVENING, Hold(MORNING)),
        # Choices
        (NOTICE, OFF, NOON, Drop(DeliveryState.SKIPPED, "off")),
        (NOTICE, LATER, NOON, IntoDigest()),
        (URGENT, OFF, NOON, Send()),
        (ASKED, OFF, NOON, Send()),
        (DIGEST, OFF, NOON, Send()),
        (DIGEST, LATER, NOON, Send()),
        (replace(NOTICE, topic=Topic.FOLLOWED), AIGUL, NOON, IntoDigest()),
        # At most three a day
        (NOTICE, TOLD_ENOUGH, NOON, IntoDigest()),
        (URGENT, TOLD_ENOUGH, NOON, Send()),
        (ASKED, TOLD_ENOUGH, NOON, Send()),
        (DIGEST, TOLD_ENOUGH, NOON, Send()),
        # What is useless by the next digest comes at once
        (until(NOON + timedelta(hours=23)), TOLD_ENOUGH, NOON, Send()),
        (until(NOON + timedelta(hours=23)), LATER, NOON, Send()),
        (until(NOON + timedelta(days=1)), TOLD_ENOUGH, NOON, IntoDigest()),
        # Too late
        (until(NOON), AIGUL, NOON, Drop(DeliveryState.SKIPPED, "too_late")),
        (until(NOON + timedelta(seconds=1)), AIGUL, NOON, Send()),
        (replace(URGENT, useless_after=NOON), AIGUL, NOON, Drop(DeliveryState.SKIPPED, "too_late")),
        # Who is not there
        (NOTICE, replace(AIGUL, chat_id=None), NOON, Drop(DeliveryState.GONE, "left")),
        (NOTICE, replace(AIGUL, blocked=True), NOON, Drop(DeliveryState.BLOCKED, "blocked")),
        (URGENT, replace(AIGUL, blocked=True), NOON, Drop(DeliveryState.BLOCKED, "blocked")),
        (NOTICE, replace(GROUP, chat_id=None), NOON, Drop(DeliveryState.GONE, "left")),
        # What is not wanted any more, for whoever
        (over(NoticeState.STOPPED), AIGUL, NOON, Drop(DeliveryState.SKIPPED, "stopped")),
        (over(NoticeState.CANCELLED), AIGUL, NOON, Drop(DeliveryState.SKIPPED, "cancelled")),
        (over(NoticeState.WITHDRAWN), replace(AIGUL, chat_id=None), NOON, Drop(DeliveryState.SKIPPED, "withdrawn")),
    ],
)
def test_the_last_look_decides(notice: Notice, receiver: Receiver, now: datetime, decided: Decision) -> None:
    assert decide(notice, receiver, now, ZONE) == decided
