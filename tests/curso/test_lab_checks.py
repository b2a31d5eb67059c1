"""The checks of every lab catch wrong answers, accept right ones, and are worth their points."""

from __future__ import annotations

import functools
import inspect
import pickle
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from gabarito.checks import verificador
from gabarito.checks.verificador import (
    CheckResult,
    max_score,
    question_score,
    run_check,
)
from gabarito.course.known_answers import load_alternatives, load_mistakes
from gabarito.course.layout import Course, Lab
from gabarito.course.reference import reference_namespace
from gabarito.notebook import lab_text

POINTS = {
    "cnn_passo_a_passo": {
        "zero_pad": 0.5,
        "conv_single_step": 0.5,
        "conv_forward": 2.5,
        "pool_forward": 1.5,
        "conv_backward": 2,
        "create_mask_from_window": 0.5,
        "distribute_value": 0.5,
        "pool_backward": 1,
        "aprenda_filtros": 0.5,
        "conv_vetorizada": 0.5,
    },
    "depuracao_rede_densa": {
        "initialize_parameters_deep": 1.25,
        "relu": 0.5,
        "relu_backward": 0.75,
        "linear_activation_forward": 1,
        "L_model_forward": 1.25,
        "compute_cost": 0.75,
        "linear_backward": 1.25,
        "linear_activation_backward": 1,
        "L_model_backward": 1.25,
        "update_parameters": 1,
    },
    "lab3_rede_densa": {
        "initialize_parametros": 1,
        "linear_forward": 0.5,
        "linear_ativacao_forward": 0.75,
        "L_modelo_forward": 0.75,
        "custo": 2,
        "linear_backward": 0.75,
        "linear_ativacao_backward": 0.5,
        "L_modelo_backward": 0.5,
        "atualize_parametros": 0.25,
        "L_layer_modelo": 2,
        "vetorize_imagens": 1,
    },
    "lab3_multiclasse": {
        "one_hot": 0.5,
        "softmax": 1.5,
        "cross_entropy": 1.5,
        "custo_dos_logits": 0.5,
        "gradiente_softmax": 1,
        "treine_softmax": 1.5,
        "separe_X_y": 0.5,
        "preencha_faltantes": 1,
        "codifique_pais": 0.5,
        "divida_e_escale": 1.5,
    },
    "rede_densa_keras": {
        "crie_regressao": 1,
        "treine": 1.25,
        "prepare_pesos": 0.75,
        "classifique": 0.5,
        "padronize": 0.75,
        "treine_notas": 1.25,
        "crie_mlp": 1.25,
        "salve_e_carregue": 0.5,
        "entropia_de_logits": 1,
        "entropia_binaria": 0.75,
        "treine_pytorch": 1,
    },
    "regularizacao": {
        "compute_cost_with_regularization": 2,
        "backward_propagation_with_regularization": 2.5,
        "dropout": 1,
        "forward_propagation_with_dropout": 2,
        "backward_propagation_with_dropout": 2.5,
    },
}
COURSE = Course.at(Path(__file__).parents[2])
QUESTIONS = [
    pytest.param(COURSE.lab(lab), question, id=f"{lab}-{question}")
    for lab, points in POINTS.items()
    for question in points
]
MISTAKES, ALTERNATIVES = (
    [
        pytest.param(COURSE.lab(lab), variant, id=f"{lab}-{variant.name}")
        for lab in POINTS
        for variant in load(COURSE.lab(lab)).values()
    ]
    for load in (load_mistakes, load_alternatives)
)


@functools.cache
def reference(lab: Lab) -> dict[str, Any]:
    return reference_namespace(lab)


@functools.cache
def check_functions(lab: Lab, question: str) -> list[Any]:
    module = lab.load_module(lab.checks_file(question))
    return [function for function in vars(module).values() if hasattr(function, "check")]


def judge(lab: Lab, question: str, answer: Any) -> list[CheckResult]:
    """Results of a question's checks when `answer` stands in the reference's place."""
    namespace = reference(lab) | {question: answer}
    return [run_check(function, namespace) for function in check_functions(lab, question)]


def defined_by(lab: Lab, question: str, source: str) -> Any:
    """The answer that `source` defines in a notebook whose other answers are right."""
    namespace = dict(reference(lab))
    exec(source, namespace)
    return namespace[question]


def failures(results: list[CheckResult]) -> str:
    return "\n".join(f"{r.name}: {r.message}" for r in results if r.state != "passed")


