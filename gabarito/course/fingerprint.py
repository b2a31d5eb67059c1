"""What a grade depends on besides the submission and the sandbox, as one hash.

What judges is what is hashed: two runs with the same fingerprint judge alike, and whoever was
graded under another one is graded again.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from gabarito.course import configuration
from gabarito.course.layout import Assignment, Course, Gradable
from gabarito.storage import versions
from gabarito.storage.own_code import PACKAGE, below

NOT_FOR_JUDGING = ("equivalent.toml", "diagnoses.toml", "turma.py")
"""Files beside a lab's checks that no judging reads."""

Read = Callable[[Path], bytes | None]

_ADDRESS = re.compile(r" at 0x[0-9a-f]+")


def fingerprint(lab: Gradable, read: Read = Path.read_bytes) -> str:
    """Hash of all files that judge `lab`, its configuration, and what is installed.

    Every installed package counts: any of them may be imported by a student.

    Args:
        read: what counts of a file; None where nothing does, not even its name.
    Raises:
        CourseError: the configuration does not run.
    """
    known = json.dumps(versions.installed()).encode()
    return _sha256([of_files(lab, read).encode(), known])


def of_files(lab: Gradable, read: Read = Path.read_bytes) -> str:
    """The part of :func:`fingerprint` that can change while a process runs."""
    course = lab.course
    parts = [_configuration(course).encode()]
    parts += [path.read_bytes() for path in configuration.files(course.root)]
    parts += [path.read_bytes() for path in included(lab)]
    for name, folder in {**folders(lab), "package": PACKAGE}.items():
        for path in files(folder):
            content = read(path)
            if content is not None:
                place = f"{name}/{path.relative_to(folder).as_posix()}"
                parts += [place.encode(), content]
    return _sha256(parts)


def included(lab: Gradable) -> Iterator[Path]:
    """The notebooks that nbgrader puts before and after an assignment of its own."""
    options = lab.course.config.IncludeHeaderFooter if isinstance(lab, Assignment) else {}
    for name in ("header", "footer"):
        path = lab.course.root / str(options.get(name) or "")
        if path.is_file():
            yield path


def folders(lab: Gradable) -> dict[str, Path]:
    """The course's folders whose files judge `lab`, by what they hold."""
    checks = lab.course.root / "tests" / lab.name
    return {"built": lab.folder, "checks": checks, "utils": lab.course.utils}


def files(folder: Path) -> Iterator[Path]:
    """Files at any depth, sorted; not what Python and Jupyter leave there."""
    apart = {folder / name for name in NOT_FOR_JUDGING}
    yield from sorted(path for path in below(folder) if path not in apart)


def _configuration(course: Course) -> str:
    """The configuration as it came out, whatever other files it was read from.

    Sections that are merely asked for appear in it, empty.
    """
    said = {name: section for name, section in course.config.items() if section}
    return _ADDRESS.sub("", json.dumps(said, default=str, sort_keys=True))


def _sha256(parts: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()
