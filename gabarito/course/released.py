"""A lab's notebook as nbgrader releases it: nbgrader's own steps, run on cells alone.

No folder and no gradebook is touched; whoever publishes asks :mod:`gabarito.nbgrader_api`.
"""

from __future__ import annotations

from collections.abc import Sequence

import nbformat
from nbformat import NotebookNode

from gabarito.course import messages
from gabarito.course.layout import Lab
from gabarito.errors import CourseError
from gabarito.storage.cache import Cached

_CLEARED = "ClearSolutions"
_STEPS = (_CLEARED, "ClearHiddenTests", "ComputeChecksums")


def as_released(lab: Lab, source: NotebookNode) -> NotebookNode:
    """The notebook with its checksums; made anew only when it changed.

    Raises:
        CourseError: nbgrader refuses the notebook, or its configuration.
    """
    cached = _cached(lab, source)
    remembered = cached.recall(dict)
    if remembered is not None:
        return nbformat.from_dict(remembered)
    released = _after(_STEPS, lab, source)
    cached.keep(released)
    return released


def without_solutions(lab: Lab, source: NotebookNode) -> NotebookNode:
    """The notebook with what students get in the place of each solution; all else as it is.

    Raises:
        CourseError: see :func:`as_released`.
    """
    return _after([_CLEARED], lab, source)


def _cached(lab: Lab, source: NotebookNode) -> Cached:
    options = [str(lab.course.config.get(step)) for step in _STEPS]
    return Cached("lancamentos", [str(source).encode(), str(options).encode()], ["nbgrader"])


def _after(steps: Sequence[str], lab: Lab, source: NotebookNode) -> NotebookNode:
    from nbgrader import preprocessors  # here: a second to import

    made = nbformat.from_dict(source)
    for name in steps:
        step = getattr(preprocessors, name)(config=lab.course.config)
        try:
            made, _ = step.preprocess(made, {})
        except (RuntimeError, ValueError) as error:  # nbgrader's own words on what it refuses
            reason = messages.NOT_RELEASED.format(lab=lab.name, step=name, reason=error)
            raise CourseError(reason) from None
    return made
