"""The gradebook as a file that other programs use too: waiting for it, and what is wrong with it.

Formgrader left open in a transaction, a file from an older nbgrader, one that is damaged or may
not be written: each is waited for, mended, or one sentence that names the file.
"""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar
from urllib.parse import unquote

from nbgrader.api import InvalidEntry
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from gabarito.errors import OutputError
from gabarito.nbgrader_api import messages

Value = TypeVar("Value")
Say = Callable[[str], None]

PATIENCE_S = 60.0
"""How long another program's lock is waited for: a person may close Formgrader meanwhile."""

_STEP_S = 0.5

_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_SENTENCES = {
    sqlite3.SQLITE_NOTADB: messages.NO_GRADEBOOK,
    sqlite3.SQLITE_CORRUPT: messages.NO_GRADEBOOK,
    sqlite3.SQLITE_READONLY: messages.READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: messages.READ_ONLY,
    sqlite3.SQLITE_PERM: messages.READ_ONLY,
    sqlite3.SQLITE_FULL: messages.DISK_FULL,
    sqlite3.SQLITE_IOERR: messages.DISK_FULL,
}


_INSTALL = {"psycopg": 'pip install "gabarito[postgres]"'}
"""How to get a driver that is an extra of ours."""


class GradebookError(OutputError):
    """The gradebook cannot be read or written."""


class GradebookBusyError(GradebookError):
    """Another program holds the gradebook."""


def path_of(db_url: str) -> Path | None:
    """The SQLite file of a URL; None for other databases, and for one in memory."""
    try:
        url = make_url(db_url)
    except ArgumentError:
        return None
    name = url.database
    if not url.drivername.startswith("sqlite") or not name or name == ":memory:":
        return None
    return Path(unquote(name.removeprefix("file:")) if name.startswith("file:") else name)


def name_of(db_url: str) -> str:
    """What people call the gradebook: its file, or its address without the password."""
    path = path_of(db_url)
    if path is not None:
        return str(path)
    try:
        return make_url(db_url).render_as_string(hide_password=True)
    except ArgumentError:
        return db_url


@contextlib.contextmanager
def errors(db_url: str) -> Iterator[None]:
    """Turn what the database says into one sentence that names the gradebook.

    Raises:
        GradebookBusyError: another program holds it.
        GradebookError: it is damaged, may not be written, or is not there.
    """
    try:
        yield
    except (SQLAlchemyError, InvalidEntry, ArgumentError, ImportError) as error:
        raise explained(error, db_url) from None


def explained(error: BaseException, db_url: str) -> GradebookError:
    """The sentence on an error of the database's."""
    name, cause = name_of(db_url), _cause(error)
    code = getattr(cause, "sqlite_errorcode", None)
    primary = None if code is None else code & 0xFF
    if primary in _BUSY:
        return GradebookBusyError(messages.STILL_BUSY.format(path=name))
    if primary in _SENTENCES:
        return GradebookError(_SENTENCES[primary].format(path=name))
    if isinstance(error, ImportError) and error.name:
        command = _INSTALL.get(error.name, f"pip install {error.name}")
        said = messages.NO_DRIVER.format(driver=error.name, url=name, command=command)
        return GradebookError(said)
    if isinstance(error, (ArgumentError, NoSuchModuleError, ImportError)):
        return GradebookError(messages.BAD_URL.format(url=name))
    return GradebookError(messages.NO_ANSWER.format(path=name, reason=_one_line(cause)))


def _cause(error: BaseException) -> BaseException:
    """What the database's own driver raised."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, sqlite3.Error):
            return seen
        if isinstance(seen, DBAPIError) and seen.orig is not None:
            return seen.orig
        seen = seen.__cause__ or seen.__context__
    return error


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split()).rstrip(".")


class Patience:
    """Waits for a gradebook, as often as needed, until its patience for one run is gone.

    Args:
        say: called with a sentence when the waiting starts.
    """

    def __init__(self, db_url: str, say: Say = lambda sentence: None) -> None:
        self.db_url, self.say = db_url, say
        self.gone = False

    def wait(self) -> None:
        """Until no other program holds the gradebook.

        Raises:
            GradebookError: it was held for too long, or cannot be written.
        """
        self.keep_trying(lambda: _require_free(self.db_url))

    def keep_trying(self, step: Callable[[], Value]) -> Value:
        """What `step` returns, tried again while the gradebook is held.

        Raises:
            GradebookBusyError: it was held for too long, now or before.
            GradebookError: see :func:`errors`.
        """
        deadline: float | None = None
        while True:
            try:
                with errors(self.db_url):
                    return step()
            except GradebookBusyError:
                if deadline is None:
                    deadline = self._begin()
                if self.gone or time.monotonic() > deadline:
                    self.gone = True
                    raise
            time.sleep(_STEP_S)

    def _begin(self) -> float:
        if not self.gone:
            path, seconds = name_of(self.db_url), round(PATIENCE_S)
            self.say(messages.WAITING.format(path=path, seconds=seconds))
        return time.monotonic() + PATIENCE_S


def _require_free(db_url: str) -> None:
    """Fail where a commit would now."""
    path = path_of(db_url)
    if path is None or not path.exists():
        return
    with connected(db_url) as connection:
        connection.exec_driver_sql("BEGIN EXCLUSIVE")
        # what may only be read says so when something is written, were it taken back at once
        (version,) = connection.exec_driver_sql("PRAGMA user_version").one()
        connection.exec_driver_sql(f"PRAGMA user_version = {int(version)}")
        connection.rollback()


@contextlib.contextmanager
def connected(db_url: str) -> Iterator[Connection]:
    """A connection that waits for no other program: who uses it says what it waits for."""
    url = make_url(db_url)
    at_once = {"timeout": 0} if url.drivername.startswith("sqlite") else {}
    engine = create_engine(url, connect_args=at_once)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def students(db_url: str, say: Say = lambda sentence: None) -> dict[str, str]:
    """Full names of the students in a gradebook, by id; none where there is no gradebook yet.

    Raises:
        GradebookError: see :func:`errors`.
    """
    path = path_of(db_url)
    if path is not None and not path.exists():
        return {}
    return Patience(db_url, say).keep_trying(lambda: _students(db_url))


def _students(db_url: str) -> dict[str, str]:
    with connected(db_url) as connection:
        if not inspect(connection).has_table("student"):
            return {}
        rows = connection.execute(text("SELECT id, first_name, last_name FROM student"))
        return {str(row[0]): " ".join(filter(None, row[1:])) for row in rows}
