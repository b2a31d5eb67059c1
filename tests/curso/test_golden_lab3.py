"""The lab's printed values, from the helpers' inputs and the textbook formulas.

`golden_lab3.json` holds facts: seeds, shapes and expected values at full precision. Nothing
here comes from a lab solution, so the two can be wrong only independently.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import testCases_v4a as cases

GOLDEN = json.loads(Path(__file__).with_name("golden_lab3.json").read_text(encoding="utf-8"))
BY_ID = {entry["id"]: entry for entry in GOLDEN}
SEEDED = [e for e in GOLDEN if e["case"] and e["seeds"]]
HELPERS = sorted({e["case"] for e in GOLDEN if e["case"]})


def inputs(entry: dict[str, Any]) -> Any:
    return getattr(cases, entry["case"])()


def arrays(value: Any) -> Iterator[np.ndarray]:
    """All arrays of a helper's answer, in order, however it nests them."""
    if isinstance(value, np.ndarray):
        yield value
        return
    for part in value.values() if isinstance(value, dict) else value:
        yield from arrays(part)


# --- the textbook -----------------------------------------------------------------------


def g(Z: np.ndarray, activation: str) -> np.ndarray:
    return 1 / (1 + np.exp(-Z)) if activation == "sigmoid" else np.maximum(Z, 0)


def g_prime(Z: np.ndarray, activation: str) -> np.ndarray:
    s = g(Z, "sigmoid")
    return s * (1 - s) if activation == "sigmoid" else (Z > 0) * 1.0


def layer_gradients(dZ: np.ndarray, A: np.ndarray, W: np.ndarray) -> dict[str, np.ndarray]:
    m = A.shape[1]
    return {"dA_prev": W.T @ dZ, "dW": dZ @ A.T / m, "db": dZ.sum(axis=1, keepdims=True) / m}


def init(entry: dict[str, Any]) -> dict[str, Any]:
    dims = entry["arguments"]["camadas_dims"]
    np.random.seed(3)
    weights = [np.random.randn(n, n_prev) * 0.01 for n_prev, n in pairwise(dims)]
    biases = [np.zeros((n, 1)) for n in dims[1:]]
    return {"W1": weights[0], "b1": biases[0], "W2": weights[1], "b2": biases[1]}


def linear_forward(entry: dict[str, Any]) -> dict[str, Any]:
    A, W, b = inputs(entry)
    return {"Z": W @ A + b}


def act_forward(entry: dict[str, Any]) -> dict[str, Any]:
    A, W, b = inputs(entry)
    return {"A": g(W @ A + b, entry["arguments"]["ativacao"])}


def l_forward(entry: dict[str, Any]) -> dict[str, Any]:
    A, p = inputs(entry)
    for layer, activation in enumerate(("relu", "relu", "sigmoid"), start=1):
        A = g(p[f"W{layer}"] @ A + p[f"b{layer}"], activation)
    return {"AL": A, "len_caches": 3}


def cost(entry: dict[str, Any]) -> dict[str, Any]:
    Y, AL = inputs(entry)
    return {"custo": -np.mean(Y * np.log(AL) + (1 - Y) * np.log(1 - AL))}


def linear_backward(entry: dict[str, Any]) -> dict[str, Any]:
    dZ, (A, W, _) = inputs(entry)
    return {"dZ": dZ, **layer_gradients(dZ, A, W)}


def act_backward(entry: dict[str, Any]) -> dict[str, Any]:
    dA, ((A, W, _), Z) = inputs(entry)
    dZ = dA * g_prime(Z, entry["arguments"]["ativacao"])
    return {"dZ": dZ, **layer_gradients(dZ, A, W)}


