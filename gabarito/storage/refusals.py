"""Which files of others are not taken, by their kind and name: in a zip and in a folder alike."""

from __future__ import annotations

import re
import stat

from gabarito.storage import messages

ARCHIVE = re.compile(r"\.(zip|rar|7z|tar|tgz|tar\.\w+)\s*$", re.IGNORECASE)
"""A name of packed files. One that is packed alone (``.gz``) is data, as MNIST is."""

_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_LONGEST, _DEEPEST = 200, 20
_NOTEBOOK = (".ipynb", ".json")


def of_kind(mode: int) -> str:
    """Why a file of this kind is not taken; empty where it may be.

    Args:
        mode: as Unix has it; 0 where a zip says nothing, as on Windows.
    """
    if stat.S_ISLNK(mode):
        return messages.IS_LINK
    return "" if stat.S_IFMT(mode) in (0, stat.S_IFREG) else messages.NO_COMMON_FILE


def of_name(name: str) -> str:
    """Why a file with this path, with ``/``, is not taken; empty where it may be."""
    parts = parts_of(name)
    if name.startswith("/") or re.match("[A-Za-z]:", name) or ".." in parts or not parts:
        return messages.LEADS_OUT
    if any(_bad_part(part) for part in parts) or len(parts) > _DEEPEST:
        return messages.BAD_NAME
    return messages.NESTED if ARCHIVE.search(parts[-1]) else ""


def of_content(name: str, content: bytes) -> str:
    """Why this content is not taken: a zip that is called a notebook; empty where it may be."""
    hidden = content.startswith(b"PK\x03\x04") and name.lower().endswith(_NOTEBOOK)
    return messages.NESTED if hidden else ""


def parts_of(name: str) -> tuple[str, ...]:
    """A path with ``/``, folder by folder."""
    return tuple(part for part in name.split("/") if part not in ("", "."))


def is_clutter(parts: tuple[str, ...]) -> bool:
    """What macOS, Windows and Jupyter leave beside people's files, and hidden files."""
    return any(
        part == "__MACOSX" or part.startswith("~$") or (part.startswith(".") and part != "..")
        for part in parts
    ) or bool(parts and parts[-1].lower() in ("thumbs.db", "desktop.ini"))


def _bad_part(part: str) -> bool:
    long = len(part.encode("utf-8", "replace")) > _LONGEST
    return long or bool(_DEVICE.fullmatch(part)) or not part.isprintable()