def test_every_lab_is_here():
    assert set(POINTS) == set(COURSE.lab_names())
    for lab, points in POINTS.items():
        assert list(points) == list(lab_text.named_cells(COURSE.lab(lab).parse(), "checks"))


@pytest.mark.parametrize(("lab", "question"), QUESTIONS)
def test_points_of_the_question(lab, question):
    points = POINTS[lab.name][question]
    results = judge(lab, question, reference(lab)[question])
    assert max_score(results) == question_score(results) == points, failures(results)
    visible = sum(result.max_score for result in results if not result.hidden)
    assert 0.2 <= visible / points <= 0.45


@pytest.mark.parametrize(("lab", "question"), QUESTIONS)
def test_sentences_and_hints_are_there(lab, question):
    for function in check_functions(lab, question):
        sentence = inspect.getdoc(function)
        assert sentence.endswith(".")
        assert "\n" not in sentence
        assert function.check.hint.endswith((".", "?"))


@pytest.mark.parametrize(("lab", "mistake"), MISTAKES)
def test_mistake_is_caught(lab, mistake, monkeypatch):
    if mistake.name == "laco_sem_fim":
        monkeypatch.setattr(verificador, "CHECK_LIMIT_S", 0.05)
    results = judge(lab, mistake.question, defined_by(lab, mistake.question, mistake.source))
    assert question_score(results) < POINTS[lab.name][mistake.question]


@pytest.mark.parametrize(("lab", "alternative"), ALTERNATIVES)
def test_right_alternative_gets_full_marks(lab, alternative):
    answer = defined_by(lab, alternative.question, alternative.source)
    results = judge(lab, alternative.question, answer)
    full = POINTS[lab.name][alternative.question]
    assert question_score(results) == full, failures(results)


ENOUGH = {"rede_densa_keras": 4}
"""A question that makes a model has fewer ways to go wrong than one that computes: 5 elsewhere."""


@pytest.mark.parametrize(("lab", "question"), QUESTIONS)
def test_each_question_has_mistakes_and_alternatives_enough(lab, question):
    for load in (load_mistakes, load_alternatives):
        known = [variant.question for variant in load(lab).values()].count(question)
        assert known >= ENOUGH.get(lab.name, 5)


@pytest.mark.parametrize(("lab", "question"), QUESTIONS)
@pytest.mark.parametrize("value", [None, (None, None), (None, None, None), {}], ids=repr)
def test_untouched_stub_scores_nothing(lab, question, value):
    results = judge(lab, question, lambda *args, **kwargs: value)
    assert not any(result.score for result in results)


@pytest.mark.parametrize(("lab", "question"), QUESTIONS)
def test_stub_of_the_text_scores_nothing(lab, question):
    cell = lab_text.named_cells(lab.parse(), "solution")[question]
    stub = re.sub(r"### BEGIN SOLUTION.*?### END SOLUTION", "", cell.source, flags=re.DOTALL)
    results = judge(lab, question, defined_by(lab, question, stub))
    assert not any(result.score for result in results)


@pytest.mark.parametrize(("lab", "question"), QUESTIONS)
def test_table_answer_scores_nothing(lab, question):
    """A student who copies the printed example, over the inputs too, whatever they are."""
    results = judge(lab, question, table_of_visible_answers(lab, question, printed))
    assert all(result.score for result in results if not result.hidden), failures(results)
    assert not any(result.score for result in results if result.hidden)
    assert question_score(results) == 0


@pytest.mark.parametrize(("lab", "question"), QUESTIONS)
def test_branching_on_the_shapes_of_the_example_scores_nothing(lab, question):
    results = judge(lab, question, table_of_visible_answers(lab, question, shapes))
    assert not any(result.score for result in results if result.hidden)
    assert question_score(results) == 0


def printed(call: Any) -> str:
    """A call's arguments, as the student reads them in the check: of a model, that it is one."""
    if isinstance(call, dict):
        return str({key: printed(item) for key, item in call.items()})
    if isinstance(call, (list, tuple)):
        return str([printed(item) for item in call])
    plain = isinstance(call, (str, int, float, np.ndarray, np.generic, pd.DataFrame))
    return str(pickle.dumps(call)) if plain else type(call).__name__


def shapes(call: Any) -> str:
    """The form of a call's arguments."""
    if isinstance(call, dict):
        return str({key: shapes(item) for key, item in call.items()})
    if isinstance(call, (list, tuple)):
        return str([shapes(item) for item in call])
    return str(np.shape(call))


