"""The index of okrugs in memory."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.search import TerritoryIndex
from storage import facts, territories
from storage.database import Database


@dataclass(slots=True)
class Search:
    """The index of okrugs in memory; it is made anew when the territories have changed."""

    _index: TerritoryIndex | None = None
    _loaded: str | None = None
    _checked: datetime | None = None
    _every: timedelta = timedelta(minutes=1)

    async def index(self, db: Database, now: datetime) -> TerritoryIndex:
        """The index as of at most a minute ago."""
        if self._index is not None and self._checked is not None and now - self._checked < self._every:
            return self._index
        loaded = await db.read(facts.fact, facts.TERRITORIES_LOADED)
        if self._index is None or loaded != self._loaded:
            self._index = await asyncio.to_thread(TerritoryIndex, await db.read(territories.homes))
            self._loaded = loaded
        self._checked = now
        return self._index
