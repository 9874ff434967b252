"""The message in which an author watches how an announcement goes, kept up to date until it shows the report."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime

from actions.announcements.progress import report
from actions.context import Context, Shared, meet
from bot.sending.courier import Courier
from bot.sending.pace import Pace
from bot.sending.payloads import to_edit
from domain.outbox import Bad, Gone, Later, NoticeState, Sent
from domain.refusals import Refused
from screens.announcements import sent as screens
from screens.outgoing import Outgoing
from screens.screen import Screen
from storage.outbox import watching
from storage.outbox.watching import Watcher
from texts import words

logger = logging.getLogger(__name__)

EVERY_SECONDS = 3.0
# How much the newest look counts for the speed that is shown.
NEWEST = 0.4
_ENDED = (NoticeState.DONE, NoticeState.STOPPED, NoticeState.CANCELLED, NoticeState.WITHDRAWN)


@dataclass(slots=True)
class _Seen:
    """What was seen of a notice last."""

    ended: int
    at: datetime
    speed: float | None = None


@dataclass(slots=True)
class Progress:
    """Brings the messages up to date; a trouble with one of them is of no importance."""

    shared: Shared
    courier: Courier
    pace: Pace
    clock: Callable[[], datetime]
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    _seen: dict[int, _Seen] = field(default_factory=dict)
    # What each message says, so that it is not told the same again.
    _said: dict[tuple[int, int], Screen] = field(default_factory=dict)

    async def run(self) -> None:
        """Look every few seconds, until cancelled."""
        while True:
            try:
                await self.look()
            except Exception as error:
                logger.warning("the progress of announcements cannot be shown: %s", error)
            await self.sleep(EVERY_SECONDS)

    async def look(self) -> None:
        """Bring every message up to date once."""
        watchers = await self.shared.db.read(watching.watchers)
        for notice in {watcher.notice.id: watcher.notice for watcher in watchers}.values():
            self._measure(notice.id, notice.ended)
        for watcher in watchers:
            await self._tell(watcher)
        known = {(watcher.notice.id, watcher.message_id) for watcher in watchers}
        self._said = {key: screen for key, screen in self._said.items() if key in known}
        self._seen = {number: seen for number, seen in self._seen.items() if number in {one for one, _ in known}}

    def _measure(self, number: int, ended: int) -> None:
        now, before = self.clock(), self._seen.get(number)
        if before is None:
            self._seen[number] = _Seen(ended, now)
            return
        seconds = (now - before.at).total_seconds()
        if seconds <= 0:
            return
        newest = max(0, ended - before.ended) / seconds
        speed = newest if before.speed is None else NEWEST * newest + (1 - NEWEST) * before.speed
        self._seen[number] = _Seen(ended, now, speed)

    async def _tell(self, watcher: Watcher) -> None:
        ended = watcher.notice.state in _ENDED
        screen = await self._screen(watcher, ended=ended)
        key = (watcher.notice.id, watcher.message_id)
        if self._said.get(key) == screen and not ended:
            return
        self.pace.spend(watcher.telegram_id)
        message = Outgoing(screen.text, rows=screen.rows)
        outcome = await self.courier.carry(to_edit(watcher.telegram_id, watcher.message_id, message))
        if isinstance(outcome, Later) and outcome.everyone:
            self.pace.hold(outcome.seconds)
        # A message that is not there any more is not looked for again.
        over = isinstance(outcome, Bad | Gone) or (ended and isinstance(outcome, Sent))
        if isinstance(outcome, Sent):
            self._said[key] = screen
        await self.shared.db.write(watching.shown, watcher, self.clock(), ended=over)

    async def _screen(self, watcher: Watcher, *, ended: bool) -> Screen:
        spoken = words(watcher.language or self.shared.default_language)
        if ended:
            now = self.clock()
            actor = await meet(self.shared, watcher.telegram_id, now)
            ctx = Context(self.shared, actor, now, source=f"progress:{watcher.notice.id}")
            try:
                return screens.report(spoken, await report(ctx, watcher.notice.id))
            except Refused:
                # Who may not see it any more reads that it is through.
                return screens.progress(spoken, watcher.notice)
        seen = self._seen.get(watcher.notice.id)
        speed = None if seen is None else seen.speed
        left = max(0, watcher.notice.total - watcher.notice.ended) / speed if speed else None
        return screens.progress(spoken, watcher.notice, speed, left)
