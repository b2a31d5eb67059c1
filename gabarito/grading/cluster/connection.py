"""To a Dask cluster and back: connecting, and asking every worker what it is."""

from __future__ import annotations

import contextlib
import itertools
import re
from collections.abc import Iterator
from multiprocessing import resource_tracker
from typing import Any

import msgspec

from gabarito.errors import ClusterError, MissingExtraError
from gabarito.grading import messages
from gabarito.grading.cluster import on_worker
from gabarito.grading.cluster.parcels import About
from gabarito.sandbox import interrupts, trusted_path
from gabarito.storage import own_code, versions

EXTRA = "cluster"
PATIENCE_S = 15.0
"""For a scheduler, and once more when it is gone; for the first worker, too."""

_LOCAL = re.compile(r"local:([1-9][0-9]*)")
_REMOTE = re.compile(r"(tcp|tls)://\S+")
_QUIET = {f"distributed{part}": "critical" for part in ("", ".client", ".nanny", ".scheduler")}
_CALM = {
    "distributed.worker.profile.enabled": False,
    "distributed.admin.tick.interval": "1s",
    "distributed.admin.tick.cycle": "10s",
    "distributed.admin.system-monitor.interval": "10s",
}
"""Dask watches itself for a dashboard, a tenth of a core in all: a cluster made here has none."""

_SHOWN = 3
"""Differences of a worker that are named."""


@contextlib.contextmanager
def connected(address: str) -> Iterator[Any]:
    """A Dask client, connected to the cluster at `address`, or to one made on this machine.

    Certificates for ``tls://`` are those of Dask's own configuration. A cluster made here has
    some of its own: on this machine nobody else can talk to it either.

    Raises:
        ClusterError: nobody is there.
        MissingExtraError: Dask is not installed.
    """
    local = _LOCAL.fullmatch(address)
    if not local and not _REMOTE.fullmatch(address):
        raise ClusterError(messages.BAD_ADDRESS.format(address=address))
    distributed = _quiet_dask()
    with contextlib.ExitStack() as stack:
        where = address
        if local:
            stack.enter_context(trusted_path.Inherited())  # a worker that died is started again
            where = stack.enter_context(_made_here(distributed, int(local[1])))
        try:
            _require_certificates(distributed, address)
            client = distributed.Client(where, timeout=PATIENCE_S, set_as_default=False)
        except (OSError, ValueError) as error:
            reason = str(error).splitlines()[0]
            raise ClusterError(
                messages.UNREACHABLE.format(address=address, reason=reason)
            ) from None
        with contextlib.closing(client):
            yield client


def _quiet_dask() -> Any:
    """Dask, which otherwise writes what it thinks on the terminal."""
    try:
        import dask

        with dask.config.set({"logging": _QUIET}):
            import distributed
    except ImportError:
        raise MissingExtraError(EXTRA) from None
    return distributed


def _require_certificates(distributed: Any, address: str) -> None:
    """Dask would find out too late, and not go away for half a minute.

    Raises:
        OSError: a file of them cannot be read.
    """
    known = distributed.Security().get_connection_args("client")
    if address.startswith("tls://") and known.get("ssl_context") is None:
        raise ClusterError(messages.NO_CERTIFICATES.format(address=address))


@contextlib.contextmanager
def _made_here(distributed: Any, workers: int) -> Iterator[Any]:
    import dask

    resource_tracker.ensure_running()  # begun later, it would let Ctrl-C through to a worker
    with dask.config.set(_CALM), contextlib.ExitStack() as stack:
        with interrupts.not_inherited():  # the coordinator is who ends its workers
            cluster = stack.enter_context(_cluster(distributed, workers))
        yield cluster


def _cluster(distributed: Any, workers: int) -> Any:
    try:
        return distributed.LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            memory_limit=0,
            dashboard_address="127.0.0.1:0",  # Dask's own would be seen by the whole network
            scheduler_kwargs={"dashboard": False},
            security=True,
            silence_logs="CRITICAL",
        )
    except (OSError, RuntimeError) as error:
        raise ClusterError(messages.NOT_STARTED.format(reason=_one_line(error))) from None


def require_alike(client: Any, address: str, tier: str) -> None:
    """Refuse a cluster without workers, or with one that would judge otherwise than this machine.

    Raises:
        ClusterError: naming a worker, and what is the matter with it.
    """
    try:
        client.wait_for_workers(1, timeout=PATIENCE_S)
    except OSError:  # also a TimeoutError
        raise ClusterError(messages.NO_WORKERS.format(address=address)) from None
    for worker, said in client.run(on_worker.about, on_error="return").items():
        if not isinstance(said, bytes):
            raise ClusterError(messages.NOT_OURS.format(worker=worker, reason=_one_line(said)))
        _require_alike(worker, msgspec.msgpack.decode(said, type=About), tier)


def _require_alike(worker: str, about: About, tier: str) -> None:
    if about.threads != 1:
        raise ClusterError(messages.THREADS.format(worker=worker, threads=about.threads))
    if found := list(_differences(about)):
        shown = "; ".join(found[:_SHOWN])
        if len(found) > _SHOWN:
            shown += "; " + messages.MORE.format(count=len(found) - _SHOWN)
        raise ClusterError(messages.OTHER_VERSIONS.format(worker=worker, differences=shown))
    if tier not in about.tiers:
        there = ", ".join(about.tiers) or messages.NONE
        raise ClusterError(messages.NO_TIER.format(worker=worker, tier=tier, there=there))


def _differences(about: About) -> Iterator[str]:
    """What a grade could depend on; Python and NumPy first."""
    here = versions.installed()
    names = itertools.chain(("python", "numpy"), sorted({*here, *about.versions}))
    for name in dict.fromkeys(names):
        mine, theirs = (of.get(name, messages.NONE) for of in (here, about.versions))
        if mine != theirs:
            yield messages.DIFFERENCE.format(name=name, here=mine, there=theirs)
    if about.package != own_code.digest():
        yield messages.OTHER_PACKAGE


def _one_line(error: object) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())}"
