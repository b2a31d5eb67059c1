"""The order of this course's tests."""

from __future__ import annotations

import pytest

LONGEST = ["test_reference_notebook.py", "test_runners.py", "test_colab_session.py"]
"""Files that one worker is busy with for minutes: first, or the others wait for them at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first; the rest stays in order."""
    items.sort(key=lambda item: LONGEST.index(item.path.name) if item.path.name in LONGEST else 99)
