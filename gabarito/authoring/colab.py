"""What lets a release be opened and handed in alone, in Colab: a badge, a first and a last cell.

The notebook's first code cell finds the lab's files beside it, or fetches them in one zip
from where the course is published, known by its sha256; its last two say how to make the PDF
that is handed in with it, and make it where Gabarito and a browser are at hand. That one is a
demo: it never runs when grading.
"""

from __future__ import annotations

import hashlib
import json
import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from gabarito.authoring import messages
from gabarito.course.layout import CONFIG_FILE, Course, Lab
from gabarito.errors import CourseError
from gabarito.notebook import lab_text
from gabarito.storage import zips

PLACEHOLDER = "SEU_USUARIO"
"""Owner in the configuration of a course that nobody published yet: no account can have it."""

PENDING = messages.PENDING_LINKS.format(placeholder=PLACEHOLDER, file=CONFIG_FILE)
"""What a professor is told while nobody's repository is configured."""

_PLUMBING = {"cellView": "form", "transient": {"remove_source": True}}
"""Metadata of a cell that is not of the lesson: nbconvert leaves its source out of an export, and
knows no fold."""

_BADGE = "https://colab.research.google.com/assets/colab-badge.svg"
_REPOSITORY = re.compile(r"[\w.-]+/[\w.-]+")
_PDF = re.compile(r"NomeSobrenome-[\w-]+\.pdf")
SETUP = Path(__file__).parent / "templates" / "preparo.py"
"""Functions of the setup cell, as a file."""

HAND_IN = Path(__file__).parent / "templates" / "entrega.py"
"""The function of the last cell, as a file."""


@dataclass(frozen=True)
class Publication:
    """Where a course's ``release/`` can be read on the web.

    Attributes:
        repository: ``owner/name`` on GitHub, or None.
        branch: of that repository.
        release_url: address of the ``release/`` folder's files, or None.
    """

    repository: str | None
    branch: str
    release_url: str | None

    @classmethod
    def of(cls, course: Course) -> Publication:
        """What the course's configuration says.

        Raises:
            CourseError: ``c.Gabarito.repository`` is no ``owner/name``.
        """
        config = course.config.Gabarito
        repository, branch = config.get("repository"), config.get("branch", "main")
        if repository is not None and not _REPOSITORY.fullmatch(str(repository)):
            raise CourseError(messages.NOT_A_REPOSITORY.format(value=repository, file=CONFIG_FILE))
        raw = f"https://raw.githubusercontent.com/{repository}/{branch}/release"
        return cls(repository, branch, config.get("release_url", raw if repository else None))

    @classmethod
    def required(cls, course: Course) -> Publication:
        """The same, of a course that has a repository.

        Raises:
            CourseError: it has none, or no ``owner/name``.
        """
        published = cls.of(course)
        if published.repository is None:
            raise CourseError(messages.NO_REPOSITORY.format(file=CONFIG_FILE))
        return published

    @property
    def pending(self) -> bool:
        """Whether the configuration still names nobody's repository."""
        return str(self.repository).startswith(f"{PLACEHOLDER}/")

    def zip_url(self, lab: str) -> str | None:
        """Address of the lab's zip, or None."""
        return f"{self.release_url.rstrip('/')}/{lab}/{lab}.zip" if self.release_url else None

    def notebook_url(self, lab: str) -> str | None:
        """Address that opens the lab's release in Colab, or None."""
        if not self.repository:
            return None
        where = f"{self.repository}/blob/{self.branch}/release/{lab}/{lab}.ipynb"
        return f"https://colab.research.google.com/github/{where}"

    def badge(self, lab: str) -> str | None:
        """Markdown of a button that opens the lab's release in Colab, or None."""
        url = self.notebook_url(lab)
        return url and f"[![{messages.BADGE}]({_BADGE})]({url})"


def files_zip(files: Mapping[Path, Path]) -> bytes:
    """The zip that a notebook fetches: file → name in the zip, given as a relative path."""
    return zips.zip_bytes({name.as_posix(): file.read_bytes() for file, name in files.items()})


def add_cells(notebook: NotebookNode, lab: Lab, files: Mapping[Path, Path]) -> None:
    """Put the badge first, the cell that sets up before the first code cell, the PDF last.

    Args:
        files: what goes beside the notebook, as :func:`files_zip` takes it.
    Raises:
        CourseError: the configuration names no repository that could be.
    """
    published = Publication.of(lab.course)
    names = sorted(name.as_posix() for name in files.values())
    source = _setup_source(names, published.zip_url(lab.name), sha256(files_zip(files)))
    setup = _made(nbformat.v4.new_code_cell(source), _PLUMBING | lab_text.FOLDED)
    kinds = [cell.cell_type for cell in notebook.cells]
    place = kinds.index("code") if "code" in kinds else len(kinds)
    notebook.cells.insert(place, setup)
    last = messages.HAND_IN.format(name=_pdf_name(notebook, lab))
    notebook.cells.append(_made(nbformat.v4.new_markdown_cell(last), {}))
    pdf = nbformat.v4.new_code_cell(_pdf_source(lab))
    notebook.cells.append(_made(pdf, _PLUMBING | {"tags": list(lab_text.DEMO_TAGS)}))
    badge = published.badge(lab.name)
    if badge:
        shown = nbformat.v4.new_markdown_cell(f"{badge}\n\n{messages.SAVE_A_COPY}")
        notebook.cells.insert(0, _made(shown, {}))


def _pdf_name(notebook: NotebookNode, lab: Lab) -> str:
    """What the text calls the PDF that students hand in, or one by the lab's name."""
    asked = _PDF.search("\n".join(cell.source for cell in notebook.cells))
    return asked[0] if asked else messages.PDF.format(lab=lab.name)


def _made(cell: NotebookNode, metadata: dict[str, Any]) -> NotebookNode:
    cell.metadata.update(metadata, gabarito={"made": True})
    cell.id = lab_text.content_hash(cell)
    return cell


def is_made(cell: NotebookNode) -> bool:
    """Whether :func:`add_cells` put the cell there."""
    return bool(cell.metadata.get("gabarito", {}).get("made"))


def _setup_source(names: list[str], url: str | None, sha256: str) -> str:
    values = [json.dumps(names, indent=4, ensure_ascii=False), repr(url), repr(sha256)]
    arguments = textwrap.indent(",\n".join(values), "    ")
    functions = SETUP.read_text(encoding="utf-8")
    return f"{messages.SETUP_TITLE}\n{functions}\n\nprepare_o_lab(\n{arguments},\n)"


def _pdf_source(lab: Lab) -> str:
    function = HAND_IN.read_text(encoding="utf-8")
    call = f'faca_o_pdf("{lab.name}.ipynb", NOME)'
    return f"{messages.PDF_TITLE}\n{messages.YOUR_NAME}\n\n\n{function}\n\n{call}"


def sha256(content: bytes) -> str:
    """Hexadecimal sha256 of a zip."""
    return hashlib.sha256(content).hexdigest()
