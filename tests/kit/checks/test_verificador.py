"""The checks' runtime: what it accepts, what it says, what it survives."""

from __future__ import annotations

import linecache
import logging
import sys
import time
import warnings

import numpy as np
import pytest

from gabarito.checks import (
    CheckFailed,
    assert_close,
    assert_true,
    assert_unchanged,
    check,
    verificador,
)
from gabarito.checks.verificador import (
    AS_GIVEN,
    MIME_TYPE,
    code_mark,
    question_score,
    run_check,
    run_checks,
)


@pytest.mark.parametrize(
    "value",
    [
        [[1, 2], [3, 4]],
        ((1.0, 2.0), (3.0, 4.0)),
        np.array([[1, 2], [3, 4]], dtype=np.float32),
        np.array([[1, 2], [3, 4]]) + 1e-9,
        [np.array([1, 2]), np.array([3, 4])],
        np.ma.array([[1.0, 2.0], [3.0, 4.0]]),
    ],
    ids=["listas", "tuplas", "float32", "arredondado", "lista de arrays", "mascarado"],
)
def test_equal_values_pass_whatever_holds_them(value):
    assert_close(value, [[1, 2], [3, 4]], name="Z")


@pytest.mark.parametrize("value", [0.5, np.float32(0.5), np.array(0.5), np.array([[[0.5]]]), [0.5]])
def test_one_number_passes_in_any_wrapping(value):
    assert_close(value, 0.5, name="custo")


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (None, "Z ainda vale None: falta completar o código."),
        (np.squeeze(np.array(None)), "Z ainda vale None: falta completar o código."),
        ([[None, 1]], "Z ainda vale None: falta completar o código."),
        ([np.squeeze(None)], "Z ainda vale None: falta completar o código."),
        ([[1.0]], "Z: o formato é (1, 1), mas o esperado é (1, 2)."),
        ([1.0, 2.0], "Z: o formato é (2,), mas o esperado é (1, 2)."),
        (
            [[1.0, 2.5]],
            "Z: diferença em 1 de 2 posições; a primeira é [0, 1]: obtido 2,5, esperado 2; "
            "maior diferença: 0,5.",
        ),
        (
            [[np.nan, 2.0]],
            "Z: diferença em 1 de 2 posições; a primeira é [0, 0]: obtido nan, esperado 1; "
            "maior diferença: não finita.",
        ),
        ("12", "Z: o esperado são números, mas o obtido é str."),
        ([[1 + 3j, 2]], "Z: o esperado são números, mas o obtido é list com 1 elemento (list)."),
        ((np.ones(2), "x"), "o esperado são números, mas o obtido é tuple com 2 elementos"),
        ({"a": 1}, "Z: o esperado são números, mas o obtido é dict."),
    ],
)
def test_a_difference_says_what_differs(value, message):
    with pytest.raises(CheckFailed) as failure:
        assert_close(value, [[1.0, 2.0]], name="Z")
    assert message in str(failure.value)


@pytest.mark.parametrize("value", ["12", [1.0], [[1.0, 5.0]], [[1.0, 2.0], [3.0, 4.0]]])
def test_no_verb_agrees_with_a_name_that_may_be_plural(value):
    with pytest.raises(CheckFailed, match=r"^idade e salário: "):
        assert_close(value, [[1.0, 2.0]], name="idade e salário")


def test_one_position_is_counted_in_the_singular():
    with pytest.raises(CheckFailed, match="diferença em 1 de 1 posição; a primeira"):
        assert_close([[2.0]], [[1.0]], name="b")


def test_infinities_compare_by_value():
    assert_close([np.inf, -np.inf], [np.inf, -np.inf], name="Z")
    with pytest.raises(CheckFailed, match="obtido inf, esperado -inf"):
        assert_close([np.inf], [-np.inf], name="Z")


def test_a_change_inside_a_cache_is_seen_and_nan_is_no_change():
    b = np.zeros((2, 1))
    cache = {"camada": (np.array([np.nan, 1.0]), b)}
    with assert_unchanged(cache=cache):
        pass
    with pytest.raises(CheckFailed, match="cache foi alterado dentro da função"):
        with assert_unchanged(cache=cache):
            b += 1


@pytest.mark.parametrize("new", [3, [1], {"b": 1}, None])
def test_an_item_that_becomes_another_kind_of_thing_has_changed(new):
    cache = {"camada": {"a": 1}, "lista": [1, 2]}
    for key in cache:
        with pytest.raises(CheckFailed, match="cache foi alterado dentro da função"):
            with assert_unchanged(cache=cache):
                cache[key] = new


# --- one check -----------------------------------------------------------------------


