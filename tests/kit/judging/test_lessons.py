"""What a lab's own code answers while a question is learnt is asked once, and read afterwards."""

from __future__ import annotations

import json
from base64 import b64encode
from dataclasses import replace

import pytest
from minicourse import write_course

from gabarito.authoring import build
from gabarito.course.layout import Course
from gabarito.judging.alike import alike
from gabarito.judging.prepared_lab import PreparedLab
from gabarito.judging.right_answers import RightAnswers
from gabarito.sandbox.faults import TooMuchMemory
from gabarito.sandbox.patience import Patience
from gabarito.sandbox.warm_process import WarmProcess

TAUGHT = RightAnswers.reference
MISTAKES = """
from gabarito.checks import mistake


@mistake("triplo", diagnosis="Você somou só um dobro: falta mais um x.")
def sem_soma(x):
    return dobro(x)


@mistake("triplo", diagnosis="A resposta muda a cada chamada.")
def ao_acaso(x):
    return np.random.rand(*np.shape(x))


@mistake("triplo", diagnosis="Com negativos, isto não termina.")
def sem_fim(x):
    while (x < 0).any():
        pass
    return 4 * x


"""
DYING = """
@mistake("triplo", diagnosis="Com negativos, isto leva o processo.")
def sai(x):
    if (x < 0).any():
        import os
        os._exit(1)
    return 5 * x
"""


@pytest.fixture
def lab(tmp_path, monkeypatch):
    """The small course, with known mistakes, and nothing kept of it yet."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    course = write_course(tmp_path / "curso")
    (course.root / "tests/mini/mistakes.py").write_text(MISTAKES + DYING)
    lab = Course.at(course.root).lab("mini")
    build.build(lab)
    return lab


@pytest.fixture
def taught(monkeypatch):
    """How often the reference was asked."""
    times = []

    def counted(self):
        times.append(self)
        return TAUGHT(self)

    monkeypatch.setattr(RightAnswers, "reference", counted)
    return times


def learnt(lab, **sources):
    """What is known of the question: of its mistakes, and of what the reference answers."""
    with PreparedLab(lab) as prepared:
        known, relations = prepared.diagnosis.known, prepared.diagnosis.relations
        for name, source in sources.items():
            known.mistakes[name] = replace(known.mistakes[name], source=source)
        known.learn("triplo")
        relations.learn("triplo")
        asked = [[one.arguments, one.expected.plain] for one in relations._asked["triplo"]]
        return dict(known._known["triplo"]), asked


def test_another_process_reads_what_the_first_was_answered(lab, taught):
    first = learnt(lab)
    assert len(taught) == 2
    assert first[0].keys() >= {"sem_soma", "ao_acaso", "sem_fim", "sai"}
    assert alike(first, learnt(lab))
    assert len(taught) == 2


def test_what_is_known_of_an_edited_lab_is_learnt_anew(lab, taught):
    before, _ = learnt(lab)
    path = lab.checks / "mistakes.py"
    path.write_text(path.read_text().replace("return dobro(x)\n", "return dobro(x) - 1\n"))
    build.build(lab)
    after, _ = learnt(lab)
    assert len(taught) == 4
    assert not alike(before["sem_soma"], after["sem_soma"])


def test_notes_of_something_else_are_not_believed(lab, taught):
    before, _ = learnt(lab)
    after, _ = learnt(lab, sem_soma="def triplo(x):\n    return dobro(x) - 1")
    assert len(taught) == 3
    assert not alike(before["sem_soma"], after["sem_soma"])


@pytest.mark.parametrize("cut", [0, 1, -1], ids=["nothing", "all but one", "the last is missing"])
def test_notes_that_end_early_are_not_believed(lab, taught, tmp_path, cut):
    first = learnt(lab)
    for path in (tmp_path / "cache/gabarito/licoes").iterdir():
        lines = path.read_text().split("],[")
        path.write_text("],[".join(lines[:cut]) + "]]" if cut else "[]")
    assert alike(first, learnt(lab))
    assert len(taught) == 4


def test_damaged_notes_are_not_believed(lab, taught, tmp_path):
    first = learnt(lab)
    for path in (tmp_path / "cache/gabarito/licoes").iterdir():
        lines = json.loads(path.read_text())
        path.write_text(json.dumps([[a, b64encode(b"nada").decode(), d] for a, _, d in lines]))
    assert alike(first, learnt(lab))
    assert len(taught) == 4


def test_what_a_busy_machine_left_unanswered_is_asked_again(lab, taught, monkeypatch):
    with monkeypatch.context() as crowded:
        crowded.setattr(Patience, "starved", True)
        learnt(lab)
    learnt(lab)
    assert len(taught) == 3  # of the mistakes, one of which does not end; not of what is right


def test_what_was_ended_for_somebody_elses_memory_is_asked_again(lab, taught, monkeypatch):
    (lab.checks / "mistakes.py").write_text(MISTAKES)  # the last one is that which is ended
    build.build(lab)
    with monkeypatch.context() as crowded:
        crowded.setattr(WarmProcess, "too_much", lambda *_: TooMuchMemory())
        learnt(lab)
    learnt(lab)
    assert len(taught) == 3
