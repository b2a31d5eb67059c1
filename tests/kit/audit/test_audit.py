"""Mutants, trials and margins."""

from __future__ import annotations

import shutil

import pytest
from minicourse import write_course

from gabarito.audit import audit as audits
from gabarito.audit.mutants import mutants
from gabarito.course.layout import Course
from gabarito.errors import CourseError

ANSWER = """
def media(X, pad=0):
    \"\"\"Média de cada linha de X.\"\"\"
    M = None
    ### BEGIN SOLUTION
    m = X.shape[1]
    M = np.sum(X, axis=1, keepdims=True) / m
    ### END SOLUTION
    print("nada disto é do aluno", 1 + 1)
    return M
"""

GIVEN_WRONG = """
def media(X):
    return np.sum(X, axis=0)


### BEGIN SOLUTION
def media(X):
    M = np.sum(X, axis=1)
    assert M.shape == X.shape[:1]
    return M
### END SOLUTION
"""
"""What students get stands before the reference, which takes its place."""

MISTAKES = """
from gabarito.checks import mistake


@mistake("dobro", diagnosis="É uma vez e meia.")
def uma_vez_e_meia(x):
    return 1.5 * x


@mistake("dobro", diagnosis="Falta quase nada.")
def quase(x):
    return 2 * x + 4.5e-6


@mistake("triplo", diagnosis="Na verdade está certo.")
def certo(x):
    return 3 * x
"""

ALTERNATIVES = """
from gabarito.checks import alternative


@alternative("dobro")
def por_soma(x):
    return x + x


@alternative("triplo")
def errado(x):
    return 4 * x


@alternative("triplo")
def que_cai(x):
    import os
    os._exit(3)


@alternative("triplo")
def sem_fim(x):
    while True:
        pass
"""


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    course = write_course(tmp_path_factory.mktemp("auditoria") / "curso")
    (course.root / "tests/mini/mistakes.py").write_text(MISTAKES)
    (course.root / "tests/mini/alternatives.py").write_text(ALTERNATIVES)
    return Course.at(course.root).lab("mini")


@pytest.fixture(scope="module")
def audited(lab):
    return audits.audit(lab)


def test_only_what_the_student_writes_is_changed():
    found = mutants("media", ANSWER)
    assert not any("nada disto" in mutant.change for mutant in found)
    assert not any(mutant.change.startswith("M = None") for mutant in found)
    assert len({mutant.source for mutant in found}) == len(found)


def test_neither_what_students_are_given_nor_an_assert_is_changed():
    found = mutants("media", GIVEN_WRONG)
    assert "M = np.sum(X, axis=1) → M = np.sum(X, axis=0)" in {m.change for m in found}
    assert {m.change.split(" → ")[0] for m in found} == {"M = np.sum(X, axis=1)", "return M"}


@pytest.mark.parametrize(
    "change",
    [
        "axis=1 → axis=0",
        "keepdims=True → keepdims=False",
        "shape[1] → shape[0]",
        "np.sum → np.mean",
        "/ m → ",
        "/ m → * m",
        "m = X.shape[1] → pass",
    ],
)
def test_what_students_get_wrong_is_tried(change):
    old, new = change.split(" → ")
    assert any(
        old in before and after == before.replace(old, new).strip()
        for before, after in (m.change.split(" → ", 1) for m in mutants("media", ANSWER))
    )


@pytest.mark.slow(reason="tries mutants, seconds each")
def test_wrong_ones_are_caught_and_right_ones_taken(audited):
    assert audited["dobro"].mistakes == 2
    assert (audited["dobro"].uncaught, audited["dobro"].refused) == ([], [])
    assert audited["triplo"].uncaught == ["certo"]
    assert audited["triplo"].refused == ["errado", "que_cai", "sem_fim"]
    assert not audited["triplo"].good


def test_a_tolerance_without_room_is_told(audited):
    (narrow, *_) = audited["dobro"].narrow
    assert narrow == "test_exemplo"
    assert 1 < audited["dobro"].margins[narrow].wrong < audits.MARGIN


@pytest.mark.slow(reason="tries mutants, seconds each")
def test_an_equivalent_change_needs_a_reason(lab, audited, tmp_path):
    shutil.copytree(lab.course.root, tmp_path / "curso")
    lab, before = Course.at(tmp_path / "curso").lab("mini"), audited["dobro"]
    survivor = before.survivors[0]
    (lab.checks / "equivalent.toml").write_text(
        f'[[dobro]]\nchange = "{survivor.change}"\nreason = "Multiplicar comuta."\n'
    )
    after = audits.audit(lab)["dobro"]
    assert after.equivalent == {survivor.change: "Multiplicar comuta."}
    assert after.score > before.score
    (lab.checks / "equivalent.toml").write_text('[[dobro]]\nchange = "x"\n')
    with pytest.raises(CourseError, match="reason"):
        audits.audit(lab)
