"""Does a student release show anything that only the instructor may see?"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

from gabarito.course.layout import Lab
from gabarito.notebook import lab_text

_REGION = re.compile(
    r"^[^\n]*BEGIN (SOLUTION|HIDDEN TESTS)[^\n]*\n(?P<secret>.*?)^[^\n]*END \1",
    re.DOTALL | re.MULTILINE,
)
_MARKS = ("BEGIN SOLUTION", "END SOLUTION", "BEGIN HIDDEN TESTS", "END HIDDEN TESTS")
_IMPORT = re.compile("import|from").match
_TELLING = re.compile(r".*[\"'\d]|deftest_").match
"""What of a hidden check is secret: its values, sentences and names, not ``return grads``."""

_TOO_COMMON = 10
"""Shorter lines (``else:``, ``m = 3``) say nothing; they are not looked for."""


@dataclass(frozen=True)
class Leak:
    """A secret line found in a released file."""

    file: Path
    line: int
    text: str


def find_leaks(lab: Lab, folder: Path) -> list[Leak]:
    """Lines in `folder` that come from a solution, a hidden check or a model answer.

    Every file is read, the notebook's JSON and the helpers alike, so that outputs,
    metadata and forgotten copies are seen too.

    Args:
        lab: the built lab.
        folder: its release.
    """
    secrets = secret_lines(lab.built())
    return [leak for path in _files(folder) for leak in _leaks_in(path, folder, secrets)]


def secret_lines(notebook: NotebookNode) -> set[str]:
    """Lines of a built notebook that the release must not show, normalized.

    Lines that the same kind of cell also shows in the open (a stub's own ``for``) and
    imports are no secret; the same line in prose, in a given cell or in a helper is.
    """
    secret: set[str] = set()
    shown: set[str] = set()
    for cell in notebook.cells:
        kind = (lab_text.marker(cell) or ("",))[0]
        if kind == "manual" and not marked(cell.source):
            secret |= _lines(cell.source)
        elif kind:
            shown |= _lines(_REGION.sub("", cell.source))
            for region in _REGION.finditer(cell.source):
                lines = _lines(region["secret"])
                secret |= set(filter(_TELLING, lines)) if kind == "checks" else lines
    return {line for line in secret - shown if len(line) >= _TOO_COMMON and not _IMPORT(line)}


def marked(source: str) -> bool:
    """Whether a cell says itself which of its lines are the instructor's."""
    return bool(_REGION.search(source))


def _lines(source: str) -> set[str]:
    return {line for line in map(_normalize, source.splitlines()) if line}


def _normalize(line: str) -> str:
    """Code of a line without spaces and trailing comment, so that reformatting hides nothing."""
    return re.sub(r"\s+", "", re.sub(r"\s#\s.*$", "", line))


def _files(folder: Path) -> Iterator[Path]:
    yield from sorted(path for path in folder.rglob("*") if path.is_file())


def _leaks_in(path: Path, folder: Path, secrets: set[str]) -> Iterator[Leak]:
    for number, line in enumerate(_text_lines(path), start=1):
        if _normalize(line) in secrets or any(mark in line for mark in _MARKS):
            yield Leak(path.relative_to(folder), number, line.strip())


def _text_lines(path: Path) -> list[str]:
    """Lines of a file; of a notebook, those of every string in its JSON."""
    content = path.read_text(encoding="utf-8", errors="replace")
    if path.suffix != ".ipynb":
        return content.splitlines()
    return [line for string in _strings(json.loads(content)) for line in string.splitlines()]


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        joined = all(isinstance(item, str) for item in value)
        yield from ["".join(value)] if joined else [s for item in value for s in _strings(item)]
    elif isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from _strings(item)
