"""A student's own cell on a page: highlighted, numbered, one line marked."""

from __future__ import annotations

from markupsafe import Markup
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer


def numbered(source: str, marked: int = 0) -> Markup:
    """`source` as HTML, escaped; every line is a block of its own.

    Args:
        marked: number of the line to mark, from 1; 0 for none.
    """
    lexer = PythonLexer(stripnl=False, ensurenl=False)
    code = highlight(source, lexer, HtmlFormatter(nowrap=True))
    return Markup("").join(
        Markup('<span class="line{}"><span class="line-number">{}</span>{}</span>').format(
            Markup(" marked-line") if number == marked else "", number, Markup(line or " ")
        )
        for number, line in enumerate(code.rstrip("\n").split("\n"), start=1)
    )
