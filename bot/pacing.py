"""How quickly one person's updates are taken, so that nobody holds up the others."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

logger = logging.getLogger(__name__)


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


@dataclass(slots=True)
class _Pace:
    bucket: Bucket
    told: bool = False


@dataclass(slots=True)
class Pacing:
    """The pace of each person; who is too quick is told once, and again only after a rest."""

    new_bucket: Callable[[], Bucket]
    on_flood: Callable[[int], Awaitable[None]]
    _paces: dict[int, _Pace] = field(default_factory=dict)

    async def pause(self, telegram_id: int) -> float:
        """Seconds that the next update of this person has to wait; what no person sent does not."""
        if telegram_id <= 0:
            return 0.0
        pace = self._paces.get(telegram_id)
        if pace is None:
            pace = self._paces[telegram_id] = _Pace(self.new_bucket())
        seconds = pace.bucket.take()
        if seconds > 0 and not pace.told:
            pace.told = True
            await self._tell(telegram_id)
        return seconds

    async def _tell(self, telegram_id: int) -> None:
        try:
            await self.on_flood(telegram_id)
        except Exception as error:
            logger.info("a person could not be told that they are too quick: %s", type(error).__name__)

    def forget_rested(self) -> None:
        """Forget who has been slow for so long that they are as good as new."""
        self._paces = {number: pace for number, pace in self._paces.items() if not pace.bucket.is_full()}
