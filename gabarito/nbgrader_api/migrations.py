"""nbgrader's own migrations of a gradebook, through alembic, which takes a while to import."""

from __future__ import annotations

from pathlib import Path

import nbgrader
from alembic.config import Config as AlembicConfig
from alembic.migration import MigrationContext
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from nbgrader.api import Base
from sqlalchemy import inspect
from sqlalchemy.engine import Connection

__all__ = ["CommandError", "create_if_empty", "is_current", "upgrade"]


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(str(Path(nbgrader.__file__).parent / "alembic"))


def is_current(connection: Connection) -> bool:
    """Whether the tables are there, as this nbgrader makes them.

    Raises:
        CommandError: they are of a newer one.
    """
    if not inspect(connection).get_table_names():
        return False
    return _revision(connection) == _scripts().get_current_head()


def _revision(connection: Connection) -> str | None:
    """The schema's revision; None for those before nbgrader noted it.

    Raises:
        CommandError: no revision of this nbgrader.
    """
    revision = MigrationContext.configure(connection).get_current_revision()
    if revision is not None:
        _scripts().get_revision(revision)
    return revision


_ALONE = {"sqlite": "BEGIN IMMEDIATE", "postgresql": "SELECT pg_advisory_xact_lock(7226)"}
"""By the kind of database, what keeps two programs from creating the same tables at once."""


def create_if_empty(connection: Connection) -> bool:
    """Make the tables where there are none at all; whether there were none."""
    if alone := _ALONE.get(connection.dialect.name):
        connection.exec_driver_sql(alone)
    if inspect(connection).get_table_names():
        return False
    Base.metadata.create_all(connection)
    MigrationContext.configure(connection).stamp(_scripts(), "head")
    return True


def upgrade(connection: Connection) -> bool:
    """nbgrader's own migrations, as ``nbgrader db upgrade`` runs them."""
    scripts = _scripts()
    steps = EnvironmentContext(
        AlembicConfig(), scripts, fn=lambda revision, _: scripts._upgrade_revs("head", revision)
    )
    with steps:
        steps.configure(connection=connection, target_metadata=Base.metadata)
        with steps.begin_transaction():
            steps.run_migrations()
    Base.metadata.create_all(connection)
    return True
