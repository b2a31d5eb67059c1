"""Where everything of a course lies: folder names are known here and nowhere else."""

from __future__ import annotations

import contextlib
import fnmatch
import glob
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from traitlets.config import Config

import gabarito
from gabarito.course import configuration, gradebook_url, messages, modules
from gabarito.errors import CourseError

if TYPE_CHECKING:
    from nbformat import NotebookNode

# What reads notebooks is imported where one is read: it takes longer than all else in here,
# and a sandbox can warm up meanwhile.

CONFIG_FILE = f"{configuration.NBGRADERS}.py"
RECORD_FILE = "result.json"
"""A submission's result record, and the hash of all that it depends on (``KEY_FILE``)."""
KEY_FILE = "result.key"

STRUCTURE = "{nbgrader_step}/{student_id}/{assignment_id}"
"""nbgrader's own default for where a student's files of one step lie."""

_SHIPPED = Path(gabarito.__file__).parent / "checks"
"""Where the modules lie that a student finds beside the notebook, whatever the course."""

_ANYBODY = "QUALQUERALUNO"


@dataclass(frozen=True)
class Course:
    """A course folder: the one that holds ``nbgrader_config.py``."""

    root: Path

    @classmethod
    def at(cls, root: Path) -> Course:
        """The course in `root`.

        Raises:
            CourseError: there is no ``nbgrader_config.py`` there, or it is a student's.
        """
        root = root.resolve()
        _refuse_handed_in(root)
        if not (root / CONFIG_FILE).is_file():
            raise CourseError(messages.NOT_A_COURSE.format(file=CONFIG_FILE, root=root))
        return cls(root)

    @property
    def source(self) -> Path:
        return self.step("source")

    @property
    def release(self) -> Path:
        return self.step("release")

    @property
    def submitted(self) -> Path:
        return self.step("submitted")

    @property
    def autograded(self) -> Path:
        return self.step("autograded")

    @property
    def feedback(self) -> Path:
        return self.step("feedback")

    def step(self, name: str) -> Path:
        """The folder of one of nbgrader's steps, as configured."""
        return self.root / self._option(f"{name}_directory", name)

    def place(self, step: str, student: str, lab: str) -> Path:
        """Where nbgrader keeps a lab's files of one student (``"."`` for the course's own).

        Raises:
            CourseError: the configured structure lacks a part or asks for an unknown one.
        """
        return self.place_in(self._option(f"{step}_directory", step), student, lab)

    def place_in(self, folder: str | Path, student: str, lab: str) -> Path:
        """The same with `folder` in the place of a step's own.

        Raises:
            CourseError: see :meth:`place`.
        """
        return self.root / self._formatted(str(folder), student, lab)

    def _formatted(self, step: str, student: str, lab: str) -> str:
        structure = self._option("directory_structure", STRUCTURE)
        try:
            return structure.format(nbgrader_step=step, student_id=student, assignment_id=lab)
        except (LookupError, ValueError):
            raise CourseError(messages.BAD_STRUCTURE.format(structure=structure)) from None

    def _option(self, name: str, default: str) -> str:
        return str(self.config.CourseDirectory.get(name, default))

    @property
    def bundles(self) -> Path:
        return self.root / "bundles"

    @property
    def reports(self) -> Path:
        return self.root / "reports"

    @property
    def exports(self) -> Path:
        return self.root / "exports"

    @property
    def utils(self) -> Path:
        return self.root / "utils"

    @property
    def synthetic_data(self) -> Path:
        return self.root / "datasets" / "synthetic"

    @property
    def default_db(self) -> str:
        """SQLAlchemy URL of the gradebook, as nbgrader run in the course's folder would find it."""
        return gradebook_url.of_course(self._option("db_url", gradebook_url.USUAL), self.root)

    @cached_property
    def config(self) -> Config:
        """The configuration that nbgrader finds for this course.

        Raises:
            CourseError: a file of it does not run.
        """
        return configuration.read(self.root)

    def lab_names(self) -> list[str]:
        """Names of the labs with a text in ``source/``, sorted."""
        return sorted(path.stem for path in self.source.glob("*.py"))

    def task_names(self) -> list[str]:
        """Names of all labs and of nbgrader's other assignments, sorted."""
        folders = self.place("source", ".", _ANYBODY).parent.glob("*/*.ipynb")
        return sorted({*self.lab_names(), *(path.parent.name for path in folders)})

    def lab(self, name: str) -> Lab:
        """The lab called `name`.

        Raises:
            CourseError: there is none; the message lists those there are.
        """
        if name not in self.lab_names() and Assignment(self, name).notebooks():
            text = self.source / f"{name}.py"
            raise CourseError(messages.FOREIGN_ASSIGNMENT.format(name=name, text=text))
        if name not in self.lab_names():
            known = ", ".join(self.lab_names()) or messages.NO_LABS
            raise CourseError(
                messages.NO_SUCH_LAB.format(name=name, folder=self.source, known=known)
            )
        return Lab(self, name)

    def gradable(self, name: str) -> Gradable:
        """What can be graded under that name: a lab, or another assignment of nbgrader's.

        Raises:
            CourseError: there is neither; the message lists the labs.
        """
        assignment = Assignment(self, name)
        foreign = name not in self.lab_names() and assignment.notebooks()
        return assignment if foreign else self.lab(name)

    def submissions(self, lab: Gradable, students: Sequence[str] = ()) -> dict[str, Path]:
        """Folder of each student's submission of `lab`, by student, sorted.

        Args:
            students: only these; those that the configuration asks for when empty.
        """
        found = self.of_students("submitted", lab)
        wanted = self.asked_for(found, students)
        return {student: folder for student, folder in found.items() if student in wanted}

    def asked_for(self, everyone: Iterable[str], students: Sequence[str] = ()) -> set[str]:
        """Those of `everyone` in `students`; if empty, those that the configuration asks for."""
        asked = self._option("student_id", "*")
        left_out = self._option("student_id_exclude", "").split(",")
        return {
            student
            for student in everyone
            if student not in left_out
            and (student in students if students else fnmatch.fnmatchcase(student, asked))
        }

    def students_folder(self, step: str, lab: Gradable) -> Path | None:
        """The folder with one for each student, where a lab's lies right inside the student's."""
        place = self.place(step, _ANYBODY, lab.name)
        nested = place.name == lab.name and place.parent.name == _ANYBODY
        return place.parent.parent if nested else None

    def of_students(self, step: str, lab: Gradable) -> dict[str, Path]:
        """The folder that each student has of `lab` in one of nbgrader's steps, sorted."""
        folder = self._option(f"{step}_directory", step)
        everyone = self._formatted(glob.escape(folder), "*", glob.escape(lab.name))
        marked = str(self.root / self._formatted(folder, _ANYBODY, lab.name))
        named = re.escape(marked).replace(_ANYBODY, "(?P<student>[^/]+)", 1)
        found = {}
        for place in sorted(glob.glob(str(Path(glob.escape(str(self.root)), everyone)))):
            match = re.fullmatch(named, place, re.DOTALL)
            if match and os.path.isdir(place):  # what a link leads to may be closed to us
                found[match["student"]] = Path(place)
        return found

    def graded_folder(self, lab: Gradable, student: str) -> Path:
        """Where a student's executed notebook is kept."""
        return self.place("autograded", student, lab.name)

    def record_folder(self, lab: Gradable, student: str) -> Path:
        """Where a student's record and its key are kept.

        Beside the executed notebook of a lab; the course's configuration tells nbgrader to
        leave them there. nbgrader copies all else beside a notebook into the student's
        feedback: with an assignment of any other course, they stay out of its way.
        """
        folder = self.graded_folder(lab, student)
        return folder.with_name(f".{folder.name}") if isinstance(lab, Assignment) else folder

    def grading_folder(self, lab: Gradable) -> Path:
        """Where grading keeps what is its own: a journal, what is ready, what is thrown away."""
        return self.autograded / ".gabarito" / lab.name

    def importable(self, folder: Path) -> contextlib.AbstractContextManager[None]:
        """Let modules in a folder of the course be imported inside the block, as they are now."""
        return modules.importable(folder)

    @contextlib.contextmanager
    def helpers_importable(self) -> Iterator[None]:
        """Let the course's ``utils/``, and what we ship beside it, be imported inside the block."""
        with self.importable(_SHIPPED), self.importable(self.utils):
            yield


