"""Pages on all cores: one that fails costs no other, and nothing is left behind."""

from __future__ import annotations

import page_makers
import pytest
from minicourse import enroll_class

from gabarito.grading import grade_class
from gabarito.pages import makers
from gabarito.pages import student as pages


@pytest.mark.slow(reason="starts processes that import nbgrader")
def test_a_page_that_fails_or_kills_its_process_costs_no_other(mini):
    everyone = ["ana", "morre", "recusa", "bia", "tropeça", "caio", "davi"]
    made = dict(makers.make_all(page_makers.make, mini, "", everyone, workers=2))
    good = {"ana", "bia", "caio", "davi"}
    assert {student for student in made if not isinstance(made[student], str)} == good
    assert all(made[student].parts[:2] == ("mini", student) for student in good)
    assert "morreu" in made["morre"]
    assert made["recusa"] == "Não há o que mostrar."
    assert "tropecei" in made["tropeça"]


@pytest.mark.slow(reason="makes the pages of a class twice")
def test_many_processes_write_the_same_bytes_as_one(mini, monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(pages, "_FEW", 0)
    lab = enroll_class(mini)
    grade_class.grade(lab, workers=1)

    def bytes_of(workers):
        found = pages.feedback_of_all(lab, workers=workers)
        assert not found.failures
        content = {student: page.read_bytes() for student, page in found.written.items()}
        for page in found.written.values():
            page.unlink()
        return content

    assert bytes_of(2) == bytes_of(1)
    assert [path.name for path in lab.course.feedback.iterdir() if path.name.startswith(".")] == []
