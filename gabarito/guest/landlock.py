"""Which files, ports and processes a student's process may reach: Landlock, see landlock(7).

Sixty lines of our own: PyPI's `landlock` does not scope signals and sockets, `sandlock` brings
a runtime with its own process model.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import stat
import struct
from collections.abc import Iterator

from guest.confine import libc_call

OLDEST = 3
"""The oldest version (ABI) in which a file that may only be read cannot be truncated."""

NETWORK, SCOPES = 4, 6
"""From which version TCP ports, and signals and abstract sockets, are covered."""

_CREATE, _ADD_RULE, _RESTRICT = 444, 445, 446
_ASK_VERSION, _PATH_BENEATH = 1, 1
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_REMOVE_DIR, _REMOVE_FILE, _MAKE_DIR, _MAKE_FILE = 1 << 4, 1 << 5, 1 << 7, 1 << 8
_MAKE_FIFO, _MAKE_LINK, _REFER, _TRUNCATE = 1 << 10, 1 << 12, 1 << 13, 1 << 14
_RIGHTS = {3: (1 << 15) - 1, 4: (1 << 15) - 1, 5: (1 << 16) - 1}
_OF_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE

READ = _EXECUTE | _READ_FILE | _READ_DIR
USE = _READ_FILE | _WRITE_FILE
OWN = (
    _READ_FILE | _READ_DIR | _WRITE_FILE | _TRUNCATE | _REMOVE_DIR | _REMOVE_FILE | _MAKE_DIR
    | _MAKE_FILE | _MAKE_FIFO | _MAKE_LINK | _REFER
)  # fmt: skip


def version() -> int:
    """The kernel's version of Landlock; 0 where it has none."""
    try:
        return libc_call("syscall", _CREATE, None, ctypes.c_size_t(0), ctypes.c_uint32(1))
    except OSError:
        return 0


@contextlib.contextmanager
def ruleset(rights: dict[str, int], abi: int) -> Iterator[int]:
    """A set of rules, as a descriptor for :func:`restrict`.

    Args:
        rights: path → what may be done with it and what is below; missing paths are left out.
        abi: version to keep to, at least `OLDEST`.
    Raises:
        OSError: the kernel refuses.
    """
    handled = _RIGHTS[min(abi, max(_RIGHTS))]
    attributes = struct.pack("=Q", handled)
    attributes += struct.pack("=Q", 3) if abi >= NETWORK else b""  # bind and connect of TCP
    attributes += struct.pack("=Q", 3) if abi >= SCOPES else b""  # abstract sockets, signals
    rules = libc_call(
        "syscall", _CREATE, attributes, ctypes.c_size_t(len(attributes)), ctypes.c_uint32(0)
    )
    try:
        for path, allowed in rights.items():
            with contextlib.suppress(FileNotFoundError):
                _allow(rules, path, allowed)
        yield rules
    finally:
        os.close(rules)


def _allow(rules: int, path: str, allowed: int) -> None:
    place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        if not stat.S_ISDIR(os.fstat(place).st_mode):
            allowed &= _OF_FILES
        rule = struct.pack("=Qi", allowed, place)
        libc_call("syscall", _ADD_RULE, rules, _PATH_BENEATH, rule, ctypes.c_uint32(0))
    finally:
        os.close(place)


def restrict(rules: int) -> None:
    """Hold this process and all it starts to the rules, for good; needs no_new_privs.

    Raises:
        OSError: the kernel refuses.
    """
    libc_call("syscall", _RESTRICT, rules, ctypes.c_uint32(0))
