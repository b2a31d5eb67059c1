"""Which packages there are: how each is made, what it is called, what to do with it next."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from pathlib import Path

from gabarito.channels import messages
from gabarito.course.layout import Lab
from gabarito.storage import atomic


@dataclass(frozen=True)
class Package:
    """One kind of package.

    Attributes:
        suffix: of the zip's name, after the lab's.
        module, function: what makes it, lab → content; loaded only when asked for.
        next_step: what a professor does with it; ``{path}`` stands for the zip.
    """

    suffix: str
    module: str
    function: str
    next_step: str

    def write(self, lab: Lab, folder: Path | None = None) -> Path:
        """Make the lab's package in `folder`, or in the course's ``bundles/``.

        Raises:
            CourseError: the lab is not built or not released.
            LeakError: students would see a secret; nothing is written.
            MissingExtraError: otter-grader is not installed.
            OutputError: the folder cannot be written.
        """
        make = getattr(importlib.import_module(self.module), self.function)
        path = (folder or lab.course.bundles) / f"{lab.name}-{self.suffix}.zip"
        atomic.write_bytes(path, make(lab))
        return path


# By target and engine.
PACKAGES = {
    ("otter", "otter"): Package(
        "otter",
        "gabarito.channels.otter.package",
        "student_package",
        messages.HAND_OUT_THE_ZIP,
    ),
    ("gradescope", "otter"): Package(
        "gradescope",
        "gabarito.channels.otter.package",
        "autograder",
        messages.UPLOAD_OTTERS_GRADER,
    ),
    ("gradescope", "gabarito"): Package(
        "gradescope-gabarito",
        "gabarito.channels.gradescope.package",
        "package",
        messages.UPLOAD_OUR_GRADER,
    ),
}
