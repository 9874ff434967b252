"""Trouble that whoever runs the bot can do something about."""


class Trouble(Exception):
    """Why a command stopped, as one sentence for a person; the command line prints it without a traceback."""
