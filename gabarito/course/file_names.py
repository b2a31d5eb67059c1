"""Which of several names a file or folder has, when it is almost the right one.

Only a name that can mean one thing counts: browsers, Drive, Jupyter and systems make copies
with names of their own, change capitals, write accents in two ways or add an ending; people
number their versions.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from gabarito.storage.refusals import ARCHIVE

NOTEBOOK = ".ipynb"

_NOTEBOOK = re.compile(r"\.ipynb(\.(ipynb|txt|json))?\s*$", re.IGNORECASE)
_COPY = re.compile(
    r"""[ _-]*\(\d+\)$               # browsers: parte_2 (1)
    | [ _-]+c[oó]pia([ _-]*\(?\d+\)?)?$ | [ _-]+copy[ _-]*\(?\d*\)?$   # parte_2 - Cópia, -Copy1
    | ^(c[oó]pia[ ]de|copy[ ]of)[ ]+    # Drive
    | [ _-]+v(ers[aã]o)?[ _.-]*\d+$     # people: parte_2_v2, parte_2 versão 3
    | [ _-]+(final|corrigid[oa])$
    """,
    re.IGNORECASE | re.VERBOSE,
)


@dataclass
class Named:
    """What the files are.

    Attributes:
        exact: file by name, for names as they should be.
        close: file by name, for those that can mean nothing else.
        doubtful: files by name, where more than one could be meant.
        others: what has none of the names.
    """

    exact: dict[str, Path] = field(default_factory=dict)
    close: dict[str, Path] = field(default_factory=dict)
    doubtful: dict[str, list[Path]] = field(default_factory=dict)
    others: list[Path] = field(default_factory=list)


def is_notebook(path: Path) -> bool:
    """Whether a file calls itself a notebook, in one of the ways that happen."""
    return bool(_NOTEBOOK.search(path.name)) and not path.name.startswith(".")


def is_archive(path: Path) -> bool:
    """Whether a file calls itself a zip or another archive."""
    return bool(ARCHIVE.search(path.name)) and not path.name.startswith(".")


def match(found: Iterable[Path], names: Sequence[str], ending: str = NOTEBOOK) -> Named:
    """Which of the files are which of the names.

    Args:
        names: all there are, nbgrader's ids of notebooks for one.
        ending: of a file whose name is as it should be; none for folders.
    """
    named, left = Named(), []
    for path in found:
        stem = path.name.removesuffix(ending)
        if stem in names and path.name == stem + ending:
            named.exact[stem] = path
        else:
            left.append(path)
    candidates, named.others = _candidates(left, names)
    for name, files in candidates.items():
        if name in named.exact:
            continue
        meant = [other for other in candidates if files[0] in candidates[other]]
        if len(files) == 1 and meant == [name]:
            named.close[name] = files[0]
        else:
            named.doubtful[name] = files
    return named


def meant(path: Path, names: Sequence[str]) -> list[str]:
    """The names that a file's or folder's could be, going back through what it is a copy of."""
    for original in _originals(_stem(path)):
        if found := [name for name in names if same(name, original)]:
            return found
    return []


def same(one: str, other: str) -> bool:
    """Whether two ways to write a name differ in capitals, accents and separators only."""
    return key(one) == key(other)


def key(name: str) -> str:
    """The same for all ways to write one name: capitals, forms of accents, separators."""
    plain = unicodedata.normalize("NFKD", name)
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"[\s_-]+", " ", bare).strip().casefold()


def _candidates(
    files: Sequence[Path], names: Sequence[str]
) -> tuple[dict[str, list[Path]], list[Path]]:
    """The files that could be each name, those that were copied the least; and all the others."""
    found: dict[str, dict[int, list[Path]]] = {}
    others = []
    for path in files:
        could = meant(path, names)
        if not could:
            others.append(path)
        for name in could:
            found.setdefault(name, {}).setdefault(_copies(path, name), []).append(path)
    return {name: by_copies[min(by_copies)] for name, by_copies in found.items()}, others


def _copies(path: Path, name: str) -> int:
    originals = enumerate(_originals(_stem(path)))
    return next(copies for copies, original in originals if same(original, name))


def _stem(path: Path) -> str:
    return ARCHIVE.sub("", _NOTEBOOK.sub("", path.name)).strip()


def _originals(stem: str) -> Iterator[str]:
    """The name itself, what it is a copy of, and so on."""
    yield stem
    shorter = _COPY.sub("", stem)
    if shorter != stem:
        yield from _originals(shorter)
