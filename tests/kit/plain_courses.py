"""Courses of plain nbgrader, without anything of ours, and what a gradebook of theirs says."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook
from nbgrader_steps import nbgrader_command, quickstart_command

from gabarito.nbgrader_api import converters

KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
TASK = "lista"


def cell(name, source, *, solution=False, points=None, kind="code", **more):
    """A cell that nbgrader knows; graded where it has points."""
    make = {"code": nbformat.v4.new_code_cell, "markdown": nbformat.v4.new_markdown_cell}[kind]
    graded = points is not None
    scored = {"points": points} if graded else {}
    marks = {"grade_id": name, "grade": graded, "solution": solution, "locked": False, **scored}
    marks = {**marks, "schema_version": 3, "task": False, **more}
    return make(source, metadata={"nbgrader": marks})


def locked(name, source):
    """A cell that students read only."""
    return cell(name, source, locked=True)


def plain(source, *tags):
    """A cell that nbgrader does not know."""
    return nbformat.v4.new_code_cell(source, metadata={"tags": list(tags)} if tags else {})


def answer(code):
    """What stands between the marks of a solution."""
    indent = code[: len(code) - len(code.lstrip())]
    return f"{indent}### BEGIN SOLUTION\n{code}\n{indent}### END SOLUTION"


def by_name(notebook):
    """The cells that nbgrader knows, by grade id."""
    named = [c for c in notebook.cells if "nbgrader" in c.metadata]
    return {c.metadata.nbgrader.grade_id: c for c in named}


def edited(**answers):
    """A change of the only notebook in a folder: new sources by grade id."""

    def edit(folder: Path) -> None:
        (path,) = folder.glob("*.ipynb")
        with changed(path) as notebook:
            for name, source in answers.items():
                by_name(notebook)[name].source = source

    return edit


class changed:
    """A notebook to be changed inside the block, and written as a student's tool would."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self):
        self.notebook = nbformat.read(self.path, as_version=4)
        return self.notebook

    def __exit__(self, *_):
        self.path.write_text(json.dumps(self.notebook))


@dataclass
class Case:
    """An assignment with submissions, in a course of its own.

    Attributes:
        totals: what nbgrader gives, by student.
        notebooks: the instructor's, by name.
        files: beside them.
        config: lines of ``nbgrader_config.py``.
        students: what each does with a copy of the release's folder.
        source: the assignment's folder; likewise `release`.
        place: a student's, to be formatted with ``student``.
        prepare: what else the course needs before anything is released.
    """

    totals: Mapping[str, float]
    notebooks: Mapping[str, Sequence[nbformat.NotebookNode]]
    students: Mapping[str, Callable[[Path], object]]
    files: Mapping[str, str] = field(default_factory=dict)
    config: str = ""
    source: str = f"source/{TASK}"
    release: str = f"release/{TASK}"
    place: str = f"submitted/{{student}}/{TASK}"
    prepare: Callable[[Path], object] = lambda root: None

    def write(self, root: Path) -> None:
        """The whole course in `root`, released by nbgrader itself, with all submissions."""
        with (root / "nbgrader_config.py").open("a") as config:
            config.write(f"\n{self.config}\n")
        source = root / self.source
        source.mkdir(parents=True)
        for name, cells in self.notebooks.items():
            notebook = nbformat.v4.new_notebook(
                cells=list(cells), metadata={"kernelspec": dict(KERNEL)}
            )
            nbformat.write(notebook, source / f"{name}.ipynb")
        for name, content in self.files.items():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_text(content)
        self.prepare(root)
        run_nbgrader(root, "generate_assignment")
        for student, edit in self.students.items():
            folder = root / self.place.format(student=student)
            shutil.copytree(root / self.release, folder)
            edit(folder)


def quickstart(folder: Path) -> Path:
    """The course that ``nbgrader quickstart`` makes, its example left out."""
    quickstart_command(folder, "curso")
    shutil.rmtree(folder / "curso/source/ps1")
    return folder / "curso"


def run_nbgrader(root: Path, step: str) -> subprocess.CompletedProcess[bytes]:
    """One step of nbgrader's on the task, as a person runs it: in an environment without ours."""
    own = {name: value for name, value in os.environ.items() if name != "PYTHONSAFEPATH"}
    command = nbgrader_command(step, TASK)
    return subprocess.run(command, cwd=root, capture_output=True, check=False, env=own)


def gradebook_lines(root: Path, assignment: str = TASK, name: str = "gradebook.db"):
    """Each line of a gradebook: points, whether a person is needed, the automatic comment."""
    found = {}
    with converters.quiet(), Gradebook(f"sqlite:///{root / name}") as book:
        for entry in book.assignment_submissions(assignment):
            found[entry.student.id, "total"] = entry.score, entry.max_score, entry.timestamp
            for notebook in entry.notebooks:
                place = entry.student.id, notebook.name
                for g in notebook.grades:
                    found[*place, g.name] = g.auto_score, g.needs_manual_grade, g.max_score
                found |= {(*place, c.name, "nota"): c.auto_comment for c in notebook.comments}
    return found
