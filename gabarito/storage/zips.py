"""Zip files: ours, the same byte for byte wherever made; and others', which may be hostile."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from gabarito.storage import messages

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip can hold; when a file was made is nobody's business."""


class UnreadableZipError(Exception):
    """A zip that is none, or holds what no zip should; ``str(error)`` says why."""


def zip_bytes(contents: Mapping[str, bytes], programs: frozenset[str] = frozenset()) -> bytes:
    """A zip of `contents`, sorted by name.

    Stored, not compressed: what a compressor makes of the same bytes depends on its version,
    and the data files are compressed already.

    Args:
        contents: name inside the zip (relative, with ``/``) → content.
        programs: names of files that may be executed.
    """
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name, content in sorted(contents.items()):
            entry = zipfile.ZipInfo(str(PurePosixPath(name)), _EPOCH)
            entry.create_system = 3  # Unix, on any machine, so that the modes count
            entry.external_attr = (0o100755 if name in programs else 0o100644) << 16
            archive.writestr(entry, content)
    return made.getvalue()


def unpack(content: bytes, folder: Path, most_bytes: int, most_files: int) -> None:
    """Write the common files of a zip into an empty folder, and nothing outside it.

    Hidden files, links and what macOS adds are left out.

    Args:
        most_bytes: of all files together.
        most_files: how many.
    Raises:
        UnreadableZipError: it is no zip, is encrypted, holds too much, or names a place
            outside the folder. What was written until then stays.
        OSError: the folder cannot be written.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [member for member in archive.infolist() if _is_common(member)]
            if len(members) > most_files:
                raise UnreadableZipError(messages.ZIP_TOO_MANY.format(most=most_files))
            left = most_bytes
            for member in members:
                with archive.open(member) as file:
                    read = file.read(left + 1)
                left -= len(read)
                if left < 0:
                    most_mb = most_bytes >> 20
                    raise UnreadableZipError(messages.ZIP_TOO_LARGE.format(most_mb=most_mb))
                _write_new(folder / _inside(member), read)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, LookupError):
        raise UnreadableZipError(messages.ZIP_BROKEN) from None
    except (RuntimeError, NotImplementedError):  # encrypted, or packed in a way Python cannot read
        raise UnreadableZipError(messages.ZIP_LOCKED) from None


def _is_common(member: zipfile.ZipInfo) -> bool:
    """Whether it is a plain file that somebody handed in."""
    kind = stat.S_IFMT(member.external_attr >> 16)
    parts = member.filename.replace("\\", "/").split("/")
    hidden = any(part == "__MACOSX" or (part[:1] == "." and part != "..") for part in parts)
    return not member.is_dir() and kind in (0, stat.S_IFREG) and not hidden


def _inside(member: zipfile.ZipInfo) -> PurePosixPath:
    """The member's name, if it leads into the folder."""
    path = PurePosixPath(member.filename.replace("\\", "/"))
    drive = path.parts[:1] and ":" in path.parts[0]
    if path.is_absolute() or ".." in path.parts or not path.parts or drive:
        raise UnreadableZipError(messages.ZIP_LEADS_OUT)
    return path


def _write_new(path: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(content)
    except (FileExistsError, NotADirectoryError):
        raise UnreadableZipError(messages.ZIP_TWICE) from None
