"""Who watches how a notice goes, and in which message."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.languages import Language
from domain.outbox import Notice, NoticeState
from storage.outbox.notices import read
from storage.tables.announcements import progress_messages
from storage.tables.outbox import notices
from storage.tables.people import accounts, people


@dataclass(frozen=True, slots=True)
class Watcher:
    """A message in which a person watches a notice."""

    notice: Notice
    person_id: int
    telegram_id: int
    language: Language | None
    message_id: int


def watchers(connection: Connection) -> list[Watcher]:
    """Everyone who watches a notice that has begun and whose end they have not seen."""
    query = (
        sa.select(
            notices,
            progress_messages.c.person_id,
            progress_messages.c.message_id,
            accounts.c.telegram_id,
            people.c.language,
        )
        .join(progress_messages, progress_messages.c.notice_id == notices.c.id)
        .join(people, people.c.id == progress_messages.c.person_id)
        .join(accounts, accounts.c.person_id == people.c.id)
        .where(progress_messages.c.ended.is_(False), notices.c.state != NoticeState.WAITING.value)
    )
    return [
        Watcher(read(row), row.person_id, row.telegram_id, row.language, row.message_id)
        for row in connection.execute(query)
    ]


def shown(connection: Connection, watcher: Watcher, now: datetime, *, ended: bool) -> None:
    """Remember that the message was brought up to date; one that shows the end is left alone from now on."""
    connection.execute(
        progress_messages.update()
        .where(
            progress_messages.c.notice_id == watcher.notice.id,
            progress_messages.c.person_id == watcher.person_id,
            # Who has asked for it anew meanwhile has another message.
            progress_messages.c.message_id == watcher.message_id,
        )
        .values(shown_at=now, ended=ended)
    )
