"""A question's checks as a test file of otter-grader's exception-based format."""

from __future__ import annotations

import ast
import inspect
import io
import tokenize
import unicodedata
from typing import Any

from gabarito.channels import messages
from gabarito.course import check_cells
from gabarito.course.layout import Lab

RUNTIME_FILE = "verificador_otter.py"
"""Name under which a bundle ships :mod:`gabarito.channels.otter.cases`."""

_FILE = '''\
"""{title}"""

from otter.test_files import test_case
from verificador_otter import {imported}

OK_FORMAT = False
name = "{question}"
{limit}

{function}


questao = Question(verificacoes_de_{question}())
'''
_CASE = """

@test_case(
    name={name!r}, points={points!r}, hidden={hidden!r},
    success_message={success!r},
    failure_message={failure!r},
)
def caso_{number}(env):
    questao.require({name!r}, env)
"""


def test_file(lab: Lab, question: str, *, hidden: bool) -> str:
    """Source of ``tests/<question>.py``.

    Args:
        lab: whose checks these are.
        question: its name.
        hidden: whether it is for the autograder, hidden checks included, where a cell that
            never ends must not cost the others; else for the students.
    Raises:
        CourseError: see :func:`gabarito.course.check_cells.question_checks`.
    """
    path = lab.checks_file(question)
    module = lab.load_module(path)
    specs = check_cells.question_checks(module, path)
    function = check_cells.checks_function(
        question, path.read_text(encoding="utf-8"), specs, hidden=hidden
    )
    head = _FILE.format(
        title=messages.OTTER_FILE.format(question=question),
        question=question,
        function=function,
        imported="Question, limit_cells" if hidden else "Question",
        limit="\nlimit_cells()\n" if hidden else "",
    )
    shown = [getattr(module, name) for name, spec in specs.items() if hidden or spec.visible]
    return head + "".join(_case(number, check) for number, check in enumerate(shown, start=1))


def _case(number: int, check: Any) -> str:
    return _CASE.format(
        number=number,
        name=check.__name__,
        points=check.check.points,
        hidden=not check.check.visible,
        success=inspect.getdoc(check) or check.__name__,
        failure=messages.HINT.format(hint=hint) if (hint := check.check.hint) else None,
    )


def ascii_source(source: str) -> str:
    """The same program in ASCII, where it can be written so.

    otter opens a test file in the system's encoding, which is not UTF-8 on Windows. Accents
    become escapes in strings, and are dropped in comments.
    """
    starts = _comments(source)
    lines = [
        _escaped(line[: starts.get(number)]) + _plain(line[starts.get(number, len(line)) :])
        for number, line in enumerate(source.split("\n"), start=1)
    ]
    escaped = "\n".join(lines)
    return escaped if _same(escaped, source) else source


def _same(escaped: str, source: str) -> bool:
    """Whether escaping changed nothing: in a raw string or in a name it would."""
    try:
        return ast.dump(ast.parse(escaped)) == ast.dump(ast.parse(source))
    except SyntaxError:
        return False


def _comments(source: str) -> dict[int, int]:
    """Column at which the comment of a line starts, by line number."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return {token.start[0]: token.start[1] for token in tokens if token.type == tokenize.COMMENT}


def _escaped(code: str) -> str:
    return code.encode("ascii", "backslashreplace").decode()


def _plain(comment: str) -> str:
    return unicodedata.normalize("NFKD", comment).encode("ascii", "ignore").decode()
