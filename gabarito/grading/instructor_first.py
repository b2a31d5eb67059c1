"""Before a class is graded, the instructor's own notebook is: it must earn full marks.

What it loses, students would lose for nothing: a package that the sandbox lacks, a command that
it refuses, a limit of time. A source that earns all is remembered, and costs nothing next time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from gabarito.course.layout import CONFIG_FILE, Gradable
from gabarito.errors import CourseError
from gabarito.grading import judge_for, messages
from gabarito.grading.hands import Hands
from gabarito.results.decimal_comma import decimal_comma
from gabarito.results.job import Job, Judged
from gabarito.results.record import Question
from gabarito.storage.cache import Cached

SWITCH = "check_source"
"""The option of ``c.Gabarito`` that lets a class be graded by a source without full marks."""

_MOST_SAID = 200


def require_full_marks(
    lab: Gradable,
    workers: Hands,
    fingerprint: str,
    scratch: Path,
    require_unchanged: Callable[[], None],
) -> None:
    """Refuse to grade by a source that does not earn full marks itself.

    Args:
        workers: those who will judge the students.
        fingerprint: changes with whatever a grade depends on besides a submission.
        scratch: a folder that is thrown away.
        require_unchanged: called once it was judged; raises where the lab is another by then.
    Raises:
        CourseError: it loses points; the message names the question and the first failing cell.
        SandboxError: this machine cannot isolate code.
    """
    if earned_all(lab, fingerprint):
        return
    judged = _judged(lab, workers, scratch)
    require_unchanged()
    lost = next((question for question in judged.record.questions if _loses(question)), None)
    if lost is None:
        _cached(fingerprint).keep(True)
        return
    score, most = decimal_comma(lost.score), decimal_comma(lost.max_score)
    where = messages.QUESTION_LOSES.format(name=lost.name, score=score, most=most)
    where += next(_failing_cells(judged), "")
    if missing := judged.record.not_installed:
        where += messages.SOURCE_NEEDS.format(packages=", ".join(missing))
    raise CourseError(
        messages.SOURCE_LOSES.format(lab=lab.name, where=where, switch=SWITCH, file=CONFIG_FILE)
    )


def earned_all(lab: Gradable, fingerprint: str) -> bool:
    """Whether that is known already, or not to be asked."""
    asked = lab.course.config.Gabarito.get(SWITCH, True)
    return not asked or bool(_cached(fingerprint).recall(bool))


def _cached(fingerprint: str) -> Cached:
    return Cached("fontes", [fingerprint.encode()], [])


def _judged(lab: Gradable, workers: Hands, scratch: Path) -> Judged:
    folder = scratch / "source"
    folder.mkdir()
    job = Job(judge_for.instructors_submission(lab, folder))
    ((_, outcome),) = workers.judge({lab.name: job})
    if isinstance(outcome, str):
        raise CourseError(outcome)
    return outcome


def _said(error: NotebookNode) -> str:
    """The kind of an error and, where it has one, its message on one line."""
    said = " ".join(error.evalue.split())[:_MOST_SAID]
    return f"{error.ename}: {said}" if said else str(error.ename)


def _loses(question: Question) -> bool:
    return question.state != "manual" and question.score < question.max_score


def _failing_cells(judged: Judged) -> Iterator[str]:
    """What is said of each cell that ended in an error, in order."""
    for name, content in judged.notebooks.items():
        cells = nbformat.reads(content, as_version=4).cells
        for number, cell in enumerate(cells, start=1):
            for output in cell.get("outputs", []):
                if output.output_type == "error":
                    yield messages.CELL_FAILS.format(
                        number=number,
                        notebook=name,
                        line=(cell.source.strip().splitlines() or [""])[0],
                        error=_said(output),
                    )
