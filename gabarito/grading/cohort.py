"""What came of grading a class."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any, TypeVar

import msgspec

from gabarito.results import record

Value = TypeVar("Value")


@dataclass(frozen=True)
class Cohort:
    """What grading a class gave: a record or a reason for each student.

    Attributes:
        records: by student; likewise `failures`, which say why there is none.
        unchanged: those graded before, of whom nothing changed.
        found_by: the repairs without which a submission would not have been found, by student.
        unclear: what was handed in and counts for nobody, and why, by its path.
        absent: those who handed nothing in.
        names: full names, of those who have one in the gradebook.
    """

    records: dict[str, record.Record] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)
    unchanged: set[str] = field(default_factory=set)
    found_by: dict[str, tuple[str, ...]] = field(default_factory=dict)
    unclear: dict[str, str] = field(default_factory=dict)
    absent: list[str] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    _known: dict[bytes, Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def complete(self) -> bool:
        """Whether all that was handed in was understood and graded."""
        return not self.failures and not self.unclear

    def add(self, student: str, outcome: record.Record | str) -> None:
        """File a student's record, or the sentence that says why there is none."""
        if isinstance(outcome, str):
            self.failures[student] = outcome
        else:
            self.records[student] = self._sharing(outcome)

    def _sharing(self, outcome: record.Record) -> record.Record:
        """The same record: of what thousands of students have alike, one object for all."""
        questions = [self._known_one(question) for question in outcome.questions]
        versions = self._known_one(outcome.versions)
        return msgspec.structs.replace(outcome, questions=questions, versions=versions)

    def _known_one(self, value: Value) -> Value:
        key = hashlib.sha256(msgspec.msgpack.encode(value)).digest()
        known: Value = self._known.setdefault(key, value)
        return known
