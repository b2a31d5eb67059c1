"""What each known mistake of a lab obtains in the visible checks: told to whoever makes it.

A lab whose header says ``tell_mistakes: true`` ships it as ``causas_LAB.json``, from which
``causas.py`` recognizes the mistake in the student's own notebook. Nothing of a hidden check is
in it: a mistake that the visible ones let pass is left out, with what is said of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from gabarito.checks import causas, verificador
from gabarito.course import assembled
from gabarito.course.known_answers import Variant, load_mistakes
from gabarito.course.layout import Lab
from gabarito.course.reference import reference_namespace
from gabarito.storage import atomic

_SEEDS = 101, 202
"""Two states of the shared generator; no lab asks for either."""


def write(lab: Lab) -> None:
    """Write what is shipped, if the lab asks for it, beside its checks.

    Raises:
        CourseError: its mistakes or its checks do not run.
    """
    if assembled.tells_mistakes(lab.parse()):
        atomic.write_text(assembled.causes_file(lab), as_text(lab))


def as_text(lab: Lab) -> str:
    """The file's content. Same input, same text: seven digits of each number are kept."""
    with lab.course.helpers_importable():
        entries = list(_entries(lab))
    content: dict[str, list[dict[str, Any]]] = {}
    for question, sentence, marks in entries:
        known = content.setdefault(question, [])
        same = next((e for e in known if causas.same_marks(e["marks"], marks)), None)
        if same is None:
            known.append({"marks": marks, "sentences": [sentence]})
        elif sentence not in same["sentences"]:
            same["sentences"].append(sentence)
    lines = ",\n".join(
        f"{json.dumps(question)}: [\n{_lines(known)}\n]" for question, known in content.items()
    )
    return f"{{\n{lines}\n}}\n"


def _lines(known: Sequence[dict[str, Any]]) -> str:
    return ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in known)


def _entries(lab: Lab) -> Iterator[tuple[str, str, causas.Marks]]:
    """The question, the sentence and the marks of each mistake that a visible check shows."""
    right = reference_namespace(lab)
    visible: dict[str, list[Any]] = {}
    for mistake in load_mistakes(lab).values():
        question = mistake.question
        if question not in visible:
            visible[question] = _visible_checks(lab, question)
        compared, marks, again = _played_twice(mistake, visible[question], right)
        wrong = any(not one.right for check in compared for one in check)
        if wrong and causas.same_marks(marks, again):  # by what is drawn, nobody is recognized
            yield question, mistake.diagnosis or "", marks


def _played_twice(
    mistake: Variant, checks: Sequence[Any], right: dict[str, Any]
) -> tuple[list[list[Any]], causas.Marks, causas.Marks]:
    """What the checks compare, its marks, and its marks when numbers are drawn from elsewhere."""
    state = np.random.get_state()
    try:
        np.random.seed(_SEEDS[0])
        compared = _compared(mistake, checks, right)
        np.random.seed(_SEEDS[1])
        return compared, causas.marks(compared), causas.marks(_compared(mistake, checks, right))
    finally:
        np.random.set_state(state)


def _visible_checks(lab: Lab, question: str) -> list[Any]:
    checks = vars(lab.load_module(lab.checks_file(question))).values()
    return [f for f in checks if hasattr(f, "check") and f.check.visible]


def _compared(mistake: Variant, checks: Sequence[Any], right: dict[str, Any]) -> list[list[Any]]:
    """What the checks compare where one answer is wrong, and all others are right."""
    namespace = dict(right)
    exec(compile(mistake.source, f"<{mistake.name}>", "exec"), namespace)
    return verificador.compared(mistake.question, checks, namespace)
