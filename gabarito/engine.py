"""Execute and judge one submission, with nbgrader's Autograde.

This is the seam of the grading engine: whatever executes student code takes a
:class:`Job` and returns a :class:`Judged`; nothing else in the package knows how.

Autograde runs in a private course folder with a gradebook of its own, so that any
number of jobs can run side by side and none touches the real one. It gives no
isolation: student code runs as the user who grades. The record says so.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader.converters import Autograde
from nbgrader.preprocessors import ClearSolutions

from gabarito import nbgrader_app, submission, text
from gabarito.checks import MIME_TYPE, CheckResult, CheckSpec
from gabarito.course import Course, Lab
from gabarito.errors import SubmissionError
from gabarito.inline import question_checks
from gabarito.record import SCHEMA, Question, Record, judged_question, manual_question, total
from gabarito.release import generate

ISOLATION = "none"
_STUDENT = "aluno"


@dataclass(frozen=True)
class Job:
    """One submission to grade; plain paths, so that it can travel to a worker.

    Args:
        root: the course.
        lab: the lab's name.
        gradebook: an SQLite file in which the lab is registered; copied, never written.
        notebook: the student's file.
        student: who, for the record; None where nobody in particular.
    """

    root: Path
    lab: str
    gradebook: Path
    notebook: Path
    student: str | None = None


@dataclass(frozen=True)
class Judged:
    """What came of a job: the record and the executed notebook (nbformat JSON)."""

    record: Record
    notebook: str


def prepare(lab: Lab, folder: Path) -> Path:
    """Make in `folder` the gradebook that jobs of this lab start from; return its path.

    Raises:
        CourseError: the lab is not built, or nbgrader refuses it.
    """
    gradebook = folder / "gradebook.db"
    generate(lab, folder / "release", f"sqlite:///{gradebook}")
    return gradebook


def judge(job: Job) -> Judged:
    """Execute and judge one submission.

    Raises:
        SubmissionError: it cannot be read, or it cannot be executed to the end.
    """
    start = time.perf_counter()
    lab = Course.at(job.root).lab(job.lab)
    source = lab.built()
    entry = submission.read(job.notebook, source)
    executed = _execute(job, lab, entry.notebook)
    _keep_demo_outputs(executed, entry.notebook)
    questions = _questions(lab, source, executed)
    record = Record(
        schema=SCHEMA,
        lab=lab.name,
        student=job.student,
        submission_sha256=entry.sha256,
        isolation=ISOLATION,
        **total(questions),
        questions=questions,
        repairs=entry.repairs,
        warnings=["Executado sem isolamento: o código da entrega rodou com as suas permissões."],
        timings={"total_s": round(time.perf_counter() - start, 3)},
    )
    return Judged(record, str(nbformat.writes(executed)))


def _execute(job: Job, lab: Lab, notebook: NotebookNode) -> NotebookNode:
    with tempfile.TemporaryDirectory(prefix="gabarito-") as scratch:
        stage = Path(scratch)
        shutil.copyfile(job.gradebook, stage / "gradebook.db")
        folder = stage / "submitted" / _STUDENT / lab.name
        folder.mkdir(parents=True)
        nbformat.write(notebook, folder / f"{lab.name}.ipynb")
        try:
            nbgrader_app.run(
                Autograde,
                lab.course.config,
                root=stage,
                lab=lab.name,
                db_url=f"sqlite:///{stage / 'gradebook.db'}",
                student=_STUDENT,
                folders={"source": lab.course.source},
            )
        except nbgrader_app.ConversionError as error:
            raise SubmissionError(_sentence(job.notebook, error)) from None
        graded = stage / "autograded" / _STUDENT / lab.name / f"{lab.name}.ipynb"
        return nbformat.read(graded, as_version=4)


def _sentence(notebook: Path, error: nbgrader_app.ConversionError) -> str:
    if "DeadKernelError" in str(error):
        return (
            f"{submission.shown(notebook)} derrubou o Python que o executava (os._exit, falta de "
            "memória ou semelhante): procure a célula que faz isso e peça ao aluno que a corrija."
        )
    return f"{submission.shown(notebook)} não pôde ser executado pelo nbgrader: {error.reason}."


def _keep_demo_outputs(executed: NotebookNode, entry: NotebookNode) -> None:
    """Demo cells are not run again: what the student saw stays, marked as such."""
    theirs = {cell.id: cell for cell in entry.cells if text.is_demo(cell)}
    for cell in executed.cells:
        if cell.id in theirs and cell.cell_type == "code":
            cell.outputs = theirs[cell.id].outputs
            cell.metadata["gabarito"] = {"kept_outputs": True}


# --- from outputs to questions -------------------------------------------------------


def _questions(lab: Lab, source: NotebookNode, executed: NotebookNode) -> list[Question]:
    answered = _answered(lab, source, executed)
    cells = text.named_cells(executed, "checks")
    questions = []
    for cell in source.cells:
        kind, name = text.marker(cell) or ("", "")
        if kind == "checks":
            results = _results(_specs(lab, name), cells.get(name))
            questions.append(judged_question(name, results, answered=name in answered))
        elif kind == "manual":
            questions.append(manual_question(name, cell.metadata["nbgrader"]["points"]))
    return questions


def _answered(lab: Lab, source: NotebookNode, executed: NotebookNode) -> set[str]:
    """Questions whose cell differs from the stub that the release shows."""
    clear = ClearSolutions(config=lab.course.config)
    stubs, _ = clear.preprocess(nbformat.from_dict(source), {})
    stub = {name: cell.source for name, cell in text.named_cells(stubs, "solution").items()}
    theirs = text.named_cells(executed, "solution")
    return {name for name, cell in theirs.items() if cell.source.split() != stub[name].split()}


def _specs(lab: Lab, question: str) -> dict[str, tuple[CheckSpec, str]]:
    """Specification and docstring of a question's checks, by name."""
    path = lab.checks_file(question)
    module = lab.load_module(path)
    specs = question_checks(module, path)
    return {name: (spec, getattr(module, name).__doc__ or name) for name, spec in specs.items()}


def _results(
    specs: dict[str, tuple[CheckSpec, str]], cell: NotebookNode | None
) -> list[CheckResult]:
    said = _said(cell)
    return [_result(name, *specs[name], said.get(name)) for name in specs]


def _said(cell: NotebookNode | None) -> dict[str, Mapping[str, Any]]:
    """What a check cell reported, by check; empty where it did not come to its end."""
    for output in [] if cell is None else cell.outputs:
        report = output.get("data", {}).get(MIME_TYPE)
        if report:
            return {result["name"]: result for result in report["checks"]}
    return {}


def _result(
    name: str, spec: CheckSpec, sentence: str, said: Mapping[str, Any] | None
) -> CheckResult:
    if said is None:
        message = f"{sentence}\nA verificação não chegou ao fim."
        return CheckResult(name, "broken", 0.0, spec.points, not spec.visible, message, spec.hint)
    score = spec.points if said["state"] == "passed" else 0.0
    return CheckResult(
        name, said["state"], score, spec.points, not spec.visible, said["message"], spec.hint
    )
