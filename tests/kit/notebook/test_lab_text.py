"""Lab text ↔ notebook: nothing is lost in either direction."""

from __future__ import annotations

import copy
import json

import nbformat
import pytest
from minicourse import TEXT

from gabarito.errors import CourseError
from gabarito.notebook import lab_text


def markers(notebook):
    return [lab_text.marker(cell) for cell in notebook.cells if lab_text.marker(cell)]


def test_markers_become_nbgrader_metadata():
    notebook = lab_text.read_text(TEXT)
    assert markers(notebook) == [
        ("solution", "dobro"),
        ("checks", "dobro"),
        ("solution", "triplo"),
        ("checks", "triplo"),
        ("manual", "q_aberta"),
    ]
    nbformat.validate(notebook)
    assert lab_text.named_cells(notebook, "solution")["dobro"].metadata["nbgrader"] == {
        "grade": False,
        "grade_id": "dobro",
        "locked": False,
        "schema_version": 3,
        "solution": True,
        "task": False,
    }


def test_demo_cells_are_skipped_by_any_nbclient():
    (demo,) = [cell for cell in lab_text.read_text(TEXT).cells if lab_text.is_demo(cell)]
    assert demo.metadata["tags"] == ["demo", "skip-execution"]


def test_text_survives_the_round_trip():
    assert lab_text.write_text(lab_text.read_text(TEXT), previous=TEXT) == TEXT


def test_without_a_previous_text_the_header_says_the_same():
    notebook = lab_text.read_text(TEXT)
    again = lab_text.read_text(lab_text.write_text(notebook))
    assert again.metadata == notebook.metadata


def test_ids_are_stable_and_an_edit_moves_no_other():
    before = [cell.id for cell in lab_text.read_text(TEXT).cells]
    after = [
        cell.id for cell in lab_text.read_text(TEXT.replace("Lab mínimo\n#", "Outro\n#")).cells
    ]
    assert before == [cell.id for cell in lab_text.read_text(TEXT).cells]
    assert len(set(before)) == len(before)
    assert [a == b for a, b in zip(before, after, strict=True)] == [False] + [True] * 7


@pytest.mark.parametrize(
    "cell",
    [
        nbformat.v4.new_markdown_cell("Prosa com $\\frac{1}{m}$\n\n* lista\n\n# %% não é marca"),
        nbformat.v4.new_code_cell("%matplotlib inline\n!ls *.py\n\n\nx = '''\ntexto\n'''"),
        nbformat.v4.new_code_cell("%%bash\necho oi", metadata={"tags": ["slow"], "a": {"b": [1]}}),
        nbformat.v4.new_raw_cell("bruto"),
        nbformat.v4.new_markdown_cell(
            "![x](attachment:x.png)", attachments={"x.png": {"image/png": "aGk="}}
        ),
        nbformat.v4.new_code_cell(
            "assert True",
            metadata={
                "nbgrader": {
                    "grade": True,
                    "grade_id": "cell-1a2b",
                    "locked": True,
                    "points": 2,
                    "schema_version": 3,
                    "solution": False,
                    "task": False,
                }
            },
        ),
    ],
    ids=["markdown", "mágicas", "etiquetas", "bruta", "anexo", "teste do nbgrader"],
)
def test_an_edited_notebook_comes_back_whole(cell):
    notebook = lab_text.read_text(TEXT)
    notebook.cells.insert(1, copy.deepcopy(cell))
    again = lab_text.read_text(lab_text.write_text(notebook)).cells[1]
    for key in ("cell_type", "source", "metadata", "attachments"):
        assert again.get(key) == cell.get(key)


def test_a_cell_that_does_not_fit_the_text_is_refused():
    notebook = lab_text.read_text(TEXT)
    notebook.cells.insert(1, nbformat.v4.new_code_cell("x = 1\n# %% corta a célula\ny = 2"))
    with pytest.raises(CourseError, match=r"A célula 2 \(x = 1\) não cabe no texto"):
        lab_text.write_text(notebook)


def test_traces_of_running_are_not_text():
    notebook = lab_text.read_text(TEXT)
    notebook.cells[1].metadata["execution"] = {"iopub.execute_input": "2026-11-21"}
    notebook.cells[1].outputs = [nbformat.v4.new_output("stream", text="oi")]
    assert lab_text.write_text(notebook, previous=TEXT) == TEXT


def test_a_name_used_twice_is_refused():
    twice = TEXT + '\n# %% solution="dobro"\nx = 1\n'
    with pytest.raises(CourseError, match="dobro marca 2 células"):
        lab_text.read_text(twice)


def test_a_text_without_header_is_refused():
    with pytest.raises(CourseError, match="não traz `gabarito: lab: NOME`"):
        lab_text.read_text("# %%\nx = 1\n")


def test_the_notebook_is_valid_json_of_nbformat_45():
    notebook = json.loads(nbformat.writes(lab_text.read_text(TEXT)))
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
