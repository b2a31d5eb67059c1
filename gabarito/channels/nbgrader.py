"""What ``nbgrader_config.py`` puts in the place of nbgrader's own: how to grade, what to show.

``Examine`` takes the place of Execute, ``SaveGrades`` that of SaveAutoGrades, and ``FeedbackPage``
that of nbgrader's exporter.
"""

from __future__ import annotations

import atexit
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor, SaveAutoGrades

from gabarito.course import at_work, fingerprint
from gabarito.course.layout import RECORD_FILE, Course, Lab
from gabarito.judging import judge
from gabarito.judging.prepared_lab import PreparedLab
from gabarito.pages.exporter import FeedbackPage
from gabarito.results import record
from gabarito.results.job import Job
from gabarito.storage import atomic

__all__ = ["Examine", "FeedbackPage", "SaveGrades"]


class Examine(NbGraderPreprocessor):
    """Run and judge the submission in the sandbox, as ``gabarito grade`` does.

    nbgrader's own commands and Formgrader's button thus give the same grades; the record
    goes beside the executed notebook, where ``gabarito feedback`` looks for it.
    """

    def preprocess(
        self, nb: NotebookNode, resources: ResourcesDict
    ) -> tuple[NotebookNode, ResourcesDict]:
        """The judged notebook in the place of `nb`.

        Raises:
            BusyError: ``gabarito grade`` is at work on the lab.
            GabaritoError: the submission cannot be read, or nothing can be isolated here.
        """
        course = self._coursedir()
        names = resources["nbgrader"]
        folder = course.format_path(
            course.submitted_directory, names["student"], names["assignment"]
        )
        notebook = Path(folder) / f"{names['notebook']}.ipynb"
        lab = Course.at(Path(course.root)).lab(names["assignment"])
        with at_work.grading(lab, beside_others=True):
            prepared = _prepared(lab, fingerprint.of_files(lab))
            judged = judge.judge(prepared, Job(notebook, names["student"]))
        result = Path(resources["metadata"]["path"]) / RECORD_FILE
        atomic.write_text(result, record.to_json(judged.record))
        return nbformat.reads(judged.notebook, as_version=4), resources

    def _coursedir(self) -> Any:
        """The course folder of the converter that this step works for."""
        owner: Any = self
        while not hasattr(owner, "coursedir"):
            owner = owner.parent
        return owner.coursedir


class SaveGrades(SaveAutoGrades):
    """nbgrader's own step, but a written question worth nothing starts with a score.

    nbgrader adds extra credit to a score, and forgets it where there is none.
    """

    def _add_score(self, cell: NotebookNode, resources: ResourcesDict) -> None:
        super()._add_score(cell, resources)
        line = self.gradebook.find_grade(
            cell.metadata["nbgrader"]["grade_id"],
            self.notebook_id,
            self.assignment_id,
            self.student_id,
        )
        if line.auto_score is None and line.max_score == 0:
            line.auto_score = 0.0
            self.gradebook.db.commit()


_warm: dict[tuple[Lab, str], PreparedLab] = {}
"""The one prepared lab of this process, by what it was prepared from."""


def _prepared(lab: Lab, files: str) -> PreparedLab:
    """The lab, prepared once for all submissions that come in a row.

    Args:
        files: fingerprint of what judges: Formgrader's server outlives many a build.
    """
    if (lab, files) not in _warm:
        forget()
        _warm[lab, files] = PreparedLab(lab)
    return _warm[lab, files]


@atexit.register
def forget() -> None:
    """End what is kept warm; the next submission prepares its lab anew."""
    while _warm:
        _warm.popitem()[1].close()
