"""The made-up class of Lab 3: one student for each thing that happens in a real one."""

from __future__ import annotations

import nbformat
from nbformat import NotebookNode

from gabarito.authoring.made_up_class import Material, as_colab, as_json

FIRST_HALF = (
    "initialize_parametros",
    "linear_forward",
    "linear_ativacao_forward",
    "L_modelo_forward",
    "custo",
)

DOCUMENT_001 = (
    "chave_da_ultima_camada",
    "relu_sem_ativacao",
    "retorno_dentro_do_laco_forward",
    "custo_sem_soma",
    "retorno_so_na_sigmoide",
    "retorno_dentro_do_laco_backward",
    "laco_sem_dividir_por_dois",
)


def turma(material: Material) -> dict[str, bytes]:
    """File content of each student's submission, by student."""
    perfect = material.submission(material.answers)
    half = {name: material.answers[name] for name in FIRST_HALF}
    return {
        "ana_perfeita": as_json(material.submission(material.answers, _free_text)),
        "bruno_em_branco": as_json(material.submission()),
        "carla_metade": as_json(material.submission(half)),
        "diego_db_alias": as_json(material.submission(material.with_mistakes("vies_sobrescrito"))),
        "elisa_doc_001": as_json(material.submission(material.with_mistakes(*DOCUMENT_001))),
        "fabio_import": as_json(material.submission(material.answers, _missing_package)),
        "gabriela_laco": as_json(material.submission(material.answers, _endless_cell)),
        "heitor_colab": as_colab(material.submission(material.with_mistakes("transposta_errada"))),
        "iris_corrompida": as_json(perfect)[:2000],
    }


def _free_text(notebook: NotebookNode) -> None:
    """An answer in the student's own words waits for a person to read it."""
    answer = next(cell for cell in notebook.cells if cell.id == "q_estagnacao")
    answer.source = "O sinal encolhe a cada camada, e o gradiente encolhe igual na volta."


def _missing_package(notebook: NotebookNode) -> None:
    """The very first line imports what is not there; the rest of the cell never runs."""
    imports = next(cell for cell in notebook.cells if cell.source.startswith("import math\n"))
    imports.source = "import pacote_que_nao_existe\n" + imports.source


def _endless_cell(notebook: NotebookNode) -> None:
    """An experiment of the student's own, in the middle of the notebook, never ends."""
    place = next(i for i, c in enumerate(notebook.cells) if c.id == "test_custo")
    notebook.cells.insert(
        place + 1, nbformat.v4.new_code_cell("while True:\n    pass", id="sem-fim")
    )
