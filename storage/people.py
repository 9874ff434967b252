"""How people are remembered."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Row

from domain.languages import Language
from domain.people import Actor, AgeBand, Awaited, Profile, Sex
from domain.roles import Area, Grant, Position, Right, Role
from domain.territories import Level, Place
from domain.topics import DEFAULT_QUIET, Mode, Notifications, Quiet, Topic
from storage import own_words
from storage.inbox import DONE
from storage.tables.base import Erasure, metadata
from storage.tables.inbox import inbox
from storage.tables.people import (
    accounts,
    awaited,
    notification_choices,
    people,
    profiles,
    quiet_hours,
)
from storage.tables.roles import grants
from storage.tables.territories import territories

# What every subject calls a row that only its author sees.
DRAFT = "draft"

_homes = territories.alias("homes")
_where = territories.alias("granted_where")

# One question brings everything that a press needs: the person, what is awaited, and each role that is in force.
_ACTOR = (
    sa.select(
        people.c.id,
        accounts.c.telegram_id,
        accounts.c.blocked_at,
        people.c.language,
        people.c.agreed_at,
        people.c.okrug_code,
        people.c.village_code,
        people.c.arrived_by,
        people.c.registered_at,
        _homes.c.path.label("home_path"),
        awaited.c.field,
        awaited.c.row_id,
        awaited.c.prompt_message_id,
        grants.c.id.label("grant_id"),
        grants.c.role,
        grants.c.territory_code,
        _where.c.path.label("grant_path"),
        grants.c.area,
        grants.c.position,
        grants.c.rights,
        grants.c.until,
    )
    .select_from(
        people.outerjoin(accounts, accounts.c.person_id == people.c.id)
        .outerjoin(_homes, _homes.c.code == people.c.okrug_code)
        .outerjoin(awaited, awaited.c.person_id == people.c.id)
        .outerjoin(
            grants,
            sa.and_(
                grants.c.person_id == people.c.id,
                grants.c.revoked_at.is_(None),
                sa.or_(grants.c.until.is_(None), grants.c.until > sa.bindparam("now", type_=grants.c.until.type)),
            ),
        )
        .outerjoin(_where, _where.c.code == grants.c.territory_code)
    )
    .order_by(grants.c.id)
)
_BY_TELEGRAM = _ACTOR.where(accounts.c.telegram_id == sa.bindparam("telegram_id"))
_BY_ID = _ACTOR.where(people.c.id == sa.bindparam("person_id"))


def actor_of_telegram(connection: Connection, telegram_id: int, now: datetime) -> Actor | None:
    """The person with this Telegram id and the roles in force at `now`, None when there is none."""
    return _actor(connection.execute(_BY_TELEGRAM, {"telegram_id": telegram_id, "now": now}).all())


def actor(connection: Connection, person_id: int, now: datetime) -> Actor | None:
    """The person with our id and the roles in force at `now`."""
    return _actor(connection.execute(_BY_ID, {"person_id": person_id, "now": now}).all())


def _actor(rows: Sequence[Any]) -> Actor | None:
    if not rows:
        return None
    row = rows[0]
    return Actor(
        id=row.id,
        telegram_id=row.telegram_id,
        language=row.language,
        agreed_at=row.agreed_at,
        home=None if row.okrug_code is None else Place(row.okrug_code, row.home_path),
        village_code=row.village_code,
        arrived_by=row.arrived_by,
        registered_at=row.registered_at,
        blocked_at=row.blocked_at,
        awaited=None if row.field is None else Awaited(row.field, row.row_id, row.prompt_message_id),
        grants=tuple(grant_of(row) for row in rows if row.grant_id is not None),
    )


def grant_of(row: Row[Any]) -> Grant:
    """The grant that a row with `grant_id`, `grant_path` and the columns of `grants` tells of."""
    return Grant(
        id=row.grant_id,
        role=Role(row.role),
        place=None if row.territory_code is None else Place(row.territory_code, row.grant_path),
        area=None if row.area is None else Area(row.area),
        position=None if row.position is None else Position(row.position),
        rights=frozenset(Right(right) for right in row.rights),
        until=row.until,
    )


def create(connection: Connection, telegram_id: int, now: datetime, arrived_by: str | None = None) -> int:
    """The id of the person with this Telegram id, made now when there is none; safe to repeat."""
    found = connection.execute(sa.select(accounts.c.person_id).where(accounts.c.telegram_id == telegram_id)).scalar()
    if found is not None:
        return int(found)
    person_id = connection.execute(
        people.insert().values(created_at=now, arrived_by=arrived_by).returning(people.c.id)
    ).scalar_one()
    connection.execute(accounts.insert().values(person_id=person_id, telegram_id=telegram_id))
    return int(person_id)


_UPDATE = people.update().where(people.c.id == sa.bindparam("person_id"))
_SET_LANGUAGE = _UPDATE.values(language=sa.bindparam("value"))
_SET_ARRIVAL = _UPDATE.values(arrived_by=sa.bindparam("value"))
_AGREE = _UPDATE.where(people.c.agreed_at.is_(None)).values(
    agreed_at=sa.bindparam("value", type_=people.c.agreed_at.type)
)


def set_language(connection: Connection, person_id: int, language: Language) -> None:
    """Remember the language a person reads."""
    connection.execute(_SET_LANGUAGE, {"person_id": person_id, "value": language})


def set_arrival(connection: Connection, person_id: int, payload: str | None) -> None:
    """Remember the link a person came by, to be opened once they are registered."""
    connection.execute(_SET_ARRIVAL, {"person_id": person_id, "value": payload})


def agree(connection: Connection, person_id: int, now: datetime) -> None:
    """Remember that a person agreed; the first time counts."""
    connection.execute(_AGREE, {"person_id": person_id, "value": now})


_CHOSEN = territories.c.code == sa.bindparam("okrug")
_SETTLE = (
    _UPDATE.where(people.c.language.isnot(None), people.c.agreed_at.isnot(None))
    .where(sa.exists().where(_CHOSEN, territories.c.level == Level.OKRUG, territories.c.retired_at.is_(None)))
    .values(
        okrug_code=sa.bindparam("okrug"),
        village_code=None,
        registered_at=sa.func.coalesce(people.c.registered_at, sa.bindparam("now", type_=people.c.registered_at.type)),
    )
    .returning(sa.select(territories.c.path).where(_CHOSEN).scalar_subquery())
)


def settle(connection: Connection, person_id: int, okrug_code: str, now: datetime) -> Place | None:
    """Let a person live in an okrug, which counts them in when they had agreed; None when it is nobody's home."""
    path = connection.execute(_SETTLE, {"person_id": person_id, "okrug": okrug_code, "now": now}).scalar()
    return None if path is None else Place(okrug_code, path)


