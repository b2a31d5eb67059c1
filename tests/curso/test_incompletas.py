"""The sentence that a student reads where a cell stops because an exercise is not done."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from incompletas import FaltaCompletar, avise
from IPython.core.interactiveshell import InteractiveShell
from nbclient import NotebookClient

from gabarito.course.layout import Course
from gabarito.notebook import lab_text

ROOT = Path(__file__).parents[2]

EXERCISE = '''\
def {name}(Z):
    """Saída: um número."""
    ### Início do código ### (≈ 1 linha)
    A = None  # ToDo: a conta
    ### Fim do código ###
    return A
'''
DONE = EXERCISE.replace("None  # ToDo: a conta", "Z + 1")


class Shell(InteractiveShell):
    """IPython without a kernel; what it shows of an error is kept."""

    def _showtraceback(self, etype, evalue, stb):
        self.shown.append("\n".join(stb))


@pytest.fixture
def say(monkeypatch):
    """What is shown as the last of some cells stops, run in one notebook."""
    shell = Shell()
    shell.shown = []
    monkeypatch.setattr("IPython.get_ipython", lambda: shell)
    avise()

    def run(*cells):
        for cell in cells:
            result = shell.run_cell(cell, store_history=True)
        assert result.error_in_exec is not None
        return shell.shown[-1]

    run.shell = shell
    return run


def exercise(name="ative", body=EXERCISE):
    return body.format(name=name)


def test_the_unfinished_function_and_its_line_are_named(say):
    told = say(exercise(), "ative(1) + 1")
    assert told == (
        "Falta completar `ative`: ainda há um None na linha «A = None  # ToDo: a conta». Complete "
        "o exercício, rode a célula dele e depois rode esta de novo."
    )


def test_so_is_one_that_the_called_one_uses(say):
    middle = "def propague(X):\n    return [ative(x) * 2 for x in X]"
    assert "`ative`" in say(exercise(), middle, "propague([1, 2])")


def test_of_several_the_first_of_the_notebook_is_named(say):
    cells = exercise("segunda"), exercise("primeira"), "primeira(1) + segunda(1)"
    assert "`segunda`" in say(*cells)


def test_before_it_the_one_in_which_the_cell_stopped(say):
    body = EXERCISE.replace("return A", "return A + Z")
    cells = exercise("segunda"), exercise("primeira", body), "segunda(1), primeira(1)"
    assert "`primeira`" in say(*cells)


def test_after_it_what_the_function_uses_in_which_the_cell_stopped(say):
    """And not the first of all that the cell could have come to."""
    inner = "def propague(x):\n    return ative(x) + 1"
    outer = "def treine(x, pronta=True):\n    return propague(x) if pronta else custo(x)"
    assert "`ative`" in say(exercise("custo"), exercise(), inner, outer, "treine(1)")


def test_one_that_is_not_used_is_not_named(say):
    assert "Falta" not in say(exercise(), exercise("pronta", DONE), "pronta(1) + 'a'")


def test_a_line_that_is_written_below_the_stub_completes_it(say):
    body = EXERCISE.replace("    ### Fim", "    A = Z + 1\n    ### Fim")
    told = say(exercise(body=body), "ative(1) + 'a'")
    assert "Falta" not in told
    assert "TypeError" in told


def test_a_loop_that_is_written_below_the_stub_completes_it(say):
    body = EXERCISE.replace("    ### Fim", "    for A in [Z]:\n        pass\n    ### Fim")
    assert "Falta" not in say(exercise(body=body), "ative(1) + 'a'")


def test_a_branch_that_is_left_undone_is_named_though_the_name_is_set_elsewhere(say):
    body = "def f(x):\n    if x:\n        a = 1\n    else:\n        a = None  # ToDo\n    return a"
    assert "`f`" in say(body, "f(0) + 1")


def test_a_none_whose_mark_was_erased_is_found_where_python_speaks_of_none(say):
    body = EXERCISE.replace("  # ToDo: a conta", "")
    assert "`ative`" in say(exercise(body=body), "ative(1) + 1")
    assert "Falta" not in say("[][1], ative")


def test_a_function_that_returns_nothing_is_told_so(say):
    body = DONE.replace("    return A\n", "")
    assert "falta um return" in say(exercise(body=body), "ative(1) + 1")


def test_a_function_that_is_imported_is_no_exercise(say):
    """A generator with a docstring like the labs', say."""
    assert "Falta" not in say("from progresso import acompanhe", "[*acompanhe(range(2))] + 1")


