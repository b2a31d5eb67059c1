"""What takes long to make and is the same in the next run, kept in the user's cache folder."""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
import pooch

from gabarito.errors import OutputError
from gabarito.storage import atomic, own_code, versions

_OURS_ALONE, _READ_BY_US = 0o700, 0o600


class Cached:
    """One value, under the name of all that it depends on.

    Whatever it is, our own code makes it: what other code left there is not known, also under
    the same version. What is kept may hold hidden checks: no other account of the machine reads
    the folder.

    Args:
        kind: folder of the values of its kind.
        parts: what it is made from.
        libraries: what it is made with besides this program; their versions count, and Python's.
        room: bytes that all values of the kind may take; those not used for longest go. None for
            what takes next to nothing.
    """

    def __init__(
        self,
        kind: str,
        parts: Iterable[bytes],
        libraries: Iterable[str],
        room: int | None = None,
    ) -> None:
        digest = hashlib.sha256(sys.version.encode())
        known = (f"{library} {versions.of(library) or ''}".encode() for library in libraries)
        for part in [own_code.digest().encode(), *known, *parts]:
            digest.update(hashlib.sha256(part).digest())
        self.room = room
        self.root = Path(pooch.os_cache("gabarito"))
        self.path = self.root / kind / f"{digest.hexdigest()}.json"

    def recall(self, kind: type[Any]) -> Any:
        """The value, of that type, or None where it is not known."""
        with contextlib.suppress(OSError, ValueError, msgspec.DecodeError):  # damaged ones, too
            self._close_to_others()
            content = self.path.read_bytes()
            if self.room is not None:
                os.utime(self.path)
            return msgspec.json.decode(content, type=kind)
        return None

    def keep(self, value: Any) -> None:
        """Write `value` down; where there is no place for it, the next run makes it again."""
        with contextlib.suppress(OSError, OutputError):
            self._close_to_others()
            atomic.write_bytes(self.path, msgspec.json.encode(value), _READ_BY_US)
            self._make_room()

    def _make_room(self) -> None:
        """Remove what was not used for longest, where values of the kind take too much."""
        if self.room is None:
            return
        found = [(path.stat(), path) for path in self.path.parent.iterdir()]
        found.sort(key=lambda item: item[0].st_mtime, reverse=True)
        taken = itertools.accumulate(status.st_size for status, _ in found)
        for (_, path), until_here in zip(found, taken, strict=True):
            if until_here > self.room and path != self.path:
                path.unlink(missing_ok=True)

    def _close_to_others(self) -> None:
        """Make the folder, readable by its owner only, also where an earlier version left it open.

        Raises:
            OSError: it cannot be made, or is somebody else's.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
        for folder in (self.root, self.path.parent):
            if folder.stat().st_mode & 0o077:
                folder.chmod(_OURS_ALONE)
