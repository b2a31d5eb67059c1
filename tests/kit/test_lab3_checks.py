"""The checks of lab 3 catch wrong answers, accept right ones, and are worth the right points."""

# ruff: noqa: E741
from __future__ import annotations

import functools
import inspect
import itertools
import logging
import math
import re
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pytest

from gabarito import checks, text
from gabarito.checks import CheckResult, max_score, question_score, run_check
from gabarito.course import Course, Lab
from gabarito.mistakes import load_mistakes
from gabarito.reference import reference_namespace

ROOT = Path(__file__).parents[2]

POINTS = {
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
}


def lab() -> Lab:
    return Course.at(ROOT).lab("lab3_rede_densa")


@functools.cache
def reference() -> dict[str, Any]:
    return reference_namespace(lab())


@functools.cache
def check_functions(question: str) -> list[Any]:
    module = lab().load_module(lab().checks_file(question))
    return [function for function in vars(module).values() if hasattr(function, "check")]


def judge(question: str, answer: Any) -> list[CheckResult]:
    """Results of a question's checks when `answer` stands in the reference's place."""
    namespace = reference() | {question: answer}
    return [run_check(function, namespace) for function in check_functions(question)]


def failures(results: list[CheckResult]) -> str:
    return "\n".join(f"{r.name}: {r.message}" for r in results if r.state != "passed")


# --- points --------------------------------------------------------------------------


@pytest.mark.parametrize("question", POINTS)
def test_points_of_the_question(question):
    results = judge(question, reference()[question])
    assert max_score(results) == question_score(results) == POINTS[question], failures(results)
    visible = sum(result.max_score for result in results if not result.hidden)
    assert 0.2 <= visible / POINTS[question] <= 0.45


def test_total_is_ten_points():
    assert math.fsum(POINTS.values()) == 10


@pytest.mark.parametrize("question", POINTS)
def test_sentences_and_hints_are_there(question):
    for function in check_functions(question):
        sentence = inspect.getdoc(function)
        assert sentence.endswith(".")
        assert "\n" not in sentence
        assert function.check.hint.endswith((".", "?"))


# --- wrong answers -------------------------------------------------------------------


def mistakes() -> list[Any]:
    return [pytest.param(m, id=m.name) for m in load_mistakes(lab()).values()]


@pytest.mark.parametrize("mistake", mistakes())
def test_mistake_is_caught(mistake, monkeypatch):
    if mistake.name == "laco_sem_fim":
        monkeypatch.setattr(checks, "CHECK_LIMIT_S", 0.05)
    namespace = dict(reference())
    exec(mistake.source, namespace)
    results = judge(mistake.question, namespace[mistake.question])
    assert question_score(results) < POINTS[mistake.question]


def test_overwritten_bias_is_seen_by_a_single_check():
    """The mistake of the original lab: right values, but the network loses its biases."""
    found = load_mistakes(lab())["vies_sobrescrito"]
    namespace = dict(reference())
    exec(found.source, namespace)
    failed = [r.name for r in judge(found.question, namespace[found.question]) if not r.score]
    assert failed == ["test_cache_intacto"]


@pytest.mark.parametrize("question", POINTS)
@pytest.mark.parametrize("value", [None, (None, None), (None, None, None), {}], ids=repr)
def test_untouched_stub_scores_nothing(question, value):
    results = judge(question, lambda *args, **kwargs: value)
    assert not any(result.score for result in results)


@pytest.mark.parametrize("question", POINTS)
def test_stub_of_the_text_scores_nothing(question):
    cell = text.named_cells(lab().parse(), "solution")[question]
    stub = re.sub(r"### BEGIN SOLUTION.*?### END SOLUTION", "", cell.source, flags=re.DOTALL)
    namespace = dict(reference())
    exec(stub, namespace)
    assert not any(result.score for result in judge(question, namespace[question]))


@pytest.mark.parametrize("question", POINTS)
def test_table_answer_scores_nothing(question):
    results = judge(question, table_answer(question))
    assert all(result.score for result in results if not result.hidden), failures(results)
    assert not any(result.score for result in results if result.hidden)
    assert question_score(results) == 0


def table_answer(question: str) -> Callable[..., Any]:
    """What a student writes who copies the printed values, whatever the arguments."""
    right, inputs = reference()[question], PRINTED_INPUTS[question]
    if "ativacao" in question:
        printed = {name: right(*inputs(), name) for name in ("sigmoid", "relu")}
        return lambda *args, ativacao=None: printed[ativacao or args[-1]]
    if question == "L_layer_modelo":
        return lambda *_, custos=None, **__: _printed_training(custos)
    printed = right(*inputs())
    return lambda *_: printed


