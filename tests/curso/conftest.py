"""What of the labs' classes is for the night."""

from __future__ import annotations

from pathlib import Path

import pytest

TWICE = "test_one_worker_or_two_and_once_or_twice_give_the_same_bytes"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A class graded twice says of the small course, in every run, what it says of the labs."""
    for item in items:
        if item.path.parent == Path(__file__).parent and item.name == TWICE:
            item.add_marker(pytest.mark.nightly)
