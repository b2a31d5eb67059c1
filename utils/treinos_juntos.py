"""Muitas redes treinadas de uma vez: as contas da aula, com um eixo a mais para as redes.

Serve para comparar valores de λ e sementes sem esperar um treino por vez. O primeiro eixo de cada
array conta as redes: os pesos de uma camada têm formato (redes, n, n_anterior); as ativações,
(redes, n, m). As camadas ocultas usam ReLU; a saída, sigmoide.
"""

from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from dnn_utils_v2 import sigmoid
from progresso import acompanhe
from rede_pronta import compute_cost
from sorteio import sorteie

__all__ = ["Treino", "treine_juntas"]


@dataclass
class Treino:
    """Uma das redes treinadas.

    Campos:
    lambd -- força da penalidade L2 com que treinou
    semente -- a dos pesos iniciais
    parameters -- dicionário com "W1", "b1", ..., no fim do treino
    treino, validacao -- entropia cruzada, sem penalidade e sem dropout, a cada `a_cada` iterações
    """

    lambd: float
    semente: int
    parameters: dict = field(default_factory=dict)
    treino: list = field(default_factory=list)
    validacao: list = field(default_factory=list)


def treine_juntas(
    X,
    Y,
    lambdas=(0,),
    sementes=(3,),
    keep_prob=1,
    apague=None,
    validacao=None,
    camadas=(20, 3, 1),
    learning_rate=0.3,
    num_iterations=10000,
    a_cada=500,
):
    """Treina uma rede para cada par de λ e semente, todas ao mesmo tempo.

    Entradas:
    X, Y -- exemplos (n_entradas, m) e rótulos (1, m)
    lambdas, sementes -- os valores a combinar
    keep_prob, apague -- com dropout, a probabilidade de manter e a função dropout
    validacao -- par (X, Y) em que só se mede
    a_cada -- iterações entre duas medidas; a última é a da rede que fica

    Saída:
    lista de `Treino`: para cada λ, na ordem dada, uma rede por semente
    """
    treinos = [Treino(lambd, semente) for lambd in lambdas for semente in sementes]
    pesos, vieses = _inicie((X.shape[0], *camadas), [treino.semente for treino in treinos])
    forcas = np.array([treino.lambd for treino in treinos], dtype=float)[:, None, None]
    rng = np.random.default_rng(min(sementes))
    for i in acompanhe(range(num_iterations)):
        if i % a_cada == 0:
            _meca(treinos, pesos, vieses, (X, Y), validacao)
        ativacoes, mascaras = _para_a_frente(X, pesos, vieses, keep_prob, apague, rng)
        gradientes = _para_tras(Y, ativacoes, mascaras, pesos, keep_prob)
        for W, b, (dW, db) in zip(pesos, vieses, gradientes, strict=True):
            W -= learning_rate * (dW + forcas / Y.shape[1] * W)
            b -= learning_rate * db
    if num_iterations % a_cada == 0:
        _meca(treinos, pesos, vieses, (X, Y), validacao)
    for k, treino in enumerate(treinos):
        treino.parameters = _de(k, pesos, vieses)
    return treinos


def _inicie(layer_dims, sementes):
    """Os pesos de rede_pronta.initialize_parameters, um sorteio por semente, e vieses nulos."""
    formatos = [(n, anterior) for anterior, n in pairwise(layer_dims)]
    sorteados = zip(*(sorteie(semente, *formatos) for semente in sementes), strict=True)
    pesos = [np.stack(W) / np.sqrt(W[0].shape[1]) for W in sorteados]
    return pesos, [np.zeros((len(sementes), n, 1)) for n, _ in formatos]


def _para_a_frente(X, pesos, vieses, keep_prob=1, apague=None, rng=None):
    """As ativações de cada camada, X a primeira, e as máscaras das camadas ocultas."""
    ativacoes, mascaras = [X], []
    for W, b in zip(pesos[:-1], vieses[:-1], strict=True):
        A, D = np.maximum(W @ ativacoes[-1] + b, 0), None
        if keep_prob != 1:
            A, D = apague(A, keep_prob, rng)
        ativacoes.append(A)
        mascaras.append(D)
    ativacoes.append(sigmoid(pesos[-1] @ ativacoes[-1] + vieses[-1])[0])
    return ativacoes, mascaras


def _para_tras(Y, ativacoes, mascaras, pesos, keep_prob):
    """dW (sem a penalidade) e db de cada camada, da primeira à última."""
    dZ, gradientes = (ativacoes[-1] - Y) / Y.shape[1], []
    for camada in reversed(range(len(pesos))):
        A = ativacoes[camada]
        gradientes.append((dZ @ A.swapaxes(-1, -2), dZ.sum(axis=-1, keepdims=True)))
        if camada:
            dZ = pesos[camada].swapaxes(-1, -2) @ dZ * (A > 0)
            if mascaras[camada - 1] is not None:
                dZ = dZ * mascaras[camada - 1] / keep_prob
    return gradientes[::-1]


def _meca(treinos, pesos, vieses, exemplos, validacao):
    for (X, Y), nome in ((exemplos, "treino"), (validacao or (None, None), "validacao")):
        if X is not None:
            saidas = _para_a_frente(X, pesos, vieses)[0][-1]
            for treino, saida in zip(treinos, saidas, strict=True):
                getattr(treino, nome).append(float(compute_cost(saida, Y)))


def _de(k, pesos, vieses):
    """Os parâmetros da rede k, em um dicionário como o da aula."""
    camadas = enumerate(zip(pesos, vieses, strict=True), start=1)
    return {nome: v for n, (W, b) in camadas for nome, v in ((f"W{n}", W[k]), (f"b{n}", b[k]))}
