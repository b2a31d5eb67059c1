"""A notebook's file as it came: its version and its cells, whatever those are.

The outputs of a cell, most of a large file, are looked over and not built: they do not count
against a submission. What does count is small, or is left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import nbformat

from gabarito.errors import SubmissionError
from gabarito.notebook import messages
from gabarito.storage.paths import relative

MAX_WHOLE = 50 << 20
"""Bytes of a file that has to be read into objects whole: of an old format, or with text that
is no Unicode."""

MAX_PART, MAX_OUTPUTS = 32 << 20, 16 << 20
"""Bytes of a cell's source, attachments or metadata each; of its outputs."""


@dataclass(frozen=True)
class Raw:
    """A notebook of format 4, or one made of an older one.

    Attributes:
        version: of the format, as the file says: major and minor.
        cells: whatever the file has for cells.
    """

    version: tuple[int, int]
    cells: Sequence[Any]


class _File(msgspec.Struct):
    nbformat: int
    cells: list[msgspec.Raw]
    nbformat_minor: int = 0


def read(content: bytes, path: Path, repairs: list[str]) -> Raw:
    """The notebook in a file.

    Args:
        path: for the messages.
        repairs: what had to be repaired is added.
    Raises:
        SubmissionError: empty, not JSON, no notebook, or too large for what it is.
    """
    if not content.strip():
        raise SubmissionError(messages.EMPTY_FILE.format(path=relative(path)))
    content = _in_utf8(content, repairs)
    try:
        file = msgspec.json.decode(content, type=_File)
    except (msgspec.MsgspecError, RecursionError):
        return _whole(content, path)
    if file.nbformat != 4:
        return _whole(content, path)
    return Raw((4, file.nbformat_minor), list(_cells(file.cells, repairs)))


def _in_utf8(content: bytes, repairs: list[str]) -> bytes:
    """The same text in UTF-8, as Jupyter writes it; an editor may have saved it otherwise."""
    encoding = json.detect_encoding(content)
    for name in (encoding, "cp1252", "latin-1"):
        try:
            text = content.decode(name)
        except UnicodeDecodeError:
            continue
        if name != "utf-8":
            repairs.append(messages.OTHER_ENCODING.format(encoding=name))
            return text.encode("utf-8", "replace")
        break
    return content


def _cells(raw: Sequence[msgspec.Raw], repairs: list[str]) -> Iterator[Any]:
    """Each cell with its parts built, but for outputs that are too large."""
    for number, cell in enumerate(raw, start=1):
        try:
            parts = msgspec.json.decode(cell, type=dict[str, msgspec.Raw])
        except msgspec.MsgspecError:
            yield None
            continue
        if len(memoryview(parts.get("outputs", b""))) > MAX_OUTPUTS:
            del parts["outputs"]
            repairs.append(messages.OUTPUTS_LEFT_OUT.format(number=number))
        yield _built(parts)


def _built(parts: dict[str, msgspec.Raw]) -> Any:
    """None where a part is larger than anybody's."""
    if any(len(memoryview(part)) > MAX_PART for part in parts.values()):
        return None
    return {name: msgspec.json.decode(part) for name, part in parts.items()}


def _whole(content: bytes, path: Path) -> Raw:
    if len(content) > MAX_WHOLE:
        size_mb, most_mb = len(content) / 2**20, MAX_WHOLE >> 20
        raise SubmissionError(
            messages.TOO_LARGE.format(path=relative(path), size_mb=size_mb, most_mb=most_mb)
        )
    try:
        raw = json.loads(content)
    except (ValueError, RecursionError):
        raise SubmissionError(messages.NO_JSON.format(path=relative(path))) from None
    try:
        version = (int(raw["nbformat"]), int(raw.get("nbformat_minor", 0)))
        if version[0] != 4:
            raw = nbformat.convert(nbformat.from_dict(raw), 4)
        return Raw(version, list(raw["cells"]))
    except Exception:  # whatever a hostile or broken file makes nbformat raise
        raise SubmissionError(messages.OTHER_JSON.format(path=relative(path))) from None
