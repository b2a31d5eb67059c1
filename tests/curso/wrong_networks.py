"""The debugging lab's network with one silent fault at a time, and what each method says of it.

The right network is the lab's own reference; a fault is a piece of its text replaced. What the
lab's table of methods says comes from here.
"""

from __future__ import annotations

import functools
import re
import warnings
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
from nbformat import NotebookNode

from gabarito.checks.verificador import numerical_gradient
from gabarito.course.layout import Course
from gabarito.notebook import lab_text

LAB = Course.at(Path(__file__).parents[2]).lab("depuracao_rede_densa")
_REGION = re.compile(r"### BEGIN SOLUTION\n(.*?)### END SOLUTION", re.DOTALL)

Parameters = dict[str, np.ndarray]

ROWS = 'grads[f"dA{l}"], caches[l - 1], activation="relu"'
DB = "np.sum(dZ, axis=1, keepdims=True) / m"
UPDATE_LOOP = "range(1, L + 1):\n        parameters"
DB_STEP = ' - learning_rate * grads[f"db{l}"]'

FAULTS: dict[str, tuple[str, str]] = {
    "db sem 1/m": (DB, "np.sum(dZ, axis=1, keepdims=True)"),
    "dW sem 1/m": ("dZ @ A_prev.T / m", "dZ @ A_prev.T"),
    "db sem keepdims": (DB, "np.sum(dZ, axis=1) / m"),
    "db somado no eixo 0": (DB, "np.sum(dZ, axis=0, keepdims=True) / m"),
    "db é a média de tudo": (DB, "np.mean(dZ)"),
    "m = número de neurônios": ("m = A_prev.shape[1]", "m = A_prev.shape[0]"),
    "sigmoide sem s(1 − s)": ("dA * s * (1 - s)", "dA * s"),
    "ReLU testa dA": ("dZ[Z <= 0] = 0", "dZ[dA <= 0] = 0"),
    "ReLU corta em −1": ("dZ[Z <= 0] = 0", "dZ[Z <= -1] = 0"),
    "ReLU escreve em dA": ("dZ = np.array(dA)", "dZ = dA"),
    "dAL com o sinal trocado": ("(1 - Y) / (1 - AL) - Y / AL", "Y / AL - (1 - Y) / (1 - AL)"),
    "ocultas voltam como sigmoide": (ROWS, ROWS.replace("relu", "sigmoid")),
    "ocultas lineares na ida": ("A, activation_cache = relu(Z)", "A, activation_cache = Z, Z"),
    "ida esquece b": ("return W @ A + b, (A, W, b)", "return W @ A, (A, W, b)"),
    "custo sem o termo (1 − y)": (" + (1 - Y) * np.log(1 - AL)", ""),
    "custo dividido por Y.shape[0]": ("m = Y.shape[1]", "m = Y.shape[0]"),
    "atualização soma": ("- learning_rate", "+ learning_rate"),
    "atualização esquece b": (DB_STEP, ""),
    "só a camada 1 aprende": (UPDATE_LOOP, UPDATE_LOOP.replace("L + 1", "2")),
    "pesos sem o fator 0,01": ("0.01 * np.random", "np.random"),
    "vieses começam em 1": ("np.zeros((n, 1))", "np.ones((n, 1))"),
}  # fmt: skip

OF_THE_START = {"pesos sem o fator 0,01", "vieses começam em 1"}
"""Faults of the first parameters, which the training on eight examples does not use."""

PLANTED: dict[str, list[tuple[str, str]]] = {
    "initialize_parameters_deep": [('f"W{L}"', 'f"W{l}"'), ('f"b{L}"', 'f"b{l}"'),
                                   ("np.zeros(n, 1)", "np.zeros((n, 1))")],
    "relu": [("np.maximun", "np.maximum")],
    "relu_backward": [("np.Array", "np.array"), ("dZ[dA <= 0]", "dZ[Z <= 0]")],
    "linear_activation_forward": [(
        "        A, linear_cache = linear_forward(A_prev, W, b)\n",
        "        Z, linear_cache = linear_forward(A_prev, W, b)\n"
        "        A, activation_cache = relu(Z)\n",
    )],
    "L_model_forward": [("        AL, cache = linear", "    AL, cache = linear")],
    "compute_cost": [("np(", "np.sum("), ("Y.shape[0]", "Y.shape[1]")],
    "linear_backward": [("A_prev, W = cache", "A_prev, W, b = cache"), (DB[:-4] + "\n", DB + "\n")],
    "linear_activation_backward": [("        return dA_prev", "    return dA_prev")],
    "L_model_backward": [("AL.shapes", "AL.shape"), ("Y.reshapes", "Y.reshape"),
                         ("        return grads", "    return grads")],
    "update_parameters": [("len(parameters)\n", "len(parameters) // 2\n"),
                          ("        return parameters", "    return parameters")],
}  # fmt: skip
"""The faults that students are given, function by function: the text as it is, and mended."""


