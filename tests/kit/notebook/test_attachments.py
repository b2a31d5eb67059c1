"""Images of text cells: what the students pasted is there, under a name that every tool finds."""

from __future__ import annotations

import os
import unicodedata

import nbformat
import pictures
import pytest
from bs4 import BeautifulSoup
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat.v4 import new_code_cell, new_markdown_cell
from pictures import FORMATS, SVG, picture, text

from gabarito.notebook import attachments, images

PNG = {"image/png": text(picture())}
CLEAN = images.clean(picture()).content


def rendered(cell):
    """Sources of the images that nbconvert makes of a cell; Formgrader draws with nothing else."""
    renderer = IPythonRenderer(escape=False, attachments=cell.get("attachments", {}))
    page = BeautifulSoup(MarkdownWithMath(renderer=renderer).render(cell.source), "html.parser")
    return [image.get("src", "") for image in page.find_all("img")]


def embedded(source, folder=None, **attached):
    cell = new_markdown_cell(source, attachments=attached.get("attachments", {}))
    notes = attachments.embed([cell], folder)
    nbformat.validate(nbformat.v4.new_notebook(cells=[cell]))
    again = nbformat.from_dict(cell)
    assert attachments.embed([again], folder) == []
    assert (again.source, again.get("attachments")) == (cell.source, cell.get("attachments"))
    return cell, notes


def shows(cell, content=CLEAN, kind="png"):
    return rendered(cell) == [f"data:image/{kind};base64,{text(content)}"]


@pytest.mark.parametrize(
    ("name", "reference"),
    [
        ("image.png", "attachment:image.png"),
        ("minha figura.png", "attachment:minha%20figura.png"),
        ("minha figura.png", "<attachment:minha figura.png>"),
        ("minha figura.png", "attachment:minha figura.png"),
        ("gráfico.png", "attachment:gráfico.png"),
        ("gráfico.png", "attachment:gr%C3%A1fico.png"),
        (unicodedata.normalize("NFD", "gráfico.png"), "attachment:gráfico.png"),
        ("image (1).png", "attachment:image%20%281%29.png"),
        ("image(1).png", "attachment:image(1).png"),
        ("a&b.png", "attachment:a&amp;b.png"),
        ("../../etc/x.png", "attachment:../../etc/x.png"),
        ("<script>.png", "attachment:%3Cscript%3E.png"),
    ],
)
def test_a_pasted_image_is_found_whatever_its_name(name, reference):
    cell, notes = embedded(f"Veja: ![quadro]({reference})\n\nfim", attachments={name: PNG})
    assert shows(cell)
    assert notes == []
    assert all(
        set(kept) < set("abcdefghijklmnopqrstuvwxyz0123456789.-_") for kept in cell.attachments
    )
    assert cell.source.startswith("Veja: ![quadro](attachment:")
    assert cell.source.endswith("\n\nfim")


def test_what_is_well_stays_as_it_was_written():
    source = "![um quadro](attachment:image.png) e $x_1$ e `codigo`"
    assert embedded(source, attachments={"image.png": PNG})[0].source == source


@pytest.mark.parametrize("kind", FORMATS)
def test_an_image_is_what_its_bytes_say(kind):
    content = picture(kind)
    cell, _ = embedded("![](attachment:x)", attachments={"x": {"image/svg+xml": text(content)}})
    assert shows(cell, images.clean(content).content, kind)


@pytest.mark.parametrize(
    "source",
    [
        "![q](data:image/png;base64,{})",
        "![q](data:text/html;charset=utf-8;base64,{})",
        '<img alt="q" src="data:image/png;base64,{}" onerror="alert(1)" width="30">',
        "<center>\n<img src='data:image/png;base64,{}'>\n</center>",
        "![q][fig]\n\n[fig]: data:image/png;base64,{}",
        "![fig]\n\n![q][]\n\n[q]: data:image/png;base64,{}",
        "![q]\n\n[q]:\n   data:image/png;base64,{}",
    ],
)
def test_an_image_that_is_written_out_is_shown(source):
    cell, notes = embedded(source.format(text(picture())))
    assert shows(cell)
    assert notes == []
    assert "onerror" not in cell.source


@pytest.mark.parametrize(
    "source",
    ["![q](figuras/x%20y.png)", "![q](./figuras/x%20y.png)", '<img src="figuras/x y.png">'],
)
def test_an_image_beside_the_notebook_comes_along(tmp_path, source):
    (tmp_path / "figuras").mkdir()
    (tmp_path / "figuras" / "x y.png").write_bytes(picture())
    cell, notes = embedded_first(source, tmp_path)
    assert shows(cell)
    assert notes == ["imagem x y.png, que veio ao lado do notebook, posta na célula 1"]


def embedded_first(source, folder):
    cell = new_markdown_cell(source)
    return cell, attachments.embed([cell], folder)


def test_nothing_is_read_from_elsewhere(tmp_path):
    secret, folder = tmp_path / "secreto.png", tmp_path / "entrega"
    (folder / "sub").mkdir(parents=True)
    secret.write_bytes(picture())
    (folder / "elo.png").symlink_to(secret)
    (folder / "pasta").symlink_to(tmp_path)
    os.mkfifo(folder / "cano.png")
    (folder / "enorme.png").write_bytes(picture() + bytes(images.MAX_BYTES))
    for path in ("../secreto.png", str(secret), "sub/../../secreto.png", "elo.png", "cano.png",
                 "pasta/secreto.png", "%2e%2e/secreto.png", f"file://{secret}", "sub", ".",
                 "enorme.png", "x" * 5000, "a%00b.png", "..\\secreto.png"):  # fmt: skip
        for source in (f"![q]({path})", f'<img src="{path}">', f"![q][f]\n\n[f]: {path}"):
            cell, _ = embedded_first(source, folder)
            assert not cell.get("attachments"), path
            assert "base64" not in cell.source


