"""One program at a time grades a lab, and what one that was killed has left goes."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from gabarito.course import at_work
from gabarito.course.layout import Gradable
from gabarito.storage import atomic, held


@contextlib.contextmanager
def alone(lab: Gradable) -> Iterator[Path]:
    """A folder for what is thrown away, while nobody else grades the lab.

    What a run that was killed has left there goes first.

    Raises:
        BusyError: somebody does.
        OutputError: ``autograded/`` cannot be written.
    """
    folder = lab.course.grading_folder(lab)
    with at_work.grading(lab):
        for left in list(folder.rglob(f"{atomic.SCRATCH}*")):
            held.remove(left)
        with atomic.scratch_folder(folder) as scratch:
            yield scratch
