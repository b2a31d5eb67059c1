"""A real PostgreSQL server on a socket of its own, for as long as it is asked for."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def programs() -> Path | None:
    """Where Debian keeps the server's programs, or the PATH does."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    here = shutil.which("initdb")
    return found[-1].parent if found else Path(here).parent if here else None


def _somebody() -> dict[str, Any]:
    """The server does not run as root."""
    if os.getuid() != 0:
        return {}
    names = {entry.pw_name for entry in pwd.getpwall()}
    account = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


@contextlib.contextmanager
def running(*, durable: bool = False) -> Iterator[str]:
    """The folder of a new server's socket; there must be :func:`programs`.

    Args:
        durable: whether a transaction is on the disk when it is over, as where grades are kept.
    """
    with tempfile.TemporaryDirectory(prefix="pg-") as folder:
        who = _somebody()
        if who:
            os.chown(folder, who["user"], who["group"])

        def run(program: str, *arguments: object) -> None:
            command = [programs() / program, "-D", Path(folder, "dados"), *arguments]
            subprocess.run(
                list(map(str, command)), check=True, stdout=subprocess.DEVNULL, cwd=folder,
                env={"LC_ALL": "C.UTF-8", "PATH": os.environ["PATH"]}, **who,
            )  # fmt: skip

        run("initdb", "-U", "turma", "-A", "trust", "--no-sync")
        options = f"-k {folder} -c listen_addresses='' -c fsync={'on' if durable else 'off'}"
        run("pg_ctl", "-w", "-l", Path(folder, "log"), "-o", options, "start")
        try:
            yield folder
        finally:
            run("pg_ctl", "-w", "-m", "immediate", "stop")


def new_database(server: str) -> str:
    """URL of a new, empty database.

    Args:
        server: the folder of its socket.
    """
    import psycopg

    name = f"caderno{os.urandom(4).hex()}"
    with psycopg.connect(host=server, user="turma", dbname="postgres", autocommit=True) as one:
        one.execute(f"CREATE DATABASE {name}")
    return f"postgresql+psycopg://turma@/{name}?host={server}"
