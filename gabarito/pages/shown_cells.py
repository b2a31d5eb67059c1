"""The cells of a notebook as a page shows them: texts, code and kept outputs, nothing active."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from markupsafe import Markup
from nbconvert.filters import strip_ansi
from nbformat import NotebookNode

from gabarito.checks.verificador import MIME_TYPE
from gabarito.course import check_cells
from gabarito.pages import own_code
from gabarito.pages.described import IMAGES, alt_text
from gabarito.pages.formulas import to_html
from gabarito.pages.sanitize import plain_html, safe_data

_FOLDED = ("# @title", check_cells.HEADING.partition("{")[0])
"""How a cell begins whose code is not the student's: one line of it is enough."""

_HEADING = re.compile(r"<(/?)h([1-6])>")
"""What is clean has no attributes on them."""

_ATTACHED = re.compile(r"\(attachment:([^)\s]+)\)")


def shown(cell: NotebookNode) -> dict[str, Any]:
    """A cell for a template: ``text``, or ``code`` and ``outputs``."""
    return {"text": text(cell)} if cell.cell_type != "code" else _code(cell)


def text(cell: NotebookNode) -> Markup:
    """A text cell as HTML, with its attached images and its formulas drawn."""
    attached = cell.get("attachments", {})

    def data(match: re.Match[str]) -> str:
        images = attached.get(match[1], {})
        return next((f"(data:{mime};base64,{text})" for mime, text in images.items()), match[0])

    return Markup(to_html(_ATTACHED.sub(data, cell.source)))


def below(level: int, html: Markup) -> Markup:
    """`html` with its headings so many levels further down, to stand under a page's own."""
    return Markup(_HEADING.sub(lambda tag: f"<{tag[1]}h{min(6, int(tag[2]) + level)}>", str(html)))


def _code(cell: NotebookNode) -> dict[str, Any]:
    first, *more = cell.source.splitlines() or [""]
    source = f"{first}\n# …" if more and first.startswith(_FOLDED) else cell.source
    code = Markup(own_code.highlighted(source).strip("\n"))
    return {"code": code, "outputs": list(_outputs(cell))}


def _outputs(cell: NotebookNode) -> Iterator[dict[str, Any]]:
    for output in cell.get("outputs", []):
        if isinstance(output, dict):
            yield from _shown(output)


def _shown(output: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The richest harmless form of an output."""
    if output.get("output_type") == "error":
        lines = output.get("traceback")
        text = "\n".join(map(str, lines)) if isinstance(lines, list) else ""
        yield {"plain": strip_ansi(text), "error": True}
    elif isinstance(output.get("data"), dict):
        if MIME_TYPE in output["data"]:
            return  # the points; what a person reads of them is printed beside it
        kept = safe_data(output["data"])
        for mime in IMAGES:
            if mime in kept:
                image = f"data:{mime};base64,{kept[mime]}"
                yield {"image": image, "alt": alt_text(output, mime)}
                return
        if "text/html" in kept:
            yield {"html": Markup(plain_html(kept["text/html"]))}
        elif "text/plain" in kept:
            yield {"plain": strip_ansi(kept["text/plain"])}
    elif said := output.get("text"):
        whole = "".join(map(str, said)) if isinstance(said, list) else str(said)
        yield {"plain": strip_ansi(whole)}
