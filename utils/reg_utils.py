"""O que o lab de regularização dá pronto, em um lugar só: a rede, os dados e o desenho do campo.

Cada parte mora em um arquivo: ``rede_pronta``, ``dados_futebol`` e ``campo_de_futebol``.
"""

from campo_de_futebol import plot_decision_boundary
from dados_futebol import load_2D_dataset, load_fsf_dataset
from rede_pronta import (
    backward_propagation,
    compute_cost,
    forward_propagation,
    initialize_parameters,
    predict,
    predict_dec,
    relu,
    sigmoid,
    update_parameters,
)

__all__ = [
    "backward_propagation",
    "compute_cost",
    "forward_propagation",
    "initialize_parameters",
    "load_2D_dataset",
    "load_fsf_dataset",
    "plot_decision_boundary",
    "predict",
    "predict_dec",
    "relu",
    "sigmoid",
    "update_parameters",
]
