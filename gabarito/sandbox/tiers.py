"""The sandbox tiers there are, which of them work on this machine, and which one grades."""

from __future__ import annotations

from collections.abc import Iterator

from gabarito.errors import SandboxError
from gabarito.sandbox import messages
from gabarito.sandbox.namespaces import Namespaces
from gabarito.sandbox.private_folder import Landlock, Limits
from gabarito.sandbox.promises import PROMISES
from gabarito.sandbox.tier import Tier

TIERS: tuple[Tier, ...] = (Namespaces(), Landlock(), Limits())
"""From the strongest to the weakest."""

NAMES = tuple(tier.name for tier in TIERS)


def named(name: str) -> Tier:
    """The tier of that name, whether it works here or not.

    Raises:
        SandboxError: there is none.
    """
    for tier in TIERS:
        if tier.name == name:
            return tier
    raise SandboxError(messages.UNKNOWN_TIER.format(tier=name, known=", ".join(NAMES)))


def choose(asked: str | None = None) -> Tier:
    """The tier to grade with: the one asked for, else the strongest that keeps anything.

    Raises:
        SandboxError: the one asked for does not work here, or only those do that keep nothing,
            and nobody asked for one by name.
    """
    if asked is not None:
        return _that_works(named(asked))
    isolating = [tier for tier in TIERS if tier.isolates]
    for tier in isolating:
        if tier.obstacle is None:
            return tier
    said = [messages.TIER_AND_OBSTACLE.format(tier=t, obstacle=t.obstacle) for t in isolating]
    raise SandboxError(
        messages.NOTHING_ISOLATES.format(obstacles="; ".join(said), weakest=TIERS[-1])
    )


def _that_works(tier: Tier) -> Tier:
    if tier.obstacle is None:
        return tier
    working = ", ".join(map(str, available())) or messages.NONE_WORKS
    raise SandboxError(
        messages.TIER_DOES_NOT_WORK.format(tier=tier, obstacle=tier.obstacle, working=working)
    )


def take_as_working(name: str) -> None:
    """In a helper of somebody who has tried a tier on this machine: it is not tried again."""
    vars(named(name))["obstacle"] = None


def notice(asked: str | None, chosen: Tier) -> str | None:
    """What to say, before grading, to whom did not ask for the tier chosen; None for nothing."""
    strongest = TIERS[0]
    if asked is not None or chosen is strongest:
        return None
    return messages.WEAKER_TIER.format(
        tier=chosen, strongest=strongest, obstacle=strongest.obstacle
    )


def available() -> list[Tier]:
    """The tiers that work here, from the strongest to the weakest; each is tried."""
    return [tier for tier in TIERS if tier.obstacle is None]


def table() -> Iterator[str]:
    """The lines of the Markdown table of promises that the documentation shows."""
    yield f"| {messages.TABLE_HEADING} | {' | '.join(f'`{name}`' for name in NAMES)} |"
    yield f"|:--|{':--|' * len(TIERS)}"
    for promise in PROMISES:
        cells = [f"**{t.promises[promise].level}**: {t.promises[promise].how}" for t in TIERS]
        yield f"| *{promise.short}*: {promise.text} | {' | '.join(cells)} |"
