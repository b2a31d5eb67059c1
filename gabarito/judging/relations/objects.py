"""Relations of what is seen of objects: what they are, what a call does to them, what it gives."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from gabarito.guest.values import Handle
from gabarito.judging import messages
from gabarito.judging.relations import values
from gabarito.judging.relations.coarse import ARGUMENT, NONE, OBJECT, SOME, Part, Token
from gabarito.judging.relations.samples import MISSING, Pair, Sample, agree, array, close, pairs
from gabarito.judging.relations.samples import part as part_of
from gabarito.judging.scenes import RESULT

Told = dict[str, Any]

FEWEST_WRONG = 2
"""Calls, or places of a list, that have to be wrong before they say anything."""


def the_argument_itself(samples: Sequence[Sample]) -> Told | None:
    """The object that came in comes out, where another one is asked for."""
    path = (Part(RESULT),)
    both = [[part_of(d.result, path) for d in (s.expected, s.given)] for s in samples]
    holds = bool(both) and all(want == OBJECT and got == ARGUMENT for want, got in both)
    objects = _objects(samples) if holds else []
    return {"argument": f"`{objects[0]}`"} if len(objects) == 1 else None


def _objects(samples: Sequence[Sample]) -> list[str]:
    """The arguments that are objects in every call."""
    first = samples[0].arguments
    return [n for n in first if all(isinstance(s.arguments.get(n), Handle) for s in samples)]


def not_changed(samples: Sequence[Sample]) -> Told | None:
    """An object that was to change is after each call as it was before."""
    asked = [sample for sample in samples if not sample.change]
    found = [name for name in _objects(samples) if _stays(asked, name)]
    return {"argument": f"`{found[0]}`"} if len(found) == 1 else None


def _stays(samples: Sequence[Sample], name: str) -> bool:
    changes = [sample for sample in samples if _same(sample, name, sample.expected) is False]
    stays = all(_same(sample, name, sample.given) is True for sample in changes)
    return len(changes) >= FEWEST_WRONG and stays


def _same(sample: Sample, name: str, done: Any) -> bool | None:
    """Whether all that describes an argument is after the call as before; None if nothing does."""
    asked = [one for one in sample.expected.result if one.asked.about == name]
    before = [one for one in asked if one.asked.before and (one,) not in sample.free]
    both = [[part_of(done.result, (one,)), part_of(done.result, (_after(one),))] for one in before]
    there = [pair for pair in both if MISSING not in map(_missing, pair)]
    return all(agree(*pair) for pair in there) if there else None


def not_like_the_argument(samples: Sequence[Sample]) -> Told | None:
    """Something of the object that is returned should be as in the one that came, and is not."""
    for name in _objects(samples):
        came = [one for one in samples[0].expected.result if one.asked.about == name]
        found = [_returned(one) for one in came if one.asked.before and _is_lost(samples, one)]
        if found:
            return {"argument": f"`{name}`", "paths": [(one,) for one in found]}
    return None


def _returned(one: Part) -> Part:
    """The same part of the object that is returned."""
    return one._replace(asked=one.asked._replace(about="", before=False))


def _is_lost(samples: Sequence[Sample], came: Part) -> bool:
    """Whether it should be in each call what it was in the argument, and in none is."""
    want, got = (
        [
            agree(*(part_of(done.result, (one,)) for one in (came, _returned(came))))
            for done in (getattr(sample, which) for sample in samples)
        ]
        for which in ("expected", "given")
    )
    there = all(part_of(s.given.result, (_returned(came),)) is not MISSING for s in samples)
    return there and all(want) and not any(got) and len(samples) >= FEWEST_WRONG


def _missing(value: Any) -> Any:
    return MISSING if value is MISSING else None


def _after(one: Part) -> Part:
    return one._replace(asked=one.asked._replace(before=False))


# --- of one part ---------------------------------------------------------------------------


def nothing_there(found: Sequence[Pair]) -> Told | None:
    """Nothing, none or zero in each wrong call, where something is asked for."""
    off = [pair for pair in found if not pair.right]
    return {} if off and all(_is_some(p.want) and _is_none(p.got) for p in off) else None


def _is_some(value: Any) -> bool:
    form = isinstance(value, Token) and bool(value.shape)
    return value == SOME if isinstance(value, Token) and not form else not _is_none(value)


def _is_none(value: Any) -> bool:
    if isinstance(value, Token):
        return value == NONE or 0 in value.shape
    if value is MISSING:
        return False
    if value is None or value is False:
        return True
    numbers = array(value)
    if numbers is not None:
        return not numbers.any()
    return isinstance(value, (list, dict, str)) and not value


def another_choice(found: Sequence[Pair]) -> Told | None:
    """Something is there that could have been asked for, and is not what is asked for."""
    off = [pair for pair in found if not pair.right]
    there = all(pair.got is not MISSING and not isinstance(pair.want, Token) for pair in off)
    return {} if off and there else None


def another_kind(found: Sequence[Pair]) -> Told | None:
    """Something that is no list, array, number or object of the student's, where one is wanted."""
    off = [(_kind(p.want), _kind(p.got)) for p in _exact(found) if not p.right]
    wanted = {want for want, _ in off}
    if len(wanted) != 1 or any(got in ("", want) for want, got in off) or _texts(found):
        return None
    kind = wanted.pop()
    alike = {kind, *messages.AS_GOOD.get(kind, ())}
    told = kind in messages.THINGS and not any(got in alike for _, got in off)
    return {"thing": messages.THINGS[kind]} if told else None


