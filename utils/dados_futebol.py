"""Leitura das jogadas da federação francesa: onde a bola caiu e quem a dominou."""

import numpy as np
from arquivos import diga_a_origem, escolha_a_pasta
from campo_de_futebol import desenhe_jogadas

__all__ = ["load_2D_dataset", "load_fsf_dataset"]

ARQUIVO_FSF, ARQUIVO_2D = "fsf.npz", "data.mat"
CHAVES_FSF = ("train_X", "train_Y", "test_X", "test_Y")
CHAVES_2D = ("X", "y", "Xval", "yval")
MARCA = "origem"  # o que os arquivos sintéticos têm a mais


def load_fsf_dataset(pasta=None):
    """Lê as jogadas da federação, diz de que pasta vieram e as desenha no campo.

    Entrada:
    pasta -- pasta que contém fsf.npz; sem ela, procura o arquivo original perto do notebook e,
             se não o achar, usa os dados sintéticos e avisa

    Saídas:
    train_X, test_X -- posições da bola, formatos (2, 200) e (2, 50)
    train_Y, test_Y -- 1 se a França dominou a bola, 0 se foi o adversário, formato (1, m)

    Erros:
    FileNotFoundError -- falta o arquivo
    OSError -- o arquivo está corrompido ou incompleto
    ValueError -- o arquivo não tem as jogadas esperadas
    """
    return _carregue(ARQUIVO_FSF, pasta, _leia_npz, CHAVES_FSF, exemplos_em_linhas=False)


def load_2D_dataset(pasta=None):
    """Como ``load_fsf_dataset``, com o arquivo data.mat: 211 jogadas de treino e 200 de teste."""
    return _carregue(ARQUIVO_2D, pasta, _leia_mat, CHAVES_2D, exemplos_em_linhas=True)


def _carregue(nome, pasta, leia, chaves, exemplos_em_linhas):
    """Acha, lê, confere e desenha um dos dois conjuntos."""
    pasta = escolha_a_pasta([nome], pasta)
    lido = _leia_com_aviso(pasta / nome, leia, (*chaves, MARCA))
    if any(chave not in lido for chave in chaves):
        raise _conteudo_errado(pasta / nome)
    arrays = [np.atleast_2d(lido[chave]) for chave in chaves]
    if exemplos_em_linhas:
        arrays = [array.T for array in arrays]
    _confira(pasta / nome, arrays)
    diga_a_origem([nome], pasta, MARCA in lido, "As jogadas são números inventados")
    train_X, train_Y, test_X, test_Y = (np.ascontiguousarray(a, dtype=float) for a in arrays)
    desenhe_jogadas(train_X, train_Y)
    return train_X, train_Y, test_X, test_Y


def _leia_com_aviso(caminho, leia, chaves):
    """Dicionário com as chaves pedidas que o arquivo tiver."""
    try:
        return leia(caminho, chaves)
    except Exception:  # o NumPy e o SciPy usam dezenas de exceções para arquivo estragado
        raise OSError(
            f"O arquivo {caminho} está corrompido, incompleto ou não é um "
            f"{caminho.suffix} comum: apague-o e copie-o de novo."
        ) from None


def _leia_npz(caminho, chaves):
    # Um arquivo de outra origem poderia trazer código: sem pickle, só números entram. Aberto aqui,
    # ele é fechado também se estiver estragado, o que np.load não faz.
    with open(caminho, "rb") as aberto, np.load(aberto, allow_pickle=False) as arquivo:
        return {chave: arquivo[chave] for chave in chaves if chave in arquivo.files}


def _leia_mat(caminho, chaves):
    from scipy.io import loadmat  # só quem pede data.mat precisa do SciPy

    lido = loadmat(caminho, variable_names=chaves, appendmat=False)
    return {chave: lido[chave] for chave in chaves if chave in lido}


def _confira(caminho, arrays):
    """Duas coordenadas por jogada, um rótulo 0 ou 1 para cada, tudo número finito."""
    if not all(array.dtype.kind in "fiu" and np.isfinite(array).all() for array in arrays):
        raise _conteudo_errado(caminho)
    for X, Y in (arrays[:2], arrays[2:]):
        m = X.shape[-1]
        if X.shape != (2, m) or Y.shape != (1, m) or not np.isin(Y, (0, 1)).all():
            raise _conteudo_errado(caminho)


def _conteudo_errado(caminho):
    return ValueError(
        f"O arquivo {caminho} não é o esperado (posições da bola com um rótulo 0 ou 1 para cada): "
        "confira se não é um arquivo de outro lab com o mesmo nome."
    )