def made(body, *, visible=True):
    """A check of `dobro` that calls `body`, and the check's spec."""

    @check(points=1, visible=visible, hint="Pense.")
    def test_dobro(dobro):
        """O dobro confere."""
        body(dobro)

    return test_dobro


def expects_four(dobro):
    assert_close(dobro(2), 4, name="resposta")


def student(source):
    namespace = {"__name__": "__main__", "np": np}
    exec(source, namespace)
    return namespace


def outcome(source, body=expects_four, *, visible=True):
    return run_check(made(body, visible=visible), student(source))


def test_a_right_answer_passes():
    result = outcome("def dobro(x): return 2 * x")
    assert (result.state, result.score, result.message) == ("passed", 1, "O dobro confere.")


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("def dobro(x): return 3 * x", "resposta: obtido 6, esperado 4."),
        ("def dobro(x): return None", "resposta ainda vale None"),
        ("def dobro(x): return x / 0", "ZeroDivisionError: division by zero. Foi na linha 1"),
        ("def dobro(x): return None + x", "talvez falte completar um ToDo"),
        ("def dobro(x): return triplo", "NameError: name 'triplo' is not defined. Foi na linha 1"),
        ("def dobro(x): return triplo", "Ali, um nome não tem valor"),
        ("def dobro(x): x += y; y = 1", "Ali, um nome é usado antes de receber um valor."),
        (
            "def dobro(x): return {}['W1']",
            "KeyError: 'W1'. Foi na linha 1 da sua célula. A chave que foi pedida",
        ),
        ("def dobro(x): raise SystemExit", "SystemExit"),
        ("def dobro(x): raise KeyboardInterrupt", "KeyboardInterrupt"),
        ("def dobro(): return 4", "TypeError"),
        ("def dobro(x): return dobro(x)", "RecursionError"),
    ],
)
def test_a_visible_failure_says_why(source, message):
    result = outcome(source)
    assert (result.state, result.score) == ("failed", 0)
    assert message in result.message
    assert result.hint == "Pense."


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("x = 1", "Você definiu dobro? Esse nome não existe no notebook."),
        ("dobro = 4.0", "dobro deveria ser uma função, mas guarda um valor (float)"),
    ],
)
def test_a_missing_function_is_told_without_a_hint(source, message):
    result = outcome(source)
    assert (result.state, result.score, result.hint) == ("failed", 0, "")
    assert message in result.message


def in_a_cell(source, name="<célula>"):
    """The student's objects, whose source Python can show, as IPython does it."""
    linecache.cache[name] = len(source), None, source.splitlines(True), name
    namespace = {"__name__": "__main__", "np": np}
    exec(compile(source, name, "exec"), namespace)
    return namespace


LEFT = "d ainda vale None: falta completar o código. Foi na linha {} da sua célula"


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("d = None\n  return d[0]", LEFT.format(3)),
        ("d, e = None, None\n  for i in range(d): pass", LEFT.format(3)),
        ("d = None\n  return x + d", LEFT.format(3)),
        ("d = None\n  return np.dot(\n    x,\n    d) + 1", LEFT.format(3)),
        ("d = None\n  d = [].append(x)\n  return d + x", "talvez falte completar um ToDo"),
        ("d = []\n  d = d.append(x)\n  d.append(x)", "append muda a lista no lugar e devolve None"),
        ("d = [].append(x)\n  return d + x", "talvez falte completar um ToDo"),
        ("d = None\n  return x / 0", "ZeroDivisionError: division by zero."),
        ("d = None\n  return {'a': None}['a'] + x", "talvez falte completar um ToDo"),
    ],
)
def test_the_name_that_still_is_none_where_a_function_stops_is_told(lines, message):
    result = run_check(made(expects_four), in_a_cell(f"def dobro(x):\n  {lines}\n"))
    assert message in result.message
    assert ("TypeError" in result.message) == ("talvez" in message)
    assert ("talvez" in result.message) == ("talvez" in message)


def test_a_helper_of_the_lab_is_no_cell(tmp_path, monkeypatch):
    (tmp_path / "ajuda_do_lab.py").write_text("def triplo(x):\n    return 3 * x / 0\n")
    monkeypatch.syspath_prepend(tmp_path)
    namespace = in_a_cell("from ajuda_do_lab import triplo\ndef dobro(x):\n  return triplo(x)\n")
    message = run_check(made(expects_four), namespace).message
    assert message.endswith("Foi na linha 3 da sua célula, «return triplo(x)».")


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("if x > 9:\n    return x, x", "algum caminho dela não chega a um return."),
        ("d = None\n  return d", "talvez falte completar um ToDo"),
        ("a, b = [].append(x)\n  return a", "talvez falte completar um ToDo"),
    ],
)
def test_a_function_that_returns_nothing_is_told_so(lines, message):
    def apart(dobro):
        a, b = dobro(2)
        assert_close([a, b], [4, 4], name="os dois")

    result = run_check(made(apart), in_a_cell(f"def dobro(x):\n  {lines}\n"))
    assert message in result.message


