"""Which functions remember nothing from one call to the next, whatever they are written like."""

from __future__ import annotations

import pytest

from gabarito.notebook.forgetful import forgetful

MODULES = frozenset({"apoio.sigmoid"})
TOP = "import copy\nimport math\n\nimport numpy as np\nimport os\nfrom apoio import sigmoid"


@pytest.mark.parametrize(
    "answer",
    [
        "def f(x):\n    return 2 * np.dot(x, x)",
        "def f(x):\n    np.random.seed(3)\n    return {'W1': np.random.randn(2, 3) * 0.01}",
        "def g(x):\n    return sigmoid(x)\ndef f(x):\n    A, b = g(x), (x, 1)\n    return A, b",
        "TAXA = 0.1\ndef f(x, iteracoes=10):\n    custos = []\n    for i in range(iteracoes):\n"
        "        custos.append(TAXA * i)\n    return custos",
        "def f(parametros):\n    parametros = copy.deepcopy(parametros)\n"
        "    parametros['W1'] -= 1\n    return parametros",
        "def f(x):\n    x[0] = 1\n    return [abs(y) for y in x if y > math.inf]",
        "def f(x):\n    assert x.shape == (1, 2), 'formato'\n    raise ValueError(f'{x}')",
        "def f(x):\n    def soma(y):\n        return x + y\n    return soma(lambda: 1)",
        "def f(x):\n    try:\n        return x @ x\n    except ValueError as e:\n        print(e)",
    ],
)
def test_a_plain_answer_remembers_nothing(answer):
    assert forgetful([TOP, answer], MODULES, {"f"}) == {"f"}


@pytest.mark.parametrize(
    "answer",
    [
        "n = 0\ndef f(x):\n    global n\n    n += 1\n    return n",
        "lista = []\ndef f(x):\n    lista.append(x)\n    return len(lista)",
        "lista = []\ndef f(x):\n    outra = lista\n    outra.append(x)\n    return len(outra)",
        "def f(x, visto=[]):\n    visto.append(x)\n    return len(visto)",
        "def f(x, *, visto={}):\n    visto[1] = x\n    return len(visto)",
        "def f(x):\n    f.vezes = getattr(f, 'vezes', 0) + 1\n    return f.vezes",
        "def f(x):\n    g = f\n    g.vezes = 1\n    return x",
        "def f(x):\n    np.seterr(all='raise')\n    return x",
        "def f(x):\n    muda = np.seterr\n    muda(all='raise')",
        "def f(x):\n    np.dot = None",
        "def f(x):\n    np.save('x.npy', x)\n    return x",
        "def f(x):\n    x.tofile('x')\n    return x",
        "def f(x):\n    open('x', 'a').write('1')\n    return x",
        "def f(x):\n    os.environ['x'] = '1'\n    return x",
        "def f(x):\n    import sys\n    sys.visto = x",
        "def f(x):\n    globals()['n'] = 1",
        "def f(x):\n    exec('n = 1', globals())",
        "def f(x):\n    f.__dict__['n'] = 1",
        "def f(x):\n    f.__defaults__ = (1,)",
        "def f(x):\n    vars(np)['dot'] = None",
        "import functools\n@functools.cache\ndef f(x):\n    return x",
        "class Rede:\n    n = 0\ndef f(x):\n    Rede.n += 1\n    return Rede.n",
        "def f(x):\n    class Rede:\n        pass\n    return Rede()",
        "def contador():\n    n = 0\n    def f(x):\n        nonlocal n\n        n += 1\n"
        "        return n\n    return f\nf = contador()\ndef g(x):\n    return f(x)",
        "gerador = iter(range(9))\ndef f(x):\n    return next(gerador)",
        "visto = {}\nf = lambda x: visto.setdefault('x', x)",
        "def g(x):\n    return x\ng = []\ndef f(x):\n    g.append(1)",
        "dados = np.zeros(3)\ndef f(x):\n    dados[0] += 1\n    return dados",
        "def f(x):\n    del np.dot",
        "async def f(x):\n    return x",
        "def f(x:\n    return x",
        "def f(x):\n    return (lambda y=[]: y.append(x) or len(y))()",
        "import os as o\ndef f(x):\n    return o.times()",
        "import apoio\ndef f(x):\n    return apoio.sigmoid(x)",
        "from apoio import guarde\ndef f(x):\n    return guarde(x)",
        "from numpy import save\ndef f(x):\n    save('t', x)",
        "from numpy import typecodes as t\ndef f(x):\n    t['x'] = x",
        "def f(x):\n    np.typecodes['x'] = x",
        "def f(x):\n    copy.dispatch_table[1] = x",
        "def f(x):\n    np.ma.masked_print_option.set_display(x)",
        "def f(x):\n    np.add_docstring(x, 'visto')",
        "import operator\ndef f(x):\n    operator.methodcaller('tofile', 't')(x)",
        "from operator import attrgetter\ndef f(x):\n    attrgetter('save')(np)('t', x)",
        "def f(x):\n    match f:\n        case object(__globals__=g):\n            g['n'] = x",
        "def f(x):\n    np.random.mtrand.visto[0] = x",
        "def f(x):\n    np.random.set_bit_generator(x)",
        "def contador():\n    n = [0]\n    def f(x):\n        n[0] += 1\n        return n[0]\n"
        "    return f\nf = contador()",
        "import functools\ndef g(x):\n    return x\nf = functools.cache(g)",
        "def f(x):\n    return np.lib.stride_tricks.as_strided(x, (9,), (8,))",
        "def f(x):\n    np.lib.stride_tricks.sliding_window_view = print",
        "def f(x):\n    return np.lib.stride_tricks",
    ],
)
def test_whatever_may_keep_something_is_a_doubt(answer):
    assert not forgetful([TOP, answer], MODULES, {"f"})


