"""Which student of the gradebook a name, an e-mail or a number stands for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from gabarito.channels import messages
from gabarito.channels.roster import student_id
from gabarito.course.people import Student, plain


class Unknown(Exception):
    """Nobody, or more than one; ``str(error)`` says which."""


class Whose:
    """Finds students by what a path says of them.

    Args:
        students: of the gradebook, by id. Where there is none, what the path says first is the id.
    """

    def __init__(self, students: Mapping[str, Student]) -> None:
        self.students = students
        self._known: dict[str, set[str]] = defaultdict(set)
        for student in students.values():
            for text in _called(student):
                self._known[text].add(student.id)

    def student(self, hints: Iterable[str]) -> str:
        """The id of the only student that a hint can mean; the first that does counts.

        Raises:
            Unknown: no hint means anybody, or one means several.
        """
        hints = list(hints)
        first = hints[0] if hints else ""
        if not self.students and (made := student_id(first)):
            return made
        for hint in hints:
            found = sorted(self._known.get(plain(hint), ()))
            if len(found) > 1:
                raise Unknown(messages.SEVERAL_STUDENTS.format(name=hint, ids=", ".join(found)))
            if found:
                return found[0]
        raise Unknown(messages.NO_SUCH_STUDENT.format(name=first))


def _called(student: Student) -> set[str]:
    """All that a student may be called by."""
    names = {student.name, f"{student.last_name} {student.first_name}"}
    if last := student.last_name.split()[-1:]:
        names.add(f"{student.first_name} {last[0]}")
    together = {name.replace(" ", "") for name in names}
    others = {student.id, student.email, student.email.partition("@")[0]}
    return {plain(text) for text in names | together | others} - {""}
