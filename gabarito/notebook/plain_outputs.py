"""Outputs of cells, as far as they are kept: neither a sandbox nor a file is believed."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator
from typing import Annotated, Any

import msgspec
import nbformat
from nbformat import NotebookNode

from gabarito.notebook import images, messages, overwritten

MAX_CHARACTERS = 8 << 20
"""JSON of all outputs of one notebook; the labs' own take under one million."""

MAX_ITEMS, MAX_DEPTH = 100_000, 32
"""Of one output: strings, numbers, lists and objects; levels of lists and objects."""


class _Stream(msgspec.Struct, tag_field="output_type", tag="stream", forbid_unknown_fields=True):
    name: str
    text: str | list[str]


class _Display(
    msgspec.Struct, tag_field="output_type", tag="display_data", forbid_unknown_fields=True
):
    data: dict[str, Any]
    metadata: dict[str, Any]


class _Result(
    msgspec.Struct, tag_field="output_type", tag="execute_result", forbid_unknown_fields=True
):
    execution_count: Annotated[int, msgspec.Meta(ge=0)] | None
    data: dict[str, Any]
    metadata: dict[str, Any]


class _Error(msgspec.Struct, tag_field="output_type", tag="error", forbid_unknown_fields=True):
    ename: str
    evalue: str
    traceback: list[str]


_Output = _Stream | _Display | _Result | _Error
"""What nbformat 4 takes for an output; its own check takes a hundred times longer."""

_PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")

_JSON = re.compile(r"application/(.*\+)?json")


class OutputBudget:
    """How much more one notebook's outputs may take."""

    def __init__(self) -> None:
        self.left = MAX_CHARACTERS

    def within(self, outputs: Iterable[Any]) -> list[NotebookNode]:
        """The well-formed ones among `outputs`, up to the limit; then a notice."""
        return [nbformat.from_dict(output) for output in self._plain(outputs)]

    def _plain(self, outputs: Iterable[Any]) -> Iterator[dict[str, Any]]:
        for output in outputs:
            made = plain_output(output)
            if made is None or self.left <= 0:
                continue
            self.left -= len(json.dumps(made))
            if self.left <= 0:
                yield {"output_type": "stream", "name": "stdout", "text": messages.OUTPUTS_CUT}
                return
            yield made


def plain_output(output: Any) -> dict[str, Any] | None:
    """A copy of an nbformat output, made of plain JSON; None if it is no such thing.

    Of a line that was written over, what was left of it.
    """
    try:
        if sum(1 for _ in _items(output)) > MAX_ITEMS:
            return None
        text = json.dumps(output, ensure_ascii=False)
        plain: dict[str, Any] = json.loads(text.encode("utf-8", "replace"))
        msgspec.convert(plain, _Output)
        _require_texts(plain.get("data", {}))
        _require_pictures(plain.get("data", {}))
        _leave_the_last(plain)
    except Exception:  # whatever a hostile output trips over
        return None
    return plain


def _leave_the_last(output: dict[str, Any]) -> None:
    """Take out of a stream what its program wrote over."""
    if output["output_type"] == "stream":
        written = "".join(output["text"])
        left = overwritten.as_left(written)
        if left != written:
            output["text"] = left


def _require_texts(bundle: dict[str, Any]) -> None:
    """Refuse a MIME bundle that has something else than text where it is not JSON.

    Raises:
        msgspec.ValidationError: it has.
    """
    for kind, value in bundle.items():
        if not _JSON.fullmatch(kind):
            msgspec.convert(value, str | list[str])


def _require_pictures(bundle: dict[str, Any]) -> None:
    """Take images out of a MIME bundle that are none, or too large to be shown.

    Raises:
        ValueError: nothing else was in it.
    """
    hostile = [
        kind for kind in _PICTURES if kind in bundle and not images.from_base64(bundle[kind])
    ]
    for kind in hostile:
        del bundle[kind]
    if hostile and not bundle:
        raise ValueError("no picture")


def _items(value: Any, depth: int = 0) -> Iterator[None]:
    """One for each item of a JSON value.

    Raises:
        ValueError: it is nested too deeply, or is not JSON.
    """
    yield None
    if depth > MAX_DEPTH:
        raise ValueError("too deep")
    if isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str):
                raise ValueError("a key that is no text")
            yield from _items(item, depth + 1)
    elif isinstance(value, list):
        for item in value:
            yield from _items(item, depth + 1)
    elif isinstance(value, float) and not math.isfinite(value):
        raise ValueError("no JSON number")
    elif value is not None and not isinstance(value, (str, int, float)):
        raise ValueError("no JSON")
