"""Every table of the database, a file per subject; importing this package makes `metadata` complete."""

from storage.tables import dates, files, inbox, outbox, people, roles, territories
from storage.tables.base import metadata

__all__ = ["dates", "files", "inbox", "metadata", "outbox", "people", "roles", "territories"]
