"""`gabarito lab` in a real browser: JupyterLab in Portuguese, and Formgrader with our engine."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import web

from gabarito.authoring import build, demo, made_up_class, release
from gabarito.channels import jupyterlab
from gabarito.course.layout import Course
from gabarito.errors import MissingExtraError
from gabarito.pages import browser
from gabarito.sandbox import tiers

TOKEN = "so-este-teste"
WAIT_MS = 60_000
WHY = "starts JupyterLab and a browser, and grades by hand in them"
ROOT = Path(__file__).parents[3]
LAB = "regularizacao"
QUESTION = "compute_cost_with_regularization"
SCROLLED = """panel => new Promise(drawn => {
    const before = panel.scrollTop
    panel.scrollTop += panel.clientHeight / 2
    const more = panel.scrollTop > before
    requestAnimationFrame(() => requestAnimationFrame(() => drawn(more)))
})"""
"""Half a page down, once it is drawn; whether there was more."""

WORDS = "A L2 encolhe os pesos, e a fronteira fica suave."
COMMENT = "Muito bem: é o mapa que decide."


def test_what_is_missing_is_said_with_how_to_get_it(mini, monkeypatch):
    monkeypatch.setattr(jupyterlab, "_LANGUAGE_PACK", "um_pacote_que_nao_ha")
    with pytest.raises(MissingExtraError, match=r'pip install "gabarito\[lab\]"'):
        jupyterlab.command(mini.course)


def test_what_a_person_configured_comes_before_our_defaults(monkeypatch):
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", "/dela")
    assert jupyterlab.environment()["JUPYTER_CONFIG_PATH"].split(os.pathsep)[0] == "/dela"


# --- in the browser ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """A lab of this course, in a copy, with one submission."""
    folder = tmp_path_factory.mktemp("lab") / "curso"
    demo.copy_course(Course.at(ROOT).lab(LAB), folder)
    lab = Course.at(folder).lab(LAB)
    build.build(lab)
    release.release(lab)
    material = made_up_class.material(lab)
    path = lab.course.submitted / "ana" / LAB / f"{LAB}.ipynb"
    path.parent.mkdir(parents=True)
    path.write_bytes(made_up_class.as_json(material.submission(material.answers, in_words)))
    return lab


def in_words(notebook):
    cell = next(cell for cell in notebook.cells if cell.id == "q_regularizacao")
    cell.source = WORDS


@pytest.fixture(scope="module")
def server(lab, tmp_path_factory) -> Iterator[str]:
    """The address of what `gabarito lab` starts for somebody who never used JupyterLab."""
    home = tmp_path_factory.mktemp("casa")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = [
        "--no-browser",
        "--allow-root",
        f"--port={port}",
        f"--IdentityProvider.token={TOKEN}",
    ]
    command = [sys.executable, "-m", "gabarito", "lab", "--", *options]
    with (home / "jupyter.log").open("w") as log:
        process = subprocess.Popen(
            command, cwd=lab.course.root, env=os.environ | {"HOME": str(home)}, stdout=log,
            stderr=log, start_new_session=True,
        )  # fmt: skip
    url = f"http://127.0.0.1:{port}"
    try:
        web.until_answers(process, f"{url}/api?token={TOKEN}", WAIT_MS / 1000)
        yield url
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(30)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


@pytest.fixture(scope="module")
def page(server):
    """One tab of the system's own browser, logged in."""
    sync_api = pytest.importorskip("playwright.sync_api")
    found = next(filter(None, map(shutil.which, browser.BROWSERS)), None)
    assert found, "apt install chromium"
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        tab = chromium.new_page(viewport={"width": 1400, "height": 900})
        tab.set_default_timeout(WAIT_MS)
        tab.goto(f"{server}/lab?token={TOKEN}")
        yield tab
        chromium.close()


