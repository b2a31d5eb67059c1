"""The tiers `landlock` and `limits`: this machine, and a private folder with copies.

The folder, made here, holds what a lab's notebook may read, and what sessions write.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from gabarito.guest import folders
from gabarito.guest.tree import Process
from gabarito.sandbox import launch, libraries, messages, promises
from gabarito.sandbox.faults import Fault, TooManyProcesses, TooMuchDisk
from gabarito.sandbox.launch import GUEST, Contents, Launch
from gabarito.sandbox.tier import Tier
from gabarito.storage import held

MAX_PROCESSES = 64
"""The warm process and all below it: no namespace sets a limit for each session."""

_PREFIX = "gabarito-isolada-"


class PrivateFolder(Tier):
    """What tiers without namespaces have in common: the warm process cleans up when it ends."""

    needs_sweeping = True
    end_s = 5.0

    def _launch(self, contents: Contents, fonts: Sequence[Path]) -> Launch:
        held.sweep(Path(tempfile.gettempdir()), _PREFIX, _remove)
        with contextlib.ExitStack() as hold:
            private = held.hold_new(lambda: Path(tempfile.mkdtemp(prefix=_PREFIX)), hold)
            try:
                launched = self._furnished(private, contents, fonts)
            except BaseException:
                _remove(private)
                raise
            return replace(launched, hold=hold.pop_all())

    def _furnished(self, private: Path, contents: Contents, fonts: Sequence[Path]) -> Launch:
        """What starts a process in the new folder `private`, with copies of what it reads."""
        private.chmod(0o711)  # sessions of another user pass through
        lab, matplotlib = private / "lab", private / "matplotlib"
        files = contents.files()
        _copy({path.name: path for path in fonts}, matplotlib)
        _copy(files, lab)
        settings = launch.settings(self.name, contents, self.student_id()) | {
            "guest": str(GUEST.parent),
            "lab": str(lab),
            "files": {name: str(lab / name) for name in files},
            "private": str(private),
            **self._own_settings([str(lab), str(matplotlib)]),
        }
        environment = launch.environment(str(matplotlib)) | {"HOME": str(private)}
        return Launch([], environment, settings, private)

    def _own_settings(self, readable: list[str]) -> dict[str, Any]:
        """What one tier's guest asks for besides.

        Args:
            readable: folders of this lab that its notebooks may read.
        """
        return {}

    def too_much(self, launched: Launch, running: Sequence[Process]) -> Fault | None:
        """Processes and disk: what namespaces would limit."""
        if len(running) > MAX_PROCESSES:
            return TooManyProcesses()
        return TooMuchDisk() if folders.too_full(str(launched.private)) else None


class Landlock(PrivateFolder):
    """This machine, with almost everything forbidden."""

    name = "landlock"
    promises = promises.LANDLOCK
    why_not = messages.NO_LANDLOCK

    def _own_settings(self, readable: list[str]) -> dict[str, Any]:
        return {
            "readable": [*libraries.OF_THE_SYSTEM, *libraries.of_python(), *readable],
            "devices": list(libraries.DEVICES),
            "read_search": os.geteuid() == 0 and not _open_to_all(),
        }


class Limits(PrivateFolder):
    """Limits only: for other people's computers, and for who trusts the submissions."""

    name = "limits"
    promises = promises.LIMITS
    why_not = messages.NO_LIMITS
    isolates = False
    linux_only = False

    def student_id(self) -> int:
        """Root stays root, without its powers, where what is read is in a folder of root's own.

        Without Landlock there is no safe way to let nobody read it.
        """
        if os.geteuid() == 0 and not _open_to_all():
            return 0
        return super().student_id()


def _open_to_all() -> bool:
    """Whether a session of another user can read the libraries, and come to its own folder."""
    return libraries.open_to_all(Path(tempfile.gettempdir()))


def _remove(private: Path) -> None:
    """A folder in which students may have closed some of theirs."""
    folders.remove(str(private))


def _copy(files: dict[str, Path], folder: Path) -> None:
    """Copies of `files`, name → path, in a new `folder`."""
    folder.mkdir()
    folder.chmod(0o755)
    for name, path in files.items():
        copy = folder / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
