"""The stairway: every migration goes up, down and up again on both engines, and ends where the code stands."""

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection

from bot.prepare import prepare
from storage import migrate
from storage.database import open_database
from storage.tables import metadata
from tests.actions.conftest import NOW

STEPS = [script.revision for script in ScriptDirectory(str(migrate.FOLDER)).walk_revisions()][::-1]


def differences(connection: Connection, wanted: sa.MetaData) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
    return list(compare_metadata(context, wanted))


def tables(connection: Connection) -> set[str]:
    return set(sa.inspect(connection).get_table_names()) - {"alembic_version"}


async def test_every_step_goes_up_and_down_and_up(empty_database_url: str) -> None:
    database = open_database(empty_database_url)
    try:
        before: str | None = None
        for step in STEPS:
            await database.migrate(lambda c, to=step: migrate.upgrade(c, to))  # type: ignore[misc]
            above = await database.read(tables)
            await database.migrate(lambda c, to=before or "base": migrate.downgrade(c, to))  # type: ignore[misc]
            assert await database.read(migrate.revision) == before
            await database.migrate(lambda c, to=step: migrate.upgrade(c, to))  # type: ignore[misc]
            assert await database.read(migrate.revision) == step
            assert await database.read(tables) == above
            before = step
        assert before == migrate.newest()
        assert await database.read(differences, metadata) == []
        await database.migrate(lambda c: migrate.downgrade(c, "base"))
        assert await database.read(tables) == set()
    finally:
        await database.close()


async def test_the_code_and_the_migrations_draw_the_same_tables(database_url: str) -> None:
    database = open_database(database_url)
    try:
        assert await database.read(tables) == set(metadata.tables)
        assert await database.read(differences, metadata) == []
        # The comparison sees what a forgotten migration would leave out.
        changed = sa.MetaData(naming_convention=metadata.naming_convention)
        for table in metadata.sorted_tables:
            table.to_metadata(changed)
        changed.tables["facts"].append_column(sa.Column("forgotten", sa.String(8)))
        changed.tables["facts"].c.name.type = sa.String(64)
        sa.Table("lost", changed, sa.Column("id", sa.Integer, primary_key=True))
        found = repr(await database.read(differences, changed))
        for missing in ("add_column", "forgotten", "add_table", "lost", "modify_type"):
            assert missing in found
    finally:
        await database.close()


async def test_a_database_that_is_newer_than_the_code_is_refused_and_left_alone(database_url: str) -> None:
    database = open_database(database_url)
    try:
        await database.write(lambda c: c.execute(sa.text("UPDATE alembic_version SET version_num = '9999'")))
        with pytest.raises(migrate.TooNew, match="9999"):
            await database.migrate(migrate.upgrade)
        with pytest.raises(migrate.TooNew, match="9999"):
            await prepare(database, NOW)
        stands = await database.read(lambda c: c.execute(sa.text("SELECT version_num FROM alembic_version")).scalar())
        assert stands == "9999"
    finally:
        await database.close()


async def test_a_step_that_fails_leaves_the_database_as_it_was(empty_database_url: str) -> None:
    database = open_database(empty_database_url)
    try:

        def broken(connection: Connection) -> None:
            migrate.upgrade(connection)
            raise RuntimeError("the light went out")

        with pytest.raises(RuntimeError, match="light"):
            await database.migrate(broken)
        assert await database.read(tables) == set()
        await database.migrate(migrate.upgrade)
        assert await database.read(differences, metadata) == []
    finally:
        await database.close()
