"""The door: which files come in, how cells are told apart, what is put right."""

from __future__ import annotations

import json
import os

import nbformat
import pytest

from gabarito.authoring import made_up_class
from gabarito.errors import SubmissionError
from gabarito.judging import match_cells
from gabarito.notebook import handed_in, lab_text


@pytest.fixture
def source(mini):
    return mini.built()


@pytest.fixture
def submitted(mini, source):
    """A student's notebook: the release, first question answered."""
    notebook = nbformat.read(mini.released / "mini.ipynb", as_version=4)
    answer = lab_text.named_cells(notebook, "solution")["dobro"]
    answer.source = "def dobro(x):\n    return x + x"
    return notebook


def read(tmp_path, content, source):
    path = tmp_path / "entrega.ipynb"
    path.write_bytes(content if isinstance(content, bytes) else made_up_class.as_json(content))
    return match_cells.read(path, source)


def names(notebook):
    return [lab_text.marker(cell) for cell in notebook.cells if lab_text.marker(cell)]


def test_an_honest_file_needs_no_repair(tmp_path, submitted, source):
    entry = read(tmp_path, submitted, source)
    assert entry.repairs == []
    assert names(entry.notebook) == names(source)
    assert lab_text.named_cells(entry.notebook, "solution")["dobro"].source.endswith("x + x")


def test_a_file_saved_by_colab_is_the_same_submission(tmp_path, submitted, source):
    honest = read(tmp_path, submitted, source).notebook
    entry = read(tmp_path, made_up_class.as_colab(submitted), source)
    assert entry.repairs == ["formato 4.0 atualizado para 4.5 (células sem id)"]
    assert entry.notebook == honest


def test_lost_metadata_and_ids_are_recovered_from_what_cells_say(tmp_path, submitted, source):
    for number, cell in enumerate(submitted.cells):
        cell.metadata = {}
        cell.id = f"outro-{number}"
    entry = read(tmp_path, submitted, source)
    named = {
        kind: list(lab_text.named_cells(entry.notebook, kind)) for kind in ("solution", "checks")
    }
    assert named == {"solution": ["dobro", "triplo"], "checks": ["dobro", "triplo"]}
    assert "célula dobro reconhecida pela função que define" in entry.repairs
    assert any(lab_text.is_demo(cell) for cell in entry.notebook.cells)


def lost(cell, source):
    """The cell without anything that says which it is, and with another text."""
    cell.metadata, cell.id, cell.source = {}, "perdida", source


def test_a_check_cell_is_known_by_the_checks_it_holds(tmp_path, submitted, source):
    check = next(cell for cell in submitted.cells if cell.id == "test_dobro")
    lost(check, "# minha anotação\n" + check.source.partition("\n")[2])
    entry = read(tmp_path, submitted, source)
    assert entry.repairs == ["célula test_dobro reconhecida pelas verificações que tem"]
    assert names(entry.notebook) == names(source)
    assert len(entry.notebook.cells) == len(source.cells)


def test_a_check_cell_that_lost_all_but_its_heading_is_known_by_it(tmp_path, submitted, source):
    check = next(cell for cell in submitted.cells if cell.id == "test_dobro")
    lost(check, check.source.partition("\n")[0] + "\nprint('apaguei')")
    entry = read(tmp_path, submitted, source)
    assert entry.repairs == ["célula test_dobro reconhecida pela primeira linha"]
    assert names(entry.notebook) == names(source)


def test_a_function_with_the_name_of_a_check_cell_stays_the_students(tmp_path, submitted, source):
    check = next(cell for cell in submitted.cells if cell.id == "test_dobro")
    own = "def test_dobro():\n    assert dobro(2) == 4"
    lost(check, own)
    entry = read(tmp_path, submitted, source)
    assert own in [cell.source for cell in entry.notebook.cells]
    assert entry.repairs == ["célula test_dobro faltava e foi recolocada"]


def test_a_deleted_check_cell_comes_back_in_its_place(tmp_path, submitted, source):
    submitted.cells = [cell for cell in submitted.cells if cell.id != "test_dobro"]
    entry = read(tmp_path, submitted, source)
    assert entry.repairs == ["célula test_dobro faltava e foi recolocada"]
    assert names(entry.notebook) == names(source)


def test_a_deleted_answer_stays_deleted_and_a_model_answer_never_replaces_it(
    tmp_path, submitted, source
):
    submitted.cells = [cell for cell in submitted.cells if cell.id not in ("triplo", "q_aberta")]
    entry = read(tmp_path, submitted, source)
    assert "triplo" not in lab_text.named_cells(entry.notebook, "solution")
    assert lab_text.named_cells(entry.notebook, "manual")["q_aberta"].source == ""


def test_what_the_student_wrote_of_points_tags_and_locks_counts_for_nothing(
    tmp_path, submitted, source
):
    for cell in submitted.cells:
        cell.metadata["tags"] = ["skip-execution", "demo"]
        if "nbgrader" in cell.metadata:
            cell.metadata["nbgrader"] |= {"points": 100, "locked": False, "solution": True}
    text_of_check = next(cell for cell in submitted.cells if cell.id == "test_dobro")
    text_of_check.source = "1000.0"
    entry = read(tmp_path, submitted, source)
    trusted = {cell.id: cell for cell in source.cells}
    for cell in entry.notebook.cells:
        assert cell.metadata == trusted[cell.id].metadata
    check_cell = lab_text.named_cells(entry.notebook, "checks")["dobro"]
    assert check_cell.source == trusted["test_dobro"].source


