"""Long work on a class, under a bar that says how far it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from gabarito.cli import messages
from gabarito.course.layout import Gradable, Lab

if TYPE_CHECKING:
    from gabarito.audit.audit import Audited
    from gabarito.audit.diagnosis import Diagnosed
    from gabarito.grading.cohort import Cohort
    from gabarito.grading.preview import Preview
    from gabarito.pages.student import Pages
    from gabarito.results.record import Record

# Each imports its work when it begins: what draws pages takes a second, and grading draws none.

Value = TypeVar("Value")


def grade_all(lab: Gradable, **options: Any) -> Cohort:
    """Grade under a progress bar with running counts; see :mod:`gabarito.grading.grade_class`."""
    from gabarito.grading import grade_class

    return _under_bar(grade_class.grade, lab, options)


def rebuild_all(lab: Gradable, **options: Any) -> Cohort:
    """The same from the journal; see :mod:`gabarito.grading.rebuild`."""
    from gabarito.grading import rebuild

    return _under_bar(rebuild.rebuild, lab, options)


def preview(lab: Gradable, **options: Any) -> Preview:
    """What grading would change; see :mod:`gabarito.grading.preview`."""
    from gabarito.grading import preview

    return _under_bar(preview.preview, lab, options)


def _under_bar(work: Callable[..., Value], lab: Gradable, options: dict[str, Any]) -> Value:
    with _progress() as bar:
        task = bar.add_task(messages.GRADING, total=None, note="")
        failed: list[str] = []

        def done(student: str, outcome: Record | str) -> None:
            failed.extend([student] if isinstance(outcome, str) else [])
            note = messages.NOT_GRADED.format(count=len(failed)) if failed else ""
            bar.update(task, advance=1, note=note)

        def say(sentence: str) -> None:
            said = messages.COMPLAINT.format(message=sentence)
            bar.console.print(Text(said), soft_wrap=True)

        return work(
            lab,
            on_start=lambda total: bar.update(task, total=total),
            on_done=done,
            say=say,
            **options,
        )


def feedback_all(lab: Lab, **options: Any) -> Pages:
    """Write pages under a progress bar; see :func:`gabarito.pages.student.feedback_of_all`."""
    from gabarito.pages.student import feedback_of_all

    with _progress() as bar:
        task = bar.add_task(messages.WRITING_PAGES, total=None, note="")
        return feedback_of_all(
            lab,
            on_start=lambda total: bar.update(task, total=total),
            on_done=lambda _: bar.advance(task),
            **options,
        )


def audit_all(lab: Lab, workers: int | None = None) -> dict[str, Audited]:
    """Audit a lab's checks under a progress bar; see :func:`gabarito.audit.audit.audit`."""
    from gabarito.audit.audit import audit

    with _progress(auto_refresh=False) as bar:  # a thread of its own would be forked, too
        task = bar.add_task(messages.AUDITING.format(lab=lab.name), total=None, note="")

        def done() -> None:
            bar.advance(task)
            bar.refresh()

        return audit(
            lab, workers=workers, on_start=lambda n: bar.update(task, total=n), on_done=done
        )


def diagnose_all(lab: Lab) -> Diagnosed:
    """Try a lab's mutants and diagnose its known mistakes under a progress bar."""
    from gabarito.audit import behaviours, diagnosis

    with _progress(auto_refresh=False) as bar:
        for work in (behaviours.write, diagnosis.diagnose):
            task = bar.add_task(messages.DIAGNOSING.format(lab=lab.name), total=None, note="")

            def start(total: int, task: TaskID = task) -> None:
                bar.update(task, total=total)

            def done(task: TaskID = task) -> None:
                bar.advance(task)
                bar.refresh()

            found = work(lab, start, done)
    assert isinstance(found, diagnosis.Diagnosed)
    return found


def _progress(auto_refresh: bool = True) -> Progress:
    """A bar on stderr that goes away when done; none where nobody would see it move."""
    console = Console(stderr=True)
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[note]}"),
        console=console,
        transient=True,
        auto_refresh=auto_refresh,
        disable=not console.is_terminal,
    )
