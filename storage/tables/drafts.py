"""How long drafts stand as they are."""

import sqlalchemy as sa

from storage.tables.base import UtcDateTime, metadata

draft_ages = sa.Table(
    "draft_ages",
    metadata,
    # Since when a draft stands at this version: what nobody goes on with is thrown away one day.
    sa.Column("kind", sa.String(16), primary_key=True),
    sa.Column("draft_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("since", UtcDateTime, nullable=False),
)
