"""What people read stands in one place per package, as templates that a catalogue could hold."""

from __future__ import annotations

import ast
import importlib
import re
import string
from pathlib import Path

import pytest

import gabarito

PACKAGE = Path(gabarito.__file__).parent
WITH_MESSAGES = sorted(path.parent.name for path in PACKAGE.glob("*/messages.py"))
ACCENTS = re.compile("[áâãàçéêíóôõú]", re.IGNORECASE)


def texts(value):
    """The templates in a constant."""
    if isinstance(value, dict):
        value = tuple(value.values())
    return [value] if isinstance(value, str) else [t for item in value for t in texts(item)]


def docstrings(tree):
    """Constants that stand as a statement of their own."""
    return {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}


@pytest.mark.parametrize("name", WITH_MESSAGES)
def test_every_field_of_a_template_has_a_name(name):
    module = importlib.import_module(f"gabarito.{name}.messages")
    for constant in [value for key, value in vars(module).items() if key.isupper()]:
        for template in texts(constant):
            fields = [field for _, field, _, _ in string.Formatter().parse(template)]
            assert all(field is None or field.isidentifier() for field in fields), template


@pytest.mark.parametrize("name", WITH_MESSAGES)
def test_no_sentence_stands_elsewhere_in_its_package(name):
    found = {}
    for path in (PACKAGE / name).glob("*.py"):
        if path.name != "messages.py":
            tree = ast.parse(path.read_text(encoding="utf-8"))
            known = docstrings(tree)
            found[path.name] = [
                node.value
                for node in ast.walk(tree)
                if isinstance(node, ast.Constant) and isinstance(node.value, str)
                if id(node) not in known and ACCENTS.search(node.value)
            ]
    labels = [r"<célula (\d+)>"]  # what tracebacks call a cell
    assert {file: said for file, said in found.items() if said and said != labels} == {}
