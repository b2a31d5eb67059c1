"""What a notebook finds where nbgrader would have started its kernel: files, time, a variable."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping

from nbformat import NotebookNode
from nbgrader.preprocessors import Execute

from gabarito.sandbox.launch import CPU_S

MOST_COPIED = 16 * 1024 * 1024
"""Bytes of the instructor's files up to which students may write over them, as with nbgrader."""

_INSTALLATION = re.compile(r"^[!%].*\b(?:pip3?|conda|mamba|apt(?:-get)?)\b.*\binstall\b")
_MOST_QUOTED = 80

_START = """
def start():
    import base64, os, shutil
    os.environ["NBGRADER_EXECUTION"] = "autograde"
    links = [os.path.join(place, name) for place, _, names in os.walk(".") for name in names]
    if sum(map(os.path.getsize, links)) <= {most_copied}:
        for link in links:
            target = os.path.realpath(link)
            os.unlink(link)
            shutil.copyfile(target, link)
    for name, content in {files!r}.items():
        if not os.path.lexists(name):
            os.makedirs(os.path.dirname(name) or ".", exist_ok=True)
            with open(name, "wb") as file:
                file.write(base64.b64decode(content))
    shell = get_ipython()
    shell.execution_count = 1
    del shell.history_manager.input_hist_parsed[1:], shell.history_manager.input_hist_raw[1:]
start()
del start
"""


def start(files: Mapping[str, bytes]) -> str:
    """Code that runs before the first cell.

    Args:
        files: what lies beside the notebook besides the instructor's, by name.
    """
    coded = {name: base64.b64encode(content) for name, content in files.items()}
    return _START.format(files=coded, most_copied=MOST_COPIED)


def installation(source: str) -> str | None:
    """The first line of a cell that asks for a package, which cannot be had here; or None."""
    lines = map(str.strip, source.splitlines())
    return next((line[:_MOST_QUOTED] for line in lines if _INSTALLATION.match(line)), None)


def limit_s(execute: Execute, cell: NotebookNode) -> float:
    """Time that a cell may take, as nbclient counts it; none is no more than the sandbox's."""
    limit = execute.timeout_func(cell) if execute.timeout_func else execute.timeout
    return float(limit) if limit and limit > 0 else float(CPU_S)
