"""Uma turma inventada, para ver a correção funcionando: gabarito demo NOME_DO_LAB."""

from gabarito.authoring.made_up_class import as_colab, as_json


def turma(material):
    """O conteúdo do arquivo que cada aluno entrega."""
    certas = material.answers
    entregas = {
        "ana_certa": material.submission(certas, com_texto),
        "bia_em_branco": material.submission(),
        "caio_sem_vies": material.submission(material.with_mistakes("sem_vies")),
        "duda_so_a_primeira": material.submission({"preveja": certas["preveja"]}),
    }
    no_colab = material.submission(material.with_mistakes("soma_dos_quadrados"))
    return {
        **{aluno: as_json(notebook) for aluno, notebook in entregas.items()},
        "edu_no_colab": as_colab(no_colab),
        "fabio_arquivo_errado": b"isto nao e um notebook",
    }


def com_texto(notebook):
    """Escreve a resposta em texto, que espera por uma pessoa."""
    resposta = next(cell for cell in notebook.cells if cell.id == "q_exemplo_distante")
    resposta.source = "Ele manda na média, porque a distância entra ao quadrado."
