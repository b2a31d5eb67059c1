"""Why a question lost points, from its record: the one thing to read first, then the rest."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gabarito.checks import verificador
from gabarito.results import record
from gabarito.results.record import Check, Question

_LINE = re.compile(
    re.escape(verificador._OWN_LINE.partition("{code}")[0]).replace(r"\{number\}", r"(\d+)")
)
"""How a message says which line of the question's own cell it was."""


@dataclass(frozen=True)
class Reason:
    """What a student reads first of a question that lost points.

    Attributes:
        check: the sentence of the first check that failed.
        diagnosis: what the mistake is, where it is known; empty elsewhere.
        difference: what the visible example says; empty where no visible check does.
        hint: of the check that failed first.
        line: of the question's own cell; 0 where none is known.
    """

    check: str
    diagnosis: str
    difference: str
    hint: str
    line: int


def reason(question: Question) -> Reason | None:
    """The reason for lost points; None where none were lost, or a person decides."""
    failed = [check for check in question.checks if check.state != "passed"]
    if not failed:
        return None
    first = next((check for check in failed if check.state == "failed"), failed[0])
    diagnosis = record.diagnosis(question)
    if question.state == "missing":  # what an empty answer gives says nothing new
        return Reason(sentence(first), diagnosis, "", first.hint, 0)
    said = [line for check in failed for line in details(check) if not check.hidden]
    difference = next((line for line in said if line != diagnosis), "")
    return Reason(sentence(first), diagnosis, difference, first.hint, _line(failed))


def sentence(check: Check) -> str:
    """What the check asks for."""
    return check.message.partition("\n")[0]


def details(check: Check) -> list[str]:
    """What came of it, in a sentence or more; what the tests of a question say in common."""
    return check.message.split("\n")[1:]


def _line(failed: list[Check]) -> int:
    found = filter(None, (_LINE.search(check.message) for check in failed))
    return next((int(match[1]) for match in found), 0)
