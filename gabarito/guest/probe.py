"""Does a tier work on this machine? One process locks itself in, and tries to get out."""

from __future__ import annotations

import os
import sys
from typing import Any

from guest import tiers

_OUTSIDE = "/proc/self/status"  # everybody may read it, unless kept from it


def main(settings: dict[str, Any]) -> None:
    """Exit with 0 where the tier in `settings` works; else say why on stderr, and with 1."""
    tier = tiers.of(settings)
    home = tier.home()
    pid = tier.fork()
    if pid == 0:
        _try(tier, home)
    _, status = os.waitpid(pid, 0)
    sys.exit(1 if status else 0)


def _try(tier: tiers.Tier, home: str) -> None:
    """Lock in, write where one may, read where one may not; does not return."""
    try:
        tier.lock_in(home)
        with open("rascunho", "w") as file:
            file.write("x")
        if tier.isolates and _readable(_OUTSIDE):
            raise OSError(f"{_OUTSIDE} is readable")
    except BaseException as error:
        os.write(2, f"{type(error).__name__}: {error}\n".encode())
        os._exit(1)
    os._exit(0)


def _readable(path: str) -> bool:
    try:
        with open(path):
            return True
    except OSError:
        return False
