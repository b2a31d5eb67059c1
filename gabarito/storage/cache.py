"""What takes long to make and is the same in the next run, kept in the user's cache folder."""

from __future__ import annotations

import contextlib
import hashlib
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
    """

    def __init__(self, kind: str, parts: Iterable[bytes], libraries: Iterable[str]) -> None:
        digest = hashlib.sha256(sys.version.encode())
        known = (f"{library} {versions.of(library) or ''}".encode() for library in libraries)
        for part in [own_code.digest().encode(), *known, *parts]:
            digest.update(hashlib.sha256(part).digest())
        self.root = Path(pooch.os_cache("gabarito"))
        self.path = self.root / kind / f"{digest.hexdigest()}.json"

    def recall(self, kind: type[Any]) -> Any:
        """The value, of that type, or None where it is not known."""
        with contextlib.suppress(OSError, ValueError, msgspec.DecodeError):  # damaged ones, too
            self._close_to_others()
            return msgspec.json.decode(self.path.read_bytes(), type=kind)
        return None

    def keep(self, value: Any) -> None:
        """Write `value` down; where there is no place for it, the next run makes it again."""
        with contextlib.suppress(OSError, OutputError):
            self._close_to_others()
            atomic.write_bytes(self.path, msgspec.json.encode(value), _READ_BY_US)

    def _close_to_others(self) -> None:
        """Make the folder, readable by its owner only, also where an earlier version left it open.

        Raises:
            OSError: it cannot be made, or is somebody else's.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
        for folder in (self.root, self.path.parent):
            if folder.stat().st_mode & 0o077:
                folder.chmod(_OURS_ALONE)
