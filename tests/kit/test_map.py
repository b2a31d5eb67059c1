"""The map of the house holds every package; all that it and the other pages name exists."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "gabarito"
GUIDE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
PAGES = [*sorted(ROOT.glob("*.md")), *sorted(ROOT.glob("docs/*.md"))]
TODAY = [page for page in PAGES if page.name != "CHANGELOG.md"]
"""Those that tell of no name that is gone."""

MADE_LATER = {
    "submitted",
    "autograded",
    "feedback",
    "reports",
    "bundles",
    "exports",
    "demo",
    "entregas",
}
FILE = re.compile(r"[\w.-]+(/[\w.-]+)*\.(py|md|toml|ipynb|yml|lock|txt|cff|sh|j2)")
FOLDER = re.compile(r"([\w.-]+/)+")
PLACEHOLDER = re.compile("LAB|ALUNO|QUESTAO|PASTA|MODULO|NOME|TAREFA|primeiro_lab|ativacoes")
WRITTEN_THERE = re.compile(r'^```\w+ title="(.+)"$', re.MULTILINE)
DOTTED = re.compile(r"gabarito(\.\w+)+")
IN_A_DOCSTRING = re.compile(r":(?:mod|func|class|data|meth|exc):`[~!]?(gabarito[\w.]+)`")


def quoted(page: str) -> list[str]:
    """What a page writes as code: between backquotes, or word by word in a block."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", page, re.DOTALL | re.MULTILINE)
    rest = re.sub(r"^```.*?^```", "", page, flags=re.DOTALL | re.MULTILINE)
    return re.findall(r"`([^`\n]+)`", rest) + [word for block in blocks for word in block.split()]


def paths(page: str) -> set[str]:
    """Files and folders of this repository that a page names, as patterns."""
    named = {word.rstrip(":,") for word in quoted(page)}
    named = {word for word in named if FILE.fullmatch(word) or FOLDER.fullmatch(word)}
    patterns = {PLACEHOLDER.sub("*", word) for word in named}
    patterns -= {PLACEHOLDER.sub("*", file) for file in WRITTEN_THERE.findall(page)}
    return {
        p
        for p in patterns
        if p.split("/")[0] not in MADE_LATER and not p.startswith(("*.", "datasets/real"))
    }


def exists(pattern: str) -> bool:
    """Whether something of that name is here, or in the package; alone, a name may lie deeper."""
    if any(ROOT.glob(pattern)) or any(PACKAGE.glob(pattern)):
        return True
    alone = "/" not in pattern
    return alone and (not pattern.endswith((".py", ".md")) or any(PACKAGE.rglob(pattern)))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_path_that_a_page_names_exists(page):
    text = page.read_text(encoding="utf-8")
    assert [pattern for pattern in sorted(paths(text)) if not exists(pattern)] == []


def resolves(dotted: str) -> bool:
    """Whether a package, a module or a name in one is called so; nothing is imported."""
    parts = dotted.split(".")[1:]
    for end in range(len(parts), -1, -1):
        place = PACKAGE.joinpath(*parts[:end])
        for module in (place.with_suffix(".py"), place / "__init__.py"):
            if module.is_file():
                return _holds(ast.parse(module.read_text(encoding="utf-8")).body, parts[end:])
    return False


def _holds(body: list[ast.stmt], names: list[str]) -> bool:
    """Whether the first name is defined there, the next one in its class, and so on."""
    if not names:
        return True
    for node in body:
        if names[0] in _defined(node):
            return _holds(node.body if isinstance(node, ast.ClassDef) else [], names[1:])
    return False


def _defined(node: ast.stmt) -> set[str]:
    if isinstance(node, (ast.ClassDef, ast.FunctionDef)):
        return {node.name}
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return {alias.asname or alias.name for alias in node.names}
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}


@pytest.mark.parametrize("page", TODAY, ids=lambda page: page.name)
def test_every_module_that_a_page_names_by_dots_exists(page):
    named = {word for word in quoted(page.read_text("utf-8")) if DOTTED.fullmatch(word)}
    assert [dotted for dotted in sorted(named) if not resolves(dotted)] == []


def test_every_name_that_a_docstring_refers_to_exists():
    modules = [path for path in PACKAGE.rglob("*.py") if "templates" not in path.parts]
    named = {name for path in modules for name in IN_A_DOCSTRING.findall(path.read_text("utf-8"))}
    assert [dotted for dotted in sorted(named) if not resolves(dotted)] == []


def floors() -> list[set[str]]:
    """Packages of each floor in the contract that import-linter keeps, the highest first."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (contract,) = project["tool"]["importlinter"]["contracts"]
    return [set(layer.split(" | ")) for layer in contract["layers"]]


def mapped() -> list[set[str]]:
    """Packages of each floor in the guide's table, the highest first."""
    rows = re.findall(r"^\| (\d+) \| `(\w+)(?:/|\.py)` \|", GUIDE, re.MULTILINE)
    numbers = sorted({int(number) for number, _ in rows}, reverse=True)
    return [{name for number, name in rows if int(number) == floor} for floor in numbers]


def test_the_map_has_the_floors_of_the_contract():
    assert mapped() == floors()


def test_every_package_is_on_the_map():
    folders = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert folders <= set().union(*mapped())
