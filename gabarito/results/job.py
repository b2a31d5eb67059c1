"""What whoever schedules work hands over, and what comes back: plain data that can travel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gabarito.results.gradebook_lines import GradebookLine
    from gabarito.results.record import Record


@dataclass(frozen=True)
class Job:
    """One submission to grade; a plain path, so that it can travel to a worker.

    Args:
        notebook: the student's file.
        student: who, for the record; None where nobody in particular.
        executed: whether the executed notebook is wanted, not only the record.
        kept: the record of the time before, of this very file, with those questions only that
            have not changed since; None to judge all.
    """

    notebook: Path
    student: str | None = None
    executed: bool = True
    kept: Record | None = None


@dataclass(frozen=True)
class Judged:
    """What came of a job.

    Attributes:
        record: the result.
        notebooks: the executed ones by nbgrader's id, as nbformat JSON; a lab has one.
        marks: what goes into nbgrader's gradebook.
    """

    record: Record
    notebooks: Mapping[str, str] = field(default_factory=dict)
    marks: Sequence[GradebookLine] = ()

    @property
    def notebook(self) -> str:
        """The only executed notebook."""
        (content,) = self.notebooks.values()
        return content
