"""What each question's result depends on, apart from the others: so that a change regrades only
the questions that it touches.

A question has the checks of its own file with the helpers that they import, its known answers and
what is known of changed references. Its points are apart: they change what a result is worth, and
no result. All the rest (texts, reference answers, what students get, configuration, packages, this
program) is of all questions.
"""

from __future__ import annotations

import ast
import contextlib
import hashlib
import json
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cached_property, lru_cache, partial
from importlib.util import decode_source
from pathlib import Path
from typing import TypeGuard, TypeVar

import msgspec

from gabarito.course import assembled, fingerprint, messages
from gabarito.course.layout import Lab
from gabarito.errors import CourseError
from gabarito.notebook import definitions, lab_text
from gabarito.storage.cache import Cached

Value = TypeVar("Value")

BY_QUESTION = "mutants.json"
"""What is known of changed references: an object with a member for each question."""

KNOWN_ANSWERS = {"mistakes.py": "mistake", "alternatives.py": "alternative"}
"""Files of known answers, and what marks a function in them as one."""

_READS_ANYTHING = frozenset({"__import__", "importlib", "runpy", "exec", "eval", "open", "Path"})
"""Code that names any of these may depend on a helper that it does not import."""


class Parts(msgspec.Struct, frozen=True):
    """What the results of a lab depend on.

    Attributes:
        shared: hash of what all questions depend on.
        questions: hash of what each depends on besides.
        points: by question, those of each check; of a written answer, under its own name.
    """

    shared: str
    questions: dict[str, str]
    points: dict[str, dict[str, float]]

    @property
    def but_points(self) -> str:
        """Hash of all that decides which checks pass."""
        return _sha256(json.dumps([self.shared, self.questions], sort_keys=True))

    def touched(self, before: Parts) -> Collection[str]:
        """The questions that may have other results now."""
        if self.shared != before.shared:
            return set(self.questions)
        return {name for name, part in self.questions.items() if part != before.questions.get(name)}


def of(lab: Lab) -> Parts:
    """The parts of a lab as it is now; its build is there and current.

    They follow from what its fingerprint is of, and are kept by it.

    Raises:
        CourseError: the configuration does not run, or a file of checks is no Python.
    """
    now = fingerprint.fingerprint(lab)
    cached = Cached("partes", [now.encode()], [])
    found: Parts | None = cached.recall(Parts)
    if found is None:
        found = _read(lab)
        if fingerprint.fingerprint(lab) == now:  # nobody saved a file meanwhile
            cached.keep(found)
    return found


def _read(lab: Lab) -> Parts:
    files = _Files(lab)
    return Parts(
        fingerprint.fingerprint(lab, files.shared),
        {name: files.of_question(name) for name in files.questions},
        {**{name: files.points(name) for name in files.questions}, **files.written},
    )


