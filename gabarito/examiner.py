"""Runs a notebook in the sandbox and judges its functions from outside.

The examiner is trusted: it holds checks, expected values and reference answers. The
student's process receives inputs and cells, nothing else.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader.preprocessors import ClearSolutions

from gabarito import sandbox, text
from gabarito.checks import (
    CheckResult,
    Report,
    question_score,
    run_check,
)
from gabarito.course import Lab
from gabarito.examinee import Examinee
from gabarito.given import Given, given_cells
from gabarito.inline import question_checks
from gabarito.sandbox import Fault, Session, Warm

REPLAYS = 6
"""Sessions that one notebook may kill before the rest of it is left unrun."""

_LABEL = re.compile(r"<célula (\d+)>")
_TOO_LONG = "Esta célula passou do tempo limite e foi deixada de lado."
_DIED = "Esta célula encerrou o Python que a executava e foi deixada de lado."


@dataclass(frozen=True)
class Answer:
    """What judging one question gave."""

    results: list[CheckResult]
    answered: bool
    inherited: bool = False

    @property
    def full(self) -> bool:
        """Every check passed."""
        return all(result.state == "passed" for result in self.results)


@dataclass
class Examination:
    """What one notebook gave."""

    notebook: NotebookNode
    answers: dict[str, Answer] = field(default_factory=dict)
    repairs: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


class Examiner:
    """Judges submissions of one lab; a context manager that keeps one process warm.

    Raises:
        CourseError: the lab is not built, or a checks file is wrong.
        SandboxError: this machine cannot isolate student code.
    """

    def __init__(self, lab: Lab) -> None:
        self.lab = lab
        self.source = lab.built()
        self.questions = list(text.named_cells(self.source, "checks"))
        self.solutions = _sources(self.source)
        self.stubs = _sources(_without_solutions(lab, self.source))
        self.checks = {name: _check_functions(lab, name) for name in self.questions}
        self.needs = {name: _names(code) & set(self.questions) - {name}
                      for name, code in self.solutions.items()}  # fmt: skip
        self.cell_limit_s = float(lab.course.config.Execute.get("timeout", 30))
        modules = _modules(self.source, [path.stem for path in lab.folder.glob("*.py")])
        self.warm = Warm(sandbox.Room(lab.folder, modules))
        self.given = given_cells(self.source)
        self._model: Examinee | None = None
        self._shown: dict[str, list[Any]] | None = None

    def __enter__(self) -> Examiner:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the warm process."""
        self.warm.close()

    def examine(self, notebook: NotebookNode) -> Examination:
        """Run and judge a matched notebook (see :mod:`gabarito.submission`)."""
        return _Run(self, notebook).examine()

    def shown(self) -> dict[str, list[Any]]:
        """Outputs of the instructor's own cells, by cell id."""
        if self._shown is None:
            with self.warm.session() as session:
                self._shown = {
                    cell.id: session.run(cell.source, cell.id, [], self.cell_limit_s)["outputs"]
                    for cell in self.source.cells
                    if cell.id in self.given
                }
        return self._shown

    def answer_for(self, name: str, args: Any, kwargs: Mapping[str, Any]) -> Any:
        """What the reference's `name` returns, computed in a sandboxed process of its own.

        Raises:
            StudentError: the reference refuses these arguments.
        """
        if self._model is None:
            session = self.warm.session()
            for index, cell in enumerate(self.source.cells):
                if _runs(cell):
                    session.run(cell.source, str(index), self.questions, self.cell_limit_s)
            self._model = Examinee(session, lambda label, line: "")
        return self._model.function(name)(*args, **kwargs)

    def end_supply(self) -> None:
        """End the process that computes reference answers."""
        if self._model is not None:
            self._model.rest()
            self._model.session.close()
            self._model = None


