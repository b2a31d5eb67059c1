"""The labs' sliders in a real JupyterLab: one is moved, and another picture is shown."""

from __future__ import annotations

import shutil
from pathlib import Path

import formgrader
import nbformat
import pytest

from gabarito.authoring import colab
from gabarito.course.layout import Course
from gabarito.notebook import lab_text
from gabarito.pages import browser

COURSE = Course.at(Path(__file__).parents[2])
WAIT_MS = 180_000
SLIDERS = {
    "cnn_passo_a_passo": ("passeio.convolucao(", ("posição", "stride", "pad")),
    "regularizacao": ('deslize("máscara"', ("máscara",)),
}
"""A lab → how to know the cell that shows sliders, and what stands before each of them."""

PICTURE = ".widget-output img"
ANOTHER = f"before => document.querySelector('{PICTURE}')?.src !== before"


def up_to_sliders(lab, marked):
    """The lab's notebook, in two cells: what it defines before its sliders, and these."""
    notebook = lab.built()
    codes = [cell for cell in notebook.cells if cell.cell_type == "code"]
    place = next(number for number, cell in enumerate(codes) if marked in cell.source)
    before = [cell.source for cell in codes[:place] if is_given(cell)]
    sources = "\n".join(before), codes[place].source
    notebook.cells = [nbformat.v4.new_code_cell(source) for source in sources]
    return notebook


def is_given(cell):
    """Neither a check, nor a demonstration, nor what brings the files in Colab."""
    kind = (lab_text.marker(cell) or [""])[0]
    return kind not in ("checks", "demo") and not colab.is_made(cell)


@pytest.fixture(scope="module")
def tab(tmp_path_factory):
    """A tab of the system's browser, and the address of a server with the labs' folders."""
    sync_api = pytest.importorskip("playwright.sync_api")
    pytest.importorskip("ipywidgets")
    found = next(filter(None, map(shutil.which, browser.BROWSERS)), None)
    assert found, "apt install chromium"
    root, scratch = tmp_path_factory.mktemp("labs"), tmp_path_factory.mktemp("servidor")
    for name, (marked, _) in SLIDERS.items():
        lab = COURSE.lab(name)
        shutil.copytree(lab.folder, root / name)
        nbformat.write(up_to_sliders(lab, marked), root / name / lab.notebook.name)
    with (
        formgrader.running(root, scratch) as server,
        sync_api.sync_playwright() as playwright,
    ):
        chromium = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        page = chromium.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(WAIT_MS)
        yield page, server.url
        chromium.close()


@pytest.mark.slow(reason="starts JupyterLab and a browser")
@pytest.mark.parametrize("name", SLIDERS)
def test_a_slider_that_is_moved_shows_another_picture(tab, name):
    page, url = tab
    page.goto(f"{url}lab/tree/{name}/{name}.ipynb?token={formgrader.TOKEN}&reset")
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()
    page.locator(".jp-Cell .cm-content").first.click()
    page.keyboard.press("Shift+Enter")
    page.keyboard.press("Shift+Enter")
    picture = page.locator(PICTURE)
    picture.wait_for()
    for label in SLIDERS[name][1]:
        before, slider = (
            picture.get_attribute("src"),
            page.locator(".widget-hslider").filter(has_text=label),
        )
        told = slider.locator(".widget-readout").text_content()
        slider.locator("[role=slider]").press("ArrowRight")
        page.wait_for_function(ANOTHER, arg=before)
        assert slider.locator(".widget-readout").text_content() != told