def _printed_training(custos: list[float] | None) -> dict[str, Any]:
    if custos is not None:
        custos += [0.91525962, 0.08936832, 0.02714031]
    inputs = PRINTED_INPUTS["L_layer_modelo"]()
    return reference()["L_layer_modelo"](*inputs, learning_rate=0.5, num_iter=10)


def _case(name: str) -> Callable[[], Any]:
    return lambda: reference()[name]()


PRINTED_INPUTS = {
    "initialize_parametros": lambda: ([5, 4, 3],),
    "linear_forward": _case("linear_forward_test_case"),
    "linear_ativacao_forward": _case("linear_activation_forward_test_case"),
    "L_modelo_forward": _case("L_model_forward_test_case_2hidden"),
    "custo": lambda: _case("compute_cost_test_case")()[::-1],
    "linear_backward": _case("linear_backward_test_case"),
    "linear_ativacao_backward": _case("linear_activation_backward_test_case"),
    "L_modelo_backward": _case("L_modelo_backward_teste"),
    "atualize_parametros": lambda: (*_case("update_parameters_test_case")(), 0.1),
    "L_layer_modelo": lambda: (
        _case("L_model_forward_test_case_2hidden")()[0],
        np.array([[0, 1, 0, 1]]),
        [5, 3, 1],
    ),
    "vetorize_imagens": lambda: (np.arange(24).reshape(2, 2, 2, 3),),
}


# --- right answers -------------------------------------------------------------------

ALTERNATIVES: list[tuple[str, Callable[..., Any]]] = []


def answers(question: str) -> Callable[[Any], Any]:
    """Mark a function as another right answer to `question`."""

    def mark(function: Any) -> Any:
        ALTERNATIVES.append((question, function))
        return function

    return mark


@answers("initialize_parametros")
def own_generator(camadas_dims):
    rng = np.random.RandomState(3)
    parametros = {"L": len(camadas_dims) - 1}
    for n_prev, n in itertools.pairwise(camadas_dims):
        l = len(parametros) // 2 + 1
        parametros[f"W{l}"] = rng.standard_normal((n, n_prev)) / 100
        parametros[f"b{l}"] = [[0]] * n
    return parametros


@answers("initialize_parametros")
def scaled_normal_with_prints(camadas_dims):
    np.random.seed(3)
    L = len(camadas_dims)
    W = {
        f"W{l}": np.random.normal(0, 0.01, (camadas_dims[l], camadas_dims[l - 1]))
        for l in range(1, L)
    }
    print(W)
    return W | {f"b{l}": np.zeros((camadas_dims[l], 1), dtype=int) for l in range(1, L)}


@answers("linear_forward")
def loops_and_lists(A, W, b):
    Z = [
        [sum(W[i, k] * A[k, j] for k in range(A.shape[0])) + b[i, 0] for j in range(A.shape[1])]
        for i in range(W.shape[0])
    ]
    return [Z, [A, W, b]]


@answers("linear_forward")
def transposed_product_added_in_place(A, W, b):
    Z = (A.T @ W.T).T
    Z += b
    return Z, (A.copy(), W.copy(), b.copy())


@answers("linear_forward")
def single_precision(A, W, b):
    A, W, b = (v.astype(np.float32) for v in (A, W, b))
    return np.matmul(W, A) + b, (A, W, b)


@answers("linear_ativacao_forward")
def where_and_einsum(A_prev, W, b, ativacao):
    warnings.warn("um aviso qualquer", stacklevel=1)
    Z = np.einsum("ij,jk->ik", W, A_prev) + b
    A = np.exp(Z) / (1 + np.exp(Z)) if ativacao == "sigmoid" else np.where(Z > 0, Z, 0)
    return A, [[A_prev, W, b], Z]


@answers("linear_ativacao_forward")
def half_of_the_absolute_value(A_prev, W, b, ativacao):
    Z, linear_cache = reference()["linear_forward"](A_prev, W, b)
    A = (np.tanh(Z / 2) + 1) / 2 if ativacao == "sigmoid" else (Z + abs(Z)) / 2
    return A.tolist(), (linear_cache, Z)