KEEPS = "def g(x, visto=[]):\n    visto.append(x)\n    return len(visto)"


@pytest.mark.parametrize(
    "answer",
    [
        "def f(x):\n    return g(x)",
        "def f(x):\n    return h(x)\ndef h(x):\n    return g(x)",
        "def f(x):\n    return list(map(g, x))",
        "f = g",
        "f = lambda x: g(x)",
        "np.dot = g\ndef f(x):\n    return np.dot(x, x)",
        "def h(x):\n    return g(x)\nnp.dot = h\ndef f(x):\n    return np.dot(x, x)",
        "def f(x, y=g(1)):\n    return x",
        "if np:\n    def f(x):\n        return g(x)",
    ],
)
def test_so_is_what_leads_to_it(answer):
    assert not forgetful([TOP, KEEPS, answer], MODULES, {"f"})


@pytest.mark.parametrize(
    "doubt",
    [
        KEEPS,
        "def g(x):\n    global n\n    n = x",
        "import threading\ndef g(x):\n    return threading.Lock()",
        "def g(x):\n    return np.lib.stride_tricks.as_strided(x, (2,), (8,))",
    ],
)
def test_a_doubt_is_one_of_those_who_lead_to_it_alone(doubt):
    answers = ["def f(x):\n    return 2 * x", "def h(x):\n    return g(x)"]
    assert forgetful([TOP, doubt, *answers], MODULES, {"f", "g", "h"}) == {"f"}


@pytest.mark.parametrize(
    "doubt",
    [
        "import sys\n@sys.settrace\ndef g(x, visto=[]):\n    visto.append(x)",
        "def g(x, visto=[]):\n    visto.append(x)\nnp.dot = g",
        "class Rede:\n    pass",
        "import atexit\ng = lambda visto=[]: visto.append(1)\natexit.register(g)",
    ],
)
def test_a_cell_that_does_more_than_define_is_a_doubt_of_all(doubt):
    assert not forgetful([TOP, doubt, "def f(x):\n    return 2 * x"], MODULES, {"f"})


def test_where_nothing_runs_nothing_is_remembered():
    assert forgetful([], MODULES, {"f"}) == {"f"}


def test_windows_without_loops_keep_nothing():
    answer = "def f(x):\n    return np.lib.stride_tricks.sliding_window_view(x, (2, 2)).sum()"
    assert forgetful([TOP, answer], MODULES, {"f"}) == {"f"}
