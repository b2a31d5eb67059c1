"""Attacks that forge results: lying values, patched libraries, false frames on the wire."""

from __future__ import annotations

import pytest
from arena import HONEST, Attack, scores

WRONG = "def dobro(x):\n    return x"
WORTH_NOTHING = {"dobro": 0.0}

TWO_CHECKS_AND_A_DIAGNOSIS_S = 25
"""Under the short limits they take a few; what is decoded without a limit takes minutes."""

# --- what the student's process can do to itself ---------------------------------------

PATCHED = {
    "numpy's comparisons": """
import numpy as np
for module in (np, np.testing, np.ma):
    for name in dir(module):
        if any(word in name for word in ("close", "equal", "assert")):
            setattr(module, name, lambda *a, **k: True)""",
    "numpy's conversions": """
import numpy as np
np.array = np.asarray = np.abs = lambda *a, **k: 0.0
np.isfinite = lambda *a: True""",
    "builtins": """
import builtins
builtins.isinstance = lambda *a: True
builtins.all = builtins.any = lambda *a: True
builtins.abs = lambda x: 0
builtins.AssertionError = builtins.Exception = type("Calada", (Warning,), {})""",
    "the shipped checker": """
import verificador
for name in list(vars(verificador)):
    if callable(getattr(verificador, name)):
        setattr(verificador, name, lambda *a, **k: None)""",
    "modules of the grader": """
import sys, types
for name in ("gabarito", "gabarito.checks.verificador", "gabarito.judging.prepared_lab", "verificador"):
    module = types.ModuleType(name)
    module.__getattr__ = lambda name: (lambda *a, **k: True)
    sys.modules[name] = module""",
    "an AST transformer": """
import ast
class NoAsserts(ast.NodeTransformer):
    def visit_Assert(self, node):
        return ast.Pass()
    def visit_Call(self, node):
        return ast.Constant(True)
get_ipython().ast_transformers.append(NoAsserts())""",
    "an input transformer": """
get_ipython().input_transformers_post.append(lambda lines: ["pass\\n"])
get_ipython().events.register("pre_run_cell", lambda *a: None)""",
    "the check functions by name": """
def test_exemplo(*a, **k): pass
test_outros_numeros = test_entrada_intacta = verificacoes_de_dobro = test_exemplo""",
    "a trace function": """
import sys, threading
def trace(frame, event, arg):
    if "x" in frame.f_locals and event == "return":
        frame.f_locals["x"] = 0
    return trace
sys.settrace(trace); threading.settrace(trace)""",
    "atexit": """
import atexit, os
atexit.register(lambda: [os.write(fd, b"\\0" * 64) for fd in range(3, 40)])""",
}


@pytest.mark.parametrize("what", PATCHED)
def test_patching_its_own_process_gains_nothing(arena, what):
    arena.fight(Attack(what, dobro=f"{PATCHED[what]}\n{WRONG}", deserved=WORTH_NOTHING))


LIARS = {
    "equal to everything": "type('L', (), {'__eq__': lambda s, o: True, '__hash__': None})()",
    "an array by its own word": "type('L', (), {'__array__': lambda s, *a, **k: 2 * x})() and Array()",
    "another class": "Classe()",
    "a list by its own word": "type('L', (), {'__class__': list, '__len__': lambda s: 2})()",
    "an ndarray that compares": "np.zeros(2).view(Matriz)",
    "a float that compares": "Numero(0)",
    "a list that answers": "Lista([0, 0])",
    "a dict that answers": "Dicionario()",
    "all masked": "np.ma.masked_all(2)",
    "masked over wrong data": "np.ma.array([0.0, 0.0], mask=True)",
    "NaN": "x * np.nan",
    "infinite": "x * np.inf",
    "empty": "np.zeros((0,))",
    "one number for all": "np.broadcast_to(0.0, x.shape)",
    "objects in an array": "np.array([Numero(0), Numero(0)], object)",
    "a structured array": "np.zeros(2, [('a', float), ('b', float)])",
    "dates": "np.zeros(2, 'M8[s]')",
    "text of the numbers": "[str(2 * n) for n in x]",
    "a generator": "(n for n in x)",
    "an endless iterator": "__import__('itertools').count()",
    "the function itself": "dobro",
    "a module": "np",
    "an exception class": "AssertionError",
    "something that pickles into code": "Pacote()",
    "something with a lying interface": "Interface()",
}
CLASSES = """
import numpy as np
class Array:
    def __array__(self, *a, **k):
        return np.zeros(2)
class Classe:
    __class__ = property(lambda self: np.ndarray)
    shape, dtype, ndim = (2,), np.dtype(float), 1
class Matriz(np.ndarray):
    __eq__ = __le__ = lambda s, o: np.ones(2, bool)
    __array_ufunc__ = lambda s, *a, **k: np.zeros(2)
    __array_function__ = lambda s, *a, **k: True
    def tobytes(self, *a):
        return b""
class Numero(float):
    __eq__ = __le__ = __lt__ = lambda s, o: True
    __sub__ = __rsub__ = lambda s, o: 0.0
    __hash__ = float.__hash__
class Lista(list):
    __eq__ = lambda s, o: True
    __getitem__ = lambda s, i: Numero(0)
class Dicionario(dict):
    __missing__ = lambda s, k: 0
    items = lambda s: [(0, 0)]
class Pacote:
    def __reduce__(self):
        return (print, ("executado",))
class Interface:
    __array_interface__ = {"shape": (2,), "typestr": "<f8", "data": (1 << 20, False), "version": 3}
"""


