"""Issues: what residents say is wrong, who shares it, what came of it, and which matters more."""

import sqlalchemy as sa

from storage.tables.base import BigId, Erasure, LocalizedText, UtcDateTime, metadata, person

issue_categories = sa.Table(
    "issue_categories",
    metadata,
    sa.Column("id", BigId, primary_key=True),
    # A word that files and seeds know it by.
    sa.Column("key", sa.String(32), nullable=False, unique=True),
    sa.Column("area", sa.String(16), nullable=False),
    sa.Column("names", LocalizedText, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("retired_at", UtcDateTime),
)

issues = sa.Table(
    "issues",
    metadata,
    sa.Column("id", BigId, primary_key=True),
    # What asked for it, so that a repeated press begins the same draft.
    sa.Column("source", sa.String(80), nullable=False, unique=True),
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("okrug_code", sa.String(16), sa.ForeignKey("territories.code"), nullable=False),
    # Given when it is sent, and never changed: Zharaspai-17.
    sa.Column("serial", sa.Integer),
    sa.Column("category_id", sa.ForeignKey("issue_categories.id")),
    # Open to the okrug, for akim and staff, or for staff alone.
    sa.Column("privacy", sa.String(8), nullable=False),
    sa.Column("name_shown", sa.Boolean, nullable=False, server_default=sa.false()),
    # The name that its author lets stand under it; it is kept for nothing else, and goes when they do.
    sa.Column("signed_as", sa.String(128), info={"goes_with": "author_id"}),
    # A draft is a person's own and goes with them; what was sent is the okrug's and only loses its author.
    person("author_id", erasure=Erasure.DRAFT, download="issues", nullable=True),
    sa.Column("text", sa.Text, nullable=False, default=""),
    sa.Column("language", sa.String(2)),
    sa.Column("latitude", sa.Float),
    sa.Column("longitude", sa.Float),
    # The messages of which a draft is made, so that one that comes again adds nothing.
    sa.Column("taken", sa.JSON, nullable=False, default=list),
    # Raised by every change, so that two who act do not overwrite each other.
    sa.Column("version", sa.Integer, nullable=False, server_default=sa.text("1")),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("sent_at", UtcDateTime),
    # Neighbours see it from then on; None while a word to watch holds it.
    sa.Column("seen_from", UtcDateTime),
    # The akim or staff looked at it: photos and voice are seen, and it may be compared with others.
    sa.Column("let_in_at", UtcDateTime),
    sa.Column("hidden_at", UtcDateTime),
    # Itself, or the issue with which it was merged: whoever supports either supports that one.
    sa.Column("root_id", sa.BigInteger),
    # Who is to answer: the okrug, the rayon or staff.
    sa.Column("desk", sa.String(8), nullable=False, server_default="okrug"),
    sa.Column("answered_at", UtcDateTime),
    sa.Column("escalated_at", UtcDateTime),
    # When it was solved as its akim says, what was done, and how many people that reached.
    sa.Column("solved_at", UtcDateTime),
    sa.Column("done_on", sa.Date),
    sa.Column("reached", sa.Integer),
    sa.Column("promised_by", sa.Date),
    # How often "is it solved?" was asked.
    sa.Column("rounds", sa.SmallInteger, nullable=False, server_default=sa.text("0")),
    # Taken over from earlier times: it makes no notices, escalations or questions.
    sa.Column("history", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.UniqueConstraint("okrug_code", "serial"),
    sa.Index("ix_issues_state", "okrug_code", "state"),
    sa.Index("ix_issues_root", "root_id"),
    sa.Index("ix_issues_serial", "serial"),
    sa.Index("ix_issues_author", "author_id", "sent_at"),
)

issue_supports = sa.Table(
    "issue_supports",
    metadata,
    sa.Column("issue_id", sa.ForeignKey("issues.id", ondelete="CASCADE"), primary_key=True),
    person(erasure=Erasure.DELETE, download="issues", primary_key=True),
    sa.Column("since", UtcDateTime, nullable=False),
    sa.Index("ix_issue_supports_person", "person_id"),
)

issue_follows = sa.Table(
    "issue_follows",
    metadata,
    sa.Column("issue_id", sa.ForeignKey("issues.id", ondelete="CASCADE"), primary_key=True),
    person(erasure=Erasure.DELETE, download="issues", primary_key=True),
    sa.Column("since", UtcDateTime, nullable=False),
    sa.Index("ix_issue_follows_person", "person_id"),
)

issue_steps = sa.Table(
    "issue_steps",
    metadata,
    # Everything that happened to an issue, as residents are shown it: by which role, never by whose name.
    sa.Column("id", BigId, primary_key=True),
    sa.Column("issue_id", sa.ForeignKey("issues.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("source", sa.String(80), nullable=False, unique=True),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("role", sa.String(16), nullable=False),
    person("by_id", erasure=Erasure.CUT, download="issues", nullable=True),
    sa.Column("text", sa.Text),
    sa.Column("language", sa.String(2)),
    # What else the step says: the other issue of a merge, the desk it went to, people reached.
    sa.Column("facts", sa.JSON, nullable=False),
    sa.Column("public", sa.Boolean, nullable=False, server_default=sa.true()),
    sa.Column("at", UtcDateTime, nullable=False),
)

issue_verdicts = sa.Table(
    "issue_verdicts",
    metadata,
    # What people answered to "is it solved?".
    sa.Column("issue_id", sa.ForeignKey("issues.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("round", sa.SmallInteger, primary_key=True, autoincrement=False),
    person(erasure=Erasure.DELETE, download="issues", primary_key=True),
    sa.Column("solved", sa.Boolean, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
)

pair_choices = sa.Table(
    "pair_choices",
    metadata,
    # Two issues of an okrug and what a person said of them: the first matters more, the second, or cannot say.
    person(erasure=Erasure.DELETE, download="issues", primary_key=True),
    sa.Column("first_id", sa.ForeignKey("issues.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("second_id", sa.ForeignKey("issues.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("okrug_code", sa.String(16), nullable=False),
    sa.Column("area", sa.String(16), nullable=False),
    # None while the pair is shown and not answered.
    sa.Column("chosen_id", sa.BigInteger),
    sa.Column("skipped", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Index("ix_pair_choices_okrug", "okrug_code", "area"),
)

category_choices = sa.Table(
    "category_choices",
    metadata,
    # The same of two categories. They are everybody's, so who moves compares them anew, for the other okrug.
    person(erasure=Erasure.DELETE, download="issues", primary_key=True),
    sa.Column("okrug_code", sa.String(16), primary_key=True),
    sa.Column("first_id", sa.ForeignKey("issue_categories.id"), primary_key=True),
    sa.Column("second_id", sa.ForeignKey("issue_categories.id"), primary_key=True),
    sa.Column("area", sa.String(16), nullable=False),
    sa.Column("chosen_id", sa.BigInteger),
    sa.Column("skipped", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Index("ix_category_choices_okrug", "okrug_code", "area"),
)

watched_words = sa.Table(
    "watched_words",
    metadata,
    # A beginning of a word that holds a report until somebody looked.
    sa.Column("folded", sa.String(64), primary_key=True),
    sa.Column("language", sa.String(2), nullable=False),
)

bans = sa.Table(
    "bans",
    metadata,
    sa.Column("id", BigId, primary_key=True),
    sa.Column("source", sa.String(80), nullable=False, unique=True),
    # An HMAC of the Telegram id: it outlives an erasure until the ban ends, and names nobody.
    sa.Column("whom", sa.String(64), nullable=False, index=True),
    sa.Column("issue_id", sa.ForeignKey("issues.id")),
    sa.Column("territory_code", sa.String(16), sa.ForeignKey("territories.code")),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("from_at", UtcDateTime, nullable=False),
    sa.Column("until", UtcDateTime, nullable=False),
    sa.Column("lifted_at", UtcDateTime),
    person("by_id", erasure=Erasure.CUT, download="acts", nullable=True),
)
