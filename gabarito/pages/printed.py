"""A notebook on paper: what it holds, texts, code and kept outputs, as one harmless page."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup
from nbformat import NotebookNode

from gabarito.errors import SubmissionError
from gabarito.notebook import attachments, handed_in
from gabarito.pages import browser, messages, own_code, shown_cells

_TEMPLATES = Path(__file__).parent / "templates" / "paper"
_ASKED = re.compile(r"NomeSobrenome-([\w-]+)\.pdf")
"""How a lab's text says what the file is to be called."""


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
    """The notebook as one HTML page that needs nothing else, with nothing active in it.

    What a release adds for opening it in Colab and handing it in serves nobody on paper.
    """
    environment = Environment(loader=FileSystemLoader(_TEMPLATES), autoescape=True)
    return environment.get_template("page.html.j2").render(
        title=title,
        cells=[shown_cells.shown(cell) for cell in notebook.cells if not _is_plumbing(cell)],
        highlighting=Markup(own_code.FORMATTER.get_style_defs("pre")),
    )


def _is_plumbing(cell: NotebookNode) -> bool:
    """Whether the cell says that :func:`~gabarito.authoring.colab.add_cells` put it there."""
    own = cell.metadata.get("gabarito")
    return isinstance(own, dict) and bool(own.get("made"))
