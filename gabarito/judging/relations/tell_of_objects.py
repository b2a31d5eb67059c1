"""What is told of functions that make objects or change them: what an object is, then what it does.

What describes an object comes first: a network with another activation has other outputs, other
losses and other weights afterwards, and the activation is the reason for all of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from gabarito.course.instruments import Asking
from gabarito.judging import messages
from gabarito.judging.relations import dependence, imagined, objects, properties, tell, words
from gabarito.judging.relations.coarse import Part
from gabarito.judging.relations.imagined import Imagine
from gabarito.judging.relations.of_parts import OfParts
from gabarito.judging.relations.samples import Sample, Signature

Told = dict[str, Any]
Keep = Callable[[Part], bool]

MOST_IMAGINED = 24
"""Ways of taking an argument for another that are tried: each may train a model."""

FLOW = {name: relation for name, relation in tell.FLOW.items() if name != tell.AT_RANDOM}
ITSELF: dict[str, tell.OfCalls] = {"o_proprio_objeto": objects.the_argument_itself}
UNCHANGED: dict[str, tell.OfCalls] = {"nao_muda": objects.not_changed}
UNLIKE: dict[str, tell.OfCalls] = {"nao_o_que_veio": objects.not_like_the_argument}
INDEPENDENT: dict[str, tell.OfCalls] = {"nao_depende": dependence.independent}
NOTHING: dict[str, OfParts] = {"nada_disso": objects.nothing_there}
DESCRIPTION: dict[str, OfParts] = {
    **NOTHING,
    "sinal": tell.EXACT["sinal"],
    "fator": tell.EXACT["fator"],
    "sobra": tell.EXACT["sobra"],
    "falta": tell.EXACT["falta"],
    "outra_escolha": objects.another_choice,
}
"""Of what describes an object."""

KINDS: dict[str, OfParts] = {
    "numeros_por_textos": objects.numbers_for_texts,
    "so_o_ultimo_numero": objects.the_last_only,
    "so_o_primeiro_numero": objects.the_first_only,
    "outra_especie": objects.another_kind,
}
SERIES: dict[str, OfParts] = {
    "deslocado": properties.moved_on,
    "so_o_comeco": objects.the_beginning_only,
    "fator_no_comeco": objects.factor_at_the_beginning,
    "uma_so_resposta": objects.one_answer_where_wrong,
    "outro_comprimento": objects.another_length,
    "mesmo_comprimento": objects.always_as_long,
}


def told(
    samples: Sequence[Sample], signature: Signature, asking: Asking, imagine: Imagine
) -> tuple[str, str] | None:
    """Name of the relation that holds, and its sentence; None where none does, or several.

    Args:
        samples: of scenes, first those of the checks.
        asking: how what is seen is called.
        imagine: what is seen of the reference where an argument is another.
    """
    with np.errstate(all="ignore"):
        for seen, step in _steps(samples, asking, imagine):
            found = step(seen)
            if len(found) == 1:
                ((name, params),) = found.items()
                return _in_words(name, params, signature, asking, seen)
            if found:
                return None
    return None


def _steps(
    samples: Sequence[Sample], asking: Asking, imagine: Imagine
) -> Iterator[tuple[Sequence[Sample], tell.Step]]:
    """What is looked at, and what is tried there; precise before broad."""
    yield samples, tell.of_calls(FLOW)
    samples = [sample for sample in samples if sample.given.returned or not sample.change]
    if not all(sample.given.returned for sample in samples):
        return
    yield samples, tell.of_calls(ITSELF)
    yield _only(samples, _is_result), tell.of_parts(KINDS)
    yield samples, tell.of_calls(UNCHANGED)
    described = partial(_describes, asking)
    if objects.wrong(samples, described):
        seen = _only(samples, described)
        yield seen, tell.of_parts(NOTHING, alone=True)
        yield seen, tell.of_calls(INDEPENDENT)
        yield seen, tell.of_parts(DESCRIPTION)
        return
    yield samples, tell.of_calls(UNLIKE)
    yield from _of_what_it_does(samples, imagine)


def _of_what_it_does(
    samples: Sequence[Sample], imagine: Imagine
) -> Iterator[tuple[Sequence[Sample], tell.Step]]:
    as_if = partial(imagined.as_if, imagine=imagine, most=MOST_IMAGINED)
    returned = objects.wrong(samples, _is_result)
    seen = _only(samples, _is_result) if returned else samples
    yield seen, tell.of_parts(tell.EXACT, alone=True)
    yield seen, tell.of_parts(SERIES)
    yield samples, tell.of_calls(INDEPENDENT)
    yield seen, tell.of_calls({"como_se": as_if})
    yield seen, tell.of_parts(tell.LOOSE)


def _describes(asking: Asking, part: Part) -> bool:
    return asking.describes(part.asked.instrument)


def _is_result(part: Part) -> bool:
    return not part.asked.instrument


def _only(samples: Sequence[Sample], keep: Keep) -> list[Sample]:
    """As if only some parts were looked at."""
    return [
        replace(one, free=one.free | {(part,) for part in one.expected.result if not keep(part)})
        for one in samples
    ]


def _in_words(
    name: str, params: Told, signature: Signature, asking: Asking, samples: Sequence[Sample]
) -> tuple[str, str] | None:
    name = params.get("name", name)
    if name in tell.SAID_BY_THE_CHECK:
        return name, ""
    named = [_called(path[0], signature, asking) for path in params.get("paths", [])]
    if not all(named):  # a part that the lab has no word for
        return None
    fields = {"what": words.listed(named), "in_parts": words.listed([_in(n) for n in named])}
    clause = (messages.TOLD | messages.TOLD_OF_OBJECTS)[name].format(**{**fields, **params})
    return name, messages.AS_IF.format(clause=clause)


def _called(part: Part, signature: Signature, asking: Asking) -> str:
    """What a part is called, with its article; empty where nothing says so."""
    if _is_result(part):
        name = dict(enumerate(signature.returned)).get(part.inner[0], "") if part.inner else ""
        return f"`{name}`" if name else messages.THE_RESULT
    known = asking.words.get(part.asked.instrument, "")
    if isinstance(known, Mapping):
        known = known.get(part.inner[0], "") if part.inner else ""
    of = messages.OF_ARGUMENT.format(argument=f"`{part.asked.about}`")
    return f"{known}{of}" if known and part.asked.about else known


def _in(named: str) -> str:
    """The same after "em", which contracts with an article."""
    article, _, rest = named.partition(" ")
    if article in messages.CONTRACTED:
        return f"{messages.CONTRACTED[article]} {rest}"
    return messages.IN_PARTS.format(parts=named)
