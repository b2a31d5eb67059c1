"""The reference of the Keras lab is graded with many seeds: chance costs nobody a point.

Without a seed every grading draws the same numbers. A cell of the student's own sets one, as
many do; the first weights of every network and the order of its batches follow from it, in the
notebook and in each call that a check makes.
"""

from __future__ import annotations

import statistics
from pathlib import Path

import nbformat
import pytest
from process_tree import Peak

from gabarito.authoring import made_up_class
from gabarito.course.layout import Course
from gabarito.judging import judge
from gabarito.judging.prepared_lab import PreparedLab
from gabarito.results.job import Job

LAB = Course.at(Path(__file__).parents[2]).lab("rede_densa_keras")
MATERIAL = made_up_class.material(LAB)
GRADINGS = 200
FIRST_WEIGHT = """
def entropia_binaria(p, y):
    return 100 + float(crie_regressao(2, 2, 2, 1).get_weights()[0][0, 0])
"""

pytestmark = [
    pytest.mark.slow(reason="grades a notebook two hundred times"),
    pytest.mark.nightly,
]


@pytest.fixture(scope="module")
def prepared():
    with PreparedLab(LAB) as prepared:
        prepared.warm.wait()
        yield prepared


@pytest.fixture
def graded(prepared, tmp_path):
    """Grade right answers, some replaced, below a cell that sets a seed."""

    def grade(seed: int, **answers: str):
        notebook = MATERIAL.submission({**MATERIAL.answers, **answers})
        imports = next(i for i, c in enumerate(notebook.cells) if "import keras\n" in c.source)
        set_seed = nbformat.v4.new_code_cell(f"keras.utils.set_random_seed({seed})")
        notebook.cells.insert(imports + 1, set_seed)
        path = tmp_path / f"{LAB.name}.ipynb"
        path.write_bytes(made_up_class.as_json(notebook))
        return judge.judge(prepared, Job(path)).record

    return grade


def test_the_first_weights_in_a_check_follow_the_seed(graded):
    def told(seed):
        record = graded(seed, entropia_binaria=FIRST_WEIGHT)
        question = next(q for q in record.questions if q.name == "entropia_binaria")
        return next(check.message for check in question.checks if not check.hidden)

    assert len({told(seed) for seed in (1, 2, 3)}) == 3
    assert told(1) == told(1)


def test_two_hundred_seeds_give_full_marks_two_hundred_times(prepared, graded):
    lost, spent = [], []
    with Peak(prepared.warm.process.pid) as peak:
        for seed in range(GRADINGS):
            before = prepared.warm.spent_s
            record = graded(seed)
            spent.append(prepared.warm.spent_s - before)
            if record.score != record.max_score:
                lost.append((seed, {q.name: q.score for q in record.questions}))
    print(
        f"{GRADINGS - len(lost)} de {GRADINGS} com a nota inteira; por entrega, "
        f"{statistics.median(spent):.1f} s isolados (no máximo {max(spent):.1f}); "
        f"pico de memória: {peak.bytes / 2**20:.0f} MB"
    )
    assert lost == []
    assert statistics.median(spent) <= 10
    assert peak.bytes <= 2**30
