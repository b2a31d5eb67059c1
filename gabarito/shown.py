"""Outputs of the instructor's own cells, made once for all students and kept between runs.

Drawing a lab's figures takes longer than judging a submission. What they show depends on the
lab's files and on the libraries that draw them; the name of the file that keeps them says
which these were.
"""

from __future__ import annotations

import contextlib
import hashlib
import sys
from importlib import metadata
from pathlib import Path
from typing import Any

import msgspec
import pooch

from gabarito import files
from gabarito.errors import OutputError
from gabarito.sandbox import Warm

_LIBRARIES = ("gabarito", "ipython", "matplotlib", "numpy", "pandas", "scikit-learn", "scipy")

Outputs = dict[str, list[dict[str, Any]]]
"""nbformat outputs by cell id."""


def outputs(warm: Warm, cells: dict[str, str], limit_s: float) -> Outputs:
    """Outputs of the cells, run in order in a session of their own or remembered.

    Args:
        cells: code by cell id.
        limit_s: wall time of one cell.
    """
    path = _place(warm, cells)
    with contextlib.suppress(OSError, msgspec.DecodeError):
        return msgspec.json.decode(path.read_bytes(), type=Outputs)
    with warm.session() as session:
        ran = {name: session.run(code, name, [], limit_s) for name, code in cells.items()}
    made: Outputs = {name: answer["outputs"] for name, answer in ran.items()}
    if not any(answer["failed"] for answer in ran.values()):
        with contextlib.suppress(OutputError):  # no place for it: the next run makes them again
            files.write_bytes(path, msgspec.json.encode(made))
    return made


def _place(warm: Warm, cells: dict[str, str]) -> Path:
    """Where these cells' outputs are kept, with these files and libraries."""
    digest = hashlib.sha256(sys.version.encode())
    for library in _LIBRARIES:
        digest.update(f"{library} {_version(library)}\0".encode())
    for name, path in warm.room.files().items():
        digest.update(name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    for source in cells.values():
        digest.update(hashlib.sha256(source.encode()).digest())
    return Path(pooch.os_cache("gabarito")) / "figuras" / f"{digest.hexdigest()}.json"


def _version(library: str) -> str:
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return ""
