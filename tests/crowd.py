"""Many people at once, for whom only their number matters, and a kind of notice that says which one it is."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.kinds import NoticeKind
from domain.audiences import Audience, Rule, RuleKind, territory
from domain.languages import Localized
from domain.outbox import NewNotice, Notice, Policy, Receiver, Urgency
from domain.topics import Topic
from sandbox.server import Sandbox
from screens.outgoing import Outgoing
from storage.database import Connection, Database
from storage.outbox import notices
from storage.tables.people import accounts, people, quiet_hours
from storage.tables.territories import territories
from tests.cast import NOON
from texts import Html, Words, escaped

OBLAST, OKRUG, ELSEWHERE = "350000000", "355243000", "355253000"
FIRST = 5_000_001
PLACES = (
    (OBLAST, None, "oblast", "350000000/"),
    (OKRUG, OBLAST, "okrug", "350000000/355243000/"),
    (ELSEWHERE, OBLAST, "okrug", "350000000/355253000/"),
)


def telegram_id(number: int) -> int:
    """The Telegram id of the person with this number in the crowd, from 1."""
    return FIRST + number - 1


def settle(connection: Connection, count: int, *, okrug: str = OKRUG, after: int = 0) -> None:
    """Have so many people live in an okrug, who may be written to at any hour; numbered from `after` on."""
    known = set(connection.execute(territories.select().with_only_columns(territories.c.code)).scalars())
    for code, parent, level, path in PLACES:
        if code not in known:
            row = {"code": code, "parent_code": parent, "level": level, "kind": "", "names": Localized(kk=code)}
            connection.execute(territories.insert().values(**row, path=path, source="test"))
    numbers = range(after + 1, after + count + 1)
    connection.execute(
        people.insert(),
        [{"id": n, "language": "kk", "okrug_code": okrug, "registered_at": NOON, "created_at": NOON} for n in numbers],
    )
    connection.execute(accounts.insert(), [{"person_id": n, "telegram_id": telegram_id(n)} for n in numbers])
    connection.execute(quiet_hours.insert(), [{"person_id": n, "from_hour": 0, "until_hour": 0} for n in numbers])


def arrive(sandbox: Sandbox, count: int, *, after: int = 0) -> None:
    """Have the same people press Start in a sandbox."""
    for number in range(after + 1, after + count + 1):
        sandbox.world.chats.add_person({"first_name": "Somebody", "id": telegram_id(number)}).started = True


def got(sandbox: Sandbox, numbers: Iterable[int]) -> list[list[str]]:
    """What each of the crowd has from the bot, deleted messages left out."""
    chats = sandbox.world.chats
    return [
        [
            message.body.get("text") or message.body.get("caption") or "?"
            for message in chats.chat(telegram_id(number)).messages.values()
            if message.from_bot and not message.deleted
        ]
        for number in numbers
    ]


def _load(_connection: Connection, notice: Notice) -> str | None:
    return None if notice.occurrence == "nothing" else f"{notice.occurrence} v{notice.content_version}"


def _show(_: Words, value: str, _receiver: Receiver) -> tuple[Outgoing, ...]:
    parts = 2 if value.startswith("two") else 1
    return tuple(Outgoing(Html(f"{value} {part}" if parts > 1 else value)) for part in range(1, parts + 1))


# Says its occurrence and version; in two messages when the occurrence begins with "two", nothing for "nothing".
KINDS = {"test": NoticeKind(_load, _show, lambda _, value: escaped(value))}


def notice(
    occurrence: str = "hello",
    *,
    audience: Audience | None = None,
    urgency: Urgency = Urgency.NORMAL,
    policy: Policy = Policy.RESEND,
    send_from: datetime = NOON,
    useless_after: datetime | None = None,
    topic: Topic = Topic.ANNOUNCEMENTS,
) -> NewNotice:
    """A notice for the okrug."""
    return NewNotice(
        kind="test",
        subject="test",
        subject_id=1,
        occurrence=occurrence,
        topic=topic,
        audience=territory(OKRUG) if audience is None else audience,
        send_from=send_from,
        useless_after=useless_after,
        urgency=urgency,
        policy=policy,
    )


def only(*numbers: int) -> Audience:
    """These people and nobody else."""
    return Audience(tuple(Rule(RuleKind.PERSON, str(number)) for number in numbers))


async def add(db: Database, *new: NewNotice, now: datetime = NOON) -> list[int]:
    """Add notices; their numbers."""

    def every(connection: Connection) -> list[int]:
        return [notices.add(connection, one, now) for one in new]

    return await db.write(every)


def numbers(count: int) -> Sequence[int]:
    """The numbers of a crowd."""
    return range(1, count + 1)
