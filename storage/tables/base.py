"""What tables are made of: portable types and what erasing a person does to each mention of them."""

from datetime import UTC, datetime
from enum import Enum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.types import TypeDecorator

from domain.languages import Localized

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite counts up by itself only for INTEGER PRIMARY KEY.
BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


class Erasure(Enum):
    """What happens to a row that names a person when that person deletes themselves."""

    DELETE = "delete"
    CUT = "cut"
    # Cut, but a row in state `draft` was nobody's but theirs and goes.
    DRAFT = "draft"
    KEEP = "keep"


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, always UTC: SQLite would give a naive one back."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Refuse a naive moment, turn an aware one into UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        """The moment as UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class LocalizedText(TypeDecorator[Localized]):
    """A text in up to three languages, kept as JSON."""

    impl = sa.JSON
    cache_ok = True

    def process_bind_param(self, value: Localized | None, dialect: Any) -> dict[str, str] | None:
        """The languages that are there."""
        return None if value is None else value.as_dict()

    def process_result_value(self, value: dict[str, str] | None, dialect: Any) -> Localized | None:
        """The text as the domain knows it."""
        return None if value is None else Localized(**value)


def person(
    name: str = "person_id",
    *,
    erasure: Erasure,
    download: str | None,
    nullable: bool = False,
    primary_key: bool = False,
) -> sa.Column[int]:
    """A column that names a person.

    It must say what erasure does, and under which heading of the personal download its rows stand (None: the row is
    another person's, whom another column of the table names under a heading).
    """
    return sa.Column(
        name,
        BigId,
        sa.ForeignKey("people.id"),
        nullable=nullable and not primary_key,
        primary_key=primary_key,
        autoincrement=False,
        info={"erasure": erasure, "download": download},
    )
