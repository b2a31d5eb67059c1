"""Which notebooks can be judged at their end: those in which nothing that runs later matters."""

from __future__ import annotations

import pytest
from nbformat.v4 import new_code_cell

from gabarito.notebook import plain_definitions

MODULES = {"numpy", "math", "apoio"}
FIRST = (
    "import numpy as np\nfrom apoio import UM\n\ndef dobro(x):\n    return np.multiply(2, x) * UM"
)


def settled(*later, first=FIRST):
    cells = [new_code_cell(source) for source in (first, *later)]
    return plain_definitions.settled(cells, range(len(cells)), 0, MODULES)


@pytest.mark.parametrize(
    "later",
    [
        "def triplo(x):\n    return dobro(x) + x",
        "def triplo(x, vezes=3, *, sinal=-1) -> float:\n    '''Três vezes.'''\n    return x",
        "def triplo(x: np.ndarray, y: list[int] | None = None):\n    print(x)\n    return x",
        "import numpy as np\ndef triplo(x):\n    return np.add(x, dobro(x))",
        "import math\nTRES = 3\ndef triplo(x):\n    return TRES * x",
        "'''Só um texto.'''",
        "# só um comentário",
        "def triplo(x):\n    global y\n    y = x\n    np.seterr(all='raise')",
    ],
)
def test_what_only_defines_leaves_what_is_above_as_it_was(later):
    assert settled(later)


@pytest.mark.parametrize(
    "later",
    [
        "dobro = None",
        "def dobro(x):\n    return x",
        "UM = 2",
        "np = None",
        "import math as np",
        "import outro",
        "from outro import coisa",
        "from apoio import *",
        "print(dobro(2))",
        "np.multiply = None",
        "np.seterr(all='raise')",
        "%matplotlib inline",
        "!ls",
        "def triplo(x, y=print(1)):\n    return x",
        "@np.vectorize\ndef triplo(x):\n    return x",
        "def triplo(x: print(1)):\n    return x",
        "class Rede:\n    pass",
        "x = [1]",
        "for dobro in range(3):\n    pass",
        "def triplo(x:\n    return x",
        "exec('dobro = None')",
    ],
)
def test_what_may_do_more_is_a_doubt(later):
    assert not settled(later)


def test_a_function_that_needs_what_comes_after_it_is_a_doubt():
    """Where it stands, the name is not there yet."""
    assert not settled(
        "def metade(x):\n    return x / 2", first="def dobro(x):\n    return metade(x)"
    )


def test_what_comes_before_may_do_anything():
    assert settled(first=f"print(1)\nx = []\n{FIRST}")
