"""What tests of answering begin with: people at desks, an issue with neighbours, the clock, and who heard what."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from actions import outbox
from actions.issues import answering, supporting
from bot.kinds import all_kinds
from domain.issues.issue import Thread
from domain.issues.states import SUBJECT, Privacy
from domain.languages import Language
from domain.outbox import Notice, NoticeState, Receiver
from domain.people import Actor
from domain.roles import Role
from storage.database import Connection
from storage.outbox import notices
from storage.tables.outbox import deliveries
from storage.tables.roles import audit
from tests.actions.conftest import ZHARASPAI, Council
from tests.actions.issue_kit import NO_SIGNAL, a_day_later, shape, told
from texts import Html, words


@dataclass(slots=True)
class Okrug:
    """Zharaspai with an issue of Aigul's, seen by everybody; Berik shares it, Gulnara follows it."""

    council: Council
    akim: Actor
    aigul: Actor
    berik: Actor
    gulnara: Actor
    issue: int

    async def version(self) -> int:
        """The version of the issue as it stands."""
        return (await answering.show(self.council.ctx(self.akim), self.issue)).issue.version


async def okrug(council: Council, **changes: Any) -> Okrug:
    """The okrug a day after Aigul told of her issue."""
    akim = await council.with_role(Role.AKIM, ZHARASPAI)
    aigul, berik, gulnara = [await council.person() for _ in range(3)]
    issue = (await told(council, aigul)).issue.id
    later = a_day_later(council)
    await supporting.support(later.ctx(berik), issue, on=True)
    await supporting.follow(later.ctx(gulnara), issue, on=True)
    if changes:
        await shape(council, issue, **changes)
    return Okrug(later, akim, aigul, berik, gulnara, issue)


async def private(council: Council, who: Actor, privacy: Privacy, desk: str = "okrug", text: str = NO_SIGNAL) -> Thread:
    """An issue that only the akim and staff, or staff alone, see."""
    sent = await told(council, who, text)
    await shape(council, sent.issue.id, privacy=privacy.value, seen_from=None, desk=desk)
    return sent


async def tick(council: Council) -> None:
    """What the clock does in a minute."""
    shared, now = council.shared, council.now
    while await outbox.say_due(shared, now):
        pass
    await outbox.begin_due(shared, now)
    while await outbox.fan_out_some(shared):
        pass


async def said(council: Council, number: int, kind: str | None = None) -> list[Notice]:
    """The notices of an issue that stand (of a kind), the oldest first."""
    found = (await council.db.read(notices.of_subject, SUBJECT, number))[::-1]
    standing = [one for one in found if one.state is not NoticeState.CANCELLED]
    return [one for one in standing if kind is None or one.kind == kind]


async def heard(council: Council, number: int, kind: str) -> dict[int, int]:
    """How many deliveries of this kind each person has, by our number; what was cancelled is none."""
    found: dict[int, int] = {}
    for one in await said(council, number, kind):
        for person in await council.db.read(_receivers, one.id):
            found[person] = found.get(person, 0) + 1
    return found


def _receivers(connection: Connection, notice_id: int) -> list[int]:
    query = sa.select(deliveries.c.person_id).where(deliveries.c.notice_id == notice_id)
    return list(connection.execute(query).scalars())


async def text_of(council: Council, notice: Notice, language: Language = "ru") -> str:
    """What a notice says, empty when nothing is to be said."""
    kind = all_kinds(council.shared.zone)[notice.kind]
    value = await council.db.read(kind.load, notice)
    if value is None:
        return ""
    spoken = words(language)
    line = kind.line(spoken, value)
    assert isinstance(line, Html)
    (shown,) = kind.show(spoken, value, Receiver(None, "kk"))
    return str(shown.text)


async def audited(council: Council, act: str) -> list[Mapping[str, Any]]:
    """The details of every line of the log of an act."""
    query = sa.select(audit.c.details).where(audit.c.act == act).order_by(audit.c.id)

    def look(connection: Connection) -> list[Mapping[str, Any]]:
        return list(connection.execute(query).scalars())

    return await council.db.read(look)