@answers("L_modelo_forward")
def one_loop_with_tuples(X, parametros):
    caches, A, L = (), X, len(parametros) // 2
    for l in range(1, L + 1):
        W, b = parametros[f"W{l}"], parametros[f"b{l}"]
        ativacao = "relu" if l < L else "sigmoid"
        A, cache = reference()["linear_ativacao_forward"](A, W, b, ativacao)
        caches += (cache,)
        print("camada", l, A.shape)
    return A, caches


@answers("L_modelo_forward")
def while_loop_without_helpers(X, parametros):
    caches, A, l = [], X, 1
    while f"W{l}" in parametros:
        W, b = parametros[f"W{l}"], parametros[f"b{l}"]
        Z = W.dot(A) + b
        caches.append([[A, W, b], Z])
        A, l = np.clip(Z, 0, None), l + 1
    return 1 / (1 + np.exp(-Z)), caches


@answers("custo")
def matrix_product_of_one_number(AL, Y):
    m = Y.shape[1]
    return -(np.dot(Y, np.log(AL).T) + np.dot(1 - Y, np.log(1 - AL).T)) / m


@answers("custo")
def protected_logarithm(AL, Y):
    eps = 1e-8
    return float(-np.mean(Y * np.log(AL + eps) + (1 - Y) * np.log(1 - AL + eps)))


@answers("custo")
def loop_over_the_examples(AL, Y):
    AL = np.clip(AL, 1e-12, 1 - 1e-12)
    total = 0
    for a, y in zip(AL[0], Y[0], strict=True):
        total -= math.log(a) if y == 1 else math.log(1 - a)
    logging.getLogger().warning("custo = %s", total)
    return total / Y.size


@answers("linear_backward")
def sum_over_examples(dZ, cache):
    A_prev, W, b = cache
    m = dZ.shape[1]
    dW, db = np.zeros(W.shape), np.zeros(b.shape)
    for i in range(m):
        dW += np.outer(dZ[:, i], A_prev[:, i]) / m
        db[:, 0] += dZ[:, i] / m
    return [W.T @ dZ, dW, db]


@answers("linear_backward")
def einsum_and_mean(dZ, cache):
    A_prev, W, _ = cache
    dW = np.einsum("im,jm->ij", dZ, A_prev) / dZ.shape[1]
    db = dZ.mean(axis=1).reshape(-1, 1)
    return np.matmul(dZ.T, W).T.tolist(), dW.tolist(), db.tolist()


@answers("linear_backward")
def bias_filled_row_by_row(dZ, cache):
    A_prev, W, b = cache
    m = A_prev.shape[1]
    db = b.copy()
    for i in range(b.size):
        db[[i]] = 1 / m * sum(dZ[i])
    return np.dot(np.transpose(W), dZ), 1 / m * np.dot(dZ, A_prev.T), db


@answers("linear_ativacao_backward")
def masked_copy(dA, cache, ativacao):
    linear_cache, Z = cache
    dZ = np.array(dA, copy=True)
    if ativacao == "relu":
        dZ[Z <= 0] = 0
    else:
        dZ *= np.exp(-Z) / (1 + np.exp(-Z)) ** 2
    print(dZ)
    return reference()["linear_backward"](dZ, linear_cache)


@answers("linear_ativacao_backward")
def derivative_as_a_factor(dA, cache, ativacao):
    (A_prev, W, _), Z = cache
    slopes = {"relu": (Z > 0) * 1, "sigmoid": 1 / (2 + np.exp(Z) + np.exp(-Z))}
    dZ = dA * slopes[ativacao]
    ones = np.ones((dZ.shape[1], 1))
    return [W.T.dot(dZ), dZ.dot(A_prev.T) / len(ones), dZ.dot(ones) / len(ones)]


@answers("L_modelo_backward")
def minimal_gradients(AL, Y, caches):
    backward = reference()["linear_ativacao_backward"]
    dA, grads = (AL - Y) / (AL * (1 - AL)), {}
    for l, cache in reversed(list(enumerate(caches, start=1))):
        if l < len(caches):
            grads[f"dA{l}"] = dA
        ativacao = "sigmoid" if l == len(caches) else "relu"
        dA, grads[f"dW{l}"], grads[f"db{l}"] = backward(dA, cache, ativacao)
    return grads


