"""Meetings and events: what is planned, who said what, who came, what was written down."""

import sqlalchemy as sa

from storage.tables.base import BigId, Erasure, LocalizedText, UtcDateTime, metadata, person

meetings = sa.Table(
    "meetings",
    metadata,
    sa.Column("id", BigId, primary_key=True),
    # What asked for it, so that a repeated press begins the same draft.
    sa.Column("source", sa.String(80), nullable=False, unique=True),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("area", sa.String(16)),
    sa.Column("territory_code", sa.String(16), sa.ForeignKey("territories.code"), index=True),
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("title", LocalizedText),
    sa.Column("starts_at", UtcDateTime),
    sa.Column("minutes", sa.Integer, nullable=False),
    sa.Column("place", sa.String(200)),
    sa.Column("latitude", sa.Float),
    sa.Column("longitude", sa.Float),
    sa.Column("agenda", sa.JSON, nullable=False),
    sa.Column("audience", sa.JSON, nullable=False),
    sa.Column("capacity", sa.Integer),
    # Minutes before the start; None: as the settings say.
    sa.Column("reminders", sa.JSON),
    # What stands on the wall: who knows it was there.
    sa.Column("code", sa.String(16), nullable=False, unique=True),
    # What calendars know it by.
    sa.Column("uid", sa.String(40), nullable=False, unique=True),
    sa.Column("sequence", sa.Integer, nullable=False, server_default=sa.text("0")),
    sa.Column("version", sa.Integer, nullable=False, server_default=sa.text("1")),
    sa.Column("created_at", UtcDateTime, nullable=False),
    person("created_by", erasure=Erasure.DRAFT, download="meetings", nullable=True),
    sa.Column("published_at", UtcDateTime),
    sa.Column("cancelled_at", UtcDateTime),
    # Taken over from reports of earlier times: it makes no notices.
    sa.Column("history", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Index("ix_meetings_starts", "state", "starts_at"),
)

meeting_answers = sa.Table(
    "meeting_answers",
    metadata,
    sa.Column("meeting_id", sa.ForeignKey("meetings.id"), primary_key=True),
    person(erasure=Erasure.DELETE, download="meetings", primary_key=True),
    sa.Column("answer", sa.String(8), nullable=False),
    # Would come and found no place; the first to ask is the first to get one.
    sa.Column("waiting", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("answered_at", UtcDateTime, nullable=False),
    sa.Index("ix_meeting_answers_person", "person_id"),
)

meeting_attendance = sa.Table(
    "meeting_attendance",
    metadata,
    sa.Column("id", BigId, primary_key=True),
    sa.Column("meeting_id", sa.ForeignKey("meetings.id"), nullable=False),
    # The figure stays when the person leaves, without them.
    person(erasure=Erasure.CUT, download="meetings", nullable=True),
    sa.Column("sex", sa.String(8)),
    sa.Column("at", UtcDateTime, nullable=False),
    # None: by the code on the wall.
    person("ticked_by", erasure=Erasure.CUT, download=None, nullable=True),
    sa.UniqueConstraint("meeting_id", "person_id"),
    sa.Index("ix_meeting_attendance_person", "person_id"),
)

meeting_counts = sa.Table(
    "meeting_counts",
    metadata,
    sa.Column("meeting_id", sa.ForeignKey("meetings.id"), primary_key=True),
    # Those without Telegram, counted at the door.
    sa.Column("women", sa.Integer),
    sa.Column("men", sa.Integer),
    # What a report of earlier times says of all who came.
    sa.Column("people", sa.Integer),
    sa.Column("at_least", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("women_percent", sa.SmallInteger),
    # Of all who came, as the leader counted them: people with a phone need not have told their sex.
    sa.Column("women_in_all", sa.Integer),
    sa.Column("women_at_least", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("counted_at", UtcDateTime, nullable=False),
    person("counted_by", erasure=Erasure.CUT, download="meetings", nullable=True),
)

meeting_minutes = sa.Table(
    "meeting_minutes",
    metadata,
    sa.Column("meeting_id", sa.ForeignKey("meetings.id"), primary_key=True),
    sa.Column("text", sa.Text),
    sa.Column("file_id", sa.ForeignKey("files.id", ondelete="SET NULL")),
    sa.Column("written_at", UtcDateTime, nullable=False),
    person("written_by", erasure=Erasure.CUT, download="meetings", nullable=True),
    sa.Column("sent_at", UtcDateTime),
)

meeting_outcomes = sa.Table(
    "meeting_outcomes",
    metadata,
    sa.Column("id", BigId, primary_key=True),
    sa.Column("meeting_id", sa.ForeignKey("meetings.id"), nullable=False, index=True),
    # A repeated message writes no second line.
    sa.Column("source", sa.String(80), nullable=False, unique=True),
    sa.Column("text", sa.String(400), nullable=False),
    # An action has an owner and a day, a decision has neither.
    sa.Column("owner", sa.String(120)),
    sa.Column("due_on", sa.Date),
)

meeting_issues = sa.Table(
    "meeting_issues",
    metadata,
    # Residents' issues on the agenda.
    sa.Column("meeting_id", sa.ForeignKey("meetings.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("issue_id", sa.ForeignKey("issues.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("added_at", UtcDateTime, nullable=False),
    sa.Index("ix_meeting_issues_issue", "issue_id"),
)

people_figures = sa.Table(
    "people_figures",
    metadata,
    sa.Column("id", BigId, primary_key=True),
    # The row of the import that brought it.
    sa.Column("import_key", sa.String(80), nullable=False, unique=True),
    sa.Column("territory_code", sa.String(16), sa.ForeignKey("territories.code"), index=True),
    sa.Column("kind", sa.String(16)),
    sa.Column("people", sa.Integer, nullable=False),
    sa.Column("at_least", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("women_percent", sa.SmallInteger),
    sa.Column("since", sa.Date),
    sa.Column("until", sa.Date),
    sa.Column("source", sa.String(200), nullable=False),
)
