"""Leitura das imagens de gato / não gato."""

import h5py
import numpy as np
from arquivos import diga_a_origem, escolha_a_pasta

__all__ = ["load_dataset"]

ARQUIVOS = {"train": "train_catvnoncat.h5", "test": "test_catvnoncat.h5"}
LADO = 64


def load_dataset(pasta=None):
    """Lê as imagens de treino e de teste e mostra de que pasta elas vieram.

    Entrada:
    pasta -- pasta que contém os dois arquivos .h5; sem ela, procura as fotos originais perto
             do notebook e, se não as achar, usa os dados sintéticos e avisa

    Saídas:
    treino_x_orig, teste_x_orig -- imagens, uint8 de formato (m, 64, 64, 3)
    treino_y, teste_y -- rótulos, int64 de formato (1, m): 1 é gato, 0 não é
    classes -- nomes das classes, bytes de formato (2,)

    Erros:
    FileNotFoundError -- falta algum dos dois arquivos
    OSError -- um dos arquivos está corrompido ou incompleto
    ValueError -- um dos arquivos não tem as imagens esperadas, ou um é de fotos e o outro não
    """
    nomes = list(ARQUIVOS.values())
    pasta = escolha_a_pasta(nomes, pasta)
    treino, teste = (_leia(pasta / nome, parte) for parte, nome in ARQUIVOS.items())
    if treino["sintetico"] != teste["sintetico"]:
        raise ValueError(
            f"Na pasta {pasta}, um dos arquivos é das fotos originais e o outro é sintético: "
            f"ponha nela {' e '.join(nomes)} da mesma origem."
        )
    diga_a_origem(nomes, pasta, treino["sintetico"], "As imagens são desenhos")
    return treino["x"], treino["y"], teste["x"], teste["y"], teste["classes"]


def _leia(caminho, parte):
    """Lê um arquivo: dicionário com x, y, classes e a marca de sintético."""
    try:
        with h5py.File(caminho, "r") as arquivo:
            lido = {
                "x": arquivo[f"{parte}_set_x"][()],
                "y": arquivo[f"{parte}_set_y"][()],
                "classes": arquivo["list_classes"][()],
                "sintetico": arquivo.attrs.get("origem") == "sintético",
            }
    except KeyError:
        raise _conteudo_errado(caminho) from None
    except (OSError, RuntimeError):  # o h5py usa os dois para arquivo cortado ou estragado
        raise OSError(
            f"O arquivo {caminho} está corrompido ou incompleto: apague-o e copie-o de novo."
        ) from None
    return _confira_o_formato(caminho, lido)


def _confira_o_formato(caminho, lido):
    """O que foi lido, com y em uma linha, se são imagens coloridas e um rótulo para cada."""
    m = lido["y"].size
    if lido["x"].shape != (m, LADO, LADO, 3) or lido["x"].dtype != np.uint8:
        raise _conteudo_errado(caminho)
    lido["y"] = lido["y"].reshape(1, m)
    return lido


def _conteudo_errado(caminho):
    return ValueError(
        f"O arquivo {caminho} não é o esperado (imagens de {LADO} × {LADO} × 3 com rótulos): "
        "confira se não trocou os arquivos de treino e de teste."
    )
