"""What goes into a cell of a spreadsheet."""

_RUN_BY_SPREADSHEETS = ("=", "+", "-", "@", "\t", "\r")


def harmless(text: str) -> str:
    """The text as it is, or with an apostrophe in front when a spreadsheet would run it."""
    return f"'{text}" if text.startswith(_RUN_BY_SPREADSHEETS) else text
