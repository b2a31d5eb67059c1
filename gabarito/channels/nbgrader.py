"""What ``nbgrader_config.py`` puts in the place of nbgrader's own: how to grade, what to show.

``Examine`` takes the place of Execute, and ``FeedbackPage`` that of nbgrader's exporter.
"""

from __future__ import annotations

import atexit
import functools
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor

from gabarito.course.layout import RECORD_FILE, Course
from gabarito.judging import judge
from gabarito.judging.prepared_lab import PreparedLab
from gabarito.pages.exporter import FeedbackPage
from gabarito.results import record
from gabarito.results.job import Job
from gabarito.storage import atomic

__all__ = ["Examine", "FeedbackPage"]


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
            GabaritoError: the submission cannot be read, or nothing can be isolated here.
        """
        course = self._coursedir()
        names = resources["nbgrader"]
        folder = course.format_path(
            course.submitted_directory, names["student"], names["assignment"]
        )
        notebook = Path(folder) / f"{names['notebook']}.ipynb"
        prepared = _prepared(Path(course.root), names["assignment"])
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


@functools.cache
def _prepared(root: Path, lab: str) -> PreparedLab:
    """One prepared lab, warm for all submissions of this process."""
    prepared = PreparedLab(Course.at(root).lab(lab))
    atexit.register(prepared.close)
    return prepared
