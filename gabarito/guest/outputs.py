"""IPython's shell without a kernel: what a cell shows, kept as nbformat outputs."""

from __future__ import annotations

import ast
import base64
import contextlib
import io
import json
import os
import sys
import warnings
from dataclasses import dataclass
from typing import Any, cast

from guest import commands, messages, missing
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

MAX_OUTPUT = 2 * 1024 * 1024
"""Characters of all outputs of a notebook; the labs' own make under one million."""

labels: dict[str, str] = {}
"""What tracebacks call the code of a cell → the cell's label."""


class Collected:
    """The outputs of the cell being run."""

    def __init__(self) -> None:
        self.outputs: list[dict[str, Any]] = []
        self.displays: dict[str, dict[str, Any]] = {}
        self.left = MAX_OUTPUT

    def stream(self, name: str, text: str) -> None:
        """More text on stdout or stderr."""
        if not text or self.left <= 0:
            return
        text = text[: self.left]
        self.left -= len(text)
        if self.left <= 0:
            text += messages.OUTPUT_CUT
        last = self.outputs[-1] if self.outputs else {}
        if last.get("name") == name:
            last["text"] += text
        else:
            self.outputs.append({"output_type": "stream", "name": name, "text": text})

    def add(self, output: dict[str, Any]) -> None:
        """One rich output, as long as there is space left."""
        size = len(json.dumps(output, default=str))
        if size > self.left:
            self.stream("stdout", messages.OUTPUT_CUT)
            self.left = 0
            return
        self.left -= size
        self.outputs.append(output)


collected = Collected()


class Stream(io.TextIOBase):
    """sys.stdout or sys.stderr of a notebook."""

    def __init__(self, name: str) -> None:
        self.stream_name = name

    def write(self, text: str) -> int:
        """Keep `text`; a carriage return is left for whoever renders."""
        collected.stream(self.stream_name, str(text))
        return len(text)

    def writable(self) -> bool:
        """Always."""
        return True

    encoding = "UTF-8"


class Publisher(DisplayPublisher):
    """``display()`` and figures."""

    def publish(
        self,
        data: Any,
        metadata: Any = None,
        source: Any = None,
        *,
        transient: Any = None,
        update: bool = False,
        **_: Any,
    ) -> None:
        """Keep a rich output, or change one that has a name."""
        _display(data, transient or {}, update)

    def clear_output(self, wait: bool = False) -> None:
        """What the cell showed so far goes away."""
        collected.outputs.clear()


class Hook(DisplayHook):
    """The value of a cell's last expression."""

    def write_output_prompt(self) -> None:
        """Jupyter shows the prompt itself."""

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        """Keep the value as an output."""
        shell: Any = self.shell
        output = {"output_type": "execute_result", "data": _plain(format_dict), "metadata": {}}
        collected.add({**output, "execution_count": shell.execution_count})

    def finish_displayhook(self) -> None:
        """Nothing to flush."""


class Shell(InteractiveShell):
    """The shell that cells run in."""

    displayhook_class = Hook
    display_pub_class = Publisher
    imports = missing.Imports()

    def transform_ast(self, node: ast.Module) -> ast.Module:
        """IPython's way goes through every node of a cell, also where nobody changes one."""
        with contextlib.suppress(Exception):  # what a student put in the way of an import
            if self.ast_transformers == [self.imports] and not self.imports.concern(node):
                return node
        return super().transform_ast(node)

    def should_run_async(self, raw_cell: str, **given: Any) -> bool:
        """IPython's way compiles the cell to find out, also where the words are not in it."""
        asynchronous = "await" in raw_cell or "async" in raw_cell
        return asynchronous and bool(super().should_run_async(raw_cell, **given))

    def _showtraceback(self, etype: Any, evalue: Any, stb: Any) -> None:
        error = {"output_type": "error", "ename": str(getattr(etype, "__name__", etype))}
        collected.add({**error, "evalue": str(evalue)[:2000], "traceback": list(stb)[-60:]})

    def transform_cell(self, raw_cell: str) -> str:
        """What Python runs: the cell itself where it is Python, which most are."""
        if _is_python(raw_cell):
            return raw_cell if raw_cell.endswith("\n") else f"{raw_cell}\n"
        return str(super().transform_cell(raw_cell))

    def system(self, cmd: str) -> None:
        """``!command``: run, shown as it comes; the exit code goes into ``_exit_code``."""
        code = commands.run(self.var_expand(cmd, depth=1), sys.stdout.write)
        self.user_ns["_exit_code"] = code

    system_piped = system_raw = system

    def enable_gui(self, gui: Any = None) -> None:
        """There is no window to open."""


