"""Questions that a student answers before the outcome is seen, and is told about at once.

Two kinds, both worth no points and read by no grader: a guess, shown beside what came out
(:func:`compare`), and a concept question, answered by a letter (:func:`responda`). What is said
of each letter lies in the files ``palpites_*.json`` beside this one, which the build makes: the
right letter as a salted hash, each comment legible only to whoever names its letter. Nobody who
opens the file reads the answers by accident; with three letters, it keeps nothing secret.

This one file needs no other package: a release ships a copy of it where a lab asks questions.
"""

from __future__ import annotations

import hashlib
import json
import textwrap
from pathlib import Path
from typing import Any

FILE = "palpites_{lab}.json"
"""Name of the file with a lab's questions, beside this one."""

_WIDTH = 96
"""Characters in a line, also on paper."""

RIGHT = "✔ {letter}: isso mesmo. {said}"
WRONG = "✘ {letter}: ainda não. {said} Troque a letra e rode a célula de novo."
NO_LETTER = "Escreva a letra da sua resposta entre as aspas e rode esta célula de novo."
NO_SUCH_LETTER = "Não há opção «{letter}» nesta pergunta: escreva uma destas letras: {letters}."
NO_QUESTION = (
    "Não achei a pergunta «{name}» nos arquivos do lab; siga adiante, ela não vale pontos."
)
NO_GUESS = "Você ainda não deu um palpite. O que houve: {happened}."
GUESSED = "O seu palpite: {guess}. O que houve: {happened}. {verdict}"
AS_GUESSED = "Você previu isso."
OTHERWISE = "Não foi o que você previu: que parte do raciocínio falhou?"


def responda(pergunta: str, resposta: str) -> None:
    """Print at once whether a letter is the right answer, and what there is to say of it.

    Args:
        pergunta: the question's name.
        resposta: the letter; empty while there is no answer.
    """
    print(textwrap.fill(_told(pergunta, _letter(resposta)), _WIDTH))


def compare(palpite: str, houve: str, **opcoes: str) -> None:
    """Print a guess beside what came out.

    Args:
        palpite: the letter that was guessed; empty if none was.
        houve: the letter that came out.
        opcoes: what each letter stands for, in a few words.
    """
    guess, happened = _letter(palpite), _option(houve, opcoes)
    if not guess:
        text = NO_GUESS.format(happened=happened)
    elif guess not in opcoes:
        text = NO_SUCH_LETTER.format(letter=guess, letters=", ".join(opcoes))
    else:
        verdict = AS_GUESSED if guess == houve else OTHERWISE
        text = GUESSED.format(guess=_option(guess, opcoes), happened=happened, verdict=verdict)
    print(textwrap.fill(text, _WIDTH))


def _letter(answer: object) -> str:
    """What was answered, however it was typed: 'b', ' B) ', or nothing yet."""
    return str("" if answer is None else answer).strip(" .()\"'").lower()


def _option(letter: str, options: dict[str, str]) -> str:
    return f"{letter}, {options[letter]}"


def _told(name: str, letter: str) -> str:
    question = _questions().get(name)
    if question is None:
        return NO_QUESTION.format(name=name)
    if not letter:
        return NO_LETTER
    hidden = question["said"].get(digest(question["salt"], letter))
    if hidden is None:
        return NO_SUCH_LETTER.format(letter=letter, letters=", ".join(question["letters"]))
    said = legible(hidden, question["salt"], letter)
    right = question["right"] == digest(question["salt"], letter)
    return (RIGHT if right else WRONG).format(letter=letter, said=said)


def _questions() -> dict[str, Any]:
    """The questions of the lab beside whose notebook this file lies."""
    found: dict[str, Any] = {}
    for path in sorted(Path(__file__).parent.glob(FILE.format(lab="*"))):
        try:
            found |= json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):  # a student's copy may be cut: nothing depends on it
            continue
    return found


# --- what the build writes and this file reads -------------------------------------------


def digest(salt: str, letter: str) -> str:
    """The salted hash of a letter, 16 hexadecimal digits."""
    return hashlib.sha256(f"{salt}/{letter}".encode()).hexdigest()[:16]


def hidden(said: str, salt: str, letter: str) -> str:
    """A comment as hexadecimal digits that say nothing without the letter."""
    return _mixed(said.encode(), salt, letter).hex()


def legible(hidden: str, salt: str, letter: str) -> str:
    """Inverse of :func:`hidden`."""
    return _mixed(bytes.fromhex(hidden), salt, letter).decode()


def _mixed(text: bytes, salt: str, letter: str) -> bytes:
    stream = hashlib.shake_256(f"{letter}/{salt}".encode()).digest(len(text))
    return bytes(one ^ other for one, other in zip(text, stream, strict=True))
