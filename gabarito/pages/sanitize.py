"""Making what a student wrote harmless before it is shown in a page."""

from __future__ import annotations

import base64
import binascii
from typing import Any

import nh3
from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor

_TAGS = nh3.ALLOWED_TAGS - {"img"}  # a remote image tells its server who reads the page
_ATTRIBUTES = {**nh3.ALLOWED_ATTRIBUTES, "*": {"class", "id"}}
_IMAGES = ("image/png", "image/jpeg")


def clean_html(html: Any) -> str:
    """`html` with nothing active left: no script, style, event handler, frame or image.

    Stands in for nbconvert's filter of that name, which also removes headings and tables.
    """
    return nh3.clean(str(html), tags=_TAGS, attributes=_ATTRIBUTES)


class SafeOutputs(NbGraderPreprocessor):
    """Keep of each output only what the template shows safely.

    That is text (escaped by the template), HTML (through :func:`clean_html`) and images
    that are base64; SVG, LaTeX, JavaScript, widgets and output metadata go.
    """

    def preprocess_cell(
        self, cell: NotebookNode, resources: ResourcesDict, cell_index: int
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Filter the outputs of a code cell in place."""
        if cell.cell_type == "code":
            for output in cell.outputs:
                if "data" in output:
                    output.data = NotebookNode(_safe(output.data))
                    output.metadata = NotebookNode()
            cell.outputs = [output for output in cell.outputs if output.get("data", True)]
        return cell, resources


def _safe(data: dict[str, Any]) -> dict[str, str]:
    kept = {mime: data[mime] for mime in _IMAGES if _is_base64(data.get(mime))}
    if "text/plain" in data:
        kept["text/plain"] = _text(data["text/plain"])
    if "text/html" in data:
        kept["text/html"] = clean_html(_text(data["text/html"]))
    return kept


def _text(value: Any) -> str:
    return "".join(map(str, value)) if isinstance(value, list) else str(value)


def _is_base64(value: Any) -> bool:
    try:
        base64.b64decode("".join(_text(value).split()), validate=True)
    except (binascii.Error, ValueError):
        return False
    return value is not None
