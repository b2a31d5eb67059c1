"""Calls derived from the checks' own: one argument changed at a time."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import numpy as np

from gabarito.guest import protocol, values
from gabarito.judging import messages
from gabarito.judging.probes import Probe, Step
from gabarito.judging.relations.samples import Change, Path, part

MOST_BASES, MOST_VARIATIONS = 3, 60
DEEPEST = 2

LARGEST_BASE = 1000
"""Elements of a call that is varied before the others."""

MOST_ELEMENTS = 100_000
"""Of one array; what is larger stays as it is."""


def variations(
    probes: Sequence[Probe],
    names: Sequence[str],
    defaults: Mapping[str, Any] = MappingProxyType({}),
) -> Iterator[tuple[Change, protocol.Call]]:
    """Calls that differ from one of the checks' in one argument, and how.

    Args:
        probes: of one call each.
        names: of the function's arguments.
        defaults: of those that a call may leave out; true and false are turned round.
    """
    count = 0
    texts = _texts(probes)
    for base in _bases(probes):
        for change, call in _of_call(base, probes[base][0], names, texts, defaults):
            if count >= MOST_VARIATIONS:
                return
            count += 1
            yield change, call


def _bases(probes: Sequence[Probe]) -> list[int]:
    """Calls to vary: of each way that texts and truth values go one, the first; then large ones.

    In a small call an argument may not matter by chance: one neuron, and it is cut.
    """
    found: dict[Any, int] = {}
    for index, probe in enumerate(probes):
        call = probe[0].call
        flags = [a for a in (*call.args, *call.kwargs.values()) if type(a) in (str, bool)]
        found.setdefault(str(flags), index)
    rest = (index for index in range(len(probes)) if index not in found.values())
    by_size = sorted(rest, key=lambda index: -_size(probes[index][0].call))
    return [*found.values(), *by_size][:MOST_BASES]


def _size(call: protocol.Call) -> int:
    """The elements of a call's arrays; a call with too many counts as small."""
    args, kwargs = decoded(call)
    values = (*args, *kwargs.values())
    leaves_of = (part(value, path) for value in values for path in leaves(value))
    size = sum(int(leaf.size) for leaf in leaves_of if isinstance(leaf, np.ndarray))
    return size if size <= LARGEST_BASE else 0


def _texts(probes: Sequence[Probe]) -> dict[Any, list[str]]:
    """The texts that the checks give at each place of the arguments."""
    found: dict[Any, list[str]] = {}
    for (step,) in probes:
        for place, item in _places(step.call):
            if type(item) is str:
                found.setdefault(place, []).append(item)
    return {place: list(dict.fromkeys(items)) for place, items in found.items()}


def _places(call: protocol.Call) -> Iterator[tuple[Any, Any]]:
    yield from enumerate(call.args)
    yield from call.kwargs.items()


def decoded(call: protocol.Call) -> tuple[list[Any], dict[str, Any]]:
    """The arguments of a call, as values."""
    decoder = values.Decoder()
    args = [decoder.decode(item) for item in call.args]
    return args, {name: decoder.decode(item) for name, item in call.kwargs.items()}


def named(
    call: protocol.Call, names: Sequence[str], defaults: Mapping[str, Any] = MappingProxyType({})
) -> dict[str, Any]:
    """The arguments of a call by name: those given by place first, those left out last."""
    args, kwargs = decoded(call)
    extra = [f"argumento {place + 1}" for place in range(len(names), len(args))]
    given = {**dict(zip([*names, *extra], args, strict=False)), **kwargs}
    return {**given, **{name: value for name, value in defaults.items() if name not in given}}


def with_others(
    call: protocol.Call, names: Sequence[str], other: Mapping[str, Any]
) -> protocol.Call:
    """The same function called with other values of some arguments, which have names."""
    args, kwargs = decoded(call)
    places = {name: place for place, name in enumerate(names[: len(args)])}
    changed: dict[Any, Any] = {**dict(enumerate(args)), **kwargs}
    return _call(call, changed | {places.get(name, name): value for name, value in other.items()})