class _Run:
    """One notebook on its way through the sandbox."""

    def __init__(self, examiner: Examiner, notebook: NotebookNode) -> None:
        self.examiner = examiner
        self.cells = notebook.cells
        self.found = Examination(notebook)
        self.left_out: set[int] = set()
        self.hung: set[str] = set()
        self.theirs = text.named_cells(notebook, "solution")
        self.places = _places(self.cells, examiner.questions)

    def examine(self) -> Examination:
        """First everything with the student's own functions, then what inherits errors."""
        self._first_pass()
        for name in self._inheritors():
            self._judge_with_supplies(name)
        self.examiner.end_supply()
        for name, answer in self.found.answers.items():
            _show(text.named_cells(self.found.notebook, "checks")[name], name, answer)
        return self.found

    def _first_pass(self) -> None:
        session = self._replayed(0)
        for index, cell in enumerate(self.cells):
            if session is not None and _runs(cell) and index not in self.left_out:
                try:
                    self._keep(cell, self._run_cell(session, index, render=True))
                except Fault as fault:
                    self._leave_out(index, fault)
                    session = self._replayed(index + 1)
            for name in self.places.get(index, []):
                self.found.answers[name] = self._judge(name, session, ())
                if session is not None and session.over:
                    session = self._replayed(index + 1)
        if session is not None:
            session.close()

    def _replayed(self, stop: int) -> Session | None:
        """A new session in which the cells before `stop` have run; None where too many died."""
        while len(self.left_out) <= REPLAYS:
            session = self.examiner.warm.session()
            try:
                for index in range(stop):
                    if _runs(self.cells[index]) and index not in self.left_out:
                        self._run_cell(session, index)
                return session
            except Fault as fault:
                session.close()
                self._leave_out(index, fault)
        warning = "Muitas células derrubaram o Python: o resto do notebook não foi executado."
        if warning not in self.found.warnings:
            self.found.warnings.append(warning)
        return None

    def _run_cell(self, session: Session, index: int, render: bool = False) -> dict[str, Any]:
        """Run a cell, or leave it be where it is the instructor's and only shows something."""
        examiner, cell = self.examiner, self.cells[index]
        given = self._given(cell)
        if given and not given.stores:
            return {"outputs": [], "count": None, "failed": False}
        return session.run(
            cell.source, str(index), examiner.questions, examiner.cell_limit_s,
            render and given is None,
        )  # fmt: skip

    def _given(self, cell: NotebookNode) -> Given | None:
        given = self.examiner.given.get(cell.id)
        return given if given and given.source == cell.source else None

    def _keep(self, cell: NotebookNode, ran: dict[str, Any]) -> None:
        outputs = self.examiner.shown()[cell.id] if self._given(cell) else ran["outputs"]
        cell.outputs = [nbformat.from_dict(output) for output in outputs if _is_output(output)]

    def _leave_out(self, index: int, fault: Fault) -> None:
        self.left_out.add(index)
        notice = _TOO_LONG if fault.reason == "tempo" else _DIED
        self.cells[index].outputs = [nbformat.v4.new_output("stream", name="stderr", text=notice)]
        self.found.warnings.append(f"Célula {index + 1}: {notice}")

    # --- judging ---------------------------------------------------------------------

    def _judge(self, name: str, session: Session | None, supplied: tuple[str, ...]) -> Answer:
        functions = self.examiner.checks[name]
        answered = self._answered(name)
        if session is None:
            return Answer([_not_run(f, "O notebook não pôde ser executado.") for f in functions],
                          answered)  # fmt: skip
        examinee = Examinee(session, self._locate, supplied, self.examiner.answer_for)
        namespace = {q: examinee.function(q) for q in self.examiner.questions}
        results = []
        for function in functions:
            results.append(run_check(function, namespace))
        examinee.rest()
        return Answer(results, answered, inherited=bool(supplied))

    def _answered(self, name: str) -> bool:
        stub = self.examiner.stubs.get(name, "")
        return name in self.theirs and self.theirs[name].source.split() != stub.split()

    def _locate(self, label: str, line: int) -> str:
        match = _LABEL.fullmatch(label)
        index = int(match[1]) if match else -1
        if not 0 <= index < len(self.cells):
            return ""
        lines = self.cells[index].source.splitlines()
        if not 0 < line <= len(lines):
            return ""
        return f" na linha {line} da sua célula ({lines[line - 1].strip()})"

    # --- inherited errors ------------------------------------------------------------

    def _inheritors(self) -> Iterator[str]:
        """Questions to judge again: answered, wrong, with something wrong below them."""
        for name in self.examiner.questions:
            answer = self.found.answers.get(name)
            if answer and answer.answered and not answer.full and self._wrong_below(name):
                yield name

    def _wrong_below(self, name: str) -> tuple[str, ...]:
        """The functions that `name` calls and that are not right by themselves."""
        return tuple(sorted(q for q in self.examiner.needs[name] if not self._own_full(q)))

    def _own_full(self, name: str) -> bool:
        answer = self.found.answers.get(name)
        return answer is not None and answer.full and not answer.inherited

    def _judge_with_supplies(self, name: str) -> None:
        place = next(index for index, names in self.places.items() if name in names)
        session = self._replayed(place + 1)
        if session is None:
            return
        with session:
            again = self._judge(name, session, self._wrong_below(name))
        before = self.found.answers[name]
        if question_score(again.results) > question_score(before.results):
            self.found.answers[name] = again


