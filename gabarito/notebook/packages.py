"""Packages that a notebook imports and this machine lacks, read from the text of its cells."""

from __future__ import annotations

import functools
import importlib.util
from collections import Counter
from collections.abc import Collection, Sequence
from importlib.machinery import PathFinder

from nbformat import NotebookNode

from gabarito.guest.imports import imports, packages
from gabarito.notebook import messages, syntax

MOST = 20
"""Packages that are told of one notebook."""

_COLABS_OWN = {"google"}
"""Stood in for where cells run: :mod:`gabarito.guest.colab`."""

_OTHER_NAMES = {
    "bs4": "beautifulsoup4", "cv2": "opencv-python-headless", "PIL": "pillow",
    "skimage": "scikit-image", "sklearn": "scikit-learn", "yaml": "pyyaml",
}  # fmt: skip
_SAME_NAMES = {
    "altair", "bokeh", "gensim", "gymnasium", "h5py", "imageio", "jax", "joblib", "keras",
    "lightgbm", "networkx", "nltk", "numba", "pandas", "plotly", "polars", "pydot", "requests",
    "scipy", "seaborn", "spacy", "statsmodels", "sympy", "tabulate", "tensorflow", "torch",
    "torchaudio", "torchvision", "tqdm", "transformers", "wordcloud", "xgboost",
}  # fmt: skip


def not_installed(cells: Sequence[NotebookNode], beside: Collection[str]) -> list[str]:
    """Top-level modules that the code imports and that cannot be had here, in order.

    An import that its code is ready to see fail is none of them, nor one of a module that the
    notebook itself writes.

    Args:
        beside: names of the files that lie beside the notebook.
    """
    code = [str(cell.source) for cell in cells if cell.cell_type == "code"]
    found = dict.fromkeys(package for source in code for package in _imported(source))
    absent = [package for package in found if package not in _COLABS_OWN and _is_absent(package)]
    written = " ".join(beside) + "\n".join(code) if absent else ""
    return [p for p in absent if f"{p}.py" not in written and f"{p}/" not in written][:MOST]


def is_a_module(name: str) -> bool:
    """Whether there is a module of that dotted name; found without importing any."""
    parts, places, known = name.split("."), None, ""
    for part in parts:
        known = f"{known}.{part}" if known else part
        spec = PathFinder.find_spec(known, places)
        if spec is None:
            return False
        places = spec.submodule_search_locations or []
    return True


def warnings(missing: Sequence[str]) -> list[str]:
    """What a record says of them."""
    return [_sentence(package).format(package=package) for package in missing]


def _sentence(package: str) -> str:
    """A name that we do not know may as well be a file that somebody forgot to hand in."""
    return messages.NOT_INSTALLED if distribution(package) else messages.NO_MODULE


def distribution(package: str) -> str | None:
    """What pip calls it; None for one that we do not know.

    A student names any package, also one that was put on PyPI to be installed by a teacher.
    """
    return package if package in _SAME_NAMES else _OTHER_NAMES.get(package)


def counted(missing: Sequence[Sequence[str]]) -> list[tuple[str, int]]:
    """Packages with how many notebooks lack each, the commonest first.

    Args:
        missing: what :func:`not_installed` gave of each notebook.
    """
    counts = Counter(package for one in missing for package in one)
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:MOST]


@functools.lru_cache(4096)
def _imported(source: str) -> tuple[str, ...]:
    tree = syntax.tree(source)
    return tuple(name for node in (imports(tree) if tree else ()) for name in packages(node))


def _is_absent(package: str) -> bool:
    try:
        return importlib.util.find_spec(package) is None
    except (ImportError, ValueError):  # a module of this process that says nothing of itself
        return False
