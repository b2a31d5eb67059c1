"""One notebook on its way through the sandbox: run, judged, judged again where it inherits."""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import nbformat
from nbformat import NotebookNode

from gabarito import definitions, kept, liveness, text
from gabarito.checks import CheckResult, Report, not_run, question_score, timed_out
from gabarito.examinee import Examinee
from gabarito.sandbox import Fault, Session
from gabarito.seat import Seat

if TYPE_CHECKING:
    from gabarito.examiner import Examiner

REPLAYS = 6
"""Sessions that one notebook may kill before the rest of it is left unrun."""

TOTAL_LIMIT_S = 300.0
"""Wall time of one notebook, all its runs together; the labs' take a few seconds."""

_LABEL = re.compile(r"<célula (\d+)>")
_TOO_LONG = "passou do tempo limite e foi deixada de lado"
_DIED = "encerrou o Python que a executava e foi deixada de lado"
_STOPPED = "Muitas células derrubaram o Python: o resto do notebook não foi executado."
_OVERTIME = "O notebook passou do tempo total da correção: o resto não foi executado."
_UNRUN = "O notebook não pôde ser executado até aqui."
_ENDLESS = "Não executada: depende de {0}, que não termina."


@dataclass(frozen=True)
class Answer:
    """What judging one question gave.

    Attributes:
        answered: False where the student left the stub.
        inherited: judged with right versions of wrong functions that it calls.
        hung: a check ran out of time.
        mistake: name of the known mistake that it is.
    """

    results: list[CheckResult]
    answered: bool
    inherited: bool = False
    hung: bool = False
    mistake: str | None = None

    @property
    def full(self) -> bool:
        """Every check passed, with the student's own functions."""
        return not self.inherited and not self.wrong

    @property
    def wrong(self) -> bool:
        """Some check did not pass, not even with right functions in place of wrong ones."""
        return any(result.state != "passed" for result in self.results)


@dataclass
class Findings:
    """What one notebook gave: itself, executed, and an answer for each question."""

    notebook: NotebookNode
    answers: dict[str, Answer] = field(default_factory=dict)
    repairs: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


