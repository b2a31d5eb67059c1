"""What a warm process is started with: its command, its environment, its settings."""

from __future__ import annotations

import contextlib
import json
import os
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import gabarito.guest
from gabarito.guest import folders
from gabarito.storage.cache import Cached

GUEST = Path(gabarito.guest.__file__).parent
CPU_S = 600
_DISCARD_S = 5.0
_SHELLS = ("/bin/bash", "/bin/sh")
_CODE = """
import json, os, sys
fd, settings = int(sys.argv[1]), json.loads(sys.argv[2])
os.dup2(fd, 3); fd == 3 or os.close(fd)
sys.path.insert(0, settings['guest'])
from guest import {main}
sys.path[0] = settings['lab']
{main}.main(settings)
"""


@dataclass(frozen=True)
class Contents:
    """What there is in a sandbox, besides Python and its libraries.

    Attributes:
        folder: the lab's files, seen read-only in the notebook's folder; None for none.
            Notebooks are left out: the built one holds the answers.
        modules: what the warm process imports before any student code.
        left_out: names of files in the folder that are not there.
        locks: with the folder that the locks of multiprocessing need, where the tier has one;
            processes share memory through it.
        instruments: functions of those modules that checks ask for, by name: the module.
    """

    folder: Path | None = None
    modules: tuple[str, ...] = ()
    left_out: frozenset[str] = frozenset()
    locks: bool = False
    instruments: Mapping[str, str] = field(default_factory=dict)

    def files(self) -> dict[str, Path]:
        """The lab's files that a notebook may read, by name."""
        if self.folder is None:
            return {}
        found = sorted(path for path in self.folder.rglob("*") if path.is_file())
        named = {str(path.relative_to(self.folder)): path for path in found}
        return {
            name: path
            for name, path in named.items()
            if path.suffix != ".ipynb" and name not in self.left_out
        }


@dataclass(frozen=True)
class Launch:
    """One way to start the warm process.

    Attributes:
        prefix: the program that makes the sandbox, with its arguments; none where none does.
        settings: see :func:`gabarito.guest.zygote.main`.
        private: a folder to remove afterwards; None where nothing is written to the disk.
        hold: what says that the folder is somebody's; closed once it is removed.
    """

    prefix: list[str]
    environment: dict[str, str]
    settings: dict[str, Any]
    private: Path | None = None
    hold: contextlib.ExitStack = field(default_factory=contextlib.ExitStack)

    def command(self, main: str, descriptor: int) -> list[str]:
        """The command line that runs the guest's module `main`."""
        code = _CODE.format(main=main)
        arguments = [str(descriptor), json.dumps(self.settings)]
        return [*self.prefix, sys.executable, "-s", "-P", "-c", code, *arguments]

    def discard(self) -> None:
        """Remove what was made for it; the process must have ended."""
        with self.hold:
            self._remove()

    def _remove(self) -> None:
        deadline = time.monotonic() + _DISCARD_S
        while self.private is not None and self.private.exists():
            try:
                folders.remove(str(self.private))
            except OSError:  # keepers are still ending who writes there
                if time.monotonic() > deadline:
                    raise


def settings(tier: str, contents: Contents, uid: int) -> dict[str, Any]:
    """What the guest is told in every tier.

    Args:
        uid: of the students' processes.
    """
    return {
        "tier": tier,
        "modules": list(contents.modules),
        "instruments": dict(contents.instruments),
        "uid": uid,
        "cpu_s": CPU_S,
        "debug": bool(os.environ.get("GABARITO_SANDBOX_DEBUG")),
    }


def environment(matplotlib: str) -> dict[str, str]:
    """The environment variables of the warm process, but for its folders.

    Args:
        matplotlib: where Matplotlib finds its list of fonts.
    """
    return {
        "PATH": f"{sys.prefix}/bin:/usr/local/bin:/usr/bin:/bin",
        "SHELL": next(path for path in _SHELLS if os.path.exists(path)),
        "PIP_NO_INDEX": "1",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "MPLCONFIGDIR": matplotlib,
        "IPYTHONDIR": f"{matplotlib}/ipython",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        # Of Keras's backends only PyTorch's outlives a fork; without a folder for its cache
        # PyTorch looks for a writable one while it is imported, and here there is none yet.
        "KERAS_BACKEND": "torch",
        "KERAS_HOME": f"{matplotlib}/keras",
        "TORCHINDUCTOR_CACHE_DIR": f"{matplotlib}/inductor",
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        **{f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "NUMEXPR")},
    }


def font_lists() -> list[Path]:
    """Matplotlib's list of fonts, which takes seconds to make: that of the trusted side.

    Where it lies is remembered: Matplotlib itself takes half a second to import.
    """
    where = [os.environ.get(name, "") for name in ("MPLCONFIGDIR", "XDG_CACHE_HOME", "HOME")]
    cached = Cached("listas_de_fontes", map(os.fsencode, where), ["matplotlib"])
    known = list(map(Path, cached.recall(list[str]) or []))
    return known if known and all(path.is_file() for path in known) else _font_lists_made(cached)


def _font_lists_made(cached: Cached) -> list[Path]:
    import matplotlib
    import matplotlib.font_manager  # writes the list if there is none

    found = list(Path(matplotlib.get_cachedir()).glob("fontlist-*.json"))
    cached.keep(list(map(str, found)))
    return found
