"""What a check expects is worked out once for the same arguments, and nobody can spoil it."""

from __future__ import annotations

import numpy as np

from gabarito.checks import remembered


def counted():
    calls = []

    @remembered
    def double(values, times=2):
        calls.append(times)
        return {"dW": times * values}

    return double, calls


def test_the_same_arguments_are_worked_out_once_whoever_asks():
    double, calls = counted()
    for _ in range(3):
        np.testing.assert_array_equal(double(np.array([1.0, 2.0]))["dW"], [2.0, 4.0])
    assert calls == [2]


def test_other_arguments_are_other_ones_also_in_type_and_in_place():
    double, calls = counted()
    values = np.array([1.0, 2.0])
    double(values)
    values[0] = 5
    np.testing.assert_array_equal(double(values)["dW"], [10.0, 4.0])
    double(np.array([5, 2]))
    double(values, times=3)
    assert calls == [2, 2, 2, 3]


def test_who_writes_into_a_result_writes_into_a_copy():
    double, _ = counted()
    double(np.ones(2))["dW"][:] = 7
    np.testing.assert_array_equal(double(np.ones(2))["dW"], [2.0, 2.0])