def test_a_function_replaced_by_a_number_is_told_so(say):
    told = say(exercise(body=DONE), "ative = ative(1)", "ative(2)")
    assert "`ative` deveria ser uma função, mas agora guarda um valor (int)" in told


def test_a_value_of_an_earlier_cell_that_is_none_is_named(say):
    assert "`x` ainda vale None" in say("x = None", "len(x)")


@pytest.mark.parametrize("cell", ["1 / 0", "import nada", "ative(1) if 0 else 1 / 0"])
def test_other_errors_are_shown_as_python_shows_them(say, cell):
    told = say(exercise(), cell)
    assert "Falta" not in told
    assert "Error" in told


def test_a_cell_that_needs_another_says_so(say):
    told = say("resultado + 1")
    assert told.startswith("`resultado` ainda não existe")
    assert "na ordem" in told


def test_so_it_does_where_a_comprehension_needs_it(say):
    assert say("[resultado + k for k in range(3)]").startswith("`resultado` ainda não existe")


def test_a_misspelt_name_in_a_function_is_shown_as_python_shows_it(say):
    told = say("def dobre(x):\n    return 2 * y", "dobre(1)")
    assert "NameError" in told
    assert "name 'y' is not defined" in told


def test_the_result_keeps_the_error_that_was_raised(say):
    say(exercise(), "ative(1) + 1")
    result = say.shell.run_cell("ative(1) + 1")
    assert isinstance(result.error_in_exec, TypeError)


def test_asking_twice_changes_nothing_more(say):
    before = say.shell.CustomTB
    avise()
    assert say.shell.CustomTB == before


def test_what_somebody_else_had_asked_for_still_holds(monkeypatch):
    shell = Shell()
    shell.shown, seen = [], []
    shell.set_custom_exc((KeyError,), lambda *caught, tb_offset=None: seen.append(caught[1]))
    monkeypatch.setattr("IPython.get_ipython", lambda: shell)
    avise()
    shell.run_cell("{}[1]")
    assert seen == [KeyError]


def test_without_ipython_nothing_happens(monkeypatch):
    monkeypatch.setattr("IPython.get_ipython", lambda: None)
    avise()


BLAMED = {"regularizacao": {"mascaras_novas = model(": "`dropout`"}}
"""What is really unwritten where a cell stops, by words of the cell."""


@pytest.mark.slow(reason="runs a whole released notebook in a kernel")
@pytest.mark.parametrize(
    "name",
    [
        "lab3_rede_densa",  # nothing of it trains where nothing is written
        *(
            pytest.param(name, marks=pytest.mark.nightly)
            for name in ("cnn_passo_a_passo", "lab3_multiclasse", "regularizacao")
        ),
    ],
)
def test_the_untouched_notebook_stops_with_sentences_only(name):
    """Every cell, the next one too: who jumps ahead reads a sentence."""
    lab = Course.at(ROOT).lab(name)
    notebook = nbformat.read(lab.released / f"{name}.ipynb", as_version=4)
    for cell in notebook.cells:
        cell.metadata.pop("tags", None)
    where = {"metadata": {"path": str(lab.released)}}
    client = NotebookClient(
        notebook, timeout=300, kernel_name="python3", resources=where, allow_errors=True
    )
    client.execute()
    stopped = [
        (cell.source, output)
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if output.output_type == "error"
    ]
    assert len(stopped) > 3
    for source, output in stopped:
        sentence = output.ename == FaltaCompletar.__name__ and len(output.traceback) == 1
        assert sentence, (source, output.traceback)
    for words, exercise_name in BLAMED.get(name, {}).items():
        (told,) = [output.evalue for source, output in stopped if words in source]
        assert exercise_name in told
    asked = {*lab_text.named_cells(lab.parse(), "solution")}
    named = {name for _, output in stopped for name in asked if f"`{name}`" in output.evalue}
    assert len(named) >= 2
