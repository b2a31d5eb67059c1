"""Attacks that take all there is: processes, memory, disk, time, output, the examiner's patience."""

from __future__ import annotations

import pytest
from arena import Attack, scores

from gabarito.checks import verificador
from gabarito.judging import run_cells

PATIENCE_S = 20
"""For one attack under the short limits; without limits it would be hours."""

# In a check: the function does this. The question is lost, and nothing else.
IN_A_CHECK = {
    "fork bomb": "import os\n    while True:\n        try:\n            os.fork()\n        except OSError: pass",
    "memory": "blocks = []\n    while True: blocks.append(bytearray(64 << 20))",
    "memory in many processes": """import os, time
    for n in range(20):
        if os.fork() == 0:
            held = bytearray(b"x") * (500 << 20)
            time.sleep(60)
    time.sleep(60)""",
    "memory of a thread's children": """import os, threading, time
    def child():
        for n in range(8):
            if os.fork() == 0:
                held = bytearray(b"x") * (700 << 20)
                time.sleep(60)
        time.sleep(60)
    threading.Thread(target=child).start()
    time.sleep(60)""",
    "disk": """for n in range(10_000):
        with open(f"grande{n}", "wb") as file:
            file.write(bytes(32 << 20))
    return x""",
    "many small files": "for n in range(10**7): open(f'f{n}', 'w').close()",
    "folders without end": "import os\n    for n in range(10**6): os.mkdir('d'); os.chdir('d')",
    "time": "while True: pass",
    "sleep": "import time; time.sleep(1000)",
    "one call in C": "return 7 ** (10 ** 9)",
    "a regular expression": "import re; return re.match('(a+)+$', 'a' * 64 + 'b')",
    "recursion": "import sys; sys.setrecursionlimit(10**9); return dobro(x)",
    "recursion in a container": "a = []\n    for n in range(10**6): a = [a]\n    return a",
    "a huge value": "return 'x' * (1 << 30)",
    "a huge array": "import numpy as np; return np.zeros(1 << 27)",
    "an array that is huge on this side": "import numpy as np; return np.broadcast_to(1.0, (1 << 20, 1 << 10))",
    "a huge integer": "return 1 << (1 << 26)",
    "millions of items": "return [[] for n in range(5_000_000)]",
    "a huge exception": "raise ValueError('x' * (1 << 28))",
    "an exception that cannot be read": """class E(Exception):
        def __str__(self):
            while True: pass
    raise E""",
    "signals ignored": """import signal
    for number in range(1, 65):
        try: signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError): pass
    while True: pass""",
    "signals turned into nothing": """import signal
    signal.signal(signal.SIGINT, lambda *a: None)
    while True: pass""",
    "stopping itself": "import os, signal; os.kill(os.getpid(), signal.SIGSTOP)",
    "stopping its parent": "import os, signal; os.kill(os.getppid(), signal.SIGSTOP); return x",
    "killing its parent": "import os, signal; os.kill(os.getppid(), signal.SIGKILL); return x",
    "sys.exit": "import sys; sys.exit(0)",
    "os._exit": "import os; os._exit(0)",
    "abort": "import os; os.abort()",
    "a wild pointer": "import ctypes; ctypes.string_at(1)",
    "another program": "import os, sys; os.execv(sys.executable, [sys.executable, '-c', 'while 1: pass'])",
    "threads": """import threading, time
    while True:
        try: threading.Thread(target=time.sleep, args=(60,)).start()
        except RuntimeError: time.sleep(1)""",
    "descriptors": "import os\n    held = []\n    while True: held.append(os.dup(0))",
    "full pipes": """import os
    pipes = [os.pipe() for n in range(50)]
    for reading, writing in pipes:
        os.set_blocking(writing, False)
        try:
            while True: os.write(writing, bytes(65536))
        except BlockingIOError: pass
    return x""",
    "output": "while True: print('x' * 1000)",
    "children that leave no trace": """import os, signal, time
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        if os.fork() == 0:
            end = time.process_time() + 0.1
            while time.process_time() < end: pass
            os._exit(0)
        time.sleep(0.1)""",
    "everything caught": """while True:
        try:
            while True: pass
        except BaseException: pass""",
}


