"""How announcements are remembered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from domain.announcements import SUBJECT, Announcement, State
from domain.audiences import Audience, read_audience
from domain.contents import Attached, Content, joined
from domain.languages import LANGUAGES, Language
from domain.outbox import Policy
from domain.repeats import Every, Repeat
from domain.roles import Role
from domain.territories import Place
from storage.tables.announcements import announcement_parts as parts
from storage.tables.announcements import announcements, progress_messages
from storage.tables.files import files
from storage.tables.territories import lies_in, territories

_SELECT = sa.select(announcements, territories.c.path).outerjoin(
    territories, territories.c.code == announcements.c.territory_code
)


def create(
    connection: Connection,
    *,
    source: str,
    author_id: int,
    role: Role,
    place: Place | None,
    audience: Audience,
    now: datetime,
) -> int:
    """Begin a draft; the same `source` gives the one that is there."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    connection.execute(
        dialect.insert(announcements)
        .values(
            state=State.DRAFT.value,
            drafted_by=author_id,
            author_id=author_id,
            author_role=role.value,
            source=source,
            territory_code=None if place is None else place.code,
            audience=audience.as_list(),
            created_at=now,
        )
        .on_conflict_do_nothing(index_elements=["source"])
    )
    return int(connection.execute(sa.select(announcements.c.id).where(announcements.c.source == source)).scalar_one())


def announcement(
    connection: Connection, number: int, *, content_version: int | None = None, lock: bool = False
) -> Announcement | None:
    """The announcement with this number, with the words of a version: without one those in force."""
    query = _SELECT.where(announcements.c.id == number)
    if lock:
        query = query.with_for_update(of=announcements)
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    version = row.content_version if content_version is None else content_version
    return _read(connection, row, version)


def _read(connection: Connection, row: Any, content_version: int) -> Announcement:
    by_language: dict[str, list[Content]] = {}
    query = (
        sa.select(parts, files.c.kind, files.c.telegram_file_id)
        .outerjoin(files, files.c.id == parts.c.file_id)
        .where(parts.c.announcement_id == row.id, parts.c.content_version == content_version)
    )
    for part in connection.execute(query):
        file = None if part.kind is None else Attached(part.kind, part.telegram_file_id)
        by_language.setdefault(part.language, []).append(
            Content(part.message_id, part.text, tuple(part.entities), file)
        )
    said = {language: joined(by_language[language]) for language in LANGUAGES if language in by_language}
    return Announcement(
        id=row.id,
        state=State(row.state),
        drafted_by=row.drafted_by,
        author_id=row.author_id,
        author_role=Role(row.author_role),
        place=None if row.territory_code is None else Place(row.territory_code, row.path),
        audience=read_audience(row.audience),
        send_at=row.send_at,
        repeat=_repeat(row),
        next_at=row.next_at,
        urgent=row.urgent,
        read_button=row.read_button,
        version=row.version,
        content_version=row.content_version,
        edited_version=row.edited_version,
        returned_because=row.returned_because,
        created_at=row.created_at,
        confirmed_at=row.confirmed_at,
        policy=Policy(row.policy),
        said=said,
    )


def _repeat(row: Any) -> Repeat | None:
    if row.repeats is None:
        return None
    return Repeat(Every(row.repeats), row.repeat_from, row.repeat_at, row.repeat_until)


def change(connection: Connection, number: int, seen: int, **values: Any) -> bool:
    """Change an announcement that still stands at the version that was seen; whether it did."""
    return (
        connection.execute(
            announcements.update()
            .where(announcements.c.id == number, announcements.c.version == seen)
            .values(version=announcements.c.version + 1, **values)
        ).rowcount
        == 1
    )


def delete_draft(connection: Connection, number: int) -> None:
    """Throw a draft away with all that was written and given for it."""
    connection.execute(
        announcements.delete().where(announcements.c.id == number, announcements.c.state == State.DRAFT.value)
    )
    connection.execute(files.delete().where(files.c.subject == SUBJECT, files.c.subject_id == number))


