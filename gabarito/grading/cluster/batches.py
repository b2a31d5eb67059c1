"""From the jobs of a class to tasks of a handful each, read from disk when their turn comes."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from gabarito.errors import SubmissionError
from gabarito.grading import messages
from gabarito.grading.cluster.bundle import Bundle
from gabarito.grading.cluster.parcels import Piece, Task
from gabarito.grading.submissions import shown
from gabarito.notebook import handed_in
from gabarito.results.job import Job

MOST = 20
"""Submissions of a task: a few seconds of work, beside which its way there costs nothing."""

MOST_BYTES = 256 << 20
"""Of one submission."""


@dataclass(frozen=True)
class Batch:
    """Some jobs that travel together.

    Attributes:
        tries: how often they were sent before.
    """

    jobs: tuple[tuple[str, Job], ...]
    tries: int = 0

    def again(self) -> Batch:
        """The same, once more."""
        return replace(self, tries=self.tries + 1)

    def one_by_one(self) -> Iterator[Batch]:
        """Each job alone."""
        return (Batch((job,)) for job in self.jobs)


def batches(jobs: Mapping[str, Job], workers: int) -> Iterator[Batch]:
    """All jobs, in order; where there are few, every worker gets its share of them."""
    size = max(1, min(MOST, -(-len(jobs) // (2 * max(1, workers)))))
    everything = tuple(jobs.items())
    for start in range(0, len(everything), size):
        yield Batch(everything[start : start + size])


def piece(job: Job) -> Piece:
    """A submission as it travels.

    Raises:
        SubmissionError: a file of it is none, or all together are too large.
    """
    place, folder = job.notebook, job.notebook.is_dir()
    paths = sorted(_plain_files(place)) if folder else [place]
    files, left = [], MOST_BYTES
    for path in paths:
        content = handed_in.read_bytes(path)
        left -= len(content)
        if left < 0:
            most_mb = MOST_BYTES >> 20
            raise SubmissionError(messages.TOO_LARGE.format(path=shown(place), most_mb=most_mb))
        name = path.relative_to(place) if folder else path.name
        files.append((os.fsencode(name), content))
    return Piece(job.student, job.executed, shown(place), folder, files, job.kept)


def _plain_files(folder: Path) -> Iterator[Path]:
    for place, _, names in os.walk(folder):
        for path in (Path(place, name) for name in names):
            if path.is_file() and not path.is_symlink():
                yield path


def task(lab: str, tier: str, bundle: Bundle, pieces: list[Piece]) -> Task:
    """Those submissions, and by what they are to be judged."""
    return Task(lab, tier, bundle.sha256, bundle.fingerprint, pieces)
