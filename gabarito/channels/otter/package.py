"""Bundles for otter-grader: what the students get, and the autograder that grades it."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from gabarito.authoring import build, release
from gabarito.channels import imports, messages
from gabarito.channels.otter import cases, student_notebook, test_files
from gabarito.course import assembled, check_cells
from gabarito.course.layout import Lab
from gabarito.errors import CourseError, MissingExtraError
from gabarito.notebook import lab_text
from gabarito.storage import temporary, zips

_CONFIG = {
    "lang": "python",
    "pdf": False,  # needs LaTeX in the image, and a token to go anywhere
    "show_hidden": True,  # once grades are published, as gabarito's own feedback shows
    "show_stdout": True,
}
_PROGRAMS = frozenset({"run_autograder", "setup.sh"})


def student_package(lab: Lab) -> bytes:
    """Zip of what a student works with: notebook, visible checks, helpers, data.

    Raises:
        CourseError: the lab's build is missing or out of date, it is not released, or a checks
            file is wrong.
        LeakError: it would show a solution or a hidden check.
    """
    notebook = student_notebook.convert(_released_notebook(lab))
    tests = _tests(lab, hidden=False)
    content = _released_files(lab) | _runtime()
    content[f"{lab.name}.ipynb"] = build.serialize(notebook).encode()
    _require_no_leak(lab, content | _encoded(tests))
    ascii_tests = {name: test_files.ascii_source(source) for name, source in tests.items()}
    return zips.zip_bytes(content | _encoded(ascii_tests))


def autograder(lab: Lab) -> bytes:
    """Zip of the autograder, as ``otter generate`` makes it: for Gradescope, or ``otter run``.

    Raises:
        CourseError: the lab's build is missing or out of date, it is not released, or a checks
            file is wrong.
        MissingExtraError: otter-grader is not installed.
    """
    tests = _tests(lab, hidden=True)
    helpers = imports.support_modules(lab.course.utils, tests.values())
    own = {name: path.read_bytes() for name, path in helpers.items()}
    files = own | _released_files(lab) | _runtime()
    code = [content.decode() for name, content in files.items() if name.endswith(".py")]
    code += [cell.source for cell in lab.built().cells if cell.cell_type == "code"]
    made = _generate(tests, imports.requirements([*code, *tests.values()]))
    placed = {f"files/{name}": content for name, content in files.items()}
    return zips.zip_bytes(made | placed, _PROGRAMS)


def _released_notebook(lab: Lab) -> NotebookNode:
    path = lab.released / f"{lab.name}.ipynb"
    if not path.is_file():
        raise CourseError(messages.NOT_RELEASED.format(notebook=path, lab=lab.name))
    return nbformat.read(path, as_version=4)


def _released_files(lab: Lab) -> dict[str, bytes]:
    """Helpers and data beside the released notebook: name → content."""
    _released_notebook(lab)
    own = {f"{lab.name}.ipynb", f"{lab.name}.zip"}
    found = {path.relative_to(lab.released): path for path in lab.released.rglob("*")}
    return {
        name.as_posix(): path.read_bytes()
        for name, path in found.items()
        if path.is_file() and str(name) not in own and not _is_leftover(name)
    }


def _is_leftover(name: Path) -> bool:
    return any(part.startswith(".") or part == "__pycache__" for part in name.parts)


def _runtime() -> dict[str, bytes]:
    source = Path(cases.__file__).read_text(encoding="utf-8")
    return {test_files.RUNTIME_FILE: check_cells.shipped_source(source).encode()}


def _tests(lab: Lab, *, hidden: bool) -> dict[str, str]:
    assembled.require_current(lab)
    questions = lab_text.named_cells(lab.built(), "checks")
    return {f"tests/{q}.py": test_files.test_file(lab, q, hidden=hidden) for q in questions}


def _encoded(files: Mapping[str, str]) -> dict[str, bytes]:
    return {name: source.encode() for name, source in files.items()}


def _require_no_leak(lab: Lab, content: Mapping[str, bytes]) -> None:
    with temporary.folder() as scratch:
        _write(scratch, content)
        release.require_no_leak(lab, scratch)


def _generate(tests: Mapping[str, str], requirements: list[str]) -> dict[str, bytes]:
    """Files of the zip that ``otter generate`` writes: name → content."""
    try:
        from otter.generate import main
    except ImportError:
        raise MissingExtraError("otter") from None
    with temporary.folder() as folder:
        config, packages = folder / "otter_config.json", folder / "requirements.txt"
        _write(folder, _encoded(tests))
        config.write_text(json.dumps(_CONFIG))
        packages.write_text("\n".join(requirements))
        main(
            tests_dir=str(folder / "tests"),
            output_path=str(folder / "autograder.zip"),
            config=str(config),
            requirements=str(packages),
            no_environment=True,
        )
        return _unzipped((folder / "autograder.zip").read_bytes())


def _unzipped(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as made:
        return {name: made.read(name) for name in made.namelist()}


def _write(folder: Path, content: Mapping[str, bytes]) -> None:
    for name, data in content.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
