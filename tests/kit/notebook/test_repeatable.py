"""Which functions give the same for the same, and which may draw or read what memory held."""

from __future__ import annotations

import pytest

from gabarito.notebook.repeatable import repeatable

TOP = "import math\nimport numpy as np\nfrom apoio import sigmoid"
MODULES = frozenset({"apoio.sigmoid"})


@pytest.mark.parametrize(
    "answer",
    [
        "def f(x):\n    return np.dot(x, x) * math.pi",
        "def f(x):\n    return sigmoid(x)",
        "def g(x):\n    return x\ndef f(x):\n    return g(x)",
        "def f(x):\n    return np.where(x > 0, x, 0)",
        "def f(x):\n    np.random.seed(3)\n    return np.random.randn(2, 3)",
        "def f(x):\n    y = 1\n    np.random.seed(1)\n    for i in x:\n        np.random.rand()",
        "from numpy import dot\ndef f(x):\n    return dot(x, x)",
    ],
)
def test_what_only_computes_gives_the_same(answer):
    assert repeatable([TOP, answer], MODULES, {"f"}) == {"f"}


@pytest.mark.parametrize(
    "answer",
    [
        "def f(x):\n    return np.random.rand()",
        "def f(x):\n    np.random.rand()\n    np.random.seed(3)\n    return np.random.rand()",
        "def f(x):\n    np.random.seed(x)\n    return np.random.rand()",
        "def f(x):\n    np.random.seed()\n    return np.random.rand()",
        "def f(x):\n    if x:\n        np.random.seed(3)\n    return np.random.rand()",
        "def f(x):\n    np.random.seed(3)\n    return np.random.default_rng().random()",
        "def f(x):\n    np.random.seed(3)\n    return np.random.RandomState().rand()",
        "def f(x):\n    return np.empty(3)",
        "def f(x):\n    return np.empty_like(x)",
        "def f(x):\n    return np.ndarray((3,))",
        "def f(x):\n    return np.divide(1, x, where=x > 0)",
        "def f(x):\n    opções = {'where': x > 0}\n    return np.divide(1, x, **opções)",
        "from numpy import empty as vazio\ndef f(x):\n    return vazio(3)",
        "from numpy.random import rand\ndef f(x):\n    return rand()",
        "import numpy.random as r\ndef f(x):\n    return r.rand()",
        "import random\ndef f(x):\n    return random.random()",
        "import time\ndef f(x):\n    return time.time()",
        "from apoio import outra\ndef f(x):\n    return outra(x)",
        "def g(x):\n    return np.random.rand()\ndef f(x):\n    return g(x)",
        "def g(x):\n    return np.random.rand()\ndef f(x):\n    np.random.seed(3)\n    return g(x)",
        "def f(x):\n    return (lambda: np.random.rand())()",
    ],
)
def test_what_may_draw_or_read_what_nobody_has_written_is_a_doubt(answer):
    assert not repeatable([TOP, answer], MODULES, {"f"})


def test_a_doubt_is_one_of_those_who_lead_to_it_alone():
    answers = ["def g(x):\n    return np.random.rand()", "def f(x):\n    return x"]
    assert repeatable([TOP, *answers], MODULES, {"f", "g"}) == {"f"}
