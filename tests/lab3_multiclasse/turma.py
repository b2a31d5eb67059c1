"""The made-up class of Lab 3, Part 2: one student for each thing that happens in a real one."""

from __future__ import annotations

from gabarito.authoring.made_up_class import Material, as_colab, as_json

FIRST_HALF = (
    "one_hot",
    "softmax",
    "cross_entropy",
    "custo_dos_logits",
    "gradiente_softmax",
    "treine_softmax",
)


def turma(material: Material) -> dict[str, bytes]:
    """File content of each student's submission, by student."""
    half = {name: material.answers[name] for name in FIRST_HALF}
    naive = material.with_mistakes("softmax_ingenua")
    leaky = material.with_mistakes("escala_antes_de_dividir")
    summed = material.with_mistakes("soma_em_vez_de_media")
    saturated = material.with_mistakes("custo_que_satura")
    return {
        "alice_perfeita": as_json(material.submission(material.answers)),
        "breno_em_branco": as_json(material.submission()),
        "cecilia_ingenua": as_json(material.submission(naive)),
        "davi_vazamento": as_json(material.submission(leaky)),
        "ester_colab": as_colab(material.submission(summed)),
        "felipe_metade": as_json(material.submission(half)),
        "gabi_satura": as_json(material.submission(saturated)),
    }
