"""What a relation says is true in every call, of all parts, and of what the mistake is about."""

from __future__ import annotations

import numpy as np
from related_calls import told_by_relations


def numbers(*shape, low=-1.0, high=1.0):
    return np.random.default_rng(sum(shape)).uniform(low, high, shape)


def network(layers, bias=0.0):
    """Parameters of that many layers of two neurons."""
    weights = {f"W{one}": numbers(2, 1 + one)[:, :2] for one in range(1, layers + 1)}
    biases = {f"b{one}": np.full((2, 1), bias * (one == 1)) for one in range(1, layers + 1)}
    return weights | biases


def squares(parameters, A):
    layers = range(1, 1 + len(parameters) // 2)
    return np.sum(A) + sum(np.sum(parameters[f"W{one}"] ** 2) for one in layers)


def cost_of_logits(Z):
    return np.mean(np.logaddexp.reduce(Z - Z[:, :1], axis=1))


def descend(x, rate, num_iter):
    w, costs = np.zeros(x.shape), []
    for _ in range(num_iter):
        costs.append(float(np.sum((w - x) ** 2)))
        w = w - rate * 2 * (w - x)
    return w, costs


def two_parts(x, k):
    first = (2 * x + 1) / k
    second = (x + 1.5) / k
    return first, second


def doubled(parameters):
    return {name: 2 * value + 1 for name, value in parameters.items()}


def loss(p, y):
    return -np.log(p[0]) + y


def kept(A, k):
    return A * k


def scaled(X):
    return (X + 3) * 2


def mask(x):
    return x == x.max()


LIMIT = 35.0
PARTS = [(numbers(3), 0.5), (numbers(4), 0.3), (numbers(5), 0.7)]
RUNS = [(numbers(n), 0.1, count) for n, count in ((3, 4), (4, 2), (5, 0), (6, 0), (7, 3))]


def test_zeros_of_an_argument_that_does_not_matter_are_no_cause():
    calls = [(network(3, 0.1 * n), numbers(10 * n)) for n in (3, 4, 5)]
    calls += [(network(n), numbers(2)) for n in (4, 5)]

    def of_three(parameters, A):
        return np.sum(A) + sum(np.sum(parameters[name] ** 2) for name in ("W1", "W2", "W3"))

    assert "zeros" not in said(squares, of_three, calls)


def test_zeros_that_wrong_calls_have_by_chance_are_no_cause():
    wrong = [[[-3.0, 0.0, 60.0]], [[0.0, 2.0, 1.0], [-80.0, 7.0, 2.0]]]
    calls = [(60 * numbers(m, 3) ** 3,) for m in (2, 3, 4)] + [(np.array(Z),) for Z in wrong]
    assert "zeros" not in said(cost_of_logits, lambda Z: min(cost_of_logits(Z), LIMIT), calls)


def test_a_loop_that_never_ran_says_nothing_about_how_often_it_runs():
    def late(x, rate, num_iter):
        w, costs = descend(x, rate, num_iter)
        return w, [cost**2 + place for place, cost in enumerate(costs)]

    def wrong(x, rate, num_iter):
        w, costs = late(x, rate, num_iter)
        return np.sin(w) + w**2, costs

    name, sentence = told_by_relations(descend, late, RUNS)
    assert name == "so_em_partes"
    assert "`costs`" in sentence
    assert "num_iter" not in said(descend, wrong, RUNS)


def test_where_two_arguments_leave_nothing_to_learn_none_of_them_is_named():
    def after_the_step(x, rate, num_iter):
        w, costs = descend(x, rate, num_iter)
        return w, [cost * (1 + rate * (place + 1)) for place, cost in enumerate(costs)]

    name, sentence = told_by_relations(descend, after_the_step, RUNS)
    assert name == "so_em_partes"
    assert "`costs`" in sentence


def test_parts_that_are_off_by_different_factors_are_not_said_to_share_one():
    def once_and_twice(x, k):
        first, second = two_parts(x, k)
        return first * k, second * k * k

    sentence = said(two_parts, once_and_twice, PARTS)
    assert "`first`" in sentence
    assert "second" not in sentence

    def constants(x, k):
        first, second = two_parts(x, k)
        return first * 3.3, second * 7.7

    sentence = said(two_parts, constants, PARTS)
    assert "constante" in sentence  # also where what is asked is infinite
    assert "second" not in sentence


def test_that_only_some_parts_are_wrong_counts_those_of_hidden_calls():
    def wrong(parameters):
        right = doubled(parameters)
        kept = {"W1", "b1", "b2", "b3", "b4"}
        return {name: v if name in kept else np.sin(v) + v**2 for name, v in right.items()}

    calls = [(network(n, 0.3),) for n in (2, 3, 4)]
    assert "só errasse em `W2` e outros:" in said(doubled, wrong, calls)
    assert "só errasse em `W2`:" in said(doubled, wrong, calls[:1] * 3)


def test_all_else_is_not_said_to_be_right_where_another_part_is_wrong_elsewhere():
    def wrong(x, k):
        first, second = two_parts(x, k)
        return np.where(x < 0, 5 + x, first), second * 3.3

    assert "no resto, confere" not in said(two_parts, wrong, PARTS)


def test_of_single_numbers_of_a_list_none_is_said_to_matter_too_much():
    calls = [([0.2, 0.5, 0.3], 0.5), ([0.6, 0.1, 0.3], 0.1), ([0.3, 0.3, 0.4], 0.2)]
    assert "[" not in said(loss, lambda p, y: loss(p, y) + p[1] ** 2, calls)


def test_a_part_that_some_calls_do_not_have_is_not_said_to_be_ignored():
    def but_the_last(parameters, A):
        last = f"W{len(parameters) // 2}"
        return squares(parameters, A) - np.sum(parameters[last] ** 2)

    calls = [(network(3, 0.1 * n), numbers(10 * n)) for n in (1, 2, 3)]
    assert "W3" in said(squares, but_the_last, calls)
    assert "W3" not in said(squares, but_the_last, [*calls, (network(2), numbers(3))])


def test_one_factor_for_a_whole_matrix_is_none_for_each_of_its_rows():
    calls = [(numbers(3, 2), 0.5), (numbers(3, 4), 1.0), (numbers(1, 5), 0.6), (numbers(4, 4), 0.7)]
    answered = said(kept, lambda A, k: kept(A, k) * np.float64(k) / (1 - k), calls)
    assert "um número só seu" not in answered


def test_a_factor_that_rows_share_is_not_each_ones_own():
    factors = np.array([1.2, 1.2, 1.0, 1.0])
    calls = [(numbers(n, 4),) for n in (3, 4, 5)]
    assert "um número só seu" not in said(scaled, lambda X: scaled(X) * factors, calls)
    own = np.array([1.2, 1.3, 1.0, 1.7])
    assert "um número só seu" in said(scaled, lambda X: scaled(X) * own, calls)


def test_axes_that_are_missing_are_counted():
    calls = [(numbers(2, n),) for n in (3, 4, 5)]
    assert "2 eixos a menos" in said(mask, np.argmax, calls)


def test_large_numbers_are_no_cause_where_a_call_with_some_is_right():
    def of_the_batch(Z):
        most = Z.max()
        return np.mean(most + np.log(np.exp(Z - most).sum(axis=1)) - Z[:, 0])

    small = [(numbers(m, 3),) for m in (2, 3)]
    large = [([[1000.0, 0.0]],), ([[2000.0, 1.0], [-3000.0, 1.0]],), ([[1.0, 2.0], [4000.0, 2.0]],)]
    calls = small + [(np.array(Z),) for (Z,) in large]
    name, sentence = told_by_relations(cost_of_logits, of_the_batch, calls)
    assert name == "nao_finito"
    assert "grandes" not in sentence


def said(asked, answer, calls):
    """The sentence, empty where there is none."""
    return (told_by_relations(asked, answer, calls) or ("", ""))[1]
