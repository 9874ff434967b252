"""What tests of issues begin with: categories by their key, and issues that were told by a line of code."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from actions.issues import reading, reporting, sending
from domain.contents import Attached, Content
from domain.issues.issue import Issue, Thread
from domain.issues.report import Report
from domain.people import Actor
from storage.issues import reading as stored
from storage.tables.issues import issue_categories, issues
from tests.actions.conftest import Council

NO_SIGNAL = "В селе нет мобильной связи, не дозвониться до скорой"


async def category(council: Council, key: str) -> int:
    """The number of a category of the seed."""
    query = sa.select(issue_categories.c.id).where(issue_categories.c.key == key)
    return int(await council.db.read(lambda connection: connection.execute(query).scalar_one()))


async def began(council: Council, who: Actor, text: str = NO_SIGNAL, about: str = "mobile") -> Report:
    """A draft with words."""
    begun = await reporting.begin(council.ctx(who), await category(council, about))
    return await reporting.take(council.ctx(who), begun.issue.id, Content(next(council.numbers), text))


async def told(council: Council, who: Actor, text: str = NO_SIGNAL, about: str = "mobile") -> Thread:
    """An issue that somebody sent, whatever others are like it."""
    draft = await began(council, who, text, about)
    sent = await sending.send(council.ctx(who), draft.issue.id, draft.issue.version, sure=True)
    assert isinstance(sent, Thread)
    return sent


async def shape(council: Council, number: int, **values: Any) -> None:
    """Bring an issue into a state which others' verbs would bring it to."""
    await council.db.write(
        lambda connection: connection.execute(issues.update().where(issues.c.id == number).values(values))
    )


async def stored_issue(council: Council, number: int) -> Issue:
    """An issue as it is remembered."""
    found = await council.db.read(stored.issue, number)
    assert found is not None
    return found


async def seen(council: Council, who: Actor, number: int) -> Thread:
    """Its thread as somebody sees it."""
    return await reading.thread(council.ctx(who), number)


def a_day_later(council: Council) -> Council:
    """When neighbours see what was told now."""
    return council.later(timedelta(hours=25))


def photo(message_id: int, text: str = "") -> Content:
    """A photo as it comes from Telegram."""
    return Content(message_id, text, (), Attached("photo", f"photo-{message_id}", f"u{message_id}", 1000, "image/jpeg"))


def voice(message_id: int, seconds: int = 20) -> Content:
    """A voice message of so many seconds."""
    attached = Attached("voice", f"voice-{message_id}", f"v{message_id}", 1000, "audio/ogg", seconds)
    return Content(message_id, "", (), attached)
