"""Markdown as harmless HTML, its formulas as MathML, which browsers draw offline."""

from __future__ import annotations

import html
import re
import secrets
from typing import Any

import mistune
import nh3
from latex2mathml import converter
from mistune.plugins import import_plugin
from nbconvert.filters.markdown_mistune import MathBlockParser, MathInlineParser

from gabarito.pages.remembered import remembered
from gabarito.pages.sanitize import plain_html

_MATHML = {
    *("math", "maction", "merror", "menclose", "mfenced", "mfrac", "mi", "mmultiscripts", "mn"),
    *("mo", "mover", "mpadded", "mphantom", "mprescripts", "mroot", "mrow", "ms", "mspace"),
    *("msqrt", "mstyle", "msub", "msubsup", "msup", "mtable", "mtd", "mtext", "mtr", "munder"),
    "munderover",
}
_ATTRIBUTES = {
    *("accent", "accentunder", "columnalign", "columnspacing", "display", "displaystyle", "fence"),
    *("form", "height", "largeop", "linethickness", "lspace", "mathvariant", "maxsize", "minsize"),
    *("movablelimits", "rowspacing", "rspace", "scriptlevel", "separator", "stretchy", "symmetric"),
    "width",
}
MAX_FORMULA = 5_000
"""Characters of a formula; what is longer stays as it was written."""


_WORDS = re.compile(r"\\text\w*\{[^{}]*\}")
"""Where the converter takes ``\\_`` as it stands."""


class _Renderer(mistune.HTMLRenderer):
    """HTML in which each formula is a name, kept aside, that nobody could have written."""

    def __init__(self) -> None:
        super().__init__(escape=False, allow_harmful_protocols=["data:", "attachment:"])
        self.formulas: dict[str, str] = {}

    def keep(self, latex: str, display: str) -> str:
        name = f"formula{secrets.token_hex(16)}"
        self.formulas[name] = mathml(latex, display)
        return name

    def inline_math(self, latex: str) -> str:
        return self.keep(latex, "inline")

    def block_math(self, latex: str) -> str:
        return self.keep(latex, "block")

    def latex_environment(self, name: str, body: str) -> str:
        return self.keep(rf"\begin{{{name}}}{body}\end{{{name}}}", "block")


@remembered
def to_html(markdown: str) -> str:
    """`markdown` as HTML with nothing active in it, formulas drawn."""
    renderer = _Renderer()
    parser = mistune.Markdown(
        renderer,
        block=MathBlockParser(),
        inline=MathInlineParser(hard_wrap=False),
        plugins=[import_plugin(name) for name in ("strikethrough", "table", "url")],
    )
    clean = plain_html(parser(markdown))
    for name, formula in renderer.formulas.items():
        clean = clean.replace(name, formula)
    return clean


def mathml(latex: str, display: str) -> str:
    """A formula as MathML; one that cannot be read is shown as it was written."""
    try:
        if len(latex) > MAX_FORMULA:
            raise ValueError
        plain = _WORDS.sub(lambda words: words[0].replace(r"\_", "_"), latex.strip())
        drawn = converter.convert(plain, display=display)
    except Exception:  # the converter has a family of its own, and trips over more than that
        return f"<code>{html.escape(latex)}</code>"
    return only_mathml(drawn)


def only_mathml(drawn: Any) -> str:
    """MathML of known elements and attributes: no link, no other language inside."""
    return nh3.clean(
        str(drawn), tags=_MATHML, attributes=dict.fromkeys(_MATHML, _ATTRIBUTES), link_rel=None
    )
