"""How a process that is about to run student code locks itself in, tier by tier.

The order matters: what needs a power comes before giving it up, and the filter of system
calls is last.
"""

from __future__ import annotations

import os
import sys
import tempfile
from typing import Any

from guest import confine, landlock, seccomp, tree

SPARE_PROCESSES = 256
"""How many processes a user's other programs may start while a session runs."""


def enter(settings: dict[str, Any], home: str) -> None:
    """Give up every power that the tier in `settings` takes away; nothing undoes it.

    Args:
        settings: see :func:`guest.zygote.main`.
        home: the folder that the notebook runs in, empty.
    Raises:
        OSError: the kernel refuses a step.
    """
    _TIERS[settings["tier"]](settings, home)


def _namespaces(settings: dict[str, Any], home: str) -> None:
    os.setsid()
    confine.unshare(
        confine.CLONE_NEWNS | confine.CLONE_NEWNET | confine.CLONE_NEWIPC | confine.CLONE_NEWUTS
    )
    confine.make_mounts_private()
    for folder in settings["writable"]:
        confine.mount_scratch(folder, settings["uid"])
    confine.make_read_only("/mpl")
    confine.drop_bounding_set()
    confine.become(settings["uid"])
    confine.drop_capabilities()
    _fill(home, settings["files"])
    confine.limit_resources(settings["cpu_s"])
    confine.forbid_new_privileges()
    seccomp.filter_system_calls(alone=True)


def _landlock(settings: dict[str, Any], home: str) -> None:
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


def _limits(settings: dict[str, Any], home: str) -> None:
    processes = _processes(settings["uid"])
    os.setsid()
    _settle(home)
    if sys.platform == "linux":
        confine.drop_bounding_set()
        confine.become(settings["uid"])
        confine.drop_capabilities()
        confine.forbid_new_privileges()
    _fill(home, settings["files"])
    confine.limit_resources(settings["cpu_s"], processes)


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


_TIERS = {"namespaces": _namespaces, "landlock": _landlock, "limits": _limits}
