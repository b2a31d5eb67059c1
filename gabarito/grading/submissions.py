"""Which submissions of a lab there are, those included that nbgrader does not see.

nbgrader looks at one path for each student. People hand in beside it: another capital, a copy, a
zip, a notebook without its folder. What can only mean one thing counts, with a repair in the
record; everything else is named, and no grade comes of it. Contents are not looked at here.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from pathlib import Path

from gabarito.course import file_names
from gabarito.course.layout import Gradable
from gabarito.grading import messages
from gabarito.storage.paths import relative

_MOODLES = re.compile(r"(?P<name>.+)_\d+_assignsubmission_\w*")
"""What Moodle calls a student's folder: name, its own number, and the kind of submission."""

_MOST_ENTRIES, _DEEPEST = 10_000, 4
"""Of a folder of a student's that anything is looked for in."""


@dataclass(frozen=True)
class Submission:
    """What a student handed in.

    Attributes:
        parts: a folder, an archive, or notebooks that lie beside other things.
        repairs: why it counts although it lies elsewhere, for the record.
    """

    student: str
    parts: tuple[Path, ...]
    repairs: tuple[str, ...] = ()


@dataclass
class Found:
    """All that was handed in.

    Attributes:
        submissions: by student, sorted.
        refused: why a student's cannot be graded, by student.
        unclear: why something else counts for nobody, by its path as it is shown.
        absent: students without any of it.
    """

    submissions: dict[str, Submission] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    unclear: dict[str, str] = field(default_factory=dict)
    absent: list[str] = field(default_factory=list)


def find(lab: Gradable, known: Mapping[str, str], students: Sequence[str] = ()) -> Found:
    """What there is of `lab` in ``submitted/``.

    Args:
        known: full names of the gradebook's students, perhaps empty, by id.
        students: only these; those that the configuration asks for when empty.
    """
    search = _Search(lab, known)
    search.look()
    return search.chosen(students)


def shown(path: Path) -> str:
    """A path as people read it: from the current folder, without what drives a terminal."""
    return printable(str(relative(path)))


def printable(name: str) -> str:
    """A name without characters that cannot be shown or written down."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in name)


def entries(folder: Path) -> list[Path]:
    """What lies in a student's folder, as much as is looked at: see :func:`all_entries`."""
    return all_entries(folder, _MOST_ENTRIES)


def all_entries(folder: Path, most: int | None = None) -> list[Path]:
    """What lies in a folder, sorted, but for what systems and Jupyter leave there.

    Args:
        most: as many as are read at most.
    """
    try:
        with os.scandir(folder) as found:
            names = [entry.name for entry in islice(found, most)]
    except OSError:
        return []
    return [folder / name for name in sorted(names) if name[0] != "." and name != "__MACOSX"]


def is_folder(path: Path) -> bool:
    """Whether it is a folder, and no link to one."""
    return not path.is_symlink() and path.is_dir()


def holds_work(path: Path, depth: int = 0) -> bool:
    """Whether it is a notebook or an archive, or a folder with one somewhere."""
    if is_folder(path):
        return depth < _DEEPEST and any(holds_work(one, depth + 1) for one in entries(path))
    return file_names.is_notebook(path) or file_names.is_archive(path)


