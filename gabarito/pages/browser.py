"""Printing a page with the browser that is at hand: no network, nothing kept."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from gabarito.errors import OutputError
from gabarito.pages import messages
from gabarito.storage import atomic

BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "microsoft-edge-stable",
    "msedge",
)
"""Names on PATH; all of them print alike."""

PRINTING_S = 120
"""Longest that printing may take; a lab takes a few seconds."""

_QUIET = (
    *("--headless", "--disable-gpu", "--no-first-run", "--disable-extensions"),
    *("--no-pdf-header-footer", "--host-resolver-rules=MAP * ~NOTFOUND"),
    *("--disable-background-networking", "--disable-sync"),
)


def find() -> str:
    """The browser to print with.

    Raises:
        OutputError: there is none; the message says how else to print.
    """
    for name in BROWSERS:
        if path := shutil.which(name):
            return path
    raise OutputError(messages.NO_BROWSER)


def print_page(html: str, target: Path) -> None:
    """Print `html`, which holds all that it shows, as the PDF `target`.

    Raises:
        OutputError: there is no browser, it failed, or `target` cannot be written.
    """
    browser = find()
    with tempfile.TemporaryDirectory(prefix="gabarito-pdf-", ignore_cleanup_errors=True) as folder:
        page, made = Path(folder, "pagina.html"), Path(folder, "pagina.pdf")
        page.write_text(html, encoding="utf-8")
        said = _run([browser, *_options(folder), f"--print-to-pdf={made}", page.as_uri()], folder)
        if not made.is_file() or not made.read_bytes().startswith(b"%PDF"):
            raise OutputError(messages.NOT_PRINTED.format(browser=browser, reason=said))
        atomic.write_bytes(target, made.read_bytes())


def _options(folder: str) -> list[str]:
    own = [f"--user-data-dir={folder}/perfil", *_QUIET]
    return [*own, "--no-sandbox"] if os.geteuid() == 0 else own  # Chromium's refuses root


def _run(command: list[str], folder: str) -> str:
    """Run it with a home of its own and end all that it started; its last words."""
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=os.environ | {"HOME": folder},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        said = process.communicate(timeout=PRINTING_S)[1].decode("utf-8", "replace")
    except subprocess.TimeoutExpired:
        said = messages.PRINTING_TOO_LONG.format(seconds=PRINTING_S)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    return (said.strip().splitlines() or [messages.WITHOUT_A_WORD])[-1]