def table_of_visible_answers(lab: Lab, question: str, key: Callable[[Any], Any]) -> Any:
    """The question's function, reduced to the calls that its visible checks make.

    Args:
        key: what of a call's arguments it goes by.
    """
    right, seen = reference(lab)[question], {}

    @functools.wraps(right)
    def record(*args: Any, **kwargs: Any) -> Any:
        call = key((args, kwargs))
        answer = right(*args, **kwargs)
        seen[call] = pickle.dumps((answer, args, kwargs))
        return answer

    namespace = reference(lab) | {question: record}
    for function in check_functions(lab, question):
        if function.check.visible:
            run_check(function, namespace)

    def table(*args: Any, **kwargs: Any) -> Any:
        call = key((args, kwargs))
        answer, *after = pickle.loads(seen.get(call, [*seen.values()][-1]))
        overwrite([list(args), kwargs], after)
        return answer

    return table


def overwrite(given: Any, printed: Any) -> None:
    """Write the printed example into what the check holds, so that it checks that instead."""
    if isinstance(given, np.ndarray) and np.shape(given) == np.shape(printed):
        given[...] = printed
    elif hasattr(given, "set_weights"):
        given.set_weights(printed.get_weights())
    elif isinstance(given, dict):
        overwrite([*given.values()], [*printed.values()])
        given.update(printed)
    elif isinstance(given, (list, tuple)):
        for one, other in zip(given, printed, strict=False):
            overwrite(one, other)
        if isinstance(given, list):
            given[:] = printed


def test_costs_that_nobody_computed_are_told_as_missing():
    """An untouched L_layer_modelo lists None after None: that is no wrong cost to explain."""

    def untouched(X, Y, dims, parametros=None, custos=None, **_):
        custos.extend([None] * 3)

    lab = COURSE.lab("lab3_rede_densa")
    told = "\n".join(one.message for one in judge(lab, "L_layer_modelo", untouched))
    assert "custos ainda vale None: falta completar o código." in told


ROW = re.compile(r"^\| \[.*?\]\(#(.*?)\) \| (.*?) \| (.*?) \| \d+ \|$", re.MULTILINE)
TOTAL = re.compile(r"^\| \| \*\*Total\*\* \| \*\*(\d+)\*\* \|", re.MULTILINE)


@pytest.mark.parametrize("lab", POINTS)
def test_the_table_of_the_text_tells_the_points_of_each_function(lab):
    text = "\n".join(cell.source for cell in COURSE.lab(lab).parse().cells)
    total = TOTAL.search(text)
    told: dict[str, float] = {}
    for anchor, what, points in ROW.findall(text[: total.start()]):
        named = dict(re.findall(r"`(\w+)`(?: \(([\d,]+)\))?", what))
        own = {name: number(one or points) for name, one in named.items()}
        assert sum(own.values()) == number(points or "0"), anchor
        assert "ponto" not in anchor or f"-({points}-ponto" in anchor
        told |= own
    assert told == POINTS[lab]
    assert sum(told.values()) == number(total[1])


def number(written: str) -> float:
    return float(written.replace(",", "."))


NEGLIGIBLE = re.compile(r"[Dd]iferenças de\s+arredondamento, abaixo\s+de \$10\^\{(-\d)\}\$")


@pytest.mark.parametrize(("lab", "question"), QUESTIONS)
def test_a_difference_that_the_text_calls_rounding_costs_nothing(
    lab, question, tmp_path, monkeypatch
):
    """Nine tenths of it, up and down by turns, in every number of an answer that is not whole.

    Of the values that the text prints: some hidden checks compare ratios, or look for an EPSILON.
    """
    monkeypatch.chdir(tmp_path)  # a model is saved there
    text = "\n".join(cell.source for cell in lab.parse().cells)
    by = 0.9 * 10.0 ** int(NEGLIGIBLE.search(text)[1])
    right = reference(lab)[question]
    results = judge(lab, question, lambda *args, **kwargs: moved(right(*args, **kwargs), by))
    assert failures([one for one in results if not one.hidden]) == ""


def moved(answer: Any, by: float) -> Any:
    """An answer whose numbers are up to so much greater or less; whole ones stay."""
    if isinstance(answer, dict):
        return {key: moved(item, by) for key, item in answer.items()}
    if isinstance(answer, (list, tuple)):
        return type(answer)(moved(item, by) for item in answer)
    is_array = isinstance(answer, (np.ndarray, np.generic))
    if not isinstance(answer, float) and not (is_array and answer.dtype.kind == "f"):
        return answer
    sign = 1 - 2 * (np.indices(np.shape(answer)).sum(axis=0) % 2) if np.ndim(answer) else 1
    return answer + by * sign * (answer != np.round(answer))
