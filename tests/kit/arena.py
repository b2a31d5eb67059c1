"""Where the attack suite takes place: a small course with planted canaries, and what to look at.

An attack is a submission. After each one the arena asks for everything that could have gone
wrong at once: a score beyond what the work deserves, a canary in anything that leaves the
examiner, a process or mount or file left behind, another submission changed, or a following
honest submission with less than full marks.
"""

from __future__ import annotations

import contextlib
import hashlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import leftovers
import nbformat
from minicourse import CHECKS, TEXT, write_course

from gabarito.authoring import build, made_up_class, release
from gabarito.course.layout import Course, Lab
from gabarito.guest import tree
from gabarito.judging import judge
from gabarito.judging.prepared_lab import PreparedLab
from gabarito.judging.rehearsals import WORTH_IT
from gabarito.notebook import lab_text
from gabarito.results import record
from gabarito.results.job import Job, Judged

DOBRO = "def dobro(x):\n    return 2 * x"
TRIPLO = "def triplo(x):\n    return dobro(x) + x"
HONEST = {"dobro": 1.0, "triplo": 1.0}
NOTHING = {"dobro": 0.0, "triplo": 0.0}
WRONG_IS_FINE = HONEST
"""For attacks whose answers are right: what they try must not cost the tool anything."""

HIDDEN = (7193.25, -4421.5)
"""What the hidden checks call a function with; seen nowhere else in the course."""

SECRETS = (
    *("7193.25", "4421.5", "7193,25", "4421,5", "14386.5", "8843.0", "21579.75", "13264.5"),
    *("e1f9a7", "b27c40", "d05c83"),
)
"""Hidden inputs, expected values, and what is written in checks, reference and mistakes."""

MISTAKES = """
from gabarito.checks import mistake


@mistake("dobro", diagnosis="Falta dobrar.")
def sem_dobrar(x):
    marca = "CANARIO-d05c83"
    return x


@mistake("triplo", diagnosis="Parou no dobro.")
def so_o_dobro(x):
    marca = "CANARIO-d05c83"
    return dobro(x)
"""

SEARCHED = "CANARIO"
"""What an attack may look for; the secret is what follows it."""


def write_arena(root: Path) -> Lab:
    """The small course with canaries, built and released."""
    course = write_course(root)
    source = TEXT.replace("### BEGIN SOLUTION", "### BEGIN SOLUTION\n    # CANARIO-b27c40")
    (root / "source" / "mini.py").write_text(source)
    for name, factor in (("dobro", 2), ("triplo", 3)):
        shown = [factor * 1.0, factor * 2.0]
        checks = CHECKS.format(name=name, factor=factor, expected=shown)
        checks = checks.replace("[7.5, -3.25]", f"{list(HIDDEN)}")
        checks = checks.replace("_SEGREDO = ", '_MARCA = "CANARIO-e1f9a7"\n_SEGREDO = ')
        (root / "tests" / "mini" / f"test_{name}.py").write_text(checks)
    (root / "tests" / "mini" / "mistakes.py").write_text(MISTAKES)
    lab = Course.at(course.root).lab("mini")
    build.build(lab)
    release.release(lab)
    return lab


@dataclass(frozen=True)
class Attack:
    """One submission that tries something.

    Attributes:
        dobro, triplo: the answers.
        before, after: cells put before the first question and at the end.
        deserved: the most that the work is worth, by question.
        edit: changes the notebook itself.
        shown: what some output must contain, as a sign that the attack really ran.
    """

    name: str
    dobro: str = DOBRO
    triplo: str = TRIPLO
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    deserved: dict[str, float] = field(default_factory=lambda: dict(HONEST))
    edit: Callable[[Any], None] | None = None
    shown: str | None = None

    def __str__(self) -> str:
        return self.name


def names(attacks: list[Attack]) -> list[str]:
    """Ids for pytest's parametrization."""
    return [attack.name for attack in attacks]


