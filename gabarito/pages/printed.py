"""A notebook on paper: what it holds, texts, code and kept outputs, as one harmless page."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup
from nbconvert.filters import strip_ansi
from nbformat import NotebookNode
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from gabarito.checks.verificador import MIME_TYPE
from gabarito.course import check_cells
from gabarito.errors import SubmissionError
from gabarito.notebook import attachments, handed_in
from gabarito.pages import browser, messages
from gabarito.pages.formulas import to_html
from gabarito.pages.sanitize import safe_data

_TEMPLATES = Path(__file__).parent / "templates" / "gabarito_print"
_FORMATTER = HtmlFormatter(nowrap=True)
_ASKED = re.compile(r"NomeSobrenome-([\w-]+)\.pdf")
"""How a lab's text says what the file is to be called."""

_FOLDED = ("# @title", check_cells.HEADING.partition("{")[0])
"""How a cell begins whose code is not the student's: one line of it is enough."""

_ATTACHED = re.compile(r"\(attachment:([^)\s]+)\)")


def print_notebook(path: Path, student: str | None = None) -> Path:
    """Print the notebook as it was saved, beside it; nothing of it is run.

    Args:
        student: whose it is; the file is called ``NomeSobrenome-Lab3.pdf`` then, by the name that
            the lab's own text asks for.
    Returns:
        The PDF.
    Raises:
        SubmissionError: it is no notebook, or none of its cells was run.
        OutputError: no browser is at hand, or the PDF cannot be written.
    """
    browser.find()  # before reading takes its time
    notebook, _ = handed_in.parse(handed_in.read_bytes(path), path)
    _require_run(notebook, path)
    attachments.embed(notebook.cells, path.parent)
    target = path.with_name(f"{_file_name(notebook, path, student)}.pdf")
    browser.print_page(page(notebook, target.stem), target)
    return target


def _require_run(notebook: NotebookNode, path: Path) -> None:
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    if code and not any(cell.get("outputs") for cell in code):
        raise SubmissionError(messages.NOT_RUN.format(path=path))


def _file_name(notebook: NotebookNode, path: Path, student: str | None) -> str:
    if not student:
        return path.stem
    asked = _ASKED.search("\n".join(c.source for c in notebook.cells if c.cell_type != "code"))
    return f"{_in_one_word(student)}-{asked[1] if asked else path.stem}"


def _in_one_word(name: str) -> str:
    """``Íris da Conceição`` → ``IrisDaConceicao``.

    Raises:
        SubmissionError: there is no letter in it.
    """
    bare = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    words = re.findall(r"[A-Za-z0-9]+", bare)
    if not words:
        raise SubmissionError(messages.NO_NAME.format(name=name))
    return "".join(word[0].upper() + word[1:] for word in words)


def page(notebook: NotebookNode, title: str) -> str:
    """The notebook as one HTML page that needs nothing else, with nothing active in it."""
    environment = Environment(loader=FileSystemLoader(_TEMPLATES), autoescape=True)
    return environment.get_template("page.html.j2").render(
        title=title,
        cells=[_text(c) if c.cell_type == "markdown" else _code(c) for c in notebook.cells],
        highlighting=Markup(_FORMATTER.get_style_defs("pre")),
    )


def _text(cell: NotebookNode) -> dict[str, Any]:
    attached = cell.get("attachments", {})

    def data(match: re.Match[str]) -> str:
        images = attached.get(match[1], {})
        return next((f"(data:{mime};base64,{text})" for mime, text in images.items()), match[0])

    return {"text": Markup(to_html(_ATTACHED.sub(data, cell.source)))}


def _code(cell: NotebookNode) -> dict[str, Any]:
    first, *more = cell.source.splitlines() or [""]
    source = f"{first}\n…" if more and first.startswith(_FOLDED) else cell.source
    code = Markup(highlight(source, PythonLexer(), _FORMATTER).rstrip())
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
        for mime in ("image/png", "image/jpeg"):
            if mime in kept:
                yield {"image": f"data:{mime};base64,{kept[mime]}"}
                return
        if "text/html" in kept:
            yield {"html": Markup(kept["text/html"])}
        elif "text/plain" in kept:
            yield {"plain": strip_ansi(kept["text/plain"])}
    elif said := output.get("text"):
        whole = "".join(map(str, said)) if isinstance(said, list) else str(said)
        yield {"plain": strip_ansi(whole)}
