"""Graded, and not yet in the gradebook: kept on disk until the gradebook can be written again."""

from __future__ import annotations

import hashlib

import msgspec

from gabarito.course.layout import Gradable
from gabarito.results.gradebook_lines import GradebookLine
from gabarito.results.job import Judged
from gabarito.results.record import Record
from gabarito.storage import atomic


class _Kept(msgspec.Struct, frozen=True):
    """A judged submission, and the key of all that its grade depends on."""

    key: str
    record: Record
    notebooks: dict[str, str]
    marks: list[GradebookLine]


class Unsaved:
    """What was judged of a lab and could not be saved, in a hidden folder of ``autograded/``."""

    def __init__(self, lab: Gradable) -> None:
        self.folder = lab.course.unsaved_folder(lab)

    def keep(self, student: str, key: str, judged: Judged) -> None:
        """Write it down.

        Raises:
            OutputError: the folder cannot be written.
        """
        kept = _Kept(key, judged.record, dict(judged.notebooks), list(judged.marks))
        atomic.write_bytes(self.folder / _name(student), msgspec.json.encode(kept))

    def recall(self, student: str, key: str) -> Judged | None:
        """What was judged, if it is of that key."""
        try:
            content = (self.folder / _name(student)).read_bytes()
            kept = msgspec.json.decode(content, type=_Kept)
        except (OSError, msgspec.DecodeError):
            return None
        return Judged(kept.record, kept.notebooks, kept.marks) if kept.key == key else None

    def drop(self, student: str) -> None:
        """Forget it: it is saved, or was judged anew."""
        (self.folder / _name(student)).unlink(missing_ok=True)


def _name(student: str) -> str:
    return f"{hashlib.sha256(student.encode()).hexdigest()}.json"
