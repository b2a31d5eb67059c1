"""What the student reads: one HTML page, made by nbgrader from a Portuguese template."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from nbgrader.converters import GenerateFeedback

from gabarito.course.layout import RECORD_FILE, Lab
from gabarito.errors import CourseError, OutputError
from gabarito.nbgrader_api import converters
from gabarito.pages import makers, messages
from gabarito.pages.exporter import of_lab
from gabarito.pages.unchanged import KnownPages
from gabarito.storage import atomic

PAGE_CPU_S = 60
"""Of one page, in seconds of the processor; the labs' own take a tenth of one."""


_FEW = 4
"""Pages that are made sooner than processes for them are started."""

_AGAIN_S = 0.1
"""A page that catches what stops it is stopped again."""


@dataclass(frozen=True)
class Pages:
    """What came of a class's pages: a path, or the reason why not, for each student."""

    written: dict[str, Path] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)


def graded_students(lab: Lab, students: Sequence[str] = ()) -> list[str]:
    """Students with a stored result of `lab`, sorted.

    Args:
        students: only these; all when empty.
    Raises:
        CourseError: nothing is graded yet, or not of one of `students`.
    """
    course = lab.course
    graded = [
        student
        for student in course.of_students("autograded", lab)
        if (course.record_folder(lab, student) / RECORD_FILE).is_file()
    ]
    if not graded:
        raise CourseError(messages.NOTHING_GRADED.format(lab=lab.name))
    for student in students:
        if student not in graded:
            raise CourseError(messages.NOT_GRADED.format(student=student, lab=lab.name))
    return [student for student in graded if student in students or not students]


def feedback_of_all(
    lab: Lab,
    *,
    students: Sequence[str] = (),
    db_url: str | None = None,
    workers: int | None = None,
    on_start: Callable[[int], None] = lambda total: None,
    on_done: Callable[[str], None] = lambda student: None,
) -> Pages:
    """Write the page of every graded student; one that fails costs no other.

    A page that would come out as it is, is left as it is.

    Args:
        students: only these; all when empty.
        workers: processes; the number of cores when None.
        on_start: called with how many there are.
        on_done: called with each student.
    Raises:
        CourseError: see :func:`graded_students`.
        OutputError: the gradebook cannot be used.
    """
    chosen, pages = graded_students(lab, students), Pages()
    on_start(len(chosen))
    db_url = db_url or lab.course.default_db
    known = KnownPages(lab, db_url)
    for student, made in _made(lab, chosen, db_url, known, workers or makers.cores()):
        if isinstance(made, str):
            pages.failures[student] = made
        else:
            pages.written[student] = made
        on_done(student)
    return pages


def _made(
    lab: Lab, students: Sequence[str], db_url: str, known: KnownPages, workers: int
) -> Iterator[tuple[str, Path | str]]:
    """Each student with the page, or why there is none; those that stay as they are first."""
    changed = []
    for student in students:
        if known.current(student, _place(lab, student)):
            yield student, _place(lab, student)
        else:
            changed.append(student)
    few = workers == 1 or len(changed) <= _FEW
    made = _one_by_one(PageMaker(lab, db_url), changed) if few else None
    for student, page in made or makers.make_all(PageMaker, lab, db_url, changed, workers):
        if isinstance(page, Path):
            known.keep(student, page)
        yield student, page


def _one_by_one(make: PageMaker, students: Sequence[str]) -> Iterator[tuple[str, Path | str]]:
    for student in students:
        try:
            yield student, make(student)
        except (CourseError, OutputError) as error:
            yield student, str(error)


def _place(lab: Lab, student: str) -> Path:
    return lab.course.feedback / student / f"{lab.name}.html"


def feedback(lab: Lab, student: str, db_url: str | None = None) -> Path:
    """Write ``feedback/<student>/<lab>.html`` and return its path; see :class:`PageMaker`."""
    return PageMaker(lab, db_url or lab.course.default_db)(student)


class PageMaker:
    """Writes the pages of a lab's students, one after the other; what they share is read once.

    Scores and comments given by hand in Formgrader are taken from the gradebook.
    """

    def __init__(self, lab: Lab, db_url: str) -> None:
        self.lab, self.db_url, self.exporter = lab, db_url, of_lab(lab)

    def __call__(self, student: str) -> Path:
        """Write ``feedback/<student>/<lab>.html`` and return its path.

        Raises:
            CourseError: nbgrader's own words on what it refuses.
            OutputError: ``feedback/`` cannot be written.
        """
        course, target = self.lab.course, _place(self.lab, student)
        with atomic.scratch_folder(course.feedback) as scratch:
            self._generate(student, scratch)
            page = course.place_in(scratch, student, self.lab.name) / f"{self.lab.name}.html"
            atomic.write_text(target, page.read_text(encoding="utf-8"))
        return target

    def _generate(self, student: str, target: Path) -> None:
        lab = self.lab
        try:
            with _at_most(PAGE_CPU_S):
                converters.run(
                    GenerateFeedback,
                    lab.course.config,
                    root=lab.course.root,
                    lab=lab.name,
                    db_url=self.db_url,
                    student=student,
                    folders={"feedback": target},
                    exporter_class=self.exporter,
                )
        except (converters.ConversionError, TimeoutError) as error:
            reason = self._reason(student, error)
            raise CourseError(
                messages.NOT_GENERATED.format(student=student, lab=lab.name, reason=reason)
            ) from None

    def _reason(self, student: str, error: converters.ConversionError | TimeoutError) -> str:
        """What is said of it; of an executed notebook that is no notebook, what makes it again."""
        reason = str(getattr(error, "reason", error))
        if "NotJSONError" not in reason:
            return reason
        path = self.lab.course.graded_folder(self.lab, student) / self.lab.notebook.name
        return messages.UNREADABLE.format(path=path, lab=self.lab.name)


@contextlib.contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    """Stop what the block does after so much of the processor's time.

    Raises:
        TimeoutError: wherever the block is by then.
    """

    def stop(number: int, frame: FrameType | None) -> None:
        raise TimeoutError(messages.TOO_LONG.format(seconds=seconds))

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds, _AGAIN_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
