"""Who grades a lab: one command of ours at a time, and none while nbgrader's own do."""

from __future__ import annotations

import contextlib

from gabarito.course import messages
from gabarito.course.layout import Gradable
from gabarito.storage import lock


def grading(
    lab: Gradable, *, beside_others: bool = False
) -> contextlib.AbstractContextManager[None]:
    """Keep others from grading a lab inside the block.

    Args:
        beside_others: whether those who say the same may: nbgrader's commands, a student each.
    Raises:
        BusyError: somebody else grades it; the message says who and since when.
        OutputError: ``autograded/`` cannot be written.
    """
    path = lab.course.grading_folder(lab) / "lock"
    return lock.held(path, messages.GRADING_OF.format(lab=lab.name), shared=beside_others)
