"""Commands of the system that a notebook runs (``!ls``), in the same confinement as its code."""

from __future__ import annotations

import codecs
import contextlib
import os
import signal
import subprocess
from collections.abc import Callable

from guest import messages

_INSTALLERS = ("pip", "pip3", "conda", "mamba", "apt")
_PRELUDE = "".join(
    f"{name}() {{ case \" $* \" in *' install '*) echo '{messages.NOTHING_INSTALLED}';; "
    f'*) command {name} "$@";; esac; }}\n'
    for name in _INSTALLERS
)
"""What is installed is there already, or cannot be had: no time is lost on trying."""

_CHUNK = 1 << 16
_BY_SIGNAL = 128


def run(command: str, show: Callable[[str], object]) -> int:
    """Run a command line and return its exit code, negative where a signal ended it.

    Args:
        show: takes what it writes, errors included, as it comes.
    Raises:
        OSError: it asks for the background, as in Jupyter.
    """
    if command.rstrip().endswith("&"):
        raise OSError("Background processes not supported.")
    process = subprocess.Popen(
        [os.environ["SHELL"], "-c", _PRELUDE + command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        _read(process, show)
        code = process.wait()
    except BaseException:  # the cell's time is over
        _kill(process)
        raise
    return _BY_SIGNAL - code if code > _BY_SIGNAL else code


def _read(process: subprocess.Popen[bytes], show: Callable[[str], object]) -> None:
    assert process.stdout is not None
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    with process.stdout as pipe:
        while content := os.read(pipe.fileno(), _CHUNK):
            show(decoder.decode(content))
    show(decoder.decode(b"", final=True))


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Kill it, and what it started where that is allowed; the rest goes with the session."""
    with contextlib.suppress(OSError):
        os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()
