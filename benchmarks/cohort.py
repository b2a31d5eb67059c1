"""A made-up class of any size for each lab, and the same class for the other tools."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from gabarito.authoring import build, demo, made_up_class, release
from gabarito.course.layout import CONFIG_FILE, Course, Lab

LEFT_OUT = ("gabriela_laco", "iris_corrompida", "laco_sem_fim")
"""Who waits for a time limit or cannot be graded says nothing of how fast a tool is."""

PLAIN_CONFIG = """
c = get_config()
c.CourseDirectory.course_id = "outro_curso"
c.Execute.timeout = 30
"""


def prepare(labs: Sequence[Lab], folder: Path, size: int, perfect: bool) -> list[Lab]:
    """The same labs in a new course, each built, released and with a class of `size`.

    Args:
        perfect: every submission is the reference's; else the lab's own made-up class and its
            known mistakes.
    """
    demo.copy_course(labs[0], folder)
    twins = [Lab(Course.at(folder), lab.name) for lab in labs]
    for lab, twin in zip(labs[1:], twins[1:], strict=True):
        shutil.copytree(lab.checks, twin.checks, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(lab.text, twin.text)
    for twin in twins:
        build.build(twin)
        release.release(twin)
        _enroll(twin, size, _perfect if perfect else _mixed)
    return twins


def _enroll(lab: Lab, size: int, submissions: Callable[[Lab], Iterator[bytes]]) -> None:
    for number, content in enumerate(itertools.islice(submissions(lab), size)):
        path = lab.course.submitted / f"aluno{number:04}" / lab.name / f"{lab.name}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_bytes(content)


def _perfect(lab: Lab) -> Iterator[bytes]:
    material = made_up_class.material(lab)
    return itertools.repeat(made_up_class.as_json(material.submission(material.answers)))


def _mixed(lab: Lab) -> Iterator[bytes]:
    """The lab's own made-up class, then a student for each known mistake, and so on again."""
    material = made_up_class.material(lab)
    turma = lab.load_module(lab.checks / "turma.py").turma(material)
    whole = [content for student, content in turma.items() if student not in LEFT_OUT]
    wrong = [
        made_up_class.as_json(material.submission(material.with_mistakes(name)))
        for name in material.mistakes
        if name not in LEFT_OUT
    ]
    return itertools.cycle([*whole, *wrong])


def sample(lab: Lab, size: int) -> list[Path]:
    """Notebooks of `size` members of the class, spread over all of it."""
    folders = list(lab.course.submissions(lab).values())
    return [
        folders[number * len(folders) // size] / f"{lab.name}.ipynb"
        for number in range(min(size, len(folders)))
    ]


def plain_nbgrader(labs: Sequence[Lab], folder: Path, size: int) -> Path:
    """The same labs, and a sample of each class, for an nbgrader that knows nothing of us."""
    for lab in labs:
        shutil.copytree(lab.folder, folder / "source" / lab.name)
        for notebook in sample(lab, size):
            student = notebook.parent.parent.name
            shutil.copytree(notebook.parent, folder / "submitted" / student / lab.name)
    (folder / CONFIG_FILE).write_text(PLAIN_CONFIG)
    return folder
