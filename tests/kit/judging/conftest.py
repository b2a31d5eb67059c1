"""Fixtures of the tests that judge in the sandbox."""

from __future__ import annotations

import nbformat
import pytest
from minicourse import DOBRO, TRIPLO

from gabarito.authoring import made_up_class
from gabarito.course.layout import Course
from gabarito.judging import judge as judging
from gabarito.judging.prepared_lab import PreparedLab
from gabarito.judging.rehearsals import WORTH_IT
from gabarito.results.job import Job


@pytest.fixture(scope="module")
def prepared(mini_template):
    with PreparedLab(Course.at(mini_template).lab("mini")) as warm:
        yield warm


@pytest.fixture
def judged(prepared, tmp_path):
    """Judge a submission of the small course: answers by question, cells put before or after."""

    def judge(dobro=DOBRO, triplo=TRIPLO, before=(), after=(), prepared=prepared, edit=None):
        released = prepared.lab.released / "mini.ipynb"
        notebook = nbformat.read(released, as_version=4)
        for cell in notebook.cells:
            cell.source = {"dobro": dobro, "triplo": triplo}.get(cell.id, cell.source)
        first = next(i for i, cell in enumerate(notebook.cells) if cell.id == "dobro")
        notebook.cells[first:first] = [nbformat.v4.new_code_cell(source) for source in before]
        notebook.cells += [nbformat.v4.new_code_cell(source) for source in after]
        if edit:
            edit(notebook)
        path = tmp_path / "mini.ipynb"
        path.write_bytes(made_up_class.as_json(notebook))
        return judging.judge(prepared, Job(path)).record

    return judge


@pytest.fixture
def ready(judged):
    """A judge who has seen others."""
    for _ in range(WORTH_IT):
        judged()
    return judged
