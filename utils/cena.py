"""Uma imagem cinza de teste, desenhada com contas: nenhum arquivo é preciso."""

import numpy as np

__all__ = ["cena"]


def cena(lado):
    """Um quadrado, um disco e um triângulo sobre um fundo que clareia aos poucos.

    Entrada:
    lado -- altura e largura da imagem, em pixels

    Saída:
    imagem -- array de float, formato (lado, lado), com valores de 0 (preto) a 1 (branco)
    """
    y, x = (np.indices((lado, lado)) + 0.5) / lado
    imagem = 0.15 + 0.15 * x
    imagem[(x > 0.12) & (x < 0.45) & (y > 0.12) & (y < 0.45)] = 0.9
    imagem[(x - 0.72) ** 2 + (y - 0.3) ** 2 < 0.18**2] = 0.65
    imagem[(y > 0.56) & (y < 0.9) & (abs(x - 0.4) < (y - 0.56))] = 0.75
    return imagem
