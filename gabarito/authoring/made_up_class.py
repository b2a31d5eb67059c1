"""Made-up students: submissions built from a lab's release, answers and known mistakes.

``tests/<lab>/turma.py`` defines ``turma(lab_material) -> dict[student, file content]``.
"""

from __future__ import annotations

import json
import traceback
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from gabarito.authoring import messages
from gabarito.course.known_answers import Variant, load_mistakes
from gabarito.course.layout import Lab
from gabarito.errors import CourseError, GabaritoError
from gabarito.notebook import lab_text

Edit = Callable[[NotebookNode], None]


@dataclass(frozen=True)
class Material:
    """What made-up students work with."""

    release: NotebookNode
    answers: Mapping[str, str]
    mistakes: Mapping[str, Variant]

    def submission(
        self, answers: Mapping[str, str] | None = None, edit: Edit | None = None
    ) -> NotebookNode:
        """The release with solution cells replaced by `answers`, then edited by `edit`."""
        notebook = deepcopy(self.release)
        for name, cell in lab_text.named_cells(notebook, "solution").items():
            cell.source = (answers or {}).get(name, cell.source)
        if edit:
            edit(notebook)
        return notebook

    def with_mistakes(self, *names: str) -> dict[str, str]:
        """The reference answers, those of the named mistakes replaced by them.

        Raises:
            CourseError: the lab has no mistake of that name.
        """
        for name in names:
            if name not in self.mistakes:
                known = ", ".join(self.mistakes)
                raise CourseError(messages.UNKNOWN_MISTAKE.format(name=name, known=known))
        wrong = {self.mistakes[n].question: self.mistakes[n].source for n in names}
        return {**self.answers, **wrong}


def material(lab: Lab) -> Material:
    """Release, reference answers and known mistakes of a built and released lab."""
    solutions = lab_text.named_cells(lab.built(), "solution")
    return Material(
        release=nbformat.read(lab.released / f"{lab.name}.ipynb", as_version=4),
        answers={name: cell.source for name, cell in solutions.items()},
        mistakes=load_mistakes(lab),
    )


def as_json(notebook: NotebookNode) -> bytes:
    """A notebook as JupyterLab saves it."""
    return nbformat.writes(notebook).encode()


def as_colab(notebook: NotebookNode, *, nbgrader: bool = True) -> bytes:
    """A notebook as Colab saves it: nbformat 4.0, no cell ids, its own metadata.

    Args:
        nbgrader: whether the cells still have nbgrader's metadata; a copy made cell by cell
            has not.
    """
    saved = json.loads(nbformat.writes(notebook))
    for number, cell in enumerate(saved["cells"]):
        del cell["id"]
        if not nbgrader:
            cell["metadata"].pop("nbgrader", None)
        cell["metadata"] |= {"id": f"c{number:011x}"}
        if cell["cell_type"] == "code":
            cell["metadata"] |= {"outputId": f"0{number:011x}"}
    saved["metadata"] = {
        "colab": {"provenance": []},
        "kernelspec": {"name": "python3", "display_name": "Python 3"},
        "language_info": {"name": "python"},
    }
    return json.dumps(saved | {"nbformat_minor": 0}, ensure_ascii=False).encode()


def of(lab: Lab) -> Callable[[Material], dict[str, bytes]]:
    """What makes the lab's class out of its material.

    Raises:
        CourseError: ``turma.py`` is missing, does not run, or has no function ``turma``.
    """
    path = lab.checks / "turma.py"
    made = getattr(lab.load_module(path), "turma", None)
    if made is None:
        raise CourseError(messages.NO_CLASS.format(path=path))
    return made


def _students(lab: Lab) -> dict[str, bytes]:
    """What each student hands in, as the professor's own file says."""
    make, given = of(lab), material(lab)
    try:
        return make(given)
    except GabaritoError:
        raise
    except Exception as error:
        path = lab.checks / "turma.py"
        frames = traceback.extract_tb(error.__traceback__)
        own = [frame.lineno for frame in frames if frame.filename == str(path)]
        said = messages.CLASS_FAILS.format(
            path=path.relative_to(lab.course.root),  # a demonstration works on a copy
            line=own[-1] if own else make.__code__.co_firstlineno,
            reason="".join(traceback.format_exception_only(error)).strip(),
        )
        raise CourseError(said) from None


def enroll(lab: Lab) -> list[str]:
    """Write the lab's made-up class into ``submitted/``; return the students' names.

    Raises:
        CourseError: ``turma.py`` is missing, has no function ``turma``, or fails.
    """
    students = _students(lab)
    for student, content in students.items():
        path: Path = lab.course.submitted / student / lab.name / f"{lab.name}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_bytes(content)
    return sorted(students)
