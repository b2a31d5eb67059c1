"""Takes every power away from the process that is about to run student code.

Linux only, through the C library: namespaces(7), mount(2), capabilities(7), setrlimit(2),
seccomp(2), landlock(7). Called by trusted code before the first student line; nothing here
can be undone afterwards.
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import struct

_libc = ctypes.CDLL(None, use_errno=True)

CLONE_NEWPID, CLONE_NEWNET, CLONE_NEWIPC = 0x20000000, 0x40000000, 0x08000000
CLONE_NEWNS, CLONE_NEWUTS, CLONE_NEWUSER, CLONE_NEWCGROUP = (
    0x00020000, 0x04000000, 0x10000000, 0x02000000,
)  # fmt: skip
_MS_RDONLY, _MS_NOSUID, _MS_NODEV, _MS_NOEXEC = 1, 2, 4, 8
_MS_REMOUNT, _MS_BIND, _MS_REC, _MS_PRIVATE = 32, 4096, 16384, 1 << 18
_PR_SET_DUMPABLE, _PR_SET_SECCOMP, _PR_CAPBSET_DROP = 4, 22, 24
_PR_SET_NO_NEW_PRIVS, _PR_SET_CHILD_SUBREAPER = 38, 36
_LAST_CAPABILITY = 63

PROCESSES = 48
OPEN_FILES = 128
ADDRESS_SPACE = 4 << 30
FILE_SIZE = 64 << 20
SCRATCH = "size=64m,nr_inodes=4096,mode=0700"


def _call(function: str, *arguments: object) -> int:
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
    _call("unshare", ctypes.c_int(flags))


def return_to_own_pid_namespace() -> None:
    """Undo ``unshare(CLONE_NEWPID)`` for children still to come."""
    own = os.pidfd_open(os.getpid())
    try:
        _call("setns", ctypes.c_int(own), ctypes.c_int(CLONE_NEWPID))
    finally:
        os.close(own)


def become_subreaper() -> None:
    """Orphaned grandchildren become children of this process."""
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)


def mount_scratch(folder: str, uid: int) -> None:
    """An empty file system in memory on `folder`, for `uid` alone, gone with the namespace."""
    _mount("tmpfs", folder, "tmpfs", _MS_NOSUID | _MS_NODEV, f"{SCRATCH},uid={uid},gid={uid}")


def make_mounts_private() -> None:
    """Mounts of this namespace are seen nowhere else."""
    _mount("none", "/", "", _MS_REC | _MS_PRIVATE, "")


def make_read_only(folder: str) -> None:
    """Remount `folder`, a mount point, read-only."""
    flags = _MS_REMOUNT | _MS_BIND | _MS_RDONLY | _MS_NOSUID | _MS_NODEV
    _mount("none", folder, "", flags, "")


def _mount(source: str, target: str, kind: str, flags: int, data: str) -> None:
    _call(
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


def drop_capabilities() -> None:
    """No capability from here on."""
    header = struct.pack("=II", 0x20080522, 0)  # _LINUX_CAPABILITY_VERSION_3, this process
    _call("capset", header, struct.pack("=6I", *[0] * 6))


def forbid_new_privileges() -> None:
    """setuid programs give nothing; needed before seccomp and Landlock."""
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)
    _prctl(_PR_SET_DUMPABLE, 0)


def _prctl(option: int, value: int) -> None:
    _call("prctl", option, ctypes.c_ulong(value), ctypes.c_ulong(0), 0, 0)


def limit_resources(cpu_s: int) -> None:
    """rlimits of one student process: memory, CPU, files, processes."""
    limits = {
        resource.RLIMIT_AS: ADDRESS_SPACE,
        resource.RLIMIT_CPU: cpu_s,
        resource.RLIMIT_FSIZE: FILE_SIZE,
        resource.RLIMIT_NOFILE: OPEN_FILES,
        resource.RLIMIT_NPROC: PROCESSES,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_MEMLOCK: 0,
        resource.RLIMIT_MSGQUEUE: 0,
    }
    for kind, most in limits.items():
        _, hard = resource.getrlimit(kind)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (most, most))


# --- seccomp -------------------------------------------------------------------------

_ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}

# name: (x86_64, aarch64); None where the architecture lacks it.
_DENIED: dict[str, tuple[int | None, int | None]] = {
    # other processes
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271),
    "kcmp": (312, 272), "pidfd_getfd": (438, 438), "process_madvise": (440, 440),
    # namespaces and mounts
    "unshare": (272, 97), "setns": (308, 268), "mount": (165, 40), "umount2": (166, 39),
    "pivot_root": (155, 41), "chroot": (161, 51), "open_tree": (428, 428),
    "move_mount": (429, 429), "fsopen": (430, 430), "fsconfig": (431, 431),
    "fsmount": (432, 432), "fspick": (433, 433), "mount_setattr": (442, 442),
    "name_to_handle_at": (303, 264), "open_by_handle_at": (304, 265),
    # the kernel's wide doors
    "bpf": (321, 280), "io_uring_setup": (425, 425), "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427), "perf_event_open": (298, 241), "userfaultfd": (323, 282),
    "keyctl": (250, 219), "add_key": (248, 217), "request_key": (249, 218),
    "init_module": (175, 105), "finit_module": (313, 273), "delete_module": (176, 106),
    "kexec_load": (246, 104), "kexec_file_load": (320, 294), "personality": (135, 92),
    "acct": (163, 89), "swapon": (167, 224), "swapoff": (168, 225), "reboot": (169, 142),
    "syslog": (103, 116), "quotactl": (179, 60), "settimeofday": (164, 170),
    "clock_settime": (227, 112), "adjtimex": (159, 171), "clock_adjtime": (305, 266),
    "sethostname": (170, 161), "setdomainname": (171, 162), "fanotify_init": (300, 262),
    "modify_ldt": (154, None), "iopl": (172, None), "ioperm": (173, None),
    # memory that no rlimit counts, and memory shared without a descriptor
    "memfd_create": (319, 279), "memfd_secret": (447, 447), "shmget": (29, 194),
    "shmat": (30, 196), "shmctl": (31, 195), "msgget": (68, 186), "semget": (64, 190),
    "mq_open": (240, 180),
    # the network: the namespace has none, and Landlock knows TCP only
    "socket": (41, 198),
}  # fmt: skip
# Landlock does not cover these; behind a mount namespace they are harmless.
_DENIED_ON_SHARED_FILES: dict[str, tuple[int | None, int | None]] = {
    "chmod": (90, None), "fchmod": (91, 52), "fchmodat": (268, 53), "fchmodat2": (452, 452),
    "chown": (92, None), "fchown": (93, 55), "lchown": (94, None), "fchownat": (260, 54),
    "setxattr": (188, 5), "lsetxattr": (189, 6), "fsetxattr": (190, 7), "setxattrat": (463, 463),
    "removexattr": (197, 14), "lremovexattr": (198, 15), "fremovexattr": (199, 16),
    "utime": (132, None), "utimes": (235, None), "utimensat": (280, 88),
    "futimesat": (261, None), "flock": (73, 32),
}  # fmt: skip
_CLONE3, _CLONE = (435, 435), (56, 220)
_FCNTL, _IOCTL = (72, 25), (16, 29)
_NAMESPACES = (
    CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWUSER
    | CLONE_NEWCGROUP
)  # fmt: skip
_OWNER_COMMANDS = (8, 10, 15)  # F_SETOWN, F_SETSIG, F_SETOWN_EX: signals to strangers
_OWNER_IOCTLS = (0x8901, 0x8902, 0x5452, 0x5412)  # FIOSETOWN, SIOCSPGRP, FIOASYNC, TIOCSTI

_LD, _JEQ, _JGE, _JSET, _RET = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _KILL, _EPERM, _ENOSYS = 0x7FFF0000, 0x80000000, 0x00050001, 0x00050026


def filter_system_calls(*, own_files: bool) -> None:
    """Install the seccomp filter: the lists above fail with EPERM, 32-bit entry kills.

    Args:
        own_files: the process sees no file system that others write to.
    Raises:
        OSError: the kernel has no seccomp, or the machine is neither x86_64 nor aarch64.
    """
    denied = _DENIED if own_files else _DENIED | _DENIED_ON_SHARED_FILES
    program = b"".join(_instructions(platform.machine(), denied))
    code = ctypes.create_string_buffer(program, len(program))
    size = len(program) // 8
    wanted = struct.pack("@HP", size, ctypes.addressof(code))
    _call("prctl", _PR_SET_SECCOMP, ctypes.c_ulong(2), wanted, 0, 0)


def _instructions(machine: str, denied: dict[str, tuple[int | None, int | None]]) -> list[bytes]:
    if machine not in _ARCHITECTURES:
        raise OSError(f"seccomp: no table for {machine}")
    which = list(_ARCHITECTURES).index(machine)
    lines = [
        _line(_LD, 4),
        _line(_JEQ, _ARCHITECTURES[machine], 1, 0),
        _line(_RET, _KILL),  # int 0x80 and the like
        _line(_LD, 0),
    ]
    if machine == "x86_64":
        lines += [_line(_JGE, 0x40000000, 0, 1), _line(_RET, _KILL)]  # x32
    for numbers in denied.values():
        if numbers[which] is not None:
            lines += [_line(_JEQ, numbers[which] or 0, 0, 1), _line(_RET, _EPERM)]
    lines += [_line(_JEQ, _CLONE3[which], 0, 1), _line(_RET, _ENOSYS)]  # libc falls back to clone
    lines += _argument(_CLONE[which], 16, [(_JSET, _NAMESPACES)])
    lines += _argument(_FCNTL[which], 24, [(_JEQ, command) for command in _OWNER_COMMANDS])
    lines += _argument(_IOCTL[which], 24, [(_JEQ, request) for request in _OWNER_IOCTLS])
    return [*lines, _line(_RET, _ALLOW)]


def _argument(number: int, offset: int, tests: list[tuple[int, int]]) -> list[bytes]:
    """Refuse call `number` where the low half of the argument at `offset` meets a test."""
    body = [_line(_LD, offset)]
    for test, value in tests:
        body += [_line(test, value, 0, 1), _line(_RET, _EPERM)]
    body.append(_line(_RET, _ALLOW))
    return [_line(_JEQ, number, 0, len(body)), *body]


def _line(code: int, value: int, true: int = 0, false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, true, false, value)
