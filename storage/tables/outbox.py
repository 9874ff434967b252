"""What is to be said, to whom, and what became of it."""

import sqlalchemy as sa

from storage.tables.base import BigId, Erasure, UtcDateTime, metadata, person


def _counter(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False, server_default=sa.text("0"))


notices = sa.Table(
    "notices",
    metadata,
    sa.Column("id", BigId, primary_key=True),
    sa.Column("kind", sa.String(32), nullable=False),
    sa.Column("subject", sa.String(24), nullable=False),
    sa.Column("subject_id", sa.BigInteger, nullable=False),
    sa.Column("occurrence", sa.String(40), nullable=False),
    sa.Column("topic", sa.String(24), nullable=False),
    sa.Column("urgency", sa.String(8), nullable=False),
    sa.Column("policy", sa.String(8), nullable=False),
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("audience", sa.JSON, nullable=False),
    sa.Column("territory_code", sa.String(16), sa.ForeignKey("territories.code"), index=True),
    sa.Column("send_from", UtcDateTime, nullable=False),
    sa.Column("useless_after", UtcDateTime),
    sa.Column("content_version", sa.Integer, nullable=False, server_default=sa.text("1")),
    # How far the fan-out came: the number of the last person who was looked at.
    sa.Column("fanned_to", sa.BigInteger, nullable=False, server_default=sa.text("0")),
    sa.Column("created_at", UtcDateTime, nullable=False),
    person("created_by", erasure=Erasure.CUT, download="notices", nullable=True),
    # Counting millions of deliveries at every look would take longer than sending them.
    *(_counter(name) for name in ("total", "sent", "blocked", "gone", "failed", "skipped", "unsure", "digest")),
    sa.Column("ended_at", UtcDateTime),
    # While what was sent is being changed or taken back: the number of the last person whose message was looked at.
    sa.Column("changed_to", sa.BigInteger),
    sa.UniqueConstraint("kind", "subject", "subject_id", "occurrence"),
    sa.Index("ix_notices_state", "state", "send_from"),
    sa.Index(
        "ix_notices_changing",
        "id",
        sqlite_where=sa.text("changed_to IS NOT NULL"),
        postgresql_where=sa.text("changed_to IS NOT NULL"),
    ),
)

deliveries = sa.Table(
    "deliveries",
    metadata,
    sa.Column("id", BigId, primary_key=True),
    sa.Column("notice_id", sa.ForeignKey("notices.id"), nullable=False),
    person(erasure=Erasure.CUT, download="deliveries", nullable=True),
    sa.Column("group_id", sa.ForeignKey("groups.id")),
    # As they were when it was fanned out, so that a report does not change when people move.
    sa.Column("okrug_code", sa.String(16)),
    sa.Column("language", sa.String(2)),
    sa.Column("task", sa.String(8), nullable=False),
    sa.Column("state", sa.String(8), nullable=False),
    sa.Column("not_before", UtcDateTime),
    sa.Column("attempts", sa.SmallInteger, nullable=False, server_default=sa.text("0")),
    # Sent again after the process died while it was on its way.
    sa.Column("repeated", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("why", sa.String(120)),
    # Telegram's message ids, a list per call: a text too long for a caption is a call of its own.
    sa.Column("message_ids", sa.JSON),
    sa.Column("claimed_by", sa.String(36)),
    sa.Column("sent_at", UtcDateTime),
    sa.Column("content_version", sa.Integer),
    sa.Column("read_at", UtcDateTime),
    sa.UniqueConstraint("notice_id", "person_id"),
    sa.UniqueConstraint("notice_id", "group_id", name="uq_deliveries_notice_group"),
    sa.Index(
        "ix_deliveries_queued",
        "notice_id",
        "not_before",
        "id",
        sqlite_where=sa.text("state = 'queued'"),
        postgresql_where=sa.text("state = 'queued'"),
    ),
    sa.Index(
        "ix_deliveries_sending",
        "id",
        sqlite_where=sa.text("state = 'sending'"),
        postgresql_where=sa.text("state = 'sending'"),
    ),
    sa.Index("ix_deliveries_person", "person_id", "sent_at"),
    sa.Index(
        "ix_deliveries_digest",
        "person_id",
        sqlite_where=sa.text("state = 'digest'"),
        postgresql_where=sa.text("state = 'digest'"),
    ),
)

groups = sa.Table(
    "groups",
    metadata,
    sa.Column("id", BigId, primary_key=True),
    sa.Column("telegram_chat_id", sa.BigInteger, nullable=False, unique=True),
    sa.Column("kind", sa.String(12), nullable=False),
    sa.Column("title", sa.String(128), nullable=False),
    sa.Column("territory_code", sa.String(16), sa.ForeignKey("territories.code"), nullable=False, index=True),
    sa.Column("language", sa.String(2), nullable=False),
    person("bound_by", erasure=Erasure.CUT, download="groups", nullable=True),
    sa.Column("bound_at", UtcDateTime, nullable=False),
    # None while the akim has not confirmed in private.
    sa.Column("confirmed_at", UtcDateTime),
    sa.Column("unbound_at", UtcDateTime),
)

interests = sa.Table(
    "interests",
    metadata,
    person(erasure=Erasure.DELETE, download="notifications", primary_key=True),
    sa.Column("area", sa.String(16), primary_key=True),
)

territory_settings = sa.Table(
    "territory_settings",
    metadata,
    sa.Column("territory_code", sa.ForeignKey("territories.code"), primary_key=True),
    sa.Column("name", sa.String(32), primary_key=True),
    sa.Column("value", sa.String(64), nullable=False),
)
