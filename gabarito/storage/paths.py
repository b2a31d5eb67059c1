"""How paths are written in what people read."""

from __future__ import annotations

from pathlib import Path


def relative(path: Path) -> Path:
    """`path` as seen from the current folder, where it lies inside."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
