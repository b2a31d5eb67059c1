"""Schedulers and workers of Dask, as processes of their own."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hostile
from running_grade import alive, everything, until

DASK = str(Path(sys.executable).with_name("dask"))


class Cluster:
    """A scheduler and its workers."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder, self.environment = folder, environment
        self.processes: list[subprocess.Popen[bytes]] = []

    def start(self, *words, through=()):
        """One of Dask's programs, run by another one if need be."""
        number = len(self.processes)
        with (self.folder / f"log{number}").open("w") as log:
            one = subprocess.Popen(
                [*through, DASK, *map(str, words)], cwd=self.folder, env=self.environment,
                stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        self.processes.append(one)
        return one

    def scheduler(self, *options, port=0, host="127.0.0.1", through=()):
        file = self.folder / "scheduler.json"
        file.unlink(missing_ok=True)
        one = self.start(
            "scheduler", "--port", port, "--host", host, "--no-dashboard",
            "--scheduler-file", file, *options, through=through,
        )  # fmt: skip
        until(lambda: file.is_file() and file.read_text().endswith("}"))
        self.address = json.loads(file.read_text())["address"]
        return one

    def worker(self, *options, host="127.0.0.1", through=()):
        return self.start(
            "worker", self.address, "--host", host, "--no-dashboard",
            *(options or ("--nthreads", 1)), "--local-directory", self.folder, through=through,
        )  # fmt: skip

    def end(self):
        pids = [pid for one in self.processes for pid in everything(one.pid)]
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, 9)
        for one in self.processes:
            one.wait()
        return pids


@contextlib.contextmanager
def running(folder: Path) -> Iterator[Cluster]:
    """A cluster of which nothing runs yet; whatever it started is ended at last."""
    folder.mkdir()
    with tempfile.TemporaryDirectory() as short:  # sockets lie there, whose paths are short
        one = Cluster(folder, hostile.plain_environment() | {"TMPDIR": short})
        try:
            yield one
        finally:
            pids = one.end()
            until(lambda: not alive(pids))


def certificate(folder):
    """Files of a key and a certificate that vouches for itself; Dask's settings that name them."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
         "/CN=turma", "-keyout", folder / "chave.pem", "-out", folder / "certificado.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
    files = {"CA_FILE": "certificado.pem"}
    for role in ("CLIENT", "SCHEDULER", "WORKER"):
        files |= {f"{role}__KEY": "chave.pem", f"{role}__CERT": "certificado.pem"}
    tls = {f"DASK_DISTRIBUTED__COMM__TLS__{name}": str(folder / f) for name, f in files.items()}
    return tls | {"DASK_DISTRIBUTED__COMM__REQUIRE_ENCRYPTION": "True"}
