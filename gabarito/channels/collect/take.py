"""Take what was handed in into ``submitted/``: whole submissions, and only what is new.

nbgrader's own ``zip_collect`` unpacks every archive as it comes, wants a regular expression for the
names, and gives the whole class up at the first file handed in twice; what is kept of it is what
it leaves behind: ``submitted/<student>/<lab>/`` with a ``timestamp.txt``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from nbgrader.utils import parse_utc

from gabarito.channels import messages
from gabarito.channels.collect import places, sources
from gabarito.channels.collect.whose import Unknown, Whose
from gabarito.course.layout import Assignment, Gradable
from gabarito.course.people import Student, sort_key
from gabarito.errors import SubmissionError
from gabarito.notebook import handed_in
from gabarito.storage import atomic

_TIMESTAMP, _SECRET = "timestamp.txt", "submission_secret.txt"
_Key = tuple[str, int, str]
"""Source or time, attempt, Moodle's number of the student."""

MOST_FILES = 200
"""In one submission."""


@dataclass(frozen=True)
class Line:
    """What became of a file or of a submission, for people.

    Attributes:
        state: ``taken``, ``renamed``, ``replaced``, ``unchanged``, ``older`` or ``refused``.
    """

    origin: str
    student: str
    state: str
    words: str = ""


@dataclass
class _Attempt:
    """What one student handed in at one time."""

    origin: str
    number: int = 0
    participant: str = ""
    renamed: bool = False
    files: dict[PurePosixPath, bytes] = field(default_factory=dict)
    when: datetime | None = None

    def order(self) -> tuple[int, float]:
        return self.number, self.when.timestamp() if self.when else 0.0


def collect(lab: Gradable, paths: Iterable[Path], students: Mapping[str, Student]) -> list[Line]:
    """Take the submissions of `lab` in files, folders and zips.

    Args:
        students: of the gradebook, by id.
    Raises:
        CourseError: a path does not exist.
        OutputError: ``submitted/`` cannot be written.
    """
    lines: list[Line] = []
    whose = Whose(students)
    attempts: dict[str, dict[_Key, _Attempt]] = defaultdict(dict)
    for number, path in enumerate(paths):
        for found in sources.files(path):
            _sort(lab, found, number, whose, attempts, lines)
    for student in sorted(attempts):
        lines += _take_latest(lab, student, list(attempts[student].values()))
    return lines


def _sort(
    lab: Gradable,
    found: sources.Found,
    number: int,
    whose: Whose,
    attempts: dict[str, dict[_Key, _Attempt]],
    lines: list[Line],
) -> None:
    """Put a file with what the same student handed in at the same time, or say why not."""
    place = places.understood(found.parts, lab.name)
    if place.lab is not None and place.file.name == _TIMESTAMP:
        return  # its folder says the same
    refused = found.refused or _not_for(lab, place)
    try:
        student = whose.student(place.hints)
    except Unknown as error:
        lines.append(Line(found.origin, "", "refused", refused or str(error)))
        return
    if refused or found.content is None:
        lines.append(Line(found.origin, student, "refused", refused))
        return
    time = place.when.isoformat() if place.when else str(number)
    new = _Attempt(found.origin, place.attempt, place.participant)
    attempt = attempts[student].setdefault((time, place.attempt, place.participant), new)
    if _in_the_way(place.file, attempt.files):
        lines.append(Line(found.origin, student, "refused", messages.TWO_OF_ONE_NAME))
        return
    attempt.files[place.file] = found.content
    times = [time for time in (attempt.when, place.when or found.when) if time]
    attempt.when = max(times) if times else None


def _in_the_way(file: PurePosixPath, files: Iterable[PurePosixPath]) -> bool:
    """Whether the same file, or a file where the other needs a folder, is there already."""
    return any(file == one or file in one.parents or one in file.parents for one in files)


def _not_for(lab: Gradable, place: places.Place) -> str:
    """Why a file is none of this lab's, whoever's it is."""
    if place.lab is not None and place.lab != lab.name:
        return messages.OF_ANOTHER_LAB.format(lab=place.lab)
    if place.text:
        return messages.TYPED_TEXT
    name = place.file.name.lower()
    if name == _TIMESTAMP or (name == _SECRET and place.lab is None):
        return messages.NOT_A_STUDENTS_FILE  # the time comes from the platform, not from a student
    return ""


