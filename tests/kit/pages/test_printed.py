"""A notebook on paper: the name it gets, what is drawn, and that nothing in it is active."""

from __future__ import annotations

import base64
import re
import shutil
import subprocess
import sys

import nbformat
import pictures
import pytest

from gabarito.errors import OutputError, SubmissionError
from gabarito.pages import browser, formulas, printed

OUTPUT = nbformat.v4.new_output("stream", text="olá\n")


def written(folder, *cells, name="lab3.ipynb"):
    path = folder / name
    ran = nbformat.v4.new_code_cell("print('olá')", outputs=[OUTPUT])
    nbformat.write(nbformat.v4.new_notebook(cells=[ran, *cells]), path)
    return path


def page(*cells):
    return printed.page(nbformat.v4.new_notebook(cells=list(cells)), "título")


def markdown(source):
    return nbformat.v4.new_markdown_cell(source)


# --- formulas ------------------------------------------------------------------------------


def test_a_formula_is_drawn_and_no_dollar_is_left():
    html = formulas.to_html(r"Com $\hat{y} = Xw$:" + "\n\n" + r"$$E = \frac{1}{m}$$")
    assert re.findall(r'<math[^>]* display="(\w+)"', html) == ["inline", "block"]
    assert "<mfrac>" in html
    assert "$" not in html
    assert "formula" not in html


def test_an_underscore_in_words_is_one():
    assert ">linear_backward</mtext>" in formulas.mathml(r"\texttt{linear\_backward}", "inline")


WRAPPED = [
    "Ao mexer: $\\bigl(J(x) -\nJ(y)\\bigr)$, se vê.",
    "Assim, $$a_{1}\n= b$$ no meio.",
    "$$\na\n\n= b\n$$",
    r"\begin{align} a &= b \\ c &= d \end{align}",
    "* item $a\n  b$",
    "| t |\n|:--|\n| $a_i$ |",
]


@pytest.mark.parametrize("source", WRAPPED)
def test_a_formula_is_drawn_wherever_markdown_has_it(source):
    html = formulas.to_html(source)
    assert html.count("<math") == 1
    assert "$" not in html
    assert "begin" not in html


@pytest.mark.parametrize("latex", [r"\frac{", r"\begin{matrix}", "x" * 9000])
def test_what_is_no_formula_stays_as_it_was_written(latex):
    assert formulas.mathml(latex, "inline").startswith("<code>")


HOSTILE = [
    r"\text{<script>alert(1)</script>}",
    r"\href{javascript:alert(1)}{x}",
    r"</math><script>alert(1)</script>",
    r"\text{</mtext></math><img src=x onerror=alert(1)>}",
    r"\style{background:url(https://x.br)}{x}",
]


@pytest.mark.parametrize("latex", HOSTILE)
def test_nothing_in_a_formula_is_active(latex):
    for source in (f"${latex}$", f"$$\n{latex}\n$$"):
        html = formulas.to_html(source)
        assert not re.search(r"<(script|img|a|style|svg)\b|<[^>]+\b(on\w+|href|style)=", html)


def test_elements_that_are_no_mathml_go_from_a_drawn_formula():
    drawn = (
        '<math href="javascript:x"><mi onclick="x">a</mi><annotation-xml>b</annotation-xml></math>'
    )
    assert formulas.only_mathml(drawn) == "<math><mi>a</mi>b</math>"


# --- the page ------------------------------------------------------------------------------


def test_nothing_on_the_page_is_active():
    active = '<script>alert(1)</script><img src=x onerror="alert(1)"><iframe src="//x"></iframe>'
    outputs = [
        nbformat.v4.new_output("display_data", {"text/html": active}),
        nbformat.v4.new_output("display_data", {"image/png": '"><script>alert(1)</script>'}),
        nbformat.v4.new_output("display_data", {"image/svg+xml": "<svg onload=alert(1)/>"}),
        nbformat.v4.new_output("stream", text=active),
        nbformat.v4.new_output("error", ename="x", evalue=active, traceback=[active]),
    ]
    html = page(markdown(active), nbformat.v4.new_code_cell(active, outputs=outputs))
    assert not re.search(r"<(script|iframe|svg|object|form)\b|<[^>]+\son\w+\s*=", html)
    assert html.count("default-src 'none'") == 1
    assert html.count("</html>") == 1


