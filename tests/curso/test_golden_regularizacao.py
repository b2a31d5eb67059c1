"""The regularization lab's printed values and known costs, from its reference answers.

`golden_regularizacao.json` holds facts found before the lab was written: seeds, shapes, values
and, for the real data, the costs that its own `model` must reach. What dropout's training gives
after the first iteration moves with rounding noise: no such figure is there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import testCases as cases

from gabarito.checks.verificador import run_check
from gabarito.course.known_answers import load_mistakes
from gabarito.course.layout import Course
from gabarito.course.reference import reference_namespace

ROOT = Path(__file__).parents[2]
REAL = ROOT.parent / "shared" / "data"
LAB = Course.at(ROOT).lab("regularizacao")
GOLDEN = json.loads(
    Path(__file__).with_name("golden_regularizacao.json").read_text(encoding="utf-8")
)
EXAMPLES = {entry["id"]: entry for entry in GOLDEN["examples"]}
TRAINING = {entry["id"]: entry for entry in GOLDEN["training"]}
Functions = dict[str, Any]
Entry = dict[str, Any]


@pytest.fixture(scope="module")
def right() -> Functions:
    """The reference answers."""
    return reference_namespace(LAB)


def inputs(entry: Entry) -> Any:
    return getattr(cases, entry["case"])()


# --- one recipe for each example --------------------------------------------------------


def cost(answer: Any, entry: Entry) -> dict[str, Any]:
    return {"custo": answer(*inputs(entry), **entry["arguments"])}


def gradients(answer: Any, entry: Entry) -> dict[str, Any]:
    found = answer(*inputs(entry), **entry["arguments"])
    return {name: found[name] for name in entry["expected"]}


def dropout_forward(answer: Any, entry: Entry) -> dict[str, Any]:
    A3, cache = answer(*inputs(entry), **entry["arguments"])
    return {"A3": A3, "D1": cache[1], "D2": cache[6]}


RECIPES: dict[str, Callable[[Any, Entry], dict[str, Any]]] = {
    "cost_reg": cost,
    "backprop_reg": gradients,
    "forward_dropout": dropout_forward,
    "backprop_dropout": gradients,
}


@pytest.mark.parametrize("name", RECIPES)
def test_reference_gives_the_golden_values(right: Functions, name: str) -> None:
    entry = EXAMPLES[name]
    found = RECIPES[name](right[entry["function"]], entry)
    assert found.keys() == entry["expected"].keys()
    for key, expected in entry["expected"].items():
        assert np.shape(found[key]) == np.shape(expected), key
        np.testing.assert_allclose(
            np.asarray(found[key], dtype=float), expected, rtol=0, atol=entry["tolerance"]
        )


def test_every_golden_example_is_tested() -> None:
    assert RECIPES.keys() == EXAMPLES.keys()


@pytest.mark.parametrize("name", EXAMPLES)
def test_inputs_are_the_legacy_draws(name: str) -> None:
    """X first, where there is one, then the six parameters."""
    entry = EXAMPLES[name]
    (shapes,) = entry["seeds"].values()
    np.random.seed(1)
    drawn = {key: np.random.randn(*shape) for key, shape in shapes.items()}
    given = found_in(inputs(entry))
    for key, array in drawn.items():
        np.testing.assert_array_equal(given[key], array, err_msg=key)


def found_in(given: tuple[Any, ...]) -> dict[str, np.ndarray]:
    """X and the parameters of an example, whether they come in a dictionary or in a cache."""
    *first, last = given
    if isinstance(last, dict):
        return {"X": first[0], **last}
    layer = {12: (2, 6, 10), 14: (3, 8, 12)}[len(last)]
    weights = {f"W{n}": last[i] for n, i in enumerate(layer, start=1)}
    biases = {f"b{n}": last[i + 1] for n, i in enumerate(layer, start=1)}
    return {"X": first[0], **weights, **biases}


def test_masks_of_the_cache_are_those_of_seed_one() -> None:
    _, _, cache = cases.backward_propagation_with_dropout_test_case()
    np.random.seed(1)
    np.testing.assert_array_equal(cache[1], np.random.rand(2, 5) < 0.5)
    np.testing.assert_array_equal(cache[6], np.random.rand(3, 5) < 0.5)


def test_printed_probabilities_are_those_of_the_stream_with_x() -> None:
    _, _, cache = cases.backward_propagation_with_regularization_test_case()
    a3, Y, _ = cases.compute_cost_with_regularization_test_case()
    np.testing.assert_array_equal(a3, np.round(cache[9], 8))
    np.testing.assert_array_equal(Y, [[1, 1, 0, 1, 0]])


@pytest.mark.parametrize("helper", [entry["case"] for entry in EXAMPLES.values()])
def test_helpers_give_fresh_arrays_and_leave_the_random_state_alone(helper: str) -> None:
    np.random.seed(7)
    first = getattr(cases, helper)()
    after = np.random.rand()
    np.random.seed(7)
    assert after == np.random.rand()
    first[0][...] = 9
    assert not np.any(getattr(cases, helper)()[0] == 9)


def test_the_document_s_backward_fails_on_every_cache(right: Functions) -> None:
    """It unpacks the 14 elements into 13 names: A1 is missing."""
    mistake = load_mistakes(LAB)["cache_sem_a1"]
    names = dict(right)
    exec(mistake.source, names)
    with pytest.raises(ValueError, match="too many values to unpack"):
        RECIPES["backprop_dropout"](names[mistake.question], EXAMPLES["backprop_dropout"])
    checks = vars(LAB.load_module(LAB.checks_file(mistake.question))).values()
    results = [run_check(check, names) for check in checks if hasattr(check, "check")]
    assert "failed" in {result.state for result in results} <= {"failed", "skipped"}


# --- the lab's own training -------------------------------------------------------------


def real_data(entry: Entry, right: Functions) -> tuple[np.ndarray, ...]:
    file, loader = {
        "fsf": ("fsf.npz", "load_fsf_dataset"),
        "data.mat": ("data.mat", "load_2D_dataset"),
    }[entry["data"]]
    if not (REAL / file).is_file():
        pytest.skip(f"needs the real file {file} in {REAL}")
    return right[loader](REAL)


def printed_costs(text: str) -> dict[int, float]:
    found = re.findall(r"Custo após a iteração ([\d ]+): (\S+)", text)
    return {int(iteration.replace(" ", "")): float(cost) for iteration, cost in found}


@pytest.mark.slow(reason="trains on the real data for minutes")
@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=() if name == "fsf.l2" else pytest.mark.nightly)
        for name, entry in TRAINING.items()
        if "costs" in entry
    ],
)
def test_training_reaches_the_known_costs_and_accuracies(
    right: Functions, name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    entry = TRAINING[name]
    X, Y, test_X, test_Y = real_data(entry, right)
    parameters = right["model"](X, Y, **entry["arguments"])
    said = capfd.readouterr()
    costs = printed_costs(said.out)
    assert list(costs) == [0, 10000, 20000]
    np.testing.assert_allclose([*costs.values()], entry["costs"], rtol=0, atol=1e-9)
    accuracies = [
        np.mean(right["predict_dec"](parameters, x) == y) for x, y in ((X, Y), (test_X, test_Y))
    ]
    assert accuracies == entry["accuracy"]
    assert said.err == ""


@pytest.mark.parametrize("name", TRAINING)
def test_training_starts_at_the_known_cost(
    right: Functions, name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    entry = TRAINING[name]
    X, Y, _, _ = real_data(entry, right)
    right["model"](X, Y, num_iterations=1, **entry["arguments"])
    said = capfd.readouterr()
    assert printed_costs(said.out)[0] == pytest.approx(entry["first_cost"], abs=1e-12)
    assert said.err == ""


@pytest.mark.slow(reason="trains on the real data for minutes")
@pytest.mark.nightly
def test_dropout_trains_without_a_word_on_stderr(
    right: Functions, capfd: pytest.CaptureFixture[str]
) -> None:
    """Its output comes near 0 and 1, where log 0 would warn."""
    X, Y, _, _ = real_data(TRAINING["fsf.dropout"], right)
    parameters = right["model"](X, Y, print_cost=False, keep_prob=0.86)
    assert all(np.isfinite(value).all() for value in parameters.values())
    assert capfd.readouterr().err == ""


def test_one_regularization_at_a_time(right: Functions) -> None:
    with pytest.raises(ValueError, match="uma regularização por vez"):
        right["model"](np.ones((2, 3)), np.ones((1, 3)), lambd=0.1, keep_prob=0.9)


def test_model_notes_a_cost_each_thousand_iterations(
    right: Functions, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = []
    monkeypatch.setitem(
        right, "desenhe_custo", lambda costs, rate, a_cada: drawn.append((costs, rate, a_cada))
    )
    X = np.random.default_rng(0).normal(size=(2, 12))
    Y = (X[:1] > 0) * 1.0
    right["model"](X, Y, learning_rate=0.1, num_iterations=2001)
    ((costs, rate, a_cada),) = drawn
    assert (len(costs), rate, a_cada) == (3, 0.1, 1000)
    assert costs[0] > costs[1] > costs[2]
