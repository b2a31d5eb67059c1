"""One check of one question, on the functions that some process answers for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from gabarito.checks.verificador import CheckResult
from gabarito.guest import protocol
from gabarito.judging.student_functions import Locate, StudentFunctions, Undefined

Run = Callable[[Any, Mapping[str, Any]], CheckResult]
"""A check and the functions it is to look at → what it says of them."""


class Answering(Protocol):
    """What answers calls: a process of a student's, or what one has already answered."""

    @property
    def number(self) -> int:
        """Of the process, different from any other's."""

    def begin(self) -> None:
        """Answer as if nothing had been drawn since the notebook's cells."""

    def renew(self) -> None:
        """Answer as if nothing had been asked."""

    def ask(self, request: protocol.Call) -> protocol.Outcome:
        """What it answers."""

    def broken(self) -> Exception:
        """What a check is told where the answer makes no sense."""


class Process(Answering, Protocol):
    """A process that answers, and begins anew when it is asked again after a rest.

    Attributes:
        limit_s: time that one answer may take; a check's own when None.
        left_s: time that all that are still to come may take together.
    """

    limit_s: float | None
    left_s: float

    def rest(self) -> None:
        """End it; the next question gets a new one."""


@dataclass(frozen=True)
class Namespace:
    """What a check finds by name: proxies of functions.

    Attributes:
        names: of all that checks may ask for.
        locate, undefined: see :class:`~gabarito.judging.student_functions.StudentFunctions`.
    """

    names: Iterable[str]
    locate: Locate = lambda places: ("", "")
    undefined: Undefined = str

    def functions(self, process: Answering, in_place: bool) -> StudentFunctions:
        """Proxies whose arguments change as the process changes them, or stay."""
        return StudentFunctions(process, self.locate, self.undefined, in_place)


def judge_check(function: Any, process: Answering, namespace: Namespace, run: Run) -> CheckResult:
    """What the check `function` says.

    A check that works out what to expect only after the call does so from arguments that the
    student may have overwritten, with zeros, say: it has to pass on its own, too.
    """
    process.begin()
    as_left = namespace.functions(process, in_place=True)
    result = run(function, as_left.functions(namespace.names))
    if as_left.restore() and result.state == "passed":
        process.renew()
        process.begin()
        as_made = namespace.functions(process, in_place=False)
        result = run(function, as_made.functions(namespace.names))
    return result
