"""How long the sections of the labs take, by one rule: python tests/curso/minutes.py [LAB]…

Nobody has timed a class yet. The rule counts what a section asks of a student: its text, at 120
words a minute (technical Portuguese, formulas read along), a minute for each cell to run and look
at, and three minutes for each line of the reference answer, to be found, typed and put right.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from gabarito.course.layout import Course, Lab

WORDS_A_MINUTE = 120
MINUTES_A_CELL, MINUTES_A_LINE = 1, 3
ROUNDED_TO = 5

WITH_A_TABLE = ("lab3_rede_densa", "lab3_multiclasse", "cnn_passo_a_passo", "regularizacao")

ONLY_READ = ("rede_densa_keras", "depuracao_rede_densa")
"""Labs whose tables count the reading alone, to the minute."""

_ROW = re.compile(r"^\| \[[^\]]*\]\(#(.+?)\) \|.*\| (\d+) \|$", re.MULTILINE)
_TOTAL = re.compile(r"^\| \| \*\*Total\*\* \|.*\| \*\*(\d+)\*\* \|$", re.MULTILINE)
_ANSWER = re.compile(r"^ *### BEGIN SOLUTION\n(.*?)^ *### END SOLUTION", re.MULTILINE | re.DOTALL)
_WORD = re.compile(r"[^\W\d_]{2,}")


class Section(NamedTuple):
    """A row of a lab's table: where it leads, the minutes that it tells, and the rule's."""

    anchor: str
    told: int
    minutes: int


def sections(lab: Lab) -> tuple[list[Section], int]:
    """The sections of the lab's table, extra credit apart, and the total that it tells."""
    cells = lab.parse().cells
    table = next(cell.source for cell in cells if _TOTAL.search(cell.source))
    rows = _ROW.findall(table[: _TOTAL.search(table).start()])
    return _measured(cells, rows, _minutes), int(_TOTAL.search(table)[1])


def readings(lab: Lab) -> tuple[list[Section], int]:
    """The same of a table of reading, where the extra credit ends the last section."""
    cells = lab.parse().cells
    table = next(cell.source for cell in cells if _TOTAL.search(cell.source))
    found = _measured(cells, _ROW.findall(table), _reading)
    return found[:-1], int(_TOTAL.search(table)[1])


def _measured(cells, rows, rule: Callable[..., int]) -> list[Section]:
    """Each row of a table, (anchor, minutes told), with the rule's minutes of its cells."""
    begins = [_place(cells, anchor) for anchor, _ in rows]
    ends = [*begins[1:], len(cells)]
    return [
        Section(anchor, int(told), rule(cells[begin:end]))
        for (anchor, told), begin, end in zip(rows, begins, ends, strict=True)
    ]


def _place(cells, anchor):
    """The cell where a link leads: to an anchor, or to a heading."""
    heading = "# " + anchor.replace("-", " ")
    for number, cell in enumerate(cells):
        if cell.cell_type == "markdown":
            plain = cell.source.replace("-", " ").replace("`", "")
            if f'id="{anchor}"' in cell.source or heading in plain.split("\n", 1)[0]:
                return number
    raise LookupError(anchor)


def _minutes(cells):
    text = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    code = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
    lines = [line for answer in _ANSWER.findall(code) for line in answer.split("\n")]
    written = [line for line in lines if line.strip() and not line.strip().startswith("#")]
    looked_at = sum(cell.cell_type == "code" for cell in cells)
    minutes = len(_WORD.findall(text)) / WORDS_A_MINUTE
    minutes += MINUTES_A_CELL * looked_at + MINUTES_A_LINE * len(written)
    return max(ROUNDED_TO, ROUNDED_TO * round(minutes / ROUNDED_TO))


def _reading(cells):
    words = sum(len(cell.source.split()) for cell in cells if cell.cell_type == "markdown")
    return max(1, round(words / WORDS_A_MINUTE))


def main() -> None:
    """Print the minutes of the labs that are named, or of those that have a table of them."""
    course = Course.at(Path(__file__).parents[2])
    for name in sys.argv[1:] or WITH_A_TABLE:
        found, total = sections(course.lab(name))
        print(f"{name}: {sum(one.minutes for one in found)} (diz {total})")
        for one in found:
            print(f"  {one.minutes:3}  (diz {one.told:3})  {one.anchor}")


if __name__ == "__main__":
    main()