def _refuse_handed_in(root: Path) -> None:
    """The configuration of a course is a program: one that lies among submissions never runs."""
    for parent in root.parents:
        course = Course(parent)
        working = (course.submitted, course.autograded, course.feedback)
        if (parent / CONFIG_FILE).is_file() and any(map(root.is_relative_to, working)):
            raise CourseError(messages.AMONG_SUBMISSIONS.format(root=root, course=parent))


class Gradable(Protocol):
    """Anything that has submissions and a folder in ``source/``."""

    @property
    def course(self) -> Course: ...

    @property
    def name(self) -> str: ...

    @property
    def folder(self) -> Path: ...

    def require_built(self) -> None: ...

    def notebook_names(self) -> list[str]: ...


@dataclass(frozen=True)
class Assignment:
    """An nbgrader assignment that has no lab text and no checks of ours, only test cells."""

    course: Course
    name: str

    @property
    def folder(self) -> Path:
        return self.course.place("source", ".", self.name)

    def notebooks(self) -> dict[str, Path]:
        """The instructor's notebooks by nbgrader's id for them, sorted."""
        if Path(self.name).name != self.name:
            return {}
        return {path.stem: path for path in sorted(self.folder.glob("*.ipynb"))}

    def notebook_names(self) -> list[str]:
        return list(self.notebooks())

    def require_built(self) -> None:
        """Nothing to build: the notebooks in ``source/`` are what people edit."""


