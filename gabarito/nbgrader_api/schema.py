"""The tables of a gradebook: made where there are none, brought up to date where they are old."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import inspect
from sqlalchemy.engine import Connection

from gabarito.errors import OutputError
from gabarito.nbgrader_api import messages
from gabarito.nbgrader_api.gradebook_file import Patience, Say, connected, errors, name_of, path_of
from gabarito.storage.cache import Cached

_REVISIONS = "alembic_version"
"""The table in which alembic notes a gradebook's revision."""


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
    noted = patience.keep_trying(lambda: _revision(db_url))
    if noted and _of_this_nbgrader(noted).recall(bool):
        return
    from gabarito.nbgrader_api import migrations

    if not patience.keep_trying(lambda: _on_connection(db_url, migrations.is_current)):
        patience.wait()
        if not patience.keep_trying(lambda: _on_connection(db_url, migrations.create_if_empty)):
            _migrate(db_url, say)
    if noted := patience.keep_trying(lambda: _revision(db_url)):
        _of_this_nbgrader(noted).keep(True)


def _revision(db_url: str) -> str | None:
    """What alembic noted in a gradebook; None in one without tables, or of an old nbgrader."""
    with connected(db_url) as connection:
        if inspect(connection).has_table(_REVISIONS):
            return connection.exec_driver_sql(f"SELECT version_num FROM {_REVISIONS}").scalar()
    return None


def _of_this_nbgrader(revision: str) -> Cached:
    """That it is the newest that the installed nbgrader knows."""
    return Cached("esquemas", [revision.encode()], ["nbgrader"])


def _migrate(db_url: str, say: Say) -> None:
    from gabarito.nbgrader_api import migrations

    path = path_of(db_url)
    kept = None if path is None else backup(path)
    try:
        with errors(db_url):
            _on_connection(db_url, migrations.upgrade)
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
    from gabarito.nbgrader_api import migrations

    try:
        with connected(db_url) as connection, connection.begin():
            return step(connection)
    except migrations.CommandError:  # a revision that alembic does not know
        raise OutputError(messages.NEWER.format(path=name_of(db_url))) from None
