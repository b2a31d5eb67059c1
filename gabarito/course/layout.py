"""Where everything of a course lies: folder names are known here and nowhere else."""

from __future__ import annotations

import contextlib
import importlib.util
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import nbformat
from nbformat import NotebookNode
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from gabarito.errors import CourseError
from gabarito.notebook import lab_text

CONFIG_FILE = "nbgrader_config.py"


@dataclass(frozen=True)
class Course:
    """A course folder: the one that holds ``nbgrader_config.py``."""

    root: Path

    @classmethod
    def at(cls, root: Path) -> Course:
        """The course in `root`.

        Raises:
            CourseError: there is no ``nbgrader_config.py`` there.
        """
        root = root.resolve()
        if not (root / CONFIG_FILE).is_file():
            raise CourseError(
                f"Não há {CONFIG_FILE} em {root}: rode o comando na pasta raiz do curso."
            )
        return cls(root)

    @property
    def source(self) -> Path:
        return self.root / "source"

    @property
    def release(self) -> Path:
        return self.root / "release"

    @property
    def submitted(self) -> Path:
        return self.root / "submitted"

    @property
    def autograded(self) -> Path:
        return self.root / "autograded"

    @property
    def feedback(self) -> Path:
        return self.root / "feedback"

    @property
    def bundles(self) -> Path:
        return self.root / "bundles"

    @property
    def utils(self) -> Path:
        return self.root / "utils"

    @property
    def synthetic_data(self) -> Path:
        return self.root / "datasets" / "synthetic"

    @property
    def default_db(self) -> str:
        """SQLAlchemy URL of the gradebook: the configured one, else nbgrader's own default."""
        own = f"sqlite:///{self.root / 'gradebook.db'}"
        return str(self.config.CourseDirectory.get("db_url", own))

    @cached_property
    def config(self) -> Config:
        """The course's own nbgrader configuration.

        Raises:
            CourseError: the file does not run.
        """
        try:
            return PyFileConfigLoader(CONFIG_FILE, path=str(self.root)).load_config()
        except Exception as error:
            raise CourseError(
                f"{self.root / CONFIG_FILE} não pôde ser lido ({error}): corrija o arquivo."
            ) from None

    def lab_names(self) -> list[str]:
        """Names of the labs with a text in ``source/``, sorted."""
        return sorted(path.stem for path in self.source.glob("*.py"))

    def lab(self, name: str) -> Lab:
        """The lab called `name`.

        Raises:
            CourseError: there is none; the message lists those there are.
        """
        if name not in self.lab_names() and Assignment(self, name).notebooks():
            raise CourseError(
                f"{name} é uma tarefa do nbgrader, sem texto em {self.source / name}.py: "
                "o gabarito só a corrige (grade e check); use o nbgrader para o resto, como "
                f"`nbgrader generate_feedback {name}`."
            )
        if name not in self.lab_names():
            known = ", ".join(self.lab_names()) or "nenhum"
            raise CourseError(f"O lab {name} não existe em {self.source}: os que há são {known}.")
        return Lab(self, name)

    def gradable(self, name: str) -> Gradable:
        """What can be graded under that name: a lab, or another assignment of nbgrader's.

        Raises:
            CourseError: there is neither; the message lists the labs.
        """
        assignment = Assignment(self, name)
        foreign = name not in self.lab_names() and assignment.notebooks()
        return assignment if foreign else self.lab(name)

    def submissions(self, lab: Gradable) -> dict[str, Path]:
        """Folder of each student's submission of `lab`, by student, sorted."""
        folders = self.submitted.glob(f"*/{lab.name}")
        return {folder.parent.name: folder for folder in sorted(folders)}

    @contextlib.contextmanager
    def importable(self, folder: Path) -> Iterator[None]:
        """Let modules in a folder of the course be imported inside the block, as they are now.

        What was imported is forgotten afterwards: a server lives longer than a module's text,
        and another course may have one of the same name.
        """
        sys.path.insert(0, str(folder))
        before = set(sys.modules)
        try:
            yield
        finally:
            sys.path.remove(str(folder))
            for name in set(sys.modules) - before:
                if _lies_in(sys.modules[name], name, folder):
                    del sys.modules[name]

    def helpers_importable(self) -> contextlib.AbstractContextManager[None]:
        """Let the course's ``utils/`` be imported inside the block."""
        return self.importable(self.utils)