@dataclass(frozen=True)
class Lab:
    """One lab of a course: its text, its built folder, its checks."""

    course: Course
    name: str

    @property
    def text(self) -> Path:
        return self.course.source / f"{self.name}.py"

    @property
    def folder(self) -> Path:
        return self.course.place("source", ".", self.name)

    @property
    def notebook(self) -> Path:
        return self.folder / f"{self.name}.ipynb"

    @property
    def checks(self) -> Path:
        return self.course.root / "tests" / self.name

    @property
    def released(self) -> Path:
        return self.course.place("release", ".", self.name)

    def notebook_names(self) -> list[str]:
        return [self.name]

    def checks_file(self, question: str) -> Path:
        return self.checks / f"test_{question}.py"

    def parse(self) -> NotebookNode:
        """The notebook in the lab's text, check cells still empty.

        Raises:
            CourseError: the text is not a lab text, or is another lab's.
        """
        from gabarito.notebook import lab_text

        notebook = lab_text.read_text(self._own_text(), self.text)
        named = notebook.metadata["gabarito"]["lab"]
        if named != self.name:
            raise CourseError(
                messages.WRONG_HEADER.format(text=self.text, named=named, name=self.name)
            )
        return notebook

    def _own_text(self) -> str:
        try:
            return self.text.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            raise CourseError(messages.NOT_UTF_8.format(path=self.text)) from None

    def built(self) -> NotebookNode:
        """The built notebook, not held against nbformat's schema: compiling that takes longer.

        Raises:
            CourseError: it was not built yet.
        """
        import nbformat

        self.require_built()
        return nbformat.v4.reads(self.notebook.read_text(encoding="utf-8"))

    def require_built(self) -> None:
        """Refuse a lab without its notebook.

        Raises:
            CourseError: it was not built yet.
        """
        if not self.notebook.is_file():
            raise CourseError(messages.NOT_BUILT.format(notebook=self.notebook, name=self.name))

    def load_module(self, path: Path) -> Any:
        """A Python file of ``tests/<lab>/``, imported under a name of its own.

        Raises:
            CourseError: the file is missing or does not run.
        """
        with self.course.helpers_importable():
            return modules.load(path, f"_{self.name}_{path.stem}")
