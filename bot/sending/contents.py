"""What each notice says, asked once for a version of it and said in each language."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.kinds import NoticeKind
from domain.outbox import Notice, Receiver
from screens.outgoing import Outgoing
from storage.database import Database
from texts import Html, Words, words

REMEMBERED = 200
# A notice that waits for the morning says what is so in the morning.
GOOD_FOR = timedelta(seconds=60)


@dataclass(slots=True)
class Contents:
    """What the notices say that are on their way."""

    db: Database
    kinds: Mapping[str, NoticeKind]
    clock: Callable[[], datetime]
    # What was loaded, None when there was nothing to say, and until when it is good.
    _known: OrderedDict[tuple[int, int], tuple[Any, datetime]] = field(default_factory=OrderedDict)

    async def messages(self, notice: Notice, receiver: Receiver) -> tuple[Outgoing, ...] | None:
        """The messages of a notice for a person, None when nothing is to be said; raises `KeyError` without a kind."""
        value = await self.load(notice)
        return None if value is None else self.kinds[notice.kind].show(words(receiver.language), value, receiver)

    async def line(self, notice: Notice, spoken: Words) -> Html | None:
        """A notice in one line of a digest, None when nothing is to be said."""
        value = await self.load(notice)
        return None if value is None else self.kinds[notice.kind].line(spoken, value)

    async def load(self, notice: Notice) -> Any:
        """What a notice says, as its kind knows it; None when nothing is to be said."""
        kind = self.kinds[notice.kind]
        key = (notice.id, notice.content_version)
        known = self._known.get(key)
        if known is not None and self.clock() < known[1]:
            return known[0]
        value = await self.db.read(kind.load, notice)
        self._known[key] = (value, self.clock() + GOOD_FOR)
        self._known.move_to_end(key)
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return value
