"""A word and two numbers planted in every hidden check are on no page, whatever a student tries."""

from __future__ import annotations

import nbformat
import pytest
from minicourse import enroll_class

from gabarito.authoring import build, made_up_class, release
from gabarito.cli import reporting
from gabarito.grading import grade_class
from gabarito.pages import student

WORD, GIVEN = "canarinho", 8128.375
PLANTED = f'''
_ISCA = "{WORD}"  # {WORD}


@check(points=0.5, hint="Pense nos maiores.")
def test_numero_grande({{name}}):
    """Um número grande também confere."""
    # {WORD}
    isca = [{GIVEN}, 1.0]
    assert_close({{name}}(np.array(isca)), {{factor}} * np.array(isca), name="{WORD}")
    assert_close({{name}}(np.array(isca)).sum(), {{factor}} * sum(isca), name=_ISCA)
'''
TWICE = "def dobro(x):\n    return 2 * x"
ATTEMPTS = {
    "quem_erra": "def dobro(x):\n    return x + 1",
    "quem_lanca": f"{TWICE}\ndef dobro(x):\n    raise ValueError(f'recebi {{x.tolist()}}')",
    "quem_mostra": "def dobro(x):\n    print(x.tolist())\n    return 3 * x",
    "quem_devolve": "def dobro(x):\n    return [str(x.tolist())]",
    "quem_guarda": "vistos = []\ndef dobro(x):\n    vistos.append(x.tolist())\n    return x",
    "quem_olha": (
        "import inspect\ndef dobro(x):\n"
        "    raise KeyError(str([f.frame.f_locals for f in inspect.stack()]))"
    ),
}


@pytest.mark.slow(reason="grades a class and makes its pages")
def test_what_is_planted_in_every_hidden_check_is_on_no_page(mini):
    for name, factor in (("dobro", 2), ("triplo", 3)):
        with (mini.checks / f"test_{name}.py").open("a", encoding="utf-8") as checks:
            checks.write(PLANTED.format(name=name, factor=factor))
    build.build(mini)
    release.release(mini)
    enroll_class(mini)
    for who, answer in ATTEMPTS.items():
        _hand_in(mini, who, answer)
    grade_class.grade(mini, workers=1)
    made = student.feedback_of_all(mini)
    list(reporting.write_pages(mini.course, [mini], mini.course.default_db, similarity=True))
    assert set(ATTEMPTS) <= set(made.written)
    pages = [*made.written.values(), *mini.course.reports.iterdir()]
    assert all("Um número grande também confere." in page.read_text("utf-8") for page in pages[:3])
    secrets = [WORD, *(str(factor * GIVEN).replace(".", "")[:5] for factor in (1, 2, 3))]
    found = [(page.name, secret) for page in pages for secret in secrets if _says(page, secret)]
    assert found == []


def _says(page, secret):
    return secret in page.read_text("utf-8").replace(".", "").replace(",", "")


def _hand_in(lab, who, answer):
    notebook = nbformat.read(lab.released / "mini.ipynb", as_version=4)
    next(cell for cell in notebook.cells if cell.id == "dobro").source = answer
    look = "print(globals().get('vistos'))\n%history"
    notebook.cells.append(nbformat.v4.new_code_cell(look))
    path = lab.course.submitted / who / "mini" / "mini.ipynb"
    path.parent.mkdir(parents=True)
    path.write_bytes(made_up_class.as_json(notebook))
