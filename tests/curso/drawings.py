"""What the tests of every lab's drawings have in common."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from typing import Any

import matplotlib.pyplot as plt
import pytest
from IPython.core.formatters import DisplayFormatter
from matplotlib.text import Text

_POINT = re.compile(r"\d\.\d")
_AT_MOST_ONE = re.compile(r"probabilidade|acurácia(?! \(%\))")


NOT_OURS = (DeprecationWarning, ResourceWarning)
"""Matplotlib's own; and what the collector says here of what another test has left."""


def assert_renders(draw: Callable[[], Any], recwarn: pytest.WarningsRecorder) -> None:
    """Fail unless the figure that `draw` makes is one that a lab may show.

    It is drawn without a warning and stays closed in pyplot; it has an alternative text, a
    sentence; its numbers have decimal commas; no axis of probabilities goes beyond 1.
    """
    before = plt.get_fignums()
    fig = draw()
    fig.savefig(io.BytesIO(), format="png")
    ours = [w for w in recwarn if not issubclass(w.category, NOT_OURS)]
    assert [str(warning.message) for warning in ours] == []
    assert plt.get_fignums() == before
    assert_described(fig)
    assert [said for said in _said(fig) if _POINT.search(said)] == []
    for ax in fig.axes:
        for axis, limits in ((ax.xaxis, ax.get_xlim()), (ax.yaxis, ax.get_ylim())):
            assert not _AT_MOST_ONE.search(axis.get_label_text()) or max(limits) <= 1


def assert_described(fig: Any) -> None:
    """Fail unless a notebook keeps the figure with words for who does not see it."""
    formats, metadata = DisplayFormatter().format(fig)
    assert "text/plain" in formats
    words = metadata["image/png"]["alt"]
    assert words.endswith(".")
    assert len(words) > 25


def _said(fig: Any) -> Iterator[str]:
    """What is written in a figure that was drawn; axes that are off write no numbers."""
    for ax in fig.axes:
        hidden = () if ax.axison else (*ax.xaxis.findobj(Text), *ax.yaxis.findobj(Text))
        for text in ax.findobj(Text):
            if text not in hidden:
                yield text.get_text()
