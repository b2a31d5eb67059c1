"""The debugging lab's printed values and figures, from facts that are not its own answers.

The examples that it shares with Lab 3 are in `golden_lab3.json`, found before either was written;
the gradients of the whole network come from finite differences of the textbook's cost.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import testCases_v4a as cases

from gabarito.checks.verificador import numerical_gradient
from gabarito.course.layout import Course
from gabarito.course.reference import reference_namespace
from gabarito.notebook import lab_text

LAB = Course.at(Path(__file__).parents[2]).lab("depuracao_rede_densa")
GOLDEN = {
    entry["id"]: entry
    for entry in json.loads(
        Path(__file__).with_name("golden_lab3.json").read_text(encoding="utf-8")
    )
}
TEXT = LAB.text.read_text("utf-8")
Functions = dict[str, Any]


@pytest.fixture(scope="module")
def right() -> Functions:
    """The reference answers and what the lab's given cells define."""
    return reference_namespace(LAB)


def forward(right: Functions) -> dict[str, Any]:
    AL, caches = right["L_model_forward"](*cases.L_model_forward_test_case_2hidden())
    return {"AL": AL, "len_caches": len(caches)}


def activation_forward(right: Functions) -> dict[str, Any]:
    given = cases.linear_activation_forward_test_case()
    return {"A": right["linear_activation_forward"](*given, "relu")[0]}


def cost(right: Functions) -> dict[str, Any]:
    Y, AL = cases.compute_cost_test_case()
    return {"custo": right["compute_cost"](AL, Y)}


def linear_backward(right: Functions) -> dict[str, Any]:
    found = right["linear_backward"](*cases.linear_backward_test_case())
    return dict(zip(("dA_prev", "dW", "db"), found, strict=True))


def activation_backward(right: Functions) -> dict[str, Any]:
    given = cases.linear_activation_backward_test_case()
    found = right["linear_activation_backward"](*given, "relu")
    return dict(zip(("dA_prev", "dW", "db"), found, strict=True))


def update(right: Functions) -> dict[str, Any]:
    return right["update_parameters"](*cases.update_parameters_test_case(), 0.1)


def initialize(right: Functions) -> dict[str, Any]:
    return right["initialize_parameters_deep"]([5, 4, 3])


RECIPES: dict[str, Callable[[Functions], dict[str, Any]]] = {
    "init": initialize,
    "act_forward.relu": activation_forward,
    "L_forward": forward,
    "cost": cost,
    "linear_backward": linear_backward,
    "act_backward.relu": activation_backward,
    "update": update,
}


@pytest.mark.parametrize("name", RECIPES)
def test_reference_gives_the_golden_values_of_lab_3(right: Functions, name: str) -> None:
    entry, found = GOLDEN[name], RECIPES[name](right)
    assert found.keys() == entry["expected"].keys() - {"dZ"}
    for key, actual in found.items():
        assert np.shape(actual) == np.shape(entry["expected"][key]), key
        np.testing.assert_allclose(actual, entry["expected"][key], rtol=0, atol=entry["tolerance"])


def test_printed_gradients_are_those_of_the_cost(right: Functions) -> None:
    X, parameters = cases.L_model_forward_test_case_2hidden()
    Y = np.array([[0.0, 1.0, 0.0, 1.0]])
    AL, caches = right["L_model_forward"](X, parameters)
    grads = right["L_model_backward"](AL, Y, caches)
    for name in parameters:
        want = numerical_gradient(
            lambda value, name=name: textbook_cost(X, Y, {**parameters, name: value}),
            parameters[name],
        )
        np.testing.assert_allclose(grads[f"d{name}"], want, rtol=0, atol=1e-8)
    for name in ("dW1", "db1", "dW3", "db3"):
        assert printed(name, "L_model_backward") == [f"{x:.8f}" for x in grads[name].ravel()]


def textbook_cost(X: np.ndarray, Y: np.ndarray, p: dict[str, np.ndarray]) -> float:
    A = X
    for layer in (1, 2):
        A = np.clip(p[f"W{layer}"] @ A + p[f"b{layer}"], 0, None)
    Z = p["W3"] @ A + p["b3"]
    return float(np.mean(np.logaddexp(0, Z) - Y * Z))


