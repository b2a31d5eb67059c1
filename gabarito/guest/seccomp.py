"""Which system calls a student's process may make: a seccomp filter, written by hand.

The lists are short, so the filter needs no compiler of filters (libseccomp is not on every
machine). Linux only; see seccomp(2) and bpf(4).
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct

from guest import confine

_PR_SET_SECCOMP = 22
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
    # what reaches far into the kernel
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
    # pages moved between pipes and files without a copy: holes of kernels past came from here
    "splice": (275, 76), "tee": (276, 77), "vmsplice": (278, 75),
    # memory that no rlimit counts, and memory shared without a descriptor
    "memfd_create": (319, 279), "memfd_secret": (447, 447), "shmget": (29, 194),
    "shmat": (30, 196), "shmctl": (31, 195), "msgget": (68, 186), "semget": (64, 190),
    "mq_open": (240, 180),
    # the network: the namespace has none, and Landlock knows TCP only
    "socket": (41, 198),
}  # fmt: skip
# Landlock does not cover these; behind namespaces there is nobody to disturb.
_DENIED_AMONG_OTHERS: dict[str, tuple[int | None, int | None]] = {
    "chmod": (90, None), "fchmod": (91, 52), "fchmodat": (268, 53), "fchmodat2": (452, 452),
    "chown": (92, None), "fchown": (93, 55), "lchown": (94, None), "fchownat": (260, 54),
    "setxattr": (188, 5), "lsetxattr": (189, 6), "fsetxattr": (190, 7), "setxattrat": (463, 463),
    "removexattr": (197, 14), "lremovexattr": (198, 15), "fremovexattr": (199, 16),
    "utime": (132, None), "utimes": (235, None), "utimensat": (280, 88),
    "futimesat": (261, None), "flock": (73, 32),
    "inotify_init": (253, None), "inotify_init1": (294, 26),
    # datagram sockets of other programs, in the file system
    "connect": (42, 203), "bind": (49, 200), "listen": (50, 201),
    # other processes of the same user
    "setpriority": (141, 140), "sched_setaffinity": (203, 122), "sched_setparam": (142, 118),
    "sched_setscheduler": (144, 119), "sched_setattr": (314, 274), "ioprio_set": (251, 30),
    "migrate_pages": (256, 238), "move_pages": (279, 239), "process_mrelease": (448, 448),
    "tkill": (200, 130), "rt_sigqueueinfo": (129, 138), "rt_tgsigqueueinfo": (297, 240),
    "pidfd_send_signal": (424, 424),
}  # fmt: skip
_CLONE3, _CLONE = (435, 435), (56, 220)
_FCNTL, _IOCTL, _MMAP = (72, 25), (16, 29), (9, 222)
_SOCKETPAIR, _PRLIMIT = (53, 199), (302, 261)
_KILL_CALL, _TGKILL = (62, 129), (234, 131)
_NAMESPACES = (
    confine.CLONE_NEWPID | confine.CLONE_NEWNET | confine.CLONE_NEWIPC | confine.CLONE_NEWNS
    | confine.CLONE_NEWUTS | confine.CLONE_NEWUSER | confine.CLONE_NEWCGROUP
)  # fmt: skip
_OWNER_COMMANDS = (8, 10, 15)  # F_SETOWN, F_SETSIG, F_SETOWN_EX: signals to strangers
_OWNER_IOCTLS = (0x8901, 0x8902, 0x5452, 0x5412)  # FIOSETOWN, SIOCSPGRP, FIOASYNC, TIOCSTI

_SHARED, _ANONYMOUS = 0x01, 0x20
_NEGATIVE = 0x80000000  # as a process: a whole group, or everybody
_DATAGRAM = 2  # a bit of SOCK_DGRAM and SOCK_RAW that SOCK_STREAM and SOCK_SEQPACKET lack

_LD, _JEQ, _JGE, _JSET, _RET = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _KILL, _EPERM, _ENOSYS = 0x7FFF0000, 0x80000000, 0x00050001, 0x00050026


def filter_system_calls(*, alone: bool, signals: bool = True) -> None:
    """Install the seccomp filter: the lists above fail with EPERM, 32-bit entry kills.

    Args:
        alone: namespaces show the process no file and no process but its own.
        signals: where not alone, something else keeps signals from reaching others; if not,
            none may be sent. As in a process namespace, none reaches this first process.
    Raises:
        OSError: the kernel has no seccomp, or the machine is neither x86_64 nor aarch64.
    """
    program = b"".join(_instructions(platform.machine(), alone, signals))
    code = ctypes.create_string_buffer(program, len(program))
    wanted = struct.pack("@HP", len(program) // 8, ctypes.addressof(code))
    confine.libc_call("prctl", _PR_SET_SECCOMP, ctypes.c_ulong(2), wanted, 0, 0)


def _instructions(machine: str, alone: bool, signals: bool) -> list[bytes]:
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
    for numbers in (_DENIED if alone else _DENIED | _DENIED_AMONG_OTHERS).values():
        if numbers[which] is not None:
            lines += [_line(_JEQ, numbers[which] or 0, 0, 1), _line(_RET, _EPERM)]
    lines += [_line(_JEQ, _CLONE3[which], 0, 1), _line(_RET, _ENOSYS)]  # libc falls back to clone
    lines += _refuse(_CLONE[which], 0, [(_JSET, _NAMESPACES)])
    lines += _refuse(_FCNTL[which], 1, [(_JEQ, command) for command in _OWNER_COMMANDS])
    lines += _refuse(_IOCTL[which], 1, [(_JEQ, request) for request in _OWNER_IOCTLS])
    lines += _refuse_both(_MMAP[which], 3, _SHARED, _ANONYMOUS)
    if not alone:
        lines += _refuse(_SOCKETPAIR[which], 1, [(_JSET, _DATAGRAM)])
        lines += _refuse_but(_PRLIMIT[which], 0, [0])
        first = [(_JEQ, os.getpid())] if signals else [(_JGE, 0)]
        lines += _refuse(_KILL_CALL[which], 0, [*first, (_JEQ, 0), (_JGE, _NEGATIVE)])
        lines += _refuse(_TGKILL[which], 0, first)
    return [*lines, _line(_RET, _ALLOW)]


def _refuse(number: int, argument: int, tests: list[tuple[int, int]]) -> list[bytes]:
    """Refuse call `number` where the low half of an argument meets a test."""
    body = [_load(argument)]
    for test, value in tests:
        body += [_line(test, value, 0, 1), _line(_RET, _EPERM)]
    return _where(number, [*body, _line(_RET, _ALLOW)])


def _refuse_both(number: int, argument: int, first: int, second: int) -> list[bytes]:
    """Refuse call `number` where an argument has both bits: memory shared without a file."""
    body = [_load(argument), _line(_JSET, first, 0, 2), _line(_JSET, second, 0, 1)]
    return _where(number, [*body, _line(_RET, _EPERM), _line(_RET, _ALLOW)])


def _refuse_but(number: int, argument: int, values: list[int]) -> list[bytes]:
    """Refuse call `number` unless an argument is one of `values`."""
    body = [_load(argument)]
    for value in values:
        body += [_line(_JEQ, value, 0, 1), _line(_RET, _ALLOW)]
    return _where(number, [*body, _line(_RET, _EPERM)])


def _where(number: int, body: list[bytes]) -> list[bytes]:
    return [_line(_JEQ, number, 0, len(body)), *body]


def _load(argument: int) -> bytes:
    return _line(_LD, 16 + 8 * argument)


def _line(code: int, value: int, true: int = 0, false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, true, false, value)
