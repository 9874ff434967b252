"""People: our own id in `people`, the Telegram id in `accounts` alone, name and profile in `profiles` alone."""

import sqlalchemy as sa

from storage.tables.base import BigId, Erasure, UtcDateTime, metadata, person

people = sa.Table(
    "people",
    metadata,
    # The row stays after erasure as an empty number, so that what others did to it can still be told apart.
    sa.Column("id", BigId, primary_key=True, info={"erasure": Erasure.KEEP, "download": "about_you"}),
    sa.Column("language", sa.String(2)),
    sa.Column("okrug_code", sa.ForeignKey("territories.code"), index=True),
    sa.Column("village_code", sa.ForeignKey("territories.code")),
    sa.Column("arrived_by", sa.String(64)),
    sa.Column("agreed_at", UtcDateTime),
    sa.Column("registered_at", UtcDateTime, index=True),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("erased_at", UtcDateTime),
)

accounts = sa.Table(
    "accounts",
    metadata,
    person(erasure=Erasure.DELETE, download="about_you", primary_key=True),
    sa.Column("telegram_id", sa.BigInteger, nullable=False, unique=True),
    sa.Column("blocked_at", UtcDateTime),
)

profiles = sa.Table(
    "profiles",
    metadata,
    person(erasure=Erasure.DELETE, download="about_you", primary_key=True),
    # Only those who hold a role have a name here: others must know who they are.
    sa.Column("name", sa.String(128)),
    sa.Column("sex", sa.String(8)),
    sa.Column("age_band", sa.String(10)),
    sa.Column("age_told_on", sa.Date),
)

awaited = sa.Table(
    "awaited",
    metadata,
    person(erasure=Erasure.DELETE, download="now_awaited", primary_key=True),
    sa.Column("field", sa.String(80), nullable=False),
    sa.Column("row_id", sa.BigInteger, nullable=False),
    sa.Column("prompt_message_id", sa.BigInteger),
    sa.Column("since", UtcDateTime, nullable=False),
)

loose_words = sa.Table(
    "loose_words",
    metadata,
    # The last thing a person wrote that nothing waited for, until they say what it is; it is kept for two days.
    person(erasure=Erasure.DELETE, download="now_awaited", primary_key=True),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
)

notification_choices = sa.Table(
    "notification_choices",
    metadata,
    person(erasure=Erasure.DELETE, download="notifications", primary_key=True),
    sa.Column("topic", sa.String(24), primary_key=True),
    sa.Column("mode", sa.String(8), nullable=False),
)

quiet_hours = sa.Table(
    "quiet_hours",
    metadata,
    person(erasure=Erasure.DELETE, download="notifications", primary_key=True),
    # Local hours, 0 to 23; equal hours mean that no hour is quiet.
    sa.Column("from_hour", sa.SmallInteger, nullable=False),
    sa.Column("until_hour", sa.SmallInteger, nullable=False),
)

facts = sa.Table(
    "facts",
    metadata,
    # What the program learns about itself, such as the bot's username.
    sa.Column("name", sa.String(32), primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)
