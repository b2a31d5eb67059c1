"""Moodle's grading worksheet: the cells of grades and comments filled in, all else as it was.

Sources: ``mod/assign/gradingtable.php`` writes it (*Download grading worksheet*),
``mod/assign/feedback/offline/importgradeslib.php`` reads it back: rows are found by the number at
the end of ``Identifier`` (``Participant 12345``, ``Participante12345``), grades above the maximum,
locked or negative are skipped, and ``Last modified (grade)`` must stay as it came.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from gabarito.channels import csv_text, headings, messages
from gabarito.channels.grades import Graded
from gabarito.channels.moodle import comments
from gabarito.course.people import plain
from gabarito.errors import CourseError
from gabarito.results.record import Record, final_score

_NO = ("nao", "no")
_PLACES = 5
"""Decimal places that Moodle keeps of a grade."""


@dataclass(frozen=True)
class Worksheet:
    """A worksheet that was filled in.

    Attributes:
        content: the file.
        participants: Moodle's number in this assignment, and name there, by student id.
        notes: a sentence for each thing that a professor should know.
    """

    content: bytes
    participants: dict[str, tuple[str, str]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def fill(path: Path, graded: list[Graded]) -> Worksheet:
    """The worksheet at `path` with the class's grades; rows without one stay byte for byte.

    Raises:
        CourseError: it is not a grading worksheet.
    """
    sheet = csv_text.read(path)
    columns = headings.places(sheet.values(0), headings.WORKSHEET)
    if not {"participant", "grade"} <= columns.keys():
        raise CourseError(messages.NO_WORKSHEET.format(path=path))
    filling = _Filling(sheet, columns, path)
    rows = [row for row in range(1, len(sheet.rows)) if filling.text(row, "participant")]
    for one, row in _matched(filling, rows, graded):
        filling.take(one, row)
    done = filling.done
    return Worksheet(sheet.to_bytes(), done.participants, done.notes)


class _Filling:
    """One worksheet being filled."""

    def __init__(self, sheet: csv_text.CsvFile, columns: Mapping[str, int], path: Path) -> None:
        self.sheet, self.columns, self.path = sheet, columns, path
        self.comma = self._has_comma()
        self.done = Worksheet(b"")

    def text(self, row: int, key: str) -> str:
        """A cell's text; empty where there is no such column."""
        return self.sheet.value(row, self.columns[key]).strip() if key in self.columns else ""

    def take(self, one: Graded, row: int) -> None:
        """Write a student's grade and comment in a row."""
        number = re.search(r"\d+$", self.text(row, "participant"))
        name = self.text(row, "full") or one.student.name
        if number:
            self.done.participants[one.student.id] = number[0], name
        if one.record is None:
            return
        if plain(self.text(row, "locked")) in _NO:
            self.done.notes.append(messages.WORKSHEET_LOCKED.format(name=name))
            return
        grade = self._grade(row, name, one.record)
        if grade is not None:
            self.sheet.put(row, self.columns["grade"], grade)
            self._comment(row, name, one.record)

    def _grade(self, row: int, name: str, record: Record) -> str | None:
        """The grade on the worksheet's own scale, with its decimals."""
        score, said = final_score(record), self.text(row, "max")
        most = _float(said) if said else record.max_score
        if most is None or most <= 0:  # a scale in words
            self.done.notes.append(messages.WORKSHEET_SCALE.format(name=name, most=said))
            return None
        if record.max_score and most != record.max_score:
            score = score * most / record.max_score
        if score > most:
            self.done.notes.append(messages.WORKSHEET_ABOVE.format(name=name, most=said))
            score = most
        places = len(re.split(r"[.,]", said)[1]) if re.search(r"[.,]\d+$", said) else 0
        return self._number(score, places)

    def _number(self, score: float, places: int) -> str:
        whole, _, rest = f"{score:.{_PLACES}f}".partition(".")
        rest = rest.rstrip("0").ljust(places, "0")
        return f"{whole}{',' if self.comma else '.'}{rest}" if rest else whole

    def _comment(self, row: int, name: str, record: Record) -> None:
        if "comments" not in self.columns:
            return
        there = self.text(row, "comments")
        if there and not comments.is_ours(there):
            self.done.notes.append(messages.WORKSHEET_COMMENTED.format(name=name))
            return
        encoding = self.sheet.encoding
        text = comments.comment(record).encode(encoding, "xmlcharrefreplace").decode(encoding)
        self.sheet.put(row, self.columns["comments"], text)

    def _has_comma(self) -> bool:
        """Whether the file's numbers have decimal commas; where none tells, by its language."""
        for row in range(1, len(self.sheet.rows)):
            for key in ("max", "grade"):
                if match := re.search(r"\d([.,])\d", self.text(row, key)):
                    return match[1] == ","
        return plain(self.sheet.value(0, self.columns["grade"])) != "grade"


def _matched(
    filling: _Filling, rows: list[int], graded: list[Graded]
) -> Iterator[tuple[Graded, int]]:
    """Each student and the row that can only be theirs: by e-mail, number, user name, name.

    Who has none, and each row that is nobody's, gets a sentence.
    """
    left, waiting = list(rows), list(graded)
    for key, of_student in _KEYS.items():
        found = _unique({row: plain(filling.text(row, key)) for row in left})
        wanted = _unique({number: plain(of_student(one)) for number, one in enumerate(waiting)})
        both = sorted(found.keys() & wanted.keys())
        rows_taken, taken = {found[text] for text in both}, {wanted[text] for text in both}
        for text in both:
            yield waiting[wanted[text]], found[text]
        waiting = [one for number, one in enumerate(waiting) if number not in taken]
        left = [row for row in left if row not in rows_taken]
    notes = filling.done.notes
    for one in waiting:
        if one.record is not None:
            notes.append(messages.NOT_IN_WORKSHEET.format(name=one.student.name))
    for row in left:
        name = filling.text(row, "full") or filling.text(row, "participant")
        notes.append(messages.WORKSHEET_STRANGER.format(name=name))


_KEYS = {
    "email": lambda one: one.student.email,
    "id": lambda one: one.student.id,
    "user": lambda one: one.student.id,
    "full": lambda one: one.student.name,
}
"""What a row and a student are compared by, the surest first."""


def _unique(texts: Mapping[int, str]) -> dict[str, int]:
    """Of the texts that stand once, where."""
    times = Counter(texts.values())
    return {text: place for place, text in texts.items() if text and times[text] == 1}


def _float(text: str) -> float | None:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None
