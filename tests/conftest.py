"""Checks are pytest functions too: their parameters are the reference's own functions."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest
from hypothesis import settings

from gabarito.authoring import with_pytest

ROOT = Path(__file__).parent.parent
HELPERS = [
    path.stem
    for folder in ("kit", "curso")
    for path in (ROOT / "tests" / folder).glob("*.py")
    if not path.stem.startswith(("test_", "conftest"))
]
pytest.register_assert_rewrite(*HELPERS)  # so that their asserts say what differed

from labs import NEEDS_KERAS, has_keras  # noqa: E402

if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:  # as in a job in the background
    signal.signal(signal.SIGINT, signal.default_int_handler)

settings.register_profile("repeatable", derandomize=True, deadline=None, database=None)
settings.register_profile("nightly", max_examples=3000, deadline=None, database=None)
settings.load_profile("repeatable")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give each parameter of a check the reference answer of that name."""
    refuse_unexplained(metafunc.definition)
    lab = metafunc.definition.path.parent.name
    if lab == NEEDS_KERAS and not has_keras():
        for parameter in metafunc.fixturenames if hasattr(metafunc.function, "check") else ():
            metafunc.parametrize(parameter, [None], ids=["referência"])
    else:
        with_pytest.pytest_generate_tests(metafunc)


def refuse_unexplained(test: pytest.Item) -> None:
    """What is left out of the default run must say why, in ``slow(reason=…)``."""
    tables = [table for mark in test.iter_markers("parametrize") for table in mark.args[1:2]]
    rows = [row for table in tables if isinstance(table, (list, tuple)) for row in table]
    marks = [mark for row in rows for mark in getattr(row, "marks", ())]
    for mark in [*test.iter_markers(), *(getattr(mark, "mark", mark) for mark in marks)]:
        if mark.name == "slow" and not mark.kwargs.get("reason"):
            pytest.fail(f"{test.nodeid} é slow sem reason=…: diga por quê.", pytrace=False)


LONGEST = [
    *("test_reference_notebook", "test_runners", "test_colab_session", "test_gradescope_scripts"),
    *("test_exhaustion", "foreign/test_judge", "test_forgery", "test_tiers", "cli/test_commands"),
    *("test_guide", "test_trusted_side", "test_given_away", "test_pages_in_browser"),
    *("grading/test_kills", "test_late_penalties", "test_interruption", "test_jupyterlab"),
    *("test_regrading", "test_deaths", "test_cluster", "test_parity", "test_gradebook_file"),
    *("test_claims", "test_class_regularizacao", "test_question_regrading"),
]
"""Files that one worker is busy with for long: first, or the others wait for them at the end."""


def place(item: pytest.Item) -> int:
    path = item.path.with_suffix("").as_posix()
    return next((i for i, name in enumerate(LONGEST) if path.endswith(f"/{name}")), len(LONGEST))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first; the rest stays in order. What needs Keras is marked, or skipped."""
    items.sort(key=place)
    for item in items:
        if NEEDS_KERAS in item.nodeid:
            item.add_marker(pytest.mark.keras)
            if not has_keras():
                item.add_marker(
                    pytest.mark.skip(reason=f"{NEEDS_KERAS}: falta o Keras; make keras")
                )