def _take_latest(lab: Gradable, student: str, attempts: list[_Attempt]) -> Iterator[Line]:
    """Of several attempts the last one that has a notebook; the others are named."""
    if len({attempt.participant for attempt in attempts} - {""}) > 1:
        for attempt in attempts:
            yield Line(attempt.origin, "", "refused", messages.NAMESAKES.format(student=student))
        return
    good = []
    for attempt in attempts:
        refused = _named(lab, attempt)
        if refused is None:
            good.append(attempt)
        else:
            yield Line(attempt.origin, student, "refused", refused)
    good.sort(key=_Attempt.order)
    for attempt in good[:-1]:
        yield Line(attempt.origin, student, "older", messages.LATER_ATTEMPT)
    if good:
        yield _put(lab, student, good[-1])


def _named(lab: Gradable, attempt: _Attempt) -> str | None:
    """Give the notebook its name; why that cannot be done, or None."""
    if len(attempt.files) > MOST_FILES:
        return messages.TOO_MANY_FILES.format(most=MOST_FILES)
    notebooks = [file for file in attempt.files if file.suffix.lower() == ".ipynb"]
    wanted = list(lab.notebooks()) if isinstance(lab, Assignment) else [lab.name]
    if any(str(file) == f"{name}.ipynb" for file in notebooks for name in wanted):
        return None
    if not notebooks:
        return messages.NO_NOTEBOOK
    if len(notebooks) > 1 or len(wanted) > 1:
        names = ", ".join(sorted(map(str, notebooks)))
        return messages.WHICH_NOTEBOOK.format(names=names, wanted=f"{wanted[0]}.ipynb")
    content = attempt.files.pop(notebooks[0])
    attempt.files[PurePosixPath(f"{wanted[0]}.ipynb")] = content
    attempt.renamed = True
    return None


def _put(lab: Gradable, student: str, attempt: _Attempt) -> Line:
    """Write a submission, if it is new or later than the one that is there."""
    home = lab.course.place("submitted", student, lab.name)
    line = Line(attempt.origin, student, "taken")
    if any(place.is_symlink() for place in (home, home.parent)):
        return replace(line, state="refused", words=messages.HOME_IS_LINK.format(path=home))
    if home.exists():
        there = _there(home)
        if there == attempt.files:
            return replace(line, state="unchanged")
        before = _when(home)
        if before is None or attempt.when is None or attempt.when <= before:
            return replace(line, state="older", words=messages.NOT_LATER.format(path=home))
        line = replace(line, state="replaced")
    _write(lab, home, attempt)
    renamed = line.state == "taken" and attempt.renamed
    return replace(line, state="renamed") if renamed else line


def _write(lab: Gradable, home: Path, attempt: _Attempt) -> None:
    with atomic.scratch_folder(lab.course.submitted) as scratch:
        new = scratch / home.name
        for file, content in attempt.files.items():
            atomic.write_bytes(new / file, content)
        if attempt.when:
            when = attempt.when.strftime("%Y-%m-%d %H:%M:%S UTC")
            atomic.write_text(new / _TIMESTAMP, when)
        atomic.replace_folder(new, home)


def _there(home: Path) -> dict[PurePosixPath, bytes]:
    found = {}
    for path in sorted(home.rglob("*")):
        if path.is_file() and path.name != _TIMESTAMP:
            try:
                found[PurePosixPath(path.relative_to(home))] = handed_in.read_bytes(path)
            except SubmissionError:
                return {}
    return found


def _when(home: Path) -> datetime | None:
    try:
        said = parse_utc(handed_in.read_bytes(home / _TIMESTAMP).decode().strip())
    except (SubmissionError, ValueError, OverflowError):
        return None
    return said.replace(tzinfo=UTC)


def not_here(students: Mapping[str, Student], lab: Gradable) -> list[str]:
    """Names of the students of whom there is nothing in ``submitted/``, in Portuguese order."""
    there = lab.course.of_students("submitted", lab)
    return sorted((s.name for s in students.values() if s.id not in there), key=sort_key)
