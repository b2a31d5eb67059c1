"""Which notebook of an assignment a file is, when its name is almost the right one.

Only a name that can mean one notebook counts: browsers, Drive, Jupyter and systems make copies
with names of their own, change capitals, write accents in two ways or add an ending.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

_NOTEBOOK = re.compile(r"\.ipynb(\.(ipynb|txt|json))?$", re.IGNORECASE)
_COPY = re.compile(
    r"""[ _-]*\(\d+\)$               # browsers: parte_2 (1)
    | [ _-]+c[oó]pia([ _-]*\(?\d+\)?)?$ | [ _-]+copy[ _-]*\(?\d*\)?$   # parte_2 - Cópia, -Copy1
    | ^(c[oó]pia[ ]de|copy[ ]of)[ ]+    # Drive
    """,
    re.IGNORECASE | re.VERBOSE,
)


@dataclass
class Named:
    """What the files are.

    Attributes:
        exact: file by notebook, for names as they should be.
        close: file by notebook, for those that can mean nothing else.
        doubtful: files by notebook, where more than one could be meant.
    """

    exact: dict[str, Path] = field(default_factory=dict)
    close: dict[str, Path] = field(default_factory=dict)
    doubtful: dict[str, list[Path]] = field(default_factory=dict)


def is_notebook(path: Path) -> bool:
    """Whether a file calls itself a notebook, in one of the ways that happen."""
    return bool(_NOTEBOOK.search(path.name)) and not path.name.startswith(".")


def match(found: Iterable[Path], notebooks: Sequence[str]) -> Named:
    """Which of the files are which of the notebooks.

    Args:
        notebooks: nbgrader's ids.
    """
    named, left = Named(), []
    for path in found:
        if path.suffix == ".ipynb" and path.stem in notebooks:
            named.exact[path.stem] = path
        else:
            left.append(path)
    missing = [name for name in notebooks if name not in named.exact]
    candidates = _candidates(left, missing)
    for name, files in candidates.items():
        meant = [other for other in candidates if files[0] in candidates[other]]
        if len(files) == 1 and meant == [name]:
            named.close[name] = files[0]
        else:
            named.doubtful[name] = files
    return named


def _candidates(files: Sequence[Path], missing: Sequence[str]) -> dict[str, list[Path]]:
    """The files that could be a missing notebook, those that were copied the least."""
    found: dict[str, dict[int, list[Path]]] = {}
    for path in files:
        for copies, stem in enumerate(_originals(_NOTEBOOK.sub("", path.name))):
            meant = [name for name in missing if _key(name) == _key(stem)]
            for name in meant:
                found.setdefault(name, {}).setdefault(copies, []).append(path)
            if meant:
                break
    return {name: by_copies[min(by_copies)] for name, by_copies in found.items()}


def _originals(stem: str) -> Iterator[str]:
    """The name itself, what it is a copy of, and so on."""
    yield stem
    shorter = _COPY.sub("", stem)
    if shorter != stem:
        yield from _originals(shorter)


def _key(name: str) -> str:
    """The same for all ways to write one name: capitals, forms of accents, separators."""
    plain = unicodedata.normalize("NFKD", name)
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"[\s_-]+", " ", bare).strip().casefold()
