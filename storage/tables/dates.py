"""Moments that matter and the reminders that lead up to them."""

import sqlalchemy as sa

from storage.tables.base import BigId, UtcDateTime, metadata

dates = sa.Table(
    "dates",
    metadata,
    sa.Column("id", BigId, primary_key=True),
    sa.Column("subject", sa.String(24), nullable=False),
    sa.Column("subject_id", sa.BigInteger, nullable=False),
    # Which date of the subject: the start of a meeting, the deadline of a call.
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    # Raised when it moves; what was to be said of the old moment is not said any more.
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("cancelled_at", UtcDateTime),
    sa.UniqueConstraint("subject", "subject_id", "kind"),
)

rungs = sa.Table(
    "rungs",
    metadata,
    sa.Column("id", BigId, primary_key=True),
    sa.Column("date_id", sa.ForeignKey("dates.id"), nullable=False, index=True),
    # Minutes before the moment; negative ones are after it.
    sa.Column("minutes_before", sa.Integer, nullable=False),
    sa.Column("notice_kind", sa.String(32), nullable=False),
    sa.Column("topic", sa.String(24), nullable=False),
    sa.Column("audience", sa.JSON, nullable=False),
    sa.Column("due_at", UtcDateTime, nullable=False),
    # The version of the date for which it was fired, or passed over because it was late.
    sa.Column("done_version", sa.Integer, nullable=False, server_default=sa.text("0")),
    sa.Column("missed_at", UtcDateTime),
    sa.UniqueConstraint("date_id", "minutes_before", "notice_kind"),
    sa.Index("ix_rungs_due", "due_at"),
)
