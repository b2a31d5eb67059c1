"""What a tier is to the trusted side: how its processes start and end, and what it promises.

Each tier is one class, beside the one that does its work inside (:mod:`gabarito.guest.tiers`).
"""

from __future__ import annotations

import functools
import os
import subprocess
import sys
from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from gabarito.errors import SandboxError
from gabarito.guest.tree import Process
from gabarito.sandbox import launch, libraries, messages
from gabarito.sandbox.faults import Fault
from gabarito.sandbox.launch import Contents, Launch
from gabarito.sandbox.promises import PROMISES, Column, Level

_TRIAL_S = 60.0
_ROOT_USER_IDS = 100_000


class Tier(ABC):
    """One way to isolate students' code. There is one object of each class: ``tiers.TIERS``.

    Attributes:
        name: on the command line, in records and in the guest's settings.
        promises: how it keeps each of the promises.
        why_not: said where a trial of it fails.
        isolates: it keeps anything from who means harm; the others must be asked for by name.
        needs_sweeping: sessions cannot end by themselves what they have started.
        end_s: seconds that the warm process is given to clean up before it is killed.
    """

    name: ClassVar[str]
    promises: ClassVar[Column]
    why_not: ClassVar[str]
    isolates: ClassVar[bool] = True
    linux_only: ClassVar[bool] = True
    needs_sweeping: ClassVar[bool] = False
    end_s: ClassVar[float] = 0.0

    def launch(self, contents: Contents, *, warm: bool = True) -> Launch:
        """What starts a process of this tier.

        Args:
            warm: with what libraries need; False for a mere trial.
        Raises:
            SandboxError: a program is missing, or the lab is where students may read.
        """
        libraries.refuse_inside(contents.folder)
        return self._launch(contents, launch.font_lists() if warm else [])

    @abstractmethod
    def _launch(self, contents: Contents, fonts: Sequence[Path]) -> Launch:
        """Furnish the sandbox, with lists of `fonts` for Matplotlib."""

    def end(self, process: subprocess.Popen[bytes]) -> None:
        """End a warm process whose control line is closed, and all that it has started."""
        try:
            process.wait(self.end_s)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def too_much(self, launched: Launch, running: Sequence[Process]) -> Fault | None:
        """What the processes `running` take too much of, where nothing inside limits it."""
        return None

    def student_id(self) -> int:
        """Who student code runs as: nobody that exists, where root starts it; else the user."""
        return _ROOT_USER_IDS + os.getpid() if os.geteuid() == 0 else os.geteuid()

    @functools.cached_property
    def obstacle(self) -> str | None:
        """What keeps it from working on this machine; None where it works.

        A process really locks itself in, and tries to read what it must not.
        """
        if self.linux_only and sys.platform != "linux":
            return messages.LINUX_ONLY
        try:
            attempt = self.launch(Contents(), warm=False)
        except SandboxError as error:
            return str(error).rstrip(".")
        try:
            said = _try(attempt)
        finally:
            attempt.discard()
        if said is None:
            return None
        return messages.TRIAL_SAID.format(why=self.why_not, said=said) if said else self.why_not

    def warnings(self) -> list[str]:
        """The sentence that a record carries about the tier that graded it, if any is due."""
        parts = [
            messages.PROMISES_AT_LEVEL.format(level=level, promises=", ".join(shorts))
            for level in (Level.BROKEN, Level.WEAKER)
            if (shorts := [p.short for p in PROMISES if self.promises[p].level is level])
        ]
        if not parts:
            return []
        said = "; ".join(parts)
        return [messages.GRADED_IN.format(tier=self.name, promises=said[0].upper() + said[1:])]

    def __str__(self) -> str:
        return self.name


def _try(attempt: Launch) -> str | None:
    """None where the trial went well, else the last line it said."""
    try:
        trial = subprocess.run(
            attempt.command("probe", 0),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env=attempt.environment,
            cwd="/",
            timeout=_TRIAL_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    lines = trial.stderr.decode(errors="replace").strip().splitlines() or [""]
    return None if trial.returncode == 0 else lines[-1]
