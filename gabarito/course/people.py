"""The students of a course: what they are called, and how their names compare and sort."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True)
class Student:
    """One student as nbgrader's student table has them; what is not known is empty.

    Attributes:
        id: the student's folder in ``submitted/``, and nbgrader's own id.
    """

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""

    @property
    def name(self) -> str:
        """Full name, else the id."""
        return " ".join(filter(None, (self.first_name, self.last_name))) or self.id


def plain(text: str) -> str:
    """Lower case, without accents, with single spaces; the same in both Unicode forms."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in letters if not unicodedata.combining(c)).split())


def sort_key(text: str) -> tuple[str, str]:
    """Portuguese alphabetical order: ``íris`` before ``zé``, ``ana`` before ``Ána``.

    Portuguese has no letters of its own place in the alphabet (``ç`` and ``ã`` are ``c`` and
    ``a`` with something on top), so comparing without accents first is the whole of the
    language's rule: no collation library is needed, and ``locale.strxfrm`` would depend on what
    the machine has installed.
    """
    return plain(text), unicodedata.normalize("NFC", text)