def takes_apart(dobro):
    Z, cache = dobro(2)
    A, W, b = cache
    assert_close([Z, A, W, b], 4, name="Z")


def takes_all_apart(dobro):
    Z, (A, W, b) = dobro(2)
    assert_close([Z, A, W, b], 4, name="Z")


RETURNED = "A função não retorna tantos valores quantos o enunciado pede."
INSIDE = "cache, que a função retorna, não guarda tantos valores quantos o enunciado pede."
SOMETHING = "Algo que a função retorna não guarda tantos valores quantos o enunciado pede."
OF_ITS_OWN = "Ali, há mais nomes do que valores, ou menos."


@pytest.mark.parametrize(
    ("returns", "body", "visible", "hidden"),
    [
        ("return 4,", takes_apart, RETURNED, RETURNED),
        ("return 4, (1, 2, 3), 5", takes_apart, RETURNED, RETURNED),
        ("return 4.0", takes_apart, RETURNED, RETURNED),
        ("return 4, (1, 2)", takes_apart, INSIDE, SOMETHING),
        ("return 4, (1, 2, 3, 4)", takes_apart, INSIDE, SOMETHING),
        ("return 4, (1, 2)", takes_all_apart, SOMETHING, SOMETHING),
        ("return 4,", takes_all_apart, RETURNED, RETURNED),
        ("a, b = (1, 2, 3)", takes_apart, OF_ITS_OWN, OF_ITS_OWN),
    ],
)
def test_what_has_other_parts_than_asked_for_is_named(returns, body, visible, hidden):
    source = f"def dobro(x): {returns}"
    for seen, sentence in ((True, visible), (False, hidden)):
        message = outcome(source, body, visible=seen).message
        assert message.endswith(sentence)
        others = {RETURNED, INSIDE, SOMETHING, OF_ITS_OWN} - {sentence}
        assert not any(other in message for other in others)


def test_two_calls_that_differ_are_told():
    counts = "n = []\ndef dobro(x):\n  n.append(1)\n  return len(n)"
    assert outcome(counts).message.endswith(verificador.DIFFERS)
    draws = "import random\ndef dobro(x): return random.random() + np.random.rand()"
    assert outcome(draws, visible=False).message == f"O dobro confere.\n{verificador.DIFFERS}"
    for same in (
        "return 3 * x",
        "x = np.nan; return x",
        "np.random.seed(1); return np.random.rand()",
    ):
        assert verificador.DIFFERS not in outcome(f"def dobro(x): {same}").message


class Model:
    """One that stays where it is: a copy of what stands for it stands for the same one."""

    def __init__(self):
        self.steps = 0

    def __deepcopy__(self, _):
        return self


@pytest.mark.parametrize("given", [lambda m: (m,), lambda m: ([1.0, {"of": m}],)])
def test_two_calls_that_train_the_same_model_may_differ(given):
    def train(_):
        model.steps += 1
        return model.steps

    @check(points=1)
    def trains(dobro):
        """O dobro confere."""
        assert_close(dobro(*given(model)), 70, name="resposta")

    model = Model()
    assert verificador.run_check(trains, {"dobro": train}).message == "O dobro confere."


def test_a_check_that_is_discreet_says_what_a_hidden_one_may():
    for source in ("def dobro(x): return 3 * x", "def dobro(x): raise ValueError(x)"):
        visible = run_check(made(expects_four), student(source), discreet=True)
        assert visible.message == outcome(source, visible=False).message


def test_a_hidden_failure_says_nothing_of_its_values():
    wrong = outcome("def dobro(x): return 3 * x", visible=False)
    assert wrong.message == "O dobro confere."
    tells = "def dobro(x): raise ValueError(f'a entrada era {x}')"
    assert outcome(tells, visible=False).message == (
        "O dobro confere.\nValueError. Foi na linha 1 da sua célula."
    )
    named = "def dobro(x): raise type(f'Era{x}', (Exception,), {})()"
    assert "Era2" not in outcome(named, visible=False).message


def test_an_endless_loop_costs_one_check(monkeypatch):
    monkeypatch.setattr(verificador, "CHECK_LIMIT_S", 0.2)
    start = time.process_time()
    swallows = (
        "def dobro(x):\n  while True:\n    try:\n      pass\n    except Exception:\n      pass"
    )
    result = outcome(swallows)
    assert time.process_time() - start < 3
    assert result.message == "O dobro confere.\nPassou de 0,2 s: há algum laço que não termina?"


