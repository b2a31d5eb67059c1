"""What a professor writes wrong in a lab is one sentence, and it names the right file."""

from __future__ import annotations

import pytest

from gabarito.authoring import build, demo, leaks, new_course, release
from gabarito.errors import CourseError


@pytest.fixture
def lab(tmp_path):
    return new_course.start(tmp_path / "curso")


def edit(path, old, new):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


TEXTS = {
    "a header that is no YAML": ('title: "Um', 'title: "Um "', "{text} não pôde ser lido .linha 5"),
    "a header without the lab": ("lab: primeiro", "tema: primeiro", "cabeçalho de {text} não traz"),
    "helpers that are no list": ("helpers: []", "helpers: a.py", "Em helpers, .* de {text}"),
    "data that is no list": ("helpers: []", "data: {d: a.h5}", "Em d, o cabeçalho de {text}"),
    "data without a folder": ("helpers: []", "data: [a.h5]", "Em data, o cabeçalho de {text}"),
    "one name for two cells": (
        'solution="erro_medio"', 'solution="preveja"', "preveja marca 2 células de {text}"
    ),
    "a solution without an end": (
        "### END SOLUTION", "", "preveja de {text} tem `### BEGIN SOLUTION` sem"
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", TEXTS)
def test_a_fault_in_the_text_names_the_text(lab, fault):
    old, new, words = TEXTS[fault]
    edit(lab.text, old, new)
    with pytest.raises(CourseError, match=words.format(text=lab.text)):
        build.build(lab)


def test_another_encoding_is_named_with_the_file(lab):
    lab.text.write_bytes(lab.text.read_text("utf-8").encode("cp1252"))
    with pytest.raises(CourseError, match=f"{lab.text} não está em UTF-8"):
        build.build(lab)


def test_a_check_that_says_nothing_is_named(lab):
    edit(lab.checks_file("preveja"), '    """O exemplo do enunciado confere."""\n', "")
    with pytest.raises(CourseError, match=r"test_exemplo_do_enunciado de .* não tem docstring"):
        build.build(lab)


CLASSES = {
    "no class": ("turma.py", None, None, "Falta {path}: escreva ali o que"),
    "a class by another name": ("turma.py", "def turma(", "def alunos(", "{path} não define turma"),
    "a class that does not run": ("turma.py", "def turma(", "1/0\ndef turma(", "{path} não pôde"),
    "a mistake of no question": (
        "mistakes.py", '"preveja"', '"previsao"', "Em {path}, sem_vies é da questão previsao"
    ),
    "a mistake that there is not": (
        "turma.py", 'mistakes("sem_vies")', 'mistakes("vies")', "pede o erro vies.*: os que há são"
    ),
    "no checks": ("test_preveja.py", None, None, "Falta {path}: escreva ali as verificações"),
}  # fmt: skip


@pytest.mark.parametrize("fault", CLASSES)
def test_demo_names_the_file_that_people_edit_and_not_its_copy(lab, fault):
    name, old, new, words = CLASSES[fault]
    path = lab.checks / name
    if old is None:
        path.unlink()
    else:
        edit(path, old, new)
    with pytest.raises(CourseError, match=words.format(path=path)):
        demo.prepare(lab, lab.course.root / "demo" / lab.name)


# --- free text that the student does not get ------------------------------------------------


def released(lab):
    said = []
    build.build(lab)
    folder = release.release(lab, say=said.append)
    return (folder / f"{lab.name}.ipynb").read_text("utf-8"), said


def test_the_question_in_a_manual_cell_stays_where_the_answer_is_marked(lab):
    notebook, said = released(lab)
    assert said == []
    assert "O que acontece com o erro quando" in notebook
    assert "um exemplo longe pesa mais" not in notebook
    assert any("umexemplolongepesa" in line for line in leaks.secret_lines(lab.built()))


def test_text_of_a_manual_cell_does_not_go_without_a_warning(lab):
    end = lab.text.read_text("utf-8").rindex("# ### BEGIN SOLUTION")
    text = lab.text.read_text("utf-8")
    unmarked = text[end:].replace("# ### BEGIN SOLUTION\n", "").replace("# ### END SOLUTION\n", "")
    lab.text.write_text(text[:end] + unmarked, "utf-8")
    notebook, said = released(lab)
    assert "O que acontece com o erro quando" not in notebook
    (sentence,) = said
    assert str(lab.text) in sentence
    assert "q_exemplo_distante" in sentence