def has_part(connection: Connection, number: int, content_version: int, message_id: int) -> bool:
    """Whether this message is a part already."""
    query = sa.select(parts.c.id).where(
        parts.c.announcement_id == number,
        parts.c.content_version == content_version,
        parts.c.message_id == message_id,
    )
    return connection.execute(query).first() is not None


def add_part(
    connection: Connection,
    number: int,
    content_version: int,
    language: Language,
    content: Content,
    owner_id: int | None,
    now: datetime,
) -> None:
    """Keep one message as a part of what is said in a language."""
    file_id = None
    if content.attached is not None:
        file_id = connection.execute(
            files.insert()
            .values(
                telegram_file_id=content.attached.file_id,
                telegram_unique_id=content.attached.unique_id,
                kind=content.attached.kind,
                size=content.attached.size,
                media_type=content.attached.media_type,
                subject=SUBJECT,
                subject_id=number,
                owner_id=owner_id,
                visibility="subject",
                created_at=now,
            )
            .returning(files.c.id)
        ).scalar_one()
    connection.execute(
        parts.insert().values(
            announcement_id=number,
            content_version=content_version,
            language=language,
            message_id=content.message_id,
            text=content.text,
            entities=list(content.entities),
            file_id=file_id,
        )
    )


def clear(connection: Connection, number: int, content_version: int, language: Language) -> None:
    """Forget what is said in a language."""
    mine = (
        parts.c.announcement_id == number,
        parts.c.content_version == content_version,
        parts.c.language == language,
    )
    given = list(connection.execute(sa.select(parts.c.file_id).where(*mine, parts.c.file_id.isnot(None))).scalars())
    connection.execute(parts.delete().where(*mine))
    still = sa.exists().where(parts.c.file_id == files.c.id)
    connection.execute(files.delete().where(files.c.id.in_(given), sa.not_(still)))


def drop_version(connection: Connection, number: int, content_version: int) -> None:
    """Forget a version of the words that never came into force."""
    connection.execute(
        parts.delete().where(parts.c.announcement_id == number, parts.c.content_version == content_version)
    )


def copy_version(connection: Connection, number: int, old: int, new: int) -> None:
    """Begin a new version of the words with those of an old one."""
    columns = ["announcement_id", "language", "message_id", "text", "entities", "file_id"]
    source = sa.select(sa.literal(new), *(parts.c[name] for name in columns)).where(
        parts.c.announcement_id == number, parts.c.content_version == old
    )
    connection.execute(parts.insert().from_select(["content_version", *columns], source))


def replace_text(
    connection: Connection, number: int, content_version: int, language: Language, content: Content
) -> None:
    """Say other words in a language; its files stay."""
    mine = (
        parts.c.announcement_id == number,
        parts.c.content_version == content_version,
        parts.c.language == language,
    )
    connection.execute(parts.delete().where(*mine, parts.c.file_id.is_(None)))
    connection.execute(parts.update().where(*mine).values(text="", entities=[]))
    connection.execute(
        parts.insert().values(
            announcement_id=number,
            content_version=content_version,
            language=language,
            message_id=content.message_id,
            text=content.text,
            entities=list(content.entities),
        )
    )


def give_files_to(connection: Connection, number: int, owner_id: int | None) -> None:
    """Let its files be a person's, who takes them along when they leave, or (None) the okrug's."""
    connection.execute(
        files.update().where(files.c.subject == SUBJECT, files.c.subject_id == number).values(owner_id=owner_id)
    )


def drafts(connection: Connection, person_id: int, limit: int) -> list[Announcement]:
    """What a person began and did not confirm, or had returned, the newest first."""
    return _list(
        connection,
        _SELECT.where(announcements.c.drafted_by == person_id).order_by(announcements.c.id.desc()).limit(limit),
    )


def confirmed(
    connection: Connection, within: Sequence[Place] | None, *, limit: int, offset: int = 0
) -> list[Announcement]:
    """What was confirmed in a territory and what lies in it (None: everywhere), the newest first."""
    query = _SELECT.where(announcements.c.confirmed_at.isnot(None))
    if within is not None:
        query = query.where(lies_in(within))
    return _list(connection, query.order_by(announcements.c.confirmed_at.desc()).limit(limit).offset(offset))