def test_images_of_the_web_and_of_the_lab_stay_as_they_are(tmp_path):
    source = "![a](https://exemplo.org/a.png) ![b](imagens/do_lab.png) <img src='//x.org/c.png'>"
    assert embedded(source, tmp_path)[0].source == source


HOSTILE = {
    "bomb": {"image/png": text(pictures.huge("png"))},
    "svg": {"image/svg+xml": text(SVG), "image/png": "!"},
    "html": {"text/html": text(b"<script>alert(1)</script>")},
    "javascript": {"application/javascript": "alert(1)"},
    "no base64": {"image/png": "<script>"},
    "other types": {"image/png": {"a": [1]}},
    "a list": ["image/png"],
    "nothing": {},
    "number": 3,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_picture_becomes_a_word(name):
    cell, notes = embedded_hostile({name: HOSTILE[name]}, f"![q](<attachment:{name}>) resto")
    assert rendered(cell) == []
    assert not cell.get("attachments")
    assert cell.source == f"*(imagem não mostrada: {name})* resto"
    assert len(notes) == 1
    assert f"imagem {name} da célula 1 deixada de lado: " in notes[0]


def embedded_hostile(claimed, source):
    cell = new_markdown_cell(source)
    cell["attachments"] = claimed
    return cell, attachments.embed([cell], None)


@pytest.mark.parametrize(
    "source",
    [
        "![q](attachment:sumiu.png)",
        "![q](<attachment:sumiu.png> 'título')",
        "![q](&#97;ttachment:sumiu.png)",
        r"![q](attachment\:sumiu.png)",
        r"![q\](attachment:a) ![](attachment\:sumiu.png)",
        "![q][f]\n\n[f]: attachment:sumiu.png",
        "![q][f]\n\n[f]:\n  &#97;ttachment:sumiu.png",
        "![f]\n\n[f]: attachment:sumiu.png",
        r"\![q](attachment:![q](attachment:x.png)",
        r"\\![q][f] \![q][f]" "\n\n[f]:\n\n  attachment:sumiu.png",
        '<img alt="<" src="data:image/png;base64,AAAA">',
        "![a ![b](attachment:x.png)](attachment:sumiu.png)",
        "![b](attachment:![b](attachment:x.png))",
        "![q](attachment:![q](attachment:x.png)\n![q](attachment:\n)",
        "[![q](attachment:sumiu.png)](http://x.org)",
        "| a |\n|--|\n| ![q](attachment:sumiu.png) |",
        "> - ![q](\nattachment:sumiu.png\n)",
        "![" + "a" * 500 + "](attachment:sumiu.png)",
    ],
)
def test_no_reference_to_what_is_not_there_stops_nbconvert(source):
    cell, _ = embedded(source, attachments={"x.png": PNG})
    assert all(src.startswith(f"data:image/png;base64,{text(CLEAN)}") for src in rendered(cell))


def test_the_notebook_that_was_seen_shows_the_others_and_says_why():
    cell, notes = embedded("Minha nota: ![quadro](attachment:quadro.png)")
    assert cell.source == "Minha nota: *(imagem não mostrada: quadro.png)*"
    assert notes == ["imagem quadro.png da célula 1 deixada de lado: não veio na entrega"]


def test_a_notebook_has_so_many_images_and_so_many_pixels():
    many = new_markdown_cell("![q](attachment:x.png)" * 5000, attachments={"x.png": PNG})
    notes = attachments.embed([many], None)
    assert len(rendered(many)) == attachments.MAX_IMAGES
    assert len(notes) < 30
    assert len(many.source) < 200_000
    large = {"x.png": {"image/png": text(pictures.huge("png", 7_000))}}
    cells = [new_markdown_cell("![q](attachment:x.png)", attachments=large) for _ in range(9)]
    attachments.embed(cells, None)
    assert sum(len(rendered(cell)) for cell in cells) == 5


def test_a_text_of_any_length_is_cut():
    cell, notes = embedded("\\begin{a}" * 1_000_000)
    assert len(cell.source) == attachments.MAX_CELL
    assert notes == ["célula 1 cortada: texto demais para um notebook"]


@pytest.mark.parametrize(
    "unit",
    ["![", "![](", "![](a", "![](()", "![a](<", "<img ", "<img src='", "[a]: b\n", "[a]:\n", "![a]",
     "![a][", "![a](attachment:", "![a](attachment:x ", "![a](b 'c"],
)  # fmt: skip
def test_no_text_takes_longer_than_its_length(unit):
    """A million characters; with a quadratic step anywhere, an hour."""
    embedded_first(unit * (1_000_000 // len(unit)), None)


def test_code_cells_have_no_attachments_and_locked_ones_are_the_instructors():
    code = new_code_cell("1")
    code["attachments"] = {"x.png": PNG}
    svg = {"d.svg": {"image/svg+xml": text(SVG)}}
    locked = new_markdown_cell("![d](attachment:d.svg)", attachments=svg)
    locked.metadata["nbgrader"] = {"locked": True}
    attachments.embed([code, locked], None)
    assert "attachments" not in code
    assert locked.attachments == svg
    assert locked.source == "![d](attachment:d.svg)"


def test_a_locked_cell_gets_names_that_are_found():
    locked = new_markdown_cell(
        "![d](attachment:minha%20figura.png)", attachments={"minha figura.png": PNG}
    )
    locked.metadata["nbgrader"] = {"locked": True}
    attachments.embed([locked], None)
    assert shows(locked)
