"""Judging on when the machine, and not the student, ends a process: its memory was full, say.

A sandbox that is gone is made anew. A student's process that died may have been killed, too, and
one that was not done in time may have had nearly none of the machine: the submission is judged once
more, and who dies or is late again pays for it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from gabarito.errors import SandboxLostError

if TYPE_CHECKING:
    from gabarito.results.job import Job, Judged

SANDBOXES = 3
"""That one submission may lose."""


class Judge(Protocol):
    """Judges the submissions of one lab or assignment; keeps a process warm until closed."""

    @property
    def accidents(self) -> int:
        """What befell the students' processes; see :class:`~gabarito.sandbox.warm_process`."""

    def judge(self, job: Job) -> Judged:
        """Execute and judge one submission.

        Raises:
            SubmissionError: it cannot be read.
            SandboxLostError: the warm process is gone.
        """

    def close(self) -> None:
        """End the warm process."""


class SturdyJudge:
    """Judges as those do that `make` makes, one after another.

    Raises:
        GabaritoError: the first one cannot be made.
    """

    def __init__(self, make: Callable[[], Judge]) -> None:
        self.make, self.own = make, make()

    def judge(self, job: Job) -> Judged:
        """Execute and judge one submission.

        Raises:
            SubmissionError: it cannot be read.
            SandboxLostError: one sandbox after another was lost over it.
        """
        for _ in range(SANDBOXES - 1):
            with contextlib.suppress(SandboxLostError):
                return self._judged(job)
            self._renew()
        try:
            return self._judged(job)
        except SandboxLostError:
            self._renew()  # for the next one
            raise

    def _judged(self, job: Job) -> Judged:
        before = self.own.accidents
        judged = self.own.judge(job)
        return judged if self.own.accidents == before else self.own.judge(job)

    def _renew(self) -> None:
        self.own.close()
        self.own = self.make()

    def close(self) -> None:
        """End the warm process."""
        self.own.close()
