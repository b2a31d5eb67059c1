"""What is told of functions that make objects or change them: of toy networks of one layer."""

from __future__ import annotations

import copy

import numpy as np
import pytest
from related_scenes import staged, told_of_objects

from gabarito.checks import check
from gabarito.course.instruments import Asking
from gabarito.judging import messages
from gabarito.judging.probes import Played
from gabarito.judging.relations.samples import pairs

# --- what stays where it is, and how it is asked about -------------------------------------


class Net:
    def __init__(self, w, rate=0.5, kind="linear", hidden=()):
        self.w, self.rate, self.kind = np.array(w, float), rate, kind
        self.hidden, self.steps = list(hidden), 0

    def step(self, x):
        loss = float(np.sum((self.w - x) ** 2))
        self.w, self.steps = self.w - self.rate * (self.w - x), self.steps + 1
        return loss


def describe(net):
    found = {"kind": net.kind, "rate": net.rate, "steps": net.steps, "hidden": net.hidden}
    return {**found, "size": len(net.w)}


def weights(net):
    return net.w


def outputs(net, x):
    return np.asarray(x) @ net.w


def net_of(w, rate):
    return Net(w, rate)


INSTRUMENTS = {"describe": describe, "weights": weights, "outputs": outputs, "net_of": net_of}
ASKING = Asking(
    ("describe", "weights"),
    {
        "describe": {
            "kind": "a ativação",
            "rate": "a taxa",
            "steps": "o número de passos",
            "hidden": "as camadas ocultas",
            "size": "o tamanho",
        },
        "weights": "os pesos",
        "outputs": "a saída da rede",
    },
)

# --- what is asked for ---------------------------------------------------------------------


def make(n, rate):
    return Net(np.arange(n), rate, "sigmoid", [n, 2])


def stack(sizes, kind):
    return Net(np.ones(sizes[0]), 0.1, kind, sizes[1:])


def train(net, x, times):
    return [net.step(x) for _ in range(times)]


def descend(net, x, times):
    losses = []
    for _ in range(times):
        losses.append(net.step(np.asarray(x)) / len(x))
    return losses


def of_tables(net, x, times):
    return [loss / x.shape[1] for loss in train(net, x.sum(axis=1)[:3], times)]


def of_tables_too(net, x, times):
    return [3 * loss / x.shape[1] for loss in train(net, x.sum(axis=1)[:3], times)]


def letters(net, X):
    return ["ABC"[int(abs(v)) % 3] for v in outputs(net, X)]


def signs(net, X):
    return ["+" if v > 4 else "0" if v > -4 else "-" for v in outputs(net, X)]


def twin(net):
    return copy.deepcopy(net)


def again(net, times):
    return [copy.deepcopy(net) for _ in range(times)][-1]


def grown(net, n):
    return Net(np.append(net.w, np.ones(n)), net.rate, net.kind)


@check(points=1, visible=True)
def make_one(make, describe):
    """."""
    describe(make(2, 0.5))


@check(points=1)
def make_others(make, describe, outputs):
    """."""
    for n, rate in ((3, 0.25), (4, 0.125)):
        net = make(n, rate)
        describe(net)
        outputs(net, np.ones((2, n)))


@check(points=1, visible=True)
def stack_some(stack, outputs):
    """."""
    for sizes, kind in (([2, 3], "relu"), ([3, 4, 4], "tanh"), ([5, 2], "relu")):
        outputs(stack(sizes, kind), np.ones((2, sizes[0])))


def training(name):
    def trains(**given):
        """."""
        for times in (1, 4, 5, 6):
            net = given["net_of"](X[times][:3], 0.25)
            given[name](net, X[times][3:6], times)
            given["weights"](net)

    return asking_for(trains, name, "net_of", "weights")


def reading(name):
    def reads(**given):
        """."""
        for m in (2, 3, 4, 5):
            given[name](given["net_of"](3 * X[m][:3], 0.25), 5 * X[m].reshape(4, 3)[: m - 1])

    return asking_for(reads, name, "net_of")


def copying(name, *, times=False, grows=False):
    def copies(**given):
        """."""
        for m in (2, 3, 4):
            net = given["net_of"](X[m][:3], 0.25)
            other = given[name](net, *[m] * times)
            given["outputs"](other, np.eye(3 + m * grows))

    return asking_for(copies, name, "net_of", "outputs")


def asking_for(function, *names):
    """A check whose parameters have these names."""
    import inspect

    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    function.__signature__ = inspect.Signature([inspect.Parameter(n, kind) for n in names])
    return check(points=1)(function)


X = {m: np.random.default_rng(m).normal(0, 1, 12) for m in range(1, 8)}


def tables(name):
    def trains(**given):
        """."""
        for rows, times in ((3, 2), (4, 4), (6, 3), (4, 2)):
            x = X[times].reshape(rows, -1)
            given[name](given["net_of"](X[1][:3], 0.25), x, times)

    return asking_for(trains, name, "net_of")


