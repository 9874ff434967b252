"""What people do with meetings and events, a module for each time: before, at, after, and looking back."""

from actions.meetings import answers, attendance, minutes, planning, register

__all__ = ["answers", "attendance", "minutes", "planning", "register"]
