"""The tables of a gradebook: made where there are none, brought up to date where they are old."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
from collections.abc import Callable
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

from gabarito.errors import OutputError
from gabarito.nbgrader_api import messages
from gabarito.nbgrader_api.gradebook_file import Patience, Say, connected, errors, name_of, path_of


def ensure(db_url: str, say: Say = lambda sentence: None) -> None:
    """Create nbgrader's tables where there are none, and migrate those of an older nbgrader.

    nbgrader does the first too, but asks the version of an ``alembic`` command that it looks up
    in PATH and that takes seconds to start; for the second it has ``nbgrader db upgrade``. A
    copy of the file as it was stays beside it.

    Args:
        say: called with what a person should know: a wait, a migration.
    Raises:
        OutputError: the gradebook is held, damaged, from a newer nbgrader, or cannot be written.
    """
    patience = Patience(db_url, say)
    if patience.keep_trying(lambda: _on_connection(db_url, _is_current)):
        return
    patience.wait()
    if not patience.keep_trying(lambda: _on_connection(db_url, _create_if_empty)):
        _migrate(db_url, say)


def _migrate(db_url: str, say: Say) -> None:
    path = path_of(db_url)
    kept = None if path is None else backup(path)
    try:
        with errors(db_url):
            _on_connection(db_url, _upgrade)
    except Exception as error:  # whatever a migration of nbgrader's raises on an odd gradebook
        if path is not None and kept is not None:
            os.replace(kept, path)  # SQLite keeps the steps before the one that failed
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        said = messages.NOT_MIGRATED.format(path=name_of(db_url), reason=reason)
        raise OutputError(said) from None
    done = messages.MIGRATED if kept else messages.MIGRATED_WITHOUT_COPY
    say(done.format(path=name_of(db_url), kept=kept))


def backup(path: Path) -> Path:
    """A copy of a gradebook's file beside it, under a name of its own, whole even while in use.

    Raises:
        OutputError: the folder cannot be written.
    """
    number = 1
    while (copy := path.with_name(f"{path.name}.{number}.antes")).exists():
        number += 1
    try:
        with contextlib.closing(sqlite3.connect(path)) as one:
            with contextlib.closing(sqlite3.connect(copy)) as other:
                one.backup(other)
        shutil.copymode(path, copy)
    except (OSError, sqlite3.Error) as error:
        copy.unlink(missing_ok=True)
        raise OutputError(messages.NOT_COPIED.format(path=path, reason=error)) from None
    return copy


def _on_connection(db_url: str, step: Callable[[Connection], bool]) -> bool:
    try:
        with connected(db_url) as connection, connection.begin():
            return step(connection)
    except CommandError:  # a revision that alembic does not know
        raise OutputError(messages.NEWER.format(path=name_of(db_url))) from None


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(str(Path(nbgrader.__file__).parent / "alembic"))


def _is_current(connection: Connection) -> bool:
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


def _create_if_empty(connection: Connection) -> bool:
    if alone := _ALONE.get(connection.dialect.name):
        connection.exec_driver_sql(alone)
    if inspect(connection).get_table_names():
        return False
    Base.metadata.create_all(connection)
    MigrationContext.configure(connection).stamp(_scripts(), "head")
    return True


def _upgrade(connection: Connection) -> bool:
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