def set_village(connection: Connection, person_id: int, village_code: str | None) -> None:
    """Remember a person's village, or (None) that they named none."""
    connection.execute(_UPDATE.values(village_code=village_code), {"person_id": person_id})


def set_blocked(connection: Connection, telegram_id: int, at: datetime | None) -> None:
    """Remember that a person blocked the bot, or (None) let it in again."""
    connection.execute(accounts.update().where(accounts.c.telegram_id == telegram_id).values(blocked_at=at))


def await_text(connection: Connection, person_id: int, what: Awaited, now: datetime) -> None:
    """Wait for a text of this person: it replaces what was awaited before."""
    row = {
        "field": what.field,
        "row_id": what.row_id,
        "prompt_message_id": what.prompt_message_id,
        "since": now,
    }
    _upsert(connection, awaited, {"person_id": person_id}, row)


def await_nothing(connection: Connection, person_id: int) -> None:
    """Stop waiting for a text."""
    connection.execute(awaited.delete().where(awaited.c.person_id == person_id))


def profile(connection: Connection, person_id: int) -> Profile:
    """What a person said of themselves."""
    row = connection.execute(sa.select(profiles).where(profiles.c.person_id == person_id)).one_or_none()
    if row is None:
        return Profile()
    return Profile(
        name=row.name,
        sex=None if row.sex is None else Sex(row.sex),
        age=None if row.age_band is None else AgeBand(row.age_band),
        age_told_on=row.age_told_on,
    )


