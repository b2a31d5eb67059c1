"""What the tests of every lab's drawings have in common."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import matplotlib.pyplot as plt
import pytest


def assert_renders(draw: Callable[[], Any], recwarn: pytest.WarningsRecorder) -> None:
    """Fail if the figure `draw` makes cannot be drawn, warns, or stays open in pyplot."""
    before = plt.get_fignums()
    draw().savefig(io.BytesIO(), format="png")
    ours = [w for w in recwarn if not issubclass(w.category, DeprecationWarning)]  # Matplotlib's
    assert [str(warning.message) for warning in ours] == []
    assert plt.get_fignums() == before