def test_a_picture_is_shown_and_what_only_programs_read_is_not():
    data = base64.b64encode(pictures.picture()).decode()
    points = {"application/vnd.gabarito.checks+json": {}, "text/plain": "4.0"}
    outputs = [
        nbformat.v4.new_output("display_data", {"image/png": data, "text/plain": "<Figure>"}),
        nbformat.v4.new_output("execute_result", points, execution_count=1),
    ]
    html = page(nbformat.v4.new_code_cell("plot()", outputs=outputs))
    assert "data:image/png;base64," in html
    assert "Figure" not in html
    assert "4.0" not in html


def test_a_cell_that_is_the_lab_s_own_takes_one_line():
    html = page(nbformat.v4.new_code_cell("# @title Preparar\nimport os"))
    assert "Preparar" in html
    assert "import" not in html
    assert 'class="err"' not in html, "three dots alone are no Python, and get a red box"


@pytest.mark.parametrize("own", [{"made": True}, {"made": False}, "made", None])
def test_what_a_release_adds_for_colab_is_not_on_paper(own):
    badge = markdown("[![Abrir no Colab](https://a.b/c.svg)](https://a.b)")
    badge.metadata["gabarito"] = own
    assert ("Abrir no Colab" not in page(badge)) == (own == {"made": True})


# --- the file ------------------------------------------------------------------------------

ASKS = "Entregue `NomeSobrenome-Lab3.pdf`."


@pytest.mark.parametrize(
    ("student", "name"),
    [
        ("Íris da Conceição", "IrisDaConceicao-Lab3.pdf"),
        ("ana", "Ana-Lab3.pdf"),
        ("../ana/../", "Ana-Lab3.pdf"),
        (None, "entrega.pdf"),
    ],
)
def test_the_file_is_called_as_the_lab_asks(tmp_path, monkeypatch, student, name):
    path = written(tmp_path, markdown(ASKS), name="entrega.ipynb")
    monkeypatch.setattr(browser, "print_page", lambda html, target: target.write_text(html))
    monkeypatch.setattr(browser, "find", lambda: "chromium")
    assert printed.print_notebook(path, student) == tmp_path / name
    assert "olá" in (tmp_path / name).read_text()


def test_a_notebook_that_was_not_run_is_not_printed(tmp_path, monkeypatch):
    monkeypatch.setattr(browser, "find", lambda: "chromium")
    path = tmp_path / "lab.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x = 1")]), path)
    with pytest.raises(SubmissionError, match="execute tudo, salve"):
        printed.print_notebook(path)
    with pytest.raises(SubmissionError, match="não tem letra nenhuma"):
        printed.print_notebook(written(tmp_path), "…")


def test_without_a_browser_one_sentence_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(OutputError, match="Colab também"):
        printed.print_notebook(written(tmp_path))


def test_a_browser_that_fails_is_named_with_its_last_words(tmp_path, monkeypatch):
    fake = tmp_path / "chromium"
    fake.write_text("#!/bin/sh\necho quebrei >&2\nexit 3\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    with pytest.raises(OutputError, match=f"{fake} não fez o PDF: quebrei"):
        printed.print_notebook(written(tmp_path))
    assert not (tmp_path / "lab3.pdf").exists()


@pytest.mark.slow(reason="starts a browser")
def test_the_browser_at_hand_prints_formulas_and_pictures(tmp_path):
    assert any(map(shutil.which, browser.BROWSERS)), "apt install chromium"
    data = base64.b64encode(pictures.picture()).decode()
    figure = nbformat.v4.new_output("display_data", {"image/png": data})
    path = written(
        tmp_path,
        markdown(f"{ASKS}\n\n" + r"$$E = \sqrt{\alpha}$$"),
        nbformat.v4.new_code_cell("plot()", outputs=[figure]),
    )
    done = subprocess.run(
        [sys.executable, "-m", "gabarito", "pdf", path.name, "--nome", "Ana Souza"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (0, "AnaSouza-Lab3.pdf\n")
    content = (tmp_path / "AnaSouza-Lab3.pdf").read_bytes()
    assert content.startswith(b"%PDF")
    assert b"/Subtype /Image" in content
