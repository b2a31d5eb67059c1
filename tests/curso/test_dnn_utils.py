"""The activations the labs give to students."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from dnn_utils_v2 import relu, relu_backward, sigmoid, sigmoid_backward

PAIRS = [(relu, relu_backward), (sigmoid, sigmoid_backward)]
Function = Callable[..., Any]


@pytest.fixture
def Z() -> np.ndarray:
    Z = np.random.default_rng(0).normal(size=(3, 4)) * 2
    assert np.abs(Z).min() > 1e-3  # finite differences do not hold at the kink of relu
    return Z


@pytest.mark.parametrize(("forward", "backward"), PAIRS)
def test_gradient_by_finite_differences(
    forward: Function, backward: Function, Z: np.ndarray
) -> None:
    dA = np.random.default_rng(1).normal(size=Z.shape)
    step = 1e-6
    slope = (forward(Z + step)[0] - forward(Z - step)[0]) / (2 * step)
    np.testing.assert_allclose(backward(dA, Z), dA * slope, rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize(("forward", "backward"), PAIRS)
def test_nothing_given_is_changed(forward: Function, backward: Function, Z: np.ndarray) -> None:
    dA, Z_before = np.ones_like(Z), Z.copy()
    A, cache = forward(Z)
    dZ = backward(dA, cache)
    assert cache is Z
    np.testing.assert_array_equal(Z, Z_before)
    np.testing.assert_array_equal(dA, 1)
    assert not np.shares_memory(dZ, dA)
    assert not np.shares_memory(A, Z)


def test_relu_gradient_is_zero_at_and_below_zero() -> None:
    Z = np.array([[-2.0, -0.0, 0.0, 3.0]])
    np.testing.assert_array_equal(relu_backward(np.full((1, 4), 5.0), Z), [[0, 0, 0, 5]])
    np.testing.assert_array_equal(relu(Z)[0], [[0, 0, 0, 3]])


def test_sigmoid_is_the_plain_formula() -> None:
    Z = np.linspace(-700, 700, 2801)
    np.testing.assert_array_equal(sigmoid(Z)[0], 1 / (1 + np.exp(-Z)))


def test_extreme_values_without_warnings() -> None:
    Z = np.array([-np.inf, -1e6, -800.0, 800.0, 1e6, np.inf])
    with warnings.catch_warnings(), np.errstate(all="raise"):
        warnings.simplefilter("error")
        A, cache = sigmoid(Z)
        dZ = sigmoid_backward(np.ones_like(Z), cache)
    np.testing.assert_array_equal(A, [0, 0, 0, 1, 1, 1])
    np.testing.assert_array_equal(dZ, 0)


@pytest.mark.parametrize("backward", [relu_backward, sigmoid_backward])
def test_another_shape_is_refused(backward: Function) -> None:
    with pytest.raises(ValueError, match=r"dA tem formato \(1, 3\)"):
        backward(np.ones((1, 3)), np.ones((2, 3)))
