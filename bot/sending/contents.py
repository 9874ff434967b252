"""What each notice says, asked once for a version of it and said in each language."""

import logging
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.kinds import NoticeKind
from domain.outbox import Notice, Receiver
from screens.outgoing import Outgoing
from storage.database import Database
from texts import words

logger = logging.getLogger(__name__)

REMEMBERED = 200


@dataclass(frozen=True, slots=True)
class Nothing:
    """There is nothing to say any more: the subject is gone, or what was to be reminded of has been done."""


@dataclass(slots=True)
class Contents:
    """What the notices say that are on their way."""

    db: Database
    kinds: Mapping[str, NoticeKind]
    _known: OrderedDict[tuple[int, int], Any] = field(default_factory=OrderedDict)

    async def messages(self, notice: Notice, receiver: Receiver) -> tuple[Outgoing, ...] | None:
        """The messages of a notice for a person, None when nothing is to be said; raises `KeyError` without a kind."""
        kind = self.kinds[notice.kind]
        key = (notice.id, notice.content_version)
        if key not in self._known:
            value = await self.db.read(kind.load, notice)
            self._known[key] = Nothing() if value is None else value
            if len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        value = self._known[key]
        return None if isinstance(value, Nothing) else kind.show(words(receiver.language), value, receiver)

    def forget(self, notice_id: int) -> None:
        """Ask anew what a notice says."""
        for key in [key for key in self._known if key[0] == notice_id]:
            del self._known[key]
