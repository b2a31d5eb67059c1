"""A lab's checks as an otter-grader autograder: the same functions, hidden ones included."""

from __future__ import annotations

import shutil
from pathlib import Path

from otter.generate import main as generate

from gabarito import inline, text
from gabarito.course import Lab

_FILE = """\
OK_FORMAT = False

from gabarito.checks import run_check
from otter.test_files import test_case

import {module} as checks

name = "{question}"


def judge(function, env):
    result = run_check(function, env)
    assert result.state == "passed", result.message

"""
_CASE = """
@test_case(name="{check}", points={points}, hidden={hidden})
def case_{number}(env):
    judge(checks.{check}, env)

"""


def autograder(lab: Lab, folder: Path) -> Path:
    """Write the lab's autograder zip into the new `folder`, with all that its notebook reads."""
    files, tests = folder / "files", folder / "tests"
    for place in (files, tests):
        place.mkdir(parents=True)
    shutil.copytree(lab.folder, files, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.ipynb"))
    shutil.copytree(lab.course.utils, files, dirs_exist_ok=True)
    for question in text.named_cells(lab.built(), "checks"):
        path = lab.checks_file(question)
        module = f"verifica_{question}"
        shutil.copy(path, files / f"{module}.py")
        (tests / f"{question}.py").write_text(_test_file(lab, question, path, module))
    _generate(folder, files)
    return folder / "autograder.zip"


def _test_file(lab: Lab, question: str, path: Path, module: str) -> str:
    specs = inline.question_checks(lab.load_module(path), path)
    cases = [
        _CASE.format(check=check, points=spec.points, hidden=not spec.visible, number=number)
        for number, (check, spec) in enumerate(specs.items())
    ]
    return _FILE.format(module=module, question=question) + "".join(cases)


def _generate(folder: Path, files: Path) -> None:
    """otter takes paths inside the current folder only, and keeps them in the zip."""
    import contextlib

    with contextlib.chdir(files):
        inside = sorted(str(path.relative_to(files)) for path in files.iterdir())
        generate(
            tests_dir=str(folder / "tests"),
            output_path=str(folder / "autograder.zip"),
            no_config=True,
            no_requirements=True,
            no_environment=True,
            files=inside,
        )
