"""Announcements: what is said in which language, for whom, when, and the message that shows its author how it goes."""

import sqlalchemy as sa

from storage.tables.base import BigId, Erasure, UtcDateTime, metadata, person

announcements = sa.Table(
    "announcements",
    metadata,
    sa.Column("id", BigId, primary_key=True),
    sa.Column("state", sa.String(12), nullable=False),
    # A draft is a person's own and goes with them; once it is confirmed it is the okrug's and only loses its author.
    person("drafted_by", erasure=Erasure.DELETE, download="announcements", nullable=True),
    person("author_id", erasure=Erasure.CUT, download="announcements", nullable=True),
    sa.Column("author_role", sa.String(16), nullable=False),
    # What asked for it, so that a repeated press makes the same draft.
    sa.Column("source", sa.String(80), nullable=False, unique=True),
    sa.Column("territory_code", sa.String(16), sa.ForeignKey("territories.code"), index=True),
    sa.Column("audience", sa.JSON, nullable=False),
    # None: as soon as it is confirmed.
    sa.Column("send_at", UtcDateTime),
    # A rule of local days and an hour, so that it stays at nine when the zone moves.
    sa.Column("repeats", sa.String(8)),
    sa.Column("repeat_from", sa.Date),
    sa.Column("repeat_at", sa.Time),
    sa.Column("repeat_until", sa.Date),
    # The day and the moment of the next repeat.
    sa.Column("next_day", sa.Date),
    sa.Column("next_at", UtcDateTime),
    sa.Column("urgent", sa.Boolean, nullable=False, server_default=sa.false()),
    # What becomes of a message that was on its way when the machine stopped: sent again, or left and listed.
    sa.Column("policy", sa.String(8), nullable=False, server_default="resend"),
    sa.Column("read_button", sa.Boolean, nullable=False, server_default=sa.false()),
    # Raised by every change, so that two who edit do not overwrite each other.
    sa.Column("version", sa.Integer, nullable=False, server_default=sa.text("1")),
    # The version of the words that is in force, and the one that is being written after it went.
    sa.Column("content_version", sa.Integer, nullable=False, server_default=sa.text("1")),
    sa.Column("edited_version", sa.Integer),
    person("approved_by", erasure=Erasure.CUT, download=None, nullable=True),
    sa.Column("returned_because", sa.Text),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("confirmed_at", UtcDateTime),
    sa.Index(
        "ix_announcements_next",
        "next_at",
        sqlite_where=sa.text("next_at IS NOT NULL"),
        postgresql_where=sa.text("next_at IS NOT NULL"),
    ),
)

announcement_parts = sa.Table(
    "announcement_parts",
    metadata,
    sa.Column("id", BigId, primary_key=True),
    sa.Column("announcement_id", sa.ForeignKey("announcements.id", ondelete="CASCADE"), nullable=False),
    sa.Column("content_version", sa.Integer, nullable=False),
    sa.Column("language", sa.String(2), nullable=False),
    # The message that brought it: one that comes twice is one part. All private chats of a bot number theirs together.
    sa.Column("message_id", sa.BigInteger, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    # As Telegram gives them: offsets and lengths count UTF-16 units.
    sa.Column("entities", sa.JSON, nullable=False),
    sa.Column("file_id", sa.ForeignKey("files.id", ondelete="CASCADE")),
    sa.UniqueConstraint("announcement_id", "content_version", "message_id"),
)

progress_messages = sa.Table(
    "progress_messages",
    metadata,
    # One message of a person's private chat that shows how a notice goes; the sender keeps it up to date.
    sa.Column("notice_id", sa.ForeignKey("notices.id"), primary_key=True),
    person(erasure=Erasure.DELETE, download="announcements", primary_key=True),
    sa.Column("message_id", sa.BigInteger, nullable=False),
    # When it was edited last, and whether it shows the end: then it is left alone.
    sa.Column("shown_at", UtcDateTime),
    sa.Column("ended", sa.Boolean, nullable=False, server_default=sa.false()),
)
