"""Many networks trained at once are the ones that the lab's own functions would train."""

from __future__ import annotations

import numpy as np
import pytest
import reg_utils
import treinos_juntos

SIZES = (2, 20, 3, 1)
DRAW = np.random.default_rng(0)
X = DRAW.normal(size=(2, 30))
Y = (X[:1] * X[1:] > 0) * 1.0


def trained_alone(lambd, steps):
    """By gradient descent with the lab's own two passes and the penalty's gradient."""
    parameters = reg_utils.initialize_parameters(SIZES)
    for _ in range(steps):
        _, cache = reg_utils.forward_propagation(X, parameters)
        grads = reg_utils.backward_propagation(X, Y, cache)
        for layer in (1, 2, 3):
            grads[f"dW{layer}"] = grads[f"dW{layer}"] + lambd / Y.shape[1] * parameters[f"W{layer}"]
        parameters = reg_utils.update_parameters(parameters, grads, 0.3)
    return parameters


def test_each_network_is_the_one_that_trains_alone(capsys):
    together = treinos_juntos.treine_juntas(X, Y, lambdas=(0, 0.9), num_iterations=40)
    assert [(one.lambd, one.semente) for one in together] == [(0, 3), (0.9, 3)]
    for one in together:
        alone = trained_alone(one.lambd, 40)
        for name, value in alone.items():
            np.testing.assert_allclose(one.parameters[name], value, atol=1e-12, err_msg=name)


def test_costs_are_measured_without_penalty_on_both_parts(capsys):
    (one,) = treinos_juntos.treine_juntas(
        X[:, :20],
        Y[:, :20],
        lambdas=(5,),
        validacao=(X[:, 20:], Y[:, 20:]),
        num_iterations=10,
        a_cada=5,
    )
    start, end = reg_utils.initialize_parameters(SIZES), one.parameters
    for part, measured in ((slice(20), one.treino), (slice(20, None), one.validacao)):
        assert len(measured) == 3
        for told, parameters in ((measured[0], start), (measured[-1], end)):
            out, _ = reg_utils.forward_propagation(X[:, part], parameters)
            assert told == pytest.approx(reg_utils.compute_cost(out, Y[:, part]), abs=1e-12)


def test_seeds_start_elsewhere_and_the_same_seed_does_not(capsys):
    one, other, again = treinos_juntos.treine_juntas(X, Y, sementes=(3, 4, 3), num_iterations=3)
    assert not np.allclose(one.parameters["W1"], other.parameters["W1"])
    np.testing.assert_array_equal(one.parameters["W1"], again.parameters["W1"])


def test_dropout_acts_on_hidden_layers_in_training_only(capsys):
    asked = []

    def erase_all(A, keep_prob, rng):
        asked.append((A.shape, keep_prob))
        return np.zeros_like(A), np.zeros_like(A)

    (one,) = treinos_juntos.treine_juntas(
        X, Y, keep_prob=0.5, apague=erase_all, num_iterations=2, a_cada=1
    )
    assert asked == 2 * [((1, 20, 30), 0.5), ((1, 3, 30), 0.5)]
    start = reg_utils.initialize_parameters(SIZES)
    np.testing.assert_array_equal(one.parameters["W1"], start["W1"])  # no gradient gets through
    out, _ = reg_utils.forward_propagation(X, start)
    assert one.treino[0] == pytest.approx(reg_utils.compute_cost(out, Y), abs=1e-12)