class Examination:
    """Runs and judges one matched notebook.

    Args:
        examiner: who knows the lab.
        notebook: matched and repaired by :mod:`gabarito.submission`.
        show: whether the outputs of its cells are wanted.
    """

    def __init__(self, examiner: Examiner, notebook: NotebookNode, show: bool = True) -> None:
        self.examiner, self.show = examiner, show
        self.cells = notebook.cells
        self.found = Findings(notebook)
        self.left_out: set[int] = set()
        self.room = kept.Room()
        self.deadline = time.monotonic() + TOTAL_LIMIT_S
        self.theirs = text.named_cells(notebook, "solution")
        self.places = definitions.places(self.cells, examiner.questions, examiner.needs)
        self.aliases = dict(self._other_names())
        self.for_show, self.for_judging = self._live()
        self.live = self.for_show
        self._note_names()

    def run(self) -> Findings:
        """First everything with the student's own functions, then what inherits errors.

        Whatever ran in the first part is gone before anything is supplied: a right function
        in a student's process must find nobody to tell.
        """
        self._walk(hidden=False)
        self._walk(hidden=True)
        if self.examiner.inherited_credit > 0:
            for name in self._inheritors():
                self._judge_with_supplies(name)
        self._diagnose()
        self.examiner.supply.end()
        for name, cell in text.named_cells(self.found.notebook, "checks").items():
            _show_report(cell, name, self.found.answers[name])
        return self.found

    # --- running ---------------------------------------------------------------------

    def _walk(self, *, hidden: bool) -> None:
        """Run the cells and judge each question where it stands, by half of its checks.

        Outputs are kept from the walk that meets no hidden input: what a function is called
        with stays in its process, its files and its shared memory for later cells to show.
        """
        self.live = self.for_judging if hidden else self.for_show
        session = self._replayed(0)
        last = max(self.places.values(), default=-1) if hidden else len(self.cells)
        for index, cell in enumerate(self.cells[: last + 1]):
            if session and definitions.runs(cell) and index not in self.left_out:
                try:
                    render = self.show and not hidden
                    ran = self._run_cell(session, index, render)
                    if render:
                        self._keep(cell, ran)
                except Fault as fault:
                    session.close()
                    self._leave_out(index, fault)
                    session = self._replayed(index + 1)
            for name in (q for q, place in self.places.items() if place == index):
                self._judge_own(name, session, hidden)
                if session and session.over:
                    session = self._replayed(index + 1)
        if session:
            session.close()

    def _replayed(self, stop: int) -> Session | None:
        """A new session in which the cells before `stop` have run; None where too many died."""
        while len(self.left_out) <= REPLAYS and self._left_s() > 0:
            session = self.examiner.warm.session()
            index = 0
            try:
                for index in range(stop):
                    if definitions.runs(self.cells[index]) and index not in self.left_out:
                        self._run_cell(session, index)
                return session
            except Fault as fault:
                session.close()
                self._leave_out(index, fault)
        warning = _STOPPED if self._left_s() > 0 else _OVERTIME
        if warning not in self.found.warnings:
            self.found.warnings.append(warning)
        return None

    def _left_s(self) -> float:
        return self.deadline - time.monotonic()

    def _run_cell(self, session: Session, index: int, render: bool = False) -> dict[str, Any]:
        """Run a cell, or leave it be where nothing that matters depends on it."""
        examiner, cell = self.examiner, self.cells[index]
        if index not in self.live:
            return {"outputs": [], "count": None, "failed": False}
        draw = render and not self._given(cell)
        limit = min(examiner.cell_limit_s, self._left_s())
        if limit <= 0:
            raise Fault("tempo")
        ran = session.run(cell.source, str(index), examiner.questions, limit, draw)
        self._note_linked(ran)
        if index in self.aliases:
            session.run(self.aliases[index], str(index), examiner.questions, limit, False)
        return ran

    def _live(self) -> tuple[frozenset[int], frozenset[int]]:
        """Cells that run to be shown, and to be judged: what students wrote, and what it needs."""
        running = [index for index, cell in enumerate(self.cells) if definitions.runs(cell)]
        shown = [index for index in running if not self._given(self.cells[index])]
        written = [index for index in running if not self._is_instructors(self.cells[index])]
        for_show, for_judging = (
            liveness.needed(self.cells, running, goals) for goals in (shown, written)
        )
        return for_show, for_judging

    def _is_instructors(self, cell: NotebookNode) -> bool:
        """Whether a cell is there as it was released, and asks for no answer."""
        return text.marker(cell) is None and self.examiner.plain.get(cell.id) == cell.source

    def _given(self, cell: NotebookNode) -> bool:
        """Whether a cell shows the same for every student."""
        return self.examiner.given.get(cell.id) == cell.source

    def _keep(self, cell: NotebookNode, ran: dict[str, Any]) -> None:
        outputs = self.examiner.shown[cell.id] if self._given(cell) else ran["outputs"]
        cell.outputs = self.room.keep(outputs)
        cell.execution_count = ran["count"]

    def _leave_out(self, index: int, fault: Fault) -> None:
        self.left_out.add(index)
        what = _TOO_LONG if fault.reason == "tempo" else _DIED
        notice = f"Esta célula {what}."
        self.cells[index].outputs = [nbformat.v4.new_output("stream", name="stderr", text=notice)]
        self.found.warnings.append(f"A célula {index + 1} {what}.")

    # --- repairs ---------------------------------------------------------------------

    def _other_names(self) -> Iterator[tuple[int, str]]:
        """Where a question is answered under another name: cell and the line that mends it."""
        for name in self.examiner.questions:
            if any(definitions.defines(cell, name) for cell in self.cells):
                continue
            cell = self.theirs.get(name)
            other = cell and definitions.other_name(cell, name, self.examiner.solutions[name])
            if other:
                self.found.repairs.append(f"{other} conta como {name}")
                yield self.cells.index(cell), f"{name} = {other}"

    def _note_names(self) -> None:
        for name, place in self.places.items():
            if any(
                definitions.rebinds(c, name) for c in self.cells[: place + 1] if definitions.runs(c)
            ):
                self.found.repairs.append(
                    f"o nome {name} foi dado a um valor; conta a última função com esse nome"
                )

    def _note_linked(self, ran: dict[str, Any]) -> None:
        """A wrong path to a file of the lab was made to work."""
        name = ran.get("linked")
        if isinstance(name, str) and name in self.examiner.file_names:
            note = f"caminho errado do arquivo {name} corrigido"
            if note not in self.found.repairs:
                self.found.repairs.append(note)

    # --- judging ---------------------------------------------------------------------

    def _judge_own(self, name: str, session: Session | None, hidden: bool) -> None:
        """Judge by the hidden checks, or by the others, and put the results together."""
        functions = [f for f in self.examiner.checks[name] if f.check.visible is not hidden]
        before = self.found.answers.get(name)
        results = before.results if before else []
        endless = self._endless_below(name)
        if session is None or endless or self._left_s() <= 0:
            reason = _ENDLESS.format(endless[0]) if endless else _UNRUN
            results = results + [not_run(f, reason, state="broken") for f in functions]
        else:
            results = self._judged(functions, session, (), results)
        hung = bool(endless) or any(map(timed_out, results))
        results = self._in_order(name, results)
        self.found.answers[name] = Answer(results, self._answered(name), hung=hung)

    def _endless_below(self, name: str) -> list[str]:
        answers = self.found.answers
        return [q for q in sorted(self.examiner.needs[name]) if q in answers and answers[q].hung]

    def _judged(
        self, functions: list[Any], session: Session, supplied: tuple[str, ...],
        before: list[CheckResult],
    ) -> list[CheckResult]:  # fmt: skip
        """`before` and what `functions` give.

        A check that works out what to expect only after the call does so from arguments that
        the student may have overwritten, with zeros, say: it has to pass on its own, too.
        """
        seat = Seat(session, supplied, self.examiner.supply.answer)
        as_left, as_made = (Examinee(seat, self._locate, in_place) for in_place in (True, False))
        results = list(before)
        for function in functions:
            result = self._checked(function, as_left, results)
            changed = as_left.restore()
            if changed and result.state == "passed":
                seat.rest()
                result = self._checked(function, as_made, results)
            results.append(result)
        seat.rest()
        return results

    def _checked(self, function: Any, examinee: Examinee, before: list[CheckResult]) -> CheckResult:
        namespace = {q: examinee.function(q) for q in self.examiner.questions}
        return self.examiner.run_check(function, namespace, before)

    def _in_order(self, name: str, results: list[CheckResult]) -> list[CheckResult]:
        order = [function.__name__ for function in self.examiner.checks[name]]
        return sorted(results, key=lambda result: order.index(result.name))

    def _answered(self, name: str) -> bool:
        """Some cell defines the function, and its own is not the stub of the release."""
        stub = self.examiner.stubs.get(name, "").split()
        own = self.theirs.get(name)
        elsewhere = [c for c in self.cells if definitions.defines(c, name) and c is not own]
        if own is None or own.source.split() in (stub, []):
            return any(cell.source.split() != stub for cell in elsewhere)
        return True

    def _locate(self, label: str, line: int) -> str:
        match = _LABEL.fullmatch(label)
        index = int(match[1]) if match else -1
        if not 0 <= index < len(self.cells) or not self._is_students(self.cells[index]):
            return ""
        lines = self.cells[index].source.splitlines()
        if not 0 < line <= len(lines):
            return ""
        return f" na linha {line} da sua célula ({lines[line - 1].strip()})"

    def _is_students(self, cell: NotebookNode) -> bool:
        """Whether its lines may be quoted: a check cell holds what is hidden."""
        return definitions.runs(cell) and not self._given(cell)

    # --- inherited errors ------------------------------------------------------------

    def _inheritors(self) -> Iterator[str]:
        """Questions to judge again: answered, wrong, with something wrong below them."""
        for name, answer in list(self.found.answers.items()):
            if answer.answered and not answer.full and self._wrong_below(name):
                yield name

    def _wrong_below(self, name: str) -> tuple[str, ...]:
        """The functions that `name` calls and that are not right by themselves."""
        answers = self.found.answers
        return tuple(sorted(q for q in self.examiner.needs[name] if not answers[q].full))

    def _judge_with_supplies(self, name: str) -> None:
        self.examiner.supply.begin()
        session = self._replayed(self.places[name] + 1)
        if session is None:
            return
        before = self.found.answers[name]
        passed = {result.name: result for result in before.results if result.state == "passed"}
        others = [f for f in self.examiner.checks[name] if f.__name__ not in passed]
        others.sort(key=lambda function: not function.check.visible)
        with session:
            results = self._judged(others, session, self._wrong_below(name), list(passed.values()))
        again = self._in_order(name, results)
        if question_score(again) > question_score(before.results):
            credit = self.examiner.inherited_credit
            pairs = zip(again, before.results, strict=True)
            results = [_with_share(new, old, credit) for new, old in pairs]
            self.found.answers[name] = replace(before, results=results, inherited=True)

    # --- known mistakes --------------------------------------------------------------

    def _diagnose(self) -> None:
        """Say which known mistakes the wrong answers are.

        Nothing is earned here, so one run of the cells serves all questions; and nothing is
        lost where it fails.
        """
        answers = self.found.answers
        places = {n: p for n, p in self.places.items() if answers[n].answered and answers[n].wrong}
        if not places:
            return
        with contextlib.suppress(Fault), self.examiner.warm.session() as session:
            for index in range(max(places.values()) + 1):
                if definitions.runs(self.cells[index]) and index not in self.left_out:
                    self._run_cell(session, index)
                for name in (n for n, place in places.items() if place == index):
                    self._name_mistake(name, session)

    def _name_mistake(self, name: str, session: Session) -> None:
        supplied = self._wrong_below(name)
        if supplied:
            self.examiner.supply.begin()
        seat = Seat(session, supplied, self.examiner.supply.answer)
        mistake = self.examiner.diagnosis.mistake(name, seat)
        if mistake:
            answer = self.found.answers[name]
            results = _with_diagnosis(answer.results, str(mistake.diagnosis))
            self.found.answers[name] = replace(answer, mistake=mistake.name, results=results)


def _with_diagnosis(results: list[CheckResult], diagnosis: str) -> list[CheckResult]:
    """The first check that did not pass says what the mistake is."""
    first = next(number for number, result in enumerate(results) if result.state != "passed")
    told = replace(results[first], message=f"{results[first].message}\n{diagnosis}")
    return [*results[:first], told, *results[first + 1 :]]


def _with_share(new: CheckResult, old: CheckResult, share: float) -> CheckResult:
    """A check that passes only with supplied functions earns `share` of its points.

    One that fails says what it said before: a student's function that is supplied with right
    ones could put their answers into its message.
    """
    if new.state == "passed":
        return replace(new, score=round(share * new.score, 9)) if old.state != "passed" else new
    said = old.message if old.state == "failed" else new.message.partition("\n")[0]
    return replace(new, message=said)


def _show_report(cell: NotebookNode, name: str, answer: Answer) -> None:
    """A check cell's outputs, as if it had run in the notebook."""
    report = Report(name, answer.results)
    cell.outputs = [
        nbformat.v4.new_output("stream", name="stdout", text=f"{report}\n"),
        nbformat.v4.new_output("execute_result", data=report._repr_mimebundle_()),
    ]
