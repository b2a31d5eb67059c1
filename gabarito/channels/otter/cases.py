"""What the test files of an otter bundle share; the bundles ship it as ``verificador_otter.py``.

A test case of otter's passes, or raises: this turns the results of a question's checks into that.
"""

from __future__ import annotations

import contextlib
import functools
import time
from collections.abc import Mapping, Sequence
from typing import Any

from gabarito.checks.verificador import (
    CELL_BUDGET_S,
    CheckResult,
    question_score,
    run_check,
    said_once,
    time_limit,
    with_instruments,
)

CELL_LIMIT_S = 30.0
"""Wall time of one cell of the student's: nbgrader's own default, which otter has none of."""

_ALONE = (
    "O exemplo confere, mas nenhuma verificação oculta desta questão passou: os pontos do exemplo "
    "só valem junto com os de alguma delas."
)


class NaoPassou(AssertionError):  # otter shows the name to the student
    """A check did not pass; the message is what the student reads."""


class Question:
    """The checks of one question, run once, when the first of its cases asks.

    Args:
        checks: functions marked with :func:`gabarito.checks.verificador.check`.
    """

    def __init__(self, checks: Sequence[Any]) -> None:
        self._checks = checks
        self._results: dict[str, CheckResult] = {}

    def require(self, name: str, namespace: Mapping[str, Any]) -> None:
        """Return only if the check called `name` earns its points.

        Args:
            name: of the check function.
            namespace: the notebook's ``globals()``.
        Raises:
            NaoPassou: it failed, or it is visible and no hidden one passed.
        """
        if not self._results:
            namespace = with_instruments(namespace)
            deadline = time.monotonic() + CELL_BUDGET_S
            judged = [run_check(function, namespace, deadline) for function in self._checks]
            self._results = {result.name: result for result in said_once(judged)}
        result = self._results[name]
        if result.state != "passed":
            raise NaoPassou(result.message)
        if result.score and not question_score(list(self._results.values())):
            raise NaoPassou(_ALONE)


@functools.cache  # once in a kernel
def limit_cells(seconds: float = CELL_LIMIT_S) -> None:
    """From the notebook's next cell on, stop one that takes more than `seconds`."""
    from IPython.core.getipython import get_ipython

    shell = get_ipython()
    running = contextlib.ExitStack()

    def start(_: Any) -> None:
        running.enter_context(time_limit(seconds))

    def stop(_: Any) -> None:
        running.close()

    if shell is not None:
        shell.events.register("pre_run_cell", start)
        shell.events.register("post_run_cell", stop)
