"""All that is known of a lab when its submissions are judged, and its warm sandbox.

This is the trusted side: it holds checks, expected values and reference answers. A student's
process receives cells and inputs, nothing else; the checks run here, on proxies.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from nbformat import NotebookNode

from gabarito.checks import verificador
from gabarito.checks.verificador import CheckResult
from gabarito.course import assembled, instruments, parts, released
from gabarito.course.check_cells import question_checks
from gabarito.course.known_answers import Variant, load_alternatives, load_mistakes
from gabarito.course.layout import Lab
from gabarito.errors import CourseError
from gabarito.judging import messages, mutants, warm_lab
from gabarito.judging.diagnosis import Diagnosis
from gabarito.judging.instructor_outputs import Outputs, outputs_of
from gabarito.judging.known_mistakes import KnownMistakes
from gabarito.judging.lessons import Lessons
from gabarito.judging.rehearsals import Rehearsals
from gabarito.judging.relations.library import Relations
from gabarito.judging.right_answers import RightAnswers
from gabarito.judging.run_cells import cell_limit_s
from gabarito.judging.run_check import run_check
from gabarito.notebook import definitions, lab_text
from gabarito.notebook.instructor_cells import instructor_cells
from gabarito.sandbox.warm_process import WarmProcess
from gabarito.storage import versions

KEEPING_NOTHING_OF_SKLEARN = frozenset(
    {f"sklearn.{part}" for part in ("compose", "impute", "preprocessing")}
    | {"sklearn.model_selection.train_test_split"}
)
"""What keeps nothing where a lab imports it; the rest of scikit-learn has caches in files and
processes that stay."""
DRAWING = frozenset({"sklearn.model_selection.train_test_split"})
"""Of those, what may give something else each time."""

HANGS = 2
"""Checks of one question that may run out of time before the others are not tried."""


class PreparedLab:
    """One lab, ready to judge by; a context manager.

    Args:
        isolation: sandbox tier; the strongest that works here when None.
        warm: the lab's warm process, where it was begun already; it is closed with this.
    Raises:
        CourseError: its build is missing or out of date, or a checks file is wrong.
        SandboxError: this machine cannot isolate student code.
    """

    def __init__(
        self, lab: Lab, isolation: str | None = None, warm: WarmProcess | None = None
    ) -> None:
        self.lab = lab
        self.warm = warm or warm_lab.start(lab, isolation)
        try:
            self._prepare(lab)  # while the other process warms up
        except BaseException:
            self.close()
            raise

    def _prepare(self, lab: Lab) -> None:
        assembled.require_current(lab)
        self.source = lab.built()
        self.helpers = frozenset(warm_lab.helpers(lab))
        self.instruments = self.warm.contents.instruments
        self.versions = versions.of_a_grade(set(self.warm.contents.modules) - self.helpers)
        self.questions = list(lab_text.named_cells(self.source, "checks"))
        self.solutions = _sources(self.source)
        self.checks = {name: _check_functions(lab, name) for name in self.questions}
        self.asks = {name: _asks(self.checks[name]) for name in self.questions}
        self.needs = {name: _needs(name, self.solutions) for name in self.questions}
        self.instructor_cells = instructor_cells(self.source)
        self.unmarked = {
            cell.id: cell.source for cell in self.source.cells if not lab_text.marker(cell)
        }
        self.cell_limit_s = cell_limit_s(lab.course.config)
        self.execute_all = _executes_all(lab)
        self.inherited_credit = inherited_credit(lab)
        self.file_names = {p.name for p in lab.folder.rglob("*") if p.is_file()}
        self.forgetful_modules = self._lent() | self._of_sklearn()
        self.repeatable_modules = self.forgetful_modules - DRAWING
        self.released = released.as_released(lab, self.source)
        self.stubs = _sources(self.released)
        self.right_answers = RightAnswers(self.warm, self.source, self.questions, self.cell_limit_s)
        self.asked = [*self.questions, *self.instruments]
        self.rehearsals = Rehearsals(self.checks, self.right_answers, self.asked)
        self.lessons = Lessons(self.right_answers, self._answers_depend_on)
        asks = (self.checks, self.lessons, self.instruments)
        self.diagnosis = Diagnosis(
            KnownMistakes(_known(lab, "mistakes.py"), *asks),
            Relations(
                self.solutions,
                _known(lab, "alternatives.py"),
                *asks,
                asking=functools.cache(lambda: instruments.asking(lab.folder)),
            ),
            mutants.Mutants(mutants.load(lab.checks / mutants.FILE), self.stubs),
        )

    @cached_property
    def _parts(self) -> parts.Parts:
        return parts.of(self.lab)

    def _answers_depend_on(self, question: str) -> list[str]:
        """Hashes of all that decides what the lab's own code answers about a question."""
        return [str(self.warm.tier), self._parts.shared, self._parts.questions[question]]

    def _lent(self) -> frozenset[str]:
        """Functions of the lab's own modules that its cells import by name, with dots.

        They are there for answers to call, and taken to keep nothing and to draw nothing; of what
        else is in those modules nobody knows.
        """
        cells = filter(definitions.runs, self.source.cells)
        imported = (pair for cell in cells for pair in definitions.imported_from(cell.source))
        return frozenset(d for _, d in imported if d.partition(".")[0] in self.helpers)

    def _of_sklearn(self) -> set[str]:
        """Those that are there before any student could put a module of that name in the way."""
        there = self.warm.contents.modules
        return {
            name
            for name in KEEPING_NOTHING_OF_SKLEARN
            if any(name == module or name.startswith(f"{module}.") for module in there)
        }

    def __enter__(self) -> PreparedLab:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the warm process."""
        self.warm.close()

    def run_check(
        self,
        function: Any,
        namespace: Mapping[str, Any],
        before: Sequence[CheckResult],
        *,
        discreet: bool = False,
        repeatable: bool = False,
    ) -> CheckResult:
        """What a check says of the functions in `namespace`.

        Args:
            before: results of the same question's checks so far: where too many hung, this
                one is not tried.
            discreet, repeatable: see :func:`gabarito.checks.verificador.run_check`.
        """
        if sum(result.timed_out for result in before) >= HANGS:
            return verificador.not_run(function, messages.OTHERS_TIMED_OUT)
        return run_check(function, namespace, discreet=discreet, repeatable=repeatable)

    @cached_property
    def instructor_outputs(self) -> Outputs:
        """Outputs of the instructor's own cells, by cell id."""
        return outputs_of(self.warm, self.instructor_cells, self.cell_limit_s)


