"""Thousands of small dense networks trained at once, each as Keras would train it.

For what the Keras lab says of ten thousand trainings: one training in Keras takes a second, all
of these together about a minute. Weights are Glorot's draw, biases begin at zero, each network
goes through the examples in an order of its own, and the cost is the mean of each batch. Every
network has its own parameters, so one optimizer moves all of them without mixing them.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

ACTIVATIONS: dict[str, Callable[[Tensor], Tensor]] = {
    "linear": lambda z: z,
    "sigmoid": torch.sigmoid,
    "relu": torch.relu,
}
LOSSES: dict[str, Callable[[Tensor, Tensor], Tensor]] = {
    "mse": torch.nn.functional.mse_loss,
    "entropy": torch.nn.functional.binary_cross_entropy,
}
KERAS_EPSILON = 1e-7
"""Of Keras's Adam; PyTorch's default is another."""


class Recipe(NamedTuple):
    """What a lab asks of a network: neurons from input to output, activations, and training.

    Attributes:
        optimizer: "sgd" or "adam".
        batch: examples a step; the last one of an epoch may have fewer.
    """

    sizes: tuple[int, ...]
    activations: tuple[str, ...]
    optimizer: str
    rate: float
    loss: str
    batch: int
    epochs: int


def initial(recipe: Recipe, count: int, seed: int) -> list[Tensor]:
    """W1, b1, W2, b2, … of `count` networks: shapes (count, n_in, n_out) and (count, 1, n_out)."""
    draw, weights = np.random.default_rng(seed), []
    for before, n in itertools.pairwise(recipe.sizes):
        limit = np.sqrt(6 / (before + n))
        weights += [draw.uniform(-limit, limit, (count, before, n)), np.zeros((count, 1, n))]
    return [torch.tensor(w, dtype=torch.float32) for w in weights]


def trained(recipe: Recipe, X: np.ndarray, Y: np.ndarray, start: list[Tensor], seed: int = 0):
    """The weights after training on the rows of X, (m, n_in), and Y, (m, n_out)."""
    weights = [w.clone().requires_grad_() for w in start]
    inputs, wanted = (torch.tensor(np.asarray(a), dtype=torch.float32) for a in (X, Y))
    kind, options = {
        "sgd": (torch.optim.SGD, {}),
        "adam": (torch.optim.Adam, {"eps": KERAS_EPSILON}),
    }[recipe.optimizer]
    optimizer = kind(weights, lr=recipe.rate, **options)
    for rows in _batches(recipe, len(inputs), len(weights[0]), seed):
        optimizer.zero_grad()
        given = outputs(recipe, weights, inputs[rows])
        # The mean over networks, times their number: the gradient of each is its own cost's.
        (LOSSES[recipe.loss](given, wanted[rows]) * len(rows)).backward()
        optimizer.step()
    return [w.detach() for w in weights]


def outputs(recipe: Recipe, weights: list[Tensor], X: Tensor | np.ndarray) -> Tensor:
    """What each network answers: (count, m, n_out), to rows of its own or to the same ones."""
    a = torch.as_tensor(X, dtype=torch.float32)
    for W, b, name in zip(weights[::2], weights[1::2], recipe.activations, strict=True):
        a = ACTIVATIONS[name](a @ W + b)
    return a


def _batches(recipe: Recipe, m: int, count: int, seed: int) -> Iterator[Tensor]:
    """Rows for each network's next step, (count, batch)."""
    draw = torch.Generator().manual_seed(seed)
    for _ in range(recipe.epochs):
        order = torch.rand((count, m), generator=draw).argsort(dim=1)
        yield from order.split(recipe.batch, dim=1)