def awaiting_approval(connection: Connection, within: Sequence[Place] | None, limit: int) -> list[Announcement]:
    """What waits for a second person in a territory, the oldest first."""
    query = _SELECT.where(announcements.c.state == State.APPROVING.value)
    if within is not None:
        query = query.where(lies_in(within))
    return _list(connection, query.order_by(announcements.c.id).limit(limit))


def _list(connection: Connection, query: sa.Select[Any]) -> list[Announcement]:
    return [_read(connection, row, row.content_version) for row in connection.execute(query).all()]


def urgent_since(connection: Connection, place: Place | None, since: datetime) -> int:
    """How many urgent announcements were confirmed for a territory since then."""
    code = None if place is None else place.code
    query = (
        sa.select(sa.func.count())
        .select_from(announcements)
        .where(announcements.c.urgent, announcements.c.confirmed_at >= since)
        .where(announcements.c.territory_code.is_not_distinct_from(code))
    )
    return int(connection.execute(query).scalar_one())


@dataclass(frozen=True, slots=True)
class Due:
    """A repeat whose moment has come: which day it is of, and the moment it was planned for."""

    announcement: Announcement
    day: date
    planned: datetime


def due(connection: Connection, now: datetime, limit: int) -> list[Due]:
    """Repeating announcements whose moment has come, held until the transaction ends."""
    query = (
        _SELECT.where(announcements.c.next_at <= now, announcements.c.state == State.CONFIRMED.value)
        .order_by(announcements.c.next_at)
        .limit(limit)
        .with_for_update(of=announcements, skip_locked=True)
    )
    return [
        Due(_read(connection, row, row.content_version), row.next_day, row.next_at)
        for row in connection.execute(query).all()
    ]


def repeating(connection: Connection, limit: int) -> list[tuple[int, datetime]]:
    """The numbers of announcements that will be repeated and when, the soonest first."""
    query = (
        sa.select(announcements.c.id, announcements.c.next_at)
        .where(announcements.c.next_at.isnot(None), announcements.c.state == State.CONFIRMED.value)
        .order_by(announcements.c.next_at)
        .limit(limit)
    )
    return [(row.id, row.next_at) for row in connection.execute(query)]


def set_next(connection: Connection, number: int, day: date | None, at: datetime | None) -> None:
    """Remember when it is repeated next; None when it is over."""
    connection.execute(announcements.update().where(announcements.c.id == number).values(next_day=day, next_at=at))


def of_author(connection: Connection, author_id: int, place: Place | None) -> list[int]:
    """What somebody confirmed in a territory (None: everywhere) and what lies in it."""
    query = (
        sa.select(announcements.c.id)
        .outerjoin(territories, territories.c.code == announcements.c.territory_code)
        .where(announcements.c.author_id == author_id, announcements.c.state == State.CONFIRMED.value)
    )
    if place is not None:
        query = query.where(lies_in((place,)))
    return list(connection.execute(query).scalars())


def repeat_no_more(connection: Connection, numbers: Sequence[int]) -> None:
    """Say what is repeated no more until somebody plans it anew."""
    connection.execute(
        announcements.update()
        .where(announcements.c.id.in_(numbers), announcements.c.next_at.isnot(None))
        .values(next_day=None, next_at=None)
    )


def progress_shown_in(connection: Connection, notice_id: int, person_id: int) -> int | None:
    """The message in which a person watched how a notice went, None when they did not."""
    query = sa.select(progress_messages.c.message_id).where(
        progress_messages.c.notice_id == notice_id, progress_messages.c.person_id == person_id
    )
    message_id: int | None = connection.execute(query).scalar()
    return message_id


def show_progress_in(connection: Connection, notice_id: int, person_id: int, message_id: int) -> None:
    """Remember in which message a person watches how a notice goes; it is kept up to date there from now on."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    insert = dialect.insert(progress_messages).values(notice_id=notice_id, person_id=person_id, message_id=message_id)
    connection.execute(
        insert.on_conflict_do_update(
            index_elements=["notice_id", "person_id"],
            set_={"message_id": message_id, "shown_at": None, "ended": False},
        )
    )
