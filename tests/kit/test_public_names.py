"""What a course's own files import of this package: few names, listed in the guide, that last."""

from __future__ import annotations

import ast
import importlib
import re
from pathlib import Path

import pytest

import gabarito.checks
from gabarito.course.layout import CONFIG_FILE, Course

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| [^|]+ \| `(gabarito\.[\w.]+)` \| ([^|]+) \|$", re.MULTILINE)


def listed() -> dict[str, set[str]]:
    """The guide's public names by module."""
    names: dict[str, set[str]] = {}
    for module, cell in ROW.findall(GUIDE):
        names.setdefault(module, set()).update(re.findall(r"`(\w+)`", cell))
    return names


@pytest.mark.parametrize("module", listed())
def test_every_public_name_can_be_imported_from_where_the_guide_says(module):
    found = importlib.import_module(module)
    assert all(hasattr(found, name) for name in listed()[module])


def test_the_guide_lists_all_that_checks_are_written_with():
    assert set(gabarito.checks.__all__) == listed()["gabarito.checks"]


def course_files() -> list[Path]:
    course = Course.at(ROOT)
    labs = [course.lab(name) for name in course.lab_names()]
    folders = [course.utils, course.source, *(lab.checks for lab in labs)]
    return [path for folder in folders for path in sorted(folder.glob("*.py"))]


def imported(path: Path) -> set[tuple[str, str]]:
    """Module and name of each import from this package; a whole module has no name."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            names |= {(node.module or "", alias.name) for alias in node.names}
        elif isinstance(node, ast.Import):
            names |= {(alias.name, "") for alias in node.names}
    return {(module, name) for module, name in names if module.split(".")[0] == "gabarito"}


def test_a_course_imports_no_other_name_of_this_package():
    public = {(module, name) for module, names in listed().items() for name in names}
    others = {str(path.relative_to(ROOT)): imported(path) - public for path in course_files()}
    assert {path: names for path, names in others.items() if names} == {}


def test_the_configuration_names_no_other_class_of_this_package():
    named = re.findall(r"[\"'](gabarito\.[\w.]+)[\"']", (ROOT / CONFIG_FILE).read_text("utf-8"))
    public = {f"{module}.{name}" for module, names in listed().items() for name in names}
    assert named
    assert set(named) <= public
