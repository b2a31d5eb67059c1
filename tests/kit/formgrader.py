"""A real Jupyter server with Formgrader, on loopback, for one course."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import web
from nbgrader_steps import QUICKLY

TOKEN = "so-este-teste"
STARTS_S = 180
_SERVER = f"{QUICKLY}from jupyter_server.serverapp import main; main()"


class Formgrader:
    """What Formgrader's pages ask of the server."""

    def __init__(self, url: str) -> None:
        self.url = url

    def get(self, place: str) -> str:
        """A page or an answer, as text."""
        return self._ask("GET", place)

    def press(self, *place: str) -> dict[str, Any]:
        """What a button gives: ``success``, ``log``, ``error``."""
        return json.loads(self._ask("POST", "api/" + "/".join(map(urllib.parse.quote, place))))

    def put(self, place: str, **fields: Any) -> dict[str, Any]:
        """What the server makes of fields that are filled in on a page."""
        return json.loads(self._ask("PUT", f"api/{place}", json.dumps(fields).encode()))

    def _ask(self, method: str, place: str, body: bytes | None = None) -> str:
        request = urllib.request.Request(
            f"{self.url}formgrader/{place}",
            headers={"Authorization": f"token {TOKEN}"},
            data=body,
            method=method,
        )
        with urllib.request.urlopen(request, timeout=STARTS_S) as answer:
            return answer.read().decode()


@contextlib.contextmanager
def running(course: Path, scratch: Path, *options: str) -> Iterator[Formgrader]:
    """Formgrader as `jupyter lab` starts it in the course's folder."""
    folders = {
        f"JUPYTER_{name}_DIR": str(scratch / name.lower()) for name in ("CONFIG", "DATA", "RUNTIME")
    }
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    with (scratch / "jupyter.log").open("w") as log:
        server = subprocess.Popen(
            [
                *(sys.executable, "-P", "-c", _SERVER, "--no-browser", "--allow-root"),
                *("--port=0", f"--IdentityProvider.token={TOKEN}", *options),
            ],
            cwd=course, env={**os.environ, **folders, "PATH": path}, stdout=log, stderr=log,
        )  # fmt: skip
        try:
            url = _url(server, scratch)
            web.until_answers(server, f"{url}api?token={TOKEN}", STARTS_S)
            yield Formgrader(url)
        finally:
            server.terminate()
            server.wait()


def _url(server: subprocess.Popen[bytes], scratch: Path) -> str:
    """Where the server is about to listen, once it says so."""
    deadline = time.monotonic() + STARTS_S
    while time.monotonic() < deadline:
        assert server.poll() is None, (scratch / "jupyter.log").read_text()
        for found in (scratch / "runtime").glob("jpserver-*.json"):
            with contextlib.suppress(ValueError):  # half written
                return str(json.loads(found.read_text())["url"])
        time.sleep(0.1)
    raise TimeoutError((scratch / "jupyter.log").read_text())
