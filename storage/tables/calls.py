"""Calls of the business competition; applications will stand beside them."""

import sqlalchemy as sa

from storage.tables.base import BigId, Erasure, LocalizedText, UtcDateTime, metadata, person

calls = sa.Table(
    "calls",
    metadata,
    sa.Column("id", BigId, primary_key=True),
    sa.Column("state", sa.String(12), nullable=False),
    # Raised by every change, so that two who edit do not overwrite each other.
    sa.Column("version", sa.Integer, nullable=False, server_default=sa.text("1")),
    sa.Column("title", LocalizedText),
    sa.Column("terms", LocalizedText),
    # Tenge, and whole percents of a project's budget.
    sa.Column("fund", sa.BigInteger),
    sa.Column("budget_from", sa.BigInteger),
    sa.Column("budget_to", sa.BigInteger),
    sa.Column("share_from", sa.SmallInteger),
    sa.Column("share_to", sa.SmallInteger),
    sa.Column("announce_at", UtcDateTime),
    sa.Column("deadline_at", UtcDateTime),
    sa.Column("decision_at", UtcDateTime),
    sa.Column("award_at", UtcDateTime),
    # Over when it was entered: counted, and never announced.
    sa.Column("history", sa.Boolean, nullable=False, server_default=sa.false()),
    # What asked for it, and for the last change of it, so that a repeat is known as one.
    sa.Column("source", sa.String(80), nullable=False, unique=True),
    sa.Column("changed_by_source", sa.String(80), nullable=False),
    person("created_by", erasure=Erasure.DRAFT, download="competition", nullable=True),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("published_at", UtcDateTime),
    sa.Column("cancelled_at", UtcDateTime),
    # Why it is cancelled, as those who cancel it wrote it for people; kept before they agree to cancel.
    sa.Column("cancel_reason", sa.String(400)),
)

call_territories = sa.Table(
    "call_territories",
    metadata,
    sa.Column("call_id", sa.ForeignKey("calls.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("territory_code", sa.String(16), sa.ForeignKey("territories.code"), primary_key=True),
)

call_reminders = sa.Table(
    "call_reminders",
    metadata,
    sa.Column("call_id", sa.ForeignKey("calls.id", ondelete="CASCADE"), primary_key=True),
    person(erasure=Erasure.DELETE, download="competition", primary_key=True),
    sa.Column("asked_at", UtcDateTime, nullable=False),
    sa.Index("ix_call_reminders_person", "person_id"),
)
