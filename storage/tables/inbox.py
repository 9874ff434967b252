"""Updates of Telegram, stored before they are confirmed."""

import sqlalchemy as sa

from storage.tables.base import BigId, Erasure, UtcDateTime, metadata

inbox = sa.Table(
    "inbox",
    metadata,
    sa.Column("seq", BigId, primary_key=True),
    sa.Column("update_id", sa.BigInteger, nullable=False, unique=True),
    # Whose order it keeps: the Telegram id of who acted, else of the chat.
    sa.Column(
        "line", sa.BigInteger, nullable=False, info={"erasure": Erasure.DELETE, "download": None, "telegram": True}
    ),
    # Emptied when handled: what people write is kept where it belongs, not here.
    sa.Column("body", sa.Text),
    sa.Column("state", sa.String(8), nullable=False),
    sa.Column("trouble", sa.String(200)),
    sa.Column("received_at", UtcDateTime, nullable=False),
    sa.Column("held_by", sa.String(36)),
    sa.Column("held_until", UtcDateTime),
    sa.Index(
        "ix_inbox_waiting",
        "seq",
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    ),
)
