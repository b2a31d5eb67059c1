"""The lock that development and CI install from: all that is asked for, and nothing from elsewhere.

Whether it installs is seen wherever ``make`` sets up the environment that runs this.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[2]
LOCK = (ROOT / "requirements-dev.lock").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PYTHONS = ["3.11.7", "3.12.1", "3.13.0"]
ENTRY = re.compile(r"^(\S.*?) \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.MULTILINE)


def asked():
    """Every requirement of the program, of its extras and of its build, but for one lab's own."""
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    optional = PROJECT["project"]["optional-dependencies"]
    extras = [texts for name, texts in optional.items() if name != "keras"]
    texts = [line for line in lines if line and not line.startswith("#")]
    texts += [text for extra in extras for text in extra] + PROJECT["build-system"]["requires"]
    found = map(Requirement, texts)
    return [one for one in found if one.name != PROJECT["project"]["name"]]


def pinned(python):
    """Version of each package that the lock gives a Linux with that Python."""
    machine = {
        "python_version": python.rpartition(".")[0],
        "python_full_version": python,
        "sys_platform": "linux",
        "os_name": "posix",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }
    pins = [Requirement(head) for head, _ in ENTRY.findall(LOCK)]
    here = [pin for pin in pins if pin.marker is None or pin.marker.evaluate(machine)]
    found = {(canonicalize_name(pin.name), next(iter(pin.specifier)).version) for pin in here}
    assert len(dict(found)) == len(found), "one version of each package"
    return {name: Version(version) for name, version in found}


@pytest.mark.parametrize("python", PYTHONS)
def test_the_lock_holds_a_version_of_all_that_is_asked_for(python):
    versions = pinned(python)
    for requirement in asked():
        assert versions[canonicalize_name(requirement.name)] in requirement.specifier, requirement


@pytest.mark.parametrize("extra", ["keras", "cluster"])
def test_the_versions_named_for_an_extra_are_in_its_ranges(extra):
    asked_for = PROJECT["project"]["optional-dependencies"][extra]
    ranges = {r.name: r.specifier for r in map(Requirement, asked_for)}
    lines = (ROOT / f"requirements-{extra}.txt").read_text(encoding="utf-8").splitlines()
    pins = [Requirement(line) for line in lines if not line.startswith("#")]
    assert {pin.name for pin in pins} == set(ranges)
    for pin in pins:
        assert next(iter(pin.specifier)).version in ranges[pin.name]


def test_every_line_of_the_lock_is_a_version_with_hashes_or_a_comment():
    rest = ENTRY.sub("", LOCK)
    assert [line for line in rest.splitlines() if not re.match(r"\s*#", line)] == []


def test_the_lock_names_no_address():
    assert re.findall(r"://|index-url|find-links|trusted-host", LOCK) == []
