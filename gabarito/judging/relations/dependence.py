"""Relations to arguments: ignored ones, those that should not matter, the example only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from gabarito.judging import messages
from gabarito.judging.probes import Done
from gabarito.judging.relations import variations, words
from gabarito.judging.relations.samples import (
    MISSING,
    Path,
    Sample,
    agree,
    array,
    differing,
    pairs,
    part,
)
from gabarito.judging.relations.trivial import never_ran, says_something

Told = dict[str, Any]

PLAIN = (0, 1)
"""Values that may be told: they say what kind of mistake it is, and nothing of an input."""

MOST_ARGUMENTS = 3
"""That are named in one sentence."""

FEWEST = 3
"""Calls that have to be wrong for "the example only"."""


def _shown(samples: Sequence[Sample], argument: str) -> str:
    """An argument as it is told: its inner places only where a visible call has them."""
    changes = (sample.change for sample in samples if sample.change)
    if any(c.argument == argument and samples[c.base].visible for c in changes):
        return argument
    root, inner, _ = argument.strip("`").partition("[")
    return messages.PART_OF.format(whole=f"`{root}`") if inner else argument


def _changed(samples: Sequence[Sample]) -> list[str]:
    """The arguments that are different in some call, in order."""
    return list(dict.fromkeys(sample.change.argument for sample in samples if sample.change))


def _at(samples: Sequence[Sample], argument: str, value: int) -> list[Sample]:
    return [s for s in _of(samples, argument) if _is_number(s.change and s.change.value, value)]


def _is_number(value: Any, wanted: float) -> bool:
    return type(value) in (int, float) and value == wanted


def _of(samples: Sequence[Sample], argument: str) -> list[Sample]:
    """The calls made by changing an argument."""
    changes = ((sample, sample.change) for sample in samples if sample.change)
    return [s for s, change in changes if change.argument == argument]


def _differ(one: Done, other: Done, free: frozenset[Path]) -> bool:
    return bool(differing(one, other) - free)


def independent(samples: Sequence[Sample]) -> Told | None:
    """Wrong parts stay the same when an argument changes that they should depend on."""
    wrong = _wrong(samples)
    if len(samples[0].arguments) == 1:
        wrong = [path for path in wrong if _constant(samples, path)]
    changed = [name for name in _of_their_own(samples) if _in_all(samples, name)]
    ignored = {argument: _unmoved(samples, argument, wrong) for argument in changed}
    told = {argument: found for argument, found in ignored.items() if found}
    relevant = [
        a for a in ignored if any(_moves(samples, s, p) for s in _of(samples, a) for p in wrong)
    ]
    found = [path for path in wrong if any(path in paths for paths in told.values())]
    if len(told) > 1 and len(told) == len(relevant):
        return {"name": "nao_depende_de_nada", "paths": found}
    return _of_arguments(samples, told, found)


def _of_their_own(samples: Sequence[Sample]) -> list[str]:
    """The arguments that are different in some call, but for single numbers of a list."""
    return [name for name in _changed(samples) if not _in_a_list(samples, name)]


def _in_all(samples: Sequence[Sample], argument: str) -> bool:
    """Whether each call of the checks has a part of an argument, where it is called by name."""
    if "[" not in _shown(samples, argument):
        return True
    return all(argument in _parts(sample) for sample in samples if not sample.change)


def _parts(sample: Sample) -> set[str]:
    """The parts of a call's arguments, as the student writes them."""
    given = sample.arguments.items()
    return {variations.written(name, p) for name, value in given for p in variations.leaves(value)}


def _in_a_list(samples: Sequence[Sample], argument: str) -> bool:
    """Whether it is one number of a list: of one of them a call says too little."""
    root = argument.strip("`").partition("[")[0]
    bases = [samples[s.change.base] for s in _of(samples, argument) if s.change]
    whole = [base.arguments.get(root) for base in bases]
    return "[" in argument and all(type(w) is list and array(w) is not None for w in whole)


def _constant(samples: Sequence[Sample], path: Path) -> bool:
    """Whether a part is the same in all calls; of one argument a variation says too little."""
    given = [part(sample.given.result, path) for sample in samples]
    return all(agree(given[0], one) for one in given)


def dependent(samples: Sequence[Sample]) -> Told | None:
    """Wrong parts change with an argument that they should not depend on."""
    wrong = _wrong(samples)
    told = {argument: _moved(samples, argument, wrong) for argument in _of_their_own(samples)}
    told = {argument: found for argument, found in told.items() if found}
    found = [path for path in wrong if any(path in paths for paths in told.values())]
    return _of_arguments(samples, told, found)


def _of_arguments(
    samples: Sequence[Sample], told: dict[str, list[Path]], found: list[Path]
) -> Told | None:
    """What is said of a few arguments; of many it says nothing."""
    roots = {argument.strip("`").partition("[")[0] for argument in told}
    if not told or (len(told) > MOST_ARGUMENTS and len(roots) > 1):
        return None
    if len(told) > MOST_ARGUMENTS:  # parts of one argument
        part_of = messages.PART_OF.format(whole=f"`{roots.pop()}`")
        return {"argument": part_of, "paths": found}
    if any(set(paths) != set(found) for paths in told.values()):  # not each of them for each part
        argument = max(told, key=lambda one: len(told[one]))
        told, found = {argument: told[argument]}, told[argument]
    several = {"several": True} if len(told) > 1 else {}
    shown = words.listed([_shown(samples, argument) for argument in told])
    return {"argument": shown, "paths": found, **several}


