"""The alternative texts of a notebook's figures, which nbconvert's HTML leaves out.

A figure that the labs draw keeps a sentence for who does not see it in its output's metadata,
``{"image/png": {"alt": …}}``. nbconvert's template of HTML has no place for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode

IMAGES = ("image/png", "image/jpeg")
_LONGEST = 500
"""Characters; a sentence has some hundred."""

_IMAGE = Markup('<img src="data:{mime};base64,{data}" alt="{alt}"{size}>')


def alt_text(output: Mapping[str, Any], mime: str) -> str:
    """What an output says of its image, on one line; empty if it says nothing.

    Args:
        output: as nbformat has it, of whoever wrote the notebook.
        mime: of the image.
    """
    metadata = output.get("metadata")
    of_image = metadata.get(mime) if isinstance(metadata, Mapping) else None
    said = of_image.get("alt") if isinstance(of_image, Mapping) else None
    return " ".join(said.split())[:_LONGEST] if isinstance(said, str) else ""


class DescribedImages(Preprocessor):
    """Turn each image that has an alternative text into HTML that has it, too.

    For ``HTMLExporter.preprocessors``; an image without one stays as it is.
    """

    def preprocess_cell(
        self, cell: NotebookNode, resources: dict[str, Any], index: int
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Change the outputs of a code cell in place."""
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            for mime in IMAGES:
                alt = alt_text(output, mime) if isinstance(data.get(mime), str) else ""
                if alt:
                    data["text/html"] = _html(output, mime, alt)
                    break
        return cell, resources


def _html(output: NotebookNode, mime: str, alt: str) -> str:
    held = output.metadata[mime]
    size = Markup("").join(
        Markup(' {}="{}"').format(side, held[side])
        for side in ("width", "height")
        if type(held.get(side)) is int
    )
    return str(_IMAGE.format(mime=mime, data=output.data[mime].strip(), alt=alt, size=size))
