"""A lab with all that judges it, as one zip that a worker unpacks once."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from gabarito.course import configuration, fingerprint
from gabarito.course.layout import Gradable, Lab
from gabarito.errors import ClusterError
from gabarito.grading import messages
from gabarito.storage import zips


@dataclass(frozen=True)
class Bundle:
    """A lab's bundle.

    Attributes:
        content: the zip; the same bytes for the same files.
        sha256: of it.
        fingerprint: see :func:`gabarito.course.fingerprint.fingerprint`.
    """

    content: bytes
    sha256: str
    fingerprint: str

    @classmethod
    def of(cls, lab: Gradable) -> Bundle:
        """The bundle of a lab as it is now.

        Raises:
            ClusterError: a file of it does not lie in the course's folder.
        """
        found = {_name(lab, path): path.read_bytes() for path in _files(lab)}
        content = zips.zip_bytes(found)
        digest = hashlib.sha256(content).hexdigest()
        return cls(content, digest, fingerprint.fingerprint(lab))


def unpack(content: bytes, folder: Path) -> None:
    """Make the course's folder, as much of it as judges, on a worker.

    Raises:
        OSError: it cannot be written.
    """
    folder.mkdir(parents=True)
    with zipfile.ZipFile(io.BytesIO(content)) as ours:
        ours.extractall(folder)


def _files(lab: Gradable) -> Iterator[Path]:
    """Those of the fingerprint; a lab's text, too, without which it would be no lab of ours."""
    root = lab.course.root
    yield from fingerprint.included(lab)
    yield from (path for path in configuration.files(root) if path.parent == root)
    if isinstance(lab, Lab):
        yield lab.text
    for folder in fingerprint.folders(lab).values():
        yield from fingerprint.files(folder)


def _name(lab: Gradable, path: Path) -> str:
    try:
        return path.relative_to(lab.course.root).as_posix()
    except ValueError:
        raise ClusterError(messages.OUTSIDE.format(path=path, root=lab.course.root)) from None
