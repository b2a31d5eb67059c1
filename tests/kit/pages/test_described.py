"""The alternative texts of figures in what is exported."""

from __future__ import annotations

import base64
import os

import nbformat
import pictures
import pytest
from bs4 import BeautifulSoup
from nbconvert.exporters import HTMLExporter
from nbconvert.nbconvertapp import NbConvertApp

from gabarito.channels import jupyterlab
from gabarito.pages import printed
from gabarito.pages.described import DescribedImages

PNG = base64.b64encode(pictures.picture()).decode()
SENTENCE = 'O custo, "J", desce <b>devagar</b> & para.'


def figure(metadata, data=PNG):
    output = nbformat.v4.new_output("display_data", {"image/png": data}, metadata=metadata)
    cell = nbformat.v4.new_code_cell("desenhe()", outputs=[output], execution_count=1)
    return nbformat.v4.new_notebook(cells=[cell])


def described(**more):
    return figure({"image/png": {"alt": SENTENCE, **more}})


def images(html):
    return BeautifulSoup(html, "html.parser").find_all("img")


def exported(notebook):
    exporter = HTMLExporter(preprocessors=[DescribedImages])
    return images(exporter.from_notebook_node(notebook)[0])


def test_nbconvert_s_html_says_what_the_figure_shows():
    (image,) = exported(described())
    assert image["alt"] == SENTENCE
    assert image["src"].endswith(PNG)


def test_the_size_stays_and_nothing_else_gets_in():
    (image,) = exported(described(width=40, height='1" onload="alert(1)'))
    assert image["width"] == "40"
    assert set(image.attrs) == {"src", "alt", "width"}


@pytest.mark.parametrize("held", [{}, {"alt": ""}, {"alt": 3}, {"alt": None}, [], "alt"])
def test_a_figure_without_a_text_stays_an_image(held):
    (image,) = exported(figure({"image/png": held} if isinstance(held, dict) else {}))
    assert image["alt"] == "No description has been provided for this image"
    (image,) = images(printed.page(figure({"image/png": held}), "título"))
    assert image["alt"] == ""


def test_data_that_is_no_image_breaks_out_of_nothing():
    (image,) = exported(figure({"image/png": {"alt": "a"}}, data='"><script>alert(1)</script>'))
    assert set(image.attrs) == {"src", "alt"}


def test_the_page_on_paper_says_it_too():
    (image,) = images(printed.page(described(), "título"))
    assert image["alt"] == SENTENCE


def test_a_text_without_end_is_cut():
    (image,) = images(printed.page(figure({"image/png": {"alt": "a " * 5000}}), "título"))
    assert len(image["alt"]) == 500


def test_what_jupyterlab_exports_goes_through_it(monkeypatch):
    """The server reads the same files as any command of Jupyter's."""
    path = jupyterlab.environment()["JUPYTER_CONFIG_PATH"]
    monkeypatch.setitem(os.environ, "JUPYTER_CONFIG_PATH", path)
    app = NbConvertApp()
    app.load_config_file()
    exporter = HTMLExporter(config=app.config)
    (image,) = images(exporter.from_notebook_node(described())[0])
    assert image["alt"] == SENTENCE
