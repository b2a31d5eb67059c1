"""Outputs of the instructor's own cells, made once for all students and kept between runs.

Drawing a lab's figures takes longer than judging a submission. What they show depends on the
lab's files and on the libraries that draw them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gabarito.sandbox.warm_process import WarmProcess
from gabarito.storage.cache import Cached

_LIBRARIES = ("ipython", "matplotlib", "numpy", "pandas", "scikit-learn", "scipy")

Outputs = dict[str, list[dict[str, Any]]]
"""nbformat outputs by cell id."""


def outputs_of(warm: WarmProcess, cells: dict[str, str], limit_s: float) -> Outputs:
    """Outputs of the cells, run in order in a session of their own or remembered.

    Args:
        cells: code by cell id.
        limit_s: wall time of one cell.
    """
    cached = Cached("figuras", _parts(warm, cells), _LIBRARIES)
    known: Outputs | None = cached.recall(Outputs)
    if known is not None:
        return known
    with warm.session() as session:
        ran = {name: session.run(code, name, [], limit_s) for name, code in cells.items()}
    made: Outputs = {name: answer.outputs for name, answer in ran.items()}
    if not any(answer.failed for answer in ran.values()):
        cached.keep(made)
    return made


def _parts(warm: WarmProcess, cells: dict[str, str]) -> Iterator[bytes]:
    for name, path in warm.contents.files().items():
        yield name.encode()
        yield path.read_bytes()
    for name, source in cells.items():
        yield name.encode()
        yield source.encode()
