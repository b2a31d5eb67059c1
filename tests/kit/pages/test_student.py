"""The page a student reads: explains, keeps secrets, shows nothing that acts."""

from __future__ import annotations

import json
import re
import shutil
from html.parser import HTMLParser

import nbformat
import pytest
from nbgrader.api import Gradebook
from page_words import words
from pictures import picture, text

from gabarito.authoring import made_up_class
from gabarito.course.layout import Course
from gabarito.grading import grade_class
from gabarito.nbgrader_api import converters
from gabarito.pages import exporter, sanitize, student

EVIL = '<script>alert("xss")</script>'

PICTURE = text(picture())
HOSTILE = f"""
from IPython.display import HTML, SVG, Javascript, Latex, Markdown, display

def dobro(x):
    raise ValueError("{EVIL.replace('"', "'")}")

display(HTML("<b onclick='roubar()'>oi</b><iframe src='http://x'></iframe>" '''{EVIL}'''))
display(SVG("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(3)</script></svg>"))
display(Javascript("alert(4)"))
display(Latex('''{EVIL}'''))
display(Markdown('''{EVIL}<img src=x onerror=alert(5)>'''))
display({{"image/png": 'AAAA" onerror="alert(6)'}}, raw=True)
wide = {{"image/png": {{"width": '1" onerror="a'}}}}
display({{"image/png": "{PICTURE}"}}, raw=True, metadata=wide)
print('''{EVIL}''')
"""


@pytest.fixture(scope="module")
def graded(mini_template, tmp_path_factory):
    """One hostile student, graded, with a comment and a score given by hand."""
    root = tmp_path_factory.mktemp("devolutiva") / "curso"
    shutil.copytree(mini_template, root)
    lab = Course.at(root).lab("mini")
    notebook = nbformat.read(lab.released / "mini.ipynb", as_version=4)
    cells = {cell.id: cell for cell in notebook.cells}
    cells["dobro"].source = HOSTILE
    cells["q_aberta"].source = f"Minha resposta {EVIL} <a href='javascript:alert(7)'>aqui</a>"
    notebook.cells.append(nbformat.v4.new_code_cell("import os\nos._exit(1)"))
    path = lab.course.submitted / "zoe" / "mini" / "mini.ipynb"
    path.parent.mkdir(parents=True)
    path.write_bytes(made_up_class.as_json(notebook))
    grade_class.grade(lab, workers=1)
    with converters.quiet(), Gradebook(lab.course.default_db) as gradebook:
        gradebook.find_comment(
            "q_aberta", "mini", "mini", "zoe"
        ).manual_comment = f"Muito bem! {EVIL}"
        gradebook.find_grade("q_aberta", "mini", "mini", "zoe").extra_credit = 0.5
        gradebook.find_grade("q_aberta", "mini", "mini", "zoe").manual_score = 0
        gradebook.db.commit()
    return lab


@pytest.fixture(scope="module")
def page(graded):
    path = student.feedback(graded, "zoe")
    assert path == graded.course.feedback / "zoe" / "mini.html"
    return path.read_text(encoding="utf-8")


def test_the_page_says_what_happened_in_portuguese(page):
    for sentence in (
        "Lab mínimo",
        "dobro: errada, 0 de 1",
        "Retorna 2x.",
        "triplo: não respondida, 0 de 1",
        "O exemplo do enunciado confere.",
        "verificação oculta",
        "Dica: Reveja a conta.",
        "não foi executada na correção",
        "Aviso: A célula ",
        " encerrou o Python que a executava e foi deixada de lado.",
    ):
        assert sentence in words(page)


def test_the_reason_comes_before_the_cell_and_the_list_of_checks(page):
    said = words(page)
    question = said[said.index("dobro: errada") :]
    order = (
        "Não conferiu:",
        "Dica:",
        "A sua célula",
        "O que não conferiu:",
        "O notebook executado",
    )
    assert sorted(order, key=question.index) == list(order)


def test_the_line_that_failed_is_marked_in_the_student_s_own_cell(page):
    (line,) = re.findall(r'<span class="line marked-line">(.*)</span>', page)
    assert "raise" in line
    number = (
        HOSTILE.split("\n").index(next(one for one in HOSTILE.split("\n") if "raise" in one)) + 1
    )
    assert f"veja a linha {number}" in words(page)


def test_a_score_and_a_comment_given_by_hand_are_shown(page):
    assert "Comentário da correção: Muito bem!" in page
    assert "<strong>0,5</strong> de 2 pontos" in page


def test_no_hidden_check_is_on_the_page(page):
    for secret in ("_SEGREDO", "7.5", "-3.25", "HIDDEN TESTS", "np.multiply", "parcelas iguais"):
        assert secret not in page


def test_hidden_checks_stay_out_of_what_a_template_could_show(graded, tmp_path, monkeypatch):
    monkeypatch.setattr(Course, "feedback", tmp_path)
    notebook = graded.course.graded_folder(graded, "zoe") / "mini.ipynb"
    autograded = notebook.read_text(encoding="utf-8")
    notebook.write_text(json.dumps(with_hidden_checks(graded, json.loads(autograded))))
    given = []
    monkeypatch.setattr(exporter.student_view, "_cells", lambda nb, _: given.extend(nb.cells) or [])
    try:
        page = student.feedback(graded, "zoe").read_text(encoding="utf-8")
    finally:
        notebook.write_text(autograded, encoding="utf-8")
    sources = "\n".join(cell.source for cell in given)
    assert "test_exemplo" in sources
    assert "test_outros_numeros" not in sources + page


def with_hidden_checks(lab, notebook):
    """An autograded notebook as nbgrader itself would leave it."""
    whole = {cell.id: cell.source for cell in lab.built().cells}
    for cell in notebook["cells"]:
        if cell["id"].startswith("test_"):
            cell["source"] = whole[cell["id"]]
    assert "test_outros_numeros" in json.dumps(notebook)
    return notebook


class Body(HTMLParser):
    """Tags and attributes of a page's body; what is text, however it looks, is not here."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.attributes = set(), []
        self.feed(page[page.index("<body") :])

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]


def test_nothing_a_student_writes_is_active(page):
    body = Body(page)
    assert {"script", "iframe", "svg", "object", "embed", "form", "style"}.isdisjoint(body.tags)
    assert not [name for name, _ in body.attributes if name.startswith("on")]
    assert not [value for _, value in body.attributes if "javascript:" in value]
    sources = [value for name, value in body.attributes if name == "src"]
    assert all(source.startswith("data:image/png;base64,") for source in sources)


def test_the_page_is_marked_as_portuguese(page):
    assert '<html lang="pt-BR">' in page


@pytest.mark.parametrize(
    ("html", "clean"),
    [
        ('<h2 id="a">T</h2><p>x <b>y</b></p>', '<h2 id="a">T</h2><p>x <b>y</b></p>'),
        ("<table><tr><td>1</td></tr></table>", "<table><tbody><tr><td>1</td></tr></tbody></table>"),
        ("<p style='position:fixed' onload=x>a</p>", "<p>a</p>"),
        (EVIL, ""),
        ("<img src='http://x/1.png' alt='a'>", '<img alt="a">'),
        ("<a href='javascript:x'>a</a>", '<a rel="noopener noreferrer">a</a>'),
    ],
)
def test_clean_html_keeps_text_and_drops_what_acts(html, clean):
    assert sanitize.clean_html(html) == clean
