"""The made-up class of the CNN lab: one student for each thing that happens in a real one."""

from __future__ import annotations

from gabarito.authoring.made_up_class import Material, as_colab, as_json

DOCUMENT_002 = (
    "passo_com_tres_eixos",
    "conv_forward_ignora_stride",
    "pool_forward_ignora_stride",
    "conv_backward_ignora_stride",
    "pool_backward_ignora_stride",
)
"""The student of document 002: the stride ignored everywhere, and a step that is no number.

From NumPy 2.4 on, putting the (1, 1, 1) array of the step into ``Z`` is an error, so this
student's whole `conv_forward` fails: an error inherited from `conv_single_step`.
"""

POOLING = ("pool_forward_ignora_stride", "pool_backward_ignora_stride")


def turma(material: Material) -> dict[str, bytes]:
    """File content of each student's submission, by student."""
    pad = material.with_mistakes("conv_backward_pad_menos_pad")
    learner = material.with_mistakes("filtro_sem_a_media", "janelas_com_canais_na_frente")
    return {
        "alice_perfeita": as_json(material.submission(material.answers)),
        "bento_em_branco": as_json(material.submission()),
        "caio_doc_002": as_json(material.submission(material.with_mistakes(*DOCUMENT_002))),
        "dora_pooling": as_json(material.submission(material.with_mistakes(*POOLING))),
        "edu_colab_pad": as_colab(material.submission(pad)),
        "flora_sem_vies": as_json(
            material.submission(material.with_mistakes("conv_forward_sem_vies"))
        ),
        "gil_aprende_mal": as_json(material.submission(learner)),
    }
