"""Relations of whole calls: nothing returned, exceptions, names missing, arguments written to."""

from __future__ import annotations

import builtins
from collections.abc import Sequence
from typing import Any

from gabarito.judging import messages
from gabarito.judging.relations import right_only, words
from gabarito.judging.relations.samples import (
    MISSING,
    TYPE,
    Pair,
    Path,
    Sample,
    agree,
    in_an_array,
    other_types,
    pairs,
    part,
    paths,
)

Told = dict[str, Any]
"""What a relation's sentence names; one that names nothing is empty."""


def at_random(samples: Sequence[Sample]) -> Told | None:
    """Two equal calls differ."""
    return {} if any(not sample.steady for sample in samples) else None


def nothing(samples: Sequence[Sample]) -> Told | None:
    """Never returns anything."""
    return {} if samples and all(map(_nothing, samples)) else None


def nothing_on_a_branch(samples: Sequence[Sample]) -> Told | None:
    """Returns nothing in some calls, and what is right in the others."""
    rest = [sample for sample in samples if not _nothing(sample)]
    return nothing_at_times(samples) if all(sample.right for sample in rest) else None


def nothing_at_times(samples: Sequence[Sample]) -> Told | None:
    """Returns nothing in some calls, whatever it does in the others."""
    asked = [_nothing(sample) for sample in samples if not sample.change]
    return {} if any(asked) and not all(map(_nothing, samples)) else None


def always_raises(samples: Sequence[Sample]) -> Told | None:
    """Raises at the same statement whatever it is called with."""
    raised = [sample.given.raised for sample in samples]
    places = {(one[0], one[2]) if one else None for one in raised}
    if len(places) != 1 or None in places or not raised[0] or not raised[0][2]:
        return None
    return {}


def sometimes_raises(samples: Sequence[Sample]) -> Told | None:
    """Raises in some calls, one type, in the others it is right; where an argument is 0, say."""
    kinds = {sample.given.raised[0] for sample in samples if sample.given.raised}
    rest = [sample for sample in samples if sample.given.returned]
    asked = any(sample.given.raised and not sample.change for sample in samples)
    if not asked or len(kinds) != 1 or not rest or not all(sample.right for sample in rest):
        return None
    where = right_only.one_value_wrong(samples)
    return {**({"name": "para_com", **where} if where else {}), "kind": _kind(kinds.pop())}


def missing_names(samples: Sequence[Sample]) -> Told | None:
    """The dictionary that it returns lacks names; told where the student can see the call."""
    missing: dict[str, bool] = {}
    for sample in samples:
        want, got = sample.expected.result, sample.given.result
        if not isinstance(want, dict) or not isinstance(got, dict):
            return None
        for key in want:
            if key not in got and (key,) not in sample.free:
                missing[str(key)] = missing.get(str(key), False) or sample.visible
    if not missing:
        return None
    shown = [f"`{name}`" for name, visible in missing.items() if visible]
    return (
        {"names": words.listed(shown) if shown else ""}
        if len(shown) == len(missing)
        else {"names": ""}
    )


def parts_swapped(samples: Sequence[Sample]) -> Told | None:
    """Parts that are wrong are each other: the same two in every call."""
    wrong = {path: found for path, found in pairs(samples).items() if not _right(found)}
    swapped = [path for path in wrong if any(_is(found, wrong, path) for found in wrong)]
    if len(swapped) < 2 or len(swapped) != len(wrong):
        return None
    return {"paths": swapped}


def _is(other: Any, wrong: dict[Any, list[Pair]], path: Any) -> bool:
    """Whether the part at `path` is always what the one at `other` should be."""
    if other == path:
        return False
    wanted = [part(pair.sample.expected.result, other) for pair in wrong[path]]
    got = [pair.got for pair in wrong[path]]
    return all(w is not MISSING and agree(w, g) for w, g in zip(wanted, got, strict=True))


def other_type(samples: Sequence[Sample]) -> Told | None:
    """All numbers are right, and what holds them is of another type."""
    if not all(sample.right for sample in samples):
        return None
    found: dict[Path, None] = {}
    for sample in samples:
        others = other_types(sample.expected, sample.given)
        asked = (path for path in paths(sample.expected.result) if path in others)
        found |= dict.fromkeys(path for path in asked if (TYPE, *path) not in sample.free)
    in_arrays = [
        in_an_array(*(part(done.result, path) for done in (sample.expected, sample.given)))
        for sample in samples
        for path in found
    ]
    kind = {"name": "numero_em_array"} if found and all(in_arrays) else {}
    return {**kind, "paths": list(found)} if found else None


def writes_into_an_argument(samples: Sequence[Sample]) -> Told | None:
    """An argument is not what it should be after the call, and nothing else is wrong.

    Nothing but what holds that argument, where it is returned, too.
    """
    found = writes_besides(samples)
    return found if found and all(map(_right_but_for_arguments, samples)) else None


def _right_but_for_arguments(sample: Sample) -> bool:
    wrong = [path for path, pair in sample.parts.items() if not pair.right]
    left = sample.written.values()
    return all(any(agree(one, part(sample.given.result, path)) for one in left) for path in wrong)


def writes_besides(samples: Sequence[Sample]) -> Told | None:
    """An argument is not what it should be after the call, whatever is returned."""
    written = dict.fromkeys(name for sample in samples for name in sample.written)
    return {"argument": words.listed([f"`{n}`" for n in written])} if written else None


def _nothing(sample: Sample) -> bool:
    return sample.given.returned and sample.given.result is None


def _right(found: Sequence[Pair]) -> bool:
    return all(pair.right for pair in found)


def _kind(name: str) -> str:
    known = getattr(builtins, name, None)
    is_one = isinstance(known, type) and issubclass(known, BaseException)
    return name if is_one else messages.AN_EXCEPTION
