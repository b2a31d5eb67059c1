"""Text that went back on its line, as a terminal and Jupyter leave it: progress bars, mostly."""

from __future__ import annotations

import re

_BACK = re.compile("([\r\b])")


def as_left(text: str) -> str:
    r"""`text` with what was written over what, on each line.

    A carriage return goes to the line's beginning, a backspace one place to the left; neither
    erases. A page would show each as a line of its own, or as a square. ``\r\n`` ends a line.
    """
    if not _BACK.search(text):
        return text
    return "\n".join(_line(line) for line in text.split("\n"))


def _line(line: str) -> str:
    if not _BACK.search(line):
        return line
    left: list[str] = []
    cursor = 0
    for piece in _BACK.split(line):
        if piece == "\r":
            cursor = 0
        elif piece == "\b":
            cursor = max(0, cursor - 1)
        else:
            left[cursor : cursor + len(piece)] = piece
            cursor += len(piece)
    return "".join(left)
