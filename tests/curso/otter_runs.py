"""otter's own commands, for processes of their own: they change the current folder.

Called, not started anew for each submission: importing otter takes longer than what it does.
"""

from __future__ import annotations

import contextlib
import io
import os
from pathlib import Path

Scores = dict[str, float]
"""Points by question, or 1 and 0 by ``question.check``."""


def otter_run(autograder: Path, notebook: Path) -> Scores:
    """``otter run -a AUTOGRADER NOTEBOOK``."""
    import otter.run

    with _quiet():
        graded = otter.run.main(
            str(notebook), autograder=str(autograder), output_dir=None, no_logo=True
        )
    assert not graded.has_catastrophic_failure(), graded.catastrophic_error
    return {name: file.score for name, file in graded.results.items()}


def otter_check(notebook: Path) -> Scores:
    """``otter check NOTEBOOK`` in its folder; the results are those it writes into its log."""
    import otter.check
    from otter.check.logs import Log

    with _quiet(), contextlib.chdir(notebook.parent):
        otter.check.main(notebook.name)
        last = Log.from_file(".OTTER_LOG", ascending=False).entries[0]
    return {
        f"{name}.{case.test_case.name}": float(case.passed)
        for name, file in last.results.results.items()
        for case in file.test_case_results
    }


@contextlib.contextmanager
def _quiet():
    os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")
    with contextlib.redirect_stdout(io.StringIO()):
        yield
