"""The student's side of an nbgrader assignment: the files handed in."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field
from pathlib import Path

from gabarito.errors import SubmissionError
from gabarito.foreign import messages
from gabarito.notebook import handed_in

MAX_FILES_BYTES = 16 * 1024 * 1024
"""Of all that comes beside the notebooks; it travels into every notebook's process."""

_TIMESTAMP = "timestamp.txt"


@dataclass
class Entry:
    """What a student handed in.

    Attributes:
        notebooks: path by nbgrader's id.
        files: what came beside them, by name within the folder.
        sha256: of all of it.
    """

    notebooks: dict[str, Path]
    files: dict[str, bytes]
    sha256: str
    repairs: list[str] = field(default_factory=list)


def sha256(folder: Path) -> str:
    """Hash of everything in a submission's folder but the time it came.

    Raises:
        SubmissionError: a notebook is no regular file, or too large.
    """
    digest = hashlib.sha256()
    notebooks, others = _listed(folder)
    for path in [*notebooks, *others]:
        digest.update(str(path.relative_to(folder)).encode() + b"\0")
        digest.update(handed_in.sha256(path).encode())
    return digest.hexdigest()


def read(place: Path, ids: list[str]) -> Entry:
    """What is at `place`: a submission's folder, or one notebook of it.

    Args:
        ids: nbgrader's ids of the assignment's notebooks.
    Raises:
        SubmissionError: no notebook of the assignment is there, or the files are too large.
    """
    if place.is_dir() and not place.is_symlink():
        notebooks, others = _listed(place)
        names, repairs = _named(notebooks, ids, place)
        return Entry(names, _contents(others, place), sha256(place), repairs)
    names, repairs = _named([place], ids, place)
    return Entry(names, {}, handed_in.sha256(place), repairs)


def _listed(folder: Path) -> tuple[list[Path], list[Path]]:
    """Notebooks of a submission, and its other regular files at any depth; nothing hidden."""
    notebooks = sorted(folder.glob("*.ipynb"))
    others = []
    for place, below, names in os.walk(folder):
        below[:] = sorted(name for name in below if not name.startswith((".", "__")))
        for name in sorted(names):
            path = Path(place, name)
            plain = path.is_file() and not path.is_symlink() and not name.startswith(".")
            if plain and path.suffix != ".ipynb" and name != _TIMESTAMP:
                others.append(path)
    return notebooks, others


def _named(found: list[Path], ids: list[str], place: Path) -> tuple[dict[str, Path], list[str]]:
    """Notebooks by id: by file name, or the only one where only one is asked for."""
    names = {path.stem: path for path in found if path.stem in ids}
    if names:
        return names, []
    if len(found) == len(ids) == 1:
        return {ids[0]: found[0]}, [messages.COUNTS_AS.format(file=found[0].name, name=ids[0])]
    asked = ", ".join(f"{name}.ipynb" for name in ids)
    path = handed_in.relative(place)
    raise SubmissionError(messages.NO_NOTEBOOK_OF_IT.format(path=path, asked=asked))


def _contents(paths: list[Path], folder: Path) -> dict[str, bytes]:
    size = sum(path.stat().st_size for path in paths)
    if size > MAX_FILES_BYTES:
        sentence = messages.FILES_TOO_LARGE.format(
            path=handed_in.relative(folder),
            size_mb=size / 2**20,
            most_mb=MAX_FILES_BYTES >> 20,
        )
        raise SubmissionError(sentence)
    return {str(path.relative_to(folder)): handed_in.read_bytes(path) for path in paths}
