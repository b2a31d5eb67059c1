"""Zips of others, a member at a time: nothing is unpacked, what no zip should hold is named.

Names come in whatever encoding the program that made the zip had, and may lead anywhere; sizes
that a zip declares may be lies.
"""

from __future__ import annotations

import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from gabarito.storage import messages

MAX_MEMBERS = 10_000
MAX_TOTAL = 1024**3
"""Of all that is read of one zip; a class of two hundred with figures stays under it."""

_UTF8, _ENCRYPTED = 0x800, 0x1
_UNICODE_PATH, _UNIX_TIMES = 0x7075, 0x5455
_ARCHIVES = (".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz")
_MARKED = {
    "\N{COMBINING ACUTE ACCENT}": "aeiou",
    "\N{COMBINING GRAVE ACCENT}": "a",
    "\N{COMBINING CIRCUMFLEX ACCENT}": "aeo",
    "\N{COMBINING TILDE}": "aon",
    "\N{COMBINING DIAERESIS}": "u",
    "\N{COMBINING CEDILLA}": "c",
}
"""The letters that names of people here have besides the plain ones."""
_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


class RefusedError(Exception):
    """A zip, or a member, that is not taken; ``str(error)`` says why."""


@dataclass(frozen=True)
class Member:
    """A common file in a zip.

    Attributes:
        parts: its path, folder by folder; no part leads anywhere else.
        when: when it was last changed, if the zip says so.
        refused: why it is not taken; empty where it may be read.
    """

    parts: tuple[str, ...]
    when: datetime | None
    refused: str
    info: zipfile.ZipInfo


class ZipMembers:
    """An open zip; a context manager.

    Raises:
        RefusedError: it is no zip, is broken, or has too many members.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
        except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError, struct.error):
            raise RefusedError(messages.NOT_A_ZIP) from None
        self.left = MAX_TOTAL
        members = self._zip.infolist()
        if len(members) > MAX_MEMBERS:
            self._zip.close()
            raise RefusedError(messages.TOO_MANY_MEMBERS.format(most=MAX_MEMBERS))

    def __enter__(self) -> ZipMembers:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def members(self) -> Iterator[Member]:
        """Each file; folders and what systems add by themselves are left out."""
        seen: set[str] = set()
        for info in self._zip.infolist():
            name = _name(info)
            parts = tuple(part for part in name.split("/") if part not in ("", "."))
            if info.is_dir() or name.endswith("/") or is_clutter(parts):
                continue
            same = unicodedata.normalize("NFC", name).casefold()
            refused = _why_not(info, name, parts) or (messages.TWICE if same in seen else "")
            seen.add(same)
            yield Member(parts, _when(info), refused, info)

    def read(self, member: Member, most_bytes: int) -> bytes:
        """A member's content.

        Raises:
            RefusedError: it is too large, whatever the zip declares, broken, or cannot be
                unpacked here.
        """
        most = min(most_bytes, self.left)
        if member.info.file_size > most_bytes:
            raise RefusedError(messages.MEMBER_TOO_LARGE.format(most_mb=most_bytes >> 20))
        try:
            with self._zip.open(member.info) as file:
                content = file.read(most + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError, struct.error):
            raise RefusedError(messages.MEMBER_BROKEN) from None
        except (RuntimeError, NotImplementedError):
            raise RefusedError(messages.MEMBER_LOCKED) from None
        self.left -= len(content)
        if self.left < 0:
            raise RefusedError(messages.TOO_MUCH_INSIDE.format(most_mb=MAX_TOTAL >> 20))
        if len(content) > most:
            raise RefusedError(messages.MEMBER_TOO_LARGE.format(most_mb=most_bytes >> 20))
        return content


def is_clutter(parts: tuple[str, ...]) -> bool:
    """What macOS, Windows and Jupyter leave beside people's files, and hidden files."""
    return any(
        part == "__MACOSX" or part.startswith("~$") or (part.startswith(".") and part != "..")
        for part in parts
    ) or bool(parts and parts[-1].lower() in ("thumbs.db", "desktop.ini"))


def is_archive(name: str, content: bytes = b"") -> bool:
    """Whether a file is itself a packed one."""
    return name.lower().endswith(_ARCHIVES) or content.startswith(b"PK\x03\x04")


def _why_not(info: zipfile.ZipInfo, name: str, parts: tuple[str, ...]) -> str:
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind == stat.S_IFLNK:
        return messages.IS_LINK
    if kind not in (0, stat.S_IFREG):
        return messages.NO_COMMON_FILE
    if info.flag_bits & _ENCRYPTED:
        return messages.MEMBER_LOCKED
    if name.startswith("/") or re.match("[A-Za-z]:", name) or ".." in parts or not parts:
        return messages.LEADS_OUT
    if any(_bad_part(part) for part in parts) or len(parts) > 20:
        return messages.BAD_NAME
    return messages.NESTED if is_archive(parts[-1]) else ""


def _bad_part(part: str) -> bool:
    long = len(part.encode("utf-8", "replace")) > 200
    return long or bool(_DEVICE.fullmatch(part)) or not part.isprintable()


def _name(info: zipfile.ZipInfo) -> str:
    """The name as it was meant, composed, with ``/``.

    Without the UTF-8 flag a name is in the code page of whoever packed it: macOS writes UTF-8 and
    does not say so; Windows in Brazil writes cp850, some programs cp1252; Python assumes cp437.
    """
    name = info.orig_filename
    if not info.flag_bits & _UTF8:
        raw = name.encode("cp437", "replace")
        told = _extra(info, _UNICODE_PATH)
        name = _decoded(raw) if told is None else told[5:].decode("utf-8", "replace")
    return unicodedata.normalize("NFC", name.replace("\\", "/"))


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    for encoding in ("cp850", "cp1252"):
        text = raw.decode(encoding, "replace")
        if all(character.isascii() or _is_ours(character) for character in text):
            return text
    return raw.decode("cp850")


def _is_ours(character: str) -> bool:
    taken_apart = unicodedata.normalize("NFD", character.lower())
    return taken_apart[0] in _MARKED.get(taken_apart[1:], "")


def _when(info: zipfile.ZipInfo) -> datetime | None:
    """In UTC; a zip without that field has the local time of whoever made it, taken for ours."""
    times = _extra(info, _UNIX_TIMES)
    try:
        if times and times[0] & 1 and len(times) >= 5:
            return datetime.fromtimestamp(struct.unpack("<i", times[1:5])[0], UTC)
        if info.date_time[0] > 1980:
            return datetime(*info.date_time).astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        pass
    return None


def _extra(info: zipfile.ZipInfo, wanted: int) -> bytes | None:
    """One of the extra fields of a member."""
    rest = info.extra
    while len(rest) >= 4:
        kind, size = struct.unpack("<HH", rest[:4])
        if kind == wanted and len(rest) >= 4 + size:
            return rest[4 : 4 + size]
        rest = rest[4 + size :]
    return None
