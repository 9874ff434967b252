"""The sheet of a committee as two pages."""

from reports.committees.sheet import FILE_NAME, Called, sheet

__all__ = ["FILE_NAME", "Called", "sheet"]
