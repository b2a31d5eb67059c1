"""The tier `namespaces`: bubblewrap furnishes a machine of its own from pieces of this one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from gabarito.sandbox import bubblewrap, launch, libraries, messages, promises
from gabarito.sandbox.bubblewrap import Tree
from gabarito.sandbox.launch import GUEST, Contents, Launch
from gabarito.sandbox.tier import Tier

_WRITABLE = ("/aluno", "/content", "/tmp")
_LOCKS = "/dev/shm"


class Namespaces(Tier):
    """A machine of its own: when the warm process is killed, bubblewrap takes all with it."""

    name = "namespaces"
    promises = promises.NAMESPACES
    why_not = messages.NO_NAMESPACES

    def _launch(self, contents: Contents, fonts: Sequence[Path]) -> Launch:
        files = contents.files()
        writable = (*_WRITABLE, _LOCKS) if contents.locks else _WRITABLE
        settings = launch.settings(self.name, contents, self.student_id()) | {
            "guest": "/guest",
            "lab": "/lab",
            "files": {name: f"/lab/{name}" for name in files},
            "writable": [path for path in writable if not libraries.are_below(path)],
        }
        inside = launch.environment("/mpl") | {"HOME": "/aluno", "TMPDIR": "/aluno"}
        command = bubblewrap.command(_view(files, fonts, writable), inside, "/aluno")
        return Launch(command, {}, settings)


def _view(files: dict[str, Path], fonts: Sequence[Path], writable: Sequence[str]) -> Tree:
    return Tree(
        read_only={
            **{path: path for path in (*libraries.OF_THE_SYSTEM, *libraries.of_python())},
            "/guest/guest": str(GUEST),
            **{f"/lab/{name}": str(path) for name, path in files.items()},
        },
        devices=libraries.DEVICES,
        folders=(*writable, "/guest", "/lab", "/proc", "/sys"),
        fresh="/mpl",
        added={f"/mpl/{path.name}": str(path) for path in fonts},
    )