@functools.cache
def notebook() -> NotebookNode:
    """The lab's notebook, read once."""
    return LAB.parse()


def right_source() -> str:
    """The whole right network as one text: what is given and what students have to write."""
    parts = ["import copy\nimport numpy as np\n"]
    for cell in notebook().cells:
        if cell.source.startswith("def sigmoid"):
            parts.append(cell.source)
        elif (lab_text.marker(cell) or ("",))[0] == "solution":
            parts += _REGION.findall(cell.source)
    return "\n\n".join(parts)


def network(*faults: str) -> SimpleNamespace:
    """The functions of the network with the named faults."""
    source = right_source()
    for old, new in map(FAULTS.__getitem__, faults):
        assert old in source, old
        source = source.replace(old, new)
    names: dict[str, Any] = {}
    exec(source, names)
    return SimpleNamespace(**names)


RIGHT = network()


def given(mended: set[tuple[str, int]]) -> SimpleNamespace:
    """The network as students get it, but for the planted faults named by function and number."""
    source = right_source()
    for cell in lab_text.named_cells(notebook(), "solution").values():
        stub = _REGION.sub("", cell.source)
        name = re.findall(r"def (\w+)", stub)[0]
        for number, (old, new) in enumerate(PLANTED[name]):
            assert old in stub, old
            if (name, number) in mended:
                stub = _moved(stub) if name == "L_model_forward" else stub.replace(old, new)
        source += "\n\n" + stub
    names: dict[str, Any] = {}
    exec(source, names)
    return SimpleNamespace(**names)


def _moved(stub: str) -> str:
    """What follows the hidden layers, out of their loop."""
    loop, last = stub.split("        AL, cache")
    return loop + "    AL, cache" + last.replace("\n    ", "\n")


def one_step(net: SimpleNamespace) -> None:
    """Everything once, on the smallest network that tells."""
    X, Y = batch(5, 6)
    parameters = net.initialize_parameters_deep([5, 4, 3, 1])
    AL, caches = net.L_model_forward(X, parameters)
    net.compute_cost(AL, Y)
    net.update_parameters(parameters, net.L_model_backward(AL, Y, caches), 0.1)


def chain() -> tuple[list[str], set[tuple[str, int]]]:
    """What stops the given network, mended one exception at a time, and the faults then left."""
    everything = {(name, n) for name, faults in PLANTED.items() for n in range(len(faults))}
    mended: set[tuple[str, int]] = set()
    said = []
    while isinstance(error := seen(one_step, given(mended)), str):
        said.append(error)
        helps = [
            f for f in sorted(everything - mended) if seen(one_step, given(mended | {f})) != error
        ]
        mended.add(helps[0])
    return said, everything - mended


def draw(dims: list[int], seed: int = 5) -> Parameters:
    generator = np.random.default_rng(seed)
    found = {}
    for layer in range(1, len(dims)):
        n, before = dims[layer], dims[layer - 1]
        found[f"W{layer}"] = generator.normal(size=(n, before)) / np.sqrt(before)
        found[f"b{layer}"] = 0.3 * generator.normal(size=(n, 1))
    return found


