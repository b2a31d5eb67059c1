"""A package that the grader lacks costs what uses it, and nothing else."""

from __future__ import annotations

import pytest
from minicourse import DOBRO, TRIPLO

LACKS = {
    "one": "import pacote_ausente",
    "under another name": "import pacote_ausente as pa",
    "a part of it": "import pacote_ausente.figuras as figuras",
    "from it": "from pacote_ausente.figuras import mapa, barras as b",
    "all of it": "from pacote_ausente import *",
    "beside others": "import math, pacote_ausente, json as j\nassert math and j",
    "used at once": "import pacote_ausente as pa\npa.set_theme(style='dark')\npa.mais = 1",
    "as a base": "from pacote_ausente import nn\nclass Rede(nn.Module):\n    pass",
    "in a function": "def desenhe():\n    import pacote_ausente\n    return pacote_ausente.mapa()",
    "used in a loop": "import pacote_ausente\nfor x in range(3):\n    pacote_ausente.barra(x)",
    "within with": "import pacote_ausente as pa\nwith pa.estilo('x'):\n    pass",
}


def scores(record):
    return {q.name: q.score / q.max_score for q in record.questions if q.max_score}


@pytest.mark.parametrize("what", LACKS)
def test_the_rest_of_the_cell_runs_and_the_record_names_the_package(judged, what):
    record = judged(dobro=f"{LACKS[what]}\n{DOBRO}")
    assert scores(record) == {"dobro": 1.0, "triplo": 1.0}
    assert record.not_installed == ["pacote_ausente"]
    (warning,) = (w for w in record.warnings if "pacote_ausente" in w)
    assert warning.startswith("pacote_ausente não existe onde a correção roda")


def test_what_uses_it_fails_by_its_name(judged):
    using = "import pacote_ausente as pa\ndef dobro(x):\n    return pa.soma(x, x)"
    record = judged(dobro=using)
    assert scores(record) == {"dobro": 0.0, "triplo": 1.0}
    example = next(c for q in record.questions if q.name == "dobro" for c in q.checks)
    assert "O módulo pacote_ausente não existe onde a correção roda" in example.message
    assert "«return pa.soma(x, x)»" in example.message


READY = {
    "try": "try:\n    import pacote_ausente as pa\nexcept ImportError:\n    pa = None",
    "a narrower one": "try:\n    import pacote_ausente as pa\n"
    "except (ValueError, ModuleNotFoundError):\n    pa = None",
    "a bare one": "try:\n    from pacote_ausente import pa\nexcept:\n    pa = None",
    "suppress": "import contextlib\npa = None\n"
    "with contextlib.suppress(ImportError):\n    import pacote_ausente as pa",
}


@pytest.mark.parametrize("how", READY)
def test_who_is_ready_to_do_without_it_does_without_it(judged, how):
    code = f"{READY[how]}\ndef dobro(x):\n    return 2 * x if pa is None else 0"
    record = judged(dobro=code)
    assert scores(record) == {"dobro": 1.0, "triplo": 1.0}
    assert record.not_installed == []


def test_an_import_that_fails_for_another_reason_fails(judged):
    record = judged(dobro=f"import json.nada_disso\n{DOBRO}", triplo=TRIPLO)
    assert scores(record) == {"dobro": 0.0, "triplo": 1.0}
    assert record.not_installed == []


WRITTEN = {
    "by a magic": "%%writefile minhas.py\ndef soma(a, b):\n    return a + b",
    "by a command": "!printf 'def soma(a, b):\\n    return a + b\\n' > minhas.py",
    "in a folder": (
        "import os\nos.mkdir('minhas')\nwith open('minhas/__init__.py', 'w') as arquivo:\n"
        "    _ = arquivo.write('def soma(a, b):\\n    return a + b')"
    ),
    "by open": "with open('minhas.py', 'w') as arquivo:\n"
    "    _ = arquivo.write('def soma(a, b):\\n    return a + b')",
}


@pytest.mark.parametrize("how", WRITTEN)
def test_a_module_that_the_notebook_writes_is_there(judged, how):
    using = "from minhas import soma\ndef dobro(x):\n    return soma(x, x)"
    record = judged(dobro=using, before=[WRITTEN[how]])
    assert scores(record) == {"dobro": 1.0, "triplo": 1.0}
    assert record.not_installed == []


def test_a_module_that_is_the_answer_is_there(judged):
    """The function is imported by its own name."""
    wrote = "%%writefile minhas.py\ndef dobro(x):\n    return x + x"
    record = judged(dobro="from minhas import dobro", before=[wrote])
    assert scores(record) == {"dobro": 1.0, "triplo": 1.0}
