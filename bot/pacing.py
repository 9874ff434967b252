"""A bucket of tokens: how quickly something may be done."""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Bucket:
    """Holds up to `burst` tokens and gains `per_second`; `clock` counts seconds and never goes back."""

    per_second: float
    burst: float
    clock: Callable[[], float]
    _tokens: float = field(init=False)
    _at: float = field(init=False)

    def __post_init__(self) -> None:
        self._tokens = self.burst
        self._at = self.clock()

    def take(self) -> float:
        """Take a token, and give the seconds to wait before using it: 0 when one was there."""
        now = self.clock()
        self._tokens = min(self.burst, self._tokens + (now - self._at) * self.per_second)
        self._at = now
        self._tokens -= 1
        return max(0.0, -self._tokens / self.per_second)

    def is_full(self) -> bool:
        """Whether nothing has been taken for so long that a new bucket would be the same."""
        return self._tokens + (self.clock() - self._at) * self.per_second >= self.burst
