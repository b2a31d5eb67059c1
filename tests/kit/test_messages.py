"""What a person reads is in one place per package: found by reading the code, not by running it."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest

Node = TypeVar("Node", bound=ast.AST)

PACKAGE = Path(__file__).parents[2] / "gabarito"
HELD = sorted(path.name for path in PACKAGE.iterdir() if path.name != "guest")
"""Packages, and modules outside them, whose sentences are all where they belong."""

OWN_PLACES = {
    "checks/causas.py",  # shipped with every lab
    "checks/palpites.py",  # shipped with labs that ask questions
    "checks/verificador.py",  # shipped with every lab
    "channels/headings.py",  # what the columns of a file are called is read, not said
    "channels/otter/cases.py",  # shipped with every otter package
    "errors.py",
    "course/file_names.py",  # what copies of a file are called is read, not said
    "results/gradebook_lines.py",  # Formgrader's own words
    "foreign/option_table.py",  # sentences and facts in one table, which the docs show too
    "sandbox/promises.py",  # sentences and facts in one table, which the docs show too
}
"""Modules, besides each ``messages.py``, that say things themselves."""

PORTUGUESE = re.compile(r"\b(com|da|de|dos|em|está|já|não|para|que|sem|um|uma)\b", re.IGNORECASE)


def modules(places: list[str] | None = None) -> list[Path]:
    """Modules of those packages whose sentences belong elsewhere; no templates."""
    found = [
        module
        for place in places or HELD
        for module in ([PACKAGE / place] if place.endswith(".py") else (PACKAGE / place).rglob("*"))
        if module.suffix == ".py" and "templates" not in module.parts
    ]
    exempt = {PACKAGE / place for place in OWN_PLACES}
    return [module for module in found if module not in exempt and module.name != "messages.py"]


def name(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


def is_a_sentence(text: str) -> bool:
    """Whether a person was meant to read it: an accent, or words that only Portuguese has."""
    if any(character.isalpha() and not character.isascii() for character in text):
        return True
    return " " in text.strip() and bool(PORTUGUESE.search(text) or text.rstrip().endswith("."))


def texts(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and text of each string of a program; not docstrings, not what click shows as help."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.JoinedStr):
            parts = [p.value if isinstance(p, ast.Constant) else "{}" for p in node.values]
            yield node.lineno, "".join(map(str, parts))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value
        elif not _is_docstring(node) and not _is_help(node):
            yield from texts(node)


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _is_help(node: ast.AST) -> bool:
    return isinstance(node, ast.keyword) and node.arg == "help"


@pytest.mark.parametrize("module", modules(), ids=name)
def test_no_module_says_what_belongs_to_the_messages_of_its_package(module):
    tree = ast.parse(module.read_text(encoding="utf-8"))
    assert [(line, text) for line, text in texts(tree) if is_a_sentence(text)] == []


def test_a_sentence_is_known_by_its_accents_or_its_words():
    code = 'raise CourseError(f"Falta {path}: rode o comando em {root}.")\nWORD = "não"\n'
    assert [text for _, text in texts(ast.parse(code)) if is_a_sentence(text)] == [
        "Falta {}: rode o comando em {}.",
        "não",
    ]
    quiet = '"""Não é."""\noption("--em", help="Onde não.")\nx = "a dtype with fields", "✔"'
    assert not [text for _, text in texts(ast.parse(quiet)) if is_a_sentence(text)]


def catalogues() -> list[Path]:
    return sorted(PACKAGE.rglob("messages.py"))


@pytest.mark.parametrize("path", catalogues(), ids=name)
def test_a_catalogue_holds_only_texts_that_another_could_replace(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert not [node.lineno for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    kinds = {type(node) for node in tree.body if not _is_docstring(node)}
    assert kinds == {ast.Assign}, "constants only"


def nodes(path: Path, kind: type[Node]) -> list[Node]:
    """Syntax of that kind in the modules of the catalogue's package."""
    trees = [ast.parse(one.read_text(encoding="utf-8")) for one in path.parent.rglob("*.py")]
    return [node for tree in trees for node in ast.walk(tree) if isinstance(node, kind)]


def _text(node: ast.expr) -> str | None:
    """The text that an expression names: ``WARNING`` of ``messages.WARNING``."""
    named = isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    return node.attr if named and node.value.id == "messages" else None


def held(path: Path) -> dict[str, Any]:
    """The texts of a catalogue by name."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assigned = (node for node in tree.body if isinstance(node, ast.Assign))
    return {ast.unparse(node.targets[0]): ast.literal_eval(node.value) for node in assigned}


@pytest.mark.parametrize("path", catalogues(), ids=name)
def test_every_text_of_a_catalogue_is_said_somewhere(path):
    assert set(held(path)) == {_text(node) for node in nodes(path, ast.Attribute)} - {None}


def fillings(path: Path) -> Iterator[tuple[str, set[str | None]]]:
    """Each text of the catalogue that is filled, and with which fields."""
    for call in nodes(path, ast.Call):
        if isinstance(call.func, ast.Attribute) and call.func.attr == "format":
            text = _text(call.func.value)
            if text:
                yield text, {keyword.arg for keyword in call.keywords}


@pytest.mark.parametrize("path", catalogues(), ids=name)
def test_every_field_of_a_text_is_filled_and_no_other(path):
    known = held(path)
    for text, filled in fillings(path):
        fields = {field for _, field, _, _ in string.Formatter().parse(known[text]) if field}
        assert filled == fields, text
