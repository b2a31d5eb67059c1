"""Gradescope: a record as its ``results.json``.

What a student sees, and when, is Gradescope's to enforce by each entry's ``visibility``. A
visible check says how it went, never its points: they count only beside a passed hidden check,
so they would tell about those. Points belong to the question's own entry.

Format: https://gradescope-autograders.readthedocs.io/en/latest/specs/
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gabarito.channels import messages
from gabarito.course.layout import Course
from gabarito.errors import CourseError
from gabarito.results import for_the_student
from gabarito.results.decimal_comma import decimal_comma
from gabarito.results.record import Check, Question, Record
from gabarito.sandbox import tiers

WHEN_SHOWN = {
    "visible": "",
    "after_due_date": messages.AFTER_DUE_DATE,
    "after_published": messages.AFTER_PUBLISHED,
}
"""When students may see hidden checks, in Gradescope's words, and how they are told."""

MAX_TEXT = 4000
"""Characters of one entry; an honest one has a few hundred."""

Json = dict[str, Any]


def hidden_visibility(course: Course) -> str:
    """When students see hidden checks: ``c.Gabarito.gradescope_hidden`` of the course.

    Raises:
        CourseError: it is no such time.
    """
    chosen = course.config.Gabarito.get("gradescope_hidden", "after_published")
    if chosen not in WHEN_SHOWN:
        known = messages.OR.join(WHEN_SHOWN)
        raise CourseError(messages.WRONG_TIME.format(value=chosen, known=known))
    return str(chosen)


# --- results.json --------------------------------------------------------------------


def results(record: Record, hidden: str = "after_published") -> Json:
    """``results.json`` for a record; the entries' scores add up to the record's.

    Args:
        hidden: a key of :data:`WHEN_SHOWN`.
    """
    entries = [
        entry
        for number, question in enumerate(record.questions, start=1)
        for entry in _entries(number, question, hidden)
    ]
    return {
        **_document(record.score, _summary(record, hidden), [*entries, _isolation(record)]),
        "execution_time": record.timings["total_s"],
        "extra_data": {
            "lab": record.lab,
            "isolation": record.isolation,
            "submission_sha256": record.submission_sha256,
        },
    }


def refused(sentence: str) -> Json:
    """``results.json`` for a submission that cannot be graded."""
    return _document(0.0, sentence, [])


def failed(reason: str) -> Json:
    """``results.json`` where grading failed; `reason` is for the professor only."""
    return _document(0.0, messages.NOT_THE_STUDENTS_FAULT, [_for_the_professor(reason)])


def _document(score: float, output: str, entries: list[Json]) -> Json:
    return {
        "score": score,
        "output": _plain(output),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "stdout_visibility": "hidden",
        "tests": entries,
    }


def _entry(name: str, output: str, visibility: str, **more: Any) -> Json:
    """An entry; nothing in its texts is active, whoever wrote them."""
    return {
        "name": _plain(name),
        "name_format": "text",
        "output": _plain(output),
        "output_format": "text",
        "visibility": visibility,
        **more,
    }


def _for_the_professor(output: str) -> Json:
    return _entry(messages.FOR_THE_PROFESSOR, output, "hidden")


def _plain(text: str) -> str:
    """Printable characters and line ends, not too many: students write some of these texts."""
    kept = "".join(c for c in text if c.isprintable() or c == "\n")
    return kept if len(kept) <= MAX_TEXT else f"{kept[:MAX_TEXT]}…"


def _entries(number: int, question: Question, hidden: str) -> Iterator[Json]:
    """The question's entry, with its points, and one for each check."""
    manual = question.state == "manual"
    yield _entry(
        question.name,
        "\n".join(_verdict(question)),
        hidden if any(check.hidden for check in question.checks) else "visible",
        number=str(number),
        score=question.score,
        max_score=0.0 if manual else question.max_score,
    )
    for place, check in enumerate(question.checks, start=1):
        title, details = _told(check)
        yield _entry(
            f"{question.name} · {title}",
            details,
            hidden if check.hidden else "visible",
            number=f"{number}.{place}",
            status="passed" if check.state == "passed" else "failed",
        )


def _verdict(question: Question) -> Iterator[str]:
    yield messages.STATES[question.state]
    if question.state == "manual":
        yield messages.BY_HAND.format(points=decimal_comma(question.max_score))
    if question.inherited_error:
        yield messages.INHERITED
    if question.score == 0 and any(check.score > 0 for check in question.checks):
        yield messages.ONLY_VISIBLE
    for check in question.checks:
        points = _points(check.score, check.max_score)
        yield messages.CHECK_POINTS.format(points=points, title=_told(check)[0])


def _told(check: Check) -> tuple[str, str]:
    """The sentence of a check, and what else is said of how it went."""
    title, *details = check.message.splitlines()
    if check.state != "passed" and check.hint:
        details.append(messages.HINT.format(hint=check.hint))
    return title.removesuffix("."), "\n".join(details)


def _summary(record: Record, hidden: str) -> str:
    """What students read first. The total tells about hidden checks: not before its time."""
    open_to_all = not any(check.hidden for q in record.questions for check in q.checks)
    lines = [messages.LAB.format(lab=record.lab)]
    if hidden == "visible" or open_to_all:
        lines.append(messages.GRADE.format(total=total(record)))
    else:
        lines.append(WHEN_SHOWN[hidden])
    lines += [messages.REPAIR.format(repair=repair) for repair in record.repairs]
    lines += [
        messages.WARNING.format(warning=warning) for warning in for_the_student.warnings(record)
    ]
    return "\n".join(lines)


def _isolation(record: Record) -> Json:
    """Which tier graded: what a weak one does not keep is for the professor to know."""
    tier = tiers.named(record.isolation)
    lines = [messages.GRADE.format(total=total(record))]
    lines += tier.warnings() or [messages.TIER.format(tier=tier.name)]
    lines += [] if tier.isolates else [messages.UNISOLATED]
    return _for_the_professor("\n".join(lines))


def total(record: Record) -> str:
    """Points of a record, as a person writes them: ``7,5 de 10``."""
    return _points(record.score, record.max_score)


def _points(score: float, max_score: float) -> str:
    return messages.POINTS.format(score=decimal_comma(score), max_score=decimal_comma(max_score))