CHECKS = {
    of_tables: [tables("of_tables")],
    of_tables_too: [tables("of_tables_too")],
    make: [make_one, make_others],
    stack: [stack_some],
    train: [training("train")],
    descend: [training("descend")],
    letters: [reading("letters")],
    signs: [reading("signs")],
    twin: [copying("twin")],
    again: [copying("again", times=True)],
    grown: [copying("grown", times=True, grows=True)],
}

# --- what is handed in ---------------------------------------------------------------------


def with_(function, **other):
    """The same function, and what it returns has other attributes."""

    def changed(*args):
        net = function(*args)
        net.__dict__.update(other)
        return net

    return changed


def on_a_copy(function):
    return lambda net, *args: function(copy.deepcopy(net), *args)


def afterwards(function, change):
    return lambda *args: change(function(*args))


def remembers(net, x, times):
    """Right at first: what comes later uses a rate that grew."""
    losses = []
    for k in range(times):
        losses.append(net.step(x))
        net.w = net.w + 0.3 * (k > 0)
    return losses


def remembers_too(net, x, times):
    return [loss / len(x) for loss in remembers(net, x, times)]


def one_later(function):
    def later(net, x, times):
        return function(copy.deepcopy(net), x, times + 1)[1:] + 0 * len(function(net, x, times))

    return later


def at_first(change, function):
    """The first loss is changed in a way, and those after it in another."""

    def changed(net, x, times):
        first, *rest = function(net, x, times)
        return [change(first, x, times), *(loss + 0.3 * k for k, loss in enumerate(rest, 1))]

    return changed


def other_weights(net):
    net.w = net.w + 0.5
    return net


FIRES = {
    "o_proprio_objeto": [(twin, lambda net: net), (grown, lambda net, n: net)],
    "nao_muda": [(train, on_a_copy(train)), (descend, on_a_copy(descend))],
    "nao_o_que_veio": [
        (twin, afterwards(twin, other_weights)),
        (again, afterwards(again, other_weights)),
    ],
    "nada_disso": [
        (make, with_(make, hidden=[])),
        (stack, with_(stack, kind=None)),
        (twin, with_(twin, rate=0)),
    ],
    "outra_escolha": [(make, with_(make, kind="relu")), (stack, with_(stack, rate=0.7))],
    "outra_especie": [
        (train, afterwards(train, lambda losses: object())),
        (make, afterwards(make, describe)),
        (stack, lambda sizes, kind: sizes),
    ],
    "numeros_por_textos": [
        (letters, lambda net, X: outputs(net, X)),
        (signs, lambda net, X: [int(v > 0) for v in outputs(net, X)]),
    ],
    "so_o_ultimo_numero": [
        (train, afterwards(train, lambda losses: losses[-1])),
        (descend, afterwards(descend, lambda losses: losses[-1])),
    ],
    "so_o_primeiro_numero": [
        (train, afterwards(train, lambda losses: losses[0])),
        (descend, afterwards(descend, lambda losses: losses[0])),
    ],
    "so_o_comeco": [(train, remembers), (descend, remembers_too)],
    "vezes_no_comeco": [
        (train, at_first(lambda loss, x, times: loss * len(x), train)),
        (descend, at_first(lambda loss, x, times: loss * times, descend)),
    ],
    "dividido_no_comeco": [
        (train, at_first(lambda loss, x, times: loss / times, train)),
        (descend, at_first(lambda loss, x, times: loss / len(x), descend)),
    ],
    "outro_tamanho_no_comeco": [
        (asked, at_first(lambda loss, x, times: loss * len(x) / x.shape[1], asked))
        for asked in (of_tables, of_tables_too)
    ],
    "uma_so_resposta": [
        (
            letters,
            afterwards(
                letters,
                lambda found: [
                    v.replace("C", "A").replace("B", "A") if i % 2 else v
                    for i, v in enumerate(found)
                ],
            ),
        ),
        (
            signs,
            afterwards(signs, lambda found: ["0" if i % 2 else v for i, v in enumerate(found)]),
        ),
    ],
    "mesmo_comprimento": [
        (letters, lambda net, X: ["A", "B", "C"]),
        (signs, lambda net, X: ["+", "-", "0"]),
    ],
    "outro_comprimento": [
        (letters, lambda net, X: ["A", *letters(net, X), "C"]),
        (signs, lambda net, X: signs(net, X)[1:]),
    ],
}
"""Of each relation, functions that show it."""


