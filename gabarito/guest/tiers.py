"""What each tier does inside: how sessions start, lock themselves in and leave nothing.

One class a tier, beside the one of the same name on the trusted side (``gabarito.sandbox``),
which makes its settings. The order in which a process locks itself in matters: what needs a
power comes before giving it up, and the filter of system calls is last.
"""

from __future__ import annotations

import os
import sys
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any

from guest import confine, folders, landlock, seccomp, tree
from guest.sessions import InFolder, InNamespace, Session

HOME = "/aluno"
SPARE_PROCESSES = 256
"""How many processes a user's other programs may start while a session runs."""


class Tier(ABC):
    """What the tiers have in common.

    Args:
        settings: ``uid`` of the students' processes; their ``cpu_s`` and ``files`` of the home
            folder (name → path); and what the tier asks for besides.
    """

    isolates = True
    """Whether a session is kept from what the machine's other users may read."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.settings = settings

    @abstractmethod
    def home(self) -> str:
        """A folder for one session, empty."""

    def fork(self) -> int:
        """Fork the first process of a session, as os.fork does."""
        return os.fork()

    @abstractmethod
    def start(self, channel: int, run: Callable[[str], None]) -> Session:
        """A new session.

        Args:
            channel: the descriptor that its first process has besides standard ones.
            run: that process's life; called with its home folder, it must not return.
        """

    @abstractmethod
    def lock_in(self, home: str) -> None:
        """Give up every power that the tier takes away; nothing undoes it.

        Raises:
            OSError: the kernel refuses a step.
        """

    @abstractmethod
    def clean_up(self) -> None:
        """Leave nothing behind, when the warm process is done and its sessions have ended."""


class Namespaces(Tier):
    """A machine of its own. Asks for the folders that are ``writable``."""

    def home(self) -> str:
        """The same for all: each session has a file system of its own there."""
        return HOME

    def fork(self) -> int:
        """Fork the first process of a new namespace of processes."""
        confine.unshare(confine.CLONE_NEWPID)
        try:
            return os.fork()
        finally:
            if os.getpid() != 1:
                confine.return_to_own_pid_namespace()

    def start(self, channel: int, run: Callable[[str], None]) -> Session:
        """A session that the kernel keeps together."""
        pid = self.fork()
        if pid == 0:
            confine.close_descriptors({channel})
            run(HOME)
        return InNamespace(pid)

    def lock_in(self, home: str) -> None:
        """By namespaces, each with file systems of its own in memory."""
        os.setsid()
        confine.unshare(
            confine.CLONE_NEWNS | confine.CLONE_NEWNET | confine.CLONE_NEWIPC | confine.CLONE_NEWUTS
        )
        confine.make_mounts_private()
        for folder in self.settings["writable"]:
            confine.mount_scratch(folder, self.settings["uid"])
        confine.make_read_only("/mpl")
        confine.drop_bounding_set()
        confine.become(self.settings["uid"])
        confine.drop_capabilities()
        _fill(home, self.settings["files"])
        confine.limit_resources(self.settings["cpu_s"])
        confine.forbid_new_privileges()
        seccomp.filter_system_calls(alone=True)

    def clean_up(self) -> None:
        """Nothing to do: all of it ends with the namespace of the warm process."""


class PrivateFolder(Tier):
    """On this machine, in a folder of its own; a keeper holds each session together.

    Asks for the ``private`` folder in which sessions have theirs.
    """

    def home(self) -> str:
        """A new folder."""
        return folders.make(self.settings["private"], self.settings["uid"])

    def start(self, channel: int, run: Callable[[str], None]) -> Session:
        """A session that its keeper keeps together."""
        home = self.home()
        return InFolder(home, lambda: run(home), [channel])

    def clean_up(self) -> None:
        """End whoever is left, and remove the folder."""
        tree.end_below()
        folders.remove(self.settings["private"])


class Landlock(PrivateFolder):
    """By Landlock and seccomp.

    Asks for the paths that are ``readable``, the ``devices``, and whether the libraries take
    the capability ``read_search`` to be read; ``abi`` is the newest version of Landlock to use.
    """

    def lock_in(self, home: str) -> None:
        """By rules for files and a filter of system calls."""
        settings = self.settings
        abi = min(landlock.version(), settings.get("abi", landlock.version()))
        if abi < landlock.OLDEST:
            raise OSError(f"Landlock: version {abi}")
        rights = dict.fromkeys(settings["readable"], landlock.READ)
        rights |= dict.fromkeys(settings["devices"], landlock.USE)
        processes = _processes(settings["uid"])
        os.setsid()
        _settle(home)
        with landlock.ruleset({**rights, home: landlock.OWN}, abi) as rules:
            confine.drop_bounding_set()
            confine.keep_capabilities()
            confine.become(settings["uid"])
            confine.drop_capabilities(read_search=settings["read_search"])
            _fill(home, settings["files"])
            confine.limit_resources(settings["cpu_s"], processes)
            confine.forbid_new_privileges()
            landlock.restrict(rules)
        seccomp.filter_system_calls(alone=False, signals=abi >= landlock.SCOPES)


class Limits(PrivateFolder):
    """Limits of time, memory and the like, and no more."""

    isolates = False

    def lock_in(self, home: str) -> None:
        """By resource limits."""
        processes = _processes(self.settings["uid"])
        os.setsid()
        _settle(home)
        if sys.platform == "linux":
            confine.drop_bounding_set()
            confine.become(self.settings["uid"])
            confine.drop_capabilities()
            confine.forbid_new_privileges()
        _fill(home, self.settings["files"])
        confine.limit_resources(self.settings["cpu_s"], processes)


TIERS: dict[str, type[Tier]] = {"namespaces": Namespaces, "landlock": Landlock, "limits": Limits}


def of(settings: dict[str, Any]) -> Tier:
    """The tier that `settings` name."""
    return TIERS[settings["tier"]](settings)


def _processes(uid: int) -> int:
    """How many processes `uid` may have: a real user's other programs count, and may grow."""
    others = tree.tasks_of(uid)
    return confine.PROCESSES + (others + SPARE_PROCESSES if others else 0)


def _settle(home: str) -> None:
    """Make `home` the home folder, and where temporary files go."""
    os.environ["HOME"] = os.environ["TMPDIR"] = home
    tempfile.tempdir = None  # it remembers the folder it found first


def _fill(home: str, files: dict[str, str]) -> None:
    """Links to the lab's files (name → path), in the folder that the notebook runs in."""
    os.chdir(home)
    for name, path in files.items():
        folder = os.path.dirname(name)
        if folder:
            os.makedirs(folder, exist_ok=True)
        os.symlink(path, name)
