"""A course or a lab from the template that comes with the package."""

from __future__ import annotations

import os
import re
import shutil
import unicodedata
from pathlib import Path

from gabarito.authoring import messages
from gabarito.course.layout import Course, Lab
from gabarito.errors import CourseError, OutputError
from gabarito.storage import atomic

FIRST_LAB = "primeiro_lab"
"""Name of the lab that a new course has."""

_TEMPLATES = Path(__file__).parent / "templates"
_COURSE, _LAB = "NOME_DO_CURSO", "NOME_DO_LAB"
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,59}")


def start(folder: Path) -> Lab:
    """Make `folder` a course with one lab; it is filled whole or not at all.

    Returns:
        The lab.
    Raises:
        OutputError: the folder holds something, is none, or cannot be written.
        CourseError: it lies among the submissions of another course.
    """
    _require_empty(folder)
    with atomic.output_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
    with atomic.scratch_folder(folder) as scratch, atomic.output_errors(folder):
        _copy(_TEMPLATES / "curso", scratch, _COURSE, _plain(folder.resolve().name) or "curso")
        course = Course.at(scratch)
        for kept in (course.utils, course.synthetic_data):
            kept.mkdir(parents=True)
            (kept / ".gitkeep").touch()
        add_lab(course, FIRST_LAB)
        (scratch / "gitignore").rename(scratch / ".gitignore")
        for made in sorted(scratch.iterdir()):
            os.replace(made, folder / made.name)
    return Course.at(folder).lab(FIRST_LAB)


def _require_empty(folder: Path) -> None:
    """Refuse what is no folder, or shows something; a ``.git`` or a ``.venv`` may be there."""
    if folder.exists() and not folder.is_dir():
        raise OutputError(messages.NO_FOLDER.format(folder=folder))
    with atomic.output_errors(folder):
        there = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    found = [name for name in there if not name.startswith(".") or name == ".gitignore"]
    if found:
        raise OutputError(messages.NOT_EMPTY.format(folder=folder, name=found[0]))


def add_lab(course: Course, name: str) -> Lab:
    """Write the text and the checks of a new lab called `name`.

    Returns:
        The lab, not built yet.
    Raises:
        CourseError: it cannot be called that, or there is one of that name.
        OutputError: the course's folder cannot be written.
    """
    _require_name(name)
    lab = Lab(course, name)
    _require_new(lab)
    with atomic.scratch_folder(course.root) as scratch:
        _copy(_TEMPLATES / "lab", scratch, _LAB, name)
        atomic.replace_folder(scratch / "tests", lab.checks)
        atomic.copy_file(scratch / "texto.py", lab.text)
    return lab


def _require_name(name: str) -> None:
    if not _NAME.fullmatch(name):
        example = re.sub(r"^[^A-Za-z]+", "", _plain(name))[:60] or FIRST_LAB
        raise CourseError(messages.NO_LAB_NAME.format(name=name, example=example))


def _require_new(lab: Lab) -> None:
    """Refuse a name that is taken; case does not tell two labs apart in every file system."""
    course = lab.course
    tests = [path.name for path in lab.checks.parent.glob("*") if path.is_dir()]
    for taken in [*course.task_names(), *tests]:
        if taken.casefold() == lab.name.casefold():
            raise CourseError(messages.LAB_EXISTS.format(name=taken, root=course.root))


def _plain(name: str) -> str:
    """`name` in letters, digits and underscores: ``Introdução à IA`` → ``Introducao_a_IA``."""
    bare = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"\W+", "_", bare).strip("_")


def _copy(template: Path, folder: Path, field: str, value: str) -> None:
    """Copy a template into `folder`, its one field filled."""
    shutil.copytree(
        template, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__")
    )
    for path in folder.rglob("*"):
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            path.write_text(text.replace(field, value), encoding="utf-8")
