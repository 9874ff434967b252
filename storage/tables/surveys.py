"""Surveys: what is asked, who was asked, what was answered; an anonymous answer knows no person.

Tables of answers have no serial numbers and no time finer than a day: their order would tell who answered when.
"""

import sqlalchemy as sa

from storage.tables.base import BigId, Erasure, LocalizedText, UtcDateTime, metadata, person

# Letters of an answer that is short enough for an index.
SHORT = 500

surveys = sa.Table(
    "surveys",
    metadata,
    sa.Column("id", BigId, primary_key=True),
    # What asked for it, so that a repeated press begins the same draft.
    sa.Column("source", sa.String(80), nullable=False, unique=True),
    sa.Column("state", sa.String(12), nullable=False),
    person("author_id", erasure=Erasure.DRAFT, download="surveys", nullable=True),
    sa.Column("author_role", sa.String(16), nullable=False),
    sa.Column("territory_code", sa.String(16), sa.ForeignKey("territories.code"), index=True),
    sa.Column("title", LocalizedText),
    # Why it is asked, said before the first question.
    sa.Column("about", LocalizedText),
    sa.Column("anonymous", sa.Boolean, nullable=False),
    sa.Column("audience", sa.JSON, nullable=False),
    # What its author chose: one language only, crosses, targets, results to those who answered, adults, reminders.
    sa.Column("options", sa.JSON, nullable=False),
    # The form in force; whoever began with an earlier one goes on with that.
    sa.Column("form_version", sa.Integer, nullable=False, server_default=sa.text("1")),
    # Raised by every change, so that two who edit do not overwrite each other.
    sa.Column("version", sa.Integer, nullable=False, server_default=sa.text("1")),
    # Which press or message made the last change: one that comes again has been obeyed.
    sa.Column("changed_by", sa.String(80)),
    sa.Column("opens_at", UtcDateTime),
    # As people are told; answers are taken a little longer, and it is closed after that.
    sa.Column("closes_at", UtcDateTime),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("opened_at", UtcDateTime),
    sa.Column("closed_at", UtcDateTime),
    # Whether what was written before the closing is out of the database's files too.
    sa.Column("swept", sa.Boolean, nullable=False, server_default=sa.false()),
    # How many of those invited ended in which way: counted at the closing, when what tells it is thrown away.
    sa.Column("outcomes", sa.JSON),
    # What stands in its link and QR code.
    sa.Column("code", sa.String(16), nullable=False, unique=True),
    sa.Index("ix_surveys_state", "state", "closes_at"),
)

