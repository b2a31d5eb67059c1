"""As if an argument were another: what the reference gives then is what the function gives.

Only the reference is asked, and only what still fits: each way of taking an argument for another
is tried in the first call that is wrong, then, where it explains that one, in all others.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from gabarito.judging import messages
from gabarito.judging.alike import alike
from gabarito.judging.relations import variations, words
from gabarito.judging.relations.samples import (
    MISSING,
    Path,
    Sample,
    agree,
    array,
    part,
)
from gabarito.judging.relations.values import quantities

Told = dict[str, Any]
Place = tuple[str, Path]
"""An argument, and a part of it."""

FEWEST = 2
"""Calls that have to be wrong, and explained."""

MOST = 120
"""Ways that are tried."""

LARGEST, HEAVIEST = 4096, 50_000
"""Elements of an array that is taken for another, and of all arguments of a call."""


@dataclass(frozen=True)
class Hypothesis:
    """One way of taking arguments for others.

    Attributes:
        how: name of the way; its sentence is in the messages.
        places: the parts of arguments that are taken for others.
        quantity: what they are multiplied with, where it is that.
        texts: two that stand for each other, where it is that.
    """

    how: str
    places: tuple[Place, ...]
    quantity: str = ""
    texts: tuple[str, ...] = ()

    def changes(self, arguments: Mapping[str, Any]) -> dict[str, Any] | None:
        """The arguments that are others, as a whole; None where this says nothing of a call."""
        old = [part(arguments.get(name, MISSING), path) for name, path in self.places]
        if any(value is MISSING for value in old):
            return None
        if self.how == "trocados":
            new = old[::-1]
        elif self.texts:
            new = [self.texts[1 - self.texts.index(v)] for v in old if v in self.texts]
        elif self.quantity:
            amount = quantities(dict(arguments)).get(self.quantity)
            new = [] if amount is None else [_scaled(old[0], self.how, amount)]
        else:
            new = [WAYS[self.how](old[0])]
        if len(new) != len(old) or any(value is None for value in new):
            return None
        changed: dict[str, Any] = {}
        for (name, path), value in zip(self.places, new, strict=True):
            changed[name] = variations.put(variations.copied(arguments[name]), path, value)
        return changed


RAISED = object()
"""What the reference gives where it returns nothing."""

Imagine = Callable[[int, Hypothesis], Any]
"""Number of a sample and a hypothesis → what the reference returns then, or RAISED; MISSING
where the hypothesis says nothing of that call."""


def _number(change: Callable[[Any], Any], kinds: tuple[type, ...]) -> Callable[[Any], Any]:
    return lambda value: change(value) if type(value) in kinds else None


def _array(change: Callable[[np.ndarray], Any], least: int = 1) -> Callable[[Any], Any]:
    def changed(value: Any) -> Any:
        found = array(value) if isinstance(value, (np.ndarray, list)) else None
        if found is None or found.ndim < least or not 0 < found.size <= LARGEST:
            return None
        whole = isinstance(value, np.ndarray) and value.dtype.kind != "f"
        return None if whole else change(found)

    return changed


def _quantity(change: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Of a number, or an array of numbers with a comma."""
    number, numbers = _number(change, (int, float)), _array(change)
    return lambda value: number(value) if type(value) in (int, float) else numbers(value)


def _whole(value: Any) -> bool:
    return type(value) is int or (isinstance(value, np.ndarray) and value.dtype.kind in "iu")