def _wrong(samples: Sequence[Sample]) -> list[Path]:
    return [path for path, found in pairs(samples).items() if not all(p.right for p in found)]


def _moved(samples: Sequence[Sample], argument: str, wrong: Sequence[Path]) -> list[Path]:
    """Parts that should be the same in every call with another such argument, and are not.

    Of each call that is varied some variation has to show it.
    """
    found = []
    for path in wrong:
        asked = _of(samples, argument)
        stays = len(asked) > 1 and not any(_moves(samples, sample, path) for sample in asked)
        bases = {s.change.base for s in asked if s.change}
        moved = {s.change.base for s in asked if s.change and _is_moved(samples, s, path)}
        if stays and moved == bases:
            found.append(path)
    return found


def _is_moved(samples: Sequence[Sample], sample: Sample, path: Path) -> bool:
    assert sample.change is not None
    given = samples[sample.change.base].given, sample.given
    one, other = (part(done.result, path) for done in given)
    there = all(done.returned for done in given) and one is not MISSING and other is not MISSING
    return there and not agree(one, other)


def _unmoved(samples: Sequence[Sample], argument: str, wrong: Sequence[Path]) -> list[Path]:
    found = []
    for path in wrong:
        asked = [s for s in _of(samples, argument) if _moves(samples, s, path)]
        if asked and all(_stays(samples, sample, path) for sample in asked):
            found.append(path)
    return found


def _moves(samples: Sequence[Sample], sample: Sample, path: Path) -> bool:
    """Whether a part should be another one than it is without the change."""
    assert sample.change is not None
    base = samples[sample.change.base]
    one, other = (part(s.expected.result, path) for s in (base, sample))
    return one is not MISSING and other is not MISSING and not agree(one, other)


def _stays(samples: Sequence[Sample], sample: Sample, path: Path) -> bool:
    assert sample.change is not None
    given = samples[sample.change.base].given, sample.given
    one, other = (part(done.result, path) for done in given)
    returned = all(done.returned for done in given) and not _says_nothing(one)
    return returned and one is not MISSING and one is not None and agree(one, other)


def _says_nothing(value: Any) -> bool:
    """Whether it stays for another reason: NaN is NaN, and what comes to zero stays zero.

    Zeros in all calls are told something by themselves.
    """
    found = array(value)
    return found is not None and not (np.isfinite(found).all() and found.any())


def always_zero(samples: Sequence[Sample]) -> Told | None:
    """Some wrong parts are zero in all calls, whatever the others are."""
    found = [path for path in _wrong(samples) if _zero_in_all(samples, path)]
    return {"paths": found} if found else None


def _zero_in_all(samples: Sequence[Sample], path: Path) -> bool:
    given = [array(part(sample.given.result, path)) for sample in samples]
    there = [found for found in given if found is not None and found.size]
    return 1 < len(there) == len(given) and not any(found.any() for found in there)


def example_only(samples: Sequence[Sample]) -> Told | None:
    """Right in the calls that the student sees, wrong in all others."""
    seen = [sample for sample in samples if sample.visible and not sample.change]
    others = [sample for sample in samples if not sample.visible]
    if not seen or len(others) < FEWEST or not all(sample.right for sample in seen):
        return None
    return None if any(sample.right for sample in others) else {}


def only_when(samples: Sequence[Sample]) -> Told | None:
    """Wrong calls are right as soon as an argument is 0, or 1."""
    found = [
        (argument, value)
        for argument in _of_their_own(samples)
        for value in PLAIN
        if _mends(samples, argument, value)
    ]
    if len(found) != 1 or all(never_ran(sample) for sample in _at(samples, *found[0])):
        return None
    return {"argument": _shown(samples, found[0][0]), "value": str(found[0][1])}


def _mends(samples: Sequence[Sample], argument: str, value: int) -> bool:
    changed = _at(samples, argument, value)
    name = argument.strip("`")
    given = [s for s in samples if _is_number(s.arguments.get(name), value)]
    bases = [samples[s.change.base] for s in changed if s.change]
    matter = [
        b for b, s in zip(bases, changed, strict=True) if _differ(b.expected, s.expected, s.free)
    ]
    if not any(says_something(sample) or never_ran(sample) for sample in changed):
        return False
    wrong = [base for base in matter if not base.right]
    return bool(wrong) and len(wrong) == len(matter) and all(s.right for s in (*changed, *given))


def in_parts_only(samples: Sequence[Sample]) -> Told | None:
    """Some parts are right in every call, the others are not."""
    wrong = _wrong(samples)
    return {"paths": wrong} if 0 < len(wrong) < len(pairs(samples)) else None
