"""Slightly wrong versions of a reference answer.

The general operators are those of cosmic-ray; those for NumPy are in
:mod:`gabarito.audit.numpy_operators`. A mutant is known by the lines that it changes, which
stay the same while other lines of the answer change.
"""

from __future__ import annotations

import ast
import difflib
import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from itertools import count
from typing import TypeGuard

from gabarito.audit.numpy_operators import OPERATORS, Operator
from gabarito.errors import MissingExtraError

_GENERAL = (
    "ReplaceBinaryOperator", "ReplaceComparisonOperator", "ReplaceUnaryOperator", "AddNot",
    "ReplaceTrueWithFalse", "ReplaceFalseWithTrue", "ReplaceAndWithOr", "ReplaceOrWithAnd",
    "ReplaceBreakWithContinue", "ReplaceContinueWithBreak", "NumberReplacer",
    "ZeroIterationForLoop",
)  # fmt: skip

MOST_VARIABLES = 3
"""How many others are read in the place of each variable."""

_BEGIN, _END = "BEGIN SOLUTION", "END SOLUTION"
_MARK = re.compile(rf"^(\s*)### ({_BEGIN}|{_END}).*$", re.MULTILINE)

_BITS = re.compile("Bit|Shift")
"""Operators on bits raise at the first number with a comma: caught by any check."""


@dataclass(frozen=True)
class Mutant:
    """One mutant.

    Attributes:
        question: whose reference answer it was made from.
        operator: what made it.
        change: the lines that differ, ``old → new``, one for each place.
        source: the whole cell.
    """

    question: str
    operator: str
    change: str
    source: str


def mutants(question: str, source: str) -> list[Mutant]:
    """Every mutant of an answer, each different from the answer and from the others.

    Args:
        source: the solution cell; only what a student has to write is changed.
    """
    original = ast.unparse(ast.parse(_MARK.sub(r'\1"\2"', source)))
    seen = {original}
    found = []
    for operator, mutated in _all(original):
        if mutated not in seen and _within(original, mutated):
            seen.add(mutated)
            found.append(Mutant(question, operator, _change(original, mutated), mutated))
    return found


def with_other_texts(question: str, source: str) -> list[Mutant]:
    """Mutants of an answer with one text of it in the place of another: a mode, a name, a key."""
    original = ast.unparse(ast.parse(_MARK.sub(r'\1"\2"', source)))
    texts = sorted({str(n.value) for n in ast.walk(ast.parse(original)) if _is_word(n)})

    def other_text(node: ast.AST) -> Iterator[ast.AST]:
        if _is_word(node):
            place = texts.index(str(node.value))
            for other in (*texts[place + 1 :], *texts[:place])[:MOST_VARIABLES]:
                yield ast.Constant(other)

    found = dict.fromkeys(code for code in _replacements(original, other_text))
    return [
        Mutant(question, other_text.__name__, _change(original, code), code)
        for code in found
        if code != original and _within(original, code)
    ]


def _is_word(node: ast.AST) -> TypeGuard[ast.Constant]:
    return isinstance(node, ast.Constant) and type(node.value) is str and node.value.isidentifier()


_TALK = ("print(", "assert ")
"""How lines begin that a right answer could do without."""


def _within(original: str, mutated: str) -> bool:
    """Whether every changed line is the student's to write, and not mere talk."""
    asked, inside = set(), _BEGIN not in original
    for number, line in enumerate(original.splitlines()):
        inside = (inside or _BEGIN in line) and _END not in line
        asked |= {number} if inside and not line.lstrip().startswith(_TALK) else set()
    return all(asked >= set(range(a, b)) for _, a, b, _, _ in _differences(original, mutated))


def _all(source: str) -> Iterator[tuple[str, str]]:
    """Name of the operator and valid code, again and again."""
    for operator, code in (*_general(source), *_numerical(source), *_other_variables(source)):
        try:
            yield operator, ast.unparse(ast.parse(code))
        except SyntaxError:
            continue


def _general(source: str) -> Iterator[tuple[str, str]]:
    try:
        from cosmic_ray.mutating import mutate_code  # here: an extra
        from cosmic_ray.operators.provider import OperatorProvider
    except ImportError:
        raise MissingExtraError("audit") from None
    provider = OperatorProvider()
    for name in sorted(provider):
        if name.startswith(_GENERAL) and not _BITS.search(name):
            for occurrence in count():
                code = mutate_code(source, provider[name](), occurrence)
                if code is None:
                    break
                yield name, code


def _numerical(source: str) -> Iterator[tuple[str, str]]:
    for operator in OPERATORS:
        for code in _replacements(source, operator):
            yield operator.__name__, code


def _other_variables(source: str) -> Iterator[tuple[str, str]]:
    """One variable of the function read in the place of another."""
    function = next(n for n in ast.parse(source).body if isinstance(n, ast.FunctionDef))
    names = sorted(
        {argument.arg for argument in function.args.args}
        | {n.id for n in ast.walk(function) if isinstance(n, ast.Name) and _stored(n)}
    )

    def other_variable(node: ast.AST) -> Iterator[ast.AST]:
        if isinstance(node, ast.Name) and not _stored(node) and node.id in names:
            place = names.index(node.id)
            for other in (*names[place + 1 :], *names[:place])[:MOST_VARIABLES]:
                yield ast.Name(other, ast.Load())

    for code in _replacements(source, other_variable):
        yield "other_variable", code


def _stored(node: ast.Name) -> bool:
    return isinstance(node.ctx, ast.Store)


def _replacements(source: str, operator: Operator) -> Iterator[str]:
    """The code with one node replaced, for every node and everything that may replace it."""
    tree = ast.parse(source)
    for place, node in enumerate(ast.walk(tree)):
        for choice in range(len(list(operator(deepcopy(node))))):
            copy = deepcopy(tree)
            target = list(ast.walk(copy))[place]
            new = list(operator(target))[choice]
            yield ast.unparse(ast.fix_missing_locations(_Replace(target, new).visit(copy)))


class _Replace(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        return self.new if node is self.old else self.generic_visit(node)


def _change(original: str, mutated: str) -> str:
    old, new = original.splitlines(), mutated.splitlines()
    return " | ".join(
        f"{_joined(old[a:b])} → {_joined(new[c:d])}"
        for _, a, b, c, d in _differences(original, mutated)
    )


def _differences(original: str, mutated: str) -> list[tuple[str, int, int, int, int]]:
    old, new = original.splitlines(), mutated.splitlines()
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    return [code for code in matcher.get_opcodes() if code[0] != "equal"]


def _joined(lines: list[str]) -> str:
    return "; ".join(line.strip() for line in lines) or "(nada)"