def _exact(found: Sequence[Pair]) -> list[Pair]:
    """Those of which more than the form is compared."""
    return [pair for pair in found if not _coarse(pair.want)]


def _coarse(want: Any) -> bool:
    """Whether only the form of a part is compared, or that there is any."""
    return isinstance(want, Token) and want not in (OBJECT, ARGUMENT)


def _kind(value: Any) -> str:
    if isinstance(value, Token):
        return "objeto" if value in (OBJECT, ARGUMENT) else ""
    if isinstance(value, (list, tuple)):
        return "lista"
    if isinstance(value, (str, dict)):
        return "texto" if isinstance(value, str) else "dicionario"
    if isinstance(value, np.ndarray) and value.ndim:
        return "array"
    return "numero" if array(value) is not None else ""


def numbers_for_texts(found: Sequence[Pair]) -> Told | None:
    """Numbers in every call where texts are asked for."""
    return {} if found and _texts(found) and all(array(p.got) is not None for p in found) else None


def _texts(found: Sequence[Pair]) -> bool:
    wanted = [pair.want for pair in found]
    return all(isinstance(w, list) and w and all(type(v) is str for v in w) for w in wanted)


def the_last_only(found: Sequence[Pair]) -> Told | None:
    """The last number of a list by itself."""
    return _one_of_a_list(found, -1)


def the_first_only(found: Sequence[Pair]) -> Told | None:
    """The first number of a list by itself."""
    return _one_of_a_list(found, 0)


def _one_of_a_list(found: Sequence[Pair], place: int) -> Told | None:
    asked = [pair for pair in _exact(found) if not isinstance(pair.want, list) or pair.want]
    both = [(array(pair.want), array(pair.got)) for pair in asked]
    lists = [(w, g) for w, g in both if w is not None and w.ndim]
    if len(lists) != len(both) or sum(len(want) > 1 for want, _ in lists) < FEWEST_WRONG:
        return None
    alone = all(g is not None and not g.ndim and close(w[place], g) for w, g in lists)
    return {} if alone else None


def factor_at_the_beginning(found: Sequence[Pair]) -> Told | None:
    """Of series that are wrong all through, the first number is off by a quantity of the call."""
    both = [(p, array(p.want), array(p.got)) for p in _exact(found)]
    series = [(p, w, g) for p, w, g in both if w is not None and g is not None and w.ndim == 1]
    if len(series) != len(both) or any(w.shape != g.shape or not w.size for _, w, g in series):
        return None
    heads = [Pair(p.sample, w[:1], g[:1]) for p, w, g in series]
    told = values.factor(heads) if any(len(w) > 1 for _, w, _ in series) else None
    if told is None or "quantity" not in told:
        return None
    return {"name": f"{told['name']}_no_comeco", "quantity": told["quantity"]}


def another_length(found: Sequence[Pair]) -> Told | None:
    """A list that is longer or shorter than it should be, in every call that is wrong."""
    off = [(p.want, p.got) for p in _exact(found) if not p.right]
    if len(off) < FEWEST_WRONG:
        return None
    lists = all(isinstance(v, (list, np.ndarray)) and np.ndim(v) == 1 for both in off for v in both)
    return {} if lists and all(len(want) != len(got) for want, got in off) else None


def always_as_long(found: Sequence[Pair]) -> Told | None:
    """Lists that have the same length in every call, where each should have its own."""
    both = [(p.want, p.got) for p in _exact(found)]
    if not all(isinstance(v, (list, np.ndarray)) and np.ndim(v) == 1 for p in both for v in p):
        return None
    lengths = {len(got) for _, got in both}
    wanted = {len(want) for want, _ in both} - lengths
    return {} if len(lengths) == 1 and len(wanted) >= FEWEST_WRONG else None


def one_answer_where_wrong(found: Sequence[Pair]) -> Told | None:
    """Of lists of texts some places are right, and all that are wrong have the same text."""
    both = [(p.want, p.got) for p in found]
    if not _texts(found) or not all(isinstance(g, list) and len(g) == len(w) for w, g in both):
        return None
    places = [pair for want, got in both for pair in zip(want, got, strict=True)]
    wrong = [(want, got) for want, got in places if want != got]
    right = {got for want, got in places if want == got}
    said = {got for _, got in wrong if type(got) is str}
    wanted = {want for want, _ in wrong}
    enough = len(wrong) > FEWEST_WRONG and len(wanted) >= FEWEST_WRONG
    return {} if enough and len(said) == 1 and len(right) > 1 else None


def the_beginning_only(found: Sequence[Pair]) -> Told | None:
    """The first few numbers of each series are right, and none of those after them."""
    both = [(array(pair.want), array(pair.got)) for pair in _exact(found)]
    series = [(w, g) for w, g in both if w is not None and g is not None and w.ndim == 1]
    if len(series) != len(both) or any(w.shape != g.shape for w, g in series):
        return None
    moving = [(w, g) for w, g in series if w.size and np.ptp(w)]  # who stands still cannot err
    right = [[close(*pair) for pair in zip(w, g, strict=True)] for w, g in moving]
    off = [one for one in right if not all(one)]
    firsts = {one.index(False) for one in off}
    if len(off) < FEWEST_WRONG or len(firsts) != 1:
        return None
    first = firsts.pop()
    short = all(len(one) <= first for one in right if all(one))
    return {} if first and short and not any(any(one[first:]) for one in off) else None


def wrong(samples: Sequence[Sample], keep: Callable[[Part], bool]) -> bool:
    """Whether some part among those to keep is wrong in some call."""
    found = pairs(samples).items()
    return any(keep(path[0]) for path, those in found if not all(pair.right for pair in those))
