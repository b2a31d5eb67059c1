"""The ready-made network of the regularization lab."""

import warnings
from itertools import pairwise

import numpy as np
import pytest
import reg_utils

from gabarito.checks import numerical_gradient


@pytest.fixture
def network():
    """Parameters of a small network, a batch and its labels."""
    rng = np.random.default_rng(0)
    parameters = reg_utils.initialize_parameters([3, 5, 4, 1])
    parameters |= {name: value + 0.3 for name, value in parameters.items() if name[0] == "b"}
    return parameters, rng.normal(size=(3, 7)), (rng.random((1, 7)) < 0.5) * 1.0


def test_weights_are_the_legacy_draws_of_seed_three():
    dims = [2, 20, 3, 1]
    found = reg_utils.initialize_parameters(dims)
    np.random.seed(3)
    for layer, (before, n) in enumerate(pairwise(dims), start=1):
        np.testing.assert_array_equal(
            found[f"W{layer}"], np.random.randn(n, before) / np.sqrt(before)
        )
        np.testing.assert_array_equal(found[f"b{layer}"], np.zeros((n, 1)))
    assert list(found) == ["W1", "b1", "W2", "b2", "W3", "b3"]


def test_initialization_leaves_the_random_state_alone():
    np.random.seed(5)
    reg_utils.initialize_parameters([2, 4, 1])
    found = np.random.rand()
    np.random.seed(5)
    assert found == np.random.rand()


def test_activations_return_the_array_only():
    x = np.array([[-2.0, 0.0, 3.0]])
    np.testing.assert_array_equal(reg_utils.relu(x), [[0, 0, 3]])
    np.testing.assert_allclose(reg_utils.sigmoid(x), [[1 / (1 + np.e**2), 0.5, 1 / (1 + np.e**-3)]])


def test_forward_gives_the_twelve_elements_in_order(network):
    p, X, _ = network
    A3, cache = reg_utils.forward_propagation(X, p)
    A1 = np.maximum(p["W1"] @ X + p["b1"], 0)
    A2 = np.maximum(p["W2"] @ A1 + p["b2"], 0)
    Z3 = p["W3"] @ A2 + p["b3"]
    assert len(cache) == 12
    for found, expected in zip(cache[1:12:4], (A1, A2, 1 / (1 + np.exp(-Z3))), strict=True):
        np.testing.assert_allclose(found, expected)
    for place, name in zip((2, 3, 6, 7, 10, 11), p, strict=True):
        assert cache[place] is p[name]
    assert A3 is cache[9]


def test_backward_is_the_gradient_of_the_cost(network):
    p, X, Y = network
    _, cache = reg_utils.forward_propagation(X, p)
    grads = reg_utils.backward_propagation(X, Y, cache)
    for name in p:

        def cost(value, name=name):
            return reg_utils.compute_cost(reg_utils.forward_propagation(X, p | {name: value})[0], Y)

        np.testing.assert_allclose(grads["d" + name], numerical_gradient(cost, p[name]), atol=1e-8)
    assert set(grads) == {f"d{letter}{n}" for letter in "ZWb" for n in (1, 2, 3)} | {"dA1", "dA2"}


def test_update_makes_a_new_dictionary(network):
    p, _, _ = network
    before = {name: value.copy() for name, value in p.items()}
    grads = {"d" + name: np.ones_like(value) for name, value in p.items()}
    found = reg_utils.update_parameters(p, grads, 0.25)
    for name, value in before.items():
        np.testing.assert_array_equal(p[name], value)
        np.testing.assert_array_equal(found[name], value - 0.25)


def test_cost_is_the_mean_cross_entropy():
    cost = reg_utils.compute_cost(np.array([[0.8, 0.9, 0.4]]), np.array([[1, 1, 0]]))
    assert cost == pytest.approx(-(np.log(0.8) + np.log(0.9) + np.log(0.6)) / 3)


@pytest.mark.parametrize("labels", [np.array([[1.0, 0.0, 1.0]]), np.array([[1, 0, 1]], np.uint8)])
def test_a_saturated_output_costs_nothing_and_warns_of_nothing(labels):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        cost = reg_utils.compute_cost(np.array([[1.0, 0.0, 0.5]]), labels)
    assert cost == pytest.approx(np.log(2) / 3)


def test_a_saturated_wrong_answer_costs_everything():
    assert reg_utils.compute_cost(np.array([[0.0, 0.5]]), np.array([[1, 1]])) == np.inf


def test_predictions_and_their_accuracy(network, capsys):
    p, X, _ = network
    decided = reg_utils.predict_dec(p, X)
    assert (decided.dtype, decided.shape) == (bool, (1, 7))
    np.testing.assert_array_equal(decided, reg_utils.forward_propagation(X, p)[0] > 0.5)
    labels = decided.astype(int)
    labels[0, :2] = 1 - labels[0, :2]
    found = reg_utils.predict(X, labels, p)
    np.testing.assert_array_equal(found, decided)
    assert capsys.readouterr().out == f"Accuracy: {5 / 7}\n"
