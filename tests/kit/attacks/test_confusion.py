"""Attacks on how a notebook is read: its metadata, its types, its order and its words."""

from __future__ import annotations

import contextlib
import json

import nbformat
import pytest
from arena import DOBRO, HONEST, Attack, scores

from gabarito.errors import SubmissionError

WRONG = "def dobro(x):\n    return x"
LOST = {"dobro": 0.0}


def cells(notebook):
    return {cell.id: cell for cell in notebook.cells}


def position(notebook, identity):
    return next(i for i, cell in enumerate(notebook.cells) if cell.id == identity)


def code(source, **metadata):
    cell = nbformat.v4.new_code_cell(source)
    cell.metadata = nbformat.from_dict(metadata)
    return cell


def graded(name, **more):
    return {
        "grade_id": name, "grade": True, "solution": False, "locked": True, "points": 1.0,
        "schema_version": 3, "task": False, **more,
    }  # fmt: skip


# --- metadata that the student sets -----------------------------------------------------


def points_raised(notebook):
    cells(notebook)["test_dobro"].metadata["nbgrader"]["points"] = 1000


def points_for_the_answer(notebook):
    cells(notebook)["dobro"].metadata["nbgrader"] = graded("dobro", points=1000)


def checks_skipped(notebook):
    for name in ("test_dobro", "test_triplo"):
        cells(notebook)[name].metadata["tags"] = ["skip-execution", "demo"]


def answer_as_demo(notebook):
    cells(notebook)["dobro"].metadata["tags"] = ["demo", "skip-execution"]


def full_marks_in_the_outputs(notebook):
    cell = cells(notebook)["test_dobro"]
    cell.outputs = [nbformat.v4.new_output("execute_result", data={"text/plain": "1.0"})]
    cell.metadata["nbgrader"]["locked"] = False


def checks_replaced(notebook):
    cells(notebook)["test_dobro"].source = "print('dobro: 3 de 3')\n1.0"


def checks_deleted(notebook):
    del notebook.cells[position(notebook, "test_dobro")]


def checks_as_text(notebook):
    index = position(notebook, "test_dobro")
    text = nbformat.v4.new_markdown_cell("nada", metadata=notebook.cells[index].metadata)
    notebook.cells[index] = text


def two_check_cells(notebook):
    notebook.cells.insert(0, code("1.0", nbgrader=graded("test_dobro")))


def checks_before_everything(notebook):
    notebook.cells.insert(0, notebook.cells.pop(position(notebook, "test_dobro")))


def a_manual_grade(notebook):
    notebook.cells.append(code("1", nbgrader=graded("extra", points=100)))


def grade_ids_exchanged(notebook):
    one, other = cells(notebook)["test_dobro"], cells(notebook)["test_triplo"]
    one.metadata, other.metadata = other.metadata, one.metadata


def nbgrader_is_a_list(notebook):
    cells(notebook)["dobro"].metadata["nbgrader"] = ["grade_id", {"a": None}]


def another_kernel(notebook):
    notebook.metadata["kernelspec"] = {"name": "bash", "display_name": "x", "language": "bash"}


def the_lab_is_another(notebook):
    notebook.metadata["gabarito"] = {"lab": "../../etc", "title": "<script>", "helpers": ["/"]}


EDITS = [
    points_raised, points_for_the_answer, checks_skipped, answer_as_demo, checks_replaced,
    full_marks_in_the_outputs, checks_deleted, checks_as_text, two_check_cells,
    checks_before_everything, a_manual_grade, grade_ids_exchanged, nbgrader_is_a_list,
    another_kernel, the_lab_is_another,
]  # fmt: skip


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_what_a_notebook_says_of_itself_gives_no_points(arena, edit):
    judged = arena.fight(Attack(edit.__name__, dobro=WRONG, edit=edit, deserved=LOST))
    assert judged.record.max_score == 2.0
    assert [question.name for question in judged.record.questions] == [
        "dobro", "triplo", "q_aberta",
    ]  # fmt: skip


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_nor_does_it_take_points_away(arena, edit):
    assert scores(arena.judge(arena.submission(Attack("right", edit=edit)))) == HONEST


# --- order and names --------------------------------------------------------------------


def test_the_last_of_two_answers_counts(arena):
    def again(notebook):
        notebook.cells.insert(
            position(notebook, "dobro") + 1,
            code(WRONG, nbgrader=dict(cells(notebook)["dobro"].metadata["nbgrader"])),
        )

    arena.fight(Attack("twice", edit=again, deserved=LOST))


REDEFINED = {
    "builtins": "import builtins\nbuiltins.len = builtins.range = builtins.print = None",
    "types": "int = float = list = dict = str = None",
    "the function as a class": "class dobro:\n    def __new__(cls, x): return x",
    "the function as a lambda": "dobro = lambda x: x",
    "the function later": "import threading\ndef dobro(x): return x",
    "through globals": "globals()['dobro'] = lambda x: x",
    "through the shell": "get_ipython().push({'dobro': lambda x: x})",
    "by a property of the module": "import sys\nsys.modules['__main__'].dobro = lambda x: x",
}


@pytest.mark.parametrize("what", REDEFINED)
def test_redefinitions_hit_their_author_only(arena, what):
    arena.fight(Attack(what, before=(REDEFINED[what],)))


MARKERS = (
    "### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS", "### BEGIN SOLUTION", "### END SOLUTION",
    "# %% solution=\"dobro\"", "# %% checks=\"dobro\"", "# Verificação de dobro: rode esta célula",
)  # fmt: skip


