"""One file, judged again each time that it is saved, by a process that stays warm."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from pathlib import Path

from gabarito.course.layout import Course, Gradable
from gabarito.errors import CourseError, SubmissionError
from gabarito.grading import judge_for
from gabarito.grading.workers import Workers
from gabarito.results.job import Job
from gabarito.results.record import Record

POLL_S = 0.1
"""Between two looks at the files; one takes a few milliseconds."""

Stamps = dict[Path, tuple[int, int]]
"""When each file was written, in nanoseconds, and how many bytes it has."""


def records(
    root: Path, name: str, notebook: Path, isolation: str | None = None
) -> Iterator[Record | str]:
    """A record, or why there is none, of each version of the file; it never ends by itself.

    A lab that is built again, or whose checks change, is taken up as it then is.

    Args:
        root: of the course.
        name: of the lab.
        isolation: sandbox tier; the strongest that works here when None.
    Raises:
        GabaritoError: what no change of a file mends.
    """
    while True:
        lab = Course.at(root).gradable(name)
        before = _of_lab(lab)
        with Workers(lab, 1, isolation) as workers:
            while _of_lab(lab) == before:
                seen = _stamps([notebook])
                yield _judged(lab, notebook, workers)
                while _stamps([notebook]) == seen and _of_lab(lab) == before:
                    time.sleep(POLL_S)


def _judged(lab: Gradable, notebook: Path, workers: Workers) -> Record | str:
    try:
        judge_for.require_current(lab)
        judge_for.refuse_unreadable(lab, notebook)
        job = Job(notebook.absolute(), executed=False)
        ((_, outcome),) = workers.judge({lab.name: job})
    except (CourseError, SubmissionError) as error:
        return str(error)
    return outcome if isinstance(outcome, str) else outcome.record


def _of_lab(lab: Gradable) -> Stamps:
    """Those of all that judges it, but for the package: its text, files, checks, configuration."""
    course = lab.course
    texts = [*course.root.glob("*.py"), *course.source.glob(f"{lab.name}.py")]
    folders = [lab.folder, course.root / "tests" / lab.name, course.utils]
    inside = (path for folder in folders for path in folder.rglob("*") if path.is_file())
    return _stamps([*texts, *(path for path in inside if "__pycache__" not in path.parts)])


def _stamps(files: list[Path]) -> Stamps:
    found = {}
    for path in files:
        with contextlib.suppress(OSError):  # gone, or about to be there again
            status = path.stat()
            found[path] = status.st_mtime_ns, status.st_size
    return found
