"""Which errors of a database pass by themselves."""

import sqlite3

import asyncpg
import sqlalchemy as sa


def is_passing(error: BaseException) -> bool:
    """Whether the database could not be used just now (away, locked, full), so that the same may be tried again."""
    if isinstance(error, sa.exc.OperationalError) and error.orig is not None:
        return is_passing(error.orig) if isinstance(error.orig, sqlite3.Error) else True
    if isinstance(error, sqlite3.OperationalError):
        # SQLite calls a wrong statement by the same name as a locked file, but it stays wrong.
        return getattr(error, "sqlite_errorcode", None) != sqlite3.SQLITE_ERROR
    if isinstance(error, sa.exc.InterfaceError | sa.exc.TimeoutError):
        return True
    if isinstance(error, sa.exc.DBAPIError) and error.statement is None:
        # Nobody was let in, whatever the reason: a restart, a restore, a password that is being changed.
        return not isinstance(error, sa.exc.IntegrityError)
    if isinstance(error, sa.exc.DBAPIError):
        return error.connection_invalidated or isinstance(
            error.orig and error.orig.__cause__,
            asyncpg.PostgresConnectionError
            | asyncpg.InsufficientResourcesError
            | asyncpg.OperatorInterventionError
            | asyncpg.DeadlockDetectedError,
        )
    if isinstance(error, OSError):
        # A server that cannot be reached, by whichever road; what names a file is no server.
        return error.filename is None
    return isinstance(error, asyncpg.PostgresConnectionError | asyncpg.CannotConnectNowError)
