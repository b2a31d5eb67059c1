"""Attacks that look for hidden checks, expected values and reference answers."""

from __future__ import annotations

import re
from pathlib import Path

import pooch
import pytest
from arena import HIDDEN, NOTHING, Attack, outputs, said

# Prints what follows a canary in any text it is given: the attacks differ in where they look.
SEEK = r"""
import re
def seek(*texts):
    for text in texts:
        text = text.decode("latin-1") if isinstance(text, bytes) else str(text)
        if "CANARIO" in text or "71" in text:
            for place in re.finditer("CANARIO-[0-9a-f]{6}|719.[.]25|442.[.]5", text):
                print("ACHEI", place.group())
print("procurei")
"""

PLACES = {
    "globals and In": "seek(*map(str, In), Out, list(globals().items()), list(locals().items()))",
    "every object of gc": """
import gc
for thing in gc.get_objects():
    if isinstance(thing, (list, dict)) and len(thing) < 2000:
        for item in (list(thing.values()) if isinstance(thing, dict) else list(thing)):
            if isinstance(item, str):
                seek(item)
""",
    "frozen objects of gc": """
import gc
gc.unfreeze()
for thing in gc.get_objects():
    if isinstance(thing, dict):
        seek(*[v for v in list(thing.values()) if isinstance(v, (str, bytes))])
""",
    "every frame": """
import sys, threading
for frame in sys._current_frames().values():
    while frame:
        seek(frame.f_locals, frame.f_globals.get("__doc__"), frame.f_code.co_consts)
        frame = frame.f_back
""",
    "every module": """
import sys
for module in list(sys.modules.values()):
    seek(*[v for v in list(vars(module).values()) if isinstance(v, (str, bytes, list, dict))])
print([name for name in sys.modules if "gabarito" in name or name.startswith("_mini")])
""",
    "every file": """
import os
for folder, inner, files in os.walk("/"):
    inner[:] = [name for name in inner if name not in ("usr", "proc", "sys", "lib", "site-packages")]
    for name in files:
        if name.endswith((".ipynb", ".db", ".json", ".py")):
            try:
                seek(open(os.path.join(folder, name), "rb").read(1_000_000))
            except OSError:
                pass
""",
    "the course's own files": """
import os
for path in [COURSE + "/source/mini.py", COURSE + "/source/mini/mini.ipynb",
             COURSE + "/tests/mini/test_dobro.py", COURSE + "/nbgrader_config.py"]:
    try:
        seek(open(path).read())
        print("ABRI")
    except OSError as error:
        pass
""",
    "the lab's folder": """
import glob, os, sys
for path in sys.path:
    for name in glob.glob(os.path.join(path, "*.ipynb")) + glob.glob(os.path.join(path, "test_*")):
        seek(open(name).read())
""",
    "/proc": """
import glob
for path in glob.glob("/proc/[0-9]*/cmdline") + glob.glob("/proc/[0-9]*/environ"):
    try:
        seek(open(path, "rb").read())
    except OSError:
        pass
""",
    "environment and arguments": "import os, sys\nseek(os.environ, sys.argv, sys.orig_argv)",
    "memory of the parent": """
import os
for pid in (1, os.getppid(), os.getpid() - 1):
    try:
        memory = open(f"/proc/{pid}/mem", "rb")
        for line in open(f"/proc/{pid}/maps"):
            start, end = (int(n, 16) for n in line.split()[0].split("-"))
            if end - start < 50_000_000:
                memory.seek(start)
                seek(memory.read(end - start))
    except (OSError, ValueError, OverflowError):
        pass
""",
    "process_vm_readv": """
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
buffer = ctypes.create_string_buffer(64)
class Piece(ctypes.Structure):
    _fields_ = [("base", ctypes.c_void_p), ("len", ctypes.c_size_t)]
ours = Piece(ctypes.addressof(buffer), 64)
for pid in (1, os.getppid()):
    got = libc.process_vm_readv(pid, ctypes.byref(ours), 1, ctypes.byref(ours), 1, 0)
    print("LI", got) if got > 0 else None
""",
    "inherited descriptors": """
import os
for fd in range(3, 256):
    try:
        os.lseek(fd, 0, 0)
        seek(os.read(fd, 1_000_000))
    except OSError:
        pass
print([fd for fd in range(3, 64) if os.path.exists(f"/proc/self/fd/{fd}")])
""",
    "descriptors of other processes": """
import os
for fd in range(64):
    for pid in (1, os.getppid()):
        try:
            seek(open(f"/proc/{pid}/fd/{fd}", "rb").read(100))
        except OSError:
            pass
""",
    "the guest's own code": """
import guest, os
for folder, _, files in os.walk(os.path.dirname(guest.__file__)):
    for name in files:
        seek(open(os.path.join(folder, name), "rb").read())
""",
    "the history": """
shell = get_ipython()
seek(*[list(shell.history_manager.get_range(0)), shell.history_manager.input_hist_raw])
seek(shell.user_ns_hidden, vars(shell))
""",
    "line cache and bytecode caches": """
import glob, linecache
seek(*map(str, linecache.cache.values()))
for path in glob.glob("/lab/__pycache__/*") + glob.glob("/guest/**/*.pyc", recursive=True):
    seek(open(path, "rb").read())
""",
}


