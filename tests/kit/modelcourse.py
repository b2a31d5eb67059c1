"""A course whose one lab asks for objects that stay with the student: networks of plain Python."""

from __future__ import annotations

from pathlib import Path

import nbformat
from minicourse import CONFIG

from gabarito.authoring import build, made_up_class, release
from gabarito.course.layout import CONFIG_FILE, Course, Lab

HELPER = '''
"""Redes de brinquedo, e o que as verificações perguntam delas."""

INSTRUMENTOS = ("pesos", "prediga", "rede_de_exemplo")
PERGUNTAS = ("pesos",)
PALAVRAS = {"pesos": "os pesos", "prediga": "a saída da rede"}


class Rede:
    def __init__(self, w):
        self.w = w

    def conta(self, x):
        return [self.w * v for v in x]


def pesos(rede):
    return [rede.w]


def prediga(rede, x):
    return rede.conta(x)


def rede_de_exemplo(w):
    return Rede(w)
'''

TEXT = '''\
# ---
# jupyter:
#   gabarito:
#     helpers: [redes.py]
#     lab: redes_pequenas
#     title: Redes pequenas
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Redes pequenas

# %%
from redes import Rede, pesos, prediga, rede_de_exemplo


# %% solution="crie"
def crie(w):
    """Retorna uma Rede de peso w."""
    rede = None  # ToDo
    ### BEGIN SOLUTION
    rede = Rede(w)
    ### END SOLUTION
    return rede


# %% checks="crie"

# %% solution="treine"
def treine(rede, passos):
    """Soma 1 ao peso da rede a cada passo; retorna a lista dos pesos."""
    vistos = None  # ToDo
    ### BEGIN SOLUTION
    vistos = []
    for _ in range(passos):
        rede.w += 1
        vistos.append(rede.w)
    ### END SOLUTION
    return vistos


# %% checks="treine"
'''

CHECKS = {
    "crie": '''
"""Verificações de crie."""
from gabarito.checks import assert_close, check


@check(points=0.5, visible=True)
def test_exemplo(crie, pesos):
    """O peso é o do enunciado."""
    assert_close(pesos(crie(3)), [3], name="peso")


@check(points=0.5)
def test_conta(crie, pesos, prediga):
    """A rede faz a conta do peso que tem."""
    rede = crie(7193.25)
    assert_close(pesos(rede), [7193.25], name="peso")
    assert_close(prediga(rede, [2.0, -1.5]), [14386.5, -10789.875], name="saída")
''',
    "treine": '''
"""Verificações de treine."""
from gabarito.checks import assert_close, check


@check(points=0.5, visible=True)
def test_exemplo(treine, rede_de_exemplo):
    """Dois passos a partir de 1."""
    assert_close(treine(rede_de_exemplo(1), 2), [2, 3], name="pesos")


@check(points=0.5)
def test_a_propria_rede(treine, pesos, rede_de_exemplo):
    """É a rede recebida que muda."""
    rede = rede_de_exemplo(20)
    treine(rede, 4)
    assert_close(pesos(rede), [24], name="peso")
''',
}

MISTAKES = """
from gabarito.checks import mistake


@mistake("treine", diagnosis="Treinou outra rede: a recebida ficou como era.")
def treina_outra(rede, passos):
    return [rede.w + k + 1 for k in range(passos)]


@mistake("crie", diagnosis="O peso foi ignorado.")
def peso_ignorado(w):
    return Rede(3)
"""

RIGHT = {"crie": 1.0, "treine": 1.0}


def write_model_course(root: Path, helper: str = HELPER) -> Lab:
    """That course, built and released."""
    for folder in ("source", "utils", "tests/redes_pequenas"):
        (root / folder).mkdir(parents=True)
    (root / CONFIG_FILE).write_text(CONFIG)
    (root / "source" / "redes_pequenas.py").write_text(TEXT)
    (root / "utils" / "redes.py").write_text(helper)
    tests = root / "tests" / "redes_pequenas"
    for name, checks in CHECKS.items():
        (tests / f"test_{name}.py").write_text(checks)
    (tests / "mistakes.py").write_text(MISTAKES)
    lab = Course.at(root).lab("redes_pequenas")
    build.build(lab)
    release.release(lab)
    return lab


def submission(lab: Lab, before: str = "", **answers: str) -> bytes:
    """The reference's answers, or these in their place, with a cell before the first."""
    notebook = nbformat.read(lab.released / f"{lab.name}.ipynb", as_version=4)
    right = {cell.id: cell.source for cell in lab.built().cells}
    for cell in notebook.cells:
        if cell.id in RIGHT:
            cell.source = answers.get(cell.id, right[cell.id])
    first = next(i for i, cell in enumerate(notebook.cells) if cell.id == "crie")
    notebook.cells.insert(first, nbformat.v4.new_code_cell(before))
    return made_up_class.as_json(notebook)
