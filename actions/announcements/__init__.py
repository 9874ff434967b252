"""Announcements: writing one, sending it, seeing what became of it."""

from actions.announcements.sending import due

__all__ = ["due"]