NEAR_MISSES = {
    "o_proprio_objeto": (twin, lambda net: copy.copy(with_(twin, rate=9)(net))),
    "nao_muda": (train, lambda net, x, times: [*train(net, x, times - 1), 0.0]),
    "nao_o_que_veio": (grown, lambda net, n: other_weights(grown(net, n))),
    "nada_disso": (make, with_(make, hidden=[1])),
    "outra_escolha": (make, lambda n, rate: Net(np.arange(n), 0.7, "sigmoid", [n, 2])),
    "outra_especie": (train, afterwards(train, np.array)),
    "numeros_por_textos": (letters, lambda net, X: [str(v) for v in outputs(net, X)]),
    "so_o_ultimo_numero": (train, afterwards(train, lambda losses: losses[-1] + 1)),
    "so_o_primeiro_numero": (train, afterwards(train, lambda losses: losses[0] + 1)),
    "so_o_comeco": (train, afterwards(train, lambda losses: [*losses[:-1], 9.0])),
    "vezes_no_comeco": (train, at_first(lambda loss, x, times: loss * (len(x) + 1), train)),
    "dividido_no_comeco": (train, at_first(lambda loss, x, times: loss / (times + 1), train)),
    "outro_tamanho_no_comeco": (
        of_tables,
        at_first(lambda loss, x, times: loss * len(x) / (1 + x.shape[1]), of_tables),
    ),
    "uma_so_resposta": (letters, lambda net, X: ["A"] * len(X)),
    "mesmo_comprimento": (letters, lambda net, X: ["A"] * (len(X) + 1)),
    "outro_comprimento": (
        letters,
        lambda net, X: letters(net, X)[1:] if len(X) != 3 else ["?", "?", "?"],
    ),
}
"""A function of which each is nearly true."""


@pytest.mark.parametrize(
    ("name", "asked", "answer"), [(name, *pair) for name, found in FIRES.items() for pair in found]
)
def test_a_relation_that_holds_is_told(name, asked, answer):
    told = diagnosed(asked, answer)
    assert told is not None
    assert told[0] == name
    assert told[1].startswith("A sua função se comporta como se ")


@pytest.mark.parametrize("name", messages.TOLD_OF_OBJECTS)
def test_each_relation_is_shown_on_two_functions(name):
    assert len({asked for asked, _ in FIRES.get(name, [])}) >= 2


@pytest.mark.parametrize("name", messages.TOLD_OF_OBJECTS)
def test_no_relation_is_told_of_a_near_miss(name):
    assert (diagnosed(*NEAR_MISSES[name]) or [None])[0] != name


def test_a_part_is_called_by_its_words_after_a_preposition():
    def with_a_fixed_rate(n, rate):
        return make(n, 0.7)

    assert diagnosed(make, with_a_fixed_rate) == (
        "nao_depende",
        "A sua função se comporta como se o valor de `rate` não importasse: muda, e nada muda na "
        "taxa.",
    )
    assert "`net`" in diagnosed(train, on_a_copy(train))[1]
    assert "o número de passos de `net`" in diagnosed(train, extra_steps)[1]


def extra_steps(net, x, times):
    losses = train(net, x, times)
    net.steps = 40 + times % 3
    return losses


@pytest.mark.parametrize("name", FIRES)
def test_no_word_of_the_student_s_is_told(name):
    secret = type("s7193", (Net,), {})
    for asked, answer in FIRES[name]:

        def marked(*args, answer=answer):
            found = answer(*args)
            if isinstance(found, Net):
                found.__class__, found.kind = secret, "s7193"
            return ["s7193"] if isinstance(found, list) and "A" in found else found

        told = diagnosed(asked, marked)
        assert told is None or "s7193" not in told[1]


def test_right_answers_are_told_nothing():
    for asked in CHECKS:
        assert diagnosed(asked, asked) is None


def test_what_right_answers_differ_in_is_not_asked():
    other = with_(make, kind="relu")
    assert diagnosed(make, with_(make, kind="tanh"), right=[other]) is None
    assert diagnosed(make, with_(make, kind=""), right=[other])[0] == "nada_disso"
    assert diagnosed(make, with_(make, kind=""), right=[with_(make, kind=None)]) is None


def drawn(n, rate):
    return Net(np.random.default_rng().normal(0, 1, n), rate, "sigmoid", [n, 2])


def test_weights_that_are_drawn_are_compared_by_their_shape_only():
    assert diagnosed(drawn, drawn, checks=renamed(make, "drawn")) is None
    one, process = staged(drawn, renamed(make, "drawn"), INSTRUMENTS, ASKING)
    longer = process(lambda n, rate: drawn(n + 1, rate))
    wrong = {
        path[0].asked.instrument
        for path, found in pairs(one.samples(Played(longer, lambda *_: ""))).items()
        if not all(pair.right for pair in found)
    }
    assert "weights" in wrong


@pytest.mark.parametrize(
    "value", [None, object(), [], "x", float("nan"), {"w": 3}, [object()], Net([1.0]), Net([])]
)
def test_whatever_comes_back_is_no_reason_to_stop(value):
    for asked in CHECKS:
        diagnosed(asked, lambda *args: value)


def test_objects_that_answer_nothing_are_no_reason_to_stop():
    class Mute:
        def __getattr__(self, name):
            raise OSError(name)

    for asked in CHECKS:
        diagnosed(asked, lambda *args: Mute())


def renamed(asked, name):
    """The checks of a question, of another function."""

    def checks(**given):
        """."""
        for n, rate in ((3, 0.25), (4, 0.125)):
            net = given[name](n, rate)
            given["describe"](net)
            given["weights"](net)

    return [asking_for(checks, name, "describe", "weights")]


def diagnosed(asked, answer, right=(), checks=None):
    """What `answer` is told where `asked` is asked for."""
    return told_of_objects(asked, answer, checks or CHECKS[asked], INSTRUMENTS, ASKING, right)
