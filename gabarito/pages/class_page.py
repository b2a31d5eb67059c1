"""The class's page: one file that says what to teach again, and whom to look at first."""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from gabarito.course.layout import Lab
from gabarito.course.people import Student
from gabarito.pages import messages, templating
from gabarito.results import class_figures, for_the_student, record
from gabarito.results.class_figures import ClassFigures
from gabarito.results.record import Record
from gabarito.results.similar_pairs import Pair

MOST_FIRST = 20
"""Students that are named before the table that has them all."""

WELL = 0.6
"""Share of the points of other labs from which on a zero is no habit."""

_NOT_URGENT = {messages.ABSENT, messages.TO_READ}
"""True of half a class: said in the table only."""

_SCRIPT = "class/sort_and_search.js"


@dataclass(frozen=True)
class Row:
    """One student.

    Attributes:
        page: the feedback page, from where the class's page lies; empty where there is none.
        reasons: why to look at this one, gravest first.
        sudden_zero: did well elsewhere.
    """

    student: Student
    record: Record | None
    page: str
    reasons: list[str] = field(default_factory=list)
    sudden_zero: bool = False

    @property
    def states(self) -> dict[str, str]:
        """Each question's state."""
        return {one.name: one.state for one in self.record.questions} if self.record else {}

    @property
    def score(self) -> float | None:
        """The grade; None where there is none."""
        return record.final_score(self.record) if self.record else None


@dataclass(frozen=True)
class LabSummary:
    """One lab on the page of all labs."""

    name: str
    title: str
    graded: int
    figures: ClassFigures


def rows(
    lab: Lab,
    graded: Sequence[tuple[Student, Record | None]],
    elsewhere: Mapping[str, float] | None = None,
) -> list[Row]:
    """Each student as the page shows them, in the same order; last, who is on no list.

    What they handed in is there, and no grade: it could not be graded.

    Args:
        elsewhere: of who has zero here, the mean share of the points of other labs.
    """
    handed_in = lab.course.submissions(lab)
    known = {student.id for student, _ in graded}
    unknown = [(Student(name), None) for name in handed_in if name not in known]
    shares = elsewhere or {}
    return [
        Row(
            student,
            found,
            _feedback(lab, student.id),
            _reasons(found, student.id in handed_in, shares.get(student.id, 0.0)),
            shares.get(student.id, 0.0) >= WELL,
        )
        for student, found in [*graded, *unknown]
    ]


def _feedback(lab: Lab, student: str) -> str:
    page = lab.course.feedback / student / f"{lab.name}.html"
    if not page.is_file():
        return ""
    return "/".join(map(templating.in_a_url, Path(os.path.relpath(page, lab.course.reports)).parts))


def _reasons(found: Record | None, handed_in: bool, elsewhere: float) -> list[str]:
    if found is None:
        return [messages.HANDED_IN_NOT_GRADED] if handed_in else [messages.ABSENT]
    warnings = for_the_student.warnings(found)
    sudden = messages.SUDDEN_ZERO.format(share=round(100 * elsewhere))
    said = {
        sudden if elsewhere >= WELL else messages.ZERO: record.final_score(found) == 0,
        messages.BROKEN: any(question.state == "broken" for question in found.questions),
        _counted(messages.WARNED, len(warnings)): bool(warnings),
        _counted(messages.REPAIRED, len(found.repairs)): bool(found.repairs),
        messages.LATE: found.late is not None,
        messages.TO_READ: any(
            question.state == "manual" and question.name not in _read(found)
            for question in found.questions
        ),
    }
    return [reason for reason, holds in said.items() if holds]


def _counted(words: tuple[str, str], count: int) -> str:
    one, several = words
    return one if count == 1 else several.format(count=count)


def _read(found: Record) -> set[str]:
    return {given.question for given in found.by_hand if given.score is not None}


def lab_page(
    lab: Lab, title: str, everybody: Sequence[Row], pairs: Sequence[Pair] | None = None
) -> tuple[str, LabSummary]:
    """The page of a lab's class, and its line on the page of all labs.

    Args:
        everybody: see :func:`rows`; at least one has a record.
        pairs: those whose answers are alike; None where nobody looked.
    """
    graded = [row for row in everybody if row.record]
    figures = class_figures.of_records([row.record for row in graded if row.record])
    first = [row for row in everybody if not set(row.reasons) <= _NOT_URGENT]
    first.sort(key=_urgency)
    html = templating.rendered(
        "class/page.html.j2",
        lab=lab.name,
        title=title,
        rows=everybody,
        graded=graded,
        first=first,
        most_first=MOST_FIRST,
        figures=figures,
        pairs=pairs,
        by_id={row.student.id: row for row in everybody},
        script_hash=_script_hash(),
    )
    return html, LabSummary(lab.name, title, len(graded), figures)


def _urgency(row: Row) -> tuple[bool, bool, int]:
    """Not graded first, then a zero that surprises, then by how much there is to look at."""
    return row.record is not None, not row.sudden_zero, -len(row.reasons)


def index_page(labs: Sequence[LabSummary]) -> str:
    """The page of all labs."""
    return templating.rendered("class/index.html.j2", labs=labs, script_hash=_script_hash())


def _script_hash() -> str:
    """What lets the page's own script run, and no other: browsers compare the SHA-256."""
    source = f"\n{templating.source(_SCRIPT)}\n"
    return base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()
