"""What ``nbgrader_config.py`` adds to nbgrader's own steps."""

from __future__ import annotations

from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import is_grade


class DropTags(NbGraderPreprocessor):
    """Remove a student's tags from graded cells.

    nbclient skips cells tagged ``skip-execution``, and nbgrader gives full marks to a
    test cell without output.
    """

    def preprocess_cell(
        self, cell: NotebookNode, resources: ResourcesDict, cell_index: int
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Drop ``metadata.tags`` of a graded cell."""
        if is_grade(cell):
            cell.metadata.pop("tags", None)
        return cell, resources
