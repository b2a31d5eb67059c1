"""The student's side of an nbgrader assignment: the files handed in."""

from __future__ import annotations

import fnmatch
import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from gabarito.course import file_names
from gabarito.errors import SubmissionError
from gabarito.foreign import messages
from gabarito.notebook import handed_in
from gabarito.storage.paths import relative

MAX_FILES_BYTES = 16 * 1024 * 1024
"""Of all that comes beside the notebooks; it travels into every notebook's process."""

_TIMESTAMP = "timestamp.txt"


@dataclass(frozen=True)
class Expected:
    """What of a submission counts.

    Attributes:
        notebooks: nbgrader's ids of the assignment's notebooks.
        ignored: patterns of names that nbgrader does not copy, of files and of folders.
        given: files that the instructor puts in the place of what was handed in.
    """

    notebooks: tuple[str, ...]
    ignored: tuple[str, ...] = ()
    given: frozenset[str] = frozenset()


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
    for path in sorted({*_notebooks(folder), *_plain_files(folder, ())}):
        digest.update(os.fsencode(path.relative_to(folder)) + b"\0")
        digest.update(handed_in.sha256(path).encode())
    return digest.hexdigest()


def read(place: Path, expected: Expected) -> Entry:
    """What is at `place`: a submission's folder, or one notebook of it.

    Raises:
        SubmissionError: no notebook of the assignment is there, one could be either of two
            files, or the files are too large.
    """
    if not place.is_dir() or place.is_symlink():
        names, repairs = _named([place], expected.notebooks, place)
        return Entry(names, {}, handed_in.sha256(place), repairs)
    names, repairs = _named(_notebooks(place), expected.notebooks, place)
    others = [
        path
        for path in _plain_files(place, expected.ignored)
        if str(path.relative_to(place)) not in expected.given and path not in names.values()
    ]
    return Entry(names, _contents(others, place), sha256(place), repairs)


def _notebooks(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if file_names.is_notebook(path))


def _plain_files(folder: Path, ignored: Sequence[str]) -> list[Path]:
    """Regular files at any depth that nbgrader copies beside the notebooks, no links."""
    found = []
    for place, below, names in os.walk(folder):
        below[:] = sorted(name for name in below if not _matches(name, ignored))
        for name in sorted(names):
            path = Path(place, name)
            copied = path.suffix != ".ipynb" and name != _TIMESTAMP and not _matches(name, ignored)
            if copied and path.is_file() and not path.is_symlink():
                found.append(path)
    return found


def _matches(name: str, patterns: Sequence[str]) -> bool:
    """As glob(7) has it: what is hidden is named by a pattern with a point only."""
    return any(
        fnmatch.fnmatchcase(name, pattern) and (pattern[:1] == "." or name[:1] != ".")
        for pattern in patterns
    )


def _named(
    found: list[Path], notebooks: Sequence[str], place: Path
) -> tuple[dict[str, Path], list[str]]:
    """Notebooks by id: by file name, or the only one where only one is asked for."""
    named = file_names.match(found, notebooks)
    if named.doubtful:
        name, files = next(iter(named.doubtful.items()))
        raise SubmissionError(
            messages.DOUBTFUL.format(
                path=relative(place),
                name=name,
                files=", ".join(sorted(path.name for path in files)),
            )
        )
    close = named.close
    if not named.exact and not close and len(found) == len(notebooks) == 1:
        close = {notebooks[0]: found[0]}
    if not named.exact and not close:
        asked = ", ".join(f"{name}.ipynb" for name in notebooks)
        path = relative(place)
        raise SubmissionError(messages.NO_NOTEBOOK_OF_IT.format(path=path, asked=asked))
    repairs = [messages.COUNTS_AS.format(file=path.name, name=n) for n, path in close.items()]
    return named.exact | close, repairs


def _contents(paths: list[Path], folder: Path) -> dict[str, bytes]:
    size = sum(path.stat().st_size for path in paths)
    if size > MAX_FILES_BYTES:
        sentence = messages.FILES_TOO_LARGE.format(
            path=relative(folder),
            size_mb=size / 2**20,
            most_mb=MAX_FILES_BYTES >> 20,
        )
        raise SubmissionError(sentence)
    return {str(path.relative_to(folder)): handed_in.read_bytes(path) for path in paths}
