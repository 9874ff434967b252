"""Every table of the database, a file per subject; importing this package makes `metadata` complete."""

from storage.tables import (
    announcements,
    calls,
    dates,
    drafts,
    files,
    inbox,
    issues,
    meetings,
    outbox,
    people,
    roles,
    surveys,
    territories,
)
from storage.tables.base import BigId, metadata

__all__ = [
    "announcements",
    "calls",
    "dates",
    "drafts",
    "files",
    "inbox",
    "issues",
    "meetings",
    "metadata",
    "outbox",
    "people",
    "roles",
    "surveys",
    "territories",
]

# Buttons in people's chats and lines of the audit log name rows by number: no number is ever given twice.
for _table in metadata.tables.values():
    _key = list(_table.primary_key)
    if len(_key) == 1 and _key[0].type is BigId and _key[0].autoincrement is not False:
        _table.dialect_options["sqlite"]["autoincrement"] = True
