"""The students' pages as Moodle's *Upload multiple feedback files in a zip* takes them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from gabarito.course.layout import Gradable
from gabarito.storage import zips


def feedback_zip(lab: Gradable, participants: Mapping[str, tuple[str, str]]) -> bytes | None:
    """A folder for each student who has a page; None where nobody has.

    Moodle finds the student by the number between the first two underscores, so a name has none
    (``mod/assign/feedback/file/importziplib.php``).

    Args:
        participants: Moodle's number and name by student id.
    """
    contents = {}
    for student, (number, name) in participants.items():
        page = lab.course.feedback / student / f"{lab.name}.html"
        if page.is_file():
            folder = f"{folder_name(name)}_{number}_assignsubmission_file_"
            contents[f"{folder}/{lab.name}.html"] = page.read_bytes()
    return zips.zip_bytes(contents) if contents else None


def folder_name(name: str) -> str:
    """A person's name as the beginning of a folder's: no underscore, slash or control character."""
    return " ".join(re.sub(r'[_/\\:*?"<>|\x00-\x1f]', " ", name).split())