survey_forms = sa.Table(
    "survey_forms",
    metadata,
    sa.Column("survey_id", sa.ForeignKey("surveys.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("form_version", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("definition", sa.JSON, nullable=False),
    sa.Column("created_at", UtcDateTime, nullable=False),
)

survey_keys = sa.Table(
    "survey_keys",
    metadata,
    # Finds a person's own response again; destroyed at closing, and from then nobody can join the two.
    sa.Column("survey_id", sa.ForeignKey("surveys.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("key", sa.LargeBinary, nullable=False),
)

participations = sa.Table(
    "participations",
    metadata,
    sa.Column("survey_id", sa.ForeignKey("surveys.id", ondelete="CASCADE"), primary_key=True),
    person(erasure=Erasure.DELETE, download="surveys", primary_key=True),
    sa.Column("state", sa.String(12), nullable=False),
    # How they came to it: asked by us, or by an open link.
    sa.Column("mode", sa.String(8), nullable=False),
    # Of an anonymous survey the day of its closing from then on: wordings and reminders have days too.
    sa.Column("day", sa.Date, nullable=False),
    sa.Index("ix_participations_person", "person_id"),
    sqlite_with_rowid=False,
)

survey_segments = sa.Table(
    "survey_segments",
    metadata,
    # Who a respondent was when they began, no finer than the survey declared: counted by one number in each answer.
    sa.Column("survey_id", sa.ForeignKey("surveys.id", ondelete="CASCADE"), primary_key=True),
    # Made of what it stands for, so that its number tells nothing of who came first.
    sa.Column("segment", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("okrug_code", sa.String(16)),
    sa.Column("sex", sa.String(8)),
    sa.Column("age_band", sa.String(10)),
    sa.Column("language", sa.String(2)),
    sa.Column("mode", sa.String(8), nullable=False),
    sqlite_with_rowid=False,
)

responses = sa.Table(
    "responses",
    metadata,
    sa.Column("survey_id", sa.ForeignKey("surveys.id", ondelete="CASCADE"), primary_key=True),
    # HMAC of the person under the survey's key, or of the serial number of a paper form.
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("form_version", sa.Integer, nullable=False),
    # Of a named survey only.
    person(erasure=Erasure.CUT, download="surveys", nullable=True),
    sa.Column("state", sa.String(12), nullable=False),
    # The question that is being asked; empty when none is.
    sa.Column("position", sa.String(64), nullable=False, default=""),
    # Raised by every step: a button of an earlier one is old, however often and late it is pressed.
    sa.Column("turn", sa.Integer, nullable=False, server_default=sa.text("0")),
    sa.Column("segment", sa.BigInteger, nullable=False),
    # Of a named survey only: the day would join an anonymous one to who took part on it.
    sa.Column("day", sa.Date),
    # The author's own trial, erased when the survey opens.
    sa.Column("trial", sa.Boolean, nullable=False, server_default=sa.false()),
    # Which copy of a paper form: the second keying of one tenth shows differences.
    sa.Column("keying", sa.SmallInteger, nullable=False, server_default=sa.text("0")),
    sa.Index("ix_responses_survey", "survey_id", "state", "segment"),
    sa.Index("ix_responses_person", "person_id"),
    sqlite_with_rowid=False,
)

answers = sa.Table(
    "answers",
    metadata,
    sa.Column("survey_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("response_id", sa.String(32), primary_key=True),
    sa.Column("question", sa.String(64), primary_key=True),
    sa.Column("segment", sa.BigInteger, nullable=False),
    # In the one text form that the question's kind has; several choices as XLSForm writes them, with spaces between.
    sa.Column("value", sa.Text, nullable=False),
    # Only what was asked of those who finished is counted.
    sa.Column("counted", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.ForeignKeyConstraint(["survey_id", "response_id"], ["responses.survey_id", "responses.id"], ondelete="CASCADE"),
    # All that counting reads; what is written at length is counted without it, and an index may not hold it.
    sa.Index(
        "ix_answers_counted",
        "survey_id",
        # SQLite reads the row for it, if it is not in the index.
        "counted",
        "question",
        "value",
        "segment",
        # The number is SHORT: a migration has it in words.
        sqlite_where=sa.text("counted = 1 AND length(value) <= 500"),
        postgresql_where=sa.text("counted AND length(value) <= 500"),
    ),
    sqlite_with_rowid=False,
)

paper_forms = sa.Table(
    "paper_forms",
    metadata,
    sa.Column("survey_id", sa.ForeignKey("surveys.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("serial", sa.Integer, primary_key=True, autoincrement=False),
    # What stands in the QR code and, to be typed, below it.
    sa.Column("code", sa.String(16), nullable=False, unique=True),
    sa.Column("form_version", sa.Integer, nullable=False),
    # How it was used, in chat or keyed; the second use is refused.
    sa.Column("used", sa.String(8)),
    sa.Column("used_on", sa.Date),
    # HMAC of who keyed it under the survey's key, so that somebody else keys it a second time; gone at the closing.
    sa.Column("keyed_by", sa.String(32)),
    sqlite_with_rowid=False,
)

survey_snapshots = sa.Table(
    "survey_snapshots",
    metadata,
    # The figures of a closed survey with what is hidden in them: every screen and file reads these.
    sa.Column("survey_id", sa.ForeignKey("surveys.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("made_on", sa.Date, nullable=False),
    sa.Column("figures", sa.JSON, nullable=False),
)

word_reviews = sa.Table(
    "word_reviews",
    metadata,
    # Open words that somebody let through; without a row nobody but who moderates reads them.
    sa.Column("survey_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("response_id", sa.String(32), primary_key=True),
    sa.Column("question", sa.String(64), primary_key=True),
    sa.Column("let_through", sa.Boolean, nullable=False),
    sa.ForeignKeyConstraint(["survey_id", "response_id"], ["responses.survey_id", "responses.id"], ondelete="CASCADE"),
    sqlite_with_rowid=False,
)
