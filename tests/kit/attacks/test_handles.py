"""Attacks on objects that stay with the student, and on the instruments that look at them."""

from __future__ import annotations

import time

import pytest
from arena import scores
from modelcourse import HELPER, RIGHT, submission, write_model_course

from gabarito.checks import verificador
from gabarito.checks.verificador import StudentError
from gabarito.guest.values import Handle
from gabarito.judging import diagnosis, judge
from gabarito.judging.call_process import CallProcess
from gabarito.judging.prepared_lab import PreparedLab
from gabarito.judging.student_functions import StudentFunctions
from gabarito.results.job import Job
from gabarito.sandbox import tiers

ISOLATING = [tier.name for tier in tiers.TIERS if tier.isolates]


@pytest.fixture(scope="module", params=ISOLATING)
def prepared(request, tmp_path_factory):
    if tiers.named(request.param).obstacle:
        pytest.skip(f"{request.param}: {tiers.named(request.param).obstacle}")
    with PreparedLab(
        write_model_course(tmp_path_factory.mktemp("redes") / "curso"), request.param
    ) as lab:
        yield lab


@pytest.fixture
def judged(prepared, tmp_path, monkeypatch):
    """Judge a submission; then an honest one must still earn everything."""
    monkeypatch.setattr(verificador, "CHECK_LIMIT_S", 1.0)

    def give(before: str = "", **answers: str):
        path = tmp_path / "redes_pequenas.ipynb"
        path.write_bytes(submission(prepared.lab, before, **answers))
        found = judge.judge(prepared, Job(path, "ana"))
        path.write_bytes(submission(prepared.lab))
        assert scores(judge.judge(prepared, Job(path, "bia"))) == RIGHT
        return found.record

    return give


def earned(record):
    return {q.name: q.score for q in record.questions}


def test_honest_work_earns_everything(judged):
    assert earned(judged()) == RIGHT


@pytest.mark.parametrize(
    "before",
    [
        "pesos = [1, 2]",
        "prediga = pesos = rede_de_exemplo = lambda *a: 0",
        "import redes\nredes.pesos = redes.prediga = None",
        "import sys\nsys.modules['redes'] = None",
        "del pesos, prediga",
    ],
)
def test_a_redefined_instrument_changes_nothing(judged, before):
    assert earned(judged(before)) == RIGHT


REDEFINED = """
def pesos(rede): return [7193.25]
def prediga(rede, x): return [7193.25 * v for v in x]
"""


def test_a_redefined_instrument_earns_nothing(judged):
    found = judged(REDEFINED, crie="def crie(w):\n    return Rede(0)")
    assert earned(found)["crie"] == 0


LIES = {
    "attributes": "class M:\n  w = 7193.25\n  conta = lambda self, x: 'muito'",
    "everything": "class M:\n  __getattr__ = lambda self, n: (lambda *a: self)\n"
    "  __array__ = lambda self, *a, **k: 1/0\n  __eq__ = lambda self, o: True",
    "raise": "class M:\n  def __getattribute__(self, n): raise SystemExit",
    "hang": "class M:\n  w = 3\n  def conta(self, x):\n    while True: pass",
    "exit": "class M:\n  w = 3\n  def conta(self, x):\n    import os; os._exit(0)",
    "flood": "class M:\n  w = 3\n  def conta(self, x):\n    return [list(range(10**6))] * 100",
    "deep": "class M:\n  w = 3\n  def conta(self, x):\n    a = []\n"
    "    for _ in range(10**5): a = [a]\n    return a",
    "module": "class M:\n  w = 3\n  __module__ = 7\n  conta = None",
    "torch": "class M:\n  w = 3\n  __module__ = 'torch'\n  def detach(self): raise KeyboardInterrupt",
    "a million layers": "class M:\n  conta = lambda self, x: self.w\n"
    "  def __init__(self): self.w = [object() for _ in range(10**6)]",
}


@pytest.mark.parametrize("what", LIES)
def test_a_lying_model_costs_its_own_question(judged, what):
    found = earned(judged(LIES[what], crie="def crie(w):\n    return M()"))
    assert found == {"crie": 0, "treine": 1}


def test_a_model_that_answers_slowly_costs_its_diagnosis_and_no_more(judged, monkeypatch):
    monkeypatch.setattr(diagnosis, "CALLS_S", 2.0)
    slow = "class M:\n  w = 3\n  def conta(self, x):\n    while time.time() % 1 < 0.7: pass\n"
    begun = time.monotonic()
    found = judged(f"import time\n{slow}    return x", crie="def crie(w):\n    return M()")
    assert earned(found) == {"crie": 0, "treine": 1}
    assert time.monotonic() - begun < 30


def test_what_a_model_says_of_itself_is_not_told(judged):
    lies = "class M:\n  conta = lambda self, x: ['s7193'] * len(x)\n  w = 's7193'"
    (question, _) = judged(lies, crie="def crie(w):\n    return M()").questions
    hidden = [check for check in question.checks if check.hidden]
    assert all("s7193" not in check.message for check in hidden)
    assert "s7193" not in (question.mistake or "")


