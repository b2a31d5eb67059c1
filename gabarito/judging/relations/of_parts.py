"""What is told of the parts of a result that are wrong, each in its way."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from gabarito.judging.relations import words
from gabarito.judging.relations.samples import RTOL, Pair, Path, Sample, pairs
from gabarito.judging.relations.values import FACTORS_OF_CALLS

Told = dict[str, Any]
OfParts = Callable[[Sequence[Pair]], Told | None]

FACTORS = ("vezes", "dividido", "fator", "fator_da_chamada", "outro_tamanho")

OF_ALL = ("so_onde",)
"""Relations whose sentence says that all else is right: one of some wrong parts is not told."""


@dataclass
class Group:
    """Wrong parts of which the same is told.

    Attributes:
        name: of the relation.
        params: what its sentence says besides.
        factors: by which the parts are off, by call; empty where it is no factor.
        paths: of the parts.
    """

    name: str
    params: Told
    factors: Mapping[int, float]
    paths: list[Path] = field(default_factory=list)

    @property
    def told(self) -> Told:
        """The relation's, as a whole."""
        return {"name": self.name, **self.params, "paths": self.paths}

    def takes(self, other: Group) -> bool:
        """Whether the same holds of other parts."""
        same = (self.name, self.params) == (other.name, other.params)
        return same and (not self.factors or _equal(self.factors, other.factors))


def held(
    relations: Mapping[str, OfParts], alone: bool, samples: Sequence[Sample]
) -> dict[str, Told]:
    """The relation of the wrong parts: each has its first, and all have to have one.

    Args:
        alone: nothing is told where the parts have different ones; else that of the first part.
    """
    groups: list[Group] = []
    for path, part in pairs(samples).items():
        if all(pair.right for pair in part):
            continue
        found = _first(relations, part)
        if found is None:
            return {}
        group = next((one for one in groups if one.takes(found)), found)
        if group is found:
            groups.append(found)
        group.paths.append(path)
    groups = _shared(groups) if len(groups) > 1 else groups
    if len(groups) > 1:
        groups = [] if alone else [one for one in groups if one.name not in OF_ALL][:1]
    return {one.name: one.told for one in groups}


def _first(relations: Mapping[str, OfParts], part: Sequence[Pair]) -> Group | None:
    for name, relation in relations.items():
        params = relation(part)
        if params is not None:
            factors = params.pop(FACTORS_OF_CALLS, {})
            return Group(params.pop("name", name), params, factors)
    return None


def _equal(one: Mapping[int, float], other: Mapping[int, float]) -> bool:
    """Whether factors are the same in all calls that have both parts, and there are some."""
    both = one.keys() & other.keys()
    return bool(both) and all(np.isclose(one[call], other[call], rtol=RTOL) for call in both)


def _shared(groups: list[Group]) -> list[Group]:
    """What relations of several parts have in common: one factor, or places that they lack."""
    names = {group.name for group in groups}
    paths = [path for group in groups for path in group.paths]
    if names <= set(FACTORS):
        return _off_by_a_factor(groups, paths)
    if len(names) > 1 or not names <= {"sobra", "falta"}:
        return groups
    what = words.listed([group.params["what"] for group in groups])
    return [Group(names.pop(), {"what": what}, {}, paths)]


def _off_by_a_factor(groups: list[Group], paths: list[Path]) -> list[Group]:
    """One group where all are off by the same factor."""
    first = groups[0].factors
    if not all(_equal(first, group.factors) for group in groups[1:]):
        return groups
    constant = np.allclose(list(first.values()), next(iter(first.values())), rtol=RTOL)
    return [Group("fator" if constant else "fator_da_chamada", {}, first, paths)]
