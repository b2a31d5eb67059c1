"""The made-up class of the Keras lab: one student for each thing that happens."""

from __future__ import annotations

from nbformat import NotebookNode

from gabarito.authoring.made_up_class import Material, as_colab, as_json

WRONG_RECIPES = ("saida_com_sigmoide", "lote_ignorado", "taxa_padrao_do_adam", "sem_corte")
"""Models that train all the same, and a loss that is right but for certainty."""

ONLY_NUMPY = ("prepare_pesos", "padronize", "entropia_de_logits", "entropia_binaria")


def turma(material: Material) -> dict[str, bytes]:
    """File content of each student's submission, by student."""
    numpy_part = {name: material.answers[name] for name in ONLY_NUMPY}
    submissions = {
        "ana_perfeita": material.submission(material.answers, _free_text),
        "beto_em_branco": material.submission(),
        "caio_receitas_trocadas": material.submission(material.with_mistakes(*WRONG_RECIPES)),
        "dora_so_numpy": material.submission(numpy_part),
        "enzo_sem_zero_grad": material.submission(material.with_mistakes("sem_zero_grad")),
    }
    colab = material.submission(material.with_mistakes("devolve_history"))
    return {
        **{student: as_json(notebook) for student, notebook in submissions.items()},
        "gil_colab": as_colab(colab),
    }


def _free_text(notebook: NotebookNode) -> None:
    """An answer in the student's own words waits for a person to read it."""
    answer = next(cell for cell in notebook.cells if cell.id == "q_keras")
    answer.source = "O zero_grad apaga os gradientes velhos."
