"""Every table of the database, a file per subject; importing this package makes `metadata` complete."""

from storage.tables import files, inbox, people, roles, territories
from storage.tables.base import metadata

__all__ = ["files", "inbox", "metadata", "people", "roles", "territories"]
