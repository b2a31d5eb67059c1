"""The sliders of the labs in a real JupyterLab: one is moved, and another picture is shown."""

from __future__ import annotations

import shutil
from pathlib import Path

import formgrader
import nbformat
import pytest

from gabarito.pages import browser

UTILS = Path(__file__).parents[2] / "utils"
WAIT_MS = 120_000
MASKS = """
import numpy as np
from controles import deslize
import figuras_regularizacao as figuras
rng = np.random.default_rng(0)
quadros = {str(p): figuras.mascaras({str(p): rng.random((4, 6)) < p}) for p in (0.9, 0.2)}
deslize("máscara", quadros);
"""
WALK = """
import numpy as np
import passeio


def conv_forward(A_prev, W, b, hparameters):
    f, s, p = W.shape[0], hparameters["stride"], hparameters["pad"]
    A = np.pad(A_prev, ((0, 0), (p, p), (p, p), (0, 0)))
    n_H, n_W = ((n - f) // s + 1 for n in A.shape[1:3])
    Z = np.zeros((1, n_H, n_W, 1))
    for h, w in np.ndindex(n_H, n_W):
        Z[0, h, w, 0] = np.sum(A[0, h * s : h * s + f, w * s : w * s + f, 0] * W[:, :, 0, 0])
    return Z + b, None


passeio.convolucao(conv_forward, np.arange(16).reshape(4, 4), np.eye(2), stride=1)
"""
CASES = {"máscara": MASKS, "posição": WALK}
"""What stands before each slider → a cell that shows it."""


@pytest.fixture(scope="module")
def tab(tmp_path_factory):
    """A tab of the system's browser, and the address of a server in a folder with the helpers."""
    sync_api = pytest.importorskip("playwright.sync_api")
    pytest.importorskip("ipywidgets")
    found = next(filter(None, map(shutil.which, browser.BROWSERS)), None)
    assert found, "apt install chromium"
    folder, scratch = tmp_path_factory.mktemp("lab"), tmp_path_factory.mktemp("servidor")
    for helper in UTILS.glob("*.py"):
        shutil.copy(helper, folder)
    for name, source in CASES.items():
        cell = nbformat.v4.new_code_cell(source)
        nbformat.write(nbformat.v4.new_notebook(cells=[cell]), folder / f"{name}.ipynb")
    with (
        formgrader.running(folder, scratch) as server,
        sync_api.sync_playwright() as playwright,
    ):
        chromium = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        page = chromium.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(WAIT_MS)
        yield page, server.url
        chromium.close()


@pytest.mark.slow(reason="starts JupyterLab and a browser")
@pytest.mark.nightly
@pytest.mark.parametrize("slider", CASES)
def test_a_slider_that_is_moved_shows_another_picture(tab, slider):
    page, url = tab
    page.goto(f"{url}lab/tree/{slider}.ipynb?token={formgrader.TOKEN}&reset")
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()
    page.locator(".jp-Cell .cm-content").first.click()
    page.keyboard.press("Shift+Enter")
    box = page.locator(".widget-hslider", has_text=slider)
    shown = page.locator(".jp-OutputArea .jp-OutputArea img").first
    shown.wait_for()
    before = shown.get_attribute("src")
    box.locator("[role=slider]").press("ArrowRight")
    page.wait_for_function(
        "before => {const i = document.querySelector('.jp-OutputArea .jp-OutputArea img');"
        "return i && i.src !== before}",
        arg=before,
    )
