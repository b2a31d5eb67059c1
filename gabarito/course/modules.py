"""Python files of a course, imported as they are now and under names of their own."""

from __future__ import annotations

import contextlib
import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gabarito.course import messages
from gabarito.errors import CourseError


@contextlib.contextmanager
def importable(folder: Path) -> Iterator[None]:
    """Let modules in `folder` be imported inside the block, as they are now.

    What was imported is forgotten afterwards: a server lives longer than a module's text,
    and another course may have one of the same name.
    """
    sys.path.insert(0, str(folder))
    before = set(sys.modules)
    try:
        yield
    finally:
        with contextlib.suppress(ValueError):  # a configuration may tidy the path up
            sys.path.remove(str(folder))
        for name in set(sys.modules) - before:
            if _lies_in(sys.modules[name], name, folder):
                del sys.modules[name]


def load(path: Path, name: str) -> Any:
    """A module out of the file at `path`, imported under `name`.

    Raises:
        CourseError: the file is missing or does not run.
    """
    if not path.is_file():
        kind = messages.CHECKS_OF_IT if path.name.startswith("test_") else messages.WHAT_IT_HOLDS
        raise CourseError(messages.NO_MODULE.format(path=path, what=kind))
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # dataclasses and inspect look their module up
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise CourseError(messages.MODULE_DOES_NOT_RUN.format(path=path, reason=error)) from None
    return module


def _lies_in(module: Any, name: str, folder: Path) -> bool:
    path, top = getattr(module, "__file__", None), name.split(".")[0]
    return path is not None and any(
        Path(path).is_relative_to(folder / place) for place in (top, f"{top}.py")
    )
