"""Files that were handed in, wherever they come from: a zip, a folder, a loose notebook."""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from gabarito.channels import messages
from gabarito.errors import CourseError
from gabarito.storage import refusals, zip_members

MAX_BYTES = 100 << 20
"""Of one file; a class is held in memory. What is larger, and can be graded, is put in by hand."""
_OF_A_ZIP = zip_members.Limits(total=1 << 30, member=MAX_BYTES, members=10_000)
"""A class of two hundred with figures stays under it."""


@dataclass(frozen=True)
class Found:
    """One file.

    Attributes:
        origin: where it was found, for people.
        parts: its path inside what was given, folder by folder.
        content: None where it is refused.
        refused: why; empty where it may be taken.
    """

    origin: str
    parts: tuple[str, ...]
    content: bytes | None
    when: datetime | None
    refused: str = ""


def files(path: Path) -> Iterator[Found]:
    """Every file in a zip or in a folder, or the file itself; zips directly in a folder are opened.

    Raises:
        CourseError: there is nothing of that name.
    """
    path = path.resolve()
    if path.is_dir():
        yield from _folder(path)
    elif path.suffix.lower() == ".zip" and path.is_file():
        yield from _zip(path)
    elif path.is_file():
        yield _file(path, path.parent)
    else:
        raise CourseError(messages.NOTHING_TO_COLLECT.format(path=path))


def _zip(path: Path) -> Iterator[Found]:
    try:
        with zip_members.ZipMembers(path, _OF_A_ZIP) as archive:
            for member in archive.members():
                yield _member(archive, member, path)
    except zip_members.RefusedError as error:
        yield Found(path.name, (path.name,), None, None, str(error))


def _member(archive: zip_members.ZipMembers, member: zip_members.Member, path: Path) -> Found:
    origin = f"{path.name}: {'/'.join(member.parts)}"
    parts = member.parts or ("?",)
    if member.refused:
        return Found(origin, parts, None, None, member.refused)
    try:
        return Found(origin, parts, archive.read(member), member.when)
    except zip_members.RefusedError as error:
        return Found(origin, parts, None, None, str(error))


def _folder(root: Path) -> Iterator[Found]:
    """Links are named and never followed."""
    for folder, subfolders, names in os.walk(root):
        place = Path(folder)
        subfolders.sort()
        links = [name for name in subfolders if (place / name).is_symlink()]
        for name in sorted([*names, *links]):
            path = place / name
            if refusals.is_clutter(path.relative_to(root).parts):
                continue
            if place == root and path.suffix.lower() == ".zip" and _is_regular(path):
                yield from _zip(path)
            else:
                yield _file(path, root)


def _file(path: Path, root: Path) -> Found:
    parts = tuple(unicodedata.normalize("NFC", part) for part in path.relative_to(root).parts)
    origin, status = "/".join(parts), path.lstat()
    refused = _why_not(origin, status)
    if refused:
        return Found(origin, parts, None, None, refused)
    try:
        content = path.read_bytes()
    except OSError as error:
        return Found(origin, parts, None, None, str(error.strerror))
    if refused := refusals.of_content(path.name, content):
        return Found(origin, parts, None, None, refused)
    return Found(origin, parts, content, datetime.fromtimestamp(status.st_mtime, UTC))


def _is_regular(path: Path) -> bool:
    return stat.S_ISREG(path.lstat().st_mode)


def _why_not(name: str, status: os.stat_result) -> str:
    if refused := refusals.of_kind(status.st_mode):
        return refused
    if status.st_size > MAX_BYTES:
        return messages.FILE_TOO_LARGE.format(most_mb=MAX_BYTES >> 20)
    return refusals.of_name(name)