@pytest.mark.slow(reason="waits for limits of time and memory")
@pytest.mark.parametrize("what", IN_A_CHECK)
def test_a_greedy_answer_costs_its_question_only(arena, short_limits, what):
    code = f"def dobro(x):\n    {IN_A_CHECK[what]}"
    with arena.within(PATIENCE_S):
        judged = arena.fight(Attack(what, dobro=code, deserved={"dobro": 0.0}))
    assert scores(judged)["triplo"] == 1.0


# In a cell: the cell is lost, and the answers after it still count.
IN_A_CELL = {
    "fork bomb": "import os\nwhile True:\n    try: os.fork()\n    except OSError: pass",
    "orphans that work": """
import os
for n in range(40):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            while True: pass
        os._exit(0)""",
    "memory": "blocks = []\nwhile True: blocks.append(bytearray(64 << 20))",
    "time": "while True: pass",
    "one call in C": "7 ** (10 ** 9)",
    "interrupts caught": "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
    "output": "while True: print('x' * 100_000)",
    "rich output": "from IPython.display import HTML, display\nwhile True: display(HTML('x' * 100_000))",
    "output past the guest's own limit": """
import guest.outputs
guest.outputs.collected.left = 10**12
print("x" * 60_000_000)""",
    "deep output": """
from IPython.display import display
deep = {}
for n in range(300): deep = {"a": deep}
display({"application/json": deep}, raw=True)""",
    "output that is no JSON": """
import guest.outputs
for value in (b"abc", {1: 2, "a": 3}, float("nan")):
    guest.outputs.collected.outputs.append({"output_type": "display_data", "metadata": {},
        "data": {"application/json": value}})""",
    "half a character": "print('\\ud800')",
    "stopping itself": "import os, signal; os.kill(os.getpid(), signal.SIGSTOP)",
    "disk": "for n in range(1000):\n    with open(f'g{n}', 'wb') as f: f.write(bytes(32 << 20))",
    "a thread for ever": """
import threading
def spin():
    while True: pass
for n in range(4): threading.Thread(target=spin, daemon=True).start()""",
    "a closed line and work left": """
import os, threading
def spin():
    while True: pass
threading.Thread(target=spin).start()
os.closerange(3, 256)""",
    "a wild pointer": "import ctypes; ctypes.string_at(1)",
    "input": "input('?')",
    "a debugger": "import pdb; pdb.set_trace()",
}
SHARES = {"a thread for ever", "orphans that work"}
"""They run beside the answers for a while, or count as much memory as forty Pythons."""


@pytest.mark.slow(reason="waits for limits of time and memory")
@pytest.mark.parametrize("what", IN_A_CELL)
def test_a_greedy_cell_costs_itself_only(arena, short_limits, monkeypatch, what):
    monkeypatch.setattr(verificador, "CHECK_LIMIT_S", 5.0)  # the answers are honest, and come late
    with arena.within(PATIENCE_S):
        judged = arena.fight(Attack(what, before=(IN_A_CELL[what],)))
    if what not in SHARES:
        assert scores(judged) == {"dobro": 1.0, "triplo": 1.0}
    assert len(judged.notebook) < 20_000_000


def test_many_slow_cells_have_one_budget(arena, short_limits, monkeypatch):
    monkeypatch.setattr(run_cells, "TOTAL_LIMIT_S", 3.0)
    attack = Attack("slow", after=("import time; time.sleep(1)",) * 50)
    with arena.within(12):
        judged = arena.judge(arena.submission(attack))
    assert any("tempo total" in warning for warning in judged.record.warnings)


# A wrong `dobro` is replaced by calls to the examiner: those have limits of their own.
SUPPLIED = {
    "millions of calls": "while True: dobro(x)",
    "giant arguments": "import numpy as np\n    while True: dobro(np.zeros(1 << 22))",
    "arguments too large": "import numpy as np; return dobro(np.zeros(1 << 27))",
    "arguments of another kind": "return dobro({'a': [object(), dobro, x]})",
    "no arguments": "return dobro()",
    "arguments that contain themselves": "a = []; a.append(a); return dobro(a)",
    "calls from many threads": """
    import threading
    for n in range(20): threading.Thread(target=lambda: [dobro(x) for _ in range(10**6)]).start()
    return dobro(x)""",
}


