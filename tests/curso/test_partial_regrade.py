"""A class regraded by the questions that changed is the class regraded as a whole."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from labs import LABS
from msgspec import structs

from gabarito.authoring import build, demo
from gabarito.course.layout import Course
from gabarito.grading import grade_class, lab_journal
from gabarito.grading.stored import autograded_folder, stored_record
from gabarito.notebook import lab_text

COURSE = Course.at(Path(__file__).parents[2])

FAILING = '''

@check(points=0.5, hint="Nunca confere.")
def test_que_falha_sempre({question}):
    """Falha com qualquer resposta."""
    assert {question} is None, "não"
'''


def questions(lab):
    return [*lab_text.named_cells(lab.built(), "checks")]


def rewritten(lab, question, change):
    path = lab.checks_file(question)
    text = path.read_text(encoding="utf-8")
    path.write_text(change(text), encoding="utf-8")
    assert path.read_text(encoding="utf-8") != text


def other_points(lab, question):
    rewritten(lab, question, lambda text: re.sub(r"points=(\d)", r"points=1\1", text))


def another_check(lab, question):
    rewritten(lab, question, lambda text: text + FAILING.format(question=question))


def another_hint(lab, question):
    rewritten(lab, question, lambda text: text.replace('hint="', 'hint="Antes de tudo: '))


def changed(lab):
    """The first question, which others call, gets a check; others other points, one other hints."""
    (lab.course.root / "nbgrader_config.py").open("a").write("\nc.Gabarito.check_source = False\n")
    first, *rest = questions(lab)
    another_check(lab, first)
    for number, question in enumerate(rest):
        (another_hint if number == len(rest) // 2 else other_points)(lab, question)
    build.build(Course.at(lab.course.root).lab(lab.name))
    return Course.at(lab.course.root).lab(lab.name)


def kept(lab, students):
    """What is stored and marked, but for how long it took."""
    return {
        student: (
            structs.replace(stored_record(lab, student), timings={}),
            [*lab_journal.entries(lab, student)][-1].marks,
            (autograded_folder(lab, student) / f"{lab.name}.ipynb").read_bytes(),
        )
        for student in students
    }


@pytest.mark.slow(reason="grades a class three times; the small course's is in each slow run")
@pytest.mark.nightly
@pytest.mark.parametrize("name", LABS)
def test_a_regrade_of_what_changed_is_a_regrade_of_everything(name, tmp_path):
    lab = demo.prepare(COURSE.lab(name), tmp_path / "curso")
    grade_class.grade(lab, workers=2)
    lab = changed(lab)
    shutil.copytree(lab.course.root, tmp_path / "outro")
    twin = Course.at(tmp_path / "outro").lab(name)
    partly = grade_class.grade(lab, workers=2)
    whole = grade_class.grade(twin, workers=2, force=True)
    assert not partly.unchanged
    assert kept(lab, partly.records) == kept(twin, whole.records)
