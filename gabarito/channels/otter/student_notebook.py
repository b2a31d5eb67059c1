"""A lab's notebook in otter's form: ``grader.check`` in the place of the check cells."""

from __future__ import annotations

from copy import deepcopy

import nbformat
from nbformat import NotebookNode

from gabarito.authoring import colab
from gabarito.course import check_cells
from gabarito.notebook import lab_text

_SETUP = """\
# Prepara as verificações; a pasta tests/ e os arquivos do lab ficam ao lado do notebook.
try:
    import otter
except ModuleNotFoundError:
    raise ModuleNotFoundError(
        "Falta o otter-grader: rode %pip install otter-grader em uma célula e depois esta de novo."
    ) from None

grader = otter.Notebook()"""

_CHECK = """\
{heading}
grader.check("{question}")"""

_HOW_TO_HAND_IN = (
    "## Entrega\n\nSalve o notebook e rode a célula abaixo: ela gera o zip que você entrega. No "
    "Colab, em vez disso, baixe o notebook por *Arquivo → Fazer download* e entregue o `.ipynb`."
)
_HAND_IN = "grader.export(pdf=False)"


def convert(notebook: NotebookNode) -> NotebookNode:
    """A copy of a lab's notebook, blank or filled in, that otter checks and grades.

    Every other cell stays as it is, ids and nbgrader's metadata included, so that gabarito and
    nbgrader grade this one too; what belongs to the release that Colab opens is left out.
    """
    converted = deepcopy(notebook)
    for question, cell in lab_text.named_cells(converted, "checks").items():
        heading = check_cells.HEADING.format(question=question)
        cell.source = _CHECK.format(heading=heading, question=question)
    cells = [cell for cell in converted.cells if not _is_badge(cell)]
    own = [cell.cell_type == "code" and not colab.is_made(cell) for cell in cells]
    place = own.index(True) if True in own else len(cells)
    cells.insert(place, _cell("code", _SETUP, "otter_preparo"))
    cells.append(_cell("markdown", _HOW_TO_HAND_IN, "otter_entrega"))
    cells.append(_cell("code", _HAND_IN, "otter_zip"))
    converted.cells = cells if _has_ids(converted) else [_without_id(cell) for cell in cells]
    return converted


def _is_badge(cell: NotebookNode) -> bool:
    return colab.is_made(cell) and cell.cell_type == "markdown"


def _cell(kind: str, source: str, identity: str) -> NotebookNode:
    new = nbformat.v4.new_code_cell if kind == "code" else nbformat.v4.new_markdown_cell
    return new(source, id=identity)


def _has_ids(notebook: NotebookNode) -> bool:
    return (notebook.nbformat, notebook.nbformat_minor) >= (4, 5)


def _without_id(cell: NotebookNode) -> NotebookNode:
    cell.pop("id", None)
    return cell