@pytest.mark.slow(reason=WHY)
def test_the_release_opens_in_portuguese_and_runs(page, server):
    page.goto(f"{server}/lab/tree/release/{LAB}/{LAB}.ipynb")
    page.get_by_role("menuitem", name="Arquivo", exact=True).wait_for()
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()
    page.get_by_role("menuitem", name="Executar", exact=True).click()
    page.get_by_text("Executar todas as células", exact=True).click()
    page.get_by_role("heading", name="Para entregar").wait_for()
    said = page.locator(".jp-OutputArea-output").filter(has_text=f"{QUESTION}: 0 de")
    scroll_to(page, said)
    said.first.wait_for()
    assert "L2_regularization_cost ainda vale None: falta completar" in said.first.text_content()


def scroll_to(page, shown):
    """From the top down until it is drawn: JupyterLab draws only the cells that are seen."""
    panel = page.locator(".jp-WindowedPanel-outer")
    panel.evaluate("panel => panel.scrollTop = 0")
    while not shown.count() and panel.evaluate(SCROLLED):
        pass


@pytest.mark.slow(reason=WHY)
def test_the_text_of_a_lab_opens_as_a_notebook(page, server):
    page.goto(f"{server}/lab/tree/source/{LAB}.py?reset")
    page.locator(".jp-Notebook .jp-Cell").first.wait_for()
    page.get_by_role("tab", name=f"{LAB}.py").wait_for()


def formgrader(page, server):
    """Formgrader's frame, opened by its menu."""
    page.goto(f"{server}/lab?reset")
    page.get_by_role("menuitem", name="Nbgrader", exact=True).click()
    page.get_by_role("menuitem", name="Formgrader", exact=True).click()
    frame = page.locator("iframe").last.element_handle().content_frame()
    frame.wait_for_url("**/formgrader**")
    return frame


def press(page, server, button):
    """A button of Ana's row among the lab's submissions, and what Formgrader answers."""
    frame = formgrader(page, server)
    row = frame.get_by_role("row").filter(has_text=LAB)
    row.get_by_role("link", name="1", exact=True).click()
    frame.locator(f".{button} a").first.click()
    frame.locator("#success-modal").wait_for()


@pytest.mark.slow(reason=WHY)
def test_the_buttons_of_formgrader_grade_and_give_back_as_ours(page, server, lab):
    press(page, server, "autograde")
    record = json.loads((lab.course.autograded / "ana" / LAB / "result.json").read_text())
    assert record["score"] == 10.0
    assert record["isolation"] in tiers.NAMES
    grade_by_hand(page, server)
    press(page, server, "generate-feedback")
    (html,) = (Path(p).read_text("utf-8") for p in lab.course.feedback.rglob(f"{LAB}.html"))
    body = re.sub(r"\s+", " ", html)
    assert COMMENT in body
    assert "ponto extra" in body.lower()
    assert "10,5" in body


def grade_by_hand(page, server):
    """Points, extra credit and a comment for the free text."""
    frame = formgrader(page, server)
    frame.get_by_role("link", name="Manual Grading").click()
    frame.locator("#main-table").get_by_role("link", name=LAB).click()
    frame.wait_for_url(re.compile(f"/gradebook/{LAB}/?$"))
    frame.locator("#main-table").get_by_role("link", name=LAB).click()
    frame.wait_for_url(re.compile(f"/gradebook/{LAB}/{LAB}/?$"))
    frame.locator("#main-table").get_by_role("link", name="Submission #1").click()
    cell = (
        frame.locator(".nbgrader_cell")
        .filter(has=frame.locator("textarea.comment"))
        .filter(has_text=WORDS)
    )
    for loaded in (".extra-credit[placeholder]", ".comment[placeholder]"):
        cell.locator(loaded).wait_for()
    fill(page, cell, ".score", "0")  # worth extra credit only
    fill(page, cell, ".extra-credit", "0.5")
    fill(page, cell, ".comment", COMMENT)


def fill(page, cell, field, value):
    """Type into a field and see it saved; before its mark, the page writes over the next field."""
    cell.locator(field).fill(value)
    with page.expect_response(lambda answer: answer.request.method == "PUT"):
        cell.locator(field).blur()
    mark = ".comment-saved" if field == ".comment" else ".score-saved"
    cell.locator(f"{mark}.glyphicon-ok").wait_for(state="attached")
