"""Leitura das imagens de gato / não gato.

As fotos originais não podem ser distribuídas com o laboratório. Quem não as tem trabalha com
desenhos sintéticos de mesmo formato, que acompanham este arquivo, e é avisado disso.
"""

from pathlib import Path

import h5py
import numpy as np

__all__ = ["load_dataset"]

ARQUIVOS = {"train": "train_catvnoncat.h5", "test": "test_catvnoncat.h5"}
AQUI = Path(__file__).resolve().parent
# Na pasta entregue aos alunos, os sintéticos estão ao lado deste arquivo; no repositório do
# curso, onde este arquivo mora em utils/, estão em datasets/synthetic.
PASTAS_SINTETICAS = (AQUI / "dados_sinteticos", AQUI.parent / "datasets" / "synthetic")
LADO = 64

AVISO_SINTETICO = """\
*** ATENÇÃO: dados SINTÉTICOS ***
Estas imagens são desenhos, lidos da pasta {pasta}.
Os seus números serão diferentes dos que o texto cita para as fotos originais.
Para usar as fotos, ponha train_catvnoncat.h5 e test_catvnoncat.h5 na pasta do notebook
(ou, no repositório do curso, rode: gabarito data fetch) e execute esta célula de novo."""


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
    pasta = _escolha_a_pasta() if pasta is None else _confira_a_pasta(Path(pasta).expanduser())
    treino = _leia(pasta / ARQUIVOS["train"], "train")
    teste = _leia(pasta / ARQUIVOS["test"], "test")
    _diga_a_origem(pasta, treino["sintetico"], teste["sintetico"])
    return treino["x"], treino["y"], teste["x"], teste["y"], teste["classes"]


def _pastas_do_notebook():
    """Onde as fotos originais podem estar, da mais próxima para a mais distante."""
    notebook = Path.cwd()
    acima = [notebook, *notebook.parents[:3]]
    pastas = [notebook, notebook / "datasets", AQUI, *(p / "datasets" / "real" for p in acima)]
    return list(dict.fromkeys(pastas))  # sem repetir: AQUI costuma ser a pasta do notebook


def _escolha_a_pasta():
    """A primeira pasta com os dois arquivos: primeiro as do notebook, depois as sintéticas."""
    for pasta in _pastas_do_notebook():
        faltam = _faltam(pasta)
        if not faltam:
            return pasta
        if len(faltam) < len(ARQUIVOS):
            # Um arquivo só não serve: completá-lo com um sintético misturaria fotos e desenhos.
            print(f"Aviso: a pasta {pasta} foi ignorada porque nela falta {faltam[0]}.")
    for pasta in PASTAS_SINTETICAS:
        if not _faltam(pasta):
            return pasta
    raise FileNotFoundError(
        f"Não encontrei {_os_dois()} na pasta do notebook ({Path.cwd()}), nem os dados "
        f"sintéticos em {PASTAS_SINTETICAS[0]}: copie para junto do notebook tudo o que veio "
        "na pasta do laboratório."
    )


def _confira_a_pasta(pasta):
    """A pasta que o aluno indicou, se ela tem os dois arquivos."""
    faltam = _faltam(pasta)
    if faltam:
        raise FileNotFoundError(
            f"Não encontrei {' nem '.join(faltam)} em {pasta.absolute()}: corrija o caminho ou "
            "chame load_dataset() sem argumento, para usar os dados sintéticos."
        )
    return pasta


def _faltam(pasta):
    """Nomes dos arquivos que não estão na pasta."""
    return [nome for nome in ARQUIVOS.values() if not (pasta / nome).is_file()]


def _os_dois():
    return " e ".join(ARQUIVOS.values())


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


def _diga_a_origem(pasta, treino_sintetico, teste_sintetico):
    """Mostra se são fotos ou desenhos, e de que pasta; recusa uma mistura dos dois."""
    if treino_sintetico != teste_sintetico:
        raise ValueError(
            f"Na pasta {pasta}, um dos arquivos é das fotos originais e o outro é sintético: "
            f"ponha nela {_os_dois()} da mesma origem."
        )
    if treino_sintetico:
        print(AVISO_SINTETICO.format(pasta=_nome(pasta)))
    else:
        print(f"Dados lidos da pasta {_nome(pasta)}.")


def _nome(pasta):
    """A pasta como o aluno a vê: a partir do notebook, se está dentro da pasta dele."""
    pasta, notebook = pasta.absolute(), Path.cwd()
    if pasta == notebook:
        return "do notebook"
    return pasta.relative_to(notebook) if pasta.is_relative_to(notebook) else pasta
