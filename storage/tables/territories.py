"""The tree of territories and every spelling by which one can be found."""

from collections.abc import Sequence

import sqlalchemy as sa

from domain.territories import Place
from storage.tables.base import LocalizedText, UtcDateTime, metadata

territories = sa.Table(
    "territories",
    metadata,
    sa.Column("code", sa.String(16), primary_key=True),
    sa.Column("parent_code", sa.ForeignKey("territories.code"), index=True),
    sa.Column("level", sa.String(16), nullable=False),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("names", LocalizedText, nullable=False),
    sa.Column("path", sa.String(80), nullable=False),
    sa.Column("latitude", sa.Float),
    sa.Column("longitude", sa.Float),
    sa.Column("population", sa.Integer),
    # Which file the row is from: rows of our own file win over the state classifier's.
    sa.Column("source", sa.String(16), nullable=False),
    sa.Column("retired_at", UtcDateTime),
    sa.Index("ix_territories_level", "level"),
    # The operator class makes "lies in" (LIKE of a beginning) use the index in any collation.
    sa.Index("ix_territories_path", "path", postgresql_ops={"path": "text_pattern_ops"}),
)

territory_spellings = sa.Table(
    "territory_spellings",
    metadata,
    sa.Column("territory_code", sa.ForeignKey("territories.code"), primary_key=True),
    sa.Column("folded", sa.String(120), primary_key=True, index=True),
)

territory_people = sa.Table(
    "territory_people",
    metadata,
    # How many live there of each sex and age: what weights are made of. Empty: of any; then it is a margin.
    sa.Column("territory_code", sa.ForeignKey("territories.code"), primary_key=True),
    sa.Column("sex", sa.String(8), primary_key=True),
    sa.Column("age_band", sa.String(10), primary_key=True),
    sa.Column("people", sa.Integer, nullable=False),
    sqlite_with_rowid=False,
)


def lies_in(places: Sequence[Place] | None) -> sa.ColumnElement[bool]:
    """The condition that a row of `territories` is one of `places` or lies in one; None is everywhere."""
    if places is None:
        return sa.true()
    return sa.or_(sa.false(), *(territories.c.path.startswith(place.path, autoescape=True) for place in places))


def lies_within(code: sa.ColumnElement[str], places: Sequence[Place] | None) -> sa.ColumnElement[bool]:
    """The condition that a column names one of `places` or a territory in one; None is everywhere.

    Said beside `lies_in` it lets an index of that column find the few rows, before anything is joined.
    """
    if places is None:
        return sa.true()
    here = territories.alias("here")
    paths = (here.c.path.startswith(place.path, autoescape=True) for place in places)
    return code.in_(sa.select(here.c.code).where(sa.or_(sa.false(), *paths)))
