"""Judge many answers to a lab's questions, each in a process that may die of it.

The answers come from the instructor's side: what is at risk here is time and memory only.
"""

from __future__ import annotations

import multiprocessing
import multiprocessing.connection
import os
import resource
import time
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from gabarito.checks import verificador
from gabarito.course.check_cells import question_checks
from gabarito.course.layout import Lab
from gabarito.course.reference import reference_namespace
from gabarito.notebook import lab_text
from gabarito.sandbox import interrupts, own_memory

TRIAL_S = 10
"""CPU time of one trial; then its process is killed."""

CHECK_S = 1.0
"""CPU time of one check; the labs' take milliseconds."""

MEMORY = 2 << 30
"""Bytes that one trial may take."""


@dataclass(frozen=True)
class Trial:
    """An answer to try.

    Attributes:
        question: what it answers.
        source: a cell that defines it, run after the reference's.
        thorough: run every check, not only until one fails.
    """

    question: str
    source: str
    thorough: bool = True


@dataclass(frozen=True)
class Outcome:
    """What the checks said of an answer.

    Attributes:
        passed: whether every check passed it.
        off: for each check that compares numbers, how far off the worst was, in tolerances.
    """

    passed: bool = False
    off: dict[str, float] = field(default_factory=dict)


class Bench:
    """The reference of a lab, its checks, and a place for other answers."""

    def __init__(self, lab: Lab) -> None:
        self.namespace = reference_namespace(lab)
        questions = lab_text.named_cells(lab.parse(), "checks")
        self.questions = {name: _check_functions(lab, name) for name in questions}

    def judge(self, trial: Trial) -> Outcome:
        """What the question's checks say, here and now."""
        namespace = dict(self.namespace)
        with warnings.catch_warnings(action="ignore", category=SyntaxWarning):  # x is "relu"
            exec(compile(trial.source, f"<{trial.question}>", "exec"), namespace)
        off: dict[str, float] = {}
        passed = True
        for function in self.questions[trial.question]:
            seen: list[float] = []
            verificador.observer = seen.append
            passed &= verificador.run_check(function, namespace).state == "passed"
            if seen:
                off[function.__name__] = max(seen)
            if not passed and not trial.thorough:
                break
        return Outcome(passed, off)

    def outcomes(
        self, trials: Sequence[Trial], workers: int | None = None
    ) -> Iterator[tuple[int, Outcome]]:
        """Number of each trial, as it ends, and what came of it."""
        waiting = list(enumerate(trials))[::-1]
        running: dict[Any, tuple[int, Any, float]] = {}
        most = workers or os.cpu_count() or 1
        try:
            while waiting or running:
                while waiting and len(running) < most:
                    number, trial = waiting.pop()
                    ours, process = self._start(trial)
                    running[ours] = (number, process, time.monotonic() + verificador.BUSY * TRIAL_S)
                for ours in _ended(running):
                    number, process, _ = running.pop(ours)
                    outcome = _outcome(ours)
                    _end(process)
                    yield number, outcome
        finally:
            for _, process, _ in running.values():
                _end(process)

    def _start(self, trial: Trial) -> tuple[Any, Any]:
        context = multiprocessing.get_context("fork")
        ours, theirs = context.Pipe(duplex=False)
        process = context.Process(target=self._try, args=(trial, theirs), daemon=True)
        with interrupts.not_inherited():
            process.start()
        theirs.close()
        return ours, process

    def _try(self, trial: Trial, channel: Any) -> None:
        """In the process of the trial."""
        verificador.CHECK_LIMIT_S = CHECK_S
        resource.setrlimit(resource.RLIMIT_CPU, (TRIAL_S, TRIAL_S))
        try:
            with own_memory.at_most(MEMORY):
                outcome = self.judge(trial)
        except BaseException:  # the answer cannot even be defined
            outcome = Outcome()
        channel.send(outcome)
        os._exit(0)


def _end(process: Any) -> None:
    process.kill()
    process.join()


def _ended(running: dict[Any, tuple[int, Any, float]]) -> list[Any]:
    """Channels with something to read, or whose trial ran out of time."""
    ready = multiprocessing.connection.wait(list(running), timeout=0.1)
    now = time.monotonic()
    return [ours for ours, (_, _, end) in running.items() if ours in ready or now > end]


def _outcome(channel: Any) -> Outcome:
    """What the process said, if it lived to say it."""
    try:
        return channel.recv() if channel.poll() else Outcome()
    except EOFError:
        return Outcome()
    finally:
        channel.close()


def _check_functions(lab: Lab, question: str) -> list[Any]:
    path = lab.checks_file(question)
    module = lab.load_module(path)
    return [getattr(module, name) for name in question_checks(module, path)]