class Arena:
    """One warm examiner, a folder for submissions, and a look at everything around them."""

    def __init__(self, examiner: PreparedLab, folder: Path) -> None:
        self.examiner, self.folder = examiner, folder
        self.neighbour = folder / "submitted" / "bia" / "mini" / "mini.ipynb"
        self.neighbour.parent.mkdir(parents=True, exist_ok=True)
        self.neighbour.write_bytes(self.submission(Attack("honest")))
        for _ in range(WORTH_IT):  # from then on errors inherited are judged in the same session
            self.judge(self.neighbour.read_bytes())
        self.before = self.surroundings()

    def submission(self, attack: Attack) -> bytes:
        """The notebook file of an attack."""
        lab = self.examiner.lab
        notebook = nbformat.read(lab.released / "mini.ipynb", as_version=4)
        for cell in notebook.cells:
            cell.source = {"dobro": attack.dobro, "triplo": attack.triplo}.get(cell.id, cell.source)
        first = next(i for i, cell in enumerate(notebook.cells) if cell.id == "dobro")
        notebook.cells[first:first] = map(nbformat.v4.new_code_cell, attack.before)
        notebook.cells += map(nbformat.v4.new_code_cell, attack.after)
        if attack.edit:
            attack.edit(notebook)
        return made_up_class.as_json(notebook)

    def judge(self, content: bytes) -> Judged:
        """Judge a notebook file."""
        path = self.folder / "submitted" / "ana" / "mini" / "mini.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return judge.judge(self.examiner, Job(path, "ana"))

    def fight(self, attack: Attack) -> Judged:
        """Judge an attack and assert everything that must hold after any of them."""
        judged = self.judge(self.submission(attack))
        for question, most in attack.deserved.items():
            assert scores(judged)[question] <= most, question
        leaked = [secret for secret in SECRETS if secret in said(judged)]
        assert not leaked
        if attack.shown is not None:
            assert attack.shown in said(judged)
        assert self.surroundings() == self.before
        again = self.judge(self.submission(Attack("honest")))
        assert scores(again) == HONEST, again.record
        return judged

    @contextlib.contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Assert that what happens inside takes no more of the sandbox's and this process's time.

        Not of the time on the wall: other work on the machine is no fault of an attack.
        """
        start = self._spent_s()
        yield
        assert self._spent_s() - start < seconds

    def _spent_s(self) -> float:
        return self.examiner.warm.spent_s + time.process_time()

    def surroundings(self) -> dict[str, Any]:
        """Processes below the warm one, mounts a sandbox could make, every file of the course.

        The reference's session, which stays, is ended for it, and begins anew.
        """
        self.examiner.right_answers.end()
        lab = self.examiner.lab
        files = [p for p in sorted(lab.course.root.rglob("*")) if p.is_file()]
        digest = hashlib.sha256(self.neighbour.read_bytes())
        for path in files:
            if "__pycache__" not in path.parts:
                digest.update(f"{path} {path.stat().st_mode}".encode() + path.read_bytes())
        warm = self.examiner.warm
        private = warm.launched.private
        return {
            "processes": sorted(p.pid for p in tree.processes(warm.process.pid)),
            "mounts": leftovers.mounts(
                lab.course.root, self.folder, *([private] if private else [])
            ),
            "files": digest.hexdigest(),
            "private": sorted(p.name for p in private.iterdir()) if private else [],
        }


def scores(judged: Judged) -> dict[str, float]:
    """Share of the points, by question."""
    questions = [q for q in judged.record.questions if q.max_score]
    return {q.name: q.score / q.max_score for q in questions}


def said(judged: Judged) -> str:
    """Everything that leaves the examiner, but not the source of check cells.

    In the executed notebook, which is the professor's, those hold the hidden checks.
    """
    notebook = nbformat.reads(judged.notebook, as_version=4)
    for cell in notebook.cells:
        if (lab_text.marker(cell) or ("", ""))[0] == "checks":
            cell.source = ""
    return record.to_json(judged.record) + nbformat.writes(notebook)


def outputs(judged: Judged) -> Iterator[Any]:
    """Outputs of all cells but the check cells."""
    for cell in nbformat.reads(judged.notebook, as_version=4).cells:
        if cell.cell_type == "code" and (lab_text.marker(cell) or ("", ""))[0] != "checks":
            yield from cell.outputs
