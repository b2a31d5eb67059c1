"""Takes powers away from the process that is about to run student code.

Through the C library: namespaces(7), mount(2), capabilities(7), setrlimit(2). Called by
trusted code before the first student line; nothing here can be undone afterwards. Only the
limits work outside Linux.
"""

from __future__ import annotations

import ctypes
import os
import resource
import struct
import sys

_libc = ctypes.CDLL(None, use_errno=True)

CLONE_NEWPID, CLONE_NEWNET, CLONE_NEWIPC = 0x20000000, 0x40000000, 0x08000000
CLONE_NEWNS, CLONE_NEWUTS, CLONE_NEWUSER, CLONE_NEWCGROUP = (
    0x00020000, 0x04000000, 0x10000000, 0x02000000,
)  # fmt: skip
_MS_RDONLY, _MS_NOSUID, _MS_NODEV, _MS_NOEXEC = 1, 2, 4, 8
_MS_REMOUNT, _MS_BIND, _MS_REC, _MS_PRIVATE = 32, 4096, 16384, 1 << 18
_PR_SET_KEEPCAPS, _PR_CAPBSET_DROP = 8, 24
_PR_SET_NO_NEW_PRIVS, _PR_SET_CHILD_SUBREAPER = 38, 36
_LAST_CAPABILITY = 63
_READ_SEARCH = 2  # CAP_DAC_READ_SEARCH

PROCESSES = 48
OPEN_FILES = 128
ADDRESS_SPACE = 4 << 30
FILE_SIZE = 64 << 20
SCRATCH = "size=64m,nr_inodes=4096,mode=0700"


def libc_call(function: str, *arguments: object) -> int:
    """Call a function of the C library.

    Raises:
        OSError: it returned less than zero.
    """
    result: int = getattr(_libc, function)(*arguments)
    if result < 0:
        errno = ctypes.get_errno()
        raise OSError(errno, f"{function}: {os.strerror(errno)}")
    return result


def unshare(flags: int) -> None:
    """unshare(2).

    Raises:
        OSError: the kernel refuses.
    """
    libc_call("unshare", ctypes.c_int(flags))


def return_to_own_pid_namespace() -> None:
    """Undo ``unshare(CLONE_NEWPID)`` for children still to come."""
    own = os.pidfd_open(os.getpid())
    try:
        libc_call("setns", ctypes.c_int(own), ctypes.c_int(CLONE_NEWPID))
    finally:
        os.close(own)


def become_subreaper() -> None:
    """Orphaned grandchildren become children of this process."""
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)


def mount_scratch(folder: str, uid: int) -> None:
    """An empty file system in memory on `folder`, for `uid` alone, gone with the namespace."""
    _mount("tmpfs", folder, "tmpfs", _MS_NOSUID | _MS_NODEV, f"{SCRATCH},uid={uid},gid={uid}")


def close_descriptors(kept: set[int]) -> None:
    """Close all descriptors but the standard ones and those `kept`."""
    start = 3
    for descriptor in sorted(kept):
        os.closerange(start, descriptor)
        start = descriptor + 1
    os.closerange(start, os.sysconf("SC_OPEN_MAX"))


def make_mounts_private() -> None:
    """Mounts of this namespace are seen nowhere else."""
    _mount("none", "/", "", _MS_REC | _MS_PRIVATE, "")


def make_read_only(folder: str) -> None:
    """Remount `folder`, a mount point, read-only."""
    flags = _MS_REMOUNT | _MS_BIND | _MS_RDONLY | _MS_NOSUID | _MS_NODEV
    _mount("none", folder, "", flags, "")


def _mount(source: str, target: str, kind: str, flags: int, data: str) -> None:
    libc_call(
        "mount", source.encode(), target.encode(), kind.encode(), ctypes.c_ulong(flags),
        data.encode() or None,
    )  # fmt: skip


def become(uid: int) -> None:
    """Change every user and group id to `uid`, when this process is root."""
    if os.geteuid() == 0 and uid != 0:
        os.setgroups([])
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)


def drop_bounding_set() -> None:
    """No program that is executed later can have a capability."""
    for capability in range(_LAST_CAPABILITY + 1):
        _libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0)  # fails past the kernel's last one


def drop_capabilities(*, read_search: bool = False) -> None:
    """No capability from here on.

    Args:
        read_search: keep the one that passes over the permissions of what is read: for where
            Landlock says what may be read, and the libraries are in a private folder.
    """
    kept = 1 << _READ_SEARCH if read_search else 0
    header = struct.pack("=II", 0x20080522, 0)  # _LINUX_CAPABILITY_VERSION_3, this process
    libc_call("capset", header, struct.pack("=6I", kept, kept, 0, 0, 0, 0))


def keep_capabilities() -> None:
    """Let the next change of user leave the permitted capabilities as they are."""
    _prctl(_PR_SET_KEEPCAPS, 1)


def forbid_new_privileges() -> None:
    """setuid programs give nothing; needed before seccomp and Landlock."""
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)


def _prctl(option: int, value: int) -> None:
    libc_call("prctl", option, ctypes.c_ulong(value), ctypes.c_ulong(0), 0, 0)


def limit_resources(cpu_s: int, processes: int = PROCESSES) -> None:
    """rlimits of one student process: memory, CPU (seconds), files, processes.

    Args:
        processes: how many the user may have, other programs' included where process and
            user namespaces do not set the student's apart.
    """
    limits = {
        "RLIMIT_AS": ADDRESS_SPACE,
        "RLIMIT_CPU": cpu_s,
        "RLIMIT_FSIZE": FILE_SIZE,
        "RLIMIT_NOFILE": OPEN_FILES,
        "RLIMIT_NPROC": processes,
        "RLIMIT_CORE": 0,
        "RLIMIT_MEMLOCK": 0,
        "RLIMIT_MSGQUEUE": 0,
    }
    for name, most in limits.items():
        _limit(getattr(resource, name, None), most)


def _limit(kind: int | None, most: int) -> None:
    if kind is None:  # this system has no such limit
        return
    _, hard = resource.getrlimit(kind)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    try:
        resource.setrlimit(kind, (most, most))
    except (ValueError, OSError):
        if sys.platform == "linux":
            raise  # macOS knows RLIMIT_AS and refuses to set it
