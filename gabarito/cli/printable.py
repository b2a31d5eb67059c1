"""Other people's words at a terminal: they neither drive it nor pass for what we say."""

from __future__ import annotations

import re
import unicodedata

_SEQUENCES = re.compile(
    "(?:\x1b[\\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\\\|\x9c)?"  # to its end
    "|(?:\x1b\\[|\x9b)[0-?]*[ -/]*[@-~]?"
    "|\x1b[ -/]*[0-~]?"
)
"""ECMA-48's: strings (titles, links, pictures), control sequences, the other escapes."""

_BREAKS = re.compile("[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")


def printable(text: str) -> str:
    """The text on one line, without escape sequences.

    What else cannot be seen (other controls, marks that turn or join text, half a surrogate
    pair) is shown as its number.
    """
    line = _BREAKS.sub(" ", _SEQUENCES.sub("", text))
    return "".join(map(_seen, line))


def lines(text: str) -> list[str]:
    """The lines of a text of ours, each :func:`printable`."""
    return [printable(line) for line in text.split("\n")]


def _seen(character: str) -> str:
    if character.isprintable() or unicodedata.category(character) == "Zs":
        return character
    return character.encode("unicode_escape", "backslashreplace").decode()
