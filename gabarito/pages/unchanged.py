"""Which pages are already what they would become: those are left as they are."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from gabarito.course import fingerprint
from gabarito.course.layout import Lab
from gabarito.nbgrader_api import held
from gabarito.storage.cache import Cached


class KnownPages:
    """Remembers, in the user's cache folder, what each page of a lab was made of.

    Raises:
        OutputError: the gradebook cannot be used.
    """

    def __init__(self, lab: Lab, db_url: str) -> None:
        self.lab = lab
        self._common = fingerprint.fingerprint(lab).encode()
        self._held = held.of_assignment(db_url, lab.name)

    def current(self, student: str, page: Path) -> bool:
        """Whether `page` is there, untouched, and made of what there is now."""
        if student not in self._held or not page.is_file():
            return False
        known = self._remembered(student).recall(str)
        return bool(known == _hash(page.read_bytes()))

    def keep(self, student: str, page: Path) -> None:
        """Remember a page that was just made."""
        if student in self._held:
            self._remembered(student).keep(_hash(page.read_bytes()))

    def _remembered(self, student: str) -> Cached:
        return Cached("paginas", self._parts(student), [])

    def _parts(self, student: str) -> Iterator[bytes]:
        """All that a page is made of."""
        yield from (self._common, student.encode(), self._held[student])
        folder = self.lab.course.record_folder(self.lab, student)
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            yield str(path.relative_to(folder)).encode()
            yield path.read_bytes()


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
