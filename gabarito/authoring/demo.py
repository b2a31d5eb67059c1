"""The whole path on a made-up class, in a course folder of its own."""

from __future__ import annotations

import shutil
from pathlib import Path

from gabarito.authoring import build, made_up_class, messages, release
from gabarito.course import assembled, known_answers
from gabarito.course.layout import CONFIG_FILE, Course, Lab
from gabarito.errors import OutputError
from gabarito.notebook import packages
from gabarito.storage import atomic

_MARK = ".turma-de-demonstracao"


def prepare(lab: Lab, folder: Path) -> Lab:
    """Copy the course into `folder` (emptied first), build, release and enroll the class.

    Returns:
        The same lab in the new course.
    Raises:
        OutputError: `folder` exists and was not made by this function, or cannot be written.
        CourseError: a file of the lab is missing or wrong.
    """
    assembled.shipped_files(lab)  # here, what is said of a file names the one that people edit
    assembled.notebook(lab)
    made_up_class.of(lab)
    known_answers.load_mistakes(lab)
    _empty(folder)
    with atomic.output_errors(folder):
        copy_course(lab, folder)
    twin = Course.at(folder).lab(lab.name)
    build.build(twin)
    release.release(twin)
    made_up_class.enroll(twin)
    return twin


def lacking(lab: Lab) -> list[str]:
    """Packages that the lab's own cells import and that are not installed here.

    Raises:
        CourseError: the text is not a lab text, or a file that it names is not there.
    """
    beside = [target.name for target in assembled.shipped_files(lab).values()]
    return packages.not_installed(lab.parse().cells, beside)


def _empty(folder: Path) -> None:
    if folder.exists() and not (folder / _MARK).exists():
        raise OutputError(messages.NOT_A_DEMO.format(folder=folder))
    shutil.rmtree(folder, ignore_errors=True)


def copy_course(lab: Lab, folder: Path) -> None:
    """Copy into a new `folder` what building and grading `lab` needs; no work of students."""
    course = lab.course
    folder.mkdir(parents=True)
    (folder / _MARK).touch()
    shutil.copy(course.root / CONFIG_FILE, folder)
    twin = Course(folder)
    for source, target in (
        (course.utils, twin.utils),
        (course.synthetic_data, twin.synthetic_data),
        (lab.checks, Lab(twin, lab.name).checks),
    ):
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
    twin.source.mkdir()
    shutil.copy(lab.text, twin.source)
