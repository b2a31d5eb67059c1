"""A lab's made-up class, when the professor's own file of it fails."""

from __future__ import annotations

import pytest

from gabarito.authoring import made_up_class
from gabarito.errors import CourseError


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("\n\ndef turma(material):\n    return next(iter([]))\n", r"linha 4 .StopIteration.: "),
        ("def turma():\n    return {}\n", r"linha 1 .TypeError: .*argument"),
        ("def turma(material):\n    return material.with_mistakes('x')\n", "pede o erro x"),
    ],
)
def test_a_class_that_fails_says_where_without_a_traceback(mini, text, told):
    (mini.checks / "mistakes.py").write_text("")
    (mini.checks / "turma.py").write_text(text)
    with pytest.raises(CourseError, match=told) as failed:
        made_up_class.enroll(mini)
    assert str(mini.course.root) not in str(failed.value)
