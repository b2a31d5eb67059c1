"""Which relation is told: the most specific that holds on all calls, alone of its kind."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np

from gabarito.judging import messages
from gabarito.judging.relations import (
    calls,
    cases,
    dependence,
    imagined,
    left_behind,
    places,
    properties,
    right_only,
    values,
    words,
)
from gabarito.judging.relations.imagined import Imagine
from gabarito.judging.relations.of_parts import OfParts
from gabarito.judging.relations.of_parts import held as parts_held
from gabarito.judging.relations.samples import MISSING, Pair, Path, Sample, Signature, pairs

Told = dict[str, Any]
OfCalls = Callable[[Sequence[Sample]], Told | None]
Step = Callable[[Sequence[Sample]], dict[str, Told]]

AT_RANDOM = "ao_acaso"
"""What a check may have said before, in its own words."""

FLOW: dict[str, OfCalls] = {
    AT_RANDOM: calls.at_random,
    "sem_retorno": calls.nothing,
    "caminho_sem_retorno": calls.nothing_on_a_branch,
    "sempre_para": calls.always_raises,
    "para_em_alguns_casos": calls.sometimes_raises,
}
AT_TIMES: dict[str, OfCalls] = {"caminho_sem_retorno": calls.nothing_at_times}
STRUCTURE: dict[str, OfCalls] = {
    "partes_trocadas": calls.parts_swapped,
    "nomes_que_faltam": calls.missing_names,
    "outro_tipo": calls.other_type,
    "escreve_no_argumento": calls.writes_into_an_argument,
}
EXACT: dict[str, OfParts] = {
    "transposto": values.transposed,
    "outro_eixo": values.other_axis,
    "outro_formato": values.other_form,
    "zeros": values.zeros,
    "sinal": values.sign,
    "fator": values.factor,
    "constante": values.added,
    "o_proprio_argumento": values.an_argument,
    "soma_argumento": properties.plus_an_argument,
    "vezes_argumento": properties.times_an_argument,
    "falta_juntar": places.not_reduced,
    "juntou": places.reduced,
    "sobra": places.too_many,
    "falta": places.too_few,
    "moldura": properties.framed,
    "recorte": properties.cropped,
    "ordem": places.out_of_order,
}
"""What leaves nothing open: the right numbers can be worked out from what is given."""

LOOSE: dict[str, OfParts] = {
    **EXACT,
    "nao_finito": values.not_finite,
    "marca_a_mais": places.marks_more,
    "marca_a_menos": places.marks_less,
    "cortado_em_zero": properties.cut_at_zero,
    "cortado_em_inteiros": properties.cut_to_whole_numbers,
    "so_onde": places.wrong_where,
    "so_o_primeiro": values.first_only,
    "deslocado": properties.moved_on,
    "fora_do_lugar": places.elsewhere,
    "outra_escala": places.on_another_scale,
    "fator_por_linha": places.scaled_by_rows,
    "escala_por_coluna": properties.rescaled_by_columns,
    "um_so_numero": properties.one_number_for_all,
    "eixo": places.other_number_of_axes,
    "outra_coisa": places.no_array,
}
EXACTLY: dict[str, OfCalls] = {
    "sem_argumento": right_only.left_out,
    "so_iguais": right_only.equal_sizes,
    "tamanho_do_exemplo": right_only.sizes_of_the_example,
    "so_um": right_only.only_one,
    "so_pequenos": right_only.only_small,
}
"""Right in calls of one kind, wrong in all others. Of several that hold none is told."""

SOMETIMES: dict[str, OfCalls] = {"so_com": right_only.one_value, "nunca_tem": right_only.without}
"""Right in calls of one kind, and wrong in most others; the same holds."""

WRITES: dict[str, OfCalls] = {"escreve_no_argumento": calls.writes_besides}
SUMS: dict[str, OfParts] = {"outra_soma": properties.other_sum}
LEAST: dict[str, OfCalls] = {"so_em_partes": dependence.in_parts_only}

SAID_BY_THE_CHECK = ("sempre_para",)
"""What a check says by itself: which line raised what, and what that means."""

VAGUE = (
    "so_quando", "alguns_valores", "um_caso", "depende_demais", "dependem_demais", "so_em_partes",
    "outra_soma", *EXACTLY, *SOMETIMES,
)  # fmt: skip
"""What says where something is wrong, and not how: anything more precise is told before it."""

OF_ARRAYS = ("outra_coisa", "as_vezes_outra_coisa")
"""What says that an array is asked for: of a list that is to be filled it would be false."""

SEVERAL = {"depende_demais": "dependem_demais"}
"""Of relations whose sentence about several arguments is another one."""

ONLY_IN = ("so_em_partes", "so_onde")
"""Relations whose sentence says that all else is right: that other parts are wrong is said, too."""

ARGUMENTS: list[dict[str, OfCalls]] = [
    {"zeros": dependence.always_zero},
    {"nao_depende": dependence.independent},
    {"depende_demais": dependence.dependent},
    {"so_erra_com": right_only.one_value_wrong},
    {"so_quando": dependence.only_when, "alguns_valores": cases.some_values},
    {"um_caso": cases.one_case},
    {"so_o_exemplo": dependence.example_only},
]
"""From what explains most to what explains least."""


def told(
    samples: Sequence[Sample],
    signature: Signature,
    imagine: Imagine = lambda number, hypothesis: MISSING,
) -> tuple[str, str] | None:
    """Name of the relation that holds, and its sentence; None where none does, or several.

    Args:
        samples: first those of the calls that the checks make, in their order.
        imagine: what the reference gives where an argument is another.
    """
    if not samples or any(sample.expected.result is None for sample in samples):
        return None
    with np.errstate(all="ignore"):
        for step in _steps(samples, imagine):
            found = step(samples)
            if len(found) == 1:
                ((name, params),) = found.items()
                return _in_words(name, params, signature, samples)
            if found and step not in (_exactly, _sometimes):
                return None
    return None


def told_of_arguments(
    samples: Sequence[Sample], signature: Signature, names: Sequence[str]
) -> tuple[str, str] | None:
    """The same of what calls leave in arguments, where all that they return is right.

    Args:
        names: of the arguments in which the reference leaves something.
    """
    left = left_behind.as_returned(samples, names)
    if all(sample.right for sample in left):
        return told(samples, signature)
    wrong = words.listed([f"`{path[0]}`" for path, ps in pairs(left).items() if _any_wrong(ps)])
    clause = messages.TOLD["so_no_argumento"].format(argument=wrong)
    found = told(left, signature)
    if found is None or found[0] in (*VAGUE, *OF_ARRAYS):
        return "so_no_argumento", messages.AS_IF.format(clause=clause)
    return found


def _any_wrong(found: Sequence[Pair]) -> bool:
    return any(not pair.right for pair in found)


def _steps(samples: Sequence[Sample], imagine: Imagine) -> Iterator[Step]:
    """What is tried, precise before broad."""
    yield of_calls(FLOW)
    returned = all(sample.given.returned for sample in samples)
    if returned:
        yield from (of_calls(STRUCTURE), of_parts(EXACT, alone=True))
    yield of_calls({"como_se": partial(imagined.as_if, imagine=imagine)})
    yield of_calls(AT_TIMES)
    if returned:
        yield from (of_parts(LOOSE), *map(of_calls, ARGUMENTS))
    yield from (_exactly, _sometimes)
    if returned:
        yield from (of_calls(WRITES), of_parts(SUMS), of_calls(LEAST))


def _exactly(samples: Sequence[Sample]) -> dict[str, Told]:
    return of_calls(EXACTLY)(samples)


def _sometimes(samples: Sequence[Sample]) -> dict[str, Told]:
    return of_calls(SOMETIMES)(samples)


def of_calls(relations: Mapping[str, OfCalls]) -> Step:
    """All of these relations, of whole calls."""

    def held(samples: Sequence[Sample]) -> dict[str, Told]:
        tried = {name: relation(samples) for name, relation in relations.items()}
        return {name: params for name, params in tried.items() if params is not None}

    return held


def of_parts(relations: Mapping[str, OfParts], *, alone: bool = False) -> Step:
    """The first of these relations that holds for each wrong part of what calls return."""
    return partial(parts_held, relations, alone)


def _in_words(
    name: str, params: Told, signature: Signature, samples: Sequence[Sample]
) -> tuple[str, str]:
    """Name and sentence of a relation; a relation of several kinds says in `params` which."""
    name = params.get("name", name)
    if params.get("several"):
        name = SEVERAL.get(name, name)
    if params.get("names") == "":
        name = "nomes_faltando"
    if name in SAID_BY_THE_CHECK:
        return name, ""
    visible, told = _visible_names(samples), params.get("paths", [()])
    parts = [_part(path, signature, visible) for path in told]
    named = list(filter(None, parts))
    if name in ONLY_IN and named and "" in parts:
        named.append(messages.OTHERS)
    whole = messages.IN_RESULT if set(told) >= set(pairs(samples)) else messages.IN_SOME
    in_parts = messages.IN_PARTS.format(parts=words.listed(named)) if named else whole
    clause = messages.TOLD[name].format(**{"in_parts": in_parts, **params})
    return name, messages.AS_IF.format(clause=clause)


def _part(path: Path, signature: Signature, visible: Container[str]) -> str:
    """What a part of the result is called; without its inner places, which may be hidden."""
    if path and isinstance(path[0], int):
        name = dict(enumerate(signature.returned)).get(path[0], "")
        whole = f"`{name}`" if name else ""
        return messages.PART_OF.format(whole=whole) if whole and len(path) > 1 else whole
    return f"`{path[0]}`" if path and str(path[0]) in visible else ""


def _visible_names(samples: Sequence[Sample]) -> set[str]:
    """The names in what calls return that the student can see."""
    results = [sample.expected.result for sample in samples if sample.visible]
    return {str(key) for result in results if isinstance(result, dict) for key in result}
