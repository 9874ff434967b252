"""Files that people gave: Telegram keeps the bytes, we keep how to find them and who may see them."""

import sqlalchemy as sa

from storage.tables.base import BigId, Erasure, UtcDateTime, metadata, person

files = sa.Table(
    "files",
    metadata,
    sa.Column("id", BigId, primary_key=True),
    sa.Column("telegram_file_id", sa.String(255), nullable=False),
    sa.Column("telegram_unique_id", sa.String(64), nullable=False),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("size", sa.Integer),
    sa.Column("media_type", sa.String(80)),
    sa.Column("subject", sa.String(24), nullable=False),
    sa.Column("subject_id", sa.BigInteger, nullable=False),
    person("owner_id", erasure=Erasure.DELETE, download="files", nullable=True),
    sa.Column("visibility", sa.String(16), nullable=False),
    # The name of the bytes under `data/files`, when they are kept here too.
    sa.Column("stored_as", sa.String(80)),
    # Telegram did not have it any more when it was to be kept.
    sa.Column("lost_at", UtcDateTime),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Index("ix_files_subject", "subject", "subject_id"),
)
