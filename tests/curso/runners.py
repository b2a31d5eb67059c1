"""One lab's made-up class under every runner there is, each on copies of the same files."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import zipfile
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from xml.etree import ElementTree

import nbformat
from nbgrader.api import Gradebook
from nbgrader_steps import nbgrader_command
from otter_runs import Scores, otter_check, otter_run

from gabarito.authoring import demo
from gabarito.channels.otter import package as bundles
from gabarito.channels.otter import student_notebook
from gabarito.course import check_cells
from gabarito.course.layout import CONFIG_FILE, Course, Lab
from gabarito.grading import grade_class
from gabarito.nbgrader_api import converters
from gabarito.results import record

ROOT = Path(__file__).parents[2]
AT_ONCE = 2

PLAIN_CONFIG = """
c = get_config()
c.CourseDirectory.course_id = "outro_curso"
c.Execute.timeout = 30
"""


class Runners:
    """A lab's class, graded in the background by all but gabarito; a context manager.

    Attributes:
        records: gabarito's, nothing being given for inherited errors, which others know nothing of.
        failures: who cannot be graded by gabarito, and why.
        everybody: whether ``otter run`` grades the whole class, or as few as ``otter check`` does.
    """

    def __init__(
        self, name: str, folder: Path, hangs_otter_check: frozenset[str], everybody: bool = True
    ) -> None:
        self.folder, self.everybody = folder, everybody
        self.lab = demo.prepare(Course.at(ROOT).lab(name), folder / "curso")
        config = self.lab.course.root / CONFIG_FILE
        config.write_text(config.read_text() + "\nc.Gabarito.inherited_credit = 0\n")
        self.lab = Course.at(self.lab.course.root).lab(name)
        self._nbgrader = self._start_nbgrader()
        cohort = grade_class.grade(self.lab, workers=AT_ONCE)
        self.records, self.failures = cohort.records, cohort.failures
        self._start_otter(hangs_otter_check)

    def __enter__(self) -> Runners:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(cancel_futures=True)
        self._nbgrader.kill()
        self._nbgrader.wait()

    def _start_nbgrader(self) -> subprocess.Popen[bytes]:
        """An nbgrader that knows nothing of gabarito; it works on students' folders."""
        root = self.folder / "puro"
        shutil.copytree(self.lab.folder, root / "source" / self.lab.name)
        shutil.copytree(self.lab.course.submitted, root / "submitted")
        (root / CONFIG_FILE).write_text(PLAIN_CONFIG)
        command = nbgrader_command("generate_assignment", self.lab.name)
        subprocess.run(command, cwd=root, check=True, capture_output=True)
        quiet = subprocess.DEVNULL
        return subprocess.Popen(
            nbgrader_command("autograde", self.lab.name), cwd=root, stdout=quiet, stderr=quiet
        )

    def _start_otter(self, hangs_otter_check: frozenset[str]) -> None:
        self._pool = ProcessPoolExecutor(AT_ONCE, mp_context=get_context("spawn"))
        autograder = self.folder / "corretor.zip"
        autograder.write_bytes(bundles.autograder(self.lab))
        package = bundles.student_package(self.lab)
        telling = self._telling(set(self.records) - hangs_otter_check)
        self._runs: dict[str, Future[Scores]] = {}
        self._checks: dict[str, Future[Scores]] = {}
        for student in self.records:
            place = self._hand_in(student, package)
            if self.everybody or student in telling:
                self._runs[student] = self._pool.submit(otter_run, autograder, place)
            if student in telling:
                self._checks[student] = self._pool.submit(otter_check, place)

    def _telling(self, students: set[str]) -> set[str]:
        """Enough students to see each visible check pass and fail, by who does both first."""
        passed = {student: self.visible(student) for student in students}
        left = {outcome for checks in passed.values() for outcome in checks.items()}
        share = {s: sum(checks.values()) / len(checks) for s, checks in passed.items()}
        chosen = set()
        for student in sorted(students, key=lambda s: (abs(share[s] - 0.5), s)):
            if left & passed[student].items():
                chosen.add(student)
                left -= passed[student].items()
        return chosen

    def _hand_in(self, student: str, package: bytes) -> Path:
        """The student's notebook in otter's form, in an unpacked student's zip; its path."""
        folder = self.folder / "otter" / student
        with zipfile.ZipFile(io.BytesIO(package)) as archive:
            archive.extractall(folder)
        name = f"{self.lab.name}.ipynb"
        submitted = self.lab.course.submitted / student / self.lab.name / name
        notebook = student_notebook.convert(nbformat.read(submitted, as_version=4))
        nbformat.write(notebook, folder / name)
        return folder / name

    def scores(self, student: str) -> Scores:
        """Points of each question that a program grades, by gabarito."""
        return {q.name: q.score for q in self._judged(student)}

    def visible(self, student: str) -> Scores:
        """Which visible checks pass, by gabarito."""
        return {
            f"{q.name}.{check.name}": float(check.state == "passed")
            for q in self._judged(student)
            for check in q.checks
            if not check.hidden
        }

    def _judged(self, student: str) -> list[record.Question]:
        return [q for q in self.records[student].questions if q.state != "manual"]

    def by_nbgrader(self) -> dict[str, dict[str, float | None]]:
        """What plain nbgrader gave, free text included: student → question → points."""
        self._nbgrader.wait(timeout=1200)
        book = f"sqlite:///{self.folder / 'puro' / 'gradebook.db'}"
        with converters.quiet(), Gradebook(book) as gradebook:
            return {
                submission.student.id: {
                    g.name.removeprefix("test_"): g.auto_score
                    for g in submission.notebooks[0].grades
                }
                for submission in gradebook.assignment_submissions(self.lab.name)
            }

    def by_otter_run(self) -> dict[str, Scores]:
        """Points of each question by the autograder, of whom it graded."""
        return {student: run.result(timeout=1200) for student, run in self._runs.items()}

    def by_otter_check(self) -> dict[str, Scores]:
        """Which visible checks pass by ``otter check``, for students who see each do both."""
        return {student: run.result(timeout=1200) for student, run in self._checks.items()}

    def by_pytest(self) -> Scores:
        """Points of each question by pytest, on the reference."""
        report = self.folder / "pytest.xml"
        command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-n", "0", "-q"]
        command += [f"tests/{self.lab.name}", f"--junitxml={report}"]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
        cases = ElementTree.parse(report).iter("testcase")
        passed = {
            (case.get("classname", "").rpartition(".")[2], case.get("name", "").partition("[")[0])
            for case in cases
            if len(case) == 0
        }
        return {q: _points(self.lab, q, passed) for q in self.scores(next(iter(self.records)))}


def _points(lab: Lab, question: str, passed: set[tuple[str, str]]) -> float:
    path = lab.checks_file(question)
    specs = check_cells.question_checks(lab.load_module(path), path)
    return sum(spec.points for name, spec in specs.items() if (f"test_{question}", name) in passed)