def _lies_in(module: Any, name: str, folder: Path) -> bool:
    path, top = getattr(module, "__file__", None), name.split(".")[0]
    return path is not None and any(
        Path(path).is_relative_to(folder / place) for place in (top, f"{top}.py")
    )


class Gradable(Protocol):
    """Anything that has submissions and a folder in ``source/``."""

    @property
    def course(self) -> Course: ...

    @property
    def name(self) -> str: ...

    @property
    def folder(self) -> Path: ...

    def require_built(self) -> None: ...


@dataclass(frozen=True)
class Assignment:
    """An nbgrader assignment that has no lab text and no checks of ours, only test cells."""

    course: Course
    name: str

    @property
    def folder(self) -> Path:
        return self.course.source / self.name

    def notebooks(self) -> dict[str, Path]:
        """The instructor's notebooks by nbgrader's id for them, sorted."""
        if Path(self.name).name != self.name:
            return {}
        return {path.stem: path for path in sorted(self.folder.glob("*.ipynb"))}

    def require_built(self) -> None:
        """Nothing to build: the notebooks in ``source/`` are what people edit."""


@dataclass(frozen=True)
class Lab:
    """One lab of a course: its text, its built folder, its checks."""

    course: Course
    name: str

    @property
    def text(self) -> Path:
        return self.course.source / f"{self.name}.py"

    @property
    def folder(self) -> Path:
        return self.course.source / self.name

    @property
    def notebook(self) -> Path:
        return self.folder / f"{self.name}.ipynb"

    @property
    def checks(self) -> Path:
        return self.course.root / "tests" / self.name

    @property
    def released(self) -> Path:
        return self.course.release / self.name

    def checks_file(self, question: str) -> Path:
        return self.checks / f"test_{question}.py"

    def parse(self) -> NotebookNode:
        """The notebook in the lab's text, check cells still empty.

        Raises:
            CourseError: the text is not a lab text, or is another lab's.
        """
        notebook = lab_text.read_text(self.text.read_text(encoding="utf-8"))
        named = notebook.metadata["gabarito"]["lab"]
        if named != self.name:
            raise CourseError(
                f"O cabeçalho de {self.text} diz `lab: {named}`: troque por `lab: {self.name}`."
            )
        return notebook

    def built(self) -> NotebookNode:
        """The built notebook.

        Raises:
            CourseError: it was not built yet.
        """
        self.require_built()
        return nbformat.read(self.notebook, as_version=4)

    def require_built(self) -> None:
        """Refuse a lab without its notebook.

        Raises:
            CourseError: it was not built yet.
        """
        if not self.notebook.is_file():
            raise CourseError(f"Falta {self.notebook}: rode `gabarito build {self.name}` antes.")

    def load_module(self, path: Path) -> Any:
        """Import a Python file of ``tests/<lab>/`` under a name of its own.

        Raises:
            CourseError: the file is missing or does not run.
        """
        if not path.is_file():
            raise CourseError(f"Falta {path}: escreva ali as verificações dessa questão.")
        name = f"_{self.name}_{path.stem}"
        spec = importlib.util.spec_from_file_location(name, path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module  # dataclasses and inspect look their module up
        with self.course.helpers_importable():
            try:
                spec.loader.exec_module(module)
            except Exception as error:
                raise CourseError(f"{path} não pôde ser carregado ({error}): corrija-o.") from None
        return module
