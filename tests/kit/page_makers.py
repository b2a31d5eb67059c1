"""What a process that makes pages may meet; importable there, too."""

from __future__ import annotations

import os
from pathlib import Path

from gabarito.errors import CourseError


def make(lab, db_url):
    def page(student):
        if student == "morre":
            os._exit(9)
        if student == "recusa":
            raise CourseError("Não há o que mostrar.")
        if student == "tropeça":
            raise ValueError("tropecei")
        return Path(lab.name, student, str(os.getpid()))

    return page
