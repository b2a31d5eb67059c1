"""Leitura dos dados do lab de redes densas em Keras: dígitos, roupas e notas de banco."""

import functools
import gzip

import numpy as np
from arquivos import diga_a_origem, e_sintetica, escolha_a_pasta
from progresso import milhar

__all__ = ["ROUPAS", "apare_e_reduza", "carregue_digitos", "carregue_notas", "carregue_roupas"]

ROUPAS = ["camiseta", "calça", "pulôver", "vestido", "casaco",
          "sandália", "camisa", "tênis", "bolsa", "bota"]  # fmt: skip

PARTES = ("train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1")
NOTAS = "data_banknote_authentication.txt"


def carregue_digitos(pasta=None):
    """Lê imagens de dígitos e diz de onde vieram: a MNIST, se estiver ali, ou desenhos nossos.

    Saídas:
    AX, AY -- imagens de treino, uint8 de formato (m, 28, 28), e rótulos de 0 a 9, formato (m,)
    QX, QY -- as de teste

    Erros:
    FileNotFoundError -- não há nem uma coisa nem outra
    OSError -- um dos arquivos está corrompido ou incompleto
    """
    return _carregue("mnist", "digitos.npz", "Os dígitos foram desenhados por um programa", pasta)


def carregue_roupas(pasta=None):
    """O mesmo para a Fashion-MNIST; os nomes das classes estão em ROUPAS."""
    return _carregue("fashion", "roupas.npz", "As roupas são desenhos de um programa", pasta)


def carregue_notas(pasta=None):
    """Lê as notas de banco e acrescenta três colunas de ruído, de -30 a 30.

    Saídas:
    ax, qx -- atributos das notas de treino (linhas pares) e de teste (ímpares), formato (m, 7)
    ay, qy -- 1 se a nota é falsa, 0 se é verdadeira, formato (m, 1)
    """
    pasta = escolha_a_pasta([NOTAS], pasta)
    try:
        tabela = np.loadtxt(pasta / NOTAS, delimiter=",")
    except ValueError:
        raise _estragado(pasta / NOTAS) from None
    diga_a_origem([NOTAS], pasta, e_sintetica(pasta), "As notas são números inventados")
    ruido = np.random.default_rng(7).uniform(-30, 30, (len(tabela), 3))
    x, y = np.column_stack([tabela[:, :4], ruido]), tabela[:, 4:]
    return x[::2], y[::2], x[1::2], y[1::2]


def apare_e_reduza(imagens, lado=14, branco=255):
    """Tira de cada imagem as margens brancas e leva o que sobra a `lado` × `lado` pixels.

    Entradas:
    imagens -- uint8 de formato (m, altura, largura)
    lado -- altura e largura das novas; cada pixel é a média do trecho que ele cobre
    branco -- o valor do papel; uma imagem toda branca não é aparada

    Saída:
    uint8 de formato (m, lado, lado)
    """
    novas = np.empty((len(imagens), lado, lado), np.uint8)
    for nova, imagem in zip(novas, imagens, strict=True):
        linhas, colunas = (np.flatnonzero((imagem != branco).any(axis=eixo)) for eixo in (1, 0))
        if len(linhas):
            imagem = imagem[linhas[0] : linhas[-1] + 1, colunas[0] : colunas[-1] + 1]
        altura, largura = imagem.shape
        nova[:] = np.rint(_medias(altura, lado) @ imagem @ _medias(largura, lado).T)
    return novas


@functools.cache
def _medias(n, lado):
    """Matriz (lado, n): a linha i faz a média do i-ésimo de `lado` trechos iguais de n pixels."""
    bordas = np.arange(lado + 1)[:, None] * n / lado
    pixel = np.arange(n)
    comum = np.minimum(bordas[1:], pixel + 1) - np.maximum(bordas[:-1], pixel)
    return np.clip(comum, 0, None) * lado / n


def _carregue(conjunto, sintetico, o_que, pasta):
    originais = [f"{conjunto}/{parte}-ubyte.gz" for parte in PARTES]
    try:
        achada = escolha_a_pasta(originais, pasta)
        lidos = [_idx(achada / nome) for nome in originais]
        treino, teste = milhar(len(lidos[0])), milhar(len(lidos[2]))
        print(f"Dados originais: {treino} imagens de treino e {teste} de teste.")
        return tuple(lidos)
    except FileNotFoundError:
        achada = escolha_a_pasta([sintetico], pasta)
    with open(achada / sintetico, "rb") as aberto, np.load(aberto, allow_pickle=False) as arquivo:
        lidos = [arquivo[chave] for chave in ("x_train", "y_train", "x_test", "y_test")]
    diga_a_origem([f"a pasta {conjunto}"], achada, True, o_que)
    return tuple(lidos)


def _idx(caminho):
    """Um arquivo do formato IDX, compactado: o cabeçalho diz o número de eixos e os tamanhos."""
    try:
        with gzip.open(caminho) as arquivo:
            cabecalho = arquivo.read(4)
            eixos = [int.from_bytes(arquivo.read(4), "big") for _ in range(cabecalho[3])]
            return np.frombuffer(arquivo.read(), np.uint8).reshape(eixos)
    except (OSError, EOFError, ValueError, IndexError):
        raise _estragado(caminho) from None


def _estragado(caminho):
    return OSError(
        f"O arquivo {caminho} está corrompido ou incompleto: apague-o e copie-o de novo."
    )
