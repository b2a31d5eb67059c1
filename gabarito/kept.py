"""Outputs of cells, as far as they are kept: neither a sandbox nor a file is believed."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator
from typing import Any

import nbformat
from nbformat import NotebookNode

MAX_CHARACTERS = 8 << 20
"""JSON of all outputs of one notebook; the labs' own take under one million."""

MAX_ITEMS, MAX_DEPTH = 100_000, 32
"""Of one output: strings, numbers, lists and objects; levels of lists and objects."""

_CUT = "[saídas cortadas: passaram do limite da correção]\n"


class Room:
    """How much more one notebook's outputs may take."""

    def __init__(self) -> None:
        self.left = MAX_CHARACTERS

    def keep(self, outputs: Iterable[Any]) -> list[NotebookNode]:
        """The well-formed ones among `outputs`, up to the limit; then a notice."""
        return [nbformat.from_dict(output) for output in self._within(outputs)]

    def _within(self, outputs: Iterable[Any]) -> Iterator[dict[str, Any]]:
        for output in outputs:
            made = plain_output(output)
            if made is None or self.left <= 0:
                continue
            self.left -= len(json.dumps(made))
            if self.left <= 0:
                yield {"output_type": "stream", "name": "stdout", "text": _CUT}
                return
            yield made


def plain_output(output: Any) -> dict[str, Any] | None:
    """A copy of an nbformat output, made of plain JSON; None if it is no such thing."""
    try:
        if sum(1 for _ in _items(output)) > MAX_ITEMS:
            return None
        text = json.dumps(output, ensure_ascii=False)
        plain: dict[str, Any] = json.loads(text.encode("utf-8", "replace"))
        nbformat.v4.nbbase.validate(plain, ref=plain["output_type"])
    except Exception:  # whatever a hostile output trips over
        return None
    return plain


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
