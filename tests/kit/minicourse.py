"""A course small enough to read at a glance, for tests of the kit itself."""

from __future__ import annotations

from pathlib import Path

from gabarito.authoring import made_up_class
from gabarito.course.layout import CONFIG_FILE, Course, Lab

CONFIG = """\
import contextlib
import os
import sys

c = get_config()
with contextlib.suppress(OSError):
    sys.path[:] = [folder for folder in sys.path if folder not in ("", os.getcwd())]
c.CourseDirectory.course_id = "curso_minimo"
c.Gabarito.repository = "SEU_USUARIO/curso"
c.Execute.timeout = 20
c.ClearSolutions.code_stub = {"python": "# Seu código entra no lugar dos None acima."}
c.Autograde.autograde_preprocessors = [
    "gabarito.channels.nbgrader.Examine",
    "gabarito.channels.nbgrader.SaveGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.GenerateFeedback.exporter_class = "gabarito.channels.nbgrader.FeedbackPage"
c.CourseDirectory.ignore = [
    ".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback", "result.json", "result.key"
]
"""

TEXT = '''\
# ---
# jupyter:
#   gabarito:
#     helpers: [apoio.py]
#     lab: mini
#     title: Lab mínimo
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Lab mínimo
#
# Escreva `dobro` e `triplo`.

# %%
import numpy as np

from apoio import UM


# %% solution="dobro"
def dobro(x):
    """Retorna 2x."""
    resposta = None  # ToDo: o dobro de x
    ### BEGIN SOLUTION
    resposta = np.multiply(2, x)
    ### END SOLUTION
    return resposta


# %% checks="dobro"

# %% solution="triplo"
def triplo(x):
    """Retorna 3x."""
    resposta = None  # ToDo: o triplo de x
    ### BEGIN SOLUTION
    resposta = dobro(x) + x * UM
    ### END SOLUTION
    return resposta


# %% checks="triplo"

# %% [markdown] manual="q_aberta" points=0
# O dobro é uma soma de parcelas iguais.

# %% demo
# Um treino demorado.
print("treinando")
'''

CHECKS = '''\
"""Checks of `{name}`."""

import numpy as np

from gabarito.checks import assert_close, assert_unchanged, check

_ENTRADA = [1.0, 2.0]


@check(points=0.25, visible=True, hint="Reveja a conta.")
def test_exemplo({name}):
    """O exemplo do enunciado confere."""
    assert_close({name}(np.array(_ENTRADA)), {expected}, name="resposta")


_SEGREDO = np.array([7.5, -3.25])


@check(points=0.5, hint="Pense nos negativos.")
def test_outros_numeros({name}):
    """Outros números também conferem."""
    assert_close({name}(_SEGREDO), {factor} * np.array([7.5, -3.25]), name="resposta")


@check(points=0.25)
def test_entrada_intacta({name}):
    """A entrada não é alterada."""
    x = _SEGREDO.copy()
    with assert_unchanged(x=x):
        resposta = {name}(x)
    assert_close(resposta, {factor} * _SEGREDO, name="resposta")
'''

MISTAKES = """
from gabarito.checks import mistake


@mistake("dobro", diagnosis="Falta dobrar.")
def sem_dobrar(x):
    return x
"""

ALTERNATIVES = """\
from gabarito.checks import alternative


@alternative("dobro")
def por_soma(x):
    return x + x
"""

CLASS = '''
"""One student for each thing that happens."""

import nbformat

from gabarito.authoring.made_up_class import as_colab, as_json

IN_PLACE = "def dobro(x):\\n    x *= 2\\n    return x"


def turma(material):
    right = material.answers
    submissions = {
        "ana_perfeita": material.submission(right),
        "bia_em_branco": material.submission(),
        "caio_sem_dobrar": material.submission(material.with_mistakes("sem_dobrar")),
        "davi_no_lugar": material.submission({**right, "dobro": IN_PLACE}),
        "fabio_morre": material.submission(right, dies),
    }
    colab = material.submission({"dobro": right["dobro"]})
    return {
        **{student: as_json(notebook) for student, notebook in submissions.items()},
        "eva_colab": as_colab(colab),
        "gil_corrompida": b"{",
    }


def dies(notebook):
    notebook.cells.append(nbformat.v4.new_code_cell("import os\\nos._exit(1)"))
'''
DOBRO = "def dobro(x):\n    return 2 * x"
TRIPLO = "def triplo(x):\n    return dobro(x) + x"
"""Right answers."""

UNGRADABLE = "gil_corrompida"


def write_course(root: Path) -> Course:
    for folder in ("source", "utils", "tests/mini"):
        (root / folder).mkdir(parents=True)
    (root / CONFIG_FILE).write_text(CONFIG)
    (root / "utils" / "apoio.py").write_text('"""Apoio."""\n\nUM = 1\n')
    (root / "source" / "mini.py").write_text(TEXT)
    for name, factor in (("dobro", 2), ("triplo", 3)):
        checks = CHECKS.format(name=name, factor=factor, expected=[factor * 1.0, factor * 2.0])
        (root / "tests" / "mini" / f"test_{name}.py").write_text(checks)
    return Course.at(root)


def write_class(lab: Lab) -> None:
    """What `demo` and `audit` need besides: known answers, a made-up class, a folder for data."""
    files = {"mistakes.py": MISTAKES, "alternatives.py": ALTERNATIVES, "turma.py": CLASS}
    for name, text in files.items():
        (lab.checks / name).write_text(text)
    lab.course.synthetic_data.mkdir(parents=True)


def enroll_class(lab: Lab) -> Lab:
    """Hand in what the small course's made-up class has, for a released lab."""
    write_class(lab)
    made_up_class.enroll(lab)
    return lab
