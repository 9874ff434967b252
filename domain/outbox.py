"""Notices and their deliveries: one thing to say, and its way to each who shall hear it."""

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum

from domain.audiences import Audience
from domain.languages import Language
from domain.territories import Place
from domain.topics import Mode, Notifications, Topic

# More unasked messages than this in a day go into the digest.
UNASKED_A_DAY = 3
DIGEST_EVERY = timedelta(days=1)
# Why a delivery was skipped whose notice had nothing to say any more.
NOTHING_TO_SAY = "nothing to say"


class Urgency(StrEnum):
    """What a notice may pass: an urgent one and one that the person asked for pass quiet hours, choices and limits.

    A digest passes choices and limits, and waits while it is quiet.
    """

    NORMAL = "normal"
    URGENT = "urgent"
    ASKED = "asked"
    DIGEST = "digest"


class Policy(StrEnum):
    """What becomes of a message that was on its way when the process died: nobody can know whether it arrived."""

    RESEND = "resend"
    SKIP = "skip"


class NoticeState(StrEnum):
    """Where a notice stands."""

    WAITING = "waiting"
    FANNING = "fanning"
    SENDING = "sending"
    PAUSED = "paused"
    DONE = "done"
    STOPPED = "stopped"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"


class DeliveryState(StrEnum):
    """Where one delivery stands; the last six are final."""

    QUEUED = "queued"
    SENDING = "sending"
    DIGEST = "digest"
    SENT = "sent"
    BLOCKED = "blocked"
    GONE = "gone"
    FAILED = "failed"
    SKIPPED = "skipped"
    UNSURE = "unsure"


class Task(StrEnum):
    """What is to be done with a delivery: send it, or change or take back what was sent."""

    SEND = "send"
    EDIT = "edit"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class NewNotice:
    """One thing to say; unique by kind, subject, subject id and occurrence. Times are UTC.

    `kind` says how it is shown, `occurrence` which time it is (a week of a repeat, a rung of a ladder, a step).
    `useless_after` is when nobody needs it any more; `place` is where it belongs, for reports.
    """

    kind: str
    subject: str
    subject_id: int
    occurrence: str
    topic: Topic
    audience: Audience
    send_from: datetime
    useless_after: datetime | None = None
    urgency: Urgency = Urgency.NORMAL
    policy: Policy = Policy.RESEND
    place: Place | None = None
    created_by: int | None = None
    content_version: int = 1


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice as it is remembered, with its counters: deliveries made, and how each of them ended so far."""

    id: int
    kind: str
    subject: str
    subject_id: int
    occurrence: str
    topic: Topic
    urgency: Urgency
    policy: Policy
    state: NoticeState
    audience: Audience
    send_from: datetime
    useless_after: datetime | None
    content_version: int
    created_at: datetime
    created_by: int | None
    total: int = 0
    sent: int = 0
    blocked: int = 0
    gone: int = 0
    failed: int = 0
    skipped: int = 0
    unsure: int = 0
    digest: int = 0

    @property
    def ended(self) -> int:
        """How many deliveries are through, however they ended."""
        return self.sent + self.blocked + self.gone + self.failed + self.skipped + self.unsure + self.digest


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who a delivery is for, as it is looked up again at the moment of sending; a group has no choices.

    `now` is that moment in local time, None when something that was sent already is changed.
    """

    chat_id: int | None
    language: Language
    blocked: bool = False
    notifications: Notifications | None = None
    unasked_today: int = 0
    village_or_okrug: str | None = None
    now: datetime | None = None
    # They were chosen by a role that they do not hold any more.
    left_role: bool = False


@dataclass(frozen=True, slots=True)
class Send:
    """Send it now."""


@dataclass(frozen=True, slots=True)
class Hold:
    """Wait until then."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Drop:
    """Do not send it; the state and the word that say why."""

    state: DeliveryState
    why: str


@dataclass(frozen=True, slots=True)
class IntoDigest:
    """Put it into the person's next digest."""


Decision = Send | Hold | Drop | IntoDigest


def decide(notice: Notice, receiver: Receiver, now: datetime, zone: tzinfo) -> Decision:
    """What to do with a delivery at the moment of sending: the last look before it leaves."""
    if notice.state in (NoticeState.STOPPED, NoticeState.CANCELLED, NoticeState.WITHDRAWN):
        return Drop(DeliveryState.SKIPPED, notice.state.value)
    if notice.useless_after is not None and now >= notice.useless_after:
        return Drop(DeliveryState.SKIPPED, "too_late")
    if receiver.chat_id is None:
        return Drop(DeliveryState.GONE, "left")
    if receiver.blocked:
        return Drop(DeliveryState.BLOCKED, "blocked")
    if receiver.left_role:
        return Drop(DeliveryState.SKIPPED, "not theirs")
    if receiver.notifications is None or notice.urgency in (Urgency.URGENT, Urgency.ASKED):
        return Send()
    return _by_choice(notice, receiver, receiver.notifications, now, zone)


def _by_choice(notice: Notice, receiver: Receiver, chosen: Notifications, now: datetime, zone: tzinfo) -> Decision:
    mode = Mode.AT_ONCE if notice.urgency is Urgency.DIGEST else chosen.mode(notice.topic)
    if mode is Mode.OFF:
        return Drop(DeliveryState.SKIPPED, "off")
    until = chosen.quiet.ends_after(now, zone)
    if until > now:
        if notice.useless_after is not None and until >= notice.useless_after:
            return Drop(DeliveryState.SKIPPED, "quiet")
        return Hold(until)
    if notice.urgency is Urgency.DIGEST:
        return Send()
    # The next digest is at most a day away: what is useless by then comes at once.
    keeps = notice.useless_after is None or notice.useless_after - now >= DIGEST_EVERY
    if keeps and (mode is Mode.DIGEST or receiver.unasked_today >= UNASKED_A_DAY):
        return IntoDigest()
    return Send()


@dataclass(frozen=True, slots=True)
class Sent:
    """Telegram took it: one message, or as many as an album has pictures."""

    message_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Later:
    """Telegram asked to wait, or could not be reached before it took anything; `everyone` when all must wait."""

    seconds: float
    why: str
    everyone: bool = False


@dataclass(frozen=True, slots=True)
class Gone:
    """This chat is closed to us for good: `blocked` can be undone by the person, the rest not."""

    blocked: bool
    why: str


@dataclass(frozen=True, slots=True)
class Moved:
    """The group has another id now."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class Bad:
    """Telegram refuses this message, and would again."""

    why: str


@dataclass(frozen=True, slots=True)
class Lost:
    """The answer was lost: it may have arrived, or not."""

    why: str


Outcome = Sent | Later | Gone | Moved | Bad | Lost
