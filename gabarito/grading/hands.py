"""Who judges a class: processes of this machine, or those of a cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Protocol

from gabarito.course.layout import Gradable
from gabarito.grading.workers import Outcome, Workers
from gabarito.results.job import Job


class Hands(Protocol):
    """Those who judge one lab or assignment, and stay warm for what comes after."""

    def begin(self, jobs: Mapping[str, Job]) -> None:
        """Take on, where that gains anything, what :meth:`judge` is asked next, among other
        things.
        """

    def judge(
        self, jobs: Mapping[str, Job], on_idle: Callable[[], None] = ...
    ) -> Iterator[tuple[str, Outcome]]:
        """Each key with what came of its job, or the reason for nothing, as it comes.

        Args:
            on_idle: called now and then while nothing comes.
        Raises:
            GabaritoError: nobody can judge anything.
        """


def hands(
    lab: Gradable,
    workers: int | None,
    cluster: str | None,
    tier: str,
    say: Callable[[str], None],
) -> AbstractContextManager[Hands]:
    """Those to judge `lab`.

    Args:
        workers: processes; the number of cores when None.
        cluster: the address of a Dask cluster that does it in their place, or ``local:N``.
        tier: sandbox tier.
        say: called with what a person should know meanwhile.
    """
    if cluster is None:
        return Workers(lab, workers, tier)
    from gabarito.grading.cluster.coordinator import Cluster  # here: few have what it needs

    return Cluster(lab, cluster, tier, say)