def printed(name: str, question: str) -> list[str]:
    """The numbers of one array among the expected values under a question, with eight places."""
    below = TEXT.partition(f'# %% checks="{question}"')[2]
    block = below.split("```")[1]
    array = re.search(rf"{name} = (\[\[.*?\]\])$", block.replace("\n#", "\n"), re.DOTALL | re.M)
    assert array, name
    return [f"{float(x):.8f}" for x in re.findall(r"-?\d+\.\d*", array[1])]


RUN_FOR_THE_DISC = ("sorteio = np.random.default_rng(4)", "palpite_do_disco", "custos_certos")


def test_the_training_on_the_disc_goes_as_the_text_says(right: Functions) -> None:
    """Everything the notebook runs for it, in order."""
    names = dict(right)
    for cell in LAB.parse().cells:
        if cell.source.startswith(RUN_FOR_THE_DISC):
            exec(cell.source, names)
    costs, wrong = names["custos_certos"], names["custos_com_defeito"]
    assert (costs[0], wrong[0]) == pytest.approx((0.668, 0.668), abs=5e-4)
    assert (costs[-1], wrong[-1]) == pytest.approx((0.003, 0.442), abs=5e-4)
    assert all(later <= before for before, later in pairwise(wrong))
    X, Y = names["X_disco"], names["Y_disco"]
    hits = [
        np.mean((right["L_model_forward"](X, names[net])[0] > 0.5) == Y)
        for net in ("certa", "com_defeito")
    ]
    assert (*hits, 1 - Y.mean()) == pytest.approx((1, 0.73, 0.695))
    for said in ("0,668", "chega a 0,003", "até 0,442", "acerta 73 %", "acerta 69,5 %"):
        assert said in TEXT


def test_small_weights_wait_before_they_learn(right: Functions) -> None:
    names = dict(right)
    for cell in LAB.parse().cells:
        if cell.source.startswith("sorteio = np.random.default_rng(4)"):
            exec(cell.source, names)
    X, Y = names["X_disco"], names["Y_disco"]
    small = right["initialize_parameters_deep"]([2, 8, 4, 1])
    costs: list[float] = []
    right["treine"](X, Y, small, 4000, 0.3, right["update_parameters"], costs)
    assert costs[5:16] == pytest.approx([0.615] * 11, abs=1e-3)
    assert costs[-1] < 0.01
    assert "1500 passos" in TEXT
    assert "parado em 0,615" in TEXT


def test_eight_examples_are_learnt_by_heart(right: Functions) -> None:
    names = dict(right)
    (cell,) = [c for c in LAB.parse().cells if c.source.startswith("X_oito =")]
    exec(cell.source, names)
    assert right["compute_cost"](names["AL_oito"], names["Y_oito"]) < 1e-4


def test_the_judge_finds_nothing_in_the_reference(
    right: Functions, capsys: pytest.CaptureFixture[str]
) -> None:
    names = dict(right)
    (cell,) = [c for c in LAB.parse().cells if "check_shapes(rede, grads_juiz)" in c.source]
    exec(cell.source, names)
    said = capsys.readouterr().out
    assert said.startswith("formatos: ok")
    assert (said.count("   ok"), said.count("ERRADO")) == (6, 0)


def test_the_toy_network_s_fault_is_in_its_tanh(
    right: Functions, capsys: pytest.CaptureFixture[str]
) -> None:
    names = dict(right)
    for cell in LAB.parse().cells:
        if "toy_cost(p, x, y)" in cell.source:
            exec(cell.source, names)
    wrong, mended = capsys.readouterr().out.split("com 1 - a²:")
    assert re.findall(r"(d\w\d) .*ERRADO", wrong) == ["dW1", "db1", "dW2", "db2"]
    assert "ERRADO" not in mended


def test_students_get_each_function_once_and_wrong() -> None:
    released = (LAB.released / f"{LAB.name}.ipynb").read_text("utf-8")
    for name in lab_text.named_cells(LAB.parse(), "solution"):
        assert released.count(f"def {name}(") == 1
    assert "None acima" not in released
