"""Python on a page: highlighted, and a student's own cell with its lines numbered, one marked."""

from __future__ import annotations

from markupsafe import Markup
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from gabarito.pages.remembered import remembered

FORMATTER = HtmlFormatter(nowrap=True)
_LEXER = PythonLexer(stripnl=False, ensurenl=False)


@remembered
def highlighted(source: str) -> str:
    """`source` as HTML, escaped, line by line as it is."""
    return highlight(source, _LEXER, FORMATTER).rstrip("\n")


def numbered(source: str, marked: int = 0) -> Markup:
    """`source` as HTML, escaped; every line is a block of its own.

    Args:
        marked: number of the line to mark, from 1; 0 for none.
    """
    lines = highlighted(source).split("\n")
    return Markup("".join(_line(n, line, n == marked) for n, line in enumerate(lines, start=1)))


def _line(number: int, line: str, marked: bool) -> str:
    mark = " marked-line" if marked else ""
    return f'<span class="line{mark}"><span class="line-number">{number}</span>{line or " "}</span>'