WAYS: dict[str, Callable[[Any], Any]] = {
    "menos": _quantity(lambda x: -x),
    "dobro": _quantity(lambda x: 2 * x),
    "metade": _quantity(lambda x: x / 2),
    "um_a_mais": lambda n: n + 1 if _whole(n) else None,
    "um_a_menos": lambda n: n - 1 if _whole(n) else None,
    "sempre_zero": _quantity(lambda x: 0 * x),
    "sempre_um": _number(lambda n: type(n)(1), (int, float)),
    "ate_um": _number(lambda n: min(n, 1), (int,)),
    "sem_sinal": _array(np.abs),
    "positivos": _array(lambda x: np.maximum(x, 0)),
    "transposta": _array(lambda x: x.T.copy(), 2),
    "virada": _array(lambda x: x[::-1, ::-1].copy(), 2),
    "quadrado": _array(np.square),
    "soma": _array(lambda x: np.full_like(x, x.sum())),
    "media": _array(lambda x: np.full_like(x, x.mean())),
    "primeira_linha": _array(lambda x: np.repeat(x[:1], len(x), axis=0), 2),
    "primeira_coluna": _array(lambda x: np.repeat(x[:, :1], x.shape[1], axis=1), 2),
    "primeiro_canal": _array(lambda x: np.repeat(x[..., :1], x.shape[-1], axis=-1), 3),
}
"""By name: another value in the place of one; None where there is none."""

SCALED = ("vezes", "dividido")

NAMES = {
    "um_a_mais": "um_a_mais", "um_a_menos": "um_a_menos",
    "sempre_zero": "valor_fixo", "sempre_um": "valor_fixo",
}  # fmt: skip
"""Of relations that are not called as the way is."""
VALUES = {"sempre_zero": "0", "sempre_um": "1"}


def _scaled(value: Any, how: str, amount: float) -> Any:
    number = type(value) in (int, float) or (isinstance(value, np.ndarray) and value.size == 1)
    if not number or not amount:
        return None
    return value * amount if how == "vezes" else value / amount


def as_if(samples: Sequence[Sample], imagine: Imagine, most: int = MOST) -> Told | None:
    """The way of taking an argument for another that explains all calls; the plainest of them.

    Parts that are wrong in no call, or that right answers differ in, are not asked about; where
    only some of the wrong parts are explained, those are named.

    Args:
        most: ways that are tried.
    """
    asked = [i for i, sample in enumerate(samples) if not sample.change and _to_explain(sample)]
    wrong = _wrong_parts([samples[i] for i in asked])
    off = [i for i in asked if not samples[i].right]
    if not wrong or len(off) < FEWEST:
        return None
    order = [*off, *(i for i in asked if samples[i].right)]
    best: Told | None = None
    for one in itertools.islice(_hypotheses([samples[i] for i in order]), most):
        explained = _explained(one, samples, order, wrong, imagine)
        if not explained or (best and len(explained) < len(wrong)) or _ignored(one, samples):
            continue
        best = _named(one, explained, samples)
        if len(explained) == len(wrong):
            return best
    return best


def _ignored(one: Hypothesis, samples: Sequence[Sample]) -> bool:
    """Whether what is given is the same whatever the argument is: then it is taken for nothing."""
    names = [variations.written(*place) for place in one.places]
    changed = [(s, s.change.base) for s in samples if s.change and s.change.argument in names]
    both = [(samples[base].given, s.given) for s, base in changed]
    results = [(a.result, b.result) for a, b in both if a.returned and b.returned]
    return one.how not in VALUES and bool(results) and all(alike(*pair) for pair in results)


def _to_explain(sample: Sample) -> bool:
    """Whether there is something to explain, and it is not too much to try."""
    sizes = (array(part(v, p)) for v in sample.arguments.values() for p in variations.leaves(v))
    light = sum(found.size for found in sizes if found is not None) <= HEAVIEST
    nothing = sample.given.returned and sample.given.result is None
    return light and not nothing


def _wrong_parts(samples: Sequence[Sample]) -> list[Path]:
    found: dict[Path, bool] = {}
    for sample in (sample for sample in samples if sample.given.returned):
        found |= {path: True for path, pair in sample.parts.items() if not pair.right}
    return list(found)


def _explained(
    one: Hypothesis,
    samples: Sequence[Sample],
    order: Sequence[int],
    wrong: Sequence[Path],
    imagine: Imagine,
) -> list[Path]:
    """The wrong parts that a hypothesis gives as they are, in every call."""
    left, proofs = list(wrong), dict.fromkeys(wrong, 0)
    for index in order:
        sample = samples[index]
        imagined = imagine(index, one)
        if (imagined is RAISED) != bool(sample.given.raised):
            return []
        for path in list(left) if sample.given.returned else ():
            want = part(sample.expected.result, path)
            then = want if imagined is MISSING else part(imagined, path)
            if not _same(then, part(sample.given.result, path)):
                left.remove(path)
            elif not agree(want, then) and _says(then):
                proofs[path] += 1
        if not left:
            return []
    return [path for path in left if proofs[path] >= FEWEST]