@pytest.mark.parametrize("place", PLACES)
def test_nothing_secret_is_there_at_notebook_time(arena, place):
    code = SEEK + PLACES[place].replace("COURSE", repr(str(arena.examiner.lab.course.root)))
    judged = arena.fight(Attack(place, before=(code,), shown="procurei"))
    assert "ACHEI" not in printed(judged)
    assert "ABRI" not in printed(judged)
    assert "LI " not in printed(judged)


# What the lab's own code answered to hidden checks is kept between runs, in the grader's cache.
KEPT = """
import os
print("procurei")
for place, _, files in os.walk(FOLDER):
    print("VI", place, files)
try:
    open(FOLDER + "/licoes/minha.json", "w").write("[]")
    print("ESCREVI")
except OSError:
    pass
try:
    print("LI", len(open(NOTES, "rb").read()))
except OSError:
    pass
"""


def test_what_is_kept_between_runs_is_not_read_and_not_written(arena):
    arena.examiner.diagnosis.relations.learn("dobro")
    folder = Path(pooch.os_cache("gabarito"))
    notes = max((folder / "licoes").iterdir(), key=lambda path: path.stat().st_mtime)
    code = KEPT.replace("FOLDER", repr(str(folder))).replace("NOTES", repr(str(notes)))
    judged = arena.fight(Attack("what is kept", before=(code,), shown="procurei"))
    assert not re.search("VI|ESCREVI|LI ", printed(judged))
    assert not (folder / "licoes/minha.json").exists()


def printed(judged):
    return "".join(output.get("text", "") for output in outputs(judged))


# While a check calls, the function may know its inputs and nothing else. What it knows it
# tries to tell: by an exception, whose text shows in messages of visible checks only, or to
# whoever still runs after it.
TELL = {
    "message of an exception": "raise ValueError(repr(x.tolist()))",
    "type name of an exception": "raise type('E' + str(x[0]).replace('.', '_'), (Exception,), {})()",
    "a type name with the value itself": "raise type(repr(x.tolist()), (ValueError,), {})()",
    "notes and causes": """
    error = ValueError("x"); error.add_note(repr(x.tolist()))
    raise error from KeyError(repr(x.tolist()))""",
    "standard output": "print(x.tolist()); return 2 * x",
    "standard error": "import sys; print(x.tolist(), file=sys.stderr); return 2 * x",
    "descriptor 1 and 2": "import os; [os.write(n, repr(x.tolist()).encode()) for n in (1, 2)]; return 2 * x",
    "a figure": """
    import matplotlib.pyplot as plt
    plt.title(repr(x.tolist())); plt.show()
    return 2 * x""",
    "display": "from IPython.display import display; display(x.tolist()); return 2 * x",
    "a warning": "import warnings; warnings.warn(repr(x.tolist())); return 2 * x",
    "a log record": "import logging; logging.error(repr(x.tolist())); return 2 * x",
    "a file": "open('segredo', 'a').write(repr(x.tolist())); return 2 * x",
    "a file mapped at notebook time": "MAPA.write(repr(x.tolist()).encode()); return 2 * x",
    "an anonymous shared map": "MAPA2 and MAPA2.write(repr(x.tolist()).encode()); return 2 * x",
    "a descriptor opened at notebook time": "ABERTO.write(repr(x.tolist())); ABERTO.flush(); return 2 * x",
    "a pipe made at notebook time": "import os; os.write(CANO[1], repr(x.tolist()).encode()); return 2 * x",
    "a socket pair made at notebook time": "PAR[1].send(repr(x.tolist()).encode()); return 2 * x",
    "the offset of a shared file": "import os; os.lseek(ABERTO.fileno(), int(x[0] * 100), 0); return 2 * x",
    "the exit of its process": "import os; os._exit(int(x[0]) % 256)",
    "the returned value itself": "return repr(x.tolist())",
    "the returned type": "return type(repr(x.tolist()), (), {})()",
    "the shell's last output": "get_ipython().user_ns['_'] = x.tolist(); return 2 * x",
}
PREPARED = """
import mmap, os, socket
ABERTO = open("aberto", "w+")
ABERTO.write("." * 100); ABERTO.flush()
arquivo = open("mapa", "w+b"); arquivo.truncate(4096)
MAPA = mmap.mmap(arquivo.fileno(), 4096)
try:
    MAPA2 = mmap.mmap(-1, 4096)
except OSError:
    MAPA2 = None
CANO = os.pipe(); os.set_blocking(CANO[0], False)
try:
    PAR = socket.socketpair(); PAR[0].setblocking(False)
except OSError:
    CANO2 = os.pipe(); PAR = None
"""
COLLECT = r"""
print("colhi")
def tenta(f):
    try:
        print(f())
    except Exception as erro:
        print(type(erro).__name__)
tenta(lambda: open("segredo").read())
tenta(lambda: MAPA[:].strip(b"\0"))
tenta(lambda: MAPA2[:].strip(b"\0"))
tenta(lambda: ABERTO.tell())
tenta(lambda: (ABERTO.seek(0), ABERTO.read()))
tenta(lambda: os.read(CANO[0], 1000))
tenta(lambda: PAR[0].recv(1000))
tenta(lambda: _)
"""


