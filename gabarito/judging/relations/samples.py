"""What a relation looks at: calls with what was expected and what was given, part by part."""

from __future__ import annotations

import ast
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from gabarito.judging.alike import alike, near, numeric
from gabarito.judging.probes import Done

MOST_PARTS, DEEPEST = 40, 3
MOST_NUMBERS = 10_000
"""In a list that is compared as numbers."""

HUGE = 1 << 60
"""Integers of a table that are as large as that are no numbers of a lab."""

RTOL, ATOL = 1e-5, 1e-6
"""A value is right up to what single precision does; checks ask for about as much."""

Path = tuple[Any, ...]
"""Keys and indices that lead to a part of a result; empty for the whole."""

_FLOAT = np.dtype(float)

MISSING = object()

WRITES = object()
"""Begins what stands for an argument that is written to, among the parts that are free."""

TYPE = object()
"""Begins what stands for the type of a part, among those that are free."""


@dataclass(frozen=True)
class Change:
    """How a call was made from another.

    Attributes:
        base: index of the other one's sample.
        argument: what is different, as the student writes it.
        value: what a plain argument became; None for an array.
    """

    base: int
    argument: str
    value: Any = None


@dataclass(frozen=True)
class Sample:
    """One call.

    Attributes:
        arguments: by name, as they were before.
        visible: the student can see it.
        change: how it was made, where no check makes it.
        steady: whether what was given is the same twice.
        free: parts in which right answers differ, which nobody asks for.
    """

    arguments: dict[str, Any]
    expected: Done
    given: Done
    visible: bool = False
    change: Change | None = None
    steady: bool = True
    free: frozenset[Path] = frozenset()

    @cached_property
    def parts(self) -> dict[Path, Pair]:
        """What it should return, part by part, beside what it returned; but for what is free."""
        want, got = self.expected.result, self.given.result
        return {
            path: Pair(self, part(want, path), part(got, path))
            for path in paths(want)
            if path not in self.free
        }

    @cached_property
    def right(self) -> bool:
        """Whether it gave what was expected."""
        return self.given.returned and all(pair.right for pair in self.parts.values())

    @cached_property
    def written(self) -> dict[str, Any]:
        """What is left in the arguments that are not what they should be after the call."""
        both = zip(self.arguments, self.expected.after, self.given.after, strict=False)
        return {
            name: after
            for name, wanted, after in both
            if (WRITES, name) not in self.free and not alike(wanted, after)
        }


@dataclass(frozen=True)
class Pair:
    """One part of one call's result: what it should be, and what it is."""

    sample: Sample
    want: Any
    got: Any

    @cached_property
    def right(self) -> bool:
        """Whether both are the same."""
        return agree(self.want, self.got)


@dataclass(frozen=True)
class Signature:
    """What the reference's definition says.

    Attributes:
        arguments: names.
        returned: what the parts of a tuple are called, empty for one that has no name; nothing
            where it returns no tuple.
        defaults: plain values of arguments that may be left out.
    """

    arguments: tuple[str, ...]
    returned: tuple[str, ...] = ()
    defaults: Mapping[str, Any] = field(default_factory=dict)