@answers("L_modelo_backward")
def extra_keys_and_prints(AL, Y, caches):
    backward = reference()["linear_ativacao_backward"]
    L = len(caches)
    Y = Y.reshape(AL.shape)
    grads = {"dAL": np.where(Y == 1, -1 / AL, 1 / (1 - AL)), "m": AL.shape[1]}
    dA = grads["dAL"]
    for l in range(L, 0, -1):
        saida = backward(dA, caches[l - 1], "sigmoid" if l == L else "relu")
        grads[f"dA{l - 1}"], grads[f"dW{l}"], grads[f"db{l}"] = saida
        dA = saida[0]
        print(l, dA.shape)
    return grads


@answers("atualize_parametros")
def in_place(parametros, grads, learning_rate):
    for l in range(len(parametros) // 2):
        parametros["W" + str(l + 1)] -= learning_rate * grads["dW" + str(l + 1)]
        parametros["b" + str(l + 1)] -= learning_rate * grads["db" + str(l + 1)]
    return parametros


@answers("atualize_parametros")
def keys_rebound(parametros, grads, learning_rate):
    for l in range(1, len(parametros) // 2 + 1):
        for nome in (f"W{l}", f"b{l}"):
            parametros[nome] = parametros[nome] - learning_rate * grads["d" + nome]
    return parametros


@answers("atualize_parametros")
def new_dictionary(parametros, grads, learning_rate):
    passos = {nome: learning_rate * grads["d" + nome] for nome in parametros}
    return {nome: np.subtract(parametros[nome], passos[nome]).tolist() for nome in passos}


@answers("L_layer_modelo")
def training_with_plots(
    X,
    Y,
    camada_dims,
    learning_rate=0.0075,
    num_iter=3000,
    print_custo=False,
    parametros=None,
    custos=None,
):
    lab3 = reference()
    custos = [] if custos is None else custos
    if parametros is None:
        parametros = lab3["initialize_parametros"](camada_dims)
    parametros = {nome: np.array(valor) for nome, valor in parametros.items()}
    for i in range(num_iter):
        AL, caches = lab3["L_modelo_forward"](X, parametros)
        if i % 100 == 0:
            custos.append(lab3["custo"](AL, Y).reshape(1, 1))
            print(f"Custo na iteração {i}: {custos[-1]}")
        grads = lab3["L_modelo_backward"](AL, Y, caches)
        parametros = in_place(parametros, grads, learning_rate)
    plt.plot(np.squeeze(custos))
    plt.show()
    return parametros


@answers("L_layer_modelo")
def training_without_helpers(
    X,
    Y,
    camada_dims,
    learning_rate=0.0075,
    num_iter=3000,
    print_custo=False,
    parametros=None,
    custos=None,
):
    parametros = dict(parametros or reference()["initialize_parametros"](camada_dims))
    L = len(camada_dims) - 1
    for i in range(num_iter):
        AL, caches = while_loop_without_helpers(X, parametros)
        if i % 100 == 0 and custos is not None:
            custos.append(protected_logarithm(AL, Y))
        dZ = AL - Y
        for l in range(L, 0, -1):
            dA, dW, db = einsum_and_mean(dZ, caches[l - 1][0])
            parametros[f"W{l}"] = parametros[f"W{l}"] - learning_rate * np.array(dW)
            parametros[f"b{l}"] = parametros[f"b{l}"] - learning_rate * np.array(db)
            if l > 1:
                dZ = np.where(caches[l - 2][1] > 0, dA, 0)
    return parametros


@answers("vetorize_imagens")
def column_by_column(imagens):
    X = np.empty((imagens[0].size, len(imagens)))
    for i, imagem in enumerate(imagens):
        X[:, i] = imagem.flatten()
    X /= 255.0
    return X


@answers("vetorize_imagens")
def single_precision_transposed(imagens):
    m, n, _, canais = imagens.shape
    return (imagens.astype(np.float32) / 255).transpose(1, 2, 3, 0).reshape(n * n * canais, m)


@answers("vetorize_imagens")
def list_of_lists(imagens):
    return [list(linha) for linha in zip(*((i / 255.0).ravel() for i in imagens), strict=True)]


@pytest.mark.parametrize(
    ("question", "answer"), [pytest.param(q, f, id=f.__name__) for q, f in ALTERNATIVES]
)
def test_right_alternative_gets_full_marks(question, answer):
    results = judge(question, answer)
    assert question_score(results) == POINTS[question], failures(results)


def test_each_question_has_two_alternatives():
    accepted = [question for question, _ in ALTERNATIVES]
    assert all(accepted.count(question) >= 2 for question in POINTS)
