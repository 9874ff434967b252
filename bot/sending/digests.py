"""The daily digest of a person: one message, a line for each thing that waited for it."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.sending.contents import Contents
from domain.outbox import NOTHING_TO_SAY, Notice, NoticeState, Receiver
from domain.topics import Mode
from screens.digest import digest
from screens.outgoing import Outgoing
from storage.database import Database
from storage.outbox import digests as store
from storage.outbox.claiming import Claimed
from storage.outbox.recording import Collected
from storage.troubles import is_passing
from texts import Html, words

logger = logging.getLogger(__name__)

_OVER = (NoticeState.STOPPED, NoticeState.CANCELLED, NoticeState.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Digest:
    """A person's digest, no message when there is nothing to tell; and what becomes of all that waited for it."""

    messages: tuple[Outgoing, ...]
    collected: tuple[Collected, ...]


@dataclass(slots=True)
class Digests:
    """Collects what waits for a person."""

    db: Database
    contents: Contents
    clock: Callable[[], datetime]

    def is_one(self, claimed: Claimed) -> bool:
        """Whether this delivery is a digest."""
        return claimed.notice.kind == store.KIND

    async def of(self, claimed: Claimed) -> Digest:
        """The digest of the person whom the delivery is for."""
        lines: list[Html] = []
        collected: list[Collected] = []
        for number, notice, theirs in await self.db.read(store.waiting, claimed.person_id or 0):
            line, why = await self._line(notice, claimed.receiver) if theirs else (None, "not theirs")
            collected.append(Collected(number, notice.id, why))
            if line is not None:
                lines.append(line)
        if not lines:
            return Digest((), tuple(collected))
        shown = digest(words(claimed.receiver.language), lines)
        return Digest((Outgoing(shown.text, rows=shown.rows),), tuple(collected))

    async def _line(self, notice: Notice, receiver: Receiver) -> tuple[Html | None, str | None]:
        """The line, or why there is none."""
        if notice.state in _OVER:
            return None, notice.state.value
        if notice.useless_after is not None and self.clock() >= notice.useless_after:
            return None, "too_late"
        if receiver.notifications is not None and receiver.notifications.mode(notice.topic) is Mode.OFF:
            return None, "off"
        try:
            line = await self.contents.line(notice, words(receiver.language))
        except Exception as error:
            if is_passing(error):
                raise
            logger.exception("notice %d has no line for a digest", notice.id)
            return None, "trouble here"
        return line, None if line is not None else NOTHING_TO_SAY