FORGED = """
import sys
values = sys.modules["guest.values"]
class H:
    pass
real = values.Encoder.encode
def encode(self, value, depth=0):
    return {ITEM} if isinstance(value, H) else real(self, value, depth)
values.Encoder.encode = encode
"""


@pytest.mark.parametrize(
    "item",
    [
        '{"h": [0, "Rede"]}',
        '{"h": [200, "Rede"]}',
        '{"h": [-1, "Rede"]}',
        '{"h": [2**70, "Rede"]}',
        '{"h": [10**9, "Rede"]}',
        '{"h": ["0", "Rede"]}',
        '{"h": [0, 5]}',
        '{"h": 0}',
        '{"h": [True, "Rede"]}',
        '{"h": [0, "Rede", 3]}',
        '{"h": [0, "R" * 10**6]}',
        '{"h": []}',
    ],
)
def test_a_forged_handle_earns_nothing(judged, item):
    found = earned(judged(FORGED.replace("{ITEM}", item), crie="def crie(w):\n    return H()"))
    assert found["crie"] == 0


@pytest.fixture
def functions(prepared):
    """The reference's functions in one process; and another process of the same session."""
    session = prepared.right_answers.reference()
    process, other = CallProcess(session), CallProcess(session)
    with session:
        yield StudentFunctions(process), process, StudentFunctions(other)


def test_a_handle_comes_back_to_its_own_process(functions):
    own, _, _ = functions
    model = own.function("crie")(5)
    assert isinstance(model, Handle)
    assert own.function("pesos")(model) == [5]


def test_a_handle_of_a_dead_process_is_the_student_s_error(functions):
    own, process, _ = functions
    model = own.function("crie")(5)
    process.rest()
    with pytest.raises(StudentError):
        own.function("pesos")(model)
    own.function("crie")(6)
    with pytest.raises(StudentError):
        own.function("pesos")(model)


def test_a_handle_of_another_process_is_the_student_s_error(functions):
    own, _, other = functions
    model = own.function("crie")(5)
    other.function("crie")(6)
    with pytest.raises(StudentError):
        other.function("pesos")([model])


def test_a_handle_to_nothing_is_the_student_s_error(functions):
    own, process, _ = functions
    own.function("crie")(5)
    for place in (99, -1, 10**30):
        with pytest.raises(StudentError):
            own.function("pesos")(Handle("Rede", place, process.number))


def test_a_process_keeps_no_more_than_a_few_objects(functions):
    own, _, _ = functions
    create = own.function("crie")
    kept = [isinstance(create(n), Handle) for n in range(260)]
    assert kept == [True] * 256 + [False] * 4


def test_mistakes_are_known_by_what_instruments_see(judged):
    for name, answer in {
        "treina_outra": {
            "treine": "def treine(r, n):\n    return [r.w + i for i in range(1, n + 1)]"
        },
        "peso_ignorado": {"crie": "def crie(w):\n    r = Rede(1)\n    r.w += 2\n    return r"},
    }.items():
        found = {q.name: q.mistake for q in judged(**answer).questions}
        assert found[next(iter(answer))] == name


def test_what_nobody_listed_is_told_of_what_instruments_see(judged):
    (crie, _) = judged(crie="def crie(w):\n    return Rede(-w)").questions
    assert (crie.mistake, crie.mistake_from) == ("sinal", "relation")
    assert any(
        "o sinal fosse o contrário nos pesos e na saída da rede" in c.message for c in crie.checks
    )
    (_, treine) = judged(treine="def treine(r, n):\n    return [r.w] * n").questions
    assert (treine.mistake, treine.mistake_from) == ("nao_muda", "relation")
    assert any("não fosse preciso mudar `rede`" in c.message for c in treine.checks)


def test_whoever_lacks_an_instrument_is_not_told_to_define_it(tmp_path):
    lab = write_model_course(tmp_path / "curso", HELPER + "raise RuntimeError\n")
    path = tmp_path / "redes_pequenas.ipynb"
    path.write_bytes(submission(lab, crie="def crie(w):\n    return {'w': w}"))
    with PreparedLab(lab, ISOLATING[0]) as prepared:
        found = judge.judge(prepared, Job(path, "ana")).record
    assert earned(found) == {"crie": 0, "treine": 0}
    told = found.questions[0].checks[0].message
    assert "avise o professor" in told
    assert any("redes" in warning for warning in found.warnings)


def test_what_needs_a_folder_to_import_is_imported_in_each_session(tmp_path):
    """As PyTorch does: half of it stays where it fails, and trying again there fails for that."""
    top = """
import sys
assert "xml.dom.minidom" not in sys.modules
import xml.dom.minidom
open("escrito", "w").close()
"""
    lab = write_model_course(tmp_path / "curso", top + HELPER)
    path = tmp_path / "redes_pequenas.ipynb"
    path.write_bytes(submission(lab))
    with PreparedLab(lab, ISOLATING[0]) as prepared:
        found = judge.judge(prepared, Job(path, "ana")).record
    assert earned(found) == RIGHT
    assert any("redes" in warning for warning in found.warnings)