class _Search:
    """One walk through ``submitted/``."""

    def __init__(self, lab: Gradable, known: Mapping[str, str]) -> None:
        self.lab, self.course, self.known = lab, lab.course, known
        self.labs = sorted({*self.course.task_names(), lab.name})
        self.notebooks = self._own_notebooks()
        self.exact = self.course.of_students("submitted", lab)
        self.claims: dict[str, list[Submission]] = {}
        self.known_as = _grouped(known, _folded)
        self.refusals: dict[str, dict[str, str]] = {}
        self.found = Found()
        self.seen: set[str] = set(known)

    def _own_notebooks(self) -> list[str]:
        """Names of notebooks that no other assignment has one of."""
        others = [self.course.gradable(name) for name in self.labs if name != self.lab.name]
        taken = [name for other in others for name in other.notebook_names()]
        own = self.lab.notebook_names()
        return [name for name in own if not any(file_names.same(name, one) for one in taken)]

    def look(self) -> None:
        """Go through the students' folders, or take just what nbgrader sees."""
        root = self.course.students_folder("submitted", self.lab)
        if root is None:
            for name, folder in self.exact.items():
                self._claim(name, (folder,))
            return
        for path in all_entries(root):
            if os.path.isdir(path):  # False of a link to where nobody may look
                self._look_in(path)
            elif holds_work(path):
                self._unclear(path, messages.WHOSE)

    def _look_in(self, folder: Path) -> None:
        """One student's folder."""
        if folder.is_symlink():
            self._unclear(folder, messages.IS_LINK)
        elif printable(folder.name) != folder.name:
            self._unclear(folder, messages.ODD_NAME)
        elif match := _MOODLES.fullmatch(folder.name):
            self._look_in_moodles(folder, match["name"])
        else:
            self._take(folder, folder.name)

    def _look_in_moodles(self, folder: Path, name: str) -> None:
        """Moodle's folder is of whom it names, if one student only is called so."""
        called = self._called.get(file_names.key(name), [])
        if folder.name in self.exact or folder.name in self.known:
            self._take(folder, folder.name)
        elif len(called) == 1:
            self._take(folder, called[0])
        elif holds_work(folder):
            self._unclear(folder, messages.WHOSE)

    @cached_property
    def _called(self) -> dict[str, list[str]]:
        """Students by full name, as file names tell names apart."""
        return _grouped(self.known, lambda student: file_names.key(self.known[student]))

    def _take(self, folder: Path, name: str) -> None:
        """Whatever in a student's folder can be of the lab."""
        exact = self.exact.get(folder.name)
        inside = [path for path in entries(folder) if path != exact]
        near = [path for path in inside if self._could_be(path)]
        right = exact is not None and (not near or holds_work(exact))
        parts = (exact,) if exact is not None and right else self._one(near)
        if parts:
            self._claim(name, parts, folder)
            for path in near:
                if path not in parts:
                    self._unclear(path, messages.ANOTHER.format(counts=shown(parts[0])))
        elif near:
            self._refuse(name, messages.SEVERAL, folder, near)
        elif unknown := [path for path in inside if self._is_of_nothing(path)]:
            self._refuse(name, messages.WHICH_LAB, folder, unknown)
        else:
            self.seen.add(self._student(name))

    def _could_be(self, path: Path) -> bool:
        """Whether a name says the lab, or one of its notebooks."""
        if not holds_work(path):
            return False
        if not _is_notebook(path):
            return self.lab.name in file_names.meant(path, self.labs)
        said = file_names.meant(path, [*self.labs, *self.notebooks])
        return any(name in {self.lab.name, *self.notebooks} for name in said)

    def _one(self, near: list[Path]) -> tuple[Path, ...]:
        """The one submission that those can be, if there is one."""
        if all(map(_is_notebook, near)):
            named = file_names.match(near, sorted({*self.labs, *self.notebooks}))
            files = {**named.exact, **named.close}
            return () if named.doubtful else tuple(files.values())
        alone = len(near) == 1 and file_names.meant(near[0], self.labs) == [self.lab.name]
        return tuple(near) if alone else ()

    def _is_of_nothing(self, path: Path) -> bool:
        return holds_work(path) and not file_names.meant(path, self.labs)

    def _student(self, name: str) -> str:
        """Who a folder's name is: known, or known under another way to write it."""
        if name in self.known:
            return name
        plain = unicodedata.normalize("NFC", name).strip()
        also = self.known_as.get(_folded(plain), [])
        return also[0] if len(also) == 1 else plain

    def _claim(self, name: str, parts: tuple[Path, ...], folder: Path | None = None) -> None:
        student = self._student(name)
        self.seen.add(student)
        repairs = []
        if folder is not None and folder.name != student:
            repairs.append(messages.COUNTS_AS_STUDENT.format(name=folder.name, student=student))
        if parts != (self.exact.get(folder.name if folder else name),):
            names = ", ".join(printable(path.name) for path in parts)
            repairs.append(messages.COUNTS_AS_LAB.format(name=names, lab=self.lab.name))
        self.claims.setdefault(student, []).append(Submission(student, parts, tuple(repairs)))

    def _refuse(self, name: str, sentence: str, folder: Path, paths: Sequence[Path]) -> None:
        student = self._student(name)
        self.seen.add(student)
        files = ", ".join(printable(path.name) for path in paths)
        said = sentence.format(path=shown(folder), files=files, lab=self.lab.name)
        self.refusals.setdefault(student, {})[shown(folder)] = said

    def _unclear(self, path: Path, reason: str) -> None:
        self.found.unclear[shown(path)] = reason

    def chosen(self, students: Sequence[str]) -> Found:
        """What was found, each student's once, of those who are asked for."""
        alike = _grouped(self.claims, _folded)
        for student, claims in sorted(self.claims.items()):
            self._settle(student, claims, alike[_folded(student)])
        for student, said in self.refusals.items():
            if student in self.found.submissions:
                self.found.unclear |= said
            else:
                self.found.refused.setdefault(student, next(iter(said.values())))
        wanted = self.course.asked_for(self.seen, students)
        found = self.found
        found.submissions = {s: one for s, one in found.submissions.items() if s in wanted}
        found.refused = {s: why for s, why in found.refused.items() if s in wanted}
        found.unclear = {} if students else found.unclear
        found.absent = sorted(wanted - set(found.submissions) - set(found.refused))
        return found

    def _settle(self, student: str, claims: list[Submission], alike: list[str]) -> None:
        """One submission a student: that with nothing to repair, or the only one.

        Args:
            alike: all whose names are hardly other, `student` among them.
        """
        plain = [claim for claim in claims if not claim.repairs]
        if len(alike) > 1 and not set(alike) <= set(self.known):
            named = ", ".join(sorted(alike))
            self.found.refused[student] = messages.SAME_STUDENT.format(names=named)
        elif len(claims) > 1 and len(plain) != 1:
            files = ", ".join(sorted(shown(path) for claim in claims for path in claim.parts))
            self.found.refused[student] = messages.SEVERAL_PLACES.format(files=files)
        else:
            self._count(plain[0] if plain else claims[0], claims)

    def _count(self, counts: Submission, claims: list[Submission]) -> None:
        self.found.submissions[counts.student] = counts
        for claim in claims:
            if claim is not counts:
                said = messages.ANOTHER.format(counts=shown(counts.parts[0]))
                self._unclear(claim.parts[0], said)


def _is_notebook(path: Path) -> bool:
    return file_names.is_notebook(path) and not os.path.isdir(path)


def _grouped(students: Iterable[str], by: Callable[[str], str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for student in students:
        found.setdefault(by(student), []).append(student)
    return found


def _folded(student: str) -> str:
    """The same for names that no two students have at once."""
    return unicodedata.normalize("NFC", student).strip().casefold()