def inherited_credit(lab: Lab) -> float:
    """Share of its points that a check earns by way of inherited errors."""
    return float(lab.course.config.Gabarito.get("inherited_credit", 1.0))


def _executes_all(lab: Lab) -> bool:
    mode = lab.course.config.Gabarito.get("execute", "needed")
    if mode not in ("needed", "all"):
        raise CourseError(messages.EXECUTE.format(mode=mode))
    return bool(mode == "all")


def _sources(notebook: NotebookNode) -> dict[str, str]:
    return {name: cell.source for name, cell in lab_text.named_cells(notebook, "solution").items()}


def _check_functions(lab: Lab, name: str) -> list[Any]:
    path = lab.checks_file(name)
    module = lab.load_module(path)
    return [getattr(module, check) for check in question_checks(module, path)]


def _asks(functions: Sequence[Any]) -> frozenset[str]:
    """The names that checks ask for."""
    return frozenset(name for f in functions for name in inspect.signature(f).parameters)


def _known(lab: Lab, file: str) -> dict[str, Variant]:
    load = load_mistakes if file == "mistakes.py" else load_alternatives
    return load(lab) if (lab.checks / file).is_file() else {}


def _needs(name: str, solutions: Mapping[str, str]) -> set[str]:
    """The other questions that the reference answer of `name` calls."""
    return definitions.names_used(solutions[name]) & set(solutions) - {name}