def set_sex(connection: Connection, person_id: int, sex: Sex) -> None:
    """Remember what a person answered about their sex."""
    _upsert(connection, profiles, {"person_id": person_id}, {"sex": sex.value})


def set_age(connection: Connection, person_id: int, age: AgeBand, told_on: date) -> None:
    """Remember the age band a person named, and when."""
    _upsert(connection, profiles, {"person_id": person_id}, {"age_band": age.value, "age_told_on": told_on})


def set_name(connection: Connection, person_id: int, name: str) -> None:
    """Remember the name of a person who takes a role."""
    _upsert(connection, profiles, {"person_id": person_id}, {"name": name[:128]})


def notifications(connection: Connection, person_id: int) -> Notifications:
    """What a person wants to hear of, and when."""
    chosen = connection.execute(
        sa.select(notification_choices.c.topic, notification_choices.c.mode).where(
            notification_choices.c.person_id == person_id
        )
    )
    modes = {Topic(row.topic): Mode(row.mode) for row in chosen}
    hours = connection.execute(sa.select(quiet_hours).where(quiet_hours.c.person_id == person_id)).one_or_none()
    quiet = DEFAULT_QUIET if hours is None else Quiet(hours.from_hour, hours.until_hour)
    return Notifications(modes, quiet)


def set_topic(connection: Connection, person_id: int, topic: Topic, mode: Mode) -> None:
    """Remember how a person wants to hear of a topic."""
    _upsert(connection, notification_choices, {"person_id": person_id, "topic": topic.value}, {"mode": mode.value})


def set_quiet(connection: Connection, person_id: int, quiet: Quiet) -> None:
    """Remember the hours in which a person wants to hear nothing."""
    _upsert(
        connection,
        quiet_hours,
        {"person_id": person_id},
        {"from_hour": quiet.from_hour, "until_hour": quiet.until_hour},
    )


def erase(connection: Connection, person_id: int, now: datetime) -> None:
    """Remove a person: each table does what it declared, and an empty number stays."""
    telegram_id = connection.execute(
        sa.select(accounts.c.telegram_id).where(accounts.c.person_id == person_id)
    ).scalar()
    own_words.forget(connection, person_id)
    for table in reversed(metadata.sorted_tables):
        for column in table.c:
            what = column.info.get("erasure")
            if not column.foreign_keys or what in (None, Erasure.KEEP):
                continue
            if what is Erasure.DELETE:
                connection.execute(table.delete().where(column == person_id))
                continue
            if what is Erasure.DRAFT:
                connection.execute(table.delete().where(column == person_id, table.c.state == DRAFT))
            gone = [column.name, *(one.name for one in table.c if one.info.get("goes_with") == column.name)]
            connection.execute(table.update().where(column == person_id).values(dict.fromkeys(gone)))
    if telegram_id is not None:
        connection.execute(inbox.update().where(inbox.c.line == telegram_id).values(state=DONE, body=None, line=0))
    empty = {column.name: None for column in people.c if column.nullable}
    connection.execute(people.update().where(people.c.id == person_id).values({**empty, "erased_at": now}))


def unfinished_since(connection: Connection, before: datetime) -> list[int]:
    """Who began to register before that moment and never finished."""
    return list(
        connection.execute(
            sa.select(people.c.id).where(
                people.c.registered_at.is_(None), people.c.erased_at.is_(None), people.c.created_at < before
            )
        ).scalars()
    )


def kept_about(connection: Connection, person_id: int) -> dict[str, list[Mapping[str, Any]]]:
    """Every row that names a person, by the heading under which their download shows it."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for table in metadata.sorted_tables:
        for column in table.c:
            heading = column.info.get("download")
            if heading is None:
                continue
            rows = connection.execute(table.select().where(column == person_id)).mappings()
            found.setdefault(heading, []).extend({f"{table.name}.{key}": row[key] for key in row} for row in rows)
    return found


def _upsert(connection: Connection, table: sa.Table, key: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    insert = dialect.insert(table).values({**key, **values})
    connection.execute(insert.on_conflict_do_update(index_elements=list(key), set_=dict(values)))
