"""One session does for a submission whose functions remember nothing, and says the same."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gabarito.judging.lab_cells import LabCells
from gabarito.sandbox.warm_process import WarmProcess

WRONG = "def dobro(x):\n    return x"
RIGHT = "def triplo(x):\n    return dobro(x) + x"


@pytest.fixture
def sessions(monkeypatch):
    """One entry for each session that begins."""
    begun, begin = [], WarmProcess.session
    monkeypatch.setattr(WarmProcess, "session", lambda self: begun.append(1) or begin(self))
    return begun


def test_what_inherits_an_error_is_judged_again_where_it_was_judged(ready, sessions):
    record = ready(dobro=WRONG, triplo=RIGHT)
    assert record.questions[1].inherited_error
    assert record.questions[1].score == record.questions[1].max_score
    assert len(sessions) == 1


KEEPING = {
    "a file of NumPy's": ("", "np.save('visto', certo)"),
    "the same by its own name": ("from numpy import save", "save('visto', certo)"),
    "a table of NumPy's": ("", "np.typecodes['visto'] = certo"),
    "a method by its name": ("import operator", "operator.methodcaller('tofile', 'v')(certo)"),
    "a file": ("", "open('visto', 'a').write(str(certo))"),
    "a global list": ("visto = []", "visto.append(certo)"),
    "its own attribute": ("", "triplo.visto = certo"),
    "what a match finds": ("", "match triplo:\n        case object(__globals__=g): g['v'] = certo"),
    "a module of the lab": ("import apoio", "apoio.UM.visto = certo"),
}


@pytest.mark.parametrize(("top", "keep"), KEEPING.values(), ids=KEEPING)
def test_who_may_keep_a_right_answer_has_a_session_for_each_question(ready, sessions, top, keep):
    triplo = f"{top}\ndef triplo(x):\n    certo = dobro(x)\n    {keep}\n    return certo + x"
    ready(dobro=WRONG, triplo=triplo)
    assert len(sessions) > 1


@pytest.mark.parametrize(
    "cell",
    [
        "import builtins\nSEEN = []\nbuiltins.print = SEEN.append",
        "import threading\nthreading.Thread(target=print).start()",
        "np.multiply = print",
        "x = [1, 2]",
    ],
)
def test_so_has_whoever_does_more_than_define(ready, sessions, cell):
    ready(dobro=WRONG, triplo=RIGHT, before=[cell])
    assert len(sessions) > 1


ANSWERS = [
    "def dobro(x):\n    return np.multiply(2, x)",
    "def dobro(x):\n    return x + x",
    "def dobro(x):\n    return x",
    "def dobro(x):\n    return np.abs(2 * x)",
    "def dobro(x):\n    raise ValueError('não sei')",
    "def dobro(x):\n    x *= 2\n    return x",
    "def dobro(x):\n    y = 2 * x\n    x[:] = 0\n    return y",
    "def dobro(x):\n    return 2 * x + np.random.rand(len(x))",
    "def dobro(x):\n    np.random.seed(1)\n    return 2 * x + np.random.rand(len(x))",
    "def dobro(x):\n    return np.empty(len(x)) * 0 + 3",
    "def dobro(x):\n    return lambda: x",
    "def dobro(x):\n    return dobro(x)",
    "pass",
]


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(ANSWERS), min_size=2, max_size=2), st.sampled_from("+-*"))
def test_it_says_what_a_session_for_each_question_would_say(ready, monkeypatch, answers, sign):
    first, second = answers
    second = second.replace("dobro", "triplo").replace("2 *", f"dobro(x) {sign} x +")
    second = second.replace("x + x", "dobro(x) + x")
    records = []
    for closed in (LabCells.closed, lambda *_: False):
        monkeypatch.setattr(LabCells, "closed", closed)
        records.append(msgspec.structs.replace(ready(dobro=first, triplo=second), timings={}))
    monkeypatch.undo()
    assert records[0] == records[1]