def _of_call(
    base: int,
    step: Step,
    names: Sequence[str],
    texts: dict[Any, list[str]],
    defaults: Mapping[str, Any],
) -> Iterator[tuple[Change, protocol.Call]]:
    args, kwargs = decoded(step.call)
    left_out = (name for name in defaults if name not in {*names[: len(args)], *kwargs})
    kwargs |= {name: defaults[name] for name in left_out if type(defaults[name]) is bool}
    for place, whole in (*enumerate(args), *kwargs.items()):
        name = names[place] if isinstance(place, int) and place < len(names) else str(place)
        for path in leaves(whole):
            old = part(whole, path)
            for new in _others(old, texts.get(place, [])):
                changed: dict[Any, Any] = copy.deepcopy({**dict(enumerate(args)), **kwargs})
                changed[place] = put(changed[place], path, new)
                plain = None if isinstance(new, np.ndarray) else new
                yield Change(base, written(name, path), plain), _call(step.call, changed)


def _call(call: protocol.Call, changed: dict[Any, Any]) -> protocol.Call:
    """The same function called with other arguments, by place and by name."""
    encoder = values.Encoder()
    packed = {place: encoder.encode(value) for place, value in changed.items()}
    named = {place: item for place, item in packed.items() if isinstance(place, str)}
    return protocol.Call(call.name, [packed[i] for i in range(len(call.args))], named)


def leaves(value: Any, path: Path = ()) -> Iterator[Path]:
    """The parts of an argument."""
    if isinstance(value, dict) and len(path) < DEEPEST:
        for key, item in value.items():
            yield from leaves(item, (*path, key))
    elif isinstance(value, (tuple, list)) and len(path) < DEEPEST:
        for index, item in enumerate(value):
            yield from leaves(item, (*path, index))
    else:
        yield path


def put(value: Any, path: Path, new: Any) -> Any:
    """`value`, which is changed, with `new` at a path."""
    if not path:
        return new
    key, rest = path[0], path[1:]
    if isinstance(value, tuple):
        return (*value[:key], put(value[key], rest, new), *value[key + 1 :])
    value[key] = put(value[key], rest, new)
    return value


def copied(value: Any) -> Any:
    """A copy whose containers are its own; the arrays in it are the same."""
    if isinstance(value, dict):
        return {key: copied(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(map(copied, value))
    return value


def written(name: str, path: Path) -> str:
    """A part of an argument, as the student writes it."""
    inner = "".join(f'["{key}"]' if isinstance(key, str) else f"[{key}]" for key in path)
    return f"`{name}{inner}`"


def shown(name: str, path: Path, seen: bool) -> str:
    """A part of an argument as it is told: its inner place only where the student sees it."""
    whole = written(name, ())
    return written(name, path) if seen else messages.PART_OF.format(whole=whole) if path else whole


def _others(old: Any, texts: Sequence[str]) -> Iterator[Any]:
    """Other values in the place of one."""
    if isinstance(old, bool):
        yield not old
    elif isinstance(old, int):
        yield from (v for v in dict.fromkeys((1, 0, old + 1, old - 1)) if v != old and v >= 0)
    elif isinstance(old, float):
        yield from (v for v in dict.fromkeys((old / 2, 0.0, 1.0)) if v != old)
    elif isinstance(old, str):
        yield from (text for text in texts if text != old)
    elif isinstance(old, np.ndarray) and 0 < old.size <= MOST_ELEMENTS:
        yield from _other_arrays(old)


def _other_arrays(old: np.ndarray) -> Iterator[np.ndarray]:
    """Another array that is as good for the same purpose: labels stay labels."""
    if old.dtype.kind == "b":
        yield ~old
    elif old.dtype.kind == "f" and not old.any():
        yield np.linspace(0.5, 0.9, old.size).reshape(old.shape)
    elif np.isin(old, (0, 1)).all():
        yield _other_labels(old)
    elif old.dtype.kind in "iu":
        yield np.roll(old, 1, axis=-1)
    elif old.dtype.kind == "f":
        rolled = np.roll(old, 1) * np.linspace(0.5, 0.9, old.size).reshape(old.shape)
        if (old >= 0).all():
            yield rolled
        else:
            yield from (-rolled, np.abs(old))


def _other_labels(old: np.ndarray) -> np.ndarray:
    """The same labels but for the first example's: one of a column, or row, stays one of it."""
    new = old.copy()
    if old.ndim == 2 and len(old) > 1 and (old.sum(axis=0) == 1).all():
        new[:, 0] = np.roll(old[:, 0], 1)
    elif old.ndim == 2 and old.shape[1] > 1 and (old.sum(axis=1) == 1).all():
        new[0] = np.roll(old[0], 1)
    else:
        new.flat[0] = 1 - new.flat[0]
    return new
