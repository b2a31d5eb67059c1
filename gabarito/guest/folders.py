"""Folders that student code wrote into: made for one user, measured, and removed for sure."""

from __future__ import annotations

import os
import secrets
import tempfile

MAX_BYTES = 128 << 20
MAX_FILES = 4096
_BLOCK = 512  # bytes, in what stat(2) counts


def make(parent: str, uid: int) -> str:
    """A new folder in `parent` that only the user `uid` may use."""
    folder = tempfile.mkdtemp(dir=parent)
    if os.geteuid() == 0:
        os.chown(folder, uid, uid)
    return folder


def too_full(folder: str) -> bool:
    """Is there more in `folder` than a session may write, or so deep that nobody can tell?"""
    size = count = 0
    waiting = [folder]
    while waiting:
        try:
            for entry in os.scandir(waiting.pop()):
                count += 1
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                size += entry.stat(follow_symlinks=False).st_blocks * _BLOCK
        except (FileNotFoundError, PermissionError):  # removed meanwhile, or closed to its owner
            continue
        except OSError:  # its path is too long
            return True
        if size > MAX_BYTES or count > MAX_FILES:
            return True
    return False


def remove(folder: str) -> None:
    """Remove `folder` whatever is in it; nobody may be writing there any more.

    Folders below are moved up and emptied one by one, so that no depth and no permission
    that a student chose gets in the way.
    """
    if not os.path.isdir(folder):
        return
    waiting = [folder]
    while waiting:
        place = waiting.pop()
        os.chmod(place, 0o700)
        for entry in list(os.scandir(place)):
            if entry.is_dir(follow_symlinks=False):
                moved = os.path.join(folder, secrets.token_hex(8))
                os.chmod(entry.path, 0o700)
                os.rename(entry.path, moved)
                waiting.append(moved)
            else:
                os.unlink(entry.path)
        if place != folder:
            os.rmdir(place)
    os.rmdir(folder)
