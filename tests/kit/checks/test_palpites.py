"""Guesses and concept questions: what a student reads of each answer."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

import pytest

from gabarito.checks import palpites

SALT = "lab/sinal"
SAID = {"a": "É o contrário.", "b": "A taxa desce contra o gradiente."}


@pytest.fixture
def folder(tmp_path):
    """A student's folder with the module and one question."""
    shutil.copy(palpites.__file__, tmp_path)
    question = {
        "salt": SALT,
        "letters": list(SAID),
        "right": palpites.digest(SALT, "b"),
        "said": {
            palpites.digest(SALT, letter): palpites.hidden(said, SALT, letter)
            for letter, said in SAID.items()
        },
    }
    path = tmp_path / palpites.FILE.format(lab="lab")
    path.write_text(json.dumps({"sinal": question}), encoding="utf-8")
    return tmp_path


def printed(folder, *calls):
    """What calls of the shipped copy print in a Python of their own, a line each."""
    program = "\n".join(["import palpites", *(f"palpites.{call}" for call in calls)])
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()


def test_each_letter_gets_its_own_comment(folder):
    wrong, right = printed(folder, 'responda("sinal", "a")', 'responda("sinal", " B) ")')
    assert wrong.startswith("✘ a: ainda não. É o contrário.")
    assert right == "✔ b: isso mesmo. A taxa desce contra o gradiente."


def test_no_answer_yet_and_no_such_letter_are_told_apart(folder):
    nothing, other = printed(folder, 'responda("sinal", "")', 'responda("sinal", "z")')
    assert nothing == palpites.NO_LETTER
    assert "«z»" in other
    assert other.endswith("a, b.")


@pytest.mark.parametrize("content", [None, "", "{cut", b"\xff"], ids=["none", "empty", "cut", "no"])
def test_a_lost_file_costs_no_more_than_the_question(folder, content):
    path = folder / palpites.FILE.format(lab="lab")
    path.unlink()
    if content is not None:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    (line,) = printed(folder, 'responda("sinal", "b")')
    assert "sinal" in line


def test_the_shipped_file_does_not_read_as_an_answer(folder):
    text = (folder / palpites.FILE.format(lab="lab")).read_text(encoding="utf-8")
    assert "contr" not in text
    assert '"right": "b"' not in text


OPTIONS = 'a="menor", b="maior"'


def test_a_guess_is_shown_beside_what_came_out(folder):
    same, other, none = printed(
        folder,
        f'compare("B", "b", {OPTIONS})',
        f'compare("a", "b", {OPTIONS})',
        f'compare("", "b", {OPTIONS})',
    )
    assert same == f"O seu palpite: b, maior. O que houve: b, maior. {palpites.AS_GUESSED}"
    assert other.startswith("O seu palpite: a, menor. O que houve: b, maior. ")
    assert palpites.AS_GUESSED not in other
    assert none == palpites.NO_GUESS.format(happened="b, maior")


def test_a_guess_that_is_none_of_the_options_is_said_to_be_none(folder):
    (line,) = printed(folder, f'compare("maior", "b", {OPTIONS})')
    assert line == palpites.NO_SUCH_LETTER.format(letter="maior", letters="a, b")
