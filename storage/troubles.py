"""Which errors of a database pass by themselves."""

import sqlite3

import asyncpg
import sqlalchemy as sa


def is_passing(error: BaseException) -> bool:
    """Whether the database could not be used just now (away, locked, full), so that the same may be tried again."""
    if isinstance(error, sa.exc.OperationalError):
        # SQLite calls a wrong statement by the same name as a locked file, but it stays wrong.
        return getattr(error.orig, "sqlite_errorcode", None) != sqlite3.SQLITE_ERROR
    if isinstance(error, sa.exc.InterfaceError | sa.exc.TimeoutError):
        return True
    if isinstance(error, sa.exc.DBAPIError):
        return error.connection_invalidated or isinstance(
            error.orig and error.orig.__cause__,
            asyncpg.PostgresConnectionError
            | asyncpg.InsufficientResourcesError
            | asyncpg.OperatorInterventionError
            | asyncpg.DeadlockDetectedError,
        )
    return isinstance(error, ConnectionError | asyncpg.PostgresConnectionError | asyncpg.CannotConnectNowError)
