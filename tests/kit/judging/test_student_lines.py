"""What a student reads of an error: the cell's own, and the line in the question's own cell."""

from __future__ import annotations

import pytest
from minicourse import DOBRO

UNSEEN = "Não conferida: falta dobro, como está dito acima."


def question(record, name):
    return next(q for q in record.questions if q.name == name)


def scores(record):
    return {q.name: q.score / q.max_score for q in record.questions if q.max_score}


# --- a cell that did not run -------------------------------------------------------------

BROKEN = {
    "a parenthesis": (
        "def dobro(x):\n    y = 2 * (x\n    return y",
        "Erro de sintaxe: o ( não foi fechado. Foi na linha 2 da sua célula, «y = 2 * (x».",
    ),
    "a colon": (
        "\n\ndef dobro(x)\n    return 2 * x",
        "Erro de sintaxe: falta um :. Foi na linha 3 da sua célula, «def dobro(x)».",
    ),
    "indentation": (
        "def dobro(x):\n    y = x\n  return 2 * y",
        "Erro de sintaxe: o recuo da linha não é o de nenhum bloco acima dela. "
        "Foi na linha 3 da sua célula, «return 2 * y».",
    ),
    "below a magic": (
        "%%time\ndef dobro(x):\n    return 2 * x)",
        "Erro de sintaxe: o ) fecha o que não foi aberto. Foi na linha 3 da sua célula, "
        "«return 2 * x)».",
    ),
    "NUL": (f"{DOBRO}\n\0", "Erro de sintaxe: há um caractere nulo na célula."),
    "above": (
        f"import numpy as np\nnao_existe + 1\n\n{DOBRO}",
        "NameError: name 'nao_existe' is not defined. Foi na linha 2 da sua célula, "
        "«nao_existe + 1». Ali, um nome não tem valor: confira a grafia, e se o que o define vem "
        "antes (import, célula).",
    ),
    "in another cell": (
        f"cai()\n{DOBRO}",
        "ZeroDivisionError: division by zero. Foi na linha 1 da sua célula, «cai()».",
    ),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_cell_that_fails_says_its_own_error_once(judged, what):
    source, error = BROKEN[what]
    record = judged(dobro=source, before=["def cai():\n    return 1 / 0"])
    assert scores(record) == {"dobro": 0.0, "triplo": 1.0}
    first, *others = question(record, "dobro").checks
    _, told = first.message.split("\n")
    assert told == f"A célula que define dobro não rodou até o fim. {error}"
    assert (first.state, first.hint) == ("failed", "")
    assert [check.state for check in others] == ["skipped"] * len(others)
    assert {check.hint for check in others} == {""}
    assert {check.message.split("\n")[1] for check in others} == {UNSEEN}


@pytest.mark.slow(reason="waits for limits of time")
@pytest.mark.parametrize("magic", ["%%timeit", "%%bash", "\n%%time\n%%writefile a.py"])
def test_a_magic_that_keeps_the_definition_out_is_named(judged, magic):
    first, *_ = question(judged(dobro=f"{magic}\n{DOBRO}"), "dobro").checks
    named = magic.rpartition("\n")[2].split()[0]
    assert f"A célula de dobro começa com {named}, e o que ela define não fica" in first.message


def test_a_cell_that_hangs_above_its_function_says_so(judged, prepared, monkeypatch):
    monkeypatch.setattr(prepared, "cell_limit_s", 0.5)
    first, *_ = question(judged(dobro=f"while True:\n    pass\n{DOBRO}"), "dobro").checks
    assert "A célula que define dobro passou do tempo limite e foi interrompida" in first.message


def test_what_comes_after_the_function_in_its_cell_may_fail(judged):
    record = judged(dobro=f"{DOBRO}\nprint(nao_existe)")
    assert scores(record) == {"dobro": 1.0, "triplo": 1.0}
    assert record.warnings == []


def test_an_older_definition_that_counts_is_told(judged):
    record = judged(after=["def dobro(x:\n    return 2 * x"])
    assert scores(record)["dobro"] == 1.0
    (warning,) = record.warnings
    assert warning.startswith("Conta uma definição anterior de dobro. A célula que define dobro")
    assert "o ( não foi fechado" in warning


def test_no_cell_error_tells_what_a_hidden_check_asked(judged):
    """What a function met may stay in a file; no later cell can put it on the page."""
    spies = (
        "def dobro(x):\n    open('/tmp/visto', 'a').write(str(list(x)))\n    return 2 * x\n"
        "raise ValueError(open('/tmp/visto').read())"
    )
    record = judged(dobro=spies, after=["raise ValueError(open('/tmp/visto').read())\n" + DOBRO])
    assert "-3.25" not in str(record)


# --- a line ------------------------------------------------------------------------------

HELPER = "def ajuda(x):\n    return x / {}\n"


def test_the_line_is_that_of_the_own_cell_and_then_what_it_called(judged):
    record = judged(dobro="def dobro(x):\n    y = ajuda(x)\n    return 2 * y", before=[HELPER])
    visible, hidden, *_ = question(record, "dobro").checks
    assert visible.message.split("\n")[1] == (
        "TypeError: unsupported operand type(s) for /: 'float' and 'dict'. "
        "Foi na linha 2 da sua célula, «y = ajuda(x)», que chamou ajuda, na linha 2 da célula "
        "dela, «return x / {}»."
    )
    assert hidden.message.split("\n")[1] == (
        "TypeError. Foi na linha 2 da sua célula, «y = ajuda(x)»."
    )


def test_a_question_that_calls_another_is_quoted_itself(judged):
    record = judged(
        dobro="def dobro(x):\n    x = x.lista\n    return 2 * x",
        triplo="def triplo(x):\n    # soma\n    return dobro(x) + x",
    )
    dobro, triplo = (question(record, name).checks[0].message for name in ("dobro", "triplo"))
    assert "Foi na linha 2 da sua célula, «x = x.lista»." in dobro
    assert question(record, "triplo").inherited_error
    assert "dobro" not in triplo


def test_without_inherited_credit_the_called_line_is_said(judged, prepared, monkeypatch):
    monkeypatch.setattr(prepared, "inherited_credit", 0.0)
    record = judged(dobro="def dobro(x):\n    return x.lista")
    assert (
        "Foi na linha 2 da sua célula, «return dobro(x) + x», que chamou dobro, na linha 2 da "
        "célula dela, «return x.lista»."
    ) in question(record, "triplo").checks[0].message


def test_a_line_of_no_cell_of_its_own_says_whose_it_is(judged):
    record = judged(before=[HELPER], dobro="dobro = lambda x: x\ndobro = ajuda")
    message = question(record, "dobro").checks[0].message
    assert "Foi na linha 2 da célula de ajuda, «return x / {}»." in message
