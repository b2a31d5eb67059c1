"""Attacks that reach for the machine: network, files, other processes, the kernel's doors."""

from __future__ import annotations

import os
import platform

import pytest
from arena import WRONG_IS_FINE, Attack, outputs

# Each attack says FUGI where it got somewhere it must not; every other end is fine.
HELP = """
import ctypes, os, stat, struct, subprocess, sys
libc = ctypes.CDLL(None, use_errno=True)
libc.syscall.restype = ctypes.c_long
EXAMINER, COURSE, NEIGHBOUR = {examiner}, {course!r}, {neighbour!r}
def call(number, *arguments):
    return libc.syscall(ctypes.c_long(number), *arguments)
def tenta(f, *a):
    try:
        got = f(*a)
    except BaseException as erro:
        return None
    print("FUGI", f, a, got)
print("tentei")
"""

REACHES = {
    "sockets of every family": """
import socket
for family in (1, 2, 10, 16, 17, 38, 40):
    for kind in (1, 2, 3, 5):
        tenta(socket.socket, family, kind)""",
    "the network": """
import urllib.request, socket
tenta(socket.create_connection, ("127.0.0.1", 22), 1)
tenta(socket.getaddrinfo, "example.org", 80)
tenta(urllib.request.urlopen, "http://127.0.0.1/")""",
    "an abstract socket through a pair": """
import socket
a, b = socket.socketpair()
tenta(a.connect, "\\0gabarito")""",
    "files of the machine": """
for path in ("/etc/passwd", "/etc/shadow", "/root/.bashrc", "/var/log/lastlog", "/proc/1/environ",
             f"/proc/{EXAMINER}/environ", f"/proc/{EXAMINER}/maps", "/proc/kcore", "/dev/mem",
             "/dev/kmsg", "/proc/sysrq-trigger", "/sys/kernel/notes"):
    tenta(open, path, "rb")""",
    "listing folders": """
for path in ("/etc/ssl", "/home", "/var", COURSE, os.path.dirname(COURSE), "/proc/1"):
    tenta(lambda path: 1 / len(os.listdir(path)), path)""",
    "the course": """
for name in ("nbgrader_config.py", "gradebook.db", "source/mini.py", "tests/mini/test_dobro.py"):
    tenta(open, f"{COURSE}/{name}", "rb")
    tenta(open, f"{COURSE}/{name}", "ab")
    tenta(os.remove, f"{COURSE}/{name}")
tenta(os.mkdir, f"{COURSE}/autograded")""",
    "the gradebook": """
import sqlite3
tenta(lambda: sqlite3.connect(f"{COURSE}/gradebook.db").execute("select * from grade").fetchall())
tenta(lambda: sqlite3.connect(f"file:{COURSE}/gradebook.db?mode=rwc", uri=True).execute("create table x (y)"))""",
    "another submission": """
tenta(open, NEIGHBOUR)
tenta(open, NEIGHBOUR, "w")
tenta(os.remove, NEIGHBOUR)
tenta(os.rename, NEIGHBOUR, "x")
tenta(os.link, NEIGHBOUR, "x")
tenta(os.chmod, NEIGHBOUR, 0o777)
tenta(os.utime, NEIGHBOUR)
tenta(os.truncate, NEIGHBOUR, 0)
os.symlink(NEIGHBOUR, "atalho")
tenta(open, "atalho")""",
    "the libraries": """
import numpy, guest, site
for folder in [os.path.dirname(numpy.__file__), os.path.dirname(guest.__file__), sys.prefix, "/usr",
               *site.getsitepackages()]:
    tenta(open, f"{folder}/sitecustomize.py", "w")
    tenta(open, f"{folder}/x.pth", "w")
tenta(open, numpy.__file__, "a")
tenta(open, os.path.realpath("apoio.py"), "a")""",
    "signals": """
import signal
for pid in (EXAMINER, EXAMINER - 1, 2, 3):
    if pid != os.getpid():
        tenta(os.kill, pid, 0)
        tenta(os.kill, pid, signal.SIGTERM)
tenta(signal.pidfd_send_signal, os.pidfd_open(os.getpid()), 99)
tenta(os.killpg, EXAMINER, signal.SIGTERM)
try:
    os.kill(-1, signal.SIGTERM)
except OSError:
    pass""",
    "signals from a descriptor's owner": """
import fcntl
reading, writing = os.pipe()
for command in (8, 10, 15):
    tenta(fcntl.fcntl, reading, command, EXAMINER)
for request in (0x8901, 0x8902, 0x5452, 0x5412):
    tenta(fcntl.ioctl, reading, request, struct.pack("i", EXAMINER))
os.write(writing, b"x")""",
    "priorities and limits of others": """
import resource
tenta(os.setpriority, os.PRIO_PROCESS, EXAMINER, 19)
tenta(os.sched_setaffinity, EXAMINER, {0})
tenta(resource.prlimit, EXAMINER, resource.RLIMIT_CPU, (1, 1))
tenta(os.sched_setscheduler, EXAMINER, os.SCHED_IDLE, os.sched_param(0))""",
    "tracing": """
for pid in (1, os.getppid(), EXAMINER):
    if call(101, 16, pid, 0, 0) >= 0 or call(101, 0x4206, pid, 0, 0) >= 0:
        print("FUGI ptrace", pid)""",
    "memory of others": """
for pid in (os.getppid(), EXAMINER):
    if pid and pid != os.getpid():
        tenta(open, f"/proc/{pid}/mem", "r+b")
        if call(310, pid, 0, 0, 0, 0, 0) >= 0 or call(311, pid, 0, 0, 0, 0, 0) >= 0:
            print("FUGI vm", pid)""",
    "being root": """
for f in (os.setuid, os.setgid, os.seteuid, os.setegid):
    tenta(f, 0) if os.getuid() else None
tenta(os.setgroups, [0])
tenta(os.setresuid, 0, 0, 0) if os.getuid() else None
header, data = struct.pack("=II", 0x20080522, 0), struct.pack("=6I", *[0xFFFFFFFF] * 6)
if libc.capset(header, data) == 0:
    print("FUGI capset")""",
    "programs that are setuid": """
import glob
for program in ("/usr/bin/su", "/usr/bin/passwd", "/usr/bin/mount", "/bin/ping"):
    try:
        ran = subprocess.run([program, "--help"], capture_output=True, timeout=5)
    except (OSError, subprocess.TimeoutExpired):
        continue
try:
    me = int(subprocess.run(["/usr/bin/id", "-u"], capture_output=True).stdout)
    print("FUGI root" if me == 0 else "")
except (OSError, ValueError):
    pass
open("suid", "w").close()
try:
    os.chmod("suid", 0o6755)
except OSError:
    pass""",
    "device files": """
tenta(os.mknod, "disco", 0o600 | stat.S_IFBLK, os.makedev(8, 0))
tenta(os.mknod, "memoria", 0o600 | stat.S_IFCHR, os.makedev(1, 1))""",
    "mounts": """
tenta(lambda: 1 / (libc.mount(b"none", b"/tmp", b"tmpfs", 0, None) == 0))
tenta(lambda: 1 / (libc.mount(b"proc", b"/proc", b"proc", 0, None) == 0))
tenta(lambda: 1 / (libc.umount2(b"/tmp", 2) == 0))
tenta(lambda: 1 / (libc.umount2(b"/lab/apoio.py", 2) == 0))
tenta(os.chroot, ".")
for number in (428, 429, 430, 431, 432, 433, 442, 155):
    if call(number, b"proc", 0, 0, 0, 0) >= 0:
        print("FUGI", number)""",
    "namespaces": """
for flag in (0x10000000, 0x20000000, 0x40000000, 0x00020000, 0x04000000, 0x08000000, 0x02000000):
    if libc.unshare(flag) == 0:
        print("FUGI unshare", hex(flag))
    pid = call(56, flag | 17, 0, 0, 0, 0)
    if pid == 0:
        os._exit(0)
    if pid > 0:
        print("FUGI clone", hex(flag))
args = struct.pack("=11Q", 0x10000000, 0, 0, 0, 17, 0, 0, 0, 0, 0, 0)
pid = call(435, args, len(args))
if pid == 0:
    os._exit(0)
if pid > 0:
    print("FUGI clone3")
tenta(lambda: 1 / (libc.setns(os.pidfd_open(1), 0x10000000) == 0))""",
    "32-bit system calls": r"""
import mmap
page = mmap.mmap(-1, 4096, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, prot=7)
page.write(b"\xb8\x14\x00\x00\x00\xcd\x80\xc3")
entry = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(page)))
pid = os.fork()
if pid == 0:
    entry()
    os._exit(0)
print("FUGI" if os.waitpid(pid, 0)[1] == 0 else "")""",
    "x32 system calls": """
pid = os.fork()
if pid == 0:
    call(0x40000000 + 39)
    os._exit(0)
print("FUGI" if os.waitpid(pid, 0)[1] == 0 else "")""",
    "the kernel's wide doors": """
doors = dict(io_uring_setup=425, bpf=321, perf_event_open=298, userfaultfd=323, keyctl=250,
             add_key=248, request_key=249, memfd_create=319, memfd_secret=447, init_module=175,
             finit_module=313, kexec_load=246, personality=135, acct=163, swapon=167, syslog=103,
             quotactl=179, settimeofday=164, sethostname=170, fanotify_init=300, modify_ldt=154,
             iopl=172, ioperm=173, shmget=29, msgget=68, semget=64, mq_open=240,
             name_to_handle_at=303, open_by_handle_at=304, kcmp=312, pidfd_getfd=438,
             process_madvise=440, adjtimex=159, splice=275, tee=276, vmsplice=278)
zeros = ctypes.create_string_buffer(256)
for name, number in doors.items():
    first = 1 if name in ("io_uring_setup", "memfd_create") else 0
    ctypes.set_errno(0)
    got = call(number, first if name != "memfd_create" else b"x", zeros, 0, 0, 0)
    if got >= 0 or ctypes.get_errno() != 1:
        print("FUGI", name, got, ctypes.get_errno())""",
    "memory that a limit does not count": """
import mmap
tenta(mmap.mmap, -1, 1 << 20)
tenta(lambda: mmap.mmap(os.open("/dev/zero", os.O_RDWR), 1 << 20))
tenta(open, "/dev/shm/x", "w")
from multiprocessing import shared_memory
tenta(shared_memory.SharedMemory, "gabarito", True, 1 << 20)""",
    "its own dump": """
for option, value in ((4, 1), (0x59616D61, -1)):
    libc.prctl(option, value, 0, 0, 0)
tenta(open, f"/proc/{EXAMINER}/mem", "rb")""",
}
MACHINE = {"32-bit system calls", "x32 system calls", "the kernel's wide doors", "tracing",
           "memory of others", "mounts", "namespaces"}  # fmt: skip


@pytest.mark.parametrize("what", REACHES)
def test_nothing_outside_is_reached(arena, what):
    if what in MACHINE and platform.machine() != "x86_64":
        pytest.skip("numbers of system calls are x86_64's")
    prelude = HELP.format(
        examiner=os.getpid(),
        course=str(arena.examiner.lab.course.root),
        neighbour=str(arena.neighbour),
    )
    judged = arena.fight(
        Attack(what, before=(prelude + REACHES[what],), shown="tentei", deserved=WRONG_IS_FINE)
    )
    printed = "".join(output.get("text", "") for output in outputs(judged))
    assert "FUGI" not in printed, printed


def test_what_is_denied_at_notebook_time_is_denied_to_a_check(arena):
    code = f"""
def dobro(x):
    import os, socket
    for reach in (lambda: socket.socket(), lambda: open({str(arena.neighbour)!r}, "w"),
                  lambda: os.kill({os.getpid()}, 0)):
        try:
            reach()
        except OSError:
            continue
        return 2 * x
    raise ValueError("nada")
"""
    arena.fight(Attack("in a check", dobro=code, deserved={"dobro": 0.0}))
