"""What right answers have in common where they are not the same: a form, or that there is any.

Two networks with weights of their own have weights of one shape; of two that were trained in
their own way each was trained. Such parts are compared by that, and by no more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from gabarito.guest import values
from gabarito.judging.relations.samples import MISSING, Path, agree, array, part, paths
from gabarito.judging.scenes import ITSELF, Asked

AS_IT_IS, FORM, ANY, NOTHING = range(4)
"""What is compared of a part; the later ones are coarser."""


class Part(NamedTuple):
    """A part of what is seen in a scene."""

    asked: Asked
    inner: Path = ()


@dataclass(frozen=True)
class Token:
    """Stands for a value of which only this is compared."""

    what: str
    shape: tuple[int, ...] = ()


SOME, NONE = Token("some"), Token("none")
OBJECT, ARGUMENT = Token("object"), Token("argument")
"""What a call returned that stays where it is: one of its own, or one that it was given."""

Seen = dict[Part, Any]


def parts(seen: Mapping[Asked, Any]) -> Seen:
    """What is seen, part by part; of an object that stays where it is, only that it is one."""
    return {
        Part(asked, path): _plain(part(value, path))
        for asked, value in seen.items()
        for path in paths(value)
    }


def like(expected: Iterable[Part], seen: Mapping[Asked, Any]) -> Seen:
    """The parts of what is seen that are expected, as far as they are there."""
    found = {one: part(seen.get(one.asked, MISSING), one.inner) for one in expected}
    return {one: _plain(value) for one, value in found.items() if value is not MISSING}


def _plain(value: Any) -> Any:
    if value is ITSELF:
        return ARGUMENT
    return OBJECT if isinstance(value, values.Opaque) else value


def shared(one: Any, other: Any, least: int = AS_IT_IS) -> int:
    """The least coarse of what two values have in common, from some coarseness on."""
    return next(
        how for how in range(least, NOTHING + 1) if how == NOTHING or agree(*_both(how, one, other))
    )


def _both(how: int, one: Any, other: Any) -> tuple[Any, Any]:
    return coarse(one, how), coarse(other, how)


def coarse(value: Any, how: int) -> Any:
    """What is compared of a value."""
    if how == FORM:
        return _form(value)
    return (SOME if _says(value) else NONE) if how == ANY else value


def _form(value: Any) -> Any:
    numbers = array(value)
    if numbers is not None and not numbers.ndim:  # a number has no form
        return coarse(value, ANY)
    if numbers is not None:
        return Token("numbers", numbers.shape)
    size = (len(value),) if isinstance(value, (list, tuple, dict, str)) else ()
    return value if isinstance(value, Token) else Token(type(value).__name__, size)


def _says(value: Any) -> bool:
    """Whether there is anything: no nothing, no zeros, no empty list."""
    if value is MISSING or value is None or value is False:
        return False
    numbers = array(value)
    if numbers is not None:
        return bool(np.any(numbers))
    return not isinstance(value, (list, tuple, dict, str)) or bool(value)