def batch(n: int, m: int, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Examples, and labels of both kinds in turn."""
    return np.random.default_rng(seed).normal(size=(n, m)), (np.arange(m) % 2)[None].astype(float)


def gradients(net: SimpleNamespace, parameters: Parameters, X: Any, Y: Any) -> dict[str, Any]:
    AL, caches = net.L_model_forward(X, parameters)
    return net.L_model_backward(AL, Y, caches)


def shapes(net: SimpleNamespace) -> bool:
    """Whether a gradient or an updated parameter has another shape than its parameter."""
    (X, Y), parameters = batch(5, 12), draw([5, 4, 3, 1])
    grads = gradients(net, parameters, X, Y)
    after = net.update_parameters(parameters, grads, 0.1)
    return any(
        np.shape(found) != value.shape
        for name, value in parameters.items()
        for found in (grads["d" + name], after[name])
    )


def first_cost(net: SimpleNamespace) -> bool:
    """Whether the cost of a fresh network is far from ln 2."""
    X, Y = batch(5, 400)
    AL, _ = net.L_model_forward(X, net.initialize_parameters_deep([5, 20, 7, 1]))
    return not abs(net.compute_cost(AL, Y) - np.log(2)) < 0.01


def gradient(net: SimpleNamespace) -> list[str]:
    """The parameters whose gradient is not that of the cost."""
    (X, Y), parameters = batch(5, 12), draw([5, 4, 3, 1])
    grads, wrong = gradients(net, parameters, X, Y), []
    for name, value in parameters.items():

        def cost(moved: Any, name: str = name) -> float:
            return net.compute_cost(net.L_model_forward(X, {**parameters, name: moved})[0], Y)

        want = numerical_gradient(cost, value, 1e-6)
        got = grads["d" + name]
        size = np.linalg.norm(want) + np.linalg.norm(got)
        if np.shape(got) != value.shape or not np.linalg.norm(want - got) < 1e-6 * size:
            wrong.append(name)
    return wrong


def eight(net: SimpleNamespace) -> tuple[float, float]:
    """True cost and share of right answers after 3000 steps on eight examples."""
    (X, Y), parameters = batch(5, 8, seed=3), draw([5, 8, 4, 1])
    for _ in range(3000):
        parameters = net.update_parameters(parameters, gradients(net, parameters, X, Y), 0.5)
    AL, _ = net.L_model_forward(X, parameters)
    return float(RIGHT.compute_cost(AL, Y)), float(np.mean((AL > 0.5) == Y))


@functools.cache
def memorized(*faults: str) -> Any:
    """What the training on eight examples says of a network with those faults."""
    return seen(eight, network(*faults))


def by_hand(net: SimpleNamespace) -> bool:
    """Whether one step differs from the same step done by hand."""
    parameters, grads = draw([5, 4, 3, 1]), {"d" + k: v for k, v in draw([5, 4, 3, 1], 6).items()}
    after = net.update_parameters(parameters, grads, 0.1)
    return any(
        not np.allclose(after[name], value - 0.1 * grads["d" + name])
        for name, value in parameters.items()
    )


def seen(method: Callable[[SimpleNamespace], Any], net: SimpleNamespace) -> Any:
    """What a method says; an exception is seen, whatever it is."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            return method(net)
        except Exception as error:
            return f"{type(error).__name__}: {error}"


def telling(wrong: Any) -> str:
    """Which gradients are wrong, as the lab's table says it."""
    if isinstance(wrong, str):
        return "para"
    hidden, last = {"W1", "b1", "W2", "b2"}, {"W3", "b3"}
    names = {
        frozenset(): "",
        frozenset(hidden): "menos a 3",
        frozenset(hidden | last): "tudo",
        frozenset({"b1", "b2", "b3"}): "só db",
        frozenset({"W1", "W2", "W3"}): "só dW",
        frozenset({"b1", "b2"}): "db1, db2",
    }
    return names[frozenset(wrong)]


def overfitted(said: Any) -> str:
    """Cost and whether the eight examples are learnt, as the lab's table says it."""
    if isinstance(said, str):
        return "para"
    cost, _ = said
    if not np.isfinite(cost):
        return "diverge"
    return f"{cost:.5f}".replace(".", ",") if cost < 0.0001 else f"{cost:.4f}".replace(".", ",")


def row(*faults: str) -> tuple[str, str, str, str, str]:
    """What the five methods say of a network, as the lab's table holds it."""
    net = network(*faults)
    return (
        "vê" if seen(shapes, net) else "",
        "vê" if seen(first_cost, net) else "",
        telling(seen(gradient, net)),
        "–" if OF_THE_START & {*faults} else overfitted(memorized(*faults)),
        "vê" if seen(by_hand, net) else "",
    )
