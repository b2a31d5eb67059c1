"""What travels between the coordinator and a cluster: plain data, as MessagePack.

Dask would pickle whatever it is given. It is given bytes: what a student wrote is opened by
nothing but a decoder that builds the types below.
"""

from __future__ import annotations

import hashlib

import msgspec

from gabarito.results.gradebook_lines import GradebookLine
from gabarito.results.record import Record


class Piece(msgspec.Struct, frozen=True):
    """One submission to judge.

    Attributes:
        place: where it lies on the coordinator's machine, as people read it.
        folder: whether it is a folder, and not one file.
        kept: see :class:`~gabarito.results.job.Job`.
        files: names inside the folder, or the file's own name, with what they hold. Names are
            bytes: what a file is called need not be text.
    """

    student: str | None
    executed: bool
    place: str
    folder: bool
    files: list[tuple[bytes, bytes]]
    kept: Record | None = None


class Task(msgspec.Struct, frozen=True):
    """Some submissions of one lab.

    Attributes:
        tier: the sandbox tier to judge in.
        bundle: sha256 of the lab's bundle.
        fingerprint: hash of all that a grade depends on besides submission and tier.
    """

    lab: str
    tier: str
    bundle: str
    fingerprint: str
    pieces: list[Piece]


class Result(msgspec.Struct, frozen=True):
    """What came of one piece: a record and what belongs to it, or why there is none."""

    failure: str | None = None
    record: Record | None = None
    notebooks: dict[str, str] = {}
    marks: list[GradebookLine] = []


class Reply(msgspec.Struct, frozen=True):
    """What came of a task: a result for each piece, in order; or why nothing can be judged."""

    results: list[Result] = []
    trouble: str | None = None


class About(msgspec.Struct, frozen=True):
    """What a worker says of itself.

    Attributes:
        threads: tasks that it would do at once.
        versions: of Python and all installed packages, by name.
        package: hash of this program's own files.
        tiers: the sandbox tiers that work there.
    """

    threads: int
    versions: dict[str, str]
    package: str
    tiers: list[str]


encode = msgspec.msgpack.encode


def key(task: bytes) -> str:
    """The name of a task in the cluster: the same submissions, lab and environment, the same name.

    Args:
        task: as it travels.
    """
    return f"gabarito-{hashlib.sha256(task).hexdigest()}"
