"""What is drawn without a seed: the same at every grading, and said where it matters."""

from __future__ import annotations

import pytest
from minicourse import DOBRO, TRIPLO

from gabarito.checks.verificador import DIFFERS
from gabarito.course.layout import Course
from gabarito.judging.prepared_lab import PreparedLab

UNSEEDED = {
    "numpy": "np.random.rand(*x.shape)",
    "numpy, seeded by nobody": "(np.random.seed(), np.random.rand(*x.shape))[1]",
    "a generator": "np.random.default_rng().random(x.shape)",
    "an old generator": "np.random.RandomState().rand(*x.shape)",
    "a seed sequence": "np.random.PCG64(np.random.SeedSequence()).random_raw() % 1000",
    "python": "random.random()",
    "python, seeded by nobody": "(random.seed(), random.random())[1]",
    "a python generator": "random.Random().random()",
    "python, in a fork": "float(forked())",
    "the system": "os.urandom(1)[0]",
    "system random": "random.SystemRandom().random()",
    "secrets": "secrets.randbelow(1000)",
    "uuid": "uuid.uuid4().int % 1000",
}
IMPORTS = """import os, random, secrets, uuid

def forked():
    reader, writer = os.pipe()
    if os.fork() == 0:
        os.write(writer, str(random.random()).encode())
        os._exit(0)
    os.wait()
    return os.read(reader, 99)

"""


def drawing(source):
    return f"{IMPORTS}def dobro(x):\n    return 2 * x + {source}"


def question(record, name="dobro"):
    return next(q for q in record.questions if q.name == name)


@pytest.fixture(scope="module")
def again(mini_template):
    """Another grader, as on another day: its warm process has entropy of its own."""
    with PreparedLab(Course.at(mini_template).lab("mini")) as warm:
        yield warm


@pytest.mark.parametrize("source", UNSEEDED)
def test_what_is_drawn_without_a_seed_is_the_same_at_every_grading(judged, again, source):
    first = judged(dobro=drawing(UNSEEDED[source]))
    second = judged(dobro=drawing(UNSEEDED[source]), prepared=again)
    assert "difere" in question(first).checks[0].message
    assert first.questions == second.questions
    assert first.warnings == second.warnings


@pytest.mark.slow(reason="says the same of another tier")
@pytest.mark.parametrize("tier", ["landlock", "limits"])
def test_so_it_is_in_the_weaker_tiers(judged, mini_template, tier):
    records = []
    for _ in range(2):
        with PreparedLab(Course.at(mini_template).lab("mini"), tier) as warm:
            records.append(
                judged(dobro=drawing("np.random.default_rng().random(2)"), prepared=warm)
            )
    assert records[0].questions == records[1].questions


def test_order_of_texts_in_a_set_is_the_same_at_every_grading(judged, again):
    source = "float(''.join({str(n) for n in range(9)})[:4])"
    first, second = (judged(dobro=drawing(source), prepared=p) for p in (again, again))
    assert first.questions == second.questions


@pytest.mark.parametrize("source", UNSEEDED)
def test_a_student_is_told_that_two_calls_differ(judged, source):
    visible, hidden, *_ = question(judged(dobro=drawing(UNSEEDED[source]))).checks
    assert visible.message.endswith(DIFFERS)
    assert hidden.message == f"Outros números também conferem.\n{DIFFERS}"


@pytest.mark.parametrize(
    "wrong",
    [
        "def dobro(x):\n    np.random.seed(3)\n    return np.random.rand(*x.shape)",
        "def dobro(x):\n    return np.random.RandomState(0).rand(*x.shape)",
        "def dobro(x):\n    x += 1\n    return x",
        "def dobro(x):\n    return x * np.nan",
        "def dobro(x):\n    return object()",
    ],
    ids=["seeded", "own generator", "in place", "nan", "object"],
)
def test_nobody_else_is_told_so(judged, wrong):
    assert DIFFERS not in str(question(judged(dobro=wrong)))


KEPT = """np.random.seed(3)
PESOS = np.random.rand(2)

def dobro(x):
    return 2 * x + (0 if np.allclose(np.random.rand(), 0.2909047389129443) else 1)
"""


def test_every_check_finds_the_generator_as_the_cells_left_it(judged):
    """A seed above the function: the draw is the third after it, whichever check comes first."""
    record = judged(dobro=KEPT, triplo="def triplo(x):\n    return 3 * x")
    assert [check.state for check in question(record).checks] == ["passed"] * 3


def test_a_seed_of_the_students_own_counts(judged):
    seeded = "def dobro(x):\n    np.random.seed(1)\n    return 2 * x + np.random.rand() - {}"
    record = judged(dobro=seeded.format(0.417022004702574))
    assert question(record).state == "passed"


def test_right_work_stays_right(judged, again):
    assert judged(DOBRO, TRIPLO).questions == judged(DOBRO, TRIPLO, prepared=again).questions
