"""Every table of the database, a file per subject; importing this package makes `metadata` complete."""

from storage.tables import announcements, calls, dates, files, inbox, meetings, outbox, people, roles, territories
from storage.tables.base import metadata

__all__ = [
    "announcements",
    "calls",
    "dates",
    "files",
    "inbox",
    "meetings",
    "metadata",
    "outbox",
    "people",
    "roles",
    "territories",
]