@pytest.mark.slow(reason="waits for limits of time and memory")
@pytest.mark.parametrize("what", SUPPLIED)
def test_supplied_functions_do_not_exhaust_the_examiner(arena, short_limits, what):
    code = f"def triplo(x):\n    {SUPPLIED[what].strip()}"
    wrong = "def dobro(x):\n    return x"
    with arena.within(PATIENCE_S):
        arena.fight(Attack(what, dobro=wrong, triplo=code, deserved={"dobro": 0.0, "triplo": 0.0}))


# A wrong answer is called once more, to be compared with known mistakes and right answers.
IN_THE_DIAGNOSIS = {
    "integers without end": "return [10 ** 900, -(10 ** 900)]",
    "a million names": "return {str(n): n for n in range(10 ** 6)}",
    "itself": "a = []; a.append(a); return a",
    "a ladder of references": """
    a = [0]
    for n in range(60): a = [a, a]
    return a""",
    "hangs at the fourth call": """
    CALLS.append(1)
    while len(CALLS) > 3: pass
    return x + 1""",
    "dies at the fourth call": """
    CALLS.append(1)
    if len(CALLS) > 3: __import__("os")._exit(0)
    return x + 1""",
    "another answer at each call": "CALLS.append(1); return [object(), len(CALLS), {}, ()][len(CALLS) % 4]",
    "texts as numbers": "return np.array(['nan', 'inf'] * 10 ** 6)",
    "arrays without elements": "return np.zeros((0, 2 ** 40))",
    "rows in rows in rows": """
    a = [x[0]]
    for n in range(35): a = [a]
    return a""",
    "a long list of numbers": "return list(range(10 ** 5))",
    "integers in an array of objects": "return np.array([10 ** 900, None], dtype=object)",
    "infinities and what is none": "return np.array([np.inf, -np.inf, np.nan])[: len(x)]",
    "huge where it is not judged": """
    CALLS.append(1)
    return x + 1 if len(CALLS) < 4 else np.zeros((2 ** 22,))""",
    "hangs where an argument is varied": """
    while not asked(x): pass
    return x + 1""",
    "huge where an argument is varied": "return x + 1 if asked(x) else np.zeros(2 ** 22)",
    "deep, and in itself, where an argument is varied": """
    a = [[]]
    for n in range(10 ** 5 * (not asked(x))): a = [a, a]
    if x[0] == 1.0 and not asked(x): a.append(a)
    return x + 1 if asked(x) else a""",
    "a million parts where an argument is varied": """
    return x + 1 if asked(x) else dict.fromkeys(range(10 ** 6), x)""",
    "right at the example, then neither a number nor the same": """
    CALLS.append(1)
    return 2 * x if x[0] == 1.0 else [x * np.nan, object(), np.random.rand(2)][len(CALLS) % 3]""",
    "texts of what are no characters": """
    return np.array([0x7fffffff, 0xd800], dtype="<u4").view("<U1")""",
    "half a character of NumPy's": "return np.array([0xd800], dtype='<u4').view('<U1')[0]",
    "records": "return np.zeros(2, dtype=[('a', float), ('b', 'O')])",
    "an array that says what it likes": """
    class Likes(np.ndarray):
        dtype = property(lambda self: np.dtype(object))
        shape = property(lambda self: (2 ** 40,))
        __eq__ = __array_ufunc__ = __reduce__ = tolist = lambda *a, **k: x * 2
    return (x + 1).view(Likes)""",
}

ASKED = """
CALLS = []
def asked(x):
    return x[1] == 2 or (x[0] > 3000 and x[1] < 0)
"""
"""Before the answers: whether it is a call of the checks, and none that is derived from them."""


@pytest.mark.slow(reason="waits for limits of time and memory")
@pytest.mark.parametrize("what", IN_THE_DIAGNOSIS)
def test_a_wrong_answer_does_not_exhaust_the_diagnosis(arena, short_limits, what):
    code = f"import numpy as np\ndef dobro(x):\n    {IN_THE_DIAGNOSIS[what].strip()}"
    deserved = {"dobro": 0.0, "triplo": 1.0}
    with arena.within(PATIENCE_S):
        judged = arena.fight(Attack(what, dobro=code, before=(ASKED,), deserved=deserved))
    assert judged.record.questions[0].mistake_from in (None, "relation")
