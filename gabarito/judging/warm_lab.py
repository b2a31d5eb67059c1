"""A lab's warm process, begun before what judging needs is imported on this side.

Nothing takes as long as what students' code imports. So the sandbox begins with it at once, by
what is remembered of the lab, and the trusted side gets ready meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from gabarito.course.layout import Lab
from gabarito.sandbox import warm_process
from gabarito.sandbox.launch import Contents
from gabarito.sandbox.warm_process import WarmProcess
from gabarito.storage.cache import Cached


class Wanted(msgspec.Struct):
    """What the cells that run, and the helpers beside them, ask of the warm process.

    What nobody uses costs most of all: it is imported before anybody is judged, and copied, page
    table by page table, into each student's process.

    Attributes:
        modules: to import.
        instruments: see :class:`~gabarito.sandbox.launch.Contents`.
    """

    modules: list[str]
    instruments: dict[str, str]


def start(lab: Lab, isolation: str | None = None) -> WarmProcess:
    """The lab's warm process, not warm yet.

    Args:
        isolation: sandbox tier; the strongest that works here when None.
    Raises:
        CourseError: the lab was not built yet.
        SandboxError: this machine cannot isolate student code.
    """
    lab.require_built()
    wanted = _wanted(lab)
    contents = Contents(lab.folder, tuple(wanted.modules), instruments=wanted.instruments)
    return warm_process.started(contents, isolation)


def helpers(lab: Lab) -> list[str]:
    """Names of the modules that lie beside the lab's notebook, sorted."""
    return sorted(path.stem for path in lab.folder.glob("*.py"))


def _wanted(lab: Lab) -> Wanted:
    cached = Cached("importados", _parts(lab), [])
    known: Wanted | None = cached.recall(Wanted)
    if known is None:
        known = _read(lab)
        cached.keep(known)
    return known


def _parts(lab: Lab) -> Iterator[bytes]:
    """All that decides what is wanted, and which packages are there."""
    yield lab.notebook.read_bytes()
    for path in sorted(lab.folder.glob("*.py")):
        yield path.name.encode()
        yield path.read_bytes()


def _read(lab: Lab) -> Wanted:
    from gabarito.course import instruments  # here, and so below: they import NumPy and IPython
    from gabarito.notebook import definitions, lab_text, packages

    cells = [cell for cell in lab.built().cells if cell.cell_type == "code"]
    code = [cell.source for cell in cells if not lab_text.is_demo(cell)]  # which never run
    found = ["numpy", "matplotlib.pyplot", *(m for c in code for m in definitions.imports(c))]
    inner = (name for c in code for name in definitions.perhaps_modules(c))
    named = [*found, *helpers(lab), *filter(packages.is_a_module, inner)]
    return Wanted(list(dict.fromkeys(named)), instruments.of(lab.folder))
