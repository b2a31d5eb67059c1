"""The step that ``nbgrader_config.py`` adds to nbgrader's own."""

from __future__ import annotations

from collections.abc import Iterator

import nbformat
from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor

from gabarito import text
from gabarito.checks import MIME_TYPE


class SilenceIsAnError(NbGraderPreprocessor):
    """Add an error to a check cell that reported no points; runs right after Execute.

    nbgrader gives full marks to a test cell without output. Ours always end in a report,
    unless the student tagged the cell ``skip-execution`` or did away with the report.
    """

    def preprocess_cell(
        self, cell: NotebookNode, resources: ResourcesDict, cell_index: int
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Append the error output where one of our check cells has no report."""
        found = text.marker(cell)
        if found and found[0] == "checks" and not any(MIME_TYPE in d for d in _data(cell)):
            cell.outputs.append(_ERROR)
        return cell, resources


_ERROR = nbformat.v4.new_output(
    "error", ename="SemResultado", evalue="", traceback=["A verificação não chegou ao fim."]
)


def _data(cell: NotebookNode) -> Iterator[NotebookNode]:
    return (output.get("data", {}) for output in cell.outputs)
