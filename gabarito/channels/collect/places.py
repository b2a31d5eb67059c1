"""What the path of a handed-in file says: whose it may be, which file, when.

Moodle (``mod/assign/locallib.php``, *Download all submissions*) has a folder
``Nome Sobrenome_12345_assignsubmission_file_`` for each student, before 3.1 that in front of the
file's own name, with groups ``Grupo A-Nome Sobrenome_…``. Google Classroom names a student's copy
``Nome Sobrenome - lab.ipynb``. nbgrader's exchange has folders
``user+lab+2026-03-05 23:59:59 UTC``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import PurePosixPath

_MOODLE = re.compile(
    r"(?P<name>[^_]+)_(?P<number>\d+)_assignsubmission_(?P<kind>[a-z]+)_?(?P<rest>.*)"
)
_FOLDER = re.compile(r"(?<=: ).*_assignsubmission_[a-z]+_?/")
_INBOUND = re.compile(
    r"(?P<user>[^+]+)\+(?P<lab>[^+]+)\+"
    r"(?P<when>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?) (?P<zone>UTC|[+-]\d\d(?:\d\d)?)(?:\+.*)?"
)
_ATTEMPT = re.compile(r"(?:tentativa|attempt)[ _-]*(?P<number>\d+)", re.IGNORECASE)
_COPY = re.compile(r"^(?:c.pia\s+de|copy\s+of)\s+", re.IGNORECASE)
_DASH, _WORDS = re.compile(r"\s+[-–]\s+"), re.compile(r"[\s_–-]+")
_NUMBER = re.compile(r"\d{4,}")
_WORK = {"lab", "tarefa", "atividade", "entrega", "trabalho", "notebook", "final", "parte"}


@dataclass(frozen=True)
class Place:
    """Where a file was found.

    Attributes:
        hints: what may name the student, the likeliest first.
        file: its name in the student's folder.
        participant: Moodle's number of the student in this assignment; empty elsewhere.
        attempt: which attempt it is of; 0 where the path says none.
        text: whether it is what a student typed in Moodle's own editor.
        when, lab: as nbgrader's exchange writes them.
    """

    hints: tuple[str, ...]
    file: PurePosixPath
    participant: str = ""
    attempt: int = 0
    text: bool = False
    when: datetime | None = None
    lab: str | None = None


def inside(origin: str) -> str:
    """Where a file is inside the student's folder of Moodle's; elsewhere, as it was found.

    Which student that is stands beside it: thirty folders' names would hide the files'.
    """
    return _FOLDER.sub("", origin)


def understood(parts: tuple[str, ...], lab: str) -> Place:
    """What a path, folder by folder, says."""
    attempt = max((int(m["number"]) for part in parts if (m := _ATTEMPT.search(part))), default=0)
    for depth, part in enumerate(parts):
        inside = tuple(one for one in parts[depth + 1 :] if not _ATTEMPT.fullmatch(one))
        if match := _MOODLE.fullmatch(part):
            file = PurePosixPath(*inside) if inside else PurePosixPath(match["rest"] or part)
            typed = match["kind"] != "file"
            return Place(_moodle_hints(match["name"]), file, match["number"], attempt, typed)
        if (match := _INBOUND.fullmatch(part)) and inside:
            zone = match["zone"].replace("UTC", "+00")  # as ``%Z`` writes a zone without a name
            when = datetime.fromisoformat(match["when"] + zone).astimezone(UTC)
            file = PurePosixPath(*inside)
            return Place((match["user"],), file, when=when, lab=match["lab"])
    return Place(tuple(_hints(parts, lab)), PurePosixPath(parts[-1]), attempt=attempt)


def _moodle_hints(name: str) -> tuple[str, ...]:
    """The name; where groups hand in, what stands after the group's."""
    return (name, *(name[m.end() :] for m in re.finditer("-", name)))


def _hints(parts: tuple[str, ...], lab: str) -> list[str]:
    """Folders from the outside in, then the file's name; whole, then without what names the work.

    Never a lone word of a longer name: ``Ana_Paula.ipynb`` is not the student ``ana``'s.
    """
    stem = _COPY.sub("", PurePosixPath(parts[-1]).stem)
    names = [*parts[:-1], stem]
    dashed = [piece for name in names for piece in _DASH.split(name)]
    numbers = [number for name in names for number in _NUMBER.findall(name)]
    trimmed = [_without_work(name, lab) for name in [*names, *dashed]]
    found = [hint.strip() for hint in [*names, *dashed, *numbers, *trimmed]]
    own = {lab.casefold(), ""}
    return [hint for hint in dict.fromkeys(found) if hint.casefold() not in own]


def _without_work(name: str, lab: str) -> str:
    """``Íris Conceição`` of ``Íris_Conceição-Lab3 (1)``."""
    known = _WORK | {word.casefold() for word in _WORDS.split(lab)}
    words = [word for word in _WORDS.split(name) if word]
    while words and (re.search(r"\d", words[-1]) or words[-1].casefold() in known):
        words.pop()
    return " ".join(words)
