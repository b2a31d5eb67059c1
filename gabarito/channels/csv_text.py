"""CSV files as spreadsheets and learning platforms write them, kept byte for byte.

Python's own :mod:`csv` reads values and forgets how they were written; a worksheet that goes
back to Moodle must come back the same but for the cells that were filled in.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from gabarito.channels import messages
from gabarito.errors import CourseError

MAX_BYTES = 20 * 1024 * 1024
"""A class of a thousand, comments included, stays under 5 MB."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DELIMITERS = ",;\t"
_FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
_NUMBER = re.compile(r"-?\d+([.,]\d+)?")


@dataclass(frozen=True)
class CsvFile:
    """A CSV file taken apart.

    Attributes:
        bom, encoding: how its text is in bytes.
        delimiter: between cells.
        rows: cells as they are written, quotes included.
        endings: what ends each row.
    """

    bom: bytes
    encoding: str
    delimiter: str
    rows: list[list[str]]
    endings: list[str]

    def value(self, row: int, column: int) -> str:
        """What a cell says; empty where the row is shorter."""
        cells = self.rows[row]
        return _value(cells[column]) if column < len(cells) else ""

    def values(self, row: int) -> list[str]:
        """What a row says, stripped."""
        return [_value(cell).strip() for cell in self.rows[row]]

    def put(self, row: int, column: int, text: str) -> None:
        """Write a cell; the row grows where it is shorter. Formulas become text."""
        cells = self.rows[row]
        cells.extend([""] * (column + 1 - len(cells)))
        cells[column] = written(text, self.delimiter)

    def to_bytes(self) -> bytes:
        """The file.

        Raises:
            UnicodeEncodeError: a cell has letters that the file's encoding has not.
        """
        lines = zip(self.rows, self.endings, strict=True)
        text = "".join(self.delimiter.join(cells) + ending for cells, ending in lines)
        return self.bom + text.encode(self.encoding)


def read(path: Path) -> CsvFile:
    """A CSV file: UTF-8 with or without its mark, UTF-16 with it, cp1252; ``,``, ``;`` or tab.

    Raises:
        CourseError: it cannot be read as any of them, or is empty.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise CourseError(
            messages.CSV_UNREADABLE.format(path=path, reason=error.strerror)
        ) from None
    if len(content) > MAX_BYTES:
        raise CourseError(messages.CSV_TOO_LARGE.format(path=path, most_mb=MAX_BYTES >> 20))
    found = parse(content)
    if found is None or not any(any(found.values(row)) for row in range(len(found.rows))):
        raise CourseError(messages.NO_CSV.format(path=path))
    return found


def parse(content: bytes) -> CsvFile | None:
    """The same of a file's content; None where it is no text."""
    decoded = _decoded(content)
    if decoded is None or "\0" in decoded[2]:
        return None
    bom, encoding, text = decoded
    delimiter = _delimiter(text)
    rows, endings = _split(text, delimiter)
    return CsvFile(bom, encoding, delimiter, rows, endings)


def made(rows: Iterable[Sequence[str]], delimiter: str) -> bytes:
    """A new CSV file, in UTF-8 with the mark that spreadsheets know; formulas become text."""
    lines = (delimiter.join(written(cell, delimiter) for cell in row) for row in rows)
    return codecs.BOM_UTF8 + "".join(f"{line}\r\n" for line in lines).encode()


def written(text: str, delimiter: str) -> str:
    """A cell as it is written: harmless, and quoted where it must be."""
    text = harmless(text)
    if any(character in text for character in f'{delimiter}"\r\n'):
        return '"' + text.replace('"', '""') + '"'
    return text


def harmless(text: str) -> str:
    """`text` that no spreadsheet takes for a formula; a negative number stays a number.

    Source: OWASP, *CSV Injection*: cells that start with ``=``, ``+``, ``-``, ``@``, a tab or a
    line break (or the wide forms of the first four) get an apostrophe in front.
    """
    if _FORMULA.match(text) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def _decoded(content: bytes) -> tuple[bytes, str, str] | None:
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return _try(content, bom, encoding)
    return _try(content, b"", "utf-8") or _try(content, b"", "cp1252")


def _try(content: bytes, bom: bytes, encoding: str) -> tuple[bytes, str, str] | None:
    try:
        return bom, encoding, content[len(bom) :].decode(encoding)
    except UnicodeDecodeError:
        return None


def _delimiter(text: str) -> str:
    """The one that the first line has most of, quoted cells left out."""
    first = re.sub(r'"[^"]*"', "", text.lstrip("\r\n")).partition("\n")[0]
    return max(_DELIMITERS, key=first.count)


def _split(text: str, delimiter: str) -> tuple[list[list[str]], list[str]]:
    """Cells as written, row by row, and each row's ending."""
    plain = f"[^{delimiter}\r\n]*"
    cell = re.compile(rf'("(?:[^"]|"")*"{plain}|{plain})({delimiter}|\r\n|\n|\r|\Z)')
    rows: list[list[str]] = [[]]
    endings: list[str] = []
    for match in cell.finditer(text):
        rows[-1].append(match[1])
        if match[2] != delimiter:
            endings.append(match[2])
            if match.end() == len(text):
                break
            rows.append([])
    return rows, endings


def _value(cell: str) -> str:
    if len(cell) > 1 and cell.startswith('"') and cell.endswith('"'):
        return cell[1:-1].replace('""', '"')
    return cell
