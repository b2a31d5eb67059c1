"""What a gradebook adds to a record: lateness, its penalty, and what a person gave by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from gabarito.nbgrader_api import in_words, messages
from gabarito.nbgrader_api.late_penalties import seconds_late
from gabarito.results.decimal_comma import decimal_comma
from gabarito.results.record import ByHand, Late, Record

QuestionName = Callable[[str, str], str]
"""From nbgrader's ids of a notebook and a cell to the name of the record's question."""


def settled(
    record: Record, entry: Any, question: QuestionName, readable: bool | None = None
) -> Record:
    """The record with what the gradebook holds now; the checks and their points stay.

    Args:
        record: judged, perhaps settled before.
        entry: nbgrader's SubmittedAssignment, in an open session.
        question: names questions.
        readable: whether the submission's ``timestamp.txt`` was, if there is one; as the record
            says when None.
    """
    unreadable, late = messages.UNREADABLE_TIMESTAMP, _late(entry)
    if readable is None:
        readable = unreadable not in record.warnings
    own = {unreadable, *in_words.sentences(record.late)}
    warnings = [w for w in record.warnings if w not in own and not w.endswith(messages.TO_CHECK)]
    warnings += in_words.sentences(late) + ([] if readable else [unreadable])
    warnings += _to_check(entry, question)
    by_hand = _by_hand(record, entry, question)
    return msgspec.structs.replace(record, late=late, by_hand=by_hand, warnings=warnings)


def _to_check(entry: Any, question: QuestionName) -> list[str]:
    """What is said of scores by hand that a person should look at again."""
    lines = [(notebook.name, line) for notebook in entry.notebooks for line in notebook.grades]
    return sorted(
        messages.GIVEN_BEFORE.format(
            question=question(notebook, line.name),
            points=decimal_comma(line.manual_score),
            to_check=messages.TO_CHECK,
        )
        for notebook, line in lines
        if line.manual_score is not None and line.needs_manual_grade
    )


def _late(entry: Any) -> Late | None:
    seconds = seconds_late(entry)
    penalty = float(sum(n.late_submission_penalty or 0.0 for n in entry.notebooks))
    return Late(seconds, penalty) if seconds or penalty else None


def _by_hand(record: Record, entry: Any, question: QuestionName) -> list[ByHand]:
    """In the order of the questions; of cells that are no questions, by name, at the end."""
    found: dict[str, ByHand] = {}
    for name, fields in _given(entry, question):
        known = found.get(name, ByHand(name))
        found[name] = msgspec.structs.replace(known, **fields)
    order = {q.name: number for number, q in enumerate(record.questions)}
    return sorted(
        found.values(), key=lambda one: (order.get(one.question, len(order)), one.question)
    )


def _given(entry: Any, question: QuestionName) -> Iterator[tuple[str, dict[str, Any]]]:
    """Whatever a person gave: the question, and a field of :class:`ByHand`."""
    for notebook in sorted(entry.notebooks, key=lambda one: str(one.name)):
        for line in sorted(notebook.grades, key=lambda one: str(one.name)):
            name = question(notebook.name, line.name)
            if line.manual_score is not None:
                yield name, {"score": float(line.manual_score)}
            if line.extra_credit:
                yield name, {"extra_credit": float(line.extra_credit)}
        for line in sorted(notebook.comments, key=lambda one: str(one.name)):
            if line.manual_comment:
                yield question(notebook.name, line.name), {"comment": str(line.manual_comment)}
