"""A student's notebook, run cell by cell as Jupyter would, and then asked questions.

Everything from the first student cell on is under the student's control: what this module
answers is believed by nobody.
"""

from __future__ import annotations

import ast
import contextlib
import importlib
import io
import os
import signal
import socket
import sys
import tempfile
import types
from collections.abc import Iterator
from typing import Any

from guest import calls, chance, colab, frames, messages, outputs, paths, protocol

_shell: Any = None
_asked: dict[str, str] = {}
_later: list[str] = []


def first_failing(modules: list[str]) -> str | None:
    """Import what the lab uses, up to the first module that is there and does not import.

    What it had imported by then stays, half of it: whoever imports it in this process again may
    fail for that alone.
    """
    with _somewhere_to_write():
        for name in modules:
            try:
                importlib.import_module(name)
            except Exception as error:  # the student's own import will say why
                top = name.split(".")[0]
                if not (isinstance(error, ModuleNotFoundError) and error.name == top):
                    return name
    return None


@contextlib.contextmanager
def _somewhere_to_write() -> Iterator[None]:
    """Some modules ask for a temporary folder when imported; only sessions have one to write to."""
    tempfile.tempdir = "/tmp"
    try:
        yield
    finally:
        tempfile.tempdir = None


def warm_up(instruments: dict[str, str], failed: list[str]) -> None:
    """Note the instruments, make the shell, run one cell.

    Args:
        instruments: the module of each, by its name.
        failed: modules that a session is to try again.
    """
    global _shell
    _later[:] = failed
    _find(instruments)
    colab.install()
    _shell = outputs.prepare()
    chance.warm_up()
    outputs.run_once(_shell)


def _find(instruments: dict[str, str]) -> None:
    """Take the instruments from their modules, before any student's code could touch them."""
    _asked.update(instruments)
    for name, module in instruments.items():
        if hasattr(sys.modules.get(module), name):
            calls.instruments[name] = getattr(sys.modules[module], name)


def _try_again() -> None:
    """Import here what the warm process could not: a session has a folder to write to."""
    for name in _later:
        with contextlib.suppress(Exception):
            importlib.import_module(name)
    if _later:
        _find(_asked)


def serve(channel: socket.socket) -> None:
    """Answer the grader until it closes the channel.

    Whatever a fork leaves behind dies at the next request, unless that spares it.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)
    main = _fresh_main()
    chance.begin()
    _try_again()
    defined: dict[str, Any] = {}
    while True:
        try:
            request, descriptors = frames.receive_request(channel, protocol.SESSION)
        except frames.WireError:
            return
        except KeyboardInterrupt:  # came after the cell it was meant for had ended
            continue
        asks_for_it = isinstance(request, protocol.RunCell) and request.sweep
        if asks_for_it or isinstance(request, protocol.AnswerCalls):
            _end_children()
        if isinstance(request, protocol.RunCell):
            frames.send(channel, _run(request, main, defined))
            continue
        left = chance.state()
        if isinstance(request, protocol.Calls):
            frames.send(channel, calls.answers(request, main.__dict__, defined, left))
            continue
        if os.fork() == 0:
            channel.close()
            line = socket.socket(fileno=descriptors[0])
            try:
                calls.serve(line, main.__dict__, defined, request, left)
            finally:
                os._exit(0)
        os.close(descriptors[0])
        chance.restore(left)


def _fresh_main() -> types.ModuleType:
    main: types.ModuleType = _shell.user_module
    sys.stdin = io.StringIO()
    sys.path.insert(0, "")  # as in Jupyter: what a cell writes there, another may import
    return main


def _run(
    request: protocol.RunCell, main: types.ModuleType, defined: dict[str, Any]
) -> protocol.CellRan:
    """Run one cell; remember the functions of the asked names that it defines."""
    importlib.invalidate_caches()  # a module may have been written a moment ago
    before = {name: main.__dict__.get(name) for name in request.names}
    ran = outputs.run_cell(_shell, request.source, request.label, request.render)
    linked = paths.mend(ran.error)
    if linked:
        ran = outputs.run_cell(_shell, request.source, request.label, request.render)
    for name in request.names:
        value = main.__dict__.get(name)
        if value is not before[name] and isinstance(value, types.FunctionType):
            defined[name] = value
        elif value is not before[name]:
            _recover(name, request.source, main, defined)
    error = calls.raised(ran.error, {}, request.label) if ran.error else None
    return protocol.CellRan(ran.outputs, ran.count, error, linked)


def _recover(name: str, source: str, main: types.ModuleType, defined: dict[str, Any]) -> None:
    """A function that its own cell hides behind a value: ``f = f(2)`` after ``def f``."""
    with contextlib.suppress(Exception):
        tree = ast.parse(source)
        tree.body = [n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name == name]
        hidden = main.__dict__[name]
        called = messages.HIDDEN_FUNCTION.format(name=name)
        outputs.labels[called] = name
        exec(compile(tree, called, "exec"), main.__dict__)
        if main.__dict__[name] is not hidden:
            defined[name], main.__dict__[name] = main.__dict__[name], hidden


def _end_children() -> None:
    """Kill what forks left behind, where this process is the first of its namespace.

    Elsewhere its keeper has done so (:mod:`guest.keeper`), and what is dead is reaped.
    """
    first = os.getpid() == 1
    with contextlib.suppress(ProcessLookupError, ChildProcessError):
        if first:
            os.kill(-1, signal.SIGKILL)
        while os.waitpid(-1, 0 if first else os.WNOHANG)[0]:
            pass
