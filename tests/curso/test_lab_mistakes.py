"""Across the wire, each known mistake of a lab is called by its name and right answers are none."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from labs import LABS, ONE_BY_DAY

from gabarito.course.known_answers import load_alternatives, load_mistakes
from gabarito.course.layout import Course
from gabarito.judging import raised
from gabarito.judging.call_process import CallProcess
from gabarito.judging.prepared_lab import PreparedLab
from gabarito.judging.student_functions import StudentFunctions

COURSE = Course.at(Path(__file__).parents[2])
NEVER_RETURN = frozenset({
    "L_sem_dividir", "cache_em_dois_nomes", "cache_sem_a1", "chave_do_vies_com_o_total",
    "custo_chama_o_modulo", "divisao_no_lugar", "formato_sem_tupla", "laco_sem_dividir_por_dois",
    "laco_sem_fim", "nome_no_plural", "passo_com_float_do_vies", "relu_como_veio",
    "saida_uma_camada_atrasada", "tamanho_fixo", "volta_com_nome_errado",
    "zeros_com_dois_argumentos",
})  # fmt: skip
"""Mistakes that raise, or hang, whatever they are called with: another error looks the same."""


@pytest.fixture(scope="module", params=ONE_BY_DAY)
def prepared(request):
    with PreparedLab(COURSE.lab(request.param)) as prepared:
        yield prepared


@pytest.mark.slow(reason="judges a notebook for each known mistake of a lab")
@pytest.mark.parametrize("prepared", LABS, indirect=True)
def test_mistakes_are_told_apart_and_right_answers_are_none(prepared):
    known = load_mistakes(prepared.lab)
    told = {n: recognized(prepared, v) for n, v in known.items()}
    right = {n: recognized(prepared, v) for n, v in load_alternatives(prepared.lab).items()}
    assert told == {n: None if n in NEVER_RETURN else n for n in known}
    assert set(right.values()) == {None}


def test_right_answers_get_full_marks_across_the_wire(prepared):
    variants = load_alternatives(prepared.lab)
    refused = {n: refusals(prepared, v) for n, v in variants.items()}
    assert {name: messages for name, messages in refused.items() if messages} == {}


def refusals(prepared, variant):
    """What checks say against a variant, with arguments as it leaves them and as they were."""
    found = []
    with prepared.right_answers.reference() as session:
        session.run(variant.source, "estudante", [variant.question], 5.0, False)
        for in_place in (True, False):
            functions = StudentFunctions(CallProcess(session), in_place=in_place)
            names = [*prepared.questions, *prepared.instruments]
            namespace = {name: functions.function(name) for name in names}
            for function in prepared.checks[variant.question]:
                result = prepared.run_check(function, namespace, [])
                functions.restore()
                found += [] if result.state == "passed" else [result.message]
    return found


def recognized(prepared, variant):
    """What the diagnosis calls another wording of a variant."""
    source = ast.unparse(ast.parse(variant.source)) + "\n# outro estudante"
    with prepared.right_answers.reference() as session:
        session.run(source, "estudante", [variant.question], 5.0, False)
        found = prepared.diagnosis.told(
            variant.question,
            CallProcess(session),
            lambda label, line: raised.statement(source, line) if label == "estudante" else "",
        )
    return found.name if found and found.source == "known" else None