@pytest.mark.parametrize("what", LIARS)
def test_lying_values_are_worth_what_they_hold(arena, what):
    code = f"{CLASSES}\ndef dobro(x):\n    return {LIARS[what]}"
    arena.fight(Attack(what, dobro=code, deserved=WORTH_NOTHING))


def test_a_table_of_the_visible_example_earns_nothing(arena):
    table = "def dobro(x):\n    return {(1.0, 2.0): [2.0, 4.0]}.get(tuple(x), 0)"
    arena.fight(Attack("table", dobro=table, deserved=WORTH_NOTHING))


IN_PLACE = {
    "zeros for all": "x[...] = 0; return x",
    "the right answer left in the question": "x /= 2; return 2 * x",
    "not a number": "x[...] = float('nan'); return x",
    "read-only": "x.flags.writeable = False; return x",
    "another shape": "x.resize(4, refcheck=False); return x",
    "another type": "x.dtype = 'i8'; return x",
}


@pytest.mark.parametrize("how", IN_PLACE)
def test_spoiling_the_question_gains_nothing_and_spoils_nobody_elses(arena, how):
    code = f"def dobro(x):\n    {IN_PLACE[how]}"
    arena.fight(Attack(how, dobro=code, deserved=WORTH_NOTHING))


# --- what comes over the wire ----------------------------------------------------------

# Instead of its answer the process that answers calls sends what the attack says.
FORGE = """
import guest.frames, struct, time
import msgspec.msgpack as mp
honest = guest.frames.send
def forged(channel, message):
    if type(message).__name__ not in ("Returned", "Raised"):
        return honest(channel, message)
    def frame(payload):
        channel.sendall(struct.pack(">Q", len(payload)) + payload)
    def say(type, **fields):
        frame(mp.encode({{"type": type, **fields}}))
    {what}
guest.frames.send = forged
def dobro(x):
    return x
"""
FRAMES = {
    "huge length": "channel.sendall(struct.pack('>Q', 2**64 - 1))",
    "length beyond the limit": "channel.sendall(struct.pack('>Q', 2**27) + b'x' * 100)",
    "a promise and no more": "channel.sendall(struct.pack('>Q', 1000)); time.sleep(60)",
    "half a frame, then the end": "channel.sendall(struct.pack('>Q', 1000) + b'x'); channel.close()",
    "slow drip": "channel.sendall(struct.pack('>Q', 1000)); "
    "[(channel.sendall(b'x'), time.sleep(0.1)) for _ in range(1000)]",
    "no bytes": "frame(b'')",
    "noise": "frame(bytes(range(256)) * 40)",
    "not MessagePack": "frame(b'\\xc1' * 100)",
    "nested without end": "frame(b'\\x91' * 1_000_000)",
    "millions of empty lists": "frame(b'\\xdd' + struct.pack('>I', 60_000_000) + b'\\x90' * 60_000_000)",
    "a list longer than the frame": "frame(b'\\xdd\\xff\\xff\\xff\\xff')",
    "a date": "frame(mp.encode({'type': 'Returned', 'result': 0.0, 'after': []})[:-1] + b'\\xd6\\xff\\0\\0\\0\\1')",
    "an extension": "frame(mp.encode(mp.Ext(5, b'x' * 20)))",
    "half a character": "frame(b'\\xa2\\xc3\\x28')",
    "keys that are no text": "frame(mp.encode({1: 2, None: 3}))",
    "a list for a map": "frame(mp.encode(['result', 1]))",
    "a number": "frame(mp.encode(7))",
    "two answers at once": "say('Returned', result=0.0, after=[]); say('Returned', result=1.0, after=[])",
    "thousands of answers": "channel.settimeout(1); "
    "[say('Returned', result=0.0, after=[]) for _ in range(100_000)]",
    "no answer": "frame(mp.encode({}))",
    "an answer without its tag": "frame(mp.encode({'result': [2.0, 4.0], 'after': []}))",
    "a tag of nothing": "say('Passed', points=10.0)",
    "a tag that is a tree": "say(['Returned'], result=0.0, after=[])",
    "a message of the grader's": "say('Supplied', result=0.0)",
    "a message of the warm process": "say('Started', pid=1)",
    "more than was asked for": "say('Returned', result=0.0, after=[], points=10.0)",
    "less than was asked for": "say('Returned', result=0.0)",
    "one field many times": "frame(b'\\xdf\\0\\1\\0\\2' + mp.encode('type') + mp.encode('Returned') "
    "+ (mp.encode('result') + mp.encode(0.0)) * 65_536 + mp.encode('after') + mp.encode([]))",
    "a function that is missing": "say('Undefined', error='E')",
    "a request to supply": "say('Supply', name='dobro', args=[1.0], kwargs={})",
    "a request to supply nonsense": "say('Supply', name=['__class__'], args=1, kwargs=None)",
    "an error of the grader's own": "say('Raised', error='CheckTimeout', message='x')",
    "an error that is no error": "say('Raised', error={'a': 1}, message=[1], place=7)",
    "an error with a false place": "say('Raised', error='E', place=['3', 10**18])",
    "an error in a cell past counting": "say('Raised', error='E', place=['9' * 5_000, 1])",
    "an error in no place": "say('Raised', error='E', place=[])",
    "the other end shut": "channel.shutdown(2)",
}


