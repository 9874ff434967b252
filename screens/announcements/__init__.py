"""Announcements as people see them: while they are written, as they arrive, and what became of them."""

from screens.announcements.sent import progress, report

__all__ = ["progress", "report"]
