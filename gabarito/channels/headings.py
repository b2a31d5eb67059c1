"""What the columns of other programs' files are called: read, never said."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from gabarito.course.people import plain

ROSTER = {
    "first": ("nome", "primeiro nome", "first name", "firstname", "given name"),
    "last": ("sobrenome", "ultimo nome", "apelido", "last name", "lastname", "surname",
             "family name"),
    "full": ("nome completo", "nome sobrenome", "nome do aluno", "nome do estudante", "aluno",
             "aluna", "estudante", "full name", "fullname", "first name last name", "name",
             "student", "student name"),
    "email": ("e mail", "email", "endereco de email", "endereco de e mail", "e mail do aluno",
              "email address", "e mail address", "correio eletronico", "emailaddress"),
    "id": ("matricula", "numero de matricula", "numero de identificacao", "numero id", "ra",
           "registro academico", "numero usp", "id", "id number", "idnumber", "student id",
           "sid"),
    "user": ("identificacao de usuario", "nome de usuario", "usuario", "username", "login"),
    "roles": ("papeis", "papel", "funcoes", "roles", "role"),
}  # fmt: skip
"""A class list's, without accents and marks.

Moodle's are those of its English and Brazilian language packs (``firstname``, ``lastname``,
``email``, ``idnumber``, ``username`` of ``lang/…/moodle.php``), which its participants page writes
at the head of *Download table data as CSV* (``user/action_redir.php``: first name, last name, then
the identity fields that the site shows). Google Classroom's gradebook file has ``Last Name, First
Name, Email Address``; Gradescope's roster ``Name`` or the two, ``SID`` and ``Email``.
"""

WORKSHEET = {
    "participant": ("identificador", "identifier"),
    "full": ROSTER["full"],
    "email": ROSTER["email"],
    "id": ROSTER["id"],
    "user": ROSTER["user"],
    "grade": ("nota", "grade", "avaliacao"),
    "max": ("nota maxima", "maximum grade", "avaliacao maxima"),
    "locked": ("nota pode ser alterada", "grade can be changed"),
    "graded": ("ultima modificacao nota", "last modified grade"),
    "comments": ("comentarios de feedback", "feedback comments", "comentarios"),
}
"""The columns of Moodle's grading worksheet.

Source: ``mod/assign/gradingtable.php`` and ``lang/…/assign.php`` (``recordid``,
``gradecanbechanged``, ``lastmodifiedgrade``) with their Brazilian pack:
``Identificador, Nome completo, Endereço de email,
Status, Nota, Nota máxima, Nota pode ser alterada, Última modificação (envio), Última modificação
(nota), Comentários de feedback``, and in English ``Identifier, Full name, Email address, Status,
Grade, Maximum Grade, Grade can be changed, Last modified (submission), Last modified (grade),
Feedback comments``.
"""


def places(written: Sequence[str], known: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """Which column each known thing is in, if in any."""
    headings = [_heading(text) for text in written]
    found = {}
    for key, names in known.items():
        for name in names:
            if name in headings:
                found[key] = headings.index(name)
                break
    return found


def _heading(text: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9]+", " ", plain(text)).split())