def _same(then: Any, given: Any) -> bool:
    """Both missing where a call has no such part; else alike."""
    return then is given or (then is not MISSING and given is not MISSING and agree(then, given))


def _says(value: Any) -> bool:
    """Whether it is proof that something is like it: zeros and no numbers are like many things."""
    found = array(value)
    return found is None or bool(np.isfinite(found).all() and found.any())


def _hypotheses(samples: Sequence[Sample]) -> Iterator[Hypothesis]:
    """From plain to far-fetched: numbers, places exchanged, arrays."""
    places = list(dict.fromkeys(place for sample in samples for place in _places(sample)))
    first = samples[0].arguments
    for place in places:
        value = part(first.get(place[0], MISSING), place[1])
        if type(value) is float or (type(value) is int and not _of_a_list(first, place)):
            yield from (Hypothesis(how, (place,)) for how in WAYS)
        texts = _texts(samples, place) if type(value) is str else []
        if len(texts) == 2:
            yield Hypothesis("textos", (place,), texts=(texts[0], texts[1]))
    for place in filter(partial(_is_one_number, first), places):
        for quantity in _amounts(samples):
            if quantity != variations.written(*place):
                yield from (Hypothesis(how, (place,), quantity) for how in SCALED)
    names = [name for name, value in first.items() if isinstance(value, (np.ndarray, float))]
    for pair in itertools.combinations(names, 2):
        yield Hypothesis("trocados", tuple((name, ()) for name in pair))
    for place in places:
        if isinstance(part(first.get(place[0], MISSING), place[1]), (np.ndarray, list)):
            yield from (Hypothesis(how, (place,)) for how in WAYS)


def _is_one_number(arguments: Mapping[str, Any], place: Place) -> bool:
    value = part(arguments.get(place[0], MISSING), place[1])
    return type(value) in (int, float) or (isinstance(value, np.ndarray) and value.size == 1)


def _of_a_list(arguments: Mapping[str, Any], place: Place) -> bool:
    """Whether it is one of a list's numbers, which say together how large something is."""
    return bool(place[1]) and isinstance(part(arguments[place[0]], place[1][:-1]), list)


def _texts(samples: Sequence[Sample], place: Place) -> list[str]:
    name, path = place
    found = (part(sample.arguments.get(name, MISSING), path) for sample in samples)
    return sorted({value for value in found if type(value) is str})


def _places(sample: Sample) -> Iterator[Place]:
    for name, value in sample.arguments.items():
        for path in variations.leaves(value):
            yield name, path


def _amounts(samples: Sequence[Sample]) -> list[str]:
    """Quantities that are something else than 1, one of those that are the same in all calls."""
    known = [quantities(sample.arguments) for sample in samples]
    found: dict[tuple[float, ...], str] = {}
    for name in known[0]:
        values = tuple(one.get(name, 1.0) for one in known)
        if set(values) != {1.0} and name != messages.TWO:
            found.setdefault(values, name)
    return list(found.values())


def _named(one: Hypothesis, explained: list[Path], samples: Sequence[Sample]) -> Told:
    visible = [sample.arguments for sample in samples if sample.visible]
    shown = [
        variations.shown(name, path, any(_has(a, name, path) for a in visible))
        for name, path in one.places
    ]
    return {
        "name": NAMES.get(one.how, f"como_{one.how}"),
        "argument": words.listed(shown),
        "value": VALUES.get(one.how, ""),
        "quantity": one.quantity,
        "paths": explained,
    }


def _has(arguments: Mapping[str, Any], name: str, path: Path) -> bool:
    return part(arguments.get(name, MISSING), path) is not MISSING
