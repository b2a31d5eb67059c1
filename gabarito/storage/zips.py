"""Zips that we make: the same byte for byte wherever made."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import PurePosixPath

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip can hold; when a file was made is nobody's business."""


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