VALUES = {
    "array of objects": "{'a': ['|O', [1], b'x' * 8]}",
    "array of records": "{'a': ['V8', [1], b'x' * 8]}",
    "array of two fields": "{'a': ['<f8,<f8', [1], b'x' * 16]}",
    "negative shape": "{'a': ['<f8', [-1], b'']}",
    "overflowing shape": "{'a': ['<f8', [2**32, 2**32], b'']}",
    "endless and empty shape": "{'a': ['<f8', [0, 2**62], b'']}",
    "many dimensions": "{'a': ['<f8', [1] * 65, b'x' * 8]}",
    "a shape of huge numbers": "{'a': ['<f8', [2**62] * 500_000, b'']}",
    "an object array of huge shape": "{'o': [[2**62] * 500_000, []]}",
    "wrong length": "{'a': ['<f8', [3], b'x' * 8]}",
    "a dtype that is code": "{'a': ['__import__', [1], b'x']}",
    "an empty dtype": "{'a': ['S0', [1], b'']}",
    "a scalar of gigabytes": "{'s': ['<f8', 10**10]}",
    "bytes by number": "{'b': 10**11}",
    "too many digits": "{'i': '9' * 100_000}",
    "a reference to nothing": "{'r': 999}",
    "a reference that cannot be looked up": "{'r': [1]}",
    "the question for an answer": "{'r': 1}",
    "a list in itself": "{'#': [900, {'l': [{'r': 900}, {'r': 900}]}]}",
    "a billion laughs": "laughs()",
    "a set of colliding numbers": "{'e': [{'i': str(n * (2**61 - 1))} for n in range(2**60, 2**60 + 40_000)]}",
    "a dict of colliding numbers": "{'d': [[{'i': str(n * (2**61 - 1))}, 0] for n in range(2**60, 2**60 + 40_000)]}",
    "a table repeated": "{'D': [list(range(4000)), {'a': ['<i8', [100_000], b'x' * 800_000]}, [1.0] * 4000]}",
    "a table of tables": "{'D': [[], {'D': [[], [], []]}, []]}",
    "a series repeated": "{'S': ['x', {'a': ['<i8', [100_000], b'x' * 800_000]}, 1.0]}",
    "one long word among numbers": "{'l': ['a' * 3_000_000] + [1.0] * 5_000}",
    "many references to one array": "{'l': [{'#': [900, {'a': ['<f8', [1_000_000], b'x' * 8_000_000]}]}]"
    " + [{'r': 900}] * 5_000}",
    "unknown tag": "{'zz': 1}",
    "two tags": "{'l': [], 't': []}",
    "no tag": "{}",
    "a bare list": "[2.0, 4.0]",
    "a name that is a tree": "{'x': {'a': [1] * 1000}}",
    "number taken twice": "{'t': [{'#': [1, {'l': []}]}, {'#': [1, {'l': []}]}]}",
    "a complex of text": "{'c': ['1', '2']}",
}
LAUGHS = """
def laughs():
    tree = {'#': [900, {'l': [0.0] * 10}]}
    for level in range(1, 30):
        tree = {'#': [900 + level, {'l': [tree] + [{'r': 899 + level}] * 9}]}
    return tree
"""


def as_result(value):
    return f"say('Returned', result={value}, after=[])"


SENT = FRAMES | {f"{what}, as a result": as_result(VALUES[what]) for what in VALUES}