# --- reading the lab -----------------------------------------------------------------


def _sources(notebook: NotebookNode) -> dict[str, str]:
    return {name: cell.source for name, cell in text.named_cells(notebook, "solution").items()}


def _without_solutions(lab: Lab, source: NotebookNode) -> NotebookNode:
    stubs, _ = ClearSolutions(config=lab.course.config).preprocess(nbformat.from_dict(source), {})
    return stubs


def _check_functions(lab: Lab, name: str) -> list[Any]:
    path = lab.checks_file(name)
    module = lab.load_module(path)
    return [getattr(module, check) for check in question_checks(module, path)]


def _names(code: str) -> set[str]:
    return {node.id for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name)}


def _modules(source: NotebookNode, helpers: list[str]) -> tuple[str, ...]:
    """What the lab's given cells import, and its own helper files."""
    found = dict.fromkeys(["numpy", "matplotlib.pyplot"])
    for cell in source.cells:
        if cell.cell_type == "code":
            found.update(dict.fromkeys(_imports(cell.source)))
    return tuple(dict.fromkeys([*found, *sorted(helpers)]))


def _imports(source: str) -> Iterator[str]:
    try:
        tree = ast.parse(source)
    except SyntaxError:  # magics
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


# --- reading the notebook ------------------------------------------------------------


def _runs(cell: NotebookNode) -> bool:
    kind, _ = text.marker(cell) or ("", "")
    return cell.cell_type == "code" and kind != "checks" and not text.is_demo(cell)


def _places(cells: list[NotebookNode], questions: list[str]) -> dict[int, list[str]]:
    """After which cell each question is judged: its check cell, or a later definition."""
    places: dict[int, list[str]] = {}
    for name in questions:
        defining = [i for i, cell in enumerate(cells) if _runs(cell) and _defines(cell, name)]
        checking = [i for i, c in enumerate(cells) if text.marker(c) == ("checks", name)]
        places.setdefault(max([*defining, *checking], default=len(cells) - 1), []).append(name)
    return places


def _defines(cell: NotebookNode, name: str) -> bool:
    return bool(re.search(rf"^def {re.escape(name)}\s*\(", cell.source, re.MULTILINE))


# --- writing the notebook ------------------------------------------------------------


def _is_output(output: Any) -> bool:
    try:
        nbformat.v4.nbbase.validate(output, ref=output["output_type"])
    except Exception:
        return False
    return True


def _show(cell: NotebookNode, name: str, answer: Answer) -> None:
    """A check cell's outputs, as if it had run in the notebook."""
    report = Report(name, answer.results)
    cell.outputs = [
        nbformat.v4.new_output("stream", name="stdout", text=f"{report}\n"),
        nbformat.v4.new_output("execute_result", data=report._repr_mimebundle_()),
    ]


def _not_run(function: Any, reason: str) -> CheckResult:
    spec = function.check
    sentence = f"{(function.__doc__ or function.__name__).strip()}\n{reason}"
    return CheckResult(
        function.__name__, "broken", 0.0, spec.points, not spec.visible, sentence, spec.hint
    )
