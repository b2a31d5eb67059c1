"""Chance that repeats itself: what a notebook draws without a seed is the same at every grading.

Whoever sets a seed gets what that seed gives. Else Python's and NumPy's generators ask the system
for entropy, and get a fixed sequence instead; PyTorch's, which asks when it is imported, gets a
fixed seed. The clock is the real one.
"""

from __future__ import annotations

import contextlib
import os
import random
import sys
from typing import Any

_entropy = random.Random(0)
_python: Any = random  # what is private there has no types
_for_a_child = [0]


def warm_up() -> None:
    """Load the generators, which NumPy does when they are first asked for."""
    with contextlib.suppress(Exception):  # a lab may do without NumPy
        _numpy()


def begin() -> None:
    """From here on, this process and its forks have no entropy of their own."""
    plain = random.Random.seed

    def seed(self: random.Random, a: Any = None, version: int = 2) -> None:
        plain(self, _entropy.getrandbits(256) if a is None else a, version)

    _python.Random.seed = seed
    _python.seed = _python._inst.seed
    _python._urandom = _urandom  # also behind secrets, and the seeds that NumPy takes from there
    os.urandom = _urandom
    if hasattr(os, "getrandom"):
        os.getrandom = _getrandom
    # Python has just seeded a fork's generator: with entropy, from before all this
    os.register_at_fork(before=_bear, after_in_child=lambda: random.seed(_for_a_child[0]))
    _entropy.seed(0)
    random.seed(0)
    with contextlib.suppress(Exception):  # a lab may do without NumPy
        _numpy().seed(0)
    with contextlib.suppress(Exception):  # or without PyTorch, which draws a seed when imported
        sys.modules["torch"].manual_seed(0)


def state() -> list[Any]:
    """Where the generators that a notebook shares stand; a fork does not keep them."""
    try:
        numpys = _numpy().get_state()
    except Exception:  # none, or a generator of the student's that has no such thing
        numpys = None
    try:
        torchs = sys.modules["torch"].get_rng_state()
    except Exception:
        torchs = None
    return [_entropy.getstate(), random.getstate(), numpys, torchs]


def restore(known: list[Any]) -> None:
    """Put the generators back to a :func:`state`."""
    entropy, pythons, numpys, torchs = known
    with contextlib.suppress(Exception):  # what a student made of them stays
        _entropy.setstate(entropy)
        random.setstate(pythons)
        _numpy().set_state(numpys)
    with contextlib.suppress(Exception):
        sys.modules["torch"].set_rng_state(torchs)


def _numpy() -> Any:
    """NumPy's shared generator.

    Raises:
        KeyError: nobody has imported it.
    """
    return sys.modules["numpy"].random


def _bear() -> None:
    """Each fork is to draw other numbers."""
    _for_a_child[0] = _entropy.getrandbits(256)


def _urandom(size: int, /) -> bytes:
    return _entropy.randbytes(size)


def _getrandom(size: int, flags: int = 0) -> bytes:
    return _entropy.randbytes(size)
