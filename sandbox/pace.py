"""Telegram's pace: how many messages a bot may send, and how long it must wait when it sent more."""

import math
from collections import deque
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal

from sandbox.errors import ApiError, ControlError

BURST_IN_CHAT = 3
"""Messages that one chat takes at once in bucket mode before it falls back to its rate."""

ROUNDING = 1e-4
"""Part of a message that may be missing: Unix time in a float is no finer."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The pace in force."""

    on: bool = False
    global_per_second: float = 30
    chat_per_second: float = 1
    group_per_minute: float = 20
    window: Literal["bucket", "rolling"] = "bucket"


class Bucket:
    """Tokens that come back at a steady rate, at most `burst` of them."""

    def __init__(self, rate: float, burst: float, now: float) -> None:
        self.rate, self.burst = rate, burst
        self.tokens, self.at = burst, now

    def wait(self, count: int, now: float) -> float:
        """Return the seconds until `count` messages may go, 0 for now."""
        self.tokens = min(self.burst, self.tokens + (now - self.at) * self.rate)
        self.at = now
        missing = min(count, self.burst) - self.tokens
        return missing / self.rate if missing > ROUNDING else 0.0

    def take(self, count: int, now: float) -> None:
        """Spend tokens for messages that went."""
        self.tokens -= count


class Window:
    """At most `most` messages in any `seconds` in a row."""

    def __init__(self, most: float, seconds: float) -> None:
        self.most, self.seconds = max(1, int(most)), seconds
        self.sent: deque[float] = deque()

    def wait(self, count: int, now: float) -> float:
        """Return the seconds until `count` messages may go, 0 for now."""
        while self.sent and self.sent[0] <= now - self.seconds:
            self.sent.popleft()
        over = len(self.sent) + min(count, self.most) - self.most
        return self.sent[over - 1] + self.seconds - now if over > 0 else 0.0

    def take(self, count: int, now: float) -> None:
        """Remember messages that went."""
        self.sent.extend([now] * count)


Gauge = Bucket | Window


class Pace:
    """The gauges of the whole bot and of each chat."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.limits = Limits()
        self._clock = clock
        self._all: Gauge | None = None
        self._chats: dict[int, Gauge] = {}

    def set(self, given: dict[str, Any]) -> dict[str, Any]:
        """Put another pace in force; what is not named keeps its value."""
        known = {field.name for field in fields(Limits)}
        wrong = [name for name, value in given.items() if name not in known or not suits(name, value)]
        if wrong:
            raise ControlError(400, f"The pace cannot be set: {', '.join(wrong)}.")
        self.limits = Limits(**{**asdict(self.limits), **given})
        self._all = None
        self._chats.clear()
        return self.view()

    def view(self) -> dict[str, Any]:
        """Return the pace in force."""
        return asdict(self.limits)

    def _gauge(self, per_second: float, burst: float, most: float, seconds: float) -> Gauge:
        if self.limits.window == "rolling":
            return Window(most, seconds)
        return Bucket(per_second, burst, self._clock())

    def take(self, chat: int, group: bool, count: int) -> None:
        """Let `count` messages go to a chat, or raise 429 with the seconds to wait."""
        limits = self.limits
        if not limits.on:
            return
        if self._all is None:
            rate = limits.global_per_second
            self._all = self._gauge(rate, rate, rate, 1)
        gauge = self._chats.get(chat)
        if gauge is None:
            rate, most = limits.chat_per_second, limits.group_per_minute
            gauge = self._gauge(most / 60, most, most, 60) if group else self._gauge(rate, BURST_IN_CHAT, rate, 1)
            self._chats[chat] = gauge
        now = self._clock()
        wait = max(self._all.wait(count, now), gauge.wait(count, now))
        if wait > 0:
            seconds = math.ceil(wait)
            raise ApiError(429, f"Too Many Requests: retry after {seconds}", seconds)
        self._all.take(count, now)
        gauge.take(count, now)


def suits(name: str, value: Any) -> bool:
    """Say whether a value can stand for this setting."""
    if name == "on":
        return isinstance(value, bool)
    if name == "window":
        return value in ("bucket", "rolling")
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value > 0
