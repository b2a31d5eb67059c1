"""Which relation is told: the most specific that holds on all calls, alone of its kind."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from typing import Any

import numpy as np

from gabarito.judging import messages
from gabarito.judging.relations import calls, dependence, places, right_only, values, words
from gabarito.judging.relations.samples import Pair, Path, Sample, Signature, pairs

Told = dict[str, Any]
OfCalls = Callable[[Sequence[Sample]], Told | None]
OfParts = Callable[[Sequence[Pair]], Told | None]

FLOW: dict[str, OfCalls] = {
    "ao_acaso": calls.at_random,
    "sem_retorno": calls.nothing,
    "caminho_sem_retorno": calls.nothing_on_a_branch,
    "sempre_para": calls.always_raises,
    "para_em_alguns_casos": calls.sometimes_raises,
}
STRUCTURE: dict[str, OfCalls] = {
    "partes_trocadas": calls.parts_swapped,
    "nomes_que_faltam": calls.missing_names,
    "outro_tipo": calls.other_type,
    "escreve_no_argumento": calls.writes_into_an_argument,
}
PARTS: dict[str, OfParts] = {
    "transposto": values.transposed,
    "outro_eixo": values.other_axis,
    "outro_formato": values.other_form,
    "zeros": values.zeros,
    "sinal": values.sign,
    "fator": values.factor,
    "constante": values.added,
    "nao_finito": values.not_finite,
    "o_proprio_argumento": values.an_argument,
    "marca_a_mais": places.marks_more,
    "marca_a_menos": places.marks_less,
    "so_onde": places.wrong_where,
    "so_o_primeiro": values.first_only,
    "falta_juntar": places.not_reduced,
    "juntou": places.reduced,
    "sobra": places.too_many,
    "falta": places.too_few,
    "ordem": places.out_of_order,
    "fora_do_lugar": places.elsewhere,
    "outra_escala": places.on_another_scale,
    "fator_por_linha": places.scaled_by_rows,
    "eixo": places.other_number_of_axes,
    "outra_coisa": places.no_array,
}
SOMETIMES: list[dict[str, OfCalls]] = [
    {"so_iguais": right_only.equal_sizes, "so_com": right_only.one_value},
    {"nunca_tem": right_only.without},
]
"""Whatever the calls do in which it is wrong."""

LEAST: list[dict[str, OfCalls]] = [{"so_em_partes": dependence.in_parts_only}]

SAID_BY_THE_CHECK = ("ao_acaso", "sempre_para")
"""What a check says by itself: that two calls differ, and which line raised what."""

VAGUE = (
    "so_quando", "alguns_valores", "depende_demais", "so_iguais", "so_com", "nunca_tem",
    "so_em_partes",
)  # fmt: skip
"""What says where something is wrong, and not how: anything more precise is told before it."""

FACTORS = ("vezes", "dividido", "fator")
ARGUMENTS: list[dict[str, OfCalls]] = [
    {"valor_fixo": dependence.fixed_value, "um_a_mais": dependence.one_off},
    {"nao_depende": dependence.independent},
    {"depende_demais": dependence.dependent},
    {"so_erra_com": right_only.one_value_wrong},
    {"so_quando": dependence.only_when, "alguns_valores": dependence.some_values},
    {"so_o_exemplo": dependence.example_only},
]
"""From what explains most to what explains least."""


def told(samples: Sequence[Sample], signature: Signature) -> tuple[str, str] | None:
    """Name of the relation that holds, and its sentence; None where none does, or several.

    Args:
        samples: first those of the calls that the checks make, in their order.
    """
    with np.errstate(all="ignore"):
        return _told(samples, signature)


def _told(samples: Sequence[Sample], signature: Signature) -> tuple[str, str] | None:
    if not samples or any(sample.expected.result is None for sample in samples):
        return None
    returned = all(sample.given.returned for sample in samples)
    others = (_of(STRUCTURE), _of_parts, *map(_of, ARGUMENTS)) if returned else ()
    least = map(_of, LEAST) if returned else ()
    for step in (_of(FLOW), *others, *map(_of, SOMETIMES), *least):
        found = step(samples)
        if len(found) == 1:
            ((name, params),) = found.items()
            return _in_words(name, params, signature, _visible_names(samples))
        if found:
            return None
    return None


def _of(relations: dict[str, OfCalls]) -> Callable[[Sequence[Sample]], dict[str, Told]]:
    def held(samples: Sequence[Sample]) -> dict[str, Told]:
        tried = {name: relation(samples) for name, relation in relations.items()}
        return {name: params for name, params in tried.items() if params is not None}

    return held


def _of_parts(samples: Sequence[Sample]) -> dict[str, Told]:
    """The relation of the wrong parts: each has its first, and all have to have one."""
    found: dict[str, Told] = {}
    for path, part in pairs(samples).items():
        if all(pair.right for pair in part):
            continue
        for name, relation in PARTS.items():
            params = relation(part)
            if params is not None:
                key = f"{name} {sorted(params.items())}"
                found.setdefault(key, {"name": name, **params, "paths": []})["paths"].append(path)
                break
        else:
            return {}
    return _shared(found) if len(found) > 1 else found


def _shared(found: dict[str, Told]) -> dict[str, Told]:
    """What relations of several parts have in common: all are off by some factor."""
    if not all(params["name"] in FACTORS for params in found.values()):
        return found
    return {"fator": {"paths": [path for params in found.values() for path in params["paths"]]}}


def _in_words(
    name: str, params: Told, signature: Signature, visible: Container[str]
) -> tuple[str, str]:
    """Name and sentence of a relation; a relation of several kinds says in `params` which."""
    name = params.get("name", name)
    if params.get("names") == "":
        name = "nomes_faltando"
    if name in SAID_BY_THE_CHECK:
        return name, ""
    named = [_part(path, signature, visible) for path in params.get("paths", [()])]
    named = [part for part in named if part] or [""]
    parts = messages.IN_PARTS.format(parts=words.listed(named))
    in_parts = parts if all(named) else messages.IN_RESULT
    clause = messages.TOLD[name].format(**{"in_parts": in_parts, **params})
    return name, messages.AS_IF.format(clause=clause)


def _part(path: Path, signature: Signature, visible: Container[str]) -> str:
    """What a part of the result is called; without its inner places, which may be hidden."""
    if path and isinstance(path[0], int):
        known = path[0] < len(signature.returned)
        return f"`{signature.returned[path[0]]}`" if known else ""
    return f"`{path[0]}`" if path and str(path[0]) in visible else ""


def _visible_names(samples: Sequence[Sample]) -> set[str]:
    """The names in what calls return that the student can see."""
    results = [sample.expected.result for sample in samples if sample.visible]
    return {str(key) for result in results if isinstance(result, dict) for key in result}
