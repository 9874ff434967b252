"""The pulse: when the bot last heard from Telegram and how long people wait."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

SILENCE = timedelta(minutes=2)
WAIT = timedelta(minutes=5)
STORING = timedelta(seconds=10)


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class Pulse:
    """What receiving knows about itself; it writes the attributes, `/health` reads them. Times are UTC."""

    # With a webhook nothing may come for a whole night, so only a poller's silence means trouble.
    polling: bool = True
    started_at: datetime = field(default_factory=_now)
    # The last answer to getUpdates, empty ones too, or the last webhook.
    received_at: datetime | None = None
    # When the oldest update that is still not handled was received.
    oldest_waiting_at: datetime | None = None
    # Since when something could not be stored, None when nothing waits for that.
    storing_since: datetime | None = None

    def deaf(self, now: datetime) -> bool:
        """Whether Telegram has not been heard for so long that something may be wrong."""
        return self.polling and now - (self.received_at or self.started_at) > SILENCE

    def troubles(self, now: datetime) -> list[str]:
        """What stands still, a sentence each."""
        found = []
        if self.deaf(now):
            found.append(f"Telegram has not answered getUpdates for more than {SILENCE.seconds} seconds")
        if self.storing_since is not None and now - self.storing_since > STORING:
            found.append(f"updates have not been stored for more than {STORING.seconds} seconds")
        if self.oldest_waiting_at is not None and now - self.oldest_waiting_at > WAIT:
            found.append(f"an update has been waiting for more than {WAIT.seconds} seconds")
        return found
