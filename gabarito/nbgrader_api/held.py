"""What a gradebook holds of each submission, as bytes: whatever a page says of it shows here."""

from __future__ import annotations

import json
from typing import Any

from nbgrader.api import Gradebook

from gabarito.nbgrader_api import converters, entries, gradebook_file


def of_assignment(db_url: str, name: str) -> dict[str, bytes]:
    """Each student's submission of the assignment `name`: scores, comments, lateness, the name.

    Raises:
        OutputError: the gradebook cannot be used.
    """
    return gradebook_file.Patience(db_url).keep_trying(lambda: _of_assignment(db_url, name))


def _of_assignment(db_url: str, name: str) -> dict[str, bytes]:
    with converters.quiet(), Gradebook(db_url) as book:
        held = entries.of_assignment(book, name)
        return {student: _of_entry(entry) for student, entry in held.items()}


def _of_entry(entry: Any) -> bytes:
    who = entry.student
    held: list[Any] = [who.id, who.first_name, who.last_name, entry.timestamp, entry.extension]
    held.append(entry.assignment.duedate)
    for notebook in entry.notebooks:
        held += [notebook.name, notebook.late_submission_penalty]
        held += sorted(
            [
                g.name,
                g.auto_score,
                g.manual_score,
                g.extra_credit,
                g.needs_manual_grade,
                g.max_score,
            ]
            for g in notebook.grades
        )
        held += sorted([c.name, c.auto_comment, c.manual_comment] for c in notebook.comments)
    return json.dumps(held, default=str).encode()