def l_backward(entry: dict[str, Any]) -> dict[str, Any]:
    AL, Y, (((A1, W1, _), Z1), ((A2, W2, _), Z2)) = inputs(entry)
    dAL = -(Y / AL - (1 - Y) / (1 - AL))
    second = layer_gradients(dAL * g_prime(Z2, "sigmoid"), A2, W2)
    first = layer_gradients(second["dA_prev"] * g_prime(Z1, "relu"), A1, W1)
    return {
        **{"dA1": second["dA_prev"], "dW2": second["dW"], "db2": second["db"]},
        **{"dA0": first["dA_prev"], "dW1": first["dW"], "db1": first["db"]},
    }


def update(entry: dict[str, Any]) -> dict[str, Any]:
    parameters, grads = inputs(entry)
    rate = entry["arguments"]["learning_rate"]
    return {name: value - rate * grads["d" + name] for name, value in parameters.items()}


TEXTBOOK: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "init": init,
    "linear_forward": linear_forward,
    "act_forward.sigmoid": act_forward,
    "act_forward.relu": act_forward,
    "L_forward": l_forward,
    "cost": cost,
    "linear_backward": linear_backward,
    "act_backward.sigmoid": act_backward,
    "act_backward.relu": act_backward,
    "L_backward": l_backward,
    "update": update,
}


# --- the tests --------------------------------------------------------------------------


@pytest.mark.parametrize("name", TEXTBOOK)
def test_formula_gives_the_golden_values(name: str) -> None:
    entry = BY_ID[name]
    found = TEXTBOOK[name](entry)
    assert sorted(found) == sorted(entry["expected"])
    for key, expected in entry["expected"].items():
        assert np.shape(found[key]) == np.shape(expected), key
        np.testing.assert_allclose(
            found[key], expected, rtol=0, atol=entry["tolerance"], err_msg=key
        )


def test_every_golden_entry_is_tested() -> None:
    assert set(TEXTBOOK) == set(BY_ID)


@pytest.mark.parametrize("entry", SEEDED, ids=lambda e: e["id"])
def test_inputs_are_the_legacy_draws(entry: dict[str, Any]) -> None:
    drawn = []
    for seed, shapes in entry["seeds"].items():
        np.random.seed(int(seed))
        drawn += [np.random.randn(*shape) for shape in shapes.values()]
    # Labels are whole numbers written out in the helper; all that is drawn is a float.
    found = [a for a in arrays(inputs(entry)) if a.dtype == float]
    assert len(found) == len(drawn)
    for a, b in zip(found, drawn, strict=True):
        np.testing.assert_array_equal(a, b)


@pytest.mark.parametrize("helper", HELPERS)
def test_arrays_are_fresh(helper: str) -> None:
    first = list(arrays(getattr(cases, helper)()))
    for array in first:
        array += 1
    for spoiled, fresh in zip(first, arrays(getattr(cases, helper)()), strict=True):
        np.testing.assert_array_equal(spoiled, fresh + 1)


@pytest.mark.parametrize("helper", HELPERS)
def test_global_random_state_is_untouched(helper: str) -> None:
    np.random.seed(7)
    getattr(cases, helper)()
    found = np.random.randn()
    np.random.seed(7)
    assert found == np.random.randn()


def test_labels_and_names() -> None:
    assert cases.L_modelo_backward_teste is cases.L_model_backward_test_case
    np.testing.assert_array_equal(cases.L_modelo_backward_teste()[1], [[1, 0]])
    np.testing.assert_array_equal(cases.compute_cost_test_case()[0], [[1, 1, 0]])
    parameters, grads = cases.update_parameters_test_case()
    assert list(parameters) == ["W1", "b1", "W2", "b2"]
    assert list(grads) == ["dW1", "db1", "dW2", "db2"]
    three_layers = cases.L_model_forward_test_case_2hidden()[1]
    assert list(three_layers) == ["W1", "b1", "W2", "b2", "W3", "b3"]


def test_print_grads(capsys: pytest.CaptureFixture[str]) -> None:
    cases.print_grads({"dW1": 1, "db1": 2, "dA1": 3, "dW2": 4})
    assert capsys.readouterr().out == "dW1 = 1\ndb1 = 2\ndA1 = 3\n"