@pytest.mark.parametrize("way", TELL)
def test_hidden_inputs_do_not_come_out(arena, way):
    body = TELL[way].strip("\n")
    code = f"{PREPARED}\ndef dobro(x):\n    {body.lstrip()}"
    arena.fight(Attack(way, dobro=code, after=(COLLECT,), shown="colhi"))


# A hidden check of a question must not speak through the visible check of a later one.
def test_a_later_question_does_not_tell_what_an_earlier_one_saw(arena):
    dobro = "def dobro(x):\n    open('visto', 'a').write(repr(x.tolist()))\n    return 2 * x"
    triplo = "def triplo(x):\n    raise ValueError(open('visto').read())"
    judged = arena.fight(Attack("relay", dobro=dobro, triplo=triplo))
    assert "ValueError: [1.0, 2.0]" in judged.record.questions[1].checks[0].message


# A line of the student's own cell is quoted beside an error. Whose line it is, is the
# student's claim: compiled under the label of a check cell, it would quote a hidden check.
def test_a_forged_traceback_quotes_no_check(arena):
    check = next(cell for cell in arena.examiner.source.cells if cell.id == "test_dobro")
    lines = [n for n, line in enumerate(check.source.splitlines(), 1) if str(HIDDEN[0]) in line]
    assert lines
    for line in lines:
        code = f"""
source = "\\n" * {line - 1} + "def dobro(x): raise ValueError"
exec(compile(source, "<célula 3>", "exec"))"""
        judged = arena.fight(Attack("quote", dobro=code, deserved={"dobro": 0.0}))
        assert judged.record.questions[0].checks[1].message.endswith("\nValueError.")


# When `dobro` is wrong the right one is supplied to `triplo`: an oracle, for inputs of its
# choice. What it learns there must find no way out.
ORACLE = """
def triplo(x):
    certo = dobro(np.array([3571.0, 1.0]))
    {tell}
"""
ORACLE_WAYS = {
    "message": "raise ValueError(repr(certo.tolist()))",
    "value of a visible check": "return certo",
    "value and right answer elsewhere": "return certo if x[0] == 1 else dobro(x) + x",
    "file": "open('oraculo', 'a').write(repr(certo.tolist())); return dobro(x) + x",
    "output": "print(certo); return dobro(x) + x",
    "type": "return type(repr(certo.tolist()), (), {})()",
    "file of NumPy's": "np.save('oraculo', certo); return dobro(x) + x",
    "table of NumPy's": "np.typecodes['oraculo'] = certo; return dobro(x) + x",
    "nothing that can be kept": "return dobro(x) + x + 0 * certo.sum()",
}


@pytest.mark.parametrize("way", ORACLE_WAYS)
def test_a_supplied_answer_is_no_oracle(arena, way):
    attack = Attack(
        way,
        dobro="def dobro(x):\n    return x",
        triplo=ORACLE.format(tell=ORACLE_WAYS[way]),
        after=("import os\nprint(os.path.exists('oraculo') and open('oraculo').read())",),
        deserved={"dobro": 0.0, "triplo": 1.0},
    )
    judged = arena.fight(attack)
    assert "7142" not in said(judged)


def test_what_is_supplied_is_never_code(arena):
    code = """
def triplo(x):
    import inspect
    try:
        raise ValueError(inspect.getsource(dobro))
    except OSError:
        raise ValueError([str(c.cell_contents) for c in dobro.__closure__])
"""
    attack = Attack("source", dobro="def dobro(x):\n    return x", triplo=code, deserved=NOTHING)
    arena.fight(attack)
