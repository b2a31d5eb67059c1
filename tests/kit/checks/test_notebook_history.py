"""What a check in a notebook says where a cell failed: told from the kernel's history."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from gabarito.checks import verificador

CHECKS = """\
import verificador
def verificacoes():
    from verificador import assert_close, check
    @check(points=1, visible=True, hint="Some o viés.")
    def test_um({name}):
        \"\"\"O um confere.\"\"\"
        assert_close({name}(1), 2, name="y")
    @check(points=1, visible=True, hint="Multiplique.")
    def test_dois({name}):
        \"\"\"O dois confere.\"\"\"
        assert_close({name}(2), 4, name="y")
    return [test_um, test_dois]
verificador.run_checks("{name}", verificacoes(), globals())
"""
HEAD = (
    "{name}: 0 de 2 nas verificações visíveis (na correção há outras, ocultas).\n  ✘ O um confere."
)
TAIL = "  – O dois confere.\n      Não conferida: falta {name}, como está dito acima.\n"


@pytest.fixture(scope="module")
def kernel(tmp_path_factory):
    """Run cells in one kernel, each scenario with names of its own; what the last one printed."""
    folder = tmp_path_factory.mktemp("caderno")
    shutil.copy(verificador.__file__, folder / "verificador.py")
    notebook = nbformat.v4.new_notebook()
    client = NotebookClient(
        notebook, allow_errors=True, timeout=60, resources={"metadata": {"path": str(folder)}}
    )
    with client.setup_kernel():

        def run(*sources):
            notebook.cells = [nbformat.v4.new_code_cell(source) for source in sources]
            for index, cell in enumerate(notebook.cells):
                client.execute_cell(cell, index)
            return "".join(output.get("text", "") for output in notebook.cells[-1].outputs)

        yield run


def body(name):
    return f"def {name}(x):\n    return 2 * x"


def said(name, sentence):
    return f"{HEAD}\n      {{sentence}}\n{TAIL}".format(name=name, sentence=sentence)


def failed(name, error):
    return said(name, f"A célula que define {name} não rodou até o fim. {error}")


def test_a_syntax_error_is_told_once_with_its_line(kernel):
    cell = "\n# resposta\ndef f1(x):\n    y = (2 * x\n    return y"
    assert kernel(cell, CHECKS.format(name="f1")) == failed(
        "f1", "Erro de sintaxe: o ( não foi fechado. Foi na linha 4 da sua célula, «y = (2 * x»."
    )


def test_bad_indentation_below_a_magic_too(kernel):
    cell = "%%time\ndef f2(x):\n    y = x\n  return y"
    assert kernel(cell, CHECKS.format(name="f2")) == failed(
        "f2",
        "Erro de sintaxe: o recuo da linha não é o de nenhum bloco acima dela. "
        "Foi na linha 4 da sua célula, «return y».",
    )


def test_a_line_above_the_function_that_fails_is_quoted(kernel):
    cell = f"\nz = nao_existe\n{body('f3')}"
    assert kernel(cell, CHECKS.format(name="f3")) == failed(
        "f3",
        "NameError: name 'nao_existe' is not defined. Foi na linha 2 da sua célula, "
        "«z = nao_existe». Ali, um nome não tem valor: confira a grafia, e se o que o define vem "
        "antes (import, célula).",
    )


@pytest.mark.parametrize("magic", ["%%timeit", "%%bash"])
def test_a_magic_that_keeps_the_function_out_is_named(kernel, magic):
    name = f"f4_{magic.strip('%')}"
    assert kernel(f"{magic}\n{body(name)}", CHECKS.format(name=name)) == said(
        name,
        f"A célula de {name} começa com {magic}, e o que ela define não fica no notebook: "
        "tire isso.",
    )


def test_another_error_since_is_not_taken_for_the_cells_own(kernel):
    cells = [f"z = nao_existe\n{body('f5')}", "1 / 0"]
    assert kernel(*cells, CHECKS.format(name="f5")) == said(
        "f5",
        "A célula que define f5 não rodou até o fim, ou o nome foi apagado depois: "
        "rode-a de novo e leia o que ela diz.",
    )


def test_a_cell_that_was_never_run_is_asked_for(kernel):
    assert kernel(CHECKS.format(name="f6")) == said(
        "f6", "Você definiu f6? Esse nome não existe no notebook."
    )


def test_an_older_version_that_still_answers_is_told(kernel):
    cells = [body("f7"), "def f7(x:\n    return 3 * x"]
    assert kernel(*cells, CHECKS.format(name="f7")).startswith(
        "Atenção: conferida uma versão anterior de f7. A célula que define f7 não rodou até o fim. "
        "Erro de sintaxe: o ( não foi fechado. Foi na linha 1 da sua célula, «def f7(x:».\n"
        "f7: 2 de 2"
    )


def test_a_cell_that_runs_at_last_is_blamed_for_nothing(kernel):
    cell = f"z = valor_f8\n{body('f8')}"
    assert kernel(cell, "valor_f8 = 1", cell, CHECKS.format(name="f8")).startswith("f8: 2 de 2")
    cell = f"{body('f9')}\nprint(nao_existe)"
    assert kernel(cell, CHECKS.format(name="f9")).startswith("f9: 2 de 2")


def test_without_a_notebook_there_is_no_history():
    assert verificador._undefined("f", {}) == "Você definiu f? Esse nome não existe no notebook."


def test_the_shipped_file_is_read_alone():
    """Nothing of the package is needed where a student runs it."""
    assert "import gabarito" not in Path(verificador.__file__).read_text(encoding="utf-8")
