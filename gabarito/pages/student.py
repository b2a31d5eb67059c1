"""What the student reads: one HTML page, made by nbgrader from a Portuguese template."""

from __future__ import annotations

from pathlib import Path

from nbgrader.converters import GenerateFeedback

from gabarito.course.layout import RECORD_FILE, Lab
from gabarito.errors import CourseError
from gabarito.nbgrader_api import converters
from gabarito.pages import messages
from gabarito.pages.exporter import FeedbackPage
from gabarito.storage import atomic


def graded_students(lab: Lab) -> list[str]:
    """Students with a stored result of `lab`, sorted.

    Raises:
        CourseError: nothing is graded yet.
    """
    folders = lab.course.of_students("autograded", lab)
    graded = [who for who, folder in folders.items() if (folder / RECORD_FILE).is_file()]
    if not graded:
        raise CourseError(messages.NOTHING_GRADED.format(lab=lab.name))
    return graded


def feedback(lab: Lab, student: str, db_url: str | None = None) -> Path:
    """Write ``feedback/<student>/<lab>.html`` and return its path.

    Scores and comments given by hand in Formgrader are taken from the gradebook.

    Raises:
        CourseError: nbgrader's own words on what it refuses.
        OutputError: ``feedback/`` cannot be written.
    """
    target = lab.course.feedback / student / f"{lab.name}.html"
    with atomic.scratch_folder(lab.course.feedback) as scratch:
        _generate(lab, student, scratch, db_url or lab.course.default_db)
        page = lab.course.place_in(scratch, student, lab.name) / f"{lab.name}.html"
        atomic.write_text(target, page.read_text(encoding="utf-8"))
    return target


def _generate(lab: Lab, student: str, target: Path, db_url: str) -> None:
    try:
        converters.run(
            GenerateFeedback,
            lab.course.config,
            root=lab.course.root,
            lab=lab.name,
            db_url=db_url,
            student=student,
            folders={"feedback": target},
            exporter_class=FeedbackPage,
        )
    except converters.ConversionError as error:
        raise CourseError(
            messages.NOT_GENERATED.format(student=student, lab=lab.name, reason=error.reason)
        ) from None
