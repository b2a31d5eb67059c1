"""The labs' own checks against a function that wipes its question, and answers with zeros.

A check that works out what it expects from its inputs *after* the call compares zeros with
zeros. Right answers are the raw material: only the zeros keep a check from passing.
"""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path

import nbformat
import pytest
from labs import LABS, NAMES

from gabarito.authoring import made_up_class
from gabarito.course.layout import Course
from gabarito.judging import judge
from gabarito.judging.prepared_lab import PreparedLab
from gabarito.results.job import Job
from gabarito.sandbox import tiers

ROOT = Path(__file__).parents[2]

WIPED = """
import numpy as _np

def _wipe(value, in_place=False):
    if isinstance(value, _np.ndarray):
        if in_place and value.flags.writeable:
            value[...] = 0
        return _np.zeros_like(value)
    if isinstance(value, dict):
        return {key: _wipe(item, in_place) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(_wipe(item, in_place) for item in value)
    return type(value)(0) if isinstance(value, (int, float, _np.number)) else value

def _wiping(function):
    def wiped(*args, **kwargs):
        zeros = _wipe(function(*args, **kwargs))
        _wipe([args, kwargs], in_place=True)
        return zeros
    return wiped

"""

DESERVED = {
    "cnn_passo_a_passo": {"conv_forward", "pool_forward", "aprenda_filtros"},
    "depuracao_rede_densa": {"initialize_parameters_deep"},
    "lab3_multiclasse": {"treine_softmax"},
    "lab3_rede_densa": {"initialize_parametros", "L_layer_modelo"},
    "rede_densa_keras": {
        *("crie_regressao", "treine_notas", "crie_mlp", "salve_e_carregue", "classifique"),
        *("treine", "treine_pytorch"),
    },
}
"""Questions where it earns something: a shape is asked for, or zeros, or keys, or a list of
costs. A model is no array and stays as it is, and so does one that was to be trained; letters
are no numbers."""


FIRST, *OTHERS = [tier.name for tier in tiers.TIERS if tier.isolates]
ELSEWHERE = [
    pytest.param(name, tier, marks=pytest.mark.nightly) for name in NAMES for tier in OTHERS
]
CASES = [pytest.param(*lab.values, FIRST, marks=lab.marks) for lab in LABS] + ELSEWHERE


@pytest.mark.slow(reason="judges a notebook for each question of a lab")
@pytest.mark.parametrize(("name", "tier"), CASES)
def test_wiping_the_question_earns_nothing(name, tier, tmp_path):
    if tiers.named(tier).obstacle:
        pytest.skip(f"{tier}: {tiers.named(tier).obstacle}")
    lab = Course.at(ROOT).lab(name)
    with PreparedLab(lab, tier) as examiner:
        earned = {q for q in examiner.questions if _score(examiner, q, tmp_path) > 0}
    assert earned == DESERVED.get(name, set())


def _score(examiner, question, folder):
    notebook = deepcopy(examiner.source)
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == question:
            cell.source = f"{WIPED}{cell.source}\n\n{question} = _wiping({question})"
    path = folder / "entrega.ipynb"
    path.write_bytes(made_up_class.as_json(nbformat.from_dict(notebook)))
    record = judge.judge(examiner, Job(path)).record
    return next(q.score for q in record.questions if q.name == question)