def prepare() -> Shell:
    """The one shell, showing into :data:`collected`."""
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "neutral"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        shell = Shell.instance(config=config)
    cast(Any, InteractiveShell)._instance = shell
    cast(Any, shell).ast_transformers.append(shell.imports)
    magics = {"cd": _cd, "pip": lambda line: shell.system(f"pip {line}")}
    for name, function in magics.items():
        cast(Any, shell).register_magic_function(function, "line", name)
    sys.stdout, sys.stderr = Stream("stdout"), Stream("stderr")
    return shell


def _is_python(source: str) -> bool:
    """Whether IPython has nothing to change in a cell: no magics, no lines above it, no prompt."""
    if source[:1].isspace() or source.startswith("In ["):
        return False
    try:
        ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _cd(line: str) -> None:
    """Go to a folder of the notebook's own; elsewhere its files are not."""
    home = os.path.realpath(os.environ["HOME"])
    folder = os.path.realpath(line.strip().strip("'\""))
    if os.path.isdir(folder) and f"{folder}/".startswith(f"{home}/"):
        os.chdir(folder)


def draw_once() -> None:
    """Make Matplotlib load what it draws and saves a figure with."""
    try:
        import matplotlib.pyplot as plt
    except ImportError:
        return
    fig, ax = plt.subplots()
    ax.plot([0, 1], label="$x^2$")
    ax.set_title("$\\sigma$ á")
    ax.legend()
    fig.savefig(io.BytesIO(), format="png")
    plt.close("all")
    collected.outputs.clear()


def run_once(shell: Any) -> None:
    """Make IPython load what it runs its first cell with; the cell leaves nothing behind."""
    shell.run_cell("%matplotlib inline\npass", store_history=False)
    collected.outputs.clear()
    _show_before_drawing(shell)


def _show_before_drawing(shell: Any) -> None:
    """At a cell's end its figures are shown, and closed, before pyplot draws those still open.

    In the other order each of them is drawn once more, for a window that is not there.
    """
    callbacks = shell.events.callbacks["post_execute"]
    callbacks.sort(key=lambda callback: getattr(callback, "__name__", "") != "flush_figures")


@dataclass(frozen=True)
class Ran:
    """What came of a cell; `error` is None where it went well."""

    outputs: list[dict[str, Any]]
    count: int
    error: BaseException | None


def run_cell(shell: Any, source: str, label: str, render: bool) -> Ran:
    """Run one cell.

    Args:
        render: draw the figures that the cell shows.
    """
    collected.outputs, collected.displays = [], {}
    formatter = shell.display_formatter
    formatter.active_types = formatter.format_types if render else ["text/plain"]
    called = messages.CELL.format(label=label)
    labels[called] = label
    shell.compile.get_code_name = lambda raw, transformed, number: called
    try:
        result = shell.run_cell(source, store_history=True)
        error = result.error_before_exec or result.error_in_exec
    except KeyboardInterrupt as interrupt:
        error = interrupt
        collected.stream("stdout", messages.CELL_INTERRUPTED)
    return Ran(collected.outputs, shell.execution_count - 1, error)


def _display(data: Any, transient: dict[str, Any], update: bool) -> None:
    identity = transient.get("display_id")
    if update:
        if identity in collected.displays:
            collected.displays[identity]["data"] = _plain(data)
        return
    output = {"output_type": "display_data", "data": _plain(data), "metadata": {}}
    collected.add(output)
    if identity:
        collected.displays[identity] = output


def _plain(data: Any) -> dict[str, Any]:
    """A MIME bundle of text and JSON; bytes become base64, as in a notebook file."""
    return {
        str(kind): base64.b64encode(value).decode() if isinstance(value, bytes) else value
        for kind, value in dict(data).items()
    }