def test_only_the_clock_says_that_a_check_ran_out_of_time(monkeypatch):
    monkeypatch.setattr(verificador, "CHECK_LIMIT_S", 0.2)
    assert outcome("def dobro(x):\n  while True: pass").timed_out

    def says_so(dobro):
        assert_true(False, "A resposta não confere: há algum laço que não termina?")

    assert not outcome("def dobro(x): return 4", says_so).timed_out


def test_past_the_cell_budget_checks_are_skipped():
    result = run_check(made(expects_four), student("def dobro(x): return 4"), deadline=0.0)
    assert (result.state, result.score) == ("skipped", 0)


NOISY = """
import sys, warnings, logging, os
import numpy as np
def dobro(x):
    print("saída")
    print("erro", file=sys.stderr)
    warnings.warn("aviso")
    logging.getLogger("aluno").error("registro")
    np.log(np.array([-1.0]))
    np.random.seed(0)
    return 2 * x
"""


def test_noise_of_the_student_reaches_nothing(capfd):
    log = logging.StreamHandler(sys.stderr)
    logging.getLogger().addHandler(log)
    before = np.random.get_state()[1].copy()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert outcome(NOISY).state == "passed"
    logging.getLogger().removeHandler(log)
    assert capfd.readouterr() == ("", "")
    assert np.array_equal(np.random.get_state()[1], before)


def test_strict_numpy_settings_of_the_student_cost_nothing():
    with np.errstate(all="raise"):
        assert outcome("def dobro(x): np.log(np.zeros(1)); return 2 * x").state == "passed"


def test_plots_inside_a_function_are_discarded():
    plt = pytest.importorskip("matplotlib.pyplot")
    backend = plt.get_backend()
    source = (
        "import matplotlib.pyplot as plt\ndef dobro(x): plt.plot([1]); plt.show(); return 2 * x"
    )
    assert outcome(source).state == "passed"
    assert plt.get_fignums() == []
    assert plt.get_backend() == backend


# --- a cell --------------------------------------------------------------------------


def right(dobro):
    expects_four(dobro)


def secret(dobro):
    assert_close(dobro(10), 20, name="resposta")


CELL = [made(right), made(secret, visible=False)]
TABLE = "def dobro(x): return 4"


def test_points_come_out_the_way_nbgrader_reads_them(capsys):
    report = run_checks("dobro", CELL, student("def dobro(x): return 2 * x"))
    bundle = report._repr_mimebundle_()
    assert bundle["text/plain"] == "2"
    assert [c["state"] for c in bundle[MIME_TYPE]["checks"]] == ["passed", "passed"]
    fields = ["name", "state", "score", "max_score", "hidden", "message", "hint"]
    assert [list(c) for c in bundle[MIME_TYPE]["checks"]] == [fields, fields]
    assert "dobro: 2 de 2 verificações, 2 de 2 ponto(s)." in capsys.readouterr().out


def test_a_table_of_the_printed_answers_earns_nothing(capsys):
    report = run_checks("dobro", CELL, student(TABLE))
    assert [result.state for result in report.results] == ["passed", "failed"]
    assert question_score(report.results) == 0
    assert repr(report) == "0.0"


def test_an_answer_that_nobody_put_right_is_called_so_and_no_other(capsys, monkeypatch):
    given, mended = "def dobro(x):\n    return x\n", "def dobro(x):\n    return 2 * x\n"
    mark = code_mark("dobro", given)
    for source, said in ((given, True), (mended, False), (given + "\n\n" + mended, False)):
        cell = (len(source), None, source.splitlines(True), "<a cell>")
        monkeypatch.setitem(linecache.cache, "<a cell>", cell)
        namespace = {}
        exec(compile(source, "<a cell>", "exec"), namespace)
        run_checks("dobro", CELL, namespace, mark)
        out = capsys.readouterr().out
        assert out.startswith(AS_GIVEN.format(name="dobro") + "\ndobro: ") == said
        assert (AS_GIVEN.format(name="dobro") in out) == said


def test_a_mark_is_of_the_code_of_the_last_function_of_that_name():
    plain, around = "def f(x):\n    return x", "y = 1\n\n\ndef f(x):  \n    return x\n\n\nf(y)\n"
    assert code_mark("f", plain) == code_mark("f", around) != ""
    assert code_mark("f", plain.replace("return x", "return  x")) != code_mark("f", plain)
    assert code_mark("f", "def f(): pass\n" + plain) == code_mark("f", plain)
    assert code_mark("f", plain + " +") == code_mark("g", plain) == ""


def test_a_student_sees_text_and_no_value(capsys):
    assert run_checks("dobro", CELL[:1], student(TABLE)) is None
    assert capsys.readouterr().out == (
        "dobro: 1 de 1 nas verificações visíveis (na correção há outras, ocultas).\n"
        "  ✔ O dobro confere.\n"
    )