def test_a_copied_cell_counts_once(tmp_path, submitted, source):
    copied = submitted.cells[2].copy()
    copied.id = "copiada"
    submitted.cells.insert(3, copied)
    entry = read(tmp_path, submitted, source)
    assert names(entry.notebook) == names(source)
    assert len(entry.notebook.cells) == len(source.cells) + 1


BAD_FILES = {
    "texto": (b"isto nao e um notebook", "o conteúdo não é JSON"),
    "cortado": (b'{"cells": [', "o conteúdo não é JSON"),
    "vazio": (b"", "está vazio"),
    "lista": (b"[1, 2]", "não um notebook do Jupyter"),
    "sem células": (b'{"nbformat": 4}', "não um notebook do Jupyter"),
    "células erradas": (b'{"nbformat": 4, "cells": [3]}', r"não é deste lab \(mini\)"),
    "fonte errada": (
        b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": {"a": 1}}]}',
        "não um notebook do Jupyter|não é deste lab",
    ),
    "outro lab": (made_up_class.as_json(nbformat.v4.new_notebook()), r"não é deste lab \(mini\)"),
    "fundo demais": (b'{"a":' * 100_000, "o conteúdo não é JSON"),
}


@pytest.mark.parametrize("kind", BAD_FILES)
def test_a_file_that_is_no_submission_is_one_sentence(tmp_path, source, kind):
    content, message = BAD_FILES[kind]
    with pytest.raises(SubmissionError, match=message):
        read(tmp_path, content, source)


def test_links_pipes_and_giants_stay_outside(tmp_path, source, monkeypatch):
    secret = tmp_path / "segredo"
    secret.write_text("{}")
    link = tmp_path / "entrega.ipynb"
    link.symlink_to(secret)
    with pytest.raises(SubmissionError, match="não é um arquivo comum"):
        match_cells.read(link, source)
    os.mkfifo(tmp_path / "cano.ipynb")
    with pytest.raises(SubmissionError, match="não é um arquivo comum"):
        match_cells.read(tmp_path / "cano.ipynb", source)
    monkeypatch.setattr(handed_in, "MAX_BYTES", 1 << 20)
    (tmp_path / "grande.ipynb").write_bytes(b" " * (2 << 20))
    with pytest.raises(SubmissionError, match="tem 2 MB, acima de 1 MB"):
        match_cells.read(tmp_path / "grande.ipynb", source)


def test_what_comes_in_is_a_notebook_whatever_the_file_held(tmp_path, submitted, source):
    """It is built without nbformat's own check, which takes most of the door's time."""
    wild = json.loads(made_up_class.as_json(submitted))
    wild["cells"][1] |= {"id": ["uma", "lista"], "metadata": "texto", "attachments": 3}
    wild["cells"].append({"cell_type": "code", "source": ["a"], "metadata": {}, "outputs": 7})
    wild["cells"].append({"cell_type": "raw", "source": "b", "metadata": {}})
    entry = read(tmp_path, json.dumps(wild).encode(), source)
    nbformat.validate(entry.notebook)


def test_no_output_of_an_answer_or_of_a_check_stays(tmp_path, submitted, source):
    said = nbformat.v4.new_output("stream", name="stdout", text="do aluno\n")
    for cell in submitted.cells:
        if cell.cell_type == "code":
            cell.outputs = [said]
    content = json.dumps(submitted).encode()
    cells = [c for c in read(tmp_path, content, source).notebook.cells if c.cell_type == "code"]
    assert [cell.outputs for cell in cells if lab_text.marker(cell)] == [[]] * 4
    assert all(cell.outputs == [said] for cell in cells if not lab_text.marker(cell))


ESSAY = "O dobro é o número somado a ele mesmo."


def without_names(notebook):
    for number, cell in enumerate(notebook.cells):
        cell.metadata, cell.id = {}, f"outro-{number}"


def manual(entry):
    return [c.source for c in entry.notebook.cells if lab_text.marker(c) == ("manual", "q_aberta")]


def test_a_written_answer_is_known_by_what_stands_around_it(tmp_path, submitted, source):
    next(cell for cell in submitted.cells if cell.id == "q_aberta").source = ESSAY
    without_names(submitted)
    entry = read(tmp_path, submitted, source)
    assert manual(entry) == [ESSAY]
    assert [cell.source for cell in entry.notebook.cells].count(ESSAY) == 1
    assert "célula q_aberta reconhecida pelo lugar em que está" in entry.repairs


def test_a_written_answer_that_was_deleted_is_no_other_text(tmp_path, submitted, source):
    at = next(i for i, cell in enumerate(submitted.cells) if cell.id == "q_aberta")
    del submitted.cells[at]
    without_names(submitted)
    assert manual(read(tmp_path, submitted, source)) == [""]


@pytest.mark.parametrize(("gone", "asks"), [([], 0), (["dobro"], 0), (["dobro", "triplo"], 1)])
def test_where_most_functions_are_absent_it_asks_for_the_right_notebook(
    tmp_path, submitted, source, gone, asks
):
    submitted.cells = [cell for cell in submitted.cells if cell.id not in gone]
    warnings = read(tmp_path, submitted, source).warnings
    assert len(warnings) == asks
    assert all("é o notebook certo? Só 0 das 2" in said for said in warnings)
