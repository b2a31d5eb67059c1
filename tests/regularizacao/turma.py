"""The made-up class of the regularization lab: one student for each thing that happens."""

from __future__ import annotations

from nbformat import NotebookNode

from gabarito.authoring.made_up_class import Material, as_colab, as_json

L2_HALF = ("compute_cost_with_regularization", "backward_propagation_with_regularization")
DOCUMENT_004 = ("mascara_ao_contrario", "mascara_invertida", "cache_sem_a1")
NO_DIVISION = ("ida_sem_divisao", "volta_sem_divisao")


def turma(material: Material) -> dict[str, bytes]:
    """File content of each student's submission, by student."""
    half = {name: material.answers[name] for name in L2_HALF}
    submissions = {
        "alice_perfeita": material.submission(material.answers, _free_text),
        "breno_em_branco": material.submission(),
        "cecilia_doc_004": material.submission(material.with_mistakes(*DOCUMENT_004)),
        "davi_sem_divisao": material.submission(material.with_mistakes(*NO_DIVISION)),
        "estela_so_l2": material.submission(half),
    }
    colab = material.submission(material.with_mistakes("gradiente_com_metade"))
    return {
        **{student: as_json(notebook) for student, notebook in submissions.items()},
        "felipe_colab": as_colab(colab),
    }


def _free_text(notebook: NotebookNode) -> None:
    """An answer in the student's own words waits for a person to read it."""
    answer = next(cell for cell in notebook.cells if cell.id == "q_regularizacao")
    answer.source = "A L2 encolheu os pesos, e com 50 jogadas de teste os modelos empatam."
