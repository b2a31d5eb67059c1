"""Zips of others, a member at a time: what no zip should hold is named and never written.

Names may lead anywhere and sizes that a zip declares may be lies: a zip is read up to limits that
count what comes out of it.
"""

from __future__ import annotations

import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from gabarito.storage import messages, refusals, zip_names

_ENCRYPTED, _UNIX_TIMES = 0x1, 0x5455


class RefusedError(Exception):
    """A zip, or a member, that is not taken; ``str(error)`` says why."""


@dataclass(frozen=True)
class Limits:
    """How much is read of one zip.

    Attributes:
        total: bytes of all members together.
        member: bytes of one.
        members: how many there may be.
    """

    total: int
    member: int
    members: int


@dataclass(frozen=True)
class Member:
    """A file in a zip.

    Attributes:
        parts: its path, folder by folder; where it is not refused, no part leads anywhere else.
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

    def __init__(self, source: Path | BinaryIO, limits: Limits) -> None:
        try:
            self._zip = zipfile.ZipFile(source)
        except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError, struct.error):
            raise RefusedError(messages.NOT_A_ZIP) from None
        self._limits, self.left = limits, limits.total
        if len(self._zip.infolist()) > limits.members:
            self._zip.close()
            raise RefusedError(messages.TOO_MANY_MEMBERS.format(most=limits.members))

    def __enter__(self) -> ZipMembers:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def members(self) -> Iterator[Member]:
        """Each file; folders and what systems add by themselves are left out."""
        places = _Places()
        for info in self._zip.infolist():
            name = zip_names.meant(info)
            parts = refusals.parts_of(name)
            if info.is_dir() or name.endswith("/") or refusals.is_clutter(parts):
                continue
            refused = _why_not(info, name)
            if not refused and not places.free(parts):
                refused = messages.TWICE
            yield Member(parts, _when(info), refused, info)

    def read(self, member: Member) -> bytes:
        """A member's content.

        Raises:
            RefusedError: it is too large, whatever the zip declares, itself an archive, broken,
                or cannot be unpacked here.
        """
        most = self._limits.member
        if member.info.file_size > most:
            raise RefusedError(messages.MEMBER_TOO_LARGE.format(most_mb=most >> 20))
        content = self._unpacked(member, min(most, self.left)) if self.left >= 0 else b""
        self.left -= len(content)
        if self.left < 0:
            most_mb = self._limits.total >> 20
            raise RefusedError(messages.TOO_MUCH_INSIDE.format(most_mb=most_mb))
        if refused := refusals.of_content(member.parts[-1], content):
            raise RefusedError(refused)
        return content

    def _unpacked(self, member: Member, most: int) -> bytes:
        """At most one byte more than `most`."""
        try:
            with self._zip.open(member.info) as file:
                return file.read(most + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError, struct.error):
            raise RefusedError(messages.MEMBER_BROKEN) from None
        except (RuntimeError, NotImplementedError):
            raise RefusedError(messages.MEMBER_LOCKED) from None


class _Places:
    """Which places are taken, on a disk that knows no capitals, too."""

    def __init__(self) -> None:
        self._files: set[tuple[str, ...]] = set()
        self._folders: set[tuple[str, ...]] = set()

    def free(self, parts: tuple[str, ...]) -> bool:
        """Whether a file can be put there; it is, if so."""
        path = tuple(unicodedata.normalize("NFC", part).casefold() for part in parts)
        above = {path[:depth] for depth in range(1, len(path))}
        if path in self._files | self._folders or above & self._files:
            return False
        self._files.add(path)
        self._folders |= above
        return True


def unpack(source: BinaryIO, folder: Path, limits: Limits) -> list[tuple[str, str]]:
    """Write the files of a zip into an empty folder, and nothing outside it.

    Returns:
        What was left out: name and reason.
    Raises:
        RefusedError: nothing of it is taken.
        OSError: the folder cannot be written.
    """
    left_out = []
    with ZipMembers(source, limits) as archive:
        for member in archive.members():
            try:
                _write(archive, member, folder)
            except RefusedError as error:
                left_out.append(("/".join(member.parts), str(error)))
    return left_out


def _write(archive: ZipMembers, member: Member, folder: Path) -> None:
    if member.refused:
        raise RefusedError(member.refused)
    content = archive.read(member)
    path = folder.joinpath(*member.parts)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        file.write(content)


def _why_not(info: zipfile.ZipInfo, name: str) -> str:
    refused = refusals.of_kind(info.external_attr >> 16)
    if not refused and info.flag_bits & _ENCRYPTED:
        refused = messages.MEMBER_LOCKED
    return refused or refusals.of_name(name)


def _when(info: zipfile.ZipInfo) -> datetime | None:
    """In UTC; a zip without that field has the local time of whoever made it, taken for ours."""
    times = zip_names.extra(info, _UNIX_TIMES)
    try:
        if times and times[0] & 1 and len(times) >= 5:
            return datetime.fromtimestamp(struct.unpack("<i", times[1:5])[0], UTC)
        if info.date_time[0] > 1980:
            return datetime(*info.date_time).astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        pass
    return None
