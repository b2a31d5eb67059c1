"""Which sandbox tiers this machine can make, and which one grades."""

from __future__ import annotations

import functools
import subprocess
import sys

from gabarito.errors import SandboxError
from gabarito.sandbox.launch import Contents, Launch, launch
from gabarito.sandbox.promises import TIERS

_TRIAL_S = 60.0
_WHY = {
    "namespaces": "esta máquina não deixa criar namespaces",
    "landlock": "o Linux daqui não tem Landlock (a partir do 6.2) ou seccomp",
    "limits": "os limites não puderam ser postos",
}


def choose(asked: str | None = None) -> str:
    """The tier to grade with: the one asked for, else the strongest that keeps anything.

    Raises:
        SandboxError: the one asked for does not work here, or only `limits` does and
            nobody asked for it.
    """
    if asked is not None:
        return _named(asked)
    for tier in TIERS[:-1]:
        if obstacle(tier) is None:
            return tier
    why = "; ".join(f"{tier}: {obstacle(tier)}" for tier in TIERS[:-1])
    raise SandboxError(
        f"Nada nesta máquina isola o código dos alunos ({why}). Corrija em outra, ou, se confia "
        "nas entregas como em programas seus, peça --isolation limits."
    )


def _named(tier: str) -> str:
    if tier not in TIERS:
        raise SandboxError(f"A camada {tier} não existe: as que há são {', '.join(TIERS)}.")
    why = obstacle(tier)
    if why is not None:
        works = ", ".join(available()) or "nenhuma"
        raise SandboxError(
            f"A camada {tier} não funciona nesta máquina ({why}): as que funcionam são {works}."
        )
    return tier


def notice(asked: str | None, chosen: str) -> str | None:
    """What to say, before grading, to whom did not ask for the tier chosen; None for nothing."""
    if asked is not None or chosen == TIERS[0]:
        return None
    return (
        f"Corrigindo na camada {chosen}, porque {TIERS[0]}, a mais forte, não funciona aqui: "
        f"{obstacle(TIERS[0])}."
    )


def available() -> list[str]:
    """The tiers that work here, from the strongest to the weakest; each is tried."""
    return [tier for tier in TIERS if obstacle(tier) is None]


@functools.cache
def obstacle(tier: str) -> str | None:
    """What keeps `tier` from working here; None where it works.

    A process really locks itself in, and tries to read what it must not.
    """
    if sys.platform != "linux" and tier != "limits":
        return "só há no Linux"
    try:
        attempt = launch(Contents(), tier, warm=False)
    except SandboxError as error:
        return str(error).rstrip(".")
    try:
        said = _try(attempt)
    finally:
        attempt.discard()
    return None if said is None else f"{_WHY[tier]}{said and f' ({said})'}"


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
