"""Draw the two pictures of the README: a student's page and a class's, of a made-up class.

Usage: ``make screenshots`` (needs Chromium, Chrome or Edge).
"""

from __future__ import annotations

import random
import subprocess
import tempfile
from pathlib import Path

from nbgrader.api import Gradebook

from gabarito.authoring import build, demo, made_up_class, release
from gabarito.cli import reporting
from gabarito.course.layout import Course, Lab
from gabarito.grading import grade_class
from gabarito.pages import browser, student

HERE = Path(__file__).parent
LAB = "cnn_passo_a_passo"
SHOWN = "conv_forward_filtro_virado"
"""The mistake on the student's page."""

NAMES = (
    "Ana Alves", "Bruno Costa", "Carla Dias", "Davi Esteves", "Elisa Farias", "Fábio Gomes",
    "Gabriela Horta", "Heitor Inácio", "Íris Jardim", "João Klein", "Karina Lima", "Lucas Melo",
    "Márcia Nunes", "Nelson Ortiz", "Olívia Prado", "Paulo Queiroz", "Quésia Ramos", "Raul Souza",
    "Sônia Teles", "Tiago Uchoa", "Úrsula Viana", "Vítor Xavier", "Yara Zanetti", "Zeca Abreu",
)  # fmt: skip


def class_of(lab: Lab) -> None:
    """Hand in for everybody: the reference with some known mistakes, or less of it."""
    known, draw = made_up_class.material(lab), random.Random(2026)
    with Gradebook(lab.course.default_db) as book:
        for number, name in enumerate(NAMES):
            first, last = name.split()
            book.update_or_create_student(f"aluno{number:02}", first_name=first, last_name=last)
            mistakes = [SHOWN] if number == 0 else draw.sample(sorted(known.mistakes), number % 6)
            answers = known.with_mistakes(*mistakes)
            kept = dict(list(answers.items())[: 3 if number % 11 == 7 else None])
            folder = lab.course.submitted / f"aluno{number:02}" / LAB
            folder.mkdir(parents=True)
            content = made_up_class.as_json(known.submission({} if number == 16 else kept))
            (folder / f"{LAB}.ipynb").write_bytes(content)


def photograph(page: Path, target: Path, width: int, height: int) -> None:
    """The top of a page in a window of so many pixels, as a PNG."""
    with tempfile.TemporaryDirectory(prefix="gabarito-foto-") as folder:
        options = (f"--window-size={width},{height}", "--hide-scrollbars", f"--screenshot={target}")
        own = (f"--user-data-dir={folder}", "--headless", "--no-sandbox", "--disable-gpu")
        subprocess.run(
            [browser.find(), *own, *options, page.as_uri()], check=True, capture_output=True
        )


def main() -> None:
    """Grade the class in a folder that goes away, and draw its pages."""
    with tempfile.TemporaryDirectory(prefix="gabarito-turma-") as folder:
        demo.copy_course(Course.at(HERE.parent).lab(LAB), Path(folder) / "curso")
        lab = Course.at(Path(folder) / "curso").lab(LAB)
        build.build(lab)
        release.release(lab)
        class_of(lab)
        grade_class.grade(lab)
        student.feedback_of_all(lab)
        list(reporting.write_pages(lab.course, [lab], lab.course.default_db, similarity=False))
        page = lab.course.feedback / "aluno00" / f"{LAB}.html"
        photograph(page, HERE / "devolutiva.png", 900, 1150)
        photograph(lab.course.reports / f"{LAB}.html", HERE / "turma.png", 1200, 1150)


if __name__ == "__main__":
    main()
