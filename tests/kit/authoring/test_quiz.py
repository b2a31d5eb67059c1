"""Questions in passing: written by letter, shipped without it."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from gabarito.authoring import build, quiz, release
from gabarito.course import assembled
from gabarito.errors import CourseError

QUESTIONS = """\
[vezes]
certa = "b"
a = "Somar 2 não dobra."
b = "O dobro de x é x + x."
"""


@pytest.fixture
def asking(mini):
    assembled.questions_file(mini).write_text(QUESTIONS, encoding="utf-8")
    build.build(mini)
    return mini


def test_a_released_question_answers_by_itself(asking):
    release.release(asking)
    program = "import palpites; palpites.responda('vezes', 'a'); palpites.responda('vezes', 'b')"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=asking.released, capture_output=True, text=True
    )
    assert "Somar 2 não dobra." in done.stdout
    assert "isso mesmo. O dobro de x é x + x." in done.stdout


def test_what_is_shipped_tells_neither_letter_nor_comment(asking):
    release.release(asking)
    assert not (asking.released / assembled.questions_file(asking).name).exists()
    shipped = (asking.released / assembled.quiz_file(asking).name).read_text(encoding="utf-8")
    assert "dobro" not in shipped
    assert json.loads(shipped)["vezes"]["right"] not in ("a", "b")


def test_it_is_the_same_each_time(asking):
    assert quiz.as_text(asking) == quiz.as_text(asking)


def test_a_lab_without_questions_ships_nothing_of_them(mini):
    build.build(mini)
    assert not list(mini.folder.glob("palpites*"))


@pytest.mark.parametrize(
    "written",
    [
        "[vezes\n",
        'vezes = "b"\n',
        '[vezes]\ncerta = "c"\na = "Não."\nb = "Sim."\n',
        '[vezes]\na = "Não."\nb = "Sim."\n',
        '[vezes]\ncerta = "a"\na = "Sim."\n',
        '[vezes]\ncerta = "a"\na = 1\nb = "Não."\n',
    ],
)
def test_a_question_that_is_not_whole_is_one_sentence(mini, written):
    path = assembled.questions_file(mini)
    path.write_text(written, encoding="utf-8")
    with pytest.raises(CourseError) as raised:
        build.build(mini)
    assert str(path) in str(raised.value)
