"""Issues put into the database directly, for those who compare and count them."""

import itertools
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

import sqlalchemy as sa

from domain.issues.priorities import ItemKind
from domain.issues.states import IssueState, Privacy
from domain.languages import Localized
from domain.people import Actor
from domain.roles import Area
from storage.database import Connection, Database
from storage.issues import supporting
from storage.tables.issues import category_choices, issue_categories, issues, pair_choices
from tests.cast import ZHARASPAI


class Where(Protocol):
    """Something that remembers, and knows what time it is there."""

    @property
    def db(self) -> Database:
        """What is remembered."""

    @property
    def now(self) -> datetime:
        """The moment."""


CHOICES = {ItemKind.ISSUE: pair_choices, ItemKind.CATEGORY: category_choices}
_sources: Iterator[int] = itertools.count(1)


async def issue(
    council: Where,
    *,
    area: Area = Area.SOCIAL,
    okrug: str = ZHARASPAI,
    category: str = "water",
    text: str = "Ауыз су жоқ",
    supported_by: Sequence[Actor] = (),
    **changes: Any,
) -> int:
    """An issue that is open to the okrug and let in, unless `changes` say otherwise; its number."""

    def put(connection: Connection) -> int:
        sent = changes.get("sent_at", council.now - timedelta(days=10))
        serial = connection.execute(
            sa.select(sa.func.coalesce(sa.func.max(issues.c.serial), 0)).where(issues.c.okrug_code == okrug)
        ).scalar_one()
        values = {
            "source": f"kit:{next(_sources)}",
            "state": IssueState.NEW.value,
            "okrug_code": okrug,
            "serial": serial + 1,
            "category_id": category_id(connection, f"{category}-{area.value}", area),
            "privacy": Privacy.OPEN.value,
            "text": text,
            "created_at": sent,
            "sent_at": sent,
            "seen_from": sent,
            "let_in_at": sent,
            **changes,
        }
        number = int(connection.execute(issues.insert().values(values).returning(issues.c.id)).scalar_one())
        if "root_id" not in changes:
            connection.execute(issues.update().where(issues.c.id == number).values(root_id=number))
        for actor in supported_by:
            supporting.support(connection, number, actor.id, council.now)
        return number

    return await council.db.write(put)


def category_id(connection: Connection, key: str, area: Area) -> int:
    """The category with this key, made when it is not there."""
    found = connection.execute(sa.select(issue_categories.c.id).where(issue_categories.c.key == key)).scalar()
    if found is not None:
        return int(found)
    names = Localized(kk=f"{key} kk", ru=f"{key} ru", en=key)
    values = {"key": key, "area": area.value, "names": names, "position": 1}
    return int(
        connection.execute(issue_categories.insert().values(values).returning(issue_categories.c.id)).scalar_one()
    )


async def change(council: Where, number: int, **values: Any) -> None:
    """Let something become of an issue."""
    await council.db.write(lambda c: c.execute(issues.update().where(issues.c.id == number).values(values)))


async def choices(
    council: Where, actor: Actor | None = None, kind: ItemKind = ItemKind.ISSUE
) -> list[tuple[int, int, int | None, bool]]:
    """What stands of pairs: first, second, chosen, skipped."""
    table = CHOICES[kind]
    query = sa.select(table.c.first_id, table.c.second_id, table.c.chosen_id, table.c.skipped)
    if actor is not None:
        query = query.where(table.c.person_id == actor.id)
    found = await council.db.read(lambda c: c.execute(query.order_by(table.c.at)).all())
    return [tuple(row) for row in found]


async def said(
    council: Where,
    actor: Actor,
    winner: int,
    loser: int,
    at: datetime | None = None,
    kind: ItemKind = ItemKind.ISSUE,
) -> None:
    """Let a person have chosen one over the other."""
    values = {
        "person_id": actor.id,
        "first_id": winner,
        "second_id": loser,
        "okrug_code": ZHARASPAI,
        "area": Area.SOCIAL.value,
        "chosen_id": winner,
        "at": at or council.now,
    }
    await council.db.write(lambda c: c.execute(CHOICES[kind].insert().values(values)))
