"""Building: the same text gives the same bytes, and edits come back."""

from __future__ import annotations

import ast
import shutil

import nbformat
import pytest

from gabarito.authoring import build
from gabarito.errors import CourseError, OutputError
from gabarito.notebook import lab_text


def tree(folder):
    return {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_building_twice_gives_the_same_bytes(mini):
    first = tree(mini.folder)
    shutil.rmtree(mini.folder)
    build.build(mini)
    assert tree(mini.folder) == first
    assert {str(path) for path in first} == {
        "mini.ipynb",
        "apoio.py",
        "causas.py",
        "verificador.py",
    }


def test_points_are_the_sum_of_the_checks(mini):
    cells = lab_text.named_cells(mini.built(), "checks")
    assert {name: c.metadata["nbgrader"]["points"] for name, c in cells.items()} == {
        "dobro": 1.0,
        "triplo": 1.0,
    }


def test_only_what_visible_checks_need_stays_in_the_open(mini):
    source = lab_text.named_cells(mini.built(), "checks")["dobro"].source
    shown, hidden = source.split("### BEGIN HIDDEN TESTS")
    assert "_ENTRADA" in shown
    assert "def test_exemplo" in shown
    for secret in ("_SEGREDO", "test_outros_numeros", "negativos"):
        assert secret not in shown
        assert secret in hidden
    assert "gabarito" not in source
    ast.parse(source)


def test_a_check_cell_lends_the_student_no_import(mini):
    source = lab_text.named_cells(mini.built(), "checks")["dobro"].source
    module = ast.parse(source)
    defined = [type(node).__name__ for node in module.body]
    assert defined == ["Import", "FunctionDef", "Expr"]
    assert module.body[0].names[0].name == "verificador"


def test_an_edit_in_the_notebook_comes_back_into_the_text(mini):
    notebook = mini.built()
    notebook.cells[1].source += "\n\nMais uma frase."
    notebook.cells.insert(4, nbformat.v4.new_code_cell("print('célula nova')"))
    answer = lab_text.named_cells(notebook, "solution")["dobro"]
    answer.source = answer.source.replace("np.multiply(2, x)", "x + x")
    nbformat.write(notebook, mini.notebook)
    build.from_notebook(mini)
    build.build(mini)
    again = mini.built()
    assert [(c.cell_type, c.source) for c in again.cells] == [
        (c.cell_type, c.source) for c in notebook.cells
    ]
    assert [c.metadata for c in again.cells] == [c.metadata for c in notebook.cells]


def test_going_back_without_edits_changes_no_byte(mini):
    before = mini.text.read_bytes()
    build.from_notebook(mini)
    assert mini.text.read_bytes() == before


def test_an_edited_check_cell_is_refused_and_nothing_is_written(mini):
    notebook = mini.built()
    lab_text.named_cells(notebook, "checks")["dobro"].source += "\n# mais um teste"
    notebook.cells[1].source = "outra coisa"
    nbformat.write(notebook, mini.notebook)
    before = mini.text.read_bytes()
    with pytest.raises(CourseError, match=r"dobro foi editada .*test_dobro\.py"):
        build.from_notebook(mini)
    assert mini.text.read_bytes() == before


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("lab: mini", "lab: outro", "diz `lab: outro`"),
        ("[apoio.py]", "[falta.py]", "falta.py, que não existe"),
        ('# %% checks="dobro"\n', "", 'mas não `# %% checks="dobro"`'),
    ],
)
def test_a_wrong_text_is_one_sentence_and_leaves_the_old_notebook(mini, old, new, message):
    before = mini.notebook.read_bytes()
    mini.text.write_text(mini.text.read_text().replace(old, new))
    with pytest.raises(CourseError, match=message):
        build.build(mini)
    assert mini.notebook.read_bytes() == before


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("visible=True, ", "", "não tem verificação visível"),
        ("points=0.25)", "points=0.25, visible=True)", None),
        ("import numpy", "import numpy_que_nao_existe", "não pôde ser carregado"),
    ],
)
def test_wrong_checks_are_one_sentence(mini, old, new, message):
    path = mini.checks_file("dobro")
    path.write_text(path.read_text().replace(old, new))
    if message is None:
        build.build(mini)
        return
    with pytest.raises(CourseError, match=message):
        build.build(mini)


def test_no_permission_is_one_sentence(mini):
    shutil.rmtree(mini.folder)
    mini.folder.write_text("um arquivo no lugar da pasta")
    with pytest.raises(OutputError, match=r"Não foi possível escrever em .*mini"):
        build.build(mini)