class _Files:
    """A lab's files, told apart by the questions that depend on them."""

    def __init__(self, lab: Lab) -> None:
        self.lab, self.built = lab, lab.built()
        self.questions = list(lab_text.named_cells(self.built, "checks"))
        self.written = {
            name: {name: float(cell.metadata["nbgrader"]["points"])}
            for name, cell in lab_text.named_cells(self.built, "manual").items()
        }

    def shared(self, path: Path) -> bytes | None:
        """What of a file all questions depend on; None where none of it."""
        if path == self.lab.notebook:
            return self._notebook()
        if path.name == assembled.causes_file(self.lab).name:
            return None  # only the student's own notebook reads it
        if path.parent == self.lab.checks and path.name in KNOWN_ANSWERS:
            return self._known_answers(path.name, None).encode()
        apart = {self.lab.checks / BY_QUESTION, *map(self.lab.checks_file, self.questions)}
        helper = path.suffix == ".py" and path.is_relative_to(self.lab.course.utils)
        return None if path in apart or helper else path.read_bytes()

    def _notebook(self) -> bytes:
        """The built notebook without its checks, and without points."""
        known = json.loads(self.lab.notebook.read_bytes())
        for cell in known["cells"]:
            marks = cell["metadata"].get("nbgrader", {})
            if str(marks.get("grade_id", "")).startswith(lab_text.CHECKS_PREFIX):
                cell["source"] = ""
            marks.pop("points", None)
        return json.dumps(known, sort_keys=True).encode()

    def of_question(self, name: str) -> str:
        """Hash of what a question alone depends on, but its points."""
        path = self.lab.checks_file(name)
        known = [self._known_answers(file, name) for file in KNOWN_ANSWERS]
        source, helpers = _of_code(path, _but_points), self._helpers(path)
        return _sha256("\0".join([source, *known, self._mutants(name), *helpers]))

    def points(self, name: str) -> dict[str, float]:
        """Points of a question's checks, as far as they stand there as numbers."""
        return dict(_of_code(self.lab.checks_file(name), _points))

    def _known_answers(self, file: str, question: str | None) -> str:
        """The known answers to a question; None: all else in the file."""
        path, by_question = self.lab.checks / file, partial(_by_question, mark=KNOWN_ANSWERS[file])
        return _of_code(path, by_question).get(question, "") if path.is_file() else ""

    def _mutants(self, question: str) -> str:
        return json.dumps(self._all_mutants.get(question), sort_keys=True)

    @cached_property
    def _all_mutants(self) -> dict[str, object]:
        with contextlib.suppress(OSError, ValueError):  # whoever judges says so
            return dict(json.loads((self.lab.checks / BY_QUESTION).read_bytes()))
        return {}

    def _helpers(self, path: Path) -> Iterator[str]:
        """The course's modules that a file imports, directly or not: names and contents."""
        found: set[Path] = set()
        todo = {path}
        while todo:
            new = {other for one in todo for other in self._imported(one)}
            todo = new - found
            found |= new
        for one in sorted(found):
            digest = hashlib.sha256(one.read_bytes()).hexdigest()
            yield f"{one.relative_to(self.lab.course.utils)} {digest}"

    def _imported(self, path: Path) -> Iterator[Path]:
        imported, used = _of_code(path, _names)
        if (used | imported) & _READS_ANYTHING:
            yield from self.lab.course.utils.rglob("*.py")
        for name in imported:
            module = self.lab.course.utils / name
            yield from (path for path in [module.with_suffix(".py")] if path.is_file())
            yield from module.rglob("*.py")


# --- what code says, read once for the same code -----------------------------------------


def _of_code(path: Path, read: Callable[[bytes], Value]) -> Value:
    try:
        return read(path.read_bytes())
    except (SyntaxError, ValueError) as error:
        raise CourseError(messages.MODULE_DOES_NOT_RUN.format(path=path, reason=error)) from None


@lru_cache(1024)
def _names(content: bytes) -> tuple[frozenset[str], frozenset[str]]:
    """Modules that some code imports, without what is in them, and names that it mentions."""
    ast.parse(content)  # with the file's own encoding
    source = decode_source(content)
    modules = frozenset(name.partition(".")[0] for name in definitions.imports(source))
    return modules, frozenset(definitions.names_used(source))


@lru_cache(64)
def _by_question(content: bytes, mark: str) -> Mapping[str | None, str]:
    """Statements of a file of known answers; under None those that answer no question."""
    found: dict[str | None, list[str]] = {}
    for statement in ast.parse(content).body:
        found.setdefault(_answers(statement, mark), []).append(ast.unparse(statement))
    return {question: "\n".join(statements) for question, statements in found.items()}


@lru_cache(256)
def _but_points(content: bytes) -> str:
    """A file of checks, with whether a check counts at all in the place of its points."""
    tree = ast.parse(content)
    for _, option, points in _literal_points(tree):
        option.value = ast.Constant((points > 0) - (points < 0))
    return ast.unparse(tree)


@lru_cache(256)
def _points(content: bytes) -> Mapping[str, float]:
    return {check: points for check, _, points in _literal_points(ast.parse(content))}


def _literal_points(tree: ast.Module) -> Iterator[tuple[str, ast.keyword, float]]:
    """Each check that says its points as a number, where it does, and the number."""
    for function in (node for node in tree.body if isinstance(node, ast.FunctionDef)):
        for call in function.decorator_list:
            for option in call.keywords if _calls(call, "check") else ():
                number = getattr(option.value, "value", None)
                if option.arg == "points" and isinstance(number, (int, float)):
                    yield function.name, option, float(number)


def _answers(statement: ast.stmt, mark: str) -> str | None:
    """The question that a statement of a file of known answers answers."""
    for decorator in getattr(statement, "decorator_list", []):
        if _calls(decorator, mark) and decorator.args:
            question = decorator.args[0]
            if isinstance(question, ast.Constant) and isinstance(question.value, str):
                return question.value
    return None


def _calls(node: ast.expr, name: str) -> TypeGuard[ast.Call]:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
