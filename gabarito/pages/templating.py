"""Filling the templates: everything is escaped unless it was made harmless before."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from gabarito.results.decimal_comma import decimal_comma

_TEMPLATES = Path(__file__).parent / "templates"
_BACKTICKS = re.compile(r"`([^`\n]+)`")


def rendered(template: str, **values: Any) -> str:
    """The page that `template`, a path in ``templates/``, makes of `values`."""
    return _environment().get_template(template).render(values)


def source(name: str) -> str:
    """The text of a template as it is included, without the line break at its end."""
    return (_TEMPLATES / name).read_text(encoding="utf-8").rstrip("\n")


def in_a_url(part: str) -> str:
    """A file's name as part of a link."""
    return quote(part, safe=".")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["comma"] = decimal_comma
    environment.filters["breakable"] = _breakable
    environment.filters["coded"] = _coded
    return environment


def _coded(sentence: str) -> Markup:
    """A sentence whose parts between backticks are code; the rest, and they, are text."""
    whole, code = Markup(""), Markup("<code>{}</code>")
    for number, part in enumerate(_BACKTICKS.split(sentence)):
        whole += code.format(part) if number % 2 else part
    return whole


def _breakable(name: str) -> Markup:
    """A name of Python's, which may go on in another line after each underscore."""
    return Markup("_<wbr>").join(name.split("_"))
