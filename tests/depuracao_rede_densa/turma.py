"""The made-up class of the debugging lab: one student for each thing that happens."""

from __future__ import annotations

from nbformat import NotebookNode

from gabarito.authoring.made_up_class import Material, as_colab, as_json

IT_RUNS = (
    "volta_testa_dA",
    "custo_com_m_das_linhas",
    "db_sem_media",
    "so_a_camada_1",
)
"""Who mends what raises, and nothing else."""

FORWARD = (
    "initialize_parameters_deep",
    "relu",
    "linear_activation_forward",
    "L_model_forward",
    "compute_cost",
)


def turma(material: Material) -> dict[str, bytes]:
    """File content of each student's submission, by student."""
    half = {name: material.answers[name] for name in FORWARD}
    submissions = {
        "ana_perfeita": material.submission(material.answers, _free_text),
        "beto_em_branco": material.submission(),
        "caio_so_o_que_avisa": material.submission(material.with_mistakes(*IT_RUNS)),
        "dora_so_a_ida": material.submission(half),
        "enzo_linear": material.submission(material.with_mistakes("ida_linear")),
        "flora_relu_como_veio": material.submission(_without(material, "relu")),
    }
    colab = material.submission(material.with_mistakes("retorno_no_laco"))
    return {
        **{student: as_json(notebook) for student, notebook in submissions.items()},
        "gil_colab": as_colab(colab),
    }


def _without(material: Material, name: str) -> dict[str, str]:
    """Everything mended but one function, which stays as it was given."""
    return {question: source for question, source in material.answers.items() if question != name}


def _free_text(notebook: NotebookNode) -> None:
    """An answer in the student's own words waits for a person to read it."""
    answer = next(cell for cell in notebook.cells if cell.id == "q_defeitos")
    answer.source = "O custo caía porque a primeira camada ainda aprendia."
