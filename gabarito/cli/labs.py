"""The argument that names a lab: which labs it means, and where their files lie, for people."""

from __future__ import annotations

from pathlib import Path

import click

from gabarito.course.layout import Course, Lab

LAB = click.argument("lab", metavar="LAB")
LABS = click.argument("lab", metavar="[LAB]", required=False)


def chosen(root: Path, name: str | None) -> list[Lab]:
    """The lab of that name, or all.

    Raises:
        CourseError: `root` is no course, or has no such lab.
    """
    course = Course.at(root)
    return [course.lab(one) for one in ([name] if name else course.lab_names())]


def short(path: Path, root: Path) -> Path:
    """`path` from the course's root, where it lies inside."""
    root = root.resolve()
    return path.relative_to(root) if path.is_relative_to(root) else path
