"""A made-up class of thirty as Moodle hands it out: participants, submissions, grading worksheet.

Names have accents in both Unicode forms; some hand in twice, or with a PDF, an empty or a broken
file, or nothing.
"""

from __future__ import annotations

import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

from gabarito.authoring import made_up_class
from gabarito.course.layout import Lab

_FIRST = (
    *("Íris", "José", "Conceição", "Ângela", "Zoé", "Luís", "Antônia", "Inês", "Caio", "Bárbara"),
    *("Otávio", "Sônia", "Ravi", "Mônica", "Cauã"),
)
_LAST = ("da Conceição", "Araújo Muñoz")
NAMES = [f"{first} {last}" for last in _LAST for first in _FIRST]
RIGHT, WRONG, BLANK = range(12), range(12, 20), range(20, 24)
TWICE, EMPTY, BROKEN, NOTHING = (24, 25), 26, 27, (28, 29)
BEFORE, AFTER = (2026, 3, 5, 20, 0, 0), (2026, 3, 6, 9, 30, 0)


@dataclass(frozen=True)
class MoodleClass:
    """What a professor downloads: paths of two tables and a zip."""

    participants: Path
    submissions: Path
    worksheet: Path


def number(one: int) -> str:
    """A student's own number, which becomes the id."""
    return f"2026{one:04d}"


def _email(one: int) -> str:
    return f"aluno{one}@exemplo.br"


def write(lab: Lab, folder: Path, wrong: str, in_words: made_up_class.Edit) -> MoodleClass:
    """Make the class of a released lab.

    Args:
        wrong: name of the known mistake that those of `WRONG` make.
        in_words: writes the free text of those of `RIGHT`.
    """
    material = made_up_class.material(lab)
    right = material.submission(material.answers, in_words)
    mistaken = material.submission(material.with_mistakes(wrong))
    made = MoodleClass(folder / "participantes.csv", folder / "envios.zip", folder / "Notas.csv")
    made.participants.write_text(_participants(), encoding="utf-8-sig")
    made.worksheet.write_text(_worksheet(), encoding="utf-8-sig")
    with zipfile.ZipFile(made.submissions, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content, when in _members(lab.name, right, mistaken, material.submission()):
            archive.writestr(zipfile.ZipInfo(name, when), content)
    return made


def _folder(one: int) -> str:
    form = "NFD" if one % 2 else "NFC"
    return unicodedata.normalize(form, f"{NAMES[one]}_{12345 + one}_assignsubmission_file_")


def _members(
    lab: str, right: NotebookNode, wrong: NotebookNode, blank: NotebookNode
) -> list[tuple[str, bytes, tuple[int, ...]]]:
    """Name in the zip, content and local time of each file."""
    handed_in = [(one, right) for one in RIGHT]
    handed_in += [(one, wrong) for one in WRONG]
    handed_in += [(one, blank) for one in BLANK]
    members = [
        (f"{_folder(one)}/{lab}.ipynb", made_up_class.as_json(work), BEFORE)
        for one, work in handed_in
    ]
    members[3] = (f"{_folder(3)}/Cópia de {lab} (1).ipynb", made_up_class.as_colab(right), AFTER)
    members.append((f"{_folder(4)}/AngelaDaConceicao-Lab1.pdf", b"%PDF-1.7", BEFORE))
    for one in TWICE:
        for attempt, work, when in ((2, right, AFTER), (1, blank, BEFORE)):
            name = f"{_folder(one)}/Tentativa {attempt}/{lab}.ipynb"
            members.append((name, made_up_class.as_json(work), when))
    members.append((f"{_folder(EMPTY)}/{lab}.ipynb", b"", BEFORE))
    half = made_up_class.as_json(right)[:900]
    members.append((f"{_folder(BROKEN)}/{lab}.ipynb", half, BEFORE))
    return members


def _participants() -> str:
    lines = ['Nome,Sobrenome,"Número de identificação","Endereço de email",Grupos']
    for one, name in enumerate(NAMES):
        first, _, last = name.partition(" ")
        lines.append(f'{first},"{last}",{number(one)},{_email(one)},')
    return "\r\n".join(lines) + "\r\n"


def _worksheet() -> str:
    lines = [
        'Identificador,"Nome completo","Número de identificação","Endereço de email",Status,Nota,'
        '"Nota máxima","Nota pode ser alterada","Última modificação (envio)",'
        '"Última modificação (nota)","Comentários de feedback"'
    ]
    for one, name in enumerate(NAMES):
        status = "Nenhum envio -  - " if one in NOTHING else "Enviado para avaliação -  - "
        lines.append(
            f'Participante{12345 + one},"{name}",{number(one)},{_email(one)},"{status}",,"10,00",'
            'Sim,"quinta-feira, 5 mar. 2026, 20:00",-,'
        )
    return "\r\n".join(lines) + "\r\n"
