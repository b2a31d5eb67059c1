"""What is said of a version in several files is the same in all; the package holds its files."""

from __future__ import annotations

import re
from importlib import metadata
from pathlib import Path

import yaml

import gabarito

ROOT = Path(__file__).parents[2]
RELEASED = re.compile(r"^## \[(\d+\.\d+\.\d+)\] - (\d{4}-\d\d-\d\d)$", re.MULTILINE)


def test_the_newest_version_of_the_changelog_is_the_program_s_and_the_citation_s():
    version, day = RELEASED.findall((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))[0]
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert gabarito.__version__ == metadata.version("gabarito") == version
    assert (citation["version"], str(citation["date-released"])) == (version, day)


def test_the_wheel_holds_every_file_of_the_package():
    installed = {str(path) for path in metadata.files("gabarito") or []}
    for path in (ROOT / "gabarito").rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            assert path.relative_to(ROOT).as_posix() in installed
    assert "gabarito/py.typed" in installed
