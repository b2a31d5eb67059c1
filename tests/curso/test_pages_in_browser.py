"""The pages in a real browser: for every eye, on a phone and a laptop, in the dark, on paper."""

from __future__ import annotations

import itertools
import re
import shutil
from contextlib import contextmanager

import nbformat
import pytest
from demo_class import COURSE

from gabarito.authoring import demo, made_up_class
from gabarito.cli import reporting
from gabarito.grading import grade_class
from gabarito.pages import browser, student

LAB = "cnn_passo_a_passo"
CLASS_SIZE = 60
RIGHT, FLIPPED = "alice_perfeita", "conv_forward_filtro_virado"
WITH_A_PAGE = {"aluno": "caio_doc_002", "ataque": "mallory", "convolucao": "convolucao"}
WIDTHS = (360, 390, 1280, 1600)
PAGES = ("aluno", "ataque", "turma", "labs")
BY_DAY = {(390, "light", True), (1280, "dark", True)}
"""Width, colors, and whether all is unfolded: all of them are seen, and what is folded least."""

LOOKS = [
    pytest.param(
        *(name, *look),
        marks=()
        if look in BY_DAY and (name, look[1]) != ("ataque", "dark")
        else pytest.mark.nightly,
    )
    for name in PAGES
    for look in itertools.product((390, 1280), ("light", "dark"), (True, False))
]
"""Of each page, which axe takes ten seconds to read; the attack's is a student's in other words."""
PAPER_WIDTH = 688
"""Pixels of A4 between its margins."""
WHY = "grades a class and opens its pages in a browser"
UNFOLD = "document.querySelectorAll('details').forEach(folded => folded.open = true)"
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

MARK = "document.title='invadida'"
PAYLOADS = f"""\
<script>{MARK}</script>
<img src=x onerror="{MARK}">
<svg onload="{MARK}"></svg>
<details open ontoggle="{MARK}">x</details>
<a href="javascript:{MARK}">aqui</a>
<iframe srcdoc="<script>parent.{MARK}</script>"></iframe>
<style>body {{ display: none }}</style>
<math><mtext><img src=x onerror="{MARK}"></mtext></math>
<form action="https://example.org"><button>Enviar</button></form>
<img src="https://example.org/1.png">
<meta http-equiv="refresh" content="0;url=https://example.org">
"""


@pytest.fixture(scope="module")
def places(tmp_path_factory):
    """The pages of a class: of a wrong answer, of a hostile one, of the whole class."""
    lab = demo.prepare(COURSE.lab(LAB), tmp_path_factory.mktemp("turma") / "curso")
    course = lab.course
    _hand_in_attack(course.submitted / RIGHT / LAB / f"{LAB}.ipynb", course.submitted / "mallory")
    known = made_up_class.material(lab)
    _hand_in(lab, "convolucao", known.submission(known.with_mistakes(FLIPPED)))
    grade_class.grade(lab, workers=2)
    pages = {name: student.feedback(lab, one) for name, one in WITH_A_PAGE.items()}
    _fill(lab)
    list(reporting.write_pages(course, [lab], course.default_db, similarity=True))
    return pages | {"turma": course.reports / f"{LAB}.html", "labs": course.reports / "index.html"}


def _fill(lab):
    """A class of sixty: those who were graded, again and again under other names."""
    graded = itertools.cycle(lab.course.of_students("autograded", lab).values())
    everybody = {*lab.course.submissions(lab), *lab.course.of_students("autograded", lab)}
    for number in range(CLASS_SIZE - len(everybody)):
        shutil.copytree(next(graded), lab.course.graded_folder(lab, f"aluno_{number:02}"))


def _hand_in(lab, who, notebook):
    path = lab.course.submitted / who / lab.name / f"{lab.name}.ipynb"
    path.parent.mkdir(parents=True)
    path.write_bytes(made_up_class.as_json(notebook))


def _hand_in_attack(right, folder):
    notebook = nbformat.read(right, as_version=4)
    code = f"from IPython.display import HTML, display\ndisplay(HTML({PAYLOADS!r}))"
    notebook.cells += [nbformat.v4.new_markdown_cell(PAYLOADS), nbformat.v4.new_code_cell(code)]
    (folder / LAB).mkdir(parents=True)
    nbformat.write(notebook, folder / LAB / f"{LAB}.ipynb")


@pytest.fixture(scope="module")
def chromium():
    sync_api = pytest.importorskip("playwright.sync_api")
    found = next(filter(None, map(shutil.which, browser.BROWSERS)), None)
    assert found, "apt install chromium"
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield started
        started.close()


@contextmanager
def opened(chromium, path, width=1280, scheme="light"):
    """A tab with the page, and a list of whatever it says, asks for or complains of."""
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    tab, noise = context.new_page(), []
    tab.on("console", lambda message: noise.append(message.text))
    tab.on("pageerror", lambda error: noise.append(str(error)))
    tab.on("dialog", lambda dialog: noise.append(dialog.message))
    tab.on("request", lambda asked: noise.append(asked.url) if _leaves(asked.url) else None)
    tab.goto(path.as_uri())
    yield tab, noise
    context.close()


def _leaves(url):
    return not url.startswith(("file:", "data:"))


def complaints(found):
    """What axe finds; MathML, which readers of screens read, is no text to it in a heading."""
    return [
        (one["id"], node["html"])
        for one in found.response["violations"]
        for node in one["nodes"]
        if (one["id"], "<math" in node["html"]) != ("empty-table-header", True)
    ]


