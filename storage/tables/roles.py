"""Roles: grants, the invites that give them, and the log of what officials did."""

import sqlalchemy as sa

from storage.tables.base import BigId, Erasure, UtcDateTime, metadata, person


def _offer() -> list[sa.Column[str]]:
    return [
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("territory_code", sa.String(16), sa.ForeignKey("territories.code"), index=True),
        sa.Column("area", sa.String(16)),
        sa.Column("position", sa.String(16)),
        sa.Column("rights", sa.JSON, nullable=False),
    ]


grants = sa.Table(
    "grants",
    metadata,
    sa.Column("id", BigId, primary_key=True),
    person(erasure=Erasure.DELETE, download="roles"),
    *_offer(),
    sa.Column("since", UtcDateTime, nullable=False),
    sa.Column("until", UtcDateTime),
    person("given_by", erasure=Erasure.CUT, download=None, nullable=True),
    sa.Column("revoked_at", UtcDateTime),
    sa.Index("ix_grants_person", "person_id"),
)

invites = sa.Table(
    "invites",
    metadata,
    sa.Column("id", BigId, primary_key=True),
    # Only a hash of the code is kept: who reads the database cannot take a role with it.
    sa.Column("code_hash", sa.String(64), nullable=False, unique=True),
    *_offer(),
    # What asked for it, so that a repeated press makes the same invite.
    sa.Column("source", sa.String(80), nullable=False, unique=True),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("expires_at", UtcDateTime, nullable=False),
    # None is the command line. An invite is worth nothing without who gave it.
    person("given_by", erasure=Erasure.DELETE, download="invites", nullable=True),
    # The grant that ends when this invite is taken: the role is handed over, not doubled.
    sa.Column("hands_over", BigId),
    sa.Column("used_at", UtcDateTime),
    person("used_by", erasure=Erasure.CUT, download="invites", nullable=True),
    sa.Column("revoked_at", UtcDateTime),
)

audit = sa.Table(
    "audit",
    metadata,
    sa.Column("id", BigId, primary_key=True),
    sa.Column("at", UtcDateTime, nullable=False, index=True),
    # Who: an internal number that means nobody once they are erased; None is the command line.
    person("person_id", erasure=Erasure.KEEP, download="acts", nullable=True),
    sa.Column("role", sa.String(16)),
    sa.Column("grant_id", BigId),
    sa.Column("territory_code", sa.String(16), index=True),
    sa.Column("act", sa.String(32), nullable=False),
    sa.Column("subject_id", sa.String(32), nullable=False),
    sa.Column("details", sa.JSON, nullable=False),
    sa.Column("source", sa.String(80), nullable=False),
    sa.UniqueConstraint("source", "act", "subject_id"),
)