@pytest.mark.slow(reason="a large table of attacks, seconds each")
@pytest.mark.parametrize("what", SENT)
def test_what_is_false_on_the_wire_costs_its_question_only(arena, short_limits, what):
    code = LAUGHS + FORGE.format(what=SENT[what])
    with arena.within(TWO_CHECKS_AND_A_DIAGNOSIS_S):
        arena.fight(Attack(what, dobro=code, deserved=WORTH_NOTHING))


def test_a_forged_frame_is_what_arrives(arena):
    code = FORGE.format(what="frame(mp.encode(message))").replace("return x", "return 2 * x")
    assert scores(arena.fight(Attack("true", dobro=code))) == HONEST
    code = FORGE.format(what="say('Returned', result=0.0, after=message.after)")
    code = code.replace("return x", "return 2 * x")
    assert scores(arena.fight(Attack("false", dobro=code, deserved=WORTH_NOTHING)))["dobro"] == 0.0


AFTER = {
    "a question with the wrong answer right": "[[1, {'a': ['<f8', [2], bytes(16)]}]]",
    "a question in itself": "[[1, {'l': [{'r': 1}]}]]",
    "a question that is text": "[[1, 'x']]",
    "strange numbers": "[[[1], {'l': []}], ['x', {'d': []}], [None, {}]]",
    "no pairs": "[[1], 2, None]",
    "no list": "7",
    "missing": "None",
}


@pytest.mark.parametrize("what", AFTER)
def test_false_states_of_the_arguments_gain_nothing(arena, what):
    zeros = "{'a': ['<f8', [2], bytes(16)]}"
    send = f"say('Returned', result={zeros}, after={AFTER[what]})"
    arena.fight(Attack(what, dobro=FORGE.format(what=send), deserved=WORTH_NOTHING))


# The notebook's own process reports outputs; what it says decides nothing.
REPORTS = {
    "garbage on every descriptor": """
import os
for fd in range(3, 100):
    try:
        os.write(fd, b"\\0\\0\\0\\0\\0\\0\\0\\5hello" * 3)
    except OSError:
        pass""",
    "a thread that writes for ever": """
import os, threading, time
def spam():
    while True:
        for fd in range(3, 40):
            try:
                os.write(fd, b"\\0\\0\\0\\0\\0\\0\\0\\1\\x07")
            except OSError:
                pass
        time.sleep(0.01)
threading.Thread(target=spam, daemon=True).start()""",
    "a child that writes for ever": """
import os, time
if os.fork() == 0:
    while True:
        for fd in range(3, 40):
            try:
                os.write(fd, b"\\0\\0\\0\\0\\0\\0\\0\\1\\x07")
            except OSError:
                pass
        time.sleep(0.01)""",
    "every descriptor closed": "import os\nos.closerange(3, 200)",
    "false cell answers": """
import guest.frames
guest.frames.send = lambda channel, message: channel.sendall(b"\\0" * 7 + b"\\1\\x80")""",
    "cell answers with more in them": """
import guest.frames, msgspec, struct
def forged(channel, message):
    fields = msgspec.msgpack.decode(msgspec.msgpack.encode(message))
    payload = msgspec.msgpack.encode({**fields, "interrupted": False, "points": 10.0})
    channel.sendall(struct.pack(">Q", len(payload)) + payload)
guest.frames.send = forged""",
    "cell answers that name a file": """
import guest.frames, guest.protocol
honest = guest.frames.send
def forged(channel, message):
    if isinstance(message, guest.protocol.CellRan):
        message = guest.protocol.CellRan([], 2**63 - 1, None, "/etc/passwd")
    honest(channel, message)
guest.frames.send = forged""",
    "a kidnapped fork": """
import os
os.fork = lambda: 1""",
    "a kidnapped server": """
import guest.calls
guest.calls.serve = lambda channel, *a: channel.sendall(b"\\0" * 7 + b"\\1\\xc3")""",
    "flags of descriptors changed": """
import fcntl, os
for fd in range(100):
    try:
        fcntl.fcntl(fd, fcntl.F_SETFL, os.O_NONBLOCK | os.O_APPEND | getattr(os, "O_ASYNC", 0o20000))
    except OSError:
        pass""",
}


@pytest.mark.parametrize("what", REPORTS)
def test_false_reports_gain_nothing(arena, short_limits, what):
    arena.fight(Attack(what, dobro=f"{REPORTS[what]}\n{WRONG}", deserved=WORTH_NOTHING))


# "This check hung" is told by its message, and an exception's message is the student's.
def test_a_false_time_out_changes_nothing(arena):
    code = "def dobro(x):\n    raise ValueError('há algum laço que não termina?')"
    judged = arena.fight(Attack("hung", dobro=code, deserved={"dobro": 0.0, "triplo": 1.0}))
    assert judged.record.questions[1].inherited_error
