"""The questions that a lab asks in passing, as its students get them.

Their author writes in ``tests/LAB/perguntas.toml`` which letter is right and what to say of each::

    [mascara_na_volta]
    certa = "b"
    a = "Outro sorteio apaga outros neurônios: seria o gradiente de outra rede."
    b = "As máscaras do cache são as da ida."

The question itself stands in the lab's text, above a cell with ``responda("mascara_na_volta",
"")``. What is shipped, ``palpites_LAB.json``, is read by ``palpites.py`` in the student's notebook.
"""

from __future__ import annotations

import json
import tomllib
from typing import Any

from gabarito.authoring import messages
from gabarito.checks import palpites
from gabarito.course import assembled
from gabarito.course.layout import Lab
from gabarito.errors import CourseError
from gabarito.storage import atomic

_RIGHT = "certa"


def write(lab: Lab) -> None:
    """Write what is shipped of a lab's questions, if it has any, beside its checks.

    Raises:
        CourseError: the file of questions is none, or one of its questions is not whole.
    """
    if assembled.questions_file(lab).is_file():
        atomic.write_text(assembled.quiz_file(lab), as_text(lab))


def as_text(lab: Lab) -> str:
    """The shipped file's content. Same input, same text.

    Raises:
        CourseError: see :func:`write`.
    """
    file = assembled.questions_file(lab)
    try:
        written = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CourseError(messages.BAD_QUESTIONS.format(file=file, reason=error)) from None
    shipped = {name: _shipped(lab, name, said) for name, said in written.items()}
    return json.dumps(shipped, ensure_ascii=False, indent=1) + "\n"


def _shipped(lab: Lab, name: str, written: Any) -> dict[str, Any]:
    """One question as it is shipped: letters, hashes and comments that only a letter opens."""
    whole = isinstance(written, dict) and all(isinstance(text, str) for text in written.values())
    letters = sorted(set(written) - {_RIGHT}) if whole else []
    if len(letters) < 2 or written.get(_RIGHT) not in letters:
        file = assembled.questions_file(lab)
        raise CourseError(messages.HALF_A_QUIZ_QUESTION.format(file=file, name=name))
    salt = f"{lab.name}/{name}"
    return {
        "salt": salt,
        "letters": letters,
        "right": palpites.digest(salt, written[_RIGHT]),
        "said": {
            palpites.digest(salt, letter): palpites.hidden(written[letter], salt, letter)
            for letter in letters
        },
    }