@pytest.mark.parametrize("marker", MARKERS)
def test_marks_of_the_instructor_in_a_students_words(arena, marker):
    attack = Attack(marker, before=(marker,), dobro=f"{marker}\n{DOBRO}\n{marker}")
    assert scores(arena.fight(attack)) == HONEST


# --- a file whose JSON lies -------------------------------------------------------------


def raw(arena, change):
    data = json.loads(arena.submission(Attack("raw")))
    changed = change(data)
    return json.dumps(data if changed is None else changed).encode()


def cell(data, identity="dobro"):
    return next(c for c in data["cells"] if c.get("id") == identity)


def deep(levels):
    value = {}
    for _ in range(levels):
        value = {"a": value}
    return value


def rich(data):
    return {"output_type": "display_data", "metadata": {}, "data": {"application/json": data}}


def demo(data):
    return next(c for c in data["cells"] if "demo" in c["metadata"].get("tags", []))


LIES = {
    "format is text": lambda d: d.update(nbformat="4"),
    "minor is text": lambda d: d.update(nbformat_minor="x"),
    "minor is null": lambda d: d.update(nbformat_minor=None),
    "format is huge": lambda d: d.update(nbformat=10**400),
    "format 3": lambda d: d.update(nbformat=3),
    "cells is a map": lambda d: d.update(cells={"a": 1}),
    "cells is null": lambda d: d.update(cells=None),
    "cells are numbers": lambda d: d.update(cells=[1, 2]),
    "no metadata": lambda d: d.update(metadata=[1]),
    "a list": lambda d: [d],
    "a word": lambda d: "notebook",
    "null": lambda d: 0,
    "source is a number": lambda d: cell(d).update(source=7),
    "source is a list of numbers": lambda d: cell(d).update(source=[1, 2]),
    "source is a map": lambda d: cell(d).update(source={"a": 1}),
    "source is null": lambda d: cell(d).update(source=None),
    "cell type is unknown": lambda d: cell(d).update(cell_type="codex"),
    "cell type is a list": lambda d: cell(d).update(cell_type=["code"]),
    "metadata is a list": lambda d: cell(d).update(metadata=[1]),
    "id is a list": lambda d: cell(d).update(id=[1]),
    "id is a map": lambda d: cell(d).update(id={"a": 1}),
    "grade id is a list": lambda d: cell(d)["metadata"]["nbgrader"].update(grade_id=["dobro"]),
    "tags are a number": lambda d: cell(d)["metadata"].update(tags=7),
    "same id for all": lambda d: [c.update(id="dobro") for c in d["cells"]] and None,
    "outputs is a map": lambda d: cell(d).update(outputs={"a": 1}),
    "outputs are numbers": lambda d: demo(d).update(outputs=[1, None, "x"]),
    "outputs nested deeply": lambda d: demo(d).update(outputs=[rich(deep(400))]),
    "half a character in outputs": lambda d: demo(d).update(
        outputs=[{"output_type": "stream", "name": "stdout", "text": "\ud800"}]
    ),
    "not a number in outputs": lambda d: demo(d).update(outputs=[rich({"a": float("nan")})]),
    "half a character in the source": lambda d: cell(d).update(source=f"# \ud800\n{DOBRO}"),
    "half a character in markdown": lambda d: cell(d, "q_aberta").update(source="\udfff"),
    "a null character": lambda d: cell(d).update(source="\0"),
    "six hundred magics": lambda d: d["cells"].append(
        {**cell(d), "id": "m", "source": "%matplotlib inline\n" * 600, "metadata": {}}
    ),
    "code that nests": lambda d: d["cells"].append(
        {**cell(d), "id": "n", "source": "(" * 90_000, "metadata": {}}
    ),
    "code that chains": lambda d: d["cells"].append(
        {**cell(d), "id": "n", "source": "-" * 90_000 + "1", "metadata": {}}
    ),
    "megabytes of code": lambda d: d["cells"].append(
        {**cell(d), "id": "n", "source": "x = 1\n" * 2_000_000, "metadata": {}}
    ),
    "a source in a million pieces": lambda d: cell(d).update(source=["#"] * 1_000_000),
}


@pytest.mark.parametrize("what", LIES)
def test_a_lying_file_is_graded_or_refused(arena, monkeypatch, what):
    monkeypatch.setattr(arena.examiner, "cell_limit_s", 3.0)
    with contextlib.suppress(SubmissionError):
        judged = arena.judge(raw(arena, LIES[what]))
        assert judged.record.max_score == 2.0
        nbformat.validate(nbformat.reads(judged.notebook.encode(), as_version=4))
    assert scores(arena.judge(arena.submission(Attack("honest")))) == HONEST


@pytest.mark.slow(reason="waits for limits of time")
def test_thousands_of_cells_are_not_all_run(arena):
    def more(notebook):
        notebook.cells += [code("1") for _ in range(3000)]

    judged = arena.judge(arena.submission(Attack("many", edit=more)))
    assert any("primeiras 2000 células" in repair for repair in judged.record.repairs)
    assert scores(judged) == HONEST


BYTES = {
    "nothing": b"",
    "not JSON": b"PK\x03\x04" * 100,
    "not text": bytes(range(256)) * 10,
    "nested without end": b"[" * 1_000_000,
    "a huge number": b'{"nbformat": ' + b"9" * 10_000 + b"}",
    "twice the same key": b'{"nbformat": 4, "nbformat": 5, "cells": []}',
    "UTF-16": "{}".encode("utf-16"),
}


@pytest.mark.parametrize("what", BYTES)
def test_what_is_no_notebook_is_refused_in_a_sentence(arena, what):
    with pytest.raises(SubmissionError) as refused:
        arena.judge(BYTES[what])
    assert len(str(refused.value)) < 400