def signature(source: str, name: str) -> Signature:
    """What a cell of the reference says of the function that it defines."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef) and node.name == name:
            arguments = [arg.arg for arg in (*node.args.posonlyargs, *node.args.args)]
            return Signature((*arguments,), _returned(node), _defaults(node.args))
    return Signature(())


def _defaults(arguments: ast.arguments) -> dict[str, Any]:
    names = [arg.arg for arg in (*arguments.posonlyargs, *arguments.args)]
    last = zip(names[len(names) - len(arguments.defaults) :], arguments.defaults, strict=True)
    named = zip((arg.arg for arg in arguments.kwonlyargs), arguments.kw_defaults, strict=True)
    return {
        name: value.value
        for name, value in (*last, *named)
        if isinstance(value, ast.Constant) and type(value.value) in (bool, int, float, str)
    }


def _returned(function: ast.FunctionDef) -> tuple[str, ...]:
    returns = [n.value for n in ast.walk(function) if isinstance(n, ast.Return)]
    tuples = [value.elts for value in returns if isinstance(value, ast.Tuple)]
    if len(tuples) != 1:
        return ()
    return tuple(part.id if isinstance(part, ast.Name) else "" for part in tuples[0])


def paths(value: Any, path: Path = ()) -> Iterator[Path]:
    """The parts of what a reference returned."""
    if len(path) < DEEPEST and isinstance(value, dict) and value:
        for key, item in value.items():
            yield from paths(item, (*path, key))
    elif len(path) < DEEPEST and isinstance(value, (tuple, list)) and not _row(value):
        for index, item in enumerate(value):
            yield from paths(item, (*path, index))
    else:
        yield path


def _row(value: Sequence[Any]) -> bool:
    """A list of numbers is one part; so is an empty one."""
    return isinstance(value, list) and all(not isinstance(v, (np.ndarray, dict)) for v in value)


def part(value: Any, path: Path) -> Any:
    """What a path leads to; MISSING where there is nothing."""
    for step in path:
        if isinstance(value, dict):
            value = value.get(step, MISSING)
        elif isinstance(value, (tuple, list)) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return MISSING
    return value


def differing(expected: Done, given: Done) -> set[Path]:
    """The parts that a call should return and does not."""
    return {
        path
        for path in paths(expected.result)
        if not agree(part(expected.result, path), part(given.result, path))
    }


def other_types(expected: Done, given: Done) -> set[Path]:
    """The parts whose numbers are held by another type: a list, an array of integers or of one."""
    return {
        path
        for path in paths(expected.result)
        if _of_other_type(part(expected.result, path), part(given.result, path))
    }


def _of_other_type(want: Any, got: Any) -> bool:
    if array(want) is None or array(got) is None:
        return False
    lists = {isinstance(value, list) for value in (want, got)}
    return (
        len(lists) > 1
        or in_an_array(want, got)
        or len({np.asarray(value).dtype.kind for value in (want, got)}) > 1
    )


def in_an_array(want: Any, got: Any) -> bool:
    """Whether a number of its own is expected, and an array of one element is there."""
    one, other = array(want), array(got)
    return one is not None and other is not None and not one.ndim and bool(other.ndim)


def agree(want: Any, got: Any) -> bool:
    """Whether a part is right by the rules of the checks: numbers count, not what holds them."""
    one, other = array(want), array(got)
    if one is None or other is None or _of_objects(want) or _of_objects(got):
        return got is not MISSING and alike(want, got)
    if one.ndim == 0 and other.size == 1:
        other = other.reshape(())
    return close(one, other)


def _of_objects(value: Any) -> bool:
    return isinstance(value, np.ndarray) and value.dtype.kind in "OU"


def _cells(table: np.ndarray) -> np.ndarray | None:
    """The cells of a table as numbers; None where there is something else in it."""
    if not 0 < table.size <= MOST_NUMBERS:
        return None
    cells = [_cell(value) for value in table.ravel().tolist()]
    return None if None in cells else np.array(cells, dtype=float).reshape(table.shape)


def _cell(value: Any) -> float | None:
    if isinstance(value, str):
        return float(zlib.crc32(value[:MOST_NUMBERS].encode(errors="replace"))) + 0.5
    if type(value) is float:
        return value
    return float(value) if type(value) in (bool, int) and abs(value) < HUGE else None


def close(want: np.ndarray, got: np.ndarray) -> bool:
    """Whether both have one shape, and the same numbers up to rounding."""
    return want.shape == got.shape and near(want, got, RTOL, ATOL)


def stands_out(want: np.ndarray, got: np.ndarray) -> bool:
    """Whether numbers are off by so much that what explains them is no chance.

    Of what is nearly right, any factor and anything added explains what rounding leaves to see.
    """
    most = float(np.max(np.abs(want), initial=0))
    return bool(np.max(np.abs(got - want), initial=0) > 100 * (ATOL + RTOL * most))


def pairs(samples: Sequence[Sample]) -> dict[Path, list[Pair]]:
    """The parts of what calls returned, in the order in which they are returned."""
    found: dict[Path, list[Pair]] = {}
    for sample in samples:
        if not (sample.expected.returned and sample.given.returned):
            continue
        for path, pair in sample.parts.items():
            if path in found or len(found) < MOST_PARTS:
                found.setdefault(path, []).append(pair)
    return found


def _only_numbers(value: list[Any]) -> bool:
    """Whether there are only plain numbers in a list and the lists in it, and not too many.

    NumPy makes texts of a list with one text in it, all as long as that one.
    """
    todo, count = [value], 0
    while todo:
        inside = todo.pop()
        count += len(inside)
        todo += [one for one in inside if isinstance(one, list)]
        known = (list, bool, int, float, np.number, np.bool_)
        if count > MOST_NUMBERS or not all(isinstance(one, known) for one in inside):
            return False
    return True


def array(value: Any) -> np.ndarray | None:
    """A number, array or list of real numbers as an array of floats; None for anything else.

    Of a table, texts become numbers, too: equal ones equal numbers.
    """
    if type(value) is float or (type(value) is np.ndarray and value.dtype == _FLOAT):
        return np.asarray(value)  # most are
    if _of_objects(value):
        return _cells(value)
    if isinstance(value, list) and value and _only_numbers(value):
        try:
            value = np.asarray(value)
        except (ValueError, TypeError, OverflowError):
            return None
    if not numeric(value) or np.iscomplexobj(value):
        return None
    try:
        return np.asarray(value, dtype=float)
    except (ValueError, TypeError, OverflowError):
        return None
