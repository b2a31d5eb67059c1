"""One notebook judged: by its own functions, again where it inherits errors, then explained."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from nbformat import NotebookNode

from gabarito.checks.verificador import not_run, said_once
from gabarito.judging import copies, messages
from gabarito.judging.answers import Answer, JudgedNotebook, show_report
from gabarito.judging.call_process import CallProcess
from gabarito.judging.explanations import Explanations
from gabarito.judging.inherited_errors import InheritedErrors
from gabarito.judging.kept import NOTHING_KEPT, Kept
from gabarito.judging.lab_cells import LabCells
from gabarito.judging.prepared_lab import PreparedLab
from gabarito.judging.question_checks import NOTHING_HEARD, QuestionChecks
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
        self.answered = {name for name in self.places if self._answered(name)}
        self.kept, self.judged = kept, set(self.places) - set(kept.questions)
        self.runner = CellRunner(prepared.warm, self.lab_cells, prepared.cell_limit_s)
        self.forgetful = self.lab_cells.forgetful()
        repeatable = self.lab_cells.repeatable(self.forgetful)
        self.checks = QuestionChecks(prepared, self.lines, self.forgetful, repeatable)
        self.inherited = InheritedErrors(prepared, self.found, self.checks)
        self.explanations = Explanations(self.checks, self.inherited.wrong_below)
        self.closed = False
        self._for_all: CallProcess | None = None
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
        for name in self.inherited.among(self._questions()):
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
        self.closed = self.prepared.right_answers.ready and self.lab_cells.closed(self.forgetful)
        session = self._shown()
        for hidden in (False, True):
            for name in self._questions():
                for functions in self._portions(name, hidden):
                    session = self._ask(name, functions, session)
        for name in self.inherited.among(self._questions()) if self.closed else ():
            if session and not session.over:
                session = self._judge_again(name, session)
        self._rest()
        if session:
            with session:
                alone = (
                    n for n in self._wrong() if self.closed or not self.inherited.wrong_below(n)
                )
                self.explanations.look(alone, session)

    def _portions(self, name: str, hidden: bool) -> Iterator[list[Any]]:
        """Checks of a question that are judged together, by the student's own functions.

        All of one half. Where right answers will have the last word, one after another until one
        fails: the others wait for those.
        """
        functions = self.checks.of(name, hidden=hidden)
        if not self._may_wait(name):
            yield functions
            return
        for number, function in enumerate(functions):
            if name in self.found.answers and self.found.answers[name].wrong:
                self.inherited.wait(name, functions[number:])
                return
            yield [function]

    def _may_wait(self, name: str) -> bool:
        """Whether checks of the question may wait until right answers are in place."""
        asked = self.closed and name in self.answered and not self._endless_below(name)
        return asked and self.inherited.may_wait(name)

    def _ask(self, name: str, functions: Sequence[Any], session: Session | None) -> Session | None:
        """Judge by some checks of a question; the session, or the one that took its place."""
        session = self._ready(session)
        heard = self._heard(name, functions, session)
        session = self._ready(session)
        self._judge_own(name, functions, session, heard)
        return session

    def _ready(self, session: Session | None) -> Session | None:
        """The session, or a new one, with one process for all calls where one is enough."""
        if session and session.over:
            session, self._for_all = self.runner.replayed(len(self.cells)), None
        if session and self.forgetful and not self._for_all:
            self._for_all = CallProcess(session, forgetful=True)
        return session

    def _rest(self) -> None:
        """End the process for all calls."""
        if self._for_all:
            self._for_all.rest()
            self._for_all = None

    def _heard(
        self, name: str, functions: Sequence[Any], session: Session | None
    ) -> Mapping[str, Heard]:
        """What the session itself answers to the calls that checks are known to make."""
        answer = self.found.answers.get(name)
        hung = self._endless_below(name) or (answer and answer.hung) or self.runner.left_s <= 0
        if session is None or hung:
            return NOTHING_HEARD
        return self.checks.played(name, session, functions)

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
                self._judge_own(name, self.checks.of(name, hidden=hidden), session)
                if session and session.over:
                    session = self.runner.replayed(index + 1)
        if session:
            session.close()

    def _standing_at(self, index: int) -> list[str]:
        """Questions that are judged after the cell at `index`."""
        return [n for n, place in self.places.items() if place == index and n in self.judged]

    def _questions(self) -> list[str]:
        """Those that are judged, by the cells after which they are."""
        return [name for name in self._as_they_stand() if name in self.judged]

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

    def _judge_own(
        self,
        name: str,
        functions: Sequence[Any],
        session: Session | None,
        heard: Mapping[str, Heard] = NOTHING_HEARD,
    ) -> None:
        """Judge by checks of the question, and put their results to those of the others.

        Args:
            heard: what the session has answered to them already.
        """
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
            results = results + self.checks.judged(name, functions, process, heard, results)
            if process is not self._for_all:
                process.rest()
        hung = bool(endless) or any(result.timed_out for result in results)
        results = self.checks.in_order(name, results)
        self.found.answers[name] = Answer(results, name in self.answered, hung=hung)

    def _judge_again(self, name: str, session: Session | None) -> Session | None:
        """Judge it with right answers in the place of wrong ones; the session for the next."""
        self._rest()
        again = self.inherited.judged(name, session) if session else {}
        for functions in self.inherited.left(name, again):
            session = self._ask(name, functions, session)
        self.inherited.credit(name, again)
        return session

    def _endless_below(self, name: str) -> list[str]:
        answers = self.found.answers
        return [q for q in sorted(self.prepared.needs[name]) if q in answers and answers[q].hung]

    def _process(self, name: str, session: Session) -> CallProcess:
        """One that answers with the student's own functions."""
        if self._for_all and name in self.forgetful:
            return self._for_all
        if self._for_all:
            self._for_all.rest()  # a session has one such process at a time
        return CallProcess(session, forgetful=name in self.forgetful)

    def _answered(self, name: str) -> bool:
        """Some cell defines the function, and its own is not the stub of the release."""
        stub = self.prepared.stubs.get(name, "").split()
        own = self.theirs.get(name)
        if own is not None and own.source.split() not in (stub, []):
            return True
        elsewhere = (c for c in self.cells if definitions.defines(c, name) and c is not own)
        return any(cell.source.split() != stub for cell in elsewhere)

    def _judge_in_a_session(self, name: str) -> None:
        """The same in a session of its own."""
        self.prepared.right_answers.begin()
        session = self._judge_again(name, self.runner.replayed(self.places[name] + 1))
        self._rest()
        if session:
            session.close()

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
        return [n for n in self._questions() if answers[n].answered and answers[n].wrong]
