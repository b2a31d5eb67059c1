"""One notebook judged: by its own functions, again where it inherits errors, then explained."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from nbformat import NotebookNode

from gabarito.checks.verificador import (
    CheckResult,
    limit_of,
    not_run,
    question_score,
    said_once,
)
from gabarito.judging import copies, messages
from gabarito.judging.answers import (
    Answer,
    JudgedNotebook,
    in_floats,
    show_report,
    with_share,
)
from gabarito.judging.call_process import CallProcess
from gabarito.judging.explanations import Explanations
from gabarito.judging.judge_check import Namespace, judge_check
from gabarito.judging.kept import NOTHING_KEPT, Kept
from gabarito.judging.lab_cells import LabCells
from gabarito.judging.prepared_lab import PreparedLab
from gabarito.judging.rehearsals import Heard
from gabarito.judging.run_cells import CellRunner, NoTimeLeft
from gabarito.judging.student_lines import StudentLines
from gabarito.notebook import definitions, lab_text
from gabarito.sandbox.faults import Fault
from gabarito.sandbox.session import Session


class QuestionJudge:
    """Runs and judges one matched notebook.

    Args:
        prepared: what is known of the lab.
        notebook: matched and repaired by :mod:`gabarito.judging.match_cells`.
        show: whether the outputs of its cells are wanted.
        kept: the questions that are not judged, as they were the time before.
    """

    def __init__(
        self,
        prepared: PreparedLab,
        notebook: NotebookNode,
        show: bool = True,
        kept: Kept = NOTHING_KEPT,
    ) -> None:
        self.prepared, self.show = prepared, show
        self.cells = notebook.cells
        self.found = JudgedNotebook(notebook, kept.answers())
        self.theirs = lab_text.named_cells(notebook, "solution")
        self.found.repairs += copies.leave_out(self.cells, prepared.stubs)
        self.places = definitions.places(self.cells, prepared.questions, prepared.needs)
        self.lab_cells = LabCells(prepared, self.found, dict(self._other_names()))
        self.lines = StudentLines(self.cells, self.lab_cells.may_be_quoted, self.lab_cells.errors)
        self.kept, self.judged = kept, set(self.places) - set(kept.questions)
        self.runner = CellRunner(prepared.warm, self.lab_cells, prepared.cell_limit_s)
        self.forgetful = self.lab_cells.forgetful()
        self.repeatable = self.lab_cells.repeatable(self.forgetful)
        self.explanations = Explanations(prepared, self.lines, self._wrong_below)
        self._for_all: CallProcess | None = None
        self._heard: dict[str, Heard] = {}
        self._judged_again: set[str] = set()
        self._note_names()

    def run(self) -> JudgedNotebook:
        """First everything with the student's own functions, then what inherits errors.

        Whatever ran in the first part and may remember is gone before anything is supplied: a
        right function in a student's process must find nobody to tell.
        """
        if self.places and self.lab_cells.settled(min(self.places.values())):
            self._judge_at_the_end()
        else:
            self._walk(hidden=False)
            self._walk(hidden=True)
        for name in self._inheritors():
            self._judge_in_a_session(name)
        self._say_once()
        self._diagnose()
        self.prepared.right_answers.rest()
        for name, cell in lab_text.named_cells(self.found.notebook, "checks").items():
            show_report(cell, name, self.found.answers[name])
        return self.found

    def _judge_at_the_end(self) -> None:
        """Run the cells once, and then judge all questions, none of which later cells change.

        Outputs are complete before any function is called, and the checks that say what they
        saw are done before a hidden input is sent. What is wrong by itself is explained there, too:
        no right answer has to be supplied for that. Where nothing can be remembered, nor anybody
        told, this is also done there for which one has to be.
        """
        closed = self.prepared.right_answers.ready and self.lab_cells.closed(self.forgetful)
        session = self._shown()
        for hidden in (False, True):
            for name in filter(self.judged.__contains__, self._as_they_stand()):
                session = self._ready(session)
                self._rehearse(name, session, hidden)
                session = self._ready(session)
                self._judge_own(name, session, hidden)
        if self._for_all:
            self._for_all.rest()
            self._for_all = None
        if session:
            with session:
                for name in self._inheritors() if closed else ():
                    if not session.over:
                        self._judge_with_right_answers(name, session)
                alone = (n for n in self._wrong() if closed or not self._wrong_below(n))
                self.explanations.look(alone, session)

    def _ready(self, session: Session | None) -> Session | None:
        """The session, or a new one, with one process for all calls where one is enough."""
        if session and session.over:
            session, self._for_all = self.runner.replayed(len(self.cells)), None
        if session and self.forgetful and not self._for_all:
            self._for_all = CallProcess(session, forgetful=True)
        return session

    def _rehearse(self, name: str, session: Session | None, hidden: bool) -> None:
        """Have the calls answered that the question's checks are known to make."""
        answer = self.found.answers.get(name)
        hung = self._endless_below(name) or (answer and answer.hung) or self.runner.left_s <= 0
        self._heard = {}
        if session and not hung:
            self._heard = self._played(name, session, self._checks(name, hidden))
        self._hear(name, (), self._heard)

    def _hear(self, name: str, supplied: Sequence[str], heard: Mapping[str, Heard]) -> None:
        if name in self.repeatable:
            self.explanations.hear(name, tuple(supplied), heard.values())

    def _played(
        self, name: str, process: Session | CallProcess, functions: Sequence[Any]
    ) -> dict[str, Heard]:
        """What is answered to the calls that the question's checks are known to make.

        Args:
            functions: some of its checks, hidden or not.
        """
        if name not in self.forgetful or not functions:
            return {}
        hidden = not functions[0].check.visible
        script = self.prepared.rehearsals.script(name, hidden=hidden)
        return script.of(functions).played(process) if script else {}

    def _shown(self) -> Session | None:
        """A session in which what judging needs has run, and the notebook as it was shown."""
        session = self.runner.replayed(0)
        for index in range(len(self.cells)):
            if session:
                session = self.runner.advance(session, index, keep=self.show)
        if session is None or self.lab_cells.judged_while_shown:
            return session
        session.close()
        self.lab_cells.to_judge = True
        return self.runner.replayed(len(self.cells))

    def _walk(self, *, hidden: bool) -> None:
        """Run the cells and judge each question where it stands, by half of its checks.

        Outputs are kept from the walk that meets no hidden input: what a function is called
        with stays in its process, its files and its shared memory for later cells to show.
        """
        self.lab_cells.to_judge = hidden
        session = self.runner.replayed(0)
        stop = max(self.places.values(), default=-1) + 1 if hidden else len(self.cells)
        for index in range(stop):
            if session:
                session = self.runner.advance(session, index, keep=self.show and not hidden)
            for name in self._standing_at(index):
                self._judge_own(name, session, hidden)
                if session and session.over:
                    session = self.runner.replayed(index + 1)
        if session:
            session.close()

    def _standing_at(self, index: int) -> list[str]:
        """Questions that are judged after the cell at `index`."""
        return [n for n, place in self.places.items() if place == index and n in self.judged]

    def _as_they_stand(self) -> list[str]:
        """All questions, by the cells after which they are judged."""
        return sorted(self.places, key=lambda name: self.places[name])

    # --- repairs ---------------------------------------------------------------------

    def _other_names(self) -> Iterator[tuple[int, str]]:
        """Where a question is answered under another name: cell and the line that mends it."""
        for name in self.prepared.questions:
            if any(definitions.defines(cell, name) for cell in self.cells):
                continue
            cell = self.theirs.get(name)
            other = cell and definitions.other_name(cell, name, self.prepared.solutions[name])
            if other:
                self.found.repairs.append(messages.COUNTS_AS.format(other=other, name=name))
                yield self.cells.index(cell), f"{name} = {other}"

    def _note_names(self) -> None:
        running = self.lab_cells.running
        for name, place in self.places.items():
            if any(definitions.rebinds(self.cells[i], name) for i in running if i <= place):
                self.found.repairs.append(messages.NAME_REUSED.format(name=name))

    # --- judging ---------------------------------------------------------------------

    def _judge_own(self, name: str, session: Session | None, hidden: bool) -> None:
        """Judge by the hidden checks, or by the others, and put the results together."""
        functions = self._checks(name, hidden)
        before = self.found.answers.get(name)
        results = before.results if before else []
        endless = self._endless_below(name)
        if session is None or endless or self.runner.left_s <= 0:
            reason = messages.UNRUN
            if endless:
                reason = messages.ENDLESS_BELOW.format(name=endless[0])
            results = results + [not_run(f, reason, state="broken") for f in functions]
        else:
            process = self._process(name, session)
            results = self._judged(name, functions, process, self._heard, results)
            if process is not self._for_all:
                process.rest()
        hung = bool(endless) or any(result.timed_out for result in results)
        results = self._in_order(name, results)
        self.found.answers[name] = Answer(results, self._answered(name), hung=hung)

    def _checks(self, name: str, hidden: bool) -> list[Any]:
        return [f for f in self.prepared.checks[name] if f.check.visible is not hidden]

    def _endless_below(self, name: str) -> list[str]:
        answers = self.found.answers
        return [q for q in sorted(self.prepared.needs[name]) if q in answers and answers[q].hung]

    def _judged(
        self,
        name: str,
        functions: list[Any],
        process: CallProcess,
        answered: Mapping[str, Heard],
        before: list[CheckResult],
    ) -> list[CheckResult]:
        """`before` and what the checks `functions` of the question give.

        With supplied functions nothing is told that the student's could have made of them.

        Args:
            answered: what the process was asked for some checks already.
        """
        supplied = tuple(process.supplied)
        namespace = Namespace(
            self.prepared.asked, lambda at: self.lines.located(at, name), self._undefined
        )
        results = list(before)
        run = partial(
            self.prepared.run_check,
            before=results,
            discreet=bool(supplied),
            repeatable=name in self.repeatable,
        )
        for function in functions:
            heard = answered.get(function.__name__)
            result = heard.verdict(function, namespace, run) if heard else None
            if result is None:
                process.limit_s = limit_of(function)
                result = judge_check(function, process, namespace, run)
            results.append(_still_wrong(result, supplied))
        return results

    def _process(self, name: str, session: Session) -> CallProcess:
        """One that answers with the student's own functions."""
        if self._for_all and name in self.forgetful:
            return self._for_all
        if self._for_all:
            self._for_all.rest()  # a session has one such process at a time
        return CallProcess(session, forgetful=name in self.forgetful)

    def _undefined(self, name: str) -> str:
        """What is said where there is no such function, or no such instrument."""
        module = self.prepared.instruments.get(name)
        if module is None:
            return self.lines.undefined(name)
        return messages.NO_INSTRUMENT.format(name=name, module=module)

    def _in_order(self, name: str, results: list[CheckResult]) -> list[CheckResult]:
        order = [function.__name__ for function in self.prepared.checks[name]]
        return sorted(map(in_floats, results), key=lambda result: order.index(result.name))

    def _answered(self, name: str) -> bool:
        """Some cell defines the function, and its own is not the stub of the release."""
        stub = self.prepared.stubs.get(name, "").split()
        own = self.theirs.get(name)
        if own is not None and own.source.split() not in (stub, []):
            return True
        elsewhere = (c for c in self.cells if definitions.defines(c, name) and c is not own)
        return any(cell.source.split() != stub for cell in elsewhere)

    # --- inherited errors ------------------------------------------------------------

    def _inheritors(self) -> list[str]:
        """Questions to judge again: answered, wrong, with something wrong below them."""
        return [
            name
            for name in filter(self.judged.__contains__, self._as_they_stand())
            if self.prepared.inherited_credit > 0
            and name not in self._judged_again
            and self.found.answers[name].answered
            and not self.found.answers[name].full
            and self._wrong_below(name)
        ]

    def _wrong_below(self, name: str) -> tuple[str, ...]:
        """The functions that `name` calls and that are not right by themselves."""
        answers = self.found.answers
        return tuple(sorted(q for q in self.prepared.needs[name] if not answers[q].full))

    def _judge_in_a_session(self, name: str) -> None:
        """Judge it again in a session of its own."""
        self.prepared.right_answers.begin()
        session = self.runner.replayed(self.places[name] + 1)
        if session:
            with session:
                self._judge_with_right_answers(name, session)

    def _judge_with_right_answers(self, name: str, session: Session) -> None:
        self._judged_again.add(name)
        before = self.found.answers[name]
        passed = {result.name: result for result in before.results if result.state == "passed"}
        supply, supplied = self.prepared.right_answers.answer, self._wrong_below(name)
        process = CallProcess(session, supplied, supply, name in self.forgetful)
        results = list(passed.values())
        for hidden in (False, True):
            functions = [f for f in self._checks(name, hidden) if f.__name__ not in passed]
            heard = {} if before.hung else self._played(name, process, functions)
            self._hear(name, process.supplied, heard)
            results = self._judged(name, functions, process, heard, results)
        process.rest()
        again = self._in_order(name, results)
        if question_score(again) > question_score(before.results):
            credit = self.prepared.inherited_credit
            pairs = zip(again, before.results, strict=True)
            results = [with_share(new, old, credit) for new, old in pairs]
            self.found.answers[name] = replace(before, results=results, inherited=True)

    # --- what is missing -------------------------------------------------------------

    def _say_once(self) -> None:
        """What a cell's own error is, and that an older definition counts."""
        for name in self._as_they_stand():
            answer = self.found.answers[name]
            results = said_once(answer.results)
            self.found.answers[name] = replace(answer, results=results)
            problem = self.lines.outdated(name)
            warning = messages.OUTDATED.format(name=name, problem=problem)
            lacks = any(result.missing for result in results)
            known = not lacks if name in self.judged else warning in self.kept.warnings
            if problem and known:
                self.found.warnings.append(warning)

    # --- what the mistake is --------------------------------------------------------------

    def _diagnose(self) -> None:
        """Say what the wrong answers do: one run of the cells serves all that are left."""
        left = [name for name in self._wrong() if name not in self.explanations]
        if left:
            with contextlib.suppress(Fault, NoTimeLeft), self.prepared.warm.session() as session:
                for index in range(max(self.places[name] for name in left) + 1):
                    self.runner.run(session, index)
                    at = (name for name in left if self.places[name] == index)
                    self.explanations.look(at, session)
        wrong = {name: self.found.answers[name] for name in self._wrong()}
        told, warnings = self.explanations.told(wrong)
        self.found.answers.update(told)
        self.found.warnings += warnings

    def _wrong(self) -> list[str]:
        """The answers that are to be explained, as they stand."""
        answers = self.found.answers
        wrong = {n for n in self.judged if answers[n].answered and answers[n].wrong}
        return [name for name in self._as_they_stand() if name in wrong]


def _still_wrong(result: CheckResult, supplied: tuple[str, ...]) -> CheckResult:
    """`result`, where right functions in the place of `supplied` change nothing; said if so."""
    if not supplied or result.state != "failed" or "\n" in result.message:
        return result
    told = messages.STILL_WRONG.format(names=messages.AND_OF.join(supplied))
    return replace(result, message=f"{result.message}\n{told}")
