"""Making what a student wrote harmless before it is shown in a page."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import nh3
from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor

from gabarito.notebook import attachments, images
from gabarito.pages import messages

_ATTRIBUTES = {**nh3.ALLOWED_ATTRIBUTES, "*": {"class", "id"}}
_PLAIN = nh3.ALLOWED_ATTRIBUTES
_IMAGE = re.compile(r'<img((?: [\w-]+="[^"]*")*)>')
_SCHEMES = nh3.ALLOWED_URL_SCHEMES | {"data"}
_IMAGES = ("image/png", "image/jpeg")


def clean_html(html: Any) -> str:
    """`html` with nothing active left: no script, style, event handler or frame.

    Of the images those stay that are on the page itself and clean; a remote one tells its
    server who reads the page. Stands in for nbconvert's filter of that name, which also
    removes headings and tables.
    """
    return nh3.clean(
        str(html), attributes=_ATTRIBUTES, url_schemes=_SCHEMES, attribute_filter=_attribute
    )


def plain_html(html: Any) -> str:
    """The same with no class and no id left: on a page of ours they would pass for ours.

    An image without a description says that it is one; a heading without a word is none.
    """
    clean = nh3.clean(clean_html(html), attributes=_PLAIN, url_schemes=_SCHEMES)
    return _IMAGE.sub(_described, clean).replace("<th></th>", "<td></td>")


def _described(image: re.Match[str]) -> str:
    return image[0] if " alt=" in image[1] else f'<img alt="{messages.SOME_IMAGE}"{image[1]}>'


def _attribute(element: str, attribute: str, value: str) -> str | None:
    """What an attribute may say; None for nothing."""
    if (element, attribute) == ("img", "src"):
        kind, _, data = value.partition(";base64,")
        image = images.from_base64(data) if kind.startswith("data:") else None
        return f"data:{image.mime};base64,{image.text}" if image else None
    scheme = "".join(c for c in value if c > " ").partition(":")[0].lower()
    return None if scheme == "data" else value


class SafeTexts(NbGraderPreprocessor):
    """The images of text cells, as :mod:`gabarito.notebook.attachments` makes them.

    Whatever graded the notebook: nbconvert gives up on a reference to what is not there.
    """

    def preprocess(
        self, nb: NotebookNode, resources: ResourcesDict
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Change the text cells in place."""
        attachments.embed(nb.cells, Path(resources["metadata"]["path"]))
        return nb, resources


class SafeOutputs(NbGraderPreprocessor):
    """Keep of each output only what the template shows safely.

    That is text (escaped by the template), HTML (through :func:`clean_html`) and images, by
    what they are; SVG, LaTeX, JavaScript, widgets and output metadata go.
    """

    def preprocess_cell(
        self, cell: NotebookNode, resources: ResourcesDict, cell_index: int
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Filter the outputs of a code cell in place."""
        if cell.cell_type == "code":
            for output in cell.outputs:
                if "data" in output:
                    output.data = NotebookNode(safe_data(output.data))
                    output.metadata = NotebookNode()
            cell.outputs = [output for output in cell.outputs if output.get("data", True)]
        return cell, resources


def safe_data(data: dict[str, Any]) -> dict[str, str]:
    """What of an output's data a page may hold: text, clean HTML, images that are images."""
    found = filter(None, (images.from_base64(data[mime]) for mime in _IMAGES if mime in data))
    kept = {i.mime: i.text for i in found if i.mime in _IMAGES}
    if "text/plain" in data:
        kept["text/plain"] = _text(data["text/plain"])
    if "text/html" in data:
        kept["text/html"] = clean_html(_text(data["text/html"]))
    return kept


def _text(value: Any) -> str:
    return "".join(map(str, value)) if isinstance(value, list) else str(value)
