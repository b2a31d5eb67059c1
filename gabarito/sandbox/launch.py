"""How the warm process is started in each tier: its command, environment and settings.

With namespaces, bubblewrap furnishes a machine of its own from read-only pieces of this
one. Without, the process sees this machine, and gets a private folder, made here, with
copies of what a lab's notebook may read.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gabarito.errors import SandboxError
from gabarito.guest import folders
from gabarito.sandbox import bubblewrap
from gabarito.sandbox.bubblewrap import GUEST, Tree

CPU_S = 600
_DISCARD_S = 5.0
_ROOT_USER_IDS = 100_000
_WRITABLE = ("/aluno", "/content", "/tmp", "/dev/shm")  # the last for multiprocessing's locks
_LIBRARIES = ("/usr", "/lib", "/lib64", "/lib32", "/bin", "/etc/ld.so.cache", "/etc/localtime")
_SHELLS = ("/bin/bash", "/bin/sh")
_DEVICES = ("/dev/null", "/dev/random", "/dev/urandom")
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
    """

    folder: Path | None = None
    modules: tuple[str, ...] = ()
    left_out: frozenset[str] = frozenset()

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
    """

    prefix: list[str]
    environment: dict[str, str]
    settings: dict[str, Any]
    private: Path | None = None

    def command(self, main: str, descriptor: int) -> list[str]:
        """The command line that runs the guest's module `main`."""
        code = _CODE.format(main=main)
        arguments = [str(descriptor), json.dumps(self.settings)]
        return [*self.prefix, sys.executable, "-s", "-P", "-c", code, *arguments]

    def discard(self) -> None:
        """Remove what was made for it; the process must have ended."""
        deadline = time.monotonic() + _DISCARD_S
        while self.private is not None and self.private.exists():
            try:
                folders.remove(str(self.private))
            except OSError:  # keepers are still ending who writes there
                if time.monotonic() > deadline:
                    raise


def launch(contents: Contents, tier: str, *, warm: bool = True) -> Launch:
    """What starts a process of that tier.

    Args:
        warm: with what libraries need; False for a mere trial.
    Raises:
        SandboxError: bubblewrap is missing, or the lab is where students may read.
    """
    _refuse_inside_libraries(contents)
    settings = {
        "tier": tier,
        "modules": list(contents.modules),
        "uid": _student_id(tier),
        "cpu_s": CPU_S,
        "debug": bool(os.environ.get("GABARITO_SANDBOX_DEBUG")),
    }
    fonts = list(_font_lists()) if warm else []
    build = _wrapped if tier == "namespaces" else _unwrapped
    return build(contents, fonts, settings)


def _wrapped(contents: Contents, fonts: list[Path], settings: dict[str, Any]) -> Launch:
    files = contents.files()
    read_only = {
        **{path: path for path in (*_LIBRARIES, *_prefixes())},
        "/guest/guest": str(GUEST),
        **{f"/lab/{name}": str(path) for name, path in files.items()},
    }
    writable = [path for path in _WRITABLE if not _holds_libraries(path)]
    folders_seen = (*_WRITABLE, "/guest", "/lab", "/proc", "/sys")
    settings |= {
        "guest": "/guest",
        "lab": "/lab",
        "files": {name: f"/lab/{name}" for name in files},
        "writable": writable,
    }
    view = Tree(
        read_only,
        devices=_DEVICES,
        folders=folders_seen,
        fresh="/mpl",
        added={f"/mpl/{path.name}": str(path) for path in fonts},
    )
    inside = _environment("/mpl") | {"HOME": "/aluno", "TMPDIR": "/aluno"}
    return Launch(bubblewrap.command(view, inside, "/aluno"), {}, settings)


def _unwrapped(contents: Contents, fonts: list[Path], settings: dict[str, Any]) -> Launch:
    private = Path(tempfile.mkdtemp(prefix="gabarito-isolado-"))
    private.chmod(0o711)  # sessions of another user pass through
    for folder in ("lab", "matplotlib"):
        (private / folder).mkdir()
        (private / folder).chmod(0o755)
    for path in fonts:
        shutil.copyfile(path, private / "matplotlib" / path.name)
    files = contents.files()
    for name, path in files.items():
        copy = private / "lab" / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    settings |= {
        "guest": str(GUEST.parent),
        "lab": str(private / "lab"),
        "files": {name: str(private / "lab" / name) for name in files},
        "private": str(private),
        "readable": [*_LIBRARIES, *_prefixes(), str(private / "lab"), str(private / "matplotlib")],
        "devices": list(_DEVICES),
        "read_search": os.geteuid() == 0 and not _libraries_open(),
    }
    environment = _environment(str(private / "matplotlib")) | {"HOME": str(private)}
    return Launch([], environment, settings, private)


# --- who and where -------------------------------------------------------------------


def _student_id(tier: str) -> int:
    """Who student code runs as: nobody that exists, where root starts it; else the user.

    Without Landlock there is no safe way to let nobody read libraries in a private folder:
    there, root stays root, though without its powers.
    """
    if os.geteuid() != 0 or (tier == "limits" and not _libraries_open()):
        return os.geteuid()
    return _ROOT_USER_IDS + os.getpid()


def _libraries_open() -> bool:
    """May every user of the machine read the interpreter and its libraries?"""
    places = {place for path in _prefixes() for place in (Path(path), *Path(path).parents)}
    return all(place.stat().st_mode & 0o1 for place in places)


def _prefixes() -> list[str]:
    return sorted({sys.prefix, sys.base_prefix, *_library_folders()})


def _library_folders() -> set[str]:
    """Where installed packages live, if outside the interpreter's own folders."""
    inside = (sys.prefix, sys.base_prefix)
    return {p for p in sys.path if p.endswith("-packages") and not p.startswith(inside)}


def _holds_libraries(folder: str) -> bool:
    """Would a new file system on `folder` hide the interpreter?"""
    return any(path.startswith(f"{folder}/") for path in (sys.prefix, *_library_folders()))


def _refuse_inside_libraries(contents: Contents) -> None:
    """Everything in the interpreter's folders is shown to students: no course may be there."""
    for prefix in _prefixes():
        if contents.folder is not None and contents.folder.resolve().is_relative_to(prefix):
            raise SandboxError(
                f"O curso está dentro de {prefix}, que o código dos alunos pode ler: "
                "mude o curso de pasta."
            )


def _font_lists() -> Iterator[Path]:
    """Matplotlib's list of fonts, which takes seconds to make: that of the trusted side."""
    import matplotlib
    import matplotlib.font_manager  # writes the list if there is none

    return Path(matplotlib.get_cachedir()).glob("fontlist-*.json")


def _environment(matplotlib: str) -> dict[str, str]:
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
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        **{f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "NUMEXPR")},
    }
