"""The zip for Gradescope's "Configure Autograder" that grades with the isolated engine.

::

    setup.sh            run once, when Gradescope builds the image
    run_autograder      run for each submission
    programa/           this package, for pip
    curso/              a course with this lab only: what judging needs, and nothing else
"""

from __future__ import annotations

import json
import re
from importlib import metadata
from pathlib import Path

import gabarito
from gabarito.channels import imports, messages
from gabarito.channels.gradescope import results_json
from gabarito.course import assembled
from gabarito.course.fingerprint import NOT_FOR_JUDGING
from gabarito.course.layout import CONFIG_FILE, Course, Lab
from gabarito.storage import zips

_PACKAGE = Path(gabarito.__file__).parent
_TEMPLATES = Path(__file__).parent / "templates"
_SCRIPTS = ("setup.sh", "run_autograder")
_SETTINGS = ("ClearSolutions", "Execute", "Gabarito")
"""What judging reads of the configuration; the rest may hold a database's password."""

_PROJECT = """\
[build-system]
requires = ["setuptools>=77"]
build-backend = "setuptools.build_meta"

[project]
name = "gabarito"
version = {version}
requires-python = ">=3.11"
dependencies = {dependencies}

[tool.setuptools]
packages = {packages}

[tool.setuptools.package-data]
"*" = ["templates/**/*"]
"""


def package(lab: Lab) -> bytes:
    """The autograder of `lab`, as a zip. Same lab, same program: same bytes.

    Raises:
        CourseError: the lab's build is missing or out of date, or the configuration is wrong.
    """
    assembled.require_current(lab)
    results_json.hidden_visibility(lab.course)
    scripts = {name: (_TEMPLATES / name).read_bytes() for name in _SCRIPTS}
    return zips.zip_bytes({**scripts, **_program(lab), **_course(lab)}, frozenset(_SCRIPTS))


def _program(lab: Lab) -> dict[str, bytes]:
    """This package as a project that pip installs, with what the lab imports besides."""
    known = _requirements()
    code = [cell.source for cell in lab.built().cells if cell.cell_type == "code"]
    besides = [line for line in imports.requirements(code) if _name(line) not in map(_name, known)]
    packages = [path.parent for path in _PACKAGE.rglob("__init__.py")]
    names = sorted(".".join(path.relative_to(_PACKAGE.parent).parts) for path in packages)
    project = _PROJECT.format(
        version=json.dumps(gabarito.__version__),
        dependencies=json.dumps([*known, *besides], indent=1),
        packages=json.dumps(names),
    )
    return {"programa/pyproject.toml": project.encode()} | _below(_PACKAGE, "programa/gabarito")


def _name(requirement: str) -> str:
    """The package that a requirement names, as pip compares names."""
    name = re.match(r"[\w.-]*", requirement)
    return re.sub(r"[-_.]+", "-", name[0] if name else "").lower()


def _requirements() -> list[str]:
    """What the package needs, as its installation says or, where it is not installed, its text."""
    try:
        known = metadata.requires("gabarito") or []
    except metadata.PackageNotFoundError:
        lines = (_PACKAGE.parent / "requirements.txt").read_text(encoding="utf-8").splitlines()
        return [line for line in lines if line and not line.startswith("#")]
    return [requirement for requirement in known if "extra ==" not in requirement]


def _course(lab: Lab) -> dict[str, bytes]:
    """The course with this lab only."""
    twin = Course(Path("curso"))
    target = Lab(twin, lab.name)
    files = {
        f"curso/{CONFIG_FILE}": _configuration(lab.course).encode(),
        target.text.as_posix(): lab.text.read_bytes(),
        **_below(lab.folder, target.folder.as_posix()),
        **_below(lab.checks, target.checks.as_posix()),
        **_below(lab.course.utils, twin.utils.as_posix()),
    }
    unneeded = {(target.checks / name).as_posix() for name in NOT_FOR_JUDGING}
    return {name: content for name, content in files.items() if name not in unneeded}


def _configuration(course: Course) -> str:
    lines = [f'"""{messages.CONFIG_TITLE}"""', "", "c = get_config()"]
    for section in _SETTINGS:
        for name, value in sorted(course.config.get(section, {}).items()):
            lines.append(f"c.{section}.{name} = {value!r}")
    return "\n".join(lines) + "\n"


def _below(folder: Path, name: str) -> dict[str, bytes]:
    """Files of `folder` under a new name; not what Python and Jupyter leave there."""
    found = {path.relative_to(folder): path for path in folder.rglob("*") if path.is_file()}
    return {
        f"{name}/{place.as_posix()}": path.read_bytes()
        for place, path in found.items()
        if not any(part.startswith(".") or part == "__pycache__" for part in place.parts)
    }
