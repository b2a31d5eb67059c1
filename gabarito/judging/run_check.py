"""One check on the trusted side: within its memory, undisturbed, and alone in this process."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator, Mapping
from typing import Any

from gabarito.checks import verificador
from gabarito.checks.verificador import CheckResult
from gabarito.sandbox import interrupts, own_memory

MEMORY = 1 << 30
"""Bytes that one check may take in this process; the labs' take a few megabytes."""

_ALONE = threading.RLock()
"""A check turns off standard streams, logs and warnings, and lowers the limit of memory: all of
them the process's. Of two at once the last to leave would put back what the first had set."""


@contextlib.contextmanager
def bounded() -> Iterator[None]:
    """Inside, what looks at a student's values is alone in this process, and within its memory."""
    with _ALONE, own_memory.at_most(MEMORY):
        yield


def run_check(
    function: Any,
    namespace: Mapping[str, Any],
    *,
    discreet: bool = False,
    repeatable: bool = False,
) -> CheckResult:
    """What a check says of the functions in `namespace`.

    Args:
        discreet, repeatable: see :func:`gabarito.checks.verificador.run_check`.
    """
    with bounded(), interrupts.postponed():
        return verificador.run_check(function, namespace, discreet=discreet, repeatable=repeatable)