@pytest.mark.slow(reason=WHY)
@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_cut_or_asked_of_the_network(chromium, places, name):
    with opened(chromium, places[name]) as (tab, noise):
        for unfold in ("", UNFOLD):
            tab.evaluate(unfold or "0")
            for width in WIDTHS:
                tab.set_viewport_size({"width": width, "height": 900})
                assert tab.evaluate(OVERFLOW) <= 0, (width, unfold)
        assert noise == []


@pytest.mark.slow(reason=WHY)
@pytest.mark.parametrize(("name", "width", "scheme", "unfold"), LOOKS)
def test_nothing_is_hard_to_read(chromium, places, name, width, scheme, unfold):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    with opened(chromium, places[name], width, scheme) as (tab, _):
        tab.evaluate(UNFOLD if unfold else "0")
        assert complaints(axe.run(tab)) == []


@pytest.mark.slow(reason=WHY)
def test_nothing_that_a_student_wrote_acts(chromium, places):
    with opened(chromium, places["ataque"]) as (tab, noise):
        tab.evaluate(UNFOLD)
        before = tab.title()
        for link in tab.get_by_text("aqui", exact=True).all():
            link.click()
        assert (tab.title(), noise) == (before, [])
        assert "invadida" not in before
        assert tab.locator("iframe, form, .notebook script, .notebook style").count() == 0


@pytest.mark.slow(reason=WHY)
@pytest.mark.parametrize(("name", "most"), [("aluno", 6), ("convolucao", 6), ("turma", 12)])
def test_on_paper_it_is_a_few_sheets_with_what_is_folded_folded(chromium, places, name, most):
    with opened(chromium, places[name]) as (tab, _):
        tab.emulate_media(media="print")
        tab.set_viewport_size({"width": PAPER_WIDTH, "height": 1000})
        assert tab.evaluate(OVERFLOW) <= 0, "cut at the edge of the paper"
        sheets = re.findall(rb"/Type\s*/Page\b", tab.pdf(prefer_css_page_size=True))
        assert 1 <= len(sheets) <= most


@pytest.mark.slow(reason=WHY)
def test_the_notebook_is_folded_until_somebody_opens_it(chromium, places):
    with opened(chromium, places["aluno"], width=390) as (tab, noise):
        cell = tab.locator(".notebook pre.code").first
        assert not cell.is_visible()
        tab.get_by_text("O notebook executado").click()
        assert cell.is_visible()
        tab.get_by_text("O notebook executado").click()
        assert not cell.is_visible()
        assert noise == []


@pytest.mark.slow(reason=WHY)
def test_the_students_of_a_class_are_sorted_and_searched(chromium, places):
    with opened(chromium, places["turma"]) as (tab, noise):
        assert tab.locator("#students tbody tr").count() == CLASS_SIZE
        names = tab.locator("#students tbody tr:visible td:first-child")
        tab.get_by_role("button", name="Nota").click()
        lowest, *_, highest = tab.locator("#students tbody td:nth-child(2)").all_inner_texts()
        tab.get_by_role("button", name="Nota").click()
        ordered = tab.locator("#students tbody td:nth-child(2)").all_inner_texts()
        assert (ordered[0], ordered[-1]) == (highest, lowest)
        assert tab.locator('th[aria-sort="descending"]').inner_text().startswith("Nota")
        tab.get_by_label("Procurar").fill("CAÍO")
        assert names.count() == 1
        assert "caio_doc_002" in names.inner_text()
        assert "1 de" in tab.get_by_role("status").inner_text()
        assert noise == []


def drawn_in(tab, question, kind):
    """The pictures of a question's reason: each seen whole, with words for who does not see it."""
    drawn = tab.locator(f"#q-{question} .reason .picture svg.{kind}")
    for number in range(drawn.count()):
        box = drawn.nth(number).bounding_box()
        assert box["width"] > 50
        assert box["height"] > 20
        assert drawn.nth(number).get_attribute("aria-label")
    assert tab.evaluate(OVERFLOW) <= 0
    return drawn


@pytest.mark.slow(reason=WHY)
def test_a_wrong_convolution_is_drawn_with_the_window_that_it_reads(chromium, places):
    with opened(chromium, places["convolucao"], width=360) as (tab, noise):
        assert drawn_in(tab, "conv_forward", "matrix").count() == 5
        assert tab.locator("#q-conv_forward .reason .read-part").count() == 1
        assert noise == []


WRONG = {
    "matriz": ("transposta_errada", "matrix", 3),
    "curva": ("custo_depois_do_passo", "curve", 1),
}
"""Whoever hands in a known mistake of the dense lab, and the pictures that show it."""


@pytest.mark.slow(reason=WHY)
def test_wrong_numbers_are_drawn_beside_what_was_expected(chromium, tmp_path):
    lab = demo.prepare(COURSE.lab("lab3_rede_densa"), tmp_path / "curso")
    known = made_up_class.material(lab)
    for one, (mistake, _, _) in WRONG.items():
        _hand_in(lab, one, known.submission(known.with_mistakes(mistake)))
    grade_class.grade(lab, students=list(WRONG), workers=1)
    for one, (mistake, kind, count) in WRONG.items():
        with opened(chromium, student.feedback(lab, one), width=360) as (tab, noise):
            question = known.mistakes[mistake].question
            assert drawn_in(tab, question, kind).count() == count, mistake
            assert noise == []
